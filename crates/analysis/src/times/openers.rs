//! Words in, whether an expression of time may begin with one out; most words of a text open none, so
//! that no rule need be tried on them.

use rustc_hash::FxHashSet;

use super::{
    pieces::{Kind, Piece},
    read::{ONES, ORDINALS, TENS},
    words::Words,
};

/// Words that the rules themselves name, beside those of the tables and numbers. Who writes a rule that opens
/// with another word names it here: builds with debug assertions, as all tests are, stop where one is missing.
const NAMED: &[&str] = &[
    "'",
    "-",
    "a",
    "about",
    "almost",
    "an",
    "approximately",
    "around",
    "as",
    "at",
    "autumn",
    "barely",
    "beginning",
    "close",
    "coming",
    "current",
    "each",
    "earlier",
    "early",
    "end",
    "every",
    "fall",
    "fewer",
    "final",
    "fiscal",
    "following",
    "fy",
    "half",
    "just",
    "last",
    "late",
    "later",
    "latest",
    "less",
    "mid",
    "middle",
    "midnight",
    "more",
    "nearly",
    "next",
    "no",
    "noon",
    "over",
    "overnight",
    "past",
    "per",
    "preceding",
    "previous",
    "q",
    "recent",
    "roughly",
    "same",
    "some",
    "sometime",
    "spring",
    "start",
    "summer",
    "that",
    "the",
    "thirtieth",
    "this",
    "today",
    "tomorrow",
    "tonight",
    "up",
    "upcoming",
    "very",
    "winter",
    "yesterday",
];

/// The words that open an expression, in lower case.
pub(super) struct Openers(FxHashSet<String>);

impl Openers {
    /// Those of the rules, and those of the tables.
    pub(super) fn new<'w>(of_tables: impl Iterator<Item = &'w str>) -> Self {
        let own = [NAMED, ONES, TENS, ORDINALS].into_iter().flatten().copied();
        Self(own.chain(of_tables).map(str::to_owned).collect())
    }
}

impl Words {
    /// Whether an expression of time may begin with a piece; all numbers may.
    pub(super) fn may_open(&self, piece: &Piece<'_>) -> bool {
        piece.kind == Kind::Number || self.openers.0.contains(piece.lower.as_ref())
    }
}
