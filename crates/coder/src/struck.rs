//! A noun of force with the words before it in, whom it strikes out.
//!
//! "The Nairobi attack" is on Nairobi; in "a terrorist attack" the word says what kind it is, not whose
//! citizens did it. It never changes a side that a phrase of its own names.

use knowledge::Pos;
use model::{ActorCode, Deprel, Entity, EventType, Mode, Participant, Sector, Status, TokenIdx};

use crate::{
    compose::{Composer, Draft},
    tree::Tree,
};

const BEFORE: [Deprel; 4] = [Deprel::Compound, Deprel::Amod, Deprel::NmodDesc, Deprel::Flat];

impl Composer<'_, '_, '_> {
    /// The noun, where act `i` is a use of force told by one.
    fn noun_of_force(&self, i: usize) -> Option<TokenIdx> {
        let sense = self.sense(i);
        let force = sense.pos == Pos::Noun && sense.event == Some(EventType::Assault);
        force.then(|| self.acts.list[i].head)
    }

    /// That noun; where act `i` is a use of force told by a verb, those among its subjects.
    fn nouns_of_force(&self, i: usize) -> Vec<TokenIdx> {
        let sense = self.sense(i);
        if sense.pos == Pos::Noun || sense.event != Some(EventType::Assault) {
            return self.noun_of_force(i).into_iter().collect();
        }
        let subjects = self.tree.subjects(self.acts.list[i].head).into_iter();
        subjects
            .filter(|&s| self.acts.at(s).is_some_and(|n| self.noun_of_force(n).is_some()))
            .collect()
    }

    /// "The Nairobi attack": the town before the noun is hit, unless another is; and in "the Nairobi
    /// attack killed nine" the town does not kill.
    pub(crate) fn turn_place(
        &self,
        i: usize,
        actors: &mut Vec<Participant>,
        recipients: &mut Vec<Participant>,
    ) {
        let by_verb = self.noun_of_force(i).is_none();
        let towns: Vec<TokenIdx> = self
            .nouns_of_force(i)
            .into_iter()
            .flat_map(|noun| self.tree.kids_by(noun, &BEFORE).filter(move |&k| k < noun))
            .filter(|&k| self.who.names_town(k))
            .collect();
        let is_town = |p: &Participant| {
            towns.iter().any(|&k| p.span.cover(self.tree.analysis.token(k).span) == p.span)
        };
        let Some(place) = actors.iter().find(|a| is_town(a)).cloned() else { return };
        let country = place.entity.code.country;
        if !by_verb && recipients.iter().any(|r| r.entity.code.country != country) {
            return;
        }
        actors.retain(|a| !is_town(a));
        if recipients.is_empty() {
            let code = ActorCode { country, sectors: Vec::new() };
            recipients.push(Participant {
                span: place.span,
                entity: Entity { code, ..Entity::default() },
            });
        }
    }

    /// "A terrorist attack on the consulate in Benghazi": by those of the place, where the word before
    /// the noun says nothing of whose they are; without a place, by nobody named.
    pub(crate) fn turn_terror(
        &self,
        i: usize,
        actors: &mut Vec<Participant>,
        recipients: &mut Vec<Participant>,
    ) {
        let Some(head) = self.noun_of_force(i) else { return };
        let tree = self.tree;
        let kind = tree
            .kids_by(head, &BEFORE)
            .find(|&k| k < head && tree.cue("attacker", k) && self.who.name_of(k).is_none());
        let Some(kind) = kind.filter(|_| self.who.armed().is_none()) else { return };
        let span = tree.analysis.token(kind).span;
        let Some(at) = actors.iter().position(|a| a.span.cover(span) == a.span) else { return };
        if self.who.says_itself(span) {
            return;
        }
        let place = place_below(tree, head, 2).and_then(|k| self.who.country_of_place(k));
        if let Some(country) = &place {
            actors[at].entity.code.country = Some(country.clone());
        }
        if recipients.is_empty() {
            let mut struck = actors[at].clone();
            struck.entity.code.sectors.clear();
            recipients.push(struck);
        }
        if place.is_none() {
            actors.remove(at);
        }
    }

    /// "Jets struck a camp in Somalia … The strike on the camp": those whom the same noun told before, hit by
    /// the same side, where the words name it with no country.
    pub(crate) fn struck_again(&self, d: usize) -> Vec<Participant> {
        let tree = self.tree;
        let draft = &self.drafts[d];
        if draft.event_type != EventType::Assault {
            return Vec::new();
        }
        let of = |p: &Participant| p.entity.code.country.is_some();
        let rels = [Deprel::Nmod, Deprel::Obl, Deprel::Obj, Deprel::NsubjPass];
        let says = |p: &Participant| of(p) && self.who.says_country(p.span);
        let bare =
            |k: &TokenIdx| tree.is_definite(*k) && !self.who.participants(*k).iter().any(says);
        let targets: Vec<TokenIdx> = tree.kids_by(draft.head, &rels).filter(bare).collect();
        let is_target = |r: &Participant| {
            let word = tree.last_word(r.span).filter(|_| of(r));
            word.is_some_and(|w| targets.iter().any(|&k| k > w && tree.lemma(k) == tree.lemma(w)))
        };
        let by = |a: &Participant| {
            let same = |b: &Participant| a.entity.code.country == b.entity.code.country;
            of(a) && draft.actors.iter().any(same)
        };
        let same = |x: &&Draft| {
            !x.dropped
                && x.head < draft.head
                && x.event_type == draft.event_type
                && (draft.actors.is_empty() || x.actors.iter().any(by))
                && x.recipients.iter().any(is_target)
        };
        let before = self.drafts.iter().filter(same).max_by_key(|x| x.head);
        let struck = before.into_iter().flat_map(|x| &x.recipients);
        struck.filter(|r| is_target(r)).cloned().collect()
    }

    /// "The strike on the camp", by those named: on the camp told before, whoever else its noun would mean.
    pub(crate) fn strike_again(&mut self) {
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            if draft.dropped || draft.actors.is_empty() {
                continue;
            }
            let struck = self.struck_again(d);
            let told = |r: &Participant| {
                struck.iter().any(|s| s.entity.code.country == r.entity.code.country)
            };
            let other = draft.recipients.iter().any(|r| self.who.says_country(r.span) || told(r));
            if struck.is_empty() || other {
                continue;
            }
            let draft = &mut self.drafts[d];
            draft.recipients = struck;
            draft.why.push("what is struck was told before, by the same noun".to_owned());
        }
    }

    /// "The attacks on France", "two soldiers were killed", in a story that names one armed group of
    /// elsewhere and nobody else who did it: that group's. Air power is a state's.
    pub(crate) fn name_the_armed(&mut self) {
        let Some(country) = self.who.armed() else { return };
        let armed = |r: &Participant| {
            let code = &r.entity.code;
            let outside = [Sector::Reb, Sector::Uaf, Sector::Crm, Sector::Eli, Sector::Ref];
            code.country.as_deref().is_none_or(|c| c == country || !crate::who::is_country(c))
                || code.sectors.first().is_some_and(|s| outside.contains(s))
        };
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            let open = draft.event_type == EventType::Assault
                && !draft.dropped
                && draft.status == Status::Happened
                && draft.actors.is_empty()
                && !draft.recipients.is_empty()
                && !draft.recipients.iter().any(armed);
            let by_air = draft.modes.iter().any(|m| matches!(m, Mode::Aerial | Mode::Drone));
            if !open || by_air || self.tree.lemma(draft.head).contains("strike") {
                continue;
            }
            let code = ActorCode { country: Some(country.to_owned()), sectors: vec![Sector::Reb] };
            let span = self.tree.analysis.token(draft.head).span;
            let draft = &mut self.drafts[d];
            draft.actors.push(Participant { span, entity: Entity { code, ..Entity::default() } });
            draft.why.push("nobody named: the armed group of the story".to_owned());
        }
    }
}

/// The word in the first "in" or "at" phrase below a noun, `depth` nouns down.
fn place_below(tree: &Tree<'_>, t: TokenIdx, depth: u8) -> Option<TokenIdx> {
    let phrases = || tree.kids_by(t, &[Deprel::Nmod]);
    let at = |k: &TokenIdx| matches!(tree.preposition(*k).as_deref(), Some("in" | "at" | "near"));
    phrases().find(at).or_else(|| {
        (depth > 0).then(|| phrases().find_map(|k| place_below(tree, k, depth - 1))).flatten()
    })
}
