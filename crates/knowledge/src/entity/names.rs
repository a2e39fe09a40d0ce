//! Names as a trie of words: which name starts here, and whom it may mean.
//!
//! Spelling is evened out on both sides: accents are taken off ("Erdoğan", "Erdogan"), hyphens do
//! not count ("Jean-Noël", "Jean Noel"), and the spellings of one name in other scripts are one word
//! ("Mohammed", "Muhammad"; `entities/spellings.tsv`). Case counts, but a word all in capitals also
//! matches the name with one capital.

use std::{
    borrow::Cow,
    hash::{Hash, Hasher},
};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::{AliasHit, AliasKind, forms::fold};
use crate::{Error, read};

/// A name found: how many words it takes, how far they are from it, whom it may mean.
#[derive(Debug)]
pub(super) struct Found<T> {
    pub(super) n: usize,
    /// 0 as it is written, 1 in capitals that it does not have, from 2 with small words too many.
    pub(super) far: u8,
    pub(super) hits: T,
}

/// The trie.
#[derive(Debug, Default)]
pub(super) struct Names {
    words: FxHashMap<String, u32>,
    /// (node, word) → node.
    edges: FxHashMap<(u32, u32), u32>,
    hits: Vec<Vec<AliasHit>>,
    /// Keys of words that a name begins with.
    begins: FxHashSet<u64>,
    spellings: FxHashMap<String, String>,
}

impl Names {
    /// An empty trie with a table of spellings: canonical word, others parted by `|`.
    pub(super) fn new(file: &str, spellings: &str) -> Result<Self, Error> {
        let mut names = Self { hits: vec![Vec::new()], ..Self::default() };
        for (line, cells) in read::rows(spellings) {
            let [canonical, others] = cells[..] else {
                return Err(Error::new(file, line, format!("{} cells, expected 2", cells.len())));
            };
            let canonical = slavic(canonical).unwrap_or_else(|| canonical.to_owned());
            for other in others.split('|').filter(|o| **o != canonical) {
                names.spellings.insert(other.to_owned(), canonical.clone());
            }
        }
        Ok(names)
    }

    fn canonical<'w>(&'w self, word: &'w str) -> Cow<'w, str> {
        let word = fold(word);
        let word = slavic(&word).map_or(word, Cow::Owned);
        match self.spellings.get(word.as_ref()) {
            Some(canonical) => Cow::Borrowed(canonical),
            None => word,
        }
    }

    /// Adds a name of an entity.
    pub(super) fn add(&mut self, alias: &str, entity: usize, kind: AliasKind) {
        let mut node = 0u32;
        let alias = fold(alias);
        for word in split(&alias) {
            if word == "-" {
                continue;
            }
            let word = self.canonical(word);
            let first = key(&word);
            let word = if let Some(known) = self.words.get(word.as_ref()) {
                *known
            } else {
                let (n, word) = (self.words.len() as u32, word.into_owned());
                self.words.insert(word, n);
                n
            };
            if node == 0 {
                self.begins.insert(first);
            }
            let next = self.hits.len() as u32;
            node = *self.edges.entry((node, word)).or_insert(next);
            if node == next {
                self.hits.push(Vec::new());
            }
        }
        let hits = &mut self.hits[node as usize];
        if node != 0 && !hits.iter().any(|h| h.entity == entity) {
            hits.push(AliasHit { entity, kind });
        }
    }

    /// Names before surnames, those read first before others.
    pub(super) fn sort(&mut self) {
        for hits in &mut self.hits {
            hits.sort_by_key(|h| h.kind);
        }
    }

    /// The longest name that starts at `words[0]` and whom it may mean: as it is written, else without articles
    /// and initials ("Yahya al-Sinwar" is Yahya Sinwar, "John F. Kerry" John Kerry).
    pub(super) fn longest_at(&self, words: &[&str]) -> Option<Found<&[AliasHit]>> {
        let strict = self.walk(words, false);
        if !self.misses_any(words) {
            return strict;
        }
        let loose = self.walk(words, true);
        nearer(strict, loose)
    }

    /// Keys of the words that names begin with.
    pub(super) fn begins(&self) -> impl Iterator<Item = u64> {
        self.begins.iter().copied()
    }

    /// Whether a name begins with one of these words.
    pub(super) fn begin_with(&self, keys: FirstKeys) -> bool {
        keys.into_iter().flatten().any(|k| self.begins.contains(&k))
    }

    /// Keys of the words that a name may begin with where a text has `word`: as it stands, and if it is shouted in small
    /// letters.
    pub(super) fn first_keys(&self, word: &str) -> FirstKeys {
        let plain = self.canonical(word);
        let quiet = is_shouted(&plain).then(|| key(&self.canonical(&capitalised(&plain))));
        [Some(key(&plain)), quiet]
    }

    /// Whether a name may have left out one of the next words.
    pub(super) fn misses_any(&self, words: &[&str]) -> bool {
        words.iter().skip(1).take(N_BEFORE_SKIPPED).any(|w| self.is_small(w))
    }

    fn is_small(&self, word: &str) -> bool {
        is_initial(word) || self.canonical(word) == SMALL_WORD
    }

    /// A number that a word of a text, not the first, and the word of a name that it may be have in common, in whatever case.
    fn inner_key(&self, word: &str) -> u64 {
        let plain = self.canonical(word);
        let other_case = is_shouted(&plain) || plain.starts_with(char::is_lowercase);
        if other_case {
            return lower_key(&self.canonical(&capitalised(&plain)));
        }
        lower_key(&plain)
    }

    /// The keys of the first word of a name and of the next two that tell much; `None` for a name without words.
    pub(super) fn keys(&self, name: &str) -> Option<(u64, InnerKeys)> {
        let name = fold(name);
        let words: Vec<&str> = split(&name).into_iter().filter(|w| *w != "-").collect();
        Some((key(&self.canonical(words.first()?)), self.inner_keys(&words)))
    }

    /// The keys of the next two words behind the first that are long and never missing: not "of", "the", "al".
    pub(super) fn inner_keys(&self, words: &[&str]) -> InnerKeys {
        let tells = |w: &&&str| self.canonical(w).len() > N_SMALL && !self.is_small(w);
        let mut keys = words.iter().skip(1).filter(tells).map(|w| self.inner_key(w));
        [keys.next(), keys.next()]
    }

    /// How many words a name takes up at `words[0]`, if it stands there, and whether it is shouted; with `skip` small words that it does not have are
    /// passed over. The steps are those of [`Names::longest_at`].
    pub(super) fn fits(&self, name: &str, words: &[&str], skip: bool) -> Option<(usize, bool)> {
        let name = fold(name);
        let mut at = 0;
        let mut loud = false;
        for part in split(&name).into_iter().filter(|w| *w != "-") {
            let passed = |w: &&&str| at > 0 && (**w == "-" || skip && self.is_small(w));
            at += words[at..].iter().take_while(passed).count();
            let word = words.get(at)?;
            let part = self.canonical(part);
            let hyphened = at > 0 && words[at - 1] == "-";
            let other_case = || hyphened.then(|| self.is(&turned(word), &part)).flatten();
            loud |= self.is(word, &part).or_else(other_case)?;
            at += 1;
        }
        (at > 0).then_some((at, loud))
    }

    /// Whether a word is one of a name, as it stands or shouted (then `true`).
    fn is(&self, word: &str, part: &str) -> Option<bool> {
        let plain = self.canonical(word);
        if plain == part {
            return Some(false);
        }
        (is_shouted(&plain) && self.canonical(&capitalised(&plain)) == part).then_some(true)
    }

    fn walk(&self, words: &[&str], skip: bool) -> Option<Found<&[AliasHit]>> {
        let mut node = 0u32;
        let mut loud = false;
        let mut best = None;
        for (i, word) in words.iter().enumerate() {
            let skipped = || skip && self.is_small(word);
            if node != 0 && (*word == "-" || skipped()) {
                continue;
            }
            let hyphened = i > 0 && words[i - 1] == "-";
            let other_case = || hyphened.then(|| self.step(node, &turned(word))).flatten();
            let Some((next, shouted)) = self.step(node, word).or_else(other_case) else { break };
            node = next;
            loud |= shouted;
            if !self.hits[node as usize].is_empty() {
                best = Some(Found {
                    n: i + 1,
                    far: u8::from(loud),
                    hits: self.hits[node as usize].as_slice(),
                });
            }
        }
        best
    }

    /// The next node, and whether the word is a shouted form of the name's.
    fn step(&self, node: u32, word: &str) -> Option<(u32, bool)> {
        let plain = self.canonical(word);
        let found = self.words.get(plain.as_ref()).and_then(|&id| self.edges.get(&(node, id)));
        if let Some(next) = found {
            return Some((*next, false));
        }
        if !is_shouted(&plain) {
            return None;
        }
        let lower = capitalised(&plain);
        let id = self.words.get(self.canonical(&lower).as_ref())?;
        self.edges.get(&(node, *id)).map(|next| (*next, true))
    }
}

/// Words of a name within which one may be left out.
const N_BEFORE_SKIPPED: usize = 4;

/// Bytes of a word that tells little.
const N_SMALL: usize = 3;

/// The article of Arabic names, as `entities/spellings.tsv` has it.
const SMALL_WORD: &str = "al";

/// See [`Names::inner_keys`].
pub(super) type InnerKeys = [Option<u64>; 2];

/// See [`Names::first_keys`].
pub(super) type FirstKeys = [Option<u64>; 2];

/// The key of a word in lower case.
fn lower_key(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    if word.is_ascii() {
        word.bytes().for_each(|b| hasher.write_u8(b.to_ascii_lowercase()));
    } else {
        word.to_lowercase().bytes().for_each(|b| hasher.write_u8(b));
    }
    hasher.finish()
}

fn key(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish()
}

/// What was found with small words passed over, where it is longer.
pub(super) fn nearer<T>(strict: Option<Found<T>>, loose: Option<Found<T>>) -> Option<Found<T>> {
    if loose.as_ref().map(|l| l.n) > strict.as_ref().map(|s| s.n) {
        loose.map(|l| Found { far: l.far + 2, ..l })
    } else {
        strict
    }
}

fn is_shouted(word: &str) -> bool {
    word.len() > 3 && !word.chars().any(char::is_lowercase)
}

fn is_initial(word: &str) -> bool {
    matches!(word.as_bytes(), [c, b'.'] if c.is_ascii_uppercase())
}

/// "Wen" for "wen", and back: what stands behind a hyphen is written either way.
fn turned(word: &str) -> String {
    let small = word.to_lowercase();
    if small == word { capitalised(word) } else { small }
}

/// "Syrskyi", "Syrskyy", "Zelenskiy", "Navalnyy": the endings of one Cyrillic letter or two.
fn slavic(word: &str) -> Option<String> {
    if !matches!(word.as_bytes().last(), Some(b'i' | b'y' | b'j')) {
        return None;
    }
    let stem = ["skyi", "skyy", "skiy", "skii", "skij", "lnyi", "lnyy"]
        .iter()
        .find_map(|e| word.strip_suffix(e).map(|s| (s, &e[..2])))?;
    (stem.0.len() > 1).then(|| format!("{}{}y", stem.0, stem.1))
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
        .unwrap_or_default()
}

/// Splits a name as the tokenizer would: blanks, hyphens and the possessive apart.
fn split(alias: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for word in alias.split_whitespace() {
        let mut rest = word;
        while let Some(at) = rest.find('-') {
            if at == 0 || at + 1 == rest.len() {
                break;
            }
            words.extend([&rest[..at], "-"]);
            rest = &rest[at + 1..];
        }
        if let Some(owner) = rest.strip_suffix("'s") {
            words.extend([owner, "'s"]);
        } else if let Some(owners) =
            rest.strip_suffix('\'').filter(|o| o.ends_with('s') && o.len() > 3)
        {
            words.extend([owners, "'"]);
        } else {
            words.push(rest.trim_end_matches(','));
            if rest.ends_with(',') {
                words.push(",");
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::new("s.tsv", "Mohammed\tMuhammad|Mohamed\nal\tAl|el|El\n").unwrap();
        names.add("Muhammad Al-Sisi", 7, AliasKind::Name);
        names.add("Recep Erdoğan", 8, AliasKind::Name);
        names.sort();
        names
    }

    fn found(words: &str) -> Option<(usize, usize)> {
        let words: Vec<&str> = words.split(' ').collect();
        names().longest_at(&words).map(|f| (f.n, f.hits[0].entity))
    }

    #[test]
    fn spellings_accents_and_hyphens_do_not_count() {
        assert_eq!(found("Mohamed el - Sisi said"), Some((4, 7)));
        assert_eq!(found("Mohammed al Sisi"), Some((3, 7)));
        assert_eq!(found("RECEP ERDOGAN"), Some((2, 8)));
        assert_eq!(found("Recep"), None);
        assert_eq!(slavic("Syrskyi").as_deref(), Some("Syrsky"));
        assert_eq!(slavic("Sky"), None);
    }
}
