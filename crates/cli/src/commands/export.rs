//! `demarche export`: events of a store, or of lines of JSON, in; a format of the field out.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufRead, BufReader, BufWriter, IsTerminal, Write},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use store::{Filter, Order};
use wire::export::{Export, Format, Options, Written, dictionary};

use crate::{Failure, Outcome, Result, shelf::StoreQuestion};

#[derive(Clone, Copy, ValueEnum)]
enum Name {
    /// Our table: quoted CSV with a header, nothing for NA
    Csv,
    /// Our objects, one a line
    Jsonl,
    /// Our table with types
    Parquet,
    /// Our table as an Arrow IPC (Feather) file
    Arrow,
    /// PLOVER 2.0's JSON, one object a line
    Plover,
    /// ICEWS's table
    Icews,
    /// POLECAT's table
    Polecat,
    /// GDELT 2's event table
    Gdelt,
    /// Date, source, target, CAMEO code
    Cameo,
    /// Points on a map
    Geojson,
    /// A calendar of what is planned
    Ics,
    /// A feed
    Atom,
}

impl Name {
    fn format(self) -> Format {
        Format::ALL[self as usize]
    }
}

#[derive(Args)]
#[command(after_help = "\
examples:
  demarche export dyad:USA-PRK since:2017 --format parquet -o events.parquet
  demarche export status:planned --format ics -o agenda.ics
  demarche code news/ --format jsonl | demarche export --events - --format icews -o events.tab
  demarche export --events events.jsonl --format csv --dyads --documents news.jsonl -o dyads.csv
A column dictionary is written beside each table: FILE.columns.tsv")]
pub(crate) struct ExportArguments {
    #[command(flatten)]
    question: StoreQuestion,
    /// Events as lines of JSON (demarche code --format jsonl) instead of a store's; - for standard
    /// input
    #[arg(long, value_name = "FILE", conflicts_with = "filter")]
    events: Vec<String>,
    /// What comes out
    #[arg(long, value_enum)]
    format: Name,
    /// One row for each pair of actor and recipient (icews, gdelt and cameo always)
    #[arg(long)]
    dyads: bool,
    /// Only these statuses; by default what the format can hold
    #[arg(long, value_delimiter = ',', value_name = "STATUS")]
    status: Vec<String>,
    /// Documents as lines of JSON: their day, publisher and address go into the tables
    #[arg(long, value_name = "FILE", requires = "events")]
    documents: Option<PathBuf>,
    /// Title of a feed or calendar
    #[arg(long, default_value = "")]
    title: String,
    /// Write to a file
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(a: &ExportArguments) -> Result<Outcome> {
    let format = a.format.format();
    for status in &a.status {
        if status.parse::<model::Status>().is_err() {
            return Err(Failure::new(
                format!("--status: found `{status}`"),
                "statuses are happened, planned, hypothetical and negated",
            ));
        }
    }
    let binary = matches!(format, Format::Parquet | Format::Arrow);
    if binary && a.output.is_none() && std::io::stdout().is_terminal() {
        return Err(Failure::new(
            format!("{} is not for terminals", format.as_str()),
            "give a file: --output events.parquet",
        ));
    }
    // What is asked for is looked at before a file is written over.
    let asked = if a.events.is_empty() { Some(a.question.open()?) } else { None };
    let documents = documents(a.documents.as_deref())?;
    let engine = crate::engine(None)?;
    let out: Box<dyn Write + Send> = match &a.output {
        Some(path) => Box::new(BufWriter::new(File::create(path).map_err(|e| at(path, &e))?)),
        None => Box::new(BufWriter::new(std::io::stdout())),
    };
    let options = Options { dyads: a.dyads, statuses: a.status.clone(), title: a.title.clone() };
    let mut export = Export::new(format, out, engine.knowledge(), &options)?;
    let mut read = Read::default();
    if let Some((store, filter)) = asked {
        read.store(&store, &filter, engine.knowledge(), &mut export)?;
    }
    for file in &a.events {
        read.file(file, &documents, &mut export)?;
    }
    let written = export.finish()?;
    beside(a.output.as_deref(), format)?;
    read.tell(&written);
    if read.events == 0 && read.bad > 0 {
        return Err(Failure::new(
            "no line is an event",
            "export reads what `demarche code --format jsonl` writes",
        ));
    }
    Ok(if written.n_rows == 0 { Outcome::Nothing } else { Outcome::Done })
}

fn at(path: &Path, e: &std::io::Error) -> Failure {
    Failure::new(format!("{}: {e}", path.display()), "give a file that can be written")
}

/// The column dictionary of a table, in a file beside it.
fn beside(output: Option<&Path>, format: Format) -> Result<()> {
    let Some(path) = output else { return Ok(()) };
    if wire::export::columns(format).is_empty() {
        return Ok(());
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".columns.tsv");
    let path = PathBuf::from(name);
    std::fs::write(&path, dictionary(format)).map_err(|e| at(&path, &e))
}

/// What is known of documents, by id.
fn documents(path: Option<&Path>) -> Result<BTreeMap<String, Value>> {
    let mut out = BTreeMap::new();
    let Some(path) = path else { return Ok(out) };
    let readable = |e: std::io::Error| {
        Failure::new(format!("{}: {e}", path.display()), "give lines of JSON with an `id` each")
    };
    for (i, line) in BufReader::new(File::open(path).map_err(readable)?).lines().enumerate() {
        let line = line.map_err(readable)?;
        if line.trim().is_empty() {
            continue;
        }
        let mut value: Value = serde_json::from_str(&line).map_err(|e| {
            Failure::new(
                format!("{}:{}: no JSON: {e}", path.display(), i + 1),
                "give lines of JSON with an `id` each",
            )
        })?;
        let id = match &value["id"] {
            Value::String(id) => id.clone(),
            other => other.to_string(),
        };
        if let Value::Object(object) = &mut value {
            object.remove("text");
            let other = object.get("title").cloned();
            object.entry("headline").or_insert(other.unwrap_or(Value::Null));
        }
        out.insert(id, value);
    }
    Ok(out)
}

#[derive(Default)]
struct Read {
    events: usize,
    quotes: usize,
    bad: usize,
}

impl Read {
    /// Events of a store, earliest first.
    fn store(
        &mut self,
        store: &store::Store,
        filter: &Filter,
        knowledge: &knowledge::Knowledge,
        export: &mut Export<'_>,
    ) -> Result<()> {
        let mut after = None;
        loop {
            let page = store.events(filter, Order::Earliest, 1000, after)?;
            for found in &page.items {
                let d = found.document();
                let document = json!({
                    "url": d.url,
                    "published": d.published.or(d.today).map(|d| d.to_string()),
                    "publisher": d.publisher,
                    "headline": d.headline,
                });
                self.events += 1;
                export.write(&views::event_value(found, knowledge), &document)?;
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    fn file(
        &mut self,
        file: &str,
        documents: &BTreeMap<String, Value>,
        export: &mut Export<'_>,
    ) -> Result<()> {
        let reader: Box<dyn BufRead> = if file == "-" {
            Box::new(BufReader::new(std::io::stdin()))
        } else {
            Box::new(BufReader::new(File::open(file).map_err(|e| {
                Failure::new(
                    format!("{file}: {e}"),
                    "give a file of events, or - for standard input",
                )
            })?))
        };
        for (i, line) in reader.split(b'\n').enumerate() {
            let line = line?;
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let bytes = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
            match serde_json::from_slice::<Value>(bytes) {
                Ok(event) if event["type"].is_string() && event["id"].is_string() => {
                    self.events += 1;
                    let id = event["document"].as_str().unwrap_or("");
                    export.write(&event, documents.get(id).unwrap_or(&Value::Null))?;
                }
                Ok(other) if !other["quote"].is_null() => self.quotes += 1,
                Ok(_) => self.bad(file, i, "an object that is no event"),
                Err(e) => self.bad(file, i, &format!("no JSON: {e}")),
            }
        }
        Ok(())
    }

    fn bad(&mut self, file: &str, line: usize, what: &str) {
        self.bad += 1;
        if self.bad <= 5 {
            eprintln!("skipped: {file}:{}: {what}", line + 1);
        }
    }

    fn tell(&self, written: &Written) {
        let mut parts = vec![format!("{} events, {} rows", written.n_events, written.n_rows)];
        let left_out = written.left_out.iter();
        parts.extend(left_out.map(|(why, n)| format!("{n} left out ({why})")));
        if self.quotes > 0 {
            parts.push(format!("{} quotations passed over", self.quotes));
        }
        if self.bad > 0 {
            parts.push(format!("{} lines skipped", self.bad));
        }
        eprintln!("{}", parts.join(", "));
    }
}
