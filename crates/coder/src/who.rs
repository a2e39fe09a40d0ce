//! Head word of a noun phrase in, participant out: country, sectors, office at the document's day.
//!
//! Evidence is asked in this order: what the text itself says of the name (title, apposition,
//! nationality), what is known of the name on that day, what the rest of its chain says, and last,
//! for bare roles ("police", "the court"), the country that the document is about.

mod conditions;
mod countries;

use std::cell::RefCell;

use knowledge::{AliasHit, AliasKind, KnownKind, Role};
use model::{
    ActorCode, Date, Deprel, Document, Entity, Mention, MentionKind, NameKind, Participant, Sector,
    Span, TokenIdx, Upos, Xpos,
};
use rustc_hash::FxHashMap;

use crate::tree::Tree;

/// What a noun phrase turned out to be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) participant: Option<Participant>,
    /// A human being, one or several.
    pub(crate) person: bool,
    pub(crate) organization: bool,
    /// The country itself, by name, capital or seat.
    pub(crate) country: bool,
    pub(crate) place: bool,
    /// Only owned by somebody political ("Mexican territory"), not an actor by itself.
    pub(crate) owned: bool,
}

pub(crate) struct Who<'t, 'a> {
    tree: &'t Tree<'a>,
    day: Option<Date>,
    /// Mention by head token.
    by_head: FxHashMap<u32, u32>,
    /// Name mention that covers a token.
    name_at: Vec<Option<u32>>,
    main_country: Option<String>,
    /// Countries named in the document by a name that only they have, with how often.
    seen: std::collections::BTreeMap<String, u32>,
    /// The two countries that the document is most about, where both are named often.
    dyad: Option<(String, String)>,
    cache: RefCell<FxHashMap<u32, Found>>,
}

impl<'t, 'a> Who<'t, 'a> {
    pub(crate) fn new(tree: &'t Tree<'a>, document: &Document) -> Self {
        let analysis = tree.analysis;
        let mut by_head = FxHashMap::default();
        let mut name_at = vec![None; analysis.tokens.len()];
        for (i, m) in analysis.mentions.iter().enumerate() {
            by_head.entry(m.head.0).or_insert(i as u32);
            if m.kind == MentionKind::Name {
                for t in m.first.0..m.end.0 {
                    name_at[t as usize].get_or_insert(i as u32);
                }
            }
        }
        let mut who = Self {
            tree,
            day: document.today.or(document.published),
            by_head,
            name_at,
            main_country: None,
            dyad: None,
            seen: std::collections::BTreeMap::new(),
            cache: RefCell::default(),
        };
        who.find_main_countries();
        who
    }

    fn words_from(&self, t: TokenIdx) -> Vec<&'a str> {
        let s = &self.tree.analysis.sentences[self.tree.analysis.sentence_of(t)];
        (t.0..s.end.0.min(t.0 + 12)).map(|k| self.tree.form(TokenIdx(k))).collect()
    }

    /// Whether the name could be anybody's: a lone surname, "the Senate", "the Treasury".
    fn is_generic(&self, m: &Mention) -> bool {
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

    /// The hit whose country the document speaks of; a name that could be anybody's and whose
    /// country is never named is nobody known.
    fn choose(&self, hits: &[AliasHit], m: &Mention) -> Option<AliasHit> {
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

    fn country_of_name(&self, m: &Mention) -> Option<String> {
        let words = self.words_from(m.first);
        let n = (m.end.0 - m.first.0) as usize;
        if let Some((len, hits)) = self.tree.knowledge.entities.longest_at(&words)
            && len <= n.max(1)
            && let Some(hit) = hits.first()
        {
            return Some(self.tree.knowledge.entities.get(hit.entity).country.clone());
        }
        if m.name_kind == Some(NameKind::Place)
            && let Some((len, places)) = self.tree.knowledge.places.longest_at(&words)
            && len <= n.max(1)
        {
            return places.first().map(|p| p.country.clone());
        }
        None
    }

    /// The state as a participant of an act at `t` that only a state does, where nobody is named.
    pub(crate) fn state(&self, t: TokenIdx, sector: Sector) -> Option<Participant> {
        let country = self.context_country(t)?;
        Some(Participant {
            span: self.tree.analysis.token(t).span,
            entity: Entity {
                code: ActorCode { country: Some(country), sectors: vec![sector] },
                ..Entity::default()
            },
        })
    }

    pub(crate) fn main_country(&self) -> Option<&str> {
        self.main_country.as_deref()
    }

    /// The name mention that covers a token.
    pub(crate) fn name_of(&self, t: TokenIdx) -> Option<&'a Mention> {
        self.name_at[t.at()].map(|i| &self.tree.analysis.mentions[i as usize])
    }

    pub(crate) fn mention_of(&self, t: TokenIdx) -> Option<&'a Mention> {
        self.by_head.get(&t.0).map(|&i| &self.tree.analysis.mentions[i as usize])
    }

    /// Who or what the noun phrase headed by `t` is.
    pub(crate) fn find(&self, t: TokenIdx) -> Found {
        if let Some(found) = self.cache.borrow().get(&t.0) {
            return found.clone();
        }
        // A cycle of references meets this empty answer.
        self.cache.borrow_mut().insert(t.0, Found::default());
        let mut found = self.find_fresh(t);
        // A human being of a country, nothing more known: a civilian, not the government.
        if found.person
            && let Some(p) = &mut found.participant
            && p.entity.code.sectors.is_empty()
            && p.entity.code.country.is_some()
        {
            p.entity.code.sectors = vec![Sector::Cvl];
        }
        self.cache.borrow_mut().insert(t.0, found.clone());
        found
    }

    fn find_fresh(&self, t: TokenIdx) -> Found {
        if let Some(antecedent) = self.tree.antecedent(t) {
            return self.find(antecedent);
        }
        if let Some(m) = self.name_of(t) {
            return self.find_name(t, m);
        }
        let lemma = self.tree.lemma(t);
        if let Some(m) = self.mention_of(t)
            && m.kind == MentionKind::Pronoun
        {
            return self.find_in_chain(t, m);
        }
        // "Rep. Ilhan Omar": the title may head the name.
        if self.tree.upos(t) == Upos::Propn
            && self.tree.cue("title", t)
            && let Some(name) =
                self.tree.kids_by(t, &[Deprel::Flat]).find(|&k| self.name_of(k).is_some())
        {
            return self.find(name);
        }
        match self.tree.upos(t) {
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Det | Upos::X => {}
            Upos::Pron => {
                let person = matches!(
                    lemma.as_str(),
                    "who"
                        | "anyone"
                        | "everyone"
                        | "someone"
                        | "somebody"
                        | "anybody"
                        | "everybody"
                        | "those"
                        | "one"
                );
                return Found { person, ..Found::default() };
            }
            _ => return Found::default(),
        }
        self.find_nominal(t, &lemma)
    }

    /// Words that cover the noun phrase of `t` to the left, for the participant's span.
    fn span_with_modifiers(&self, t: TokenIdx) -> Span {
        let mut span = self.tree.analysis.token(t).span;
        for &k in self.tree.kids(t) {
            let rel = self.tree.rel(k);
            let left = k < t
                && matches!(
                    rel,
                    Deprel::Amod
                        | Deprel::Compound
                        | Deprel::NmodPoss
                        | Deprel::NmodDesc
                        | Deprel::Nummod
                        | Deprel::Flat
                );
            if left || (k > t && rel == Deprel::Flat) {
                span = span.cover(self.tree.analysis.token(k).span);
                for &kk in self.tree.kids(k) {
                    if kk < k
                        && matches!(
                            self.tree.rel(kk),
                            Deprel::Amod | Deprel::Compound | Deprel::Flat | Deprel::NmodPoss
                        )
                    {
                        span = span.cover(self.tree.analysis.token(kk).span);
                    }
                }
            }
        }
        span
    }

    fn find_name(&self, t: TokenIdx, m: &'a Mention) -> Found {
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

    fn apply_role(
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
    fn title_role(&self, m: &Mention) -> Option<(&'a Role, Option<String>, bool)> {
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

    fn former_before(&self, first: TokenIdx, lower: TokenIdx) -> bool {
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
    fn country_before(&self, first: TokenIdx, lower: TokenIdx) -> Option<String> {
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

    fn apposition_role(&self, m: &Mention) -> Option<(&'a Role, Option<String>, bool)> {
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

    fn role_ending(&self, last: TokenIdx, lower: TokenIdx) -> Option<(usize, &'a Role)> {
        let from = lower.0.max(last.0.saturating_sub(4));
        let lemmas: Vec<String> = (from..=last.0).map(|k| self.tree.lemma(TokenIdx(k))).collect();
        let refs: Vec<&str> = lemmas.iter().map(String::as_str).collect();
        self.tree.knowledge.roles.longest_ending(&refs)
    }

    /// A role word inside an unknown body's name ("Free Aceh Movement", "Ministry of Mines").
    fn role_in_name(&self, m: &Mention) -> Option<&'a Role> {
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

    fn country_inside(&self, m: &Mention) -> Option<String> {
        self.country_inside_words(m)
    }

    fn country_inside_words(&self, m: &Mention) -> Option<String> {
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

    fn known_in_chain(&self, m: &Mention) -> Option<usize> {
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
    fn is_named_fuller(&self, m: &Mention) -> bool {
        let analysis = self.tree.analysis;
        let n = m.end.0 - m.first.0;
        analysis.chains[m.chain as usize].mentions.iter().any(|&i| {
            let other = &analysis.mentions[i as usize];
            other.kind == MentionKind::Name && other.end.0 - other.first.0 > n
        })
    }

    fn described_in_chain(&self, t: TokenIdx, m: &Mention) -> Option<Entity> {
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

    fn find_in_chain(&self, t: TokenIdx, m: &Mention) -> Found {
        let analysis = self.tree.analysis;
        let chain = &analysis.chains[m.chain as usize];
        let mut best: Option<Found> = None;
        for pass in [MentionKind::Name, MentionKind::Nominal] {
            for &i in &chain.mentions {
                let other = &analysis.mentions[i as usize];
                if other.kind != pass || other.head == t {
                    continue;
                }
                let found = self.find(other.head);
                if found.participant.is_some() {
                    best = Some(found);
                    break;
                }
            }
            if best.is_some() {
                break;
            }
        }
        let lemma = self.tree.form(t).to_lowercase();
        let person = matches!(lemma.as_str(), "he" | "him" | "his" | "she" | "her" | "i" | "me");
        let Some(mut found) = best else {
            return Found { person, ..Found::default() };
        };
        if let Some(p) = &mut found.participant {
            p.span = analysis.token(t).span;
            // A pronoun for a country is its government.
        }
        found
    }

    fn find_nominal(&self, t: TokenIdx, lemma: &str) -> Found {
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
        let mut country = self.modifier_country(t);
        let role = self.role_ending(t, s.first);
        if let Some((n, role)) = role {
            let first = TokenIdx(t.0 + 1 - n as u32);
            let former = self.former_before(first, s.first);
            // A name in apposition speaks for the role ("the minister, Sergei Lavrov").
            if role.person {
                for k in tree.kids_by(t, &[Deprel::Appos, Deprel::Flat]) {
                    if !self.find(k).person {
                        continue;
                    }
                    if let Some(p) = self.find(k).participant
                        && p.entity.code.country.is_some()
                    {
                        let mut entity = p.entity;
                        if former {
                            entity.code.sectors = vec![Sector::Eli];
                        } else if !role.sectors.is_empty() {
                            entity.code.sectors.clone_from(&role.sectors);
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
            if country.is_none() {
                let usual = role.default_country.clone();
                let usual = usual.filter(|c| self.seen.contains_key(c) || self.seen.is_empty());
                // Refugees and plain "governments" are nobody's in particular.
                let anybody = role.sectors.first() == Some(&Sector::Ref)
                    || (lemma == "government" && tree.xpos(t) == Xpos::Nns);
                country = usual.or_else(|| (!anybody).then(|| self.context_country(t)).flatten());
            }
            let mut code = ActorCode { country, sectors: role.sectors.clone() };
            let mut office = role.office.clone();
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
                let related = matches!(lemma, "ally" | "rival" | "neighbour" | "neighbor" | "bloc");
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
            if let Some(p) = self.find(k).participant
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

    fn name_in_chain(&self, t: TokenIdx, m: &Mention) -> Option<Entity> {
        let analysis = self.tree.analysis;
        analysis.chains[m.chain as usize]
            .mentions
            .iter()
            .map(|&i| &analysis.mentions[i as usize])
            .filter(|o| o.kind == MentionKind::Name && o.head != t)
            .find_map(|o| self.find(o.head).participant)
            .map(|p| p.entity)
    }

    /// Country that modifies a noun: adjective, possessor, compound, "of"/"in"/"from" phrase.
    pub(crate) fn modifier_country(&self, t: TokenIdx) -> Option<String> {
        self.left_country(t).or_else(|| self.right_countries(t).into_iter().next())
    }

    /// Countries in an "of", "in" or "from" phrase; several when coordinated.
    fn right_countries(&self, t: TokenIdx) -> Vec<String> {
        let tree = self.tree;
        for &k in tree.kids(t) {
            if tree.rel(k) != Deprel::Nmod
                || !matches!(
                    tree.preposition(k).as_deref(),
                    Some("of" | "in" | "from" | "for" | "to" | "at" | "both")
                )
            {
                continue;
            }
            let found: Vec<String> = tree
                .coordinated(k)
                .into_iter()
                .filter_map(|c| self.name_of(c))
                .filter(|m| m.name_kind != Some(NameKind::Person))
                .filter_map(|m| self.country_of_name(m))
                .collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Countries of coordinated adjectives before a plural ("the Chinese and Ukrainian presidents").
    fn left_countries(&self, t: TokenIdx) -> Vec<String> {
        let tree = self.tree;
        let mut found: Vec<String> = Vec::new();
        for k in tree.kids_by(t, &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss]) {
            for c in tree.coordinated(k) {
                if let Some(country) = self.name_of(c).and_then(|m| self.country_of_name(m))
                    && !found.contains(&country)
                {
                    found.push(country);
                }
            }
        }
        found
    }

    fn left_country(&self, t: TokenIdx) -> Option<String> {
        let tree = self.tree;
        let before =
            [Deprel::Amod, Deprel::Compound, Deprel::NmodPoss, Deprel::NmodDesc, Deprel::Flat];
        // A name says it outright ("his Ukrainian counterpart"); a possessor only by resolution.
        tree.kids_by(t, &before)
            .filter_map(|k| self.name_of(k))
            .filter(|m| !(m.first <= t && t < m.end))
            .find_map(|m| self.country_of_name(m))
            .or_else(|| {
                tree.kids_by(t, &[Deprel::NmodPoss, Deprel::Compound])
                    .filter_map(|k| self.find(k).participant)
                    .find_map(|p| p.entity.code.country)
            })
    }

    /// For bare roles: the one country named in the sentence, else the document's.
    fn context_country(&self, t: TokenIdx) -> Option<String> {
        let analysis = self.tree.analysis;
        let s = &analysis.sentences[analysis.sentence_of(t)];
        let mut only: Option<String> = None;
        let from = analysis.mentions.partition_point(|m| m.first < s.first);
        for m in &analysis.mentions[from..] {
            if m.first >= s.end {
                break;
            }
            if m.kind != MentionKind::Name || m.name_kind == Some(NameKind::Person) {
                continue;
            }
            if let Some(country) = self.country_of_name(m).filter(|c| is_country(c)) {
                match &only {
                    None => only = Some(country),
                    Some(c) if *c == country => {}
                    Some(_) => return self.main_country.clone(),
                }
            }
        }
        only.or_else(|| self.main_country.clone())
    }

    /// Participants of the noun phrase at `t`; two for "both leaders".
    pub(crate) fn participants(&self, t: TokenIdx) -> Vec<Participant> {
        if self.is_pair(t) {
            let pair = self.pair_before(t);
            if pair.len() == 2 {
                return pair;
            }
        }
        let found = self.find(t).participant;
        // "officials from both the US and Mexico": one for each country.
        if let Some(p) = &found
            && p.entity.id.is_none()
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
                        p.entity.code.country = Some(c);
                        p
                    })
                    .collect();
            }
        }
        found.into_iter().collect()
    }

    fn is_pair(&self, t: TokenIdx) -> bool {
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
                | "man"
                | "pair"
                | "party"
                | "capital"
        );
        if lemma == "pair" {
            return true;
        }
        noun && matches!(tree.xpos(t), Xpos::Nns | Xpos::Nnps)
            && tree.kids(t).iter().any(|&k| matches!(tree.lemma(k).as_str(), "two" | "both" | "2"))
            && self.modifier_country(t).is_none()
    }

    /// The last two participants of different countries that were named before `t`.
    fn pair_before(&self, t: TokenIdx) -> Vec<Participant> {
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

fn is_quantity(lemma: &str) -> bool {
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

/// A state or territory, not one of the codes for bodies of several.
fn is_country(code: &str) -> bool {
    !matches!(code, "IGO" | "UNO" | "EUR" | "NGO" | "ISM" | "IMG" | "MNC")
}
