//! Documents in, their words as the network of hints reads them out, for its training
//! (`crates/lab/hints/README.md`).
//!
//! One document a line: `id`; `words`, each with its sentence, form, part of speech, finer tag, head (-1
//! for none), relation, name and whether it is quoted; `named`, words that name somebody with their
//! country; `gold`, what is coded, each with the word that heads the trigger (null where none does).

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::PathBuf,
};

use anyhow::{Context as _, Result};
use clap::Args;
use engine::Engine;
use model::{Analysis, QuoteKind, Span, TokenIdx};
use serde_json::{Value, json};

/// Write the words of documents as the network of hints reads them.
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
        let place = || self.source.display().to_string();
        let text = std::fs::read_to_string(&self.source).with_context(place)?;
        let mut out = BufWriter::new(File::create(&self.out)?);
        let engine = Engine::new();
        for (n, line) in text.lines().filter(|l| !l.trim().is_empty()).enumerate() {
            let gold: Value =
                serde_json::from_str(line).with_context(|| format!("line {}", n + 1))?;
            let reading = crate::fit::reading_of(&engine, &gold);
            let (document, analysis) = (&reading.document, &reading.analysis);
            let named = coder::likely_sides::named(document, analysis, engine.knowledge());
            let told = json!({
                "id": gold["id"],
                "words": words(&document.text, analysis),
                "named": named.into_iter().map(|(t, country)| json!([t.0, country])).collect::<Vec<_>>(),
                "gold": coded(&gold, &document.text, analysis),
            });
            writeln!(out, "{told}")?;
        }
        Ok(())
    }
}

fn words(text: &str, analysis: &Analysis) -> Vec<Value> {
    let quoted = |span: Span| {
        let mut quotes = analysis.quotes.iter();
        quotes.any(|q| q.kind == QuoteKind::Direct && q.span.contains(span))
    };
    let word = |sentence: usize, t: TokenIdx| {
        let token = analysis.token(t);
        json!([
            sentence,
            token.span.of(text),
            token.upos.as_str(),
            token.xpos.as_str(),
            token.head.map_or(-1, |h| i64::from(h.0)),
            token.deprel.as_str(),
            token.name.map_or(String::new(), |name| format!("{name:?}")),
            u8::from(quoted(token.span)),
        ])
    };
    let sentences = analysis.sentences.iter().enumerate();
    sentences.flat_map(|(s, sentence)| sentence.tokens().map(move |t| word(s, t))).collect()
}

/// What is coded, each with the word of the trigger whose head lies outside it.
fn coded(gold: &Value, text: &str, analysis: &Analysis) -> Vec<Value> {
    let events = gold["events"].as_array().map(Vec::as_slice).unwrap_or_default();
    let one = |e: &Value| {
        let (at, trigger) = (e["at"].as_str()?, e["trigger"].as_str()?);
        let start = text.find(at)? + at.find(trigger)?;
        let span = Span::new(start, start + trigger.len());
        let inside = |h: TokenIdx| span.overlaps(analysis.token(h).span);
        let head = analysis
            .tokens
            .iter()
            .position(|t| span.overlaps(t.span) && !t.head.is_some_and(inside));
        let optional = e["optional"].as_bool().unwrap_or(false);
        Some(json!([head, e["type"], e["status"], optional, e["actor"], e["recipient"]]))
    };
    events.iter().filter_map(one).collect()
}
