//! A name in, who it is out: what the text says of it, and who is known by it on the day.

use knowledge::{AliasHit, AliasKind, KnownKind, Role};
use model::{
    ActorCode, Deprel, Entity, Mention, MentionKind, NameKind, Participant, Sector, TokenIdx, Upos,
    Xpos,
};

use super::{Found, Who, is_country};

impl<'a> Who<'_, 'a> {
    pub(super) fn find_name(&self, t: TokenIdx, m: &'a Mention) -> Found {
        let entities = &self.tree.knowledge.entities;
        let n = (m.end.0 - m.first.0) as usize;
        let words = self.words_from(m.first);
        let known = entities.longest_at(&words).filter(|(len, _)| *len == n);
        let span = self.span_with_modifiers(m.head).cover(m.span);
        let role = self.title_role(m).or_else(|| self.apposition_role(m));
        let text = m.span.of(self.tree.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let chain_known = self.known_in_chain(m);
        let hit = known
            .and_then(|(_, hits)| {
                let surname = hits.first().is_some_and(|h| h.kind == AliasKind::Surname);
                if surname && chain_known.is_none() && self.is_named_fuller(m) {
                    return None;
                }
                chain_known
                    .and_then(|e| hits.iter().find(|h| h.entity == e).copied())
                    .or_else(|| self.choose(hits, m))
                    .map(|h| (h.entity, h.kind))
            })
            .or_else(|| {
                (m.name_kind == Some(NameKind::Person))
                    .then_some(chain_known)
                    .flatten()
                    .map(|e| (e, AliasKind::Surname))
            });
        if let Some((entity, alias)) = hit {
            let k = entities.get(entity);
            let (mut code, mut office) = entities.code_on(entity, self.day);
            let mut found = Found {
                person: k.kind == KnownKind::Person,
                organization: k.kind == KnownKind::Body,
                country: k.kind == KnownKind::Country,
                place: k.kind == KnownKind::Country,
                ..Found::default()
            };
            if k.kind == KnownKind::Country {
                match alias {
                    AliasKind::Capital | AliasKind::Seat => code.sectors = vec![Sector::Gov],
                    AliasKind::Demonym if matches!(self.tree.xpos(t), Xpos::Nns | Xpos::Nnps) => {
                        code.sectors = vec![Sector::Cvl];
                        found.country = false;
                        found.person = true;
                        found.place = false;
                    }
                    _ => {}
                }
            }
            if k.kind == KnownKind::Person
                && let Some((role, country, former)) = &role
            {
                self.apply_role(role, country.as_deref(), *former, &mut code, &mut office);
            }
            found.participant = Some(Participant {
                span,
                entity: Entity { name: k.name.clone(), id: Some(k.id.clone()), code, office },
            });
            return found;
        }
        // Not known: what the text says of it.
        let mut code = ActorCode::default();
        let mut office = None;
        let kind = m.name_kind;
        let mut country = self.modifier_country(m.head);
        if country.is_none() {
            country = self.country_inside(m);
        }
        if let Some((role, role_country, former)) = &role {
            code.country = country.clone();
            self.apply_role(role, role_country.as_deref(), *former, &mut code, &mut office);
        } else if kind == Some(NameKind::Organization) || kind.is_none() {
            if let Some(role) = self.role_in_name(m) {
                code.sectors.clone_from(&role.sectors);
                if code.country.is_none() {
                    code.country = country.clone().or_else(|| self.context_country(t));
                }
            } else {
                code.country = country.clone();
            }
        } else if kind == Some(NameKind::Person) {
            // Another mention of the chain may say more.
            if let Some(other) = self.described_in_chain(t, m) {
                code = other.code;
                office = other.office;
            } else {
                // Nobody says who it is: somebody of the country the story is about.
                code.country = country.clone().or_else(|| self.context_country(t));
                code.sectors = vec![Sector::Cvl];
            }
        } else if kind == Some(NameKind::Place) {
            code.country = country.clone().or_else(|| self.country_of_name(m));
        } else {
            code.country = country.clone();
        }
        if code.country.is_none() {
            code.country = country;
        }
        let chain_name = &self.tree.analysis.chains[m.chain as usize].name;
        let name = if chain_name.len() > text.len() { chain_name.clone() } else { text };
        let codeless = code.country.is_none() && code.sectors.is_empty();
        Found {
            participant: (!codeless || kind == Some(NameKind::Person))
                .then_some(Participant { span, entity: Entity { name, id: None, code, office } }),
            person: kind == Some(NameKind::Person),
            organization: kind == Some(NameKind::Organization),
            country: false,
            place: kind == Some(NameKind::Place),
            owned: kind == Some(NameKind::Place),
        }
    }

    /// The hit whose country the document speaks of; a name that could be anybody's and whose
    /// country is never named is nobody known.
    pub(super) fn choose(&self, hits: &[AliasHit], m: &Mention) -> Option<AliasHit> {
        let country = |h: &AliasHit| self.tree.knowledge.entities.get(h.entity).country.as_str();
        let seen = |h: &AliasHit| self.seen.get(country(h)).copied().unwrap_or(0);
        let first = hits.first()?;
        let best = hits
            .iter()
            .filter(|h| h.kind == first.kind)
            .rev()
            .max_by_key(|h| seen(h))
            .filter(|h| seen(h) > 0)
            .unwrap_or(first);
        if self.seen.is_empty() || seen(best) > 0 || !self.is_generic(m) {
            return Some(*best);
        }
        let head_of_state = self.tree.knowledge.entities.code_on(best.entity, self.day).1.is_some();
        (best.kind == AliasKind::Surname && head_of_state && hits.len() == 1).then_some(*best)
    }

    /// Whether the name could be anybody's: a lone surname, "the Senate", "the Treasury".
    pub(super) fn is_generic(&self, m: &Mention) -> bool {
        let words = self.words_from(m.first);
        let n = (m.end.0 - m.first.0) as usize;
        let Some((len, hits)) = self.tree.knowledge.entities.longest_at(&words) else {
            return false;
        };
        let Some(hit) = hits.first() else { return false };
        if len != n {
            return false;
        }
        match self.tree.knowledge.entities.get(hit.entity).kind {
            KnownKind::Person => hit.kind == AliasKind::Surname,
            KnownKind::Body => {
                let country = &self.tree.knowledge.entities.get(hit.entity).country;
                is_country(country)
                    && self.role_in_name(m).is_some()
                    && self.country_inside_words(m).is_none()
            }
            KnownKind::Country | KnownKind::Group => false,
        }
    }

    pub(super) fn apply_role(
        &self,
        role: &Role,
        role_country: Option<&str>,
        former: bool,
        code: &mut ActorCode,
        office: &mut Option<String>,
    ) {
        if former {
            code.sectors = vec![Sector::Eli];
            *office = None;
        } else if !role.sectors.is_empty() {
            code.sectors.clone_from(&role.sectors);
            if role.office.is_some() {
                office.clone_from(&role.office);
            }
        }
        if let Some(country) = role_country {
            code.country = Some(country.to_owned());
        } else if code.country.is_none() {
            code.country.clone_from(&role.default_country);
        }
        if code.country.is_none() {
            code.country = self.main_country.clone();
        }
    }

    /// Role words right before a name: "rebel commander X", "Foreign Minister Y".
    pub(super) fn title_role(&self, m: &Mention) -> Option<(&'a Role, Option<String>, bool)> {
        let s = &self.tree.analysis.sentences[self.tree.analysis.sentence_of(m.first)];
        let last = m.first.0.checked_sub(1).filter(|&k| k >= s.first.0)?;
        let last = TokenIdx(last);
        if !matches!(self.tree.upos(last), Upos::Noun | Upos::Propn | Upos::Adj) {
            return None;
        }
        // It must belong to the name: hang inside its phrase or be its head.
        let belongs = self.tree.head(last).is_some_and(|h| m.first <= h && h < m.end)
            || self.tree.head(m.head) == Some(last)
            || self.tree.head(last) == self.tree.head(m.head);
        if !belongs {
            return None;
        }
        let (n, role) = self.role_ending(last, s.first)?;
        let first = TokenIdx(last.0 + 1 - n as u32);
        let former = self.former_before(first, s.first);
        let country = self.country_before(first, s.first).or_else(|| self.left_country(m.head));
        Some((role, country, former))
    }

    pub(super) fn former_before(&self, first: TokenIdx, lower: TokenIdx) -> bool {
        (1..=3u32)
            .filter_map(|d| first.0.checked_sub(d))
            .map(TokenIdx)
            .take_while(|&k| k >= lower)
            .any(|k| {
                matches!(
                    self.tree.lemma(k).as_str(),
                    "former" | "ex" | "ex-" | "late" | "ousted" | "deposed" | "toppled" | "onetime"
                )
            })
    }

    /// Nationality, country or city right before a title ("Mexican President", "Mexico's President").
    pub(super) fn country_before(&self, first: TokenIdx, lower: TokenIdx) -> Option<String> {
        for d in 1..=4u32 {
            let k = TokenIdx(first.0.checked_sub(d)?);
            if k < lower {
                return None;
            }
            if matches!(self.tree.upos(k), Upos::Punct | Upos::Verb | Upos::Cconj) {
                return None;
            }
            if let Some(m) = self.name_of(k) {
                return self.country_of_name(m);
            }
            if self.tree.upos(k) == Upos::Adp {
                return None;
            }
        }
        None
    }

    pub(super) fn apposition_role(&self, m: &Mention) -> Option<(&'a Role, Option<String>, bool)> {
        let tree = self.tree;
        let below = tree.kids_by(m.head, &[Deprel::Appos]).find(|&k| k > m.head);
        let above = (tree.rel(m.head) == Deprel::Appos).then(|| tree.head(m.head)).flatten();
        let noun = below.or(above)?;
        if self.name_of(noun).is_some() {
            return None;
        }
        let s = &tree.analysis.sentences[tree.analysis.sentence_of(noun)];
        let (n, role) = self.role_ending(noun, s.first)?;
        let first = TokenIdx(noun.0 + 1 - n as u32);
        Some((role, self.modifier_country(noun), self.former_before(first, s.first)))
    }

    pub(super) fn role_ending(&self, last: TokenIdx, lower: TokenIdx) -> Option<(usize, &'a Role)> {
        let from = lower.0.max(last.0.saturating_sub(4));
        let lemmas: Vec<String> = (from..=last.0).map(|k| self.tree.lemma(TokenIdx(k))).collect();
        let refs: Vec<&str> = lemmas.iter().map(String::as_str).collect();
        self.tree.knowledge.roles.longest_ending(&refs)
    }

    /// A role word inside an unknown body's name ("Free Aceh Movement", "Ministry of Mines").
    pub(super) fn role_in_name(&self, m: &Mention) -> Option<&'a Role> {
        let lemmas: Vec<String> =
            (m.first.0..m.end.0).map(|k| self.tree.form(TokenIdx(k)).to_lowercase()).collect();
        for end in (1..=lemmas.len()).rev() {
            let refs: Vec<&str> = lemmas[..end].iter().map(String::as_str).collect();
            if let Some((_, role)) = self.tree.knowledge.roles.longest_ending(&refs) {
                return Some(role);
            }
        }
        None
    }

    pub(super) fn country_inside(&self, m: &Mention) -> Option<String> {
        self.country_inside_words(m)
    }

    pub(super) fn country_inside_words(&self, m: &Mention) -> Option<String> {
        for t in m.first.0..m.end.0 {
            let words: Vec<&str> = (t..m.end.0).map(|k| self.tree.form(TokenIdx(k))).collect();
            if let Some((_, hits)) = self.tree.knowledge.entities.longest_at(&words) {
                let known = hits.first().map(|h| self.tree.knowledge.entities.get(h.entity))?;
                if known.kind == KnownKind::Country {
                    return Some(known.country.clone());
                }
            }
        }
        None
    }

    pub(super) fn known_in_chain(&self, m: &Mention) -> Option<usize> {
        let analysis = self.tree.analysis;
        for &i in &analysis.chains[m.chain as usize].mentions {
            let other = &analysis.mentions[i as usize];
            if other.kind != MentionKind::Name || other.first == m.first {
                continue;
            }
            let n = (other.end.0 - other.first.0) as usize;
            let words = self.words_from(other.first);
            if let Some((len, hits)) = self.tree.knowledge.entities.longest_at(&words)
                && len == n
                && let Some(hit) = hits.first()
                && hit.kind != AliasKind::Surname
            {
                return Some(hit.entity);
            }
        }
        None
    }

    /// Whether the chain has a longer name than this surname.
    pub(super) fn is_named_fuller(&self, m: &Mention) -> bool {
        let analysis = self.tree.analysis;
        let n = m.end.0 - m.first.0;
        analysis.chains[m.chain as usize].mentions.iter().any(|&i| {
            let other = &analysis.mentions[i as usize];
            other.kind == MentionKind::Name && other.end.0 - other.first.0 > n
        })
    }

    pub(super) fn described_in_chain(&self, t: TokenIdx, m: &Mention) -> Option<Entity> {
        let analysis = self.tree.analysis;
        for &i in &analysis.chains[m.chain as usize].mentions {
            let other = &analysis.mentions[i as usize];
            if other.head == t || other.kind == MentionKind::Pronoun {
                continue;
            }
            if let Some(p) = self.find(other.head).participant
                && (p.entity.code.country.is_some() || !p.entity.code.sectors.is_empty())
            {
                return Some(p.entity);
            }
        }
        None
    }
}
