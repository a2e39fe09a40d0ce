//! Who is spoken of.

use crate::{NameKind, Span, TokenIdx};

/// How a mention names its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionKind {
    /// By name ("Claudia Sheinbaum", "Mexico").
    Name,
    /// By description ("the president", "Mexican police").
    Nominal,
    /// By pronoun ("she", "our").
    Pronoun,
}

/// Grammatical gender of a person, where it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// she
    Female,
    /// he
    Male,
}

/// One stretch of words that stands for somebody or something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Words it covers, titles and modifiers included, relative clauses left out.
    pub span: Span,
    /// First token of `span`.
    pub first: TokenIdx,
    /// One past the last token of `span`.
    pub end: TokenIdx,
    /// The word that other words depend on or that depends on others for all of it.
    pub head: TokenIdx,
    /// How it names.
    pub kind: MentionKind,
    /// What the name tagger took it for.
    pub name_kind: Option<NameKind>,
    /// Index of its chain in [`crate::Analysis::chains`].
    pub chain: u32,
}

/// All the mentions of one entity in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// Indices into [`crate::Analysis::mentions`], in reading order; never empty.
    pub mentions: Vec<u32>,
    /// The fullest name, in the document's words; empty where none is a name.
    pub name: String,
    /// Gender that titles and pronouns agree on.
    pub gender: Option<Gender>,
}

/// Phrases that probably stand for one thing, person or idea; joined more freely than a [`Chain`],
/// and for everything that is spoken of twice. Nothing is coded by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LooseChain {
    /// Whole noun phrases, clauses behind them included, and pronouns, in bytes, by start; two or
    /// more.
    pub phrases: Vec<Span>,
}
