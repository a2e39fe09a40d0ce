//! Names of a document in, the armed group that it tells of out; whether a name is a town's or a people's.
//!
//! "Gunmen opened fire" in a story that names one armed group: its gunmen.

use knowledge::{AliasKind, KnownKind};
use model::{Mention, MentionKind, NameKind, Sector, TokenIdx};

use super::{Who, is_country};

impl Who<'_, '_> {
    /// The country of the armed group that is named most often; of two, the one named first.
    pub(super) fn find_armed(&self) -> Option<String> {
        let entities = &self.tree.knowledge.entities;
        let mut groups: Vec<(usize, u32)> = Vec::new();
        for m in self.tree.analysis.mentions.iter().filter(|m| m.kind == MentionKind::Name) {
            let Some(hit) = self.known(m).and_then(|hits| hits.first().copied()) else { continue };
            let known = entities.get(hit.entity);
            let body = known.kind == KnownKind::Body;
            let (code, _) = entities.code_on(hit.entity, self.day);
            if !body || code.sectors.first() != Some(&Sector::Reb) {
                continue;
            }
            match groups.iter_mut().find(|g| g.0 == hit.entity) {
                Some(g) => g.1 += 1,
                None => groups.push((hit.entity, 1)),
            }
        }
        let most = groups.iter().rev().max_by_key(|g| g.1)?;
        entities.code_on(most.0, self.day).0.country
    }

    /// Whether the words of a phrase name the town or capital at `t`, not the country itself.
    pub(crate) fn names_town(&self, t: TokenIdx) -> bool {
        let Some(m) = self.name_of(t) else { return false };
        let hits = self.known(m).and_then(|h| h.first().copied());
        match hits.map(|h| (h.kind, self.tree.knowledge.entities.get(h.entity).kind)) {
            Some((kind, KnownKind::Country)) => kind == AliasKind::Capital,
            Some(_) => false,
            None => m.name_kind == Some(NameKind::Place) && self.country_of_town(m).is_some(),
        }
    }

    /// The country of the armed group that the document names most.
    pub(crate) fn armed(&self) -> Option<&str> {
        self.armed.as_deref()
    }

    /// "Rebels" of a story whose country has none: those of the country that it names most of all that may have
    /// some, where it does so a quarter as often.
    pub(super) fn country_of_rebels(&self, country: String) -> String {
        let entities = &self.tree.knowledge.entities;
        if entities.may_have_rebels(&country) {
            return country;
        }
        let n = self.seen.get(&country).copied().unwrap_or(0);
        let others = self
            .seen
            .iter()
            .filter(|(c, k)| is_country(c) && entities.may_have_rebels(c) && **k * 4 >= n);
        others.max_by_key(|(_, k)| **k).map_or(country, |(c, _)| c.clone())
    }

    /// Whether a name is that of a people of several countries.
    pub(super) fn has_homes(&self, m: &Mention) -> bool {
        let first = self.known(m).and_then(|hits| hits.first().copied());
        first.is_some_and(|h| !self.tree.knowledge.entities.get(h.entity).homes.is_empty())
    }
}
