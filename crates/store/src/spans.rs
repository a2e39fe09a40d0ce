//! Days in, spans of the activity table out: days, months, years, and all of them.

use jiff::{ToSpan, civil::date};
use model::Date;

use crate::DayCode;

/// A month as a span of the activity table: negative, so that it is no day.
fn month_span(d: Date) -> i64 {
    -(i64::from(d.year()) * 12 + i64::from(d.month()) - 1)
}

/// A year as a span: days end with 2158, so that it is no month.
fn year_span(d: Date) -> i64 {
    -i64::from(d.year())
}

/// The span of all days.
pub(crate) const ALL_DAYS: i64 = 0;

/// The spans that a day is counted in; none for no day.
pub(crate) fn spans_of(day: DayCode) -> Vec<i64> {
    let Some(d) = day.day() else { return Vec::new() };
    vec![i64::from(day.0), month_span(d), year_span(d), ALL_DAYS]
}

/// Stretches of the activity table that make up the days: whole years as years, whole months of the
/// rest as months, what is left by days.
pub(crate) fn spans(from: Date, until: Date) -> Vec<(i64, i64)> {
    let until = DayCode::LAST.day().map_or(until, |last| until.min(last));
    let from = DayCode(1).day().map_or(from, |first| from.max(first));
    let begin = |year: i16| date(year, 1, 1);
    let first = from.year() + i16::from(from != begin(from.year()));
    // The first year after the whole ones.
    let end = until.year() + i16::from(until == date(until.year(), 12, 31));
    if first >= end {
        return months(from, until);
    }
    let mut out = vec![(year_span(begin(end - 1)), year_span(begin(first)))];
    if from < begin(first) {
        out.extend(months(from, date(first - 1, 12, 31)));
    }
    if begin(end) <= until {
        out.extend(months(begin(end), until));
    }
    out
}

fn months(from: Date, until: Date) -> Vec<(i64, i64)> {
    let day = |d: Date| i64::from(DayCode::of(d).0);
    let first = if from.day() == 1 {
        from
    } else {
        from.last_of_month().checked_add(1.day()).unwrap_or(from)
    };
    let last = if until == until.last_of_month() {
        until
    } else {
        until.first_of_month().checked_sub(1.day()).unwrap_or(until)
    };
    if first > last {
        return vec![(day(from), day(until))];
    }
    let mut out = vec![(month_span(last), month_span(first))];
    if from < first {
        out.push((day(from), day(first) - 1));
    }
    if last < until {
        out.push((day(last) + 1, day(until)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_is_in_one_span_and_no_other() {
        let within = |span: i64, day: Date| match span {
            1.. => span == i64::from(DayCode::of(day).0),
            -2158..=-1800 => span == year_span(day),
            _ => span == month_span(day),
        };
        let first = date(2015, 12, 28);
        for from in (0..800).step_by(13).map(|n: i64| first.checked_add(n.days()).unwrap()) {
            for n in (0..1200).step_by(17) {
                let until = from.checked_add(i64::from(n).days()).unwrap();
                let all = spans(from, until);
                for day in (-3..i64::from(n) + 3).map(|n| from.checked_add(n.days()).unwrap()) {
                    let n_spans =
                        all.iter().flat_map(|(a, b)| *a..=*b).filter(|s| within(*s, day)).count();
                    let expected = usize::from(day >= from && day <= until);
                    assert_eq!(n_spans, expected, "{day} of {from} to {until}");
                }
            }
        }
    }

    #[test]
    fn a_stretch_is_whole_years_and_months_and_the_days_around_them() {
        let days = |a: Date, b: Date| (i64::from(DayCode::of(a).0), i64::from(DayCode::of(b).0));
        assert_eq!(
            spans(date(2018, 1, 15), date(2018, 4, 10)),
            [
                (-(2018 * 12 + 2), -(2018 * 12 + 1)),
                days(date(2018, 1, 15), date(2018, 1, 31)),
                days(date(2018, 4, 1), date(2018, 4, 10)),
            ]
        );
        assert_eq!(
            spans(date(2018, 1, 15), date(2018, 1, 20)),
            [days(date(2018, 1, 15), date(2018, 1, 20))]
        );
        assert_eq!(
            spans(date(2018, 1, 1), date(2018, 11, 30)),
            [(-(2018 * 12 + 10), -(2018 * 12))]
        );
        assert_eq!(spans(date(2018, 1, 1), date(2018, 12, 31)), [(-2018, -2018)]);
        assert_eq!(
            spans(date(2016, 12, 31), date(2020, 2, 1)),
            [
                (-2019, -2017),
                days(date(2016, 12, 31), date(2016, 12, 31)),
                (-(2020 * 12), -(2020 * 12)),
                days(date(2020, 2, 1), date(2020, 2, 1)),
            ]
        );
    }
}
