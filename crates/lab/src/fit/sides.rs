//! Coded documents in, the weights of `models/en/sides.tsv` out: a softmax over the answers that a
//! side of an act may have.
//!
//! Rows are the sides of events that the gold has with the same type. Folds are of whole documents;
//! the figures say how many sides, and how many whole pairs of sides, are right before and after, at
//! several margins, on documents that the weights have not seen.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use anyhow::{Context as _, Result};
use coder::likely_sides::{Candidate, of_document};
use engine::Engine;
use measure::outcomes::{Partner, partners};
use serde_json::Value;

use super::descent::{self, Choices, Pace};

const N_FOLDS: usize = 8;
const MIN_COUNT: usize = 5;

/// One side of one event.
struct Row {
    answers: Choices,
    document: usize,
    event: usize,
    is_recipient: bool,
}

/// Lines of figures by folds, and the table fitted on all rows.
pub(super) fn fit(text: &str, penalty: f64) -> Result<(String, String)> {
    let (features, rows) = read(text)?;
    let pace = Pace { penalty, n_steps: 150, rate: 0.15 };
    let mut sums: Vec<Vec<f64>> = vec![Vec::new(); rows.len()];
    for fold in 0..N_FOLDS {
        let train: Vec<&Choices> =
            rows.iter().filter(|r| r.document % N_FOLDS != fold).map(|r| &r.answers).collect();
        let weights = descent::choices(&train, features.len(), pace);
        for (i, row) in rows.iter().enumerate().filter(|(_, r)| r.document % N_FOLDS == fold) {
            sums[i] = row.answers.scores(&weights);
        }
    }
    let n_documents = rows.iter().map(|r| r.document).max().map_or(0, |n| n + 1);
    let head = format!(
        "{} sides of {n_documents} documents, {} features, {N_FOLDS} folds of documents",
        rows.len(),
        features.len()
    );
    let mut lines = head.clone();
    for margin in [99.0, 0.0, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0] {
        let _ = write!(lines, "\n{}", figures(&rows, &sums, margin));
    }
    let all: Vec<&Choices> = rows.iter().map(|r| &r.answers).collect();
    let weights = descent::choices(&all, features.len(), pace);
    let mut table = format!(
        "# Weights of what speaks for a side of an act being of a country; fitted by `lab fit sides`.\n# {head}. See README.md beside this file.\nfeature\tweight\n"
    );
    for (name, w) in features.iter().zip(&weights) {
        if w.abs() >= 0.03 {
            let _ = writeln!(table, "{name}\t{w:.2}");
        }
    }
    Ok((lines, table))
}

fn figures(rows: &[Row], sums: &[Vec<f64>], margin: f64) -> String {
    let mut sides = [[0usize; 2]; 2];
    let mut events: BTreeMap<(usize, usize), bool> = BTreeMap::new();
    let (mut better, mut worse, mut other) = (0, 0, 0);
    for (row, sums) in rows.iter().zip(sums) {
        let best = super::best(sums);
        let taken = if sums[best] - sums[0] > margin { best } else { 0 };
        let right = row.answers.right[taken];
        match (row.answers.right[0], right) {
            (false, true) => better += 1,
            (true, false) => worse += 1,
            (false, false) if taken != 0 => other += 1,
            _ => {}
        }
        let side = &mut sides[usize::from(row.is_recipient)];
        side[0] += 1;
        side[1] += usize::from(right);
        *events.entry((row.document, row.event)).or_insert(true) &= right;
    }
    let share = |s: [usize; 2]| s[1] as f64 / s[0].max(1) as f64;
    let both = events.values().filter(|x| **x).count();
    format!(
        "margin {margin}: actors {:.3}, recipients {:.3}, both {:.3} of {}; better {better}, worse {worse}, otherwise wrong {other}",
        share(sides[0]),
        share(sides[1]),
        both as f64 / events.len().max(1) as f64,
        events.len()
    )
}

fn is_right(c: &Candidate, is_recipient: bool, other: &BTreeSet<String>, gold: &Partner) -> bool {
    let own: BTreeSet<String> = c.countries.iter().cloned().collect();
    let (own_gold, other_gold) =
        if is_recipient { (&gold.recipient, &gold.actor) } else { (&gold.actor, &gold.recipient) };
    if !gold.is_mutual {
        return own == *own_gold;
    }
    let all: BTreeSet<&String> = own_gold.iter().chain(other_gold).collect();
    if other.iter().all(|c| all.contains(c)) {
        let told: BTreeSet<&String> = own.iter().chain(other).collect();
        return told == all && (own.is_empty() || own != *other || own == *own_gold);
    }
    own == *own_gold || own == *other_gold
}

fn read(text: &str) -> Result<(Vec<String>, Vec<Row>)> {
    let engine = Engine::new();
    let mut named: Vec<(Vec<Vec<String>>, Row)> = Vec::new();
    for (n, line) in text.lines().filter(|l| !l.trim().is_empty()).enumerate() {
        let gold: Value = serde_json::from_str(line).with_context(|| format!("line {}", n + 1))?;
        let reading = super::reading_of(&engine, &gold);
        let (document, analysis) = (&reading.document, &reading.analysis);
        let (events, choices) = of_document(document, analysis, engine.knowledge());
        let told = wire::events(document, &events, engine.knowledge(), "");
        let partners = partners(n + 1, &gold, &told).map_err(|e| anyhow::anyhow!("{e}"))?;
        for (i, choice) in choices.iter().enumerate() {
            let Some(partner) = &partners[choice.event] else { continue };
            let other = &choices[i ^ 1].candidates[0].countries;
            let other: BTreeSet<String> = other.iter().cloned().collect();
            let right: Vec<bool> = choice
                .candidates
                .iter()
                .map(|c| is_right(c, choice.is_recipient, &other, partner))
                .collect();
            let row = Row {
                answers: Choices { candidates: Vec::new(), right, weight: 1.0 },
                document: n,
                event: choice.event,
                is_recipient: choice.is_recipient,
            };
            let names = choice.candidates.iter().map(|c| c.features.clone()).collect();
            named.push((names, row));
        }
    }
    let features = super::frequent(named.iter().flat_map(|n| n.0.iter().flatten()), MIN_COUNT);
    let rows = named
        .into_iter()
        .map(|(names, mut row)| {
            row.answers.candidates = names
                .iter()
                .map(|list| list.iter().filter_map(|f| features.binary_search(f).ok()).collect())
                .collect();
            row
        })
        .collect();
    Ok((features, rows))
}
