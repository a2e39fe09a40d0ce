//! The arithmetic: additions, multiplications, divisions and square roots of `f32`, each rounded
//! as IEEE 754 says and always in the same order, so that every machine gives the same bits. No
//! fused multiply-add and no `exp` or `tanh`, which differ from one machine to the next.

/// Outputs computed together.
const LANES: usize = 16;

/// Inputs (words) computed together; callers round their number of words up to this.
pub(super) const WORDS: usize = 4;

/// A matrix laid out so that sixteen outputs are computed at once, with a bias.
pub(super) struct Linear {
    inputs: usize,
    outputs: usize,
    /// For each group of outputs, for each input, one weight for each output of the group.
    panels: Vec<[f32; LANES]>,
    bias: Vec<[f32; LANES]>,
}

impl Linear {
    /// `weight` has one row of `inputs` numbers for each output; `bias` may be empty.
    pub(super) fn new(weight: &[f32], bias: &[f32], inputs: usize) -> Self {
        let rows: Vec<&[f32]> = weight.chunks_exact(inputs).collect();
        let mut panels = Vec::new();
        let mut biases = Vec::new();
        for (group, rows) in rows.chunks(LANES).enumerate() {
            let at = |lane: usize, k: usize| rows.get(lane).map_or(0.0, |row| row[k]);
            panels.extend((0..inputs).map(|k| std::array::from_fn(|lane| at(lane, k))));
            biases.push(std::array::from_fn(|lane| {
                bias.get(group * LANES + lane).copied().unwrap_or(0.0)
            }));
        }
        Linear { inputs, outputs: rows.len(), panels, bias: biases }
    }

    /// Outputs in a row of the result: the number of outputs, rounded up to whole groups.
    pub(super) fn stride(&self) -> usize {
        self.outputs.next_multiple_of(LANES)
    }

    /// Multiplies each row of `x` (whose number is a multiple of [`WORDS`]).
    pub(super) fn apply(&self, x: &[f32], y: &mut Vec<f32>) {
        let n = self.inputs;
        let stride = self.stride();
        let words = x.len() / n;
        y.resize(words * stride, 0.0);
        for (group, (panel, bias)) in self.panels.chunks_exact(n).zip(&self.bias).enumerate() {
            let tiles = x.chunks_exact(n * WORDS).zip(y.chunks_exact_mut(stride * WORDS));
            for (x, y) in tiles {
                let sums = tile(n, x, panel, bias);
                for (row, sum) in y.chunks_exact_mut(stride).zip(&sums) {
                    row[group * LANES..][..LANES].copy_from_slice(sum);
                }
            }
        }
    }
}

/// Four words by sixteen outputs, kept in registers.
#[inline]
fn tile(n: usize, x: &[f32], panel: &[[f32; LANES]], bias: &[f32; LANES]) -> [[f32; LANES]; WORDS] {
    let (x0, rest) = x.split_at(n);
    let (x1, rest) = rest.split_at(n);
    let (x2, x3) = rest.split_at(n);
    let mut sums = [*bias; WORDS];
    for ((((weights, &x0), &x1), &x2), &x3) in panel.iter().zip(x0).zip(x1).zip(x2).zip(x3) {
        for lane in 0..LANES {
            sums[0][lane] += x0 * weights[lane];
            sums[1][lane] += x1 * weights[lane];
            sums[2][lane] += x2 * weights[lane];
            sums[3][lane] += x3 * weights[lane];
        }
    }
    sums
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
