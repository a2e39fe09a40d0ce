//! Phrases read so far in, the chains that a phrase may stand for out.

use model::{Gender, Quote};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{phrase::Phrase, table::Kind};

/// Entries of an index that are looked at.
const LOOK: usize = 12;
/// Chains mentioned last that a pronoun asks, and phrases looked back over for them.
const RECENT_PRONOUN: (usize, usize) = (10, 30);
/// The same for a definite noun.
const RECENT_NOUN: (usize, usize) = (6, 20);
/// Mentions of a chain that are remembered one by one.
const REMEMBERED: usize = 6;

/// One chain as gathered so far.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) phrases: Vec<usize>,
    pub(super) last: usize,
    pub(super) n: usize,
    pub(super) nouns: FxHashSet<u32>,
    pub(super) same_words: FxHashSet<u64>,
    pub(super) words: FxHashSet<u32>,
    pub(super) name_words: FxHashSet<u32>,
    pub(super) gender: Option<Gender>,
    pub(super) person: bool,
    pub(super) plural: bool,
    pub(super) thing: bool,
    pub(super) place: bool,
    pub(super) collective: bool,
    kinds: u32,
    /// Noun and number of modifiers of the last mentions.
    lately: Vec<(u32, usize)>,
}

impl Gathered {
    fn learn(&mut self, i: usize, p: &Phrase) {
        self.phrases.push(i);
        self.last = i;
        self.n += 1;
        self.kinds |= 1 << p.kind as u32;
        if !p.is_pronoun {
            self.nouns.insert(p.lemma);
            self.same_words.insert(p.same_words);
            self.words.extend(&p.words);
            self.name_words.extend(&p.name_words);
            self.plural |= p.plural;
            if self.lately.len() == REMEMBERED {
                self.lately.remove(0);
            }
            self.lately.push((p.lemma, p.n_modifiers));
        }
        self.gender = p.gender.or(self.gender);
        self.person |= p.person;
        self.thing |= p.thing;
        self.place |= p.place;
        self.collective |= p.collective;
    }

    pub(super) fn has(&self, kind: Kind) -> bool {
        self.kinds & (1 << kind as u32) != 0
    }

    pub(super) fn has_definite(&self) -> bool {
        self.has(Kind::TheNoun) || self.has(Kind::ThisNoun) || self.has(Kind::OwnedNoun)
    }

    pub(super) fn has_name(&self) -> bool {
        self.has(Kind::Name) || self.has(Kind::Person)
    }

    /// Fewest modifiers that the noun had of late; 0 where it was not said of late.
    pub(super) fn fewest_modifiers(&self, noun: u32) -> usize {
        self.lately.iter().filter(|(w, _)| *w == noun).map(|(_, n)| *n).min().unwrap_or(0)
    }
}

/// What chains are found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Noun(u32),
    NameWord(u32),
    SameWords(u64),
    Pronoun(u8),
}

/// Everything known while phrases are read in order.
pub(super) struct State<'a> {
    pub(super) phrases: &'a [Phrase],
    pub(super) chains: Vec<Gathered>,
    /// Questions asked before each sentence.
    pub(super) questions: Vec<u32>,
    quotes: &'a [Quote],
    /// Phrase by head.
    by_head: FxHashMap<usize, usize>,
    /// Chain of each phrase read.
    home: Vec<Option<u32>>,
    /// Chain by chain of the sieve.
    of_sure: FxHashMap<u32, u32>,
    index: FxHashMap<Key, Vec<u32>>,
    recent: Vec<u32>,
}

impl<'a> State<'a> {
    pub(super) fn new(phrases: &'a [Phrase], quotes: &'a [Quote], questions: Vec<u32>) -> Self {
        Self {
            phrases,
            chains: Vec::new(),
            questions,
            quotes,
            by_head: phrases.iter().enumerate().map(|(i, p)| (p.head, i)).collect(),
            home: vec![None; phrases.len()],
            of_sure: FxHashMap::default(),
            index: FxHashMap::default(),
            recent: Vec::new(),
        }
    }

    /// Chain of who says the quotation that a phrase stands in, where read already.
    pub(super) fn speaker_of(&self, p: &Phrase) -> Option<u32> {
        let speaker = self.quotes[p.quote?].speaker?;
        self.home[*self.by_head.get(&speaker.at())?]
    }

    /// The chain that the sieve's chain of a phrase went to last.
    pub(super) fn sure_of(&self, p: &Phrase) -> Option<u32> {
        self.of_sure.get(&p.sure?).copied()
    }

    /// Chains that a phrase may stand for, each once.
    pub(super) fn candidates(&self, p: &Phrase) -> Vec<u32> {
        let mut found = Vec::new();
        if p.is_pronoun {
            self.ask_pronoun(p, &mut found);
        } else {
            self.ask_words(p, &mut found);
        }
        found.extend(self.sure_of(p).filter(|c| !found.contains(c)));
        if !p.is_pronoun {
            let inside = |c: &u32| {
                let last = &self.phrases[self.chains[*c as usize].last];
                last.first <= p.first && p.end <= last.end
            };
            found.retain(|c| !inside(c));
        }
        found
    }

    fn ask_pronoun(&self, p: &Phrase, found: &mut Vec<u32>) {
        if !matches!(p.kind, Kind::I | Kind::We | Kind::You) {
            take(&self.recent, RECENT_PRONOUN, found);
            return;
        }
        self.ask(Key::Pronoun(p.kind as u8), 3, found);
        found.extend(self.speaker_of(p).filter(|c| !found.contains(c)));
        match p.kind {
            Kind::I => self.ask(Key::Pronoun(Kind::You as u8), 1, found),
            Kind::You => self.ask(Key::Pronoun(Kind::I as u8), 1, found),
            _ => {}
        }
    }

    fn ask_words(&self, p: &Phrase, found: &mut Vec<u32>) {
        self.ask(Key::Noun(p.lemma), 4, found);
        for &w in &p.name_words {
            self.ask(Key::NameWord(w), 2, found);
        }
        if !p.is_name {
            self.ask(Key::NameWord(p.word), 2, found);
        }
        self.ask(Key::SameWords(p.same_words), 2, found);
        if matches!(p.kind, Kind::ThisNoun | Kind::TheNoun | Kind::OwnedNoun) {
            take(&self.recent, RECENT_NOUN, found);
        }
    }

    fn ask(&self, key: Key, n: usize, found: &mut Vec<u32>) {
        if let Some(list) = self.index.get(&key) {
            take(list, (n, LOOK), found);
        }
    }

    /// Puts phrase `i` into a chain, or opens one.
    pub(super) fn join(&mut self, i: usize, chain: Option<u32>) {
        let p = &self.phrases[i];
        let c = chain.unwrap_or(self.chains.len() as u32);
        if chain.is_none() {
            self.chains.push(Gathered::default());
        }
        self.chains[c as usize].learn(i, p);
        self.home[i] = Some(c);
        if let Some(sure) = p.sure {
            self.of_sure.insert(sure, c);
        }
        self.recent.push(c);
        let mut note = |key: Key| self.index.entry(key).or_default().push(c);
        if p.is_pronoun {
            note(Key::Pronoun(p.kind as u8));
            return;
        }
        note(Key::Noun(p.lemma));
        note(Key::SameWords(p.same_words));
        for &w in &p.name_words {
            note(Key::NameWord(w));
        }
        if !p.is_name && p.is_proper {
            note(Key::NameWord(p.word));
        }
    }
}

/// The last `n` different chains among the last `look` entries of a list.
fn take(list: &[u32], (n, look): (usize, usize), found: &mut Vec<u32>) {
    let most = found.len() + n;
    for &c in list.iter().rev().take(look) {
        if !found.contains(&c) {
            found.push(c);
            if found.len() == most {
                break;
            }
        }
    }
}
