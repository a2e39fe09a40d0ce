//! Everything that can be said of a text before asking what happened.

use crate::{Chain, Hint, Mention, Quote, Sentence, Span, TimeExpression, Token, TokenIdx};

/// What `analysis` makes of a [`crate::Document`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Sentences in reading order; furniture is left out, so they need not touch.
    pub sentences: Vec<Sentence>,
    /// Words of all sentences, in reading order.
    pub tokens: Vec<Token>,
    /// Mentions by first token, longer before shorter.
    pub mentions: Vec<Mention>,
    /// Chains by first mention.
    pub chains: Vec<Chain>,
    /// Reported speech by start.
    pub quotes: Vec<Quote>,
    /// Expressions of time by start.
    pub times: Vec<TimeExpression>,
    /// What each word hints at, one for each token; none where nothing was asked.
    pub hints: Vec<Hint>,
}

impl Analysis {
    /// The token at an index.
    pub fn token(&self, idx: TokenIdx) -> &Token {
        &self.tokens[idx.at()]
    }

    /// Index of the sentence that holds a token.
    pub fn sentence_of(&self, idx: TokenIdx) -> usize {
        self.sentences.partition_point(|s| s.end <= idx)
    }

    /// The words that depend on `idx`, in reading order.
    pub fn children(&self, idx: TokenIdx) -> impl DoubleEndedIterator<Item = TokenIdx> + '_ {
        let sentence = &self.sentences[self.sentence_of(idx)];
        sentence.tokens().filter(move |&t| self.token(t).head == Some(idx))
    }

    /// The word that a span ends with; `None` behind the last.
    pub fn last_word(&self, span: Span) -> Option<TokenIdx> {
        let end = self.tokens.partition_point(|t| t.span.end < span.end);
        (end < self.tokens.len()).then_some(TokenIdx(end as u32))
    }

    /// Bytes from the first to the last of the tokens `first..end`; empty for an empty stretch.
    pub fn span_of(&self, first: TokenIdx, end: TokenIdx) -> Span {
        if first >= end {
            return Span::default();
        }
        self.token(first).span.cover(self.token(TokenIdx(end.0 - 1)).span)
    }
}
