//! Operators over acts in, acts that the operator's table would get wrong out.
//!
//! "Promised that no one would be dismissed" is no threat, "a rocket failed to hit the barracks" was a
//! shot, "never stopped arming them" tells that it went on. It never looks at who acts.

use knowledge::{Inner, Operator};
use model::{Deprel, EventType, Mode, Participant};

use crate::{
    compose::{Composer, Draft, same_side},
    local::Local,
};

impl Composer<'_, '_, '_> {
    /// "Never stopped arming them", "did not fail to pay": it went on. What failed to hit was fired.
    pub(crate) fn went_on(&self, operator: &Operator, inner: &[usize], local: Local) -> bool {
        let ends = matches!(operator.name.as_str(), "stop" | "fail" | "avert");
        let fired = operator.name == "fail" && inner.iter().all(|&d| self.is_shot(d));
        !inner.is_empty() && (local.negated && ends || fired)
    }

    /// Whether a missile or shell is what the act says did it.
    fn is_shot(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        draft.event_type == EventType::Assault
            && self.tree.surface_subject(draft.head).is_some_and(|s| {
                self.tree.cue("means-heavy-weapons", s) || self.tree.cue("means-drone", s)
            })
    }

    /// "Promised the workers that no one would be dismissed": a promise not to harm yields.
    pub(crate) fn spares(
        &mut self,
        i: usize,
        inner: &[usize],
        actors: &[Participant],
        recipients: &[Participant],
        local: Local,
    ) -> Option<Vec<usize>> {
        let promises = self.operator(i).is_some_and(|o| o.name == "promise");
        let harm = |d: &Draft| d.event_type.quad().number() == 4 && d.local.negated;
        if !promises || local.negated || !inner.iter().all(|&d| harm(&self.drafts[d])) {
            return None;
        }
        for &d in inner {
            self.set_inner(d, Inner::Drop);
        }
        let mut whom = recipients.to_vec();
        if whom.is_empty() {
            let told = self.tree.objects(self.acts.list[i].head);
            whom = told.into_iter().flat_map(|t| self.who.participants(t)).collect();
        }
        Some(self.plain(i, Some(EventType::Concede), actors.to_vec(), whom, local))
    }

    /// "The army freed 30 villagers held by poachers": not let go but rescued.
    pub(crate) fn rescue(&mut self, d: usize) {
        let tree = self.tree;
        let draft = &self.drafts[d];
        if draft.event_type != EventType::Retreat || !draft.modes.contains(&Mode::Release) {
            return;
        }
        let held = tree.objects(draft.head).into_iter().find_map(|o| {
            tree.kids_by(o, &[Deprel::Acl])
                .find(|&k| tree.cue("holding-captive", k))
                .and_then(|k| tree.kid(k, &[Deprel::OblAgent]))
        });
        let Some(holder) = held else { return };
        let same = self
            .who
            .participants(holder)
            .iter()
            .any(|p| draft.actors.iter().any(|a| same_side(a, p)));
        if same || draft.actors.is_empty() {
            return;
        }
        let draft = &mut self.drafts[d];
        draft.event_type = EventType::Aid;
        draft.modes.clear();
        draft.cameo = Some("070".to_owned());
        draft.why.push("freed from others: a rescue".to_owned());
    }
}
