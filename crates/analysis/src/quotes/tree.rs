//! Reading the parse for who speaks: subjects of reporting verbs, and the clauses they report.

use std::borrow::Cow;

use model::{Deprel, NameKind, Sentence, Span, Token, TokenIdx, Upos, Xpos};

use super::words::Words;

/// One sentence of the parse.
pub(super) struct Tree<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) words: &'static Words,
}

impl Tree<'_> {
    pub(super) fn lemma(&self, k: usize) -> Cow<'_, str> {
        model::lowered(&self.tokens[k].lemma)
    }

    fn rel(&self, k: usize) -> Deprel {
        self.tokens[k].deprel
    }

    pub(super) fn head(&self, k: usize) -> Option<usize> {
        self.tokens[k].head.map(TokenIdx::at).filter(|h| *h < self.tokens.len() && *h != k)
    }

    pub(super) fn children(&self, s: &Sentence, k: usize) -> impl Iterator<Item = usize> {
        let head = Some(TokenIdx(k as u32));
        (s.first.at()..s.end.at().min(self.tokens.len()))
            .filter(move |c| self.tokens[*c].head == head)
    }

    /// First and last token under `k`, `without` and what hangs on it left out.
    pub(super) fn reach(&self, s: &Sentence, k: usize, without: Option<usize>) -> (usize, usize) {
        let (mut low, mut high) = (k, k);
        for t in s.first.at()..s.end.at().min(self.tokens.len()) {
            let mut at = t;
            for _ in 0..60 {
                if Some(at) == without {
                    break;
                }
                if at == k {
                    low = low.min(t);
                    high = high.max(t);
                    break;
                }
                match self.head(at) {
                    Some(h) => at = h,
                    None => break,
                }
            }
        }
        (low, high)
    }

    /// Who does what `verb` says: its subject, that of the verb it hangs on, or the noun it describes.
    pub(super) fn subject(&self, s: &Sentence, verb: usize) -> Option<usize> {
        self.bare_subject(s, verb).map(|k| self.past_title(s, k)).map(|k| self.author(s, k))
    }

    /// Whose words they are, where the subject is but words: "his remarks suggested".
    fn author(&self, s: &Sentence, k: usize) -> usize {
        if self.tokens[k].upos != Upos::Noun || !self.words.are_words(&self.lemma(k)) {
            return k;
        }
        let by = |c: usize| {
            self.children(s, c).any(|p| {
                self.rel(p) == Deprel::Case
                    && matches!(self.lemma(p).as_ref(), "by" | "from" | "of")
            })
        };
        self.children(s, k)
            .find(|c| {
                self.rel(*c) == Deprel::NmodPoss
                    || self.rel(*c) == Deprel::Nmod && by(*c) && self.tokens[*c].name.is_some()
            })
            .unwrap_or(k)
    }

    /// "Ms", read as a word of its own before a name, gives way to the name.
    fn past_title(&self, s: &Sentence, k: usize) -> usize {
        let next = k + 1;
        let title = self.tokens[k].upos == Upos::Propn && self.tokens[k].name.is_none();
        let name = next < s.end.at().min(self.tokens.len())
            && matches!(self.tokens[next].name, Some((NameKind::Person, true)))
            && self.head(next) != Some(k);
        if title && name { self.top(next) } else { k }
    }

    fn bare_subject(&self, s: &Sentence, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..5 {
            // "Most of the time, when …, we think": of two subjects the last before the verb.
            let subjects = || {
                self.children(s, at)
                    .filter(|c| matches!(self.rel(*c), Deprel::Nsubj | Deprel::NsubjOuter))
            };
            let own = subjects().take_while(|c| *c < at).last().or_else(|| subjects().next());
            // "Ms" and "Torres" may both be read as subjects: the name speaks.
            let next = own.map(|k| k + 1).filter(|n| {
                *n < s.end.at().min(self.tokens.len())
                    && self.head(*n) == Some(at)
                    && self.rel(*n) == Deprel::Nsubj
            });
            if let Some(subject) = next.or(own) {
                return self.real(s, at, subject);
            }
            // "was told by officials" reports what the officials say only as agent.
            let doer = self.children(s, at).find(|c| self.rel(*c) == Deprel::OblAgent);
            if doer.is_some() {
                return doer;
            }
            if at != verb {
                // "they were allowed to speak"
                let allowed = self.rel(verb) == Deprel::Xcomp;
                let passive = self.children(s, at).find(|c| self.rel(*c) == Deprel::NsubjPass);
                if allowed && passive.is_some() {
                    return passive;
                }
            } else if self.rel(at) == Deprel::Xcomp
                && let Some(h) = self.head(at)
                && !self.words.binds(&self.lemma(h))
            {
                // "leaving some to ask": the object asks.
                let asked = self
                    .children(s, h)
                    .find(|c| matches!(self.rel(*c), Deprel::Obj | Deprel::Iobj) && *c < at);
                if let Some(object) = asked.filter(|o| *o > h) {
                    return Some(object);
                }
            }
            match self.rel(at) {
                Deprel::Acl => return self.described(s, at),
                Deprel::Advcl
                | Deprel::Xcomp
                | Deprel::Conj
                | Deprel::Parataxis
                | Deprel::AdvclRelcl => {
                    let passive = self.children(s, at).find(|c| self.rel(*c) == Deprel::NsubjPass);
                    if let (Some(p), Deprel::Conj) = (passive, self.rel(at)) {
                        return Some(p);
                    }
                    at = self.head(at)?;
                }
                _ => break,
            }
        }
        let passive = self.children(s, at).find(|c| self.rel(*c) == Deprel::NsubjPass);
        passive.filter(|_| at != verb)
    }

    /// Who does what a participle or infinitive that describes a noun says: "a man warning of war",
    /// but "the mayor's promise to write", and "cut taxes by a tenth, promising growth".
    fn described(&self, s: &Sentence, verb: usize) -> Option<usize> {
        let noun = self.head(verb)?;
        let loose =
            self.tokens[verb].xpos == Xpos::Vbg && (noun..verb).any(|k| self.lemma(k) == ",");
        let planned = self.tokens[verb].xpos == Xpos::Vb && self.tokens[noun].upos == Upos::Noun;
        if planned {
            let owner = self.children(s, noun).find(|c| self.rel(*c) == Deprel::NmodPoss);
            if owner.is_some() {
                return owner;
            }
        }
        if loose || planned && self.tokens[noun].name.is_none() {
            let above = self.subject_over(s, noun, |_| true);
            if above.is_some() {
                return above;
            }
        }
        Some(noun)
    }

    /// The nearest subject, of those wanted, of the clauses over `k`.
    pub(super) fn subject_over(
        &self,
        s: &Sentence,
        k: usize,
        wanted: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let mut at = k;
        for _ in 0..8 {
            at = self.head(at)?;
            let subject = self
                .children(s, at)
                .find(|c| matches!(self.rel(*c), Deprel::Nsubj | Deprel::NsubjPass) && wanted(*c));
            if subject.is_some() {
                return subject;
            }
        }
        None
    }

    /// The noun that a relative pronoun stands for.
    fn real(&self, s: &Sentence, verb: usize, subject: usize) -> Option<usize> {
        let form = self.lemma(subject);
        if self.rel(verb) == Deprel::AclRelcl && matches!(form.as_ref(), "who" | "that" | "which") {
            return self.head(verb);
        }
        let _ = s;
        Some(subject)
    }

    /// The word after an inverted cue ("said Moreau") or before it, where the parse has no subject.
    pub(super) fn beside(
        &self,
        s: &Sentence,
        cue: usize,
        stop: &dyn Fn(usize) -> bool,
    ) -> Option<usize> {
        let end = s.end.at().min(self.tokens.len());
        let noun =
            |k: &usize| matches!(self.tokens[*k].upos, Upos::Noun | Upos::Propn | Upos::Pron);
        let after: Vec<usize> = (cue + 1..end)
            .take(5)
            .take_while(|k| {
                !stop(*k) && !matches!(self.tokens[*k].upos, Upos::Verb | Upos::Punct | Upos::Adp)
            })
            .collect();
        let before: Vec<usize> = (s.first.at()..cue)
            .rev()
            .take(4)
            .take_while(|k| !stop(*k) && !matches!(self.tokens[*k].upos, Upos::Verb | Upos::Punct))
            .collect();
        let pick = before.into_iter().find(noun).or_else(|| after.into_iter().find(noun))?;
        Some(self.top(pick))
    }

    /// The head of the name or noun phrase that `k` is in.
    pub(super) fn top(&self, k: usize) -> usize {
        let mut at = k;
        for _ in 0..6 {
            match (self.rel(at), self.head(at)) {
                (
                    Deprel::Compound | Deprel::Flat | Deprel::Amod | Deprel::Det | Deprel::Nummod,
                    Some(h),
                ) => at = h,
                _ => break,
            }
        }
        at
    }

    /// Whether the word is a verb of saying.
    pub(super) fn says(&self, k: usize) -> bool {
        self.tokens[k].upos == Upos::Verb && self.words.says(&self.lemma(k))
    }

    /// Head of the noun phrase that begins at `from`, before `to`.
    pub(super) fn leader(&self, from: usize, to: usize) -> Option<usize> {
        let noun =
            |k: &usize| matches!(self.tokens[*k].upos, Upos::Noun | Upos::Propn | Upos::Pron);
        let stops = |k: &usize| {
            matches!(
                self.tokens[*k].upos,
                Upos::Punct | Upos::Verb | Upos::Aux | Upos::Adp | Upos::Cconj | Upos::Sconj
            )
        };
        (from..to).take_while(|k| !stops(k)).filter(noun).last()
    }

    /// Noun after "according to".
    pub(super) fn according(&self, s: &Sentence, k: usize) -> Option<usize> {
        if self.lemma(k) != "accord" && self.lemma(k) != "according" {
            return None;
        }
        let end = s.end.at().min(self.tokens.len());
        if k + 2 >= end || self.lemma(k + 1) != "to" {
            return None;
        }
        let head = self.head(k).filter(|h| {
            *h > k + 1 && matches!(self.tokens[*h].upos, Upos::Noun | Upos::Propn | Upos::Pron)
        });
        head.or_else(|| {
            self.children(s, k).find(|c| {
                *c > k + 1 && matches!(self.tokens[*c].upos, Upos::Noun | Upos::Propn | Upos::Pron)
            })
        })
        .or_else(|| {
            (k + 2..end)
                .take_while(|t| !matches!(self.tokens[*t].upos, Upos::Verb | Upos::Punct))
                .filter(|t| matches!(self.tokens[*t].upos, Upos::Noun | Upos::Propn | Upos::Pron))
                .take(1)
                .next()
                .map(|t| self.top(t))
        })
    }

    /// Words `low..=high`, marks and joining words at the ends left out.
    pub(super) fn stretch(&self, mut low: usize, mut high: usize) -> Option<Span> {
        let idle = |k: usize| self.tokens[k].upos == Upos::Punct;
        while low < high && idle(low) {
            low += 1;
        }
        while high > low && idle(high) {
            high -= 1;
        }
        (low <= high && !idle(low)).then(|| self.tokens[low].span.cover(self.tokens[high].span))
    }
}
