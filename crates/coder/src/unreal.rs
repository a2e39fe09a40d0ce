//! Drafts in, those of films, novels, games, dreams and jokes left out.
//!
//! "In the novel, the president is kidnapped", "the film tells of a colonel who bombs his own
//! capital", "she dreamed that soldiers had arrested her father": none has happened, and none is
//! possible, feared or planned.
//!
//! It never leaves out what is done to a film ("the ministry banned the film").

use model::{Deprel, TokenIdx, Upos};

use crate::compose::Composer;

/// How far up a telling word is looked for.
const N_ABOVE: usize = 6;

impl Composer<'_, '_, '_> {
    /// Leaves out what is only told, played or dreamed.
    pub(crate) fn leave_out_unreal(&mut self) {
        for d in 0..self.drafts.len() {
            if !self.drafts[d].dropped && self.is_unreal(self.drafts[d].head) {
                self.drafts[d].dropped = true;
                self.drafts[d].why.push("left out: told in a work of fiction or a joke".to_owned());
            }
        }
    }

    pub(crate) fn is_unreal(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        let mut at = t;
        if self.is_set_in_fiction(t) {
            return true;
        }
        for above in tree.ancestors(t).take(N_ABOVE) {
            let dreamed = matches!(tree.rel(at), Deprel::Ccomp | Deprel::Acl | Deprel::Xcomp)
                && tree.cue("dreaming", above);
            let below = !matches!(
                tree.rel(at),
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::Parataxis | Deprel::Conj
            ) && at > above;
            let telling = below && (tree.cue("telling", above) || tree.cue("playing", above));
            let told = telling && self.subject_is_fiction(above)
                || below && self.is_speech(above) && self.is_satire(above);
            // "The video showing the president surrendering": inside what the noun describes.
            let shown = below
                && tree.rel(above) == Deprel::Acl
                && tree.cue("telling", above)
                && tree.head(above).is_some_and(|n| self.in_class("fiction", n));
            if dreamed || told || shown || self.is_set_in_fiction(above) && at != above {
                return true;
            }
            at = above;
        }
        false
    }

    /// "The film tells of", "the actress plays": whose subject is a work, or plays in one.
    fn subject_is_fiction(&self, verb: TokenIdx) -> bool {
        let tree = self.tree;
        let subject = tree.surface_subject(verb);
        subject.is_some_and(|s| {
            self.in_class("fiction", s)
                || self.in_class("player", s) && tree.cue("playing", verb)
                || tree.kids_by(s, &[Deprel::Amod, Deprel::Compound]).any(|k| {
                    matches!(tree.lemma(k).as_str(), "satirical" | "fictional" | "imaginary")
                })
        })
    }

    /// "A satirical website reported that …".
    fn is_satire(&self, verb: TokenIdx) -> bool {
        let tree = self.tree;
        tree.surface_subject(verb).is_some_and(|s| {
            tree.kids_by(s, &[Deprel::Amod, Deprel::Compound])
                .any(|k| matches!(tree.lemma(k).as_str(), "satirical" | "satire" | "spoof"))
        })
    }

    /// "In the novel, …", "in a war game at the academy, …".
    fn is_set_in_fiction(&self, verb: TokenIdx) -> bool {
        let tree = self.tree;
        matches!(tree.upos(verb), Upos::Verb | Upos::Noun | Upos::Adj)
            && tree.kids_by(verb, &[Deprel::Obl]).any(|k| {
                k < verb
                    && tree.preposition(k).as_deref() == Some("in")
                    && !tree
                        .kids_by(k, &[Deprel::Nmod])
                        .any(|m| tree.preposition(m).as_deref() == Some("of"))
                    && (self.in_class("fiction", k) || self.is_played(k))
            })
    }

    /// "A war game", "the board game", no game between teams.
    fn is_played(&self, noun: TokenIdx) -> bool {
        let tree = self.tree;
        tree.lemma(noun) == "game"
            && tree.kids_by(noun, &[Deprel::Compound, Deprel::Amod]).any(|k| {
                matches!(tree.lemma(k).as_str(), "board" | "card" | "computer" | "video" | "war")
            })
    }
}
