//! Text in, runs of letters, runs of digits and single marks out.
//!
//! Times are written across any tokenizer's borders ("2011-2013", "5 p.m.", "mid-1990s"), so the
//! rules read these finer pieces.

use std::borrow::Cow;

/// What a piece is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Mark,
}

/// One run of letters or digits, or one mark.
#[derive(Clone, Debug)]
pub(super) struct Piece<'t> {
    /// First byte in the text.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// In lower case; dashes are "-", apostrophes are "'".
    pub(super) lower: Cow<'t, str>,
    /// Begins with a capital.
    pub(super) capital: bool,
    /// Follows the piece before it without a gap.
    pub(super) glued: bool,
}

/// Cuts `text`, which begins at byte `offset` of the document.
pub(super) fn cut(text: &str, offset: usize) -> Vec<Piece<'_>> {
    let mut out: Vec<Piece<'_>> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' {
            continue;
        }
        let kind = kind(c);
        let mut end = start + c.len_utf8();
        if kind != Kind::Mark {
            while let Some(&(at, next)) = chars.peek() {
                if self::kind(next) != kind {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        }
        let lower = match c {
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Cow::Borrowed("-"),
            '\'' | '\u{2018}' | '\u{2019}' => Cow::Borrowed("'"),
            _ => model::lowered(&text[start..end]),
        };
        let glued = out.last().is_some_and(|p| p.end == offset + start);
        out.push(Piece {
            start: offset + start,
            end: offset + end,
            kind,
            lower,
            capital: c.is_uppercase(),
            glued,
        });
    }
    out
}

fn kind(c: char) -> Kind {
    if c.is_ascii_digit() {
        Kind::Number
    } else if c.is_alphabetic() {
        Kind::Word
    } else {
        Kind::Mark
    }
}
