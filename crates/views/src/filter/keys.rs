//! The keys of a filter, each with what it means.

use super::{FilterError, near::nearest};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Actor,
    Recipient,
    Party,
    Dyad,
    Type,
    Quad,
    Status,
    Mode,
    Context,
    Cameo,
    Since,
    Until,
    Place,
    Speaker,
    About,
    Publisher,
    Text,
    Confidence,
    Document,
    Incident,
}

/// A key for people.
#[derive(Clone, Copy, Debug)]
pub struct KeyDoc {
    /// How it is written, without the colon.
    pub name: &'static str,
    /// What it asks for, in one sentence.
    pub meaning: &'static str,
    /// A value or two.
    pub example: &'static str,
    key: Key,
}

/// Every key, in the order in which they are explained.
pub const KEYS: &[KeyDoc] = &[
    doc(
        Key::Actor,
        "actor",
        "who does it: country, country.sector, .sector, name, or - for nobody told",
        "MEX",
    ),
    doc(Key::Recipient, "recipient", "to whom it is done, in the same ways", "USA.GOV"),
    doc(Key::Party, "party", "who stands on either side", "\"Kim Jong Un\""),
    doc(Key::Dyad, "dyad", "what two countries do to each other", "USA-PRK"),
    doc(Key::Type, "type", "PLOVER type", "THREATEN,REJECT"),
    doc(
        Key::Quad,
        "quad",
        "1 or 2 cooperation in words or deeds, 3 or 4 conflict in words or deeds",
        "3,4",
    ),
    doc(Key::Status, "status", "happened, planned, hypothetical, negated, or any", "planned"),
    doc(Key::Mode, "mode", "PLOVER mode", "visit"),
    doc(Key::Context, "context", "what it is about", "military"),
    doc(Key::Cameo, "cameo", "CAMEO code or its beginning", "13"),
    doc(
        Key::Since,
        "since",
        "not before this day: YYYY-MM-DD, YYYY-MM, YYYY, or 7d, 4w, 6m, 1y back",
        "2026-01-01",
    ),
    doc(Key::Until, "until", "not after this day", "2026-03"),
    doc(Key::Place, "place", "where: a country's code or a place's name", "Raqqa"),
    doc(Key::Speaker, "speaker", "who says so, or who is quoted", "\"Angela Merkel\""),
    doc(Key::About, "about", "country that a quotation speaks of", "IRN"),
    doc(Key::Publisher, "publisher", "who printed it, or the agency it carries", "Reuters"),
    doc(
        Key::Text,
        "text",
        "words of the sentence, a phrase in quotation marks; * for any ending",
        "\"fire and fury\"",
    ),
    doc(Key::Confidence, "confidence", "how sure the coder is, 0 to 1", ">0.8"),
    doc(Key::Document, "document", "a document's id", "a1b2"),
    doc(Key::Incident, "incident", "an incident's id", "00ff12ab34cd56ef"),
];

const fn doc(key: Key, name: &'static str, meaning: &'static str, example: &'static str) -> KeyDoc {
    KeyDoc { name, meaning, example, key }
}

/// The key of a name.
pub(crate) fn find(name: &str, at: (usize, usize)) -> Result<Key, FilterError> {
    if let Some(doc) = KEYS.iter().find(|d| d.name == name) {
        return Ok(doc.key);
    }
    let hint = if let Some(near) = nearest(name, KEYS.iter().map(|d| d.name)) {
        format!("did you mean `{near}:`?")
    } else {
        let names: Vec<&str> = KEYS.iter().map(|d| d.name).collect();
        format!("keys are {}", names.join(", "))
    };
    Err(FilterError::new(at, format!("unknown key `{name}`"), hint))
}

impl Key {
    pub(crate) fn name(self) -> &'static str {
        KEYS.iter().find(|d| d.key == self).map_or("", |d| d.name)
    }

    /// Whether `-key:` is answered.
    pub(crate) fn may_be_denied(self) -> bool {
        !matches!(
            self,
            Key::Since
                | Key::Until
                | Key::Text
                | Key::Confidence
                | Key::Document
                | Key::Incident
                | Key::About
        )
    }

    pub(crate) fn instead_of_denial(self) -> &'static str {
        match self {
            Key::Since => "use until:",
            Key::Until => "use since:",
            Key::Confidence => "turn the sign round: confidence:<0.8",
            _ => "leave the - out",
        }
    }
}
