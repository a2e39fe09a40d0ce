//! A saved page with its parts (MHTML), or an e-mail, in; its page or text out.

use model::{DocumentKind, RawDocument};

use crate::{
    Error, ErrorKind, Format, dates,
    mime::{Headers, decoded, header, headers, parameter, parts, words},
    stream::{Flow, Sink},
};

/// How deep parts may lie in parts.
const DEPTH_MAX: usize = 6;

struct Part {
    headers: Headers,
    body: Vec<u8>,
    format: Format,
}

pub(crate) fn document(bytes: &[u8], origin: &str, sink: &mut Sink<'_>) -> Flow {
    let (top, body) = headers(bytes);
    let mut found = Vec::new();
    collect(&top, body, 0, &mut found);
    let address = header(&top, "snapshot-content-location").map(str::to_owned);
    // The page itself: what was saved from the address, else the first page, else the first text.
    let is_page = |p: &Part| p.format == Format::Html;
    let at = found
        .iter()
        .position(|p| {
            is_page(p)
                && address.is_some()
                && header(&p.headers, "content-location") == address.as_deref()
        })
        .or_else(|| found.iter().position(is_page))
        .or_else(|| found.iter().position(|p| p.format == Format::Text));
    let Some(at) = at else {
        let message = "no page and no text among its parts";
        return sink.tell(Error::new(origin, 0, ErrorKind::Malformed, message));
    };
    let part = found.swap_remove(at);
    let media = header(&part.headers, "content-type").unwrap_or_default();
    let location = header(&part.headers, "content-location");
    let is_mail = address.is_none() && location.is_none();
    let subject = header(&top, "subject").map(words).filter(|s| !s.trim().is_empty());
    sink.document(RawDocument {
        origin: origin.to_owned(),
        kind: if part.format == Format::Html { DocumentKind::Html } else { DocumentKind::Text },
        charset: parameter(media, "charset"),
        url: address.or_else(|| location.filter(|l| l.starts_with("http")).map(str::to_owned)),
        // The day a page was saved says nothing; the day a mail was sent is its own.
        published: is_mail.then(|| header(&top, "date").and_then(dates::day)).flatten(),
        headline: is_mail.then_some(subject).flatten(),
        bytes: part.body,
        ..RawDocument::default()
    })
}

fn collect(own: &Headers, body: &[u8], depth: usize, found: &mut Vec<Part>) {
    let media = header(own, "content-type").unwrap_or("text/plain").to_owned();
    let lower = media.to_ascii_lowercase();
    if lower.starts_with("multipart/") && depth < DEPTH_MAX {
        let Some(boundary) = parameter(&media, "boundary") else { return };
        for part in parts(body, &boundary) {
            let (own, body) = headers(part);
            collect(&own, body, depth + 1, found);
        }
        return;
    }
    let format = match Format::of_media(&media) {
        Some(Format::Html) => Format::Html,
        _ if lower.starts_with("text/plain") => Format::Text,
        _ => return,
    };
    found.push(Part { headers: own.clone(), body: decoded(own, body), format });
}
