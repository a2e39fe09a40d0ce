//! Words that no frame takes for an act in, the acts that they likely name out.
//!
//! "Lawmakers lambaste the pact" where *lambaste* has no frame, or has one whose conditions do not
//! hold: what the word is like (its vector), what stands in its slots, who says it and which types
//! its senses have are summed by a fitted table (`models/en/acts.tsv`), one sum for each type and one
//! for no act. Only where a type is likely enough does the word become an act; `why` says how likely,
//! and what weighed most. Sides come from its slots, status from the small words around it.
//!
//! It looks at words of our own lists and small words only, and never takes a word that the rules
//! coded. Only reports of some density are looked at, none of fewer than five sentences; fiction and
//! the kind of writing leave out its acts as they do those of the rules, and an act with nobody of any
//! country to it goes when its sides have been weighed.

mod words;

use std::sync::OnceLock;

use knowledge::{Knowledge, vectors::WordVectors};
use model::{Analysis, Deprel, Document, EventType, Participant, Span, Status, TokenIdx, Upos};

use crate::{
    acts::Acts,
    compose::{Composer, Draft},
    genre::Genre,
    local,
    sides::is_coded,
    tree::Tree,
    weights::Weights,
    who::Who,
};

/// The label of words that name no act.
pub const NONE: &str = "NONE";

/// How likely a type has to be.
const LIKELY: f32 = 0.4;

/// What was coded by hand to learn from has more sentences.
const N_SENTENCES: usize = 5;

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
    /// Numbers of its word vector, by the name of their group; verbs have them twice.
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
        let vector = WordVectors::embedded().mean([tree.lemma(t)]);
        let groups = groups(&tree, t).iter();
        Unframed {
            head: t,
            span: analysis.token(t).span,
            features,
            vectors: groups.map(|g| (*g, vector.clone())).collect(),
        }
    };
    composer.unframed().into_iter().map(told).collect()
}

fn groups(tree: &Tree<'_>, t: TokenIdx) -> &'static [&'static str] {
    if tree.upos(t) == Upos::Verb { &["word", "verb"] } else { &["word"] }
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
            let mut sums = table.sums();
            self.tell_word(t, here, &mut sums);
            let mut sums = sums.sums;
            let vector = WordVectors::embedded().mean([self.tree.lemma(t)]);
            for group in groups(self.tree, t) {
                table.add_vector(group, &vector, &mut sums);
            }
            let top = sums.iter().copied().fold(f32::MIN, f32::max);
            let all: f32 = sums.iter().map(|s| libm::expf(s - top)).sum();
            let best = table
                .labels()
                .iter()
                .zip(&sums)
                .filter(|(label, _)| *label != NONE)
                .max_by(|a, b| a.1.total_cmp(b.1))
                .map(|(label, s)| (label, libm::expf(s - top) / all));
            let Some((label, chance)) = best.filter(|b| b.1 >= LIKELY) else { continue };
            let Ok(kind) = label.parse::<EventType>() else { continue };
            let n = self.drafts.len();
            let mut draft = self.likely(t, kind);
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

    /// Whether a text is too short for anything but its own words to speak for who and what is meant.
    pub(crate) fn is_brief(&self) -> bool {
        self.tree.analysis.sentences.len() < N_SENTENCES
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
