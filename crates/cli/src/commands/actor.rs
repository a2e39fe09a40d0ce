//! `demarche actor`: with whom, doing what, saying what.

use clap::Args;
use store::Found;
use views::{
    actor::{Actor, Counterpart, actor},
    filter::{Words, who},
    quotes::speaker,
    sentence,
    timeline::Timeline,
};

use crate::{
    Failure, Outcome, Result,
    chart::{bar, sparkline, table, wrapped},
    print,
    shelf::{Question, UnitArgument},
};

#[derive(Args)]
#[command(after_help = "examples:
  demarche actor PRK since:2017
  demarche actor 'Kim Jong Un' type:CONSULT
  demarche actor TUR.MIL place:SYR")]
pub(crate) struct ActorArguments {
    /// A country (MEX), a sector of it (MEX.GOV), or a name
    who: String,
    #[command(flatten)]
    question: Question,
    #[command(flatten)]
    unit: UnitArgument,
}

pub(crate) fn run(a: &ActorArguments) -> Result<Outcome> {
    let (store, filter) = a.question.open()?;
    let words = Words { knowledge: engine::Engine::new().knowledge(), today: None };
    let who = who(&a.who, &words).map_err(|e| Failure::new(e.shown(&a.who), e.hint))?;
    let answer = actor(&store, &who, &filter, a.unit.unit())?;
    print::answer(
        a.question.form(),
        || shown(&answer),
        || answer.value(),
        || (Timeline::columns(), answer.months.rows()),
    )?;
    let nothing = answer.types.is_empty() && answer.by.is_empty() && answer.words.is_empty();
    Ok(if nothing { Outcome::Nothing } else { Outcome::Done })
}

fn shown(a: &Actor) -> String {
    let mut out = String::new();
    let months = &a.months.counts[a.months.counts.len().saturating_sub(108)..];
    if let (Some(first), Some(last)) = (months.first(), months.last()) {
        let numbers: Vec<i64> = months.iter().map(views::timeline::Count::total).collect();
        let (from, to) = (first.start.strftime("%Y-%m"), last.start.strftime("%Y-%m"));
        out.push_str(&format!("acts by month, {from} to {to}\n  {}\n\n", sparkline(&numbers)));
    }
    let most = a.types.first().map_or(0, |t| t.1);
    for (kind, n) in &a.types {
        out.push_str(&format!("  {kind:<10} {n:>7}  {}\n", bar(*n, most, 40)));
    }
    for (title, side) in [("toward", &a.toward), ("by", &a.by)] {
        if !side.is_empty() {
            out.push('\n');
            out.push_str(&table(
                &[
                    title,
                    "all",
                    "coop. words",
                    "coop. deeds",
                    "conf. words",
                    "conf. deeds",
                    "intensity",
                ],
                &side.iter().map(row).collect::<Vec<_>>(),
            ));
        }
    }
    if !a.latest.is_empty() {
        out.push_str("\nlatest acts\n");
        a.latest.iter().for_each(|f| out.push_str(&act(f)));
    }
    if !a.words.is_empty() {
        out.push_str("\nlatest words\n");
        for q in &a.words {
            let day = q.day.day().map(|d| d.to_string()).unwrap_or_default();
            let who = speaker(q).unwrap_or_default();
            out.push_str(&wrapped(&format!("{day} {who}: “{}”", q.words), 100, 2));
        }
    }
    out
}

fn row(c: &Counterpart) -> Vec<String> {
    let mut row = vec![c.country.clone(), c.n.iter().sum::<i64>().to_string()];
    row.extend(c.n.iter().map(ToString::to_string));
    row.push(format!("{:+.1}", c.mean));
    row
}

/// One act in a line or two.
pub(crate) fn act(found: &Found) -> String {
    let e = found.event();
    let day = e.date.map_or("no day".to_owned(), |d| d.interval.start.to_string());
    wrapped(&format!("{day} {}: {}", e.class.event_type, sentence(found)), 100, 2)
}
