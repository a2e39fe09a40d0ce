//! Acts with no political party by its words in, whether they are political all the same out.
//!
//! "The peace conference in Juba was cancelled", "the ceasefire is to begin on Sunday", "clashes between
//! Fulani herders and Dogon farmers", "gangs attacked the hospital": public by what is held, who
//! fights, or what is hit. It never names anybody.

use knowledge::Slot;
use model::{Deprel, EventType, Mode, Sector, Status, TokenIdx, Upos};

use crate::compose::Composer;

impl Composer<'_, '_, '_> {
    /// Talks, a truce or a strike with a place or a day that is to come or was called off, and the
    /// calling off: told of by itself.
    pub(crate) fn is_held(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        if let Some(held) = draft.about {
            let calls_off = matches!(draft.event_type, EventType::Reject | EventType::Concede);
            return calls_off
                && self.drafts[held].status == Status::Negated
                && self.is_public(held);
        }
        let open = match draft.event_type {
            EventType::Retreat => draft.status == Status::Planned,
            _ => draft.status == Status::Negated,
        };
        open && self.is_public(d)
    }

    /// A noun for talks, a truce or a strike, said with its place.
    fn is_public(&self, d: usize) -> bool {
        let tree = self.tree;
        let draft = &self.drafts[d];
        let kind = match draft.event_type {
            EventType::Consult => draft.modes.contains(&Mode::Multilateral),
            EventType::Retreat => draft.modes.contains(&Mode::Ceasefire),
            EventType::Protest => true,
            _ => false,
        };
        let placed = |top: TokenIdx| {
            tree.kids_by(top, &[Deprel::Nmod, Deprel::Obl]).any(|k| {
                let of_place = |t: TokenIdx| tree.upos(t) == Upos::Propn;
                tree.preposition(k).as_deref() == Some("in")
                    && (of_place(k) || tree.kids_by(k, &[Deprel::Compound]).any(of_place))
            })
        };
        let clause = tree.kids_by(draft.head, &[Deprel::Acl]).any(placed);
        kind && draft.nominal && tree.is_definite(draft.head) && (placed(draft.head) || clause)
    }

    /// "Clashes between Fulani herders and Dogon farmers": a people's name stands before each.
    pub(crate) fn is_between_peoples(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let sides = || draft.actors.iter().chain(&draft.recipients);
        draft.event_type == EventType::Assault
            && sides().count() > 1
            && sides().all(|p| {
                let words = p.span.of(self.tree.text);
                words.contains(' ') && words.starts_with(char::is_uppercase)
            })
    }

    /// "Haiti's gangs attacked the hospital": criminals of a country against its houses of care,
    /// learning and worship.
    pub(crate) fn is_on_public_house(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let gang = draft.actors.iter().any(|p| {
            p.entity.code.country.is_some() && p.entity.code.sectors.first() == Some(&Sector::Crm)
        });
        let house = draft.recipients.iter().any(|p| {
            let sector = p.entity.code.sectors.first();
            matches!(sector, Some(Sector::Med | Sector::Edu | Sector::Rel | Sector::Jrn))
        });
        draft.event_type == EventType::Assault && gang && house
    }

    /// "The minister said during a visit to Bar", a town of his own country: no visit to another.
    pub(crate) fn is_at_home(&self, d: usize) -> bool {
        let tree = self.tree;
        let draft = &self.drafts[d];
        let visit = draft.nominal
            && draft.event_type == EventType::Consult
            && draft.modes == [Mode::Visit]
            && draft.recipients.is_empty();
        visit
            && tree.rel(draft.head) == Deprel::Obl
            && tree.kids_by(draft.head, &[Deprel::Nmod]).any(|k| {
                let there = self.who.country_of_place(k);
                tree.preposition(k).as_deref() == Some("to")
                    && there.is_some()
                    && draft.actors.iter().all(|a| a.entity.code.country == there)
            })
    }

    /// "A cook found guilty of poisoning his master": as private as the verdict itself.
    pub(crate) fn is_crime_found(&self, d: usize) -> bool {
        let tree = self.tree;
        let draft = &self.drafts[d];
        let Some(guilty) = tree.head(draft.head).filter(|&h| tree.lemma(h) == "guilty") else {
            return false;
        };
        let Some(verb) = tree.head(guilty) else { return false };
        let verdict =
            self.drafts.iter().find(|x| x.head == verb && x.modes.contains(&Mode::Convict));
        verdict.is_some_and(|v| {
            v.actors.is_empty() && v.recipients.iter().all(|p| p.entity.code.country.is_none())
        })
    }

    /// "Led the inquiry into the ferry disaster": of no party, unless somebody calls for one.
    pub(crate) fn is_of_accident(&self, d: usize) -> bool {
        let tree = self.tree;
        let draft = &self.drafts[d];
        let classes = ["accident", "disaster", "disease"];
        let into = tree.slot(draft.head, &Slot::Prep("into".to_owned()));
        let accident = into.iter().any(|&k| classes.iter().any(|c| self.in_class(c, k)));
        draft.nominal
            && draft.modes == [Mode::Investigate]
            && accident
            && !self
                .drafts
                .iter()
                .any(|x| x.about == Some(d) && !x.dropped && x.event_type == EventType::Request)
    }
}
