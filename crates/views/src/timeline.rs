//! How much of what, over time.

use jiff::ToSpan;
use model::{Date, EventType, Status};
use serde_json::{Value, json};
use store::{Cell, DayCode, Filter, Store, Unit};

/// Width of a bin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bin {
    /// One day.
    Day,
    /// Monday to Sunday.
    Week,
    /// Calendar month.
    Month,
    /// Calendar year.
    Year,
}

impl Bin {
    /// First day of the bin that holds `day`.
    pub fn start(self, day: Date) -> Date {
        match self {
            Bin::Day => day,
            Bin::Week => {
                let back = i32::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(back.days()).unwrap_or(day)
            }
            Bin::Month => day.first_of_month(),
            Bin::Year => day.first_of_year(),
        }
    }

    /// First day of the bin after the one that begins on `start`.
    pub fn next(self, start: Date) -> Date {
        let span = match self {
            Bin::Day => 1.day(),
            Bin::Week => 1.week(),
            Bin::Month => 1.month(),
            Bin::Year => 1.year(),
        };
        start.checked_add(span).unwrap_or(start)
    }

    /// `day`, `week`, `month` or `year`.
    pub fn as_str(self) -> &'static str {
        match self {
            Bin::Day => "day",
            Bin::Week => "week",
            Bin::Month => "month",
            Bin::Year => "year",
        }
    }
}

/// What falls into one bin.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// First day.
    pub start: Date,
    /// How many, by quad class.
    pub quads: [i64; 4],
    /// How many, by type, in the order of [`EventType::ALL`].
    pub types: [i64; 16],
    /// Sum of intensities.
    pub intensity: f64,
}

impl Count {
    fn new(start: Date) -> Self {
        Count { start, quads: [0; 4], types: [0; 16], intensity: 0.0 }
    }

    /// How many in all.
    pub fn total(&self) -> i64 {
        self.quads.iter().sum()
    }

    /// Mean intensity; `None` where there is nothing.
    pub fn mean(&self) -> Option<f64> {
        (self.total() > 0).then(|| self.intensity / self.total() as f64)
    }

    /// Cooperation less conflict as a share of both, in [-1, 1]; `None` where there is nothing.
    pub fn balance(&self) -> Option<f64> {
        let [vc, mc, vx, mx] = self.quads;
        (self.total() > 0).then(|| (vc + mc - vx - mx) as f64 / self.total() as f64)
    }

    /// Takes a cell in.
    pub(crate) fn add(&mut self, cell: &Cell) {
        self.quads[usize::from(cell.event_type.quad().number()) - 1] += cell.n;
        self.types[cell.event_type as usize] += cell.n;
        self.intensity += cell.intensity * cell.n as f64;
    }
}

/// Bins without a gap, from the first that holds something to the last.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// Width of the bins.
    pub bin: Bin,
    /// The bins, in order of time; empty where nothing was found.
    pub counts: Vec<Count>,
    /// How many have no day, or one told too vaguely.
    pub n_undated: i64,
}

/// Bins that a time line has at most: days over a few thousand years would fill the memory.
const N_BINS_MAX: usize = 40_000;

/// Counts what is asked for; without a status in the filter, what happened.
///
/// # Errors
/// If the store cannot be read.
pub fn timeline(store: &Store, filter: &Filter, bin: Bin, unit: Unit) -> store::Result<Timeline> {
    Ok(of_cells(&store.series(&happened(filter), unit)?, bin))
}

/// The filter, asking for what happened where it names no status.
pub fn happened(filter: &Filter) -> Filter {
    let mut filter = filter.clone();
    if filter.statuses.is_empty() {
        filter.statuses = vec![Status::Happened];
    }
    filter
}

/// Cells in the order of days, put into bins.
pub fn of_cells(cells: &[Cell], bin: Bin) -> Timeline {
    let mut counts: Vec<Count> = Vec::new();
    let mut n_undated = 0;
    for cell in cells {
        // The first code stands for all days before 1800.
        let Some(day) = cell.day.day().filter(|_| cell.day > DayCode(1)) else {
            n_undated += cell.n;
            continue;
        };
        let start = bin.start(day);
        if counts.is_empty() {
            counts.push(Count::new(start));
        }
        while counts.last().is_some_and(|c| c.start < start) && counts.len() < N_BINS_MAX {
            let next = counts.last().map_or(start, |c| bin.next(c.start));
            counts.push(Count::new(next));
        }
        if let Some(last) = counts.last_mut() {
            last.add(cell);
        }
    }
    Timeline { bin, counts, n_undated }
}

impl Timeline {
    /// As an object.
    pub fn value(&self) -> Value {
        let counts: Vec<Value> = self.counts.iter().map(|c| c.value(self.bin)).collect();
        json!({"bin": self.bin.as_str(), "counts": counts, "undated": self.n_undated})
    }

    /// Columns of [`Timeline::rows`].
    pub fn columns() -> Vec<String> {
        ["start", "total", "quad1", "quad2", "quad3", "quad4", "intensity", "mean_intensity"]
            .into_iter()
            .map(str::to_owned)
            .chain(EventType::ALL.iter().map(ToString::to_string))
            .collect()
    }

    /// One row a bin.
    pub fn rows(&self) -> Vec<Vec<String>> {
        self.counts
            .iter()
            .map(|c| {
                let mut row = vec![c.start.to_string(), c.total().to_string()];
                row.extend(c.quads.iter().map(ToString::to_string));
                row.push(format!("{:.1}", c.intensity));
                row.push(c.mean().map_or(String::new(), |m| format!("{m:.2}")));
                row.extend(c.types.iter().map(ToString::to_string));
                row
            })
            .collect()
    }
}

impl Count {
    pub(crate) fn value(&self, bin: Bin) -> Value {
        let types: serde_json::Map<String, Value> = EventType::ALL
            .iter()
            .zip(self.types)
            .filter(|(_, n)| *n > 0)
            .map(|(t, n)| (t.to_string(), json!(n)))
            .collect();
        let end = bin.next(self.start).checked_sub(1.day()).unwrap_or(self.start);
        json!({
            "start": self.start.to_string(),
            "end": end.to_string(),
            "total": self.total(),
            "quads": self.quads,
            "types": types,
            "intensity": round(self.intensity, 1),
            "mean_intensity": self.mean().map(|m| round(m, 2)),
            "balance": self.balance().map(|b| round(b, 3)),
        })
    }
}

/// Rounds half away from zero to `digits` decimals.
pub(crate) fn round(x: f64, digits: i32) -> f64 {
    let scale = 10f64.powi(digits);
    (x * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn bins_leave_no_gap() {
        let cell = |day: Date, n: i64| Cell {
            day: DayCode::of(day),
            event_type: EventType::Threaten,
            intensity: -4.4,
            status: Status::Happened,
            n,
        };
        let cells = [
            Cell { day: DayCode::NONE, ..cell(date(2018, 1, 1), 3) },
            cell(date(2017, 8, 8), 2),
            cell(date(2017, 8, 27), 1),
        ];
        let line = of_cells(&cells, Bin::Week);
        let totals: Vec<i64> = line.counts.iter().map(Count::total).collect();
        assert_eq!(totals, [2, 0, 1]);
        assert_eq!(line.counts[0].start, date(2017, 8, 7));
        assert_eq!(line.n_undated, 3);
        assert_eq!(line.counts[0].mean(), Some(-4.4));
    }
}
