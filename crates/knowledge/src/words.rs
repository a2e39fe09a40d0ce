//! Closed lists of words: noun classes (`lang/<language>/classes/`) and cues (`cues.toml`).

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{Error, read};

/// Noun classes by name.
#[derive(Debug, Default)]
pub struct Classes {
    by_name: FxHashMap<String, FxHashSet<String>>,
    all: FxHashSet<String>,
}

impl Classes {
    pub(crate) fn read(files: &[(&str, &str)]) -> Self {
        let mut classes = Self::default();
        for (file, text) in files {
            let name = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".txt");
            let words: FxHashSet<String> = text
                .lines()
                .map(str::trim)
                .filter(|l| !l.is_empty() && !l.starts_with('#'))
                .map(str::to_owned)
                .collect();
            classes.all.extend(words.iter().cloned());
            classes.by_name.insert(name.to_owned(), words);
        }
        classes
    }

    /// Whether a lemma is in a class; an unknown class holds nothing.
    pub fn contains(&self, class: &str, lemma: &str) -> bool {
        self.by_name.get(class).is_some_and(|c| c.contains(lemma))
    }

    /// Whether a lemma is in any class.
    pub fn hold(&self, lemma: &str) -> bool {
        self.all.contains(lemma)
    }

    /// Whether there is such a class.
    pub fn has(&self, class: &str) -> bool {
        self.by_name.contains_key(class)
    }
}

/// Small words by key.
#[derive(Debug, Default)]
pub struct Cues {
    lists: BTreeMap<String, Vec<String>>,
    sets: FxHashMap<String, FxHashSet<String>>,
}

impl Cues {
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let lists: BTreeMap<String, Vec<String>> = read::toml(file, text)?;
        let sets = lists.iter().map(|(k, v)| (k.clone(), v.iter().cloned().collect())).collect();
        Ok(Self { lists, sets })
    }

    /// Whether the lemma is a cue of that key; an unknown key has none.
    pub fn has(&self, key: &str, lemma: &str) -> bool {
        self.sets.get(key).is_some_and(|s| s.contains(lemma))
    }

    /// The words of a key, as in the file.
    pub fn list(&self, key: &str) -> &[String] {
        self.lists.get(key).map_or(&[], Vec::as_slice)
    }
}
