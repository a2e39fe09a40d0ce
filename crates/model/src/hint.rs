//! What a word hints at, before any frame is looked up.

use crate::{EventType, TokenIdx};

/// Types of acts that a word may hint at.
const N_TYPES: usize = EventType::ALL.len();

/// Numbers by which a word that names an act is matched with one that names somebody, for each side.
pub const LINK_WIDTH: usize = 16;

/// Parts of one that chances are counted in.
const WHOLE: f32 = 65_535.0;

/// Steps of one that numbers of links are counted in.
const STEPS: f32 = 256.0;

/// What one word hints at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    types: [u16; N_TYPES],
    asserted: u16,
    /// Numbers of the word as an act, then as somebody: for each side [`LINK_WIDTH`], then one alone.
    act: [[i16; LINK_WIDTH]; 2],
    act_alone: [i16; 2],
    somebody: [[i16; LINK_WIDTH]; 2],
    somebody_alone: [i16; 2],
}

/// Numbers of a word for links: first those for actors, then those for recipients.
#[derive(Clone, Copy, Debug)]
pub struct LinkNumbers<'a> {
    /// To be matched with those of the other word; [`LINK_WIDTH`] for each side.
    pub matched: [&'a [f32]; 2],
    /// What the word says by itself.
    pub alone: [f32; 2],
}

impl Hint {
    /// A hint of chances from 0 to 1 (of the types in the order of [`EventType::ALL`]; missing ones are
    /// 0) and of numbers for links, which are cut to 256ths between -128 and 128.
    pub fn new(types: &[f32], asserted: f32, act: LinkNumbers<'_>, who: LinkNumbers<'_>) -> Self {
        let share = |x: f32| (x.clamp(0.0, 1.0) * WHOLE) as u16;
        let whole = |x: f32| (x * STEPS) as i16;
        let row = |of: &[f32]| std::array::from_fn(|i| of.get(i).map_or(0, |&x| whole(x)));
        Hint {
            types: std::array::from_fn(|i| types.get(i).map_or(0, |&x| share(x))),
            asserted: share(asserted),
            act: act.matched.map(row),
            act_alone: act.alone.map(whole),
            somebody: who.matched.map(row),
            somebody_alone: who.alone.map(whole),
        }
    }

    /// Chance, from 0 to 1, that the word names an act of a type, done or not.
    pub fn chance(&self, kind: EventType) -> f32 {
        f32::from(self.types[kind as usize]) / WHOLE
    }

    /// [`Hint::chance`] of all types, in the order of [`EventType::ALL`].
    pub fn chances(&self) -> impl Iterator<Item = f32> + '_ {
        self.types.iter().map(|&x| f32::from(x) / WHOLE)
    }

    /// The likeliest type with its chance; the first of [`EventType::ALL`] among equals.
    pub fn likeliest(&self) -> (EventType, f32) {
        let mut best = 0;
        for (i, chance) in self.types.iter().enumerate() {
            if *chance > self.types[best] {
                best = i;
            }
        }
        (EventType::ALL[best], f32::from(self.types[best]) / WHOLE)
    }

    /// Chance, from 0 to 1, that the act, if the word names one, is told as done or planned.
    pub fn asserted(&self) -> f32 {
        f32::from(self.asserted) / WHOLE
    }

    /// How well somebody whom the other word names fits as recipient, else actor, of the act that
    /// this word names: logarithm of the odds, 0 for as likely as not.
    pub fn link(&self, somebody: &Hint, is_recipient: bool) -> f32 {
        let side = usize::from(is_recipient);
        let products = self.act[side].iter().zip(&somebody.somebody[side]);
        let sum: i64 = products.map(|(a, b)| i64::from(*a) * i64::from(*b)).sum();
        let alone = i64::from(self.act_alone[side]) + i64::from(somebody.somebody_alone[side]);
        sum as f32 / (STEPS * STEPS) + alone as f32 / STEPS
    }
}

impl crate::Analysis {
    /// What a word hints at; nothing where the analysis has no hints.
    pub fn hint(&self, idx: TokenIdx) -> Option<&Hint> {
        self.hints.get(idx.at())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(x: &[f32]) -> LinkNumbers<'_> {
        LinkNumbers { matched: [x, &[]], alone: [0.5, -1.0] }
    }

    #[test]
    fn chances_and_links_survive_being_counted() {
        let nobody = LinkNumbers { matched: [&[], &[]], alone: [0.0; 2] };
        let act = Hint::new(&[0.0, 0.75, 0.25], 0.5, numbers(&[1.0, -2.0]), nobody);
        let who = Hint::new(&[], 0.0, nobody, numbers(&[3.0, 0.25]));
        assert_eq!(act.likeliest().0, EventType::ALL[1]);
        assert!((act.chance(EventType::ALL[2]) - 0.25).abs() < 1e-4);
        assert!((act.asserted() - 0.5).abs() < 1e-4);
        assert!((act.link(&who, false) - 3.5).abs() < 1e-4);
        assert!((act.link(&who, true) + 2.0).abs() < 1e-4);
    }
}
