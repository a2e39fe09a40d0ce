//! What a party says in one sentence in, what it does by saying it out: reproach, praise, demand,
//! threat, or nothing.
//!
//! "They are capitalising on the attacks, the minister said": no single word of it carries the
//! reproach. What the words weigh by our own lists (classes of `data/lang/en/classes/`), who is
//! spoken of, and how far they stand apart is summed by a small fitted table
//! (`models/en/utterance.tsv`), and an act is made only where the sum is sure enough and the acts
//! found by other means say nothing yet.
//!
//! It never looks at a word that is in none of our lists, and never weighs the reporter's own words.

use std::sync::OnceLock;

use model::{Deprel, EventType, Mode, Participant, Span, TokenIdx, Upos};

use crate::{
    compose::{Composer, same_side},
    sides::{critics, governs, rivals},
    voice::Voice,
    weights::Weights,
};

/// What one party says in one sentence.
pub(crate) struct Utterance {
    pub(crate) voice: Voice,
    /// Whom the words are about, the first that is not the speaker's own side.
    pub(crate) others: Vec<Participant>,
    /// Predicate of what is said.
    pub(crate) head: TokenIdx,
    pub(crate) features: Vec<String>,
}

/// An utterance as it leaves the room, for fitting.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Code of the speaker's country, if known.
    pub country: Option<String>,
    /// Bytes of the sentence.
    pub sentence: Span,
    /// What the weighing looked at, sorted.
    pub features: Vec<String>,
    /// Types of the acts that the sentence already gives the speaker.
    pub told: Vec<EventType>,
}

const CLASSES: [&str; 13] = [
    "blame",
    "censure",
    "censure-strong",
    "contending",
    "crime",
    "feeling",
    "fit",
    "guilt",
    "menace",
    "praise",
    "tolerate",
    "wrongdoing",
    "demand",
];

/// How sure the sum must be.
const SURE: f32 = 0.6;

impl Composer<'_, '_, '_> {
    /// What is said in sentence `s`, one for each speaker.
    pub(crate) fn utterances(&self, s: usize) -> Vec<Utterance> {
        let tree = self.tree;
        let sentence = &tree.analysis.sentences[s];
        let mut found: Vec<(Voice, Vec<TokenIdx>)> = Vec::new();
        for t in sentence.tokens() {
            if matches!(tree.upos(t), Upos::Punct) {
                continue;
            }
            let Some(head) = self.tree.teller(t) else { continue };
            if let Some((_, tokens)) = found.iter_mut().find(|(v, _)| v.head == head) {
                tokens.push(t);
            } else if let Some(voice) = self.voice_of(head) {
                found.push((voice, vec![t]));
            }
        }
        found.into_iter().filter_map(|(voice, tokens)| self.utterance(voice, &tokens)).collect()
    }

    fn utterance(&self, voice: Voice, tokens: &[TokenIdx]) -> Option<Utterance> {
        let tree = self.tree;
        let within = |t: TokenIdx| tokens.binary_search(&t).is_ok();
        let head = tokens
            .iter()
            .copied()
            .filter(|&t| t != voice.head)
            .find(|&t| tree.head(t).is_none_or(|h| !within(h)))?;
        let mut others: Vec<Participant> = Vec::new();
        let mut places: Vec<&str> = Vec::new();
        for &t in tokens {
            if !matches!(tree.upos(t), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Adj) {
                continue;
            }
            let mut spoken = self.spoken_of(t, &voice);
            spoken.retain(|p| !same_side(p, &voice.who));
            if spoken.is_empty() {
                continue;
            }
            places.push(match tree.rel(t) {
                Deprel::Nsubj | Deprel::NsubjPass => "subject",
                Deprel::NmodPoss => "owner",
                Deprel::Obj | Deprel::Iobj => "object",
                _ => "other",
            });
            if others.is_empty() {
                others = spoken;
            }
        }
        let mut f = vec!["bias".to_owned()];
        let mut add = |x: String| f.push(x);
        for p in &places {
            add(format!("other={p}"));
        }
        let relation = match others.first() {
            None => "none",
            Some(p) if critics(&voice.who, p) => "critic",
            Some(p) if p.entity.code.country == voice.who.entity.code.country => "home",
            Some(p) if governs(p) && governs(&voice.who) => "states",
            Some(p) if rivals(&voice.who, p) => "abroad",
            Some(_) => "far",
        };
        add(format!("relation={relation}"));
        let sector = voice.who.entity.code.sectors.first().map_or("-", |s| s.as_str());
        add(format!("voice={sector}"));
        let span = tree.analysis.token(head).span;
        let quoted = tree.analysis.quotes.iter().any(|q| q.span.contains(span));
        add(format!("quoted={quoted}"));
        let cue = tree.head(voice.head).map_or("", |v| tree.lemma(v));
        add(format!("cue={cue}"));
        let length = match tokens.len() {
            0..=6 => "short",
            7..=18 => "middle",
            _ => "long",
        };
        add(format!("length={length}"));
        let (mut bad, mut good) = (0, 0);
        for &t in tokens {
            let negated = self.is_negated(t);
            let sign = if negated { "not:" } else { "" };
            for class in CLASSES {
                if self.in_class(class, t) {
                    add(format!("{sign}{class}"));
                    add(format!("{sign}{class}|{relation}"));
                    match class {
                        "fit" | "praise" if negated => bad += 1,
                        "fit" | "praise" => good += 1,
                        "feeling" | "demand" | "contending" | "tolerate" => {}
                        _ if negated => {}
                        _ => bad += 1,
                    }
                }
            }
            let lemma = tree.lemma(t);
            let upos = tree.upos(t);
            if upos == Upos::Aux || lemma == "need" {
                let whose = tree.head(t).and_then(|h| tree.surface_subject(h)).map_or("-", |x| {
                    if self.is_first_person(x) {
                        "own"
                    } else if self.spoken_of(x, &voice).is_empty() {
                        "none"
                    } else {
                        "other"
                    }
                });
                if matches!(
                    lemma.as_str(),
                    "must"
                        | "should"
                        | "will"
                        | "would"
                        | "can"
                        | "could"
                        | "need"
                        | "may"
                        | "might"
                ) {
                    add(format!("modal={lemma}|{whose}"));
                }
            }
            if matches!(
                lemma.as_str(),
                "too"
                    | "never"
                    | "even"
                    | "only"
                    | "far"
                    | "but"
                    | "instead"
                    | "while"
                    | "no"
                    | "without"
                    | "if"
                    | "because"
                    | "why"
                    | "nothing"
                    | "still"
                    | "against"
            ) {
                add(format!("word={lemma}"));
            }
            if tree.cue("negation", t) {
                add("negation".to_owned());
            }
            if upos == Upos::Pron {
                let form = tree.form(t).to_lowercase();
                if matches!(
                    form.as_str(),
                    "we" | "i" | "you" | "us" | "our" | "their" | "they" | "this" | "that"
                ) {
                    add(format!("pron={form}"));
                }
            }
        }
        add(format!("bad={}", bad.min(4)));
        add(format!("bad={}|{relation}", bad.min(4)));
        add(format!("bad={}|good={}", bad.min(3), good.min(2)));
        for d in self.drafts.iter().filter(|d| !d.dropped && within(d.head)) {
            let by_other = d.actors.iter().any(|a| others.iter().any(|o| same_side(a, o)));
            let by_own = d.actors.iter().any(|a| same_side(a, &voice.who));
            let who = if by_own {
                "own"
            } else if by_other {
                "other"
            } else {
                "none"
            };
            add(format!("act={}|{who}", d.event_type));
            add(format!("quad={}|{who}", d.event_type.quad().number()));
        }
        let sentence = &tree.analysis.sentences[tree.analysis.sentence_of(head)];
        if tree.form(TokenIdx(sentence.end.0 - 1)) == "?" {
            add("question".to_owned());
        }
        f.sort_unstable();
        f.dedup();
        Some(Utterance { voice, others, head, features: f })
    }

    /// Types of the acts that sentence `s` gives a speaker so far.
    pub(crate) fn told_by(&self, s: usize, voice: &Voice) -> Vec<EventType> {
        let mut types: Vec<EventType> = self
            .drafts
            .iter()
            .filter(|d| !d.dropped && self.tree.analysis.sentence_of(d.head) == s)
            .filter(|d| d.actors.iter().any(|a| same_side(a, &voice.who)))
            .map(|d| d.event_type)
            .collect();
        types.sort_unstable();
        types.dedup();
        types
    }

    /// Adds what the sum of the words says a party does by speaking.
    pub(crate) fn hear_whole(&mut self, s: usize) {
        static TABLE: OnceLock<Weights> = OnceLock::new();
        let table =
            TABLE.get_or_init(|| Weights::read(include_str!("../../../models/en/utterance.tsv")));
        for u in self.utterances(s) {
            let scores = table.scores(&u.features);
            let of = |label: &str| scores.iter().find(|x| x.0 == label).map_or(-9.0, |x| x.1);
            let told = self.told_by(s, &u.voice);
            let rest = ["NONE", "REQUEST", "SUPPORT", "THREATEN"].map(of);
            let spoken = |t: &EventType| {
                matches!(
                    t,
                    EventType::Accuse
                        | EventType::Reject
                        | EventType::Request
                        | EventType::Support
                        | EventType::Threaten
                )
            };
            if rest.iter().any(|r| of("ACCUSE") - r < SURE)
                || u.others.is_empty()
                || told.iter().any(spoken)
            {
                continue;
            }
            let mode = Some(Mode::Disapprove);
            let rule = "the whole of what is said weighs as a reproach";
            let n = self.drafts.len();
            // Of several who are named, the one that the words are about.
            let subject = self.tree.surface_subject(u.head);
            let about = subject.map(|x| self.spoken_of(x, &u.voice)).unwrap_or_default();
            let others = if about.is_empty() { u.others } else { about };
            self.speak(u.head, EventType::Accuse, mode, "111", &u.voice, others, None, rule);
            // Nothing is recalled from what only weighs as a reproach.
            for draft in &mut self.drafts[n..] {
                draft.loose = true;
            }
        }
    }
}
