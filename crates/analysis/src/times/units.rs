//! Rules for lengths, shifts and repetitions: "three days ago", "last week", "every Monday".

use super::{
    read::Reader,
    when::{Amount, Found, From, Stretch, When, Which, Year},
    words::Unit,
};

/// Words before a number of units that blur it, longest first.
const ABOUT: &[&[&str]] = &[
    &["no", "more", "than"],
    &["no", "less", "than"],
    &["a", "little", "over"],
    &["just", "over"],
    &["just", "under"],
    &["more", "than"],
    &["less", "than"],
    &["fewer", "than"],
    &["at", "least"],
    &["at", "most"],
    &["up", "to"],
    &["as", "little", "as"],
    &["about"],
    &["nearly"],
    &["almost"],
    &["approximately"],
    &["roughly"],
    &["some"],
    &["barely"],
    &["around"],
];

impl Reader<'_> {
    /// "three", "a few", "several", "a couple of", "two to three": how many units, and what follows.
    fn amount(&self, i: usize) -> Option<(Amount, usize)> {
        let j = if self.w(i) == "a" && self.is(i + 1, &["few", "couple"]) { i + 1 } else { i };
        if self.words.some(self.w(j)) {
            let couple = self.w(j) == "couple";
            let mut k = j + 1;
            if self.w(k) == "more" {
                k += 1;
            }
            if self.w(k) == "of" {
                k += 1;
            }
            let k = if self.w(k) == "-" { k + 1 } else { k };
            return Some((if couple { Amount::of(2) } else { Amount::some() }, k));
        }
        if self.is(i, &["a", "an"]) {
            if self.w(i + 1) == "full" || self.w(i + 1) == "whole" {
                return Some((Amount::of(1), i + 2));
            }
            if self.is(i + 1, &["hundred", "thousand"]) {
                let n = if self.w(i + 1) == "hundred" { 100 } else { 1_000 };
                return Some((Amount::of(n), i + 2));
            }
            return Some((Amount::of(1), i + 1));
        }
        if self.w(i) == "half" && self.is(i + 1, &["a", "an"]) {
            return Some((Amount { n: 0, half: true, vague: false }, i + 2));
        }
        let (amount, mut j) = self.number(i)?;
        if self.is(j, &["to", "or", "-"])
            && let Some((_, k)) = self.number(j + 1)
            && self.words.unit(self.w(if self.w(k) == "-" { k + 1 } else { k })).is_some()
        {
            j = k;
        }
        if self.w(j) == "-" {
            j += 1;
        }
        if self.is(j, &["more", "additional", "consecutive", "full", "straight", "long", "other"]) {
            j += 1;
        }
        Some((amount, j))
    }

    /// A number of units at `i`: unit, how many, and what follows.
    fn units(&self, i: usize) -> Option<(Unit, Amount, usize)> {
        let (mut amount, j) = self.amount(i)?;
        let (unit, times, plural) = self.words.unit(self.w(j))?;
        let one = self.is(i, &["a", "an"]) && j == i + 1;
        if one && (plural || matches!(unit, Unit::Quarter | Unit::Weekend | Unit::Second)) {
            return None;
        }
        amount.n *= times;
        let mut end = j + 1;
        if one && self.run(end, &["and", "a", "half"]) {
            amount.half = true;
            end += 3;
        }
        if one && self.run(end, &["or", "two"]) {
            amount = Amount { vague: true, ..amount };
            end += 2;
        }
        Some((unit, amount, end))
    }

    /// Lengths, and what is reckoned by a length: "for two weeks", "a year ago", "two days later".
    pub(super) fn length(&self, i: usize) -> Option<Found> {
        let mut blur = ABOUT.iter().find(|words| self.run(i, words)).map_or(0, |words| words.len());
        // "for over a year", but not "over three years" (during them).
        if self.w(i) == "over"
            && self.is(
                i.wrapping_sub(1),
                &["for", "of", "after", "just", "in", "lasted", "took", "well"],
            )
        {
            blur = 1;
        }
        let start = i + blur;
        let (unit, amount, mut end) = match self.units(start) {
            Some(found) => found,
            None => self.bare(start)?,
        };
        if let Some(found) = self.reckoned(i, unit, amount, end) {
            return Some(found);
        }
        let hyphen = self.w(end) == "-" && self.glued(end);
        let fraction = unit == Unit::Quarter && self.w(end.wrapping_sub(2)) == "-";
        // Ages are no times; "a year-ago loss" is read elsewhere.
        if fraction
            || self.w(end) == "old"
            || hyphen && self.is(end + 1, &["old", "olds", "ago", "earlier"])
        {
            return None;
        }
        if hyphen && self.w(end + 1) == "long" {
            end += 2;
        } else if self.run(end, &["or", "so"]) {
            end += 2;
            if let Some(found) = self.reckoned(i, unit, amount, end) {
                return Some(found);
            }
        }
        let one = amount.n == 1 && self.is(start, &["a", "an"]);
        if one && blur == 0 {
            // "three times a week", "$5 a day": a rate.
            let rate = self.is(
                i.wrapping_sub(1),
                &[
                    "times", "once", "twice", "million", "billion", "percent", "barrels",
                    "dollars", "%",
                ],
            ) || (i > 0 && self.digits(i - 1, 1, 6).is_some());
            if rate {
                return Some(Found::new(i, end, When::Set { value: length(unit, amount) }));
            }
            // "a day" before a clause is no length.
            if unit == Unit::Day
                && !self.is(i.wrapping_sub(1), &["in", "for", "within", "than", "only", "just"])
            {
                return None;
            }
        }
        Some(Found::new(i, end, When::Length { unit, amount }))
    }

    /// "ago", "later", "before" after a length.
    fn reckoned(&self, i: usize, unit: Unit, amount: Amount, end: usize) -> Option<Found> {
        let (when, end) = match self.w(end) {
            "ago" => (When::Ago { unit, amount, sign: -1 }, end + 1),
            "from" if self.is(end + 1, &["now", "today"]) => {
                (When::Ago { unit, amount, sign: 1 }, end + 2)
            }
            "earlier" | "previously" | "beforehand" => {
                (When::Offset { unit, amount, sign: -1, told: true }, end + 1)
            }
            "later" | "afterwards" | "afterward" | "thereafter" | "hence" => {
                (When::Offset { unit, amount, sign: 1, told: true }, end + 1)
            }
            "before" | "after" => {
                let sign = if self.w(end) == "before" { -1 } else { 1 };
                (When::Offset { unit, amount, sign, told: false }, self.past_preposition(end))
            }
            _ => return None,
        };
        Some(Found::new(i, end, when))
    }

    /// The end of an expression before "before" or "after": the word belongs to it where nothing
    /// follows ("died the day after.").
    fn past_preposition(&self, i: usize) -> usize {
        let alone = self.pieces.get(i + 1).is_none_or(|p| p.kind == super::pieces::Kind::Mark);
        if alone { i + 1 } else { i }
    }

    /// "for months", "within days", "years ago": a plural alone.
    fn bare(&self, i: usize) -> Option<(Unit, Amount, usize)> {
        let (unit, _, plural) = self.words.unit(self.w(i))?;
        if !plural || unit == Unit::Weekend || unit == Unit::Second {
            return None;
        }
        let led = self.is(
            i.wrapping_sub(1),
            &[
                "for", "within", "in", "over", "after", "of", "than", "with", "take", "takes",
                "just",
            ],
        );
        let followed = self.is(i + 1, &["ago", "later", "earlier", "after", "before"])
            || (self.w(i + 1) == "-" && self.w(i + 2) == "long");
        let plain = led && !(self.w(i.wrapping_sub(1)) == "of" && unit == Unit::Day);
        (plain || followed).then_some((unit, Amount::some(), i + 1))
    }

    /// "last week", "this year", "the next day", "the past two weeks", "last Friday", "next spring".
    pub(super) fn shift(&self, i: usize) -> Option<Found> {
        let pointing = self.w(i + 1) != "last" || self.w(i) != "that";
        let the = self.is(i, &["the", "this", "that"]) && pointing;
        let demonstrative = self.is(i, &["this", "that"]);
        let mut j = if the { i + 1 } else { i };
        // The word that points, and how far.
        let (n, from, which) = match self.w(j) {
            "last" | "past" => (-1, From::Today, Which::Last),
            "next" if the => (1, From::Told, Which::Following),
            "next" | "coming" | "upcoming" => (1, From::Today, Which::Next),
            "previous" | "preceding" => (-1, From::Told, Which::Previous),
            "following" => (1, From::Told, Which::Following),
            "current" => (0, From::Today, Which::This),
            "same" => (0, From::Told, Which::Previous),
            "latest" if the => (-1, From::Today, Which::Last),
            _ if demonstrative => {
                j = i;
                if self.w(j) == "this" {
                    (0, From::Today, Which::This)
                } else {
                    (0, From::Told, Which::Previous)
                }
            }
            _ => return None,
        };
        let pointer = self.w(j).to_owned();
        let mut k = j + 1;
        if demonstrative && self.is(k, &["same", "very"]) {
            k += 1;
        }
        if self.w(k) == "calendar"
            || self.w(k) == "fiscal"
            || self.w(k) == "full"
            || self.w(k) == "-"
        {
            k += 1;
        }
        if let Some((stretch, after)) = self.stretch_word(k).filter(|_| demonstrative) {
            let mut found = Found::new(
                i,
                after + 1,
                When::Unit { unit: self.words.unit(self.w(after))?.0, n, from },
            );
            found.stretch = Some(stretch);
            return Some(found);
        }
        // A number: a length that touches today.
        if let Some((unit, amount, mut end)) = self.units(k).filter(|_| !self.is(k, &["a", "an"])) {
            if pointer == "that" || (pointer == "same" && unit < Unit::Day) {
                return None;
            }
            if self.run(end, &["or", "so"]) {
                end += 2;
            }
            let sign = match pointer.as_str() {
                "next" | "coming" | "following" | "upcoming" => 1,
                "last" | "past" | "previous" | "latest" | "preceding" => -1,
                _ => return Some(Found::new(i, end, When::Length { unit, amount })),
            };
            return Some(Found::new(i, end, When::Reach { unit, amount, sign }));
        }
        if let Some((unit, _, plural)) = self.words.unit(self.w(k)) {
            if plural {
                return match pointer.as_str() {
                    "recent" | "past" | "last" => {
                        let when = When::Vague { value: "PAST_REF".into(), unit: Some(unit) };
                        Some(Found::new(i, k + 1, when))
                    }
                    _ => None,
                };
            }
            if pointer == "past" || (pointer == "last" && the && self.w(i) == "the") {
                if matches!(unit, Unit::Weekend) {
                    return Some(Found::new(i, k + 1, When::Unit { unit, n, from }));
                }
                let amount = Amount::of(1);
                let end = if self.run(k + 1, &["or", "so"]) { k + 3 } else { k + 1 };
                return Some(Found::new(i, end, When::Reach { unit, amount, sign: -1 }));
            }
            if pointer == "latest"
                && !matches!(unit, Unit::Quarter | Unit::Week | Unit::Month | Unit::Year)
            {
                return None;
            }
            if unit == Unit::Hour || unit == Unit::Minute {
                return None;
            }
            return Some(Found::new(i, k + 1, When::Unit { unit, n, from }));
        }
        if self.capital(k) {
            if let Some((weekday, true)) = self.words.weekday(self.w(k)) {
                return Some(Found::new(i, k + 1, When::Weekday { weekday, which }));
            }
            if let Some((month, _, end)) = self.month(k)
                && self.digits(end, 1, 2).is_none()
            {
                let year = Year::Shift(if n == 0 { 0 } else { n * 100 });
                return Some(Found::new(i, end, When::Month { year, month }));
            }
        }
        if let Some(code) = season(self.w(k)) {
            let year = Year::Shift(if n == 0 { 0 } else { n * 100 });
            return Some(Found::new(i, k + 1, When::Season { year, code }));
        }
        if let Some(code) = self.words.part(self.w(k)) {
            let n = if pointer == "next" || pointer == "following" { 1 } else { n };
            let mut found = Found::new(i, k + 1, When::Unit { unit: Unit::Day, n, from });
            found.time = Some(code.to_owned());
            return Some(found);
        }
        None
    }

    /// "every Monday", "each of the past three years", "Tuesdays", "daily", "per month".
    pub(super) fn set(&self, i: usize) -> Option<Found> {
        let set = |end: usize, value: String| Some(Found::new(i, end, When::Set { value }));
        if let Some(value) = self.words.set(self.w(i)) {
            return set(i + 1, value.to_owned());
        }
        if self.is(i, &["every", "each", "per"]) {
            let mut k = i + 1;
            if self.is(k, &["other", "single"]) {
                k += 1;
            }
            let amount = self.number(k);
            let (n, k) = amount.map_or((1, k), |(a, k)| (a.n, k));
            let n = if self.w(i + 1) == "other" { 2 } else { n };
            if let Some((unit, times, _)) = self.words.unit(self.w(k)) {
                return set(k + 1, length(unit, Amount::of(n * times)));
            }
            if let Some((weekday, _)) = self.words.weekday(self.w(k)).filter(|_| self.capital(k)) {
                return set(k + 1, format!("XXXX-WXX-{weekday}"));
            }
            if let Some((month, _, end)) = self.month(k) {
                return set(end, format!("XXXX-{month:02}"));
            }
            if let Some(code) = season(self.w(k)) {
                return set(k + 1, format!("XXXX-{code}"));
            }
            if let Some(code) = self.words.part(self.w(k)) {
                return set(k + 1, format!("XXXX-XX-XXT{code}"));
            }
            return None;
        }
        let name = self.w(i).strip_suffix('s')?;
        let (weekday, _) = self.words.weekday(name).filter(|(_, full)| *full && self.capital(i))?;
        set(i + 1, format!("XXXX-WXX-{weekday}"))
    }

    /// "the day after", "the day before", "the year after".
    pub(super) fn beside(&self, i: usize) -> Option<Found> {
        if self.w(i) != "the" {
            return None;
        }
        let (unit, _, plural) = self.words.unit(self.w(i + 1))?;
        let sign = match self.w(i + 2) {
            "after" | "following" => 1,
            "before" | "earlier" => -1,
            _ => return None,
        };
        if plural || unit < Unit::Day {
            return None;
        }
        let when = When::Offset { unit, amount: Amount::of(1), sign, told: false };
        Some(Found::new(i, self.past_preposition(i + 2), when))
    }

    /// "the first nine months", "the six days", "for the year", "during the week".
    pub(super) fn definite(&self, i: usize) -> Option<Found> {
        if self.w(i) != "the" {
            return None;
        }
        let mut k = i + 1;
        if self.is(k, &["first", "final", "opening", "latest", "full", "fiscal"]) {
            k += 1;
        }
        if let Some((unit, _, false)) = self.words.unit(self.w(k)) {
            let led = self.is(i.wrapping_sub(1), &["for", "during", "in", "throughout", "of"]);
            let plain = k == i + 1 || self.is(k - 1, &["full", "fiscal"]);
            if !(matches!(unit, Unit::Year | Unit::Week) && led && plain) || self.w(k + 1) == "of" {
                return None;
            }
            return Some(Found::new(i, k + 1, When::Unit { unit, n: 0, from: From::Today }));
        }
        let (unit, amount, end) = self.units(k).filter(|_| !self.is(k, &["a", "an"]))?;
        if self.reckoned(i, unit, amount, end).is_some()
            || self.w(end) == "-"
            || self.w(end) == "old"
            || self.w(end.wrapping_sub(2)) == "-"
        {
            return None;
        }
        Some(Found::new(i, end, When::Length { unit, amount }))
    }

    /// "the beginning of", "the end of the", before what they cut.
    pub(super) fn stretch_phrase(&self, i: usize) -> Option<(Stretch, usize)> {
        let j = if self.w(i) == "the" { i + 1 } else { i };
        let j = if self.w(j) == "very" { j + 1 } else { j };
        let stretch = match self.w(j) {
            "beginning" | "start" => Stretch::Start,
            "middle" => Stretch::Middle,
            "end" | "close" => Stretch::End,
            _ => return None,
        };
        (self.w(j + 1) == "of").then_some((stretch, j + 2))
    }
}

/// The TIMEX3 code of a season's name.
pub(super) fn season(word: &str) -> Option<&'static str> {
    Some(match word {
        "spring" => "SP",
        "summer" => "SU",
        "autumn" | "fall" => "FA",
        "winter" => "WI",
        _ => return None,
    })
}

/// The TIMEX3 value of a length: `P3W`, `PT5H`, `PXY`.
pub(super) fn length(unit: Unit, amount: Amount) -> String {
    let (time, code) = match unit {
        Unit::Second => ("T", "S"),
        Unit::Minute => ("T", "M"),
        Unit::Hour => ("T", "H"),
        Unit::Day => ("", "D"),
        Unit::Week => ("", "W"),
        Unit::Weekend => ("", "WE"),
        Unit::Month => ("", "M"),
        Unit::Quarter => ("", "Q"),
        Unit::Year => ("", "Y"),
        Unit::Decade => ("", "DE"),
        Unit::Century => ("", "CE"),
    };
    let n = if amount.vague {
        "X".to_owned()
    } else if amount.half {
        format!("{}.5", amount.n)
    } else {
        amount.n.to_string()
    };
    format!("P{time}{n}{code}")
}
