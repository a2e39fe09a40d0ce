//! Words in, their lemmas as the coder's lists have them out, made once a document.

use std::cell::OnceCell;

use knowledge::{Held, Knowledge, Pos};
use model::{Token, TokenIdx, Xpos};

/// Lemmas of a document's words.
pub(crate) struct Lemmas<'a> {
    tokens: &'a [Token],
    words: Vec<Word<'a>>,
}

/// What is known of one word's lemma.
struct Word<'a> {
    /// Where it is not that of the token.
    own: Option<String>,
    cues: Held<'a>,
    classes: Held<'a>,
    /// Whether it stands in our own lists, once asked.
    is_listed: OnceCell<bool>,
    /// Whether it is a verb of speech, once asked.
    is_speech: OnceCell<bool>,
}

impl<'a> Lemmas<'a> {
    pub(crate) fn new(tokens: &'a [Token], knowledge: &'a Knowledge) -> Self {
        let word = |token: &'a Token| {
            let own = own(token);
            let lemma = own.as_ref().unwrap_or(&token.lemma);
            Word {
                cues: knowledge.cues.of(lemma),
                classes: knowledge.classes.of(lemma),
                own,
                is_listed: OnceCell::new(),
                is_speech: OnceCell::new(),
            }
        };
        Self { tokens, words: tokens.iter().map(word).collect() }
    }

    /// In lower case; nouns that the treebanks keep in the plural ("troops") lose their "s".
    pub(crate) fn of(&self, t: TokenIdx) -> &String {
        self.words[t.at()].own.as_ref().unwrap_or(&self.tokens[t.at()].lemma)
    }

    /// The keys that it is a cue of.
    pub(crate) fn cues(&self, t: TokenIdx) -> Held<'a> {
        self.words[t.at()].cues
    }

    /// The classes that it is in.
    pub(crate) fn classes(&self, t: TokenIdx) -> Held<'a> {
        self.words[t.at()].classes
    }

    /// Whether it stands in our own lists: as a headword or in a class.
    pub(crate) fn is_listed(&self, t: TokenIdx, knowledge: &Knowledge) -> bool {
        *self.words[t.at()].is_listed.get_or_init(|| {
            let lemma = self.of(t);
            [Pos::Verb, Pos::Noun, Pos::Adj, Pos::Phrase]
                .iter()
                .any(|&pos| !knowledge.frames.senses(lemma, pos).is_empty())
                || knowledge.classes.hold(lemma)
        })
    }

    /// Whether a sense of it as a verb attributes what it governs ("say").
    pub(crate) fn is_speech(&self, t: TokenIdx, knowledge: &Knowledge) -> bool {
        *self.words[t.at()].is_speech.get_or_init(|| {
            knowledge.frames.senses(self.of(t), Pos::Verb).iter().any(|&i| {
                let operator = knowledge.frames.operator(i);
                let operator = operator.and_then(|o| knowledge.operators.get(o));
                operator.is_some_and(|o| o.attribution)
            })
        })
    }
}

/// The lemma, where it is not that of the token.
fn own(token: &Token) -> Option<String> {
    let lemma = model::lowered(&token.lemma);
    let plural = matches!(token.xpos, Xpos::Nns | Xpos::Nnps)
        && lemma.len() > 3
        && lemma.ends_with('s')
        && !lemma.ends_with("ss")
        && !matches!(lemma.as_ref(), "police" | "news" | "paramilitaries" | "authorities");
    match &lemma[..lemma.len() - usize::from(plural)] {
        same if same == token.lemma => None,
        other => Some(other.to_owned()),
    }
}
