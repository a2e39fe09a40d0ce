//! Analysis in, events out: who did what to whom, when, where, and whether.

use knowledge::Knowledge;
use model::{Analysis, Document, Event, Notes};

pub mod relate;

/// The events that a document reports, in the order of their triggers; the act that another
/// speaks of stands behind it.
pub fn code(
    document: &Document,
    analysis: &Analysis,
    knowledge: &Knowledge,
    notes: &mut Notes,
) -> Vec<Event> {
    let _ = (document, analysis, knowledge, notes);
    Vec::new()
}

/// Lines that tell how the events came about, and why near misses did not.
pub fn explain(document: &Document, analysis: &Analysis, knowledge: &Knowledge) -> Vec<String> {
    let _ = (document, analysis, knowledge);
    Vec::new()
}
