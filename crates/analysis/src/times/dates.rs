//! The longest expression at a place; rules for weekdays, holidays, clock times and vague words.

use model::Upos;

use super::{
    read::Reader,
    when::{Found, From, When, Which, Year},
    words::Unit,
};

impl Reader<'_> {
    /// Everything that begins at `i`, the longest first found; several for a range of days.
    pub(super) fn at(&self, i: usize) -> Vec<Found> {
        let mut best: Vec<Found> = self.dates(i);
        let mut end = best.last().map_or(0, |f| f.end);
        for found in [
            self.stretched(i),
            self.figures(i),
            self.beside(i),
            self.definite(i),
            self.length(i),
            self.shift(i),
            self.set(i),
            self.quarter(i),
            self.season(i),
            self.decade(i),
            self.deictic(i),
            self.holiday(i),
            self.weekday(i),
            self.day_only(i),
            self.year(i),
            self.vague(i),
            self.clock(i),
        ]
        .into_iter()
        .flatten()
        {
            if found.end > end {
                end = found.end;
                best = vec![found];
            }
        }
        if best.len() == 1 {
            best[0] = self.with_time(best[0].clone());
        }
        best
    }

    /// "early 2019", "late last week", "the end of March", "around Nov. 1", "the night of 4 May".
    fn stretched(&self, i: usize) -> Option<Found> {
        if self.is(i, &["around", "about", "sometime"]) {
            let mut inner = self.calendar(i + 1).into_iter().next()?;
            inner.start = i;
            return Some(inner);
        }
        // "the morning of April 19", "early in the morning of".
        let the = if self.w(i) == "the" { i + 1 } else { i };
        let early = self.stretch_word(the).map_or(the, |(_, k)| k);
        if let Some(code) = self.words.part(self.w(early)).map(str::to_owned)
            && self.is(early + 1, &["of", "on"])
        {
            let mut inner = self.calendar(early + 2).into_iter().next().filter(Found::is_day)?;
            inner.start = i;
            inner.time = Some(code);
            return Some(inner);
        }
        let (stretch, mut j) = match self.stretch_phrase(i) {
            Some(found) => found,
            None => self.stretch_word(the)?,
        };
        if self.is(j, &["in", "on"]) {
            j += 1;
        }
        let core = self.calendar(j).into_iter().next();
        let the_unit = || {
            // "later in the year", "the end of the month".
            let k = if self.w(j) == "the" { j + 1 } else { return None };
            let (unit, _, plural) = self.words.unit(self.w(k))?;
            let told = matches!(
                unit,
                Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Day | Unit::Century
            );
            (told && !plural)
                .then(|| Found::new(i, k + 1, When::Unit { unit, n: 0, from: From::Told }))
        };
        let mut inner = core.or_else(the_unit)?;
        if inner.when == When::Clock && inner.time.is_some() {
            inner = self.with_time(inner);
            inner.start = i;
            return Some(inner);
        }
        if matches!(
            inner.when,
            When::Length { .. }
                | When::Reach { .. }
                | When::Vague { .. }
                | When::Set { .. }
                | When::Clock
        ) {
            return None;
        }
        inner.start = i;
        if inner.stretch.is_none() {
            inner.stretch = Some(stretch);
        }
        Some(inner)
    }

    /// What a word like "early" may stand before.
    fn calendar(&self, i: usize) -> Vec<Found> {
        let mut best = self.dates(i);
        let mut end = best.first().map_or(0, |f| f.end);
        let found = [
            self.figures(i),
            self.shift(i),
            self.quarter(i),
            self.season_named(i),
            self.decade(i),
            self.deictic(i),
            self.holiday(i),
            self.weekday(i),
            self.year_number(i),
            self.clock(i),
        ];
        for found in found.into_iter().flatten() {
            if found.end > end {
                end = found.end;
                best = vec![self.with_time(found)];
            }
        }
        if best.is_empty() {
            // "early April": a doubtful month needs no other lead here.
            if let Some((month, true, k)) = self.month(i) {
                best.push(Found::new(i, k, When::Month { year: Year::Open, month }));
            } else if let Some(k) = self.words.part(self.w(i)).map(|_| i + 1) {
                let mut found = Found::new(i, k, When::Clock);
                found.time = self.words.part(self.w(i)).map(str::to_owned);
                best.push(found);
            }
        }
        best
    }

    /// A part of the day or a clock time after a day.
    fn with_time(&self, mut found: Found) -> Found {
        if found.when == When::Clock {
            let mut j = found.end;
            if self.is(j, &[",", "on"]) {
                j += 1;
            }
            let day = self.dates(j).into_iter().next().or_else(|| {
                [self.deictic(j), self.weekday(j), self.shift(j)].into_iter().flatten().next()
            });
            if let Some(day) = day.filter(|d| d.is_day() && d.time.is_none()) {
                return Found { start: found.start, time: found.time, ..day };
            }
            return found;
        }
        if found.is_day()
            && found.time.is_none()
            && let Some(code) = self.words.part(self.w(found.end))
        {
            found.time = Some(code.to_owned());
            found.end += 1;
        }
        if let When::Set { value } = &mut found.when {
            let part = self.w(found.end).trim_end_matches('s').to_owned();
            if let Some(code) = self.words.part(&part).filter(|_| value.starts_with("XXXX-W")) {
                value.push('T');
                value.push_str(code);
                found.end += 1;
            }
        }
        found
    }

    pub(super) fn tagged(&self, i: usize, upos: Upos) -> bool {
        self.tags.get(i).copied().flatten().is_some_and(|(u, _)| u == upos)
    }

    /// "yesterday", "tonight", "the day before yesterday", "overnight".
    fn deictic(&self, i: usize) -> Option<Found> {
        let day = |end: usize, n: i64| {
            Found::new(i, end, When::Unit { unit: Unit::Day, n, from: From::Today })
        };
        if self.run(i, &["the", "day", "before", "yesterday"]) {
            return Some(day(i + 4, -2));
        }
        if self.run(i, &["the", "day", "after", "tomorrow"]) {
            return Some(day(i + 4, 2));
        }
        if self.run(i, &["the", "weekend"]) {
            let which = When::Unit { unit: Unit::Weekend, n: 0, from: From::Today };
            return Some(Found::new(i, i + 2, which));
        }
        let part = |end: usize, n: i64, code: &str| {
            Some(Found { time: Some(code.to_owned()), ..day(end, n) })
        };
        match self.w(i) {
            "yesterday" => Some(day(i + 1, -1)),
            "today" => Some(day(i + 1, 0)),
            "tomorrow" => Some(day(i + 1, 1)),
            "tonight" | "overnight" => part(i + 1, 0, "NI"),
            "last" if self.w(i + 1) == "night" => part(i + 2, -1, "NI"),
            _ => None,
        }
    }

    fn holiday(&self, i: usize) -> Option<Found> {
        let first = self.w(i);
        let (words, rule) = self.words.holidays.iter().find(|(words, _)| {
            words[0] == first && words.iter().enumerate().all(|(k, w)| self.w(i + k) == w)
        })?;
        if !self.capital(i) && first != "9" {
            return None;
        }
        let mut end = i + words.len();
        if rule == "9-11" {
            if self.glued(i) && i > 0 || self.w(end) == "/" {
                return None;
            }
            return Some(Found::new(
                i,
                end,
                When::Day { year: Year::Given(2_001), month: 9, day: 11 },
            ));
        }
        let mut year = Year::Open;
        let k = if self.is(end, &[",", "of"]) { end + 1 } else { end };
        if let Some(y) = self.digits(k, 4, 4).filter(|y| (1_000..2_200).contains(y)) {
            (year, end) = (Year::Given(y), k + 1);
        }
        Some(Found::new(i, end, When::Holiday { year, rule: rule.clone() }))
    }

    /// "on the 20th", where a month was told before.
    fn day_only(&self, i: usize) -> Option<Found> {
        if self.w(i) != "the" || !self.is(i.wrapping_sub(1), &["on", "by", "until", "since"]) {
            return None;
        }
        self.digits(i + 1, 1, 2)?;
        let (day, end) = self.ordinal(i + 1)?;
        let counts = self.w(end) == "-"
            || [Upos::Noun, Upos::Propn, Upos::Adj].iter().any(|upos| self.tagged(end, *upos));
        let fits = (1..=31).contains(&day) && !counts;
        fits.then(|| Found::new(i, end, When::DayOnly { day: day as u8 }))
    }

    fn weekday(&self, i: usize) -> Option<Found> {
        let (weekday, full) = self.words.weekday(self.w(i))?;
        if !full || !self.capital(i) {
            return None;
        }
        Some(Found::new(i, i + 1, When::Weekday { weekday, which: Which::Open }))
    }

    fn vague(&self, i: usize) -> Option<Found> {
        let first = self.w(i);
        if self.is(i, &["recent", "past"]) {
            let word = self.w(i + 1);
            if let Some((unit, _, true)) = self.words.unit(word) {
                let value = super::units::length(unit, super::when::Amount::some());
                let when = When::Vague {
                    value: if first == "recent" { value } else { "PAST_REF".into() },
                    unit: Some(unit),
                };
                return Some(Found::new(i, i + 2, when));
            }
        }
        let (words, value) = self.words.vague.iter().find(|(words, _)| {
            words[0] == first && words.iter().enumerate().all(|(k, w)| self.w(i + k) == w)
        })?;
        // The preposition stays outside.
        let start = if first == "in" { i + 1 } else { i };
        let end = i + words.len();
        let attributive = self.tagged(end, Upos::Noun) || self.tagged(end, Upos::Adj);
        if matches!(words.last().map(String::as_str), Some("past" | "future"))
            && first == "the"
            && attributive
        {
            return None;
        }
        if first == "earlier" && !self.words.leads(self.before(i)) && self.w(end) == "than" {
            return None;
        }
        let unit = words.last().and_then(|w| self.words.unit(w)).map(|(unit, ..)| unit);
        Some(Found::new(start, end, When::Vague { value: (*value).to_owned(), unit }))
    }

    /// "5 p.m. EST", "17:30", "noon", "8 o'clock", "1500 GMT".
    fn clock(&self, i: usize) -> Option<Found> {
        let clock = |end: usize, time: String| {
            let mut end = end;
            if self.is(
                end,
                &[
                    "est", "edt", "pst", "pdt", "cst", "cet", "gmt", "utc", "bst", "et", "ist",
                    "hrs",
                ],
            ) {
                end += 1;
            } else if self.run(end, &["local", "time"]) {
                end += 2;
            }
            Some(Found { time: Some(time), ..Found::new(i, end, When::Clock) })
        };
        if self.is(i.wrapping_sub(1), &["in", "during"]) && self.w(i) == "the" {
            let code = self.words.part(self.w(i + 1))?.to_owned();
            return Some(Found { time: Some(code), ..Found::new(i, i + 2, When::Clock) });
        }
        match self.w(i) {
            "noon" => return clock(i + 1, "12:00".into()),
            "midnight" => return clock(i + 1, "24:00".into()),
            _ => {}
        }
        if let Some(n) = self.digits(i, 4, 4).filter(|n| n % 100 < 60 && n / 100 < 24) {
            let zone = self.is(i + 1, &["gmt", "utc", "hrs", "hours", "cet", "local"]);
            return if zone {
                clock(i + 1, format!("{:02}:{:02}", n / 100, n % 100))
            } else {
                None
            };
        }
        let h = self.digits(i, 1, 2).filter(|h| *h <= 24)?;
        let colon = self.is(i + 1, &[":", "."]) && self.glued(i + 1) && self.glued(i + 2);
        let minutes = if colon { self.digits(i + 2, 2, 2).filter(|m| *m < 60) } else { None };
        let j = if minutes.is_some() { i + 3 } else { i + 1 };
        let (half, end) = if self.is(j, &["am", "pm"]) {
            (Some(self.w(j) == "pm"), j + 1)
        } else if self.is(j, &["a", "p"]) && self.run(j + 1, &[".", "m"]) && self.glued(j + 1) {
            let stop = self.w(j + 3) == "." && self.glued(j + 3);
            (Some(self.w(j) == "p"), if stop { j + 4 } else { j + 3 })
        } else if self.run(j, &["o", "'", "clock"]) {
            (None, j + 3)
        } else if minutes.is_some() && self.w(i + 1) == ":" && h < 24 {
            let lead = self.is(
                i.wrapping_sub(1),
                &[
                    "at", "by", "until", "from", "around", "to", "-", "about", "before", "after",
                    "(",
                ],
            );
            let zone = self.is(j, &["gmt", "utc", "local", "hrs", "est", "edt"]);
            if !(lead || zone) {
                return None;
            }
            (None, j)
        } else {
            return None;
        };
        let hour = match half {
            Some(true) if h < 12 => h + 12,
            Some(false) if h == 12 => 0,
            _ => h,
        };
        clock(end, format!("{hour:02}:{:02}", minutes.unwrap_or(0)))
    }
}
