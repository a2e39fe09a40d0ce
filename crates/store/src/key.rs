//! The key of an event: day, class, status and number in one integer.
//!
//! Lists of events are lists of keys, so that every list is in the order of days, and so that a
//! series over time can be counted without a look at the events themselves.
//!
//! ```text
//! bit 57        40         32        30             0
//!     ┌──────────┬──────────┬─────────┬─────────────┐
//!     │ day (17) │ class (8)│status(2)│ number (30) │
//!     └──────────┴──────────┴─────────┴─────────────┘
//! ```

use jiff::civil::date;
use model::{Date, Interval, Status};

/// Days an interval may have to stand on a time line: "last week" and "in May" do, "in 2014" not.
pub const N_DAYS_MAX: i32 = 31;

/// One integer that says when, of which class and status, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub i64);

/// A day as a number; 0 for none, 1 for 1800-01-01 and every day before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayCode(pub u32);

const N_DAY_CODES: u32 = 1 << 17;
const NUMBER: i64 = (1 << 30) - 1;

impl DayCode {
    /// No day.
    pub const NONE: DayCode = DayCode(0);
    /// The last day that can be told (2158-11-08), and every day after.
    pub const LAST: DayCode = DayCode(N_DAY_CODES - 1);

    /// The code of a day.
    pub fn of(day: Date) -> Self {
        let days = (day - date(1800, 1, 1)).get_days();
        DayCode((i64::from(days) + 1).clamp(1, i64::from(N_DAY_CODES) - 1) as u32)
    }

    /// The day of a code.
    pub fn day(self) -> Option<Date> {
        let days = i64::from(self.0.checked_sub(1)?);
        date(1800, 1, 1).checked_add(jiff::Span::new().days(days)).ok()
    }

    /// The first day of an interval that is short enough for a time line.
    pub fn of_interval(interval: Option<Interval>) -> Self {
        match interval {
            Some(i) if (i.end - i.start).get_days() < N_DAYS_MAX => DayCode::of(i.start),
            _ => DayCode::NONE,
        }
    }
}

impl Key {
    /// The key of event number `n`.
    pub fn new(day: DayCode, class: u8, status: Status, n: i64) -> Self {
        debug_assert!((0..=NUMBER).contains(&n));
        Key(i64::from(day.0) << 40 | i64::from(class) << 32 | (status as i64) << 30 | n)
    }

    /// The smallest key of a day.
    pub fn first_of(day: DayCode) -> Self {
        Key(i64::from(day.0) << 40)
    }

    /// One past the greatest key of a day.
    pub fn end_of(day: DayCode) -> Self {
        Key((i64::from(day.0) + 1) << 40)
    }

    /// The day; [`DayCode::NONE`] where none is known or it is told too vaguely.
    pub fn day(self) -> DayCode {
        DayCode((self.0 >> 40) as u32)
    }

    /// Number of the class: a type with its intensity.
    pub fn class(self) -> u8 {
        (self.0 >> 32) as u8
    }

    /// The status.
    pub fn status(self) -> Status {
        Status::ALL[(self.0 >> 30 & 3) as usize]
    }

    /// The number.
    pub fn n(self) -> i64 {
        self.0 & NUMBER
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_into_a_key_comes_out() {
        let day = DayCode::of(date(2018, 6, 12));
        assert_eq!(day.day(), Some(date(2018, 6, 12)));
        for status in Status::ALL {
            let key = Key::new(day, 200, *status, 12_345_678);
            assert_eq!(
                (key.day(), key.class(), key.status(), key.n()),
                (day, 200, *status, 12_345_678)
            );
            assert!(Key::first_of(day) <= key && key < Key::end_of(day));
        }
        assert_eq!(DayCode::of(date(1492, 10, 12)), DayCode(1));
        assert_eq!(DayCode::of(date(9999, 1, 1)), DayCode::LAST);
        assert_eq!(DayCode::NONE.day(), None);
    }

    #[test]
    fn a_year_stands_on_no_day() {
        let year = Interval { start: date(2014, 1, 1), end: date(2014, 12, 31) };
        let may = Interval { start: date(2014, 5, 1), end: date(2014, 5, 31) };
        assert_eq!(DayCode::of_interval(Some(year)), DayCode::NONE);
        assert_eq!(DayCode::of_interval(Some(may)), DayCode::of(date(2014, 5, 1)));
    }
}
