//! Two countries: what each does to the other, when that changed, and what drove it.

use jiff::ToSpan;
use model::{Date, EventType};
use serde_json::{Value, json};
use store::{Cell, DayCode, Filter, Found, Order, Store, Unit, Who};

use crate::{
    change::{ChangePoint, Unusual, change_points, unusual},
    event_line,
    timeline::{Bin, Count, Timeline, happened, of_cells, round},
};

/// One direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Direction {
    /// Who does it.
    pub actor: String,
    /// To whom.
    pub recipient: String,
    /// By month.
    pub months: Timeline,
    /// In all.
    pub total: Count,
}

/// A week that stands out, with what drove it.
#[derive(Clone, Debug)]
pub struct Week {
    /// Its Monday.
    pub start: Date,
    /// Whether there was much conflict; else much cooperation.
    pub conflict: bool,
    /// Count, usual count and deviation.
    pub unusual: Unusual,
    /// Types of the week, most frequent first.
    pub types: Vec<(EventType, i64)>,
    /// Events of the week that are surest, one for each type first.
    pub drivers: Vec<Found>,
}

/// A turn of the relation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// Monday of the first week that is different.
    pub start: Date,
    /// Whether conflict turned; else cooperation.
    pub conflict: bool,
    /// Means per week before and after.
    pub change: ChangePoint,
}

/// A relation.
#[derive(Clone, Debug)]
pub struct Dyad {
    /// Both directions: first to second, second to first.
    pub directions: [Direction; 2],
    /// Both together, by month, each act counted once.
    pub months: Timeline,
    /// Turns, in order of time.
    pub turns: Vec<Turn>,
    /// Unusual weeks, in order of time.
    pub weeks: Vec<Week>,
}

/// Events told for an unusual week.
const N_DRIVERS: usize = 3;
/// Events of a week and type that are read to choose from.
const N_READ: usize = 16;
/// Weeks told at most: of those that are unusual the ones with the most incidents above the usual.
const N_WEEKS: usize = 12;

/// The relation of two countries, cut down by the rest of the filter.
///
/// # Errors
/// If the store cannot be read.
pub fn dyad(store: &Store, a: &str, b: &str, filter: &Filter, unit: Unit) -> store::Result<Dyad> {
    let _same = store.snapshot()?;
    let filter = happened(filter);
    let direction = |actor: &str, recipient: &str| -> store::Result<Direction> {
        let side = |c: &str| vec![vec![Who::Code { country: Some(c.to_owned()), sector: None }]];
        let f = Filter { actors: side(actor), recipients: side(recipient), ..filter.clone() };
        let cells = store.series(&f, unit)?;
        let mut total = Count { start: Date::ZERO, quads: [0; 4], types: [0; 16], intensity: 0.0 };
        for c in &cells {
            total.add(c);
        }
        Ok(Direction {
            actor: actor.to_owned(),
            recipient: recipient.to_owned(),
            months: of_cells(&cells, Bin::Month),
            total,
        })
    };
    let directions = [direction(a, b)?, direction(b, a)?];
    let both = Filter { dyads: vec![(a.to_owned(), b.to_owned())], ..filter.clone() };
    let cells = store.series(&both, unit)?;
    let (mut turns, mut weeks) = (Vec::new(), Vec::new());
    for conflict in [true, false] {
        let (start, counts) = weekly(&cells, conflict);
        let Some(start) = start else { continue };
        let monday = |at: usize| start.checked_add((at as i64).weeks()).unwrap_or(start);
        turns.extend(change_points(&counts).into_iter().map(|change| Turn {
            start: monday(change.at),
            conflict,
            change,
        }));
        for u in unusual(&counts) {
            weeks.push((u, monday(u.at), conflict));
        }
    }
    let weeks = most_above(weeks);
    turns.sort_by_key(|t| (t.start, !t.conflict));
    let weeks = weeks
        .into_iter()
        .map(|(u, start, conflict)| week(store, &both, &cells, u, start, conflict))
        .collect::<store::Result<_>>()?;
    Ok(Dyad { directions, months: of_cells(&cells, Bin::Month), turns, weeks })
}

/// Of weeks that are unusual, with their Mondays and whether conflict is counted, those with the most
/// incidents above the usual, in order of time: eight in a silent year lie as far off as seventy in a busy one,
/// and say less.
fn most_above(mut weeks: Vec<(Unusual, Date, bool)>) -> Vec<(Unusual, Date, bool)> {
    let above = |u: &Unusual| u.n as f64 - u.usual;
    weeks.sort_by(|x, y| above(&y.0).total_cmp(&above(&x.0)).then(x.1.cmp(&y.1)));
    weeks.truncate(N_WEEKS);
    weeks.sort_by_key(|w| (w.1, !w.2));
    weeks
}

/// Counts by week without a gap, and the first Monday. Weeks begin where the dyad's documents are
/// dense enough to speak of: at the first of its events after the longest silence of two years.
fn weekly(cells: &[Cell], conflict: bool) -> (Option<Date>, Vec<i64>) {
    let dated: Vec<Cell> = cells.iter().filter(|c| c.day > DayCode(1)).copied().collect();
    // Acts of long ago that documents recall stand alone, years before the rest.
    let first = dated.windows(2).enumerate().rfind(|(_, w)| w[1].day.0 - w[0].day.0 > 730);
    let dated = &dated[first.map_or(0, |(i, _)| i + 1)..];
    let line = of_cells(dated, Bin::Week);
    let of = |c: &Count| {
        if conflict { c.quads[2] + c.quads[3] } else { c.quads[0] + c.quads[1] }
    };
    (line.counts.first().map(|c| c.start), line.counts.iter().map(of).collect())
}

fn week(
    store: &Store,
    both: &Filter,
    cells: &[Cell],
    unusual: Unusual,
    start: Date,
    conflict: bool,
) -> store::Result<Week> {
    let end = start.checked_add(6.days()).unwrap_or(start);
    let mut types: Vec<(EventType, i64)> = Vec::new();
    for cell in cells {
        let within = cell.day.day().is_some_and(|d| start <= d && d <= end);
        if within && cell.event_type.quad().is_conflict() == conflict {
            match types.iter_mut().find(|(t, _)| *t == cell.event_type) {
                Some((_, n)) => *n += cell.n,
                None => types.push((cell.event_type, cell.n)),
            }
        }
    }
    types.sort_by_key(|(t, n)| (-n, *t));
    let mut drivers = Vec::new();
    for (kind, _) in types.iter().take(N_DRIVERS) {
        let f = Filter { since: Some(start), until: Some(end), types: vec![*kind], ..both.clone() };
        // The surest are found without reading their documents.
        let sure = Filter { confidence: Some(f.confidence.unwrap_or((60, 100))), ..f.clone() };
        let mut found = store.events(&sure, Order::Earliest, N_READ, None)?.items;
        if found.is_empty() {
            found = store.events(&f, Order::Earliest, N_READ, None)?.items;
        }
        // Acts whose day the text tells are acts of that week; the others may be recalled.
        let recalled =
            |f: &Found| f.event().date.is_none_or(|d| d.basis == model::DateBasis::Published);
        found.sort_by(|x, y| {
            recalled(x)
                .cmp(&recalled(y))
                .then(y.event().confidence.total_cmp(&x.event().confidence))
                .then(x.key.cmp(&y.key))
        });
        drivers.extend(found.into_iter().take(1));
    }
    Ok(Week { start, conflict, unusual, types, drivers })
}

impl Dyad {
    /// As an object.
    pub fn value(&self) -> Value {
        let direction = |d: &Direction| {
            json!({
                "actor": d.actor, "recipient": d.recipient,
                "total": d.total.total(), "quads": d.total.quads,
                "mean_intensity": d.total.mean().map(|m| round(m, 2)),
                "balance": d.total.balance().map(|b| round(b, 3)),
                "months": d.months.value()["counts"],
            })
        };
        let kind = |conflict: bool| if conflict { "conflict" } else { "cooperation" };
        json!({
            "directions": self.directions.iter().map(direction).collect::<Vec<_>>(),
            "months": self.months.value()["counts"],
            "undated": self.months.n_undated,
            "method": {
                "unusual_weeks": "modified z-score above 3.5 (median and MAD of 53 weeks) of \
                                  Anscombe-transformed weekly counts; of those the twelve with the most \
                                  incidents above the usual",
                "change_points": "PELT, quasi-Poisson cost, penalty 2 log n, weekly counts",
            },
            "change_points": self.turns.iter().map(|t| json!({
                "week": t.start.to_string(), "of": kind(t.conflict),
                "before_per_week": round(t.change.before, 2),
                "after_per_week": round(t.change.after, 2),
            })).collect::<Vec<_>>(),
            "unusual_weeks": self.weeks.iter().map(|w| json!({
                "week": w.start.to_string(), "of": kind(w.conflict),
                "n": w.unusual.n, "usual": round(w.unusual.usual, 1), "z": round(w.unusual.z, 1),
                "types": w.types.iter().map(|(t, n)| json!([t.as_str(), n])).collect::<Vec<_>>(),
                "drivers": w.drivers.iter().map(event_line).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_week_is_told_before_silent_years() {
        let week = |k: i8, n, usual, z| {
            let monday = Date::constant(2018, 1, k);
            (Unusual { at: 0, n, usual, z }, monday, true)
        };
        let mut weeks: Vec<_> = (2..=20).map(|k| week(k, 8, 0.0, 4.6)).collect();
        weeks.push(week(1, 74, 3.0, 4.3));
        let told = most_above(weeks);
        assert_eq!(told.len(), N_WEEKS);
        assert_eq!(told[0].0.n, 74);
        assert!(told.windows(2).all(|w| w[0].1 < w[1].1));
    }
}
