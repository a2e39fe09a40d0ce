//! `demarche events`: a filter in, the events that it asks for out.

use std::io::{BufWriter, IsTerminal, Write};

use clap::Args;
use model::Status;
use store::{Found, Order};

use crate::{
    Failure, Outcome, Result, highlight,
    shelf::{Form, Question},
};

#[derive(Args)]
#[command(after_help = "\
examples:
  demarche events dyad:USA-PRK type:THREATEN since:2017
  demarche events 'actor:.MIL place:SYR status:any' --limit 500 --format csv
Without status:, events that happened or are planned are shown.")]
pub(crate) struct EventsArguments {
    #[command(flatten)]
    question: Question,
    /// How many at most; 0 for all
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// Earliest first
    #[arg(long)]
    earliest: bool,
}

pub(crate) fn run(a: &EventsArguments) -> Result<Outcome> {
    let (store, mut filter) = a.question.open()?;
    if filter.statuses.is_empty() {
        filter.statuses = vec![Status::Happened, Status::Planned];
    }
    let order = if a.earliest { Order::Earliest } else { Order::Latest };
    let mut out = Writer::new(a.question.form())?;
    let knowledge = engine::Engine::new().knowledge();
    let (mut left, mut after, mut n) = (if a.limit == 0 { usize::MAX } else { a.limit }, None, 0);
    loop {
        let page = store.events(&filter, order, left.min(500), after)?;
        for found in &page.items {
            out.event(found, knowledge)?;
        }
        n += page.items.len();
        left -= page.items.len();
        after = page.next;
        if after.is_none() || left == 0 {
            break;
        }
    }
    out.finish()?;
    if after.is_some() {
        eprintln!("{n} events shown, there are more: raise --limit");
    }
    Ok(if n == 0 { Outcome::Nothing } else { Outcome::Done })
}

/// Events in one of the forms.
pub(crate) enum Writer {
    Table(Box<dyn Write>, highlight::Style),
    Json(Box<dyn Write>),
    Csv(Box<csv::Writer<Box<dyn Write>>>),
}

impl Writer {
    pub(crate) fn new(form: Form) -> Result<Self> {
        let out: Box<dyn Write> = Box::new(BufWriter::new(std::io::stdout()));
        Ok(match form {
            Form::Table => Writer::Table(out, style()),
            Form::Json => Writer::Json(out),
            Form::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(wire::CSV_COLUMNS).map_err(|e| csv_failure(&e))?;
                Writer::Csv(Box::new(writer))
            }
        })
    }

    pub(crate) fn event(&mut self, found: &Found, knowledge: &knowledge::Knowledge) -> Result<()> {
        match self {
            Writer::Table(out, style) => {
                let d = found.document();
                let by = d.publisher.as_deref().unwrap_or(&d.origin);
                let day = d.today.map(|d| d.to_string()).unwrap_or_default();
                write!(out, "{}", highlight::event(d, found.event(), *style))?;
                writeln!(out, "      {by} {day} · {}#{}\n", d.id, found.position + 1)?;
            }
            Writer::Json(out) => writeln!(out, "{}", views::event_value(found, knowledge))?,
            Writer::Csv(out) => out
                .write_record(wire::event_row(&views::event_value(found, knowledge)))
                .map_err(|e| csv_failure(&e))?,
        }
        Ok(())
    }

    pub(crate) fn finish(&mut self) -> Result<()> {
        match self {
            Writer::Table(out, _) | Writer::Json(out) => out.flush()?,
            Writer::Csv(out) => out.flush()?,
        }
        Ok(())
    }
}

/// Colours on a terminal, and its width.
pub(crate) fn style() -> highlight::Style {
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let width = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(100);
    highlight::Style { colour, width }
}

pub(crate) fn csv_failure(e: &csv::Error) -> Failure {
    Failure::new(e.to_string(), "check that the output can be written")
}
