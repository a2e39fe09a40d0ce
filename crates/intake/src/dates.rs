//! Written times in, moments out: the ways feeds, tables and news files write them.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::{Offset, TimeZone},
};

use model::Moment;

/// A day, with the time and the zone where they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenTime {
    /// The day as written, in its own zone.
    pub day: Date,
    /// The time as written.
    pub time: Option<Time>,
    /// Seconds east of Greenwich.
    pub offset_s: Option<i32>,
}

impl WrittenTime {
    /// Day and minute, as documents keep it.
    pub fn moment(self) -> Moment {
        Moment {
            day: self.day,
            minute: self.time.map(|t| t.hour() as u16 * 60 + t.minute() as u16),
            offset_min: self.offset_s.map(|s| (s / 60) as i16),
        }
    }

    /// The same time at Greenwich; without a time midnight, without a zone as it stands.
    pub fn utc(self) -> DateTime {
        let local = self.day.to_datetime(self.time.unwrap_or_else(Time::midnight));
        let offset = Offset::from_seconds(self.offset_s.unwrap_or(0)).unwrap_or(Offset::UTC);
        offset.to_timestamp(local).map_or(local, |t| t.to_zoned(TimeZone::UTC).datetime())
    }
}

/// Reads a time in any of the ways that are in use; none where it is none, or is ambiguous.
pub fn written_time(text: &str) -> Option<WrittenTime> {
    let text = text.trim();
    if !text.is_ascii() || text.len() > 80 {
        return None;
    }
    number(text).or_else(|| iso(text)).or_else(|| worded(text)).or_else(|| slashed(text))
}

/// The moment of [`written_time`].
pub(crate) fn moment(text: &str) -> Option<Moment> {
    written_time(text).map(WrittenTime::moment)
}

/// The day of [`written_time`].
pub(crate) fn day(text: &str) -> Option<Date> {
    written_time(text).map(|m| m.day)
}

fn date(y: i64, m: i64, d: i64) -> Option<Date> {
    if !(1000..=9999).contains(&y) {
        return None;
    }
    Date::new(y as i16, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()
}

fn time(h: i64, m: i64, s: i64) -> Option<Time> {
    // A leap second is the last of its minute.
    Time::new(i8::try_from(h).ok()?, i8::try_from(m).ok()?, i8::try_from(s.min(59)).ok()?, 0).ok()
}

/// `20260113`, `20260113T081500Z`, `20260113081500`, seconds or milliseconds since 1970.
fn number(text: &str) -> Option<WrittenTime> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let rest: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let whole = text.split('.').next()?;
    if rest.is_empty() || (rest == "." && whole.len() >= 9) {
        return match whole.len() {
            8 => compact(whole),
            14 => compact(whole),
            9 | 10 => of_unix(whole.parse().ok()?),
            13 => of_unix(whole.parse::<i64>().ok()? / 1000),
            16 => of_unix(whole.parse::<i64>().ok()? / 1_000_000),
            _ => None,
        };
    }
    let t = text.find('T')?;
    if t != 8 || digits.len() < 12 || !text[..8].bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let clock: String = text[9..].chars().take_while(char::is_ascii_digit).collect();
    let clock = format!("{:0<6}", clock.get(..6).unwrap_or(&clock));
    let mut read = compact(&format!("{}{clock}", &text[..8]))?;
    let zone = text[9..].trim_start_matches(|c: char| c.is_ascii_digit());
    read.offset_s = if zone.is_empty() { None } else { zone_of(zone) };
    Some(read)
}

fn compact(digits: &str) -> Option<WrittenTime> {
    let n = |a: usize, b: usize| digits.get(a..b)?.parse::<i64>().ok();
    let day = date(n(0, 4)?, n(4, 6)?, n(6, 8)?)?;
    let time = match digits.len() {
        14 => Some(time(n(8, 10)?, n(10, 12)?, n(12, 14)?)?),
        _ => None,
    };
    Some(WrittenTime { day, time, offset_s: None })
}

fn of_unix(seconds: i64) -> Option<WrittenTime> {
    let at = Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).datetime();
    Some(WrittenTime { day: at.date(), time: Some(at.time()), offset_s: Some(0) })
}

/// `2026-01-13`, `2026-1-3T08:15:00+02:00`, `2026/01/13 08:15`, `2026-01`, `2026`, `2026-013`.
fn iso(text: &str) -> Option<WrittenTime> {
    let end = text.find(|c: char| c == 'T' || c == 't' || c.is_whitespace()).unwrap_or(text.len());
    let (days, rest) = text.split_at(end);
    let days = days.trim_end_matches(['Z', 'z']);
    let parts: Vec<&str> = days.split(['-', '/', '.']).collect();
    let n = |p: &str| if p.len() <= 4 { p.parse::<i64>().ok() } else { None };
    if parts[0].len() != 4 {
        return None;
    }
    let day = match parts.as_slice() {
        [y] if rest.is_empty() => date(n(y)?, 1, 1)?,
        [y, nth] if nth.len() == 3 => {
            let first = date(n(y)?, 1, 1)?;
            first.checked_add(jiff::Span::new().days(n(nth)? - 1)).ok()?
        }
        [y, m] => date(n(y)?, n(m)?, 1)?,
        [y, m, d] => date(n(y)?, n(m)?, n(d)?)?,
        _ => return None,
    };
    let rest = rest.trim_start_matches(['T', 't', ' ']).trim();
    if rest.is_empty() {
        return Some(WrittenTime { day, time: None, offset_s: None });
    }
    clock(day, rest)
}

/// A day with `08:15`, `08:15:30.5Z`, `08:15 +0200`, `8:15 PM EST` behind it.
fn clock(day: Date, text: &str) -> Option<WrittenTime> {
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(text.len());
    let (clock, rest) = text.split_at(end);
    let mut parts = clock.split(':');
    let mut hour: i64 = parts.next()?.parse().ok()?;
    let minute: i64 = parts.next().map_or(Some(0), |m| m.parse().ok())?;
    let second: i64 =
        parts.next().map_or(Some(0), |s| s.split('.').next().unwrap_or("0").parse().ok())?;
    let mut rest = rest.trim();
    let lower = rest.to_ascii_lowercase();
    for (word, is_pm) in [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)] {
        if lower.starts_with(word) {
            hour = hour % 12 + if is_pm { 12 } else { 0 };
            rest = rest[word.len()..].trim();
            break;
        }
    }
    let (day, hour) = if hour == 24 { (day.tomorrow().ok()?, 0) } else { (day, hour) };
    let offset_s = if rest.is_empty() { None } else { zone_of(rest) };
    Some(WrittenTime { day, time: Some(time(hour, minute, second)?), offset_s })
}

/// Names of zones that feeds use, in hours from Greenwich.
const ZONES: &[(&str, f32)] = &[
    ("AEDT", 11.0),
    ("AEST", 10.0),
    ("AKDT", -8.0),
    ("AKST", -9.0),
    ("BST", 1.0),
    ("CAT", 2.0),
    ("CDT", -5.0),
    ("CEST", 2.0),
    ("CET", 1.0),
    ("CST", -6.0),
    ("EAT", 3.0),
    ("EDT", -4.0),
    ("EEST", 3.0),
    ("EET", 2.0),
    ("EST", -5.0),
    ("ET", -5.0),
    ("GMT", 0.0),
    ("HKT", 8.0),
    ("IST", 5.5),
    ("JST", 9.0),
    ("KST", 9.0),
    ("MDT", -6.0),
    ("MSK", 3.0),
    ("MST", -7.0),
    ("NZDT", 13.0),
    ("NZST", 12.0),
    ("PDT", -7.0),
    ("PKT", 5.0),
    ("PST", -8.0),
    ("SAST", 2.0),
    ("SGT", 8.0),
    ("UT", 0.0),
    ("UTC", 0.0),
    ("WAT", 1.0),
    ("WEST", 1.0),
    ("WET", 0.0),
    ("Z", 0.0),
];

/// Seconds from Greenwich of `Z`, `+02:00`, `-0500`, `EST`, `GMT+2`; none for other words.
fn zone_of(text: &str) -> Option<i32> {
    let text = text.trim().trim_start_matches('(').trim_end_matches(')');
    let word: String =
        text.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_uppercase();
    let rest = &text[word.len()..];
    if let Some(sign @ ('+' | '-')) = rest.chars().next() {
        let digits: String =
            rest[1..].chars().take_while(|c| c.is_ascii_digit() || *c == ':').collect();
        let digits = digits.replace(':', "");
        let n: i32 = digits.parse().ok()?;
        let seconds = if digits.len() <= 2 { n * 3600 } else { n / 100 * 3600 + n % 100 * 60 };
        let signed = if sign == '-' { -seconds } else { seconds };
        return (seconds <= 26 * 3600).then_some(signed);
    }
    let at = ZONES.binary_search_by(|(z, _)| (*z).cmp(word.as_str())).ok()?;
    Some((ZONES[at].1 * 3600.0) as i32)
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn month_of(word: &str) -> Option<i64> {
    let word = word.to_ascii_lowercase();
    let at = MONTHS.iter().position(|m| word.starts_with(m))?;
    (word.len() <= 9 && word.bytes().all(|b| b.is_ascii_alphabetic())).then_some(at as i64 + 1)
}

/// `Tue, 13 Jan 2026 08:15:00 GMT`, `January 13, 2026 8:15 PM`, `Tue Jan 13 08:15:00 UTC 2026`,
/// `13-Jan-2026`.
fn worded(text: &str) -> Option<WrittenTime> {
    let is_gap = |c: char| c.is_whitespace() || c == ',';
    let words: Vec<&str> = text
        .split(is_gap)
        .flat_map(|w| if w.contains(':') { vec![w] } else { w.split('-').collect() })
        .filter(|w| !w.is_empty())
        .collect();
    let at = words.iter().position(|w| month_of(w.trim_end_matches('.')).is_some())?;
    let month = month_of(words[at].trim_end_matches('.'))?;
    let number = |w: &str| {
        let w = w.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
        if w.is_empty() || w.len() > 4 { None } else { w.parse::<i64>().ok() }
    };
    let mut day = None;
    let mut day_idx = None;
    for i in [at.wrapping_sub(1), at + 1] {
        if let Some(n) = words.get(i).and_then(|w| number(w)).filter(|n| (1..=31).contains(n)) {
            day = Some(n);
            day_idx = Some(i);
            break;
        }
    }
    let year_idx = (at..words.len()).find(|i| {
        Some(*i) != day_idx
            && !words[*i].contains(':')
            && number(words[*i]).is_some()
            && (words[*i].len() == 4 || words[*i].len() == 2)
            && words[*i].bytes().all(|b| b.is_ascii_digit())
    })?;
    let year = number(words[year_idx])?;
    let year = match words[year_idx].len() {
        2 if year < 70 => 2000 + year,
        2 => 1900 + year,
        _ => year,
    };
    let day = date(year, month, day.unwrap_or(1))?;
    let Some(clock_idx) = words.iter().position(|w| w.contains(':')) else {
        return Some(WrittenTime { day, time: None, offset_s: None });
    };
    // The clock's own words: AM, PM, zone. The split above took the sign of `-0500` away.
    let start = words[clock_idx].as_ptr() as usize - text.as_ptr() as usize;
    let rest: String = text[start..].to_owned();
    let rest =
        rest.replace(words[year_idx], if year_idx > clock_idx { "" } else { words[year_idx] });
    clock(day, rest.trim())
}

/// `13/01/2026`, `01/13/2026`, with a time: only where the order can be told.
fn slashed(text: &str) -> Option<WrittenTime> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (days, rest) = text.split_at(end);
    let parts: Vec<i64> =
        days.split(['/', '.', '-']).map(str::parse).collect::<Result<_, _>>().ok()?;
    let &[a, b, year] = parts.as_slice() else { return None };
    let day = match (a, b) {
        (13..=31, 1..=12) => date(year, b, a)?,
        (1..=12, 13..=31) => date(year, a, b)?,
        // Points are the German and Russian way, day first.
        (1..=31, 1..=12) if days.contains('.') || a == b => date(year, b, a)?,
        _ => return None,
    };
    if rest.trim().is_empty() {
        return Some(WrittenTime { day, time: None, offset_s: None });
    }
    clock(day, rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_sorted() {
        assert!(ZONES.windows(2).all(|w| w[0].0 < w[1].0));
    }

    #[test]
    fn the_ways_of_writing() {
        for (text, expected) in [
            ("2026-01-13", "2026-01-13T00:00:00"),
            ("2026-01-13T08:15:00Z", "2026-01-13T08:15:00"),
            ("2026-01-13T08:15:00+02:00", "2026-01-13T06:15:00"),
            ("2026-01-13 08:15", "2026-01-13T08:15:00"),
            ("2026-01-13T08:15:00.123-0500", "2026-01-13T13:15:00"),
            ("20260113", "2026-01-13T00:00:00"),
            ("20260113T081500Z", "2026-01-13T08:15:00"),
            ("20260113081500", "2026-01-13T08:15:00"),
            ("1768292100", "2026-01-13T08:15:00"),
            ("1768292100000", "2026-01-13T08:15:00"),
            ("Tue, 13 Jan 2026 08:15:00 GMT", "2026-01-13T08:15:00"),
            ("Tue, 13 Jan 2026 08:15:00 -0500", "2026-01-13T13:15:00"),
            ("13 Jan 26 08:15 EST", "2026-01-13T13:15:00"),
            ("Tue Jan 13 08:15:00 UTC 2026", "2026-01-13T08:15:00"),
            ("January 13, 2026 8:15 PM", "2026-01-13T20:15:00"),
            ("13-Jan-2026", "2026-01-13T00:00:00"),
            ("Jan. 3rd, 2026", "2026-01-03T00:00:00"),
            ("13/01/2026", "2026-01-13T00:00:00"),
            ("01/13/2026 10:00", "2026-01-13T10:00:00"),
            ("13.1.2026", "2026-01-13T00:00:00"),
            ("2003-335", "2003-12-01T00:00:00"),
            ("Thu, 31 Dec 2003 24:00:00 GMT", "2004-01-01T00:00:00"),
        ] {
            let read = written_time(text).map(|m| m.utc().to_string());
            assert_eq!(read.as_deref(), Some(expected), "{text}");
        }
        for text in ["", "soon", "03/04/2026", "2026-13-45", "Monday", "12345", "2026-02-30"] {
            assert_eq!(written_time(text), None, "{text}");
        }
    }
}
