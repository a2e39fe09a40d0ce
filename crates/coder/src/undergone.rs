//! An act told by a noun in, who does it and whom it is done to out, where grammar leaves that to the
//! noun.
//!
//! "The editor's arrest" is done to the editor, "the army's arrests" by the army; "France began an
//! air campaign" is France's. It never changes a side that a phrase of its own names ("the arrest of
//! the editor").

use model::{Deprel, EventType, Mode, Participant, Sector, TokenIdx, Xpos};

use crate::compose::Composer;
use knowledge::{Pos, Slot};

impl Composer<'_, '_, '_> {
    /// Possessors of nouns like "arrest" or "trial" undergo them, where they are human beings and
    /// nobody else does.
    pub(crate) fn turn_possessor(
        &self,
        i: usize,
        actors: &mut Vec<Participant>,
        recipients: &mut Vec<Participant>,
    ) {
        let act = &self.acts.list[i];
        let noun = self.sense(i).pos == Pos::Noun;
        if !noun || !recipients.is_empty() || !self.tree.cue("undergone", act.head) {
            return;
        }
        let of = self.tree.slot(act.head, &Slot::Prep("of".to_owned()));
        if !of.is_empty() {
            return;
        }
        // "The president's deportations" are many, and his doing.
        let several = self.tree.xpos(act.head) == Xpos::Nns;
        let owners: Vec<TokenIdx> = self
            .tree
            .slot(act.head, &Slot::Poss)
            .into_iter()
            .filter(|&k| self.who.find(k).person)
            .filter(|&k| !(several && self.governs(k)))
            .collect();
        let found: Vec<Participant> = owners
            .into_iter()
            .flat_map(|k| self.who.participants(k))
            .filter(|p| p.entity.code.country.is_some() || !p.entity.code.sectors.is_empty())
            .collect();
        if found.is_empty() {
            return;
        }
        actors.retain(|a| !found.iter().any(|p| p.span == a.span));
        *recipients = found;
    }

    fn governs(&self, t: TokenIdx) -> bool {
        self.who.find(t).participant.is_some_and(|p| crate::sides::governs(&p))
    }

    /// "France began an air campaign": France, though the frame names no place for it.
    pub(crate) fn performers(&self, i: usize) -> Vec<Participant> {
        let head = self.acts.list[i].head;
        let done = matches!(self.tree.rel(head), Deprel::Obj | Deprel::NsubjPass);
        let by = self.tree.head(head).filter(|&v| done && self.tree.cue("performing", v));
        if by.is_none() || self.sense(i).pos != Pos::Noun {
            return Vec::new();
        }
        let subjects = self.tree.light_subject(head);
        let coded =
            |p: &Participant| p.entity.code.country.is_some() || !p.entity.code.sectors.is_empty();
        subjects.into_iter().flat_map(|s| self.who.participants(s)).filter(coded).collect()
    }

    /// "The talks could be saved, he said after welcoming it": what cannot welcome leaves it to the
    /// subject of the clause above.
    pub(crate) fn subject_further(&self, i: usize) -> Vec<Participant> {
        let head = self.acts.list[i].head;
        let attached = self.sense(i).pos == Pos::Verb
            && self.tree.rel(head) == Deprel::Advcl
            && !self.tree.is_finite(head)
            && !self.tree.is_passive(head);
        let Some(clause) = self.tree.head(head).filter(|_| attached) else { return Vec::new() };
        let said = self.tree.rel(clause) == Deprel::Ccomp;
        let Some(above) = self.tree.head(clause).filter(|_| said) else { return Vec::new() };
        let subject = self.tree.surface_subject(above);
        let all = subject.map(|s| self.tree.coordinated(s)).unwrap_or_default();
        all.into_iter()
            .flat_map(|s| self.who.participants(s))
            .filter(|p| p.entity.code.country.is_some())
            .collect()
    }

    /// Police, courts and governments act on people of their own country, where nobody says of which
    /// those are.
    pub(crate) fn own_people(&mut self, d: usize) {
        let draft = &self.drafts[d];
        let has = |m: Mode| draft.modes.contains(&m);
        let lemma = self.tree.lemma(draft.head);
        let at_home = match draft.event_type {
            EventType::Coerce => !has(Mode::Deport) && !has(Mode::Cyber),
            EventType::Sanction => has(Mode::Convict) || has(Mode::Expel),
            EventType::Accuse => {
                let court = |a: &Participant| {
                    matches!(a.entity.code.sectors.first(), Some(Sector::Jud | Sector::Cop))
                };
                (has(Mode::Allege) || has(Mode::Investigate)) && draft.actors.iter().all(court)
            }
            EventType::Assault => {
                has(Mode::CrowdControl) || matches!(lemma.as_str(), "execute" | "execution")
            }
            _ => false,
        };
        let Some(country) = self.state_of(&draft.actors).filter(|_| at_home && !draft.dropped)
        else {
            return;
        };
        let mut moved = false;
        let who = self.who;
        for p in &mut self.drafts[d].recipients {
            let unsaid = p.entity.id.is_none()
                && p.entity.name.is_empty()
                && p.entity.code.country.as_ref().is_some_and(|c| *c != country)
                && !who.says_outright(p.span);
            if unsaid {
                p.entity.code.country = Some(country.clone());
                moved = true;
            }
        }
        if moved {
            self.drafts[d].why.push("whose they are: of the country of those who act".to_owned());
        }
    }

    /// A stage or a road that protesters take is nobody they protest against.
    pub(crate) fn drop_protest_places(&mut self, d: usize) {
        let draft = &mut self.drafts[d];
        if draft.event_type != EventType::Protest || draft.dropped {
            return;
        }
        draft.recipients.retain(|p| !p.entity.code.sectors.is_empty() || p.entity.id.is_some());
    }

    /// A weapon or strike named before a noun without whose it is ("a drone strike").
    pub(crate) fn is_bare_means(&self, t: TokenIdx) -> bool {
        let weapon = ["weapon", "missile", "vehicle"].iter().any(|c| self.in_class(c, t));
        let strike = self.tree.cue("means-drone", t)
            || self.tree.cue("means-heavy-weapons", t)
            || self.tree.cue("strike-noun", t);
        (weapon || strike)
            && self.who.name_of(t).is_none()
            && !self.who.says_itself(self.tree.analysis.token(t).span)
    }

    /// Drones and missiles shot down are the other side's.
    pub(crate) fn weapons_of_the_other(&mut self, d: usize) {
        let draft = &self.drafts[d];
        let open = draft.event_type == EventType::Assault
            && !draft.dropped
            && !draft.nominal
            && draft.recipients.is_empty();
        let [actor] = draft.actors.as_slice() else { return };
        let hit = open
            && self.tree.objects(draft.head).into_iter().any(|t| {
                self.tree.cue("means-drone", t)
                    || self.tree.cue("means-heavy-weapons", t)
                    || self.tree.cue("means-aerial", t)
            });
        let Some(own) = actor.entity.code.country.clone().filter(|_| hit) else { return };
        if let Some(mut other) = self.who.other_of_pair(&own, draft.head, false) {
            other.entity.code.sectors = vec![Sector::Mil];
            let draft = &mut self.drafts[d];
            draft.recipients.push(other);
            draft.why.push("nobody named beside it: the other party of the story".to_owned());
        }
    }

    /// The one country whose state acts.
    fn state_of(&self, actors: &[Participant]) -> Option<String> {
        let [actor] = actors else { return None };
        let state = actor.entity.code.sectors.first().is_none_or(|s| {
            matches!(s, Sector::Gov | Sector::Cop | Sector::Jud | Sector::Mil | Sector::Spy)
        });
        let country = actor.entity.code.country.clone()?;
        (state && crate::who::is_country(&country)).then_some(country)
    }
}
