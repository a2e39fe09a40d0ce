//! Coded documents in, the weights of `models/en/sectors.tsv` out: a softmax over the sectors that
//! somebody on a side of an act may act for, and over none.
//!
//! Rows are everybody on a side of an event that the gold has with the same type and with somebody of
//! the same country on that side (on either side, where the type is mutual); several sectors of one
//! country are right each. Folds are of whole documents; the figures say how many are right before
//! and after, at several margins, on documents that the weights have not seen.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use anyhow::{Context as _, Result};
use coder::likely_sectors::{Acting, NONE, of_document};
use engine::Engine;
use measure::outcomes::{Partner, partners};
use model::Sector;
use serde_json::Value;

use super::descent::{self, Labelled, Pace};

const N_FOLDS: usize = 5;
const MIN_COUNT: usize = 4;
/// A sector that the gold has less often is none to learn.
const MIN_LABEL: usize = 25;

struct Row {
    told: Labelled,
    kept: Option<usize>,
    right: Vec<usize>,
    document: usize,
}

/// Lines of figures by folds, and the table fitted on all rows.
pub(super) fn fit(text: &str, penalty: f64) -> Result<(String, String)> {
    let (features, labels, rows) = read(text)?;
    let (n, k) = (features.len(), labels.len());
    let pace = Pace { penalty, n_steps: 150, rate: 0.15 };
    let n_documents = rows.iter().map(|r| r.document).max().map_or(0, |n| n + 1);
    let head = format!(
        "{} on sides of acts in {n_documents} documents, {n} features, {k} labels, {N_FOLDS} folds of documents",
        rows.len(),
    );
    let mut sums: Vec<Vec<f64>> = vec![Vec::new(); rows.len()];
    for fold in 0..N_FOLDS {
        let train: Vec<&Labelled> =
            rows.iter().filter(|r| r.document % N_FOLDS != fold).map(|r| &r.told).collect();
        let weights = descent::labels(&train, n, k, pace);
        for (i, row) in rows.iter().enumerate().filter(|(_, r)| r.document % N_FOLDS == fold) {
            sums[i] = row.told.scores(&weights, k);
        }
    }
    let mut lines = head.clone();
    for margin in [99.0, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.5] {
        let (mut hits, mut better, mut worse) = (0, 0, 0);
        for (row, sums) in rows.iter().zip(&sums) {
            let best = super::best(sums);
            let of_kept = row.kept.map(|l| sums[l]);
            let taken = if of_kept.is_some_and(|s| sums[best] > s + margin) {
                Some(best)
            } else {
                row.kept
            };
            let right = |l: Option<usize>| l.is_some_and(|l| row.right.contains(&l));
            hits += usize::from(right(taken));
            better += usize::from(right(taken) && !right(row.kept));
            worse += usize::from(!right(taken) && right(row.kept));
        }
        let share = hits as f64 / rows.len().max(1) as f64;
        let _ =
            write!(lines, "\nmargin {margin}: right {share:.3}; better {better}, worse {worse}");
    }
    let all: Vec<&Labelled> = rows.iter().map(|r| &r.told).collect();
    let weights = descent::labels(&all, n, k, pace);
    let mut table = format!(
        "# Weights of what speaks for somebody on a side of an act acting for a sector; fitted by `lab fit sectors`.\n# {head}. See README.md beside this file.\nfeature\t{}\n",
        labels.join("\t")
    );
    for (i, name) in features.iter().enumerate() {
        super::line(name, &weights[i * k..(i + 1) * k], 0.1, &mut table);
    }
    Ok((lines, table))
}

/// The sectors that the gold has for somebody of that country on that side.
fn meant(acting: &Acting, partner: &Partner) -> BTreeSet<String> {
    let of = |side: usize| {
        let all = partner.sides[side].iter().filter(|s| s.0 == acting.country);
        all.map(|s| if s.1.is_empty() { NONE.to_owned() } else { s.1.clone() }).collect()
    };
    let side = usize::from(acting.is_recipient);
    let mut own: BTreeSet<String> = of(side);
    if own.is_empty() && partner.is_mutual {
        own = of(1 - side);
    }
    own
}

fn read(text: &str) -> Result<(Vec<String>, Vec<String>, Vec<Row>)> {
    let engine = Engine::new();
    let mut named: Vec<(Acting, BTreeSet<String>, usize)> = Vec::new();
    for (n, line) in text.lines().filter(|l| !l.trim().is_empty()).enumerate() {
        let gold: Value = serde_json::from_str(line).with_context(|| format!("line {}", n + 1))?;
        let reading = super::reading_of(&engine, &gold);
        let (document, analysis) = (&reading.document, &reading.analysis);
        let (events, told) = of_document(document, analysis, engine.knowledge());
        let coded = wire::events(document, &events, engine.knowledge(), "");
        let partners = partners(n + 1, &gold, &coded).map_err(|e| anyhow::anyhow!("{e}"))?;
        for acting in told {
            let Some(partner) = &partners[acting.event] else { continue };
            let meant = meant(&acting, partner);
            if !meant.is_empty() {
                named.push((acting, meant, n));
            }
        }
    }
    let mut by_label: BTreeMap<&str, usize> = BTreeMap::new();
    for label in named.iter().flat_map(|n| &n.1) {
        *by_label.entry(label).or_default() += 1;
    }
    let labels: Vec<String> = std::iter::once(NONE)
        .chain(Sector::ALL.iter().map(|s| s.as_str()))
        .filter(|l| by_label.get(l).is_some_and(|n| *n >= MIN_LABEL))
        .map(str::to_owned)
        .collect();
    let features = super::frequent(named.iter().flat_map(|n| &n.0.features), MIN_COUNT);
    let place = |label: &str| labels.iter().position(|l| l == label);
    let rows = named
        .iter()
        .filter_map(|(acting, meant, document)| {
            let right: Vec<usize> = meant.iter().filter_map(|m| place(m)).collect();
            let kept = place(acting.sector);
            // Of several, the one that the rules have.
            let label = kept.filter(|k| right.contains(k)).or(right.first().copied())?;
            let numbers = acting.features.iter().filter_map(|f| features.binary_search(f).ok());
            let told = Labelled { features: numbers.collect(), label, ..Labelled::default() };
            Some(Row { told, kept, right, document: *document })
        })
        .collect();
    Ok((features, labels, rows))
}
