//! `demarche relate`: two marked spans in, the type that relates them out.

use std::path::PathBuf;

use clap::Args;
use model::{DocumentKind, RawDocument, Span};
use serde_json::{Value, json};

use crate::{Failure, Outcome, Result};

#[derive(Args)]
#[command(after_help = "\
input, a line: {\"id\", \"text\", \"actor\": [start, end], \"recipient\": [start, end]}, in characters
output, a line: {\"id\", \"type\", \"mode\", \"scores\": {TYPE: share}}")]
pub(crate) struct RelateArguments {
    /// Lines of JSON, or - for standard input
    path: String,
    /// Data folder to use in place of the one in the program
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub(crate) fn run(a: &RelateArguments) -> Result<Outcome> {
    let engine = crate::engine(a.data.as_ref())?;
    let text = read_text(&a.path)?;
    let mut n = 0;
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let bad = |what: &str| {
            Failure::new(
                format!("{}:{}: {what}", a.path, i + 1),
                "a line is {\"id\", \"text\", \"actor\": [start, end], \"recipient\": [start, end]}",
            )
        };
        let value: Value = serde_json::from_str(line).map_err(|e| bad(&e.to_string()))?;
        let text = value["text"].as_str().ok_or_else(|| bad("no \"text\""))?;
        let span = |key: &str| -> Result<(usize, usize)> {
            let ends = (value[key][0].as_u64(), value[key][1].as_u64());
            match ends {
                (Some(s), Some(e)) if s <= e => Ok((s as usize, e as usize)),
                _ => Err(bad(&format!("\"{key}\" is no [start, end]"))),
            }
        };
        println!("{}", related(&engine, &value["id"], text, span("actor")?, span("recipient")?));
        n += 1;
    }
    Ok(if n == 0 { Outcome::Nothing } else { Outcome::Done })
}

/// The whole of a file or of standard input.
pub(crate) fn read_text(path: &str) -> Result<String> {
    let read = if path == "-" {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(path)
    };
    read.map_err(|e| {
        Failure::new(format!("{path}: {e}"), "give a UTF-8 file, or - for standard input")
    })
}

/// The answer for one pair, spans in characters of `text`.
pub(crate) fn related(
    engine: &engine::Engine,
    id: &Value,
    text: &str,
    actor: (usize, usize),
    recipient: (usize, usize),
) -> Value {
    let raw = RawDocument {
        kind: DocumentKind::Record,
        bytes: text.as_bytes().to_vec(),
        ..RawDocument::default()
    };
    let reading = engine.read(&raw);
    let chars = wire::Characters::new(text);
    let span = |(start, end): (usize, usize)| Span::new(chars.byte_of(start), chars.byte_of(end));
    let related = engine.relate(&reading, span(actor), span(recipient));
    let scores: serde_json::Map<String, Value> = related
        .scores
        .iter()
        .map(|(t, s)| (t.as_str().to_owned(), json!((f64::from(*s) * 1000.0).round() / 1000.0)))
        .collect();
    json!({
        "id": id,
        "type": related.event_type.map(model::EventType::as_str),
        "mode": related.mode.map(model::Mode::as_str),
        "scores": scores,
    })
}
