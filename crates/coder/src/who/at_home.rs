//! Names and signs of a document in, the countries that it is about out.
//!
//! "The Malaysian minister", "RM40 million" and "Datuk" are all for Malaysia; "the Gulf" is for nobody. Names of
//! the first sentences count three times; words of money and address count little, and tell where no name does.

use std::collections::BTreeMap;

use knowledge::{AliasHit, KnownKind};
use model::{MentionKind, Sector};

use super::{Who, is_country};

/// What signs of one kind are worth, in names.
const N_MOST: u32 = 3;

impl Who<'_, '_> {
    /// The country most spoken of, and the pair; words of the first three sentences count three
    /// times.
    pub(super) fn find_main_countries(&mut self) {
        let analysis = self.tree.analysis;
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for m in &analysis.mentions {
            if m.kind != MentionKind::Name {
                continue;
            }
            let weight = if analysis.sentence_of(m.head) < 3 { 3 } else { 1 };
            // A people of several countries says nothing of which the document is about.
            let homes = |h: &AliasHit| !self.tree.knowledge.entities.get(h.entity).homes.is_empty();
            let known = self.known(m);
            // An agency tells of everywhere; an American paper mostly of home.
            let press = |h: &AliasHit| {
                let known = self.tree.knowledge.entities.get(h.entity);
                known.kind == KnownKind::Body
                    && known.sectors.contains(&Sector::Jrn)
                    && known.country != "USA"
            };
            let led = known.as_ref().is_some_and(|h| self.is_one_who_led(m, h));
            if self.is_generic(m) && !led
                || known.as_ref().and_then(|h| h.first()).is_some_and(press)
                || known.as_ref().and_then(|h| h.first()).is_some_and(homes)
                || known.as_ref().is_some_and(|h| self.seat_of_body(h).is_some())
            {
                continue;
            }
            if let Some(country) = self.country_of_name(m) {
                *counts.entry(country).or_default() += weight;
            }
        }
        self.count_signs(&mut counts);
        self.seen = counts.clone();
        let mut ranked: Vec<(String, u32)> = counts.into_iter().collect();
        ranked.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        self.main_country = ranked.iter().map(|(c, _)| c).find(|c| is_country(c)).cloned();
        // What a paper calls "the military" is its own country's, where that is named half as often as any;
        // American and British papers tell of all the world.
        let n = |c: &str| self.seen.get(c).copied().unwrap_or(0);
        if let Some(own) = self.geo.home_country().filter(|c| !matches!(*c, "USA" | "GBR"))
            && self.main_country.as_deref().is_some_and(|most| n(own) * 2 >= n(most))
        {
            self.main_country = Some(own.to_owned());
        }
        // A story set in Hong Kong names China as often.
        let entities = &self.tree.knowledge.entities;
        let within = ranked.iter().find(|(own, n)| {
            let known = entities.country(own).map(|e| entities.get(e));
            let over = known.and_then(|k| k.part_of.as_ref());
            let led = |over| *n >= 3 && n * 3 >= self.seen.get(over).copied().unwrap_or(0);
            over.is_some_and(|over| self.main_country.as_ref() == Some(over) && led(over))
        });
        if let Some((own, _)) = within {
            self.main_country = Some(own.clone());
        }
        if let [first, second, ..] = ranked.as_slice()
            && second.1 >= 3
            && second.1 * 4 >= first.1
        {
            self.dyad = Some((first.0.clone(), second.0.clone()));
        }
    }

    /// "RM7.8 million", "Datuk", "40 crore": money, counting and forms of address tell where a story is at
    /// home, as much as three names do at most; and so does whose news the publisher prints.
    fn count_signs(&self, counts: &mut BTreeMap<String, u32>) {
        let tree = self.tree;
        let mut told: BTreeMap<&str, u32> = BTreeMap::new();
        for t in &tree.analysis.tokens {
            let form = t.span.of(tree.text);
            // "RM7.8"
            let sign = form.trim_end_matches(|c: char| c.is_ascii_digit() || ".,".contains(c));
            let money = sign.len() < form.len();
            let known = tree.knowledge.entities.of_sign(sign);
            // Short ones only before figures.
            if let Some(known) = known.filter(|_| money || sign.chars().count() > 2) {
                *told.entry(known.country.as_str()).or_default() += 1;
            }
        }
        for (country, n) in told {
            *counts.entry(country.to_owned()).or_default() += n.min(N_MOST);
        }
        if let Some(country) = self.geo.home_country() {
            *counts.entry(country.to_owned()).or_default() += N_MOST;
        }
    }
}
