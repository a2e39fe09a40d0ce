//! Answers about the words of one document, kept for those who ask again.
//!
//! Nothing here changes an answer: what is kept depends on the document alone, and nothing is kept of what
//! is asked while the document's countries are still being counted or while another answer is on its way.

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    rc::Rc,
};

use knowledge::AliasHit;
use model::{Mention, Participant, TokenIdx};
use rustc_hash::FxHashMap;

use super::Found;

/// Those whom a name is known to mean, with the number of words before it.
type Known<'a> = Option<(u32, Cow<'a, [AliasHit]>)>;

/// First token, token behind the last, head, kind of name.
type Name = (u32, u32, u32, Option<u8>);

/// Answers by the words asked about.
#[derive(Default)]
pub(super) struct Memory<'a> {
    found: RefCell<FxHashMap<u32, Rc<Found>>>,
    participants: RefCell<FxHashMap<u32, Rc<[Participant]>>>,
    countries: RefCell<FxHashMap<Name, Option<String>>>,
    known: RefCell<FxHashMap<(u32, u32), Known<'a>>>,
    /// Whether what the document is about is settled.
    is_open: Cell<bool>,
    /// Answers of [`Memory::found`] that are on their way.
    n_pending: Cell<u32>,
}

impl<'a> Memory<'a> {
    /// From now on participants and countries are kept.
    pub(super) fn open(&self) {
        self.is_open.set(true);
    }

    /// What a noun phrase is; a cycle of references meets an empty answer.
    pub(super) fn found(&self, t: TokenIdx, make: impl FnOnce() -> Found) -> Rc<Found> {
        if let Some(found) = self.found.borrow().get(&t.0) {
            return Rc::clone(found);
        }
        self.found.borrow_mut().insert(t.0, Rc::default());
        self.n_pending.set(self.n_pending.get() + 1);
        let found = Rc::new(make());
        self.n_pending.set(self.n_pending.get() - 1);
        self.found.borrow_mut().insert(t.0, Rc::clone(&found));
        found
    }

    /// The participants of a noun phrase.
    pub(super) fn participants(
        &self,
        t: TokenIdx,
        make: impl FnOnce() -> Vec<Participant>,
    ) -> Rc<[Participant]> {
        if !self.is_open.get() || self.n_pending.get() > 0 {
            return make().into();
        }
        if let Some(all) = self.participants.borrow().get(&t.0) {
            return Rc::clone(all);
        }
        let all: Rc<[Participant]> = make().into();
        self.participants.borrow_mut().insert(t.0, Rc::clone(&all));
        all
    }

    /// The country that a name says.
    pub(super) fn country(
        &self,
        m: &Mention,
        make: impl FnOnce() -> Option<String>,
    ) -> Option<String> {
        if !self.is_open.get() {
            return make();
        }
        let name = (m.first.0, m.end.0, m.head.0, m.name_kind.map(|kind| kind as u8));
        if let Some(country) = self.countries.borrow().get(&name) {
            return country.clone();
        }
        let country = make();
        self.countries.borrow_mut().insert(name, country.clone());
        country
    }

    /// Whom a name is known to mean.
    pub(super) fn known(&self, m: &Mention, make: impl FnOnce() -> Known<'a>) -> Known<'a> {
        let name = (m.first.0, m.end.0);
        if let Some(known) = self.known.borrow().get(&name) {
            return known.clone();
        }
        let known = make();
        self.known.borrow_mut().insert(name, known.clone());
        known
    }
}
