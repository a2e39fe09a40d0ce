//! Sentences in, sums for each name tag out: an encoder that has read far more than the table and the network.
//!
//! "we ate at Rumi's": no list knows it, but who has read much takes it for a restaurant. The encoder takes
//! some ten times as long as all else that is done with a word, so [`super::tagger`] asks it only where the two
//! others are in doubt in text that is no report. What it learnt is told in `models/en/README.md`.

use std::sync::OnceLock;

use super::signs::Line;
use crate::{
    encoder::{Encoder, pieces::Pieces},
    syntax::{
        ModelError, digest,
        file::ModelFile,
        kernel::{Linear, Rounded},
        shape::NAME_TAGS,
    },
};

/// Ways a word is written; see [`casing`].
const CASINGS: usize = 8;

/// Tags that it tells apart: none, and beginning and inside of people, organisations, places.
const TAGS: usize = 7;

/// Pieces of a word beyond which no more are read.
const WORD_PIECES: usize = 12;

/// Pieces of neighbouring sentences that are read together.
const TOGETHER: usize = 190;

/// What a logarithm of its chances counts beside the sums of the table and the network.
const SHARE: f32 = 2.0;

static BYTES: &[u8] = include_bytes!("../../../../models/en/names-encoder.bin");

/// The encoder with what it needs.
pub(super) struct Reader {
    pieces: &'static Pieces,
    encoder: Encoder,
    case: Vec<f32>,
    tags: Linear,
}

/// Neighbouring sentences.
#[derive(Default)]
struct Part {
    /// Rows of the pieces, and how the word of each is written.
    pieces: Vec<(u32, usize)>,
    /// Sentence, place there, and first piece of each word that may be in a name.
    words: Vec<(usize, usize, usize)>,
    asked: bool,
}

impl Reader {
    /// The model that ships with the program, read on the first call.
    pub(super) fn embedded() -> &'static Reader {
        static EMBEDDED: OnceLock<Reader> = OnceLock::new();
        EMBEDDED.get_or_init(|| {
            Reader::load(BYTES, Pieces::embedded()).expect("the shipped models are well formed")
        })
    }

    /// Sixteen hexadecimal digits that change with the shipped model.
    pub(super) fn version() -> &'static str {
        static VERSION: OnceLock<String> = OnceLock::new();
        VERSION.get_or_init(|| format!("{:016x}", digest(BYTES) ^ Pieces::version()))
    }

    /// Reads a model file, of the format of [`crate::syntax::file`].
    fn load(bytes: &[u8], pieces: &'static Pieces) -> Result<Reader, ModelError> {
        let mut file = ModelFile::from_bytes(bytes)?;
        let encoder = Encoder::take(&mut file)?;
        let width = pieces.width();
        let case = file.take("case", CASINGS, width)?.into_f32(width);
        let weight = file.take("tags.weight", TAGS, width)?.into_f32(width);
        let bias = file.take("tags.bias", TAGS, 1)?.into_f32(1);
        Ok(Reader { pieces, encoder, case, tags: Linear::new(&weight, &bias, width) })
    }

    /// Adds its sums, in 256ths, for the words that may be in a name, of the sentences that are `asked` for and of those
    /// that are read with them.
    pub(super) fn add(
        &self,
        document: &[Line<'_>],
        asked: &[bool],
        candidate: impl Fn(usize, usize) -> bool,
        sums: &mut [Vec<[i32; NAME_TAGS]>],
    ) {
        let mut part = Part::default();
        for (l, (line, asked)) in document.iter().zip(asked).enumerate() {
            let cut: Vec<Vec<u32>> = line.forms.iter().map(|form| self.cut(form)).collect();
            if part.pieces.len() + cut.iter().map(Vec::len).sum::<usize>() > TOGETHER {
                self.read(std::mem::take(&mut part), sums);
            }
            for (i, rows) in cut.into_iter().enumerate() {
                if part.pieces.len() + rows.len() + 2 > self.encoder.longest() {
                    self.read(std::mem::take(&mut part), sums);
                }
                part.asked |= asked;
                if candidate(l, i) {
                    part.words.push((l, i, part.pieces.len()));
                }
                let case = casing(line.forms[i], i == 0);
                part.pieces.extend(rows.into_iter().map(|row| (row, case)));
            }
        }
        self.read(part, sums);
    }

    fn cut(&self, form: &str) -> Vec<u32> {
        let cut = self.pieces.cut(form).into_iter().map(|piece| piece.row);
        let rows: Vec<u32> = cut.take(WORD_PIECES).collect();
        if rows.is_empty() { vec![self.pieces.row("[UNK]")] } else { rows }
    }

    fn read(&self, part: Part, sums: &mut [Vec<[i32; NAME_TAGS]>]) {
        if !part.asked || part.words.is_empty() {
            return;
        }
        let mut pieces = vec![(self.pieces.row("[CLS]"), 0)];
        pieces.extend(part.pieces);
        pieces.push((self.pieces.row("[SEP]"), 0));
        let places: Vec<usize> = part.words.iter().map(|(.., at)| at + 1).collect();
        let seen = self.encoder.run(pieces.len(), &places, |at, h| {
            let (row, case) = pieces[at];
            self.pieces.add(row, h);
            let case = &self.case[case * h.len()..];
            h.iter_mut().zip(case).for_each(|(h, x)| *h += x);
        });
        let width = self.pieces.width();
        let (mut rounded, mut y) = (Rounded::default(), Vec::new());
        rounded.read(&seen, width);
        self.tags.apply(&rounded, &mut y);
        for ((l, i, _), y) in part.words.into_iter().zip(y.chunks_exact(self.tags.stride())) {
            let y = &y[..TAGS];
            let most = y.iter().copied().fold(f32::MIN, f32::max);
            let all = most + libm::logf(y.iter().map(|x| libm::expf(x - most)).sum());
            // Groups are none of the names that it was told of.
            for (tag, sum) in sums[l][i].iter_mut().enumerate() {
                let y = y.get(tag).unwrap_or(&y[0]);
                *sum += (SHARE * (y - all) * 256.0).round() as i32;
            }
        }
    }
}

/// How a word is written: 0 and 1 without letters, the second with digits, 2 small, 3 large, 4 one
/// large letter, 5 the first large, 6 the same where a sentence begins, 7 others.
fn casing(form: &str, first: bool) -> usize {
    let small = |s: &str| s.chars().any(char::is_lowercase) && !s.chars().any(char::is_uppercase);
    let mut chars = form.chars();
    let begins_large = chars.next().is_some_and(char::is_uppercase);
    if !form.chars().any(char::is_alphabetic) {
        usize::from(form.chars().any(char::is_numeric))
    } else if small(form) {
        2
    } else if form.chars().any(char::is_uppercase) && !form.chars().any(char::is_lowercase) {
        if form.chars().count() > 1 { 3 } else { 4 }
    } else if begins_large && small(chars.as_str()) {
        5 + usize::from(first)
    } else {
        7
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Scratch, Syntax};

    #[test]
    fn words_are_told_apart_by_how_they_are_written() {
        let forms = ["...", "1998", "paris", "NATO", "A", "Al-qaida", "McDonald", "北京"];
        assert_eq!(forms.map(|form| casing(form, false)), [0, 1, 2, 3, 4, 5, 7, 7]);
        assert_eq!(casing("Paris", true), 6);
    }

    #[test]
    fn a_damaged_model_is_refused() {
        for cut in [0, 7, 30, BYTES.len() / 2, BYTES.len() - 1] {
            assert!(Reader::load(&BYTES[..cut], Pieces::embedded()).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn sentences_without_end_are_read_in_parts() {
        let forms = vec!["Rumi's"; 900];
        let sentences = std::slice::from_ref(&forms);
        let words = Syntax::embedded().annotate_sentences(sentences, &mut Scratch::default());
        let line = Line { forms: &forms, words: &words[0] };
        let mut sums = vec![vec![[0; NAME_TAGS]; 900]];
        Reader::embedded().add(&[line], &[true], |_, _| true, &mut sums);
        assert!(sums[0].iter().all(|row| row.iter().any(|sum| *sum < 0)));
        let mut none = vec![vec![[0; NAME_TAGS]; 900]];
        Reader::embedded().add(&[line], &[false], |_, _| true, &mut none);
        assert!(none[0].iter().flatten().all(|sum| *sum == 0));
    }
}
