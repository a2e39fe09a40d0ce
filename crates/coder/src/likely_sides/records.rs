//! The other acts of a story in, what they say of each country on a side of one act out.

use super::cast::{Cast, NO_COUNTRY, Sides};

/// What the other acts say of one country; each number ends at 255.
#[derive(Clone, Default)]
pub(super) struct Record {
    /// Acts of the type, elsewhere, with the country on this side and the same others on the other.
    pub(super) again: u8,
    /// Acts of the type, elsewhere, with the country on this side.
    pub(super) like: u8,
    /// Acts of the type, elsewhere, with the country on the other side.
    pub(super) unlike: u8,
    /// Acts of any type with the country on this side.
    pub(super) does: u8,
    /// Acts of any type with the country on the other side.
    pub(super) undergoes: u8,
    /// Acts of any type with the country on this side and the same others on the other.
    pub(super) two: u8,
    /// The same, sides turned round.
    pub(super) turned: u8,
    /// Acts elsewhere that the same word names, with the country on this side.
    pub(super) same: u8,
    /// The same, with the country on the other side.
    pub(super) same_across: u8,
}

/// What the other acts say, by country, and the acts told last before.
pub(super) struct Records<'s> {
    pub(super) of: Vec<Record>,
    pub(super) before: Option<&'s Sides>,
    /// Of those that the same word names, in another sentence.
    pub(super) same_before: Option<&'s Sides>,
}

impl<'s> Records<'s> {
    /// One pass over the acts of the story, which stand in the order of their triggers; `lemma` is the trigger's, or
    /// empty.
    pub(super) fn new(cast: &'s Cast, act: &Sides, is_recipient: bool, lemma: &str) -> Self {
        let other = act.own(!is_recipient);
        let mut of = vec![Record::default(); cast.countries.len()];
        let (mut before, mut same_before) = (None, None);
        for x in cast.acts_around(act.sentence).iter().filter(|x| x.draft != act.draft) {
            let (own, across) = (x.own(is_recipient), x.own(!is_recipient));
            let (same_others, turned) = (across == other, own == other);
            let elsewhere = x.sentence != act.sentence;
            let of_kind = elsewhere && x.kind == act.kind;
            let of_word = elsewhere && !lemma.is_empty() && x.lemma == lemma;
            let more = |n: &mut u8, is: bool| *n = n.saturating_add(u8::from(is));
            for &c in own.iter().filter(|c| **c != NO_COUNTRY) {
                let record = &mut of[c];
                more(&mut record.does, true);
                more(&mut record.like, of_kind);
                more(&mut record.again, of_kind && same_others);
                more(&mut record.two, same_others);
                more(&mut record.same, of_word);
            }
            for &c in across.iter().filter(|c| **c != NO_COUNTRY) {
                let record = &mut of[c];
                more(&mut record.undergoes, true);
                more(&mut record.unlike, of_kind);
                more(&mut record.turned, turned);
                more(&mut record.same_across, of_word);
            }
            if x.head < act.head {
                before = Some(x);
                if of_word {
                    same_before = Some(x);
                }
            }
        }
        Records { of, before, same_before }
    }
}
