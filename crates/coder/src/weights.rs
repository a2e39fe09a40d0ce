//! Features in, a score per label out: the fitted tables of `models/en/*.tsv`.

use std::collections::BTreeMap;

/// One weight per feature and label.
pub(crate) struct Weights {
    labels: Vec<String>,
    rows: BTreeMap<String, Vec<f32>>,
}

impl Weights {
    /// Reads lines "feature, tab, weights": the first line names the labels; lines that start with
    /// `#` are notes. A weight that is no number counts as 0.
    pub(crate) fn read(text: &str) -> Weights {
        let mut lines = text.lines().filter(|l| !l.starts_with('#'));
        let header = lines.next().unwrap_or("");
        let labels = header.split('\t').skip(1).map(str::to_owned).collect();
        let rows = lines
            .filter_map(|line| {
                let mut cells = line.split('\t');
                let feature = cells.next()?.to_owned();
                Some((feature, cells.map(|c| c.parse().unwrap_or(0.0)).collect()))
            })
            .collect();
        Weights { labels, rows }
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
}
