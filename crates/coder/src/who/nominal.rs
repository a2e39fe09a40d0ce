//! A noun phrase without a name in, who it is out: its role, its country, its office's holder.

use model::{
    ActorCode, Deprel, Entity, Mention, MentionKind, NameKind, Participant, Sector, TokenIdx, Xpos,
};

use super::{Found, Who};

impl Who<'_, '_> {
    pub(super) fn find_nominal(&self, t: TokenIdx, lemma: &str) -> Found {
        let tree = self.tree;
        let s = &tree.analysis.sentences[tree.analysis.sentence_of(t)];
        let span = self.span_with_modifiers(t);
        // "hundreds of protesters", "a group of lawmakers": those behind "of".
        if is_quantity(lemma)
            && let Some(k) = tree
                .kids_by(t, &[Deprel::Nmod])
                .find(|&k| tree.preposition(k).as_deref() == Some("of"))
        {
            let mut found = self.find(k);
            if let Some(p) = &mut found.participant {
                p.span = span.cover(p.span);
            }
            if found.participant.is_some() {
                return found;
            }
        }
        if let Some(found) = self.group_of_speaker(t, lemma) {
            return found;
        }
        if let Some(found) = self.understood(t, lemma) {
            return found;
        }
        // "Killed by an airstrike in Tehran" says nothing of whose it was.
        if tree.cue("strike-noun", t) && self.left_country(t).is_none() {
            return Found::default();
        }
        let mut country = self.modifier_country(t);
        let role = self.role_around(t, s.first);
        let body =
            role.and_then(|(n, role)| self.affiliation(t, TokenIdx(t.0 + 1 - n as u32), role));
        let role = role.filter(|(_, role)| body.is_some() || !role.sectors.is_empty());
        if let Some((n, role)) = role {
            let first = TokenIdx(t.0 + 1 - n as u32);
            // "Peru's prosecutor general": whose he is hangs on the first word.
            country =
                country.or_else(|| (first.0..t.0).find_map(|k| self.left_country(TokenIdx(k))));
            let former = self.former_before(first, s.first);
            let mut sectors = self.sectors_of(role);
            // "A retired teacher" has held no office.
            let former = former
                && sectors.first().is_none_or(|s| {
                    !matches!(
                        s,
                        Sector::Edu
                            | Sector::Med
                            | Sector::Lab
                            | Sector::Agr
                            | Sector::Bus
                            | Sector::Jrn
                            | Sector::Rel
                    )
                });
            if let Some(body) = &body {
                sectors.clone_from(&body.sectors);
                country = body.country.clone().or(country);
            } else if is_sent(lemma) {
                country = self.left_country(t).or_else(|| self.country_after(t, &["of", "from"]));
            }
            // A name in apposition speaks for the role ("the minister, Sergei Lavrov").
            if role.person {
                for k in tree.kids_by(t, &[Deprel::Appos, Deprel::Flat]) {
                    if !self.look(k).person {
                        continue;
                    }
                    if let Some(p) = self.find(k).participant
                        && p.entity.code.country.is_some()
                    {
                        let mut entity = p.entity;
                        if former {
                            entity.code.sectors = vec![Sector::Eli];
                        } else if !sectors.is_empty() {
                            entity.code.sectors.clone_from(&sectors);
                        }
                        if let Some(left) = self.left_country(t) {
                            entity.code.country = Some(left);
                        }
                        return Found {
                            participant: Some(Participant { span, entity }),
                            person: role.person,
                            ..Found::default()
                        };
                    }
                }
            }
            let chain_entity =
                self.mention_of(t).filter(|_| role.person).and_then(|m| self.name_in_chain(t, m));
            if let Some(entity) = &chain_entity
                && (country.is_none() || entity.code.country == country)
            {
                return Found {
                    participant: Some(Participant { span, entity: entity.clone() }),
                    person: true,
                    ..Found::default()
                };
            }
            let unnamed = country.is_none() && tree.cue("attacker", t);
            if let Some(group) = self.armed().filter(|_| unnamed) {
                country = Some(group.to_owned());
                sectors = vec![Sector::Reb];
            }
            if country.is_none() {
                let only = role.default_country.clone().filter(|_| tree.cue("one-of-its-kind", t));
                country = only
                    .or_else(|| self.country_waiving(t))
                    .or_else(|| self.country_served(t))
                    .or_else(|| self.country_right_behind(t))
                    .or_else(|| self.country_beside(t, role))
                    .or_else(|| self.country_of_scene(t))
                    .or_else(|| self.country_said_before(t, lemma));
            }
            if country.is_none() {
                let usual = role.default_country.clone();
                let usual = usual.filter(|c| self.seen.contains_key(c) || self.seen.is_empty());
                // Refugees, plain "governments" and "foreign troops" are nobody's in particular.
                let anybody = role.sectors.first() == Some(&Sector::Ref)
                    || (lemma == "government" && tree.xpos(t) == Xpos::Nns)
                    || tree.kids_by(t, &[Deprel::Amod]).any(|k| {
                        let abroad = ["foreign", "western", "international"];
                        abroad.contains(&tree.lemma(k).as_str())
                    });
                country = usual.or_else(|| (!anybody).then(|| self.context_country(t)).flatten());
                if sectors.first() == Some(&Sector::Mil) {
                    country = country.map(|c| self.country_of_soldiers(c));
                } else if role.words.iter().any(|w| tree.knowledge.cues.has("rebelling", w)) {
                    country = country.map(|c| self.country_of_rebels(c));
                }
            }
            let mut code = ActorCode { country, sectors };
            let mut office = role.office.clone().filter(|_| body.is_none());
            if former {
                code.sectors = vec![Sector::Eli];
                office = None;
            }
            let mut entity = Entity { name: String::new(), id: None, code, office };
            if let (Some(office), Some(country)) = (&entity.office, &entity.code.country)
                && let Some(holder) = tree.knowledge.entities.holder(country, office, self.day)
                && role.person
            {
                let known = tree.knowledge.entities.get(holder);
                entity.name.clone_from(&known.name);
                entity.id = Some(known.id.clone());
            }
            return Found {
                participant: Some(Participant { span, entity }),
                person: role.person,
                organization: !role.person,
                ..Found::default()
            };
        }
        let mut entity = Entity::default();
        if matches!(
            lemma,
            "leader"
                | "country"
                | "nation"
                | "side"
                | "counterpart"
                | "neighbour"
                | "neighbor"
                | "ally"
                | "partner"
                | "rival"
                | "capital"
                | "bloc"
                | "power"
                | "kingdom"
                | "island"
        ) {
            if lemma != "counterpart"
                && let Some(m) = self.mention_of(t)
                && let Some(known) = self.name_in_chain(t, m)
            {
                entity = known;
            } else {
                let related = matches!(
                    lemma,
                    "ally" | "partner" | "rival" | "neighbour" | "neighbor" | "bloc"
                );
                entity.code.country = country.clone().filter(|_| !related);
                entity.code.sectors = vec![Sector::Gov];
            }
            let some = entity.code.country.is_some();
            return Found {
                participant: some.then_some(Participant { span, entity }),
                person: matches!(lemma, "leader" | "counterpart"),
                country: !matches!(lemma, "leader" | "counterpart"),
                ..Found::default()
            };
        }
        // Owned by a body: "a Pakistani army post", "the party's headquarters".
        for k in tree.kids_by(t, &[Deprel::Compound, Deprel::NmodPoss]) {
            if !tree.only_backs(k)
                && let Some(p) = self.find(k).participant
                && !p.entity.code.sectors.is_empty()
                && self.name_of(k).is_none_or(|m| m.name_kind != Some(NameKind::Place))
            {
                let code = ActorCode {
                    country: country.or(p.entity.code.country),
                    sectors: p.entity.code.sectors,
                };
                let entity = Entity { code, ..Entity::default() };
                return Found {
                    participant: Some(Participant { span, entity }),
                    owned: true,
                    ..Found::default()
                };
            }
        }
        // Owned by a country: "Mexican territory", "Iran's oil exports".
        entity.code.country = country;
        let some = entity.code.country.is_some();
        Found {
            participant: some.then_some(Participant { span, entity }),
            owned: true,
            ..Found::default()
        }
    }

    /// "A Hamas official said the group …": the body that the speaker speaks for.
    fn group_of_speaker(&self, t: TokenIdx, lemma: &str) -> Option<Found> {
        let tree = self.tree;
        let bare =
            matches!(lemma, "group" | "movement" | "organisation" | "organization" | "militia");
        if !bare || !tree.is_definite(t) || tree.kids(t).len() > 1 {
            return None;
        }
        let clause = tree.head(t).filter(|_| tree.rel(t) == Deprel::Nsubj)?;
        let verb = tree.head(clause).filter(|_| tree.rel(clause) == Deprel::Ccomp)?;
        let speaker = tree.kid(verb, &[Deprel::Nsubj])?;
        let named = tree
            .kids_by(speaker, &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss, Deprel::Nmod])
            .find(|&k| {
                self.name_of(k).is_some_and(|m| m.name_kind == Some(NameKind::Organization))
                    || self.look(k).organization
            })?;
        let mut found = self.find(named);
        found.participant.as_mut()?.span = tree.analysis.token(t).span;
        Some(found)
    }

    /// "Hackers working for Iran", "gunmen loyal to Haftar": whose they are.
    fn country_served(&self, t: TokenIdx) -> Option<String> {
        let tree = self.tree;
        let served = |k: TokenIdx| {
            let to = tree
                .kids_by(k, &[Deprel::Obl, Deprel::OblAgent])
                .filter(|&p| matches!(tree.preposition(p).as_deref(), Some("for" | "to" | "by")));
            to.filter_map(|p| self.find(p).participant).find_map(|p| p.entity.code.country)
        };
        tree.kids_by(t, &[Deprel::Acl, Deprel::Amod])
            .filter(|&k| k > t)
            .filter(|&k| {
                matches!(
                    tree.lemma(k).as_str(),
                    "work" | "loyal" | "back" | "support" | "hire" | "pay" | "answer"
                )
            })
            .find_map(served)
    }

    /// "Between Caracas and the opposition": the opposition of the country beside it.
    fn country_beside(&self, t: TokenIdx, role: &knowledge::Role) -> Option<String> {
        let tree = self.tree;
        let beside = (tree.rel(t) == Deprel::Conj).then(|| tree.head(t)).flatten()?;
        let at_home = role.sectors.first() == Some(&Sector::Opp);
        let found = at_home.then(|| self.find(beside)).filter(|f| f.country || f.place)?;
        found.participant?.entity.code.country
    }

    /// "The regime" after "Burma's military regime": the country said of the same noun before.
    fn country_said_before(&self, t: TokenIdx, lemma: &str) -> Option<String> {
        let analysis = self.tree.analysis;
        let definite = self
            .tree
            .kids(t)
            .iter()
            .any(|&k| matches!(self.tree.lemma(k).as_str(), "the" | "this" | "that" | "its"));
        if !definite {
            return None;
        }
        let upto = analysis.mentions.partition_point(|m| m.first < t);
        analysis.mentions[..upto]
            .iter()
            .rev()
            .filter(|m| m.kind == MentionKind::Nominal && m.head != t)
            .filter(|m| self.tree.lemma(m.head) == lemma)
            .find_map(|m| self.left_country(m.head))
    }

    pub(super) fn name_in_chain(&self, t: TokenIdx, m: &Mention) -> Option<Entity> {
        let analysis = self.tree.analysis;
        analysis.chains[m.chain as usize]
            .mentions
            .iter()
            .map(|&i| &analysis.mentions[i as usize])
            .filter(|o| o.kind == MentionKind::Name && o.head != t)
            .find_map(|o| self.find(o.head).participant)
            .map(|p| p.entity)
    }
}

/// Those whom one country sends to another: the country behind "to" or "in" is not theirs.
fn is_sent(lemma: &str) -> bool {
    matches!(
        lemma,
        "ambassador"
            | "embassy"
            | "consulate"
            | "consul"
            | "envoy"
            | "emissary"
            | "diplomat"
            | "representative"
            | "negotiator"
            | "attache"
    )
}

pub(super) fn is_quantity(lemma: &str) -> bool {
    matches!(
        lemma,
        "hundred"
            | "thousand"
            | "dozen"
            | "score"
            | "number"
            | "group"
            | "million"
            | "majority"
            | "crowd"
            | "handful"
            | "member"
            | "ten"
            | "most"
            | "many"
            | "some"
            | "several"
            | "all"
            | "both"
            | "one"
            | "two"
            | "three"
            | "wave"
            | "lot"
            | "series"
            | "pair"
            | "couple"
            | "team"
            | "band"
            | "range"
            | "percent"
            | "half"
            | "mob"
    )
}
