//! Nouns for acts in, drafts of acts that the story tells in full elsewhere out.
//!
//! "Israel struck Rafah on Monday. … Fighting eased at dusk": a noun that names no side, or one of
//! the two, is the act that the same document tells with its sides, and is coded again in its
//! sentence. Which nouns name which acts stands in `data/lang/en/classes/act-*.txt`.
//!
//! A bargain is taken up only where the clause is about it ("the deal fell through"), and nothing is
//! taken up before it is told, unless by its own word.
//!
//! It takes no noun that only labels ("strike force", "threat of attack"), none that is denied,
//! sought or feared, and none whose own sides are not those of the act. It never crosses documents.

use model::{Deprel, EventType, Mode, Participant, Status, TokenIdx, Upos, Xpos};

use crate::{
    compose::{Composer, Draft, same_side},
    local,
};

/// Kinds of act that a story comes back to by a noun, and the class of those nouns.
const KINDS: [(EventType, Option<Mode>, &str); 12] = [
    (EventType::Assault, None, "act-assault"),
    (EventType::Consult, None, "act-consult"),
    (EventType::Agree, None, "act-agree"),
    (EventType::Protest, None, "act-protest"),
    (EventType::Sanction, None, "act-sanction"),
    (EventType::Accuse, Some(Mode::Investigate), "act-investigate"),
    (EventType::Accuse, Some(Mode::Disapprove), "act-disapprove"),
    (EventType::Coerce, None, "act-coerce"),
    (EventType::Aid, None, "act-aid"),
    (EventType::Mobilize, None, "act-mobilize"),
    (EventType::Retreat, None, "act-retreat"),
    (EventType::Cooperate, None, "act-cooperate"),
];

impl Composer<'_, '_, '_> {
    /// Adds a draft for every noun that takes up an act told in full; runs on settled drafts.
    pub(crate) fn retell(&mut self) {
        let told: Vec<usize> =
            (0..self.drafts.len()).filter(|&d| self.is_told_in_full(d)).collect();
        if told.is_empty() {
            return;
        }
        for t in (0..self.tree.analysis.tokens.len() as u32).map(TokenIdx) {
            if !self.may_retell(t) {
                continue;
            }
            let named = self.parties_of(t);
            let fits = KINDS.iter().filter(|(_, _, class)| self.in_class(class, t));
            let found = fits
                .filter_map(|&(kind, mode, _)| self.fullest(t, kind, mode, &named, &told))
                .max_by_key(|&(score, d)| (score, std::cmp::Reverse(d)));
            let Some((_, before)) = found else { continue };
            self.tell_again(t, before);
        }
    }

    fn tell_again(&mut self, t: TokenIdx, before: usize) {
        let local = local::read(self.tree, t, false);
        if local.negated || local.hypothetical || local.purpose || self.is_told_here(t, before) {
            return;
        }
        let mut again = self.drafts[before].clone();
        again.head = t;
        again.trigger = self.tree.analysis.token(t).span;
        again.nominal = true;
        again.about = None;
        again.local = local;
        again.planned_if_dated = false;
        if local.planned {
            again.status = Status::Planned;
        }
        again.same_as = Some(before);
        again.why = vec![format!(
            "takes up what sentence {} tells in full",
            self.tree.analysis.sentence_of(self.drafts[before].head) + 1
        )];
        // "Nine were wounded in the attack": one use of force.
        let here = |x: &Draft| {
            !x.dropped
                && x.event_type == EventType::Assault
                && again.event_type == EventType::Assault
                && self.one_assault(x, &again)
        };
        if !self.drafts.iter().any(here) {
            self.drafts.push(again);
        }
    }

    /// An act with its sides, which words say or the story makes sure.
    fn is_told_in_full(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let coded = |list: &[Participant]| {
            !list.is_empty() && list.iter().all(|p| p.entity.code.country.is_some())
        };
        let alone = matches!(
            draft.event_type,
            EventType::Protest | EventType::Mobilize | EventType::Retreat | EventType::Concede
        );
        let both = coded(&draft.recipients)
            || matches!(
                draft.event_type,
                EventType::Consult | EventType::Cooperate | EventType::Agree
            ) && draft.actors.len() > 1
            || alone && draft.recipients.is_empty();
        !draft.dropped
            && !draft.loose
            && matches!(draft.status, Status::Happened | Status::Planned)
            && coded(&draft.actors)
            && both
    }

    /// A noun by itself, that nothing else codes and no other act has for its content.
    fn may_retell(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        // "Fighting eased", read as a verb.
        let gerund = tree.xpos(t) == Xpos::Vbg && tree.rel(t) == Deprel::Csubj;
        let noun = (tree.upos(t) == Upos::Noun || gerund)
            && !matches!(tree.rel(t), Deprel::Compound | Deprel::Flat | Deprel::NmodPoss)
            && KINDS.iter().any(|(_, _, class)| self.in_class(class, t));
        if !noun || self.drafts.iter().any(|x| x.head == t && !x.dropped) {
            return false;
        }
        let other =
            tree.kids_by(t, &[Deprel::Det, Deprel::Amod]).any(|k| tree.cue("another-one", k));
        // "There is talk that", "a resumption of talks".
        let label = tree.lemma(t) == "talk" && tree.xpos(t) == Xpos::Nn
            || tree.rel(t) == Deprel::Nmod && tree.head(t).is_some_and(|h| tree.cue("to-come", h));
        !other && !label && !self.is_content(t)
    }

    /// Whether an act that asks, refuses, fears or the like governs `t`.
    fn is_content(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        let mut at = t;
        for above in tree.ancestors(t) {
            let passes = matches!(
                tree.rel(at),
                Deprel::Obj | Deprel::Obl | Deprel::Conj | Deprel::Xcomp | Deprel::Ccomp
            ) || tree.rel(at) == Deprel::Nmod
                && matches!(tree.preposition(at).as_deref(), Some("of" | "for" | "to"));
            if !passes {
                return false;
            }
            let operator = self.acts.at(above).and_then(|i| self.operator(i));
            if operator.is_some_and(|o| {
                !matches!(
                    o.name.as_str(),
                    "do" | "begin"
                        | "continue"
                        | "stop"
                        | "say"
                        | "accuse"
                        | "judge-against"
                        | "judge-for"
                        | "investigate"
                        | "admit"
                )
            }) {
                return true;
            }
            at = above;
        }
        false
    }

    /// Parties that the noun itself names, by word before it or preposition after it, and the one
    /// that the clause makes act on it ("Syria held talks").
    fn parties_of(&self, t: TokenIdx) -> Vec<(Side, Participant)> {
        let tree = self.tree;
        let near = [
            Deprel::NmodPoss,
            Deprel::Amod,
            Deprel::Compound,
            Deprel::Nmod,
            Deprel::NmodDesc,
            Deprel::NmodUnmarked,
        ];
        let mut named = Vec::new();
        for k in tree.kids_by(t, &near) {
            let side = match (tree.rel(k), tree.preposition(k).as_deref()) {
                (Deprel::NmodPoss, _) | (_, Some("by" | "from")) => Side::Actor,
                (_, Some("on" | "against" | "in" | "at" | "to")) => Side::Recipient,
                _ => Side::Either,
            };
            named.extend(tree.coordinated(k).into_iter().map(|k| (side, k)));
        }
        let verb = tree.head(t).filter(|_| tree.rel(t) == Deprel::Obj);
        if let Some(doer) = verb.and_then(|v| tree.surface_subject(v))
            && verb.is_some_and(|v| self.is_light(v))
        {
            named.push((Side::Actor, doer));
        }
        named
            .into_iter()
            .filter_map(|(side, k)| Some((side, self.who.find(k).participant?)))
            .filter(|(_, p)| p.entity.code.country.is_some())
            .collect()
    }

    /// "Hold", "launch", "have": the noun says what is done.
    fn is_light(&self, v: TokenIdx) -> bool {
        let operator = self.acts.at(v).and_then(|i| self.operator(i));
        self.tree.cue("light", v)
            || operator.is_some_and(|o| matches!(o.name.as_str(), "do" | "begin" | "continue"))
    }

    /// Whether the clause is about the noun; what is praised, broken or asked about is only named.
    fn is_topic(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        let above = tree.head(t);
        let verbal = above.is_some_and(|h| tree.upos(h) == Upos::Verb);
        match tree.rel(t) {
            Deprel::Nsubj | Deprel::NsubjPass => verbal,
            Deprel::Obj => above.is_some_and(|h| tree.cue("telling-of-deal", h)),
            Deprel::Nmod => matches!(tree.preposition(t).as_deref(), Some("of")),
            _ => false,
        }
    }

    /// The act of a kind that the noun takes up: all parties that it names are among its sides.
    fn fullest(
        &self,
        t: TokenIdx,
        kind: EventType,
        mode: Option<Mode>,
        named: &[(Side, Participant)],
        told: &[usize],
    ) -> Option<(i64, usize)> {
        let tree = self.tree;
        let lemma = tree.lemma(t);
        let sentence = |t: TokenIdx| tree.analysis.sentence_of(t) as i64;
        told.iter()
            .map(|&d| (d, &self.drafts[d]))
            .filter(|(_, x)| {
                x.event_type == kind
                    && mode.is_none_or(|m| x.modes.contains(&m))
                    && x.head != t
                    && named.iter().all(|(side, p)| side.of(x, p))
                    && (kind != EventType::Agree || self.is_deal(x) && self.is_topic(t))
                    && (x.head < t || tree.lemma(x.head) == lemma)
            })
            .map(|(d, x)| {
                let far = sentence(t) - sentence(x.head);
                let same = i64::from(tree.lemma(x.head) == lemma);
                let score = 8 * same - far.abs() - 4 * i64::from(far < 0);
                (score, d)
            })
            .max_by_key(|&(score, d)| (score, std::cmp::Reverse(d)))
    }

    /// A bargain of two sides, as "the deal" takes up; "will visit" is a promise of one.
    fn is_deal(&self, x: &Draft) -> bool {
        self.in_class("act-agree", x.head) || self.tree.cue("dealing", x.head)
    }

    /// Whether the sentence of `t` tells the act already.
    fn is_told_here(&self, t: TokenIdx, before: usize) -> bool {
        let act = &self.drafts[before];
        let here = self.tree.analysis.sentence_of(t);
        let codes = |list: &[Participant]| {
            let mut c: Vec<_> = list.iter().map(|p| p.entity.code.clone()).collect();
            c.sort();
            c
        };
        self.drafts.iter().any(|x| {
            !x.dropped
                && x.event_type == act.event_type
                && self.tree.analysis.sentence_of(x.head) == here
                && codes(&x.actors) == codes(&act.actors)
                && codes(&x.recipients) == codes(&act.recipients)
        })
    }
}

/// The side on which a party is named.
#[derive(Clone, Copy)]
enum Side {
    Actor,
    Recipient,
    Either,
}

impl Side {
    /// Whether the party stands on this side of the act; acts that both do have one side.
    fn of(self, act: &Draft, p: &Participant) -> bool {
        let same =
            |q: &Participant| same_side(p, q) || p.entity.code.country == q.entity.code.country;
        let (actor, recipient) = (act.actors.iter().any(same), act.recipients.iter().any(same));
        match self {
            _ if act.recipients.is_empty() => actor,
            Side::Actor => actor,
            Side::Recipient => recipient,
            Side::Either => actor || recipient,
        }
    }
}
