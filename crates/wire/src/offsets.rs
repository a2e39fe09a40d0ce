//! Bytes in, characters out.

use model::Span;
use serde_json::{Value, json};

/// Turns byte offsets of one text into character offsets.
pub struct Characters<'a> {
    text: &'a str,
    /// Characters before every 64th byte that starts a character; empty for ASCII.
    marks: Vec<u32>,
}

const STEP: usize = 64;

impl<'a> Characters<'a> {
    /// Counts the characters of `text` once.
    pub fn new(text: &'a str) -> Self {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut n = 0u32;
            for (i, b) in text.bytes().enumerate() {
                if i % STEP == 0 {
                    marks.push(n);
                }
                n += u32::from(b & 0xc0 != 0x80);
            }
        }
        Self { text, marks }
    }

    /// Characters before byte `at`; `at` must lie on a character's border.
    pub fn at(&self, at: u32) -> u32 {
        if self.marks.is_empty() {
            return at;
        }
        let at = at as usize;
        let mark = (at / STEP).min(self.marks.len() - 1);
        let rest = &self.text.as_bytes()[mark * STEP..at];
        self.marks[mark] + rest.iter().filter(|b| **b & 0xc0 != 0x80).count() as u32
    }

    /// Byte of character `at`; the text's length for one past the last and beyond.
    pub fn byte_of(&self, at: usize) -> usize {
        if self.marks.is_empty() {
            return at.min(self.text.len());
        }
        self.text.char_indices().nth(at).map_or(self.text.len(), |(i, _)| i)
    }

    /// `[start, end]` in characters.
    pub fn span(&self, span: Span) -> Value {
        json!(self.ends(span))
    }

    /// Start and end in characters.
    pub fn ends(&self, span: Span) -> [u32; 2] {
        [self.at(span.start), self.at(span.end)]
    }

    /// The words of a span, runs of white space made one blank.
    pub fn words(&self, span: Span) -> String {
        span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_code_points() {
        let text = "“Señor” ".repeat(20);
        let c = Characters::new(&text);
        for (n, (i, _)) in text.char_indices().enumerate() {
            assert_eq!(c.at(i as u32) as usize, n);
            assert_eq!(c.byte_of(n), i);
        }
    }
}
