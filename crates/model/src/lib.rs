//! The nouns: plain data that every stage reads or makes.
//!
//! One file per noun, no behaviour beyond looking at oneself, and no serialisation: the shapes
//! that leave the program are `wire`'s business. Offsets are bytes of the document's text (see
//! [`Span`]); `wire` turns them into characters.

mod analysis;
mod document;
mod entity;
mod event;
mod hint;
mod incident;
mod labels;
mod letters;
mod link;
mod mention;
mod moment;
mod note;
mod ontology;
mod quote;
mod raw;
mod span;
mod time;
mod token;

pub use jiff::civil::Date;

pub use crate::{
    analysis::Analysis,
    document::{Document, DocumentKind, PageKind},
    entity::{ActorCode, Entity, EntityId, Sector},
    event::{
        Attribution, DateBasis, Dating, Event, EventClass, Evidence, FieldConfidence, Magnitude,
        Participant, Place, Status,
    },
    hint::{Hint, LINK_WIDTH, LinkNumbers, Party, SideChances},
    incident::{
        DayBasis, Face, Faces, Gist, Incident, Range, Report, Scene, StatusRecord, Telling, Term,
        Told,
    },
    labels::{Deprel, NameKind, UnknownLabel, Upos, Xpos},
    letters::lowered,
    link::{Around, Changes, ContentId, Correction, Link, Linked, Node, Nodes, Posting},
    mention::{Chain, Gender, LooseChain, Mention, MentionKind},
    moment::Moment,
    note::{Note, NoteKind, Notes},
    ontology::{Context, EventType, Mode, Quad},
    quote::{Quote, QuoteKind},
    raw::RawDocument,
    span::Span,
    time::{Granularity, Interval, TimeExpression, TimeKind},
    token::{Sentence, Token, TokenIdx},
};
