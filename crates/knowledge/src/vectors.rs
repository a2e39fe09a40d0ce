//! Words in, what company they keep out: vectors of the frequent words of English.
//!
//! "truce" lies near "ceasefire" and far from "lorry", though no list of ours says so. The vectors
//! are GloVe's (Pennington, Socher, Manning 2014), cut to the most frequent words and to eight bits a
//! number (`models/en/vectors.bin`, made by `lab vectors`). A mean is a sum of whole numbers, so that
//! every order and every machine gives the same bits.
//!
//! It knows single words in lower case, never phrases, and guesses nothing for a word it lacks.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use thiserror::Error;

/// Opens every file of vectors.
pub const MAGIC: &[u8; 8] = b"DMVEC 1\n";

/// Parts of one that a scale counts.
pub const SCALE_PARTS: u32 = 1 << 20;

/// Bytes of the opening: magic, number of words, numbers a word.
const OPENING: usize = 16;

/// What is wrong with a file of vectors.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VectorError {
    /// Other bytes stand where the file should open.
    #[error("no file of word vectors: it opens with other bytes")]
    Opening,
    /// The parts do not add up to the length.
    #[error("word vectors of {expected} bytes were announced, {found} are there")]
    Length {
        /// Bytes that the opening announces.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// A word that is no UTF-8, or not after the one before it.
    #[error("word {0} of the vectors is no text or out of order")]
    Word(usize),
}

/// Vectors of words, read in place.
#[derive(Clone)]
pub struct WordVectors<'a> {
    n_words: usize,
    n_dims: usize,
    ends: &'a [u8],
    ranks: &'a [u8],
    scales: &'a [u8],
    cells: &'a [u8],
    letters: &'a [u8],
    places: FxHashMap<&'a [u8], u32>,
}

/// One word's vector: each cell times the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordVector<'a> {
    /// How many words are more frequent.
    pub rank: u16,
    /// Worth of one step of a cell, in [`SCALE_PARTS`] of one.
    pub scale: u16,
    /// Cells, as signed bytes.
    pub cells: &'a [u8],
}

impl WordVector<'_> {
    /// How much the word says beside others, from 23 (the most frequent) to 256: rank + 10 over
    /// rank + 110, since small words say little of what a sentence tells.
    pub fn weight(&self) -> u32 {
        let rank = u32::from(self.rank);
        256 * (rank + 10) / (rank + 110)
    }
}

impl WordVectors<'static> {
    /// The vectors that ship with the program.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<WordVectors<'static>> = OnceLock::new();
        static BYTES: &[u8] = include_bytes!("../../../models/en/vectors.bin");
        EMBEDDED
            .get_or_init(|| WordVectors::read(BYTES).expect("the shipped vectors are well formed"))
    }
}

impl<'a> WordVectors<'a> {
    /// Reads a file of vectors: the magic; the number of words and of numbers a word (u32); where
    /// each word ends among the letters (u32), its rank (u16), its scale (u16); cells (i8); letters.
    /// Numbers are little-endian, words stand in the order of their bytes.
    ///
    /// # Errors
    /// Other bytes at the opening, a length that is not the announced one, words out of order.
    pub fn read(bytes: &'a [u8]) -> Result<Self, VectorError> {
        let opening = bytes.get(..OPENING).filter(|o| o.starts_with(MAGIC));
        let opening = opening.ok_or(VectorError::Opening)?;
        let (n_words, n_dims) = (number(opening, 2) as usize, number(opening, 3) as usize);
        let fixed = OPENING as u64 + (n_words as u64) * (n_dims as u64 + 8);
        let found = bytes.len() as u64;
        if fixed > found {
            return Err(VectorError::Length { expected: fixed, found });
        }
        let mut rest = &bytes[OPENING..];
        let mut take = |n: usize| {
            let (part, after) = rest.split_at(n);
            rest = after;
            part
        };
        let (ends, ranks, scales) = (take(4 * n_words), take(2 * n_words), take(2 * n_words));
        let cells = take(n_words * n_dims);
        let places = FxHashMap::default();
        let mut vectors =
            Self { n_words, n_dims, ends, ranks, scales, cells, letters: rest, places };
        let n_letters = n_words.checked_sub(1).map_or(0, |last| number(ends, last)) as usize;
        if n_letters != rest.len() {
            return Err(VectorError::Length { expected: fixed + n_letters as u64, found });
        }
        let mut before: &[u8] = &[];
        for i in 0..n_words {
            let word = vectors.word(i).filter(|w| *w > before && std::str::from_utf8(w).is_ok());
            before = word.ok_or(VectorError::Word(i))?;
            vectors.places.insert(before, i as u32);
        }
        Ok(vectors)
    }

    /// How many words there are.
    pub fn n_words(&self) -> usize {
        self.n_words
    }

    /// Numbers a word.
    pub fn n_dims(&self) -> usize {
        self.n_dims
    }

    /// Bytes of the i-th word.
    fn word(&self, i: usize) -> Option<&'a [u8]> {
        let start = i.checked_sub(1).map_or(0, |before| number(self.ends, before)) as usize;
        self.letters.get(start..number(self.ends, i) as usize)
    }

    /// Place of a word in lower case among all words, from 0; `None` for a word that is not there.
    pub fn place(&self, word: &str) -> Option<usize> {
        self.places.get(word.as_bytes()).map(|&place| place as usize)
    }

    /// The vector of the word at a place; `None` past the last.
    pub fn at(&self, place: usize) -> Option<WordVector<'a>> {
        Some(WordVector {
            rank: half(self.ranks, place),
            scale: half(self.scales, place),
            cells: self.cells.get(place * self.n_dims..(place + 1) * self.n_dims)?,
        })
    }

    /// The vector of a word in lower case.
    pub fn find(&self, word: &str) -> Option<WordVector<'a>> {
        self.at(self.place(word)?)
    }

    /// Mean of the vectors of words, frequent ones counting less ([`WordVector::weight`]); capitals
    /// are lowered, unknown words left out, zeros where none is known. The order does not matter.
    pub fn mean<S: AsRef<str>>(&self, words: impl IntoIterator<Item = S>) -> Vec<f32> {
        let mut sums = vec![0i64; self.n_dims];
        let mut total = 0i64;
        for word in words {
            let Some(vector) = self.find(&model::lowered(word.as_ref())) else { continue };
            let weight = i64::from(vector.weight());
            total += weight;
            let much = weight * i64::from(vector.scale);
            for (sum, &cell) in sums.iter_mut().zip(vector.cells) {
                *sum += much * i64::from(cell as i8);
            }
        }
        let parts = (total.max(1) * i64::from(SCALE_PARTS)) as f64;
        sums.into_iter().map(|sum| (sum as f64 / parts) as f32).collect()
    }
}

/// The i-th u32 of little-endian bytes; 0 past their end.
fn number(bytes: &[u8], i: usize) -> u32 {
    bytes.get(4 * i..4 * i + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

/// The i-th u16 of little-endian bytes; 0 past their end.
fn half(bytes: &[u8], i: usize) -> u16 {
    bytes.get(2 * i..2 * i + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}

#[cfg(test)]
mod tests;
