//! Documents in, their words as the network of acts reads them out, for its training.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::PathBuf,
};

use anyhow::{Context as _, Result};
use clap::Args;
use engine::Engine;
use serde_json::{Value, json};

/// Write the words of documents as the network of acts reads them.
#[derive(Args)]
pub(crate) struct Telling {
    /// One document a line, coded by hand or not.
    source: PathBuf,
    /// Where the words go, one document a line.
    #[arg(long)]
    out: PathBuf,
}

impl Telling {
    pub(crate) fn run(&self) -> Result<()> {
        let text = std::fs::read_to_string(&self.source)?;
        let mut out = BufWriter::new(File::create(&self.out)?);
        let engine = Engine::new();
        for (n, line) in text.lines().filter(|l| !l.trim().is_empty()).enumerate() {
            let gold: Value =
                serde_json::from_str(line).with_context(|| format!("line {}", n + 1))?;
            let reading = crate::fit::reading_of(&engine, &gold);
            let (document, analysis) = (&reading.document, &reading.analysis);
            let quoted = |span: model::Span| {
                analysis
                    .quotes
                    .iter()
                    .any(|q| q.kind == model::QuoteKind::Direct && q.span.contains(span))
            };
            let mut words = Vec::new();
            for (s, sentence) in analysis.sentences.iter().enumerate() {
                for t in sentence.tokens() {
                    let token = analysis.token(t);
                    let name = token.name.map_or(String::new(), |n| format!("{n:?}"));
                    words.push(json!([
                        s,
                        token.span.of(&document.text),
                        token.upos.as_str(),
                        token.xpos.as_str(),
                        token.head.map_or(-1, |h| h.0 as i64),
                        token.deprel.as_str(),
                        name,
                        quoted(token.span) as u8,
                    ]));
                }
            }
            let named = coder::likely_sides::named(document, analysis, engine.knowledge());
            let named: Vec<Value> = named.into_iter().map(|(t, c)| json!([t.0, c])).collect();
            let mut acts = Vec::new();
            for e in gold["events"].as_array().map(Vec::as_slice).unwrap_or_default() {
                let (Some(at), Some(trigger)) = (e["at"].as_str(), e["trigger"].as_str()) else {
                    continue;
                };
                let Some(start) = document.text.find(at).and_then(|s| Some(s + at.find(trigger)?))
                else {
                    continue;
                };
                let span = model::Span::new(start, start + trigger.len());
                let head = (0..analysis.tokens.len()).find(|&i| {
                    let token = &analysis.tokens[i];
                    span.overlaps(token.span)
                        && token.head.is_none_or(|h| !span.overlaps(analysis.token(h).span))
                });
                acts.push(json!([
                    head,
                    e["type"],
                    e["status"],
                    e["optional"].as_bool().unwrap_or(false),
                    e["actor"],
                    e["recipient"]
                ]));
            }
            writeln!(
                out,
                "{}",
                json!({"id": gold["id"], "words": words, "named": named, "gold": acts})
            )?;
        }
        Ok(())
    }
}
