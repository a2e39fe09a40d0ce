//! `demarche compare`: rows of another data set beside our events.

use clap::{Args, ValueEnum};
use measure::beside::{Comparison, Own, compare};
use serde_json::Value;
use store::Order;
use wire::foreign::{Foreign, Layout, read, sniff};

use crate::{Failure, Outcome, Result, commands::relate::read_text, shelf::StoreQuestion};

#[derive(Clone, Copy, ValueEnum)]
enum Name {
    Gdelt,
    Icews,
    Polecat,
    Acled,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Args)]
#[command(after_help = "\
examples:
  demarche compare icews.tab actor:USA since:2017 --show 10
  demarche compare 20260112.export.CSV --events events.jsonl
  demarche compare acled.csv --events events.jsonl --days 2
Days are compared by the act's own days, countries by ISO codes, types by PLOVER and its crosswalk.")]
pub(crate) struct CompareArguments {
    /// Table of GDELT 2, ICEWS, POLECAT or ACLED
    file: String,
    #[command(flatten)]
    question: StoreQuestion,
    /// Our events as lines of JSON instead of a store's, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "filter")]
    events: Option<String>,
    /// What kind of table it is; seen by its columns where not given
    #[arg(long, value_enum)]
    layout: Option<Name>,
    /// How many days a row and an event may lie apart
    #[arg(long, default_value_t = 1, value_name = "N")]
    days: i32,
    /// Compare events of every status, not only those that happened
    #[arg(long)]
    all: bool,
    /// List the first N of each kind
    #[arg(long, default_value_t = 0, value_name = "N")]
    show: usize,
    /// Shape of the output
    #[arg(long, value_enum, default_value = "text")]
    format: Shape,
}

pub(crate) fn run(a: &CompareArguments) -> Result<Outcome> {
    let text = read_text(&a.file)?;
    let layout = match a.layout {
        Some(name) => Layout::ALL[name as usize],
        None => sniff(&text).ok_or_else(|| {
            Failure::new(
                format!("{}: none of the known tables", a.file),
                "say which with --layout gdelt, icews, polecat or acled",
            )
        })?,
    };
    let engine = crate::engine(None)?;
    let (theirs, skipped) = read(&text, layout, engine.knowledge());
    for s in skipped.iter().take(5) {
        eprintln!("skipped: {}:{}: {}", a.file, s.line, s.reason);
    }
    if theirs.is_empty() {
        return Err(Failure::new(
            format!("{}: no row could be read as {}", a.file, layout.as_str()),
            "the reasons stand above; --layout says what the table is",
        ));
    }
    let ours = match &a.events {
        Some(file) => events(file, a.all)?,
        None => stored(a, engine.knowledge())?,
    };
    let comparison = compare(&theirs, &ours, a.days);
    match a.format {
        Shape::Json => println!("{}", comparison.to_json(&theirs, &ours)),
        Shape::Text => {
            println!(
                "{} rows of {} ({} skipped), {} events of ours",
                theirs.len(),
                layout.as_str(),
                skipped.len(),
                ours.len()
            );
            print!("{}", comparison.to_text());
            show(&comparison, &theirs, &ours, a.show);
        }
    }
    Ok(if comparison.matched.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

/// Events of the store that the filter asks for; without a status in it, what happened.
fn stored(a: &CompareArguments, knowledge: &knowledge::Knowledge) -> Result<Vec<Own>> {
    let (store, mut filter) = a.question.open()?;
    if !a.all {
        filter = views::timeline::happened(&filter);
    }
    let (mut out, mut after) = (Vec::new(), None);
    loop {
        let page = store.events(&filter, Order::Earliest, 1000, after)?;
        out.extend(page.items.iter().map(|f| Own::of(&views::event_value(f, knowledge))));
        after = page.next;
        if after.is_none() {
            return Ok(out);
        }
    }
}

fn events(file: &str, all: bool) -> Result<Vec<Own>> {
    let mut out = Vec::new();
    for (i, line) in read_text(file)?.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let event: Value = serde_json::from_str(line).map_err(|e| {
            Failure::new(
                format!("{file}:{}: no JSON: {e}", i + 1),
                "give what `demarche code --format jsonl` writes",
            )
        })?;
        if event["type"].is_string() && (all || event["status"] == "happened") {
            out.push(Own::of(&event));
        }
    }
    Ok(out)
}

fn show(c: &Comparison, theirs: &[Foreign], ours: &[Own], n: usize) {
    let row = |t: usize| {
        let r = &theirs[t];
        let day = r.day.map(|d| d.to_string()).unwrap_or_default();
        let kind = r.event_type.map_or("-", |t| t.as_str());
        format!("{day} {} → {} {kind} {}", r.names.0, r.names.1, r.cameo.as_deref().unwrap_or(""))
    };
    let own = |o: usize| {
        let e = &ours[o];
        let day = e.days.map(|d| d.0.to_string()).unwrap_or_default();
        let kind = e.event_type.map_or("-", |t| t.as_str());
        let sides = format!("{} → {}", e.actors.join(","), e.recipients.join(","));
        format!("{day} {sides} {kind} {} | {}", e.cameo, e.sentence)
    };
    for &(t, o) in c.matched.iter().take(n) {
        println!("both    theirs {}\n        ours   {}", row(t), own(o));
    }
    for &t in c.only_theirs.iter().take(n) {
        println!("theirs  {}", row(t));
    }
    for &o in c.only_ours.iter().take(n) {
        println!("ours    {}", own(o));
    }
}
