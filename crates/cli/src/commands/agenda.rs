//! `demarche agenda`: what is planned, and what became of it.

use clap::Args;
use views::{
    agenda::{Entry, agenda},
    incidents::days,
    sentence, who,
};

use crate::{Failure, Outcome, Result, chart::wrapped, print, shelf::Question};

#[derive(Args)]
#[command(after_help = "\
Without since:, what is planned from today on is shown; today is the day of the latest document, or
--as-of. examples:
  demarche agenda actor:USA
  demarche agenda dyad:USA-PRK since:2018-05-01 until:2018-07-01")]
pub(crate) struct AgendaArguments {
    #[command(flatten)]
    question: Question,
    /// How many at most
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

pub(crate) fn run(a: &AgendaArguments) -> Result<Outcome> {
    let (store, filter) = a.question.open()?;
    let Some(today) = a.question.today(&store)? else {
        return Err(Failure::new("no document of the store has a day", "give one with --as-of"));
    };
    let entries = agenda(&store, &filter, today, a.limit)?;
    print::items(a.question.form(), &entries, shown, Entry::value, Entry::COLUMNS, Entry::row)?;
    Ok(if entries.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

fn shown(e: &Entry) -> String {
    let x = e.announced.event();
    let side =
        |l: &[model::Participant]| l.iter().map(|p| who(&p.entity)).collect::<Vec<_>>().join(" + ");
    let toward = if x.recipients.is_empty() {
        String::new()
    } else {
        format!(" → {}", side(&x.recipients))
    };
    let place = x.place.as_ref().map(|p| format!(" at {}", p.name)).unwrap_or_default();
    let d = e.announced.document();
    let told = d.today.map(|t| t.to_string()).unwrap_or_default();
    let mut out = format!(
        "  {}  {:<8} {} {}{toward}{place}\n      announced {told} by {} ({} {})\n",
        days(Some(e.days)),
        e.outcome.as_str(),
        x.class.event_type,
        side(&x.actors),
        e.by.join(" + "),
        e.n_reports,
        if e.n_reports == 1 { "report" } else { "reports" }
    );
    out.push_str(&wrapped(&sentence(&e.announced), 100, 6));
    if let Some(f) = &e.evidence {
        let day = f.document().today.map(|t| t.to_string()).unwrap_or_default();
        out.push_str(&wrapped(&format!("{}: {day} {}", e.outcome.as_str(), sentence(f)), 100, 6));
    }
    out.push('\n');
    out
}
