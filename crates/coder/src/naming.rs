//! What somebody calls somebody's doing in, a reproach or praise out.
//!
//! "Khan called the comments “preposterous”", "branded the offensive an outrage", "NAFTA, which he has
//! called the worst deal ever": the verb only names, the name weighs. Where the parse hangs the name
//! on the thing named ("the comments preposterous"), on the verb, or behind *as* makes no difference.
//!
//! It never looks at names that stand before the thing named, and codes nobody who is not political.

use model::{Deprel, EventType, Mode, TokenIdx, Upos};

use crate::{compose::Composer, sides::is_political, voice::Voice};

/// Words looked at after the thing named.
const N_AFTER: u32 = 14;

impl Composer<'_, '_, '_> {
    /// Adds the act of naming at verb `t`, where the name weighs.
    pub(crate) fn hear_naming(&mut self, t: TokenIdx) {
        let tree = self.tree;
        if tree.upos(t) != Upos::Verb
            || !tree.cue("naming", t)
            || self.is_negated(t)
            || self.is_open(t)
            || tree.kids_by(t, &[Deprel::Mark]).any(|k| tree.lemma(k) == "to")
        {
            return;
        }
        let Some(head) = tree.subjects(t).into_iter().next() else { return };
        let Some(object) = self.what_is_named(t) else { return };
        let found = self.who.find(head);
        let Some(who) = found.participant.filter(|p| !found.owned && is_political(p)) else {
            return;
        };
        // "Dismissed the proposal as a trick": the refusal says it all.
        let refuses = |d: &crate::compose::Draft| d.head == t && d.event_type == EventType::Reject;
        if self.drafts.iter().any(|d| !d.dropped && refuses(d)) {
            return;
        }
        let Some((name, bad)) = self.name_that_weighs(t, object) else { return };
        let voice = Voice { head, who };
        let recipients = self.spoken_of(object, &voice);
        if let Some(draft) = self.drafts.iter_mut().find(|d| {
            !d.dropped && (d.head == t || d.head == name) && d.event_type == EventType::Accuse
        }) {
            if bad && draft.recipients.is_empty() {
                draft.recipients = recipients;
            }
            return;
        }
        let (kind, mode, cameo, rule) = if bad {
            (EventType::Accuse, Some(Mode::Disapprove), "111", "calls it by a bad name")
        } else {
            (EventType::Support, None, "051", "calls it by a good name")
        };
        if !bad && recipients.is_empty() {
            return;
        }
        self.speak(name, kind, mode, cameo, &voice, recipients, None, rule);
    }

    /// The object; in "which he has called the worst deal ever", what the clause tells of.
    fn what_is_named(&self, t: TokenIdx) -> Option<TokenIdx> {
        let tree = self.tree;
        let objects = || tree.kids_by(t, &[Deprel::Obj, Deprel::Iobj]);
        if tree.rel(t) == Deprel::AclRelcl
            && let Some(head) = tree.head(t)
            && objects().all(|k| k > t)
            && objects().count() < 2
            && tree
                .subjects(t)
                .iter()
                .all(|&s| tree.upos(s) != Upos::Pron || s.0 + 1 >= t.0 || s > head)
        {
            return Some(head);
        }
        tree.objects(t).into_iter().next()
    }

    /// A word after the thing named that is part of its name and weighs, and whether it blames.
    fn name_that_weighs(&self, t: TokenIdx, object: TokenIdx) -> Option<(TokenIdx, bool)> {
        let tree = self.tree;
        let end = tree.analysis.sentences[tree.analysis.sentence_of(t)].end;
        let from = if object < t { t.0 + 1 } else { object.0 + 1 };
        (from..end.0.min(from + N_AFTER)).map(TokenIdx).find_map(|k| {
            if !matches!(
                tree.upos(k),
                Upos::Adj | Upos::Noun | Upos::Verb | Upos::Propn | Upos::Adv
            ) || !self.names(t, object, k)
                || self.is_negated(k)
            {
                return None;
            }
            let class = |name: &str| self.in_class(name, k);
            if class("censure-strong") || class("censure") {
                Some((k, true))
            } else {
                class("praise").then_some((k, false))
            }
        })
    }

    /// Whether the word at `k` hangs, through words of a phrase only, on the verb of naming or behind
    /// the thing named.
    fn names(&self, t: TokenIdx, object: TokenIdx, k: TokenIdx) -> bool {
        let tree = self.tree;
        let mut at = k;
        for _ in 0..4 {
            let Some(head) = tree.head(at) else { return false };
            let rel = tree.rel(at);
            if head == t {
                let as_or_bare = tree.preposition(at).is_none_or(|p| p == "as");
                return at > object.max(t)
                    && as_or_bare
                    && matches!(
                        rel,
                        Deprel::Xcomp
                            | Deprel::Obj
                            | Deprel::Iobj
                            | Deprel::Obl
                            | Deprel::Advcl
                            | Deprel::Ccomp
                            | Deprel::OblUnmarked
                    );
            }
            if head == object && (object > t || at > t) {
                return at > object.max(t)
                    && tree.preposition(at).is_none()
                    && matches!(
                        rel,
                        Deprel::Amod | Deprel::Appos | Deprel::Nmod | Deprel::Acl | Deprel::Flat
                    );
            }
            if !matches!(
                rel,
                Deprel::Amod | Deprel::Compound | Deprel::Conj | Deprel::Advmod | Deprel::Flat
            ) {
                return false;
            }
            at = head;
        }
        false
    }
}
