//! Features in, a score per label out: the fitted tables of `models/en/*.tsv`.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    hash::{BuildHasherDefault, Hasher},
};

/// One weight per feature and label.
pub(crate) struct Weights {
    labels: Vec<String>,
    /// Numbers a row: the labels, where there are several filled up with zeros to whole eights.
    stride: usize,
    /// Where there are several labels: the rows of the features among the cells.
    rows: ByDigest<u32>,
    cells: Vec<f32>,
    /// Where there is one: the weights of the features.
    only: ByDigest<f32>,
    /// For each group, a row for each place of its vector.
    groups: BTreeMap<String, Vec<f32>>,
}

/// What features are told to, a part of each after the other, so that nothing is put together that
/// only has to be looked up.
pub(crate) trait Signs {
    /// One feature: the parts joined.
    fn add(&mut self, parts: &[&str]);

    /// Two features: the parts joined, and the same with more behind.
    fn add_with(&mut self, parts: &[&str], more: &[&str]);

    /// [`Signs::add_with`] of two features for which a number stands: whatever is told of that number is
    /// always the same two.
    fn add_numbered(&mut self, number: usize, parts: &[&str], more: &[&str]) {
        let _ = number;
        self.add_with(parts, more);
    }
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
    /// A row.
    row: Vec<f32>,
    numbered: Option<&'w Numbered>,
}

/// What features weigh for the first label by the numbers that stand for them, once asked.
#[derive(Default)]
pub(crate) struct Numbered(RefCell<Vec<[f32; 2]>>);

impl Numbered {
    /// The two weights of a number; `ask` tells them the first time.
    fn get(&self, number: usize, ask: impl FnOnce() -> [f32; 2]) -> [f32; 2] {
        // No weight is so: nobody asked yet.
        const UNKNOWN: [f32; 2] = [f32::NAN; 2];
        let mut all = self.0.borrow_mut();
        if all.len() <= number {
            all.resize(number + 1, UNKNOWN);
        }
        if all[number][0].is_nan() {
            all[number] = ask();
        } else {
            debug_assert!(
                all[number].map(f32::to_bits) == ask().map(f32::to_bits),
                "number {number} stands for other features"
            );
        }
        all[number]
    }
}

impl Sums<'_> {
    /// The sum of the first label; 0 where the table has none.
    pub(crate) fn first(&self) -> f32 {
        self.row.first().copied().unwrap_or(0.0)
    }

    /// One sum per label, in the table's order.
    pub(crate) fn all(&self) -> &[f32] {
        &self.row[..self.table.labels.len()]
    }

    /// Adds what the numbers of a group's vector weigh.
    pub(crate) fn add_vector(&mut self, group: &str, vector: &[f32]) {
        let rows = self.table.groups.get(group).map_or(&[][..], Vec::as_slice);
        for (row, &number) in rows.chunks_exact(self.table.stride).zip(vector) {
            add_row(&mut self.row, row, |w| w * number);
        }
    }
}

/// Adds what is made of each weight of a row, eight at a time.
#[inline]
fn add_row(sums: &mut [f32], row: &[f32], made: impl Fn(f32) -> f32) {
    let (sums, more_sums) = sums.as_chunks_mut::<8>();
    let (row, more) = row.as_chunks::<8>();
    for (sums, row) in sums.iter_mut().zip(row) {
        for (sum, w) in sums.iter_mut().zip(row) {
            *sum += made(*w);
        }
    }
    for (sum, w) in more_sums.iter_mut().zip(more) {
        *sum += made(*w);
    }
}

impl Signs for Sums<'_> {
    fn add(&mut self, parts: &[&str]) {
        self.add_with(parts, &[]);
    }

    fn add_with(&mut self, parts: &[&str], more: &[&str]) {
        let first = parts.iter().fold(START, |d, part| digest(d, part));
        self.table.add(first, &mut self.row);
        if !more.is_empty() {
            let second = more.iter().fold(first, |d, part| digest(d, part));
            self.table.add(second, &mut self.row);
        }
    }

    fn add_numbered(&mut self, number: usize, parts: &[&str], more: &[&str]) {
        let Some(numbered) = self.numbered else { return self.add_with(parts, more) };
        let weights = numbered.get(number, || {
            let first = parts.iter().fold(START, |d, part| digest(d, part));
            let second = more.iter().fold(first, |d, part| digest(d, part));
            [first, second].map(|feature| self.table.only.get(&feature).copied().unwrap_or(0.0))
        });
        for weight in weights {
            self.row[0] += weight;
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
        let stride = if labels.len() > 1 { labels.len().next_multiple_of(8) } else { 1 };
        let mut features = Vec::new();
        let mut all = Vec::new();
        let mut groups: BTreeMap<String, Vec<f32>> = BTreeMap::new();
        for line in lines {
            let mut cells = line.split('\t');
            let Some(feature) = cells.next() else { continue };
            let row = cells.map(|c| c.parse().unwrap_or(0.0)).take(labels.len());
            let row = row.chain(std::iter::repeat(0.0)).take(stride);
            if let Some((group, _)) = feature.strip_prefix('~').and_then(|f| f.split_once(' ')) {
                groups.entry(group.to_owned()).or_default().extend(row);
            } else {
                features.push(digest(START, feature));
                all.extend(row);
            }
        }
        // Of two rows of one digest the last counts.
        let features = features.into_iter();
        let (mut rows, mut only) = (ByDigest::default(), ByDigest::default());
        if stride == 1 {
            only = features.zip(all.drain(..)).collect();
        } else {
            rows = features.zip(0..).collect();
        }
        Weights { labels, stride, rows, cells: all, only, groups }
    }

    /// Names of the labels, in the table's order.
    pub(crate) fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Sums that nothing has been told to yet.
    pub(crate) fn sums(&self) -> Sums<'_> {
        Sums { table: self, row: vec![0.0; self.stride], numbered: None }
    }

    /// [`Weights::sums`] of a table of one label, which remembers what numbers stand for.
    pub(crate) fn sums_by<'w>(&'w self, numbered: &'w Numbered) -> Sums<'w> {
        Sums { numbered: Some(numbered).filter(|_| self.stride == 1), ..self.sums() }
    }

    fn add(&self, digest: u64, sums: &mut [f32]) {
        if self.stride == 1 {
            sums[0] += self.only.get(&digest).copied().unwrap_or(0.0);
        } else if let Some(&row) = self.rows.get(&digest) {
            add_row(sums, &self.cells[row as usize * self.stride..][..self.stride], |w| w);
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
            let weight = sums.row[a] - sums.row[b];
            if weight > 0.0 && !told.iter().any(|t| t.1 == f) {
                told.push((weight, f));
            }
        }
        told.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(y.1)));
        told.into_iter().take(n).map(|t| t.1).collect()
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
            sums.add_vector(group, vector);
        }
        self.labels.iter().map(String::as_str).zip(sums.all().iter().copied()).collect()
    }
}

/// FNV-1a, of 64 bits: the digest of parts one after the other is that of the parts joined.
const START: u64 = 0xcbf2_9ce4_8422_2325;

fn digest(start: u64, part: &str) -> u64 {
    part.bytes().fold(start, |d, b| (d ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Chances of sums of weights, in their order: they come to 1 together; none for no sums.
pub(crate) fn chances(sums: &[f32]) -> Vec<f32> {
    let top = sums.iter().copied().fold(f32::MIN, f32::max);
    let grown: Vec<f32> = sums.iter().map(|s| libm::expf(s - top)).collect();
    let all: f32 = grown.iter().sum();
    grown.into_iter().map(|g| g / all).collect()
}

/// What is known of features, by their digests.
type ByDigest<T> = HashMap<u64, T, BuildHasherDefault<Digested>>;

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
        sums.add_vector("word", &[2.0]);
        assert_eq!(sums.all(), [7.0, -1.0]);
        let told = ["slot=subj".to_owned(), "slot=obj".to_owned()];
        assert_eq!(table.heaviest(&told, "A", "B", 3), ["slot=subj"]);
        assert_eq!(table.scores(&["slot=subj".to_owned()]), [("A", 1.0), ("B", -2.0)]);
    }

    #[test]
    fn chances_come_to_one() {
        let told = chances(&[0.0, 0.0, libm::logf(2.0)]);
        assert!((told[2] - 0.5).abs() < 1e-6 && (told[0] - 0.25).abs() < 1e-6);
        assert!(chances(&[]).is_empty());
    }
}
