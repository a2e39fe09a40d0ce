//! A name in, who it is out: what the text says of it, and who is known by it on the day.

use knowledge::{AliasHit, AliasKind, KnownKind, Role};
use model::{
    ActorCode, Deprel, Entity, Mention, MentionKind, NameKind, Participant, Sector, TokenIdx, Upos,
    Xpos,
};

use super::{Found, Who, is_country};

/// What the words beside a name say of it.
#[derive(Clone, Debug)]
pub(super) struct Said<'a> {
    pub(super) role: &'a Role,
    /// Those of the body that is served, where the role takes them.
    pub(super) sectors: Option<Vec<Sector>>,
    pub(super) country: Option<String>,
    /// "former", "retired".
    pub(super) former: bool,
}

impl<'a> Who<'_, 'a> {
    pub(super) fn find_name(&self, t: TokenIdx, m: &'a Mention) -> Found {
        let entities = &self.tree.knowledge.entities;
        let known = self.known(m);
        let span = self.span_with_modifiers(m.head).cover(m.span);
        let role = self.title_role(m).or_else(|| self.apposition_role(m));
        let text = m.span.of(self.tree.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let chain_known = self.known_in_chain(m);
        let hit = known
            .and_then(|hits| {
                let surname = hits.first().is_some_and(|h| h.kind == AliasKind::Surname);
                // "Sofia" the town is not somebody of that surname.
                if surname && matches!(m.name_kind, Some(NameKind::Place)) {
                    return None;
                }
                if surname && chain_known.is_none() && self.is_named_fuller(m) {
                    return None;
                }
                let by_chain = chain_known.and_then(|e| {
                    let hit = hits.iter().find(|h| h.entity == e).map(|h| h.kind);
                    let kind = hit.or(surname.then_some(AliasKind::Surname))?;
                    Some((e, kind))
                });
                let chosen = || self.choose(hits, m, role.as_ref()).map(|h| (h.entity, h.kind));
                // "Kim" is not the late father once the son, in office, is named.
                let serves = |e| entities.code_on(e, self.day).1.is_some();
                let heir = by_chain
                    .filter(|(e, kind)| *kind == AliasKind::Surname && !serves(*e))
                    .and_then(|_| chosen())
                    .filter(|(e, _)| serves(*e) && self.named.contains(e));
                heir.or(by_chain).or_else(chosen)
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
                && let Some(said) = &role
                && (said.former || office.is_none() || is_official(said.role))
            {
                self.apply_role(said, &mut code, &mut office);
            }
            // "The British Red Cross": a country's part of a body of many.
            if k.kind == KnownKind::Body
                && !is_country(&k.country)
                && self.known_after(m).is_some_and(|(skip, _)| skip > 0)
                && let Some(country) = self.country_inside_words(m).filter(|c| *c != k.country)
            {
                code.country = Some(country);
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
        let mut kind = m.name_kind;
        if kind == Some(NameKind::Person) && role.is_none() && self.is_town(m) {
            kind = Some(NameKind::Place);
        } else if kind == Some(NameKind::Person)
            && role.is_none()
            && self.role_in_name(m).is_some_and(|r| !r.person)
        {
            kind = Some(NameKind::Organization);
        }
        let mut country = self.modifier_country(m.head);
        if country.is_none() {
            country = self.country_inside(m);
        }
        if let Some(said) = &role {
            code.country = country.clone();
            self.apply_role(said, &mut code, &mut office);
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
            code.country = country.clone().or_else(|| self.country_of_place(m));
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

    /// Who a name is known to mean: its own words, or those that end it where the tagger took a
    /// title in ("Commission President Kim Jong Un").
    pub(super) fn known(&self, m: &Mention) -> Option<&'a [AliasHit]> {
        self.known_after(m).map(|(_, hits)| hits)
    }

    /// The same, with the number of words before it.
    fn known_after(&self, m: &Mention) -> Option<(u32, &'a [AliasHit])> {
        let n = (m.end.0 - m.first.0) as usize;
        (0..n as u32).find_map(|skip| {
            let words = self.words_from(TokenIdx(m.first.0 + skip));
            let (len, hits) = self.tree.knowledge.entities.longest_at(&words)?;
            let whole = len == n - skip as usize;
            let first = hits.first()?;
            let inside = skip == 0 || (first.kind != AliasKind::Surname && len > 1);
            (whole && inside).then_some((skip, hits))
        })
    }

    /// Of all who bear a name, the one meant: named in full elsewhere in the document, of a country
    /// that the document speaks of, in office on the day. A name that could be anybody's and whose
    /// country is never named is nobody known.
    pub(super) fn choose(
        &self,
        hits: &[AliasHit],
        m: &Mention,
        role: Option<&Said<'a>>,
    ) -> Option<AliasHit> {
        let entities = &self.tree.knowledge.entities;
        let first = hits.first()?;
        let inside = self.country_inside_words(m).or_else(|| self.owner(m));
        let rank = |h: &AliasHit| {
            let k = entities.get(h.entity);
            let seen = self.seen.get(&k.country).copied().unwrap_or(0);
            let (code, office) = entities.code_on(h.entity, self.day);
            let said = role.is_some_and(|r| {
                r.country == code.country
                    || (r.former && office.is_none())
                    || (r.role.office.is_some() && r.role.office == office)
            });
            let mut rank = 4 * seen.min(8);
            if self.named.contains(&h.entity) {
                rank += 200;
            }
            if said || inside.as_ref() == Some(&k.country) {
                rank += 40;
            }
            if office.is_some() || k.roles.is_empty() {
                rank += 6;
            }
            if is_head_office(office.as_deref()) {
                rank += 8;
            }
            rank
        };
        let best =
            hits.iter().filter(|h| h.kind == first.kind).rev().max_by_key(|h| rank(h)).copied()?;
        if !self.is_generic(m) || self.named.contains(&best.entity) {
            return Some(best);
        }
        let country = &entities.get(best.entity).country;
        if inside.as_ref().is_some_and(|c| c != country) && best.kind != AliasKind::Surname {
            return None;
        }
        if self.seen.contains_key(country) || inside.as_ref() == Some(country) {
            return Some(best);
        }
        if best.kind != AliasKind::Surname {
            // "The National Guard" of a story without countries; a phrase alone tells of none.
            let story = self.tree.analysis.sentences.len() > 2;
            return (self.seen.is_empty() && story).then_some(best);
        }
        let office = entities.code_on(best.entity, self.day).1;
        if is_head_office(office.as_deref()) && hits.len() == 1 {
            return Some(best);
        }
        // "Former President Trump" of a story that names no country: the only one who was.
        let said = role.filter(|r| is_head_office(r.role.office.as_deref()))?;
        let held = |h: &&AliasHit| {
            let roles = &entities.get(h.entity).roles;
            roles.iter().any(|t| {
                Some(&t.office) == said.role.office.as_ref() && t.holds(self.day) != said.former
            })
        };
        let mut held = hits.iter().filter(held);
        held.next().copied().filter(|_| held.next().is_none())
    }

    /// A single word that is a big town, whatever the tagger took it for.
    fn is_town(&self, m: &Mention) -> bool {
        const POPULATION_MIN: u32 = 100_000;
        let words = [self.tree.form(m.first)];
        let single = m.end.0 == m.first.0 + 1;
        let places = self.tree.knowledge.places.longest_at(&words).filter(|_| single);
        places.is_some_and(|(_, p)| p.first().is_some_and(|p| p.population >= POPULATION_MIN))
    }

    /// The country that owns what is named ("Chile's Defense Department").
    fn owner(&self, m: &Mention) -> Option<String> {
        let before = [Deprel::NmodPoss, Deprel::Amod, Deprel::Compound, Deprel::NmodDesc];
        let outside = |k: &TokenIdx| *k < m.first;
        self.tree.kids_by(m.head, &before).filter(outside).find_map(|k| {
            let hits = self.known(self.name_of(k)?)?;
            let known = self.tree.knowledge.entities.get(hits.first()?.entity);
            (known.kind == KnownKind::Country).then(|| known.country.clone())
        })
    }

    /// Whether the name could be anybody's: a lone surname, "the Senate", "the Treasury".
    pub(super) fn is_generic(&self, m: &Mention) -> bool {
        let Some(hits) = self.known(m) else { return false };
        let Some(hit) = hits.first() else { return false };
        let known = self.tree.knowledge.entities.get(hit.entity);
        match known.kind {
            KnownKind::Person => hit.kind == AliasKind::Surname,
            KnownKind::Body => {
                known.shared_name
                    && self.role_in_name(m).is_some()
                    && self.country_inside_words(m).is_none()
            }
            KnownKind::Country | KnownKind::Group => false,
        }
    }

    fn apply_role(&self, said: &Said<'_>, code: &mut ActorCode, office: &mut Option<String>) {
        let sectors = said.sectors.as_ref().unwrap_or(&said.role.sectors);
        if said.former {
            code.sectors = vec![Sector::Eli];
            *office = None;
        } else if !sectors.is_empty() {
            code.sectors.clone_from(sectors);
            if said.role.office.is_some() {
                office.clone_from(&said.role.office);
            }
        }
        if let Some(country) = &said.country {
            code.country = Some(country.clone());
        } else if code.country.is_none() {
            code.country.clone_from(&said.role.default_country);
        }
        if code.country.is_none() {
            code.country = self.main_country.clone();
        }
    }

    /// Role words right before a name: "rebel commander X", "Foreign Minister Y".
    pub(super) fn title_role(&self, m: &Mention) -> Option<Said<'a>> {
        let s = &self.tree.analysis.sentences[self.tree.analysis.sentence_of(m.first)];
        // Before the name, or taken into it by the tagger ("Former President Trump").
        let within = (m.first.0..m.end.0.saturating_sub(1)).rev().map(TokenIdx);
        let before = m.first.0.checked_sub(1).map(TokenIdx).filter(|&k| {
            let belongs = self.tree.head(k).is_some_and(|h| m.first <= h && h < m.end)
                || self.tree.head(m.head) == Some(k)
                || self.tree.head(k) == self.tree.head(m.head);
            k >= s.first
                && belongs
                && matches!(self.tree.upos(k), Upos::Noun | Upos::Propn | Upos::Adj)
        });
        let (last, n, role) = within
            .filter_map(|k| Some((k, self.role_ending(k, s.first).filter(|(_, r)| r.person)?)))
            .chain(before.and_then(|k| Some((k, self.role_ending(k, s.first)?))))
            .map(|(k, (n, role))| (k, n, role))
            .next()?;
        let first = TokenIdx(last.0 + 1 - n as u32);
        let former = self.former_before(first, s.first);
        let body = self.body_before(first, s.first).filter(|b| serves(role, b));
        let country = body.as_ref().and_then(|b| b.country.clone());
        let country = country
            .or_else(|| self.country_before(first, s.first))
            .or_else(|| self.left_country(m.head));
        if role.sectors.is_empty() && body.is_none() {
            return None;
        }
        Some(Said { role, sectors: body.map(|b| b.sectors), country, former })
    }

    /// The body named right before a title ("Hamas leader", "the FBI's director").
    fn body_before(&self, first: TokenIdx, lower: TokenIdx) -> Option<ActorCode> {
        let mut k = TokenIdx(first.0.checked_sub(1)?);
        if self.tree.form(k).ends_with('s') && self.tree.upos(k) == Upos::Part {
            k = TokenIdx(k.0.checked_sub(1)?);
        }
        let m = self.name_of(k).filter(|_| k >= lower)?;
        self.code_of_body(m.head)
    }

    /// The code of a body, not of a country or a person.
    fn code_of_body(&self, t: TokenIdx) -> Option<ActorCode> {
        let found = self.find(t);
        let code = found.participant.filter(|_| found.organization)?.entity.code;
        (!code.sectors.is_empty()).then_some(code)
    }

    /// The body that the noun at `t` serves; its own role begins at `first`.
    pub(super) fn affiliation(
        &self,
        t: TokenIdx,
        first: TokenIdx,
        role: &Role,
    ) -> Option<ActorCode> {
        let tree = self.tree;
        if !role.affiliate {
            return None;
        }
        let left = [
            Deprel::Compound,
            Deprel::NmodPoss,
            Deprel::NmodDesc,
            Deprel::Amod,
            Deprel::Flat,
            Deprel::Nmod,
        ];
        tree.kids_by(t, &left)
            .filter(|&k| k < first || k > t)
            .filter(|&k| {
                k < first
                    || matches!(
                        tree.preposition(k).as_deref(),
                        Some("of" | "from" | "for" | "with" | "at" | "in")
                    )
            })
            .filter_map(|k| self.code_of_body(k))
            .find(|body| serves(role, body))
    }

    pub(super) fn former_before(&self, first: TokenIdx, lower: TokenIdx) -> bool {
        (1..=3u32)
            .filter_map(|d| first.0.checked_sub(d))
            .map(TokenIdx)
            .take_while(|&k| k >= lower)
            .any(|k| {
                matches!(
                    self.tree.lemma(k).as_str(),
                    "former"
                        | "ex"
                        | "ex-"
                        | "late"
                        | "ousted"
                        | "deposed"
                        | "toppled"
                        | "onetime"
                        | "retired"
                        | "erstwhile"
                        | "disgraced"
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

    pub(super) fn apposition_role(&self, m: &Mention) -> Option<Said<'a>> {
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
        let body = self.affiliation(noun, first, role);
        if role.sectors.is_empty() && body.is_none() {
            return None;
        }
        let country = body.as_ref().and_then(|b| b.country.clone());
        Some(Said {
            role,
            sectors: body.map(|b| b.sectors),
            country: country.or_else(|| self.modifier_country(noun)),
            former: self.former_before(first, s.first),
        })
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

    /// Whom the chain's full names mean; of several, one in office on the day.
    pub(super) fn known_in_chain(&self, m: &Mention) -> Option<usize> {
        let analysis = self.tree.analysis;
        let entities = &self.tree.knowledge.entities;
        let full = |i: &u32| {
            let other = &analysis.mentions[*i as usize];
            if other.kind != MentionKind::Name || other.first == m.first {
                return None;
            }
            let hits = self.known(other)?;
            hits.first().filter(|h| h.kind != AliasKind::Surname)?;
            self.choose(hits, other, None).map(|h| h.entity)
        };
        let mentions = &analysis.chains[m.chain as usize].mentions;
        let found: Vec<usize> = mentions.iter().filter_map(full).collect();
        let serves = |e: &&usize| entities.code_on(**e, self.day).1.is_some();
        found.iter().find(serves).or(found.first()).copied()
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

/// Whether the role takes the body's sector: not "government troops", who stay MIL.
fn serves(role: &Role, body: &ActorCode) -> bool {
    let own = role.sectors.first();
    let governs = body.sectors.first() == Some(&Sector::Gov);
    role.affiliate && (!governs || own.is_none() || own == Some(&Sector::Gov))
}

/// Offices that speak for a country.
fn is_head_office(office: Option<&str>) -> bool {
    matches!(
        office,
        Some(
            "president"
                | "prime minister"
                | "chancellor"
                | "supreme leader"
                | "leader"
                | "king"
                | "emir"
                | "crown prince"
                | "foreign minister"
                | "secretary of state"
                | "secretary-general"
                | "pope"
        )
    )
}

/// Whether a title outdoes the office that is known: an office itself, or a rank of the state or of
/// those who fight it; not "lawyer", "Republican" or "father".
fn is_official(role: &Role) -> bool {
    role.office.is_some()
        || role.sectors.first().is_some_and(|s| {
            matches!(
                s,
                Sector::Mil
                    | Sector::Cop
                    | Sector::Jud
                    | Sector::Leg
                    | Sector::Spy
                    | Sector::Reb
                    | Sector::Crm
                    | Sector::Opp
            )
        })
}
