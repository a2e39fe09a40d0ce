//! "Both leaders", "officials of the US and Mexico": one noun phrase in, several participants out.

use std::borrow::Cow;

use model::{ActorCode, Deprel, Entity, MentionKind, Participant, Sector, TokenIdx, Upos, Xpos};

use super::Who;

impl Who<'_, '_> {
    /// Participants of the noun phrase at `t`; two for "both leaders".
    pub(crate) fn participants(&self, t: TokenIdx) -> Vec<Participant> {
        self.memory.participants(t, || self.find_participants(t)).to_vec()
    }

    fn find_participants(&self, t: TokenIdx) -> Vec<Participant> {
        if self.is_pair(t) {
            let mut pair = self.pair_before(t);
            if pair.len() == 2 {
                // "The two armies": of the two countries.
                if self.tree.cue("arm-of-state", t) {
                    for p in &mut pair {
                        p.entity.code.sectors = vec![Sector::Mil];
                    }
                }
                return pair;
            }
        }
        let named = self.named_instead(t);
        if !named.is_empty() {
            return named;
        }
        let members = self.members(t);
        if !members.is_empty() {
            return members;
        }
        // "Thousands of US and Filipino troops": of both.
        if self.name_of(t).is_none()
            && super::nominal::is_quantity(self.tree.lemma(t))
            && let Some(k) = self
                .tree
                .kids_by(t, &[Deprel::Nmod])
                .find(|&k| self.tree.preposition(k).as_deref() == Some("of"))
        {
            let all: Vec<Participant> = self
                .tree
                .coordinated(k)
                .into_iter()
                .flat_map(|k| self.participants(k))
                .filter(|p| p.entity.code.country.is_some())
                .collect();
            if all.len() > 1 {
                return all;
            }
        }
        let found = self.find(t).participant;
        // "officials from both the US and Mexico": one for each country.
        if let Some(p) = &found
            && self.name_of(t).is_none()
        {
            let mut countries = self.left_countries(t);
            if countries.is_empty() {
                countries = self.right_countries(t);
            }
            if countries.len() > 1 {
                return countries
                    .into_iter()
                    .map(|c| {
                        let mut p = p.clone();
                        if p.entity.id.is_some() && p.entity.code.country.as_ref() != Some(&c) {
                            p.entity.id = None;
                            p.entity.name.clear();
                        }
                        p.entity.code.country = Some(c);
                        p
                    })
                    .collect();
            }
        }
        found.into_iter().collect()
    }

    /// "Six world powers", "the council's five permanent members": each by itself, without those named
    /// beside it ("the United States and five other world powers").
    fn members(&self, t: TokenIdx) -> Vec<Participant> {
        let tree = self.tree;
        let entities = &tree.knowledge.entities;
        let end = self.name_of(t).map_or(t.0 + 1, |m| m.end.0);
        let first = self.name_of(t).map_or(t.0.saturating_sub(3), |m| m.first.0);
        let found = (first..=t.0).find_map(|k| {
            let lower = model::lowered(tree.form(TokenIdx(k)));
            let mut words: Vec<&str> = self.words_from(TokenIdx(k));
            let (len, hits) = entities.longest_at(&words).or_else(|| {
                // A word without capitals has been asked for already.
                words[0] = matches!(lower, Cow::Owned(_)).then_some(&lower)?;
                entities.longest_at(&words)
            })?;
            let known = entities.get(hits.first()?.entity);
            let whole = k + len as u32 == end && !known.members.is_empty();
            let joined = k > 0 && tree.form(TokenIdx(k - 1)) == "-";
            (whole && !joined).then_some(known)
        });
        let Some(known) = found else { return Vec::new() };
        let top = tree.head(t).filter(|_| tree.rel(t) == Deprel::Conj).unwrap_or(t);
        let beside: Vec<String> = std::iter::once(top)
            .chain(tree.kids_by(top, &[Deprel::Conj]))
            .filter(|&k| k != t)
            .filter_map(|k| self.find(k).participant?.entity.code.country)
            .collect();
        let span = self.span_with_modifiers(t);
        known
            .members
            .iter()
            .filter(|c| !beside.contains(c))
            .map(|c| {
                let country = entities.country(c).map(|e| entities.get(e));
                let entity = Entity {
                    name: country.map(|k| k.name.clone()).unwrap_or_default(),
                    id: country.map(|k| k.id.clone()),
                    code: ActorCode { country: Some(c.clone()), sectors: known.sectors.clone() },
                    office: None,
                };
                Participant { span, entity }
            })
            .collect()
    }

    /// "Its allies, Japan and South Korea", "partners including France": those named beside a noun
    /// that says nobody by itself.
    fn named_instead(&self, t: TokenIdx) -> Vec<Participant> {
        let tree = self.tree;
        let lemma = tree.lemma(t);
        let relative = matches!(
            lemma.as_str(),
            "ally"
                | "country"
                | "nation"
                | "neighbour"
                | "neighbor"
                | "partner"
                | "power"
                | "state"
                | "member"
                | "government"
                | "leader"
                | "rival"
                | "group"
                | "party"
        );
        if !relative || self.name_of(t).is_some() {
            return Vec::new();
        }
        let beside = tree.kids(t).iter().copied().filter(|&k| {
            k > t
                && match tree.rel(k) {
                    Deprel::Appos | Deprel::Flat | Deprel::List => true,
                    Deprel::Nmod => {
                        matches!(
                            tree.preposition(k).as_deref(),
                            Some("including" | "include" | "like" | "such as")
                        )
                    }
                    _ => false,
                }
        });
        let mut found: Vec<Participant> = Vec::new();
        for k in beside.flat_map(|k| tree.coordinated(k)) {
            if self.name_of(k).is_none() && tree.kid(k, &[Deprel::NmodPoss]).is_none() {
                continue;
            }
            // "As well as the North's ally, China".
            let beside = if self.name_of(k).is_none() { self.named_instead(k) } else { Vec::new() };
            for p in beside.into_iter().chain(self.find(k).participant) {
                if p.entity.code.country.is_some() && !found.iter().any(|q| q.entity == p.entity) {
                    found.push(p);
                }
            }
        }
        found
    }

    pub(super) fn is_pair(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        let lemma = tree.lemma(t);
        if lemma == "both" && tree.upos(t) != Upos::Cconj {
            return true;
        }
        let noun = matches!(
            lemma.as_str(),
            "leader"
                | "country"
                | "nation"
                | "side"
                | "president"
                | "minister"
                | "government"
                | "neighbour"
                | "neighbor"
                | "ally"
                | "rival"
                | "pair"
                | "party"
                | "capital"
        ) || (lemma == "man" && tree.is_definite(t))
            || tree.cue("arm-of-state", t);
        if lemma == "pair" {
            let of = |k: &TokenIdx| tree.rel(*k) == Deprel::Nmod;
            return !tree.kids(t).iter().any(of);
        }
        // "Two people", "two soldiers" are of no countries that were named.
        let official = |r: &knowledge::Role| r.person && r.sectors.first() == Some(&Sector::Gov);
        let role = |t: TokenIdx| {
            let s = &tree.analysis.sentences[tree.analysis.sentence_of(t)];
            self.dyad.is_some() && self.role_ending(t, s.first).is_some_and(|(_, r)| official(r))
        };
        (noun || role(t))
            && matches!(tree.xpos(t), Xpos::Nns | Xpos::Nnps)
            && tree.kids(t).iter().any(|&k| matches!(tree.lemma(k).as_str(), "two" | "both" | "2"))
            && self.modifier_country(t).is_none()
    }

    /// The governments of the two countries that the document is about, where it is about two.
    pub(crate) fn two_countries(&self, t: TokenIdx) -> Vec<Participant> {
        let Some((a, b)) = &self.dyad else { return Vec::new() };
        let n = |c: &String| self.seen.get(c).copied().unwrap_or(0);
        if n(b) * 2 < n(a) {
            return Vec::new();
        }
        let mut sides: Vec<Participant> = Vec::new();
        for (own, other) in [(a, b), (b, a)] {
            if let Some(mut p) = self.other_of_pair(other, t, false)
                && p.entity.code.country.as_ref() == Some(own)
            {
                p.span = self.tree.analysis.token(t).span;
                sides.push(p);
            }
        }
        sides
    }

    /// The last two participants of different countries that were named before `t`.
    pub(super) fn pair_before(&self, t: TokenIdx) -> Vec<Participant> {
        // A story of two countries means these two, whoever else was named last.
        let two = self.two_countries(t);
        if two.len() == 2 {
            return two;
        }
        let analysis = self.tree.analysis;
        let upto = analysis.mentions.partition_point(|m| m.first < t);
        let mut pair: Vec<Participant> = Vec::new();
        for m in analysis.mentions[..upto].iter().rev().take(40) {
            if m.kind == MentionKind::Pronoun || analysis.token(m.head).deprel == Deprel::Amod {
                continue;
            }
            let Some(mut p) = self.find(m.head).participant else { continue };
            let Some(country) = p.entity.code.country.clone() else { continue };
            let governs = p.entity.code.sectors.first().is_none_or(|s| *s == Sector::Gov);
            if !governs || pair.iter().any(|q| q.entity.code.country.as_ref() == Some(&country)) {
                continue;
            }
            if p.entity.code.sectors.is_empty() {
                p.entity.code.sectors = vec![Sector::Gov];
            }
            p.span = analysis.token(t).span;
            pair.push(p);
            if pair.len() == 2 {
                break;
            }
        }
        pair.reverse();
        pair
    }
}
