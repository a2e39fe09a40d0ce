//! Factuality rows in, the weights of `models/en/status.tsv` out: a least-absolute-error line.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::Result;
use engine::Engine;

use super::{N_FOLDS, reading};

const N_STEPS: usize = 300;

/// Rows as feature numbers with what is to be said, and how much the row weighs.
struct Rows {
    features: Vec<String>,
    rows: Vec<(Vec<usize>, f64)>,
}

/// A line of figures by folds, and the table fitted on all rows.
pub(super) fn fit(text: &str, penalty: f64) -> Result<(String, String)> {
    let rows = read(text)?;
    let mut said = vec![0.0; rows.rows.len()];
    for fold in 0..N_FOLDS {
        // Blocks of rows stay together, so that a sentence is on one side only.
        let is_test = |i: usize| (i / 20) % N_FOLDS == fold;
        let train: Vec<usize> = (0..rows.rows.len()).filter(|&i| !is_test(i)).collect();
        let weights = descend(&rows, &train, penalty);
        for (i, x) in said.iter_mut().enumerate().filter(|(i, _)| is_test(*i)) {
            *x = sum(&weights, &rows.rows[i].0).clamp(-3.0, 3.0);
        }
    }
    let n = said.len().max(1) as f64;
    let mae = rows.rows.iter().zip(&said).map(|(r, s)| (r.1 - s).abs()).sum::<f64>() / n;
    let mean = |f: &dyn Fn(usize) -> f64| (0..said.len()).map(f).sum::<f64>() / n;
    let (mx, my) = (mean(&|i| rows.rows[i].1), mean(&|i| said[i]));
    let cov = mean(&|i| (rows.rows[i].1 - mx) * (said[i] - my));
    let spread = mean(&|i| (rows.rows[i].1 - mx).powi(2)) * mean(&|i| (said[i] - my).powi(2));
    let pearson = cov / spread.sqrt().max(1e-9);
    let line = format!(
        "{} words, {} features, {N_FOLDS} folds: MAE {mae:.3}, Pearson {pearson:.3}",
        said.len(),
        rows.features.len()
    );
    let all: Vec<usize> = (0..said.len()).collect();
    let weights = descend(&rows, &all, penalty);
    let mut table = format!(
        "# Weights of features for how far a word's act is a fact; fitted by `lab fit status`.\n# {line}. See README.md beside this file.\nfeature\tvalue\n"
    );
    for (feature, w) in rows.features.iter().zip(&weights).filter(|(_, w)| w.abs() >= 0.01) {
        let _ = writeln!(table, "{feature}\t{w:.2}");
    }
    Ok((line, table))
}

fn read(text: &str) -> Result<Rows> {
    let engine = Engine::new();
    let mut named: Vec<(Vec<String>, f64)> = Vec::new();
    for (sentence, spans, labels) in measure::status::targets(text)? {
        let r = reading(&engine, &sentence);
        let found = coder::status::factuality(&r.document, &r.analysis, engine.knowledge(), &spans);
        named.extend(found.into_iter().map(|f| f.features).zip(labels));
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for f in named.iter().flat_map(|n| &n.0) {
        *counts.entry(f).or_default() += 1;
    }
    let features: Vec<String> =
        counts.into_iter().filter(|(_, n)| *n > 2).map(|(f, _)| f.to_owned()).collect();
    let rows = named
        .iter()
        .map(|(names, label)| {
            (names.iter().filter_map(|n| features.binary_search(n).ok()).collect(), *label)
        })
        .collect();
    Ok(Rows { features, rows })
}

fn sum(weights: &[f64], features: &[usize]) -> f64 {
    features.iter().map(|&f| weights[f]).sum()
}

/// Steps against the slope of a smoothed absolute error (Huber, half a point wide).
fn descend(rows: &Rows, train: &[usize], penalty: f64) -> Vec<f64> {
    let mut weights = vec![0.0f64; rows.features.len()];
    let mut seen = vec![1e-6f64; rows.features.len()];
    for _ in 0..N_STEPS {
        let mut slope: Vec<f64> = weights.iter().map(|w| 2.0 * penalty * w).collect();
        for &i in train {
            let (features, label) = &rows.rows[i];
            let miss = (sum(&weights, features) - label).clamp(-0.3, 0.3);
            for &f in features {
                slope[f] += miss;
            }
        }
        for ((w, s), g) in weights.iter_mut().zip(&mut seen).zip(&slope) {
            *s += g * g;
            *w -= 0.3 * g / s.sqrt();
        }
    }
    weights
}
