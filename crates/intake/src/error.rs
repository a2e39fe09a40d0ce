//! Why a file, or a line of it, gave no document.

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorKind {
    /// No such file.
    Missing,
    /// The system would not let it be read.
    Unreadable,
    /// Nothing in it.
    Empty,
    /// Bytes that are no text.
    Binary,
    /// More bytes than are read as one text.
    TooLarge,
    /// A line that is no document.
    BadRecord,
}

impl ErrorKind {
    /// In two or three words, as it is counted in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::Missing => "missing file",
            ErrorKind::Unreadable => "unreadable file",
            ErrorKind::Empty => "empty file",
            ErrorKind::Binary => "binary file",
            ErrorKind::TooLarge => "too large",
            ErrorKind::BadRecord => "bad record",
        }
    }
}

/// A file, or a line of it, that gave no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}", place(origin, *line))]
pub struct Error {
    /// Path, or `-`.
    pub origin: String,
    /// Line from 1; 0 where the whole file is meant.
    pub line: u64,
    /// What was wrong.
    pub kind: ErrorKind,
    /// What was found, without a full stop.
    pub message: String,
}

fn place(origin: &str, line: u64) -> String {
    if line == 0 { origin.to_owned() } else { format!("{origin}:{line}") }
}

impl Error {
    pub(crate) fn new(
        origin: &str,
        line: u64,
        kind: ErrorKind,
        message: impl Into<String>,
    ) -> Self {
        Self { origin: origin.to_owned(), line, kind, message: message.into() }
    }

    pub(crate) fn io(origin: &str, e: &std::io::Error) -> Self {
        match e.kind() {
            std::io::ErrorKind::NotFound => {
                Self::new(origin, 0, ErrorKind::Missing, "there is no such file")
            }
            _ => Self::new(origin, 0, ErrorKind::Unreadable, e.to_string()),
        }
    }

    /// Whether there is no such file.
    pub fn is_missing(&self) -> bool {
        self.kind == ErrorKind::Missing
    }

    /// A way out, one sentence without a full stop.
    pub fn hint(&self) -> &'static str {
        match self.kind {
            ErrorKind::Missing => "check the path, or quote a pattern such as 'news/*.html'",
            ErrorKind::Unreadable => "check the permissions",
            ErrorKind::Empty => "give a file with text, HTML or lines of JSON",
            ErrorKind::Binary => "give text, HTML or lines of JSON; convert other formats first",
            ErrorKind::TooLarge => "split it, or give lines of JSON with one document a line",
            ErrorKind::BadRecord => {
                "one JSON object a line, with \"id\" and \"text\", and if you have them \"title\", \
                 \"published\" (YYYY-MM-DD), \"url\", \"publisher\""
            }
        }
    }
}
