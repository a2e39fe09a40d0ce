//! Coded documents in, the weights of `models/en/confidence.tsv` out: one logistic sum for the whole
//! event and one for each field.
//!
//! Folds are of whole documents. What the folds say of events that they have not seen gives the
//! figures (expected calibration error, Brier score, how well chances order events), and the scale
//! and shift by which all sums are drawn to be chances.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::{Context as _, Result};
use coder::confidence::{CHANCES, features};
use engine::Engine;
use measure::outcomes::{Outcome, outcomes};
use serde_json::Value;

use super::N_FOLDS;

const N_STEPS: usize = 300;
const N_BINS: usize = 10;

struct Rows {
    features: Vec<String>,
    /// Feature numbers, what is right (by chance; `None` where it cannot be told), document.
    rows: Vec<(Vec<usize>, [Option<bool>; CHANCES.len()], usize)>,
}

/// Lines of figures by folds, and the table fitted on all rows.
pub(super) fn fit(text: &str, penalty: f64) -> Result<(String, String)> {
    let rows = read(text)?;
    let mut lines = String::new();
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for (c, name) in CHANCES.iter().enumerate() {
        let told: Vec<usize> =
            (0..rows.rows.len()).filter(|&i| rows.rows[i].1[c].is_some()).collect();
        let right = |i: usize| f64::from(u8::from(rows.rows[i].1[c] == Some(true)));
        let mut sums = vec![0.0; rows.rows.len()];
        for fold in 0..N_FOLDS {
            let (test, train): (Vec<usize>, Vec<usize>) =
                told.iter().copied().partition(|&i| rows.rows[i].2 % N_FOLDS == fold);
            let weights = descend(&rows, &train, &right, penalty);
            for i in test {
                sums[i] = sum(&weights, &rows.rows[i].0);
            }
        }
        // The scale of a fold is fitted on what the other folds say of theirs.
        let mut chances: Vec<(f64, f64)> = Vec::new();
        for fold in 0..N_FOLDS {
            let of_fold = |i: &&usize| rows.rows[**i].2 % N_FOLDS == fold;
            let others: Vec<(f64, f64)> =
                told.iter().filter(|i| !of_fold(i)).map(|&i| (sums[i], right(i))).collect();
            let (scale, shift) = platt(&others);
            let own = told.iter().filter(of_fold);
            chances.extend(own.map(|&i| (logistic(scale * sums[i] + shift), right(i))));
        }
        let _ = writeln!(lines, "{name}: {}", figures(&chances));
        let all: Vec<(f64, f64)> = told.iter().map(|&i| (sums[i], right(i))).collect();
        let (scale, shift) = platt(&all);
        let mut weights = descend(&rows, &told, &right, penalty);
        for w in &mut weights {
            *w *= scale;
        }
        if let Ok(bias) = rows.features.binary_search(&"bias".to_owned()) {
            weights[bias] += shift;
        }
        columns.push(weights);
    }
    let n_documents = rows.rows.iter().map(|r| r.2).max().map_or(0, |n| n + 1);
    let head = format!(
        "{} events of {n_documents} documents, {} features, {N_FOLDS} folds of documents",
        rows.rows.len(),
        rows.features.len()
    );
    let mut table = format!(
        "# Weights of what speaks for an event and its fields being right; fitted by `lab fit confidence`.\n# {head}. See README.md beside this file.\nfeature"
    );
    for name in CHANCES {
        let _ = write!(table, "\t{name}");
    }
    table.push('\n');
    for (f, name) in rows.features.iter().enumerate() {
        if columns.iter().all(|w| w[f].abs() < 0.01) {
            continue;
        }
        table.push_str(name);
        for weights in &columns {
            let rounded = (weights[f] * 100.0).round() / 100.0;
            let _ = write!(table, "\t{}", if rounded == 0.0 { 0.0 } else { rounded });
        }
        table.push('\n');
    }
    Ok((format!("{head}\n{}", lines.trim_end()), table))
}

fn read(text: &str) -> Result<Rows> {
    let engine = Engine::new();
    let mut named: Vec<(Vec<String>, Outcome, usize)> = Vec::new();
    let lines = text.lines().filter(|l| !l.trim().is_empty());
    for (n, line) in lines.enumerate() {
        let gold: Value = serde_json::from_str(line).with_context(|| format!("line {}", n + 1))?;
        let reading = super::reading_of(&engine, &gold);
        let (document, analysis) = (&reading.document, &reading.analysis);
        let events = wire::events(document, &reading.events, engine.knowledge(), "");
        let told = outcomes(n + 1, &gold, &events).map_err(|e| anyhow::anyhow!("{e}"))?;
        for (i, outcome) in told.into_iter().enumerate() {
            named.push((features(document, analysis, &reading.events, i), outcome, n));
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for f in named.iter().flat_map(|n| &n.0) {
        *counts.entry(f).or_default() += 1;
    }
    let features: Vec<String> =
        counts.into_iter().filter(|(_, n)| *n > 7).map(|(f, _)| f.to_owned()).collect();
    let rows = named
        .iter()
        .map(|(names, o, document)| {
            let numbers = names.iter().filter_map(|n| features.binary_search(n).ok()).collect();
            let right = [
                Some(o.all),
                Some(o.event_type),
                Some(o.actor),
                Some(o.recipient),
                Some(o.status),
                o.date,
            ];
            (numbers, right, *document)
        })
        .collect();
    Ok(Rows { features, rows })
}

fn sum(weights: &[f64], features: &[usize]) -> f64 {
    features.iter().map(|&f| weights[f]).sum()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Full-batch gradient descent on the logistic loss with an L2 penalty (AdaGrad).
fn descend(rows: &Rows, train: &[usize], right: &impl Fn(usize) -> f64, penalty: f64) -> Vec<f64> {
    let n = rows.features.len();
    let (mut weights, mut seen) = (vec![0.0f64; n], vec![1e-6f64; n]);
    for _ in 0..N_STEPS {
        let mut slope: Vec<f64> = weights.iter().map(|w| 2.0 * penalty * w).collect();
        for &i in train {
            let features = &rows.rows[i].0;
            let miss = logistic(sum(&weights, features)) - right(i);
            for &f in features {
                slope[f] += miss;
            }
        }
        for ((w, s), g) in weights.iter_mut().zip(&mut seen).zip(&slope) {
            *s += g * g;
            *w -= 0.2 * g / s.sqrt();
        }
    }
    weights
}

/// Scale and shift that make chances of sums (Platt), by gradient descent.
fn platt(rows: &[(f64, f64)]) -> (f64, f64) {
    let (mut scale, mut shift) = (1.0f64, 0.0f64);
    let n = rows.len().max(1) as f64;
    for _ in 0..2000 {
        let (mut g, mut h) = (0.0, 0.0);
        for (x, y) in rows {
            let miss = logistic(scale * x + shift) - y;
            g += miss * x / n;
            h += miss / n;
        }
        scale -= 0.5 * g;
        shift -= 0.5 * h;
    }
    (scale, shift)
}

/// Expected calibration error over bins of equal width, Brier score, area under the curve, and what
/// the surest are worth.
fn figures(chances: &[(f64, f64)]) -> String {
    let n = chances.len().max(1) as f64;
    let mut bins = [(0.0, 0.0, 0.0); N_BINS];
    for (p, y) in chances {
        let b = ((p * N_BINS as f64) as usize).min(N_BINS - 1);
        bins[b].0 += 1.0;
        bins[b].1 += p;
        bins[b].2 += y;
    }
    let ece: f64 = bins.iter().map(|(_, p, y)| (p - y).abs() / n).sum();
    let brier: f64 = chances.iter().map(|(p, y)| (p - y).powi(2)).sum::<f64>() / n;
    let mut sorted = chances.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let n_right: f64 = chances.iter().map(|c| c.1).sum();
    let mut ranks = 0.0;
    for (rank, (_, y)) in sorted.iter().enumerate() {
        ranks += y * (rank + 1) as f64;
    }
    let area = (ranks - n_right * (n_right + 1.0) / 2.0) / (n_right * (n - n_right)).max(1.0);
    let mut line =
        format!("right {:.3}, ECE {ece:.3}, Brier {brier:.3}, AUC {area:.3}", n_right / n);
    for above in [0.5, 0.7, 0.8] {
        let sure: Vec<f64> = chances.iter().filter(|c| c.0 > above).map(|c| c.1).collect();
        let share = sure.len() as f64 / n;
        let right = sure.iter().sum::<f64>() / sure.len().max(1) as f64;
        let _ = write!(line, "; above {above}: {:.0} %, right {right:.2}", 100.0 * share);
    }
    line
}
