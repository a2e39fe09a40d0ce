//! Acts with the statuses of the rules in, whether they are told as done weighed by hints out.
//!
//! Rules read tense, mood, negation and the operators above a word. Where they say that an act happened
//! or is planned and the hint of its trigger says that it is hardly told so, it becomes hypothetical;
//! where they leave it open and the hint is all but sure, it happened, or is planned where the
//! words say that it is to come. What another act of the story
//! speaks of (refused, threatened, asked for, promised) is never taken for done, nor is what is denied;
//! texts of fewer than five sentences are left as they are.
//!
//! `docs/design/hints.md` says what the bounds rest on.

use model::{Deprel, Status};

use crate::{compose::Composer, status::operators};

/// An asserted act becomes hypothetical below this chance of being told as done or planned.
const HARDLY: f32 = 0.5;

/// A hypothetical act becomes one that happened from this chance.
const SURELY: f32 = 0.85;

/// Opens the reason that says that a status was turned.
pub(crate) const TURNED: &str = "status likelier than by the rules: told as done, ";

impl Composer<'_, '_, '_> {
    /// Whether the words say that an act is to come, or what somebody plans.
    fn is_to_come(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let plans = |t| operators(self.tree, t).contains(&"plan");
        let above =
            self.tree.head(draft.head).filter(|_| self.tree.rel(draft.head) == Deprel::Xcomp);
        draft.local.future || draft.local.planned || above.is_some_and(plans)
    }

    /// Weighs the statuses of all acts that are kept.
    pub(crate) fn weigh_statuses(&mut self) {
        if self.is_brief() {
            return;
        }
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            let Some(hint) = self.tree.analysis.hint(draft.head) else { continue };
            let chance = hint.asserted();
            let spoken_of = self.drafts.iter().any(|x| !x.dropped && x.about == Some(d));
            let status = match draft.status {
                _ if draft.dropped => continue,
                Status::Happened | Status::Planned if chance < HARDLY => Status::Hypothetical,
                // "We cannot allow them to settle here"; but "I cannot imagine it" rejects.
                Status::Hypothetical
                    if self.is_negated(draft.head) && draft.event_type.quad().number() != 3 =>
                {
                    continue;
                }
                // "Planned to visit in August": sure, but to come.
                Status::Hypothetical if chance >= SURELY && !spoken_of && self.is_to_come(d) => {
                    Status::Planned
                }
                Status::Hypothetical if chance >= SURELY && !spoken_of => Status::Happened,
                _ => continue,
            };
            let draft = &mut self.drafts[d];
            draft.status = status;
            draft.why.push(format!("{TURNED}chance {chance:.2}"));
        }
    }
}
