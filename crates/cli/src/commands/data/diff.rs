//! `demarche data diff`: two data folders and a corpus in, the events that differ out.

use std::{collections::BTreeMap, path::PathBuf};

use clap::Args;
use engine::{Engine, each};
use model::{Event, EventType, Participant};
use serde_json::{Value, json};
use views::recode::{Change, Difference, changes};

use crate::{Failure, Outcome, Result, chart::table};

/// The name that stands for the data in the program.
const BUILT_IN: &str = "built-in";

#[derive(Args)]
#[command(after_help = "\
OLD and NEW are folders laid out as the project's data/ folder, whole or with only some of its files;
`built-in` is the data in the program. Every document is coded with both.

examples:
  demarche data diff built-in my-data news/
  demarche data diff data-2025 data-2026 news.jsonl --examples 10
exit codes: 0 no event differs, 1 some do, 2 error")]
pub(super) struct DiffArguments {
    /// The data that the events are compared with
    old: String,
    /// The data that is tried
    new: String,
    /// Documents: files, folders, patterns, `-` for standard input
    #[arg(required = true)]
    paths: Vec<String>,
    /// Examples of each type that is added, removed or changed
    #[arg(long, default_value_t = 3, value_name = "N")]
    examples: usize,
    /// How to write what differs [default: table]
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
    /// Threads; 0 for as many as there are cores
    #[arg(long, default_value_t = 0, value_name = "N")]
    jobs: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people: counts and examples
    Table,
    /// One object: counts, and every event that differs
    Json,
}

/// One event that differs, told.
pub(crate) struct Told {
    event_type: EventType,
    kind: &'static str,
    document: String,
    sentence: String,
    before: Option<String>,
    after: Option<String>,
    fields: Vec<&'static str>,
}

/// What two sets of data make of a corpus.
#[derive(Default)]
pub(crate) struct Compared {
    pub(crate) difference: Difference,
    /// In the order of the documents.
    pub(crate) told: Vec<Told>,
    /// By field, old value and new value: how many events.
    turns: BTreeMap<(&'static str, String, String), usize>,
}

pub(super) fn run(a: &DiffArguments) -> Result<Outcome> {
    let (old, new) = (engine_of(&a.old)?, engine_of(&a.new)?);
    let compared = compare(old, new, &a.paths, a.jobs)?;
    match a.format {
        Form::Table => print!("{}", shown(&compared, a.examples)),
        Form::Json => println!("{}", value(&compared)),
    }
    Ok(if compared.told.is_empty() { Outcome::Done } else { Outcome::Nothing })
}

/// The engine of a folder, or of the data in the program.
pub(crate) fn engine_of(name: &str) -> Result<Engine> {
    let folder = (name != BUILT_IN).then(|| PathBuf::from(name));
    crate::engine(folder.as_ref())
}

/// Codes every document with both engines.
pub(crate) fn compare(
    old: Engine,
    new: Engine,
    paths: &[String],
    n_jobs: usize,
) -> Result<Compared> {
    let mut compared = Compared::default();
    let mut failure = None;
    let documents = intake::read(paths, &intake::Options::default());
    let both = |raw| (old.read(&raw), new.read(&raw));
    each(documents, n_jobs, both, |item| {
        match item {
            Ok((before, after)) => {
                let changes = changes(&before.events, &after.events);
                compared.difference.take(before.events.len(), &changes);
                for change in changes {
                    compared.tell(&after.document.text, &after.document.id, &change);
                }
            }
            Err(e) => failure = Some(Failure::new(e.to_string(), e.hint())),
        }
        true
    });
    match failure {
        Some(failure) if compared.difference.n_documents.0 == 0 => Err(failure),
        Some(failure) => {
            eprintln!("skipped: {}", failure.message);
            Ok(compared)
        }
        None => Ok(compared),
    }
}

impl Compared {
    fn tell(&mut self, text: &str, document: &str, change: &Change<'_>) {
        let kind = match (change.before, change.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        let Some(event) = change.after.or(change.before) else { return };
        if let (Some(before), Some(after)) = (change.before, change.after) {
            for field in &change.fields {
                if let Some((x, y)) = turn(field, before, after) {
                    *self.turns.entry((*field, x, y)).or_default() += 1;
                }
            }
        }
        let sentence = event.evidence.sentence_span.of(text);
        self.told.push(Told {
            event_type: event.class.event_type,
            kind,
            document: document.to_owned(),
            sentence: sentence.split_whitespace().collect::<Vec<_>>().join(" "),
            before: change.before.map(line),
            after: change.after.map(line),
            fields: change.fields.clone(),
        });
    }
}

/// Old and new value of a field that has few.
fn turn(field: &str, before: &Event, after: &Event) -> Option<(String, String)> {
    Some(match field {
        "type" => (before.class.event_type.to_string(), after.class.event_type.to_string()),
        "status" => (before.status.to_string(), after.status.to_string()),
        "actor" => (codes(&before.actors), codes(&after.actors)),
        "recipient" => (codes(&before.recipients), codes(&after.recipients)),
        _ => return None,
    })
}

fn codes(list: &[Participant]) -> String {
    if list.is_empty() {
        return "-".to_owned();
    }
    let code = |p: &Participant| {
        let mut code = p.entity.code.country.clone().unwrap_or_else(|| "-".to_owned());
        for sector in &p.entity.code.sectors {
            code.push('.');
            code.push_str(sector.as_str());
        }
        code
    };
    list.iter().map(code).collect::<Vec<_>>().join(" + ")
}

/// `ASSAULT.aerial USA.GOV.MIL -> MEX happened 2025-11-18`
fn line(e: &Event) -> String {
    let mut class = e.class.event_type.to_string();
    for mode in &e.class.modes {
        class.push('.');
        class.push_str(mode.as_str());
    }
    let day = e.date.map_or_else(
        || "undated".to_owned(),
        |d| {
            if d.interval.start == d.interval.end {
                d.interval.start.to_string()
            } else {
                format!("{}..{}", d.interval.start, d.interval.end)
            }
        },
    );
    let contexts: Vec<&str> = e.contexts.iter().map(|c| c.as_str()).collect();
    let contexts =
        if contexts.is_empty() { String::new() } else { format!("  [{}]", contexts.join(", ")) };
    format!(
        "{class}  {} -> {}  {}  {day}  {}{contexts}",
        codes(&e.actors),
        codes(&e.recipients),
        e.status,
        e.class.cameo
    )
}

/// Counts and examples.
pub(crate) fn shown(c: &Compared, n_examples: usize) -> String {
    let d = &c.difference;
    let mut out = format!(
        "{} documents, {} differ; {} events stay as they are\n",
        d.n_documents.0, d.n_documents.1, d.n_same
    );
    if c.told.is_empty() {
        return out;
    }
    let mut rows: Vec<Vec<String>> = d
        .types
        .iter()
        .map(|(t, n)| {
            std::iter::once(t.to_string()).chain(n.iter().map(ToString::to_string)).collect()
        })
        .collect();
    rows.push(
        std::iter::once("all".to_owned())
            .chain(d.totals().iter().map(ToString::to_string))
            .collect(),
    );
    out.push('\n');
    out.push_str(&table(&["type", "added", "removed", "changed"], &rows));
    if !d.fields.is_empty() {
        let rows: Vec<Vec<String>> =
            d.fields.iter().map(|(f, n)| vec![(*f).to_owned(), n.to_string()]).collect();
        out.push('\n');
        out.push_str(&table(&["changed field", "events"], &rows));
    }
    if !c.turns.is_empty() {
        let mut turns: Vec<_> = c.turns.iter().collect();
        turns.sort_by_key(|(key, n)| (key.0, std::cmp::Reverse(**n), *key));
        let mut rows = Vec::new();
        for field in ["type", "status", "actor", "recipient"] {
            let of_field = turns.iter().filter(|(key, _)| key.0 == field);
            for ((field, old, new), n) in of_field.take(n_examples.max(1) * 3) {
                rows.push(vec![(*field).to_owned(), old.clone(), new.clone(), n.to_string()]);
            }
        }
        out.push('\n');
        out.push_str(&table(&["field", "old", "new", "events"], &rows));
    }
    let mut n_told: BTreeMap<(EventType, &str), usize> = BTreeMap::new();
    for t in &c.told {
        let n = n_told.entry((t.event_type, t.kind)).or_default();
        *n += 1;
        if *n <= n_examples {
            out.push_str(&example(t));
        }
    }
    out
}

fn example(t: &Told) -> String {
    let fields =
        if t.fields.is_empty() { String::new() } else { format!(" ({})", t.fields.join(", ")) };
    let mut out = format!("\n{}{fields} in {}\n  {}\n", t.kind, t.document, t.sentence);
    for (sign, side) in [('-', &t.before), ('+', &t.after)] {
        if let Some(side) = side {
            out.push_str(&format!("  {sign} {side}\n"));
        }
    }
    out
}

/// Counts, turns and every event that differs.
fn value(c: &Compared) -> Value {
    let mut value = c.difference.value();
    let turns: Vec<Value> = c
        .turns
        .iter()
        .map(|((field, old, new), n)| json!({"field": field, "old": old, "new": new, "events": n}))
        .collect();
    let told: Vec<Value> = c
        .told
        .iter()
        .map(|t| {
            json!({
                "kind": t.kind, "type": t.event_type.as_str(), "document": t.document,
                "sentence": t.sentence, "before": t.before, "after": t.after, "fields": t.fields,
            })
        })
        .collect();
    if let Value::Object(object) = &mut value {
        object.insert("turns".to_owned(), Value::Array(turns));
        object.insert("events".to_owned(), Value::Array(told));
    }
    value
}
