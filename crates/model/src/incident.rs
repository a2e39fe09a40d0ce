//! Many reports, one happening.
//!
//! An [`crate::Event`] is one sentence's claim. What one document tells of one happening, its events
//! joined, is a [`Report`]; the reports of one happening are an [`Incident`]. A [`Gist`] is what a
//! whole document is about, in few numbers. Reports and gists are what a linker compares, and what
//! a store keeps for it: small, plain, found again by [`Posting`].

use std::{
    num::NonZeroU64,
    sync::{Arc, OnceLock},
};

use crate::{
    ContentId, Date, Entity, EventType, Interval, Magnitude, Mode, Posting, Sector, Status,
};

/// A word with how much it tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// FNV-1a digest of the lemma in lower case.
    pub word: u32,
    /// Rarity in news, greater than 0.
    pub weight: f32,
}

/// What a document is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gist {
    /// Digest of the document's id.
    pub id: ContentId,
    /// The document's id.
    pub document: String,
    /// What "today" means in it: dateline or publication.
    pub day: Option<Date>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// News agency it carries.
    pub agency: Option<String>,
    /// Its most telling words, by digest; weights are rarity times frequency.
    pub terms: Vec<Term>,
    /// Names in it (people, bodies, places), as terms by digest.
    pub names: Vec<Term>,
    /// Words of the headline, else of the first sentence, by digest.
    pub headline: Vec<Term>,
    /// Numbers with two digits and more that it tells, ascending, years left out.
    pub numbers: Vec<u32>,
    /// Weekdays (bits 0 to 6, Monday first) and months (7 to 18) that it names.
    pub calendar: u32,
    /// Smallest digests of its five-word shingles, one per hash function: the share of equal ones
    /// estimates how much of the text two documents have in common. Empty for empty texts.
    pub shingles: Vec<u32>,
    /// Smaller comes first when a root is chosen.
    pub rank: u32,
    /// Where it is looked for.
    pub postings: Vec<Posting>,
    /// Whether only id and day are told here, and the rest is kept elsewhere; its reports come without
    /// postings then.
    pub is_outline: bool,
}

/// How a document speaks of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// As threatened.
    Threatened,
    /// As asked for or demanded.
    Demanded,
    /// As possible, feared, considered, alleged.
    Talked,
    /// As announced or scheduled.
    Planned,
    /// As done.
    Happened,
    /// As not done, or not to be done.
    Denied,
}

impl Told {
    /// Every way, in the order of a threat's career.
    pub const ALL: [Told; 6] = [
        Told::Threatened,
        Told::Demanded,
        Told::Talked,
        Told::Planned,
        Told::Happened,
        Told::Denied,
    ];

    /// `threatened`, `demanded`, `talked_of`, `planned`, `happened` or `denied`.
    pub fn as_str(self) -> &'static str {
        match self {
            Told::Threatened => "threatened",
            Told::Demanded => "demanded",
            Told::Talked => "talked_of",
            Told::Planned => "planned",
            Told::Happened => "happened",
            Told::Denied => "denied",
        }
    }
}

/// What the day of a report rests on; as [`crate::DateBasis`], without the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayBasis {
    /// Words at the act.
    Stated,
    /// Words elsewhere.
    Inferred,
    /// The document's own day.
    Published,
}

/// Where a report has its act take place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Name as known or written.
    pub name: String,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// First-level division.
    pub admin1: Option<String>,
    /// Degrees north and east.
    pub coordinates: Option<(f64, f64)>,
}

/// An entity as it is compared: digests in place of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Face {
    /// Of the known entity's id.
    pub id: Option<NonZeroU64>,
    /// Of the country's code.
    pub country: Option<NonZeroU64>,
    /// Of the name, in whatever case of ASCII letters; `None` for an empty one.
    pub name: Option<NonZeroU64>,
    /// The primary sector.
    pub sector: Option<Sector>,
}

impl Face {
    /// How an entity is compared.
    pub fn of(e: &Entity) -> Self {
        Self {
            id: e.id.as_ref().and_then(|i| digest(&i.0)),
            country: e.code.country.as_deref().and_then(digest),
            name: digest(&e.name),
            sector: e.code.sectors.first().copied(),
        }
    }
}

/// FNV-1a in 64 bits of a text in lower ASCII case; `None` for an empty one.
fn digest(text: &str) -> Option<NonZeroU64> {
    let bytes = text.bytes().map(|b| u64::from(b.to_ascii_lowercase()));
    let fnv = bytes.fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ b).wrapping_mul(0x0100_0000_01b3));
    NonZeroU64::new(fnv).filter(|_| !text.is_empty())
}

/// Faces of those on both sides, made when they are first asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faces(OnceLock<[Box<[Face]>; 2]>);

/// What one document tells of one happening: its events, joined.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Digest of the lead event's id.
    pub id: ContentId,
    /// What its document is about; shared by the document's reports.
    pub gist: Arc<Gist>,
    /// Indices of its events in the document's list: the fullest one, the lead, first.
    pub events: Vec<u32>,
    /// The lead's type.
    pub event_type: EventType,
    /// Modes of all its events, in the ontology's order.
    pub modes: Vec<Mode>,
    /// CAMEO code, the deepest of the lead's type.
    pub cameo: String,
    /// The strongest status: happened, planned, negated, hypothetical.
    pub status: Status,
    /// How the act is spoken of, in the order of [`Told`].
    pub told: Vec<Told>,
    /// Who does it, in the text's order; names fullest.
    pub actors: Vec<Entity>,
    /// To whom.
    pub recipients: Vec<Entity>,
    /// How both sides are compared ([`Report::faces`]); to be made anew where they change.
    pub faces: Faces,
    /// When it takes place.
    pub days: Option<Interval>,
    /// What the days rest on; `None` where there are none.
    pub basis: Option<DayBasis>,
    /// Where.
    pub scene: Option<Scene>,
    /// How much.
    pub magnitude: Magnitude,
    /// Lemmas that name the act, as terms by digest.
    pub triggers: Vec<Term>,
    /// Content words of the evidence, as terms by digest; names of participants left out.
    pub words: Vec<Term>,
    /// Whether words set it apart from an earlier act of its kind: "a second strike", "fresh talks".
    pub again: bool,
    /// How sure the coder is of the lead, in [0, 1].
    pub confidence: f32,
    /// Smaller comes first when a root is chosen: fuller reports first.
    pub rank: u32,
    /// Where it is looked for.
    pub postings: Vec<Posting>,
}

impl Report {
    /// Actors and recipients as they are compared, each in their order.
    pub fn faces(&self) -> &[Box<[Face]>; 2] {
        let of = |list: &[Entity]| list.iter().map(Face::of).collect();
        self.faces.0.get_or_init(|| [of(&self.actors), of(&self.recipients)])
    }
}

/// Numbers told of one quantity: the best, the least, the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// What the latest report with a number says at least.
    pub best: u32,
    /// Smallest lower bound of all reports.
    pub least: u32,
    /// Greatest upper bound, or lower where none is given, of all reports.
    pub most: u32,
}

/// One way in which an incident was spoken of, with its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusRecord {
    /// How.
    pub told: Told,
    /// Day of the first document that tells it so, where known.
    pub first: Option<Date>,
    /// Day of the last.
    pub latest: Option<Date>,
    /// How many reports tell it so.
    pub n_reports: u32,
}

/// One document behind an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The report.
    pub report: ContentId,
    /// The document's id.
    pub document: String,
    /// Its day.
    pub day: Option<Date>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// News agency it carries.
    pub agency: Option<String>,
    /// Number from 0 of the independent source it belongs to: copies of one agency, near-copies of
    /// one text and documents of one publisher share a number.
    pub origin: u32,
}

/// One happening in the world, of which many documents may tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// Id of its root, the fullest report. The id of any of its reports leads to it.
    pub id: ContentId,
    /// The type of most reports; the root's among equals.
    pub event_type: EventType,
    /// Modes told by a third of its reports at least, in the ontology's order.
    pub modes: Vec<Mode>,
    /// CAMEO code: the root's, or of the reports of its type the deepest.
    pub cameo: String,
    /// Who did it: told by a third of the reports at least, most often told first.
    pub actors: Vec<Entity>,
    /// To whom.
    pub recipients: Vec<Entity>,
    /// The strongest status of any report.
    pub status: Status,
    /// Best days: stated before inferred before published, narrow before wide, often told first.
    pub days: Option<Interval>,
    /// First and last day that any report gives.
    pub days_range: Option<Interval>,
    /// Best place: told most often, narrow before wide.
    pub scene: Option<Scene>,
    /// Killed.
    pub dead: Option<Range>,
    /// Wounded.
    pub injured: Option<Range>,
    /// Protesters, troops, detainees.
    pub size: Option<Range>,
    /// How it was spoken of over time, by first day, then in the order of [`Told`].
    pub statuses: Vec<StatusRecord>,
    /// Its documents, by day, then by id.
    pub tellings: Vec<Telling>,
    /// Day of the first document.
    pub first: Option<Date>,
    /// Day of the latest document.
    pub latest: Option<Date>,
    /// How many independent sources tell of it.
    pub n_independent: u32,
    /// Chance that the weakest of its links is right, in [0, 1]; 1 for a single report.
    pub cohesion: f32,
}
