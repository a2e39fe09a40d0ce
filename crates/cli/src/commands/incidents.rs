//! `demarche incidents`: many reports, one happening; and the corrections by hand.

use clap::{Args, Subcommand};
use model::{ContentId, Correction, Status};
use store::{Order, Store};
use views::{
    incidents::{Told, days, headline, with_leads},
    keep::IncidentLinker,
    sentence,
};

use crate::{
    Failure, Outcome, Result,
    chart::wrapped,
    print,
    shelf::{Question, StoreArgument},
};

#[derive(Args)]
#[command(after_help = "\
examples:
  demarche incidents actor:.MIL place:SYR type:ASSAULT since:2018
  demarche incidents incident:00ff12ab34cd56ef --why")]
pub(crate) struct IncidentsArguments {
    #[command(flatten)]
    question: Question,
    /// How many at most
    #[arg(long, default_value_t = 30)]
    limit: usize,
    /// Earliest first
    #[arg(long)]
    earliest: bool,
    /// Tell why reports were joined, and where each comes from
    #[arg(long)]
    why: bool,
}

pub(crate) fn run(a: &IncidentsArguments) -> Result<Outcome> {
    let (store, mut filter) = a.question.open()?;
    if filter.statuses.is_empty() {
        filter.statuses = vec![Status::Happened, Status::Planned];
    }
    let order = if a.earliest { Order::Earliest } else { Order::Latest };
    let page = store.incidents(&filter, order, a.limit, None, &IncidentLinker)?;
    let told = with_leads(&store, page.items)?;
    let table = |t: &Told| shown(t, a.why);
    print::items(a.question.form(), &told, table, Told::value, Told::COLUMNS, Told::row)?;
    if page.next.is_some() {
        eprintln!("{} incidents shown, there are more: raise --limit", told.len());
    }
    Ok(if told.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

fn shown(t: &Told, why: bool) -> String {
    let i = t.incident();
    let mut out = format!(
        "  {}  {}\n      {} · {} · {} reports, {} independent",
        days(i.days),
        headline(i),
        i.id,
        i.status,
        i.tellings.len(),
        i.n_independent
    );
    for (name, range) in [("dead", i.dead), ("injured", i.injured), ("size", i.size)] {
        if let Some(r) = range {
            out.push_str(&format!(" · {name} {} ({}–{})", r.best, r.least, r.most));
        }
    }
    if let Some(s) = &i.scene {
        out.push_str(&format!(" · at {}", s.name));
    }
    out.push('\n');
    if i.statuses.len() > 1 {
        let told: Vec<String> = i
            .statuses
            .iter()
            .map(|s| {
                let first = s.first.map(|d| format!(" {d}")).unwrap_or_default();
                format!("{}{first}", s.told.as_str())
            })
            .collect();
        out.push_str(&format!("      {}\n", told.join(" → ")));
    }
    if let Some(lead) = &t.lead {
        out.push_str(&wrapped(&sentence(lead), 100, 6));
    }
    if why {
        for r in &t.happening.reports {
            let gist = &r.node.gist;
            let day = gist.day.map(|d| d.to_string()).unwrap_or_default();
            let by = gist.publisher.clone().unwrap_or_default();
            out.push_str(&format!("      {}  {day} {} {by}\n", r.node.id, gist.document));
            if let Some(l) = &r.link {
                let reasons = l.reasons.join(", ");
                out.push_str(&format!("        joined to {} ({:.2}): {reasons}\n", l.to, l.score));
            }
        }
    }
    out.push('\n');
    out
}

#[derive(Args)]
#[command(after_help = "\
A report is named by its id, or by the id of one of its events (document#number).
What was corrected stays corrected when more documents come; `undo` takes a correction back.")]
pub(crate) struct CorrectArguments {
    #[command(flatten)]
    shelf: StoreArgument,
    #[command(subcommand)]
    command: CorrectCommand,
}

#[derive(Subcommand)]
enum CorrectCommand {
    /// Two reports tell of one incident
    Join { a: String, b: String },
    /// Two reports tell of two incidents
    Split { a: String, b: String },
    /// A report belongs to another, whatever the scores say; or to none
    Pin { a: String, b: Option<String> },
    /// Take a correction back
    Undo {
        /// join, split or pin
        kind: String,
        a: String,
        b: Option<String>,
    },
    /// Show all corrections
    List,
}

pub(crate) fn run_correct(a: &CorrectArguments) -> Result<Outcome> {
    if let CorrectCommand::List = &a.command {
        let all = a.shelf.open()?.corrections()?;
        for c in &all {
            println!("{}", told(*c));
        }
        return Ok(if all.is_empty() { Outcome::Nothing } else { Outcome::Done });
    }
    let mut store = a.shelf.open_to_write()?;
    let ontology = &engine::Engine::new().knowledge().ontology;
    let (correction, add) = match &a.command {
        CorrectCommand::Join { a, b } => {
            (Correction::Join(report(&store, a)?, report(&store, b)?), true)
        }
        CorrectCommand::Split { a, b } => {
            (Correction::Apart(report(&store, a)?, report(&store, b)?), true)
        }
        CorrectCommand::Pin { a, b } => {
            let b = b.as_ref().map(|b| report(&store, b)).transpose()?;
            (Correction::Pin(report(&store, a)?, b), true)
        }
        CorrectCommand::Undo { kind, a, b } => {
            let a = report(&store, a)?;
            let b = b.as_ref().map(|b| report(&store, b)).transpose()?;
            let two = |b: Option<ContentId>| {
                b.ok_or_else(|| Failure::new("one report is missing", "name both reports"))
            };
            let correction = match kind.as_str() {
                "join" => Correction::Join(a, two(b)?),
                "split" => Correction::Apart(a, two(b)?),
                "pin" => Correction::Pin(a, b),
                _ => {
                    let message = format!("unknown correction `{kind}`");
                    return Err(Failure::new(message, "one of join, split, pin"));
                }
            };
            (correction, false)
        }
        CorrectCommand::List => return Ok(Outcome::Nothing),
    };
    store.correct(correction, add, ontology, &IncidentLinker)?;
    println!("{}{}", if add { "" } else { "undone: " }, told(correction));
    Ok(Outcome::Done)
}

fn told(c: Correction) -> String {
    match c {
        Correction::Join(a, b) => format!("join {a} {b}"),
        Correction::Apart(a, b) => format!("split {a} {b}"),
        Correction::Pin(a, Some(b)) => format!("pin {a} {b}"),
        Correction::Pin(a, None) => format!("pin {a}"),
    }
}

/// A report by its id or the id of one of its events.
fn report(store: &Store, text: &str) -> Result<ContentId> {
    let unknown = || {
        Failure::new(
            format!("there is no report `{text}`"),
            "`demarche incidents --why` shows the ids of reports, `demarche events` those of events",
        )
    };
    if let Some((document, number)) = text.rsplit_once('#') {
        let position: usize =
            number.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).ok_or_else(unknown)?;
        let document = store.number_of(document)?.ok_or_else(unknown)?;
        return store.report_of(document, position)?.ok_or_else(unknown);
    }
    let id: ContentId = text.parse().map_err(|_| unknown())?;
    match store.report(id, &IncidentLinker)? {
        Some(_) => Ok(id),
        None => Err(unknown()),
    }
}
