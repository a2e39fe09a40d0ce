//! An act to come in, whether telling of it is a threat out.
//!
//! "Anyone who helps them will be jailed", says the government: THREATEN (arrest). It never looks at
//! what has happened, and leaves to `speech` what is said in words of menace.

use model::{Deprel, EventType, Mode, Participant, Sector, TokenIdx, Upos, Xpos};

use crate::compose::Composer;

impl Composer<'_, '_, '_> {
    /// "They will strike unless their allowances are paid".
    pub(crate) fn is_unless(&self, d: usize) -> bool {
        self.tree
            .kids_by(self.drafts[d].head, &[Deprel::Advcl])
            .any(|k| self.tree.kids_by(k, &[Deprel::Mark]).any(|m| self.tree.lemma(m) == "unless"))
    }

    /// "Anyone who helps them will be jailed", says the government: it threatens all who would.
    pub(crate) fn warn_all(&mut self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let (head, kind) = (draft.head, draft.event_type);
        if !draft.actors.is_empty() || !self.tree.is_passive(head) {
            return false;
        }
        let Some(subject) = self.tree.surface_subject(head) else { return false };
        let plural = self.tree.xpos(subject) == Xpos::Nns;
        let all = match self.tree.kid(subject, &[Deprel::Det]) {
            Some(k) => self.tree.cue("all", k),
            None => plural || self.tree.upos(subject) == Upos::Pron,
        };
        if !all || self.tree.kid(subject, &[Deprel::AclRelcl]).is_none() {
            return false;
        }
        let power = |p: &Participant| {
            let sectors = &p.entity.code.sectors;
            !sectors.is_empty()
                && [Sector::Gov, Sector::Mil, Sector::Cop, Sector::Reb].contains(&sectors[0])
        };
        let speaker = self.tree.speaker_above(head).and_then(|s| self.who.find(s).participant);
        let Some(speaker) = speaker.filter(power) else { return false };
        let jail = [Mode::Arrest, Mode::Convict];
        let arrest = self.drafts[d].modes.iter().any(|m| jail.contains(m));
        let (mode, cameo) = match kind {
            EventType::Assault => (Mode::Violence, "138"),
            _ if arrest => (Mode::Arrest, "132"),
            _ => (Mode::Restrict, "132"),
        };
        self.drafts[d].actors = vec![speaker];
        self.undertake(d, EventType::Threaten, cameo);
        if let Some(threat) = self.drafts.last_mut() {
            threat.modes = vec![mode];
        }
        self.drafts[d].planned_if_dated = false;
        true
    }

    /// "It would review the peace treaty": ties are at stake. What the noun tells by itself goes.
    pub(crate) fn is_of_ties(&mut self, t: TokenIdx) -> bool {
        let ties = self
            .tree
            .objects(t)
            .into_iter()
            .find(|&k| self.in_class("agreement", k) || self.in_class("relation", k));
        let Some(ties) = ties else { return false };
        for draft in &mut self.drafts {
            if draft.nominal && draft.head == ties {
                draft.dropped = true;
                draft.why.push("left out: named as what is threatened".to_owned());
            }
        }
        true
    }
}
