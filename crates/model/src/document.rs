//! One published text, cleaned.

use crate::{Date, Span};

/// What a document was before it was text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// Plain text.
    #[default]
    Text,
    /// An HTML page.
    Html,
    /// A record whose text must be kept to the letter (offsets count in exactly that text).
    Record,
}

impl DocumentKind {
    /// `text`, `html` or `record`.
    pub fn as_str(self) -> &'static str {
        match self {
            DocumentKind::Text => "text",
            DocumentKind::Html => "html",
            DocumentKind::Record => "record",
        }
    }
}

/// One published text, cleaned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Unique in a run: the sender's id, else one made from the content.
    pub id: String,
    /// Where it came from (see [`crate::RawDocument::origin`]).
    pub origin: String,
    /// What it was.
    pub kind: DocumentKind,
    /// The text. Every [`Span`] of the document counts bytes of this string. The headline, where
    /// there is one, is its first line; paragraphs are parted by blank lines.
    pub text: String,
    /// Stretches of `text` that are furniture (prompts, credits, captions), in order and apart:
    /// kept so that offsets stay true, never coded.
    pub furniture: Vec<Span>,
    /// The headline.
    pub headline: Option<String>,
    /// Address it was published at.
    pub url: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Day of the last update.
    pub updated: Option<Date>,
    /// Day that the dateline or the publication gives: what "today" means in the text.
    pub today: Option<Date>,
    /// ISO 639-1 code; `en` or what was found.
    pub language: Option<String>,
    /// Who wrote it, in order.
    pub authors: Vec<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// News agency it carries (`Reuters`).
    pub agency: Option<String>,
    /// Where it was filed from, as written (`MEXICO CITY`).
    pub dateline: Option<String>,
    /// Section of the publication (`World`).
    pub section: Option<String>,
}
