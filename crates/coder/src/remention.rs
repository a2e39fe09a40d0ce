//! Definite nominals in, drafts of the same act out: "the call", said again of a call told before.
//!
//! "Boric phoned Arce … The call lasted an hour": a definite noun that names an act which the
//! document has told by the same noun is coded again with that act's participants and day. Joining
//! the reports into one happening is the incident's work.

use std::collections::BTreeMap;

use model::{Deprel, EventType, TokenIdx, Upos};

use crate::{compose::Composer, local};

impl Composer<'_, '_, '_> {
    /// Adds drafts for definite nouns that take up an earlier act, and completes bare ones.
    pub(crate) fn take_up(&mut self) {
        let mut at_head: BTreeMap<TokenIdx, usize> = BTreeMap::new();
        for (d, draft) in self.drafts.iter().enumerate() {
            if draft.nominal && !draft.dropped {
                at_head.entry(draft.head).or_insert(d);
            }
        }
        let mut told: BTreeMap<String, usize> = BTreeMap::new();
        // Acts by token, verbs included, for nouns of the same kind of act.
        let mut kinds: Vec<usize> = (0..self.drafts.len())
            .filter(|&d| !self.drafts[d].dropped && !self.is_bare(d))
            .collect();
        kinds.sort_by_key(|&d| self.drafts[d].head);
        for t in (0..self.tree.analysis.tokens.len() as u32).map(TokenIdx) {
            let noun = self.tree.upos(t) == Upos::Noun
                && !matches!(self.tree.rel(t), Deprel::Compound | Deprel::Flat);
            if !noun {
                continue;
            }
            let lemma = self.tree.lemma(t);
            let here = at_head.get(&t).copied();
            let bare = here.is_none_or(|d| self.is_bare(d));
            if bare
                && self.is_definite(t)
                && let Some(before) =
                    told.get(lemma).copied().or_else(|| self.of_kind(t, here, &kinds))
                && before != here.unwrap_or(usize::MAX)
                && here.is_none_or(|d| self.drafts[d].event_type == EventType::Agree)
            {
                let d = here.unwrap_or_else(|| {
                    let mut again = self.drafts[before].clone();
                    again.head = t;
                    again.trigger = self.tree.analysis.token(t).span;
                    again.about = None;
                    again.local = local::read(self.tree, t, false);
                    self.drafts.push(again);
                    self.drafts.len() - 1
                });
                let (actors, recipients) =
                    (self.drafts[before].actors.clone(), self.drafts[before].recipients.clone());
                let draft = &mut self.drafts[d];
                if draft.actors.is_empty() || draft.event_type == EventType::Consult {
                    draft.actors = actors;
                }
                if draft.recipients.is_empty() {
                    draft.recipients = recipients;
                }
                draft.same_as = Some(before);
                draft.why.push("takes up an act told before by the same noun".to_owned());
            }
            if let Some(d) = here
                && !self.is_bare(d)
            {
                told.insert(lemma.clone(), d);
            }
        }
    }

    /// The latest act before `t` of the kind that its noun names ("the stabbing" after "stabbed").
    fn of_kind(&self, t: TokenIdx, here: Option<usize>, kinds: &[usize]) -> Option<usize> {
        let own = here.map(|d| (self.drafts[d].event_type, self.drafts[d].modes.first().copied()));
        let (kind, mode) = own?;
        if !matches!(kind, EventType::Assault | EventType::Protest | EventType::Coerce) {
            return None;
        }
        kinds
            .iter()
            .copied()
            .filter(|&d| self.drafts[d].head < t && Some(d) != here)
            .filter(|&d| self.drafts[d].event_type == kind)
            .rfind(|&d| mode.is_none() || self.drafts[d].modes.first().copied() == mode)
    }

    /// Whether an act lacks the participants that it needs to be told.
    fn is_bare(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let n = draft.actors.len() + draft.recipients.len();
        if draft.event_type == EventType::Consult { n < 2 } else { n == 0 }
    }

    pub(crate) fn is_definite(&self, t: TokenIdx) -> bool {
        self.tree.kids(t).iter().any(|&k| {
            matches!(self.tree.lemma(k).as_str(), "the" | "this" | "that" | "these" | "those")
        })
    }
}
