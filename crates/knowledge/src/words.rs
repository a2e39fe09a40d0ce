//! Closed lists of words: noun classes (`lang/<language>/classes/`) and cues (`cues.toml`).

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::{Error, read};

/// Words with the names of the lists that hold them.
#[derive(Debug, Default)]
struct Lists {
    names: Vec<String>,
    /// For each word, the places of its lists among the names.
    of_word: FxHashMap<String, Vec<usize>>,
}

impl Lists {
    fn add<'w>(&mut self, name: &str, words: impl Iterator<Item = &'w str>) {
        self.names.push(name.to_owned());
        for word in words {
            let lists = self.of_word.entry(word.to_owned()).or_default();
            lists.push(self.names.len() - 1);
        }
    }

    fn of(&self, word: &str) -> Held<'_> {
        Held { names: &self.names, places: self.of_word.get(word).map_or(&[], Vec::as_slice) }
    }
}

/// The lists that hold a word.
#[derive(Clone, Copy, Debug)]
pub struct Held<'k> {
    names: &'k [String],
    places: &'k [usize],
}

impl Held<'_> {
    /// Whether the list of that name is among them.
    pub fn by(&self, name: &str) -> bool {
        self.places.iter().any(|&i| self.names[i] == name)
    }
}

/// Noun classes by name.
#[derive(Debug, Default)]
pub struct Classes(Lists);

impl Classes {
    pub(crate) fn read(files: &[(&str, &str)]) -> Self {
        let mut lists = Lists::default();
        for (file, text) in files {
            let name = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".txt");
            let lines = text.lines().map(str::trim);
            lists.add(name, lines.filter(|l| !l.is_empty() && !l.starts_with('#')));
        }
        Self(lists)
    }

    /// Whether a lemma is in a class; an unknown class holds nothing.
    pub fn contains(&self, class: &str, lemma: &str) -> bool {
        self.of(lemma).by(class)
    }

    /// Whether a lemma is in any class.
    pub fn hold(&self, lemma: &str) -> bool {
        !self.of(lemma).places.is_empty()
    }

    /// The classes that a lemma is in.
    pub fn of(&self, lemma: &str) -> Held<'_> {
        self.0.of(lemma)
    }

    /// Whether there is such a class.
    pub fn has(&self, class: &str) -> bool {
        self.0.names.iter().any(|name| name == class)
    }
}

/// Small words by key.
#[derive(Debug, Default)]
pub struct Cues {
    lists: BTreeMap<String, Vec<String>>,
    words: Lists,
}

impl Cues {
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let lists: BTreeMap<String, Vec<String>> = read::toml(file, text)?;
        let mut words = Lists::default();
        for (key, list) in &lists {
            words.add(key, list.iter().map(String::as_str));
        }
        Ok(Self { lists, words })
    }

    /// Whether the lemma is a cue of that key; an unknown key has none.
    pub fn has(&self, key: &str, lemma: &str) -> bool {
        self.of(lemma).by(key)
    }

    /// The keys that a lemma is a cue of.
    pub fn of(&self, lemma: &str) -> Held<'_> {
        self.words.of(lemma)
    }

    /// The words of a key, as in the file.
    pub fn list(&self, key: &str) -> &[String] {
        self.lists.get(key).map_or(&[], Vec::as_slice)
    }
}
