//! What is wrong in a filter, and where.

/// A filter that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    /// Where in the text, in bytes: start, end.
    pub at: (usize, usize),
    /// What was found, without a full stop.
    pub message: String,
    /// A way out, without a full stop.
    pub hint: String,
}

impl FilterError {
    pub(crate) fn new(
        at: (usize, usize),
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { at, message: message.into(), hint: hint.into() }
    }

    /// The message with the filter below it and marks under the word.
    pub fn shown(&self, text: &str) -> String {
        let (start, end) = (self.at.0.min(text.len()), self.at.1.min(text.len()));
        let before = text.get(..start).unwrap_or("").chars().count();
        let n_marks = text.get(start..end).unwrap_or("").chars().count().max(1);
        format!("{}\n  {text}\n  {}{}", self.message, " ".repeat(before), "^".repeat(n_marks))
    }
}

impl std::fmt::Display for FilterError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FilterError {}
