//! Names of a document in, the countries that it is about out.

use model::{ActorCode, Entity, Mention, MentionKind, Participant, Sector, TokenIdx};

use super::{Who, is_country};

impl Who<'_, '_> {
    /// The country most spoken of, and the pair; words of the first three sentences count three
    /// times.
    pub(super) fn find_main_countries(&mut self) {
        let analysis = self.tree.analysis;
        let mut counts: std::collections::BTreeMap<String, u32> = std::collections::BTreeMap::new();
        for m in &analysis.mentions {
            if m.kind != MentionKind::Name {
                continue;
            }
            let weight = if analysis.sentence_of(m.head) < 3 { 3 } else { 1 };
            if self.is_generic(m) {
                continue;
            }
            if let Some(country) = self.country_of_name(m) {
                *counts.entry(country).or_default() += weight;
            }
        }
        self.seen = counts.clone();
        let mut ranked: Vec<(String, u32)> = counts.into_iter().collect();
        ranked.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        self.main_country = ranked.iter().map(|(c, _)| c).find(|c| is_country(c)).cloned();
        if let [first, second, ..] = ranked.as_slice()
            && second.1 >= 3
            && second.1 * 4 >= first.1
        {
            self.dyad = Some((first.0.clone(), second.0.clone()));
        }
    }

    /// The other country of the pair that the document is about, as a government; its words are the
    /// nearest that name it, before `t` if there are any.
    ///
    /// `strict`: only where the two are named about as often.
    pub(crate) fn other_of_pair(
        &self,
        country: &str,
        t: TokenIdx,
        strict: bool,
    ) -> Option<Participant> {
        let (a, b) = self.dyad.as_ref()?;
        if strict && self.seen.get(b)? * 5 < self.seen.get(a)? * 3 {
            return None;
        }
        let other = if country == a {
            b
        } else if country == b {
            a
        } else {
            return None;
        };
        let named = |m: &&Mention| {
            m.kind == MentionKind::Name && self.country_of_name(m).as_ref() == Some(other)
        };
        let mentions = &self.tree.analysis.mentions;
        let upto = mentions.partition_point(|m| m.first < t);
        let m =
            mentions[..upto].iter().rev().find(named).or_else(|| mentions.iter().find(named))?;
        Some(Participant {
            span: m.span,
            entity: Entity {
                code: ActorCode { country: Some(other.clone()), sectors: vec![Sector::Gov] },
                ..Entity::default()
            },
        })
    }
}
