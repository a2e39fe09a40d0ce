//! A sense and the word that may be its head in, the tokens that carry its other words out.
//!
//! Most senses of a common verb are phrases; whether their words stand near at all is told by one bit a word before
//! any is looked for.

use knowledge::{Pos, Sense};
use model::{Deprel, TokenIdx, Upos};

use crate::tree::Tree;

/// How far before a noun its other words are looked for, together.
const N_BEFORE: usize = 15;
/// How far behind its head the words of a phrase are looked for.
const N_BEHIND: usize = 10;

/// [`sign`](knowledge::sign)s of the lemma and of the form of each word of a document.
pub(super) struct Signs(Vec<u64>);

impl Signs {
    pub(super) fn new(tree: &Tree<'_>) -> Self {
        let all = (0..tree.analysis.tokens.len() as u32).map(TokenIdx);
        Self(all.map(|t| knowledge::sign(tree.lemma(t)) | knowledge::sign(tree.form(t))).collect())
    }

    /// Those of the words that the other words of a noun's sense may be.
    pub(super) fn before(&self, t: TokenIdx) -> u64 {
        self.of(t.at().saturating_sub(N_BEFORE), t.at())
    }

    /// Those of the words that the other words of any other sense may be.
    pub(super) fn behind(&self, t: TokenIdx) -> u64 {
        self.of(t.at() + 1, (t.at() + N_BEHIND).min(self.0.len()))
    }

    fn of(&self, from: usize, to: usize) -> u64 {
        self.0.get(from..to).unwrap_or_default().iter().fold(0, |signs, sign| signs | sign)
    }
}

/// Tokens that carry the sense's words; `None` when one is missing.
pub(super) fn match_words(tree: &Tree<'_>, t: TokenIdx, sense: &Sense) -> Option<Vec<TokenIdx>> {
    let n = sense.words.len();
    if n == 1 {
        return Some(Vec::new());
    }
    let s = &tree.analysis.sentences[tree.analysis.sentence_of(t)];
    let same =
        |k: TokenIdx, word: &str| tree.lemma(k) == word || tree.form(k).eq_ignore_ascii_case(word);
    let mut found = Vec::new();
    match sense.pos {
        Pos::Phrase => {
            for (d, word) in sense.words.iter().enumerate() {
                let k = TokenIdx(t.0 + d as u32);
                if k >= s.end || !same(k, word) {
                    return None;
                }
                found.push(k);
            }
        }
        Pos::Verb | Pos::Adj => {
            let mut at = t.0 + 1;
            for word in &sense.words[1..] {
                let k = (at..s.end.0.min(t.0 + N_BEHIND as u32))
                    .map(TokenIdx)
                    .find(|&k| same(k, word) && (k.0 == at || hangs_near(tree, k, t, &found)))?;
                found.push(k);
                at = k.0 + 1;
            }
        }
        Pos::Noun => {
            let mut at = t.0;
            for word in sense.words[..n - 1].iter().rev() {
                let k = (s.first.0.max(at.saturating_sub(3))..at)
                    .rev()
                    .map(TokenIdx)
                    .find(|&k| same(k, word))?;
                found.push(k);
                at = k.0;
            }
        }
    }
    Some(found)
}

/// Whether `k` hangs on `t`, on a word already matched, or is the preposition of something that does.
fn hangs_near(tree: &Tree<'_>, k: TokenIdx, t: TokenIdx, found: &[TokenIdx]) -> bool {
    let near = |x: TokenIdx| x == t || found.contains(&x);
    let Some(head) = tree.head(k) else { return false };
    // "Called the king on Monday" is no call on him.
    let adposition =
        tree.analysis.tokens.get(k.0 as usize + 1).is_some_and(|n| n.upos == Upos::Adp);
    if tree.rel(k) == Deprel::Case && tree.is_day(head) && !adposition {
        return false;
    }
    near(head) || tree.head(head).is_some_and(near)
}
