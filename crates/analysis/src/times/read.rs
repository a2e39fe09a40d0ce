//! Pieces in, one expression out: numbers, calendar dates and what stands around them.

use model::{Upos, Xpos};

use super::{
    pieces::{Kind, Piece},
    when::{Amount, Found, Stretch, When, Year},
    words::Words,
};

/// The pieces of one sentence and the tables to read them by.
pub(super) struct Reader<'a> {
    pub(super) words: &'a Words,
    pub(super) pieces: &'a [Piece<'a>],
    /// Parts of speech of the words the pieces stand in.
    pub(super) tags: &'a [Option<(Upos, Xpos)>],
}

pub(super) const ONES: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
pub(super) const TENS: &[&str] =
    &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
pub(super) const ORDINALS: &[&str] = &[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];
const DECADES: &[&str] =
    &["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];

impl Reader<'_> {
    /// The piece in lower case, empty past the end.
    pub(super) fn w(&self, i: usize) -> &str {
        self.pieces.get(i).map_or("", |p| p.lower.as_ref())
    }

    /// The piece before, empty at the start.
    pub(super) fn before(&self, i: usize) -> &str {
        if i == 0 { "" } else { self.w(i - 1) }
    }

    pub(super) fn is(&self, i: usize, words: &[&str]) -> bool {
        words.contains(&self.w(i))
    }

    /// Whether the pieces from `i` on are `words`.
    pub(super) fn run(&self, i: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(k, w)| self.w(i + k) == *w)
    }

    pub(super) fn glued(&self, i: usize) -> bool {
        self.pieces.get(i).is_some_and(|p| p.glued)
    }

    pub(super) fn capital(&self, i: usize) -> bool {
        self.pieces.get(i).is_some_and(|p| p.capital)
    }

    /// A run of at most `digits` digits and at least `least`.
    pub(super) fn digits(&self, i: usize, least: usize, most: usize) -> Option<i32> {
        let p = self.pieces.get(i)?;
        if p.kind != Kind::Number || p.lower.len() < least || p.lower.len() > most {
            return None;
        }
        p.lower.parse().ok()
    }

    /// "3", "1,000", "three", "twenty-five", "two hundred", "2 1/2": the number and what follows it.
    pub(super) fn number(&self, i: usize) -> Option<(Amount, usize)> {
        if let Some(n) = self.digits(i, 1, 5) {
            if self.w(i + 1) == "," && self.glued(i + 1) && self.glued(i + 2) {
                let rest = self.digits(i + 2, 3, 3)?;
                return Some((Amount::of(i64::from(n) * 1_000 + i64::from(rest)), i + 3));
            }
            if self.run(i + 1, &["1", "/", "2"]) {
                return Some((Amount { half: true, ..Amount::of(n.into()) }, i + 4));
            }
            if self.run(i + 1, &[".", "5"]) && self.glued(i + 1) && self.glued(i + 2) {
                return Some((Amount { half: true, ..Amount::of(n.into()) }, i + 3));
            }
            return Some((Amount::of(n.into()), i + 1));
        }
        let (mut n, mut j) = self.small(i)?;
        if self.w(j) == "hundred" {
            n *= 100;
            j += 1;
            if let Some((more, k)) = self.small(if self.w(j) == "and" { j + 1 } else { j }) {
                n += more;
                j = k;
            }
        }
        if self.w(j) == "thousand" {
            n *= 1_000;
            j += 1;
        }
        if self.run(j, &["and", "a", "half"]) {
            return Some((Amount { half: true, ..Amount::of(n) }, j + 3));
        }
        Some((Amount::of(n), j))
    }

    fn small(&self, i: usize) -> Option<(i64, usize)> {
        let word = self.w(i);
        if let Some(n) = ONES.iter().position(|w| *w == word) {
            return Some((n as i64, i + 1));
        }
        let tens = (TENS.iter().position(|w| *w == word)? as i64 + 2) * 10;
        let j = if self.w(i + 1) == "-" { i + 2 } else { i + 1 };
        match ONES.iter().position(|w| *w == self.w(j)) {
            Some(n @ 1..=9) => Some((tens + n as i64, j + 1)),
            _ => Some((tens, i + 1)),
        }
    }

    /// "5th", "third", "twenty-first": the number and what follows it.
    pub(super) fn ordinal(&self, i: usize) -> Option<(i32, usize)> {
        if let Some(n) = self.digits(i, 1, 2) {
            let tail = self.glued(i + 1) && self.is(i + 1, &["st", "nd", "rd", "th"]);
            return tail.then_some((n, i + 2));
        }
        let word = self.w(i);
        if let Some(n) = ORDINALS.iter().position(|w| *w == word) {
            return Some((n as i32 + 1, i + 1));
        }
        let tens = match word {
            "twenty" => 20,
            "thirty" => 30,
            "thirtieth" => return Some((30, i + 1)),
            _ => return None,
        };
        let j = if self.w(i + 1) == "-" { i + 2 } else { i + 1 };
        let n = ORDINALS.iter().take(9).position(|w| *w == self.w(j))?;
        Some((tens + n as i32 + 1, j + 1))
    }

    /// Year that follows a month or season: ", 2014", "of 1940", "last year", "of that year".
    fn year_after(&self, i: usize, comma: bool) -> Option<(Year, usize)> {
        let mut j = i;
        if comma && self.w(j) == "," {
            j += 1;
        }
        if self.w(j) == "of" || (self.w(j) == "in" && self.digits(j + 1, 4, 4).is_none()) {
            j += 1;
        }
        if let Some(y) = self.digits(j, 3, 4).filter(|y| (100..2_200).contains(y)) {
            let counts =
                self.words.counted(self.w(j + 1)) || (j > i && self.w(j - 1) == "of" && y < 1_000);
            let decimal =
                self.w(j + 1) == "," && self.glued(j + 2) && self.digits(j + 2, 3, 3).is_some();
            if !counts && !decimal && (y >= 1_000 || self.bc(j + 1).is_some()) {
                return Some((Year::Given(y), j + 1));
            }
            return None;
        }
        if self.w(j) == "'" && self.glued(j + 1) {
            let y = self.digits(j + 1, 2, 2)?;
            return Some((Year::Given(if y > 40 { 1_900 + y } else { 2_000 + y }), j + 2));
        }
        if self.w(j) == "nineteen" || self.run(j, &["twenty", "twenty"]) {
            return self.spoken_year(j).map(|(y, k)| (Year::Given(y), k));
        }
        let at = if self.w(j) == "the" { j + 1 } else { j };
        let year = match self.w(at) {
            "this" => Year::Shift(0),
            "last" => Year::Shift(-1),
            "next" => Year::Shift(1),
            "that" | "same" => Year::That,
            _ => return None,
        };
        (self.w(at + 1) == "year").then_some((year, at + 2))
    }

    /// "nineteen ninety-six", "two thousand", "twenty fourteen".
    pub(super) fn spoken_year(&self, i: usize) -> Option<(i32, usize)> {
        let century = match self.w(i) {
            "eighteen" => 1_800,
            "nineteen" => 1_900,
            "twenty" => 2_000,
            _ => return None,
        };
        let (n, j) = self.small(i + 1)?;
        (n >= 10).then_some((century + n as i32, j))
    }

    /// "BC", "B.C.", "BCE" at `i`.
    pub(super) fn bc(&self, i: usize) -> Option<usize> {
        if self.is(i, &["bc", "bce"]) {
            return Some(i + 1);
        }
        if self.run(i, &["b", ".", "c"]) {
            return Some(if self.w(i + 3) == "." && self.glued(i + 3) { i + 4 } else { i + 3 });
        }
        None
    }

    /// A month's name at `i`, its full stop taken along.
    pub(super) fn month(&self, i: usize) -> Option<(u8, bool, usize)> {
        let (month, full) = self.words.month(self.w(i))?;
        if !self.capital(i) {
            return None;
        }
        let stop = !full && self.w(i + 1) == "." && self.glued(i + 1);
        Some((month, full, if stop { i + 2 } else { i + 1 }))
    }

    fn day_number(&self, i: usize) -> Option<(u8, usize)> {
        let (n, j) = match self.ordinal(i) {
            Some(found) => found,
            None => (self.digits(i, 1, 2)?, i + 1),
        };
        // "May 5 percent", "June 10,000", "3.5": other numbers.
        let more = self.is(j, &["%", "percent", "million", "billion"])
            || (self.is(j, &[",", "."])
                && self.glued(j)
                && self.glued(j + 1)
                && self.digits(j + 1, 1, 3).is_some());
        ((1..=31).contains(&n) && !more).then_some((n as u8, j))
    }

    /// Every date that a month's name heads, ranges told apart: "Jan. 22 and 23", "3–5 May 2019".
    pub(super) fn dates(&self, i: usize) -> Vec<Found> {
        let mut start = i;
        let mut j = i;
        if let Some((_, full)) = self.words.weekday(self.w(i)).filter(|_| self.capital(i)) {
            j = i + 1;
            if !full && self.w(j) == "." {
                j += 1;
            }
            if self.w(j) == "," {
                j += 1;
            }
            if self.w(j) == "the" {
                j += 1;
            }
        } else if self.w(i) == "the" && self.day_number(i + 1).is_some() {
            j = i + 1;
        }
        if let Some((month, full, k)) = self.month(j) {
            return self.month_first(start, j, month, full, k);
        }
        // Day first: "4 January", "the 4th of January", "22 and 23 January".
        let mut days = Vec::new();
        while let Some((day, k)) = self.day_number(j) {
            days.push((start, day, k));
            let next = if self.w(k) == "of" { k + 1 } else { k };
            if let Some((month, _, end)) = self.month(next) {
                let (year, end) = self.year_after(end, true).unwrap_or((Year::Open, end));
                return self.spread(&days, month, year, end);
            }
            if !self.is(k, &["-", "and", "to", "or", ","]) || days.len() > 3 {
                break;
            }
            j = k + 1;
            start = j;
        }
        Vec::new()
    }

    fn month_first(&self, start: usize, j: usize, month: u8, full: bool, k: usize) -> Vec<Found> {
        let the = if self.w(k) == "the" { k + 1 } else { k };
        if let Some((day, mut end)) =
            self.day_number(the).filter(|_| self.digits(k, 4, 4).is_none())
        {
            let mut days = vec![(start, day, end)];
            while self.is(end, &["-", "and", "to", "or", ","]) && days.len() < 4 {
                let Some((day, next)) = self.day_number(end + 1) else { break };
                if self.w(end + 1).len() > 2
                    || self.month(next).is_some()
                    || self.words.unit(self.w(next)).is_some()
                    || self.words.counted(self.w(next))
                    || self.tag(next, Xpos::Nns)
                    || (self.w(end) == "," && !self.is(next, &["and", ","]))
                {
                    break;
                }
                days.push((end + 1, day, next));
                end = next;
            }
            let (year, end) = self.year_after(end, true).unwrap_or((Year::Open, end));
            return self.spread(&days, month, year, end);
        }
        if start != j {
            return Vec::new();
        }
        let (year, end) = self.year_after(k, true).unwrap_or((Year::Open, k));
        if year == Year::Open {
            let lead = self.words.leads(self.before(j))
                || (self.before(j) == "the" && !self.is(j, &["march", "may"]))
                || self.is_month_of(j);
            let named = self.pieces.get(j + 1).is_some_and(|p| p.capital);
            let doubtful = self.words.doubtful(self.w(j)) || !full;
            if doubtful && (!lead || (named && !full)) {
                return Vec::new();
            }
        }
        if let (Year::Given(y), Some(end)) = (year, self.bc(end)) {
            return vec![Found::new(
                start,
                end,
                When::Before { year: y, month: Some(month), day: None },
            )];
        }
        vec![Found::new(start, end, When::Month { year, month })]
    }

    /// "In a March meeting", "their May talks": a name before a common noun, led by a determiner.
    fn is_month_of(&self, j: usize) -> bool {
        let led = ["a", "an", "the", "its", "his", "her", "their", "our", "this"];
        j > 0
            && led.contains(&self.before(j))
            && self.tag(j, Xpos::Nnp)
            && (self.tag(j + 1, Xpos::Nn) || self.tag(j + 1, Xpos::Nns))
    }

    /// One expression for each day; the year belongs to all, its words to the last.
    fn spread(&self, days: &[(usize, u8, usize)], month: u8, year: Year, end: usize) -> Vec<Found> {
        let bc = match year {
            Year::Given(y) => self.bc(end).map(|end| (y, end)),
            _ => None,
        };
        let mut out = Vec::new();
        for (k, &(start, day, stop)) in days.iter().enumerate() {
            let last = k + 1 == days.len();
            let found = if let Some((y, end)) = bc {
                let when = When::Before { year: y, month: Some(month), day: Some(day) };
                Found::new(start, if last { end } else { stop }, when)
            } else {
                Found::new(start, if last { end } else { stop }, When::Day { year, month, day })
            };
            out.push(found);
        }
        out
    }

    pub(super) fn tag(&self, i: usize, xpos: Xpos) -> bool {
        self.tags.get(i).copied().flatten().is_some_and(|(_, x)| x == xpos)
    }

    /// "2026-01-04", "03/04/2015", "4.1.2026".
    #[allow(clippy::many_single_char_names)] // Year, month, day.
    pub(super) fn figures(&self, i: usize) -> Option<Found> {
        let sep = self.w(i + 1);
        if !matches!(sep, "-" | "/" | ".")
            || self.w(i + 3) != sep
            || !(i + 1..i + 5).all(|k| self.glued(k))
        {
            return None;
        }
        if let Some(y) = self.digits(i, 4, 4) {
            let (m, d) = (self.digits(i + 2, 1, 2)?, self.digits(i + 4, 1, 2)?);
            return checked(i, y, m, d);
        }
        let (a, b) = (self.digits(i, 1, 2)?, self.digits(i + 2, 1, 2)?);
        let y = match self.digits(i + 4, 2, 4)? {
            y @ 0..=49 => 2_000 + y,
            y @ 50..=99 => 1_900 + y,
            y => y,
        };
        let (m, d) = if a > 12 || (sep == "." && b <= 12) { (b, a) } else { (a, b) };
        checked(i, y, m, d)
    }

    /// "the 1990s", "the early '80s", "the nineties", "the 20th century".
    pub(super) fn decade(&self, i: usize) -> Option<Found> {
        let j = if self.w(i) == "the" { i + 1 } else { i };
        let quick = self.stretch_word(j);
        let (k, stretch) = quick.map_or((j, None), |(s, k)| (k, Some(s)));
        let found = |end: usize, tens: i32| {
            Some(Found { stretch, ..Found::new(i, end, When::Decade { tens }) })
        };
        if let Some(y) = self.digits(k, 4, 4).filter(|y| y % 10 == 0 && *y >= 1_000) {
            if self.w(k + 1) == "s" && self.glued(k + 1) {
                return found(k + 2, y / 10);
            }
            if self.run(k + 1, &["'", "s"]) && self.glued(k + 1) && self.w(j) != self.w(i) {
                return found(k + 3, y / 10);
            }
        }
        let mark = usize::from(self.w(k) == "'");
        if let Some(y) = self.digits(k + mark, 2, 2).filter(|y| y % 10 == 0 && (mark == 1 || j > i))
            && self.w(k + mark + 1) == "s"
            && self.glued(k + mark + 1)
        {
            return found(k + mark + 2, if y < 20 { 200 + y / 10 } else { 190 + y / 10 });
        }
        if j > i
            && let Some(n) = DECADES.iter().position(|w| *w == self.w(k))
        {
            return found(k + 1, 192 + n as i32);
        }
        let (n, end) = self.ordinal(k)?;
        let end = if self.w(end) == "-" { end + 1 } else { end };
        if !self.is(end, &["century", "centuries"]) {
            return None;
        }
        if let Some(end) = self.bc(end + 1) {
            return Some(Found::new(i, end, When::untold(format!("BC{:02}", n - 1))));
        }
        Some(Found { stretch, ..Found::new(i, end + 1, When::Century { number: n }) })
    }

    /// "early", "mid-", "late" at `i`.
    pub(super) fn stretch_word(&self, i: usize) -> Option<(Stretch, usize)> {
        let stretch = match self.w(i) {
            "early" | "earlier" => Stretch::Start,
            "mid" | "middle" => Stretch::Middle,
            "late" | "later" => Stretch::End,
            _ => return None,
        };
        Some((stretch, if self.w(i + 1) == "-" { i + 2 } else { i + 1 }))
    }
}

/// The day of three figures, where the calendar has it.
fn checked(i: usize, y: i32, m: i32, d: i32) -> Option<Found> {
    let (month, day) = (u8::try_from(m).ok()?, u8::try_from(d).ok()?);
    super::calendar::date(y, month, day)?;
    Some(Found::new(i, i + 5, When::Day { year: Year::Given(y), month, day }))
}
