//! When: expressions of time and what they come to.

use crate::{Date, Span, TokenIdx};

/// What kind of time an expression tells (TimeML's `type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeKind {
    /// A day or longer ("on Tuesday", "last week", "2014").
    Date,
    /// A part of a day ("at 5 p.m.", "Tuesday morning").
    Time,
    /// A length ("three weeks").
    Duration,
    /// A repetition ("every Monday").
    Set,
}

/// How fine an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Granularity {
    /// Part of a day.
    Time,
    /// One day.
    Day,
    /// Monday to Sunday.
    Week,
    /// Calendar month.
    Month,
    /// Quarter or season.
    Quarter,
    /// Calendar year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
    /// "now", "recently", "in the past".
    Vague,
}

/// Days from `start` to `end`, both included; `start <= end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

impl Interval {
    /// One day.
    pub fn day(day: Date) -> Self {
        Self { start: day, end: day }
    }
}

/// One expression of time in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// Its words, prepositions left out, as TimeML marks them.
    pub span: Span,
    /// First token.
    pub first: TokenIdx,
    /// One past the last token.
    pub end: TokenIdx,
    /// What kind of time.
    pub kind: TimeKind,
    /// How fine.
    pub granularity: Granularity,
    /// TIMEX3 value (`2026-01-12`, `P3W`, `2026-W02`, `PAST_REF`), empty where it has none.
    pub value: String,
    /// The days meant, against the document's day; `None` for durations, sets and what cannot be
    /// anchored.
    pub interval: Option<Interval>,
    /// Whether it hangs on another act ("the day after", "a week later"): offset in days from it.
    pub relative_days: Option<i32>,
}
