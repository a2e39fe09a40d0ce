//! The arithmetic. Matrices are multiplied in integers, whose sums are exact in any order; the rest
//! are additions, multiplications, divisions and square roots of `f32`, each rounded as IEEE 754
//! says and always in the same order. So every machine gives the same bits. No fused multiply-add
//! and no `exp` or `tanh`, which differ from one machine to the next.

use bytemuck::cast;
use wide::{f32x8, i16x16, i32x8};

/// Outputs computed together, eight in each of two registers.
const LANES: usize = 16;

/// Inputs (words) computed together; callers round their number of words up to this.
pub(crate) const WORDS: usize = 6;

/// Rows of numbers, one a word, each rounded to whole numbers with a scale of its own.
#[derive(Default)]
pub(crate) struct Rounded {
    inputs: usize,
    /// Two neighbours of 16 bits in one number.
    pairs: Vec<i32>,
    /// What one step of a row is worth.
    steps: Vec<f32>,
    /// For each [`WORDS`] rows, how many pairs of each have to be looked at; all others are zeros.
    filled: Vec<usize>,
}

impl Rounded {
    /// Takes the rows of `x`, each of `inputs` numbers (even).
    pub(crate) fn read(&mut self, x: &[f32], inputs: usize) {
        self.start(x.len() / inputs, inputs);
        for (n, row) in x.chunks_exact(inputs).enumerate() {
            self.put(n, [Some(row)]);
        }
    }

    /// Makes room for so many rows of `inputs` numbers (even). Rows that are not put then are anything.
    pub(crate) fn start(&mut self, n_rows: usize, inputs: usize) {
        self.inputs = inputs;
        self.pairs.resize(n_rows * inputs / 2, 0);
        self.steps.resize(n_rows, 1.0);
        self.filled.clear();
        self.filled.resize(n_rows.div_ceil(WORDS), 0);
    }

    /// Puts the n-th row, of parts of one width; a part that is none is all zeros, and costs nothing later
    /// where the rows beside it end so too.
    pub(crate) fn put<const N: usize>(&mut self, n: usize, parts: [Option<&[f32]>; N]) {
        let most = parts.iter().flatten().fold(0.0, |most, part| larger(most, self::most(part)));
        let limit = limit(self.inputs);
        let (step, factor) = if most > 0.0 { (most / limit, limit / most) } else { (1.0, 0.0) };
        self.steps[n] = step;
        let row = &mut self.pairs[n * self.inputs / 2..][..self.inputs / 2];
        let width = self.inputs / N;
        let row: &mut [i16] = bytemuck::cast_slice_mut(row);
        for (rounded, part) in row.chunks_exact_mut(width).zip(parts) {
            match part {
                None => rounded.fill(0),
                Some(part) => {
                    for (rounded, x) in rounded.iter_mut().zip(part) {
                        *rounded = whole(x * factor) as i16;
                    }
                }
            }
        }
        let end = parts.iter().rposition(Option::is_some).map_or(0, |last| (last + 1) * width);
        let filled = &mut self.filled[n / WORDS];
        *filled = end.div_ceil(2).max(*filled);
    }
}

#[inline]
fn larger(a: f32, b: f32) -> f32 {
    if b > a { b } else { a }
}

/// The largest of the numbers, taken without their signs.
#[inline]
fn most(row: &[f32]) -> f32 {
    let (eights, rest) = row.as_chunks::<8>();
    let mut most = [0.0_f32; 8];
    for x in eights {
        for (most, x) in most.iter_mut().zip(x) {
            *most = larger(*most, x.abs());
        }
    }
    most.iter().chain(rest).fold(0.0, |most, x| larger(most, x.abs()))
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
    steps: Vec<[f32x8; 2]>,
    bias: Vec<[f32x8; 2]>,
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
                cast::<i32x8, i16x16>(pairs)
            };
            panels.extend((0..inputs / 2).map(|k| [half(0, k), half(1, k)]));
            let of_group = |numbers: &[f32]| -> [f32x8; 2] {
                let of_lane = |lane| numbers.get(group * LANES + lane).copied().unwrap_or(0.0);
                cast(std::array::from_fn::<f32, LANES, _>(of_lane))
            };
            steps.push(of_group(&rounded.steps));
            biases.push(of_group(bias));
        }
        Linear { inputs, outputs: rows.len(), panels, steps, bias: biases }
    }

    /// Outputs in a row of the result: the number of outputs, rounded up to whole groups.
    pub(crate) fn stride(&self) -> usize {
        self.outputs.next_multiple_of(LANES)
    }

    /// Multiplies each row of `x` (whose number is a multiple of [`WORDS`]).
    pub(crate) fn apply(&self, x: &Rounded, y: &mut Vec<f32>) {
        multiply(self, x, y);
    }

    #[expect(
        clippy::inline_always,
        reason = "only what is put in place is compiled for each processor"
    )]
    #[inline(always)]
    fn multiply(&self, x: &Rounded, y: &mut Vec<f32>) {
        let n = self.inputs / 2;
        let stride = self.stride();
        y.resize(x.steps.len() * stride, 0.0);
        let groups = self.panels.chunks_exact(n).zip(self.steps.iter().zip(&self.bias));
        for (group, (panel, (steps, bias))) in groups.enumerate() {
            let tiles = x.pairs.chunks_exact(n * WORDS).zip(x.steps.chunks_exact(WORDS));
            let tiles = tiles.zip(&x.filled).zip(y.chunks_exact_mut(stride * WORDS));
            for (((x, x_steps), &filled), y) in tiles {
                let sums = tile(x, n, &panel[..filled]);
                let rows = y.chunks_exact_mut(stride).zip(sums).zip(x_steps);
                for ((row, sums), x_step) in rows {
                    let x_step = f32x8::splat(*x_step);
                    let halves = row[group * LANES..].as_chunks_mut::<{ LANES / 2 }>().0;
                    for (half, y) in halves.iter_mut().take(2).enumerate() {
                        let sums = f32x8::from_i32x8(sums[half]);
                        *y = (sums * (steps[half] * x_step) + bias[half]).to_array();
                    }
                }
            }
        }
    }
}

/// [`Linear::apply`], compiled twice: processors that multiply pairs and add them up in one step do so. The
/// sums are whole numbers, the same either way.
#[multiversion::multiversion(targets("x86_64+avx2+avx512bw+avx512vl+avx512vnni"))]
fn multiply(matrix: &Linear, x: &Rounded, y: &mut Vec<f32>) {
    matrix.multiply(x, y);
}

/// Four words, of `n` pairs each, by sixteen outputs, kept in registers; pairs beyond the panel are
/// left out.
#[expect(
    clippy::inline_always,
    reason = "only what is put in place is compiled for each processor"
)]
#[inline(always)]
fn tile(x: &[i32], n: usize, panel: &[[i16x16; 2]]) -> [[i32x8; 2]; WORDS] {
    let mut sums = [[i32x8::ZERO; 2]; WORDS];
    let rows: [&[i32]; WORDS] = std::array::from_fn(|word| &x[word * n..][..panel.len()]);
    for (k, weights) in panel.iter().enumerate() {
        for (sums, row) in sums.iter_mut().zip(rows) {
            let pair: i16x16 = cast(i32x8::splat(row[k]));
            sums[0] += pair.dot(weights[0]);
            sums[1] += pair.dot(weights[1]);
        }
    }
    sums
}

/// A step from 0 to 1, as the logistic function is, out of operations that are exact everywhere.
#[inline]
pub fn gate(x: f32) -> f32 {
    0.5 + 0.5 * (x / (1.0 + x * x).sqrt())
}

/// [`gate`] of eight numbers.
#[inline]
pub(super) fn gates(x: f32x8) -> f32x8 {
    let half = f32x8::splat(0.5);
    half + half * (x / (f32x8::ONE + x * x).sqrt())
}

/// Negative numbers shrink.
#[inline]
pub fn leaky(x: f32) -> f32 {
    if x < 0.0 { LEAK * x } else { x }
}

/// Slope of [`leaky`] below zero.
pub const LEAK: f32 = 0.1;
