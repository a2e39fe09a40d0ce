//! What is asked for, in types. The written form is the business of `views`.

use model::{Context, Date, EventType, Mode, Sector, Status};

/// Somebody, as a question names them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// A country, with a sector or without; no country asks for a sector anywhere.
    Code {
        /// ISO 3166 alpha-3 or a kind of body; `-` for nobody told.
        country: Option<String>,
        /// A PLOVER sector.
        sector: Option<Sector>,
    },
    /// A known entity, by its id.
    Known(String),
    /// A name, in any case of letters.
    Named(String),
}

/// Any of these. An empty list asks for nothing at all, so it is never in a filter.
pub type AnyOf<T> = Vec<T>;

/// Every condition must hold. The default asks for everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Who does it.
    pub actors: Vec<AnyOf<Who>>,
    /// To whom.
    pub recipients: Vec<AnyOf<Who>>,
    /// On either side.
    pub parties: Vec<AnyOf<Who>>,
    /// Between two countries, whoever acts.
    pub dyads: Vec<(String, String)>,
    /// Types; empty for all.
    pub types: AnyOf<EventType>,
    /// Quad classes, 1 to 4; empty for all.
    pub quads: AnyOf<u8>,
    /// Statuses; empty for all.
    pub statuses: AnyOf<Status>,
    /// Modes.
    pub modes: Vec<AnyOf<Mode>>,
    /// Contexts.
    pub contexts: Vec<AnyOf<Context>>,
    /// Beginnings of CAMEO codes; empty for all.
    pub cameo: AnyOf<String>,
    /// First day of the event.
    pub since: Option<Date>,
    /// Last day of the event.
    pub until: Option<Date>,
    /// Names of places, or countries that places lie in.
    pub places: Vec<AnyOf<String>>,
    /// Who says so.
    pub speakers: Vec<AnyOf<Who>>,
    /// Countries that a quotation speaks of.
    pub about: Vec<AnyOf<String>>,
    /// Who printed it, or the agency it carries.
    pub publishers: Vec<AnyOf<String>>,
    /// Phrases that the sentence, the quotation or the document holds.
    pub text: Vec<String>,
    /// A document's id.
    pub document: Option<String>,
    /// An incident's id.
    pub incident: Option<String>,
    /// Only documents that arrived after this one, by its number.
    pub arrived_after: Option<i64>,
    /// Least and greatest confidence, in hundredths.
    pub confidence: Option<(u8, u8)>,
    /// What must not hold; each has one condition.
    pub not: Vec<Filter>,
}

impl Filter {
    /// Whether it asks for everything.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// The same without the days.
    #[must_use]
    pub fn without_days(&self) -> Filter {
        Filter { since: None, until: None, ..self.clone() }
    }
}
