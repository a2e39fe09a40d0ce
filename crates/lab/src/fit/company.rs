//! Rows of named features and of vectors in, a table of weights for both out
//! (`models/en/{relate,penta}.tsv`).
//!
//! A softmax over the labels with an L2 penalty, by L-BFGS. The numbers of the vectors are brought to
//! one spread before the fit and back after it.

use std::{collections::BTreeMap, fmt::Write as _};

use super::softmax;

/// One row to learn from.
pub(super) struct Row {
    pub(super) features: Vec<String>,
    pub(super) company: Vec<f32>,
    pub(super) label: String,
    /// The fold it is scored in, from 0.
    pub(super) fold: usize,
}

/// Strength of the penalty, and how far rare labels weigh as much as frequent ones.
#[derive(Clone, Copy)]
pub(super) struct Taste {
    pub(super) penalty: f64,
    pub(super) balance: f64,
}

/// Spread of a vector's number beside a feature, which is there or not.
const SPREAD: f64 = 0.15;
const N_STEPS: usize = 120;
/// Steps that L-BFGS remembers.
const N_KEPT: usize = 8;

/// Rows in numbers.
pub(super) struct Fitting {
    features: Vec<String>,
    labels: Vec<String>,
    n_numbers: usize,
    means: Vec<f64>,
    spreads: Vec<f64>,
    rows: Vec<Numbers>,
    taste: Taste,
}

struct Numbers {
    features: Vec<usize>,
    company: Vec<f64>,
    label: usize,
    fold: usize,
}

impl Fitting {
    /// Features that one row alone has are left out.
    pub(super) fn new(rows: Vec<Row>, taste: Taste) -> Fitting {
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        for feature in rows.iter().flat_map(|r| &r.features) {
            *counts.entry(feature).or_default() += 1;
        }
        let kept = counts.into_iter().filter(|(_, n)| *n > 1).map(|(f, _)| f.clone());
        let features: Vec<String> = kept.collect();
        let mut labels: Vec<String> = rows.iter().map(|r| r.label.clone()).collect();
        labels.sort();
        labels.dedup();
        let n_numbers = rows.first().map_or(0, |r| r.company.len());
        let n = rows.len().max(1) as f64;
        let mut means = vec![0.0; n_numbers];
        let mut spreads = vec![0.0; n_numbers];
        for (i, mean) in means.iter_mut().enumerate() {
            *mean = rows.iter().map(|r| f64::from(r.company[i])).sum::<f64>() / n;
        }
        for (i, spread) in spreads.iter_mut().enumerate() {
            let squares = rows.iter().map(|r| (f64::from(r.company[i]) - means[i]).powi(2));
            *spread = (squares.sum::<f64>() / n).sqrt() + 1e-6;
        }
        let rows = rows
            .into_iter()
            .map(|r| Numbers {
                features: r
                    .features
                    .iter()
                    .filter_map(|f| features.binary_search(f).ok())
                    .collect(),
                company: r
                    .company
                    .iter()
                    .enumerate()
                    .map(|(i, &v)| SPREAD * (f64::from(v) - means[i]) / spreads[i])
                    .collect(),
                label: labels.binary_search(&r.label).unwrap_or(0),
                fold: r.fold,
            })
            .collect();
        Fitting { features, labels, n_numbers, means, spreads, rows, taste }
    }

    /// The label given to each row by a fit on the other folds: the one whose place `choose` takes from
    /// the labels and their sums.
    pub(super) fn by_folds(
        &self,
        n_folds: usize,
        choose: impl Fn(usize, &[String], &[f64]) -> usize,
    ) -> Vec<&str> {
        let folds: Vec<usize> = (0..n_folds).collect();
        let fits: Vec<Vec<f64>> = std::thread::scope(|scope| {
            let halves = folds.chunks(n_folds.div_ceil(2)).map(|half| {
                let fit = |&fold: &usize| self.fit(|r| r.fold != fold);
                scope.spawn(move || half.iter().map(fit).collect::<Vec<_>>())
            });
            let running: Vec<_> = halves.collect();
            running.into_iter().flat_map(|t| t.join().unwrap_or_default()).collect()
        });
        let label = |(n, row): (usize, &Numbers)| {
            let best = choose(n, &self.labels, &self.scores(&fits[row.fold], row));
            self.labels[best].as_str()
        };
        self.rows.iter().enumerate().map(label).collect()
    }

    fn scores(&self, weights: &[f64], row: &Numbers) -> Vec<f64> {
        let k = self.labels.len();
        let mut sums = vec![0.0; k];
        for &f in &row.features {
            for (sum, w) in sums.iter_mut().zip(&weights[f * k..]) {
                *sum += w;
            }
        }
        let numbers = weights[self.features.len() * k..].chunks_exact(k);
        for (x, weights) in row.company.iter().zip(numbers) {
            for (sum, w) in sums.iter_mut().zip(weights) {
                *sum += x * w;
            }
        }
        sums
    }

    /// Weights from the rows that `learns` lets in.
    fn fit(&self, learns: impl Fn(&Numbers) -> bool) -> Vec<f64> {
        let k = self.labels.len();
        let rows: Vec<&Numbers> = self.rows.iter().filter(|r| learns(r)).collect();
        let mut counts = vec![0.0f64; k];
        for row in &rows {
            counts[row.label] += 1.0;
        }
        let mean = counts.iter().sum::<f64>() / k as f64;
        let share: Vec<f64> =
            counts.iter().map(|c| (mean / c.max(1.0)).powf(self.taste.balance)).collect();
        let loss = |weights: &[f64]| self.loss(weights, &rows, &share);
        descend((self.features.len() + self.n_numbers) * k, loss)
    }

    /// Loss of weights on rows, each counting as its label's `share`, and its slope.
    fn loss(&self, weights: &[f64], rows: &[&Numbers], share: &[f64]) -> (f64, Vec<f64>) {
        let k = self.labels.len();
        let penalty = self.taste.penalty;
        let mut loss = penalty * weights.iter().map(|w| w * w).sum::<f64>();
        let mut slope: Vec<f64> = weights.iter().map(|w| 2.0 * penalty * w).collect();
        for row in rows {
            let much = share[row.label];
            let mut miss = softmax(&self.scores(weights, row));
            loss -= much * miss[row.label].max(1e-12).ln();
            miss[row.label] -= 1.0;
            for m in &mut miss {
                *m *= much;
            }
            for &f in &row.features {
                for (s, m) in slope[f * k..].iter_mut().zip(&miss) {
                    *s += m;
                }
            }
            let numbers = slope[self.features.len() * k..].chunks_exact_mut(k);
            for (x, slope) in row.company.iter().zip(numbers) {
                for (s, m) in slope.iter_mut().zip(&miss) {
                    *s += x * m;
                }
            }
        }
        (loss, slope)
    }

    /// The table of a fit on all rows, below lines of notes; vectors' numbers by their group.
    pub(super) fn table(&self, notes: &str) -> String {
        let k = self.labels.len();
        let mut weights = self.fit(|_| true);
        let at = self.features.len() * k;
        // Back to numbers as the vectors have them; what the means came to goes to the bias.
        let mut shift = vec![0.0; k];
        for (i, row) in weights[at..].chunks_exact_mut(k).enumerate() {
            for (w, shift) in row.iter_mut().zip(&mut shift) {
                *w *= SPREAD / self.spreads[i];
                *shift -= *w * self.means[i];
            }
        }
        if let Ok(bias) = self.features.binary_search(&"bias".to_owned()) {
            for (w, shift) in weights[bias * k..].iter_mut().zip(&shift) {
                *w += shift;
            }
        }
        let mut out = format!("{notes}feature");
        for label in &self.labels {
            let _ = write!(out, "\t{label}");
        }
        out.push('\n');
        let groups = coder::relate::groups();
        let n_dims = (self.n_numbers / groups.len()).max(1);
        for (i, row) in weights.chunks_exact(k).enumerate() {
            match self.features.get(i) {
                Some(_) if row.iter().all(|w| w.abs() < 0.03) => continue,
                Some(feature) => out.push_str(feature),
                None => {
                    let i = i - self.features.len();
                    let _ = write!(out, "~{} {}", groups[i / n_dims], i % n_dims);
                }
            }
            for w in row {
                let rounded = (w * 100.0).round() / 100.0;
                let _ = write!(out, "\t{}", if rounded == 0.0 { 0.0 } else { rounded });
            }
            out.push('\n');
        }
        out
    }

    /// How many features and how many numbers of vectors there are.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.features.len(), self.n_numbers)
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Where a smooth loss is least, from zeros on (L-BFGS, Nocedal 1980, with steps halved until the
/// loss falls).
pub(super) fn descend(n: usize, loss: impl Fn(&[f64]) -> (f64, Vec<f64>)) -> Vec<f64> {
    let mut at = vec![0.0; n];
    let (mut height, mut slope) = loss(&at);
    let mut kept: Vec<(Vec<f64>, Vec<f64>)> = Vec::new();
    for _ in 0..N_STEPS {
        let way = direction(&slope, &kept);
        let fall = dot(&way, &slope);
        let mut step =
            if kept.is_empty() { 1.0 / dot(&slope, &slope).sqrt().max(1.0) } else { 1.0 };
        let next = loop {
            let there: Vec<f64> = at.iter().zip(&way).map(|(a, w)| a + step * w).collect();
            let (h, s) = loss(&there);
            if h <= height + 1e-4 * step * fall {
                break Some((there, h, s));
            }
            step /= 2.0;
            if step < 1e-9 {
                break None;
            }
        };
        let Some((there, h, s)) = next else { break };
        let moved: Vec<f64> = there.iter().zip(&at).map(|(b, a)| b - a).collect();
        let turned: Vec<f64> = s.iter().zip(&slope).map(|(b, a)| b - a).collect();
        if dot(&moved, &turned) > 1e-12 {
            kept.push((moved, turned));
        }
        if kept.len() > N_KEPT {
            kept.remove(0);
        }
        let gain = height - h;
        (at, height, slope) = (there, h, s);
        if gain < 1e-6 * height.abs() {
            break;
        }
    }
    at
}

/// Downhill, by the curvature that the last steps have shown.
fn direction(slope: &[f64], kept: &[(Vec<f64>, Vec<f64>)]) -> Vec<f64> {
    let mut way: Vec<f64> = slope.iter().map(|s| -s).collect();
    let mut shares = Vec::new();
    for (moved, turned) in kept.iter().rev() {
        let share = dot(moved, &way) / dot(moved, turned);
        shares.push(share);
        way.iter_mut().zip(turned).for_each(|(w, t)| *w -= share * t);
    }
    if let Some((moved, turned)) = kept.last() {
        let scale = dot(moved, turned) / dot(turned, turned);
        for w in &mut way {
            *w *= scale;
        }
    }
    for ((moved, turned), share) in kept.iter().zip(shares.iter().rev()) {
        let back = share - dot(turned, &way) / dot(moved, turned);
        way.iter_mut().zip(moved).for_each(|(w, m)| *w += back * m);
    }
    way
}
