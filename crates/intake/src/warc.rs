//! Web archives in, pages out: WARC 0.17 to 1.1, WET, and the older ARC.
//!
//! Records are read one at a time and capped; what is no page (requests, pictures, redirects) is
//! passed over, each with its reason where the server was asked for a document. A record that is
//! broken is told, and reading goes on at the next one.

use std::io::{self, BufRead, Read};

use model::{DocumentKind, RawDocument};

use crate::{
    Error, ErrorKind, Format, Options,
    http_message::{self, Message},
    leaf,
    mime::{Headers, header, parameter, push_line},
    options::N_RECORD_BYTES_MAX,
    stream::{Flow, Sink},
};

/// Longest header line, in bytes.
const N_LINE_MAX: u64 = 64 << 10;

/// A field of our own that marks a feed or list whose links were fetched into the same archive.
pub(crate) const FOLLOWED: &str = "demarche-followed";

/// A record without its block.
struct Record {
    /// `#n`, from 1.
    origin: String,
    headers: Headers,
    n_bytes: u64,
}

/// Reads a stream of records.
pub(crate) fn documents(
    input: &mut dyn BufRead,
    origin: &str,
    options: &Options,
    depth: usize,
    sink: &mut Sink<'_>,
) -> Flow {
    let mut n_records = 0;
    let mut lost = false;
    loop {
        let line = match line(input) {
            Ok(Some(line)) => line,
            Ok(None) => break,
            Err(e) => return sink.tell(Error::io(origin, &e)),
        };
        if line.trim().is_empty() {
            continue;
        }
        let place = format!("{origin}#{}", n_records + 1);
        let record = if line.starts_with("WARC/") {
            warc_head(input, place)
        } else if n_records == 0 && line.starts_with("filedesc://") || is_arc(&line) {
            Ok(arc_head(&line, place))
        } else {
            // Told once, until the next record is found.
            if !lost {
                lost = true;
                let shown: String = line.trim().chars().take(60).collect();
                let shown = shown.escape_debug();
                let message = format!("found `{shown}` where a record should start");
                sink.tell(Error::new(&place, 0, ErrorKind::BadArchive, message))?;
            }
            continue;
        };
        lost = false;
        n_records += 1;
        match record.and_then(|r| read(input, &r).map(|block| (r, block))) {
            Ok((record, block)) => block_documents(&record, block, options, depth, sink)?,
            Err(e) => {
                let e = Error::io(&format!("{origin}#{n_records}"), &e);
                return sink.tell(e);
            }
        }
    }
    if n_records == 0 {
        let message = "it holds no record";
        return sink.tell(Error::new(origin, 0, ErrorKind::Empty, message));
    }
    Flow::Continue(())
}

/// One line without its end; none at the end of the input.
fn line(input: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let n = (&mut *input).take(N_LINE_MAX).read_until(b'\n', &mut bytes)?;
    Ok((n > 0).then(|| String::from_utf8_lossy(bytes.trim_ascii_end()).into_owned()))
}

fn warc_head(input: &mut dyn BufRead, origin: String) -> io::Result<Record> {
    let mut headers = Headers::new();
    while let Some(line) = line(input)?.filter(|l| !l.is_empty()) {
        push_line(&line, &mut headers);
    }
    let n_bytes = header(&headers, "content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
    Ok(Record { origin, headers, n_bytes })
}

/// `http://… 1.2.3.4 20260113081500 text/html 1234`; the address may hold blanks.
fn is_arc(line: &str) -> bool {
    let fields: Vec<&str> = line.split(' ').collect();
    fields.len() >= 5
        && line.contains("://")
        && fields[fields.len() - 1].parse::<u64>().is_ok()
        && fields[fields.len() - 3].len() >= 8
        && fields[fields.len() - 3].bytes().all(|b| b.is_ascii_digit())
}

fn arc_head(line: &str, origin: String) -> Record {
    let mut fields = line.rsplit(' ');
    let n_bytes = fields.next().and_then(|n| n.parse().ok()).unwrap_or(0);
    let media = fields.next().unwrap_or_default();
    let (_, _) = (fields.next(), fields.next());
    let address: Vec<&str> = fields.collect::<Vec<_>>().into_iter().rev().collect();
    let kind = if line.starts_with("filedesc://") { "warcinfo" } else { "response" };
    let headers = vec![
        ("warc-type".to_owned(), kind.to_owned()),
        ("warc-target-uri".to_owned(), address.join(" ")),
        ("content-type".to_owned(), format!("application/http; msgtype=response; media={media}")),
    ];
    Record { origin, headers, n_bytes }
}

/// A block, or the start of it.
struct Block {
    bytes: Vec<u8>,
    /// Bytes that the record has beyond the cap.
    n_over: u64,
    /// The input ended inside.
    cut: bool,
}

fn read(input: &mut dyn BufRead, record: &Record) -> io::Result<Block> {
    let wanted = record.n_bytes.min(N_RECORD_BYTES_MAX as u64);
    let mut bytes = Vec::with_capacity((wanted as usize).min(1 << 20));
    let is_document = matches!(
        header(&record.headers, "warc-type").map(str::to_ascii_lowercase).as_deref(),
        Some("response" | "resource" | "conversion")
    );
    if !is_document {
        let n = io::copy(&mut input.take(record.n_bytes), &mut io::sink())?;
        return Ok(Block { bytes, n_over: 0, cut: n < record.n_bytes });
    }
    let read = (&mut *input).take(wanted).read_to_end(&mut bytes);
    let cut = bytes.len() < wanted as usize;
    // A decoder that breaks off inside leaves what it had.
    if let Err(e) = read
        && bytes.is_empty()
    {
        return Err(e);
    }
    let n_over = record.n_bytes - wanted;
    io::copy(&mut input.take(n_over), &mut io::sink())?;
    Ok(Block { bytes, n_over, cut })
}

fn block_documents(
    record: &Record,
    block: Block,
    options: &Options,
    depth: usize,
    sink: &mut Sink<'_>,
) -> Flow {
    let own = |name| header(&record.headers, name);
    let kind = own("warc-type").unwrap_or_default().to_ascii_lowercase();
    let url = own("warc-target-uri").map(|u| u.trim_matches(['<', '>']).to_owned());
    if !matches!(kind.as_str(), "response" | "resource" | "conversion") {
        return Flow::Continue(());
    }
    if own(FOLLOWED).is_some() || url.as_deref().is_some_and(is_apparatus) {
        return Flow::Continue(());
    }
    if block.n_over > 0 {
        let n = record.n_bytes;
        let message = format!("{n} bytes are more than the {N_RECORD_BYTES_MAX} of a record");
        return sink.tell(Error::new(&record.origin, 0, ErrorKind::TooLarge, message));
    }
    if block.cut || own("warc-truncated").is_some() {
        let message = if block.cut {
            "the archive ends inside the record"
        } else {
            "it was cut short when it was archived"
        };
        sink.tell(Error::new(&record.origin, 0, ErrorKind::Truncated, message))?;
    }
    let media = own("content-type").unwrap_or_default();
    let is_http = kind == "response" && media.starts_with("application/http");
    let message = if is_http {
        http_message::message(&block.bytes)
    } else {
        Message {
            status: 200,
            headers: vec![("content-type".to_owned(), media.to_owned())],
            body: &block.bytes,
        }
    };
    let base = RawDocument {
        origin: record.origin.clone(),
        id: own("warc-record-id").map(|i| i.trim_matches(['<', '>']).to_owned()),
        url,
        language: own("warc-identified-content-language").map(language),
        ..RawDocument::default()
    };
    if kind == "conversion" {
        return sink.document(RawDocument {
            kind: DocumentKind::Text,
            charset: Some("utf-8".to_owned()),
            bytes: block.bytes,
            ..base
        });
    }
    response(&message, base, options, depth, sink)
}

/// The document of a response, wherever it came from.
pub(crate) fn response(
    message: &Message<'_>,
    base: RawDocument,
    options: &Options,
    depth: usize,
    sink: &mut Sink<'_>,
) -> Flow {
    let told = |kind, text: String| Error::new(&base.origin, 0, kind, text);
    if message.status != 200 && message.status != 0 && message.status != 203 {
        let text = format!("HTTP status {}", message.status);
        return sink.tell(told(ErrorKind::Status, text));
    }
    let media = header(&message.headers, "content-type").unwrap_or_default();
    if let Some(what) = no_document(media) {
        return sink.tell(told(ErrorKind::NoDocument, format!("{what} is no document")));
    }
    let bytes = match http_message::body(message, N_RECORD_BYTES_MAX) {
        Ok(bytes) => bytes,
        Err(e) => return sink.tell(told(ErrorKind::TooLarge, e.to_string())),
    };
    let options = Options {
        format: None,
        charset: parameter(media, "charset"),
        base: base.url.clone(),
        columns: options.columns.clone(),
    };
    leaf::documents(bytes, Format::of_media(media), base, &options, depth, sink)
}

/// Media types that are never documents, by their main type.
fn no_document(media: &str) -> Option<String> {
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let main = media.split('/').next().unwrap_or_default();
    let script = ["javascript", "ecmascript", "css", "font", "wasm", "x-shockwave", "octet-stream"];
    (matches!(main, "image" | "video" | "audio" | "font")
        || script.iter().any(|s| media.contains(s)))
    .then_some(media)
}

/// What a crawler reads for itself.
fn is_apparatus(url: &str) -> bool {
    ["dns:", "metadata:", "urn:", "warcinfo:"].iter().any(|s| url.starts_with(s))
        || url.ends_with("/robots.txt")
}

/// `eng` and `eng,fra` as web archives tell it; the first counts.
fn language(codes: &str) -> String {
    let first = codes.split(',').next().unwrap_or_default().trim();
    if first == "eng" { "en".to_owned() } else { first.to_owned() }
}
