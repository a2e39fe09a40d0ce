//! Small words in, status out: negation, modals, conditions, tense round one predicate.

use model::{Deprel, TokenIdx, Upos, Xpos};

use crate::{doubt, tree::Tree};

/// What the words round an act say of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Local {
    pub(crate) negated: bool,
    pub(crate) hypothetical: bool,
    pub(crate) future: bool,
    pub(crate) planned: bool,
    /// An infinitive of purpose behind something done ("took to the streets to protest"): as good as
    /// done where it takes no more than speech or company, open otherwise.
    pub(crate) purpose: bool,
}

impl Local {
    /// Both at once, as when "began" in "could begin to send" passes its modal on.
    pub(crate) fn and(self, other: Local) -> Local {
        Local {
            negated: self.negated || other.negated,
            hypothetical: self.hypothetical || other.hypothetical,
            future: self.future || other.future,
            planned: self.planned || other.planned,
            purpose: self.purpose || other.purpose,
        }
    }
}

/// Reads the words round `t`. `governed`: an operator above speaks for it already, so its bare
/// infinitive means nothing by itself.
pub(crate) fn read(tree: &Tree<'_>, t: TokenIdx, governed: bool) -> Local {
    let mut local = Local::default();
    if tree.upos(t) == Upos::Verb || tree.is_predicate(t) {
        read_verb(tree, t, governed, &mut local);
    } else {
        read_noun(tree, t, governed, &mut local);
    }
    if !governed {
        climb(tree, t, &mut local);
        doubt::read(tree, t, &mut local);
    }
    // "Suggested that the minister resign": that is what is wanted.
    // "Argued that it let them down": a past that looks like a present.
    let either = tree.cue("same-in-past", t);
    let wanted = !either && tree.rel(t) == Deprel::Ccomp && tree.kid(t, &[Deprel::Mark]).is_some();
    local.hypothetical |= doubt::is_asked(tree, t) || wanted && is_wish(tree, t);
    local
}

pub(crate) fn read_verb(tree: &Tree<'_>, t: TokenIdx, governed: bool, local: &mut Local) {
    let mut own_aux = false;
    for &k in tree.kids(t) {
        match tree.rel(k) {
            Deprel::Advmod | Deprel::Det | Deprel::Cc if tree.cue("negation", k) && k < t => {
                // "Not only did they march": they did.
                let more = tree.lemma(TokenIdx(k.0 + 1));
                local.negated |= !matches!(more.as_str(), "only" | "merely" | "just" | "simply");
            }
            Deprel::Aux => {
                own_aux = true;
                read_aux(tree, t, k, local);
            }
            Deprel::Mark if tree.cue("condition", k) => local.hypothetical = true,
            Deprel::Mark | Deprel::Case
                if matches!(tree.lemma(k).as_str(), "without" | "instead" | "rather") =>
            {
                local.negated = true;
            }
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj => {
                // "no troops were sent", "nobody attacked"
                let none = tree.cue("negation", k)
                    || tree.kids(k).iter().any(|&d| {
                        tree.rel(d) == Deprel::Det && tree.lemma(d) == "no"
                            || tree.lemma(d) == "neither"
                    });
                local.negated |= none;
            }
            _ => {}
        }
    }
    // "Did not free him until Tuesday": on Tuesday it did.
    if local.negated
        && tree.kids_by(t, &[Deprel::Obl, Deprel::OblUnmarked]).any(|k| {
            matches!(tree.preposition(k).as_deref(), Some("until" | "till"))
                && tree.analysis.times.iter().any(|x| x.first <= k && k < x.end)
        })
        && !tree.kids_by(t, &[Deprel::Aux]).any(|k| tree.cue("future", k))
    {
        local.negated = false;
    }
    // Shared auxiliaries: "will meet and discuss", "did not attack or threaten".
    if tree.rel(t) == Deprel::Conj
        && !own_aux
        && let Some(head) = tree.head(t)
        && tree.upos(head) == Upos::Verb
        && tree.kid(t, &[Deprel::Nsubj]).is_none()
        && matches!(tree.xpos(t), Xpos::Vb | Xpos::Vbn | Xpos::Vbg)
    {
        for k in tree.kids_by(head, &[Deprel::Aux]) {
            read_aux(tree, t, k, local);
        }
        if tree.xpos(t) == Xpos::Vb || tree.xpos(t) == tree.xpos(head) {
            local.negated |=
                tree.kids_by(head, &[Deprel::Advmod]).any(|k| k < head && tree.cue("negation", k));
        }
    }
    let infinitive =
        tree.xpos(t) == Xpos::Vb && tree.kids_by(t, &[Deprel::Mark]).any(|k| tree.lemma(k) == "to");
    if infinitive && !governed {
        // "is to meet" is a plan; "went there to fight" is a purpose.
        // The parse makes "be" the head, or the auxiliary.
        let scheduled = tree.rel(t) == Deprel::Xcomp
            && tree.head(t).is_some_and(|h| tree.lemma(h) == "be")
            || tree.kids_by(t, &[Deprel::Aux, Deprel::Cop]).any(|k| tree.lemma(k) == "be" && k < t);
        let going =
            tree.head(t).is_some_and(|h| tree.lemma(h) == "go" && tree.xpos(h) == Xpos::Vbg);
        // "Will fly to Ottawa to meet him": as much to come as the journey.
        let journey = tree.rel(t) == Deprel::Advcl
            && tree.head(t).is_some_and(|h| {
                tree.cue("going", h)
                    && tree.kids_by(h, &[Deprel::Aux]).any(|k| tree.cue("future", k))
            });
        // "Jordan's king to visit Ottawa": headlines leave "is" out.
        let root = |k: TokenIdx| tree.rel(k) == Deprel::Root;
        let headline = root(t) && tree.kid(t, &[Deprel::Nsubj]).is_some()
            || tree.rel(t) == Deprel::Acl
                && tree.head(t).is_some_and(|h| {
                    root(h)
                        && matches!(tree.upos(h), Upos::Noun | Upos::Propn)
                        && tree.kid(h, &[Deprel::Det, Deprel::Cop]).is_none()
                        && !tree.ends_with_stop(t)
                });
        if scheduled || going || journey || headline {
            local.future = true;
        } else if is_purpose_of_done(tree, t) {
            local.purpose = true;
        } else {
            local.hypothetical = true;
        }
    }
    // "Is believed to have moved", "appears to have been hit": nobody vouches for it.
    if tree.rel(t) == Deprel::Xcomp
        && !governed
        && let Some(above) = tree.head(t)
        && (tree.cue("doubting", above) && tree.is_passive(above)
            || tree.cue("seeming", above) && tree.upos(above) == Upos::Verb)
    {
        local.hypothetical = true;
    }
    // "Rumours that he had been arrested", "unconfirmed reports said".
    if matches!(tree.rel(t), Deprel::Acl | Deprel::Ccomp)
        && let Some(above) = tree.head(t)
    {
        let rumour = |n: TokenIdx| {
            tree.cue("rumour", n)
                || tree.kids_by(n, &[Deprel::Amod]).any(|k| {
                    let form = tree.form(k).to_lowercase();
                    tree.knowledge.cues.has("unvouched", &form)
                })
        };
        let subject = tree.surface_subject(above).filter(|_| tree.upos(above) == Upos::Verb);
        local.hypothetical |= rumour(above) || subject.is_some_and(rumour);
    }
    // "Is due in Windhoek on Saturday".
    if tree.lemma(t) == "due" && tree.kid(t, &[Deprel::Xcomp]).is_none() {
        local.planned = true;
    }
    // "Should the North attack, the South would strike back".
    if tree.rel(t) == Deprel::Advcl
        && !infinitive
        && tree.kid(t, &[Deprel::Mark]).is_none()
        && let Some(main) = tree.head(t).filter(|&m| t < m)
        && tree.kids_by(main, &[Deprel::Aux]).any(|k| k < t && tree.lemma(k) == "should")
    {
        local.hypothetical = true;
    }
    // Imperatives ask; they do not report.
    let bare = tree.xpos(t) == Xpos::Vb && !infinitive && !own_aux;
    if bare && is_imperative(tree, t) {
        local.hypothetical = true;
    }
}

/// "Flew to Ottawa to meet him", "held a rally to pay tribute": what was done for it is told as done.
fn is_purpose_of_done(tree: &Tree<'_>, t: TokenIdx) -> bool {
    let Some(main) = tree.head(t).filter(|&m| m < t && tree.rel(t) == Deprel::Advcl) else {
        return false;
    };
    let had = || {
        tree.kids_by(main, &[Deprel::Aux])
            .any(|k| matches!(tree.form(k), "has" | "have" | "had") && k < main)
    };
    let bare = tree.kids_by(main, &[Deprel::Aux]).all(|k| tree.lemma(k) == "have");
    let done = tree.xpos(main) == Xpos::Vbd || tree.xpos(main) == Xpos::Vbn && had();
    done && bare
        && !tree.kids_by(main, &[Deprel::Advmod]).any(|k| tree.cue("negation", k))
        && (tree.cue("going", main) || tree.cue("gathering", main))
}

/// "Stop the bombing": a bare verb without a subject that opens a sentence or a quotation.
pub(crate) fn is_imperative(tree: &Tree<'_>, t: TokenIdx) -> bool {
    let bare = tree.xpos(t) == Xpos::Vb || tree.xpos(t) == Xpos::Vbp;
    if !bare
        || tree.kid(t, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Aux, Deprel::Mark]).is_some()
    {
        return false;
    }
    if tree.rel(t) == Deprel::Root && tree.xpos(t) == Xpos::Vb {
        return true;
    }
    let before = t.0.checked_sub(1).map(|k| tree.form(TokenIdx(k)));
    matches!(tree.rel(t), Deprel::Root | Deprel::Ccomp | Deprel::Parataxis)
        && matches!(before, Some("\"" | "“" | "'" | "‘"))
}

fn read_aux(tree: &Tree<'_>, t: TokenIdx, k: TokenIdx, local: &mut Local) {
    if tree.cue("future", k) {
        local.future = true;
    } else if tree.lemma(k) == "would" || tree.form(k) == "'d" || tree.form(k) == "’d" {
        // Reported future: "said it would send tanks".
        if reported_in_past(tree, t) {
            local.future = true;
        } else {
            local.hypothetical = true;
        }
    } else if tree.cue("modal-hypothetical", k) {
        local.hypothetical = true;
    }
}

/// Whether a past verb of speech stands above.
fn reported_in_past(tree: &Tree<'_>, t: TokenIdx) -> bool {
    let mut at = t;
    for above in tree.ancestors(t) {
        let clause = matches!(tree.rel(at), Deprel::Ccomp | Deprel::Parataxis | Deprel::Conj);
        if !clause {
            return false;
        }
        if matches!(tree.rel(at), Deprel::Ccomp | Deprel::Parataxis)
            && matches!(tree.xpos(above), Xpos::Vbd | Xpos::Vbn)
        {
            return true;
        }
        at = above;
    }
    false
}

pub(crate) fn read_noun(tree: &Tree<'_>, t: TokenIdx, governed: bool, local: &mut Local) {
    for &k in tree.kids(t) {
        match tree.rel(k) {
            Deprel::Det if tree.lemma(k) == "no" => local.negated = true,
            Deprel::Det if tree.lemma(k) == "any" => local.hypothetical = true,
            Deprel::Amod | Deprel::Compound => {
                // "expected" may be read as a verb, whose lemma is another word.
                let form = tree.form(k).to_lowercase();
                let cue = |key: &str| tree.cue(key, k) || tree.knowledge.cues.has(key, &form);
                local.hypothetical |= cue("adjective-hypothetical");
                local.negated |= cue("adjective-negated");
                local.planned |= cue("adjective-planned");
            }
            Deprel::Case => {
                local.negated |= tree.cue("preposition-negated", k);
                // "Arrived for a meeting", "left for the rally": they go there to take part.
                let going = tree.head(t).is_some_and(|h| {
                    tree.cue("going", h) && matches!(tree.rel(t), Deprel::Obl | Deprel::Nmod)
                });
                local.hypothetical |=
                    !governed && tree.cue("preposition-hypothetical", k) && !going;
            }
            _ => {}
        }
    }
    local.planned |= crate::told::is_awaited(tree, t);
    // "The trial is scheduled", "the tariffs are set to take effect": to come.
    if let Some(verb) = tree.head(t)
        && matches!(tree.rel(t), Deprel::Nsubj | Deprel::NsubjPass)
        && tree.cue("scheduling", verb)
        && tree.is_passive(verb)
    {
        local.planned = true;
    }
    // "The trial is due to open", "the tariffs will take effect": to come.
    if let Some(above) = tree.head(t)
        && matches!(tree.rel(t), Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter)
    {
        let due = matches!(tree.lemma(above).as_str(), "due" | "set")
            && tree.kids_by(above, &[Deprel::Xcomp]).any(|k| tree.cue("beginning", k))
            || tree.kids_by(above, &[Deprel::Case, Deprel::Mark]).any(|k| tree.lemma(k) == "due");
        let will = tree.cue("beginning", above)
            && tree.kids_by(above, &[Deprel::Aux]).any(|k| tree.cue("future", k))
            && !tree.kids_by(above, &[Deprel::Advmod]).any(|k| tree.cue("negation", k));
        // "The ceasefire is to begin at noon".
        let is_to = tree.cue("beginning", above)
            && tree.kids_by(above, &[Deprel::Mark]).any(|k| tree.lemma(k) == "to")
            && tree.kids_by(above, &[Deprel::Cop, Deprel::Aux]).any(|k| tree.lemma(k) == "be");
        local.planned |= due || will || is_to;
    }
    // "The demand was his dismissal", "conditions such as recognition": wanted, not done.
    let wanted = tree.surface_subject(t).filter(|_| tree.kid(t, &[Deprel::Cop]).is_some());
    let under = tree.head(t).filter(|_| {
        tree.rel(t) == Deprel::Nmod
            && matches!(tree.preposition(t).as_deref(), Some("such as" | "like" | "including"))
    });
    // "A ban was an option": thought of, unless the text has one in mind ("the chat was her idea").
    let indefinite =
        tree.kids_by(t, &[Deprel::Det]).any(|k| matches!(tree.lemma(k).as_str(), "a" | "an"));
    let named = tree.head(t).filter(|&h| {
        indefinite && tree.rel(t) == Deprel::Nsubj && tree.kid(h, &[Deprel::Cop]).is_some()
    });
    if wanted.or(under).or(named).is_some_and(|n| tree.cue("noun-hypothetical", n)) {
        local.hypothetical = true;
    }
}

/// What the clauses above say: conditions, modals over a nominal, negated thoughts.
fn climb(tree: &Tree<'_>, t: TokenIdx, local: &mut Local) {
    let mut at = t;
    for above in tree.ancestors(t) {
        match tree.rel(at) {
            Deprel::Advcl => {
                let conditional =
                    tree.kids_by(at, &[Deprel::Mark]).any(|k| tree.cue("condition", k));
                local.hypothetical |= conditional;
                if !conditional {
                    return;
                }
            }
            // "An attempt to revive the talks failed".
            Deprel::Nsubj | Deprel::NsubjPass
                if at != t && tree.cue("attempt", at) && tree.cue("failing", above) =>
            {
                local.negated = true;
                local.hypothetical = false;
                return;
            }
            Deprel::AclRelcl | Deprel::AdvclRelcl | Deprel::Parataxis | Deprel::Appos => return,
            Deprel::Ccomp => {
                let conditional =
                    tree.kids_by(at, &[Deprel::Mark]).any(|k| tree.cue("condition", k));
                local.hypothetical |= conditional;
                return;
            }
            Deprel::Acl | Deprel::Xcomp | Deprel::Csubj if tree.upos(above) == Upos::Verb => {
                let mut outer = Local::default();
                read_verb(tree, above, true, &mut outer);
                *local = local.and(outer);
            }
            Deprel::Obl | Deprel::OblAgent | Deprel::Nmod if tree.upos(t) != Upos::Verb => {
                // "during a meeting": what the clause says of itself is not said of the meeting.
                return;
            }
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj if tree.upos(t) != Upos::Verb => {
                // A nominal act under a modal or conditional clause.
                let mut outer = Local::default();
                read_verb(tree, above, true, &mut outer);
                let subject = matches!(tree.rel(at), Deprel::Nsubj | Deprel::NsubjPass);
                let object = tree.rel(at) == Deprel::Obj;
                if tree.upos(above) == Upos::Verb && (subject || object) {
                    local.hypothetical |= outer.hypothetical && object;
                    // "A deal would let them train together": there is none yet.
                    let indefinite = tree
                        .kids_by(t, &[Deprel::Det])
                        .any(|k| matches!(tree.lemma(k).as_str(), "a" | "an"));
                    let would =
                        tree.kids_by(above, &[Deprel::Aux]).any(|k| tree.lemma(k) == "would");
                    local.hypothetical |= subject && indefinite && would;
                    // "A clash risks a wider war": neither has come.
                    local.hypothetical |= tree.cue("risking", above);
                    local.negated |= outer.negated && object;
                    local.planned |= outer.future && object;
                }
            }
            _ => {}
        }
        at = above;
    }
}

/// "Insists that Hungary lift its veto": a finite clause whose verb is bare.
pub(crate) fn is_wish(tree: &Tree<'_>, t: TokenIdx) -> bool {
    // "That the minister resign": as bare, whatever the tagger took it for.
    let subject = tree.kid(t, &[Deprel::Nsubj, Deprel::NsubjPass]);
    let singular = |s: TokenIdx| {
        matches!(tree.xpos(s), Xpos::Nn | Xpos::Nnp) && tree.kid(s, &[Deprel::Conj]).is_none()
    };
    let bare = tree.xpos(t) == Xpos::Vb
        || tree.xpos(t) == Xpos::Vbp
            && tree.kid(t, &[Deprel::Mark]).is_some()
            && subject.is_some_and(singular);
    tree.upos(t) == Upos::Verb
        && bare
        && subject.is_some()
        && tree.kid(t, &[Deprel::Aux]).is_none()
        && tree.kids_by(t, &[Deprel::Mark]).all(|k| tree.lemma(k) == "that")
}
