//! Counts per document in, figures with confidence intervals out.
//!
//! Every figure is computed once on all documents and a thousand times on documents drawn with
//! replacement; the interval holds the middle 95 %. The draws follow a fixed seed: the same counts
//! always give the same interval.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::Prf;

const N_DRAWS: usize = 1000;

/// Named figures of one measure, in the order they were added.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    rows: Vec<(String, f64, f64, f64)>,
    notes: Vec<String>,
    shown: Vec<String>,
}

/// Hits, answers and gold of one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Right answers.
    pub hits: usize,
    /// Answers.
    pub answers: usize,
    /// What the gold owes.
    pub gold: usize,
}

/// Deterministic draws (SplitMix64).
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

impl Figures {
    /// Adds a figure of `items` (documents or rows) with its interval; 0 where there are none.
    pub fn add<T>(&mut self, name: &str, items: &[T], figure: impl Fn(&[&T]) -> f64) {
        let all: Vec<&T> = items.iter().collect();
        let value = figure(&all);
        if items.is_empty() {
            self.rows.push((name.to_owned(), 0.0, 0.0, 0.0));
            return;
        }
        let mut draws = Draws(7);
        let mut values: Vec<f64> = (0..N_DRAWS)
            .map(|_| {
                let drawn: Vec<&T> =
                    (0..items.len()).map(|_| &items[draws.below(items.len())]).collect();
                figure(&drawn)
            })
            .collect();
        values.sort_by(f64::total_cmp);
        let (low, high) = (values[N_DRAWS / 40], values[N_DRAWS - 1 - N_DRAWS / 40]);
        self.rows.push((name.to_owned(), value, low, high));
    }

    /// Adds precision, recall and F1 over documents.
    pub fn add_prf(&mut self, name: &str, documents: &[Counts]) {
        let of = |drawn: &[&Counts]| {
            let sum = |f: fn(&Counts) -> usize| drawn.iter().map(|c| f(c)).sum();
            Prf::of(sum(|c| c.hits), sum(|c| c.answers), sum(|c| c.gold))
        };
        self.add(&format!("{name} precision"), documents, |d| of(d).precision);
        self.add(&format!("{name} recall"), documents, |d| of(d).recall);
        self.add(&format!("{name} F1"), documents, |d| of(d).f1);
    }

    /// Adds the share of right rows.
    pub fn add_share(&mut self, name: &str, rows: &[bool]) {
        self.add(name, rows, |d| d.iter().filter(|x| ***x).count() as f64 / d.len().max(1) as f64);
    }

    /// Adds accuracy and macro-F1 (over the labels of the gold) of (gold, answer) rows.
    pub fn add_labels(&mut self, name: &str, rows: &[(String, String)]) {
        let labels: BTreeSet<&str> = rows.iter().map(|r| r.0.as_str()).collect();
        self.add(&format!("{name} accuracy"), rows, |d| {
            d.iter().filter(|r| r.0 == r.1).count() as f64 / d.len().max(1) as f64
        });
        self.add(&format!("{name} macro-F1"), rows, |d| {
            let f1 = |label: &str| {
                let hits = d.iter().filter(|r| r.0 == label && r.1 == label).count();
                let gold = d.iter().filter(|r| r.0 == label).count();
                let answers = d.iter().filter(|r| r.1 == label).count();
                Prf::of(hits, answers, gold).f1
            };
            labels.iter().map(|l| f1(l)).sum::<f64>() / labels.len().max(1) as f64
        });
    }

    /// Adds mean absolute error and Pearson's r of (gold, answer) numbers.
    pub fn add_numbers(&mut self, name: &str, rows: &[(f64, f64)]) {
        self.add(&format!("{name} MAE"), rows, |d| {
            d.iter().map(|r| (r.0 - r.1).abs()).sum::<f64>() / d.len().max(1) as f64
        });
        self.add(&format!("{name} Pearson"), rows, |d| {
            let n = d.len().max(1) as f64;
            let (mx, my) =
                (d.iter().map(|r| r.0).sum::<f64>() / n, d.iter().map(|r| r.1).sum::<f64>() / n);
            let cov: f64 = d.iter().map(|r| (r.0 - mx) * (r.1 - my)).sum();
            let vx: f64 = d.iter().map(|r| (r.0 - mx).powi(2)).sum();
            let vy: f64 = d.iter().map(|r| (r.1 - my).powi(2)).sum();
            if vx > 0.0 && vy > 0.0 { cov / (vx * vy).sqrt() } else { 0.0 }
        });
    }

    /// Adds a figure that has no interval: of a partition, whose items hang together.
    pub fn fix(&mut self, name: &str, value: f64) {
        self.rows.push((name.to_owned(), value, value, value));
    }

    /// Adds a line that is no figure.
    pub fn note(&mut self, line: String) {
        self.notes.push(line);
    }

    /// Adds a miss or an extra for `--show`, up to `n_show` of them.
    pub fn show(&mut self, n_show: usize, line: impl FnOnce() -> String) {
        if self.shown.len() < n_show {
            self.shown.push(line());
        }
    }

    /// For people: a figure a line with its interval.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for line in &self.notes {
            out.push_str(&format!("{line}\n"));
        }
        for (name, value, low, high) in &self.rows {
            out.push_str(&format!("{name:<28} {value:.3}  [{low:.3}, {high:.3}]\n"));
        }
        for line in &self.shown {
            out.push_str(&format!("  {line}\n"));
        }
        out
    }

    /// For programs: {name: {"value", "low", "high"}}.
    pub fn to_json(&self) -> Value {
        let mut map = Map::new();
        for (name, value, low, high) in &self.rows {
            map.insert(name.clone(), json!({"value": value, "low": low, "high": high}));
        }
        Value::Object(map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_holds_the_figure_and_is_the_same_twice() {
        let rows: Vec<bool> = (0..40).map(|i| i % 4 != 0).collect();
        let mut a = Figures::default();
        a.add_share("right", &rows);
        let mut b = Figures::default();
        b.add_share("right", &rows);
        assert_eq!(a.to_text(), b.to_text());
        let (_, value, low, high) = a.rows[0];
        assert!((value - 0.75).abs() < 1e-9 && low < value && value < high);
    }

    #[test]
    fn errors_of_numbers() {
        let mut f = Figures::default();
        f.add_numbers("n", &[(3.0, 3.0), (-3.0, -2.0), (0.0, 0.5)]);
        assert!((f.rows[0].1 - 0.5).abs() < 1e-9);
        assert!(f.rows[1].1 > 0.98);
    }

    #[test]
    fn nothing_measured_is_zero() {
        let mut f = Figures::default();
        f.add_prf("spans", &[]);
        assert!(f.to_text().contains("spans F1"));
    }
}
