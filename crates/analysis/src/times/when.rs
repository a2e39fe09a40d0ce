//! What an expression says, before it is set against any day.

use super::words::Unit;

/// How a year is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    /// By its number.
    Given(i32),
    /// Counted from the document's year.
    Shift(i64),
    /// "of that year".
    That,
    /// Left out.
    Open,
}

/// From what a shift is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// The document's day.
    Today,
    /// The day last spoken of.
    Told,
}

/// Which of many weekdays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The tense decides.
    Open,
    Last,
    This,
    Next,
    /// The one before the day last spoken of.
    Previous,
    /// The one after the day last spoken of.
    Following,
}

/// Which stretch of a longer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stretch {
    Start,
    Middle,
    End,
}

/// A number of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) n: i64,
    /// And a half.
    pub(super) half: bool,
    /// "few", "several": `n` means nothing.
    pub(super) vague: bool,
}

impl Amount {
    pub(super) fn of(n: i64) -> Self {
        Self { n, half: false, vague: false }
    }

    pub(super) fn some() -> Self {
        Self { n: 3, half: false, vague: true }
    }
}

/// The sense of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum When {
    Day {
        year: Year,
        month: u8,
        day: u8,
    },
    /// A day of a month that was told before.
    DayOnly {
        day: u8,
    },
    Holiday {
        year: Year,
        rule: String,
    },
    Month {
        year: Year,
        month: u8,
    },
    Quarter {
        year: Year,
        quarter: Option<u8>,
    },
    Half {
        year: Year,
        half: u8,
    },
    Season {
        year: Year,
        code: &'static str,
    },
    Year {
        year: Year,
    },
    Before {
        year: i32,
        month: Option<u8>,
        day: Option<u8>,
    },
    Decade {
        tens: i32,
    },
    Century {
        number: i32,
    },
    Weekday {
        weekday: u8,
        which: Which,
    },
    /// The calendar unit `n` units away.
    Unit {
        unit: Unit,
        n: i64,
        from: From,
    },
    /// Reckoned back (or on) from today: "three days ago".
    Ago {
        unit: Unit,
        amount: Amount,
        sign: i64,
    },
    /// Reckoned from another act: "two days later".
    Offset {
        unit: Unit,
        amount: Amount,
        sign: i64,
        told: bool,
    },
    /// A length that ends or begins today: "the past two weeks".
    Reach {
        unit: Unit,
        amount: Amount,
        sign: i64,
    },
    Length {
        unit: Unit,
        amount: Amount,
    },
    Set {
        value: String,
    },
    /// Of no known length; `unit` where one is told: "recent weeks", "the coming months".
    Vague {
        value: String,
        unit: Option<Unit>,
    },
    /// A part of an untold day.
    Clock,
}

impl When {
    /// What no unit is told of.
    pub(super) fn untold(value: String) -> Self {
        Self::Vague { value, unit: None }
    }
}

/// One expression as it was read.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// First piece.
    pub(super) start: usize,
    /// One past the last piece.
    pub(super) end: usize,
    pub(super) when: When,
    pub(super) stretch: Option<Stretch>,
    /// TIMEX3 tail after `T`: `NI`, `17:00`.
    pub(super) time: Option<String>,
}

impl Found {
    pub(super) fn new(start: usize, end: usize, when: When) -> Self {
        Self { start, end, when, stretch: None, time: None }
    }

    /// Names one day, so that a clock time may join it.
    pub(super) fn is_day(&self) -> bool {
        match &self.when {
            When::Day { .. }
            | When::DayOnly { .. }
            | When::Holiday { .. }
            | When::Weekday { .. } => true,
            When::Unit { unit, .. } => *unit == Unit::Day,
            _ => false,
        }
    }
}
