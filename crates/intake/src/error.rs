//! Why something gave no document, or a document with something missing.

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
    /// More bytes than are read as one document.
    TooLarge,
    /// A line, row or record that is no document.
    BadRecord,
    /// An archive or compressed file that is broken, locked, or grows without end.
    BadArchive,
    /// A file that the reader of its format could not make sense of.
    Malformed,
    /// A list of addresses, which holds no text itself.
    List,
    /// Something that is on the web but not a document: a picture, a script, a style sheet.
    NoDocument,
    /// A page that the server did not give: not found, moved, an error.
    Status,
    /// Withdrawn or withheld by who sent it.
    Withdrawn,
    /// The record ended early; the document holds what was there.
    Truncated,
    /// A day that is no day; the document has none.
    BadDate,
    /// Sent before its time; the document is there, the message says until when it is embargoed.
    Embargoed,
    /// The site's robots.txt asks not to read it.
    Robots,
    /// An address that is not on the public net.
    Private,
    /// The server could not be reached, or broke off.
    Network,
    /// Already fetched, and not changed since.
    Unchanged,
    /// Not asked for: fetched once already, too old, one too many.
    PassedOver,
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
            ErrorKind::BadArchive => "broken archive",
            ErrorKind::Malformed => "malformed file",
            ErrorKind::List => "list of addresses",
            ErrorKind::NoDocument => "no document",
            ErrorKind::Status => "not given by the server",
            ErrorKind::Withdrawn => "withdrawn by the sender",
            ErrorKind::Truncated => "cut short",
            ErrorKind::BadDate => "unknown date",
            ErrorKind::Embargoed => "embargoed",
            ErrorKind::Robots => "denied by robots.txt",
            ErrorKind::Private => "private address",
            ErrorKind::Network => "network error",
            ErrorKind::Unchanged => "unchanged since last time",
            ErrorKind::PassedOver => "passed over",
        }
    }

    /// Whether the document is there all the same, with something missing.
    pub fn is_kept(self) -> bool {
        matches!(self, ErrorKind::Truncated | ErrorKind::BadDate | ErrorKind::Embargoed)
    }

    /// Whether it is passed over by intention: not a fault of the input.
    pub fn is_expected(self) -> bool {
        matches!(
            self,
            ErrorKind::NoDocument
                | ErrorKind::Status
                | ErrorKind::Withdrawn
                | ErrorKind::Robots
                | ErrorKind::Unchanged
                | ErrorKind::PassedOver
        )
    }
}

/// Something that gave no document, or one with something missing ([`ErrorKind::is_kept`]).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}", place(origin, *line))]
pub struct Error {
    /// Path, `archive#member`, address, or `-`.
    pub origin: String,
    /// Line from 1; 0 where the whole is meant.
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
            std::io::ErrorKind::InvalidData
            | std::io::ErrorKind::InvalidInput
            | std::io::ErrorKind::UnexpectedEof => {
                Self::new(origin, 0, ErrorKind::BadArchive, format!("it breaks off: {e}"))
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
            ErrorKind::Empty => "give a file with text in it",
            ErrorKind::Binary => {
                "give text, pages, feeds, tables, PDF or an archive of these; \
                 `--as KIND` names the format where it is not recognised"
            }
            ErrorKind::TooLarge => "split it, or give lines of JSON with one document a line",
            ErrorKind::BadRecord => {
                "a record needs \"text\", and may have \"id\", \"title\", \"published\" \
                 (YYYY-MM-DD), \"url\", \"publisher\"; `--map text=COLUMN` names other columns"
            }
            ErrorKind::BadArchive => "what came before the fault was read; get the file again",
            ErrorKind::Malformed => "`--as KIND` names the format where it is not recognised",
            ErrorKind::List => "`demarche fetch FILE` fetches the pages that it lists",
            ErrorKind::NoDocument => "only pages, texts, feeds, tables and PDF are read",
            ErrorKind::Status => "open the address in a browser to see what is there",
            ErrorKind::Withdrawn => "it is left out on purpose",
            ErrorKind::Truncated => "what was there was read",
            ErrorKind::BadDate => "write days as YYYY-MM-DD; the document was read without one",
            ErrorKind::Embargoed => "the document was read; do not publish it before its time",
            ErrorKind::Robots => "ask the site for permission, or leave it out",
            ErrorKind::Private => "`--allow-private` reads addresses of your own network",
            ErrorKind::Network => "try again later; with `--state FILE` only the rest is fetched",
            ErrorKind::Unchanged => "`--refetch` gets it again",
            ErrorKind::PassedOver => "change `--since` or `--limit` to have it",
        }
    }
}
