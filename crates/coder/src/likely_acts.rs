//! Words that no frame takes for an act in, the acts that they likely name out.
//!
//! "Lawmakers lambaste the pact" where *lambaste* has no frame, or has one whose conditions do not
//! hold: what the word is like (its vector), what stands in its slots, who says it and which types
//! its senses have are summed by a fitted table (`models/en/acts.tsv`), one sum for each type and one
//! for no act. Only where a type is likely enough does the word become an act; `why` says how likely,
//! and what weighed most. Sides come from its slots, status from the small words around it.
//!
//! It looks at words of our own lists and small words only, never takes a word that the rules coded,
//! and everything that leaves out acts of the rules leaves out its acts as well.

use std::sync::OnceLock;

use knowledge::{Condition, Knowledge, Pos, vectors::WordVectors};
use model::{
    Analysis, Deprel, Document, EventType, Participant, QuoteKind, Sector, Span, Status, TokenIdx,
    Upos,
};

use crate::{
    acts::Acts,
    compose::{Composer, Draft},
    genre::Genre,
    local,
    sides::is_coded,
    tree::Tree,
    weights::{Signs, Weights},
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
    let composer = crate::composed(&tree, &who, &acts, document);
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

impl Composer<'_, '_, '_> {
    /// Adds the likely acts; runs on drafts that are settled and pruned.
    pub(crate) fn guess(&mut self) {
        static TABLE: OnceLock<Weights> = OnceLock::new();
        let table =
            TABLE.get_or_init(|| Weights::read(include_str!("../../../models/en/acts.tsv")));
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

    /// Whether a word stands in our own lists.
    fn is_listed(&self, lemma: &str) -> bool {
        let frames = &self.tree.knowledge.frames;
        [Pos::Verb, Pos::Noun, Pos::Adj, Pos::Phrase]
            .iter()
            .any(|&pos| !frames.senses(lemma, pos).is_empty())
            || self.tree.knowledge.classes.hold(lemma)
    }

    /// What somebody is, as far as it counts here: of a country, of a body of several, of none; and
    /// the first sector.
    fn class(&self, t: TokenIdx) -> (&'static str, &'static str) {
        let found = self.who.find(t);
        match &found.participant {
            Some(p) => {
                let sector = p.entity.code.sectors.first().copied().map_or("-", Sector::as_str);
                let country = match p.entity.code.country.as_deref() {
                    None => "no",
                    Some("IGO" | "UNO" | "EUR" | "NGO" | "IMG" | "MNC") => "body",
                    Some(_) => "land",
                };
                (country, sector)
            }
            None if found.person => ("person", ""),
            None if found.place => ("place", ""),
            None => ("thing", ""),
        }
    }

    /// Tells what a word is and how it stands.
    fn tell_word(&self, t: TokenIdx, here: usize, out: &mut impl Signs) {
        let tree = self.tree;
        let lemma = tree.lemma(t);
        let (upos, rel) = (tree.upos(t).as_str(), tree.rel(t).as_str());
        let listed = self.is_listed(&lemma);
        let lemma = lemma.as_str();
        out.add(&["bias"]);
        out.add(&["rel=", rel, "|", upos]);
        out.add(&["x=", tree.xpos(t).as_str()]);
        out.add(&["here=", ["0", "1", "2", "3"][here.min(3)]]);
        let word = |out: &mut dyn FnMut(&[&str]), of: &[&str; 2]| {
            if listed {
                out(&["l=", lemma, "|", of[0], of[1]]);
            }
        };
        word(&mut |f| out.add(f), &[upos, ""]);
        if let Some(g) = tree.head(t) {
            let above = tree.lemma(g);
            if self.is_listed(&above) {
                out.add(&["g=", &above, "|", rel]);
            }
            out.add(&["gu=", tree.upos(g).as_str(), "|", rel]);
        }
        match doers(tree, self.who, t).first() {
            Some(&k) => {
                let (land, sector) = self.class(k);
                word(&mut |f| out.add(f), &["s:", land]);
                let official = self.who.meets(k, &Condition::Official);
                out.add(&["s:", if official { "true" } else { "false" }]);
                out.add(&["s:", land, ".", sector, "|", upos]);
            }
            None => out.add(&["s:none|", upos]),
        }
        match done_to(tree, t).first() {
            Some(&k) => {
                let (land, sector) = self.class(k);
                let what = tree.lemma(k);
                if self.is_listed(&what) {
                    out.add(&["ol=", &what]);
                }
                if listed {
                    out.add(&["l=", lemma, "|o:", land, ".", sector]);
                }
                out.add(&["o:", land, ".", sector, "|", upos]);
            }
            None => out.add(&["o:none|", upos]),
        }
        for &k in tree.kids(t) {
            let of = tree.rel(k);
            match of {
                Deprel::Obl | Deprel::Nmod => {
                    if let Some(p) = tree.preposition(k) {
                        let (land, sector) = self.class(k);
                        out.add(&["p:", &p, ":", land, ".", sector]);
                        word(&mut |f| out.add(f), &["p:", &p]);
                    }
                }
                Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl | Deprel::Mark => {
                    let below = tree.lemma(k);
                    out.add(&["k:", of.as_str(), "|", upos]);
                    if of == Deprel::Mark || self.is_listed(&below) {
                        out.add(&["kl:", of.as_str(), ":", &below]);
                    }
                }
                Deprel::Aux | Deprel::AuxPass | Deprel::Cop => out.add(&["aux:", &tree.lemma(k)]),
                Deprel::Advmod => {
                    let adverb = tree.lemma(k);
                    if self.is_listed(&adverb) || tree.cue("negation", k) {
                        out.add(&["aux:", &adverb]);
                    }
                }
                Deprel::CompoundPrt => word(&mut |f| out.add(f), &[&tree.lemma(k), ""]),
                _ => {}
            }
        }
        let passive = tree.upos(t) == Upos::Verb && tree.is_passive(t);
        out.add(&["passive=", if passive { "true" } else { "false" }]);
        self.tell_senses(t, lemma, out);
        let span = tree.analysis.token(t).span;
        let mut quotes = tree.analysis.quotes.iter();
        match quotes.find(|q| q.kind == QuoteKind::Direct && q.span.contains(span)) {
            Some(q) => {
                let (land, sector) = q.speaker.map_or(("nobody", ""), |s| self.class(s));
                out.add(&["quoted:", land, ".", sector]);
                out.add(&["quoted"]);
            }
            None => out.add(&["unquoted"]),
        }
        let said = tree.ancestors(t).find(|&a| tree.is_speech(a));
        if let Some(s) = said.and_then(|a| tree.surface_subject(a)) {
            let (land, sector) = self.class(s);
            out.add(&["said:", land, ".", sector]);
            word(&mut |f| out.add(f), &["said", ""]);
        }
    }

    /// Tells which types the senses of a word have, and what the rules made of it.
    fn tell_senses(&self, t: TokenIdx, lemma: &str, out: &mut impl Signs) {
        let frames = &self.tree.knowledge.frames;
        let mut told: Vec<(&str, bool)> = Vec::new();
        for pos in [Pos::Verb, Pos::Noun, Pos::Adj, Pos::Phrase] {
            for &i in frames.senses(lemma, pos) {
                let sense = frames.get(i);
                let what = match (sense.event, &sense.operator) {
                    (Some(event), _) => event.as_str(),
                    (None, Some(operator)) => operator,
                    (None, None) => "nothing",
                };
                let phrase = sense.words.len() > 1;
                if !told.contains(&(what, phrase)) {
                    told.push((what, phrase));
                    out.add(&["sense=", what, if phrase { "|phrase" } else { "|word" }]);
                }
            }
        }
        if self.acts.at(t).is_some() {
            out.add(&["act"]);
        }
        if let Some(d) = self.drafts.iter().find(|d| d.dropped && d.head == t) {
            out.add(&["dropped=", d.event_type.as_str()]);
            if let Some(why) = d.why.last().filter(|w| w.starts_with("left out")) {
                out.add(&["dropped:", why]);
            }
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
