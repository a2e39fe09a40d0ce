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
    /// What somebody likely says, thinks, wants or judges, told by another word than one of speech.
    Attitude,
}

impl QuoteKind {
    /// `direct`, `mixed`, `indirect` or `attitude`.
    pub fn as_str(self) -> &'static str {
        match self {
            QuoteKind::Direct => "direct",
            QuoteKind::Mixed => "mixed",
            QuoteKind::Indirect => "indirect",
            QuoteKind::Attitude => "attitude",
        }
    }

    /// Whether quotation marks stand round it.
    pub fn is_marked(self) -> bool {
        matches!(self, QuoteKind::Direct | QuoteKind::Mixed)
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
