//! Frames: what a headword reports. The format is told in `docs/design/frames.md`.

mod kept;
mod row;
mod told;

use std::sync::OnceLock;

use model::{Context, EventType, Mode};
use rustc_hash::FxHashMap;

pub use self::told::Told;
use self::{
    kept::{Kept, Own},
    row::{FileRow, sense},
};
use crate::{Error, Ontology, read};

/// Part of speech that a sense wants of its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pos {
    /// Verb; its first word is the head.
    Verb,
    /// Noun; its last word is the head.
    Noun,
    /// Adjective; its first word is the head.
    Adj,
    /// Words side by side, whatever they are; the first is the head.
    Phrase,
}

/// How many parts of speech heads have.
const N_POS: usize = Pos::Phrase as usize + 1;

/// One step from a word to who or what fills a role beside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// Doer, passives undone.
    Subj,
    /// Thing done to, passives undone.
    Obj,
    /// Indirect object.
    Iobj,
    /// Clause.
    Comp,
    /// Possessor.
    Poss,
    /// Nationality adjective or noun before the head.
    Adj,
    /// Any noun or adjective before the head.
    Compound,
    /// Subject of the verb that has the noun as its object.
    Light,
    /// Whoever says the words: subject of the verb of speech above, or whom the quotation is laid to.
    Speaker,
    /// Phrase with this preposition (or clause with this subordinator).
    Prep(String),
}

/// Steps from the headword on, as `obj.poss`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(pub Vec<Slot>);

/// What a filler must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// This lemma (or form).
    Lemma(String),
    /// These words, of which the last fills the slot.
    Phrase(String),
    /// A lemma of this noun class.
    Class(String),
    /// Anybody political.
    Actor,
    /// A country.
    Country,
    /// A human being.
    Person,
    /// A body.
    Org,
    /// Soldiers, rebels, police and the like.
    Armed,
    /// Somebody in office.
    Official,
    /// Parties, candidates and lawmakers.
    Party,
    /// Civilians.
    Civilian,
    /// A place.
    Place,
    /// A clause.
    Clause,
    /// A clause of what should be done: "insists that Hungary lift its veto".
    Wish,
    /// An act that has a frame (of this type).
    Event(Option<EventType>),
    /// A number.
    Number,
    /// Whatever.
    Any,
    /// Nothing fills the slot.
    None,
}

/// One sense of a headword.
#[derive(Clone, Debug)]
pub struct Sense {
    /// The file's headword.
    pub headword: String,
    /// Lemmas of the phrase.
    pub words: Vec<String>,
    /// Part of speech.
    pub pos: Pos,
    /// Type it reports; `None` where only the operator speaks, or nothing is reported.
    pub event: Option<EventType>,
    /// Type of a user's own that it reports; `event` is then the type of PLOVER that it is like.
    pub own_type: Option<String>,
    /// How it composes with the act it governs.
    pub operator: Option<String>,
    /// Modes.
    pub modes: Vec<Mode>,
    /// Contexts.
    pub contexts: Vec<Context>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Where the actor is, tried in order.
    pub actor: Vec<Path>,
    /// Where the recipient is, tried in order.
    pub recipient: Vec<Path>,
    /// Where the governed act is, tried in order.
    pub content: Vec<Path>,
    /// Whether several subjects do it to each other.
    pub reciprocal: bool,
    /// Conditions that must hold.
    pub wheres: Vec<(Path, Vec<Condition>)>,
    /// Conditions that must not hold.
    pub unless: Vec<(Path, Vec<Condition>)>,
    /// How the words have to be told; then that is what the act lies in, and it is done.
    pub told: Option<Told>,
    /// Witness: a sentence and what it is coded as.
    pub case: Option<String>,
    /// File, relative to the data folder.
    pub file: String,
    /// Line of the sense, from 1.
    pub line: u32,
    /// Number of the sense in its file, from 0.
    pub idx: usize,
}

/// What a sense reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reports {
    /// An act of a type.
    Event(EventType),
    /// Only how it composes with the act that it governs.
    Operator(String),
    /// Nothing.
    Nothing,
}

impl Reports {
    /// The type, the name of the operator, or "nothing".
    pub fn as_str(&self) -> &str {
        match self {
            Reports::Event(event) => event.as_str(),
            Reports::Operator(name) => name,
            Reports::Nothing => "nothing",
        }
    }
}

/// The senses of a head.
#[derive(Debug, Default)]
struct Head {
    /// Numbers of senses, by [`Pos`]; longer phrases first, else in the order of the file.
    senses: [Vec<usize>; N_POS],
    /// What they report, as a phrase or as a word, each once.
    reports: Vec<(Reports, bool)>,
}

impl Head {
    fn settle(&mut self, all: &[Kept]) {
        let n_words = |i: usize| all[i].words().len();
        for list in &mut self.senses {
            list.sort_by_cached_key(|&i| (std::cmp::Reverse(n_words(i)), i));
        }
        for &i in self.senses.iter().flatten() {
            let told = (all[i].reports(), n_words(i) > 1);
            if !self.reports.contains(&told) {
                self.reports.push(told);
            }
        }
    }
}

/// All frames of a language.
#[derive(Debug, Default)]
pub struct Frames {
    senses: Vec<Kept>,
    /// Signs of the words of each sense but its head.
    signs: Vec<u64>,
    events: Vec<Option<EventType>>,
    by_head: FxHashMap<String, Head>,
}

/// How many words a sense may have for them to be told by signs.
const MOST_SIGNED: usize = 6;

/// A sign of a word, letters of either case alike: one bit of 64.
///
/// Where the signs of some words lack one that a sense asks for, the words of the sense do not stand there.
pub fn sign(word: &str) -> u64 {
    let mut hash = 0u32;
    for byte in word.bytes() {
        hash =
            (hash.rotate_left(5) ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x9e37_79b9);
    }
    1 << (hash >> 26)
}

impl Frames {
    /// Reads the files of `lang/<language>/frames/`, given as (file, text) sorted by file.
    pub(crate) fn read(files: &[(&str, &str)], ontology: &Ontology) -> Result<Self, Error> {
        let mut frames = Frames::default();
        let own = Own::new();
        // A type of somebody's own may be named like one of ours.
        let plain = ontology.own_types().next().is_none();
        for (file, text) in files {
            match own.lines(file, text).filter(|_| plain) {
                Some(lines) => {
                    let kept = lines.iter().map(|line| Kept::Line(*line, OnceLock::new()));
                    frames.senses.extend(kept);
                }
                None => frames.read_file(file, text, ontology)?,
            }
        }
        for (i, sense) in frames.senses.iter().enumerate() {
            frames.events.push(sense.event());
            let words = sense.words();
            let (head, others) = match sense.pos() {
                Pos::Noun => words.split_last(),
                _ => words.split_first(),
            }
            .unzip();
            let others = others.into_iter().flatten().filter(|_| words.len() <= MOST_SIGNED);
            frames.signs.push(others.fold(0, |signs, word| signs | sign(word)));
            let Some(head) = head else { continue };
            let head = match frames.by_head.get_mut(*head) {
                Some(head) => head,
                None => frames.by_head.entry((*head).to_owned()).or_default(),
            };
            head.senses[sense.pos() as usize].push(i);
        }
        frames.by_head.values_mut().for_each(|head| head.settle(&frames.senses));
        Ok(frames)
    }

    fn read_file(&mut self, file: &str, text: &str, ontology: &Ontology) -> Result<(), Error> {
        let row: FileRow = read::toml(file, text)?;
        for (idx, spanned) in row.sense.into_iter().enumerate() {
            let line = read::line_of(text, &spanned);
            let sense = sense(file, line, &row.headword, idx, spanned.into_inner(), ontology)?;
            self.senses.push(Kept::Read(Box::new(sense)));
        }
        Ok(())
    }

    /// Senses whose head is this lemma, in the order they are to be tried.
    pub fn senses(&self, head_lemma: &str, pos: Pos) -> &[usize] {
        self.by_head.get(head_lemma).map_or(&[], |head| &head.senses[pos as usize])
    }

    /// What the senses of this head report, of any part of speech, each once and in no order that means
    /// anything; and whether as a phrase.
    pub fn reports(&self, head_lemma: &str) -> &[(Reports, bool)] {
        self.by_head.get(head_lemma).map_or(&[], |head| &head.reports)
    }

    /// The type that a sense reports, which is [`Sense::event`], told without reading all of it.
    pub fn event(&self, i: usize) -> Option<EventType> {
        self.events[i]
    }

    /// How a sense composes, which is [`Sense::operator`], told without reading all of it.
    pub fn operator(&self, i: usize) -> Option<&str> {
        self.senses[i].operator()
    }

    /// The [`sign`]s of the words of a sense but its head; none of a single word, nor of more than six, which
    /// may stand further off than anybody looks.
    pub fn signs(&self, i: usize) -> u64 {
        self.signs[i]
    }

    /// A sense by its number.
    pub fn get(&self, i: usize) -> &Sense {
        self.senses[i].sense()
    }

    /// Every sense, by file.
    pub fn all(&self) -> impl Iterator<Item = &Sense> {
        self.senses.iter().map(Kept::sense)
    }

    /// How many senses there are.
    pub fn len(&self) -> usize {
        self.senses.len()
    }

    /// Whether there is no sense at all.
    pub fn is_empty(&self) -> bool {
        self.senses.is_empty()
    }
}
