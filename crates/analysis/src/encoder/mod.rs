//! Pieces in, a row of numbers for each out: a transformer encoder (Vaswani et al. 2017) of a few layers.
//!
//! Matrices are multiplied in whole numbers ([`crate::syntax::kernel`]); all else is added, multiplied and
//! divided eight numbers at a time, always in the same order. So the answer is the same to the bit on every machine.

pub(crate) mod pieces;

use std::cell::RefCell;

use bytemuck::cast;
use wide::{f32x8, i32x8};

use crate::syntax::{
    ModelError,
    file::ModelFile,
    kernel::{Linear, Rounded, WORDS},
};

/// Numbers that one head of attention looks at.
const HEAD: usize = 32;

/// Inner numbers of a layer, as multiples of its width.
const INNER: usize = 4;

/// Added to a variance before its root is taken.
const TINY: f32 = 1e-12;

thread_local! {
    /// Buffers between layers, kept since each is a megabyte; no answer depends on them.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

#[derive(Default)]
struct Scratch {
    rounded: Rounded,
    y: Vec<f32>,
    seen: Vec<f32>,
}

pub(crate) struct Encoder {
    width: usize,
    /// Rows of the places in a text.
    places: Vec<f32>,
    enter: Norm,
    layers: Vec<Layer>,
}

struct Layer {
    look: Linear,
    out: Linear,
    after_look: Norm,
    up: Linear,
    down: Linear,
    after_thought: Norm,
}

struct Norm {
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Encoder {
    pub(crate) fn take(file: &mut ModelFile) -> Result<Self, ModelError> {
        let (width, layers) = (file.shape.width, file.shape.layers);
        if !width.is_multiple_of(HEAD) {
            return Err(ModelError::Malformed("header".to_owned()));
        }
        let places = file.take("places", file.shape.arc, width)?.into_f32(width);
        let enter = Norm::take(file, "enter", width)?;
        let layers = (0..layers)
            .map(|n| {
                let mut linear = |name: &str, outputs: usize, inputs: usize| {
                    let name = format!("layer{n}.{name}");
                    let weight = file.take(&format!("{name}.weight"), outputs, inputs)?;
                    let bias = file.take(&format!("{name}.bias"), outputs, 1)?.into_f32(1);
                    Ok(Linear::new(&weight.into_f32(inputs), &bias, inputs))
                };
                Ok(Layer {
                    look: linear("look", 3 * width, width)?,
                    out: linear("out", width, width)?,
                    up: linear("up", INNER * width, width)?,
                    down: linear("down", width, INNER * width)?,
                    after_look: Norm::take(file, &format!("layer{n}.after_look"), width)?,
                    after_thought: Norm::take(file, &format!("layer{n}.after_thought"), width)?,
                })
            })
            .collect::<Result<_, ModelError>>()?;
        Ok(Self { width, places, enter, layers })
    }

    /// How many pieces it reads at once.
    pub(crate) fn longest(&self) -> usize {
        self.places.len() / self.width
    }

    /// What is made of the pieces at `places`, each below `n`: a row of `width` numbers for each, in that order, and
    /// rows without meaning up to a multiple of [`WORDS`]. `n` is at most [`Self::longest`]; `enter` is asked for each of the
    /// `n` in order, and adds what there is of that piece. No places, no rows.
    pub(crate) fn run(
        &self,
        n: usize,
        places: &[usize],
        mut enter: impl FnMut(usize, &mut [f32]),
    ) -> Vec<f32> {
        let (n, width) = (n.min(self.longest()), self.width);
        let mut h = vec![0.0; n.next_multiple_of(WORDS) * width];
        let rows = h.chunks_exact_mut(width).zip(self.places.chunks_exact(width));
        for (at, (h, place)) in rows.take(n).enumerate() {
            h.copy_from_slice(place);
            enter(at, h);
        }
        self.enter.apply(&mut h);
        let all: Vec<usize> = (0..n).collect();
        SCRATCH.with_borrow_mut(|scratch| {
            let Scratch { rounded, y, seen } = scratch;
            for (number, layer) in self.layers.iter().enumerate() {
                rounded.read(&h, width);
                layer.look.apply(rounded, y);
                // Nobody asks what the last layer makes of the others.
                let last = number + 1 == self.layers.len();
                look(y, n, width, if last { places } else { &all }, seen);
                if last {
                    h = places.iter().flat_map(|at| &h[at * width..][..width]).copied().collect();
                    h.resize(places.len().next_multiple_of(WORDS) * width, 0.0);
                }
                seen.resize(h.len(), 0.0);
                rounded.read(seen, width);
                layer.out.apply(rounded, y);
                layer.after_look.add(&mut h, y);
                rounded.read(&h, width);
                layer.up.apply(rounded, y);
                bend(y);
                rounded.read(y, INNER * width);
                layer.down.apply(rounded, y);
                layer.after_thought.add(&mut h, y);
            }
        });
        h
    }
}

impl Norm {
    fn take(file: &mut ModelFile, name: &str, width: usize) -> Result<Self, ModelError> {
        let mut part = |what: &str| {
            file.take(&format!("{name}.{what}"), width, 1).map(|data| data.into_f32(1))
        };
        Ok(Self { gain: part("gain")?, shift: part("shift")? })
    }

    /// Each row moved to mean 0 and variance 1, then stretched and shifted.
    fn apply(&self, h: &mut [f32]) {
        let width = self.gain.len();
        let share = 1.0 / width as f32;
        let total = |sum: f32x8| sum.to_array().iter().sum::<f32>();
        for row in h.chunks_exact_mut(width) {
            let eights = || row.as_chunks::<8>().0.iter().map(|x| f32x8::new(*x));
            let mean = f32x8::splat(total(eights().fold(f32x8::ZERO, |sum, x| sum + x)) * share);
            let variance = eights().fold(f32x8::ZERO, |sum, x| sum + (x - mean) * (x - mean));
            let root = f32x8::splat(1.0 / (total(variance) * share + TINY).sqrt());
            let gains = self.gain.as_chunks::<8>().0.iter().zip(self.shift.as_chunks::<8>().0);
            for (x, (gain, shift)) in row.as_chunks_mut::<8>().0.iter_mut().zip(gains) {
                let moved = (f32x8::new(*x) - mean) * root;
                *x = (moved * f32x8::new(*gain) + f32x8::new(*shift)).to_array();
            }
        }
    }

    fn add(&self, h: &mut [f32], y: &[f32]) {
        h.iter_mut().zip(y).for_each(|(h, y)| *h += y);
        self.apply(h);
    }
}

/// What the pieces at `places` see of all `n`: `y` holds a row each of what it asks, what it is asked by, and what it
/// tells.
fn look(y: &[f32], n: usize, width: usize, places: &[usize], seen: &mut Vec<f32>) {
    seen.clear();
    seen.resize(places.len() * width, 0.0);
    let root = f32x8::splat(1.0 / (HEAD as f32).sqrt());
    let part = |at: usize, from: usize| &y[at * 3 * width + from..][..HEAD];
    // Pieces eight at a time; those that fill up the last eight count nothing.
    let eights = n.div_ceil(8);
    let mut keys = vec![f32x8::ZERO; eights * HEAD];
    let mut fits = vec![f32x8::ZERO; eights];
    let beyond = |e: usize| {
        let hidden = |k| if e * 8 + k < n { 0.0 } else { -1e9 };
        f32x8::new(std::array::from_fn(hidden))
    };
    for head in (0..width).step_by(HEAD) {
        for (e, keys) in keys.chunks_exact_mut(HEAD).enumerate() {
            for (d, key) in keys.iter_mut().enumerate() {
                *key = f32x8::new(std::array::from_fn(|k| {
                    if e * 8 + k < n { part(e * 8 + k, width + head)[d] } else { 0.0 }
                }));
            }
        }
        for (row, &at) in places.iter().enumerate() {
            let asks = part(at, head);
            let mut most = f32x8::splat(f32::MIN);
            for (e, (fit, keys)) in fits.iter_mut().zip(keys.chunks_exact(HEAD)).enumerate() {
                let mut sum = f32x8::ZERO;
                for (ask, key) in asks.iter().zip(keys) {
                    sum += f32x8::splat(*ask) * *key;
                }
                *fit = sum * root + beyond(e);
                most = most.max(*fit);
            }
            let most = most.to_array().into_iter().fold(f32::MIN, |a, b| if b > a { b } else { a });
            let mut sum = f32x8::ZERO;
            for fit in &mut fits {
                *fit = exp(*fit - f32x8::splat(most));
                sum += *fit;
            }
            let sum: f32 = sum.to_array().iter().sum();
            let mut out = [f32x8::ZERO; HEAD / 8];
            for (other, fit) in fits.iter().flat_map(|fit| fit.to_array()).take(n).enumerate() {
                let tells = part(other, 2 * width + head).as_chunks::<8>().0;
                for (out, x) in out.iter_mut().zip(tells) {
                    *out += f32x8::splat(fit) * f32x8::new(*x);
                }
            }
            let rows = seen[row * width + head..][..HEAD].as_chunks_mut::<8>().0;
            for (row, out) in rows.iter_mut().zip(out) {
                *row = (out / f32x8::splat(sum)).to_array();
            }
        }
    }
}

/// The Gaussian error linear unit (Hendrycks and Gimpel 2016) of each number. The error function is 7.1.26 of
/// Abramowitz and Stegun (1964), good to 1.5e-7.
fn bend(y: &mut [f32]) {
    const TERMS: [f32; 4] = [-1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6];
    let (one, half) = (f32x8::ONE, f32x8::splat(0.5));
    for eight in y.as_chunks_mut::<8>().0 {
        let x = f32x8::new(*eight);
        let z = (x * f32x8::splat(std::f32::consts::FRAC_1_SQRT_2)).abs();
        let t = one / (one + f32x8::splat(0.327_591_1) * z);
        let mut sum = f32x8::splat(1.061_405_4);
        for term in TERMS {
            sum = sum * t + f32x8::splat(term);
        }
        let erf = one - sum * t * exp(f32x8::ZERO - z * z);
        let erf = erf.copysign(x);
        *eight = (half * x * (one + erf)).to_array();
    }
}

/// The exponential of numbers up to 0: 2 to a whole number, times a polynomial of what is left. Good to seven digits;
/// below -87 all are as that.
#[inline]
fn exp(x: f32x8) -> f32x8 {
    const HIGH: f32 = 0.693_359_4;
    const LOW: f32 = -2.121_944_4e-4;
    /// In the sum with it, one unit is the last bit.
    const MAGIC: f32 = 12_582_912.0;
    const TERMS: [f32; 5] = [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 0.166_666_65, 0.5];
    let x = x.max(f32x8::splat(-87.0));
    let magic = f32x8::splat(MAGIC);
    let shifted = x * f32x8::splat(std::f32::consts::LOG2_E) + magic;
    let n = shifted - magic;
    let r = x - n * f32x8::splat(HIGH) - n * f32x8::splat(LOW);
    let mut sum = f32x8::splat(1.987_569_1e-4);
    for term in TERMS {
        sum = sum * r + f32x8::splat(term);
    }
    let sum = sum * r * r + r + f32x8::ONE;
    let bits: i32x8 = cast(shifted);
    let power: f32x8 = cast((bits + i32x8::splat(127)) << 23);
    sum * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_and_bends_are_near_those_of_libm() {
        for n in 0..8000 {
            let x = n as f32 / -91.0;
            let (ours, theirs) = (exp(f32x8::splat(x)).to_array()[3], libm::expf(x.max(-87.0)));
            assert!((ours - theirs).abs() <= 4e-7 * theirs, "exp({x}) is {theirs}, not {ours}");
        }
        for n in -3000_i16..3000 {
            let x = f32::from(n) / 300.0;
            let mut all = [x; 8];
            bend(&mut all);
            let bent = 0.5 * x * (1.0 + libm::erff(x * std::f32::consts::FRAC_1_SQRT_2));
            assert!((all[5] - bent).abs() < 2e-6, "{x} is bent to {bent}, not {}", all[5]);
        }
    }
}
