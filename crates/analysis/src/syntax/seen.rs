//! Words that a thread has met: what the network makes of a form before it looks at its neighbours.
//!
//! Nine words of ten in a text were met before, "the" in every sentence. Their embedding and their
//! first layer's products depend on the form alone, so they are kept; the answer is the same.

use rustc_hash::FxHashMap;

use super::{
    features::looked_at,
    kernel::{Linear, Rounded, WORDS},
};

/// Forms that are kept; a thread that meets more starts anew (some 20 MB).
const FORMS_MAX: usize = 8192;

/// Forms with their numbers.
#[derive(Default)]
pub(super) struct SeenForms {
    /// Digest of the model that made the numbers.
    model: u64,
    places: FxHashMap<String, u32>,
    /// Embeddings, one row a form.
    x: Vec<f32>,
    /// What the first layer makes of them, one row a form.
    y: Vec<f32>,
    /// Of each word that was read last, the place of its form.
    read: Vec<u32>,
    new: Vec<f32>,
    rounded: Rounded,
    made: Vec<f32>,
}

impl SeenForms {
    /// Makes room for forms of the model of that digest: `n_coming` more fit for sure.
    pub(super) fn prepare(&mut self, model: u64, n_coming: usize) {
        if self.model != model || self.places.len() + n_coming > FORMS_MAX {
            self.model = model;
            self.places.clear();
            self.x.clear();
            self.y.clear();
        }
    }

    /// Reads forms: each has a row then ([`SeenForms::made`]), and its embedding is written to a row
    /// of `x`, in order. `embed` makes the embedding of a form that is new out of a row of zeros.
    pub(super) fn read<'a>(
        &mut self,
        forms: impl Iterator<Item = &'a str>,
        layer: &Linear,
        width: usize,
        mut embed: impl FnMut(&str, &mut [f32]),
        x: &mut [f32],
    ) {
        let before = self.places.len();
        self.new.clear();
        self.read.clear();
        for form in forms.map(looked_at) {
            let place = self.places.get(form).copied().unwrap_or_else(|| {
                let place = self.places.len() as u32;
                self.places.insert(form.to_owned(), place);
                let start = self.new.len();
                self.new.resize(start + width, 0.0);
                embed(form, &mut self.new[start..]);
                place
            });
            self.read.push(place);
        }
        let n_new = self.places.len() - before;
        self.x.extend(&self.new);
        self.new.resize(n_new.next_multiple_of(WORDS) * width, 0.0);
        self.rounded.read(&self.new, width);
        layer.apply(&self.rounded, &mut self.made);
        self.y.extend(&self.made[..n_new * layer.stride()]);
        for (&place, x) in self.read.iter().zip(x.chunks_exact_mut(width)) {
            x.copy_from_slice(&self.x[place as usize * width..][..width]);
        }
    }

    /// What the first layer, whose rows are of `stride` numbers, makes of the n-th word read last.
    pub(super) fn made(&self, n: usize, stride: usize) -> &[f32] {
        &self.y[self.read[n] as usize * stride..][..stride]
    }
}
