//! What an expression says and the document's day in, the days meant and the TIMEX3 value out.

use model::{Date, Granularity, Interval, TimeKind};

use super::{
    calendar as cal,
    tense::Tense,
    units::length,
    when::{Amount, Found, From, Stretch, When, Which, Year},
    words::Unit,
};

/// An expression set against the document's day.
pub(super) struct Meaning {
    pub(super) kind: TimeKind,
    pub(super) granularity: Granularity,
    pub(super) value: String,
    pub(super) interval: Option<Interval>,
    pub(super) relative_days: Option<i32>,
}

/// The day last spoken of, as fine as it was told.
#[derive(Clone, Copy, Debug)]
struct Told {
    day: Date,
    unit: Unit,
}

/// Reads the expressions of one document in order.
#[derive(Default)]
pub(super) struct Clock {
    today: Option<Date>,
    /// The text tells a past far from today: an open date goes by the last one told.
    narrative: bool,
    /// The next expression stands where a past tense leaves no doubt.
    pub(super) firm: bool,
    told: Option<Told>,
    /// Last year told before Christ, with the month.
    ancient: Option<(i32, Option<u8>)>,
    /// The day last told, for clock times.
    day: Option<Date>,
    spelt_out: super::spelt_out::SpeltOut,
}

impl Clock {
    pub(super) fn new(today: Option<Date>, narrative: bool) -> Self {
        Self { today, narrative, ..Self::default() }
    }

    /// The day that open expressions go by.
    fn now(&self) -> Option<Date> {
        if self.narrative { self.told.map(|t| t.day).or(self.today) } else { self.today }
    }

    /// The meaning of `found`; `None` if it comes to no date that exists.
    pub(super) fn resolve(&mut self, found: &Found, tense: Tense) -> Option<Meaning> {
        let mut meaning = self.meaning(found, tense)?;
        if let Some(time) = &found.time {
            if matches!(found.when, When::Clock) {
                let day = self.day.or(self.now());
                let head = day.map_or("XXXX-XX-XX".to_owned(), |d| d.to_string());
                meaning.value = format!("{head}T{time}");
                meaning.interval = day.map(Interval::day);
            } else {
                meaning.value = format!("{}T{time}", meaning.value);
            }
            meaning.kind = TimeKind::Time;
            meaning.granularity = Granularity::Time;
        }
        if let (Some(stretch), Some(interval)) = (found.stretch, meaning.interval) {
            meaning.interval = Some(narrow(interval, stretch));
        }
        Some(meaning)
    }

    fn year(&self, year: Year) -> Option<i32> {
        let told = || self.told.map(|t| i32::from(t.day.year()));
        match year {
            Year::Given(y) => Some(y),
            Year::Shift(n) => Some(i32::from(self.now()?.year()) + n as i32),
            Year::That => told().or_else(|| self.year(Year::Shift(0))),
            Year::Open => None,
        }
    }

    fn meaning(&mut self, found: &Found, tense: Tense) -> Option<Meaning> {
        self.spelt_out.add(&found.when);
        match &found.when {
            When::Day { year, month, day } => {
                if let (Some((y, _)), Year::Open) = (self.ancient, *year) {
                    return Some(self.before_christ(y, Some(*month), Some(*day)));
                }
                let date = match self.year(*year) {
                    Some(y) => cal::date(y, *month, *day)?,
                    None => match self.nearest(*month, Some(*day), tense) {
                        Some(date) => date,
                        None => {
                            return Some(untold(
                                format!("XXXX-{month:02}-{day:02}"),
                                Granularity::Day,
                            ));
                        }
                    },
                };
                Some(self.unit(date, Unit::Day))
            }
            When::DayOnly { day } => {
                let told = self.told.filter(|t| t.unit <= Unit::Month)?;
                let date = cal::date(told.day.year().into(), told.day.month() as u8, *day)?;
                Some(self.unit(date, Unit::Day))
            }
            When::Holiday { year, rule } => self.holiday(*year, rule, tense),
            When::Month { year, month } => {
                if let (Some((y, _)), Year::Open) = (self.ancient, *year) {
                    return Some(self.before_christ(y, Some(*month), None));
                }
                let date = match *year {
                    // "last March", "next March": never this month.
                    Year::Shift(n) if n.abs() == 100 => {
                        let now = self.now()?;
                        let y = i32::from(now.year());
                        let this = now.month() as u8;
                        let y = if n < 0 {
                            y - i32::from(*month >= this)
                        } else {
                            y + i32::from(*month <= this)
                        };
                        cal::date(y, *month, 1)?
                    }
                    year => match self.year(year) {
                        Some(y) => cal::date(y, *month, 1)?,
                        None => match self.nearest(*month, None, tense) {
                            Some(date) => date,
                            None => {
                                return Some(untold(
                                    format!("XXXX-{month:02}"),
                                    Granularity::Month,
                                ));
                            }
                        },
                    },
                };
                Some(self.unit(date, Unit::Month))
            }
            When::Quarter { year, quarter } => {
                let Some(now) = self.now() else {
                    let value = match (year, quarter) {
                        (Year::Given(y), Some(q)) => format!("{y}-Q{q}"),
                        (_, Some(q)) => format!("XXXX-Q{q}"),
                        _ => "XXXX-QX".into(),
                    };
                    let interval = match (year, quarter) {
                        (Year::Given(y), Some(q)) => cal::months(*y, q * 3 - 2, 3),
                        _ => None,
                    };
                    return Some(Meaning { interval, ..untold(value, Granularity::Quarter) });
                };
                let this = (now.month() as u8 - 1) / 3 + 1;
                // The quarter that reports speak of is the last one that has ended.
                let done = if this == 1 { 4 } else { this - 1 };
                let q = quarter.unwrap_or(done);
                let y = match self.year(*year) {
                    Some(y) if quarter.is_none() && *year == Year::Shift(-1) => {
                        y - i32::from(q > this)
                    }
                    Some(y) => y,
                    None => {
                        let y = i32::from(now.year());
                        if tense != Tense::Future
                            && q > this
                            && !(q == this + 1 && quarter.is_some() && tense == Tense::Unknown)
                        {
                            y - 1
                        } else {
                            y
                        }
                    }
                };
                Some(self.unit(cal::date(y, q * 3 - 2, 1)?, Unit::Quarter))
            }
            When::Half { year, half } => {
                let y = self.year(*year)?;
                let interval = cal::months(y, if *half == 1 { 1 } else { 7 }, 6)?;
                self.tell(interval.start, Unit::Quarter);
                Some(Meaning {
                    kind: TimeKind::Date,
                    granularity: Granularity::Quarter,
                    value: format!("{y:04}-H{half}"),
                    interval: Some(interval),
                    relative_days: None,
                })
            }
            When::Season { year, code } => {
                let month = cal::season_month(code);
                if let (Some((y, _)), Year::Open) = (self.ancient, *year) {
                    return Some(untold(format!("BC{y:04}-{code}"), Granularity::Quarter));
                }
                let y = match *year {
                    Year::Shift(n) if n.abs() == 100 => {
                        let now = self.now()?;
                        let y = i32::from(now.year());
                        let this = now.month() as u8;
                        if n < 0 {
                            y - i32::from(month + 2 >= this)
                        } else {
                            y + i32::from(month <= this)
                        }
                    }
                    year => match self.year(year) {
                        Some(y) => y,
                        None => match self.nearest(month, None, tense) {
                            Some(date) => date.year().into(),
                            None => {
                                return Some(untold(format!("XXXX-{code}"), Granularity::Quarter));
                            }
                        },
                    },
                };
                let interval = cal::months(y, month, 3)?;
                self.tell(interval.start, Unit::Quarter);
                Some(Meaning {
                    kind: TimeKind::Date,
                    granularity: Granularity::Quarter,
                    value: format!("{y:04}-{code}"),
                    interval: Some(interval),
                    relative_days: None,
                })
            }
            When::Year { year } => {
                let y = self.year(*year)?;
                Some(self.unit(cal::date(y, 1, 1)?, Unit::Year))
            }
            When::Before { year, month, day } => Some(self.before_christ(*year, *month, *day)),
            When::Decade { tens } => Some(Meaning {
                kind: TimeKind::Date,
                granularity: Granularity::Decade,
                value: format!("{tens}"),
                interval: cal::years(tens * 10, 10),
                relative_days: None,
            }),
            When::Century { number } => Some(Meaning {
                kind: TimeKind::Date,
                granularity: Granularity::Century,
                value: format!("{:02}", number - 1),
                interval: cal::years((number - 1) * 100 + 1, 100),
                relative_days: None,
            }),
            // "later on Monday" is the Monday nearest to the story.
            When::Weekday { weekday, which: Which::Open }
                if found.stretch.is_some() && !self.narrative =>
            {
                match self.today {
                    Some(now) => {
                        let from = cal::add(now, Unit::Day, -3)?;
                        let day = cal::on_or_after(from, *weekday)?;
                        Some(self.unit(day, Unit::Day))
                    }
                    None => self.weekday(*weekday, Which::Open, tense),
                }
            }
            When::Weekday { weekday, which } => self.weekday(*weekday, *which, tense),
            When::Unit { unit, n, from } => self.shifted(*unit, *n, *from, tense),
            When::Ago { unit, amount, sign } => {
                let (Some(now), false) = (self.now(), amount.vague) else {
                    let value = if *sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
                    return Some(untold(value.into(), Granularity::Vague));
                };
                if *unit < Unit::Day {
                    return Some(Meaning { kind: TimeKind::Time, ..self.unit(now, Unit::Day) });
                }
                if let Some(meaning) = self.quarter_before(*unit, *amount, *sign) {
                    return Some(meaning);
                }
                let (step, n) = if amount.half && *unit == Unit::Year {
                    (Unit::Month, amount.n * 12 + 6)
                } else {
                    (*unit, amount.n)
                };
                Some(self.unit(cal::add(now, step, sign * n)?, *unit))
            }
            When::Offset { unit, amount, sign, told } => {
                Some(self.offset(*unit, *amount, *sign, *told))
            }
            When::Reach { unit, amount, sign } => {
                let interval =
                    self.today.filter(|_| *unit >= Unit::Day && !self.narrative).and_then(|now| {
                        let far = cal::add(now, *unit, sign * amount.n)?;
                        Some(Interval { start: now.min(far), end: now.max(far) })
                    });
                Some(Meaning { interval, ..of_length(*unit, *amount) })
            }
            When::Length { unit, amount } => Some(of_length(*unit, *amount)),
            When::Set { value } => Some(Meaning {
                kind: TimeKind::Set,
                granularity: Granularity::Vague,
                value: value.clone(),
                interval: None,
                relative_days: None,
            }),
            When::Vague { value, unit } => {
                let sign = if value == "FUTURE_REF" { 1 } else { -1 };
                let now = self.today.filter(|_| !self.narrative);
                let interval = unit.zip(now).and_then(|(unit, now)| cal::some(now, unit, sign));
                let kind = if value.starts_with('P') && value.len() < 6 {
                    TimeKind::Duration
                } else {
                    TimeKind::Date
                };
                Some(Meaning { kind, interval, ..untold(value.clone(), Granularity::Vague) })
            }
            When::Clock => Some(untold(String::new(), Granularity::Time)),
        }
    }

    /// The calendar unit around `day`, which is now the day last told.
    fn unit(&mut self, day: Date, unit: Unit) -> Meaning {
        self.tell(day, unit);
        Meaning {
            kind: TimeKind::Date,
            granularity: cal::granularity(unit),
            value: cal::value(day, unit),
            interval: cal::around(day, unit),
            relative_days: None,
        }
    }

    fn tell(&mut self, day: Date, unit: Unit) {
        self.ancient = None;
        self.told = Some(Told { day, unit });
        if unit == Unit::Day {
            self.day = Some(day);
        }
    }

    fn before_christ(&mut self, year: i32, month: Option<u8>, day: Option<u8>) -> Meaning {
        self.ancient = Some((year, month));
        let (value, granularity) = match (month, day) {
            (Some(m), Some(d)) => (format!("BC{year:04}-{m:02}-{d:02}"), Granularity::Day),
            (Some(m), None) => (format!("BC{year:04}-{m:02}"), Granularity::Month),
            _ => (format!("BC{year:04}"), Granularity::Year),
        };
        untold(value, granularity)
    }

    /// The day or month without a year that is meant.
    fn nearest(&self, month: u8, day: Option<u8>, tense: Tense) -> Option<Date> {
        let d = day.unwrap_or(1);
        if self.narrative
            && let Some(told) = self.told
        {
            let (y, m) = (i32::from(told.day.year()), told.day.month() as u8);
            let fine = told.unit <= Unit::Month;
            let y = if fine && m >= 10 && month <= 3 { y + 1 } else { y };
            return cal::date(y, month, d).or_else(|| cal::date(y + 1, month, d));
        }
        let now = self.today?;
        let y = i32::from(now.year());
        let slack = if day.is_some() { 2 } else { 0 };
        let dates: Vec<Date> = (y - 4..=y + 4).filter_map(|y| cal::date(y, month, d)).collect();
        let latest = cal::add(now, Unit::Day, slack)?;
        let earliest = match day {
            Some(_) => now,
            None => cal::date(y, now.month() as u8, 1)?,
        };
        let far = |d: &Date| d.since(now).map_or(i32::MAX, |s| s.get_days().abs());
        let past = dates.iter().rfind(|d| **d <= latest).copied();
        let future = dates.iter().find(|d| **d >= earliest).copied();
        let nearest = dates.iter().min_by_key(|d| far(d)).copied();
        let chosen = match tense {
            Tense::Past => past,
            Tense::Future => future,
            Tense::Unknown => nearest,
        };
        let told = chosen.and_then(|d| self.spelt_out.of_year(d, far(&d), day));
        if told.is_some() && tense != Tense::Future {
            return told;
        }
        // A report would add the year to a day most of a year away: "set the vote for Nov. 17".
        match (chosen, nearest) {
            (Some(a), Some(b))
                if tense == Tense::Past && !self.firm && far(&a) > 270 && far(&b) < 75 =>
            {
                Some(b)
            }
            (chosen, _) => chosen,
        }
    }

    fn weekday(&mut self, weekday: u8, which: Which, tense: Tense) -> Option<Meaning> {
        let told = self.told.filter(|t| t.unit == Unit::Day).map(|t| t.day);
        let by_told = matches!(which, Which::Previous | Which::Following) || self.narrative;
        let Some(now) = (if by_told { told.or(self.now()) } else { self.today }) else {
            return Some(untold(format!("XXXX-WXX-{weekday}"), Granularity::Day));
        };
        let before = cal::add(now, Unit::Day, -1)?;
        let after = cal::add(now, Unit::Day, 1)?;
        let day = match which {
            Which::Last | Which::Previous => cal::on_or_before(before, weekday)?,
            Which::Following => cal::on_or_after(after, weekday)?,
            Which::Next => {
                // The one of the week after this, unless only a new week brings it anyway.
                let day = cal::on_or_after(after, weekday)?;
                if day <= cal::around(now, Unit::Week)?.end {
                    cal::add(day, Unit::Day, 7)?
                } else {
                    day
                }
            }
            Which::This if tense != Tense::Past => cal::on_or_after(now, weekday)?,
            Which::Open if tense == Tense::Future => cal::on_or_after(now, weekday)?,
            Which::This | Which::Open => cal::on_or_before(now, weekday)?,
        };
        Some(self.unit(day, Unit::Day))
    }

    fn shifted(&mut self, unit: Unit, n: i64, from: From, tense: Tense) -> Option<Meaning> {
        let told = self.told;
        let near = |t: Told| {
            self.today
                .is_some_and(|now| (i32::from(now.year()) - i32::from(t.day.year())).abs() <= 1)
        };
        let base = match from {
            // "later in the year" of a report is this year.
            From::Told
                if n == 0 && unit == Unit::Year && !self.narrative && told.is_none_or(near) =>
            {
                self.today
            }
            From::Today => self.now(),
            From::Told => told.map(|t| t.day),
        };
        let event = from == From::Told;
        let days = event.then(|| cal::days_in(unit, n) as i32);
        let Some(base) = base.or(if n == 0 { self.today } else { None }) else {
            let value = match (event, n.signum()) {
                (true, 0) => "PRESENT_REF",
                (_, -1) => "PAST_REF",
                (_, 1) => "FUTURE_REF",
                _ => "PRESENT_REF",
            };
            return Some(Meaning {
                relative_days: days,
                ..untold(value.into(), cal::granularity(unit))
            });
        };
        // "the same day" of a report goes by the last day told, and what has been is not ahead.
        let by_day = event && unit == Unit::Day && !self.narrative;
        let ahead = |d: Date| tense == Tense::Past && self.today.is_some_and(|now| d > now);
        if by_day {
            let day = self.day.filter(|d| !ahead(*d)).or(self.today.filter(|_| n == 0));
            if let Some(day) = day.and_then(|d| cal::add(d, unit, n)) {
                return Some(Meaning { relative_days: days, ..self.unit(day, unit) });
            }
        }
        // A day later than a month or a year is no day.
        if event && told.is_some_and(|t| t.unit > unit) {
            let value = match told {
                Some(t) if t.unit == Unit::Month => format!("{}-XX", cal::value(t.day, t.unit)),
                _ => "XXXX-XX-XX".into(),
            };
            return Some(Meaning { relative_days: days, ..untold(value, cal::granularity(unit)) });
        }
        if unit == Unit::Weekend && n == 0 {
            let monday = cal::around(base, Unit::Week)?.start;
            let early = base.weekday().to_monday_one_offset() <= 4;
            let day = if tense != Tense::Future && early {
                cal::add(monday, Unit::Day, -1)?
            } else {
                base
            };
            return Some(self.unit(day, unit));
        }
        if unit < Unit::Day {
            return Some(untold("PRESENT_REF".into(), Granularity::Time));
        }
        let day = cal::add(base, unit, n)?;
        let meaning = self.unit(day, unit);
        Some(Meaning { relative_days: days, ..meaning })
    }

    /// "a year ago" beside a quarter is the same quarter of the year before.
    fn quarter_before(&mut self, unit: Unit, amount: Amount, sign: i64) -> Option<Meaning> {
        let told = self.told.filter(|t| t.unit == Unit::Quarter && !self.narrative)?;
        if unit != Unit::Year || amount != Amount::of(1) || sign > 0 {
            return None;
        }
        let now = self.today?;
        let this = told.day.year() == now.year();
        let day = if this { cal::add(told.day, Unit::Year, -1)? } else { told.day };
        Some(self.unit(day, Unit::Quarter))
    }

    fn offset(&mut self, unit: Unit, amount: Amount, sign: i64, told: bool) -> Meaning {
        let vague = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
        if amount.vague {
            return untold(vague.into(), Granularity::Vague);
        }
        let days = Some((sign * cal::days_in(unit, amount.n)) as i32);
        if told && let Some(meaning) = self.quarter_before(unit, amount, sign) {
            return meaning;
        }
        let by_today = !self.narrative && unit == Unit::Year && amount.n == 1 && sign < 0;
        let base = self
            .told
            .filter(|t| told && !by_today && (t.unit <= unit || self.narrative))
            .map(|t| t.day)
            .or(self.day.filter(|_| told && unit <= Unit::Week && !self.narrative));
        // "a year earlier" in a report with no date before it is reckoned from today.
        let base = base.or(self.today.filter(|_| told && unit >= Unit::Month));
        let reckoned = base.and_then(|b| cal::add(b, unit, sign * amount.n));
        match reckoned {
            Some(day) if unit >= Unit::Day => {
                Meaning { relative_days: days, ..self.unit(day, unit) }
            }
            _ => {
                let kind = TimeKind::Duration;
                let granularity = cal::granularity(unit);
                Meaning { kind, relative_days: days, ..untold(length(unit, amount), granularity) }
            }
        }
    }

    fn holiday(&mut self, year: Year, rule: &str, tense: Tense) -> Option<Meaning> {
        let on = |y: i32| -> Option<Date> {
            if let Some(n) = rule.strip_prefix("easter") {
                return cal::add(cal::easter(y)?, Unit::Day, n.parse().ok()?);
            }
            let mut parts = rule.split('-');
            let month: u8 = parts.next()?.parse().ok()?;
            let day = parts.next()?;
            match day.strip_prefix('w') {
                Some(weekday) => {
                    let nth = match parts.next()? {
                        "l" => 0,
                        "e" => 9,
                        n => n.parse().ok()?,
                    };
                    cal::nth_weekday(y, month, weekday.parse().ok()?, nth)
                }
                None => cal::date(y, month, day.parse().ok()?),
            }
        };
        let date = if let Some(y) = self.year(year) {
            on(y)?
        } else {
            let Some(now) = self.now() else {
                return Some(untold("XXXX-XX-XX".into(), Granularity::Day));
            };
            let y = i32::from(now.year());
            if self.narrative {
                on(y)?
            } else {
                let dates: Vec<Date> = (y - 1..=y + 1).filter_map(on).collect();
                let latest = cal::add(now, Unit::Day, 2)?;
                let far = |d: &&Date| d.since(now).map_or(i32::MAX, |s| s.get_days().abs());
                match tense {
                    Tense::Past => *dates.iter().rfind(|d| **d <= latest)?,
                    Tense::Future => *dates.iter().find(|d| **d >= now)?,
                    Tense::Unknown => *dates.iter().min_by_key(far)?,
                }
            }
        };
        Some(self.unit(date, Unit::Day))
    }
}

/// An expression that names no days of its own.
fn untold(value: String, granularity: Granularity) -> Meaning {
    Meaning { kind: TimeKind::Date, granularity, value, interval: None, relative_days: None }
}

/// The first, middle or last third.
fn narrow(interval: Interval, stretch: Stretch) -> Interval {
    let days = interval.end.since(interval.start).map_or(0, |s| i64::from(s.get_days()));
    let third = days / 3;
    let at = |n: i64| cal::add(interval.start, Unit::Day, n).unwrap_or(interval.start);
    match stretch {
        Stretch::Start => Interval { start: interval.start, end: at(third) },
        Stretch::Middle => Interval { start: at(third), end: at(days - third) },
        Stretch::End => Interval { start: at(days - third), end: interval.end },
    }
}

/// A length of time.
fn of_length(unit: Unit, amount: Amount) -> Meaning {
    Meaning {
        kind: TimeKind::Duration,
        granularity: cal::granularity(unit),
        value: length(unit, amount),
        interval: None,
        relative_days: None,
    }
}
