//! Who said what about what.

use serde_json::{Value, json};
use store::{Filter, Quotation};

/// A quotation as an object. Offsets are characters of the document's text.
pub fn quote_value(q: &Quotation) -> Value {
    let d = &q.sheet.document;
    json!({
        "document": d.id,
        "quote": {"text": q.words, "span": [q.characters.0, q.characters.1]},
        "kind": q.kind.as_str(),
        "cue": q.cue,
        "speaker": speaker(q).map(|_| json!({
            "text": q.speaker_words, "name": q.name, "entity": q.known, "country": q.country,
            "sectors": q.sectors, "office": q.office,
        })),
        "about": q.about,
        "sentence": q.sentence,
        "day": q.day.day().map(|d| d.to_string()),
        "headline": d.headline,
        "publisher": d.publisher,
        "url": d.url,
    })
}

/// The speaker as text: code and name, or the words that name them.
pub fn speaker(q: &Quotation) -> Option<String> {
    let mut code = q.country.clone().unwrap_or_default();
    for s in &q.sectors {
        code.push('.');
        code.push_str(s);
    }
    let name = if q.name.is_empty() { q.speaker_words.clone()? } else { q.name.clone() };
    Some(if code.is_empty() { name } else { format!("{code} {name}") })
}

/// Columns of [`quote_row`].
pub const QUOTE_COLUMNS: &[&str] = &[
    "document",
    "day",
    "speaker",
    "entity",
    "country",
    "sectors",
    "office",
    "cue",
    "quote",
    "kind",
    "about",
    "publisher",
    "url",
];

/// A quotation as a row.
pub fn quote_row(q: &Quotation) -> Vec<String> {
    let d = &q.sheet.document;
    let name = if q.name.is_empty() { q.speaker_words.clone() } else { Some(q.name.clone()) };
    vec![
        d.id.clone(),
        q.day.day().map(|d| d.to_string()).unwrap_or_default(),
        name.unwrap_or_default(),
        q.known.clone().unwrap_or_default(),
        q.country.clone().unwrap_or_default(),
        q.sectors.join("."),
        q.office.clone().unwrap_or_default(),
        q.cue.clone().unwrap_or_default(),
        q.words.clone(),
        q.kind.as_str().to_owned(),
        q.about.join(";"),
        d.publisher.clone().unwrap_or_default(),
        d.url.clone().unwrap_or_default(),
    ]
}

/// A key of the filter that quotations do not have, by its written name.
pub fn foreign_key(filter: &Filter) -> Option<&'static str> {
    [
        (!filter.actors.is_empty(), "actor"),
        (!filter.recipients.is_empty(), "recipient"),
        (!filter.parties.is_empty(), "party"),
        (!filter.dyads.is_empty(), "dyad"),
        (!filter.types.is_empty(), "type"),
        (!filter.quads.is_empty(), "quad"),
        (!filter.statuses.is_empty(), "status"),
        (!filter.modes.is_empty(), "mode"),
        (!filter.contexts.is_empty(), "context"),
        (!filter.cameo.is_empty(), "cameo"),
        (!filter.places.is_empty(), "place"),
        (filter.confidence.is_some(), "confidence"),
        (filter.incident.is_some(), "incident"),
        (!filter.not.is_empty(), "-"),
    ]
    .into_iter()
    .find_map(|(has, name)| has.then_some(name))
}
