//! `demarche timeline`: how much of what, over time.

use clap::{Args, ValueEnum};
use store::Unit;
use views::timeline::{Bin, Timeline, timeline};

use crate::{
    Outcome, Result,
    chart::{bar, sparkline, thinned},
    print,
    shelf::{Question, UnitArgument},
};

#[derive(Args)]
pub(crate) struct TimelineArguments {
    #[command(flatten)]
    question: Question,
    /// Width of a bin
    #[arg(long, value_enum, default_value = "month")]
    by: ByArgument,
    #[command(flatten)]
    unit: UnitArgument,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ByArgument {
    Day,
    Week,
    Month,
    Year,
}

impl From<ByArgument> for Bin {
    fn from(by: ByArgument) -> Self {
        match by {
            ByArgument::Day => Bin::Day,
            ByArgument::Week => Bin::Week,
            ByArgument::Month => Bin::Month,
            ByArgument::Year => Bin::Year,
        }
    }
}

pub(crate) fn run(a: &TimelineArguments) -> Result<Outcome> {
    let (store, filter) = a.question.open()?;
    let unit = a.unit.unit();
    let line = timeline(&store, &filter, a.by.into(), unit)?;
    print::answer(
        a.question.form(),
        || table(&line, unit),
        || line.value(),
        || (Timeline::columns(), line.rows()),
    )?;
    Ok(if line.counts.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

/// Columns of a sparkline.
const WIDTH: usize = 96;

fn table(line: &Timeline, unit: Unit) -> String {
    let mut out = String::new();
    let unit = if unit == Unit::Reports { "reports" } else { "incidents" };
    if let (Some(first), Some(last)) = (line.counts.first(), line.counts.last()) {
        out.push_str(&format!(
            "{unit} by {} from {} to {}\n\n",
            line.bin.as_str(),
            first.start,
            last.start
        ));
    }
    let rows = [
        ("all", [0, 1, 2, 3].as_slice()),
        ("cooperation in words", &[0]),
        ("cooperation in deeds", &[1]),
        ("conflict in words", &[2]),
        ("conflict in deeds", &[3]),
    ];
    for (name, quads) in rows {
        let numbers: Vec<i64> =
            line.counts.iter().map(|c| quads.iter().map(|q| c.quads[*q]).sum()).collect();
        let (thin, _) = thinned(&numbers, WIDTH);
        let total: i64 = numbers.iter().sum();
        out.push_str(&format!("{name:<21}{total:>8}  {}\n", sparkline(&thin)));
    }
    out.push('\n');
    let shown: Vec<_> = line.counts.iter().filter(|c| c.total() > 0).collect();
    let most = shown.iter().map(|c| c.total()).max().unwrap_or(0);
    for c in shown {
        let mean = c.mean().map_or(String::new(), |m| format!("{m:+.1}"));
        let conflict = c.quads[2] + c.quads[3];
        out.push_str(&format!(
            "{}  {:>6}  {:>6} {:>6}  {:>5}  {}\n",
            c.start,
            c.total(),
            c.total() - conflict,
            conflict,
            mean,
            bar(c.total(), most, 40)
        ));
    }
    out.push_str("\nstart, total, cooperation, conflict, mean intensity\n");
    if line.n_undated > 0 {
        out.push_str(&format!("{} more have no day, or one told too vaguely\n", line.n_undated));
    }
    out
}
