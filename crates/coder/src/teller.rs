//! Words in, who says them out: the subject of a verb of speech above, or whom the quotation is laid to.
//!
//! "The deal is a disgrace," the minister said: of *disgrace* the minister is the teller. It never looks at who
//! that is; what the reporter tells has no teller.

use model::{Deprel, QuoteKind, TokenIdx};

use crate::tree::Tree;

impl Tree<'_> {
    /// Head word of whoever says the words at `t`.
    pub(crate) fn teller(&self, t: TokenIdx) -> Option<TokenIdx> {
        let span = self.analysis.token(t).span;
        self.speaker_above(t).or_else(|| self.warner_above(t)).or_else(|| {
            self.analysis
                .quotes
                .iter()
                .filter(|q| q.kind == QuoteKind::Direct)
                .find(|q| q.span.contains(span))
                .and_then(|q| q.speaker)
        })
    }

    /// Subject of the verb of speech that `t` is said in.
    pub(crate) fn speaker_above(&self, t: TokenIdx) -> Option<TokenIdx> {
        let mut at = t;
        for above in self.ancestors(t) {
            let said = matches!(self.rel(at), Deprel::Ccomp | Deprel::Parataxis);
            if said && self.is_speech(above) {
                return self.surface_subject(above);
            }
            // "told teachers who came that …": the clause hangs on the one told.
            if matches!(self.rel(at), Deprel::AclRelcl | Deprel::Acl)
                && self.kids_by(at, &[Deprel::Mark]).any(|k| self.lemma(k) == "that")
                && matches!(self.rel(above), Deprel::Obj | Deprel::Iobj)
                && let Some(verb) = self.head(above)
                && self.is_speech(verb)
            {
                return self.surface_subject(verb);
            }
            at = above;
        }
        // "X will strike, the minister said": the verb of speech hangs below the act.
        // "He left; she said nothing" says nothing of his leaving.
        for k in self.kids_by(t, &[Deprel::Parataxis]) {
            let nothing = self
                .kid(k, &[Deprel::Obj])
                .is_some_and(|o| matches!(self.lemma(o).as_str(), "nothing" | "little"));
            if self.is_speech(k) && !nothing {
                return self.surface_subject(k);
            }
        }
        None
    }

    /// Subject of "warned that …", which states nothing but still speaks.
    pub(crate) fn warner_above(&self, t: TokenIdx) -> Option<TokenIdx> {
        let tree = self;
        let mut at = t;
        for above in tree.ancestors(t) {
            let said = matches!(tree.rel(at), Deprel::Ccomp | Deprel::Parataxis);
            let warns = |v: TokenIdx| {
                matches!(tree.lemma(v).as_str(), "warn" | "vow" | "threaten" | "imply")
            };
            if said && warns(above) {
                return tree.surface_subject(above);
            }
            // "Warned the vessel that it would fire": the clause hangs on the one warned.
            if tree.says_that(at)
                && let Some(verb) = tree.head(above)
                && warns(verb)
            {
                return tree.surface_subject(verb);
            }
            at = above;
        }
        None
    }
}
