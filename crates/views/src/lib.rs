//! A store and a question in, an answer for people and programs out.
//!
//! Every question takes a [`filter`]; every answer is sorted and made of records and quotations. The
//! same store gives the same answers, byte for byte: no clock is looked at, "today" is the day of the
//! latest document or the one that is given. Nothing here knows the database or prints.

pub mod actor;
pub mod agenda;
pub mod brief;
pub mod change;
pub mod dyad;
pub mod filter;
pub mod incidents;
pub mod keep;
mod page;
pub mod quotes;
pub mod recode;
pub mod search;
pub mod timeline;
pub mod top;

use knowledge::Knowledge;
use model::{Entity, Event};
use serde_json::{Value, json};
use store::Found;

/// An event as an object, in the shape of `wire`.
pub fn event_value(found: &Found, knowledge: &Knowledge) -> Value {
    let coded = &found.coded;
    wire::event_object(&coded.document, found.position, found.event(), knowledge, &coded.coder)
}

/// Id of an event: its document's, `#`, a number from 1.
pub fn event_id(found: &Found) -> String {
    wire::event_id(found.document(), found.position)
}

/// An event in few fields: what a line of a table tells.
pub fn event_line(found: &Found) -> Value {
    let (d, e) = (found.document(), found.event());
    json!({
        "id": event_id(found),
        "date": e.date.map(|x| x.interval.start.to_string()),
        "type": e.class.event_type.as_str(),
        "status": e.status.as_str(),
        "actor": e.actors.iter().map(|p| who(&p.entity)).collect::<Vec<_>>(),
        "recipient": e.recipients.iter().map(|p| who(&p.entity)).collect::<Vec<_>>(),
        "sentence": sentence(found),
        "document": d.id,
        "headline": d.headline,
        "publisher": d.publisher,
        "published": d.today.map(|x| x.to_string()),
        "url": d.url,
    })
}

/// The evidence sentence, white space made one blank.
pub fn sentence(found: &Found) -> String {
    words(found.document(), found.event())
}

fn words(document: &model::Document, e: &Event) -> String {
    let text = e.evidence.sentence_span.of(&document.text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `MEX.GOV Claudia Sheinbaum`
pub fn who(e: &Entity) -> String {
    let code = code(e);
    if e.name.is_empty() { code } else { format!("{code} {}", e.name) }
}

/// `MEX.GOV`
pub fn code(e: &Entity) -> String {
    let mut code = e.code.country.clone().unwrap_or_else(|| "-".to_owned());
    for s in &e.code.sectors {
        code.push('.');
        code.push_str(s.as_str());
    }
    code
}
