//! Gradient boosting of decision trees with logistic loss, on binned columns.

use document::text::trees::{Node, Trees};

const N_BINS: usize = 64;
const RATE: f32 = 0.1;
const L2: f32 = 2.0;
/// Columns that are the same for a whole page tell pages apart, which does not carry over.
const LEFT_OUT: [usize; 3] = [18, 52, 53];
/// Least sum of weights in a leaf.
const WEIGHT_MIN: f32 = 1.5;

/// Rows with labels and weights.
pub(super) struct Data {
    n_features: usize,
    rows: Vec<f32>,
    labels: Vec<f32>,
    weights: Vec<f32>,
}

impl Data {
    pub(super) fn new(n_features: usize) -> Self {
        Data { n_features, rows: Vec::new(), labels: Vec::new(), weights: Vec::new() }
    }

    pub(super) fn push(&mut self, row: &[f32], label: bool, weight: f32) {
        self.rows.extend_from_slice(row);
        self.labels.push(f32::from(label));
        self.weights.push(weight);
    }

    fn row(&self, i: usize) -> &[f32] {
        &self.rows[i * self.n_features..(i + 1) * self.n_features]
    }

    /// Mean logistic loss.
    pub(super) fn loss(&self, trees: &Trees) -> f32 {
        let mut sum = 0.0;
        for i in 0..self.labels.len() {
            let z = trees.score(self.row(i));
            let margin = if self.labels[i] > 0.5 { z } else { -z };
            sum += self.weights[i] * (1.0 + (-margin).exp()).ln();
        }
        sum / self.weights.iter().sum::<f32>()
    }
}

/// How often each column is asked about.
pub(super) fn uses(trees: &Trees, n_features: usize) -> Vec<usize> {
    let mut n = vec![0; n_features];
    for node in &trees.nodes {
        if node.feature != u16::MAX {
            n[node.feature as usize] += 1;
        }
    }
    n
}

/// Thresholds of a column: quantiles, each apart from the next.
fn cuts(data: &Data, feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = (0..data.labels.len()).map(|i| data.row(i)[feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut cuts: Vec<f32> = Vec::new();
    for k in 1..N_BINS {
        let at = k * values.len() / N_BINS;
        let (low, high) = (values[at.saturating_sub(1)], values[at]);
        let cut = if low < high { f32::midpoint(low, high) } else { high };
        if cut > values[0] && cuts.last().is_none_or(|c| *c < cut) {
            cuts.push(cut);
        }
    }
    cuts
}

struct Leaf {
    rows: Vec<u32>,
    node: usize,
    depth: usize,
}

/// Fits `n_trees` trees of at most `depth` questions each.
pub(super) fn fit(data: &Data, n_trees: usize, depth: usize) -> Trees {
    let n = data.labels.len();
    let cuts: Vec<Vec<f32>> = (0..data.n_features).map(|f| cuts(data, f)).collect();
    let mut bins = vec![0u8; n * data.n_features];
    for i in 0..n {
        for (f, cuts) in cuts.iter().enumerate() {
            bins[i * data.n_features + f] = cuts.partition_point(|c| *c <= data.row(i)[f]) as u8;
        }
    }
    let right: f32 = data.labels.iter().zip(&data.weights).map(|(l, w)| l * w).sum();
    let total: f32 = data.weights.iter().sum();
    let mut trees = Trees { bias: (right / (total - right)).ln(), ..Trees::default() };
    let mut scores = vec![trees.bias; n];
    let mut draw = 7u64;
    for _ in 0..n_trees {
        // Every tree sees half of the columns.
        let columns: Vec<bool> = (0..data.n_features)
            .map(|f| {
                draw = draw
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                !LEFT_OUT.contains(&f) && (draw >> 40) & 1 == 0
            })
            .collect();
        let grads: Vec<(f32, f32)> = (0..n)
            .map(|i| {
                let p = 1.0 / (1.0 + (-scores[i]).exp());
                (
                    (p - data.labels[i]) * data.weights[i],
                    (p * (1.0 - p)).max(1e-6) * data.weights[i],
                )
            })
            .collect();
        grow(data, &bins, &cuts, &columns, &grads, depth, &mut trees, &mut scores);
    }
    trees
}

#[expect(clippy::too_many_arguments, reason = "one step of the fit")]
fn grow(
    data: &Data,
    bins: &[u8],
    cuts: &[Vec<f32>],
    columns: &[bool],
    grads: &[(f32, f32)],
    depth: usize,
    trees: &mut Trees,
    scores: &mut [f32],
) {
    let root = trees.nodes.len();
    trees.roots.push(root as u16);
    let blank = Node { feature: u16::MAX, below: 0, above: 0, value: 0.0 };
    trees.nodes.push(blank);
    let rows = (0..data.labels.len() as u32).collect();
    let mut open = vec![Leaf { rows, node: root, depth: 0 }];
    while let Some(leaf) = open.pop() {
        let (g, h) = sums(&leaf.rows, grads);
        let split = (leaf.depth < depth)
            .then(|| best(columns, bins, grads, data, &leaf.rows, g, h))
            .flatten();
        let Some((feature, bin)) = split else {
            let value = -RATE * g / (h + L2);
            trees.nodes[leaf.node].value = value;
            for &i in &leaf.rows {
                scores[i as usize] += value;
            }
            continue;
        };
        let (below, above): (Vec<u32>, Vec<u32>) = leaf
            .rows
            .iter()
            .partition(|&&i| bins[i as usize * data.n_features + feature] <= bin as u8);
        let next = trees.nodes.len();
        trees.nodes.push(blank);
        trees.nodes.push(blank);
        trees.nodes[leaf.node] = Node {
            feature: feature as u16,
            below: next as u16,
            above: next as u16 + 1,
            value: cuts[feature][bin],
        };
        open.push(Leaf { rows: below, node: next, depth: leaf.depth + 1 });
        open.push(Leaf { rows: above, node: next + 1, depth: leaf.depth + 1 });
    }
}

fn sums(rows: &[u32], grads: &[(f32, f32)]) -> (f32, f32) {
    rows.iter().fold((0.0, 0.0), |(g, h), &i| {
        let (a, b) = grads[i as usize];
        (g + a, h + b)
    })
}

/// The column and bin whose question helps most, if one does.
fn best(
    columns: &[bool],
    bins: &[u8],
    grads: &[(f32, f32)],
    data: &Data,
    rows: &[u32],
    g: f32,
    h: f32,
) -> Option<(usize, usize)> {
    let n_features = columns.len();
    let mut sums = vec![[0.0f32; 3]; n_features * N_BINS];
    for &i in rows {
        let (a, b) = grads[i as usize];
        let w = data.weights[i as usize];
        let row = &bins[i as usize * n_features..(i as usize + 1) * n_features];
        for (f, &bin) in row.iter().enumerate() {
            let s = &mut sums[f * N_BINS + bin as usize];
            s[0] += a;
            s[1] += b;
            s[2] += w;
        }
    }
    let total: f32 = rows.iter().map(|&i| data.weights[i as usize]).sum();
    let score = |g: f32, h: f32| g * g / (h + L2);
    let mut found: Option<(f32, usize, usize)> = None;
    for f in (0..n_features).filter(|f| columns[*f]) {
        let (mut a, mut b, mut w) = (0.0, 0.0, 0.0);
        for bin in 0..N_BINS - 1 {
            let s = sums[f * N_BINS + bin];
            a += s[0];
            b += s[1];
            w += s[2];
            if w < WEIGHT_MIN || total - w < WEIGHT_MIN {
                continue;
            }
            let gain = score(a, b) + score(g - a, h - b) - score(g, h);
            if gain > 1e-3 && found.is_none_or(|o| gain > o.0) {
                found = Some((gain, f, bin));
            }
        }
    }
    found.map(|(_, f, bin)| (f, bin))
}
