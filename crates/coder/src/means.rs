//! Uses of force in, what they are done with out, where the doer or another noun says it.
//!
//! "An Israeli drone wounded two soldiers" is the drone's work, "killed by shelling" the guns'.
//!
//! It never changes a mode that the act's own words say, but what a state bombs it bombs from the air.

use model::{Deprel, EventType, Mode, Sector};

use crate::compose::Composer;

impl Composer<'_, '_, '_> {
    /// Gives uses of force the mode that their doer says.
    pub(crate) fn name_the_means(&mut self) {
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            let bombed = draft.modes == [Mode::Explosives]
                && matches!(self.tree.lemma(draft.head).as_str(), "bomb" | "bombing" | "bombard");
            let open = draft.modes.is_empty() || bombed;
            if draft.dropped || draft.event_type != EventType::Assault || !open {
                continue;
            }
            let subjects = self.tree.subjects(draft.head);
            let by_noun = subjects.iter().find_map(|&k| {
                let air = self.tree.lemma(k) == "force"
                    && self
                        .tree
                        .kids_by(k, &[Deprel::Compound])
                        .any(|c| self.tree.lemma(c) == "air");
                let by_cue = || MEANS.iter().find(|(key, _)| self.tree.cue(key, k)).map(|m| m.1);
                if air { Some(Mode::Aerial) } else { by_cue() }
            });
            let state = draft.actors.iter().any(|a| {
                a.entity.code.country.is_some()
                    && a.entity.code.sectors.starts_with(&[Sector::Gov, Sector::Mil])
            });
            let mode = by_noun.or((bombed && state).then_some(Mode::Aerial));
            if let Some(mode) = mode {
                let draft = &mut self.drafts[d];
                draft.modes = vec![mode];
                if bombed {
                    draft.cameo = Some("195".to_owned());
                }
                draft.why.push("means: said by its doer".to_owned());
            }
        }
    }
}

/// The mode that a doer's noun says, by its cue.
const MEANS: [(&str, Mode); 5] = [
    ("means-aerial", Mode::Aerial),
    ("means-drone", Mode::Drone),
    ("means-explosives", Mode::Explosives),
    ("means-firearms", Mode::Firearms),
    ("means-heavy-weapons", Mode::HeavyWeapons),
];
