//! Who is most active, and whose activity changed most.

use std::collections::BTreeMap;

use jiff::ToSpan;
use model::Date;
use serde_json::{Value, json};
use store::{ANY, Activity, Among, Filter, ListKind, NOBODY, Store, Unit, Who};

use crate::timeline::{happened, round};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Countries that act.
    Actor,
    /// Countries that are acted on.
    Recipient,
    /// One country toward another.
    Pair,
    /// Two countries, whoever acts.
    Dyad,
}

/// What comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// The most active.
    Most,
    /// The greatest change against the stretch before.
    Change,
    /// The greatest rise of conflict.
    Conflict,
    /// The greatest rise of cooperation.
    Cooperation,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The country, or the first of two.
    pub a: String,
    /// The second; empty for one.
    pub b: String,
    /// How many, by quad class.
    pub n: [i64; 4],
    /// How many in the stretch before, of the same length.
    pub before: [i64; 4],
    /// Sum of intensities.
    pub intensity: f64,
    /// How much the ranked count changed, in deviations of a Poisson count: 2(√(n + 3/8) −
    /// √(n′ + 3/8)) / √2.
    pub change: f64,
}

/// The rows of a stretch of days.
#[derive(Clone, Debug, PartialEq)]
pub struct Top {
    /// First and last day.
    pub days: (Date, Date),
    /// First and last day of the stretch before.
    pub before: (Date, Date),
    /// Rows, first things first.
    pub rows: Vec<Row>,
}

/// Days that are looked at where the filter names none.
pub const N_DAYS: i64 = 30;

/// The first `n_max` rows. Without days, the 30 up to `today`; countries that nobody told and what
/// countries do to themselves are left out of pairs.
///
/// # Errors
/// If the store cannot be read.
pub fn top(
    store: &Store,
    filter: &Filter,
    by: By,
    rank: Rank,
    today: Date,
    unit: Unit,
    n_max: usize,
) -> store::Result<Top> {
    let _same = store.snapshot()?;
    let until = filter.until.unwrap_or(today);
    let since =
        filter.since.unwrap_or_else(|| until.checked_sub((N_DAYS - 1).days()).unwrap_or(until));
    let n_days = i64::from((until - since).get_days()) + 1;
    let end = since.checked_sub(1.day()).unwrap_or(since);
    let start = since.checked_sub(n_days.days()).unwrap_or(since);
    let now = sums(store, filter, by, (since, until), unit)?;
    let mut then = sums(store, filter, by, (start, end), unit)?;
    let mut rows: Vec<Row> = Vec::new();
    for ((a, b), (n, intensity)) in now {
        let (before, _) = then.remove(&(a.clone(), b.clone())).unwrap_or_default();
        rows.push(Row { a, b, n, before, intensity, change: 0.0 });
    }
    rows.extend(then.into_iter().map(|((a, b), (before, _))| Row {
        a,
        b,
        n: [0; 4],
        before,
        intensity: 0.0,
        change: 0.0,
    }));
    for row in &mut rows {
        row.change = change(rank.of(&row.n), rank.of(&row.before));
    }
    let value = |r: &Row| match rank {
        Rank::Most => rank.of(&r.n) as f64,
        Rank::Change => r.change.abs(),
        Rank::Conflict | Rank::Cooperation => r.change,
    };
    rows.retain(|r| value(r) > 0.0);
    rows.sort_by(|x, y| {
        value(y).total_cmp(&value(x)).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b)))
    });
    rows.truncate(n_max);
    Ok(Top { days: (since, until), before: (start, end), rows })
}

impl Rank {
    fn of(self, n: &[i64; 4]) -> i64 {
        match self {
            Rank::Most | Rank::Change => n.iter().sum(),
            Rank::Conflict => n[2] + n[3],
            Rank::Cooperation => n[0] + n[1],
        }
    }
}

fn change(now: i64, before: i64) -> f64 {
    let even = |n: i64| 2.0 * (n as f64 + 0.375).sqrt();
    (even(now) - even(before)) / std::f64::consts::SQRT_2
}

type Sums = BTreeMap<(String, String), ([i64; 4], f64)>;

fn sums(
    store: &Store,
    filter: &Filter,
    by: By,
    (since, until): (Date, Date),
    unit: Unit,
) -> store::Result<Sums> {
    let days = Filter { since: Some(since), until: Some(until), ..filter.clone() };
    let named = sides(filter);
    let activity = match &named {
        Some((actors, recipients)) => {
            let among = match by {
                By::Actor if recipients.is_empty() => Among::Actors,
                By::Recipient if actors.is_empty() => Among::Recipients,
                By::Dyad => Among::Dyads,
                _ => Among::Pairs,
            };
            store.activity(unit, among, since, until)?
        }
        None => store.activity_of(&happened(&days), unit)?,
    };
    let (actors, recipients) = named.unwrap_or_default();
    let mut out = Sums::new();
    for Activity { list, n, intensity } in activity {
        let (a, b) = (list.a, list.b);
        let allowed =
            |side: &[String], code: &str| side.is_empty() || side.iter().any(|c| c == code);
        let some = |code: &str| code != ANY && code != NOBODY;
        let name = match by {
            By::Actor if recipients.is_empty() && b == ANY && some(&a) => {
                (a.clone(), String::new())
            }
            By::Actor if !recipients.is_empty() && some(&a) && some(&b) && a != b => {
                (a.clone(), String::new())
            }
            By::Recipient if actors.is_empty() && a == ANY && some(&b) => {
                (b.clone(), String::new())
            }
            By::Recipient if !actors.is_empty() && some(&a) && some(&b) && a != b => {
                (b.clone(), String::new())
            }
            By::Pair if some(&a) && some(&b) && a != b => (a.clone(), b.clone()),
            By::Dyad if some(&a) && some(&b) => (a.clone(), b.clone()),
            _ => continue,
        };
        let kind = if by == By::Dyad { ListKind::Dyad } else { ListKind::Pair };
        let sided = match by {
            By::Dyad => {
                (actors.is_empty() && recipients.is_empty())
                    || actors.iter().chain(&recipients).any(|c| *c == a || *c == b)
            }
            _ => allowed(&actors, &a) && allowed(&recipients, &b),
        };
        if list.kind == kind && sided {
            let sum = out.entry(name).or_default();
            sum.0.iter_mut().zip(n).for_each(|(x, n)| *x += n);
            sum.1 += intensity as f64 / 100.0;
        }
    }
    Ok(out)
}

/// Countries on both sides, where the filter names nothing else than those and days.
fn sides(filter: &Filter) -> Option<(Vec<String>, Vec<String>)> {
    let rest =
        Filter { since: None, until: None, actors: vec![], recipients: vec![], ..filter.clone() };
    if !rest.is_empty() {
        return None;
    }
    let countries = |side: &[Vec<Who>]| -> Option<Vec<String>> {
        match side {
            [] => Some(Vec::new()),
            [any] => any
                .iter()
                .map(|w| match w {
                    Who::Code { country: Some(c), sector: None } => Some(c.clone()),
                    _ => None,
                })
                .collect(),
            _ => None,
        }
    };
    Some((countries(&filter.actors)?, countries(&filter.recipients)?))
}

impl Top {
    /// As an object.
    pub fn value(&self) -> Value {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|r| {
                json!({
                    "a": r.a, "b": (!r.b.is_empty()).then_some(&r.b),
                    "total": r.n.iter().sum::<i64>(), "quads": r.n,
                    "before": r.before.iter().sum::<i64>(), "quads_before": r.before,
                    "intensity": round(r.intensity, 1), "change": round(r.change, 1),
                })
            })
            .collect();
        json!({
            "since": self.days.0.to_string(), "until": self.days.1.to_string(),
            "before_since": self.before.0.to_string(), "before_until": self.before.1.to_string(),
            "rows": rows,
        })
    }

    /// Columns of [`Top::rows_of_text`].
    pub const COLUMNS: &'static [&'static str] =
        &["a", "b", "total", "quad1", "quad2", "quad3", "quad4", "before", "change", "intensity"];

    /// One row each.
    pub fn rows_of_text(&self) -> Vec<Vec<String>> {
        self.rows
            .iter()
            .map(|r| {
                let mut row = vec![r.a.clone(), r.b.clone(), r.n.iter().sum::<i64>().to_string()];
                row.extend(r.n.iter().map(ToString::to_string));
                row.push(r.before.iter().sum::<i64>().to_string());
                row.push(format!("{:+.1}", r.change));
                row.push(format!("{:.1}", r.intensity));
                row
            })
            .collect()
    }
}
