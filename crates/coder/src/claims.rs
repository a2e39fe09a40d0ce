//! What a party claims of another in, ACCUSE (allege) out.
//!
//! "Israel claimed that the agency had been infiltrated", "Kyiv said Russia shelled the town".
//!
//! It never takes what the reporter says for a claim.

use model::{Deprel, EventType, Mode, TokenIdx, Upos};

use crate::{
    compose::{Composer, same_side},
    local::Local,
    sides::{aggrieved, critics, governs, opposed, rivals},
};

impl Composer<'_, '_, '_> {
    /// "Claimed that the agency had been infiltrated": a claim about another party.
    pub(crate) fn hear_claim(&mut self, t: TokenIdx) {
        let tree = self.tree;
        if tree.upos(t) != Upos::Verb || !self.in_class("contending", t) || self.is_negated(t) {
            return;
        }
        if self.is_open(t) || tree.kids_by(t, &[Deprel::Aux]).any(|k| tree.cue("future", k)) {
            return;
        }
        for clause in tree.kids_by(t, &[Deprel::Ccomp]).collect::<Vec<_>>() {
            let Some(voice) = self.voice(clause) else { continue };
            let Some(subject) = tree.surface_subject(clause) else { continue };
            let modal = tree
                .kids_by(clause, &[Deprel::Aux])
                .any(|k| tree.cue("future", k) || tree.cue("modal-hypothetical", k));
            let praise = self.in_class("praise", clause) || self.in_class("fit", clause);
            if self.is_first_person(subject) || modal || praise || self.who.look(subject).owned {
                continue;
            }
            let mut others = self.spoken_of(subject, &voice);
            others.retain(|p| !same_side(p, &voice.who));
            if others.is_empty() {
                continue;
            }
            let mode = Some(Mode::Allege);
            let rule = "claims something of another party";
            self.speak(t, EventType::Accuse, mode, "112", &voice, others, None, rule);
        }
    }

    /// "Iran lied to the world", said by its opponent.
    pub(crate) fn hear_wrongdoing(&mut self, t: TokenIdx) {
        let tree = self.tree;
        let plain = tree.upos(t) == Upos::Verb
            && self.in_class("wrongdoing", t)
            && !self.is_negated(t)
            && !self.is_open(t)
            && tree.kids_by(t, &[Deprel::Aux]).all(|k| !tree.cue("future", k));
        if !plain || tree.is_passive(t) || !(tree.is_finite(t) || tree.rel(t) == Deprel::Conj) {
            return;
        }
        let Some(voice) = self.voice(t) else { return };
        let Some(subject) = tree.surface_subject(t) else { return };
        let others = self.spoken_of(subject, &voice);
        if self.is_first_person(subject) || self.who.look(subject).owned {
            return;
        }
        let rivals = others.iter().any(|p| rivals(&voice.who, p));
        if rivals {
            let mode = Some(Mode::Allege);
            let rule = "says that an opponent did wrong";
            self.speak(t, EventType::Accuse, mode, "112", &voice, others, None, rule);
        }
    }

    /// "Kyiv said Russia shelled the town": the claim of one party about its opponent.
    pub(crate) fn hear_allegation(&mut self, d: usize) {
        let draft = &self.drafts[d];
        let conflict = draft.event_type.quad().number() == 4;
        let done = draft.local == Local::default() && !draft.dropped;
        if !conflict || !done || draft.actors.is_empty() || draft.nominal {
            return;
        }
        let Some(voice) = self.voice(draft.head) else { return };
        let abroad = opposed(&voice.who, &draft.actors)
            && (aggrieved(&voice.who, &draft.recipients)
                || draft.actors.iter().all(governs) && governs(&voice.who));
        let at_home = !draft.actors.iter().any(|p| same_side(p, &voice.who))
            && draft.actors.iter().any(|p| critics(&voice.who, p));
        if !abroad && !at_home {
            return;
        }
        let spoken_for = self.drafts.iter().any(|x| x.about == Some(d));
        if spoken_for {
            return;
        }
        let (head, recipients) = (draft.head, draft.actors.clone());
        // "Taipei said warplanes had crossed the line": its own.
        let crossed = draft.event_type == EventType::Mobilize
            && abroad
            && draft.recipients.is_empty()
            && self.tree.cue("trespassing", head);
        if crossed {
            self.drafts[d].recipients = vec![voice.who.clone()];
        }
        let rule = "the claim of a party about its opponent";
        let mode = Some(Mode::Allege);
        self.speak(head, EventType::Accuse, mode, "112", &voice, recipients, Some(d), rule);
    }
}
