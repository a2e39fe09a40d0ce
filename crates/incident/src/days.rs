//! Days as numbers.

use model::{Date, Interval};

/// Days since 1970-01-01.
pub(crate) fn number(day: Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    // Civil days of the years -9999 to 9999 are far from any overflow.
    day.since(epoch).map_or(0, |s| s.get_days())
}

/// Days between two intervals: 0 where they overlap.
pub(crate) fn gap(a: Interval, b: Interval) -> i32 {
    let (a, b) = if a.start <= b.start { (a, b) } else { (b, a) };
    (number(b.start) - number(a.end)).max(0)
}

/// How many days an interval has.
pub(crate) fn width(a: Interval) -> i32 {
    number(a.end) - number(a.start) + 1
}
