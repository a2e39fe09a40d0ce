//! A word and a slot in, the words that fill it out.
//!
//! In "the town shelled by rebels" the rebels fill `subj` of *shell* and the town `obj`.

use knowledge::{Path, Slot};
use model::{Deprel, TimeKind, TokenIdx, Upos, Xpos};

use crate::tree::Tree;

impl Tree<'_> {
    /// Doers: subject of the active, "by"-phrase of the passive.
    pub(crate) fn subjects(&self, v: TokenIdx) -> Vec<TokenIdx> {
        if self.is_passive(v) {
            let by = self
                .kid(v, &[Deprel::OblAgent])
                .or_else(|| {
                    self.kids_by(v, &[Deprel::Obl])
                        .find(|&k| self.preposition(k).as_deref() == Some("by"))
                })
                .filter(|&k| !self.is_clause(k))
                // "Was deposed and killed by militants": both were theirs.
                .or_else(|| {
                    let next = self.kids_by(v, &[Deprel::Conj]).find(|&c| {
                        self.upos(c) == Upos::Verb
                            && self.is_passive(c)
                            && self.kid(c, &[Deprel::Nsubj, Deprel::NsubjPass]).is_none()
                    })?;
                    self.kid(next, &[Deprel::OblAgent])
                })
                .or_else(|| self.doer_behind_noun(v));
            return by.map(|k| self.coordinated(k)).unwrap_or_default();
        }
        if let Some(speaker) = self.inverted_subject(v) {
            return self.coordinated(speaker);
        }
        self.surface_subject(v).map(|s| self.coordinated(s)).unwrap_or_default()
    }

    /// "“He expelled them,” denounced the centre": who stands behind the verb speaks, where the verb
    /// closes a quotation.
    fn inverted_subject(&self, v: TokenIdx) -> Option<TokenIdx> {
        let before = TokenIdx(v.0.checked_sub(1)?);
        let closes = matches!(self.form(before), "”" | "\"" | "''" | "’");
        let own = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Csubj];
        if !closes || !self.is_finite(v) || self.kid(v, &own).is_some() {
            return None;
        }
        self.kid(v, &[Deprel::Ccomp, Deprel::Parataxis]).filter(|&k| k < v)?;
        self.kid(v, &[Deprel::Obj, Deprel::Iobj]).filter(|&k| k > v)
    }

    /// The mishap that a verb before `v` tells, where `v` says what came of it ("was hit by an earthquake,
    /// killing 300").
    pub(crate) fn mishap_of(&self, verb: TokenIdx, v: TokenIdx) -> Option<TokenIdx> {
        let after = self.xpos(v) == Xpos::Vbg && v > verb && self.kid(v, &[Deprel::Mark]).is_none();
        let roles = [Deprel::Obj, Deprel::Obl, Deprel::OblAgent];
        let mishap = |k: &TokenIdx| {
            *k < v && ["accident", "disaster", "disease"].iter().any(|c| self.in_class(c, *k))
        };
        self.kids_by(verb, &roles).find(mishap).filter(|_| after)
    }

    /// Things done to: object of the active, subject of the passive.
    pub(crate) fn objects(&self, v: TokenIdx) -> Vec<TokenIdx> {
        if self.is_passive(v) {
            if matches!(self.rel(v), Deprel::Amod) {
                return self.head(v).into_iter().collect();
            }
            return self.surface_subject(v).map(|s| self.coordinated(s)).unwrap_or_default();
        }
        if self.inverted_subject(v).is_some() {
            return Vec::new();
        }
        if let Some(object) = self.kid(v, &[Deprel::Obj]) {
            return self.coordinated(self.through_relative(object));
        }
        // "shot down the bill", where the parse took the particle for a preposition.
        if let Some(&object) = self.objects_behind.borrow().get(&v.0) {
            return self.coordinated(self.through_relative(object));
        }
        if let Some(asked) = self.asked_object(v) {
            return vec![asked];
        }
        // "told lawmakers": nobody else is there to be told.
        if let Some(addressee) = self.kid(v, &[Deprel::Iobj]) {
            return self.coordinated(self.through_relative(addressee));
        }
        if self.rel(v) == Deprel::AclRelcl
            && let Some(head) = self.head(v)
        {
            // "the tariffs he has imposed": the head noun is the object if the subject is another.
            if self.surface_subject(v).is_some_and(|s| s != head) {
                return vec![head];
            }
        }
        // "bombed and shelled the town"
        for conj in self.kids_by(v, &[Deprel::Conj]) {
            if self.kid(conj, &[Deprel::Nsubj]).is_none()
                && self.upos(conj) == Upos::Verb
                && let Some(object) = self.kid(conj, &[Deprel::Obj])
            {
                return self.coordinated(object);
            }
        }
        Vec::new()
    }

    pub(crate) fn is_clause(&self, t: TokenIdx) -> bool {
        matches!(
            self.rel(t),
            Deprel::Ccomp
                | Deprel::Xcomp
                | Deprel::Advcl
                | Deprel::Acl
                | Deprel::AclRelcl
                | Deprel::Csubj
                | Deprel::CsubjPass
        ) && (self.upos(t) == Upos::Verb || self.is_predicate(t))
    }

    pub(crate) fn with_preposition(&self, t: TokenIdx, word: &str, found: &mut Vec<TokenIdx>) {
        for k in self.kids(t).iter().copied() {
            let fits = matches!(
                self.rel(k),
                Deprel::Obl
                    | Deprel::OblAgent
                    | Deprel::Nmod
                    | Deprel::Advcl
                    | Deprel::Acl
                    | Deprel::Xcomp
                    | Deprel::Ccomp
            );
            if fits
                && self.preposition(k).as_deref() == Some(word)
                && !self.is_day(k)
                && !(word == "in" && self.is_while(k))
            {
                for c in self.coordinated(k) {
                    found.push(self.through_relative(c));
                }
            }
        }
    }

    /// Who or what fills a slot of the word at `t`; several when coordinated, in reading order.
    /// "Three of its diplomats" are the diplomats.
    pub(crate) fn slot(&self, t: TokenIdx, slot: &Slot) -> Vec<TokenIdx> {
        let mut found = self.heads_in_slot(t, slot);
        for k in &mut found {
            *k = self.through_part(*k);
        }
        found
    }

    /// Whether the words that end with `t` are those of a phrase ("nuclear weapon"), by lemma or form.
    pub(crate) fn ends_phrase(&self, t: TokenIdx, phrase: &str) -> bool {
        let s = &self.analysis.sentences[self.analysis.sentence_of(t)];
        let mut at = Some(t);
        phrase.rsplit(' ').all(|word| {
            let here = at.filter(|&k| k >= s.first);
            at = here.and_then(|k| k.0.checked_sub(1)).map(TokenIdx);
            here.is_some_and(|k| self.lemma(k) == word || self.form(k).eq_ignore_ascii_case(word))
        })
    }

    /// The first of those that a word is listed with.
    pub(crate) fn first_of_list(&self, t: TokenIdx) -> TokenIdx {
        let mut at = t;
        while self.rel(at) == Deprel::Conj
            && let Some(head) = self.head(at)
        {
            at = head;
        }
        at
    }

    /// The noun that a number or a word of quantity takes a part of: "tens of thousands of soldiers".
    fn through_part(&self, t: TokenIdx) -> TokenIdx {
        let of = |k: &TokenIdx| self.preposition(*k).as_deref() == Some("of");
        let mut whole = t;
        while self.upos(whole) == Upos::Num || self.cue("part-of", whole) {
            let behind = |k: &TokenIdx| of(k) && *k > whole;
            let Some(k) = self.kids_by(whole, &[Deprel::Nmod]).find(behind) else { break };
            whole = k;
        }
        whole
    }

    fn heads_in_slot(&self, t: TokenIdx, slot: &Slot) -> Vec<TokenIdx> {
        let verbal = self.upos(t) == Upos::Verb || self.upos(t) == Upos::Aux;
        match slot {
            Slot::Subj if verbal => self.subjects(t),
            Slot::Subj => self.surface_subject(t).map(|s| self.coordinated(s)).unwrap_or_default(),
            Slot::Obj => self.objects(t),
            Slot::Iobj if self.inverted_subject(t).is_some() => Vec::new(),
            Slot::Iobj => {
                self.kid(t, &[Deprel::Iobj]).map(|k| self.coordinated(k)).unwrap_or_default()
            }
            Slot::Comp => self
                .kids(t)
                .iter()
                .copied()
                .filter(|&k| {
                    matches!(self.rel(k), Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj)
                        || (self.rel(k) == Deprel::Acl && !verbal)
                        || (matches!(self.rel(k), Deprel::Advcl | Deprel::Parataxis)
                            && verbal
                            && self.kid(t, &[Deprel::Ccomp, Deprel::Xcomp]).is_none()
                            && k > t
                            // "Refused talks, demanding more": an act beside it.
                            && !(self.xpos(k) == Xpos::Vbg
                                && self.kid(t, &[Deprel::Obj]).is_some_and(|o| o < k))
                            && self.preposition(k).as_deref().is_none_or(|p| p == "to"))
                })
                .chain(self.told_clause(t))
                .flat_map(|k| self.coordinated_clauses(k))
                .collect(),
            Slot::Poss => {
                self.kid(t, &[Deprel::NmodPoss]).map(|k| self.coordinated(k)).unwrap_or_default()
            }
            Slot::Adj | Slot::Compound => self
                .kids_by(t, &[Deprel::Compound, Deprel::Amod, Deprel::Flat, Deprel::NmodDesc])
                .filter(|&k| k < t)
                .flat_map(|k| {
                    // "the US-Philippine exercises": both halves.
                    let half = self
                        .kids_by(k, &[Deprel::Compound, Deprel::Amod])
                        .find(|&h| h < k && self.form(TokenIdx(h.0 + 1)) == "-");
                    half.into_iter().chain(self.coordinated(k)).collect::<Vec<_>>()
                })
                .collect(),
            Slot::Light => self.light_subject(t),
            Slot::Speaker => self.teller(t).into_iter().collect(),
            Slot::Prep(word) => {
                let mut found = Vec::new();
                self.with_preposition(t, word, &mut found);
                if found.is_empty() && verbal {
                    // "imposed sanctions on Russia": the phrase may hang on the object.
                    for object in self.kids_by(t, &[Deprel::Obj, Deprel::NsubjPass]) {
                        self.with_preposition(object, word, &mut found);
                    }
                    if found.is_empty()
                        && self.rel(t) == Deprel::Conj
                        && let Some(head) = self.head(t)
                        && self.upos(head) == Upos::Verb
                        && self.kid(t, &[Deprel::Obj]).is_none()
                    {
                        self.with_preposition(head, word, &mut found);
                    }
                    if found.is_empty() && matches!(word.as_str(), "with" | "to" | "against") {
                        // "spoke on the phone with X": the phrase may hang on another.
                        for phrase in self.kids_by(t, &[Deprel::Obl]) {
                            self.with_preposition(phrase, word, &mut found);
                        }
                    }
                } else if found.is_empty()
                    && word != "of"
                    && word != "by"
                    && matches!(self.rel(t), Deprel::Obj | Deprel::NsubjPass | Deprel::Nsubj)
                    && let Some(verb) = self.head(t)
                {
                    self.with_preposition(verb, word, &mut found);
                    found.retain(|&k| k > t || self.rel(t) != Deprel::Obj);
                }
                // "Every offer made by Chile", "attacks carried out by rebels".
                if found.is_empty() && !verbal && word == "by" {
                    for clause in self.kids_by(t, &[Deprel::Acl]) {
                        if self.xpos(clause) == Xpos::Vbn && self.cue("performing", clause) {
                            self.with_preposition(clause, word, &mut found);
                        }
                    }
                }
                if found.is_empty()
                    && !verbal
                    && matches!(word.as_str(), "by" | "against" | "on" | "with" | "over")
                {
                    // "the killing of villagers by rebels": the phrase hangs one noun too low.
                    for noun in self.kids_by(t, &[Deprel::Nmod]) {
                        self.with_preposition(noun, word, &mut found);
                    }
                }
                found
            }
        }
    }

    /// "Warned the vessel that it would open fire", where the parse hangs the clause on the one told.
    fn told_clause(&self, t: TokenIdx) -> Option<TokenIdx> {
        if self.upos(t) != Upos::Verb || self.kid(t, &[Deprel::Ccomp, Deprel::Xcomp]).is_some() {
            return None;
        }
        let told = self.kid(t, &[Deprel::Iobj, Deprel::Obj]).filter(|&k| k > t)?;
        self.kids_by(told, &[Deprel::AclRelcl, Deprel::Acl]).find(|&k| {
            self.kids_by(k, &[Deprel::Mark]).any(|m| self.lemma(m) == "that")
                && self.kid(k, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some()
        })
    }

    /// Whether the word is part of a day or hour ("a strike on Monday" is on nobody).
    pub(crate) fn is_day(&self, t: TokenIdx) -> bool {
        self.is_time(t, &[TimeKind::Date, TimeKind::Time])
    }

    /// Whether the word is part of a stretch of time ("in nine days").
    fn is_while(&self, t: TokenIdx) -> bool {
        self.is_time(t, &[TimeKind::Duration])
    }

    fn is_time(&self, t: TokenIdx, kinds: &[TimeKind]) -> bool {
        let times = &self.analysis.times;
        let from = times.partition_point(|x| x.end <= t);
        times[from..]
            .iter()
            .take_while(|x| x.first <= t)
            .any(|x| t < x.end && kinds.contains(&x.kind))
    }

    /// Clauses coordinated with `k`.
    pub(crate) fn coordinated_clauses(&self, k: TokenIdx) -> Vec<TokenIdx> {
        let mut all = vec![k];
        all.extend(
            self.kids_by(k, &[Deprel::Conj])
                .filter(|&c| self.upos(c) == Upos::Verb || self.upos(k) != Upos::Verb),
        );
        all
    }

    /// Subject of the verb that has the noun `t` as its object.
    pub(crate) fn light_subject(&self, t: TokenIdx) -> Vec<TokenIdx> {
        let Some(verb) = self.head(t) else { return Vec::new() };
        match self.rel(t) {
            Deprel::Obj | Deprel::NsubjPass => self.subjects(verb),
            _ => Vec::new(),
        }
    }

    /// Follows a path of slots from `t`; all fillers of the last step.
    pub(crate) fn path(&self, t: TokenIdx, path: &Path) -> Vec<TokenIdx> {
        let mut at = vec![t];
        for slot in &path.0 {
            at = at.iter().flat_map(|&x| self.slot(x, slot)).collect();
            if at.is_empty() {
                break;
            }
        }
        at
    }
}
