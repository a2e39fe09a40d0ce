//! Pieces in, a row of numbers for each out: a transformer encoder (Vaswani et al. 2017) of a few layers.
//!
//! Matrices are multiplied in whole numbers ([`crate::syntax::kernel`]); exponentials and the error
//! function come from `libm`, which is the same code on every machine. So the answer is the same to the bit.

use wide::f32x8;

use crate::syntax::{
    ModelError,
    file::{Data, ModelFile},
    kernel::{Linear, Rounded, WORDS},
};

/// Numbers that one head of attention looks at.
const HEAD: usize = 32;

/// Inner numbers of a layer, as multiples of its width.
const INNER: usize = 4;

/// Added to a variance before its root is taken.
const TINY: f32 = 1e-12;

pub(super) struct Encoder {
    width: usize,
    /// Rows of the pieces.
    scales: Vec<f32>,
    cells: Vec<i8>,
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
    pub(super) fn take(file: &mut ModelFile, n_pieces: usize) -> Result<Self, ModelError> {
        let (width, layers) = (file.shape.width, file.shape.layers);
        if !width.is_multiple_of(HEAD) {
            return Err(ModelError::Malformed("header".to_owned()));
        }
        let Data::I8(scales, cells) = file.take("pieces", n_pieces, width)? else {
            return Err(ModelError::Malformed("pieces".to_owned()));
        };
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
        Ok(Self { width, scales, cells, places, enter, layers })
    }

    /// How many pieces it reads at once.
    pub(super) fn longest(&self) -> usize {
        self.places.len() / self.width
    }

    /// A row for each of the rows of pieces, which are at most [`Self::longest`].
    pub(super) fn run(&self, rows: &[u32]) -> Vec<f32> {
        let n = rows.len().min(self.longest());
        let mut h = vec![0.0; n.next_multiple_of(WORDS) * self.width];
        let places = self.places.chunks_exact(self.width);
        for ((h, &row), place) in h.chunks_exact_mut(self.width).zip(&rows[..n]).zip(places) {
            let cells = self.cells.chunks_exact(self.width).nth(row as usize).unwrap_or_default();
            let scale = self.scales.get(row as usize).copied().unwrap_or_default();
            for ((h, &cell), place) in h.iter_mut().zip(cells).zip(place) {
                *h = f32::from(cell) * scale + place;
            }
        }
        self.enter.apply(&mut h);
        let (mut rounded, mut y, mut seen) = (Rounded::default(), Vec::new(), Vec::new());
        for layer in &self.layers {
            rounded.read(&h, self.width);
            layer.look.apply(&rounded, &mut y);
            look(&y, n, self.width, &mut seen);
            seen.resize(h.len(), 0.0);
            rounded.read(&seen, self.width);
            layer.out.apply(&rounded, &mut y);
            layer.after_look.add(&mut h, &y);
            rounded.read(&h, self.width);
            layer.up.apply(&rounded, &mut y);
            for x in &mut y {
                *x = bend(*x);
            }
            rounded.read(&y, INNER * self.width);
            layer.down.apply(&rounded, &mut y);
            layer.after_thought.add(&mut h, &y);
        }
        h.truncate(n * self.width);
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
        for row in h.chunks_exact_mut(width) {
            let mean = row.iter().sum::<f32>() / width as f32;
            let variance = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / width as f32;
            let root = 1.0 / (variance + TINY).sqrt();
            for ((x, gain), shift) in row.iter_mut().zip(&self.gain).zip(&self.shift) {
                *x = (*x - mean) * root * gain + shift;
            }
        }
    }

    fn add(&self, h: &mut [f32], y: &[f32]) {
        h.iter_mut().zip(y).for_each(|(h, y)| *h += y);
        self.apply(h);
    }
}

/// What each of `n` pieces sees of all: `y` holds a row each of what it asks, what it is asked by, and what it
/// tells.
fn look(y: &[f32], n: usize, width: usize, seen: &mut Vec<f32>) {
    seen.clear();
    seen.resize(n * width, 0.0);
    let root = (HEAD as f32).sqrt();
    let part = |at: usize, from: usize| &y[at * 3 * width + from..][..HEAD];
    let mut fits = vec![0.0; n];
    for head in (0..width).step_by(HEAD) {
        for at in 0..n {
            let asks = part(at, head);
            let mut most = f32::MIN;
            for (other, fit) in fits.iter_mut().enumerate() {
                *fit = product(asks, part(other, width + head)) / root;
                most = if *fit > most { *fit } else { most };
            }
            let mut sum = 0.0;
            for fit in &mut fits {
                *fit = libm::expf(*fit - most);
                sum += *fit;
            }
            let out = &mut seen[at * width + head..][..HEAD];
            for (other, fit) in fits.iter().enumerate() {
                let share = fit / sum;
                let tells = part(other, 2 * width + head);
                out.iter_mut().zip(tells).for_each(|(out, x)| *out += share * x);
            }
        }
    }
}

/// Sum of products, eight at a time, always added up in the same order.
fn product(a: &[f32], b: &[f32]) -> f32 {
    let (a, b) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
    let eights = a.iter().zip(b).map(|(a, b)| f32x8::new(*a) * f32x8::new(*b));
    eights.fold(f32x8::ZERO, |sum, x| sum + x).to_array().iter().sum()
}

/// The Gaussian error linear unit (Hendrycks and Gimpel 2016).
fn bend(x: f32) -> f32 {
    0.5 * x * (1.0 + libm::erff(x * std::f32::consts::FRAC_1_SQRT_2))
}
