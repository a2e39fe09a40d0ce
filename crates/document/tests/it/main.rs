//! Whole pages through the reader.
#![allow(clippy::format_collect, reason = "a test page in pieces reads best")]

mod fields;
mod harm;
mod kinds;

use knowledge::Knowledge;
use model::{Document, DocumentKind, Notes, RawDocument};

/// A page's document, and why it would not be coded.
fn read(html: &str, url: Option<&str>) -> (Document, Option<String>) {
    let raw = RawDocument {
        kind: DocumentKind::Html,
        bytes: html.as_bytes().to_vec(),
        url: url.map(str::to_owned),
        ..RawDocument::default()
    };
    let mut notes = Notes::default();
    let document = document::document(&raw, &Knowledge::embedded().publishers, &mut notes);
    let skipped = notes.0.into_iter().find(|n| n.kind == model::NoteKind::Skipped);
    (document, skipped.map(|n| n.message))
}

/// Some sentences of a report, each its own.
fn report(n: usize) -> String {
    (0..n)
        .map(|i| {
            format!(
                "<p>The ministry said on Monday that talks with delegation number {i} from the border \
                 districts had ended without a result, and that both sides would meet again.</p>"
            )
        })
        .collect()
}
