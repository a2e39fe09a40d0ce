//! Words round an act in, whether they leave it open out: "perhaps", "possible that", "in case of",
//! "is thinking about", "afraid of", and questions that take for granted what they name.
//!
//! "Why did they expel him?" tells that they did; "Did they expel him?" does not.
//!
//! It adds to what [`crate::local`] reads of negation, modals and conditions.

use model::{Deprel, TokenIdx, Upos, Xpos};

use crate::{local::Local, tree::Tree};

/// Adds what is left open.
pub(crate) fn read(tree: &Tree<'_>, t: TokenIdx, local: &mut Local) {
    read_adverbs(tree, t, local);
    let verbal = tree.upos(t) == Upos::Verb;
    if let Some(above) = tree.head(t) {
        read_governor(tree, t, above, local);
        local.hypothetical |= is_supposed(tree, t, above);
        // "A coup cannot be excluded".
        local.hypothetical |= tree.rel(t) == Deprel::NsubjPass
            && tree.cue("excluding", above)
            && tree.kids_by(above, &[Deprel::Advmod]).any(|k| tree.cue("negation", k));
    }
    // "If they shell the valley again, India will respond": an answer to what has not come.
    let conditional = |k: TokenIdx| {
        k < t
            && (tree.kids_by(k, &[Deprel::Mark]).any(|m| tree.cue("condition", m))
                || tree.cue("condition", k)
                || matches!(tree.form(k).to_lowercase().as_str(), "provided" | "assuming"))
    };
    // "If they come, we will fight them" is a threat made.
    let own = tree
        .surface_subject(t)
        .is_some_and(|s| matches!(tree.form(s).to_lowercase().as_str(), "i" | "we"));
    if verbal && local.future && !own && tree.kids_by(t, &[Deprel::Advcl]).any(conditional) {
        local.hypothetical = true;
    }
    let mut at = t;
    for above in tree.ancestors(t) {
        let clause = matches!(
            tree.rel(at),
            Deprel::Ccomp | Deprel::Csubj | Deprel::Xcomp | Deprel::Conj | Deprel::Advcl
        );
        if !clause {
            break;
        }
        let after = !matches!(tree.rel(at), Deprel::Advcl | Deprel::Conj) || at > above;
        if tree.cue("possible", above) && tree.rel(at) != Deprel::Conj && after {
            local.hypothetical = true;
        }
        at = above;
    }
}

/// "On condition that parliament agrees", "suppose that they closed it".
fn is_supposed(tree: &Tree<'_>, t: TokenIdx, above: TokenIdx) -> bool {
    let condition = matches!(tree.rel(t), Deprel::Acl | Deprel::AclRelcl)
        && tree.lemma(above) == "condition"
        && tree.preposition(above).as_deref() == Some("on");
    let supposed = tree.rel(t) == Deprel::Ccomp
        && matches!(tree.lemma(above).as_str(), "suppose" | "imagine")
        && tree.kid(above, &[Deprel::Nsubj]).is_none();
    condition || supposed
}

fn read_adverbs(tree: &Tree<'_>, t: TokenIdx, local: &mut Local) {
    for k in tree.kids_by(t, &[Deprel::Advmod]) {
        if tree.cue("perhaps", k) {
            local.hypothetical = true;
        }
        let before = k.0.checked_sub(1).map(TokenIdx);
        let no = before.is_some_and(|b| tree.form(b).eq_ignore_ascii_case("no"));
        if no && tree.form(k).eq_ignore_ascii_case("longer") {
            local.negated = true;
        }
    }
}

/// "Is thinking about training them", "worry about an attack", "has not ruled out suing".
fn read_governor(tree: &Tree<'_>, t: TokenIdx, above: TokenIdx, local: &mut Local) {
    let marker = tree
        .kids_by(t, &[Deprel::Case, Deprel::Mark])
        .find(|&k| k < t)
        .map_or("", |k| tree.lemma(k));
    // "Training them", "being abducted".
    let gerund = tree.rel(t) != Deprel::Conj
        && (tree.xpos(t) == Xpos::Vbg
            || tree.kids_by(t, &[Deprel::AuxPass]).any(|k| tree.xpos(k) == Xpos::Vbg));
    let fixed = tree.kids_by(t, &[Deprel::Case]).any(|k| {
        tree.kids_by(k, &[Deprel::Fixed])
            .any(|f| matches!(tree.lemma(f).as_str(), "case" | "event"))
    });
    local.hypothetical |= fixed;
    let behind = matches!(
        tree.rel(t),
        Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl | Deprel::Obl | Deprel::Obj | Deprel::Acl
    ) && t > above;
    if !behind && tree.rel(t) != Deprel::Nmod {
        return;
    }
    let towards = matches!(marker, "about" | "of" | "over");
    if behind && gerund && (marker.is_empty() || towards) && tree.cue("weighing", above) {
        local.hypothetical = true;
    }
    let indefinite = tree.upos(t) == Upos::Noun
        && tree.kids_by(t, &[Deprel::Det]).any(|k| matches!(tree.lemma(k).as_str(), "a" | "an"));
    if behind && towards && (gerund || indefinite) && tree.cue("dreading", above) {
        local.hypothetical = true;
    }
    let out = tree.cue("excluding", above)
        && tree.kids_by(above, &[Deprel::Advmod]).any(|k| tree.cue("negation", k) && k < above);
    if behind && out && gerund {
        local.hypothetical = true;
        local.negated = false;
    }
    // "Talk of a blockade", "the prospect of a raid".
    if marker == "of"
        && tree.rel(t) == Deprel::Nmod
        && matches!(tree.lemma(above).as_str(), "talk" | "prospect" | "possibility" | "spectre")
    {
        local.hypothetical = true;
    }
    // "In case of an attack", "in the event of a strike".
    if marker == "of"
        && matches!(tree.lemma(above).as_str(), "case" | "event")
        && tree.preposition(above).as_deref() == Some("in")
    {
        local.hypothetical = true;
    }
}

/// Whether a sentence asks if the act at `t` is one. "Why", "how many" and a clause that describes
/// somebody take it for granted.
pub(crate) fn is_asked(tree: &Tree<'_>, t: TokenIdx) -> bool {
    let s = &tree.analysis.sentences[tree.analysis.sentence_of(t)];
    if tree.form(TokenIdx(s.end.0 - 1)) != "?" {
        return false;
    }
    let past = |k: TokenIdx| {
        tree.xpos(k) == Xpos::Vbd
            || tree.kids_by(k, &[Deprel::Aux, Deprel::AuxPass]).any(|a| {
                matches!(tree.lemma(a).as_str(), "do" | "have" | "be")
                    && matches!(tree.xpos(a), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
            })
    };
    let open = |k: TokenIdx| {
        tree.kids_by(k, &[Deprel::Aux])
            .any(|a| tree.cue("future", a) || tree.cue("modal-hypothetical", a))
    };
    let mut at = t;
    for above in tree.ancestors(t) {
        if tree.rel(at) == Deprel::AclRelcl && past(at) && !open(at) {
            return false;
        }
        at = above;
    }
    // `at` is the root of the sentence.
    let why = s.tokens().take_while(|&k| k < at).any(|k| {
        let word = tree.form(k).to_lowercase();
        word == "why"
            || word == "how"
                && matches!(tree.form(TokenIdx(k.0 + 1)).to_lowercase().as_str(), "many" | "much")
    });
    !(why && past(at) && !open(at))
}
