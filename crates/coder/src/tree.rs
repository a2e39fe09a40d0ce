//! The parse as the coder walks it: children, clauses, and who fills which slot.
//!
//! Voice, relative clauses, control and coordination are undone here, so that "the town shelled by
//! rebels", "rebels, who shelled the town" and "rebels vowed to shell the town" all have the
//! rebels in `subj` and the town in `obj` of *shell*.

use knowledge::{Knowledge, Path, Slot};
use model::{Analysis, Deprel, TokenIdx, Upos, Xpos};

/// A document's parse with children indexed.
pub(crate) struct Tree<'a> {
    pub(crate) text: &'a str,
    pub(crate) analysis: &'a Analysis,
    pub(crate) knowledge: &'a Knowledge,
    /// Children of token `i` are `kids[starts[i]..starts[i + 1]]`, in reading order.
    starts: Vec<u32>,
    kids: Vec<TokenIdx>,
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
        Self { text, analysis, knowledge, starts, kids }
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
    pub(crate) fn lemma(&self, t: TokenIdx) -> String {
        let token = self.analysis.token(t);
        let mut lemma = token.lemma.to_lowercase();
        if matches!(token.xpos, Xpos::Nns | Xpos::Nnps)
            && lemma.len() > 3
            && lemma.ends_with('s')
            && !lemma.ends_with("ss")
            && !matches!(lemma.as_str(), "police" | "news" | "paramilitaries" | "authorities")
        {
            lemma.pop();
        }
        lemma
    }

    pub(crate) fn form(&self, t: TokenIdx) -> &'a str {
        self.analysis.token(t).span.of(self.text)
    }

    pub(crate) fn cue(&self, key: &str, t: TokenIdx) -> bool {
        self.knowledge.cues.has(key, &self.lemma(t))
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

    /// Heads of `t`, nearest first.
    pub(crate) fn ancestors(&self, t: TokenIdx) -> impl Iterator<Item = TokenIdx> + '_ {
        std::iter::successors(self.head(t), |&h| self.head(h))
    }

    /// Whether `t` is `top` or hangs below it.
    pub(crate) fn is_under(&self, t: TokenIdx, top: TokenIdx) -> bool {
        t == top || self.ancestors(t).any(|a| a == top)
    }

    /// The preposition (or subordinator) of `t`, fixed parts joined ("because of").
    pub(crate) fn preposition(&self, t: TokenIdx) -> Option<String> {
        let case = self.kid(t, &[Deprel::Case, Deprel::Mark])?;
        let mut word = self.lemma(case);
        for part in self.kids_by(case, &[Deprel::Fixed]) {
            word.push(' ');
            word.push_str(&self.lemma(part));
        }
        Some(word)
    }

    /// `t` and everything coordinated with it, in reading order.
    pub(crate) fn coordinated(&self, t: TokenIdx) -> Vec<TokenIdx> {
        let mut all = vec![t];
        for conj in self.kids_by(t, &[Deprel::Conj]) {
            // "X and not Y" leaves Y out.
            if self.kids(conj).iter().any(|&k| self.lemma(k) == "not") {
                continue;
            }
            all.push(conj);
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
        if self.kid(v, &[Deprel::Aux, Deprel::Nsubj]).is_some() {
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

    fn through_relative(&self, t: TokenIdx) -> TokenIdx {
        self.antecedent(t).unwrap_or(t)
    }

    /// Grammatical subject of a predicate, shared, controlled or relative ones included.
    pub(crate) fn surface_subject(&self, v: TokenIdx) -> Option<TokenIdx> {
        self.subject_at(v, 0)
    }

    fn subject_at(&self, v: TokenIdx, depth: u8) -> Option<TokenIdx> {
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
            Deprel::Advcl | Deprel::Ccomp if self.is_predicate(head) && !self.is_finite(v) => {
                self.subject_at(head, depth + 1)
            }
            Deprel::Acl if self.xpos(v) == Xpos::Vbg => {
                // "issued a letter urging him": whoever the words are from.
                if self.knowledge.classes.contains("words", &self.lemma(head))
                    || self.knowledge.classes.contains("document", &self.lemma(head))
                {
                    return self.author_of(head, depth);
                }
                Some(head)
            }
            Deprel::Acl if self.xpos(v) == Xpos::Vbn => Some(head),
            Deprel::Acl => {
                // "its plan to strike", "launched an effort to free …"
                self.kid(head, &[Deprel::NmodPoss]).or_else(|| {
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

    /// Who a statement, letter or remark is from: its possessor, "by" or "from" phrase, else the
    /// subject of the verb that has it as object.
    fn author_of(&self, noun: TokenIdx, depth: u8) -> Option<TokenIdx> {
        self.kid(noun, &[Deprel::NmodPoss])
            .or_else(|| {
                self.kids_by(noun, &[Deprel::Nmod])
                    .find(|&k| matches!(self.preposition(k).as_deref(), Some("by" | "from")))
            })
            .or_else(|| {
                let verb = self.head(noun)?;
                let object = matches!(self.rel(noun), Deprel::Obj | Deprel::Obl | Deprel::Conj);
                (object && self.is_predicate(verb))
                    .then(|| self.subject_at(verb, depth + 1))
                    .flatten()
            })
            .or(Some(noun))
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

    /// Doers: subject of the active, "by"-phrase of the passive.
    fn subjects(&self, v: TokenIdx) -> Vec<TokenIdx> {
        if self.is_passive(v) {
            let by = self
                .kid(v, &[Deprel::OblAgent])
                .or_else(|| {
                    self.kids_by(v, &[Deprel::Obl])
                        .find(|&k| self.preposition(k).as_deref() == Some("by"))
                })
                .filter(|&k| !self.is_clause(k));
            return by.map(|k| self.coordinated(k)).unwrap_or_default();
        }
        self.surface_subject(v).map(|s| self.coordinated(s)).unwrap_or_default()
    }

    /// Things done to: object of the active, subject of the passive.
    fn objects(&self, v: TokenIdx) -> Vec<TokenIdx> {
        if self.is_passive(v) {
            if matches!(self.rel(v), Deprel::Amod) {
                return self.head(v).into_iter().collect();
            }
            return self.surface_subject(v).map(|s| self.coordinated(s)).unwrap_or_default();
        }
        if let Some(object) = self.kid(v, &[Deprel::Obj]) {
            return self.coordinated(self.through_relative(object));
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

    fn with_preposition(&self, t: TokenIdx, word: &str, found: &mut Vec<TokenIdx>) {
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
            if fits && self.preposition(k).as_deref() == Some(word) {
                for c in self.coordinated(k) {
                    found.push(self.through_relative(c));
                }
            }
        }
    }

    /// Who or what fills a slot of the word at `t`; several when coordinated, in reading order.
    pub(crate) fn slot(&self, t: TokenIdx, slot: &Slot) -> Vec<TokenIdx> {
        let verbal = self.upos(t) == Upos::Verb || self.upos(t) == Upos::Aux;
        match slot {
            Slot::Subj if verbal => self.subjects(t),
            Slot::Subj => self.surface_subject(t).map(|s| self.coordinated(s)).unwrap_or_default(),
            Slot::Obj => self.objects(t),
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
                            && self.preposition(k).as_deref().is_none_or(|p| p == "to"))
                })
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

    /// Clauses coordinated with `k`.
    fn coordinated_clauses(&self, k: TokenIdx) -> Vec<TokenIdx> {
        let mut all = vec![k];
        all.extend(
            self.kids_by(k, &[Deprel::Conj])
                .filter(|&c| self.upos(c) == Upos::Verb || self.upos(k) != Upos::Verb),
        );
        all
    }

    /// Subject of the verb that has the noun `t` as its object.
    fn light_subject(&self, t: TokenIdx) -> Vec<TokenIdx> {
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
