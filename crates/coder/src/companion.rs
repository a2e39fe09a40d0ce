//! A sentence to prison in, the imprisonment beside it out.
//!
//! "A court sentenced the editor to two years in prison" is two acts by the codebook: SANCTION
//! (convict), and COERCE (arrest) for the two years. A fine or a suspended sentence brings nobody
//! behind bars and stays one.
//!
//! It never adds what the words of the same clause do not say.

use model::{EventType, Mode, TokenIdx};

use crate::compose::Composer;

impl Composer<'_, '_, '_> {
    /// Adds the imprisonment that a conviction brings.
    pub(crate) fn accompany(&mut self) {
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            let convicted = draft.event_type == EventType::Sanction
                && draft.modes.contains(&Mode::Convict)
                && !draft.dropped
                && !draft.recipients.is_empty();
            if !convicted {
                continue;
            }
            let Some(prison) = self.prison_below(draft.head) else { continue };
            // "They would be jailed", says the junta: no court has sentenced anybody.
            let court =
                |p: &model::Participant| p.entity.code.sectors.first() == Some(&model::Sector::Jud);
            if draft.status != model::Status::Happened && !draft.actors.iter().any(court) {
                let threat = &mut self.drafts[d];
                threat.event_type = EventType::Coerce;
                threat.modes = vec![Mode::Arrest];
                threat.cameo = Some("173".to_owned());
                threat.why.push("prison to come, by no court".to_owned());
                continue;
            }
            let told = self.drafts.iter().any(|x| {
                x.event_type == EventType::Coerce
                    && !x.dropped
                    && (x.head == prison || x.head == self.drafts[d].head)
            });
            if told {
                continue;
            }
            let mut arrest = self.drafts[d].clone();
            arrest.event_type = EventType::Coerce;
            arrest.own_type = None;
            arrest.modes = vec![Mode::Arrest];
            arrest.cameo = Some("173".to_owned());
            arrest.about = None;
            arrest.same_as = None;
            arrest.trigger = self.tree.analysis.token(prison).span;
            arrest.head = prison;
            arrest.why.push("the sentence is served in prison".to_owned());
            self.drafts.push(arrest);
        }
    }

    /// "Prison", "jail" below the word that tells the conviction, or that word itself.
    fn prison_below(&self, head: TokenIdx) -> Option<TokenIdx> {
        let tree = self.tree;
        let suspended = |t: TokenIdx| {
            tree.kids(t).iter().any(|&k| matches!(tree.lemma(k).as_str(), "suspend" | "suspended"))
        };
        if matches!(tree.lemma(head).as_str(), "jail" | "imprison") {
            return Some(head);
        }
        let mut open = vec![(head, 0)];
        while let Some((t, depth)) = open.pop() {
            if suspended(t) {
                return None;
            }
            if t > head && self.in_class("prison", t) {
                return Some(t);
            }
            let below = tree.kids(t).iter().copied().filter(|&k| k > head && !tree.is_clause(k));
            if depth < 4 {
                open.extend(below.map(|k| (k, depth + 1)));
            }
        }
        None
    }
}
