//! A name in, who it is out: what the text says of it, and who is known by it on the day.

use knowledge::{AliasKind, KnownKind, Role};
use model::{
    ActorCode, Entity, Mention, MentionKind, NameKind, Participant, Sector, TokenIdx, Xpos,
};

use super::{Found, Who, is_country, titles::is_official};

impl<'a> Who<'_, 'a> {
    pub(super) fn find_name(&self, t: TokenIdx, m: &'a Mention) -> Found {
        let entities = &self.tree.knowledge.entities;
        let known = self.known(m);
        let span = self.span_with_modifiers(m.head).cover(m.span);
        let role = self.title_role(m).or_else(|| self.apposition_role(m));
        if let Some(fuller) = self.fuller_name(m) {
            let mut found = self.find(fuller.head);
            if let Some(p) = &mut found.participant {
                p.span = span;
                return found;
            }
        }
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
                let chosen = || self.choose(&hits, m, role.as_ref()).map(|h| (h.entity, h.kind));
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
            if !k.homes.is_empty() {
                code.country = Some(self.home(k));
            }
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
                && (said.former
                    || office.is_none()
                    || is_official(said.role)
                    || said.sectors.is_some())
                && !self.is_told_in(said, &code)
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
        let many = self.body_of_many(m).filter(|_| kind != Some(NameKind::Person));
        // "The U.S. Mission in Benghazi" is American.
        let country = many
            .or_else(|| self.left_country(m.head))
            .or_else(|| self.country_inside(m))
            .or_else(|| self.modifier_country(m.head));
        if let Some(said) = &role {
            code.country = country.clone();
            self.apply_role(said, &mut code, &mut office);
        } else if kind == Some(NameKind::Organization) || kind.is_none() {
            if let Some(role) = self.role_in_name(m) {
                code.sectors.clone_from(&role.sectors);
                if code.country.is_none() {
                    code.country = country.clone().or_else(|| self.context_country(t));
                }
            } else if let Some(known) = self.namesake(m) {
                code.sectors.clone_from(&known.sectors);
                code.country = country.clone().or_else(|| self.context_country(t));
            } else {
                code.country = country.clone();
                // A body that nobody says anything of: of the country the story is about.
                if code.country.is_none() && kind == Some(NameKind::Organization) {
                    code.country = self.context_country(t);
                    if code.country.is_some() {
                        code.sectors = vec![Sector::Unk];
                    }
                }
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
            code.country = country.clone().or_else(|| self.country_of_town(m));
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

    /// "The Ministry of Mines": a name whose own words say what body it is.
    pub(crate) fn is_body_by_name(&self, m: &Mention) -> bool {
        m.name_kind == Some(NameKind::Organization)
            && self.role_in_name(m).is_some_and(|r| !r.person && !r.sectors.is_empty())
    }

    pub(super) fn country_inside(&self, m: &Mention) -> Option<String> {
        self.country_inside_words(m)
    }

    pub(super) fn described_in_chain(&self, t: TokenIdx, m: &Mention) -> Option<Entity> {
        let analysis = self.tree.analysis;
        for &i in &analysis.chains[m.chain as usize].mentions {
            let other = &analysis.mentions[i as usize];
            if other.head == t || other.kind == MentionKind::Pronoun {
                continue;
            }
            if let Some(p) = self.find(other.head).participant
                && crate::sides::is_coded(&p)
            {
                return Some(p.entity);
            }
        }
        None
    }
}
