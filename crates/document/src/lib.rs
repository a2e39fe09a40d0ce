//! Raw bytes in, clean text out: [`RawDocument`] → [`Document`].
//!
//! A saved web page becomes its headline and paragraphs; menus, prompts and credits are left out or
//! marked as furniture, and the day it was published is found. A record's text is never changed.
//!
//! It never reads files or the network, never fails, and never looks at what the text says happened.

mod bytes;
mod dom;
mod furniture;
mod lines;
mod metadata;
mod page;
mod published;
pub mod text;

use model::{Document, DocumentKind, NoteKind, Notes, RawDocument};

/// Letters needed before the language is guessed.
const N_LANGUAGE_MIN: usize = 300;

/// The document that the bytes hold.
///
/// What cannot be read as text comes back with an empty `text` and a note of kind
/// [`NoteKind::Skipped`] that says why.
pub fn document(raw: &RawDocument, notes: &mut Notes) -> Document {
    let mut document = Document {
        origin: raw.origin.clone(),
        kind: raw.kind,
        url: raw.url.clone(),
        headline: raw.headline.clone(),
        published: raw.published,
        publisher: raw.publisher.clone(),
        ..Document::default()
    };
    let text = bytes::decode(&raw.bytes, raw.charset.as_deref(), raw.kind, notes);
    match raw.kind {
        DocumentKind::Html => page::read(&text, &mut document, notes),
        DocumentKind::Text | DocumentKind::Record => document.text = text,
    }
    document.id = raw.id.clone().unwrap_or_else(|| bytes::digest(&document.text));
    if document.text.trim().is_empty() {
        notes.push(None, NoteKind::Skipped, "no text");
        document.text.clear();
        return document;
    }
    document.furniture = furniture::find(&document.text);
    published::complete(&mut document);
    recognise_language(&mut document, notes);
    document
}

/// All text of a page or a part of one, a line for each block: nothing is left out but what no
/// reader sees.
pub fn all_text(html: &str) -> String {
    let lines = lines::lines(&dom::Dom::parse(html), false);
    (0..lines.len()).map(|i| lines.text(i)).collect::<Vec<_>>().join("\n")
}

/// Notes the language; what is not English is skipped.
fn recognise_language(document: &mut Document, notes: &mut Notes) {
    let sample: String = document.text.chars().take(4000).collect();
    if sample.chars().filter(|c| c.is_alphabetic()).count() < N_LANGUAGE_MIN {
        return;
    }
    let Some(info) = whatlang::detect(&sample) else { return };
    if info.lang() == whatlang::Lang::Eng || !info.is_reliable() {
        document.language = Some("en".to_owned());
        return;
    }
    document.language = Some(info.lang().code().to_owned());
    let name = info.lang().eng_name();
    notes.push(None, NoteKind::Skipped, format!("language is {name}, not English"));
}
