//! Text in, pieces of words out, as the encoder was taught to read: small letters without accents, the
//! longest known beginning of a word first ("lambasted" is `lam`, `##bas`, `##ted`).
//!
//! The scheme is WordPiece, as BERT's uncased models read it (Devlin et al. 2019). The list of pieces is a
//! part of theirs: rare pieces are left out, and words that had them fall into smaller ones.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::syntax::{
    ModelError, digest,
    file::{Data, ModelFile},
};

/// Characters of a word beyond which it is not looked up.
const LONGEST: usize = 100;

static BYTES: &[u8] = include_bytes!("../../../../models/en/pieces.bin");

/// The pieces known, by name, with a row of numbers for each.
#[derive(Default)]
pub(crate) struct Pieces {
    rows: FxHashMap<&'static str, u32>,
    width: usize,
    scales: Vec<f32>,
    cells: Vec<i8>,
}

/// A piece and the bytes of the word that it is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) row: u32,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Pieces {
    /// Those that ship with the program, read on the first call.
    pub(crate) fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Pieces> = OnceLock::new();
        static LIST: &str = include_str!("../../../../models/en/pieces.txt");
        EMBEDDED
            .get_or_init(|| Pieces::load(BYTES, LIST).expect("the shipped model is well formed"))
    }

    /// Reads a model file and its list of pieces, one a line; the row of each is its line, from 0.
    pub(crate) fn load(bytes: &[u8], list: &'static str) -> Result<Self, ModelError> {
        let mut file = ModelFile::from_bytes(bytes)?;
        let width = file.shape.width;
        let rows: FxHashMap<_, _> = list.lines().zip(0..).collect();
        let Data::I8(scales, cells) = file.take("pieces", rows.len(), width)? else {
            return Err(ModelError::Malformed("pieces".to_owned()));
        };
        Ok(Self { rows, width, scales, cells })
    }

    /// A number that changes with those that ship.
    pub(crate) fn version() -> u64 {
        digest(BYTES)
    }

    /// Numbers of a row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Adds the numbers of a row; nothing for one that there is not.
    pub(crate) fn add(&self, row: u32, out: &mut [f32]) {
        let from = row as usize * self.width;
        let Some(cells) = self.cells.get(from..from + self.width) else { return };
        let scale = self.scales[row as usize];
        out.iter_mut().zip(cells).for_each(|(x, &cell)| *x += f32::from(cell) * scale);
    }

    /// The row of a piece; 0 where it is not known.
    pub(crate) fn row(&self, name: &str) -> u32 {
        self.rows.get(name).copied().unwrap_or(0)
    }

    /// The pieces of a text, in order.
    pub(crate) fn cut(&self, text: &str) -> Vec<Piece> {
        let mut out = Vec::new();
        let mut start = 0;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            if c.is_whitespace() || c.is_control() || stands_alone(c) {
                self.word(text, start, at, &mut out);
                start = at + c.len_utf8();
                if stands_alone(c) {
                    self.word(text, at, start, &mut out);
                }
            }
        }
        out
    }

    fn word(&self, text: &str, start: usize, end: usize, out: &mut Vec<Piece>) {
        if start >= end {
            return;
        }
        let plain: String = text[start..end]
            .chars()
            .flat_map(char::to_lowercase)
            .nfd()
            .filter(|c| !is_combining_mark(*c))
            .collect();
        let whole = out.len();
        let unknown = Piece { row: self.row("[UNK]"), start, end };
        if plain.chars().count() > LONGEST {
            out.push(unknown);
            return;
        }
        let (mut rest, mut name) = (plain.as_str(), String::new());
        while !rest.is_empty() {
            let behind = if out.len() == whole { "" } else { "##" };
            let mut ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
            let found = ends.find_map(|end| {
                name.clear();
                name.push_str(behind);
                name.push_str(&rest[..end]);
                self.rows.get(name.as_str()).map(|row| (end, *row))
            });
            let Some((found_end, row)) = found else {
                out.truncate(whole);
                out.push(unknown);
                return;
            };
            out.push(Piece { row, start, end });
            rest = &rest[found_end..];
        }
    }
}

/// Signs that are words of their own.
fn stands_alone(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c,
            '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}'
            | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}' | '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_into_known_pieces() {
        let list = "[UNK]\nlam\n##bas\n##ted\nsao\n'\ns\nthe";
        let pieces = Pieces { rows: list.lines().zip(0..).collect(), ..Pieces::default() };
        let rows = |text: &str| pieces.cut(text).iter().map(|p| p.row).collect::<Vec<_>>();
        assert_eq!(rows("Lambasted"), [1, 2, 3]);
        assert_eq!(rows("the\u{a0}São's"), [7, 4, 5, 6]);
        assert_eq!(rows("lamb"), [0]);
        assert_eq!(rows(" \n"), [0; 0]);
        let cut = pieces.cut("the São");
        assert_eq!((cut[1].start, cut[1].end), (4, 8));
    }

    #[test]
    fn a_damaged_model_is_refused() {
        let list: &'static str = include_str!("../../../../models/en/pieces.txt");
        for cut in [0, 7, 30, BYTES.len() / 2, BYTES.len() - 1] {
            assert!(Pieces::load(&BYTES[..cut], list).is_err(), "cut at {cut}");
        }
        assert!(Pieces::load(BYTES, "[UNK]\nthe").is_err());
    }
}
