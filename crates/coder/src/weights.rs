//! Features in, a score per label out: the fitted tables of `models/en/*.tsv`.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

/// One weight per feature and label.
pub(crate) struct Weights {
    labels: Vec<String>,
    rows: FxHashMap<String, Vec<f32>>,
    groups: BTreeMap<String, Vec<Vec<f32>>>,
}

impl Weights {
    /// Reads lines "feature, tab, weights": the first line names the labels; lines that start with
    /// `#` are notes. A weight that is no number counts as 0. A feature like `~between 17` weighs the
    /// number of that place, from 0, in the vector of a group; a group's lines stand in that order.
    pub(crate) fn read(text: &str) -> Weights {
        let mut lines = text.lines().filter(|l| !l.starts_with('#'));
        let header = lines.next().unwrap_or("");
        let labels = header.split('\t').skip(1).map(str::to_owned).collect();
        let mut rows = FxHashMap::default();
        let mut groups: BTreeMap<String, Vec<Vec<f32>>> = BTreeMap::new();
        for line in lines {
            let mut cells = line.split('\t');
            let Some(feature) = cells.next() else { continue };
            let weights = cells.map(|c| c.parse().unwrap_or(0.0)).collect();
            match feature.strip_prefix('~').and_then(|f| f.split_once(' ')) {
                Some((group, _)) => groups.entry(group.to_owned()).or_default().push(weights),
                None => {
                    rows.insert(feature.to_owned(), weights);
                }
            }
        }
        Weights { labels, rows, groups }
    }

    /// Sum of the weights per label, in the table's order.
    pub(crate) fn scores(&self, features: &[String]) -> Vec<(&str, f32)> {
        let mut sums = vec![0.0f32; self.labels.len()];
        for row in features.iter().filter_map(|f| self.rows.get(f)) {
            for (sum, w) in sums.iter_mut().zip(row) {
                *sum += w;
            }
        }
        self.labels.iter().map(String::as_str).zip(sums).collect()
    }

    /// [`Weights::scores`], and what the numbers of a group's vector add.
    pub(crate) fn scores_with<'n, 'v>(
        &self,
        features: &[String],
        groups: impl IntoIterator<Item = (&'n str, &'v [f32])>,
    ) -> Vec<(&str, f32)> {
        let mut scores = self.scores(features);
        for (group, vector) in groups {
            let rows = self.groups.get(group).map_or(&[][..], Vec::as_slice);
            for (row, number) in rows.iter().zip(vector) {
                for (score, w) in scores.iter_mut().zip(row) {
                    score.1 += w * number;
                }
            }
        }
        scores
    }
}
