//! Words that no frame takes for an act in, the acts that they likely name out.
//!
//! "Lawmakers lambaste the pact" where *lambaste* has no frame, or has one whose conditions do not
//! hold: what the word is like (its vector), what stands in its slots, who says it and which types
//! its senses have are summed by a fitted table (`models/en/acts.tsv`), one sum for each type and one
//! for no act. Only where a type is likely enough does the word become an act; `why` says how likely,
//! and what weighed most. Sides come from its slots, status from the small words around it.
//!
//! What the word hints at ([`model::Hint`]) weighs as well, and works the other way too: an act of the
//! rules that is told as done and at whose type the words hardly hint is left out, or becomes an act of
//! the type that is likely there, with its sides, its status and what speaks of it as they were.
//!
//! It looks at words of our own lists and small words only, and takes no word whose act of the rules
//! stands. Only reports of some density are looked at, none of fewer than five sentences; fiction and
//! the kind of writing leave out its acts as they do those of the rules, and an act with nobody of any
//! country to it goes when its sides have been weighed.

mod words;

pub(crate) use self::words::share;

use std::sync::OnceLock;

use knowledge::{Knowledge, vectors::WordVectors};
use model::{Analysis, Deprel, Document, EventType, Participant, Span, Status, TokenIdx, Upos};

use crate::{
    acts::Acts,
    compose::{Composer, Draft},
    genre::Genre,
    local, prune,
    sides::is_coded,
    tree::Tree,
    weights::{Weights, chances},
    who::Who,
};

/// The label of words that name no act.
pub const NONE: &str = "NONE";

/// How likely a type has to be.
const LIKELY: f32 = 0.39;

/// The same where a frame holds that names nobody political: the story may tell who it is.
const FRAMED: f32 = 0.3;

/// Words that hint at each type with less than this chance are not weighed. Of 3,118 words of 400 documents
/// that became likely acts none had less than .04.
const HARDLY: f32 = 0.02;

/// An act of the rules is left out below this chance.
const DOUBTFUL: f32 = 0.04;

/// What was coded by hand to learn from has more sentences.
const N_SENTENCES: usize = 5;

/// Opens the reason that an act of the rules was left out for want of hints.
const DOUBTED: &str = "left out: the words hardly hint at ";

impl Draft {
    /// Whether it was left out because the words hardly hint at its type.
    fn is_doubted(&self) -> bool {
        self.dropped && self.why.last().is_some_and(|w| w.starts_with(DOUBTED))
    }
}

/// Opens the reason that says how likely an act is.
pub(crate) const WEIGHS: &str = "weighs as ";

/// How many of the features that weigh most are told.
const N_TOLD: usize = 3;

/// A document in which the rules find fewer acts than one in so many words is no place to guess.
const WORDS_PER_ACT: usize = 120;

/// One word that may name an act.
#[derive(Clone, Debug)]
pub struct Unframed {
    /// The word.
    pub head: TokenIdx,
    /// Its bytes.
    pub span: Span,
    /// What it is and how it stands; one told twice counts twice.
    pub features: Vec<String>,
    /// Numbers of its word vector (verbs have them twice) and of what it hints at, by the names of
    /// their groups, in the order of [`GROUPS`].
    pub vectors: Vec<(&'static str, Vec<f32>)>,
}

/// Every word of a document that no act of the rules covers, in reading order, for fitting the table.
pub fn unframed(document: &Document, analysis: &Analysis, knowledge: &Knowledge) -> Vec<Unframed> {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    let acts = Acts::find(&tree, &who, false);
    let (composer, _) = crate::composed(&tree, &who, &acts, document);
    let told = |(t, here)| {
        let mut features = Vec::new();
        composer.tell_word(t, here, &mut features);
        let vectors = numbers(&tree, t);
        Unframed { head: t, span: analysis.token(t).span, features, vectors }
    };
    composer.unframed().into_iter().map(told).collect()
}

/// Groups of numbers that the table weighs, with how many each has.
pub const GROUPS: [(&str, usize); 3] = [("word", 100), ("verb", 100), ("hint", N_HINTS)];

/// The types, and whether the act is told as done.
const N_HINTS: usize = EventType::ALL.len() + 1;

/// Numbers of a word, by the names of their groups.
fn numbers(tree: &Tree<'_>, t: TokenIdx) -> Vec<(&'static str, Vec<f32>)> {
    let vector = WordVectors::embedded().mean([tree.lemma(t)]);
    let mut all = vec![("word", vector.clone())];
    if tree.upos(t) == Upos::Verb {
        all.push(("verb", vector));
    }
    if let Some(hint) = tree.analysis.hint(t) {
        all.push(("hint", hint.chances().chain([hint.asserted()]).map(odds).collect()));
    }
    all
}

/// Logarithm of the odds of a chance, brought to between -1 and 1; even odds are 0.
fn odds(chance: f32) -> f32 {
    const LEAST: f32 = 1e-3;
    libm::logf((chance + LEAST) / (1.0 - chance + LEAST)) / -libm::logf(LEAST)
}

fn table() -> &'static Weights {
    static TABLE: OnceLock<Weights> = OnceLock::new();
    TABLE.get_or_init(|| Weights::read(include_str!("../../../models/en/acts.tsv")))
}

impl Composer<'_, '_, '_> {
    /// Adds the likely acts; runs on drafts that are settled and pruned.
    pub(crate) fn guess(&mut self) {
        let table = table();
        let genre = self.genre();
        let n_acts = self.drafts.iter().filter(|d| !d.dropped).count();
        let dense = n_acts * WORDS_PER_ACT >= self.tree.analysis.tokens.len();
        let reports = matches!(genre, Genre::Report | Genre::Business);
        if !reports || !dense || self.is_brief() {
            return;
        }
        for (t, here) in self.unframed() {
            if self.tree.analysis.hint(t).is_some_and(|h| h.likeliest().1 < HARDLY) {
                continue;
            }
            let mut sums = table.sums();
            self.tell_word(t, here, &mut sums);
            for (group, vector) in numbers(self.tree, t) {
                sums.add_vector(group, &vector);
            }
            let sums = sums.all();
            let told = table.labels().iter().zip(sums).zip(chances(sums));
            let mut told = told.map(|((label, _), chance)| (label, chance)).collect::<Vec<_>>();
            told.retain(|(label, _)| *label != NONE);
            let alone = self.alone(t);
            let framed = alone.and_then(|d| {
                let kind = self.drafts[d].event_type;
                told.iter().find(|(l, c)| *l == kind.as_str() && *c >= FRAMED).copied()
            });
            let best = told.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
            let best = best.filter(|b| b.1 >= LIKELY).or(framed);
            let Some((label, chance)) = best else { continue };
            let Ok(kind) = label.parse::<EventType>() else { continue };
            let n = self.drafts.len();
            let doubted = self.drafts.iter().position(|d| d.head == t && d.is_doubted());
            let mut draft = match (doubted, alone) {
                (Some(d), _) => self.retyped(d, kind),
                (None, Some(d)) if self.drafts[d].event_type == kind && framed.is_some() => {
                    Draft { dropped: false, is_likely: true, ..self.drafts[d].clone() }
                }
                _ => self.likely(t, kind),
            };
            let mut features = Vec::new();
            self.tell_word(t, here, &mut features);
            draft.why.push(format!(
                "{WEIGHS}{kind}, chance {chance:.2}: {}",
                table.heaviest(&features, label, NONE, N_TOLD).join(", ")
            ));
            self.drafts.push(draft);
            self.complete_participants(n);
            let why = self.out_of_place(genre, n).or_else(|| {
                let unreal = self.is_unreal(t);
                unreal.then_some("left out: told in a work of fiction or a joke")
            });
            if let Some(why) = why {
                self.drafts[n].dropped = true;
                self.drafts[n].why.push(why.to_owned());
            }
        }
    }

    /// The act of the rules at a word that was left out because nobody political is named.
    fn alone(&self, t: TokenIdx) -> Option<usize> {
        self.drafts.iter().position(|d| {
            d.head == t && d.dropped && d.why.last().is_some_and(|w| w == prune::NO_PARTY)
        })
    }

    /// Leaves out acts of the rules that are told as done or planned and at which the words hardly
    /// hint; where a text is brief, none. Types of the user's own no hint was learnt for: they stand.
    pub(crate) fn doubt_acts(&mut self) {
        if self.is_brief() {
            return;
        }
        let analysis = self.tree.analysis;
        let told = |d: &&mut Draft| {
            matches!(d.status, Status::Happened | Status::Planned) && d.own_type.is_none()
        };
        // Hints are of the bare word: what lies in its "not" or "will" they do not see.
        let bare = |d: &&mut Draft| {
            let act = self.acts.at(d.head);
            act.is_none_or(|i| {
                self.tree.knowledge.frames.get(self.acts.list[i].sense).told.is_none()
            })
        };
        for draft in self.drafts.iter_mut().filter(|d| !d.dropped).filter(told).filter(bare) {
            let chance = hinted(analysis, draft.trigger, draft.head, draft.event_type);
            if let Some(chance) = chance.filter(|c| *c < DOUBTFUL) {
                draft.dropped = true;
                draft.why.push(format!("{DOUBTED}{}, chance {chance:.2}", draft.event_type));
            }
        }
    }

    /// Whether a text is too short for anything but its own words to speak for who and what is meant.
    pub(crate) fn is_brief(&self) -> bool {
        self.tree.analysis.sentences.len() < N_SENTENCES
    }

    /// An act of the rules that was doubted, as one of another type: who, whether, and what speaks of
    /// it stay.
    fn retyped(&mut self, d: usize, kind: EventType) -> Draft {
        let n = self.drafts.len();
        for draft in self.drafts.iter_mut().filter(|x| x.about == Some(d)) {
            draft.about = Some(n);
        }
        let old = &self.drafts[d];
        Draft {
            event_type: kind,
            modes: Vec::new(),
            cameo: None,
            own_type: None,
            dropped: false,
            is_likely: true,
            why: vec![format!("not {}, at which the words hardly hint", old.event_type)],
            ..old.clone()
        }
    }

    fn likely(&self, t: TokenIdx, kind: EventType) -> Draft {
        let tree = self.tree;
        let local = local::read(tree, t, false);
        let spoken = kind.quad().number() % 2 == 1 && kind != EventType::Consult;
        // "You should withdraw": the modal is the request itself.
        let open = local.hypothetical && kind != EventType::Request;
        let status = if open || local.purpose && !spoken {
            Status::Hypothetical
        } else if local.negated && kind != EventType::Reject {
            Status::Negated
        } else if (local.planned || local.future) && !spoken {
            Status::Planned
        } else {
            Status::Happened
        };
        let voice = self.voice(t).map(|v| v.who);
        let of = |list: Vec<TokenIdx>| -> Vec<Participant> {
            let all = list
                .into_iter()
                .flat_map(|k| self.who.participants(self.speaker_of_first_person(k).unwrap_or(k)));
            all.filter(is_coded).collect()
        };
        let mut actors = of(doers(tree, self.who, t));
        if actors.is_empty() && spoken {
            actors.extend(voice);
        }
        let mut recipients = of(done_to(tree, t));
        if recipients.is_empty() {
            let others = tree.kids_by(t, &[Deprel::Obl, Deprel::Nmod]).filter(|&k| {
                matches!(
                    tree.preposition(k).as_deref(),
                    Some("against" | "at" | "on" | "to" | "with" | "over" | "from")
                ) && !tree.is_day(k)
            });
            recipients = of(others.collect());
        }
        recipients.retain(|r| !actors.iter().any(|a| a.entity == r.entity));
        Draft {
            event_type: kind,
            modes: Vec::new(),
            cameo: None,
            own_type: None,
            contexts: Vec::new(),
            actors,
            recipients,
            status,
            about: None,
            head: t,
            trigger: tree.analysis.token(t).span,
            nominal: tree.upos(t) != Upos::Verb,
            loose: false,
            local,
            planned_if_dated: false,
            dropped: false,
            denied: false,
            same_as: None,
            happening: None,
            is_likely: true,
            why: vec!["no frame holds: an act by how the word stands".to_owned()],
        }
    }

    /// Words that no act covers, with how many acts stand beside them in their sentence.
    fn unframed(&self) -> Vec<(TokenIdx, usize)> {
        let analysis = self.tree.analysis;
        let mut out = Vec::new();
        for (s, sentence) in analysis.sentences.iter().enumerate() {
            let told: Vec<&Draft> = self
                .drafts
                .iter()
                .filter(|d| !d.dropped && analysis.sentence_of(d.head) == s)
                .collect();
            for t in sentence.tokens() {
                let span = analysis.token(t).span;
                if !self.may_be(t) || told.iter().any(|d| d.trigger.overlaps(span)) {
                    continue;
                }
                out.push((t, told.len()));
            }
        }
        out
    }

    fn may_be(&self, t: TokenIdx) -> bool {
        let rel = self.tree.rel(t);
        match self.tree.upos(t) {
            Upos::Verb => !matches!(rel, Deprel::Compound | Deprel::Case),
            Upos::Noun | Upos::Adj => {
                !matches!(rel, Deprel::Compound | Deprel::Flat) && self.who.name_of(t).is_none()
            }
            _ => false,
        }
    }
}

/// Chance that the words of a trigger name an act of a type, by their hints; the best of them.
pub(crate) fn hinted(
    analysis: &Analysis,
    trigger: Span,
    head: TokenIdx,
    kind: EventType,
) -> Option<f32> {
    let sentence = &analysis.sentences[analysis.sentence_of(head)];
    let words = sentence.tokens().filter(|&t| trigger.overlaps(analysis.token(t).span));
    words.filter_map(|t| Some(analysis.hint(t)?.chance(kind))).max_by(f32::total_cmp)
}

/// Who does what a word says.
fn doers(tree: &Tree<'_>, who: &Who<'_, '_>, t: TokenIdx) -> Vec<TokenIdx> {
    if tree.upos(t) == Upos::Verb {
        return tree.subjects(t);
    }
    let own = tree.kid(t, &[Deprel::NmodPoss, Deprel::Nsubj]);
    let by = || {
        tree.kids_by(t, &[Deprel::Nmod])
            .find(|&k| matches!(tree.preposition(k).as_deref(), Some("by" | "from")))
    };
    let beside =
        || tree.kids_by(t, &[Deprel::Amod, Deprel::Compound]).find(|&k| who.name_of(k).is_some());
    own.or_else(by).or_else(beside).into_iter().collect()
}

/// To whom or what it is done.
fn done_to(tree: &Tree<'_>, t: TokenIdx) -> Vec<TokenIdx> {
    if tree.upos(t) == Upos::Verb {
        return tree.objects(t);
    }
    let of =
        tree.kids_by(t, &[Deprel::Nmod]).find(|&k| tree.preposition(k).as_deref() == Some("of"));
    of.into_iter().collect()
}
