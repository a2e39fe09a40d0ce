//! Text in, pieces of words out, as the encoder was taught to read: small letters without accents, the
//! longest known beginning of a word first ("lambasted" is `lam`, `##bas`, `##ted`).
//!
//! The scheme is WordPiece, as BERT's uncased models read it (Devlin et al. 2019). The list of pieces is a
//! part of theirs: rare pieces are left out, and words that had them fall into smaller ones.

use rustc_hash::FxHashMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Characters of a word beyond which it is not looked up.
const LONGEST: usize = 100;

/// The pieces known, by name.
pub(super) struct Pieces {
    rows: FxHashMap<&'static str, u32>,
}

/// A piece and the bytes of the word that it is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) row: u32,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Pieces {
    /// Reads a list of pieces, one a line; the row of each is its line, from 0.
    pub(super) fn read(list: &'static str) -> Self {
        Self { rows: list.lines().zip(0..).collect() }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The row of a piece; 0 where it is not known.
    pub(super) fn row(&self, name: &str) -> u32 {
        self.rows.get(name).copied().unwrap_or(0)
    }

    /// The pieces of a text, in order.
    pub(super) fn cut(&self, text: &str) -> Vec<Piece> {
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
