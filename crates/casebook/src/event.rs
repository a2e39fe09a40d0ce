//! Events as far as a case page tells them.

use model::{ActorCode, Event, EventType, Interval, Mode, Status};

/// One participant, as far as a line tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseWho {
    /// Country and sectors.
    pub code: ActorCode,
    /// Whether the line leaves the country open (`.GOV`).
    pub any_country: bool,
    /// The words that name it.
    pub words: Option<String>,
}

/// One event, as far as a line tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseEvent {
    /// The type.
    pub event_type: EventType,
    /// Type of a user's own ontology; `None` where the line has none.
    pub own_type: Option<String>,
    /// Modes; empty where the line has none.
    pub modes: Vec<Mode>,
    /// Who does it.
    pub actors: Vec<CaseWho>,
    /// To whom.
    pub recipients: Vec<CaseWho>,
    /// Whether it is done.
    pub status: Status,
    /// The days; `None` where the line tells none, `Some(None)` for an event without a day.
    pub date: Option<Option<Interval>>,
    /// Index of the event that this one is about.
    pub about: Option<usize>,
    /// Whether the codebook leaves it open to code it.
    pub optional: bool,
    /// The sentence it stands in; empty in expectations.
    pub sentence: String,
}

impl CaseEvent {
    /// What a case page can tell of the events of a document with this text, in the same order.
    pub fn of(events: &[Event], text: &str) -> Vec<CaseEvent> {
        let whos = |participants: &[model::Participant]| {
            participants
                .iter()
                .map(|p| CaseWho {
                    code: p.entity.code.clone(),
                    any_country: false,
                    words: Some(one_line(p.span.of(text))),
                })
                .collect()
        };
        events
            .iter()
            .map(|event| CaseEvent {
                event_type: event.class.event_type,
                own_type: event.class.own_type.clone(),
                modes: event.class.modes.clone(),
                actors: whos(&event.actors),
                recipients: whos(&event.recipients),
                status: event.status,
                date: Some(event.date.map(|d| d.interval)),
                about: event.about.map(|a| a as usize),
                optional: false,
                sentence: one_line(event.evidence.sentence_span.of(text)),
            })
            .collect()
    }
}

/// Text on one line, with single blanks.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
