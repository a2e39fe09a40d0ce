//! The names of a document in, what they say of countries, divisions and points out; with that, of
//! all readings of a name the best.

use std::collections::BTreeMap;

use knowledge::{AliasKind, Home, KnownKind, KnownPlace};
use model::MentionKind;

use super::{
    Name, Spot,
    readings::{Reading, container, is_container, is_county, is_local, key, readings, words},
};
use crate::tree::Tree;

// Weights by search on two corpora of place names; with `prior` the logarithm of the inhabitants.
const PRIOR: f64 = 1.3;
const OF_COUNTRY: f64 = 4.0;
const OF_DIVISION: f64 = 3.0;
const NEARNESS: f64 = 12.0;
/// Distance at which another place of the document speaks for a place a third as much as one beside.
const NEAR_KM: f64 = 60.0;
/// What the publisher's home speaks for, in names that stand for themselves.
const HOME_COUNTRY: f64 = 0.5;
const HOME_DIVISION: f64 = 1.0;
const HOME_TOWN: f64 = 1.0;
/// Rounds in which best guesses vote for others.
const N_ROUNDS: usize = 3;

/// What the document says of countries and divisions.
#[derive(Debug, Default)]
pub(super) struct Votes {
    countries: BTreeMap<String, f64>,
    divisions: BTreeMap<(String, String), f64>,
    /// What the publisher's home added to its country, and whether it is a town.
    home: Option<(String, f64, bool)>,
    /// What each name added to its country, by the name's words.
    own: BTreeMap<String, f64>,
    total: f64,
    total_divisions: f64,
    /// What contains a name wherever the document says so, by the name's words.
    containers: BTreeMap<String, (String, Option<String>)>,
    /// Points that are nearly sure: degrees, weight, the name's words.
    points: Vec<(f64, f64, f64, String)>,
}

impl Votes {
    pub(super) fn count(tree: &Tree<'_>, names: &[Name], home: &Home) -> Self {
        let mut votes = Self::default();
        votes.live(tree, home);
        let mut asked = names.to_vec();
        asked.sort_unstable();
        asked.dedup();
        // "The Union" and "the Centre" do not vouch for each other.
        asked.retain(|&name| !is_word(tree, name) || container(tree, name).is_some());
        votes.hear(tree);
        // First what can mean only one thing, then the best guesses of the rest, in rounds.
        for &name in &asked {
            let readings = readings(tree, name);
            if let Some((country, division)) = container(tree, name) {
                votes.add(&country, division.as_deref(), 2.0);
                votes.containers.entry(key(tree, name)).or_insert((country, division));
            }
            if is_county(tree, name) {
                votes.add("USA", None, 1.0);
            }
            let mut countries: Vec<&str> = readings.iter().map(|r| r.country).collect();
            countries.dedup();
            match readings.as_slice() {
                [only] if !only.trimmed => {
                    let division = only.place.as_ref().and_then(|p| p.admin1);
                    votes.add_own(tree, name, only.country, division, 1.0);
                    votes.point(only, 1.0, &key(tree, name));
                }
                [first, ..] if countries.len() == 1 && !first.trimmed => {
                    votes.add_own(tree, name, first.country, None, 1.0);
                }
                _ => {}
            }
        }
        for _ in 0..N_ROUNDS {
            let mut more = Vec::new();
            for &name in &asked {
                if readings(tree, name).len() < 2 {
                    continue;
                }
                more.extend(votes.best(tree, name).map(|r| (r, name)));
            }
            for (r, name) in more {
                let division = r.place.as_ref().and_then(|p| p.admin1);
                votes.add_own(tree, name, r.country, division, 0.3);
                votes.point(&r, 0.5, &key(tree, name));
            }
        }
        votes
    }

    /// Where the publisher's readers live: a local paper writes of the Alexandria nearby.
    fn live(&mut self, tree: &Tree<'_>, home: &Home) {
        match home {
            Home::World => {}
            Home::Country(country) => {
                self.add(country, None, HOME_COUNTRY);
                self.home = Some((country.clone(), HOME_COUNTRY, false));
            }
            Home::Town { name, division, country } => {
                self.add(country, Some(division), HOME_DIVISION);
                self.home = Some((country.clone(), HOME_DIVISION, true));
                let words: Vec<&str> = name.split(' ').collect();
                let found = tree.knowledge.places.longest_at(&words);
                let towns = found.filter(|(n, _)| *n == words.len()).map(|(_, places)| places);
                let town = towns.into_iter().flatten().find(|p| {
                    is_local(p) && p.country == country && p.admin1 == Some(division.as_str())
                });
                if let Some(p) = town {
                    self.points.push((p.lat, p.lon, HOME_TOWN, String::new()));
                }
            }
        }
    }

    /// Countries of the people and bodies that the document names; sheriffs are American.
    fn hear(&mut self, tree: &Tree<'_>) {
        let local = |t: &&model::Token| matches!(t.span.of(tree.text), "Sheriff" | "County");
        let n_local = tree.analysis.tokens.iter().filter(local).take(4).count();
        if n_local > 0 {
            self.add("USA", None, 0.4 * n_local as f64);
        }
        for m in &tree.analysis.mentions {
            if m.kind != MentionKind::Name {
                continue;
            }
            let words = words(tree, (m.first, m.end));
            if let Some((n, hits)) = tree.knowledge.entities.longest_at(&words)
                && n == words.len()
                && let Some(hit) = hits.first().filter(|h| h.kind != AliasKind::Surname)
            {
                let known = tree.knowledge.entities.get(hit.entity);
                let state = tree.knowledge.places.middle(&known.country).is_some();
                if state && known.kind != KnownKind::Country && !known.shared_name {
                    self.add(&known.country, None, 0.4);
                }
            }
        }
    }

    fn point(&mut self, reading: &Reading<'_>, weight: f64, key: &str) {
        if let Some(p) = reading.place.as_ref().filter(|p| is_local(p)) {
            self.points.push((p.lat, p.lon, weight, key.to_owned()));
        }
    }

    /// How near the other places of the document are, from 0 to 1.
    fn nearness(&self, p: &KnownPlace<'_>, key: &str) -> f64 {
        let (mut near, mut all) = (0.0, 1.0);
        for (lat, lon, weight, other) in &self.points {
            if other == key {
                continue;
            }
            all += weight;
            let km = rough_km(p.lat, p.lon, *lat, *lon);
            near += weight * libm::exp(-km / NEAR_KM);
        }
        near / all
    }

    fn add(&mut self, country: &str, division: Option<&str>, weight: f64) {
        *self.countries.entry(country.to_owned()).or_default() += weight;
        self.total += weight;
        if let Some(division) = division {
            *self.divisions.entry((country.to_owned(), division.to_owned())).or_default() += weight;
            self.total_divisions += weight;
        }
    }

    /// Adds what a name that stands for itself says.
    fn add_own(
        &mut self,
        tree: &Tree<'_>,
        name: Name,
        country: &str,
        division: Option<&str>,
        weight: f64,
    ) {
        *self.own.entry(key(tree, name)).or_default() += weight;
        self.add(country, division, weight);
    }

    /// What the home adds to a country; of all countries without one.
    fn of_home(&self, country: Option<&str>) -> f64 {
        let home = self.home.as_ref().filter(|h| country.is_none_or(|c| c == h.0));
        home.map_or(0.0, |h| h.1)
    }

    fn share(&self, country: &str) -> f64 {
        self.countries.get(country).map_or(0.0, |n| n / self.total.max(1.0))
    }

    fn share_of_division(&self, country: &str, division: &str) -> f64 {
        let key = (country.to_owned(), division.to_owned());
        self.divisions.get(&key).map_or(0.0, |n| n / self.total_divisions.max(1.0))
    }

    fn score(
        &self,
        reading: &Reading<'_>,
        within: Option<&(String, Option<String>)>,
        contains: bool,
        key: &str,
    ) -> f64 {
        let prior = match &reading.place {
            None => 6.6,
            Some(p) if !is_local(p) => 5.6,
            Some(p) => libm::log10(f64::from(p.population + 1000)),
        };
        let division = reading.place.as_ref().and_then(|p| p.admin1);
        let mut score = PRIOR * prior + OF_COUNTRY * self.share(reading.country);
        if let Some(division) = division {
            score += OF_DIVISION * self.share_of_division(reading.country, division);
        }
        if let Some((country, container)) = within
            && country == reading.country
        {
            score += 3.0;
            if container.as_deref() == division && container.is_some() {
                score += 5.0;
            }
        }
        if let Some(p) = reading.place.as_ref().filter(|p| is_local(p)) {
            score += NEARNESS * self.nearness(p, key);
        }
        // "Albany, New York": what contains is the division, not a town of its name.
        if contains && reading.place.as_ref().is_none_or(KnownPlace::is_division) {
            score += 4.0;
        }
        score - if reading.trimmed { 1.0 } else { 0.0 }
    }

    fn best<'k>(&self, tree: &Tree<'k>, name: Name) -> Option<Reading<'k>> {
        let key = key(tree, name);
        let within = self.within(tree, name);
        let contains = is_container(tree, name.0);
        let score = |r: &Reading<'_>| self.score(r, within.as_ref(), contains, &key);
        let mut readings = readings(tree, name);
        if is_county(tree, name) && readings.iter().any(|r| r.trimmed && r.country == "USA") {
            readings.retain(|r| r.country == "USA");
        }
        let scored = readings.into_iter().rev().map(|r| (score(&r), r));
        let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?.1;
        // "Anderson County" is not the town of that name in another state.
        let division = best.place.as_ref().and_then(|p| p.admin1);
        let fits = !best.trimmed
            || division.is_some_and(|d| self.share_of_division(best.country, d) > 0.2)
            || best
                .place
                .as_ref()
                .is_some_and(|p| p.population > 100_000 && p.geonames != 0 || !is_local(p));
        fits.then_some(best)
    }

    /// The country of the best reading, where others in the document vouch for it, or the size.
    pub(super) fn country(&self, tree: &Tree<'_>, name: Name) -> Option<String> {
        const POPULATION_MIN: u32 = 200_000;
        const POPULATION_MIN_ALONE: u32 = 40_000;
        let best = self.best(tree, name)?;
        let own = self.own.get(&key(tree, name)).copied().unwrap_or(0.0);
        let all = self.countries.get(best.country).copied().unwrap_or(0.0)
            - self.of_home(Some(best.country));
        let large = best
            .place
            .as_ref()
            .is_none_or(|p| !is_local(p) || p.population >= POPULATION_MIN && !best.trimmed)
            || best.place.as_ref().is_some_and(|p| {
                // The only place of its name, where no country is named.
                self.total - self.of_home(None) - own < 0.01
                    && p.population >= POPULATION_MIN_ALONE
                    && !best.trimmed
                    && readings(tree, name).len() == 1
            });
        // "The Gulf" is no province of Papua, nor "the Fact" a town of Chad, in a story without them.
        let large = large && !is_word(tree, name);
        (large || all - own > 0.2 || self.within(tree, name).is_some())
            .then(|| best.country.to_owned())
    }

    fn within(&self, tree: &Tree<'_>, name: Name) -> Option<(String, Option<String>)> {
        container(tree, name).or_else(|| self.containers.get(&key(tree, name)).cloned())
    }

    pub(super) fn spot(&self, tree: &Tree<'_>, name: Name) -> Option<Spot> {
        let within = self.within(tree, name);
        let best = self.best(tree, name);
        if best.is_some() && is_word(tree, name) && self.country(tree, name).is_none() {
            return None;
        }
        if let Some(r) = best {
            let middle = || tree.knowledge.places.middle(r.country);
            return Some(match r.place {
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
        name: Name,
        within: Option<(String, Option<String>)>,
    ) -> Option<Spot> {
        let most = |votes: &BTreeMap<String, f64>| {
            let best = votes.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))?;
            // That a paper is American does not put what it writes of there; that it is a town's does.
            let is_local = self.home.as_ref().is_some_and(|h| h.2);
            let at_large = if is_local { 0.0 } else { self.of_home(Some(best.0)) };
            ((best.1 - at_large) / self.total.max(1.0) > 0.4).then(|| best.0.clone())
        };
        let (country, division) = match within {
            Some(w) => w,
            None if is_county(tree, name) && self.share("USA") > 0.2 => {
                let usa = |d: &&String| self.share_of_division("USA", d) > 0.4;
                let divisions = self.divisions.keys().filter(|(c, _)| c == "USA").map(|(_, d)| d);
                ("USA".to_owned(), { divisions }.find(usa).cloned())
            }
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

/// Whether a name is also an ordinary word, or part of anywhere: "Gulf", "Capital", "West Coast".
fn is_word(tree: &Tree<'_>, name: Name) -> bool {
    let name = words(tree, name).join(" ").to_lowercase();
    tree.knowledge.cues.has("place-word", name.strip_prefix("the ").unwrap_or(&name))
}

/// Distance on a flat map, good enough to tell near from far.
fn rough_km(lat_a: f64, lon_a: f64, lat_b: f64, lon_b: f64) -> f64 {
    let squeeze = libm::cos(f64::midpoint(lat_a, lat_b).to_radians());
    let (dy, dx) = (lat_a - lat_b, (lon_a - lon_b) * squeeze);
    111.2 * (dx * dx + dy * dy).sqrt()
}
