//! Words in, who says them and of whom out.
//!
//! In "The deal is a disgrace," the minister said, the voice of *disgrace* is the minister. It never
//! gives the reporter's own words a voice, nor one to somebody who is not political.

use model::{Deprel, Participant, Sector, TokenIdx, Upos};

use crate::{
    compose::{Composer, same_side},
    sides::{is_coded, is_political},
};

/// Somebody who speaks: head word and who it is.
pub(crate) struct Voice {
    pub(crate) head: TokenIdx,
    pub(crate) who: Participant,
}

impl Composer<'_, '_, '_> {
    /// Who says the words at `t`, if it is somebody political.
    pub(crate) fn voice(&self, t: TokenIdx) -> Option<Voice> {
        self.voice_of(self.tree.teller(t)?)
    }

    /// The voice of somebody political.
    pub(crate) fn voice_of(&self, head: TokenIdx) -> Option<Voice> {
        let found = self.who.look(head);
        let who = found.participant.as_ref().filter(|p| !found.owned && is_political(p))?;
        Some(Voice { head, who: who.clone() })
    }

    pub(crate) fn in_class(&self, class: &str, t: TokenIdx) -> bool {
        if self.tree.in_class(class, t) {
            return true;
        }
        let classes = &self.tree.knowledge.classes;
        // "damning" read as a verb, "flagrantly" as an adverb.
        let stem = |ending: &str| {
            let form = self.tree.form(t);
            let (stem, end) = form.split_at_checked(form.len().checked_sub(ending.len())?)?;
            end.eq_ignore_ascii_case(ending).then_some(stem)
        };
        match self.tree.upos(t) {
            Upos::Verb => stem("ing")
                .is_some_and(|_| classes.contains(class, &model::lowered(self.tree.form(t)))),
            Upos::Adv => {
                stem("ly").is_some_and(|stem| classes.contains(class, &model::lowered(stem)))
            }
            _ => false,
        }
    }

    pub(crate) fn is_negated(&self, t: TokenIdx) -> bool {
        self.tree
            .kids_by(t, &[Deprel::Advmod, Deprel::Det])
            .any(|k| self.tree.cue("negation", k) && k < t)
    }

    /// Whether the clause of `t` only asks, doubts or supposes.
    pub(crate) fn is_open(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        let s = &tree.analysis.sentences[tree.analysis.sentence_of(t)];
        tree.form(TokenIdx(s.end.0 - 1)) == "?"
            || tree.kids_by(t, &[Deprel::Mark]).any(|k| tree.cue("condition", k))
            || tree.kids_by(t, &[Deprel::Aux]).any(|k| tree.cue("modal-hypothetical", k))
    }

    /// Whether the noun or pronoun names something people do or decide.
    pub(crate) fn is_doing(&self, t: TokenIdx) -> bool {
        self.acts.at(t).is_some()
            || self.in_class("doing", t)
            || matches!(self.tree.upos(t), Upos::Verb)
    }

    pub(crate) fn is_first_person(&self, t: TokenIdx) -> bool {
        let word = self.tree.form(t).to_lowercase();
        matches!(word.as_str(), "i" | "we" | "us" | "me" | "our" | "my" | "you")
    }

    /// The participants behind what is judged, the speaker's own side left out.
    pub(crate) fn spoken_of(&self, t: TokenIdx, voice: &Voice) -> Vec<Participant> {
        let mut found: Vec<Participant> = Vec::new();
        // "The call was inappropriate": whose call it was.
        let deed = self.drafts.iter().find(|x| x.head == t && x.nominal && !x.dropped);
        if let Some(deed) = deed {
            found.extend(deed.actors.iter().filter(|p| p.entity != voice.who.entity).cloned());
            if !found.is_empty() {
                return found;
            }
        }
        let mut at: Vec<TokenIdx> = self.tree.coordinated(t);
        if let Some(poss) = self.tree.kid(t, &[Deprel::NmodPoss]) {
            at = self.tree.coordinated(poss);
        }
        for k in at {
            let named = self.who.look(k);
            let place = named.place && !named.country;
            for p in self.who.participants(k) {
                let coded = is_coded(&p);
                // A head of government speaks for the country: "it" is not the speaker's own.
                let own = p.entity == voice.who.entity
                    || self.tree.upos(k) == Upos::Pron && same_side(&p, &voice.who);
                // "The American people": those spoken to, not those spoken of.
                let anybody =
                    p.entity.name.is_empty() && p.entity.code.sectors.first() == Some(&Sector::Cvl);
                if coded && !place && !own && !anybody && !found.contains(&p) {
                    found.push(p);
                }
            }
        }
        found
    }
}
