//! What no frame knows: words between two political parties that name no act.
//!
//! "Ankara stonewalled Stockholm" with no frame for *stonewall* is a gap: verb, with a subject and an
//! object that are parties. Counted over many documents, gaps tell which frames to write next.
//!
//! It never guesses what the word means.

use knowledge::{Condition, Knowledge, Slot};
use model::{Analysis, Deprel, Document, Span, TokenIdx, Upos};

use crate::{acts::Acts, tree::Tree, who::Who};

/// One word that stands between two parties and has no frame that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Lemma in lower case.
    pub lemma: String,
    /// `verb` or `noun`.
    pub pos: &'static str,
    /// How the parties hang on it: `subj obj`, `subj with`, `poss against` …
    pub pattern: String,
    /// Whether some sense of the word failed, rather than there being none.
    pub near_miss: bool,
    /// The sentence, in bytes.
    pub sentence: Span,
}

/// The gaps of a document, in reading order.
pub fn gaps(document: &Document, analysis: &Analysis, knowledge: &Knowledge) -> Vec<Gap> {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    let acts = Acts::find(&tree, &who, true);
    let mut found = Vec::new();
    for (s, sentence) in analysis.sentences.iter().enumerate() {
        for t in sentence.tokens() {
            found.extend(gap(&tree, &who, &acts, s, t));
        }
    }
    found
}

/// The gap at a word, if it is one.
pub(crate) fn gap(
    tree: &Tree<'_>,
    who: &Who<'_, '_>,
    acts: &Acts,
    sentence: usize,
    t: TokenIdx,
) -> Option<Gap> {
    if acts.at(t).is_some() {
        return None;
    }
    let (pos, pattern) = pattern(tree, who, t)?;
    Some(Gap {
        lemma: tree.lemma(t).clone(),
        pos,
        pattern,
        near_miss: acts.misses.iter().any(|m| m.head == t && m.was_tried()),
        sentence: tree.analysis.sentences[sentence].span,
    })
}

fn pattern(tree: &Tree<'_>, who: &Who<'_, '_>, t: TokenIdx) -> Option<(&'static str, String)> {
    let party = |k: TokenIdx| {
        who.meets(k, &Condition::Country)
            || who.meets(k, &Condition::Official)
            || who.meets(k, &Condition::Armed)
    };
    let prepositions = || {
        tree.kids_by(t, &[Deprel::Obl, Deprel::Nmod])
            .filter(|&k| party(k))
            .find_map(|k| tree.preposition(k))
    };
    match tree.upos(t) {
        Upos::Verb if tree.rel(t) != Deprel::Amod => {
            let subject = tree.slot(t, &Slot::Subj).into_iter().any(party);
            if !subject {
                return None;
            }
            if tree.slot(t, &Slot::Obj).into_iter().any(party) {
                return Some(("verb", "subj obj".to_owned()));
            }
            let preposition = prepositions().filter(|p| p != "in" && p != "on" && p != "by")?;
            Some(("verb", format!("subj {preposition}")))
        }
        Upos::Noun => {
            let owner = tree.slot(t, &Slot::Poss).into_iter().any(party)
                || tree.slot(t, &Slot::Adj).into_iter().any(party);
            let preposition =
                prepositions().filter(|p| p != "in" && p != "of" && p != "from" && p != "by")?;
            (owner || preposition == "between").then(|| ("noun", format!("poss {preposition}")))
        }
        _ => None,
    }
}
