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
                let lemma = self.tree.lemma(k);
                let air = lemma == "force"
                    && self
                        .tree
                        .kids_by(k, &[Deprel::Compound])
                        .any(|c| self.tree.lemma(c) == "air");
                if air { Some(Mode::Aerial) } else { mode_of(&lemma) }
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

fn mode_of(lemma: &str) -> Option<Mode> {
    Some(match lemma {
        "drone" | "uav" => Mode::Drone,
        "jet" | "warplane" | "bomber" | "fighter jet" | "helicopter" | "airforce" | "plane"
        | "aircraft" | "airstrike" => Mode::Aerial,
        "artillery" | "tank" | "shelling" | "mortar" | "rocket" | "howitzer" | "shell"
        | "missile" => Mode::HeavyWeapons,
        "bomb" | "blast" | "explosion" | "mine" | "ied" => Mode::Explosives,
        "gunman" | "sniper" | "gunfire" => Mode::Firearms,
        _ => return None,
    })
}
