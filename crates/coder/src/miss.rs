//! A sense that made no act of its word, and why.
//!
//! "Workers struck the plant": the sense of *strike* that reports force wants armed men, and misses
//! for that reason; the senses behind the one that holds miss because it stands before them. Kept
//! only where an explanation is asked for, by the search itself: nothing is looked up afterwards.

use knowledge::Pos;
use model::{Span, TokenIdx};

use crate::tree::Tree;

/// One sense at one word.
#[derive(Clone, Debug)]
pub(crate) struct Miss {
    pub(crate) head: TokenIdx,
    pub(crate) sense: usize,
    pub(crate) reason: Reason,
}

/// What kept a sense from its word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// A condition that does not hold, told.
    Condition(String),
    /// It holds, and says that this use reports nothing.
    ReportsNothing,
    /// The other words of the phrase are not there.
    Words,
    /// The word is of another part of speech here.
    PartOfSpeech,
    /// This sense stands before it and holds.
    Earlier(usize),
    /// The word is part of another act's words.
    WordOf(Span),
    /// The word is part of a day or a time.
    Time,
}

impl Miss {
    pub(crate) fn new(head: TokenIdx, sense: usize, reason: Reason) -> Self {
        Self { head, sense, reason }
    }

    /// Whether words and part of speech were right, so that its conditions decided.
    pub(crate) fn was_tried(&self) -> bool {
        matches!(self.reason, Reason::Condition(_) | Reason::ReportsNothing)
    }
}

impl Reason {
    /// In words.
    pub(crate) fn told(&self, tree: &Tree<'_>) -> String {
        match self {
            Self::Condition(reason) => reason.clone(),
            Self::ReportsNothing => "this use reports nothing".to_owned(),
            Self::Words => "the other words of the phrase are not there".to_owned(),
            Self::PartOfSpeech => "the word is another part of speech here".to_owned(),
            Self::Earlier(i) => {
                let sense = tree.knowledge.frames.get(*i);
                let gives = match (sense.event, &sense.operator) {
                    (Some(event), _) => event.to_string(),
                    (None, Some(operator)) => format!("operator {operator}"),
                    (None, None) => "reports nothing".to_owned(),
                };
                let words = sense.words.join(" ");
                format!("sense {} ({words}, {gives}) is tried before it and holds", sense.idx)
            }
            Self::WordOf(span) => format!("part of the words of “{}”", span.of(tree.text)),
            Self::Time => "part of a day or a time".to_owned(),
        }
    }
}

/// The senses of a word that are of another part of speech than the word is here.
pub(crate) fn other_parts(
    tree: &Tree<'_>,
    t: TokenIdx,
    lemma: &str,
    pos: Option<Pos>,
    misses: &mut Vec<Miss>,
) {
    for other in [Pos::Verb, Pos::Noun, Pos::Adj] {
        if pos != Some(other) {
            let senses = tree.knowledge.frames.senses(lemma, other);
            let alone = senses.iter().filter(|&&i| tree.knowledge.frames.get(i).words.len() == 1);
            misses.extend(alone.map(|&i| Miss::new(t, i, Reason::PartOfSpeech)));
        }
    }
}

/// The senses of a word inside an expression of time.
pub(crate) fn within_time(tree: &Tree<'_>, t: TokenIdx, misses: &mut Vec<Miss>) {
    let lemma = tree.lemma(t);
    for pos in [Pos::Phrase, Pos::Verb, Pos::Noun, Pos::Adj] {
        let senses = tree.knowledge.frames.senses(lemma, pos);
        misses.extend(senses.iter().map(|&i| Miss::new(t, i, Reason::Time)));
    }
}
