//! A store and a question in, an answer for people and programs out.
//!
//! Every question takes a [`filter`]; every answer is sorted and made of records and quotations. The
//! same store gives the same answers, byte for byte: no clock is looked at, "today" is the day of the
//! latest document or the one that is given. Nothing here knows the database or prints.

pub mod filter;

use knowledge::Knowledge;
use serde_json::Value;
use store::Found;

/// An event as an object, in the shape of `wire`.
pub fn event_value(found: &Found, knowledge: &Knowledge) -> Value {
    let coded = &found.coded;
    wire::event_object(&coded.document, found.position, found.event(), knowledge, &coded.coder)
}
