//! Features in, a score per label out: the fitted tables of `models/en/*.tsv`.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasherDefault, Hasher},
};

/// One weight per feature and label.
pub(crate) struct Weights {
    labels: Vec<String>,
    /// Where the row of a feature begins, by the digest of its name.
    rows: HashMap<u64, u32, BuildHasherDefault<Digested>>,
    cells: Vec<f32>,
    groups: BTreeMap<String, Vec<Vec<f32>>>,
}

/// What features are told to, a part of each after the other, so that nothing is put together that
/// only has to be looked up.
pub(crate) trait Signs {
    /// One feature: the parts joined.
    fn add(&mut self, parts: &[&str]);

    /// Two features: the parts joined, and the same with more behind.
    fn add_with(&mut self, parts: &[&str], more: &[&str]);
}

impl Signs for Vec<String> {
    fn add(&mut self, parts: &[&str]) {
        self.push(parts.concat());
    }

    fn add_with(&mut self, parts: &[&str], more: &[&str]) {
        self.add(parts);
        self.push(parts.iter().chain(more).copied().collect());
    }
}

/// Sums of a table over the features told.
pub(crate) struct Sums<'w> {
    table: &'w Weights,
    /// One sum per label, in the table's order.
    pub(crate) sums: Vec<f32>,
}

impl Sums<'_> {
    /// The sum of the first label; 0 where the table has none.
    pub(crate) fn first(&self) -> f32 {
        self.sums.first().copied().unwrap_or(0.0)
    }
}

impl Signs for Sums<'_> {
    fn add(&mut self, parts: &[&str]) {
        self.add_with(parts, &[]);
    }

    fn add_with(&mut self, parts: &[&str], more: &[&str]) {
        let first = parts.iter().fold(START, |d, part| digest(d, part));
        self.table.add(first, &mut self.sums);
        if !more.is_empty() {
            let second = more.iter().fold(first, |d, part| digest(d, part));
            self.table.add(second, &mut self.sums);
        }
    }
}

impl Weights {
    /// Reads lines "feature, tab, weights": the first line names the labels; lines that start with
    /// `#` are notes. A weight that is no number counts as 0. A feature like `~between 17` weighs the
    /// number of that place, from 0, in the vector of a group; a group's lines stand in that order.
    pub(crate) fn read(text: &str) -> Weights {
        let mut lines = text.lines().filter(|l| !l.starts_with('#'));
        let header = lines.next().unwrap_or("");
        let labels: Vec<String> = header.split('\t').skip(1).map(str::to_owned).collect();
        let mut rows = HashMap::default();
        let mut all = Vec::new();
        let mut groups: BTreeMap<String, Vec<Vec<f32>>> = BTreeMap::new();
        for line in lines {
            let mut cells = line.split('\t');
            let Some(feature) = cells.next() else { continue };
            let row = cells.map(|c| c.parse().unwrap_or(0.0)).chain(std::iter::repeat(0.0));
            let row = row.take(labels.len());
            if let Some((group, _)) = feature.strip_prefix('~').and_then(|f| f.split_once(' ')) {
                groups.entry(group.to_owned()).or_default().push(row.collect());
            } else {
                rows.insert(digest(START, feature), all.len() as u32);
                all.extend(row);
            }
        }
        Weights { labels, rows, cells: all, groups }
    }

    /// Names of the labels, in the table's order.
    pub(crate) fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Sums that nothing has been told to yet.
    pub(crate) fn sums(&self) -> Sums<'_> {
        Sums { table: self, sums: vec![0.0; self.labels.len()] }
    }

    fn add(&self, digest: u64, sums: &mut [f32]) {
        let Some(&start) = self.rows.get(&digest) else { return };
        for (sum, w) in sums.iter_mut().zip(&self.cells[start as usize..]) {
            *sum += w;
        }
    }

    /// The features that speak most for one label against another, the heaviest first, `n` at most;
    /// none that speaks against it.
    pub(crate) fn heaviest<'f>(
        &self,
        features: &'f [String],
        label: &str,
        other: &str,
        n: usize,
    ) -> Vec<&'f str> {
        let place = |name: &str| self.labels.iter().position(|l| l == name);
        let (Some(a), Some(b)) = (place(label), place(other)) else { return Vec::new() };
        let mut told: Vec<(f32, &str)> = Vec::new();
        for f in features {
            let mut sums = self.sums();
            sums.add(&[f]);
            let weight = sums.sums[a] - sums.sums[b];
            if weight > 0.0 && !told.iter().any(|t| t.1 == f) {
                told.push((weight, f));
            }
        }
        told.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(y.1)));
        told.into_iter().take(n).map(|t| t.1).collect()
    }

    /// Adds what the numbers of a group's vector weigh.
    pub(crate) fn add_vector(&self, group: &str, vector: &[f32], sums: &mut [f32]) {
        let rows = self.groups.get(group).map_or(&[][..], Vec::as_slice);
        for (row, number) in rows.iter().zip(vector) {
            for (sum, w) in sums.iter_mut().zip(row) {
                *sum += w * number;
            }
        }
    }

    /// Sum of the weights per label, in the table's order.
    pub(crate) fn scores(&self, features: &[String]) -> Vec<(&str, f32)> {
        self.scores_with(features, [])
    }

    /// [`Weights::scores`], and what the numbers of a group's vector add.
    pub(crate) fn scores_with<'n, 'v>(
        &self,
        features: &[String],
        groups: impl IntoIterator<Item = (&'n str, &'v [f32])>,
    ) -> Vec<(&str, f32)> {
        let mut sums = self.sums();
        for f in features {
            sums.add(&[f]);
        }
        for (group, vector) in groups {
            self.add_vector(group, vector, &mut sums.sums);
        }
        self.labels.iter().map(String::as_str).zip(sums.sums).collect()
    }
}

/// FNV-1a, of 64 bits: the digest of parts one after the other is that of the parts joined.
const START: u64 = 0xcbf2_9ce4_8422_2325;

fn digest(start: u64, part: &str) -> u64 {
    part.bytes().fold(start, |d, b| (d ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Hashes a digest to itself.
#[derive(Default)]
struct Digested(u64);

impl Hasher for Digested {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(b);
        }
    }

    fn write_u64(&mut self, digest: u64) {
        self.0 = digest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_weigh_as_the_whole() {
        let table = Weights::read("feature\tA\tB\nslot=subj\t1\t-2\n~word 0\t3\t0.5\n");
        let mut sums = table.sums();
        sums.add(&["slot", "=", "subj"]);
        sums.add(&["slot=obj"]);
        table.add_vector("word", &[2.0], &mut sums.sums);
        assert_eq!(sums.sums, [7.0, -1.0]);
        let told = ["slot=subj".to_owned(), "slot=obj".to_owned()];
        assert_eq!(table.heaviest(&told, "A", "B", 3), ["slot=subj"]);
        assert_eq!(table.scores(&["slot=subj".to_owned()]), [("A", 1.0), ("B", -2.0)]);
    }
}
