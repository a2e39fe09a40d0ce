//! An act told by a noun in, who does it and whom it is done to out, where grammar leaves that to the
//! noun.
//!
//! "The editor's arrest" is done to the editor, "the army's arrests" by the army; "France began an
//! air campaign" is France's. It never changes a side that a phrase of its own names ("the arrest of
//! the editor").

use model::{Deprel, EventType, Mode, Participant, Sector, Status, TokenIdx, Upos, Xpos};

use crate::{compose::Composer, recall::same_one, sides::is_coded};
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
        self.turn_place(i, actors, recipients);
        self.turn_terror(i, actors, recipients);
        // "Withdrew it under pressure from Israel": on those who withdrew.
        if noun
            && recipients.is_empty()
            && self.tree.cue("put-under", act.head)
            && self.tree.preposition(act.head).as_deref() == Some("under")
        {
            *recipients = self.subject_above(act.head);
            recipients.retain(|r| !actors.iter().any(|a| a.entity == r.entity));
            return;
        }
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
            .filter(|&k| self.who.look(k).person)
            .filter(|&k| !(several && self.governs(k)))
            .collect();
        let found: Vec<Participant> =
            owners.into_iter().flat_map(|k| self.who.participants(k)).filter(is_coded).collect();
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
        subjects.into_iter().flat_map(|s| self.who.participants(s)).filter(is_coded).collect()
    }

    /// "Fought against an incursion by the army": the army, where what fills the place says nobody.
    pub(crate) fn doers_of_fillers(&self, i: usize, actors: &[Participant]) -> Vec<Participant> {
        let head = self.acts.list[i].head;
        let fillers = self.sense(i).recipient.iter().flat_map(|path| self.tree.path(head, path));
        for t in fillers {
            let thing = self.tree.upos(t) == Upos::Noun
                && !self.tree.is_clause(t)
                && self.who.look(t).participant.is_none();
            if !thing {
                continue;
            }
            for slot in [Slot::Prep("by".to_owned()), Slot::Poss] {
                let found: Vec<Participant> = self
                    .tree
                    .slot(t, &slot)
                    .into_iter()
                    .filter(|&k| self.names_somebody(k))
                    .flat_map(|k| self.who.participants(k))
                    .filter(|p| p.entity.code.country.is_some())
                    .filter(|p| !actors.iter().any(|a| a.entity == p.entity))
                    .collect();
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// "In a phone call, the premier told the president": the president.
    pub(crate) fn told_in_talks(&self, i: usize) -> Vec<Participant> {
        let head = self.acts.list[i].head;
        let talks =
            self.sense(i).event == Some(EventType::Consult) && self.sense(i).pos == Pos::Noun;
        let within = self.tree.rel(head) == Deprel::Obl
            && matches!(self.tree.preposition(head).as_deref(), Some("in" | "during"));
        let verb = self.tree.head(head).filter(|_| talks && within);
        let Some(verb) =
            verb.filter(|&v| self.tree.cue("control-object", v) && !self.tree.is_passive(v))
        else {
            return Vec::new();
        };
        let told =
            self.tree.kid(verb, &[Deprel::Iobj]).or_else(|| self.tree.kid(verb, &[Deprel::Obj]));
        let all = told.map(|t| self.tree.coordinated(t)).unwrap_or_default();
        all.into_iter()
            .flat_map(|t| self.who.participants(t))
            .filter(|p| p.entity.code.country.is_some())
            .collect()
    }

    /// A town or region that is not a seat of government: what is inquired into is what was done there.
    pub(crate) fn is_only_place(&self, p: &Participant) -> bool {
        let Some(t) = self.tree.last_word(p.span) else { return false };
        let found = self.who.find(t);
        found.place && !found.country && !found.person && !found.organization
    }

    /// "He was released in May": by those who were told to hold him; `None` where nobody was.
    pub(crate) fn released_by(&self, d: usize) -> Option<Vec<Participant>> {
        let draft = &self.drafts[d];
        let freed = draft.event_type == EventType::Retreat
            && draft.modes.contains(&Mode::Release)
            && draft.actors.is_empty();
        if !freed {
            return None;
        }
        let same = |p: &Participant| draft.recipients.iter().any(|r| same_one(r, p));
        let held = self.drafts.iter().filter(|x| {
            let captive = x.event_type == EventType::Coerce && x.modes.contains(&Mode::Arrest)
                || x.event_type == EventType::Assault && x.modes.contains(&Mode::Abduct);
            captive && !x.dropped && !x.actors.is_empty() && x.recipients.iter().any(same)
        });
        held.min_by_key(|x| x.head.0.abs_diff(draft.head.0)).map(|x| x.actors.clone())
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
        let Some(country) = state_of(&draft.actors).filter(|_| at_home && !draft.dropped) else {
            return;
        };
        let mut moved = false;
        let who = self.who;
        for p in &mut self.drafts[d].recipients {
            let unsaid = p.entity.id.is_none()
                && p.entity.name.is_empty()
                && p.entity.code.country.as_ref().is_some_and(|c| *c != country)
                && !who.says_outright(p.span)
                && !who.is_sent_abroad(p.span);
            if unsaid {
                p.entity.code.country = Some(country.clone());
                moved = true;
            }
        }
        if moved {
            self.drafts[d].why.push("whose they are: of the country of those who act".to_owned());
        }
    }

    /// "The government agreed with Mexico", in a story of the United States: its own government, not
    /// that of the only country named beside it.
    pub(crate) fn own_government(&mut self, d: usize) {
        let draft = &self.drafts[d];
        let [actor] = draft.actors.as_slice() else { return };
        let Some(country) = actor.entity.code.country.clone() else { return };
        let bare = actor.entity.id.is_none()
            && actor.entity.name.is_empty()
            && matches!(actor.entity.code.sectors.first(), Some(Sector::Gov | Sector::Mil))
            && !self.who.says_country(actor.span)
            && !self.who.says_outright(actor.span);
        let other = |p: &Participant| {
            let governs = p.entity.code.sectors.first().is_none_or(|s| *s == Sector::Gov);
            governs
                && p.entity.code.country.as_deref() == Some(country.as_str())
                && p.span != actor.span
                && self.who.says_outright(p.span)
        };
        let main = self.who.main_country().filter(|c| *c != country);
        let Some(main) = main.filter(|_| bare && !draft.recipients.is_empty()) else { return };
        if draft.recipients.iter().all(other) {
            let main = main.to_owned();
            let draft = &mut self.drafts[d];
            draft.actors[0].entity.code.country = Some(main);
            draft.why.push("whose government: the country of the story".to_owned());
        }
    }

    /// "Withdrew the draft under pressure from Israel": yielded to Israel.
    pub(crate) fn yield_to(&mut self, d: usize) {
        let draft = &self.drafts[d];
        let yields = matches!(draft.event_type, EventType::Concede | EventType::Retreat)
            && draft.recipients.is_empty()
            && !draft.dropped;
        if !yields {
            return;
        }
        let pressure = self.tree.kids_by(draft.head, &[Deprel::Obl]).find(|&k| {
            self.tree.lemma(k) == "pressure" && self.tree.preposition(k).as_deref() == Some("under")
        });
        let Some(pressure) = pressure else { return };
        let from = self.tree.slot(pressure, &Slot::Prep("from".to_owned()));
        let pressing: Vec<Participant> = from
            .into_iter()
            .flat_map(|k| self.who.participants(k))
            .filter(|p| p.entity.code.country.is_some())
            .filter(|p| !draft.actors.iter().any(|a| a.entity == p.entity))
            .collect();
        if !pressing.is_empty() {
            let draft = &mut self.drafts[d];
            draft.recipients = pressing;
            draft.why.push("nobody named beside it: who presses for it".to_owned());
        }
    }

    /// "Workers at a phone company went on strike": against those they work for.
    pub(crate) fn strike_against(&mut self, d: usize) {
        let draft = &self.drafts[d];
        let strike = draft.event_type == EventType::Protest
            && draft.modes.contains(&Mode::Strike)
            && draft.recipients.is_empty()
            && !draft.dropped;
        if !strike {
            return;
        }
        let workers = self.tree.subjects(draft.head);
        let firm = workers.into_iter().find_map(|w| {
            self.tree
                .kids_by(w, &[Deprel::Nmod])
                .filter(|&k| matches!(self.tree.preposition(k).as_deref(), Some("at" | "of")))
                .map(|k| self.who.find(k))
                .filter(|f| f.organization)
                .find_map(|f| f.participant)
        });
        if let Some(mut firm) = firm.filter(|f| f.entity.code.country.is_some()) {
            if matches!(firm.entity.code.sectors.first(), None | Some(Sector::Unk)) {
                firm.entity.code.sectors = vec![Sector::Bus];
            }
            let draft = &mut self.drafts[d];
            draft.recipients.push(firm);
            draft.why.push("nobody named beside it: whom they work for".to_owned());
        }
    }

    /// "Police made 20 arrests", "police cleared the square": of people of the country.
    pub(crate) fn arrest_somebody(&mut self, d: usize) {
        let draft = &self.drafts[d];
        let police = draft
            .actors
            .iter()
            .all(|a| matches!(a.entity.code.sectors.first(), Some(Sector::Cop | Sector::Jud)));
        let arrest = draft.event_type == EventType::Coerce
            && (draft.modes.contains(&Mode::Arrest)
                || police && !draft.modes.contains(&Mode::Curfew))
            && draft.status == Status::Happened
            && draft.recipients.is_empty()
            && !draft.dropped;
        let Some(country) = state_of(&draft.actors).filter(|_| arrest) else { return };
        if self.who.main_country() != Some(country.as_str()) {
            return;
        }
        if let Some(people) = self.who.state(draft.head, Sector::Cvl) {
            let draft = &mut self.drafts[d];
            draft.recipients.push(people);
            draft.why.push("nobody named: people of the country".to_owned());
        }
    }

    /// A weapon or strike named before a noun without whose it is ("a drone strike").
    pub(crate) fn is_bare_means(&self, t: TokenIdx) -> bool {
        let weapon = ["weapon", "missile", "vehicle"].iter().any(|c| self.in_class(c, t));
        let strike = self.tree.cue("means-drone", t)
            || self.tree.cue("means-heavy-weapons", t)
            || self.tree.cue("strike-noun", t);
        let owned = self
            .tree
            .kids_by(t, &[Deprel::Compound, Deprel::Amod, Deprel::NmodPoss])
            .any(|k| self.who.look(k).participant.is_some());
        (weapon || strike)
            && !owned
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
}

/// The one country whose state acts.
fn state_of(actors: &[Participant]) -> Option<String> {
    let [actor] = actors else { return None };
    let state = actor.entity.code.sectors.first().is_none_or(|s| {
        matches!(s, Sector::Gov | Sector::Cop | Sector::Jud | Sector::Mil | Sector::Spy)
    });
    let country = actor.entity.code.country.clone()?;
    (state && crate::who::is_country(&country)).then_some(country)
}
