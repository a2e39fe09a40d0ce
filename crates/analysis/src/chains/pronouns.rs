//! A pronoun in, the chain that it takes up out.
//!
//! Every mention of the last sentences that agrees in number, gender and kind is weighed by where
//! it stands: subjects, the clause's own subject, the speaker of what is said, the nearer, the ones
//! most spoken of. The weights are a small fitted table (`models/en/pronouns.tsv`).
//!
//! "In his list for the Review, Robert Christgau named it fourth": a pronoun in a phrase before its
//! clause's subject may stand for that subject.

use model::{Deprel, Gender, MentionKind, TokenIdx, Upos};

use super::{Builder, LOOSE, is_subject, profile::Profile, weights, weights::Feature as F, words};

/// Sentences looked back over.
const REACH: usize = 3;
/// Mentions looked back over.
const N_BACK: usize = 80;

/// One mention that a pronoun may take up.
pub(super) struct Candidate {
    pub(super) mention: usize,
    pub(super) features: Vec<F>,
}

impl Builder<'_> {
    /// The mention that a third-person pronoun takes up; second persons take up nobody.
    pub(super) fn taken_up_by(&self, i: usize) -> Option<usize> {
        let (m, facts) = (&self.mentions[i], &self.facts[i]);
        if words::is_second_person(&facts.word) {
            return None;
        }
        if words::is_reflexive(&facts.word)
            && let Some(subject) = self.clause_subject(m.head.at())
            && let Some(&s) = self.by_head.get(&(subject as u32))
            && (s as usize) < i
            && self.mentions[s as usize].chain != LOOSE
        {
            return Some(s as usize);
        }
        let table = weights::of(self.kind_of_pronoun(i));
        let mut best: Option<(f32, usize)> = None;
        for c in self.candidates(i) {
            let score = table.sum(&c.features);
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, c.mention));
            }
        }
        best.map(|(_, j)| j)
    }

    /// Number of the kind of pronoun `i`.
    pub(super) fn kind_of_pronoun(&self, i: usize) -> usize {
        let deprel = self.tokens[self.mentions[i].head.at()].deprel;
        weights::kind_of(&self.facts[i].word, deprel)
    }

    /// "We will not pay," she said: she.
    pub(super) fn chain_of_first_person(&self, i: usize) -> Option<usize> {
        let span = self.mentions[i].span;
        let speaker = self.quote_at(span).and_then(|q| q.speaker)?;
        let &s = self.by_head.get(&speaker.0)?;
        let chain = self.mentions[s as usize].chain;
        (chain != LOOSE && s as usize != i).then_some(chain as usize)
    }

    /// The mentions that pronoun `i` may take up, nearest first, each chain once.
    pub(super) fn candidates(&self, i: usize) -> Vec<Candidate> {
        let facts = &self.facts[i];
        let own_speaker = facts
            .quote
            .and_then(|q| self.quotes[q].speaker)
            .and_then(|s| self.by_head.get(&s.0).map(|&k| self.mentions[k as usize].chain))
            .filter(|&c| c != LOOSE);
        let mut found: Vec<Candidate> = Vec::new();
        let mut seen: Vec<u32> = Vec::new();
        let mut n_between = 0;
        // A later subject of the same clause, not yet in a chain unless it is named before.
        if let Some(j) = self.subject_ahead(i) {
            let mut features = vec![F::Ahead];
            if self.mentions[j].kind == MentionKind::Name {
                features.push(F::AheadNamed);
            }
            let (gender, known) = (facts.gender, self.facts[j].gender);
            if gender.is_some() && gender == known {
                features.push(F::SameGender);
            }
            found.push(Candidate { mention: j, features });
        }
        let last_same = (i.saturating_sub(N_BACK)..i).rev().find_map(|j| {
            let other = &self.facts[j];
            let same = self.mentions[j].kind == MentionKind::Pronoun
                && other.gender == facts.gender
                && other.plural == facts.plural
                && !words::is_first_person(&other.word)
                && !words::is_second_person(&other.word);
            (same && self.mentions[j].chain != LOOSE).then(|| self.mentions[j].chain)
        });
        for j in (i.saturating_sub(N_BACK)..i).rev() {
            let other = &self.facts[j];
            if facts.sentence - other.sentence > REACH {
                break;
            }
            let chain = self.mentions[j].chain;
            if chain == LOOSE || other.is_attribute || own_speaker == Some(chain) {
                continue;
            }
            let p = &self.profiles[chain as usize];
            if !fits(p, &facts.word, facts.gender) || self.is_bound(i, j) {
                continue;
            }
            let again = seen.contains(&chain);
            if !again {
                seen.push(chain);
            }
            let mut features = self.features(i, j, p);
            if last_same == Some(chain) {
                features.push(F::LastSame);
            }
            features.push(match n_between {
                0 => F::Between0,
                1 => F::Between1,
                2 => F::Between2,
                _ => F::BetweenMore,
            });
            if again {
                features.push(F::Again);
            } else {
                n_between += 1;
            }
            if p.n_mentions == self.most && self.most > 1 {
                features.push(F::Topic);
            }
            found.push(Candidate { mention: j, features });
        }
        found
    }

    /// For a pronoun in a phrase that stands before the subject of its clause: that subject.
    fn subject_ahead(&self, i: usize) -> Option<usize> {
        let here = self.mentions[i].head.at();
        let mut at = here;
        for _ in 0..8 {
            let above = self.tokens[at].head?.at();
            let fronted = matches!(
                self.tokens[at].deprel,
                Deprel::Obl | Deprel::Advcl | Deprel::Advmod | Deprel::OblUnmarked
            ) && above > at;
            if fronted
                && let Some(subject) =
                    self.kids(above).find(|&k| is_subject(self.tokens[k].deprel) && k > at)
                && let Some(&j) = self.by_head.get(&(subject as u32))
                && self.mentions[j as usize].kind != MentionKind::Pronoun
            {
                let (own, his) = (&self.facts[i], &self.facts[j as usize]);
                let agrees = match own.gender {
                    Some(g) => {
                        (his.person || his.name_words.len() > 1 && !his.collective && !his.place)
                            && !his.plural
                            && his.gender.is_none_or(|x| x == g)
                    }
                    None => own.plural == (his.plural || his.collective && own.plural),
                };
                return (agrees && (j as usize) > i).then_some(j as usize);
            }
            at = above;
        }
        None
    }

    /// Whether grammar rules the two out: "she praised her", "his friend's car" for the friend.
    fn is_bound(&self, i: usize, j: usize) -> bool {
        let (here, there) = (self.mentions[i].head.at(), self.mentions[j].head.at());
        if self.facts[i].sentence != self.facts[j].sentence {
            return false;
        }
        let own = self.tokens[here].deprel;
        let above = self.tokens[here].head.map(TokenIdx::at);
        // A possessor is not the noun it owns.
        if own == Deprel::NmodPoss {
            return above == Some(there);
        }
        if self.tokens[there].head.map(TokenIdx::at) == Some(here) {
            return true;
        }
        let governor = |t: usize| -> Option<usize> {
            let mut at = t;
            // A coordinated noun stands where its first stands.
            while self.tokens[at].deprel == Deprel::Conj {
                at = self.tokens[at].head?.at();
            }
            self.tokens[at].head.map(TokenIdx::at)
        };
        let argument = |t: usize| {
            matches!(
                self.tokens[t].deprel,
                Deprel::Nsubj
                    | Deprel::NsubjPass
                    | Deprel::Obj
                    | Deprel::Iobj
                    | Deprel::Obl
                    | Deprel::OblAgent
                    | Deprel::Conj
            )
        };
        if argument(here)
            && argument(there)
            && governor(here).is_some()
            && governor(here) == governor(there)
        {
            return true;
        }
        // "X wants to free him": the subject of the controlled verb is X.
        matches!(own, Deprel::Obj | Deprel::Iobj) && self.clause_subject(here) == Some(there)
    }

    /// Subject of the clause that a token stands in, shared and controlled subjects included.
    pub(super) fn clause_subject(&self, t: usize) -> Option<usize> {
        let mut at = t;
        for _ in 0..12 {
            let above = self.tokens[at].head?.at();
            let verbal = matches!(self.tokens[above].upos, Upos::Verb | Upos::Aux)
                || self.kids(above).any(|k| {
                    self.tokens[k].deprel == Deprel::Cop || is_subject(self.tokens[k].deprel)
                });
            if verbal {
                if let Some(subject) =
                    self.kids(above).find(|&k| is_subject(self.tokens[k].deprel) && k != t)
                {
                    return Some(self.through_relative(subject, above));
                }
                if !matches!(
                    self.tokens[above].deprel,
                    Deprel::Conj | Deprel::Xcomp | Deprel::Advcl | Deprel::Acl
                ) {
                    return None;
                }
            }
            at = above;
        }
        None
    }

    /// "who" stands for the noun that its clause hangs on.
    fn through_relative(&self, subject: usize, verb: usize) -> usize {
        let relative = matches!(self.lemma(subject), "who" | "which" | "that");
        if relative
            && self.tokens[verb].deprel == Deprel::AclRelcl
            && let Some(noun) = self.tokens[verb].head
        {
            return noun.at();
        }
        subject
    }

    /// Subjects of the clauses above: "Sheinbaum said she …".
    pub(super) fn matrix_subjects(&self, t: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = t;
        for _ in 0..12 {
            let Some(above) = self.tokens[at].head.map(TokenIdx::at) else { break };
            if matches!(self.tokens[at].deprel, Deprel::Ccomp | Deprel::Advcl | Deprel::Xcomp)
                && let Some(subject) = self.kids(above).find(|&k| is_subject(self.tokens[k].deprel))
            {
                found.push(self.through_relative(subject, above));
            }
            at = above;
        }
        found
    }
}

/// Whether a chain agrees with the pronoun in number, gender and kind.
fn fits(p: &Profile, word: &str, gender: Option<Gender>) -> bool {
    match gender {
        Some(g) => {
            (!p.plural || p.person && p.n_name_words > 0)
                && p.gender.is_none_or(|x| x == g)
                && (p.person || !p.no_person)
        }
        None if words::is_plural_pronoun(word) => {
            p.plural || p.collective || p.country || (!p.person && !p.thing && !p.place)
        }
        None => !p.plural && !p.person,
    }
}
