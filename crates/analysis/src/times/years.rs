//! Rules for years, quarters, halves and seasons.

use model::{Upos, Xpos};

use super::{
    pieces::Kind,
    read::Reader,
    units::season,
    when::{Found, When, Year},
};

impl Reader<'_> {
    /// "2014", "FY2015", "fiscal 1989", "490 BC", where it is no count.
    pub(super) fn year(&self, i: usize) -> Option<Found> {
        if let Some(found) = self.year_before(i) {
            return Some(found);
        }
        if self.w(i) == "fy" {
            let y = self.digits(i + 1, 2, 4)?;
            let y = if y < 100 { 2_000 + y } else { y };
            return Some(Found::new(i, i + 2, When::Year { year: Year::Given(y) }));
        }
        if self.is(i, &["fiscal", "the"]) {
            let j = if self.run(i, &["the", "year"]) { i + 2 } else { i + 1 };
            let j = if self.w(i) == "fiscal" && self.w(j) == "year" { j + 1 } else { j };
            if self.w(i) == "the" && j == i + 1 {
                return None;
            }
            if self.run(j, &["two", "thousand"]) {
                return Some(Found::new(i, j + 2, When::Year { year: Year::Given(2_000) }));
            }
            let mut found = self.year_number(j)?;
            found.start = i;
            return Some(found);
        }
        if self.w(i) == "'" && self.glued(i + 1) && self.words.leads(self.before(i)) {
            let y = self.digits(i + 1, 2, 2)?;
            let y = if y > 40 { 1_900 + y } else { 2_000 + y };
            return Some(Found::new(i, i + 2, When::Year { year: Year::Given(y) }));
        }
        if (self.capital(i) || self.w(i) == "nineteen")
            && let Some((y, end)) = self.spoken_year(i).filter(|(y, _)| *y < 2_000)
        {
            return Some(Found::new(i, end, When::Year { year: Year::Given(y) }));
        }
        let before = self.before(i);
        let range = self.is(i.wrapping_sub(1), &["-", "/", "and", "to", "or"])
            && i >= 2
            && (self.digits(i - 2, 4, 4).is_some());
        let y = match self.digits(i, 4, 4) {
            Some(y) => y,
            // "2011-13".
            None if range && self.is(i - 1, &["-", "/"]) && self.glued(i) => {
                let century = self.digits(i - 2, 4, 4)? / 100 * 100;
                century + self.digits(i, 2, 2)?
            }
            None => return None,
        };
        let lead = range
            || self.words.leads(before)
            || matches!(before, "(" | "," | "-" | "the" | "and" | "or" | "year");
        let near = (1_900..2_100).contains(&y);
        let known = (1_000..1_900).contains(&y) && lead;
        if !(near || known) || self.no_year(i) {
            return None;
        }
        Some(Found::new(i, i + 1, When::Year { year: Year::Given(y) }))
    }

    pub(super) fn year_number(&self, i: usize) -> Option<Found> {
        let y = self.digits(i, 4, 4).filter(|y| (1_000..2_100).contains(y))?;
        (!self.no_year(i)).then(|| Found::new(i, i + 1, When::Year { year: Year::Given(y) }))
    }

    /// Whether the four digits at `i` count or name something else.
    fn no_year(&self, i: usize) -> bool {
        let before = self.before(i);
        if matches!(
            before,
            "$" | "£"
                | "€"
                | "#"
                | "."
                | "no"
                | "than"
                | "/"
                | "about"
                | "nearly"
                | "some"
                | "over"
                | "almost"
                | ":"
        ) && (before != "/" && before != "." || self.glued(i))
        {
            return true;
        }
        if before == "," && self.glued(i) && i >= 2 && self.digits(i - 2, 1, 3).is_some() {
            return true;
        }
        let after = self.w(i + 1);
        if self.words.counted(after)
            || self.words.unit(after).is_some()
            || matches!(after, "%" | "°")
        {
            return true;
        }
        if matches!(after, "," | "." | ":")
            && self.glued(i + 1)
            && self.glued(i + 2)
            && self.digits(i + 2, 1, 3).is_some()
        {
            return true;
        }
        let letters = |k: usize| self.pieces.get(k).is_some_and(|p| p.kind == Kind::Word);
        if self.glued(i + 1) && letters(i + 1) || (self.glued(i) && i > 0 && letters(i - 1)) {
            return true;
        }
        self.tag(i + 1, Xpos::Nns) && !self.words.leads(before) && before != "the"
    }

    /// "490 BC", "(499-493 BC": the first of two years takes the era of the second.
    fn year_before(&self, i: usize) -> Option<Found> {
        let y = self.digits(i, 1, 4)?;
        let when = When::Before { year: y, month: None, day: None };
        if let Some(end) = self.bc(i + 1) {
            return Some(Found::new(i, end, when));
        }
        let far = self.is(i + 1, &["-", "to", "and", "/"]) && self.digits(i + 2, 1, 4).is_some();
        (far && self.bc(i + 3).is_some()).then(|| Found::new(i, i + 1, when))
    }

    /// "the third quarter of 2014", "Q3", "third-quarter", "the first half of 1989".
    #[allow(clippy::many_single_char_names)]
    pub(super) fn quarter(&self, i: usize) -> Option<Found> {
        if self.w(i) == "q" && self.glued(i + 1) {
            let quarter = self.digits(i + 1, 1, 1).filter(|q| (1..=4).contains(q))? as u8;
            let mut end = i + 2;
            let mut year = Year::Open;
            let k = if self.w(end) == "of" { end + 1 } else { end };
            if let Some(y) = self.digits(k, 4, 4) {
                (year, end) = (Year::Given(y), k + 1);
            }
            return Some(Found::new(i, end, When::Quarter { year, quarter: Some(quarter) }));
        }
        let mut j = i;
        if self.is(j, &["the", "this", "last", "next"]) {
            // "the third-quarter loss": the article goes with the loss.
            let of = self.is(j + 2, &["-"]) && self.w(j + 3) == "quarter";
            let ago = self.run(j + 1, &["year", "-"])
                && !self.is(j + 4, &["quarter", "period"])
                && self.ordinal(j + 4).is_none();
            if of || ago {
                return None;
            }
            j += 1;
        }
        let mut year = match self.w(i) {
            "last" => Year::Shift(-1),
            "next" => Year::Shift(1),
            _ => Year::Open,
        };
        if self.w(j) == "year" && self.run(j + 1, &["'", "s"]) && j > i {
            j += 3;
            year = if year == Year::Open { Year::Shift(0) } else { year };
        } else if self.w(i) == "last" || self.w(i) == "next" || self.w(i) == "this" {
            return None;
        }
        if let Some(y) = self.digits(j, 4, 4) {
            (year, j) = (Year::Given(y), j + 1);
        } else if self.w(j) == "year" && self.w(j + 1) == "-" && self.is(j + 2, &["ago", "earlier"])
        {
            (year, j) = (Year::Shift(-1), j + 3);
            if !self.ordinal(j).is_some_and(|(_, k)| self.is(k, &["quarter"])) {
                let named = self.is(j, &["quarter", "period"]);
                let end = if named { j + 1 } else { j };
                if !named {
                    return Some(Found::new(i, end, When::Year { year }));
                }
                return Some(Found::new(i, end, When::Quarter { year, quarter: None }));
            }
        }
        if self.w(j) == "fiscal" {
            j += 1;
        }
        if self.w(j) == "-" {
            j += 1;
        }
        let (n, mut k) = match self.ordinal(j) {
            Some(found) => found,
            None if self.is(j, &["last", "final"]) && self.w(j + 1) == "half" => (2, j + 1),
            None if self.is(j, &["quarter", "period"])
                && year != Year::Open
                && self.w(j) == "quarter" =>
            {
                return Some(Found::new(i, j + 1, When::Quarter { year, quarter: None }));
            }
            None if self.run(i, &["the", "quarter"]) => {
                return Some(Found::new(
                    i,
                    i + 2,
                    When::Quarter { year: Year::Open, quarter: None },
                ));
            }
            None => return None,
        };
        if self.w(k) == "-" {
            k += 1;
        }
        let half = match self.w(k) {
            "quarter" if (1..=4).contains(&n) => false,
            "half" if (1..=2).contains(&n) => true,
            _ => return None,
        };
        let mut end = k + 1;
        let mut y = if self.w(end) == "of" { end + 1 } else { end };
        if self.w(y) == "fiscal" {
            y += 1;
        }
        if let Some(number) = self.digits(y, 4, 4).filter(|n| (1_000..2_200).contains(n)) {
            (year, end) = (Year::Given(number), y + 1);
        } else if self.is(y, &["last", "this", "the", "next"]) && self.w(y + 1) == "year" {
            let n = match self.w(y) {
                "last" => -1,
                "next" => 1,
                _ => 0,
            };
            (year, end) = (Year::Shift(n), y + 2);
        } else if half {
            // The half of a match or a list is no time.
            return None;
        }
        let when = if half {
            When::Half { year, half: n as u8 }
        } else {
            When::Quarter { year, quarter: Some(n as u8) }
        };
        Some(Found::new(i, end, when))
    }

    /// "the summer of 1916", "in the spring", "winter 2012".
    pub(super) fn season(&self, i: usize) -> Option<Found> {
        let found = self.season_named(i)?;
        let When::Season { year, .. } = &found.when else { return None };
        let word = self.w(if self.w(i) == "the" { i + 1 } else { i });
        let open = *year == Year::Open;
        let before = self.before(i);
        let led =
            self.words.leads(before) && before != "of" || (self.w(i) == "the" && before == "of");
        if open && (!led || (word == "fall" && self.w(i) != "the" && !self.tag(i, Xpos::Nn))) {
            return None;
        }
        if open && (self.w(found.end) == "of" || self.tagged(i, Upos::Verb)) {
            return None;
        }
        Some(found)
    }

    pub(super) fn season_named(&self, i: usize) -> Option<Found> {
        let j = if self.w(i) == "the" { i + 1 } else { i };
        let code = season(self.w(j))?;
        let k = if self.is(j + 1, &["of", ","]) { j + 2 } else { j + 1 };
        let (year, end) = match self.digits(k, 4, 4).filter(|y| (1_000..2_200).contains(y)) {
            Some(y) => (Year::Given(y), k + 1),
            None => match self.spoken_year(k) {
                Some((y, end)) => (Year::Given(y), end),
                None if self.is(k, &["last", "this", "next"]) && self.w(k + 1) == "year" => {
                    let n = match self.w(k) {
                        "last" => -1,
                        "next" => 1,
                        _ => 0,
                    };
                    (Year::Shift(n), k + 2)
                }
                None => (Year::Open, j + 1),
            },
        };
        Some(Found::new(i, end, When::Season { year, code }))
    }
}
