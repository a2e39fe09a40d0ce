//! The arithmetic. Matrices are multiplied in integers, whose sums are exact in any order; the rest
//! are additions, multiplications, divisions and square roots of `f32`, each rounded as IEEE 754
//! says and always in the same order. So every machine gives the same bits. No fused multiply-add
//! and no `exp` or `tanh`, which differ from one machine to the next.

use wide::{i16x16, i32x8};

/// Outputs computed together.
const LANES: usize = 16;

/// Inputs (words) computed together; callers round their number of words up to this.
pub(crate) const WORDS: usize = 4;

/// Rows of numbers, one a word, each rounded to whole numbers with a scale of its own.
#[derive(Default)]
pub(crate) struct Rounded {
    /// Two neighbours in one number: the first in the lower half.
    pairs: Vec<i32>,
    /// What one step of a row is worth.
    steps: Vec<f32>,
    row: Vec<i32>,
}

impl Rounded {
    /// Takes the rows of `x`, each of `inputs` numbers (even).
    pub(crate) fn read(&mut self, x: &[f32], inputs: usize) {
        self.pairs.clear();
        self.steps.clear();
        let limit = limit(inputs);
        for row in x.chunks_exact(inputs) {
            let (eights, rest) = row.as_chunks::<8>();
            let most = eights.iter().fold([0.0_f32; 8], |mut most, x| {
                for (most, x) in most.iter_mut().zip(x) {
                    *most = most.max(x.abs());
                }
                most
            });
            let most = most.iter().chain(rest).fold(0.0_f32, |most, x| most.max(x.abs()));
            let (step, factor) = if most > 0.0 { (most / limit, limit / most) } else { (1.0, 0.0) };
            self.steps.push(step);
            self.row.clear();
            self.row.extend(row.iter().map(|x| whole(x * factor)));
            let pairs = self.row.as_chunks::<2>().0.iter();
            self.pairs.extend(pairs.map(|[low, high]| (low & 0xffff) | (high << 16)));
        }
    }
}

/// The largest whole number of an input or a weight: so many products of two of them, added up, fit
/// into 32 bits.
fn limit(inputs: usize) -> f32 {
    (f64::from(i32::MAX) / inputs as f64).sqrt().floor().min(f64::from(i16::MAX)) as f32
}

/// The nearest whole number, of two the even one, for numbers between -2^22 and 2^22: in the sum
/// with 1.5 × 2^23 one unit is the last bit.
#[inline]
fn whole(x: f32) -> i32 {
    const MAGIC: f32 = 12_582_912.0;
    (x + MAGIC).to_bits().wrapping_sub(MAGIC.to_bits()) as i32
}

/// A matrix laid out so that sixteen outputs are computed at once, with a bias.
pub(crate) struct Linear {
    inputs: usize,
    outputs: usize,
    /// For each group of outputs, for each two inputs, the two weights of each output of the group.
    panels: Vec<[i16x16; 2]>,
    /// What one step of an output's weights is worth.
    steps: Vec<[f32; LANES]>,
    bias: Vec<[f32; LANES]>,
}

impl Linear {
    /// `weight` has one row of `inputs` numbers (even) for each output; `bias` may be empty.
    pub(crate) fn new(weight: &[f32], bias: &[f32], inputs: usize) -> Self {
        let mut rounded = Rounded::default();
        rounded.read(weight, inputs);
        let rows: Vec<&[i32]> = rounded.pairs.chunks_exact(inputs / 2).collect();
        let (mut panels, mut steps, mut biases) = (Vec::new(), Vec::new(), Vec::new());
        for (group, rows) in rows.chunks(LANES).enumerate() {
            let pair = |lane: usize, k: usize| rows.get(lane).map_or(0, |row| row[k]);
            let half = |half: usize, k: usize| {
                let pairs =
                    i32x8::new(std::array::from_fn(|lane| pair(half * LANES / 2 + lane, k)));
                bytemuck::cast::<i32x8, i16x16>(pairs)
            };
            panels.extend((0..inputs / 2).map(|k| [half(0, k), half(1, k)]));
            let of_lane = |numbers: &[f32], lane: usize| {
                numbers.get(group * LANES + lane).copied().unwrap_or(0.0)
            };
            steps.push(std::array::from_fn(|lane| of_lane(&rounded.steps, lane)));
            biases.push(std::array::from_fn(|lane| of_lane(bias, lane)));
        }
        Linear { inputs, outputs: rows.len(), panels, steps, bias: biases }
    }

    /// Outputs in a row of the result: the number of outputs, rounded up to whole groups.
    pub(crate) fn stride(&self) -> usize {
        self.outputs.next_multiple_of(LANES)
    }

    /// Multiplies each row of `x` (whose number is a multiple of [`WORDS`]).
    pub(crate) fn apply(&self, x: &Rounded, y: &mut Vec<f32>) {
        let n = self.inputs / 2;
        let stride = self.stride();
        y.resize(x.steps.len() * stride, 0.0);
        let groups = self.panels.chunks_exact(n).zip(self.steps.iter().zip(&self.bias));
        for (group, (panel, (steps, bias))) in groups.enumerate() {
            let tiles = x.pairs.chunks_exact(n * WORDS).zip(x.steps.chunks_exact(WORDS));
            for ((x, x_steps), y) in tiles.zip(y.chunks_exact_mut(stride * WORDS)) {
                let rows = y.chunks_exact_mut(stride).zip(tile(n, x, panel)).zip(x_steps);
                for ((row, sums), x_step) in rows {
                    let row = &mut row[group * LANES..][..LANES];
                    for (lane, y) in row.iter_mut().enumerate() {
                        *y = sums[lane] as f32 * (steps[lane] * x_step) + bias[lane];
                    }
                }
            }
        }
    }
}

/// Four words by sixteen outputs, kept in registers.
#[inline]
fn tile(n: usize, x: &[i32], panel: &[[i16x16; 2]]) -> [[i32; LANES]; WORDS] {
    let (x0, rest) = x.split_at(n);
    let (x1, rest) = rest.split_at(n);
    let (x2, x3) = rest.split_at(n);
    let mut sums = [[i32x8::ZERO; 2]; WORDS];
    for ((((weights, &x0), &x1), &x2), &x3) in panel.iter().zip(x0).zip(x1).zip(x2).zip(x3) {
        for (sums, pair) in sums.iter_mut().zip([x0, x1, x2, x3]) {
            let pair: i16x16 = bytemuck::cast(i32x8::splat(pair));
            sums[0] += pair.dot(weights[0]);
            sums[1] += pair.dot(weights[1]);
        }
    }
    sums.map(bytemuck::cast)
}

/// A step from 0 to 1, as the logistic function is, out of operations that are exact everywhere.
#[inline]
pub fn gate(x: f32) -> f32 {
    0.5 + 0.5 * (x / (1.0 + x * x).sqrt())
}

/// Negative numbers shrink.
#[inline]
pub fn leaky(x: f32) -> f32 {
    if x < 0.0 { LEAK * x } else { x }
}

/// Slope of [`leaky`] below zero.
pub const LEAK: f32 = 0.1;
