//! Counts over days, and who is most active.

use std::collections::BTreeMap;

use jiff::ToSpan;
use model::{Date, EventType, Status};
use rusqlite::params;
use rustc_hash::FxHashMap;

use crate::{
    DayCode, Filter, Key, ListKind, ListName, Order, Result, Store, Unit,
    batch::{hundredths, month_span},
    plan::Plan,
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
        let mut statement = self.connection.prepare_cached(
            "SELECT day, class, status, n FROM daily
             WHERE unit = ?1 AND list = ?2 AND day BETWEEN ?3 AND ?4",
        )?;
        let mut rows = statement.query(params![unit as i64, list, from, to])?;
        let mut out = Counts::new();
        while let Some(r) = rows.next()? {
            let (day, class, status): (u32, u8, u8) = (r.get(0)?, r.get(1)?, r.get(2)?);
            if plan.classes[usize::from(class)] && plan.statuses[usize::from(status)] {
                out.push(((day, class, status), r.get(3)?));
            }
        }
        Ok(out)
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

    /// Everybody's activity between two days, both included: pairs and dyads by list.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn activity(&self, unit: Unit, from: Date, until: Date) -> Result<Vec<Activity>> {
        self.try_activity(unit, from, until).map_err(|e| self.fail(e))
    }

    fn try_activity(&self, unit: Unit, from: Date, until: Date) -> rusqlite::Result<Vec<Activity>> {
        let mut sums: FxHashMap<i64, ([i64; 4], i64)> = FxHashMap::default();
        for (first, last) in spans(from, until) {
            let mut statement = self.connection.prepare_cached(
                "SELECT list, n1, n2, n3, n4, intensity FROM activity
                 WHERE unit = ?1 AND span BETWEEN ?2 AND ?3",
            )?;
            let mut rows = statement.query(params![unit as i64, first, last])?;
            while let Some(r) = rows.next()? {
                let sum = sums.entry(r.get(0)?).or_default();
                for (i, n) in sum.0.iter_mut().enumerate() {
                    *n += r.get::<_, i64>(i + 1)?;
                }
                sum.1 += r.get::<_, i64>(5)?;
            }
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT n, kind, a, b FROM list WHERE kind IN (1, 12) ORDER BY n")?;
        let mut rows = statement.query([])?;
        let mut out = Vec::with_capacity(sums.len());
        while let Some(r) = rows.next()? {
            if let Some((n, intensity)) = sums.get(&r.get(0)?) {
                let kind = if r.get::<_, i64>(1)? == 1 { ListKind::Pair } else { ListKind::Dyad };
                let list = ListName { kind, a: r.get(2)?, b: r.get(3)? };
                out.push(Activity { list, n: *n, intensity: *intensity });
            }
        }
        Ok(out)
    }

    /// The activity of those who do what is asked for; like [`Store::activity`], but for any filter,
    /// counted one by one.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn activity_of(&self, filter: &Filter, unit: Unit) -> Result<Vec<Activity>> {
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
        let mut sums: BTreeMap<ListName, ([i64; 4], i64)> = BTreeMap::new();
        let mut row =
            self.connection.prepare_cached("SELECT actors, recipients FROM event WHERE n = ?1")?;
        for key in keys {
            let Some((kind, intensity)) = classes.get(&key.class()) else { continue };
            let (actors, recipients): (String, String) =
                row.query_row([key.n()], |r| Ok((r.get(0)?, r.get(1)?)))?;
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
            let (actors, recipients) = (entities(&actors), entities(&recipients));
            let sides = crate::sides(kind.is_mutual(), actors.iter(), recipients.iter());
            for list in sides.pairs() {
                let sum = sums.entry(list).or_default();
                sum.0[usize::from(kind.quad().number()) - 1] += 1;
                sum.1 += hundredths(*intensity as f32);
            }
        }
        Ok(sums.into_iter().map(|(list, (n, intensity))| Activity { list, n, intensity }).collect())
    }
}

type Counts = Vec<((u32, u8, u8), i64)>;

/// Stretches of the activity table that make up the days: whole months as months, the rest by days.
fn spans(from: Date, until: Date) -> Vec<(i64, i64)> {
    let day = |d: Date| i64::from(DayCode::of(d).0);
    let month = |d: Date| month_span(DayCode::of(d));
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
    let mut out = vec![(month(last), month(first))];
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
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_stretch_is_whole_months_and_the_days_around_them() {
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
            spans(date(2018, 1, 1), date(2018, 12, 31)),
            [(-(2018 * 12 + 11), -(2018 * 12))]
        );
    }
}
