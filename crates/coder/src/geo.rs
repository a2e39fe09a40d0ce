//! Names of places in, places with coordinates out: which Paris, which Georgia.
//!
//! "A fire in Paris, Texas" is in Texas by the words beside it; a story that speaks of Kentucky has
//! its Paris in Kentucky; one that names nothing near means the biggest. Every name is weighed with
//! the people who live there, the countries and divisions that the document names, and what contains
//! it in the text. The names of countries are countries and never towns or buildings.
//!
//! It never looks outside the document and the gazetteer.

use std::{cell::OnceCell, collections::BTreeMap};

use knowledge::{AliasKind, Knowledge, KnownKind, KnownPlace};
use model::{Analysis, Document, MentionKind, NameKind, Span, TokenIdx};

use crate::tree::Tree;

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
    let mut names: Vec<(TokenIdx, TokenIdx)> = spans.iter().map(|s| tokens(analysis, *s)).collect();
    names.extend(places_named(analysis));
    let votes = Votes::count(&tree, &names);
    spans.iter().map(|s| votes.spot(&tree, tokens(analysis, *s))).collect()
}

/// Resolves names of one document; the votes are counted when the first name asks.
pub(crate) struct Geo {
    votes: OnceCell<Votes>,
}

impl Geo {
    pub(crate) fn new() -> Self {
        Self { votes: OnceCell::new() }
    }

    /// The place that the words from `first` up to `end` mean.
    pub(crate) fn spot(&self, tree: &Tree<'_>, first: TokenIdx, end: TokenIdx) -> Option<Spot> {
        let votes = self.votes.get_or_init(|| Votes::count(tree, &places_named(tree.analysis)));
        votes.spot(tree, (first, end))
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

/// One reading of a name.
#[derive(Clone, Debug)]
struct Reading<'k> {
    country: &'k str,
    place: Option<KnownPlace<'k>>,
    /// A word was taken off to find it ("Anderson" County).
    trimmed: bool,
}

/// What the document says of countries and divisions.
#[derive(Debug, Default)]
struct Votes {
    countries: BTreeMap<String, f64>,
    divisions: BTreeMap<(String, String), f64>,
    total: f64,
    total_divisions: f64,
}

/// Words that tell what kind of place a name is.
const KINDS: &[&str] = &[
    "county",
    "parish",
    "province",
    "state",
    "district",
    "city",
    "region",
    "township",
    "governorate",
    "oblast",
    "prefecture",
    "municipality",
    "village",
    "town",
    "borough",
    "department",
    "territory",
    "peninsula",
    "area",
    "camp",
    "division",
    "canton",
    "island",
    "islands",
];

/// Words before a name that say which part of it is meant.
const PARTS: &[&str] = &[
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "upper",
    "lower",
    "greater",
    "downtown",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "the",
    "city",
    "province",
    "state",
    "of",
    "district",
    "old",
    "new",
    "mid",
    "fort",
    "port",
    "lake",
    "mount",
];

impl Votes {
    fn count(tree: &Tree<'_>, names: &[(TokenIdx, TokenIdx)]) -> Self {
        let mut votes = Self::default();
        let mut asked = names.to_vec();
        asked.sort_unstable();
        asked.dedup();
        // First what can mean only one thing, then the best guesses of the rest.
        for &name in &asked {
            let readings = readings(tree, name);
            let within = container(tree, name);
            if let Some((country, division)) = &within {
                votes.add(country, division.as_deref(), 2.0);
            }
            let mut countries: Vec<&str> = readings.iter().map(|r| r.country).collect();
            countries.dedup();
            match readings.as_slice() {
                [only] if !only.trimmed => {
                    let division = only.place.as_ref().and_then(|p| p.admin1);
                    votes.add(only.country, division, 1.0);
                }
                [first, ..] if countries.len() == 1 && !first.trimmed => {
                    votes.add(first.country, None, 1.0);
                }
                _ => {}
            }
        }
        for &name in &asked {
            if readings(tree, name).len() < 2 {
                continue;
            }
            let Some(spot) = votes.spot(tree, name) else { continue };
            votes.add(&spot.country, spot.admin1.as_deref(), 0.5);
        }
        votes
    }

    fn add(&mut self, country: &str, division: Option<&str>, weight: f64) {
        *self.countries.entry(country.to_owned()).or_default() += weight;
        self.total += weight;
        if let Some(division) = division {
            *self.divisions.entry((country.to_owned(), division.to_owned())).or_default() += weight;
            self.total_divisions += weight;
        }
    }

    fn share(&self, country: &str) -> f64 {
        self.countries.get(country).map_or(0.0, |n| n / self.total.max(1.0))
    }

    fn share_of_division(&self, country: &str, division: &str) -> f64 {
        let key = (country.to_owned(), division.to_owned());
        self.divisions.get(&key).map_or(0.0, |n| n / self.total_divisions.max(1.0))
    }

    fn score(&self, reading: &Reading<'_>, within: Option<&(String, Option<String>)>) -> f64 {
        let prior = match &reading.place {
            None => 6.4,
            Some(p) if p.is_division() => 5.6,
            Some(p) => f64::from(p.population + 1000).log10(),
        };
        let division = reading.place.as_ref().and_then(|p| p.admin1);
        let mut score = prior + 3.0 * self.share(reading.country);
        if let Some(division) = division {
            score += 3.0 * self.share_of_division(reading.country, division);
        }
        if let Some((country, container)) = within
            && country == reading.country
        {
            score += 3.0;
            if container.as_deref() == division && container.is_some() {
                score += 5.0;
            }
        }
        score - if reading.trimmed { 1.0 } else { 0.0 }
    }

    fn spot(&self, tree: &Tree<'_>, name: (TokenIdx, TokenIdx)) -> Option<Spot> {
        let readings = readings(tree, name);
        let within = container(tree, name);
        let best = readings
            .iter()
            .rev()
            .max_by(|a, b| {
                self.score(a, within.as_ref()).total_cmp(&self.score(b, within.as_ref()))
            })
            // "Anderson County" is not the town of that name in another state.
            .filter(|r| {
                let division = r.place.as_ref().and_then(|p| p.admin1);
                !r.trimmed
                    || division.is_some_and(|d| self.share_of_division(r.country, d) > 0.2)
                    || r.place.as_ref().is_some_and(|p| p.population > 100_000 || p.is_division())
            });
        if let Some(r) = best {
            let middle = || tree.knowledge.places.middle(r.country);
            return Some(match &r.place {
                Some(p) => Spot {
                    name: p.name.to_owned(),
                    country: p.country.to_owned(),
                    admin1: p.admin1.map(str::to_owned),
                    coordinates: Some((p.lat, p.lon)),
                    geonames: Some(p.geonames).filter(|id| *id != 0),
                },
                None => Spot {
                    name: words(tree, name).join(" "),
                    country: r.country.to_owned(),
                    admin1: None,
                    coordinates: middle(),
                    geonames: None,
                },
            });
        }
        self.near(tree, name, within)
    }

    /// A name that nobody knows lies in what contains it, else where most of the story does.
    fn near(
        &self,
        tree: &Tree<'_>,
        name: (TokenIdx, TokenIdx),
        within: Option<(String, Option<String>)>,
    ) -> Option<Spot> {
        let most = |votes: &BTreeMap<String, f64>| {
            let best = votes.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))?;
            (best.1 / self.total.max(1.0) > 0.4).then(|| best.0.clone())
        };
        let (country, division) = match within {
            Some(w) => w,
            None => {
                let country = most(&self.countries)?;
                let division = self
                    .divisions
                    .iter()
                    .filter(|((c, _), _)| *c == country)
                    .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))
                    .map(|((_, d), _)| d.clone())
                    .filter(|d| self.share_of_division(&country, d) > 0.4);
                (country, division)
            }
        };
        let coordinates = division.as_ref().and_then(|d| {
            let words: Vec<&str> = d.split(' ').collect();
            let (_, places) = tree.knowledge.places.longest_at(&words)?;
            let p = places.into_iter().find(|p| p.is_division() && p.country == country)?;
            Some((p.lat, p.lon))
        });
        Some(Spot {
            name: words(tree, name).join(" "),
            country,
            admin1: division,
            coordinates,
            geonames: None,
        })
    }
}

fn words<'a>(tree: &Tree<'a>, (first, end): (TokenIdx, TokenIdx)) -> Vec<&'a str> {
    (first.0..end.0).map(|k| tree.form(TokenIdx(k))).collect()
}

/// All that the words of a name may mean: a country, divisions, towns.
fn readings<'a>(tree: &Tree<'a>, name: (TokenIdx, TokenIdx)) -> Vec<Reading<'a>> {
    let all = words(tree, name);
    let mut rest: &[&str] = &all;
    if rest.first().is_some_and(|w| w.eq_ignore_ascii_case("the")) {
        rest = &rest[1..];
    }
    let found = whole(tree, rest);
    if !found.is_empty() || rest.len() < 2 {
        return found;
    }
    // "Nineveh province", "southern Ukraine", "the city of Basra".
    let mut bare = rest;
    while bare.len() > 1 && KINDS.contains(&bare[bare.len() - 1].to_lowercase().as_str()) {
        bare = &bare[..bare.len() - 1];
    }
    while bare.len() > 1 && PARTS.contains(&bare[0].to_lowercase().as_str()) {
        bare = &bare[1..];
    }
    let mut found = if bare.len() < rest.len() { whole(tree, bare) } else { Vec::new() };
    for r in &mut found {
        r.trimmed = !r.place.as_ref().is_none_or(KnownPlace::is_division);
    }
    found
}

fn whole<'a>(tree: &Tree<'a>, words: &[&str]) -> Vec<Reading<'a>> {
    let mut found = Vec::new();
    let knowledge = tree.knowledge;
    if let Some((n, hits)) = knowledge.entities.longest_at(words)
        && n == words.len()
    {
        for hit in hits {
            let known = knowledge.entities.get(hit.entity);
            let names = !matches!(hit.kind, AliasKind::Capital | AliasKind::Seat);
            if known.kind == KnownKind::Country && names {
                found.push(Reading { country: &known.country, place: None, trimmed: false });
            }
        }
    }
    if let Some((n, places)) = knowledge.places.longest_at(words)
        && n == words.len()
    {
        found.extend(places.into_iter().map(|p| Reading {
            country: p.country,
            place: Some(p),
            trimmed: false,
        }));
    }
    found
}

/// The division or country behind a comma or in brackets: "Long Beach, California", "Perth (WA)".
fn container(tree: &Tree<'_>, (_, end): (TokenIdx, TokenIdx)) -> Option<(String, Option<String>)> {
    let n_tokens = tree.analysis.tokens.len() as u32;
    if end.0 + 1 >= n_tokens || !matches!(tree.form(end), "," | "(") {
        return None;
    }
    let sentence = &tree.analysis.sentences[tree.analysis.sentence_of(TokenIdx(end.0 - 1))];
    let upto = sentence.end.0.min(end.0 + 7);
    let words: Vec<&str> = (end.0 + 1..upto).map(|k| tree.form(TokenIdx(k))).collect();
    if !words.first().is_some_and(|w| w.starts_with(char::is_uppercase)) {
        return None;
    }
    let division =
        tree.knowledge.places.longest_at(&words).and_then(|(n, places)| {
            places.into_iter().find(KnownPlace::is_division).map(|p| (n, p))
        });
    let country = tree.knowledge.entities.longest_at(&words).and_then(|(n, hits)| {
        let hit = hits.first()?;
        let known = tree.knowledge.entities.get(hit.entity);
        let names = hit.kind == AliasKind::Name && known.kind == KnownKind::Country;
        names.then(|| (n, known.country.clone()))
    });
    match (division, country) {
        (Some((n, p)), Some((m, _))) if n >= m => {
            Some((p.country.to_owned(), p.admin1.map(str::to_owned)))
        }
        (Some((_, p)), None) => Some((p.country.to_owned(), p.admin1.map(str::to_owned))),
        (_, Some((_, country))) => Some((country, None)),
        (None, None) => None,
    }
}
