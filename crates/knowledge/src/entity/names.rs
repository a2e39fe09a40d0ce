//! Names as a trie of words: which name starts here, and whom it may mean.
//!
//! Spelling is evened out on both sides: accents are taken off ("Erdoğan", "Erdogan"), hyphens do
//! not count ("Jean-Noël", "Jean Noel"), and the spellings of one name in other scripts are one word
//! ("Mohammed", "Muhammad"; `entities/spellings.tsv`). Case counts, but a word all in capitals also
//! matches the name with one capital.

use std::{borrow::Cow, sync::LazyLock};

use rustc_hash::FxHashMap;

use super::{AliasHit, AliasKind};
use crate::{Error, read};

/// The trie.
#[derive(Debug, Default)]
pub(super) struct Names {
    words: FxHashMap<String, u32>,
    /// (node, word) → node.
    edges: FxHashMap<(u32, u32), u32>,
    hits: Vec<Vec<AliasHit>>,
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
            let word = if let Some(known) = self.words.get(word.as_ref()) {
                *known
            } else {
                let (n, word) = (self.words.len() as u32, word.into_owned());
                self.words.insert(word, n);
                n
            };
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
    pub(super) fn longest_at(&self, words: &[&str]) -> Option<(usize, &[AliasHit])> {
        let strict = self.walk(words, false);
        let may_skip = |w: &&str| self.canonical(w) == SMALL_WORD || is_initial(w);
        if !words.iter().skip(1).take(N_BEFORE_SKIPPED).any(may_skip) {
            return strict;
        }
        let loose = self.walk(words, true);
        if loose.map(|l| l.0) > strict.map(|s| s.0) { loose } else { strict }
    }

    fn walk(&self, words: &[&str], skip: bool) -> Option<(usize, &[AliasHit])> {
        let mut node = 0u32;
        let mut best = None;
        for (i, word) in words.iter().enumerate() {
            let skipped = || skip && (self.canonical(word) == SMALL_WORD || is_initial(word));
            if node != 0 && (*word == "-" || skipped()) {
                continue;
            }
            let hyphened = i > 0 && words[i - 1] == "-";
            let other_case = || hyphened.then(|| self.step(node, &turned(word))).flatten();
            let Some(next) = self.step(node, word).or_else(other_case) else { break };
            node = next;
            if !self.hits[node as usize].is_empty() {
                best = Some((i + 1, self.hits[node as usize].as_slice()));
            }
        }
        best
    }

    fn step(&self, node: u32, word: &str) -> Option<u32> {
        let plain = self.canonical(word);
        let found = self.words.get(plain.as_ref()).and_then(|&id| self.edges.get(&(node, id)));
        if let Some(next) = found {
            return Some(*next);
        }
        let shouted = plain.len() > 3 && !plain.chars().any(char::is_lowercase);
        if !shouted {
            return None;
        }
        let lower = capitalised(&plain);
        let id = self.words.get(self.canonical(&lower).as_ref())?;
        self.edges.get(&(node, *id)).copied()
    }
}

/// Words of a name within which one may be left out.
const N_BEFORE_SKIPPED: usize = 4;

/// The article of Arabic names, as `entities/spellings.tsv` has it.
const SMALL_WORD: &str = "al";

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

/// Without accents; apostrophes of all kinds as `'`.
pub(crate) fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match plain(c) {
            Some(s) => out.push_str(s),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A Latin letter without its marks.
fn plain(c: char) -> Option<&'static str> {
    const TABLE: &[(&str, &str)] = &[
        ("ÀÁÂÃÄÅĀĂĄǍẠẢẤẦẨẪẬẮẰẲẴẶ", "A"),
        ("àáâãäåāăąǎạảấầẩẫậắằẳẵặə", "a"),
        ("ÇĆĈĊČ", "C"),
        ("çćĉċč", "c"),
        ("ĎĐ", "D"),
        ("ďđḍ", "d"),
        ("ÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆ", "E"),
        ("èéêëēĕėęěẹẻẽếềểễệ", "e"),
        ("ĜĞĠĢ", "G"),
        ("ĝğġģ", "g"),
        ("ĤḤ", "H"),
        ("ĥḥħ", "h"),
        ("ÌÍÎÏĨĪĬĮİỈỊ", "I"),
        ("ìíîïĩīĭįıỉị", "i"),
        ("Ķ", "K"),
        ("ķ", "k"),
        ("ĹĻĽŁ", "L"),
        ("ĺļľł", "l"),
        ("ÑŃŅŇ", "N"),
        ("ñńņňṅ", "n"),
        ("ÒÓÔÕÖØŌŎŐƠỌỎỐỒỔỖỘỚỜỞỠỢ", "O"),
        ("òóôõöøōŏőơọỏốồổỗộớờởỡợ", "o"),
        ("ŔŖŘ", "R"),
        ("ŕŗř", "r"),
        ("ŚŜŞŠȘṢ", "S"),
        ("śŝşšșṣ", "s"),
        ("ŢŤȚṬ", "T"),
        ("ţťțṭ", "t"),
        ("ÙÚÛÜŨŪŬŮŰŲƯỤỦỨỪỬỮỰ", "U"),
        ("ùúûüũūŭůűųưụủứừửữự", "u"),
        ("ÝŶŸỲỴỶỸ", "Y"),
        ("ýÿŷỳỵỷỹ", "y"),
        ("ŹŻŽ", "Z"),
        ("źżžẓ", "z"),
        ("Æ", "Ae"),
        ("æ", "ae"),
        ("Œ", "Oe"),
        ("œ", "oe"),
        ("ß", "ss"),
        ("’‘ʻʼ`", "'"),
        ("‐‑–", "-"),
    ];
    static LETTERS: LazyLock<FxHashMap<char, &str>> = LazyLock::new(|| {
        // The first row counts.
        let rows = TABLE.iter().rev();
        rows.flat_map(|(from, to)| from.chars().map(|c| (c, *to))).collect()
    });
    LETTERS.get(&c).copied()
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
        names().longest_at(&words).map(|(n, hits)| (n, hits[0].entity))
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
