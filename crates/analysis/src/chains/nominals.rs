//! A noun phrase in, the chain that it takes up out.

use model::{Deprel, Sector};

use super::{
    Builder,
    profile::{Facts, Profile},
    words,
};

/// How many sentences back a plain noun is still remembered.
const REACH_PLAIN: usize = 12;
/// How many times a noun was said before that are looked at.
const N_ASKED: usize = 60;
/// How many sentences back an office is still remembered.
const REACH_OFFICE: usize = 10;

impl Builder<'_> {
    pub(super) fn chain_of_nominal(&self, i: usize) -> Option<usize> {
        let (m, facts) = (&self.mentions[i], &self.facts[i]);
        let head = m.head.at();
        let token = &self.tokens[head];
        // Apposition and title: the name speaks for it.
        if token.deprel == Deprel::Appos
            && let Some(above) = token.head
            && let Some(&a) = self.by_head.get(&above.0)
            && self.mentions[a as usize].first < m.first
            && self.mentions[a as usize].chain != super::LOOSE
        {
            return Some(self.mentions[a as usize].chain as usize);
        }
        if !facts.definite {
            return None;
        }
        let possessor = self.possessor_chain(head);
        // "Mexico's president" may be taken up by office; "his house" only by the same words.
        if possessor.is_some() && facts.countries.is_empty() {
            return self.same_head(facts, true);
        }
        if facts.plural || facts.collective {
            let named = (!facts.plural).then(|| self.named_body(facts)).flatten();
            return self.same_head(facts, false).or(named);
        }
        if facts.country {
            return self.named_country(facts).or_else(|| self.same_head(facts, false));
        }
        if facts.place {
            return self.same_head(facts, false).or_else(|| self.named_place(facts));
        }
        if facts.person {
            // "the president", "the US leader": of those of that office (and country) the one the text
            // speaks of most, then the one who acts and is near.
            let fits = |p: &Profile| {
                p.person
                    && !p.plural
                    && facts.sentence.saturating_sub(p.last_sentence) <= REACH_OFFICE
                    && self.fits_office(p, &facts.lemma)
                    && genders_agree(p, facts)
                    && countries_agree(p, facts)
            };
            let held = self
                .profiles
                .iter()
                .enumerate()
                .filter(|(_, p)| fits(p))
                .max_by_key(|(c, p)| {
                    let told = p.n_mentions.max(1).ilog2() as usize;
                    let near = 4 - facts.sentence.saturating_sub(p.last_sentence).min(4);
                    let acts = p.last_subject.is_some_and(|s| s + 2 > facts.sentence);
                    let called = p.offices.contains(&facts.lemma);
                    (8 * told + 2 * near + 3 * usize::from(acts) + 2 * usize::from(called), *c)
                })
                .map(|(c, _)| c);
            return held
                .or_else(|| self.same_head(facts, false))
                .or_else(|| self.that_person(facts));
        }
        self.same_head(facts, false)
    }

    fn possessor_chain(&self, head: usize) -> Option<usize> {
        let poss = self.kids(head).find(|&k| self.tokens[k].deprel == Deprel::NmodPoss)?;
        let &i = self.by_head.get(&(poss as u32))?;
        Some(self.mentions[i as usize].chain as usize)
    }

    /// The last chain told by the same noun whose modifiers do not speak against it.
    fn same_head(&self, facts: &Facts, possessed: bool) -> Option<usize> {
        let mut best: Option<(u32, u32)> = None;
        let told = self.by_noun.get(&facts.lemma)?;
        for &c in told.iter().rev().take(N_ASKED) {
            let p = &self.profiles[c as usize];
            if p.plural != facts.plural
                || facts.sentence.saturating_sub(p.last_sentence) > REACH_PLAIN
                || !genders_agree(p, facts)
                || !countries_agree(p, facts)
            {
                continue;
            }
            if best.is_none_or(|b| b < (p.last_token, c))
                && self.modifiers_agree(c as usize, facts, possessed)
            {
                best = Some((p.last_token, c));
            }
        }
        best.map(|(_, c)| c as usize)
    }

    /// Whatever modifies the noun here was said before of the same noun; a possessor must be the
    /// same words.
    fn modifiers_agree(&self, chain: usize, facts: &Facts, possessed: bool) -> bool {
        let mut said: Vec<&str> = Vec::new();
        for &i in &self.chains[chain].mentions {
            let other = &self.facts[i as usize];
            if other.lemma == facts.lemma {
                said.extend(other.modifiers.iter().map(String::as_str));
            }
        }
        let new = facts.modifiers.iter().filter(|w| !said.contains(&w.as_str())).count();
        if possessed {
            new == 0
        } else {
            new == 0
                || (new == 1 && facts.modifiers.len() == 1 && said.is_empty() && !facts.is_plain)
        }
    }

    /// "the group" after "Human Rights Watch".
    fn named_body(&self, facts: &Facts) -> Option<usize> {
        if !words::is_body_noun(&facts.lemma) || !facts.modifiers.is_empty() {
            return None;
        }
        let fits = |p: &Profile, named: bool| {
            p.n_name_words > 0
                && p.collective
                && !p.person
                && !p.country
                && facts.sentence.saturating_sub(p.last_sentence) <= 3
                && (!named || p.name_words.contains(&facts.lemma))
        };
        self.latest(|p| fits(p, true)).or_else(|| self.latest(|p| fits(p, false)))
    }

    fn named_country(&self, facts: &Facts) -> Option<usize> {
        if !facts.modifiers.is_empty() {
            return None;
        }
        self.latest(|p| {
            p.country && p.n_name_words > 0 && facts.sentence.saturating_sub(p.last_sentence) <= 4
        })
    }

    fn named_place(&self, facts: &Facts) -> Option<usize> {
        if !facts.modifiers.is_empty()
            || matches!(facts.lemma.as_str(), "area" | "capital" | "territory")
        {
            return None;
        }
        self.latest(|p| {
            p.place
                && !p.country
                && p.n_name_words > 0
                && facts.sentence.saturating_sub(p.last_sentence) <= 2
        })
    }

    /// "the man", "the woman": the last one of that gender.
    fn that_person(&self, facts: &Facts) -> Option<usize> {
        let gender = facts.gender?;
        if !matches!(facts.lemma.as_str(), "man" | "woman") || !facts.modifiers.is_empty() {
            return None;
        }
        self.latest(|p| {
            p.person
                && !p.plural
                && p.gender == Some(gender)
                && facts.sentence.saturating_sub(p.last_sentence) <= 2
        })
    }

    /// The chain mentioned last among those that fit.
    fn latest(&self, fits: impl Fn(&Profile) -> bool) -> Option<usize> {
        self.profiles
            .iter()
            .enumerate()
            .filter(|(_, p)| p.n_mentions > 0 && fits(p))
            .max_by_key(|(_, p)| p.last_token)
            .map(|(c, _)| c)
    }

    fn fits_office(&self, p: &Profile, lemma: &str) -> bool {
        if p.offices.iter().any(|o| o == lemma) {
            return true;
        }
        let Some(entity) = p.known else { return false };
        let (code, office) = self.knowledge.entities.code_on(entity, self.today);
        let office = office.unwrap_or_default();
        office == lemma
            || office.split(' ').next_back() == Some(lemma)
            || (lemma == "leader" && code.sectors.first() == Some(&Sector::Gov))
    }
}

fn genders_agree(p: &Profile, facts: &Facts) -> bool {
    match (p.gender, facts.gender) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

fn countries_agree(p: &Profile, facts: &Facts) -> bool {
    facts.countries.is_empty()
        || p.countries.is_empty()
        || facts.countries.iter().any(|c| p.countries.contains(c))
}
