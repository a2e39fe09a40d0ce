//! What a stage could not do, told instead of dropped.

use crate::Span;

/// What kind of thing a note tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// The document, or a part of it, was not used; the message says why.
    Skipped,
    /// Something was mended on the way (bytes that are not text, a broken tag).
    Repaired,
    /// Something could not be resolved (a date, a name); the field stays empty.
    Unresolved,
    /// The program itself failed on this document; the rest of the run went on.
    Failed,
}

impl NoteKind {
    /// The kind in one lower-case word, as it is counted in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            NoteKind::Skipped => "skipped",
            NoteKind::Repaired => "repaired",
            NoteKind::Unresolved => "unresolved",
            NoteKind::Failed => "failed",
        }
    }
}

/// One thing that a pure stage had to say about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where in the document's text, where that is known.
    pub span: Option<Span>,
    /// What kind of thing it tells.
    pub kind: NoteKind,
    /// One sentence without a full stop: what was found, and what was done about it.
    pub message: String,
}

/// The sink that stages push their notes into, in the order they arise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes(pub Vec<Note>);

impl Notes {
    /// Adds one note.
    pub fn push(&mut self, span: Option<Span>, kind: NoteKind, message: impl Into<String>) {
        self.0.push(Note { span, kind, message: message.into() });
    }
}
