//! Counts over days, and who is most active.

use std::collections::BTreeMap;

use model::{Date, EventType, Status};
use rusqlite::{OptionalExtension, Row, params};
use rustc_hash::FxHashMap;

use crate::{
    Among, DayCode, Filter, Key, ListKind, ListName, Order, Result, Store, Unit,
    batch::hundredths,
    late::{ACTIVITY, DAILY},
    plan::Plan,
    spans::{ALL_DAYS, spans},
};

/// How many of one kind on one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The day; [`DayCode::NONE`] for those on no day.
    pub day: DayCode,
    /// What kind of act.
    pub event_type: EventType,
    /// PLOVER intensity of each, in [-10, 10].
    pub intensity: f64,
    /// Whether it happened.
    pub status: Status,
    /// How many.
    pub n: i64,
}

/// What somebody did, or two did to each other, in a stretch of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// The pair or dyad.
    pub list: ListName,
    /// How many happened, by quad class.
    pub n: [i64; 4],
    /// Sum of intensities, in hundredths.
    pub intensity: i64,
}

impl Activity {
    /// How many happened in all.
    pub fn total(&self) -> i64 {
        self.n.iter().sum()
    }
}

impl Store {
    /// Counts of what is asked for by day, class and status, in that order.
    ///
    /// Answered from a kept series where the filter names one list (everything, a country on one
    /// side, two countries) with types, statuses and days only; else counted one by one.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn series(&self, filter: &Filter, unit: Unit) -> Result<Vec<Cell>> {
        let _same = self.snapshot()?;
        let plan = self.plan(filter)?;
        let counts = match plan.series_list() {
            Some(list) if !plan.nothing => self.kept_series(&plan, list, unit),
            _ => self.counted(&plan, unit),
        };
        let rows = || -> rusqlite::Result<Vec<Cell>> {
            let classes: BTreeMap<u8, (EventType, f64)> =
                self.class_rows()?.into_iter().map(|(n, t, i)| (n, (t, i))).collect();
            Ok(counts?
                .into_iter()
                .filter_map(|((day, class, status), n)| {
                    let (event_type, intensity) = *classes.get(&class)?;
                    let status = Status::ALL[status as usize];
                    Some(Cell { day: DayCode(day), event_type, intensity, status, n })
                })
                .collect())
        };
        rows().map_err(|e| self.fail(e))
    }

    fn kept_series(&self, plan: &Plan, list: i64, unit: Unit) -> rusqlite::Result<Counts> {
        let (from, to) = plan.keys;
        let (from, to) = (Key(from).day().0, Key(to.saturating_sub(1).min((1 << 57) - 1)).day().0);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT day, class, status, n FROM {DAILY}
             WHERE unit = ?1 AND list = ?2 AND day BETWEEN ?3 AND ?4"
        ))?;
        let mut rows = statement.query(params![unit as i64, list, from, to])?;
        let mut all = Counts::new();
        while let Some(r) = rows.next()? {
            let (day, class, status): (u32, u8, u8) = (r.get(0)?, r.get(1)?, r.get(2)?);
            if plan.classes[usize::from(class)] && plan.statuses[usize::from(status)] {
                all.push(((day, class, status), r.get(3)?));
            }
        }
        all.sort_unstable();
        let sums = all.chunk_by(|x, y| x.0 == y.0).map(|same| {
            let n: i64 = same.iter().map(|cell| cell.1).sum();
            (same[0].0, n)
        });
        Ok(sums.filter(|cell| cell.1 != 0).collect())
    }

    fn counted(&self, plan: &Plan, unit: Unit) -> rusqlite::Result<Counts> {
        let mut keys: Vec<Key> = Vec::new();
        let mut counts: FxHashMap<(u32, u8, u8), i64> = FxHashMap::default();
        let mut count = |key: Key| {
            *counts.entry((key.day().0, key.class(), key.status() as u8)).or_default() += 1;
        };
        self.scan_plan(plan, Order::Earliest, &mut |key| {
            match unit {
                Unit::Reports => count(key),
                Unit::Incidents => keys.push(key),
            }
            true
        })?;
        if unit == Unit::Incidents {
            self.first_of_each(&keys)?.into_iter().for_each(count);
        }
        let mut out: Counts = counts.into_iter().collect();
        out.sort_unstable();
        Ok(out)
    }

    /// What happened between two days, both included, for each of a kind of lists, by their names; lists
    /// of which nothing happened are left out.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn activity(
        &self,
        unit: Unit,
        among: Among,
        from: Date,
        until: Date,
    ) -> Result<Vec<Activity>> {
        self.try_activity(unit, among, from, until).map_err(|e| self.fail(e))
    }

    fn try_activity(
        &self,
        unit: Unit,
        among: Among,
        from: Date,
        until: Date,
    ) -> rusqlite::Result<Vec<Activity>> {
        let _same = self.reading()?;
        let mut sums: FxHashMap<i64, Sum> = FxHashMap::default();
        for (first, last) in spans(from, until) {
            let mut statement = self.connection.prepare_cached(&format!(
                "SELECT n1, n2, n3, n4, intensity, list FROM {ACTIVITY}
                 WHERE unit = ?1 AND among = ?2 AND span BETWEEN ?3 AND ?4"
            ))?;
            let mut rows = statement.query(params![unit as i64, among as i64, first, last])?;
            while let Some(r) = rows.next()? {
                sums.entry(r.get(5)?).or_default().add(r)?;
            }
        }
        let kind = if among == Among::Dyads { ListKind::Dyad } else { ListKind::Pair };
        let mut out = Vec::with_capacity(sums.len());
        for (list, name) in self.lists_of_kind(kind)? {
            out.extend(sums.get(&list).filter(|s| **s != Sum::default()).map(|s| s.of(name)));
        }
        Ok(out)
    }

    /// What happened between one country and each other, between two days, both included; without
    /// days, ever. The country is the actor where `toward`, else the recipient. By the others' names; those with
    /// nothing between them are left out.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn activity_with(
        &self,
        unit: Unit,
        country: &str,
        toward: bool,
        days: (Option<Date>, Option<Date>),
    ) -> Result<Vec<Activity>> {
        self.try_activity_with(unit, country, toward, days).map_err(|e| self.fail(e))
    }

    fn try_activity_with(
        &self,
        unit: Unit,
        country: &str,
        toward: bool,
        days: (Option<Date>, Option<Date>),
    ) -> rusqlite::Result<Vec<Activity>> {
        let _same = self.reading()?;
        let among = Among::Pairs as i64;
        let spans = match days {
            (None, None) => vec![(ALL_DAYS, ALL_DAYS)],
            (from, until) => {
                let (first, last) = self.first_and_last(unit)?;
                let from = from.map_or(first, |d| d.max(first));
                let until = until.map_or(last, |d| d.min(last));
                if from > until { Vec::new() } else { spans(from, until) }
            }
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT n1, n2, n3, n4, intensity FROM {ACTIVITY}
             WHERE unit = ?1 AND among = ?2 AND span = ?3 AND list = ?4"
        ))?;
        let mut out = Vec::new();
        for (list, name) in self.lists_of_kind(ListKind::Pair)? {
            let mine = if toward { &name.a } else { &name.b };
            if mine != country || name.among() != Some(Among::Pairs) {
                continue;
            }
            let mut sum = Sum::default();
            for span in spans.iter().flat_map(|(first, last)| *first..=*last) {
                let mut rows = statement.query(params![unit as i64, among, span, list])?;
                while let Some(r) = rows.next()? {
                    sum.add(r)?;
                }
            }
            if sum != Sum::default() {
                out.push(sum.of(name));
            }
        }
        Ok(out)
    }

    /// The first and the last day on which something happened.
    fn first_and_last(&self, unit: Unit) -> rusqlite::Result<(Date, Date)> {
        let mut ends = Vec::new();
        for table in ["activity", "activity_late"] {
            for order in ["ASC", "DESC"] {
                let end = self
                    .connection
                    .prepare_cached(&format!(
                        "SELECT span FROM {table} WHERE unit = ?1 AND among = ?2 AND span > 0
                         ORDER BY span {order} LIMIT 1"
                    ))?
                    .query_row(params![unit as i64, Among::Pairs as i64], |r| r.get(0))
                    .optional()?;
                ends.extend(end.map(DayCode));
            }
        }
        let day = |code: Option<&DayCode>| code.unwrap_or(&DayCode(1)).day().unwrap_or(Date::ZERO);
        Ok((day(ends.iter().min()), day(ends.iter().max())))
    }

    /// Numbers and names of all lists of a kind, by their names.
    fn lists_of_kind(&self, kind: ListKind) -> rusqlite::Result<Vec<(i64, ListName)>> {
        self.connection
            .prepare_cached("SELECT n, a, b FROM list WHERE kind = ?1 ORDER BY a, b")?
            .query_map([kind as i64], |r| {
                Ok((r.get(0)?, ListName { kind, a: r.get(1)?, b: r.get(2)? }))
            })?
            .collect()
    }

    /// The activity of those who do what is asked for: all pairs and dyads, by their names, for any
    /// filter, counted one by one.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn activity_of(&self, filter: &Filter, unit: Unit) -> Result<Vec<Activity>> {
        let _same = self.snapshot()?;
        let mut keys = Vec::new();
        self.keys(filter, Order::Earliest, &mut |key| {
            keys.push(key);
            true
        })?;
        if unit == Unit::Incidents {
            keys = self.first_of_each(&keys).map_err(|e| self.fail(e))?;
        }
        self.sides_of_keys(&keys).map_err(|e| self.fail(e))
    }

    fn sides_of_keys(&self, keys: &[Key]) -> rusqlite::Result<Vec<Activity>> {
        let classes: BTreeMap<u8, (EventType, f64)> =
            self.class_rows()?.into_iter().map(|(n, t, i)| (n, (t, i))).collect();
        // Many events have the same sides: lists are made once for all of them.
        let mut counts: FxHashMap<String, i64> = FxHashMap::default();
        let mut row =
            self.connection.prepare_cached("SELECT actors, recipients FROM event WHERE n = ?1")?;
        let mut name = String::new();
        for key in keys {
            row.query_row([key.n()], |r| {
                name.clear();
                name.push(char::from(key.class()));
                name.push_str(r.get_ref(0)?.as_str()?);
                name.push('|');
                name.push_str(r.get_ref(1)?.as_str()?);
                Ok(())
            })?;
            match counts.get_mut(name.as_str()) {
                Some(n) => *n += 1,
                None => {
                    counts.insert(name.clone(), 1);
                }
            }
        }
        let mut sums: BTreeMap<ListName, ([i64; 4], i64)> = BTreeMap::new();
        let mut counts: Vec<(String, i64)> = counts.into_iter().collect();
        counts.sort_unstable();
        for (name, count) in counts {
            let mut rest = name.chars();
            let class = rest.next().map_or(0, |c| c as u32 as u8);
            let Some((kind, intensity)) = classes.get(&class) else { continue };
            let (actors, recipients) = rest.as_str().split_once('|').unwrap_or_default();
            let entities = |codes: &str| -> Vec<model::Entity> {
                codes
                    .split(';')
                    .filter(|c| !c.is_empty())
                    .map(|c| {
                        let country = c.split('.').next().filter(|c| *c != crate::NOBODY);
                        let code = model::ActorCode {
                            country: country.map(str::to_owned),
                            sectors: vec![],
                        };
                        model::Entity { code, ..model::Entity::default() }
                    })
                    .collect()
            };
            let (actors, recipients) = (entities(actors), entities(recipients));
            let sides = crate::sides(kind.is_mutual(), actors.iter(), recipients.iter());
            for list in sides.pairs() {
                let sum = sums.entry(list).or_default();
                sum.0[usize::from(kind.quad().number()) - 1] += count;
                sum.1 += count * hundredths(*intensity as f32);
            }
        }
        Ok(sums.into_iter().map(|(list, (n, intensity))| Activity { list, n, intensity }).collect())
    }
}

type Counts = Vec<((u32, u8, u8), i64)>;

/// Sums of rows of the activity table.
#[derive(Default, PartialEq)]
struct Sum([i64; 4], i64);

impl Sum {
    /// Takes a row in that begins with four numbers and an intensity.
    fn add(&mut self, r: &Row<'_>) -> rusqlite::Result<()> {
        for (i, n) in self.0.iter_mut().enumerate() {
            *n += r.get::<_, i64>(i)?;
        }
        self.1 += r.get::<_, i64>(4)?;
        Ok(())
    }

    fn of(&self, list: ListName) -> Activity {
        Activity { list, n: self.0, intensity: self.1 }
    }
}
