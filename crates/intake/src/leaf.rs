//! A stream of bytes in, the documents of its format out: where every format has its line.

use std::{
    io::{self, BufRead, Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use model::{DocumentKind, RawDocument};

use crate::{
    Error, ErrorKind, Format, Options, archive, feed, format, lines, links, mhtml, newsml, ninjs,
    nitf,
    options::{N_FILE_BYTES_MAX, N_RECORD_BYTES_MAX},
    parquet, pdf,
    stream::{Flow, Sink},
    table, warc,
};

/// Bytes that a format is sniffed from.
const N_HEAD: usize = 64 << 10;

/// Reads a stream: sniffs its format, opens archives, hands on.
///
/// `path` is given where the stream is a file of that path from its start.
pub(crate) fn stream(
    input: &mut dyn BufRead,
    path: Option<&Path>,
    name: &str,
    origin: &str,
    options: &Options,
    depth: usize,
    sink: &mut Sink<'_>,
) -> Flow {
    let mut head = Vec::new();
    if let Err(e) = input.take(N_HEAD as u64).read_to_end(&mut head)
        && head.is_empty()
    {
        return sink.tell(Error::io(origin, &e));
    }
    if head.is_empty() || (head.len() < N_HEAD && head.iter().all(u8::is_ascii_whitespace)) {
        return sink.tell(Error::new(origin, 0, ErrorKind::Empty, "the file is empty"));
    }
    let sniffed = format::sniff(&head, name);
    let format = match (sniffed, options.format) {
        (Some(sniffed), Some(_)) if sniffed.is_archive() => Some(sniffed),
        (_, Some(asked)) => Some(asked),
        (sniffed, None) => sniffed,
    };
    let Some(format) = format else {
        let message = format!("it is {}, not text", format::name_of_binary(&head));
        return sink.tell(Error::new(origin, 0, ErrorKind::Binary, message));
    };
    let mut input = Cursor::new(&head[..]).chain(input);
    if format.is_archive() {
        return archive::documents(&mut input, format, path, origin, options, depth, sink);
    }
    let base = RawDocument { origin: origin.to_owned(), ..RawDocument::default() };
    match format {
        Format::Jsonl => lines::documents(&mut input, &head, origin, options, sink),
        Format::Csv | Format::Tsv => {
            table::documents(&mut input, &head, format, origin, options, sink)
        }
        Format::Warc | Format::Arc => warc::documents(&mut input, origin, options, depth, sink),
        Format::Parquet => guarded(origin, sink, |sink| {
            parquet::documents(&mut input, path, origin, options, sink)
        }),
        _ => {
            let top = matches!(format, Format::Text | Format::Html) && depth == 0;
            let n_max = if top { N_FILE_BYTES_MAX as usize } else { N_RECORD_BYTES_MAX };
            match whole(&mut input, n_max) {
                Ok(Some(bytes)) => of_format(bytes, format, base, options, depth, sink),
                Ok(None) => {
                    let message = format!("more than the {n_max} bytes that one may have");
                    sink.tell(Error::new(origin, 0, ErrorKind::TooLarge, message))
                }
                Err(e) => sink.tell(Error::io(origin, &e)),
            }
        }
    }
}

/// All of a stream, or none where it is longer than that.
fn whole(input: &mut dyn Read, n_bytes_max: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    input.take(n_bytes_max as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= n_bytes_max).then_some(bytes))
}

/// Documents of bytes in memory that came from inside a record or from the net. `declared` is the
/// format that the transport tells; `base` what is known of the document besides.
pub(crate) fn documents(
    bytes: Vec<u8>,
    declared: Option<Format>,
    base: RawDocument,
    options: &Options,
    depth: usize,
    sink: &mut Sink<'_>,
) -> Flow {
    let origin = base.origin.clone();
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return sink.tell(Error::new(&origin, 0, ErrorKind::Empty, "the page is empty"));
    }
    let name = base.url.as_deref().unwrap_or_default();
    let name = name.split(['?', '#']).next().unwrap_or_default().to_owned();
    let sniffed = format::sniff(&bytes[..bytes.len().min(N_HEAD)], &name);
    let format = match (sniffed, declared) {
        // Servers call feeds and texts "text/html", and pages "text/plain".
        (Some(s @ (Format::Feed | Format::Sitemap | Format::Opml | Format::Pdf)), _) => s,
        (None, Some(Format::Html)) => Format::Html,
        (None, _) => {
            let message = format!("it is {}, not text", format::name_of_binary(&bytes));
            return sink.tell(Error::new(&origin, 0, ErrorKind::Binary, message));
        }
        (Some(s), _) if s.is_archive() => s,
        (Some(_), Some(d)) => d,
        (Some(s), None) => s,
    };
    match format {
        // What pages load for themselves; a feed or news in JSON has its own format.
        Format::Json | Format::Jsonl => {
            let message = "JSON of an interface is no document";
            sink.tell(Error::new(&origin, 0, ErrorKind::NoDocument, message))
        }
        Format::Text
        | Format::Html
        | Format::Feed
        | Format::Sitemap
        | Format::Opml
        | Format::Urls
        | Format::NewsMl
        | Format::Nitf
        | Format::Ninjs
        | Format::Mhtml
        | Format::Pdf => of_format(bytes, format, base, options, depth, sink),
        _ => {
            let mut input = Cursor::new(bytes);
            let options = Options { format: Some(format), ..options.clone() };
            stream(&mut input, None, &name, &origin, &options, depth + 1, sink)
        }
    }
}

/// Formats that are read as a whole.
fn of_format(
    bytes: Vec<u8>,
    format: Format,
    base: RawDocument,
    options: &Options,
    _depth: usize,
    sink: &mut Sink<'_>,
) -> Flow {
    let origin = base.origin.clone();
    match format {
        Format::Html | Format::Text => {
            let kind = if format == Format::Html { DocumentKind::Html } else { DocumentKind::Text };
            let charset = options.charset.clone().or(base.charset);
            sink.document(RawDocument { kind, bytes, charset, ..base })
        }
        Format::Mhtml => mhtml::document(&bytes, &origin, sink),
        Format::Feed => feed::documents(&bytes, &origin, options, sink),
        Format::NewsMl => newsml::documents(&bytes, &origin, options, sink),
        Format::Nitf => nitf::documents(&bytes, &origin, options, sink),
        Format::Ninjs => ninjs::documents(&bytes, &origin, options, sink),
        Format::Json => lines::whole(&bytes, &origin, options, sink),
        Format::Pdf => guarded(&origin.clone(), sink, |sink| pdf::document(bytes, base, sink)),
        Format::Sitemap | Format::Opml | Format::Urls => {
            let n = links::links(&bytes, format, options).map_or(0, |l| l.len());
            let addresses = if n == 1 { "address" } else { "addresses" };
            let message = format!("it lists {n} {addresses} and holds no text");
            sink.tell(Error::new(&origin, 0, ErrorKind::List, message))
        }
        _ => Flow::Continue(()),
    }
}

/// Runs a reader whose library may give up on bytes that it does not expect.
fn guarded(origin: &str, sink: &mut Sink<'_>, read: impl FnOnce(&mut Sink<'_>) -> Flow) -> Flow {
    if let Ok(flow) = catch_unwind(AssertUnwindSafe(|| read(&mut *sink))) {
        flow
    } else {
        let message = "its reader gave up on it; the file is broken";
        sink.tell(Error::new(origin, 0, ErrorKind::Malformed, message))
    }
}
