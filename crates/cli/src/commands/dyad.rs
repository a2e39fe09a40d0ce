//! `demarche dyad`: what two countries do to each other.

use clap::Args;
use views::{
    dyad::{Dyad, Week, dyad},
    filter::{Words, country},
    sentence,
    timeline::Timeline,
};

use crate::{
    Failure, Outcome, Result,
    chart::{sparkline, table, wrapped},
    print,
    shelf::{Question, UnitArgument},
};

#[derive(Args)]
#[command(after_help = "example: demarche dyad USA PRK since:2016 until:2019")]
pub(crate) struct DyadArguments {
    /// A country: ISO 3166 alpha-3 or its name
    a: String,
    /// The other
    b: String,
    #[command(flatten)]
    question: Question,
    #[command(flatten)]
    unit: UnitArgument,
}

pub(crate) fn run(a: &DyadArguments) -> Result<Outcome> {
    let (store, filter) = a.question.open()?;
    let knowledge = engine::Engine::new().knowledge();
    let words = Words { knowledge, today: None };
    let code = |text: &str| country(text, &words).map_err(|e| Failure::new(e.shown(text), e.hint));
    let (one, other) = (code(&a.a)?, code(&a.b)?);
    if one == other {
        return Err(Failure::new("both sides are the same", "name two countries"));
    }
    let answer = dyad(&store, &one, &other, &filter, a.unit.unit())?;
    print::answer(
        a.question.form(),
        || shown(&answer),
        || answer.value(),
        || (Timeline::columns(), answer.months.rows()),
    )?;
    Ok(if answer.months.counts.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

fn shown(d: &Dyad) -> String {
    let mut out = String::new();
    let columns = [
        "",
        "all",
        "coop. words",
        "coop. deeds",
        "conf. words",
        "conf. deeds",
        "balance",
        "intensity",
    ];
    let rows: Vec<Vec<String>> = d
        .directions
        .iter()
        .map(|x| {
            let mut row =
                vec![format!("{} → {}", x.actor, x.recipient), x.total.total().to_string()];
            row.extend(x.total.quads.iter().map(ToString::to_string));
            row.push(x.total.balance().map_or(String::new(), |b| format!("{b:+.2}")));
            row.push(x.total.mean().map_or(String::new(), |m| format!("{m:+.1}")));
            row
        })
        .collect();
    out.push_str(&table(&columns, &rows));
    // Acts recalled from long ago would make the line too long to read.
    let months = &d.months.counts[d.months.counts.len().saturating_sub(108)..];
    if let (Some(first), Some(last)) = (months.first(), months.last()) {
        let (from, to) = (first.start.strftime("%Y-%m"), last.start.strftime("%Y-%m"));
        out.push_str(&format!("\nby month, {from} to {to}\n"));
        let line = |quads: [usize; 2]| -> String {
            sparkline(
                &months.iter().map(|c| c.quads[quads[0]] + c.quads[quads[1]]).collect::<Vec<_>>(),
            )
        };
        out.push_str(&format!("  cooperation  {}\n", line([0, 1])));
        out.push_str(&format!("  conflict     {}\n", line([2, 3])));
    }
    if !d.turns.is_empty() {
        out.push_str("\nturns (per week before → after)\n");
        for t in &d.turns {
            let kind = if t.conflict { "conflict" } else { "cooperation" };
            out.push_str(&format!(
                "  {}  {kind:<12} {:>6.1} → {:.1}\n",
                t.start, t.change.before, t.change.after
            ));
        }
    }
    if !d.weeks.is_empty() {
        out.push_str("\nunusual weeks\n");
        d.weeks.iter().for_each(|w| out.push_str(&week(w)));
    }
    out
}

fn week(w: &Week) -> String {
    let kind = if w.conflict { "conflict" } else { "cooperation" };
    let types: Vec<String> = w.types.iter().map(|(t, n)| format!("{t} {n}")).collect();
    let mut out = format!(
        "  {}  {kind} {} (usual {:.0}, z {:.1})  {}\n",
        w.start,
        w.unusual.n,
        w.unusual.usual,
        w.unusual.z,
        types.join(", ")
    );
    for found in &w.drivers {
        let d = found.document();
        let by = d.publisher.clone().unwrap_or_else(|| d.id.clone());
        let day = d.today.map(|x| x.to_string()).unwrap_or_default();
        let line = format!("{}: {} ({by} {day})", found.event().class.event_type, sentence(found));
        out.push_str(&wrapped(&line, 100, 6));
    }
    out
}
