//! A name in, those known by it out, and of several the one meant.

use std::borrow::Cow;

use knowledge::{AliasHit, AliasKind, KnownKind};
use model::{Deprel, Mention, MentionKind, NameKind, TokenIdx, Upos};

use super::{Who, titles::Said};

/// Of more who are known by a surname none stands for it.
const N_NAMESAKES: usize = 4;

impl<'a> Who<'_, 'a> {
    /// Who a name is known to mean: its own words, or those that end it where the tagger took a
    /// title in ("Commission President Kim Jong Un").
    pub(super) fn known(&self, m: &Mention) -> Option<Cow<'a, [AliasHit]>> {
        self.known_after(m).map(|(_, hits)| hits)
    }

    /// The same, with the number of words before it.
    pub(super) fn known_after(&self, m: &Mention) -> Option<(u32, Cow<'a, [AliasHit]>)> {
        self.memory.known(m, || self.find_known(m))
    }

    fn find_known(&self, m: &Mention) -> Option<(u32, Cow<'a, [AliasHit]>)> {
        if self.is_spelt_out_otherwise(m) {
            return None;
        }
        // Without common words that the tagger took in ("UN human" rights).
        let common = |k: &u32| {
            let form = self.tree.form(TokenIdx(*k));
            form.chars().all(char::is_lowercase) && self.tree.upos(TokenIdx(*k)) == Upos::Adj
        };
        let n_common = (m.first.0 + 1..m.end.0).rev().take_while(common).count();
        let n = (m.end.0 - m.first.0) as usize - n_common;
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
        // "Brussels", where nobody speaks of Belgium, is the Union; "in Brussels" is the town.
        let located = self.tree.preposition(m.head).is_some_and(|p| {
            matches!(p.as_ref(), "in" | "near" | "outside" | "at" | "around" | "across")
        });
        if !located
            && let Some(seat) = self.seat_of_body(hits)
            && first.kind == AliasKind::Capital
            && !self.seen.contains_key(&entities.get(first.entity).country)
        {
            return Some(seat);
        }
        let inside = self.country_inside_words(m).or_else(|| self.owner(m));
        let rank = |h: &AliasHit| {
            let k = entities.get(h.entity);
            let (code, office) = entities.code_on(h.entity, self.day);
            let country = code.country.as_ref().unwrap_or(&k.country);
            let seen = self.seen.get(country).copied().unwrap_or(0);
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
        if inside.as_ref() == Some(country) {
            return Some(best);
        }
        if self.seen.contains_key(country) {
            // "The Senate" of a story of the Congo that names America in passing.
            let shared = entities.get(best.entity).shared_name;
            return (!shared || self.is_much_of(country)).then_some(best);
        }
        if best.kind != AliasKind::Surname {
            // "The National Guard" of a story without countries; a phrase alone tells of none.
            let tells =
                self.tree.analysis.sentences.len() > 2 || self.is_foreign_acronym(m, country);
            return (self.seen.is_empty() && tells).then_some(best);
        }
        let office = entities.code_on(best.entity, self.day).1;
        // "Trump" of a story that names no country: of the few who bear the name, the one who leads.
        let heads = hits
            .iter()
            .filter(|h| is_head_office(entities.code_on(h.entity, self.day).1.as_deref()));
        let leads =
            is_head_office(office.as_deref()) && hits.len() <= N_NAMESAKES && heads.count() == 1;
        if leads || self.is_one_who_led(m, hits) {
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

    /// Whether the document speaks much of a country, beside the one that it speaks of most.
    fn is_much_of(&self, country: &str) -> bool {
        const PART: u32 = 3;
        let states = self.seen.iter().filter(|(c, _)| super::is_country(c));
        let most = states.map(|(_, n)| *n).max().unwrap_or(0);
        self.seen.get(country).is_some_and(|n| n * PART >= most)
    }

    /// The body of a name that other countries' bodies bear as well: it says what the body is, not where.
    pub(super) fn namesake(&self, m: &Mention) -> Option<&'a knowledge::Known> {
        let hit = self.known(m)?.first().copied()?;
        let known = self.tree.knowledge.entities.get(hit.entity);
        let shared = known.shared_name && self.says_only_what(m, known);
        (shared && self.country_inside_words(m).is_none()).then_some(known)
    }

    /// Whether a name tells what a body is, not which: "the Justice Department", "the Greens"; not "the
    /// Pentagon".
    fn says_only_what(&self, m: &Mention, known: &knowledge::Known) -> bool {
        self.role_in_name(m).is_some() || known.sectors.first() == Some(&model::Sector::Pty)
    }

    /// "Mubarak": the only one known of that surname has led a state.
    pub(super) fn is_one_who_led(&self, m: &Mention, hits: &[AliasHit]) -> bool {
        let [hit] = hits else { return false };
        let known = self.tree.knowledge.entities.get(hit.entity);
        // "Dr Joseph retired", said once, is anybody.
        let form = self.tree.form(m.first);
        let same = |x: &&Mention| {
            x.kind == MentionKind::Name
                && x.end.0 == x.first.0 + 1
                && self.tree.form(x.first) == form
        };
        let often = || self.tree.analysis.mentions.iter().filter(same).nth(1).is_some();
        m.name_kind == Some(NameKind::Person)
            && hit.kind == AliasKind::Surname
            && known
                .roles
                .iter()
                .any(|t| matches!(t.office.as_str(), "president" | "prime minister"))
            && often()
    }

    /// A single word that is a big town, whatever the tagger took it for.
    pub(super) fn is_town(&self, m: &Mention) -> bool {
        const POPULATION_MIN: u32 = 100_000;
        let words = [self.tree.form(m.first)];
        let single = m.end.0 == m.first.0 + 1;
        let places = self.tree.knowledge.places.longest_at(&words).filter(|_| single);
        places.is_some_and(|(_, p)| p.first().is_some_and(|p| p.population >= POPULATION_MIN))
    }

    /// The country that owns what is named ("Chile's Defense Department").
    pub(super) fn owner(&self, m: &Mention) -> Option<String> {
        let before = [Deprel::NmodPoss, Deprel::Amod, Deprel::Compound, Deprel::NmodDesc];
        let outside = |k: &TokenIdx| *k < m.first;
        self.tree.kids_by(m.head, &before).filter(outside).find_map(|k| {
            let hits = self.known(self.name_of(k)?)?;
            let known = self.tree.knowledge.entities.get(hits.first()?.entity);
            (known.kind == KnownKind::Country).then(|| known.country.clone())
        })
    }

    /// "The Democratic Party" in a story of the Democratic Party of Korea: the longer name, where it is
    /// known to be of another country.
    pub(super) fn fuller_name(&self, m: &Mention) -> Option<&'a Mention> {
        let tree = self.tree;
        let body = |o: &Mention| {
            let hit = self.known(o)?.first().copied()?;
            let known = tree.knowledge.entities.get(hit.entity);
            (known.kind == KnownKind::Body).then_some(known)
        };
        let n = m.end.0 - m.first.0;
        let own = body(m).filter(|_| n > 1)?;
        let mentions: &'a [Mention] = &tree.analysis.mentions;
        mentions.iter().filter(|o| o.kind == MentionKind::Name && o.end.0 > o.first.0 + n).find(
            |o| {
                let form = |k: u32| tree.form(TokenIdx(k));
                (0..n).all(|k| form(m.first.0 + k) == form(o.first.0 + k))
                    && matches!(form(o.first.0 + n), "of" | "for" | "in")
                    && body(o).is_some_and(|k| k.country != own.country)
            },
        )
    }

    /// Whether the name could be anybody's: a lone surname, "the Senate", "the Treasury".
    pub(super) fn is_generic(&self, m: &Mention) -> bool {
        let Some(hits) = self.known(m) else { return false };
        let Some(hit) = hits.first() else { return false };
        let known = self.tree.knowledge.entities.get(hit.entity);
        match known.kind {
            KnownKind::Person => hit.kind == AliasKind::Surname,
            KnownKind::Body => {
                self.is_foreign_acronym(m, &known.country)
                    || known.shared_name
                        && self.says_only_what(m, known)
                        && self.country_inside_words(m).is_none()
            }
            KnownKind::Country | KnownKind::Group => false,
        }
    }

    /// Letters of a body of one country that mean many things: "MIT", "PPP"; not "PKK", nor "FBI", since
    /// American and British letters are used all over the world.
    fn is_foreign_acronym(&self, m: &Mention, country: &str) -> bool {
        let word = self.tree.form(m.first);
        m.end.0 == m.first.0 + 1
            && (2..=4).contains(&word.len())
            && word.chars().all(char::is_uppercase)
            && !matches!(country, "USA" | "GBR")
            && super::is_country(country)
            && !self.tree.knowledge.cues.has("acronym-at-large", &word.to_lowercase())
    }

    /// The body of several states that a capital's name may stand for.
    pub(super) fn seat_of_body(&self, hits: &[AliasHit]) -> Option<AliasHit> {
        let body = |h: &&AliasHit| {
            h.kind == AliasKind::Seat
                && self.tree.knowledge.entities.get(h.entity).kind == KnownKind::Body
        };
        hits.iter().find(body).copied()
    }

    pub(super) fn country_inside_words(&self, m: &Mention) -> Option<String> {
        for t in m.first.0..m.end.0 {
            let words: Vec<&str> = (t..m.end.0).map(|k| self.tree.form(TokenIdx(k))).collect();
            if let Some((_, hits)) = self.tree.knowledge.entities.longest_at(&words) {
                let known = hits.first().map(|h| self.tree.knowledge.entities.get(h.entity))?;
                // "US House of Representatives" begins with a name of its own, "US House".
                if known.kind == KnownKind::Country {
                    return Some(known.country.clone());
                }
                let first = self.tree.knowledge.entities.longest_at(&words[..1]);
                let state = first
                    .and_then(|(_, hits)| hits.first().copied())
                    .map(|h| self.tree.knowledge.entities.get(h.entity))
                    .filter(|k| k.kind == KnownKind::Country);
                if let Some(state) = state {
                    return Some(state.country.clone());
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
            self.choose(&hits, other, None).map(|h| h.entity)
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
