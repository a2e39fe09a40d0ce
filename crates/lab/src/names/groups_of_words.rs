//! Word vectors in, three layers of classes out, by k-means.

use std::path::Path;

use analysis::names::classes::{Class, Classes, lower_key};
use anyhow::Result;
use rustc_hash::FxHashMap;

use super::{Document, vectors};
use crate::train::random::Random;

/// Words whose vectors the classes are learnt from; rarer ones join the nearest.
const LEARNT_FROM: usize = 40_000;

/// How often the middles are moved.
const ROUNDS: usize = 12;

pub(super) struct Groups {
    /// The words that have a class, the most frequent of a key first.
    pub(super) forms: Vec<String>,
    /// Key, class and frequency of each word.
    pub(super) words: Vec<(u32, u16, u8)>,
    /// Middle class, wide class, and whether mostly names, of each class.
    pub(super) wider: Vec<(u16, u16, bool)>,
}

impl Groups {
    pub(super) fn of(
        path: &Path,
        n_words: usize,
        documents: &[Document],
        random: &mut Random,
    ) -> Result<Self> {
        let (forms, vectors) = vectors(path, n_words)?;
        let learnt = &vectors[..LEARNT_FROM.min(vectors.len())];
        let middles = k_means(learnt, 1024, random);
        let nearest_of = |rows: &[Vec<f32>], to: &[Vec<f32>]| -> Vec<u16> {
            rows.iter().map(|row| nearest(row, to) as u16).collect()
        };
        let class = nearest_of(&vectors, &middles);
        let [middle, wide] = [256, 64].map(|n| nearest_of(&middles, &k_means(&middles, n, random)));
        let (mut kept, mut words) = (Vec::new(), Vec::new());
        let mut by_key: FxHashMap<u32, u16> = FxHashMap::default();
        for (rank, (form, &class)) in forms.iter().zip(&class).enumerate() {
            let frequency = [300, 1000, 5000, 20_000].iter().filter(|&&n| rank >= n).count() as u8;
            if by_key.insert(lower_key(form), class).is_none() {
                kept.push(form.clone());
                words.push((lower_key(form), class, frequency));
            }
        }
        let mut counts = vec![[1.0, 0.2]; middles.len()];
        for (form, &tag) in
            documents.iter().flat_map(|d| d.forms.iter().flatten().zip(d.tags.iter().flatten()))
        {
            if let Some(&class) = by_key.get(&lower_key(form)) {
                counts[usize::from(class)][0] += 1.0;
                counts[usize::from(class)][1] += f32::from(u8::from(tag > 0 && tag < 7));
            }
        }
        let wider = middle.into_iter().zip(wide).zip(counts);
        let wider = wider.map(|((m, w), [all, named])| (m, w, named > 0.5 * all)).collect();
        Ok(Groups { forms: kept, words, wider })
    }

    pub(super) fn classes(&self) -> Classes {
        Classes::new(self.words.iter().zip(1..).map(|(&(key, class, frequency), row)| {
            let (middle, wide, named) = self.wider[usize::from(class)];
            (key, Class { class, middle, wide, row, frequency, named })
        }))
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        for &(middle, wide, named) in &self.wider {
            out.extend(middle.to_le_bytes());
            out.extend(wide.to_le_bytes());
            out.push(u8::from(named));
        }
        for &(key, class, frequency) in &self.words {
            out.extend(key.to_le_bytes());
            out.extend(class.to_le_bytes());
            out.push(frequency);
        }
    }
}

fn k_means(rows: &[Vec<f32>], n: usize, random: &mut Random) -> Vec<Vec<f32>> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    random.shuffle(&mut order);
    let mut middles: Vec<Vec<f32>> = order.iter().take(n).map(|&i| rows[i].clone()).collect();
    for _ in 0..ROUNDS {
        let mut sums = vec![vec![0.0; rows[0].len()]; middles.len()];
        for row in rows {
            let sum = &mut sums[nearest(row, &middles)];
            sum.iter_mut().zip(row).for_each(|(s, x)| *s += x);
        }
        for (middle, sum) in middles.iter_mut().zip(sums) {
            let norm = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
            if norm > 0.0 {
                *middle = sum.iter().map(|x| x / norm).collect();
            }
        }
    }
    middles
}

/// The row with the largest product; all have length one.
fn nearest(row: &[f32], to: &[Vec<f32>]) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (i, other) in to.iter().enumerate() {
        let (a, b) = (row.as_chunks::<4>().0, other.as_chunks::<4>().0);
        let mut lanes = [0.0; 4];
        for (a, b) in a.iter().zip(b) {
            for lane in 0..4 {
                lanes[lane] += a[lane] * b[lane];
            }
        }
        let product = lanes.iter().sum();
        if product > best.1 {
            best = (i, product);
        }
    }
    best.0
}
