//! What is put in: one document with what was coded in it.

use model::{Document, Event, Gist, RawDocument, Report};

use crate::NewQuote;

/// One document to be stored.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Digest of the content as it came in ([`digest_of`]).
    pub digest: Digest,
    /// The clean document.
    pub document: Document,
    /// Its events, in order.
    pub events: Vec<Event>,
    /// Its quotations, in order.
    pub quotes: Vec<NewQuote>,
    /// What it tells, for the linker; without it, its events stay apart from all others.
    pub tale: Option<Tale>,
    /// The bytes as they came in, where they are to be kept.
    pub original: Option<Vec<u8>>,
}

/// What a document is about and what it tells of each happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Tale {
    /// What it is about.
    pub gist: Gist,
    /// Its reports; every event belongs to one.
    pub reports: Vec<Report>,
}

/// Sixteen bytes of a BLAKE3 digest.
pub type Digest = [u8; 16];

/// Digest of what came in: text and what was said about it. Where it came from does not count, so
/// that the same page in two folders is one document.
pub fn digest_of(raw: &RawDocument) -> Digest {
    let published = raw.published.map(|d| d.to_string());
    digest(&[
        raw.kind.as_str().as_bytes(),
        raw.id.as_deref().unwrap_or("").as_bytes(),
        raw.url.as_deref().unwrap_or("").as_bytes(),
        raw.headline.as_deref().unwrap_or("").as_bytes(),
        published.as_deref().unwrap_or("").as_bytes(),
        raw.publisher.as_deref().unwrap_or("").as_bytes(),
        raw.charset.as_deref().unwrap_or("").as_bytes(),
        &raw.bytes,
    ])
}

pub(crate) fn digest(parts: &[&[u8]]) -> Digest {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    let mut out = [0; 16];
    out.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    out
}
