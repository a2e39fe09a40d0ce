//! Coded documents in, the weights of `models/en/acts.tsv` out: a softmax over the types and over no
//! act, for words that no act of the rules covers.
//!
//! A word is of a type where the gold has a trigger headed by it; words of optional events teach
//! nothing. Folds are of whole documents; the figures say how many of the words that are likely enough
//! have the right type, and are asserted by the gold, on documents that the weights have not seen.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use coder::likely_acts::{GROUPS, NONE, Unframed, unframed};
use engine::Engine;
use model::{Analysis, EventType, Span};
use serde_json::Value;

use super::{
    descent::{self, Labelled, Pace},
    softmax,
};

const N_FOLDS: usize = 4;
const MIN_COUNT: usize = 4;

/// One word.
struct Row {
    told: Labelled,
    asserted: bool,
    document: usize,
}

/// A trigger of the gold, in bytes.
struct Trigger {
    span: Span,
    label: String,
    optional: bool,
    asserted: bool,
}

/// Lines of figures by folds, and the table fitted on all rows.
pub(super) fn fit(text: &str, penalty: f64) -> Result<(String, String)> {
    let mut labels = vec![NONE.to_owned()];
    labels.extend(EventType::ALL.iter().map(|t| t.as_str().to_owned()));
    let (features, rows, n_owed) = read(text, &labels)?;
    let n_documents = rows.iter().map(|r| r.document).max().map_or(0, |n| n + 1);
    let head = format!(
        "{} words of {n_documents} documents, {n_owed} of them acts, {} features, {N_FOLDS} folds of documents",
        rows.len(),
        features.len()
    );
    let mut told: Vec<(f64, bool, bool)> = Vec::new();
    let (n, k) = (features.len(), labels.len());
    let n_numbers: usize = GROUPS.iter().map(|g| g.1).sum();
    let pace = Pace { penalty, n_steps: 120, rate: 0.15 };
    let fitted = |train: &[&Labelled]| descent::labels(train, n + n_numbers, k, pace);
    for fold in 0..N_FOLDS {
        let train: Vec<&Labelled> =
            rows.iter().filter(|r| r.document % N_FOLDS != fold).map(|r| &r.told).collect();
        let weights = fitted(&train);
        for row in rows.iter().filter(|r| r.document % N_FOLDS == fold) {
            let shares = softmax(&row.told.scores(&weights, k));
            let best = (1..labels.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b]));
            let best = best.unwrap_or(0);
            told.push((
                shares[best],
                best == row.told.label,
                best == row.told.label && row.asserted,
            ));
        }
    }
    told.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut lines = head.clone();
    for least in [0.7, 0.6, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2] {
        let sure: Vec<&(f64, bool, bool)> = told.iter().filter(|t| t.0 >= least).collect();
        let share = |right: &dyn Fn(&&(f64, bool, bool)) -> bool| {
            sure.iter().filter(|t| right(t)).count() as f64 / sure.len().max(1) as f64
        };
        let _ = write!(
            lines,
            "\nchance {least}: {} words, right {:.3}, right and asserted {:.3}",
            sure.len(),
            share(&|t| t.1),
            share(&|t| t.2)
        );
    }
    let all: Vec<&Labelled> = rows.iter().map(|r| &r.told).collect();
    let weights = fitted(&all);
    let mut table = format!(
        "# Weights of what speaks for a word naming an act of a type; fitted by `lab fit acts`.\n# {head}. See README.md beside this file.\nfeature\t{}\n",
        labels.join("\t")
    );
    for (i, name) in features.iter().enumerate() {
        super::line(name, &weights[i * k..(i + 1) * k], 0.1, &mut table);
    }
    for (group, n_dims) in GROUPS {
        for d in 0..n_dims {
            let i = n + offset(group) + d;
            super::line(&format!("~{group} {d}"), &weights[i * k..(i + 1) * k], -1.0, &mut table);
        }
    }
    Ok((lines, table))
}

/// Where the numbers of a group begin among all numbers.
fn offset(group: &str) -> usize {
    GROUPS.iter().take_while(|g| g.0 != group).map(|g| g.1).sum()
}

fn triggers(gold: &Value, text: &str) -> Vec<Trigger> {
    let events = gold["events"].as_array().map(Vec::as_slice).unwrap_or_default();
    let one = |e: &Value| {
        let (at, trigger) = (e["at"].as_str()?, e["trigger"].as_str()?);
        let start = text.find(at)? + at.find(trigger)?;
        Some(Trigger {
            span: Span::new(start, start + trigger.len()),
            label: e["type"].as_str()?.to_owned(),
            optional: e["optional"].as_bool().unwrap_or(false),
            asserted: matches!(e["status"].as_str(), Some("happened" | "planned") | None),
        })
    };
    events.iter().filter_map(one).collect()
}

/// Whether the word heads the trigger: its own head lies outside.
fn heads(analysis: &Analysis, word: &Unframed, trigger: &Trigger) -> bool {
    let head = analysis.token(word.head).head;
    trigger.span.contains(word.span)
        && head.is_none_or(|h| !trigger.span.contains(analysis.token(h).span))
}

fn read(text: &str, labels: &[String]) -> Result<(Vec<String>, Vec<Row>, usize)> {
    let engine = Engine::new();
    let mut named: Vec<(Unframed, usize, bool, usize)> = Vec::new();
    for (n, line) in text.lines().filter(|l| !l.trim().is_empty()).enumerate() {
        let gold: Value = serde_json::from_str(line).with_context(|| format!("line {}", n + 1))?;
        let reading = super::reading_of(&engine, &gold);
        let (document, analysis) = (&reading.document, &reading.analysis);
        let triggers = triggers(&gold, &document.text);
        for word in unframed(document, analysis, engine.knowledge()) {
            let hits: Vec<&Trigger> =
                triggers.iter().filter(|t| heads(analysis, &word, t)).collect();
            // What is only possible, asked for or denied is no act that the word asserts.
            if !hits.is_empty() && hits.iter().all(|t| !t.asserted) {
                named.push((word, 0, false, n));
                continue;
            }
            let owed = hits.iter().find(|t| !t.optional && t.asserted);
            if owed.is_none() && !hits.is_empty() {
                continue;
            }
            let label = owed.and_then(|t| labels.iter().position(|l| *l == t.label)).unwrap_or(0);
            named.push((word, label, owed.is_some_and(|t| t.asserted), n));
        }
    }
    let features = super::frequent(named.iter().flat_map(|n| &n.0.features), MIN_COUNT);
    let rows: Vec<Row> = named
        .iter()
        .map(|(word, label, asserted, document)| {
            let numbers = word.features.iter().filter_map(|f| features.binary_search(f).ok());
            let vectors = word.vectors.iter();
            let vectors = vectors.map(|(g, v)| (features.len() + offset(g), v.clone()));
            let (features, vectors) = (numbers.collect(), vectors.collect());
            let told = Labelled { features, vectors, label: *label };
            Row { told, asserted: *asserted, document: *document }
        })
        .collect();
    let n_owed = rows.iter().filter(|r| r.told.label != 0).count();
    Ok((features, rows, n_owed))
}
