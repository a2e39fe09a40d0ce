//! Acts that whole phrases report in, what they speak of out.
//!
//! "Threatened to expel the envoy" is a sense of its own, without an operator; another sense of
//! *threaten* says how such an act composes with the one that it speaks of, and the expelling is what
//! the threat is about. "Demanded an apology" is one phrase too, and the apology is what is demanded.
//!
//! It never changes what the phrase itself reports.

use knowledge::{Inner, Operator, OperatorRow, Pos, Sense};
use model::{Context, EventType, Mode, TokenIdx};

use crate::{
    compose::{Composer, row_fits},
    tree::Tree,
};

/// Whether the phrase of sense `whole` speaks of the act that the noun of sense `noun` in it names.
pub(crate) fn speaks_of(tree: &Tree<'_>, whole: usize, noun: usize) -> bool {
    let frames = &tree.knowledge.frames;
    let (whole, noun) = (frames.get(whole), frames.get(noun));
    let (Some(event), Some(kind)) = (whole.event, noun.event) else { return false };
    event != kind
        && operators(tree, &whole.words[0], whole.pos)
            .any(|(_, operator)| row_of(operator, event, kind).is_some())
}

/// Operators that the other senses of a word have, but reporting.
fn operators<'s>(
    tree: &'s Tree<'_>,
    lemma: &str,
    pos: Pos,
) -> impl Iterator<Item = (&'s Sense, &'s Operator)> {
    let knowledge = tree.knowledge;
    let frames = &knowledge.frames;
    frames.senses(lemma, pos).iter().filter_map(|&k| {
        let name = frames.operator(k).filter(|o| *o != "say")?;
        Some((frames.get(k), knowledge.operators.get(name)?))
    })
}

/// The row that makes `event` of `kind` and leaves that open, or, where it is refused, as it is.
fn row_of(operator: &Operator, event: EventType, kind: EventType) -> Option<&OperatorRow> {
    let row = operator.rows.iter().find(|r| row_fits(r, kind))?;
    let open = !matches!(row.inner, Inner::Keep | Inner::Planned)
        || event == EventType::Reject && row.inner == Inner::Keep;
    (row.event == Some(event) && open).then_some(row)
}

impl Composer<'_, '_, '_> {
    /// Points the drafts of act `i` at the act that they speak of, as an operator of its word would.
    pub(crate) fn point_at_content(&mut self, i: usize, mains: &[usize], depth: u8) {
        let sense = self.sense(i);
        let Some(event) = sense.event else { return };
        let tree = self.tree;
        let head = self.acts.list[i].head;
        // "Issued a threat to annex it": the noun in the phrase says it.
        let mut words: Vec<(TokenIdx, Pos)> = vec![(head, sense.pos)];
        let trigger = self.acts.list[i].trigger;
        if sense.pos == Pos::Verb && sense.words.len() > 1 {
            words.extend(
                tree.kids(head)
                    .iter()
                    .filter(|&&k| trigger.contains(tree.analysis.token(k).span))
                    .map(|&k| (k, Pos::Noun)),
            );
        }
        for (word, pos) in words {
            for (other, operator) in operators(tree, tree.lemma(word), pos) {
                let mut found = Vec::new();
                for path in &other.content {
                    for t in tree.path(word, path) {
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
                let Some(row) = row_of(operator, event, kind) else { continue };
                self.govern(operator, row, mains, &inner);
                return;
            }
        }
    }

    /// Makes `inner` what `mains` speak of.
    fn govern(&mut self, operator: &Operator, row: &OperatorRow, mains: &[usize], inner: &[usize]) {
        for &m in mains {
            let (actors, recipients) =
                (self.drafts[m].actors.clone(), self.drafts[m].recipients.clone());
            self.fill_inner_actors(operator, inner, &actors, &recipients);
            if self.drafts[m].about.is_none() {
                self.drafts[m].about = inner.first().copied();
            }
            self.visit_whom(operator, inner, &actors);
            if self.drafts[m].modes.is_empty() {
                // "A threat to annex the valley".
                let land = self.drafts[m].event_type == EventType::Threaten
                    && inner.iter().any(|&d| {
                        self.drafts[d].event_type == EventType::Coerce
                            && self.drafts[d].contexts.contains(&Context::Territory)
                    });
                self.drafts[m].modes = if land { vec![Mode::Territory] } else { row.modes.clone() };
            }
        }
        for &d in inner {
            let status = self.inner_status(operator, row, d, false);
            self.set_inner(d, status);
        }
    }
}
