//! Named features with fitted weights: a sum in, a chance out.

use std::collections::BTreeMap;

/// A closed list of features and one weight for each.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    bias: f32,
    floor: f32,
    by_feature: Vec<f32>,
}

impl Weights {
    /// Reads lines "feature, tab, weight"; `bias` and `floor` (the least chance at which two are
    /// joined) are rows of their own, lines that start with `#` say what the file is. A feature
    /// without a row weighs nothing.
    pub(crate) fn read(table: &str, names: &[&str]) -> Self {
        let rows: BTreeMap<&str, f32> = table
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| l.split_once('\t'))
            .map(|(name, weight)| (name, weight.parse().unwrap_or(0.0)))
            .collect();
        let of = |name: &str| rows.get(name).copied().unwrap_or(0.0);
        Self {
            bias: of("bias"),
            floor: rows.get("floor").copied().unwrap_or(0.5),
            by_feature: names.iter().map(|n| of(n)).collect(),
        }
    }

    /// Chance in [0, 1].
    pub(crate) fn chance(&self, values: &[f32]) -> f32 {
        let sum: f32 = values.iter().zip(&self.by_feature).map(|(v, w)| v * w).sum();
        1.0 / (1.0 + libm::expf(-(self.bias + sum)))
    }

    /// Whether the chance may reach the floor, with the values of some features still open, each in
    /// [0, 1].
    pub(crate) fn may_reach(&self, values: &[f32], open: impl Iterator<Item = usize>) -> bool {
        /// More than all rounding.
        const MARGIN: f32 = 0.01;
        let sum: f32 = values.iter().zip(&self.by_feature).map(|(v, w)| v * w).sum();
        let gain: f32 = open.map(|i| self.by_feature[i].max(0.0)).sum();
        self.bias + sum + gain + MARGIN >= libm::logf(self.floor / (1.0 - self.floor))
    }

    pub(crate) fn floor(&self) -> f32 {
        self.floor
    }

    /// The features that weighed most, for or against ("not: …"), strongest first.
    pub(crate) fn reasons(&self, values: &[f32], names: &[&str], n_max: usize) -> Vec<String> {
        let mut parts: Vec<(f32, &str)> = values
            .iter()
            .zip(&self.by_feature)
            .zip(names)
            .map(|((v, w), name)| (v * w, *name))
            .filter(|(x, _)| x.abs() > 0.2)
            .collect();
        parts.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then(a.1.cmp(b.1)));
        parts
            .iter()
            .take(n_max)
            .map(|(x, name)| if *x < 0.0 { format!("against: {name}") } else { (*name).to_owned() })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_reach_the_floor_does_not() {
        let weights = Weights::read("bias\t-2\nfloor\t0.5\na\t1.5\nb\t3\nc\t-2", &["a", "b", "c"]);
        let steps = || (0..=20u8).map(|n| f32::from(n) / 20.0);
        let (mut n_hopeless, mut n_joined) = (0, 0);
        for a in steps() {
            let hopes = weights.may_reach(&[a, 0.0, 0.0], [1, 2].into_iter());
            let rest = || steps().flat_map(|b| steps().map(move |c| [b, c]));
            let joined = rest().any(|[b, c]| weights.chance(&[a, b, c]) >= weights.floor());
            assert!(hopes || !joined, "{a}");
            n_joined += usize::from(joined);
            let known = rest().filter(|[b, _]| !weights.may_reach(&[a, *b, 0.0], [2].into_iter()));
            for [b, c] in known {
                assert!(weights.chance(&[a, b, c]) < weights.floor(), "{a} {b} {c}");
                n_hopeless += 1;
            }
        }
        assert!(n_hopeless > 100 && n_joined > 0);
    }
}
