//! Factuality rows in, the weights of `models/en/status.tsv` out: a column for each register.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::Result;
use coder::status::Register;
use engine::Engine;
use knowledge::Knowledge;

use super::{N_FOLDS, reading};

const N_STEPS: usize = 300;

/// A feature must be seen so often.
const N_SEEN_MIN: usize = 3;

/// Steps of the bend from -3.4 to 3.4, in fifths.
const BEND: std::ops::RangeInclusive<i32> = -17..=17;

/// Rows as feature numbers with what is to be said.
struct Rows {
    features: Vec<String>,
    rows: Vec<(Vec<usize>, f64)>,
}

/// One register's column: weights and bend.
type Column = (BTreeMap<String, f64>, Vec<f64>);

/// A line of figures by folds for each register, and the table fitted on all rows. Each text is
/// copy or talk as a whole.
pub(super) fn fit(texts: &[String], penalty: f64) -> Result<(String, String)> {
    let mut lines = Vec::new();
    let mut columns = Vec::new();
    for register in [Register::Copy, Register::Talk] {
        let mut named = Vec::new();
        for text in texts {
            read(text, register, &mut named)?;
        }
        let (line, column) = fit_column(&number(&named), penalty, register);
        lines.push(line);
        columns.push(column);
    }
    let mut table = String::from(
        "# Weights of features for how far a word's act is a fact; fitted by `lab fit status`. Rows `sum=` say what a sum comes to.\n",
    );
    for line in &lines {
        let _ = writeln!(table, "# {line}. See README.md beside this file.");
    }
    table.push_str("feature\tcopy\ttalk\n");
    let mut rows: BTreeMap<String, [f64; 2]> = BTreeMap::new();
    for (n, (weights, bend)) in columns.iter().enumerate() {
        for (feature, w) in weights.iter().filter(|(_, w)| w.abs() >= 0.015) {
            rows.entry(feature.clone()).or_default()[n] = *w;
        }
        for (step, value) in BEND.zip(bend) {
            rows.entry(format!("sum={:+.1}", f64::from(step) / 5.0)).or_default()[n] = *value;
        }
    }
    for (feature, w) in rows {
        let _ = writeln!(table, "{feature}\t{:.2}\t{:.2}", w[0], w[1]);
    }
    Ok((lines.join("\n"), table))
}

fn fit_column(rows: &Rows, penalty: f64, register: Register) -> (String, Column) {
    // Copy is to be near in most cases (medians), talk in its ups and downs (means).
    let reach = if register == Register::Copy { 0.7 } else { 10.0 };
    let n = rows.rows.len();
    let fold_of = |i: usize| (i / 20) % N_FOLDS;
    let mut sums = vec![0.0; n];
    for fold in 0..N_FOLDS {
        // Blocks of rows stay together, so that a sentence is on one side only.
        let train: Vec<usize> = (0..n).filter(|&i| fold_of(i) != fold).collect();
        let weights = descend(rows, &train, penalty, reach);
        for i in (0..n).filter(|&i| fold_of(i) == fold) {
            sums[i] = sum(&weights, &rows.rows[i].0);
        }
    }
    // The bend of each fold is learnt from the others.
    let mut said = vec![0.0; n];
    for fold in 0..N_FOLDS {
        let others: Vec<usize> = (0..n).filter(|&i| fold_of(i) != fold).collect();
        let bend = bend(rows, &sums, &others, register);
        for i in (0..n).filter(|&i| fold_of(i) == fold) {
            said[i] = bent(&bend, sums[i]);
        }
    }
    let (mae, pearson) = figures(rows, &said);
    let line = format!(
        "{}: {n} words, {} features, {N_FOLDS} folds: MAE {mae:.3}, Pearson {pearson:.3}",
        register.as_str(),
        rows.features.len()
    );
    let all: Vec<usize> = (0..n).collect();
    let weights = descend(rows, &all, penalty, reach);
    let named = rows.features.iter().cloned().zip(weights).collect();
    (line, (named, bend(rows, &sums, &all, register)))
}

fn figures(rows: &Rows, said: &[f64]) -> (f64, f64) {
    let n = said.len().max(1) as f64;
    let mae = rows.rows.iter().zip(said).map(|(r, s)| (r.1 - s).abs()).sum::<f64>() / n;
    let mean = |f: &dyn Fn(usize) -> f64| (0..said.len()).map(f).sum::<f64>() / n;
    let (mx, my) = (mean(&|i| rows.rows[i].1), mean(&|i| said[i]));
    let cov = mean(&|i| (rows.rows[i].1 - mx) * (said[i] - my));
    let spread = mean(&|i| (rows.rows[i].1 - mx).powi(2)) * mean(&|i| (said[i] - my).powi(2));
    (mae, cov / spread.sqrt().max(1e-9))
}

/// What a sum comes to at each step: the middle (or mean) of the labels within half a step of it,
/// or of the nearest thirty, never falling.
fn bend(rows: &Rows, sums: &[f64], from: &[usize], register: Register) -> Vec<f64> {
    let mut out: Vec<f64> = Vec::new();
    let mut by_sum: Vec<(f64, f64)> = from.iter().map(|&i| (sums[i], rows.rows[i].1)).collect();
    by_sum.sort_by(|a, b| a.0.total_cmp(&b.0));
    for step in BEND {
        let x = f64::from(step) / 5.0;
        let low = by_sum.partition_point(|p| p.0 < x - 0.1);
        let high = by_sum.partition_point(|p| p.0 <= x + 0.1);
        let lack = 30usize.saturating_sub(high - low).div_ceil(2);
        let near = &by_sum[low.saturating_sub(lack)..(high + lack).min(by_sum.len())];
        let mut labels: Vec<f64> = near.iter().map(|p| p.1).collect();
        labels.sort_by(f64::total_cmp);
        let value = match (labels.is_empty(), register) {
            (true, _) => x,
            (_, Register::Copy) => labels[labels.len() / 2],
            (_, Register::Talk) => labels.iter().sum::<f64>() / labels.len() as f64,
        };
        let before = out.last().copied().unwrap_or(-3.0);
        out.push(value.max(before).clamp(-3.0, 3.0));
    }
    out
}

fn bent(bend: &[f64], sum: f64) -> f64 {
    let at = (sum.clamp(-3.4, 3.4) * 5.0 + 17.0).clamp(0.0, (bend.len() - 1) as f64);
    let low = at.floor() as usize;
    let high = (low + 1).min(bend.len() - 1);
    bend[low] + (bend[high] - bend[low]) * (at - low as f64)
}

/// Adds the rows of a text, if it is of that register.
fn read(text: &str, register: Register, named: &mut Vec<(Vec<String>, f64)>) -> Result<()> {
    let targets = measure::status::targets(text)?;
    let sentences = targets.iter().map(|t| t.0.as_str());
    if Register::of(sentences, Knowledge::embedded()) != register {
        return Ok(());
    }
    let engine = Engine::new();
    for (sentence, spans, labels) in targets {
        let r = reading(&engine, &sentence);
        let (document, analysis) = (&r.document, &r.analysis);
        let found =
            coder::status::factuality(document, analysis, engine.knowledge(), &spans, register);
        named.extend(found.into_iter().map(|f| f.features).zip(labels));
    }
    Ok(())
}

fn number(named: &[(Vec<String>, f64)]) -> Rows {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for f in named.iter().flat_map(|n| &n.0) {
        *counts.entry(f).or_default() += 1;
    }
    let features: Vec<String> =
        counts.into_iter().filter(|(_, n)| *n >= N_SEEN_MIN).map(|(f, _)| f.to_owned()).collect();
    let rows = named
        .iter()
        .map(|(names, label)| {
            (names.iter().filter_map(|n| features.binary_search(n).ok()).collect(), *label)
        })
        .collect();
    Rows { features, rows }
}

fn sum(weights: &[f64], features: &[usize]) -> f64 {
    features.iter().map(|&f| weights[f]).sum()
}

/// Steps against the slope of an absolute error, smoothed within `reach` of nothing.
fn descend(rows: &Rows, train: &[usize], penalty: f64, reach: f64) -> Vec<f64> {
    let mut weights = vec![0.0f64; rows.features.len()];
    let mut seen = vec![1e-6f64; rows.features.len()];
    for _ in 0..N_STEPS {
        let mut slope: Vec<f64> = weights.iter().map(|w| 2.0 * penalty * w).collect();
        for &i in train {
            let (features, label) = &rows.rows[i];
            let miss = (sum(&weights, features) - label).clamp(-reach, reach);
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
