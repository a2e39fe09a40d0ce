//! A sentence in, the words that may be part of a name out.
//!
//! "President Lourenço of Angola said on Monday": not "said" and "on", which lie between capitals and
//! are nothing that names are made of. Everything else about names is asked of these words only.

use model::Upos;

use super::signs::{Line, Traits};

/// Most words between two parts of a name, and one.
const GAP: usize = 4;

/// How far below "no name" the network's best name tag may lie, in 256ths.
const NEAR: i32 = 600;

/// Marks words with a capital, of a class of names, or of which the network is not sure; the small
/// words between two such ("Bank of England"), and a noun right after ("Dubai police").
pub(super) fn mark(line: &Line<'_>, all: &mut [Traits]) {
    let mut last: Option<usize> = None;
    for t in 0..all.len() {
        let word = &line.words[t];
        let scores = &word.name_scores;
        let near = scores[1..].iter().any(|s| i32::from(*s) + NEAR > i32::from(scores[0]));
        let x = &all[t];
        let may = x.capital || x.named || near || word.upos == Upos::Propn;
        let alone = last.is_none_or(|l| t - l > 1) && !all.get(t + 1).is_some_and(|n| n.capital);
        if may && (near || !alone || !is_closed(word.upos)) {
            if let Some(l) = last
                && t - l <= GAP
                && line.words[l + 1..t].iter().all(|w| links(w.upos))
            {
                all[l..t].iter_mut().for_each(|y| y.candidate = true);
            }
            last = Some(t);
            all[t].candidate = true;
        } else if last.is_some_and(|l| t == l + 1) && follows(word.upos) {
            all[t].candidate = true;
        }
    }
}

/// "The", "He" and "In" with a capital only because the sentence begins.
fn is_closed(upos: Upos) -> bool {
    matches!(
        upos,
        Upos::Adp | Upos::Aux | Upos::Cconj | Upos::Det | Upos::Part | Upos::Pron | Upos::Sconj
    )
}

/// What may stand between two parts of a name.
fn links(upos: Upos) -> bool {
    !matches!(upos, Upos::Verb | Upos::Aux | Upos::Pron | Upos::Sconj | Upos::Adv)
}

/// What may end a name in small letters.
fn follows(upos: Upos) -> bool {
    matches!(
        upos,
        Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Part | Upos::X | Upos::Sym
    )
}
