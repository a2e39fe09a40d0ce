//! An act in, participants that stand around it rather than in its slots out.
//!
//! "Called for Congress to pass the bill": Congress, who is to act. "The minister in a meeting with
//! party leaders": the minister. It never looks beyond the sentence.

use model::{Deprel, Participant, TokenIdx, Upos, Xpos};

use knowledge::Slot;

use crate::{compose::Composer, sides::is_coded};

impl Composer<'_, '_, '_> {
    /// "called for Congress to pass the bill": the one who is to act.
    pub(crate) fn subjects_of_content(&self, i: usize, actors: &[Participant]) -> Vec<Participant> {
        let head = self.acts.list[i].head;
        for path in &self.sense(i).content {
            for t in self.tree.path(head, path) {
                let subject = self.tree.surface_subject(t).filter(|s| *s > head);
                let object = self.tree.slot(t, &Slot::Obj).into_iter().find(|o| *o > t);
                // "calls for Congress to pass": the one called on stands where the act would.
                let named = (!self.tree.is_clause(t)).then_some(t);
                for candidate in subject.into_iter().chain(object).chain(named) {
                    if self.who.look(candidate).owned {
                        continue;
                    }
                    let found: Vec<Participant> = self
                        .tree
                        .coordinated(candidate)
                        .into_iter()
                        .flat_map(|s| self.who.participants(s))
                        .filter(is_coded)
                        .filter(|p| !actors.iter().any(|a| a.entity == p.entity))
                        .collect();
                    if !found.is_empty() {
                        return found;
                    }
                }
            }
        }
        Vec::new()
    }

    /// "The minister in a meeting with party leaders": the one the phrase hangs on.
    pub(crate) fn host_of(&self, t: TokenIdx) -> Vec<Participant> {
        let hung = self.tree.rel(t) == Deprel::Nmod
            && matches!(
                self.tree.preposition(t).as_deref(),
                Some("in" | "during" | "at" | "after")
            );
        let Some(host) = self.tree.head(t).filter(|_| hung) else { return Vec::new() };
        let found = self.who.find(host);
        if !found.person && !found.organization {
            return Vec::new();
        }
        self.who.participants(host)
    }

    /// Subject of the nearest verb above a nominal act.
    pub(crate) fn subject_above(&self, t: TokenIdx) -> Vec<Participant> {
        for above in self.tree.ancestors(t) {
            if self.tree.upos(above) != Upos::Verb && !self.tree.is_predicate(above) {
                continue;
            }
            // An infinitive's subject is another's: "refused to let troops cross in a call".
            let infinitive = self.tree.xpos(above) == Xpos::Vb && !self.tree.is_finite(above);
            if infinitive && self.tree.head(above).is_some() {
                continue;
            }
            if let Some(subject) = self.tree.surface_subject(above)
                && !self.tree.is_under(t, subject)
            {
                // "Did not send a delegation to the talks": no part of its own in them.
                if self.is_negated(above) {
                    return Vec::new();
                }
                return self
                    .tree
                    .coordinated(subject)
                    .into_iter()
                    .flat_map(|s| self.who.participants(s))
                    .filter(is_coded)
                    .collect();
            }
        }
        Vec::new()
    }
}
