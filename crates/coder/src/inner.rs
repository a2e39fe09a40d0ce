//! The acts that an operator speaks of in, their sides and status as the operator leaves them out.
//!
//! "Urged Egypt to free him": the one who is to free is Egypt, and nobody has freed yet.

use knowledge::{Inner, InnerActor, Operator, OperatorRow, RecipientRule};
use model::{EventType, Mode, Participant, Status};

use crate::compose::{Composer, Draft, governing, same_side};

impl Composer<'_, '_, '_> {
    pub(crate) fn fill_inner_actors(
        &mut self,
        operator: &Operator,
        inner: &[usize],
        actors: &[Participant],
        recipients: &[Participant],
    ) {
        for &d in inner {
            let draft = &mut self.drafts[d];
            // "Called on the minister to step down": the minister is to, whatever the tree shares.
            let shared = operator.inner_actor == InnerActor::Recipient
                && !recipients.is_empty()
                && draft.actors.iter().all(|a| actors.iter().any(|b| a.span == b.span));
            if !draft.actors.is_empty() && !shared {
                continue;
            }
            let from = match operator.inner_actor {
                InnerActor::Actor => actors,
                InnerActor::Recipient => recipients,
                InnerActor::Own => continue,
            };
            draft.actors = from
                .iter()
                .filter(|p| !draft.recipients.iter().any(|r| r.entity == p.entity))
                .cloned()
                .collect();
        }
    }

    /// What an operator leaves of an inner act. An offer refused was made; what one "would welcome"
    /// has not come, unless it is known already ("the raid").
    pub(crate) fn inner_status(
        &self,
        operator: &Operator,
        row: &OperatorRow,
        d: usize,
        hypothetical: bool,
    ) -> Inner {
        let draft = &self.drafts[d];
        let offer = matches!(draft.event_type, EventType::Agree | EventType::Concede)
            && (draft.event_type == EventType::Agree || draft.about.is_some());
        if operator.name == "refuse" && draft.nominal && offer {
            return Inner::Keep;
        }
        let judged = operator.name.starts_with("judge-") && row.inner == Inner::Keep;
        if judged && hypothetical && !self.tree.is_definite(draft.head) {
            return Inner::Hypothetical;
        }
        row.inner
    }

    /// Modes of an event made of inner acts: a threat to arrest is one of arrest, whatever else
    /// threats to coerce are.
    pub(crate) fn modes_over(
        &self,
        event: EventType,
        inner: &[usize],
        modes: Vec<Mode>,
    ) -> Vec<Mode> {
        let arrests = inner.iter().any(|&d| self.drafts[d].modes.contains(&Mode::Arrest));
        if event == EventType::Threaten && modes == [Mode::Restrict] && arrests {
            return vec![Mode::Arrest];
        }
        let land = |d: &Draft| {
            d.modes.contains(&Mode::Seize) && d.contexts.contains(&model::Context::Territory)
        };
        if event == EventType::Threaten
            && modes == [Mode::Restrict]
            && inner.iter().any(|&d| land(&self.drafts[d]))
        {
            return vec![Mode::Territory];
        }
        // "Rejected a call for their return": what was asked for tells what is refused.
        let asked = inner.first().map(|&d| &self.drafts[d]);
        if event == EventType::Reject
            && let Some(request) = asked.filter(|d| d.event_type == EventType::Request)
            && !request.modes.is_empty()
        {
            return request.modes.clone();
        }
        modes
    }

    /// "Cancelled a visit by the minister", "asked for help": the inner act is to reach the one who
    /// speaks of it.
    pub(crate) fn visit_whom(
        &mut self,
        operator: &Operator,
        inner: &[usize],
        actors: &[Participant],
    ) {
        for &d in inner {
            let draft = &self.drafts[d];
            let visit = draft.modes.contains(&Mode::Visit);
            let asked = operator.name == "demand"
                && (matches!(draft.event_type, EventType::Aid | EventType::Cooperate)
                    || draft.event_type == EventType::Concede && draft.nominal);
            let other = !draft.actors.iter().any(|a| actors.iter().any(|b| same_side(a, b)));
            if draft.recipients.is_empty() && other && (visit || asked) {
                self.drafts[d].recipients = actors.to_vec();
            }
        }
    }

    pub(crate) fn take_recipients(&mut self, d: usize, recipients: &[Participant]) {
        let draft = &mut self.drafts[d];
        if draft.recipients.is_empty() {
            draft.recipients = recipients
                .iter()
                .filter(|p| !draft.actors.iter().any(|a| a.entity == p.entity))
                .cloned()
                .collect();
        }
    }

    pub(crate) fn recipients_from(
        &self,
        rule: RecipientRule,
        inner: &[usize],
        actors: &[Participant],
    ) -> Vec<Participant> {
        let not_actor = |p: &&Participant| !actors.iter().any(|a| same_side(a, p));
        let first = inner.first().map(|&d| &self.drafts[d]);
        let Some(draft) = first else { return Vec::new() };
        let pick = |list: &[Participant]| -> Vec<Participant> {
            list.iter().filter(not_actor).map(governing).collect()
        };
        match rule {
            RecipientRule::Own => Vec::new(),
            RecipientRule::ContentActor => {
                let mut picked = pick(&draft.actors);
                // What a speech act is about may hide one level deeper.
                if picked.is_empty()
                    && let Some(deeper) = draft.about
                {
                    picked = pick(&self.drafts[deeper].actors);
                }
                picked
            }
            RecipientRule::ContentRecipient => pick(&draft.recipients),
            RecipientRule::ContentOther => {
                let picked = pick(&draft.actors);
                let others = pick(&draft.recipients);
                // "The minister cancelled his trip to Fiji": Fiji, not the minister once more.
                let abroad = |list: &[Participant]| {
                    list.iter().any(|p| {
                        let country = &p.entity.code.country;
                        actors.iter().all(|a| a.entity.code.country != *country)
                    })
                };
                let home = !abroad(&picked) && abroad(&others);
                if picked.is_empty() || home { others } else { picked }
            }
        }
    }

    /// "Criticised the arrest of a reporter": whether the party only has done to it what is judged.
    pub(crate) fn only_undergoes(&self, inner: &[usize], party: &Participant) -> bool {
        let among =
            |list: &[Participant]| list.iter().any(|p| p.span == party.span && same_side(p, party));
        inner.iter().map(|&d| &self.drafts[d]).any(|d| among(&d.recipients))
            && !inner.iter().map(|&d| &self.drafts[d]).any(|d| among(&d.actors))
    }

    /// "Denied planning to visit": no undertaking at all, so that the visit is what is denied.
    pub(crate) fn deny_undertaken(&mut self, d: usize) -> bool {
        let denied = |x: &Draft| x.about == Some(d) && x.denied && !x.dropped;
        let Some(undertaking) = self.drafts.iter().position(denied) else { return false };
        self.drafts[undertaking].dropped = true;
        for draft in &mut self.drafts {
            if draft.about == Some(undertaking) {
                draft.about = Some(d);
            }
        }
        self.drafts[d].status = Status::Negated;
        self.drafts[d].why.push("its undertaking is denied: negated".to_owned());
        true
    }

    pub(crate) fn set_inner(&mut self, d: usize, inner: Inner) {
        let draft = &mut self.drafts[d];
        match inner {
            Inner::Keep => {}
            Inner::Planned => {
                draft.local.planned = true;
                draft.local.future = false;
            }
            Inner::PlannedIfDated => draft.planned_if_dated = true,
            // "Rejected allegations that its forces had tortured them": denied, whatever was alleged.
            Inner::Hypothetical => draft.local.hypothetical |= !draft.denied,
            Inner::Negated => {
                draft.local.negated = true;
                draft.local.hypothetical = false;
                draft.denied = true;
            }
            Inner::Drop => {
                draft.dropped = true;
                draft.why.push("left out: its operator says it all".to_owned());
            }
        }
    }
}
