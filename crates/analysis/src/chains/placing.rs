//! A pronoun and a mention in, what speaks for and against taking it up out.
//!
//! In "Sheinbaum told Trump that she would call him" the word "she" finds in "Sheinbaum" the subject
//! of the clause above, in the same sentence, said once, of the same gender; in "Trump" the object of
//! the clause above. It weighs nothing itself: the numbers are in `models/en/pronouns.tsv`.

use model::{Deprel, MentionKind, TokenIdx};

use super::{Builder, is_subject, profile::Profile, weights::Feature as F};

impl Builder<'_> {
    /// What speaks for and against pronoun `i` taking up mention `j` of a chain with profile `p`.
    pub(super) fn features(&self, i: usize, j: usize, p: &Profile) -> Vec<F> {
        let (facts, other) = (&self.facts[i], &self.facts[j]);
        let (here, there) = (self.mentions[i].head.at(), self.mentions[j].head.at());
        let (own, his) = (self.tokens[here].deprel, self.tokens[there].deprel);
        let far = facts.sentence.saturating_sub(other.sentence);
        let mut out = vec![match far {
            0 => F::Far0,
            1 => F::Far1,
            2 => F::Far2,
            _ => F::Far3,
        }];
        out.push(match here.saturating_sub(there) {
            0..=4 => F::Near4,
            5..=10 => F::Near10,
            11..=20 => F::Near20,
            21..=40 => F::Near40,
            _ => F::NearMore,
        });
        out.push(match his {
            _ if other.subject => F::Subject,
            Deprel::Obj | Deprel::Iobj => F::Object,
            Deprel::Obl | Deprel::OblUnmarked => F::Oblique,
            Deprel::OblAgent => F::Agent,
            Deprel::NmodPoss => F::Possessor,
            Deprel::Nmod | Deprel::NmodDesc => F::InNoun,
            Deprel::Conj => F::Coordinated,
            Deprel::Appos => F::Appositive,
            _ => F::Elsewhere,
        });
        // "Mauboy's interview was broadcast. She …": owner of the sentence's subject.
        if his == Deprel::NmodPoss
            && self.tokens[there].head.is_some_and(|h| is_subject(self.tokens[h.at()].deprel))
        {
            out.push(F::OwnerOfSubject);
        }
        let root_subject = other.subject
            && self.tokens[there]
                .head
                .is_some_and(|h| matches!(self.tokens[h.at()].deprel, Deprel::Root));
        if root_subject {
            out.push(if far == 1 { F::MainSubjectBefore } else { F::MainSubject });
        }
        if is_subject(own) && other.subject {
            out.push(F::BothSubjects);
        }
        if own == his && !other.subject {
            out.push(F::SameRole);
        }
        if far == 0 {
            if self.clause_subject(here) == Some(there) {
                out.push(F::ClauseSubject);
            }
            if self.matrix_subjects(here).contains(&there) {
                out.push(F::MatrixSubject);
            }
        }
        out.push(match self.mentions[j].kind {
            MentionKind::Name => F::Name,
            MentionKind::Nominal => F::Noun,
            MentionKind::Pronoun if other.word == facts.word => F::SameWord,
            MentionKind::Pronoun => F::Pronoun,
        });
        out.push(match p.n_mentions {
            0 | 1 => F::Once,
            2 => F::Twice,
            3 | 4 => F::Often,
            _ => F::VeryOften,
        });
        if facts.gender.is_some() {
            out.push(if p.gender == facts.gender { F::SameGender } else { F::NoGender });
        }
        if p.n_name_words > 0 {
            out.push(F::Named);
        }
        self.add_placing(i, j, far, &mut out);
        if facts.gender.is_some() && p.gender.is_none() {
            match p.maybe_gender {
                Some(g) if Some(g) == facts.gender => out.push(F::MaybeSame),
                Some(_) => out.push(F::MaybeOther),
                None => {}
            }
        }
        for (is, feature) in [
            (p.plural, F::Plural),
            (p.collective, F::Collective),
            (p.country, F::Country),
            (p.place, F::Place),
            (p.thing, F::Thing),
            (p.person, F::Person),
            (other.definite, F::Definite),
            (other.indefinite, F::Indefinite),
            (self.mentions[j].first.0 == self.sentences[other.sentence].first.0, F::First),
        ] {
            if is {
                out.push(feature);
            }
        }
        if other.quote != facts.quote {
            out.push(if other.quote.is_some() { F::OtherQuote } else { F::OutsideQuote });
        }
        out
    }

    /// Roles by distance, and what the chain did before.
    fn add_placing(&self, i: usize, j: usize, far: usize, out: &mut Vec<F>) {
        let facts = &self.facts[i];
        let (here, there) = (self.mentions[i].head.at(), self.mentions[j].head.at());
        let p = &self.profiles[self.mentions[j].chain as usize];
        out.push(match (self.tokens[there].deprel, far) {
            (d, 0) if is_subject(d) => F::SubjectFar0,
            (d, 1) if is_subject(d) => F::SubjectFar1,
            (d, _) if is_subject(d) => F::SubjectFar2,
            (Deprel::Obj | Deprel::Iobj, 0) => F::ObjectFar0,
            (Deprel::Obj | Deprel::Iobj, _) => F::ObjectFar1,
            (Deprel::NmodPoss, 0) => F::OwnerFar0,
            (Deprel::NmodPoss, _) => F::OwnerFar1,
            (_, 0) => F::InnerFar0,
            _ => F::InnerFar1,
        });
        if far == 0 && self.is_object_above(here, there) {
            out.push(F::ObjectAbove);
        }
        if p.last_subject.is_some_and(|s| s + 1 == facts.sentence) {
            out.push(F::SubjectBefore);
        }
        if p.opens {
            out.push(F::Opener);
        }
        if p.no_person {
            out.push(F::NotPerson);
        }
        let mut at = here;
        while let Some(above) = self.tokens[at].head.map(TokenIdx::at) {
            if above == there {
                out.push(F::Holds);
                break;
            }
            at = above;
        }
        if p.n_mentions == 1 && self.mentions[j].kind == MentionKind::Name && far == 0 {
            out.push(F::Fresh);
        }
    }

    /// "She told Ann that she …": Ann, the object beside the clause that the pronoun stands in.
    fn is_object_above(&self, here: usize, there: usize) -> bool {
        if !matches!(self.tokens[there].deprel, Deprel::Obj | Deprel::Iobj | Deprel::Obl) {
            return false;
        }
        let verb = self.tokens[there].head.map(TokenIdx::at);
        let mut at = here;
        while let Some(above) = self.tokens[at].head.map(TokenIdx::at) {
            if Some(above) == verb {
                return matches!(self.tokens[at].deprel, Deprel::Ccomp | Deprel::Xcomp);
            }
            at = above;
        }
        false
    }
}
