//! Words in, their lemmas as the coder's lists have them out, made once a document.

use std::cell::OnceCell;

use knowledge::{Knowledge, Pos};
use model::{Token, TokenIdx, Xpos};

/// Lemmas of a document's words.
pub(crate) struct Lemmas {
    all: Vec<String>,
    /// Whether each stands in our own lists, once asked.
    listed: Vec<OnceCell<bool>>,
}

impl Lemmas {
    pub(crate) fn new(tokens: &[Token]) -> Self {
        Self {
            all: tokens.iter().map(lemma).collect(),
            listed: vec![OnceCell::new(); tokens.len()],
        }
    }

    /// In lower case; nouns that the treebanks keep in the plural ("troops") lose their "s".
    pub(crate) fn of(&self, t: TokenIdx) -> &String {
        &self.all[t.at()]
    }

    /// Whether it stands in our own lists: as a headword or in a class.
    pub(crate) fn is_listed(&self, t: TokenIdx, knowledge: &Knowledge) -> bool {
        *self.listed[t.at()].get_or_init(|| {
            let lemma = self.of(t);
            [Pos::Verb, Pos::Noun, Pos::Adj, Pos::Phrase]
                .iter()
                .any(|&pos| !knowledge.frames.senses(lemma, pos).is_empty())
                || knowledge.classes.hold(lemma)
        })
    }
}

fn lemma(token: &Token) -> String {
    let mut lemma = token.lemma.to_lowercase();
    if matches!(token.xpos, Xpos::Nns | Xpos::Nnps)
        && lemma.len() > 3
        && lemma.ends_with('s')
        && !lemma.ends_with("ss")
        && !matches!(lemma.as_str(), "police" | "news" | "paramilitaries" | "authorities")
    {
        lemma.pop();
    }
    lemma
}
