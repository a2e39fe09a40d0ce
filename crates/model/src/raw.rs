//! One published text as it came from outside, before cleaning.

use crate::{Date, DocumentKind, Moment};

/// Bytes as they came from outside, with what the outside said about them.
///
/// What stands here was told beside the bytes (by the feed, the record, the transport); what the
/// bytes themselves say is found later. Every field but `origin`, `kind` and `bytes` may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawDocument {
    /// Where the bytes came from: path, `path:line`, `archive#member`, address, or `-` for standard
    /// input.
    pub origin: String,
    /// The sender's own id, kept as it is.
    pub id: Option<String>,
    /// What the bytes are.
    pub kind: DocumentKind,
    /// The bytes; for records (a JSON line) only the text field.
    pub bytes: Vec<u8>,
    /// Address it was published at.
    pub url: Option<String>,
    /// Headline, where it came apart from the text.
    pub headline: Option<String>,
    /// Day of publication, where it came apart from the text.
    pub published: Option<Date>,
    /// The same with time of day and zone, as far as told.
    pub published_at: Option<Moment>,
    /// Day of the last update, where it came apart from the text.
    pub updated: Option<Date>,
    /// The same with time of day and zone, as far as told.
    pub updated_at: Option<Moment>,
    /// Language that the sender declares, as written (`en`, `en-GB`).
    pub language: Option<String>,
    /// Who wrote it, in order.
    pub authors: Vec<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// News agency it carries.
    pub agency: Option<String>,
    /// Where it was filed from, as written.
    pub dateline: Option<String>,
    /// Section of the publication.
    pub section: Option<String>,
    /// Character set that the transport declared.
    pub charset: Option<String>,
}
