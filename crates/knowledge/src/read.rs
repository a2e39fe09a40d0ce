//! Small steps shared by the readers of TOML and TSV files.

use std::str::FromStr;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, SeqAccess, Visitor},
};
use toml::Spanned;

use crate::Error;

/// One word or a list of words.
#[derive(Debug, Clone)]
pub(crate) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a word or a list of words")
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(word.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<OneOrMany, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = all.next_element()? {
                    words.push(word);
                }
                Ok(OneOrMany::Many(words))
            }
        }
        deserializer.deserialize_any(Words)
    }
}

impl OneOrMany {
    pub(crate) fn list(self) -> Vec<String> {
        match self {
            OneOrMany::One(word) => vec![word],
            OneOrMany::Many(words) => words,
        }
    }
}

pub(crate) fn list(words: Option<OneOrMany>) -> Vec<String> {
    words.map(OneOrMany::list).unwrap_or_default()
}

/// Reads a whole TOML file.
pub(crate) fn toml<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Error> {
    ::toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |s| line_at(text, s.start));
        Error::new(file, line, e.message().to_owned())
    })
}

/// Line number, from 1, of a byte.
pub(crate) fn line_at(text: &str, byte: usize) -> u32 {
    text.as_bytes()[..byte.min(text.len())].iter().filter(|b| **b == b'\n').count() as u32 + 1
}

pub(crate) fn line_of<T>(text: &str, spanned: &Spanned<T>) -> u32 {
    line_at(text, spanned.span().start)
}

/// Parses a word of a closed label set of `model`.
pub(crate) fn label<T: FromStr>(
    file: &str,
    line: u32,
    what: &str,
    word: &str,
    known: &[&str],
) -> Result<T, Error> {
    word.parse().map_err(|_| Error::unknown(file, line, what, word, known))
}

/// Parses a list of labels.
pub(crate) fn labels<T: FromStr>(
    file: &str,
    line: u32,
    what: &str,
    words: &[String],
    known: &[&str],
) -> Result<Vec<T>, Error> {
    words.iter().map(|w| label(file, line, what, w, known)).collect()
}

/// Rows of a TSV file: (line, cells); comments (`#`) and blank lines left out.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = (u32, Vec<&str>)> {
    text.lines().enumerate().filter_map(|(i, l)| {
        let l = l.trim_end_matches('\r');
        (!l.is_empty() && !l.starts_with('#')).then(|| (i as u32 + 1, l.split('\t').collect()))
    })
}
