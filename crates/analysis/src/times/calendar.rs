//! Days, weeks, months, seasons: sums over the civil calendar and their TIMEX3 spellings.

use jiff::{Span as Period, ToSpan, civil::Weekday};
use model::{Date, Granularity, Interval};

use super::words::Unit;

/// The day, where the calendar has it.
pub(super) fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `n` units later; `None` outside the calendar.
pub(super) fn add(day: Date, unit: Unit, n: i64) -> Option<Date> {
    if n.abs() > 20_000 {
        return None;
    }
    let period: Period = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => 0.days(),
        Unit::Day => n.days(),
        Unit::Week | Unit::Weekend => n.weeks(),
        Unit::Month => n.months(),
        Unit::Quarter => (3 * n).months(),
        Unit::Year if n.abs() < 9_999 => n.years(),
        Unit::Decade if n.abs() < 999 => (10 * n).years(),
        Unit::Century if n.abs() < 99 => (100 * n).years(),
        _ => return None,
    };
    day.checked_add(period).ok()
}

/// Days in `n` units, near enough.
pub(super) fn days_in(unit: Unit, n: i64) -> i64 {
    n * match unit {
        Unit::Second | Unit::Minute | Unit::Hour => 0,
        Unit::Day => 1,
        Unit::Week | Unit::Weekend => 7,
        Unit::Month => 30,
        Unit::Quarter => 91,
        Unit::Year => 365,
        Unit::Decade => 3_652,
        Unit::Century => 36_525,
    }
}

/// Some days, weeks … ahead of `now` or behind it (`sign`), as many as people mean at most; `None` for hours
/// and for what is longer than a year.
pub(super) fn some(now: Date, unit: Unit, sign: i64) -> Option<Interval> {
    let n = match unit {
        Unit::Day | Unit::Week | Unit::Month => 8,
        Unit::Year => 5,
        _ => return None,
    };
    let far = add(now, unit, sign * n)?;
    Some(Interval { start: now.min(far), end: now.max(far) })
}

/// The days of the calendar unit that holds `day`.
pub(super) fn around(day: Date, unit: Unit) -> Option<Interval> {
    let (year, month) = (i32::from(day.year()), day.month() as u8);
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Some(Interval::day(day)),
        Unit::Week => week(day),
        Unit::Weekend => {
            let week = week(day)?;
            Some(Interval { start: add(week.start, Unit::Day, 5)?, end: week.end })
        }
        Unit::Month => months(year, month, 1),
        Unit::Quarter => months(year, (month - 1) / 3 * 3 + 1, 3),
        Unit::Year => years(year, 1),
        Unit::Decade => years(year.div_euclid(10) * 10, 10),
        Unit::Century => years((year - 1).div_euclid(100) * 100 + 1, 100),
    }
}

/// The TIMEX3 value of the calendar unit that holds `day`.
pub(super) fn value(day: Date, unit: Unit) -> String {
    let (year, month) = (day.year(), day.month());
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => day.to_string(),
        Unit::Week | Unit::Weekend => {
            let iso = day.iso_week_date();
            let tail = if unit == Unit::Weekend { "-WE" } else { "" };
            format!("{:04}-W{:02}{tail}", iso.year(), iso.week())
        }
        Unit::Month => format!("{year:04}-{month:02}"),
        Unit::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
        Unit::Year => format!("{year:04}"),
        Unit::Decade => format!("{:03}", year / 10),
        Unit::Century => format!("{:02}", year / 100),
    }
}

/// How fine a calendar unit is.
pub(super) fn granularity(unit: Unit) -> Granularity {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Granularity::Time,
        Unit::Day => Granularity::Day,
        Unit::Week | Unit::Weekend => Granularity::Week,
        Unit::Month => Granularity::Month,
        Unit::Quarter => Granularity::Quarter,
        Unit::Year => Granularity::Year,
        Unit::Decade => Granularity::Decade,
        Unit::Century => Granularity::Century,
    }
}

/// Monday to Sunday.
fn week(day: Date) -> Option<Interval> {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    let start = add(day, Unit::Day, -back)?;
    Some(Interval { start, end: add(start, Unit::Day, 6)? })
}

/// `n` months from the first of `month`.
pub(super) fn months(year: i32, month: u8, n: i64) -> Option<Interval> {
    let start = date(year, month, 1)?;
    let end = add(add(start, Unit::Month, n)?, Unit::Day, -1)?;
    Some(Interval { start, end })
}

/// `n` years from the first of January of `year`.
pub(super) fn years(year: i32, n: i64) -> Option<Interval> {
    let start = date(year, 1, 1)?;
    let end = match add(start, Unit::Year, n) {
        Some(after) => add(after, Unit::Day, -1)?,
        None => date(9_999, 12, 31)?,
    };
    Some(Interval { start, end })
}

/// First month of a season (`SP`, `SU`, `FA`, `WI`) on the northern half of the globe.
pub(super) fn season_month(code: &str) -> u8 {
    match code {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    }
}

/// The `nth` weekday of a month; 0 is the last, 9 the first one after a first Monday (US elections).
pub(super) fn nth_weekday(year: i32, month: u8, weekday: u8, nth: u8) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(weekday as i8).ok()?;
    let first = date(year, month, 1)?;
    match nth {
        0 => first.nth_weekday_of_month(-1, weekday).ok(),
        9 => add(first.nth_weekday_of_month(1, Weekday::Monday).ok()?, Unit::Day, 1),
        n => first.nth_weekday_of_month(n as i8, weekday).ok(),
    }
}

/// Easter Sunday of a year of the Gregorian calendar (the anonymous algorithm).
#[allow(clippy::many_single_char_names)] // The algorithm's own letters.
pub(super) fn easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year.rem_euclid(19), year / 100, year % 100);
    let d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
    let f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
    date(year, (f / 31) as u8, (f % 31 + 1) as u8)
}

/// The last `weekday` (Monday is 1) on or before `day`.
pub(super) fn on_or_before(day: Date, weekday: u8) -> Option<Date> {
    let now = i64::from(day.weekday().to_monday_one_offset());
    add(day, Unit::Day, -((now - i64::from(weekday)).rem_euclid(7)))
}

/// The first `weekday` (Monday is 1) on or after `day`.
pub(super) fn on_or_after(day: Date, weekday: u8) -> Option<Date> {
    let now = i64::from(day.weekday().to_monday_one_offset());
    add(day, Unit::Day, (i64::from(weekday) - now).rem_euclid(7))
}
