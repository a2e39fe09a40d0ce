//! Words in, days and clocks out: `January 13, 2026 8:05 am EST`, `2026-01-13T08:05:00+08:00`.
//!
//! Numeric days are read by the marks between them: `13.01.2026` and `2026-01-13` are plain;
//! `01/02/2026` is the second of January where the page is American and the first of February
//! elsewhere, unless only one of them can be. A day without a year is no day here.

mod address;
mod clock;

use model::{Date, Moment};

pub(crate) use address::in_address;
use clock::clock_after;

/// Years that a page may tell.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Months by their first letters, in the languages of Europe, longer names first.
#[rustfmt::skip]
const MONTHS: &[(&str, i8)] = &[
    ("janeiro", 1), ("january", 1), ("januar", 1), ("janvier", 1), ("jänner", 1), ("enero", 1), ("gennaio", 1), ("januari", 1),
    ("styczeń", 1), ("stycznia", 1), ("ocak", 1), ("jan", 1), ("janv", 1), ("ene", 1),
    ("february", 2), ("februar", 2), ("feber", 2), ("février", 2), ("febrero", 2), ("febbraio", 2), ("fevereiro", 2), ("februari", 2), ("lutego", 2), ("şubat", 2), ("feb", 2), ("févr", 2),
    ("march", 3), ("märz", 3), ("maerz", 3), ("mars", 3), ("marzo", 3), ("março", 3), ("maart", 3), ("marca", 3), ("mart", 3), ("mar", 3), ("mär", 3), ("mrz", 3),
    ("april", 4), ("avril", 4), ("abril", 4), ("aprile", 4), ("kwietnia", 4), ("nisan", 4), ("apr", 4), ("avr", 4),
    ("may", 5), ("mai", 5), ("mayo", 5), ("maggio", 5), ("maio", 5), ("mei", 5), ("maja", 5), ("mayıs", 5),
    ("june", 6), ("juni", 6), ("juin", 6), ("junio", 6), ("giugno", 6), ("junho", 6), ("czerwca", 6), ("haziran", 6), ("jun", 6),
    ("july", 7), ("juli", 7), ("juillet", 7), ("julio", 7), ("luglio", 7), ("julho", 7), ("lipca", 7), ("temmuz", 7), ("jul", 7), ("juil", 7),
    ("august", 8), ("août", 8), ("agosto", 8), ("augustus", 8), ("sierpnia", 8), ("ağustos", 8), ("aug", 8), ("ago", 8),
    ("september", 9), ("septembre", 9), ("septiembre", 9), ("settembre", 9), ("setembro", 9), ("września", 9), ("eylül", 9), ("sept", 9), ("sep", 9), ("set", 9),
    ("october", 10), ("oktober", 10), ("octobre", 10), ("octubre", 10), ("ottobre", 10), ("outubro", 10), ("października", 10), ("ekim", 10), ("oct", 10), ("okt", 10), ("out", 10),
    ("november", 11), ("novembre", 11), ("noviembre", 11), ("novembro", 11), ("listopada", 11), ("kasım", 11), ("nov", 11),
    ("января", 1), ("февраля", 2), ("марта", 3), ("апреля", 4), ("мая", 5), ("июня", 6), ("июля", 7), ("августа", 8), ("сентября", 9), ("октября", 10), ("ноября", 11), ("декабря", 12),
    ("січня", 1), ("лютого", 2), ("березня", 3), ("квітня", 4), ("травня", 5), ("червня", 6), ("липня", 7), ("серпня", 8), ("вересня", 9), ("жовтня", 10), ("листопада", 11), ("грудня", 12),
    ("december", 12), ("dezember", 12), ("décembre", 12), ("diciembre", 12), ("dicembre", 12), ("dezembro", 12), ("grudnia", 12), ("aralık", 12), ("dec", 12), ("dez", 12), ("déc", 12), ("dic", 12),
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    /// Value and number of digits.
    Number(u32, usize),
    Word(&'a str),
    Mark(char),
}

/// A day in a text, with the bytes where it starts and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub moment: Moment,
    pub start: usize,
    pub end: usize,
}

/// The moment that a machine-made value tells (ISO 8601, RFC 2822, seconds since 1970).
pub(crate) fn value(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.len() >= 10 && text.len() <= 13 && text.bytes().all(|b| b.is_ascii_digit()) {
        let number: i64 = text.parse().ok()?;
        let seconds = if text.len() == 13 { number / 1000 } else { number };
        if text.len() == 10 || text.len() == 13 {
            return of_seconds(seconds);
        }
    }
    find(text, false).into_iter().next().map(|f| f.moment)
}

fn of_seconds(seconds: i64) -> Option<Moment> {
    let day = Date::constant(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(seconds.div_euclid(86_400)).ok()?)
        .ok()?;
    YEARS.contains(&day.year()).then_some(Moment {
        day,
        minute: Some((seconds.rem_euclid(86_400) / 60) as u16),
        offset_min: Some(0),
    })
}

/// All days in the first 400 bytes of a text, in order. `american` puts the month first in
/// `01/02/2026`.
pub(crate) fn find(text: &str, american: bool) -> Vec<Found> {
    let cut = (0..=text.len().min(400)).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let (tokens, starts) = tokens(&text[..cut]);
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        if let Some((day, n)) = day_at(&tokens[i..], american) {
            let (minute, offset_min, m) = clock_after(&tokens[i + n..]);
            found.push(Found {
                moment: Moment { day, minute, offset_min: offset_min.filter(|_| minute.is_some()) },
                start: starts[i],
                end: starts[i + n],
            });
            i += n + m;
        } else {
            i += 1;
        }
    }
    found
}

/// Tokens with the byte each starts at, and one more for the end.
fn tokens(text: &str) -> (Vec<Token<'_>>, Vec<usize>) {
    let mut tokens = Vec::new();
    let mut starts = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let at = text.len() - rest.len();
        let n = if c.is_ascii_digit() {
            let n = rest.bytes().take_while(u8::is_ascii_digit).count();
            tokens.push(Token::Number(rest[..n].parse().unwrap_or(u32::MAX), n));
            n
        } else if c.is_alphabetic() {
            let n = word(rest);
            tokens.push(Token::Word(&rest[..n]));
            n
        } else {
            if !c.is_whitespace() {
                tokens.push(Token::Mark(c));
                starts.push(at);
            }
            rest = &rest[c.len_utf8()..];
            continue;
        };
        starts.push(at);
        rest = &rest[n..];
    }
    starts.push(text.len());
    (tokens, starts)
}

/// Bytes of the word that a text starts with; "DoeJan" of two elements side by side are two words.
fn word(text: &str) -> usize {
    let mut small = false;
    let ends = |c: char| {
        let inner = small && c.is_uppercase();
        small = c.is_lowercase();
        inner || !c.is_alphabetic()
    };
    text.find(ends).unwrap_or(text.len())
}

/// A day that starts at the first token, and how many tokens it takes.
fn day_at(t: &[Token<'_>], american: bool) -> Option<(Date, usize)> {
    let mark = |i: usize| match t.get(i) {
        Some(Token::Mark(c)) => Some(*c),
        _ => None,
    };
    let number = |i: usize| match t.get(i) {
        Some(Token::Number(v, n)) => Some((*v, *n)),
        _ => None,
    };
    match *t.first()? {
        Token::Number(v, 8) => day(v / 10_000, v / 100 % 100, v % 100).map(|d| (d, 1)),
        Token::Number(y, 4) => {
            // 2026年1月13日, 2026년 1월 13일
            if let (
                Some(Token::Word("年" | "년")),
                Some((m, 1 | 2)),
                Some(Token::Word("月" | "월")),
            ) = (t.get(1), number(2), t.get(3))
            {
                let (d, _) = number(4)?;
                return day(y, m, d).map(|d| (d, 6.min(t.len())));
            }
            let sep = mark(1)?;
            if let Some((m, 1 | 2)) = number(2) {
                let (d, n) = number(4)?;
                let fits = matches!(sep, '-' | '/' | '.') && mark(3) == Some(sep) && n <= 2;
                return day(y, m, d).filter(|_| fits).map(|d| (d, 5));
            }
            // 2026-Jan-13
            let Some(Token::Word(w)) = t.get(2) else { return None };
            let (d, n) = number(4)?;
            (mark(3) == Some(sep) && n <= 2).then(|| day(y, month(w)?, d)).flatten().map(|d| (d, 5))
        }
        Token::Number(first, 1 | 2) => {
            if let (Some(sep @ ('.' | '/' | '-')), Some((second, 1 | 2))) = (mark(1), number(2))
                && mark(3) == Some(sep)
            {
                let (y, n) = number(4)?;
                let y = match n {
                    4 => y,
                    2 if sep != '-' => 2000 + y,
                    _ => return None,
                };
                let month_first = sep == '/' && american;
                let one = if month_first { (first, second) } else { (second, first) };
                return day(y, one.0, one.1)
                    .or_else(|| day(y, one.1, one.0).filter(|_| sep != '.'))
                    .map(|d| (d, 5));
            }
            // 13 January 2026, 13th of Jan. 2026, 13. Januar 2026, 13-Jan-2026, 13 de enero de 2026
            let mut i = 1;
            while let Some(token) = t.get(i).filter(|_| i < 4) {
                match token {
                    Token::Mark('.' | '-' | '/' | ',') => {}
                    Token::Word(w) if is_filler(w) => {}
                    _ => break,
                }
                i += 1;
            }
            let Some(Token::Word(w)) = t.get(i) else { return None };
            let m = month(w)?;
            let (y, n) = year_after(t, i + 1)?;
            day(y, m, first).map(|d| (d, n))
        }
        Token::Word(w) => {
            let m = month(w)?;
            let mut i = 1;
            if matches!(mark(i), Some('.' | '-')) {
                i += 1;
            }
            let (d, n) = number(i)?;
            if n > 2 {
                return None;
            }
            i += 1;
            if let Some(Token::Word(w)) = t.get(i)
                && is_filler(w)
            {
                i += 1;
            }
            let (y, n) = year_after(t, i)?;
            day(y, m, d).map(|d| (d, n))
        }
        _ => None,
    }
}

/// A year at token `i`, or behind a comma, "de" or the like; one past it.
fn year_after(t: &[Token<'_>], mut i: usize) -> Option<(u32, usize)> {
    for _ in 0..3 {
        match t.get(i)? {
            Token::Number(y, 4) => return Some((*y, i + 1)),
            Token::Mark(',' | '.' | '-' | '/' | '\'' | '’') => i += 1,
            Token::Word(w) if is_filler(w) => i += 1,
            _ => return None,
        }
    }
    None
}

fn is_filler(word: &str) -> bool {
    ["st", "nd", "rd", "th", "of", "de", "del", "er", "do"]
        .iter()
        .any(|f| word.eq_ignore_ascii_case(f))
}

fn month(word: &str) -> Option<u32> {
    if word.len() < 3 || word.len() > 20 {
        return None;
    }
    let lower = word.to_lowercase();
    MONTHS.iter().find(|(name, _)| *name == lower).map(|(_, m)| *m as u32)
}

fn day(y: u32, m: u32, d: u32) -> Option<Date> {
    let y = i16::try_from(y).ok().filter(|y| YEARS.contains(y))?;
    Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> String {
        value(text).map(|m| m.to_string()).unwrap_or_default()
    }

    #[test]
    fn machines() {
        assert_eq!(one("2026-01-13T08:05:00+08:00"), "2026-01-13T08:05+08:00");
        assert_eq!(one("2026-01-13T08:05:00.123Z"), "2026-01-13T08:05Z");
        assert_eq!(one("2026-01-13 08:05:00 -0500"), "2026-01-13T08:05-05:00");
        assert_eq!(one("Tue, 13 Jan 2026 08:05:00 GMT"), "2026-01-13T08:05Z");
        assert_eq!(one("20260113"), "2026-01-13");
        assert_eq!(one("1768291500"), "2026-01-13T08:05Z");
        assert_eq!(one("1768291500000"), "2026-01-13T08:05Z");
        assert_eq!(one("0000-00-00"), "");
        assert_eq!(one("9999999999999"), "");
    }

    #[test]
    fn people() {
        assert_eq!(one("Published: January 13, 2026 at 8:05 p.m. EST"), "2026-01-13T20:05-05:00");
        assert_eq!(one("Jan. 13, 2026"), "2026-01-13");
        assert_eq!(one("13th of January 2026"), "2026-01-13");
        assert_eq!(one("Dienstag, 13. Januar 2026, 18.05 Uhr"), "2026-01-13T18:05");
        assert_eq!(one("13 de enero de 2026"), "2026-01-13");
        assert_eq!(one("13.01.26"), "2026-01-13");
        assert_eq!(one("13-Jan-2026"), "2026-01-13");
        assert_eq!(one("2026年1月13日"), "2026-01-13");
        assert_eq!(one("13 января 2026, 13:43"), "2026-01-13T13:43");
        assert_eq!(one("in January 2026"), "");
        assert_eq!(one("12:30 on 13 January 2026"), "2026-01-13");
        assert_eq!(one("Jane DoeJan 13, 2026"), "2026-01-13");
    }

    #[test]
    fn slashes() {
        assert_eq!(find("01/02/2026", true)[0].moment.day.to_string(), "2026-01-02");
        assert_eq!(find("01/02/2026", false)[0].moment.day.to_string(), "2026-02-01");
        assert_eq!(find("01/22/2026", false)[0].moment.day.to_string(), "2026-01-22");
        assert_eq!(find("2026/01/13", true)[0].moment.day.to_string(), "2026-01-13");
    }

    #[test]
    fn addresses() {
        let day = |u: &str| in_address(u).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(day("https://x.org/news/2026/01/13/talks"), "2026-01-13");
        assert_eq!(day("https://x.org/news/2026/jan/13/talks"), "2026-01-13");
        assert_eq!(day("https://x.org/talks-2026-01-13.html?d=2020-01-01"), "2026-01-13");
        assert_eq!(day("https://x.org/20260113-talks"), "2026-01-13");
        assert_eq!(day("https://x.org/article/26011399"), "");
        assert_eq!(day("https://x.org/releases/2026/01/260113112457.htm"), "");
        assert_eq!(day("https://2026-01-13.org/"), "");
    }

    #[test]
    fn anything_may_come() {
        for text in
            ["", "1", "1.", "1.1", "1.1.", "99/99/9999", "٣", "2026-", "Jan", "Jan 1", "12:", "1:1"]
        {
            find(text, true);
        }
    }
}
