//! Who said what.

use crate::{Span, TokenIdx};

/// How words are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteKind {
    /// Whole clauses between quotation marks.
    Direct,
    /// A few words between quotation marks inside a reported clause.
    Mixed,
    /// Reported without quotation marks.
    Indirect,
}

impl QuoteKind {
    /// `direct`, `mixed` or `indirect`.
    pub fn as_str(self) -> &'static str {
        match self {
            QuoteKind::Direct => "direct",
            QuoteKind::Mixed => "mixed",
            QuoteKind::Indirect => "indirect",
        }
    }
}

/// One stretch of reported speech.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The words said, quotation marks left out.
    pub span: Span,
    /// How they are reported.
    pub kind: QuoteKind,
    /// The word that reports ("said"), where there is one.
    pub cue: Option<TokenIdx>,
    /// Head word of the speaker's mention, where there is one.
    pub speaker: Option<TokenIdx>,
    /// Index of the sentence it starts in.
    pub sentence: u32,
}
