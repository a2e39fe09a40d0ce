//! The network's forward and backward pass over a batch. The forward pass is that of
//! `analysis::syntax`, with dropout.

use std::ops::Range;

use analysis::syntax::{
    kernel::{LEAK, gate, leaky},
    shape::{DISTANCES, NAME_TAGS, Outputs, ROOT_DISTANCE, Shape, Tensor, distance},
};
use model::{Deprel, Upos, Xpos};
use ndarray::{ArrayView2, ArrayViewMut2, linalg::general_mat_mul};
use rustc_hash::FxHashMap;

use super::random::Random;
use crate::corpus::Sentence;

/// A sentence as rows of the embedding table.
pub(super) struct Input {
    /// Where each word's rows end.
    pub(super) ends: Vec<usize>,
    pub(super) rows: Vec<u32>,
    /// Whether the word's second row is that of its exact form.
    pub(super) exact: Vec<bool>,
    pub(super) gold: Sentence,
}

impl Input {
    pub(super) fn words(&self) -> usize {
        self.ends.len()
    }
}

/// Where each dense parameter stands.
pub(super) struct Layout {
    pub(super) shape: Shape,
    pub(super) outputs: Outputs,
    tensors: Vec<(Tensor, Range<usize>)>,
    layers: Vec<LayerLayout>,
    heads: Range<usize>,
    heads_bias: Range<usize>,
    arc_root: Range<usize>,
    label_root: Range<usize>,
    label_distance: Range<usize>,
    label: Range<usize>,
    label_bias: Range<usize>,
}

struct LayerLayout {
    weight: Range<usize>,
    forget_bias: Range<usize>,
    reset_bias: Range<usize>,
    forget_state: Range<usize>,
    reset_state: Range<usize>,
}

impl Layout {
    pub(super) fn new(shape: Shape) -> Self {
        let mut at = 0;
        let tensors: Vec<(Tensor, Range<usize>)> = shape
            .tensors()
            .into_iter()
            .map(|tensor| {
                let start = at;
                at += tensor.rows * tensor.columns;
                (tensor, start..at)
            })
            .collect();
        let find = |name: &str| {
            let found = tensors.iter().find(|(tensor, _)| tensor.name == name);
            found.map_or(0..0, |(_, range)| range.clone())
        };
        let layers = (0..shape.layers)
            .map(|layer| LayerLayout {
                weight: find(&format!("layer{layer}.weight")),
                forget_bias: find(&format!("layer{layer}.forget_bias")),
                reset_bias: find(&format!("layer{layer}.reset_bias")),
                forget_state: find(&format!("layer{layer}.forget_state")),
                reset_state: find(&format!("layer{layer}.reset_state")),
            })
            .collect();
        Layout {
            shape,
            outputs: shape.outputs(),
            layers,
            heads: find("heads.weight"),
            heads_bias: find("heads.bias"),
            arc_root: find("arc.root"),
            label_root: find("label.root"),
            label_distance: find("label.distance"),
            label: find("label.weight"),
            label_bias: find("label.bias"),
            tensors,
        }
    }

    pub(super) fn tensors(&self) -> &[(Tensor, Range<usize>)] {
        &self.tensors
    }

    fn len(&self) -> usize {
        self.tensors.last().map_or(0, |(_, range)| range.end)
    }
}

/// What is learnt.
pub(super) struct Parameters {
    pub(super) dense: Vec<f32>,
    pub(super) table: Vec<f32>,
}

impl Parameters {
    pub(super) fn random(layout: &Layout, rows: usize, random: &mut Random) -> Self {
        let mut dense = vec![0.0; layout.len()];
        for (tensor, range) in &layout.tensors {
            let size = match tensor.columns {
                1 if tensor.name.ends_with("root") => 0.3,
                1 => 0.0,
                columns => (3.0 / columns as f32).sqrt(),
            };
            for x in &mut dense[range.clone()] {
                *x = size * random.signed();
            }
        }
        let width = layout.shape.width;
        let table = (0..rows * width).map(|_| 0.3 * random.signed()).collect();
        Parameters { dense, table }
    }
}

/// Sums of derivatives.
pub(super) struct Gradient {
    pub(super) dense: Vec<f32>,
    pub(super) loss: f32,
    slots: FxHashMap<u32, usize>,
    touched: Vec<u32>,
    table: Vec<f32>,
    width: usize,
}

impl Gradient {
    pub(super) fn new(layout: &Layout) -> Self {
        Gradient {
            dense: vec![0.0; layout.len()],
            loss: 0.0,
            slots: FxHashMap::default(),
            touched: Vec::new(),
            table: Vec::new(),
            width: layout.shape.width,
        }
    }

    pub(super) fn clear(&mut self) {
        self.dense.fill(0.0);
        self.loss = 0.0;
        self.slots.clear();
        self.touched.clear();
        self.table.clear();
    }

    pub(super) fn rows(&self, width: usize) -> impl Iterator<Item = (u32, &[f32])> {
        self.touched.iter().copied().zip(self.table.chunks_exact(width))
    }

    fn row(&mut self, row: u32) -> &mut [f32] {
        let width = self.width;
        let slot = *self.slots.entry(row).or_insert_with(|| {
            self.touched.push(row);
            self.table.resize(self.table.len() + width, 0.0);
            self.touched.len() - 1
        });
        &mut self.table[slot * width..(slot + 1) * width]
    }

    pub(super) fn add(&mut self, other: &Gradient) {
        self.loss += other.loss;
        add_to(&mut self.dense, &other.dense);
        for (row, gradient) in other.rows(other.width) {
            add_to(self.row(row), gradient);
        }
    }

    pub(super) fn norm(&self) -> f32 {
        let squares = |numbers: &[f32]| numbers.iter().map(|x| x * x).sum::<f32>();
        (squares(&self.dense) + squares(&self.table)).sqrt()
    }
}

#[derive(Clone, Copy)]
pub(super) struct Settings {
    pub(super) dropout: f32,
    pub(super) word_dropout: f32,
    /// What each word's loss is multiplied by.
    pub(super) scale: f32,
}

/// What a layer's backward pass needs.
struct Trace {
    /// Input, after dropout.
    x: Vec<f32>,
    mask: Vec<f32>,
    candidate: Vec<f32>,
    forget: Vec<f32>,
    reset: Vec<f32>,
    state: Vec<f32>,
}

/// Adds the gradient of a part of a batch.
pub(super) fn learn(
    layout: &Layout,
    parameters: &Parameters,
    batch: &[&Input],
    settings: Settings,
    seed: u64,
    gradient: &mut Gradient,
) {
    let words: usize = batch.iter().map(|input| input.words()).sum();
    if words == 0 {
        return;
    }
    let width = layout.shape.width;
    let mut random = Random::new(seed);
    let mut kept: Vec<(usize, u32)> = Vec::new();
    let mut x = embed(parameters, batch, width, settings, &mut random, &mut kept);
    let mut traces = Vec::new();
    for layer in &layout.layers {
        let mut mask = Vec::new();
        random.mask(&mut mask, x.len(), settings.dropout);
        multiply(&mut x, &mask);
        let (trace, y) = forward(layer, &parameters.dense, batch, x, mask, width);
        traces.push(trace);
        x = y;
    }
    let mut mask = Vec::new();
    random.mask(&mut mask, x.len(), settings.dropout);
    multiply(&mut x, &mask);

    let mut dx = heads(layout, parameters, batch, &x, settings, &mut random, gradient);
    multiply(&mut dx, &mask);
    for (layer, trace) in layout.layers.iter().zip(&traces).rev() {
        dx = backward(layer, &parameters.dense, batch, trace, &dx, width, &mut gradient.dense);
        multiply(&mut dx, &trace.mask);
    }
    for (word, row) in kept {
        add_to(gradient.row(row), &dx[word * width..(word + 1) * width]);
    }
}

fn embed(
    parameters: &Parameters,
    batch: &[&Input],
    width: usize,
    settings: Settings,
    random: &mut Random,
    kept: &mut Vec<(usize, u32)>,
) -> Vec<f32> {
    let words: usize = batch.iter().map(|input| input.words()).sum();
    let mut x = vec![0.0; words * width];
    let mut word = 0;
    for input in batch {
        let mut start = 0;
        for (&end, &exact) in input.ends.iter().zip(&input.exact) {
            let hidden = random.unit() < settings.word_dropout;
            for (i, &row) in input.rows[start..end].iter().enumerate() {
                let row = match i {
                    0 if hidden => 0,
                    1 if hidden && exact => continue,
                    _ => row,
                };
                let from = row as usize * width;
                add_to(
                    &mut x[word * width..(word + 1) * width],
                    &parameters.table[from..from + width],
                );
                kept.push((word, row));
            }
            start = end;
            word += 1;
        }
    }
    x
}

fn forward(
    layer: &LayerLayout,
    dense: &[f32],
    batch: &[&Input],
    x: Vec<f32>,
    mask: Vec<f32>,
    width: usize,
) -> (Trace, Vec<f32>) {
    let words = x.len() / width;
    let mut u = vec![0.0; words * 3 * width];
    product(
        matrix(&x, width),
        matrix(&dense[layer.weight.clone()], width).reversed_axes(),
        0.0,
        matrix_mut(&mut u, 3 * width),
    );
    let zeros = vec![0.0; words * width];
    let mut trace = Trace {
        candidate: zeros.clone(),
        forget: zeros.clone(),
        reset: zeros.clone(),
        state: zeros,
        mask,
        x,
    };
    let mut y = vec![0.0; words * width];
    let vector = |range: &Range<usize>| &dense[range.clone()];
    let (bf, br) = (vector(&layer.forget_bias), vector(&layer.reset_bias));
    let (vf, vr) = (vector(&layer.forget_state), vector(&layer.reset_state));
    let mut state = vec![0.0; width];
    each_sentence(batch, |start, n| {
        state.fill(0.0);
        for (step, half) in (0..n).flat_map(|step| [(step, 0), (step, 1)]) {
            let word = start + if half == 0 { step } else { n - 1 - step };
            let units = half * width / 2..(half + 1) * width / 2;
            let u = &u[word * 3 * width..][..3 * width];
            for unit in units {
                let i = word * width + unit;
                let before = state[unit];
                let z = u[unit];
                let f = gate(u[width + unit] + bf[unit] + vf[unit] * before);
                let r = gate(u[2 * width + unit] + br[unit] + vr[unit] * before);
                let after = z + f * (before - z);
                state[unit] = after;
                y[i] = trace.x[i] + r * (after - trace.x[i]);
                trace.candidate[i] = z;
                trace.forget[i] = f;
                trace.reset[i] = r;
                trace.state[i] = after;
            }
        }
    });
    (trace, y)
}

/// Derivative of [`gate`], from its value.
fn gate_slope(value: f32) -> f32 {
    let y = 2.0 * value - 1.0;
    let square = (1.0 - y * y).max(0.0);
    0.5 * square * square.sqrt()
}

fn backward(
    layer: &LayerLayout,
    dense: &[f32],
    batch: &[&Input],
    trace: &Trace,
    dy: &[f32],
    width: usize,
    gradient: &mut [f32],
) -> Vec<f32> {
    let words = trace.x.len() / width;
    let mut du = vec![0.0; words * 3 * width];
    let mut dx = vec![0.0; words * width];
    let (vf, vr) = (&dense[layer.forget_state.clone()], &dense[layer.reset_state.clone()]);
    let mut carried = vec![0.0; width];
    let mut sums = vec![0.0; 4 * width];
    each_sentence(batch, |start, n| {
        carried.fill(0.0);
        for (step, half) in (0..n).rev().flat_map(|step| [(step, 0), (step, 1)]) {
            let word = start + if half == 0 { step } else { n - 1 - step };
            let previous = (step > 0).then(|| if half == 0 { word - 1 } else { word + 1 });
            for unit in half * width / 2..(half + 1) * width / 2 {
                let i = word * width + unit;
                let before = previous.map_or(0.0, |word| trace.state[word * width + unit]);
                let (z, f, r) = (trace.candidate[i], trace.forget[i], trace.reset[i]);
                let dr = dy[i] * (trace.state[i] - trace.x[i]) * gate_slope(r);
                dx[i] = dy[i] * (1.0 - r);
                let dc = carried[unit] + dy[i] * r;
                let df = dc * (before - z) * gate_slope(f);
                carried[unit] = dc * f + df * vf[unit] + dr * vr[unit];
                let du = &mut du[word * 3 * width..][..3 * width];
                du[unit] = dc * (1.0 - f);
                du[width + unit] = df;
                du[2 * width + unit] = dr;
                sums[unit] += df;
                sums[width + unit] += dr;
                sums[2 * width + unit] += df * before;
                sums[3 * width + unit] += dr * before;
            }
        }
    });
    let ranges = [&layer.forget_bias, &layer.reset_bias, &layer.forget_state, &layer.reset_state];
    for (range, sums) in ranges.into_iter().zip(sums.chunks_exact(width)) {
        add_to(&mut gradient[range.clone()], sums);
    }
    product(
        matrix(&du, 3 * width).reversed_axes(),
        matrix(&trace.x, width),
        1.0,
        matrix_mut(&mut gradient[layer.weight.clone()], width),
    );
    product(
        matrix(&du, 3 * width),
        matrix(&dense[layer.weight.clone()], width),
        1.0,
        matrix_mut(&mut dx, width),
    );
    dx
}

/// Losses and the derivative of the last layer's output.
fn heads(
    layout: &Layout,
    parameters: &Parameters,
    batch: &[&Input],
    x: &[f32],
    settings: Settings,
    random: &mut Random,
    gradient: &mut Gradient,
) -> Vec<f32> {
    let width = layout.shape.width;
    let at = layout.outputs;
    let dense = &parameters.dense;
    let words = x.len() / width;
    let mut out = vec![0.0; words * at.len];
    for row in out.chunks_exact_mut(at.len) {
        row.copy_from_slice(&dense[layout.heads_bias.clone()]);
    }
    product(
        matrix(x, width),
        matrix(&dense[layout.heads.clone()], width).reversed_axes(),
        1.0,
        matrix_mut(&mut out, at.len),
    );
    let mut dout = vec![0.0; words * at.len];
    let mut start = 0;
    for input in batch {
        let n = input.words();
        let part = start * at.len..(start + n) * at.len;
        let (out, dout) = (&out[part.clone()], &mut dout[part]);
        tags(at, input, out, dout, settings.scale, &mut gradient.loss);
        if input.gold.syntax.is_some() {
            arcs(layout, dense, input, out, dout, settings, random, gradient);
            relations(layout, dense, input, out, dout, settings, random, gradient);
        }
        start += n;
    }
    for row in dout.chunks_exact(at.len) {
        add_to(&mut gradient.dense[layout.heads_bias.clone()], row);
    }
    product(
        matrix(&dout, at.len).reversed_axes(),
        matrix(x, width),
        1.0,
        matrix_mut(&mut gradient.dense[layout.heads.clone()], width),
    );
    let mut dx = vec![0.0; words * width];
    product(
        matrix(&dout, at.len),
        matrix(&dense[layout.heads.clone()], width),
        0.0,
        matrix_mut(&mut dx, width),
    );
    dx
}

fn tags(at: Outputs, input: &Input, out: &[f32], dout: &mut [f32], scale: f32, loss: &mut f32) {
    let rows = out.chunks_exact(at.len).zip(dout.chunks_exact_mut(at.len)).enumerate();
    for (i, (out, dout)) in rows {
        let mut task = |from: usize, len: usize, right: u8, weight: f32| {
            let part = from..from + len;
            let d = &mut dout[part.clone()];
            *loss += cross_entropy(&out[part], usize::from(right), scale * weight, d);
        };
        if let Some(rows) = &input.gold.syntax {
            task(at.upos, Upos::ALL.len(), rows[i].upos, 0.5);
            task(at.xpos, Xpos::ALL.len(), rows[i].xpos, 0.5);
        }
        if let Some(names) = &input.gold.names {
            task(at.names, NAME_TAGS, names[i], 1.0);
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "one step of a pass, its whole state")]
fn arcs(
    layout: &Layout,
    dense: &[f32],
    input: &Input,
    out: &[f32],
    dout: &mut [f32],
    settings: Settings,
    random: &mut Random,
    gradient: &mut Gradient,
) {
    let Some(gold) = &input.gold.syntax else { return };
    let at = layout.outputs;
    let size = layout.shape.arc;
    let n = gold.len();
    let mut masks = Vec::new();
    random.mask(&mut masks, 2 * n * size, settings.dropout);
    let (query_mask, key_mask) = masks.split_at(n * size);
    let mut queries = Vec::with_capacity(n * size);
    let mut keys = dense[layout.arc_root.clone()].to_vec();
    for row in out.chunks_exact(at.len) {
        queries.extend(row[at.query..][..size].iter().map(|&x| leaky(x)));
        keys.extend(row[at.key..][..size].iter().map(|&x| leaky(x)));
    }
    multiply(&mut queries, query_mask);
    multiply(&mut keys[size..], key_mask);
    let mut scores = vec![0.0; n * (n + 1)];
    product(
        matrix(&queries, size),
        matrix(&keys, size).reversed_axes(),
        0.0,
        matrix_mut(&mut scores, n + 1),
    );
    let mut dscores = vec![0.0; n * (n + 1)];
    for (i, gold) in gold.iter().enumerate() {
        let row = &mut scores[i * (n + 1)..][..=n];
        let drow = &mut dscores[i * (n + 1)..][..=n];
        let preference = &out[i * at.len + at.distance..][..DISTANCES];
        row[0] += preference[ROOT_DISTANCE];
        for j in 0..n {
            row[j + 1] += preference[distance(i, j)];
        }
        row[i + 1] = -1e9;
        gradient.loss += cross_entropy(row, gold.head as usize, settings.scale, drow);
        let dpreference = &mut dout[i * at.len + at.distance..][..DISTANCES];
        dpreference[ROOT_DISTANCE] += drow[0];
        for j in (0..n).filter(|&j| j != i) {
            dpreference[distance(i, j)] += drow[j + 1];
        }
    }
    let mut dqueries = vec![0.0; n * size];
    product(matrix(&dscores, n + 1), matrix(&keys, size), 0.0, matrix_mut(&mut dqueries, size));
    let mut dkeys = vec![0.0; (n + 1) * size];
    product(
        matrix(&dscores, n + 1).reversed_axes(),
        matrix(&queries, size),
        0.0,
        matrix_mut(&mut dkeys, size),
    );
    add_to(&mut gradient.dense[layout.arc_root.clone()], &dkeys[..size]);
    for i in 0..n {
        for k in 0..size {
            let (q, key) = (i * at.len + at.query + k, i * at.len + at.key + k);
            let m = i * size + k;
            dout[q] += dqueries[m] * query_mask[m] * slope(out[q]);
            dout[key] += dkeys[size + m] * key_mask[m] * slope(out[key]);
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "one step of a pass, its whole state")]
fn relations(
    layout: &Layout,
    dense: &[f32],
    input: &Input,
    out: &[f32],
    dout: &mut [f32],
    settings: Settings,
    random: &mut Random,
    gradient: &mut Gradient,
) {
    let Some(gold) = &input.gold.syntax else { return };
    let at = layout.outputs;
    let size = layout.shape.label;
    let labels = Deprel::ALL.len();
    let n = gold.len();
    let place = |i: usize| match (gold[i].head as usize).checked_sub(1) {
        None => (None, ROOT_DISTANCE),
        Some(head) => (Some(head), distance(i, head)),
    };
    let root = &dense[layout.label_root.clone()];
    let distances = &dense[layout.label_distance.clone()];
    let mut sums = Vec::with_capacity(n * size);
    for i in 0..n {
        let (head, class) = place(i);
        let dependent = &out[i * at.len + at.dependent..][..size];
        let governor = head.map_or(root, |head| &out[head * at.len + at.governor..][..size]);
        let by_distance = &distances[class * size..][..size];
        sums.extend(dependent.iter().zip(governor).zip(by_distance).map(|((d, g), l)| d + g + l));
    }
    let mut mask = Vec::new();
    random.mask(&mut mask, n * size, settings.dropout);
    let mut hidden: Vec<f32> = sums.iter().map(|&x| leaky(x)).collect();
    multiply(&mut hidden, &mask);
    let mut scores = vec![0.0; n * labels];
    for row in scores.chunks_exact_mut(labels) {
        row.copy_from_slice(&dense[layout.label_bias.clone()]);
    }
    let weight = matrix(&dense[layout.label.clone()], size);
    product(matrix(&hidden, size), weight.reversed_axes(), 1.0, matrix_mut(&mut scores, labels));
    let mut dscores = vec![0.0; n * labels];
    let rows = scores.chunks_exact(labels).zip(dscores.chunks_exact_mut(labels));
    for ((row, drow), gold) in rows.zip(gold) {
        gradient.loss += cross_entropy(row, usize::from(gold.deprel), settings.scale, drow);
        add_to(&mut gradient.dense[layout.label_bias.clone()], drow);
    }
    product(
        matrix(&dscores, labels).reversed_axes(),
        matrix(&hidden, size),
        1.0,
        matrix_mut(&mut gradient.dense[layout.label.clone()], size),
    );
    let mut dhidden = vec![0.0; n * size];
    product(matrix(&dscores, labels), weight, 0.0, matrix_mut(&mut dhidden, size));
    for i in 0..n {
        let (head, class) = place(i);
        for k in 0..size {
            let d = dhidden[i * size + k] * mask[i * size + k] * slope(sums[i * size + k]);
            dout[i * at.len + at.dependent + k] += d;
            match head {
                None => gradient.dense[layout.label_root.start + k] += d,
                Some(head) => dout[head * at.len + at.governor + k] += d,
            }
            gradient.dense[layout.label_distance.start + class * size + k] += d;
        }
    }
}

/// Loss of a softmax over `scores` where `right` is right; adds its derivative to `derivative`.
fn cross_entropy(scores: &[f32], right: usize, scale: f32, derivative: &mut [f32]) -> f32 {
    let largest = scores.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
    let sum: f32 = scores.iter().map(|x| (x - largest).exp()).sum();
    for (d, x) in derivative.iter_mut().zip(scores) {
        *d += scale * (x - largest).exp() / sum;
    }
    derivative[right] -= scale;
    scale * (sum.ln() + largest - scores[right])
}

fn slope(x: f32) -> f32 {
    if x < 0.0 { LEAK } else { 1.0 }
}

fn each_sentence(batch: &[&Input], mut run: impl FnMut(usize, usize)) {
    let mut start = 0;
    for input in batch {
        run(start, input.words());
        start += input.words();
    }
}

fn add_to(sum: &mut [f32], numbers: &[f32]) {
    for (sum, x) in sum.iter_mut().zip(numbers) {
        *sum += x;
    }
}

fn multiply(numbers: &mut [f32], by: &[f32]) {
    for (x, by) in numbers.iter_mut().zip(by) {
        *x *= by;
    }
}

fn matrix(data: &[f32], columns: usize) -> ArrayView2<'_, f32> {
    ArrayView2::from_shape((data.len() / columns, columns), data).expect("whole rows")
}

fn matrix_mut(data: &mut [f32], columns: usize) -> ArrayViewMut2<'_, f32> {
    ArrayViewMut2::from_shape((data.len() / columns, columns), data).expect("whole rows")
}

/// `c = a b + keep c`
fn product(
    a: ArrayView2<'_, f32>,
    b: ArrayView2<'_, f32>,
    keep: f32,
    mut c: ArrayViewMut2<'_, f32>,
) {
    general_mat_mul(1.0, &a, &b, keep, &mut c);
}

#[cfg(test)]
mod tests;
