//! Rows in, weights out: full-batch gradient descent on the softmax loss with an L2 penalty, a step
//! per weight that shrinks with what it has seen (AdaGrad).

use super::softmax;

/// How far and how long to go.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    pub(super) penalty: f64,
    pub(super) n_steps: usize,
    pub(super) rate: f64,
}

impl Pace {
    fn walk(self, n: usize, mut slope_at: impl FnMut(&[f64], &mut [f64])) -> Vec<f64> {
        let (mut weights, mut seen) = (vec![0.0f64; n], vec![1e-6f64; n]);
        for _ in 0..self.n_steps {
            let mut slope: Vec<f64> = weights.iter().map(|w| 2.0 * self.penalty * w).collect();
            slope_at(&weights, &mut slope);
            for ((w, s), g) in weights.iter_mut().zip(&mut seen).zip(&slope) {
                *s += g * g;
                *w -= self.rate * g / s.sqrt();
            }
        }
        weights
    }
}

/// A row of one label: numbers of its features, its vectors with the number where each begins.
#[derive(Default)]
pub(super) struct Labelled {
    pub(super) features: Vec<usize>,
    pub(super) vectors: Vec<(usize, Vec<f32>)>,
    pub(super) label: usize,
}

impl Labelled {
    /// The sum of each of `k` labels; weights stand by feature, then by label.
    pub(super) fn scores(&self, weights: &[f64], k: usize) -> Vec<f64> {
        let mut sums = vec![0.0; k];
        self.each(|at, x| {
            for (s, w) in sums.iter_mut().zip(&weights[at * k..(at + 1) * k]) {
                *s += w * x;
            }
        });
        sums
    }

    fn each(&self, mut add: impl FnMut(usize, f64)) {
        for &f in &self.features {
            add(f, 1.0);
        }
        for (start, vector) in &self.vectors {
            for (d, x) in vector.iter().enumerate() {
                add(start + d, f64::from(*x));
            }
        }
    }
}

/// Weights of `n` features for `k` labels, by feature, then by label.
pub(super) fn labels(train: &[&Labelled], n: usize, k: usize, pace: Pace) -> Vec<f64> {
    pace.walk(n * k, |weights, slope| {
        for row in train {
            let mut miss = softmax(&row.scores(weights, k));
            miss[row.label] -= 1.0;
            row.each(|at, x| {
                for (s, m) in slope[at * k..(at + 1) * k].iter_mut().zip(&miss) {
                    *s += m * x;
                }
            });
        }
    })
}

/// A row of several answers: numbers of the features of each, and which are right.
pub(super) struct Choices {
    pub(super) candidates: Vec<Vec<usize>>,
    pub(super) right: Vec<bool>,
    /// How much the row counts.
    pub(super) weight: f64,
}

impl Choices {
    pub(super) fn scores(&self, weights: &[f64]) -> Vec<f64> {
        self.candidates.iter().map(|c| c.iter().map(|&f| weights[f]).sum()).collect()
    }
}

/// Weights of `n` features; rows of which no answer is right teach nothing.
pub(super) fn choices(train: &[&Choices], n: usize, pace: Pace) -> Vec<f64> {
    pace.walk(n, |weights, slope| {
        for row in train.iter().filter(|r| r.right.iter().any(|x| *x)) {
            let shares = softmax(&row.scores(weights));
            let mass: f64 =
                shares.iter().zip(&row.right).filter(|(_, r)| **r).map(|(s, _)| s).sum();
            for ((features, share), right) in row.candidates.iter().zip(&shares).zip(&row.right) {
                let owed = if *right { share / mass.max(1e-9) } else { 0.0 };
                for &f in features {
                    slope[f] += row.weight * (share - owed);
                }
            }
        }
    })
}
