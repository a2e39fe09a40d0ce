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
    local,
    sides::is_coded,
    tree::Tree,
    weights::Weights,
    who::Who,
};

/// The label of words that name no act.
pub const NONE: &str = "NONE";

/// How likely a type has to be.
const LIKELY: f32 = 0.35;

/// One word that may name an act.
#[derive(Clone, Debug)]
pub struct Unframed {
    /// The word.
    pub head: TokenIdx,
    /// Its bytes.
    pub span: Span,
    /// What it is and how it stands, sorted.
    pub features: Vec<String>,
    /// Its lemma, for its vector.
    pub lemma: String,
    /// Whether it is a verb, whose vector weighs by itself too.
    pub is_verb: bool,
}

impl Unframed {
    /// The vector of the word, as often as the table weighs it.
    pub fn vectors(&self) -> impl Iterator<Item = (&'static str, Vec<f32>)> + use<> {
        let vector = WordVectors::embedded().mean([&self.lemma]);
        let verb = self.is_verb.then(|| ("verb", vector.clone()));
        std::iter::once(("word", vector)).chain(verb)
    }
}

/// Every word of a document that no act of the rules covers, in reading order, for fitting the table.
pub fn unframed(document: &Document, analysis: &Analysis, knowledge: &Knowledge) -> Vec<Unframed> {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    let acts = Acts::find(&tree, &who, false);
    let composer = crate::composed(&tree, &who, &acts, document);
    composer.unframed()
}

impl Composer<'_, '_, '_> {
    /// Adds the likely acts; runs on drafts that are settled and pruned.
    pub(crate) fn guess(&mut self) {
        static TABLE: OnceLock<Weights> = OnceLock::new();
        let table =
            TABLE.get_or_init(|| Weights::read(include_str!("../../../models/en/acts.tsv")));
        let genre = self.genre();
        for word in self.unframed() {
            let vectors: Vec<_> = word.vectors().collect();
            let groups = vectors.iter().map(|(n, v)| (*n, v.as_slice()));
            let scores = table.scores_with(&word.features, groups);
            let top = scores.iter().map(|s| s.1).fold(f32::MIN, f32::max);
            let all: f32 = scores.iter().map(|s| libm::expf(s.1 - top)).sum();
            let best = scores
                .iter()
                .filter(|s| s.0 != NONE)
                .max_by(|a, b| a.1.total_cmp(&b.1))
                .map(|s| (s.0, libm::expf(s.1 - top) / all));
            let Some((label, chance)) = best.filter(|b| b.1 >= tmp_likely()) else { continue };
            let Ok(kind) = label.parse::<EventType>() else { continue };
            let n = self.drafts.len();
            let draft = self.likely(&word, kind, chance);
            self.drafts.push(draft);
            self.complete_participants(n);
            let why = self.out_of_place(genre, n).or_else(|| {
                let unreal = self.is_unreal(word.head);
                unreal.then_some("left out: told in a work of fiction or a joke")
            });
            if let Some(why) = why {
                self.drafts[n].dropped = true;
                self.drafts[n].why.push(why.to_owned());
            }
            if std::env::var("TELL").is_ok() {
                eprintln!(
                    "GUESS {} {} {:.2} {} {:?}",
                    self.tree.form(word.head),
                    kind,
                    chance,
                    self.drafts[n].dropped,
                    self.drafts[n].why.last()
                );
            }
        }
    }

    fn likely(&self, word: &Unframed, kind: EventType, chance: f32) -> Draft {
        let tree = self.tree;
        let t = word.head;
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
            trigger: word.span,
            nominal: !word.is_verb,
            loose: false,
            local,
            planned_if_dated: false,
            dropped: false,
            denied: false,
            same_as: None,
            is_likely: true,
            why: vec![
                "no frame holds: an act by how the word stands".to_owned(),
                format!("weighs as {kind}, chance {chance:.2}"),
            ],
        }
    }

    fn unframed(&self) -> Vec<Unframed> {
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
                out.push(self.unframed_at(t, told.len()));
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

    fn class(&self, t: TokenIdx) -> String {
        let found = self.who.find(t);
        match &found.participant {
            Some(p) => {
                let sector = p.entity.code.sectors.first().copied().map_or("-", Sector::as_str);
                let country = match p.entity.code.country.as_deref() {
                    None => "no",
                    Some("IGO" | "UNO" | "EUR" | "NGO" | "IMG" | "MNC") => "body",
                    Some(_) => "land",
                };
                format!("{country}.{sector}")
            }
            None if found.person => "person".to_owned(),
            None if found.place => "place".to_owned(),
            None => "thing".to_owned(),
        }
    }

    fn unframed_at(&self, t: TokenIdx, here: usize) -> Unframed {
        let tree = self.tree;
        let lemma = tree.lemma(t);
        let (upos, rel) = (tree.upos(t).as_str(), tree.rel(t).as_str());
        let listed = self.is_listed(&lemma);
        let mut f = vec![
            "bias".to_owned(),
            format!("rel={rel}|{upos}"),
            format!("x={}", tree.xpos(t).as_str()),
            format!("here={}", here.min(3)),
        ];
        let word = |f: &mut Vec<String>, of: &str| {
            if listed {
                f.push(format!("l={lemma}|{of}"));
            }
        };
        word(&mut f, upos);
        if let Some(g) = tree.head(t) {
            let above = tree.lemma(g);
            if self.is_listed(&above) {
                f.push(format!("g={above}|{rel}"));
            }
            f.push(format!("gu={}|{rel}", tree.upos(g).as_str()));
        }
        match doers(tree, self.who, t).first() {
            Some(&k) => {
                let c = self.class(k);
                word(&mut f, &format!("s:{}", c.split('.').next().unwrap_or("")));
                f.push(format!("s:{}", self.who.meets(k, &Condition::Official)));
                f.push(format!("s:{c}|{upos}"));
            }
            None => f.push(format!("s:none|{upos}")),
        }
        match done_to(tree, t).first() {
            Some(&k) => {
                let c = self.class(k);
                let what = tree.lemma(k);
                if self.is_listed(&what) {
                    f.push(format!("ol={what}"));
                }
                word(&mut f, &format!("o:{c}"));
                f.push(format!("o:{c}|{upos}"));
            }
            None => f.push(format!("o:none|{upos}")),
        }
        for &k in tree.kids(t) {
            match tree.rel(k) {
                Deprel::Obl | Deprel::Nmod => {
                    if let Some(p) = tree.preposition(k) {
                        f.push(format!("p:{p}:{}", self.class(k)));
                        word(&mut f, &format!("p:{p}"));
                    }
                }
                Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl | Deprel::Mark => {
                    let below = tree.lemma(k);
                    f.push(format!("k:{}|{upos}", tree.rel(k).as_str()));
                    if tree.rel(k) == Deprel::Mark || self.is_listed(&below) {
                        f.push(format!("kl:{}:{below}", tree.rel(k).as_str()));
                    }
                }
                Deprel::Aux | Deprel::AuxPass | Deprel::Cop => {
                    f.push(format!("aux:{}", tree.lemma(k)));
                }
                Deprel::Advmod if self.is_listed(&tree.lemma(k)) || tree.cue("negation", k) => {
                    f.push(format!("aux:{}", tree.lemma(k)));
                }
                Deprel::CompoundPrt => word(&mut f, &tree.lemma(k)),
                _ => {}
            }
        }
        f.push(format!("passive={}", tree.upos(t) == Upos::Verb && tree.is_passive(t)));
        for pos in [Pos::Verb, Pos::Noun, Pos::Adj, Pos::Phrase] {
            for &i in tree.knowledge.frames.senses(&lemma, pos) {
                let sense = tree.knowledge.frames.get(i);
                let what = match (sense.event, &sense.operator) {
                    (Some(event), _) => event.as_str(),
                    (None, Some(operator)) => operator,
                    (None, None) => "nothing",
                };
                f.push(format!("sense={what}|{}", sense.words.len() > 1));
            }
        }
        if self.acts.at(t).is_some() {
            f.push("act".to_owned());
        }
        if let Some(d) = self.drafts.iter().find(|d| d.dropped && d.head == t) {
            f.push(format!("dropped={}", d.event_type));
            if let Some(why) = d.why.last().filter(|w| w.starts_with("left out")) {
                f.push(format!("dropped:{why}"));
            }
        }
        let span = tree.analysis.token(t).span;
        let quotes = tree.analysis.quotes.iter();
        let quoted =
            quotes.into_iter().find(|q| q.kind == QuoteKind::Direct && q.span.contains(span));
        match quoted {
            Some(q) => {
                let by = q.speaker.map_or("nobody".to_owned(), |s| self.class(s));
                f.push(format!("quoted:{by}"));
                f.push("quoted".to_owned());
            }
            None => f.push("unquoted".to_owned()),
        }
        let said = tree.ancestors(t).find(|&a| tree.is_speech(a));
        if let Some(s) = said.and_then(|a| tree.surface_subject(a)) {
            f.push(format!("said:{}", self.class(s)));
            word(&mut f, "said");
        }
        f.sort();
        f.dedup();
        Unframed { head: t, span, features: f, lemma, is_verb: tree.upos(t) == Upos::Verb }
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

fn tmp_likely() -> f32 {
    static M: OnceLock<f32> = OnceLock::new();
    *M.get_or_init(|| std::env::var("LIKELY").ok().and_then(|m| m.parse().ok()).unwrap_or(LIKELY))
}
