//! Feeds in, entries out: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed.
//!
//! `<item><title>Kyiv and Warsaw sign</title><link>…` → one [`Entry`], with its headline, address,
//! times and text. What is ill-formed is mended where it can be, and counted; nothing here follows
//! a link or decides what a text is about.

mod json;
mod read;

use model::{DocumentKind, RawDocument};

use crate::{
    Error, ErrorKind, Options,
    dates::WrittenTime,
    stream::{Flow, Sink},
    xml::{self, Tree},
};

/// What a feed says of itself, and its entries in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feed {
    /// Its name, as plain text.
    pub title: Option<String>,
    /// The site it belongs to.
    pub link: Option<String>,
    /// What it is about, as plain text.
    pub subtitle: Option<String>,
    /// When it last changed.
    pub updated: Option<WrittenTime>,
    /// When it was published.
    pub published: Option<WrittenTime>,
    /// Language as declared (`en-GB`).
    pub language: Option<String>,
    /// The documents it tells of.
    pub entries: Vec<Entry>,
    /// Faults that were mended to read it.
    pub n_repairs: usize,
}

/// One document that a feed tells of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The feed's own id.
    pub id: Option<String>,
    /// Headline, as plain text.
    pub title: Option<String>,
    /// Address of the document.
    pub link: Option<String>,
    /// What the feed tells of it, as plain text.
    pub summary: Option<String>,
    /// The whole text where the feed carries it, as paragraphs of plain text.
    pub content: Option<String>,
    /// When it was published.
    pub published: Option<WrittenTime>,
    /// When it last changed.
    pub updated: Option<WrittenTime>,
    /// Who wrote it, in order.
    pub authors: Vec<String>,
    /// First category.
    pub section: Option<String>,
    /// Language as declared.
    pub language: Option<String>,
    /// Feed it was taken over from.
    pub publisher: Option<String>,
}

/// Reads a feed. `None`: neither XML nor JSON with anything of a feed in it.
///
/// `charset` is what the transport declares; `base` is where the feed was fetched from.
pub fn feed(bytes: &[u8], charset: Option<&str>, base: Option<&str>) -> Option<Feed> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if start.starts_with(b"{") {
        return json::feed(start, base);
    }
    read::feed(&Tree::parse(&xml::decode(bytes, charset)), base)
}

/// The entries of a feed as documents, in order.
pub(crate) fn documents(
    bytes: &[u8],
    origin: &str,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Flow {
    let Some(feed) = feed(bytes, options.charset.as_deref(), options.base.as_deref()) else {
        let message = "it has nothing of a feed";
        return sink.tell(Error::new(origin, 0, ErrorKind::Malformed, message));
    };
    if feed.entries.is_empty() {
        return sink.tell(Error::new(origin, 0, ErrorKind::Empty, "the feed has no entries"));
    }
    for (i, entry) in feed.entries.iter().enumerate() {
        let origin = format!("{origin}#{}", i + 1);
        if let Some(document) = document(&feed, entry, &origin) {
            sink.document(document)?;
        } else {
            let message = "the entry has neither title nor text";
            sink.tell(Error::new(&origin, 0, ErrorKind::BadRecord, message))?;
        }
    }
    Flow::Continue(())
}

/// An entry as a document: headline, blank line, and the longest text the feed gives.
fn document(feed: &Feed, entry: &Entry, origin: &str) -> Option<RawDocument> {
    let text = match (&entry.content, &entry.summary) {
        (Some(c), Some(s)) if s.len() > c.len() => Some(s),
        (c, s) => c.as_ref().or(s.as_ref()),
    };
    let body = text.map(String::as_str).unwrap_or_default();
    let body = match &entry.title {
        Some(title) if !body.starts_with(title.as_str()) => format!("{title}\n\n{body}"),
        _ => body.to_owned(),
    };
    if body.trim().is_empty() {
        return None;
    }
    let published = entry.published.or(entry.updated);
    Some(RawDocument {
        origin: origin.to_owned(),
        id: entry.id.clone().or_else(|| entry.link.clone()),
        kind: DocumentKind::Text,
        bytes: body.trim_end().as_bytes().to_vec(),
        url: entry.link.clone(),
        headline: entry.title.clone(),
        published: published.map(|m| m.day),
        published_at: published.map(WrittenTime::moment),
        updated: entry.updated.map(|m| m.day),
        updated_at: entry.updated.map(WrittenTime::moment),
        language: entry.language.clone().or_else(|| feed.language.clone()),
        authors: entry.authors.clone(),
        publisher: entry.publisher.clone().or_else(|| feed.title.clone()),
        section: entry.section.clone(),
        charset: Some("utf-8".to_owned()),
        ..RawDocument::default()
    })
}
