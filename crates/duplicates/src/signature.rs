//! A text in, a few numbers out that are alike where texts are alike.

use crate::{hash, mix};

/// Words of a shingle.
const N_WORDS: usize = 4;

/// Numbers of a signature, and how many of them a band holds: two texts that have 70 % of their
/// shingles in common share a band in 99 of 100 cases, at 30 % in 12.
const N_MINIMA: usize = 64;
const N_ROWS: usize = 4;

/// Shingles that a text must have to be compared other than word for word.
const N_SHINGLES_MIN: u32 = 16;

/// What is kept of a text to compare it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    exact: u64,
    n_shingles: u32,
    minima: Box<[u16; N_MINIMA]>,
}

impl Signature {
    /// The signature of a text; case, punctuation and white space do not count.
    pub fn of(text: &str) -> Self {
        let words: Vec<u64> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(|w| hash(&w.to_lowercase()))
            .collect();
        let exact = words.iter().fold(words.len() as u64, |h, w| mix(h.rotate_left(5) ^ w));
        let mut minima = [u64::MAX; N_MINIMA];
        let mut shingles: Vec<u64> = words
            .windows(N_WORDS)
            .map(|w| w.iter().fold(0, |h, x| mix(u64::rotate_left(h, 7) ^ x)))
            .collect();
        shingles.sort_unstable();
        shingles.dedup();
        for shingle in &shingles {
            // Two independent halves give any number of hash functions (Kirsch and Mitzenmacher).
            let (a, b) = (*shingle, mix(*shingle) | 1);
            for (i, min) in minima.iter_mut().enumerate() {
                *min = (*min).min(a.wrapping_add(b.wrapping_mul(i as u64)));
            }
        }
        let minima = Box::new(minima.map(|m| (mix(m) & 0xffff) as u16));
        Self { exact, n_shingles: shingles.len() as u32, minima }
    }

    /// A number that only the same words in the same order give; none for texts of few words,
    /// which say nothing ("Subscribe to read").
    pub(crate) fn exact(&self) -> Option<u64> {
        (self.n_shingles >= N_SHINGLES_MIN).then_some(self.exact)
    }

    /// Keys under which texts that are alike meet.
    pub(crate) fn bands(&self) -> impl Iterator<Item = u64> + '_ {
        let n = if self.n_shingles >= N_SHINGLES_MIN { N_MINIMA / N_ROWS } else { 0 };
        self.minima.chunks(N_ROWS).take(n).enumerate().map(|(i, rows)| {
            rows.iter().fold(i as u64, |h, m| mix(h.rotate_left(16) ^ u64::from(*m)))
        })
    }

    /// Estimated share of common shingles among all, 0 to 1.
    pub fn similarity(&self, other: &Self) -> f32 {
        if self.n_shingles == 0 || other.n_shingles == 0 {
            return 0.0;
        }
        let n = self.minima.iter().zip(other.minima.iter()).filter(|(a, b)| a == b).count();
        n as f32 / N_MINIMA as f32
    }

    /// Estimated share of the shorter text's shingles that the longer one has, 0 to 1.
    pub fn containment(&self, other: &Self) -> f32 {
        let s = self.similarity(other);
        let (a, b) = (self.n_shingles as f32, other.n_shingles as f32);
        (s / (1.0 + s) * (a + b) / a.min(b).max(1.0)).min(1.0)
    }
}
