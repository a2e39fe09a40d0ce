//! Nouns for acts in, drafts of acts that the story tells in full elsewhere out.
//!
//! "Israel struck Rafah on Monday. … Fighting eased at dusk": a noun that names no side, or one of
//! the two, is the act that the same document tells with its sides, and is coded again in its
//! sentence. Which nouns name which acts stands in `data/lang/en/classes/act-*.txt`.
//!
//! It takes no noun that only labels ("strike force", "threat of attack"), none that is denied,
//! sought or feared, and none whose own sides are not those of the act. It never crosses documents.

use model::{Deprel, EventType, Mode, Participant, Status, TokenIdx, Upos};

use crate::{
    compose::{Composer, Draft, same_side},
    local,
};

/// Kinds of act that a story comes back to by a noun, and the class of those nouns.
const KINDS: [(EventType, Option<Mode>, &str); 17] = [
    (EventType::Assault, None, "act-assault"),
    (EventType::Consult, None, "act-consult"),
    (EventType::Agree, None, "act-agree"),
    (EventType::Protest, None, "act-protest"),
    (EventType::Sanction, None, "act-sanction"),
    (EventType::Accuse, Some(Mode::Investigate), "act-investigate"),
    (EventType::Accuse, Some(Mode::Allege), "act-allege"),
    (EventType::Accuse, Some(Mode::Disapprove), "act-disapprove"),
    (EventType::Coerce, None, "act-coerce"),
    (EventType::Aid, None, "act-aid"),
    (EventType::Mobilize, None, "act-mobilize"),
    (EventType::Retreat, None, "act-retreat"),
    (EventType::Concede, None, "act-concede"),
    (EventType::Threaten, None, "act-threaten"),
    (EventType::Cooperate, None, "act-cooperate"),
    (EventType::Support, None, "act-support"),
    (EventType::Request, None, "act-request"),
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
        if local.negated || local.hypothetical || self.is_told_here(t, before) {
            return;
        }
        let mut again = self.drafts[before].clone();
        again.head = t;
        again.trigger = self.tree.analysis.token(t).span;
        again.nominal = true;
        again.about = None;
        again.local = local;
        if local.planned {
            again.status = Status::Planned;
        }
        again.same_as = Some(before);
        again.why = vec![format!(
            "takes up what sentence {} tells in full",
            self.tree.analysis.sentence_of(self.drafts[before].head) + 1
        )];
        let tr = self.tree;
        again.why.push(format!(
            "RT lemma={} rel={:?} prep={} hl={} det={} named={} same={} kind={:?} far={}",
            tr.lemma(t),
            tr.rel(t),
            tr.preposition(t).unwrap_or_default(),
            tr.head(t).map(|h| tr.lemma(h)).unwrap_or_default(),
            tr.kids_by(t, &[Deprel::Det]).next().map(|k| tr.lemma(k)).unwrap_or_default(),
            self.parties_of(t).len(),
            tr.lemma(self.drafts[before].head) == tr.lemma(t),
            again.event_type,
            tr.analysis.sentence_of(t) as i64
                - tr.analysis.sentence_of(self.drafts[before].head) as i64,
        ));
        self.drafts.push(again);
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
            || matches!(draft.event_type, EventType::Consult | EventType::Cooperate | EventType::Agree) && draft.actors.len() > 1
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
        let noun = tree.upos(t) == Upos::Noun
            && !matches!(tree.rel(t), Deprel::Compound | Deprel::Flat | Deprel::NmodPoss)
            && KINDS.iter().any(|(_, _, class)| self.in_class(class, t));
        if !noun || self.drafts.iter().any(|x| x.head == t && !x.dropped) {
            return false;
        }
        let other = tree.kids_by(t, &[Deprel::Det, Deprel::Amod]).any(|k| {
            matches!(
                tree.lemma(k).as_str(),
                "no" | "any"
                    | "another"
                    | "each"
                    | "every"
                    | "some"
                    | "other"
                    | "further"
                    | "future"
                    | "new"
                    | "next"
                    | "more"
                    | "such"
                    | "potential"
                    | "possible"
                    | "similar"
            )
        });
        !other && !self.is_content(t)
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
                    "do" | "begin" | "continue" | "stop" | "say" | "accuse" | "judge-against"
                        | "judge-for" | "investigate" | "admit"
                )
            }) {
                return true;
            }
            at = above;
        }
        false
    }

    /// Parties that the noun itself names, by word before it or preposition after it.
    fn parties_of(&self, t: TokenIdx) -> Vec<Participant> {
        let tree = self.tree;
        let near = [
            Deprel::NmodPoss,
            Deprel::Amod,
            Deprel::Compound,
            Deprel::Nmod,
            Deprel::NmodDesc,
            Deprel::NmodUnmarked,
        ];
        tree.kids_by(t, &near)
            .flat_map(|k| tree.coordinated(k))
            .filter_map(|k| self.who.find(k).participant)
            .filter(|p| p.entity.code.country.is_some())
            .collect()
    }

    /// The act of a kind that the noun takes up: all parties that it names are among its sides.
    fn fullest(
        &self,
        t: TokenIdx,
        kind: EventType,
        mode: Option<Mode>,
        named: &[Participant],
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
                    && named.iter().all(|p| is_side_of(x, p))
                    && (kind != EventType::Agree || self.is_deal(x))
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
        let lemma = self.tree.lemma(x.head);
        self.in_class("act-agree", x.head)
            || matches!(lemma.as_str(), "agree" | "strike" | "reach" | "sign" | "clinch")
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

fn is_side_of(act: &Draft, p: &Participant) -> bool {
    act.actors.iter().chain(&act.recipients).any(|q| {
        same_side(p, q) || p.entity.code.country == q.entity.code.country
    })
}
