//! Names of places in, places with coordinates out: which Paris, which Georgia.
//!
//! "A fire in Paris, Texas" is in Texas by the words beside it; a story that speaks of Kentucky has
//! its Paris in Kentucky; one that names nothing near means the biggest. Every name is weighed with
//! the people who live there, the countries and divisions that the document names, what contains
//! it in the text, and whose news the publisher prints. The names of countries are countries and never towns or buildings.
//!
//! It never looks outside the document, the gazetteer and the table of publishers.

mod readings;
mod votes;

use std::cell::OnceCell;

use knowledge::{Home, Knowledge};
use model::{Analysis, Document, MentionKind, NameKind, Span, TokenIdx};

use self::votes::Votes;
use crate::tree::Tree;

/// The tokens of a name: the first, and the one behind the last.
type Name = (TokenIdx, TokenIdx);

/// A place that a name means.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Its name in the gazetteer, or as written where it is not there.
    pub name: String,
    /// ISO 3166 alpha-3.
    pub country: String,
    /// First-level division, where known.
    pub admin1: Option<String>,
    /// Degrees north and east; of the division's middle where the place itself is not known.
    pub coordinates: Option<(f64, f64)>,
    /// GeoNames id of a town.
    pub geonames: Option<u32>,
}

/// The places that names at `spans` (bytes) mean; `None` where nothing is known.
pub fn resolve(
    document: &Document,
    analysis: &Analysis,
    knowledge: &Knowledge,
    spans: &[Span],
) -> Vec<Option<Spot>> {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let asked: Vec<(TokenIdx, TokenIdx)> = spans.iter().map(|s| tokens(analysis, *s)).collect();
    let holds_words = |(first, end): &(TokenIdx, TokenIdx)| first < end;
    let mut names: Vec<_> = asked.iter().copied().filter(holds_words).collect();
    names.extend(places_named(analysis));
    let votes = Votes::count(&tree, &names, home(document, knowledge));
    let spot = |name: &(TokenIdx, TokenIdx)| votes.spot(&tree, *name);
    asked.iter().map(|name| Some(name).filter(|n| holds_words(n)).and_then(spot)).collect()
}

/// Whose news the document's publisher prints.
fn home<'k>(document: &Document, knowledge: &'k Knowledge) -> &'k Home {
    let addresses = || [&document.url, &document.canonical].into_iter().flatten();
    let publisher = addresses().find_map(|a| knowledge.publishers.of_address(a));
    // A page kept elsewhere tells its publisher by what it calls its own address.
    publisher.map_or_else(
        || addresses().next().map_or(&Home::World, |a| knowledge.publishers.home_of(a)),
        |p| &p.home,
    )
}

/// Resolves names of one document; the votes are counted when the first name asks.
pub(crate) struct Geo<'k> {
    home: &'k Home,
    votes: OnceCell<Votes>,
}

impl<'k> Geo<'k> {
    pub(crate) fn new(document: &Document, knowledge: &'k Knowledge) -> Self {
        Self { home: home(document, knowledge), votes: OnceCell::new() }
    }

    /// The country whose news the publisher prints, where it is one country's.
    pub(crate) fn home_country(&self) -> Option<&'k str> {
        match self.home {
            Home::World => None,
            Home::Country(country) | Home::Town { country, .. } => Some(country),
        }
    }

    /// The place that the words from `first` up to `end` mean.
    pub(crate) fn spot(&self, tree: &Tree<'_>, first: TokenIdx, end: TokenIdx) -> Option<Spot> {
        self.votes(tree).spot(tree, (first, end))
    }

    /// The country of the place that the words mean, where the document or the place's size vouches
    /// for it: a small town of a country that the document never speaks of is more likely none.
    pub(crate) fn country(
        &self,
        tree: &Tree<'_>,
        first: TokenIdx,
        end: TokenIdx,
    ) -> Option<String> {
        self.votes(tree).country(tree, (first, end))
    }

    fn votes(&self, tree: &Tree<'_>) -> &Votes {
        self.votes.get_or_init(|| Votes::count(tree, &places_named(tree.analysis), self.home))
    }
}

/// First and last-but-one token of a stretch of bytes.
fn tokens(analysis: &Analysis, span: Span) -> (TokenIdx, TokenIdx) {
    let first = analysis.tokens.partition_point(|t| t.span.end <= span.start);
    let end = analysis.tokens.partition_point(|t| t.span.start < span.end);
    (TokenIdx(first as u32), TokenIdx(end.max(first) as u32))
}

fn places_named(analysis: &Analysis) -> Vec<(TokenIdx, TokenIdx)> {
    let place = |m: &&model::Mention| {
        m.kind == MentionKind::Name
            && matches!(m.name_kind, Some(NameKind::Place | NameKind::Group))
    };
    analysis.mentions.iter().filter(place).map(|m| (m.first, m.end)).collect()
}
