//! `demarche code`: documents in, events out.

use std::{
    borrow::Cow,
    fs::File,
    io::{BufWriter, IsTerminal, Write},
    path::PathBuf,
};

use clap::{Args, ValueEnum};
use duplicates::{Seen, Signature};
use engine::Reading;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use model::{Analysis, Event, RawDocument};

use crate::{
    Failure, Outcome, Result, highlight,
    input::{Ids, InputArguments, repeats},
    report::Report,
};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: each event with its sentence
    Table,
    /// One JSON object a line
    Jsonl,
    /// One row an event, with a header
    Csv,
}

/// Which quotations.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Quotes {
    /// What stands between quotation marks
    Marked,
    /// Indirect speech and attitudes too: what somebody likely says, thinks, wants or judges
    All,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Statuses {
    /// Every event, also the hypothetical and the negated
    All,
    /// Only what happened or is planned
    Asserted,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Duplicates {
    /// Coded like the others
    Keep,
    /// Left out and counted
    Skip,
}

#[derive(Args)]
pub(crate) struct CodeArguments {
    /// Files, folders, patterns, or - for standard input: every format that `demarche read` takes
    #[arg(required = true)]
    paths: Vec<String>,
    #[command(flatten)]
    input: InputArguments,
    /// What becomes of documents that repeat another: the same address, or nearly the same text
    #[arg(long, value_enum, default_value = "keep")]
    duplicates: Duplicates,
    /// Shape of the output; a table on a terminal, else jsonl
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Which events; asserted in the table, else all
    #[arg(long, value_enum)]
    status: Option<Statuses>,
    /// Day that "today" means in documents without a date (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Threads; 0 for as many as there are cores
    #[arg(long, default_value_t = 0, value_name = "N")]
    jobs: usize,
    /// Quotations too, as objects of their own (jsonl)
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "marked")]
    quotes: Option<Quotes>,
    /// Data folder to use in place of the one in the program
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Write to a file
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

enum Sink {
    Table(Box<dyn Write>, highlight::Style, Statuses),
    Jsonl(Box<dyn Write>, Statuses, Option<Quotes>),
    Csv(Box<csv::Writer<Box<dyn Write>>>, Statuses),
}

pub(crate) fn run(a: &CodeArguments) -> Result<Outcome> {
    let engine = crate::engine_for(a.jobs, a.data.as_ref())?.as_of(a.as_of);
    let terminal = a.output.is_none() && std::io::stdout().is_terminal();
    let format = a.format.unwrap_or(if terminal { Format::Table } else { Format::Jsonl });
    let mut sink = sink(a, format, terminal)?;
    let bar = progress(a, terminal);
    let mut report = Report::new(a.input.skipped.as_deref())?;
    let mut failure: Option<Failure> = None;
    let coder = engine.coder();
    let (mut ids, mut seen) = (Ids::default(), Seen::new());
    let documents = intake::read(&a.paths, &a.input.options()?);
    let read = |raw: RawDocument| {
        let mut reading = engine.read(&raw);
        // What is not asked for goes where it was made, so that its memory is at hand again.
        if a.quotes.is_none() {
            reading.analysis = Analysis::default();
        }
        reading
    };
    engine::each(documents, a.jobs, read, |item| {
        bar.inc(1);
        match item {
            Ok(mut reading) => {
                ids.make_unique(&mut reading.document);
                if a.duplicates == Duplicates::Skip {
                    let signature = Signature::of(&reading.document.body());
                    if let Some(d) = repeats(&mut seen, &reading.document, signature) {
                        report.pass_duplicate(&reading, &d.of);
                        return true;
                    }
                }
                if !bar.suspend(|| report.record(&reading)) {
                    return true;
                }
                if let Err(e) = write(&mut sink, &reading, &engine, &coder) {
                    failure = Some(e);
                    return false;
                }
            }
            Err(e) => bar.suspend(|| report.refuse(&e)),
        }
        true
    });
    bar.finish_and_clear();
    if let Some(failure) = failure {
        return Err(failure);
    }
    match &mut sink {
        Sink::Table(w, ..) | Sink::Jsonl(w, ..) => w.flush()?,
        Sink::Csv(w, _) => w.flush()?,
    }
    report.print(true)?;
    if report.n_errors > 0 && report.n_documents == 0 {
        return Err(Failure::new(
            "no document could be read",
            "the reasons stand above; a folder with one bad file still codes the rest",
        ));
    }
    Ok(if report.n_events == 0 { Outcome::Nothing } else { Outcome::Done })
}

fn sink(a: &CodeArguments, format: Format, terminal: bool) -> Result<Sink> {
    let out: Box<dyn Write> = match &a.output {
        Some(path) => Box::new(BufWriter::new(File::create(path).map_err(|e| {
            Failure::new(format!("{}: {e}", path.display()), "give a file that can be written")
        })?)),
        None => Box::new(BufWriter::new(std::io::stdout())),
    };
    Ok(match format {
        Format::Table => {
            let colour = terminal && std::env::var_os("NO_COLOR").is_none();
            let width = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(100);
            let style = highlight::Style { colour, width };
            Sink::Table(out, style, a.status.unwrap_or(Statuses::Asserted))
        }
        Format::Jsonl => Sink::Jsonl(out, a.status.unwrap_or(Statuses::All), a.quotes),
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(out);
            writer.write_record(wire::CSV_COLUMNS).map_err(|e| csv_failure(&e))?;
            Sink::Csv(Box::new(writer), a.status.unwrap_or(Statuses::All))
        }
    })
}

fn csv_failure(e: &csv::Error) -> Failure {
    Failure::new(e.to_string(), "check that the output can be written")
}

fn progress(a: &CodeArguments, terminal: bool) -> ProgressBar {
    let shown = std::io::stderr().is_terminal() && !(terminal && a.paths.len() < 2);
    if !shown {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} documents, {per_sec}") {
        bar.set_style(style);
    }
    bar
}

fn write(sink: &mut Sink, reading: &Reading, engine: &engine::Engine, coder: &str) -> Result<()> {
    let document = &reading.document;
    let keep = |statuses: Statuses, e: &Event| statuses == Statuses::All || e.status.is_asserted();
    match sink {
        Sink::Table(out, style, statuses) => {
            let title = document.headline.clone().unwrap_or_else(|| {
                document.text.lines().next().unwrap_or("").chars().take(90).collect()
            });
            let day = document.today.map(|d| d.to_string()).unwrap_or_default();
            writeln!(out, "{title}\n{} {day}\n", document.origin)?;
            for e in reading.events.iter().filter(|e| keep(*statuses, e)) {
                writeln!(out, "{}", highlight::event(document, e, *style))?;
            }
        }
        Sink::Jsonl(out, statuses, quotes) => {
            let (events, keep) = (&reading.events, |e: &Event| keep(*statuses, e));
            wire::write_events(out, document, events, keep, engine.knowledge(), coder)?;
            if let Some(which) = quotes {
                for q in quote_objects(reading, engine, *which) {
                    writeln!(out, "{q}")?;
                }
            }
        }
        Sink::Csv(out, statuses) => {
            let events = wire::events(document, &reading.events, engine.knowledge(), coder);
            for (e, told) in reading.events.iter().zip(&events) {
                if keep(*statuses, e) {
                    out.write_record(wire::event_row(told)).map_err(|e| csv_failure(&e))?;
                }
            }
        }
    }
    Ok(())
}

/// The quotations of a reading as objects.
pub(crate) fn quote_objects(
    reading: &Reading,
    engine: &engine::Engine,
    which: Quotes,
) -> Vec<serde_json::Value> {
    let mut analysis = Cow::Borrowed(&reading.analysis);
    if which == Quotes::All {
        let quotes = analysis::quotes::with_attitudes(&reading.document.text, &analysis);
        analysis.to_mut().quotes = quotes;
    }
    let speakers = coder::speakers(&reading.document, &analysis, engine.knowledge());
    wire::quotes(&reading.document, &analysis, which == Quotes::All, |q| {
        let i = analysis.quotes.iter().position(|x| x == q)?;
        speakers[i].clone()
    })
}
