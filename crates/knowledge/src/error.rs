//! What is wrong with a file of knowledge: where, what was found, what was expected, what to do.

use std::fmt;

/// A row of `data/` that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// File, relative to the data folder.
    pub file: String,
    /// Line from 1; 0 where the whole file is meant.
    pub line: u32,
    /// What was found and what was expected, without a full stop.
    pub message: String,
    /// A way out.
    pub hint: Option<String>,
}

impl Error {
    /// An error at a line of a file.
    pub fn new(file: &str, line: u32, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, message: message.into(), hint: None }
    }

    /// The same with a way out.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A word that is not in a closed list, with the nearest one that is.
    pub fn unknown(file: &str, line: u32, what: &str, found: &str, known: &[&str]) -> Self {
        let error = Self::new(file, line, format!("unknown {what} `{found}`"));
        match nearest(found, known) {
            Some(near) => error.with_hint(format!("did you mean `{near}`?")),
            None => error.with_hint(format!("one of: {}", known.join(", "))),
        }
    }

    /// Whether the file could not be read at all.
    pub fn is_missing(&self) -> bool {
        self.line == 0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "data/{}: {}", self.file, self.message)
        } else {
            write!(f, "data/{}:{}: {}", self.file, self.line, self.message)
        }
    }
}

impl std::error::Error for Error {}

/// The known word with the fewest edits, if there are at most a third of its letters.
fn nearest<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|k| (edits(&found.to_lowercase(), &k.to_lowercase()), *k))
        .filter(|(d, k)| *d * 3 <= k.len().max(3))
        .min()
        .map(|(_, k)| k)
}

/// Levenshtein distance in characters.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
