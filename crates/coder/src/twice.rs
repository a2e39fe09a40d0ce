//! Drafts in, those left out that only name what another word of the clause reports.
//!
//! "Ratified the agreement" is SUPPORT, not a new agreement; "asked whether they had deported him"
//! asks nobody to do anything.
//!
//! It looks at one clause only; what a sentence says twice is left to [`crate::prune`].

use model::{Deprel, EventType, TimeKind, TokenIdx};

use crate::compose::Composer;

impl Composer<'_, '_, '_> {
    /// Leaves out agreements that are signed or ratified, and requests that are only questions.
    pub(crate) fn leave_out_named(&mut self) {
        for d in 0..self.drafts.len() {
            if self.drafts[d].dropped {
                continue;
            }
            let why = if self.is_signed(d) {
                "left out: named by what is signed or ratified"
            } else if self.is_manner(d) {
                "left out: said of how another act is done"
            } else if self.is_habit(d) {
                "left out: a body that meets as it always does"
            } else if self.is_audience(d) {
                "left out: a rally that is spoken to"
            } else if self.only_asks(d) {
                "left out: a question, no request"
            } else {
                continue;
            };
            self.drafts[d].dropped = true;
            self.drafts[d].why.push(why.to_owned());
        }
    }

    /// An agreement as the object of what supports it.
    fn is_signed(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let tree = self.tree;
        let object = tree.rel(draft.head) == Deprel::Obj;
        draft.nominal
            && draft.event_type == EventType::Agree
            && object
            && tree.head(draft.head).is_some_and(|verb| {
                self.drafts.iter().any(|x| {
                    !x.dropped
                        && x.head == verb
                        && x.event_type == EventType::Support
                        && !x.actors.is_empty()
                })
            })
    }

    /// "Boycotted classes in protest against the fees".
    fn is_manner(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let tree = self.tree;
        draft.nominal
            && draft.event_type == EventType::Protest
            && tree.lemma(draft.head) == "protest"
            && tree.preposition(draft.head).as_deref() == Some("in")
            && tree.kids_by(draft.head, &[Deprel::Det, Deprel::Amod]).next().is_none()
    }

    /// "The congress, which meets every four years".
    fn is_habit(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        draft.event_type == EventType::Consult
            && draft.actors.len() < 2
            && draft.recipients.is_empty()
            && self.tree.analysis.times.iter().any(|x| {
                x.kind == TimeKind::Set
                    && (x.first.0..x.end.0)
                        .map(TokenIdx)
                        .any(|k| self.tree.head(k) == Some(draft.head))
            })
    }

    /// "The president told a rally": those who listen to a politician protest against nobody.
    fn is_audience(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let tree = self.tree;
        draft.nominal
            && draft.event_type == EventType::Protest
            && tree.lemma(draft.head) == "rally"
            && matches!(tree.rel(draft.head), Deprel::Obj | Deprel::Iobj)
            && tree
                .head(draft.head)
                .is_some_and(|v| self.is_speech(v) || tree.lemma(v) == "address")
    }

    /// "Asked whether", "asked if".
    fn only_asks(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let tree = self.tree;
        draft.event_type == EventType::Request
            && tree.lemma(draft.head) == "ask"
            && tree.kids_by(draft.head, &[Deprel::Ccomp, Deprel::Advcl]).any(|k| {
                tree.kids_by(k, &[Deprel::Mark])
                    .any(|m| matches!(tree.lemma(m).as_str(), "whether" | "if"))
            })
    }
}
