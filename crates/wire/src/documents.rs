//! One document as a JSON object.

use model::Document;
use serde_json::{Value, json};

use crate::offsets::Characters;

/// What a document repeats: the id of the first that said it, and how that was found (`url`,
/// `text`, `near`).
pub type Repeats<'a> = (&'a str, &'a str);

/// A document as an object; `skipped` says why it would not be coded.
///
/// `text` is the text that every offset counts in; lines of these objects can be read again.
pub fn document(d: &Document, repeats: Option<Repeats<'_>>, skipped: Option<&str>) -> Value {
    let chars = Characters::new(&d.text);
    let day = |d: Option<model::Date>| d.map(|d| d.to_string());
    json!({
        "id": d.id,
        "origin": d.origin,
        "url": d.url,
        "canonical": d.canonical,
        "kind": d.kind.as_str(),
        "page": d.page.as_str(),
        "headline": d.headline,
        "deck": d.deck,
        "text": d.text,
        "furniture": d.furniture.iter().map(|s| chars.span(*s)).collect::<Vec<_>>(),
        "published": day(d.published),
        "published_at": d.published_at.map(|m| m.to_string()),
        "published_by": d.published_by,
        "updated": day(d.updated),
        "updated_at": d.updated_at.map(|m| m.to_string()),
        "language": d.language,
        "byline": d.byline,
        "authors": d.authors,
        "publisher": d.publisher,
        "agency": d.agency,
        "dateline": d.dateline,
        "dateline_day": day(d.dateline_day),
        "section": d.section,
        "captions": d.captions,
        "duplicate_of": repeats.map(|r| r.0),
        "duplicate_by": repeats.map(|r| r.1),
        "skipped": skipped,
    })
}
