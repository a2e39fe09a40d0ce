//! Threats and answers in, the side out that the words leave to be understood.
//!
//! "Warned the vessel that it would open fire": on the vessel. "If Pakistan shells the valley, India will
//! respond in kind": each on the other. It never changes a side that words name.

use model::{Deprel, EventType, Participant};

use crate::compose::{Composer, same_side};

impl Composer<'_, '_, '_> {
    /// What one who threatens would do is done to the one threatened.
    pub(crate) fn name_the_threatened(&mut self) {
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            let threatens = draft.event_type == EventType::Threaten && !draft.dropped;
            let Some(deed) = draft.about.filter(|_| threatens && !draft.recipients.is_empty())
            else {
                continue;
            };
            let content = &self.drafts[deed];
            let force = content.event_type == EventType::Assault;
            let by_same = content.actors.is_empty()
                || content.actors.iter().all(|a| draft.actors.iter().any(|b| same_side(a, b)));
            if content.dropped || !force || !by_same || !content.recipients.is_empty() {
                continue;
            }
            let (actors, recipients) = (draft.actors.clone(), draft.recipients.clone());
            let content = &mut self.drafts[deed];
            if content.actors.is_empty() {
                content.actors = actors;
            }
            content.recipients = recipients;
            content.why.push("done to the one threatened".to_owned());
        }
    }

    /// "If A shells the valley, B will respond": each to the other.
    pub(crate) fn answer_condition(&mut self) {
        for b in 0..self.drafts.len() {
            let answer = &self.drafts[b];
            if !self.is_one_sided(b) {
                continue;
            }
            let conditions: Vec<_> = self
                .tree
                .kids_by(answer.head, &[Deprel::Advcl])
                .filter(|&k| {
                    self.tree.kids_by(k, &[Deprel::Mark]).any(|m| self.tree.cue("condition", m))
                })
                .collect();
            let first = (0..self.drafts.len())
                .find(|&a| conditions.contains(&self.drafts[a].head) && self.is_one_sided(a));
            let Some(a) = first else { continue };
            let (one, other) = (self.drafts[a].actors.clone(), self.drafts[b].actors.clone());
            if country(&one) == country(&other) {
                continue;
            }
            self.drafts[a].recipients = bare(other);
            self.drafts[b].recipients = bare(one);
            for d in [a, b] {
                self.drafts[d].why.push("condition and answer: each to the other".to_owned());
            }
        }
    }

    /// Force by somebody of a country, on nobody named.
    fn is_one_sided(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        draft.event_type == EventType::Assault
            && !draft.dropped
            && draft.recipients.is_empty()
            && country(&draft.actors).is_some()
    }
}

fn country(list: &[Participant]) -> Option<&String> {
    list.first().and_then(|p| p.entity.code.country.as_ref())
}

/// Force is used on a country, not on the sector that would use it.
fn bare(mut list: Vec<Participant>) -> Vec<Participant> {
    for p in &mut list {
        p.entity.code.sectors.clear();
    }
    list
}
