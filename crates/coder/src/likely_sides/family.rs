//! Features that are told of country after country, in text after text: what each weighs is asked once.

use super::{cast::DIGITS, tell::Side};
use crate::weights::Signs;

/// Features of a country that have few values, the same in every text: what they weigh is asked once.
#[derive(Clone, Copy)]
pub(super) enum Family {
    Main,
    Speaker,
    Count,
    Most,
    Headline,
    Near,
    Nearest,
    Back,
    Story,
    OneHome,
    Fits,
    FitsHere,
    Link,
    LinkHere,
    LinkMost,
    LinkLess,
    Again,
    Like,
    Unlike,
    Does,
    Two,
    Turned,
    Same,
    SameBefore,
    Before,
}

const N_FAMILIES: usize = Family::Before as usize + 1;

/// Values that a family may have.
const N_VALUES: usize = 32;

impl Side<'_> {
    /// [`Side::add`] of a feature of a family, which its value (below [`N_VALUES`]) tells apart from the others.
    pub(super) fn add_of(
        &self,
        family: Family,
        value: usize,
        parts: &[&str],
        out: &mut impl Signs,
    ) {
        debug_assert!(value < N_VALUES, "{parts:?}");
        let side = self.act.kind as usize * 2 + usize::from(self.is_recipient);
        let number = (side * N_FAMILIES + family as usize) * N_VALUES + value;
        let (all, n) = self.sided(parts);
        out.add_numbered(number, &all[..n], &["|", self.act.kind.as_str()]);
    }

    /// [`Side::add_of`] of a name and a value of one digit.
    pub(super) fn add_digit(&self, family: Family, name: &str, value: usize, out: &mut impl Signs) {
        self.add_of(family, value, &[name, DIGITS[value]], out);
    }

    /// The parts with the side before them, and how many that are.
    pub(super) fn sided<'p>(&self, parts: &[&'p str]) -> ([&'p str; 8], usize) {
        let mut all = [""; 8];
        all[0] = if self.is_recipient { "r:" } else { "a:" };
        for (to, part) in all[1..].iter_mut().zip(parts) {
            *to = part;
        }
        (all, parts.len() + 1)
    }
}
