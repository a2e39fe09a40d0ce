//! Events and quotations in, the shapes that leave the program out.
//!
//! Offsets are characters (code points) of the document's text, as Python and R slice it. Field
//! names and their order are fixed; `docs/guide/output.md` tells each. Nothing here decides
//! anything about an event.

mod csv_rows;
mod documents;
pub mod export;
pub mod foreign;
mod incident;
mod json;
mod offsets;
mod told;

pub use crate::{
    csv_rows::{CSV_COLUMNS, event_row},
    documents::{Repeats, document},
    incident::{incident, link},
    json::{event_id, event_object, events, quotes, write_events},
    offsets::Characters,
};

/// Version of the shapes; rises when a field changes its name or meaning.
pub const VERSION: u32 = 1;
