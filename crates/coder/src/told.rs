//! How an act is told in, whether a sense that asks for it holds, and what is left of the words round it, out.
//!
//! "Has no strategy", "will respond", "must withdraw": the sense lies in the small word, and uses it up. It never looks
//! at a question or a condition, which tell of nothing.

use knowledge::{Sense, Told};
use model::{Deprel, TokenIdx, Upos, Xpos};

use crate::{
    local::{Local, read_noun, read_verb},
    tree::Tree,
};

/// Whether the words at `t` are told in that way.
pub(crate) fn is_told(tree: &Tree<'_>, t: TokenIdx, told: Told) -> bool {
    let mut local = Local::default();
    // "Would France veto it?", "if it has no plan": asked and supposed, not told.
    let end = tree.analysis.sentences[tree.analysis.sentence_of(t)].end;
    let asked = end.0.checked_sub(1).is_some_and(|k| tree.form(TokenIdx(k)) == "?");
    if asked || tree.kids_by(t, &[Deprel::Mark]).any(|k| tree.cue("condition", k)) {
        return false;
    }
    let verbal = tree.upos(t) == Upos::Verb || tree.is_predicate(t);
    let verb = || {
        let above = tree.head(t).filter(|_| tree.rel(t) == Deprel::Xcomp);
        let infinitive = tree.kids_by(t, &[Deprel::Mark]).any(|k| tree.lemma(k) == "to");
        above.filter(|_| infinitive)
    };
    let auxiliary =
        |is: &dyn Fn(&str) -> bool| tree.kids_by(t, &[Deprel::Aux]).any(|k| is(tree.lemma(k)));
    match told {
        Told::Negated => {
            if verbal {
                read_verb(tree, t, true, &mut local);
            } else {
                read_noun(tree, t, true, &mut local);
            }
            // "Must not accept it" asks others.
            local.negated && !auxiliary(&|l| matches!(l, "must" | "should" | "ought"))
        }
        Told::NoLonger => tree.kids_by(t, &[Deprel::Advmod]).any(|k| {
            matches!(tree.lemma(k).as_str(), "longer" | "anymore") || tree.form(k) == "longer"
        }),
        Told::Future => {
            let going = verb().is_some_and(|h| tree.lemma(h) == "go" && tree.xpos(h) == Xpos::Vbg);
            let aux = tree
                .kids_by(t, &[Deprel::Aux])
                .any(|k| tree.cue("future", k) || matches!(tree.lemma(k).as_str(), "would" | "'d"));
            // "Warned that he will strike": the threat is the warning's, the strike its content.
            let clause = matches!(tree.rel(t), Deprel::Ccomp | Deprel::Xcomp | Deprel::Acl);
            let undertaken = clause && tree.head(t).is_some_and(|h| tree.cue("undertaking", h));
            (going || aux) && !undertaken
        }
        Told::Should => {
            let needs = verb().is_some_and(|h| matches!(tree.lemma(h).as_str(), "need" | "have"));
            needs || auxiliary(&|l| matches!(l, "must" | "should" | "ought"))
        }
    }
}

/// What is left of the words round an act where its sense asks for them ("has no strategy"), or has them
/// among its own ("have nothing to do with").
pub(crate) fn besides(tree: &Tree<'_>, t: TokenIdx, sense: &Sense, mut local: Local) -> Local {
    let cues = &tree.knowledge.cues;
    let own = sense.words.iter().any(|w| cues.has("negation", w));
    match sense.told {
        Some(Told::Negated | Told::NoLonger) => {
            local.negated = false;
            // "Could not accept it": refused as much as by "did not".
            let conditional = tree.kids_by(t, &[Deprel::Mark]).any(|k| tree.cue("condition", k));
            if tree.kid(t, &[Deprel::Aux]).is_some() && !conditional {
                (local.future, local.planned, local.hypothetical) = (false, false, false);
            }
        }
        Some(told @ (Told::Future | Told::Should)) => {
            // "Must not attack" asks as much as "must stop".
            local.negated &= told == Told::Future;
            (local.future, local.planned, local.hypothetical) = (false, false, false);
        }
        None if own => local.negated = false,
        None => {}
    }
    local
}

/// "Ahead of the summit", "in advance of the visit", "on the eve of the talks": what is told is told before it.
pub(crate) fn is_awaited(tree: &Tree<'_>, t: TokenIdx) -> bool {
    let eve = tree.rel(t) == Deprel::Nmod && tree.head(t).is_some_and(|h| tree.cue("awaiting", h));
    let before = |k: TokenIdx| {
        let of = tree.form(k).eq_ignore_ascii_case("of").then(|| k.0.checked_sub(1)).flatten();
        tree.cue("awaiting", of.map_or(k, TokenIdx))
    };
    eve || tree.kids_by(t, &[Deprel::Case]).any(before)
}
