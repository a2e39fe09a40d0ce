//! Two marked spans in, the type of act that relates them out.

use knowledge::Knowledge;
use model::{Analysis, Document, EventType, Mode, Span};

/// What relates two marked spans.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Related {
    /// The best type, where anything relates them.
    pub event_type: Option<EventType>,
    /// Its first mode.
    pub mode: Option<Mode>,
    /// Scores by type, best first; they sum to 1 unless empty.
    pub scores: Vec<(EventType, f32)>,
}

/// Finds the act between `actor` and `recipient` (bytes of the document's text).
pub fn relate(
    document: &Document,
    analysis: &Analysis,
    actor: Span,
    recipient: Span,
    knowledge: &Knowledge,
) -> Related {
    let _ = (document, analysis, actor, recipient, knowledge);
    Related::default()
}
