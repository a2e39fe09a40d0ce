//! An event type in, for each sentence what kept an event of it from coming out.
//!
//! "Mexico's president ruled out US strikes" has no asserted ASSAULT: "strikes" made one, and the
//! operator *refuse* of "ruled out" left it hypothetical. Every line is read off the record that the
//! coder keeps while it codes (senses that missed, operators applied, reasons of drafts); nothing is
//! coded a second time in another way.
//!
//! It never says what a sentence should be coded as.

use std::fmt::Write as _;

use knowledge::{Knowledge, Pos, Sense};
use model::{Analysis, Document, EventType, Mode, Span, Status, TokenIdx, Upos};

use crate::{
    Dated,
    acts::{Acts, name_of},
    compose::{Composer, Draft},
    draft, gaps,
    miss::{Miss, Reason},
    tree::Tree,
    who::Who,
};

/// What became of one event type in one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Index of the sentence.
    pub sentence: usize,
    /// Triggers of the asserted events of the type that did come out, in bytes.
    pub asserted: Vec<(Span, Status)>,
    /// What stood in the way of others, one line each, in reading order; never empty where nothing
    /// came out.
    pub lines: Vec<String>,
}

/// Phrases of one word that are named before the rest is counted.
const N_PHRASES_NAMED: usize = 6;

/// Headwords named as near in spelling.
const N_NEAR: usize = 5;

/// For each sentence, in order, why no (other) event of the type and mode came out.
pub fn why_not(
    document: &Document,
    analysis: &Analysis,
    knowledge: &Knowledge,
    event_type: EventType,
    mode: Option<Mode>,
    own_type: Option<&str>,
) -> Vec<Absence> {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    let acts = Acts::find(&tree, &who, true);
    let drafts = draft(&tree, &who, &acts, document);
    let asked =
        Asked { tree: &tree, who: &who, acts: &acts, drafts: &drafts, event_type, mode, own_type };
    (0..analysis.sentences.len()).map(|s| asked.sentence(document, s)).collect()
}

struct Asked<'c, 't, 'a> {
    tree: &'t Tree<'a>,
    who: &'c Who<'t, 'a>,
    acts: &'c Acts,
    drafts: &'c [Dated],
    event_type: EventType,
    mode: Option<Mode>,
    own_type: Option<&'c str>,
}

impl Asked<'_, '_, '_> {
    fn sentence(&self, document: &Document, s: usize) -> Absence {
        let here = |t: TokenIdx| self.tree.analysis.sentence_of(t) == s;
        let mut absence = Absence { sentence: s, asserted: Vec::new(), lines: Vec::new() };
        let mut heads = Vec::new();
        for (d, dated) in self.drafts.iter().enumerate() {
            let draft = &dated.draft;
            let of_type =
                draft.event_type == self.event_type && self.is_own(draft.own_type.as_deref());
            if !of_type || !here(draft.head) {
                continue;
            }
            heads.push(draft.head);
            match self.of_draft(document, d, draft) {
                Some(line) => absence.lines.push(line),
                None => absence.asserted.push((draft.trigger, draft.status)),
            }
        }
        for (i, act) in self.acts.list.iter().enumerate() {
            if here(act.head) && !heads.contains(&act.head) {
                absence.lines.extend(self.of_act(i));
            }
        }
        let misses = self.acts.misses.iter();
        let misses: Vec<&Miss> =
            misses.filter(|m| here(m.head) && !heads.contains(&m.head)).collect();
        let nothing_told = absence.lines.is_empty();
        let lines = self.of_misses(&misses);
        let only_phrases = nothing_told && lines.iter().all(|l| l.contains(" is no part of "));
        absence.lines.extend(lines);
        if absence.asserted.is_empty() && only_phrases {
            absence.lines.extend(self.nearest(s));
        }
        absence
    }

    fn word(&self, t: TokenIdx) -> String {
        format!("“{}”", self.tree.form(t))
    }

    /// Whether no type of the user's own is asked for, or this one.
    fn is_own(&self, own_type: Option<&str>) -> bool {
        self.own_type.is_none() || self.own_type == own_type
    }

    /// Whether a sense reports the type, by itself or through its operator.
    fn can_give(&self, sense: &Sense) -> bool {
        if self.own_type.is_some() {
            return self.is_own(sense.own_type.as_deref());
        }
        let operator = sense.operator.as_deref().and_then(|o| self.tree.knowledge.operators.get(o));
        sense.event == Some(self.event_type)
            || operator.is_some_and(|o| o.rows.iter().any(|r| r.event == Some(self.event_type)))
    }

    /// What kept a draft of the type from being an asserted event; `None` where nothing did.
    fn of_draft(&self, document: &Document, d: usize, draft: &Draft) -> Option<String> {
        let text = &document.text;
        let asked = self.own_type.unwrap_or(self.event_type.as_str());
        let what = format!("{asked} [{}]", draft.trigger.of(text));
        if draft.dropped {
            let why = draft.why.iter().rev().find(|w| w.starts_with("left out"));
            return Some(format!("{what} {}", why.map_or("left out", String::as_str)));
        }
        if document.furniture.iter().any(|f| f.overlaps(draft.trigger)) {
            return Some(format!(
                "{what} stands in words that are not of the report (menus, prompts, captions)"
            ));
        }
        if let Some(mode) = self.mode.filter(|m| !draft.modes.contains(m)) {
            let modes: Vec<&str> = draft.modes.iter().map(|m| m.as_str()).collect();
            let has = if modes.is_empty() { "no mode".to_owned() } else { modes.join(", ") };
            let frame = draft.why.first().map_or("", String::as_str);
            return Some(format!("{what} came out with {has}, without {mode}: {frame}"));
        }
        if draft.status.is_asserted() {
            return None;
        }
        let mut line = format!("{what} came out, but {}", draft.status);
        let outer = self.drafts.iter().map(|x| &x.draft).find(|x| x.about == Some(d) && !x.dropped);
        let operator = draft.why.iter().rev().find(|w| w.starts_with("operator "));
        if let Some(outer) = outer {
            let why = outer.why.iter().rev().find(|w| {
                w.starts_with("operator ") || w.starts_with("to come") || w.starts_with("will not")
            });
            let _ =
                write!(line, ": {} [{}] speaks of it", outer.event_type, outer.trigger.of(text));
            if let Some(why) = why {
                let _ = write!(line, " ({why})");
            }
        } else if let Some(why) = operator {
            let _ = write!(line, ": {why}");
        } else if let Some(said) = said_by_small_words(draft) {
            let _ = write!(line, ": {said}");
        }
        Some(line)
    }

    /// An act whose frame could report the type and made no draft of it.
    fn of_act(&self, i: usize) -> Option<String> {
        let act = &self.acts.list[i];
        let sense = self.tree.knowledge.frames.get(act.sense);
        if !self.can_give(sense) {
            return None;
        }
        let at = place(sense);
        let word = self.word(act.head);
        let others: Vec<&Draft> =
            self.drafts.iter().map(|x| &x.draft).filter(|x| x.head == act.head).collect();
        if let Some(other) = others.first() {
            let why = other.why.iter().rev().find(|w| w.starts_with("operator "));
            let why = why.map_or(String::new(), |w| format!(": {w}"));
            return Some(format!("{word} {at} gave {} instead{why}", other.event_type));
        }
        let operator = sense.operator.as_deref()?;
        let contents = Composer::new(self.tree, self.who, self.acts).find_contents(i);
        if contents.is_empty() {
            let places: Vec<String> = sense.content.iter().map(name_of).collect();
            return Some(format!(
                "{word} {at}: operator {operator} has no act to speak of: no word with a frame \
                 that holds stands in {}",
                places.join(", ")
            ));
        }
        let over: Vec<String> =
            contents.iter().map(|&c| self.word(self.acts.list[c].head)).collect();
        Some(format!("{word} {at}: operator {operator} passes on to {}", over.join(", ")))
    }

    /// Senses of the type that missed, word by word; alike ones in one line.
    fn of_misses(&self, misses: &[&Miss]) -> Vec<String> {
        let sense_of = |m: &Miss| self.tree.knowledge.frames.get(m.sense);
        let of_type: Vec<&Miss> =
            misses.iter().copied().filter(|m| self.can_give(sense_of(m))).collect();
        let has_mode = |m: &&Miss| self.mode.is_none_or(|x| sense_of(m).modes.contains(&x));
        let mut lines = Vec::new();
        let mut kept: Vec<&Miss> = of_type.iter().copied().filter(has_mode).collect();
        if kept.is_empty() && !of_type.is_empty() {
            let mode = self.mode.map_or("", |m| m.as_str());
            lines.push(format!("no frame here has mode {mode}; those of other modes:"));
            kept = of_type;
        }
        kept.sort_by_key(|m| {
            (m.head, m.reason == Reason::Words, &sense_of(m).file, sense_of(m).idx)
        });
        let mut at = 0;
        while at < kept.len() {
            let first = kept[at];
            let n = kept[at..]
                .iter()
                .take_while(|m| {
                    m.head == first.head
                        && m.reason == first.reason
                        && (m.reason == Reason::Words || sense_of(m).file == sense_of(first).file)
                })
                .count();
            lines.push(self.of_alike(&kept[at..at + n]));
            at += n;
        }
        lines
    }

    /// One line for senses of one file that missed at one word for one reason.
    fn of_alike(&self, alike: &[&Miss]) -> String {
        let first = alike[0];
        let word = self.word(first.head);
        let senses: Vec<&Sense> =
            alike.iter().map(|m| self.tree.knowledge.frames.get(m.sense)).collect();
        let reason = first.reason.told(self.tree);
        let mut named: Vec<String> = senses.iter().map(|s| s.words.join(" ")).collect();
        named.sort();
        named.dedup();
        let n_named = named.len();
        named.truncate(N_PHRASES_NAMED);
        let more = match n_named.saturating_sub(N_PHRASES_NAMED) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        match (&first.reason, senses.as_slice()) {
            (Reason::Words, _) => {
                format!("{word} is no part of {}{more}: {reason}", named.join(", "))
            }
            (_, [sense]) => format!("{word} {}: {reason}", place(sense)),
            (_, senses) => {
                let numbers: Vec<String> = senses.iter().map(|s| s.idx.to_string()).collect();
                let all = numbers.join(", ");
                format!("{word} senses {all} in {}: {reason}", senses[0].file)
            }
        }
    }

    /// No headword of the type here: what is near.
    fn nearest(&self, s: usize) -> Vec<String> {
        let tree = self.tree;
        let asked = self.own_type.unwrap_or(self.event_type.as_str());
        let mut lines = vec![format!("no headword of {asked} in the sentence")];
        let tokens = || tree.analysis.sentences[s].tokens();
        let framed: Vec<String> = tokens()
            .filter_map(|t| {
                let sense = tree.knowledge.frames.get(self.acts.list[self.acts.at(t)?].sense);
                let gives = match (sense.event, &sense.operator) {
                    (Some(event), _) => event.to_string(),
                    (None, operator) => format!("operator {}", operator.as_deref().unwrap_or("-")),
                };
                Some(format!("{} {gives}", self.word(t)))
            })
            .collect();
        if !framed.is_empty() {
            lines.push(format!("words here with a frame that holds: {}", framed.join(", ")));
        }
        for t in tokens() {
            if let Some(gap) = gaps::gap(tree, self.who, self.acts, s, t) {
                lines.push(format!(
                    "{} ({}, {}) stands between two parties and no frame of it holds",
                    self.word(t),
                    gap.pos,
                    gap.pattern
                ));
            }
        }
        let mut near: Vec<String> = Vec::new();
        for t in tokens() {
            if matches!(tree.upos(t), Upos::Noun | Upos::Verb | Upos::Adj | Upos::Propn) {
                let lemma = tree.lemma(t);
                for head in self.alike(lemma) {
                    near.push(format!("{} is near “{head}”", self.word(t)));
                }
            }
        }
        near.sort();
        near.dedup();
        near.truncate(N_NEAR);
        if !near.is_empty() {
            lines.push(format!("in spelling: {}", near.join(", ")));
        }
        lines
    }

    /// Headwords of the type that begin like the lemma.
    fn alike(&self, lemma: &str) -> Vec<String> {
        let senses = self.tree.knowledge.frames.all();
        let mut heads: Vec<&String> = senses
            .filter(|x| x.event == Some(self.event_type) && self.is_own(x.own_type.as_deref()))
            .filter_map(|x| if x.pos == Pos::Noun { x.words.last() } else { x.words.first() })
            .filter(|head| begin_alike(head, lemma))
            .collect();
        heads.sort();
        heads.dedup();
        heads.into_iter().cloned().collect()
    }
}

/// `(sense 2 of lang/en/frames/strike.toml:31)`
fn place(sense: &Sense) -> String {
    let words = sense.words.join(" ");
    format!("({words}, sense {} in {}:{})", sense.idx, sense.file, sense.line)
}

/// What the small words round an act made of it.
fn said_by_small_words(draft: &Draft) -> Option<&'static str> {
    let local = draft.local;
    if local.hypothetical || local.purpose && !draft.status.is_asserted() {
        Some("a modal, condition, purpose, question or unvouched report stands round it")
    } else if local.negated {
        Some("a negation stands round it")
    } else if local.future {
        Some("it is told as to come")
    } else {
        None
    }
}

/// Five letters or more alike, and two thirds of the longer word.
fn begin_alike(a: &str, b: &str) -> bool {
    let n = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    n >= 5 && 3 * n >= 2 * a.chars().count().max(b.chars().count())
}
