//! The parse as the coder walks it: children, clauses, and who fills which slot.
//!
//! Voice, relative clauses, control and coordination are undone here, so that "the town shelled by
//! rebels", "rebels, who shelled the town" and "rebels vowed to shell the town" all have the
//! rebels in `subj` and the town in `obj` of *shell*.

use std::{borrow::Cow, cell::RefCell};

use knowledge::Knowledge;
use model::{Analysis, Deprel, Span, TokenIdx, Upos, Xpos};
use rustc_hash::FxHashMap;

use crate::lemmas::Lemmas;

/// A document's parse with children indexed.
pub(crate) struct Tree<'a> {
    pub(crate) text: &'a str,
    pub(crate) analysis: &'a Analysis,
    pub(crate) knowledge: &'a Knowledge,
    /// Children of token `i` are `kids[starts[i]..starts[i + 1]]`, in reading order.
    starts: Vec<u32>,
    kids: Vec<TokenIdx>,
    lemmas: Lemmas<'a>,
    /// Objects that stand behind a particle read as a preposition, by verb.
    pub(crate) objects_behind: RefCell<FxHashMap<u32, TokenIdx>>,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(text: &'a str, analysis: &'a Analysis, knowledge: &'a Knowledge) -> Self {
        let n = analysis.tokens.len();
        let mut starts = vec![0u32; n + 2];
        for token in &analysis.tokens {
            if let Some(head) = token.head {
                starts[head.at() + 2] += 1;
            }
        }
        for i in 2..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut kids = vec![TokenIdx(0); starts[n + 1] as usize];
        for (i, token) in analysis.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                let at = &mut starts[head.at() + 1];
                kids[*at as usize] = TokenIdx(i as u32);
                *at += 1;
            }
        }
        let lemmas = Lemmas::new(&analysis.tokens, knowledge);
        Self { text, analysis, knowledge, starts, kids, lemmas, objects_behind: RefCell::default() }
    }

    /// Takes the noun behind `particle` for the object of `verb` ("shot down the bill"), or takes
    /// that back.
    pub(crate) fn set_object_behind(&self, verb: TokenIdx, particle: Option<TokenIdx>) {
        let behind = particle.and_then(|k| {
            let noun = self.head(k)?;
            let case = self.rel(k) == Deprel::Case && noun > k && k == TokenIdx(verb.0 + 1);
            let hangs = self.head(noun) == Some(verb) && self.rel(noun) == Deprel::Obl;
            (case && hangs && self.kid(verb, &[Deprel::Obj]).is_none()).then_some(noun)
        });
        let mut map = self.objects_behind.borrow_mut();
        match behind {
            Some(noun) => {
                map.insert(verb.0, noun);
            }
            None => {
                map.remove(&verb.0);
            }
        }
    }

    pub(crate) fn kids(&self, t: TokenIdx) -> &[TokenIdx] {
        &self.kids[self.starts[t.at()] as usize..self.starts[t.at() + 1] as usize]
    }

    pub(crate) fn head(&self, t: TokenIdx) -> Option<TokenIdx> {
        self.analysis.token(t).head
    }

    pub(crate) fn rel(&self, t: TokenIdx) -> Deprel {
        self.analysis.token(t).deprel
    }

    pub(crate) fn upos(&self, t: TokenIdx) -> Upos {
        self.analysis.token(t).upos
    }

    pub(crate) fn xpos(&self, t: TokenIdx) -> Xpos {
        self.analysis.token(t).xpos
    }

    /// Lemma in lower case; nouns that the treebanks keep in the plural ("troops") lose their "s".
    pub(crate) fn lemma(&self, t: TokenIdx) -> &String {
        self.lemmas.of(t)
    }

    /// Whether the lemma stands in our own lists: as a headword or in a class.
    pub(crate) fn is_listed(&self, t: TokenIdx) -> bool {
        self.lemmas.is_listed(t, self.knowledge)
    }

    /// Whether "the", "this", "that" or "these" stands before a noun.
    pub(crate) fn is_definite(&self, t: TokenIdx) -> bool {
        let words = ["the", "this", "that", "these", "those"];
        self.kids(t).iter().any(|&k| k < t && words.contains(&self.lemma(k).as_str()))
    }

    pub(crate) fn form(&self, t: TokenIdx) -> &'a str {
        self.analysis.token(t).span.of(self.text)
    }

    pub(crate) fn cue(&self, key: &str, t: TokenIdx) -> bool {
        self.lemmas.cues(t).by(key)
    }

    /// Whether the lemma is in a noun class.
    pub(crate) fn in_class(&self, class: &str, t: TokenIdx) -> bool {
        self.lemmas.classes(t).by(class)
    }

    /// First child with one of the relations.
    pub(crate) fn kid(&self, t: TokenIdx, rels: &[Deprel]) -> Option<TokenIdx> {
        self.kids(t).iter().copied().find(|&k| rels.contains(&self.rel(k)))
    }

    /// Children with one of the relations.
    pub(crate) fn kids_by<'s>(
        &'s self,
        t: TokenIdx,
        rels: &'s [Deprel],
    ) -> impl Iterator<Item = TokenIdx> + 's {
        self.kids(t).iter().copied().filter(move |&k| rels.contains(&self.rel(k)))
    }

    /// The word that a span ends with; `None` behind the last.
    pub(crate) fn last_word(&self, span: Span) -> Option<TokenIdx> {
        self.analysis.last_word(span)
    }

    /// Heads of `t`, nearest first.
    pub(crate) fn ancestors(&self, t: TokenIdx) -> impl Iterator<Item = TokenIdx> + '_ {
        std::iter::successors(self.head(t), |&h| self.head(h))
    }

    /// Whether `t` is `top` or hangs below it.
    pub(crate) fn is_under(&self, t: TokenIdx, top: TokenIdx) -> bool {
        t == top || self.ancestors(t).any(|a| a == top)
    }

    /// The preposition (or subordinator) of `t`, fixed parts joined ("because of").
    pub(crate) fn preposition(&self, t: TokenIdx) -> Option<Cow<'_, str>> {
        let case = self.kid(t, &[Deprel::Case, Deprel::Mark])?;
        let mut word = Cow::Borrowed(self.lemma(case).as_str());
        for part in self.kids_by(case, &[Deprel::Fixed]) {
            let word = word.to_mut();
            word.push(' ');
            word.push_str(self.lemma(part));
        }
        Some(word)
    }

    /// `t` and everything coordinated with it, in reading order.
    pub(crate) fn coordinated(&self, t: TokenIdx) -> Vec<TokenIdx> {
        let mut all = vec![t];
        if self.lists_members(t) {
            return all;
        }
        if let Some(next) = self.listed_beside(t) {
            all.extend(self.coordinated(next));
        }
        for conj in self.kids_by(t, &[Deprel::Conj]) {
            // "X and not Y" leaves Y out.
            if self.kids(conj).iter().any(|&k| self.lemma(k) == "not") {
                continue;
            }
            all.push(conj);
            // "A, B and C", where C hangs on B.
            if self.upos(conj) != Upos::Verb {
                all.extend(self.coordinated(conj).into_iter().skip(1));
            }
        }
        all
    }

    /// Whether the verb is passive, a reduced relative included ("the town shelled by rebels").
    pub(crate) fn is_passive(&self, v: TokenIdx) -> bool {
        if self.kid(v, &[Deprel::AuxPass, Deprel::NsubjPass, Deprel::CsubjPass]).is_some() {
            return true;
        }
        if self.xpos(v) != Xpos::Vbn {
            return false;
        }
        if self.kid(v, &[Deprel::Aux, Deprel::Nsubj]).is_some() || self.is_told_past(v) {
            return false;
        }
        match self.rel(v) {
            Deprel::Acl
            | Deprel::Amod
            | Deprel::Root
            | Deprel::Advcl
            | Deprel::Parataxis
            | Deprel::Ccomp
            | Deprel::Xcomp => self.kid(v, &[Deprel::Obj]).is_none(),
            Deprel::Conj => self.head(v).is_some_and(|h| self.is_passive(h)),
            _ => false,
        }
    }

    /// A relative pronoun stands for the noun that its clause hangs on.
    pub(crate) fn antecedent(&self, t: TokenIdx) -> Option<TokenIdx> {
        if !matches!(self.lemma(t).as_str(), "who" | "which" | "that" | "whom" | "whose" | "where")
        {
            return None;
        }
        self.ancestors(t)
            .find(|&a| self.rel(a) == Deprel::AclRelcl)
            .and_then(|clause| self.head(clause))
            .filter(|&noun| noun < t)
    }

    pub(crate) fn through_relative(&self, t: TokenIdx) -> TokenIdx {
        self.antecedent(t).unwrap_or(t)
    }

    /// Whether the sentence of `t` ends in a full stop, which headlines do not.
    pub(crate) fn ends_with_stop(&self, t: TokenIdx) -> bool {
        let s = &self.analysis.sentences[self.analysis.sentence_of(t)];
        self.form(TokenIdx(s.end.0 - 1)) == "."
    }

    /// Whom the verb asks to do what the clause at `v` says: its object, or who stands behind "on".
    fn asked_by(&self, verb: TokenIdx, v: TokenIdx) -> Option<TokenIdx> {
        if self.is_passive(verb) {
            return self.kid(verb, &[Deprel::NsubjPass]);
        }
        // "Called the emir to congratulate him": by telephone.
        let rings = self.lemma(verb) == "call";
        self.kid(verb, &[Deprel::Obj, Deprel::Iobj])
            .filter(|_| !rings)
            .or_else(|| {
                self.kids_by(verb, &[Deprel::Obl])
                    .filter(|&k| !self.is_day(k))
                    .find(|&k| matches!(self.preposition(k).as_deref(), Some("on" | "upon")))
            })
            .filter(|&k| k < v)
            .map(|k| self.through_relative(k))
    }

    /// Whether the clause at `t` says what somebody told is told, though it hangs on that somebody
    /// ("warned the crew that …").
    pub(crate) fn says_that(&self, t: TokenIdx) -> bool {
        matches!(self.rel(t), Deprel::AclRelcl | Deprel::Acl)
            && self.kids_by(t, &[Deprel::Mark]).any(|k| self.lemma(k) == "that")
            && self.head(t).is_some_and(|h| matches!(self.rel(h), Deprel::Obj | Deprel::Iobj))
    }

    /// Grammatical subject of a predicate, shared, controlled or relative ones included.
    pub(crate) fn surface_subject(&self, v: TokenIdx) -> Option<TokenIdx> {
        self.subject_at(v, 0)
    }

    pub(crate) fn subject_at(&self, v: TokenIdx, depth: u8) -> Option<TokenIdx> {
        if depth > 8 {
            return None;
        }
        let own = [
            Deprel::Nsubj,
            Deprel::NsubjPass,
            Deprel::NsubjOuter,
            Deprel::Csubj,
            Deprel::CsubjPass,
        ];
        // Of two, the nearer before the verb: "Warning of war, the president asked".
        let before = self.kids_by(v, &own).filter(|&k| k < v).last();
        if let Some(subject) = before.or_else(|| self.kid(v, &own)) {
            return Some(self.through_relative(subject));
        }
        if let Some(subject) = self.subject_behind_place(v) {
            return Some(subject);
        }
        let head = self.head(v)?;
        match self.rel(v) {
            Deprel::Conj | Deprel::Parataxis if self.is_predicate(head) => {
                self.subject_at(head, depth + 1)
            }
            Deprel::Xcomp => {
                let controls_object = !self.cue("control-subject", head);
                if controls_object
                    && let Some(object) = self.kid(head, &[Deprel::Obj, Deprel::Iobj])
                    && object < v
                {
                    return Some(self.through_relative(object));
                }
                if controls_object && self.is_passive(head) {
                    return self.subject_at(head, depth + 1);
                }
                self.subject_at(head, depth + 1)
            }
            // "Ordered the mission to leave", "called on both armies to stop": those asked are to.
            Deprel::Advcl
                if self.cue("control-object", head)
                    && !self.is_finite(v)
                    && self.kids_by(v, &[Deprel::Mark]).any(|k| self.lemma(k) == "to")
                    && self.asked_by(head, v).is_some() =>
            {
                self.asked_by(head, v)
            }
            // "Suffered its worst crash in years, killing all 72": the crash did.
            Deprel::Advcl if !self.is_finite(v) && self.mishap_of(head, v).is_some() => {
                self.mishap_of(head, v)
            }
            // "Denounced Belarus for jailing them": Belarus jailed them.
            Deprel::Advcl
                if self.cue("control-for", head)
                    && self.xpos(v) == Xpos::Vbg
                    && self
                        .kids_by(v, &[Deprel::Mark, Deprel::Case])
                        .any(|k| matches!(self.lemma(k).as_str(), "for" | "of" | "over"))
                    && self.asked_by(head, v).is_some() =>
            {
                self.asked_by(head, v)
            }
            Deprel::Advcl | Deprel::Ccomp if self.is_predicate(head) && !self.is_finite(v) => {
                self.subject_at(head, depth + 1)
            }
            // "Cited hostility in cancelling the talks": whoever cites cancels.
            Deprel::Acl
                if self.xpos(v) == Xpos::Vbg
                    && self.rel(head) == Deprel::Obj
                    && self.kids_by(v, &[Deprel::Mark, Deprel::Case]).any(|k| {
                        matches!(
                            self.lemma(k).as_str(),
                            "in" | "after" | "before" | "by" | "while" | "when" | "since" | "upon"
                        )
                    })
                    && self.head(head).is_some_and(|verb| self.is_predicate(verb)) =>
            {
                self.subject_at(self.head(head)?, depth + 1)
            }
            Deprel::Acl if self.xpos(v) == Xpos::Vbg => {
                // "issued a letter urging him": whoever the words are from.
                if self.in_class("words", head) || self.in_class("document", head) {
                    return self.author_of(head, depth);
                }
                Some(head)
            }
            // "The striking workers".
            Deprel::Amod if self.xpos(v) == Xpos::Vbg && self.cue("marching", v) => Some(head),
            Deprel::Acl if self.xpos(v) == Xpos::Vbn => Some(head),
            // "Sweden to send tanks": a headline.
            Deprel::Acl if self.rel(head) == Deprel::Root && !self.ends_with_stop(v) => Some(head),
            Deprel::Acl => {
                // "its plan to strike", "launched an effort to free …"
                let by = self
                    .kids_by(head, &[Deprel::Nmod])
                    .find(|&k| self.preposition(k).as_deref() == Some("by"));
                let by = by.filter(|_| !self.cue("noun-hypothetical", head));
                // "Rebuffed an Iranian offer to repair it": Iran would.
                let nation = self.kids_by(head, &[Deprel::Amod]).find(|&k| {
                    self.cue("own-undertaking", head)
                        && self.xpos(k) == Xpos::Jj
                        && self.form(k).starts_with(char::is_uppercase)
                });
                self.kid(head, &[Deprel::NmodPoss]).or(by).or(nation).or_else(|| {
                    let verb = self.head(head)?;
                    (self.rel(head) == Deprel::Obj || self.rel(head) == Deprel::Xcomp)
                        .then(|| self.subject_at(verb, depth + 1))
                        .flatten()
                })
            }
            Deprel::AclRelcl => {
                // "the forces that attacked": the pronoun may be missing or mis-tagged.
                let has_object = self.kid(v, &[Deprel::Obj]).is_some();
                has_object.then_some(head)
            }
            _ => None,
        }
    }

    /// Whether `t` is a verb that attributes what it governs ("said").
    pub(crate) fn is_speech(&self, t: TokenIdx) -> bool {
        self.lemmas.is_speech(t, self.knowledge)
    }

    pub(crate) fn is_predicate(&self, t: TokenIdx) -> bool {
        matches!(self.upos(t), Upos::Verb | Upos::Aux)
            || self.kid(t, &[Deprel::Cop, Deprel::Nsubj, Deprel::NsubjPass]).is_some()
    }

    pub(crate) fn is_finite(&self, v: TokenIdx) -> bool {
        matches!(self.xpos(v), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md)
            || self
                .kids_by(v, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop])
                .any(|a| matches!(self.xpos(a), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md))
    }
}
