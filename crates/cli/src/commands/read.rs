//! `demarche read`: files, archives and standard input in, clean documents out.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::PathBuf,
};

use clap::{Args, ValueEnum};
use duplicates::{Duplicate, Seen, Signature};
use engine::{Engine, Reading};
use jiff::civil::Date;

use crate::{
    Failure, Outcome, Result,
    input::{Ids, InputArguments, repeats},
    report::Report,
};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a line
    Jsonl,
    /// The clean text, for people
    Text,
}

#[derive(Args)]
#[command(after_help = "\
formats: text, HTML, MHTML, PDF, RSS, Atom, JSON Feed, NewsML-G2, NITF, ninjs, JSON, JSON lines,
  CSV, TSV, Parquet, WARC, WET, ARC; in .gz, .zst, .xz, .zip and .tar, nested
examples:
  demarche read crawl.warc.gz > documents.jsonl
  demarche read export.csv --map text=Body,published='Pub Date'
  demarche read story.html --format text
  curl -s https://example.com/feed | demarche read -")]
pub(crate) struct ReadArguments {
    /// Files, folders, patterns, or - for standard input
    #[arg(required = true)]
    paths: Vec<String>,
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    output: OutputArguments,
}

/// What `read` and `fetch` do with documents.
#[derive(Args)]
pub(crate) struct OutputArguments {
    /// Shape of the output
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    /// Print also what would not be coded: other languages, live blogs, lists, error pages
    #[arg(long)]
    all: bool,
    /// Day that "today" means in documents without a date (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Threads; 0 for as many as there are cores
    #[arg(long, default_value_t = 0, value_name = "N")]
    jobs: usize,
    /// Write to a file
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(a: &ReadArguments) -> Result<Outcome> {
    let documents = intake::read(&a.paths, &a.input.options()?);
    print(documents, &a.input, &a.output)
}

/// Cleans and prints documents as they come.
pub(crate) fn print(
    documents: intake::Documents,
    input: &InputArguments,
    a: &OutputArguments,
) -> Result<Outcome> {
    let engine = Engine::new().as_of(a.as_of);
    let mut out: Box<dyn Write> = match &a.output {
        None => Box::new(BufWriter::new(std::io::stdout())),
        Some(path) => Box::new(BufWriter::new(File::create(path).map_err(|e| {
            Failure::new(format!("{}: {e}", path.display()), "give a file that can be written")
        })?)),
    };
    let mut report = Report::new(input.skipped.as_deref())?;
    let (mut ids, mut seen) = (Ids::default(), Seen::new());
    let mut failure = None;
    let work = |raw| {
        let reading = engine.clean(&raw);
        let signature = Signature::of(&reading.document.body());
        (reading, signature)
    };
    engine::each(documents, a.jobs, work, |item| {
        let (mut reading, signature) = match item {
            Ok(done) => done,
            Err(e) => {
                report.refuse(&e);
                return true;
            }
        };
        if !report.record(&reading) && !a.all {
            return true;
        }
        ids.make_unique(&mut reading.document);
        let repeated = repeats(&mut seen, &reading.document, signature);
        report.n_duplicates += usize::from(repeated.is_some());
        let written = match a.format {
            Format::Jsonl => object(&mut out, &reading, repeated.as_ref()),
            Format::Text => text(&mut out, &reading, repeated.as_ref()),
        };
        if let Err(e) = written {
            failure = Some(e);
            return false;
        }
        true
    });
    if let Some(e) = failure {
        return Err(e.into());
    }
    out.flush()?;
    report.print(false)?;
    if report.n_errors > 0 && report.n_documents == 0 {
        return Err(Failure::new(
            "no document could be read",
            "the reasons stand above; a folder with one bad file still gives the rest",
        ));
    }
    Ok(if report.n_documents == 0 { Outcome::Nothing } else { Outcome::Done })
}

fn object(out: &mut dyn Write, reading: &Reading, d: Option<&Duplicate>) -> std::io::Result<()> {
    let skipped = reading.skipped().map(|n| n.message.as_str());
    let repeated = d.map(|d| (d.of.as_str(), d.how.as_str()));
    writeln!(out, "{}", wire::document(&reading.document, repeated, skipped))
}

/// Headline, where from and when, and the text without furniture.
fn text(out: &mut dyn Write, reading: &Reading, d: Option<&Duplicate>) -> std::io::Result<()> {
    let document = &reading.document;
    if let Some(headline) = &document.headline {
        writeln!(out, "{headline}")?;
    }
    let body = document::whole(&document.body());
    if let Some(deck) = document.deck.as_ref().filter(|d| !body.starts_with(d.as_str())) {
        writeln!(out, "{deck}")?;
    }
    let mut from = vec![document.origin.clone()];
    from.extend(document.url.clone().filter(|u| *u != document.origin));
    let when = document.published_at.map(|m| m.to_string());
    from.extend(when.or_else(|| document.published.map(|d| d.to_string())));
    from.extend(document.publisher.clone());
    from.extend((!document.authors.is_empty()).then(|| document.authors.join(", ")));
    writeln!(out, "{}", from.join(" · "))?;
    if let Some(note) = reading.skipped() {
        writeln!(out, "not coded: {}", note.message)?;
    }
    if let Some(d) = d {
        writeln!(out, "repeats {} (by {})", d.of, d.how.as_str())?;
    }
    writeln!(out, "\n{body}\n\n---\n")
}
