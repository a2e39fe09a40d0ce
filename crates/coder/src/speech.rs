//! What somebody political says of others in, acts of speech out: criticism, demands, threats,
//! allegations that no single verb names.
//!
//! "The deal is a disgrace," the minister said. "They must withdraw." gives ACCUSE disapprove and
//! REQUEST yield by the minister. The words of judgement stand in `data/lang/en/classes/`
//! (`censure`, `fit`, `guilt`, `menace` …); this file only looks where they stand.
//!
//! It never speaks for somebody who is not political, and never for the reporter.

use model::{Deprel, EventType, Mode, Participant, Status, TokenIdx, Upos, Xpos};

use crate::{
    compose::{Composer, Draft, same_side},
    local::Local,
    sides::governs,
    voice::Voice,
};

impl Composer<'_, '_, '_> {
    /// Adds the acts that lie in what is said.
    pub(crate) fn hear(&mut self) {
        let n_told = self.drafts.len();
        for s in 0..self.tree.analysis.sentences.len() {
            let tokens: Vec<TokenIdx> = self.tree.analysis.sentences[s].tokens().collect();
            for t in tokens {
                self.hear_naming(t);
                self.hear_judgement(t);
                self.hear_demand(t, n_told);
                self.hear_menace(t);
                self.hear_wrongdoing(t);
                self.hear_claim(t);
            }
            self.hear_tone(s);
        }
        for d in 0..n_told {
            self.hear_allegation(d);
        }
        for s in 0..self.tree.analysis.sentences.len() {
            self.hear_whole(s);
        }
    }

    /// "The deal is a disgrace", "that is not acceptable", "they are responsible".
    pub(crate) fn hear_judgement(&mut self, t: TokenIdx) {
        let tree = self.tree;
        let participle = tree.upos(t) == Upos::Verb && tree.form(t).ends_with("ing");
        if !matches!(tree.upos(t), Upos::Adj | Upos::Noun | Upos::Propn | Upos::Pron) && !participle
        {
            return;
        }
        let copular = |k: TokenIdx| tree.kid(k, &[Deprel::Cop]).is_some();
        // "the deal was a terrible deal": said of the subject.
        let over = matches!(tree.rel(t), Deprel::Conj | Deprel::Amod)
            .then(|| tree.head(t))
            .flatten()
            .filter(|&h| copular(h));
        let predicate = copular(t) || over.is_some();
        let negated = self.is_negated(t);
        let behind = predicate && tree.preposition(t).as_deref() == Some("behind");
        let guilt = predicate && !negated && (self.in_class("guilt", t) || behind);
        let strong = !negated && self.in_class("censure-strong", t);
        let weak = predicate && !negated && self.in_class("censure", t);
        let unfit = predicate && negated && self.in_class("fit", t);
        let praise = predicate && !negated && self.in_class("praise", t);
        if !(guilt || strong || weak || unfit || praise) || self.is_open(t) {
            return;
        }
        let Some(voice) = self.voice(t) else { return };
        let subject = if predicate {
            // "It is damning that the ministry …": said of the ministry.
            let clause = tree
                .kids_by(t, &[Deprel::Csubj, Deprel::Ccomp, Deprel::Advcl])
                .find(|&k| k > t && tree.surface_subject(k).is_some());
            let empty = tree.kid(t, &[Deprel::Expl]).is_some();
            clause
                .filter(|_| empty)
                .and_then(|k| tree.surface_subject(k))
                .or_else(|| tree.surface_subject(over.unwrap_or(t)))
        } else {
            self.judged_by_attribute(t)
        };
        let recipients = subject.map(|s| self.spoken_of(s, &voice)).unwrap_or_default();
        let named = !recipients.is_empty();
        if subject.is_some_and(|s| self.is_first_person(s))
            || guilt && !named
            || (weak || praise) && !named && !subject.is_some_and(|s| self.is_doing(s))
        {
            return;
        }
        // An attribute counts where somebody's doing is judged, not a thing or the weather.
        let thing = tree.upos(t) == Upos::Adj && !subject.is_some_and(|s| self.is_doing(s));
        if strong && !predicate && !named && thing {
            return;
        }
        let (kind, mode, cameo, rule) = if guilt {
            (EventType::Accuse, Some(Mode::Allege), "112", "lays the deed at their door")
        } else if praise {
            (EventType::Support, None, "051", "praise by somebody political")
        } else {
            (EventType::Accuse, Some(Mode::Disapprove), "111", "censure by somebody political")
        };
        self.speak(t, kind, mode, cameo, &voice, recipients, None, rule);
    }

    /// What "ridiculous" in "this ridiculous deal" or "sham" in "impeachment sham" is said of.
    pub(crate) fn judged_by_attribute(&self, t: TokenIdx) -> Option<TokenIdx> {
        let tree = self.tree;
        match tree.rel(t) {
            Deprel::Amod => tree.head(t),
            _ if tree.upos(t) == Upos::Noun => {
                tree.kid(t, &[Deprel::Compound, Deprel::Amod, Deprel::NmodPoss]).or(Some(t))
            }
            _ => None,
        }
    }

    /// "They must withdraw", "Congress needs to act", "it should never have been made".
    pub(crate) fn hear_demand(&mut self, t: TokenIdx, n_told: usize) {
        let tree = self.tree;
        if !matches!(tree.upos(t), Upos::Verb | Upos::Adj | Upos::Noun) || self.is_told_so(t) {
            return;
        }
        let aux = tree.kids_by(t, &[Deprel::Aux]).find(|&k| {
            matches!(tree.lemma(k).as_str(), "must" | "should" | "ought" | "shall")
                && !tree.form(k).eq_ignore_ascii_case("shall")
        });
        if tree.upos(t) == Upos::Verb && crate::local::is_imperative(tree, t) {
            self.hear_imperative(t, n_told);
            return;
        }
        let above = (tree.rel(t) == Deprel::Xcomp)
            .then(|| tree.head(t))
            .flatten()
            .filter(|&h| matches!(tree.lemma(h).as_str(), "need" | "have") && h < t);
        let governed = above.is_some_and(|h| {
            tree.kids_by(t, &[Deprel::Mark]).any(|k| tree.lemma(k) == "to")
                && !self.is_negated(h)
                && tree.kid(h, &[Deprel::Obj]).is_none()
                && !tree.kids_by(h, &[Deprel::Aux]).any(|k| tree.lemma(k) != "do")
        });
        if aux.is_none() && !governed {
            return;
        }
        let clause = above.filter(|_| governed).unwrap_or(t);
        let s = &tree.analysis.sentences[tree.analysis.sentence_of(t)];
        if tree.form(TokenIdx(s.end.0 - 1)) == "?"
            || tree.kids_by(clause, &[Deprel::Mark]).any(|k| tree.cue("condition", k))
        {
            return;
        }
        let Some(voice) = self.voice(clause) else { return };
        let Some(subject) = tree.surface_subject(t) else { return };
        if self.is_first_person(subject) {
            return;
        }
        let recipients = self.spoken_of(subject, &voice);
        let perfect = tree.kids_by(t, &[Deprel::Aux]).any(|k| tree.lemma(k) == "have");
        if perfect {
            if recipients.is_empty() && !tree.is_passive(t) {
                return;
            }
            let rule = "says it should have been otherwise";
            let mode = Some(Mode::Disapprove);
            self.speak(t, EventType::Accuse, mode, "111", &voice, recipients, None, rule);
            return;
        }
        let told = (0..n_told).find(|&d| self.drafts[d].head == t && !self.drafts[d].dropped);
        // "The sanctions must be lifted": of whoever can.
        let yielding = told.is_some_and(|d| {
            matches!(self.drafts[d].event_type, EventType::Retreat | EventType::Concede)
        });
        let unnamed = recipients.is_empty() && !(yielding && tree.is_passive(t));
        if unnamed || !recipients.is_empty() && self.who.look(subject).owned {
            return;
        }
        let (mode, cameo) = match told.map(|d| self.drafts[d].event_type) {
            Some(EventType::Retreat | EventType::Concede) => (Mode::Yield, "105"),
            Some(EventType::Aid | EventType::Support | EventType::Cooperate) => {
                (Mode::Assist, "102")
            }
            Some(EventType::Consult) => (Mode::Meet, "102"),
            _ => (Mode::Change, "104"),
        };
        if let Some(d) = told {
            self.drafts[d].local.hypothetical = true;
        }
        let rule = "says what they must do";
        self.speak(clause, EventType::Request, Some(mode), cameo, &voice, recipients, told, rule);
    }

    /// "Stop the bombing," one government told another.
    fn hear_imperative(&mut self, t: TokenIdx, n_told: usize) {
        let tree = self.tree;
        let Some(voice) = self.voice(t) else { return };
        let recipients = self.addressee(&voice);
        if recipients.is_empty() {
            return;
        }
        let told = (0..n_told).find(|&d| self.drafts[d].head == t && !self.drafts[d].dropped);
        if let Some(d) = told {
            let draft = &mut self.drafts[d];
            draft.local.hypothetical = true;
            draft.actors.clone_from(&recipients);
            draft.recipients.retain(|r| !recipients.iter().any(|q| same_side(q, r)));
        }
        let yielding = matches!(tree.lemma(t).as_str(), "stop" | "end" | "give" | "let" | "free")
            || told.is_some_and(|d| {
                matches!(self.drafts[d].event_type, EventType::Retreat | EventType::Concede)
            });
        let (mode, cameo) = if yielding { (Mode::Yield, "105") } else { (Mode::Change, "104") };
        let rule = "tells them what to do";
        self.speak(t, EventType::Request, Some(mode), cameo, &voice, recipients, told, rule);
    }

    /// "They will have big problems", "we will not tolerate it".
    pub(crate) fn hear_menace(&mut self, t: TokenIdx) {
        let tree = self.tree;
        if tree.upos(t) != Upos::Verb || self.is_told_so(t) {
            return;
        }
        let future = tree
            .kids_by(t, &[Deprel::Aux])
            .any(|k| tree.cue("future", k) || tree.lemma(k) == "would")
            || (tree.rel(t) == Deprel::Xcomp
                && tree
                    .head(t)
                    .is_some_and(|h| tree.lemma(h) == "go" && tree.xpos(h) == Xpos::Vbg));
        if !future {
            return;
        }
        let negated = self.is_negated(t);
        let warned = self.warns_of_own(t);
        let refused = negated && self.in_class("tolerate", t);
        let borne = !negated
            && (tree.lemma(t) == "regret"
                || self.in_class("bear-menace", t)
                    && tree.kids_by(t, &[Deprel::Obj]).any(|k| self.in_class("menace", k)));
        if !refused && !borne && !warned {
            return;
        }
        let Some(voice) = self.voice(t) else { return };
        let Some(subject) = tree.surface_subject(t) else { return };
        // "Lithuania will not accept it", said by another.
        let other = |p: Participant| p.entity.code.country != voice.who.entity.code.country;
        if refused && self.who.find(subject).participant.is_some_and(other) {
            return;
        }
        let mut recipients = Vec::new();
        if borne {
            if self.is_first_person(subject) {
                return;
            }
            recipients = self.spoken_of(subject, &voice);
        } else {
            // "Warned that its navy would fire": the navy is not whom it threatens.
            let others: &[Deprel] = if warned {
                &[Deprel::Obj, Deprel::Ccomp]
            } else {
                &[Deprel::Obj, Deprel::Nsubj, Deprel::Ccomp]
            };
            for k in tree.kids_by(t, others) {
                recipients.extend(self.spoken_of(k, &voice));
            }
        }
        if recipients.is_empty() {
            recipients = self.addressee(&voice);
        }
        if recipients.is_empty() && warned {
            // "Warned that if the town did not yield …": those of whom it is asked.
            for k in tree.kids_by(t, &[Deprel::Advcl]) {
                recipients.extend(
                    tree.surface_subject(k).into_iter().flat_map(|s| self.spoken_of(s, &voice)),
                );
            }
        }
        if recipients.is_empty() && (refused || warned) {
            return;
        }
        let told = self
            .drafts
            .iter()
            .position(|x| x.head == t && !x.dropped && warned && x.event_type.quad().number() == 4);
        let (mode, cameo) = match told.map(|d| self.drafts[d].event_type) {
            Some(EventType::Assault) => (Some(Mode::Violence), "138"),
            Some(EventType::Sanction) => (Some(Mode::Relations), "131"),
            Some(EventType::Coerce) => (Some(Mode::Restrict), "132"),
            _ if warned && self.is_of_ties(t) => (Some(Mode::Relations), "131"),
            _ => (None, "130"),
        };
        if let Some(d) = told {
            self.drafts[d].local.hypothetical = true;
            self.drafts[d].actors = vec![voice.who.clone()];
        }
        let rule = "tells what will come of it";
        self.speak(t, EventType::Threaten, mode, cameo, &voice, recipients, told, rule);
    }

    /// Whether a sense of the word has used up how it is told.
    fn is_told_so(&self, t: TokenIdx) -> bool {
        self.acts.at(t).is_some_and(|i| self.sense(i).told.is_some())
    }

    /// "Warned that they would resume the work": of what the speaker would do.
    fn warns_of_own(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        let Some(warner) = self.tree.warner_above(t) else { return false };
        let Some(subject) = tree.surface_subject(t) else { return false };
        let Some(speaker) = self.who.find(warner).participant else { return false };
        // "Warned Cyprus that the navy would stop any ship": its own navy.
        let forces = |p: &Participant| {
            let own = [Deprel::Amod, Deprel::Compound, Deprel::NmodPoss, Deprel::Nmod];
            let bare = tree.cue("arm-of-state", subject) && tree.kid(subject, &own).is_none();
            let country = &p.entity.code.country;
            governs(&speaker) && (bare || governs(p) && *country == speaker.entity.code.country)
        };
        let own = self.is_first_person(subject)
            || self.who.participants(subject).iter().any(|p| same_side(p, &speaker) || forces(p));
        // "Warned Israel it would review the treaty": who warns would.
        let pronoun = matches!(tree.lemma(subject).as_str(), "it" | "they" | "he" | "she")
            && !tree.is_passive(t)
            && !self.in_class("bear-menace", t);
        (own || pronoun) && (tree.rel(t) == Deprel::Ccomp || tree.says_that(t))
    }

    /// Object of the verb of speech ("warned Mexico that …").
    pub(crate) fn addressee(&self, voice: &Voice) -> Vec<Participant> {
        let Some(verb) = self.tree.head(voice.head) else { return Vec::new() };
        let addressed = self.tree.kids_by(verb, &[Deprel::Obj, Deprel::Iobj]);
        addressed.flat_map(|k| self.spoken_of(k, voice)).collect()
    }

    #[expect(clippy::too_many_arguments, reason = "one row of an event, spelled out")]
    pub(crate) fn speak(
        &mut self,
        head: TokenIdx,
        event_type: EventType,
        mode: Option<Mode>,
        cameo: &str,
        voice: &Voice,
        recipients: Vec<Participant>,
        about: Option<usize>,
        rule: &str,
    ) {
        let sentence = |t: TokenIdx| self.tree.analysis.sentence_of(t);
        let told = self.drafts.iter().any(|x| {
            !x.dropped
                && x.event_type == event_type
                && sentence(x.head) == sentence(head)
                && (x.head == head
                    || x.actors.iter().any(|a| same_side(a, &voice.who))
                        && (recipients.is_empty()
                            || x.recipients
                                .iter()
                                .any(|r| recipients.iter().any(|q| same_side(q, r)))))
        });
        if told {
            return;
        }
        self.drafts.push(Draft {
            event_type,
            modes: mode.into_iter().collect(),
            cameo: Some(cameo.to_owned()),
            own_type: None,
            contexts: Vec::new(),
            actors: vec![voice.who.clone()],
            recipients,
            status: Status::Happened,
            about,
            head,
            trigger: self.tree.analysis.token(head).span,
            nominal: false,
            loose: false,
            local: Local::default(),
            planned_if_dated: false,
            dropped: false,
            denied: false,
            same_as: None,
            happening: None,
            is_likely: false,
            why: vec![format!("speech: {rule}")],
        });
    }
}
