//! Who did what to whom, when, where, and whether.

use crate::{Context, Entity, EventType, Interval, Mode, Span, TokenIdx, labels::labels};

labels! {
    /// Whether the act is reported as done.
    Status {
        /// Done or under way, by the reporter or by a source without hedging.
        Happened = "happened",
        /// Announced or scheduled, not yet done.
        Planned = "planned",
        /// Possible, conditional, feared, considered, asked for, offered, alleged.
        Hypothetical = "hypothetical",
        /// Said not to have been done, or not to be done.
        Negated = "negated",
    }
}

impl Status {
    /// Whether a user's data set should hold it: happened or planned.
    pub fn is_asserted(self) -> bool {
        matches!(self, Status::Happened | Status::Planned)
    }
}

/// Type and modes, kept apart until they leave through `wire`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventClass {
    /// The type.
    pub event_type: EventType,
    /// Modes of that type; may be empty.
    pub modes: Vec<Mode>,
    /// CAMEO code of two to four digits, as deep as the text supports.
    pub cameo: String,
    /// Name of the type of a user's own ontology that the act is of; each is like one of PLOVER's
    /// types, which is then `event_type`.
    pub own_type: Option<String>,
}

/// The words an event stands on. An [`Event`] cannot be built without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Index of the sentence in [`crate::Analysis::sentences`].
    pub sentence: u32,
    /// The sentence, in bytes of the text.
    pub sentence_span: Span,
    /// The word or phrase that names the act.
    pub trigger: Span,
    /// Head word of the trigger.
    pub trigger_head: TokenIdx,
}

/// One actor or recipient: the words, and who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// The words; for a pronoun, the pronoun.
    pub span: Span,
    /// Who it is.
    pub entity: Entity,
}

/// Who says so, when it is not the reporter.
pub type Attribution = Participant;

/// What a date rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateBasis {
    /// On an expression attached to the act.
    Stated(Span),
    /// On an expression elsewhere or on another act.
    Inferred(Span),
    /// On the day of publication or the dateline.
    Published,
}

/// When the act takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dating {
    /// The days.
    pub interval: Interval,
    /// What they rest on.
    pub basis: DateBasis,
}

/// Where the act takes place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The words.
    pub span: Span,
    /// Name as known or written.
    pub name: String,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// First-level division.
    pub admin1: Option<String>,
    /// Degrees north and east.
    pub coordinates: Option<(f64, f64)>,
    /// GeoNames id.
    pub geonames: Option<u32>,
}

/// How much: people, as numbers or bounds. Each pair is (at least, at most), where said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Magnitude {
    /// Killed.
    pub dead: Option<(u32, Option<u32>)>,
    /// Wounded.
    pub injured: Option<(u32, Option<u32>)>,
    /// Protesters, troops, detainees.
    pub size: Option<(u32, Option<u32>)>,
}

impl Magnitude {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Chances that a person who codes the document has the event, and this field of it alike; each in
/// [0, 1].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FieldConfidence {
    /// The type.
    pub event_type: f32,
    /// Countries of the actors.
    pub actor: f32,
    /// Countries of the recipients.
    pub recipient: f32,
    /// The status.
    pub status: f32,
    /// The day, where there is one to tell.
    pub date: f32,
}

/// One act that the text reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What kind of act.
    pub class: EventClass,
    /// What it is about, in the ontology's order.
    pub contexts: Vec<Context>,
    /// Who does it, in the text's order; empty where nobody is named.
    pub actors: Vec<Participant>,
    /// To whom; may be empty.
    pub recipients: Vec<Participant>,
    /// Whether it is reported as done.
    pub status: Status,
    /// Index, in the document's list of events, of the act that this one speaks of (refuses,
    /// threatens, promises, demands).
    pub about: Option<u32>,
    /// Who says so.
    pub attribution: Option<Attribution>,
    /// When.
    pub date: Option<Dating>,
    /// Where.
    pub place: Option<Place>,
    /// How much.
    pub magnitude: Magnitude,
    /// The words.
    pub evidence: Evidence,
    /// Chance that a person who codes the document has the event too, with the same type, countries
    /// and status, in [0, 1].
    pub confidence: f32,
    /// The same for single fields.
    pub fields: FieldConfidence,
    /// The chain of reasons, first to last: frame, operators, status, arguments, date.
    pub why: Vec<String>,
}
