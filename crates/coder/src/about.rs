//! Acts that whole phrases report in, what they speak of out.
//!
//! "Threatened to expel the envoy" is a sense of its own, without an operator; another sense of
//! *threaten* says how such an act composes with the one that it speaks of, and the expelling is what
//! the threat is about.
//!
//! It never changes what the phrase itself reports.

use knowledge::{Inner, Sense};

use crate::compose::{Composer, row_fits};

impl Composer<'_, '_, '_> {
    /// Points the drafts of act `i` at the act that they speak of, as an operator of its word would.
    pub(crate) fn point_at_content(&mut self, i: usize, mains: &[usize], depth: u8) {
        let sense = self.sense(i);
        let Some(event) = sense.event else { return };
        let head = self.acts.list[i].head;
        let frames = &self.tree.knowledge.frames;
        let senses: Vec<&Sense> = frames
            .senses(&self.tree.lemma(head), sense.pos)
            .iter()
            .map(|&k| frames.get(k))
            .collect();
        for other in senses {
            let name = other.operator.as_deref().filter(|o| *o != "say");
            let operator = name.and_then(|o| self.tree.knowledge.operators.get(o));
            let Some(operator) = operator else { continue };
            let mut found = Vec::new();
            for path in &other.content {
                for t in self.tree.path(head, path) {
                    self.acts_below(t, head, 0, &mut found);
                }
                if !found.is_empty() {
                    break;
                }
            }
            found.retain(|&c| c != i && self.acts.list[c].head != head);
            let mut inner = Vec::new();
            for c in found {
                inner.extend(self.evaluate(c, depth + 1));
            }
            inner.retain(|d| !self.drafts[*d].dropped && !mains.contains(d));
            let Some(&first) = inner.first() else { continue };
            let kind = self.drafts[first].event_type;
            let row = operator.rows.iter().find(|r| row_fits(r, kind));
            let open = |i: Inner| matches!(i, Inner::Hypothetical | Inner::PlannedIfDated);
            let Some(row) = row.filter(|r| r.event == Some(event) && open(r.inner)) else {
                continue;
            };
            for &m in mains {
                let (actors, recipients) =
                    (self.drafts[m].actors.clone(), self.drafts[m].recipients.clone());
                self.fill_inner_actors(operator, &inner, &actors, &recipients);
                if self.drafts[m].about.is_none() {
                    self.drafts[m].about = Some(first);
                }
            }
            for &d in &inner {
                self.set_inner(d, row.inner);
            }
            return;
        }
    }
}
