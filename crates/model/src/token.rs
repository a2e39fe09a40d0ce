//! Words and sentences, in the terms of Universal Dependencies.

use crate::{Deprel, NameKind, Span, Upos, Xpos};

/// Index of a token in [`crate::Analysis::tokens`], counted over the whole document from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenIdx(pub u32);

impl TokenIdx {
    /// The index as a number.
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// One syntactic word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its letters in the document's text. Parts of a contraction ("do" + "n't") have spans of
    /// their own that touch.
    pub span: Span,
    /// Dictionary form, in lower case except for names.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank part of speech.
    pub xpos: Xpos,
    /// The word it depends on; `None` for the root of its sentence. Always in the same sentence.
    pub head: Option<TokenIdx>,
    /// How it depends on `head`.
    pub deprel: Deprel,
    /// The name it is part of, and whether it begins it.
    pub name: Option<(NameKind, bool)>,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first to its last word, in bytes of the text. Inside, single line breaks may occur.
    pub span: Span,
    /// Index of its first token.
    pub first: TokenIdx,
    /// One past its last token.
    pub end: TokenIdx,
    /// Number of the paragraph it stands in, from 0; the headline is paragraph 0.
    pub paragraph: u32,
}

impl Sentence {
    /// Its token indices, in reading order.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = TokenIdx> + use<> {
        (self.first.0..self.end.0).map(TokenIdx)
    }

    /// How many tokens it has.
    pub fn n_tokens(&self) -> usize {
        (self.end.0 - self.first.0) as usize
    }
}
