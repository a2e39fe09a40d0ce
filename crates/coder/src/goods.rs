//! A demand or refusal in, the help that it speaks of out, where only what is given is named.
//!
//! "Greece asked the European Union for firefighters": no word says *send*, but AID is what is asked
//! for. "Turned down a loan from China": AID is what is refused.
//!
//! It never adds help to words that are themselves acts.

use knowledge::{Path, Slot};
use model::{EventType, Participant, Status, TokenIdx};

use crate::{
    compose::{Composer, Draft},
    local::Local,
};

impl Composer<'_, '_, '_> {
    /// The draft of the help that the operator of act `i` speaks of by naming goods.
    pub(crate) fn understood_aid(
        &mut self,
        i: usize,
        actors: &[Participant],
        recipients: &[Participant],
    ) -> Option<usize> {
        let sense = self.sense(i);
        let operator = self.operator(i)?;
        if !matches!(operator.name.as_str(), "demand" | "refuse") || sense.event.is_none() {
            return None;
        }
        let head = self.acts.list[i].head;
        let goods = sense
            .content
            .iter()
            .flat_map(|path| self.tree.path(head, path))
            .find(|&t| t > head && self.is_given(t))?;
        let (giver, taker) = if operator.name == "refuse" {
            let from = ["from", "by"].map(|p| Path(vec![Slot::Prep(p.to_owned())]));
            let by = [Path(vec![Slot::Poss]), Path(vec![Slot::Adj])];
            let giver = from
                .iter()
                .chain(&by)
                .flat_map(|path| self.tree.path(goods, path))
                .flat_map(|t| self.who.participants(t))
                .collect();
            (giver, actors.to_vec())
        } else {
            (recipients.to_vec(), actors.to_vec())
        };
        self.drafts.push(Draft {
            event_type: EventType::Aid,
            modes: Vec::new(),
            cameo: None,
            own_type: None,
            contexts: Vec::new(),
            actors: giver,
            recipients: taker,
            status: Status::Happened,
            about: None,
            head: goods,
            trigger: self.tree.analysis.token(goods).span,
            nominal: true,
            loose: false,
            local: Local::default(),
            planned_if_dated: false,
            dropped: false,
            denied: false,
            same_as: None,
            happening: None,
            is_likely: false,
            why: vec!["help, understood from what is to be given".to_owned()],
        });
        Some(self.drafts.len() - 1)
    }

    /// Whether the noun names what one side gives another to help it, and no act.
    fn is_given(&self, t: TokenIdx) -> bool {
        self.acts.at(t).is_none()
            && (self.in_class("relief", t)
                || self.in_class("weapon", t)
                || matches!(
                    self.tree.lemma(t).as_str(),
                    "loan" | "money" | "peacekeeper" | "pilot" | "protection"
                ))
    }
}
