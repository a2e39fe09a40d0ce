//! An event in, the lists it stands on out.
//!
//! "What did the USA do to PRK", "what did Kim Jong Un do", "what has to do with drugs" are lists of
//! events. An event stands on one list for each of its countries, people, contexts, modes and places,
//! and the indexes of words hold its lists as words of their own: a question asks them for what stands on
//! all the lists that it names.

use model::{Document, Entity, Event, Quote, QuoteKind, Span};
use rusqlite::{Connection, OptionalExtension};

/// What the names of a list mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListKind {
    /// Country of an actor, country of a recipient; `*` for any, `-` for none told.
    Pair = 1,
    /// A known or named actor.
    Actor = 2,
    /// A known or named recipient.
    Recipient = 3,
    /// Who says so, or who is quoted: known or named.
    Speaker = 4,
    /// The country of who says so or is quoted.
    SpeakerCountry = 5,
    /// A place's name.
    Place = 6,
    /// A place's country.
    PlaceCountry = 7,
    /// A PLOVER context.
    Context = 8,
    /// A PLOVER mode.
    Mode = 9,
    /// Who printed it, or the agency it carries.
    Publisher = 10,
    /// A country that a quotation speaks of.
    About = 11,
    /// Two countries, whoever acts; the first in the alphabet first.
    Dyad = 12,
}

impl ListKind {
    /// Whether a series is kept of such lists.
    pub(crate) fn has_series(self) -> bool {
        matches!(self, ListKind::Pair | ListKind::Dyad)
    }
}

/// A list by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListName {
    /// What `a` and `b` mean.
    pub kind: ListKind,
    /// The first name.
    pub a: String,
    /// The second; empty for most kinds.
    pub b: String,
}

/// Any country.
pub const ANY: &str = "*";
/// No country told.
pub const NOBODY: &str = "-";

impl ListName {
    /// A list with one name.
    pub fn new(kind: ListKind, a: impl Into<String>) -> Self {
        Self { kind, a: a.into(), b: String::new() }
    }

    /// What `actor` did to `recipient`; either may be [`ANY`].
    pub fn pair(actor: &str, recipient: &str) -> Self {
        Self { kind: ListKind::Pair, a: actor.to_owned(), b: recipient.to_owned() }
    }

    /// What two countries did to each other.
    pub fn dyad(one: &str, other: &str) -> Self {
        let (a, b) = if one <= other { (one, other) } else { (other, one) };
        Self { kind: ListKind::Dyad, a: a.to_owned(), b: b.to_owned() }
    }

    /// An entity: its id where it is known, else its name and country.
    pub fn entity(kind: ListKind, known: &str, name: &str, country: &str) -> Self {
        if known.is_empty() {
            Self { kind, a: name.to_owned(), b: country.to_owned() }
        } else {
            Self::new(kind, known)
        }
    }
}

/// Which lists stand together in the table of who is active.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// What each country does, to whomever.
    Actors = 1,
    /// What is done to each country, by whomever.
    Recipients = 2,
    /// What one country does to another.
    Pairs = 3,
    /// What two countries do to each other, whoever acts.
    Dyads = 4,
}

impl ListName {
    /// Where it stands; `None` for lists of everything, of what somebody does to himself, and of sides
    /// that nobody told.
    pub(crate) fn among(&self) -> Option<Among> {
        let (a, b) = (self.a.as_str(), self.b.as_str());
        if a == NOBODY || b == NOBODY || a == b {
            return None;
        }
        match self.kind {
            ListKind::Dyad => Some(Among::Dyads),
            ListKind::Pair if b == ANY => Some(Among::Actors),
            ListKind::Pair if a == ANY => Some(Among::Recipients),
            ListKind::Pair => Some(Among::Pairs),
            _ => None,
        }
    }
}

/// Where a list with a series stands, by its number.
pub(crate) fn among(c: &Connection, list: i64) -> rusqlite::Result<Option<i64>> {
    let name = c
        .prepare_cached("SELECT kind, a, b FROM list WHERE n = ?1")?
        .query_row([list], |r| {
            let dyad = r.get::<_, i64>(0)? == ListKind::Dyad as i64;
            let kind = if dyad { ListKind::Dyad } else { ListKind::Pair };
            Ok(ListName { kind, a: r.get(1)?, b: r.get(2)? })
        })
        .optional()?;
    Ok(name.and_then(|n| n.among()).map(|a| a as i64))
}

/// Countries on both sides of an act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// Who does it, each once, in the text's order; [`NOBODY`] where nobody is told.
    pub actors: Vec<String>,
    /// To whom.
    pub recipients: Vec<String>,
    /// Whether all do it together: everybody stands on both sides.
    pub mutual: bool,
}

/// The sides of an act; in a mutual one without a recipient ("they met") everybody is both.
pub fn sides<'a>(
    mutual: bool,
    actors: impl Iterator<Item = &'a Entity>,
    recipients: impl Iterator<Item = &'a Entity>,
) -> Sides {
    let actors = countries(actors);
    let recipients = countries(recipients);
    if mutual && recipients == [NOBODY] && actors.len() > 1 {
        return Sides { recipients: actors.clone(), actors, mutual: true };
    }
    Sides { actors, recipients, mutual: false }
}

fn countries<'a>(entities: impl Iterator<Item = &'a Entity>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for e in entities {
        let code = e.code.country.as_deref().unwrap_or(NOBODY);
        if !out.iter().any(|c| c == code) {
            out.push(code.to_owned());
        }
    }
    if out.is_empty() {
        out.push(NOBODY.to_owned());
    }
    out
}

impl Sides {
    /// The lists that series are kept for: all combinations, [`ANY`] among them, and dyads; sorted,
    /// each once.
    pub fn pairs(&self) -> Vec<ListName> {
        let mut out = vec![ListName::pair(ANY, ANY)];
        for a in &self.actors {
            out.push(ListName::pair(a, ANY));
            for r in self.recipients.iter().filter(|r| !self.mutual || *r != a) {
                out.push(ListName::pair(a, r));
                if a != r && a != NOBODY && r != NOBODY {
                    out.push(ListName::dyad(a, r));
                }
            }
        }
        for r in &self.recipients {
            out.push(ListName::pair(ANY, r));
        }
        out.sort();
        out.dedup();
        out
    }
}

/// The sides of an event.
pub fn sides_of(e: &Event) -> Sides {
    sides(
        e.class.event_type.is_mutual(),
        e.actors.iter().map(|p| &p.entity),
        e.recipients.iter().map(|p| &p.entity),
    )
}

/// The lists of an event, sorted, each once.
pub(crate) fn lists_of(document: &Document, e: &Event) -> Vec<ListName> {
    let mut out = sides_of(e).pairs();
    out.extend(e.actors.iter().filter_map(|p| named(ListKind::Actor, &p.entity)));
    out.extend(e.recipients.iter().filter_map(|p| named(ListKind::Recipient, &p.entity)));
    if let Some(p) = &e.attribution {
        speaker(&p.entity, &mut out);
    }
    if let Some(p) = &e.place {
        out.push(ListName::new(ListKind::Place, &p.name));
        out.extend(p.country.as_ref().map(|c| ListName::new(ListKind::PlaceCountry, c)));
    }
    out.extend(e.contexts.iter().map(|c| ListName::new(ListKind::Context, c.as_str())));
    out.extend(e.class.modes.iter().map(|m| ListName::new(ListKind::Mode, m.as_str())));
    publishers(document, &mut out);
    out.sort();
    out.dedup();
    out
}

/// The lists of a document.
pub(crate) fn document_lists(document: &Document) -> Vec<ListName> {
    let mut out = Vec::new();
    publishers(document, &mut out);
    out.sort();
    out.dedup();
    out
}

/// The lists of a quotation, sorted, each once.
pub(crate) fn quote_lists(document: &Document, quote: &NewQuote) -> Vec<ListName> {
    let mut out = vec![ListName::pair(ANY, ANY)];
    if let Some(s) = &quote.speaker {
        speaker(s, &mut out);
    }
    out.extend(quote.about.iter().map(|c| ListName::new(ListKind::About, c)));
    publishers(document, &mut out);
    out.sort();
    out.dedup();
    out
}

fn named(kind: ListKind, e: &Entity) -> Option<ListName> {
    let known = e.id.as_ref().map_or("", |i| i.0.as_str());
    let country = e.code.country.as_deref().unwrap_or("");
    // A country itself has its pairs.
    let told = (!known.is_empty() && known != country) || (known.is_empty() && !e.name.is_empty());
    told.then(|| ListName::entity(kind, known, &e.name, country))
}

fn speaker(e: &Entity, out: &mut Vec<ListName>) {
    out.extend(named(ListKind::Speaker, e));
    out.extend(e.code.country.as_ref().map(|c| ListName::new(ListKind::SpeakerCountry, c)));
}

fn publishers(document: &Document, out: &mut Vec<ListName>) {
    for name in [&document.publisher, &document.agency].into_iter().flatten() {
        out.push(ListName::new(ListKind::Publisher, name));
    }
}

/// A quotation as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewQuote {
    /// The words, in bytes of the document's text.
    pub span: Span,
    /// How they are reported.
    pub kind: QuoteKind,
    /// Number of the sentence it starts in.
    pub sentence: u32,
    /// The word that reports.
    pub cue: Option<String>,
    /// The speaker's words.
    pub speaker_words: Option<String>,
    /// Who it is.
    pub speaker: Option<Entity>,
    /// Countries of those that the words speak of, sorted.
    pub about: Vec<String>,
}

/// The direct and mixed quotations of a document, with their speakers and what they are about.
///
/// `speakers` answers for each quotation of the analysis, in its order. A quotation is about the
/// countries of the participants of events inside it, the speaker's own left out.
pub fn quotes_of(
    document: &Document,
    analysis: &model::Analysis,
    events: &[Event],
    speakers: &[Option<model::Participant>],
) -> Vec<NewQuote> {
    let direct = |q: &&(usize, &Quote)| q.1.kind.is_marked();
    analysis
        .quotes
        .iter()
        .enumerate()
        .collect::<Vec<_>>()
        .iter()
        .filter(direct)
        .map(|(i, q)| {
            let speaker = speakers.get(*i).cloned().flatten();
            let words =
                |s: Span| s.of(&document.text).split_whitespace().collect::<Vec<_>>().join(" ");
            let own = speaker.as_ref().and_then(|s| s.entity.code.country.clone());
            let mut about: Vec<String> = events
                .iter()
                .filter(|e| q.span.overlaps(e.evidence.trigger))
                .flat_map(|e| e.actors.iter().chain(&e.recipients))
                .filter_map(|p| p.entity.code.country.clone())
                .filter(|c| own.as_ref() != Some(c))
                .collect();
            about.sort();
            about.dedup();
            NewQuote {
                span: q.span,
                kind: q.kind,
                sentence: q.sentence,
                cue: q.cue.map(|c| words(analysis.token(c).span)),
                speaker_words: speaker
                    .as_ref()
                    .map(|s| words(s.span))
                    .or_else(|| q.speaker.map(|t| words(analysis.token(t).span))),
                speaker: speaker.map(|s| s.entity).or_else(|| {
                    let mention = analysis.mentions.iter().find(|m| Some(m.head) == q.speaker)?;
                    let name = analysis.chains[mention.chain as usize].name.clone();
                    (!name.is_empty()).then(|| Entity { name, ..Entity::default() })
                }),
                about,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Entity {
        Entity {
            code: model::ActorCode { country: Some(code.into()), sectors: vec![] },
            ..Entity::default()
        }
    }

    #[test]
    fn those_who_meet_stand_on_both_sides() {
        let (usa, prk) = (country("USA"), country("PRK"));
        let met = sides(true, [&usa, &prk].into_iter(), [].into_iter());
        let pairs = met.pairs();
        assert!(pairs.contains(&ListName::pair("USA", "PRK")));
        assert!(pairs.contains(&ListName::pair("PRK", "USA")));
        assert!(!pairs.contains(&ListName::pair("USA", "USA")));
        let condemned = sides(false, [&usa, &prk].into_iter(), [].into_iter()).pairs();
        assert!(!condemned.contains(&ListName::pair("USA", "PRK")));
        assert!(condemned.contains(&ListName::pair("USA", NOBODY)));
    }
}
