//! What bytes are, by their first ones and their name.

use std::path::Path;

use crate::{table, xml};

/// A format that is read, or an archive of such.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// A web page.
    Html,
    /// A web page with its parts, as browsers save it; an e-mail.
    Mhtml,
    /// One JSON object a line.
    Jsonl,
    /// One JSON object, or a list of them.
    Json,
    /// A table, delimiter sniffed.
    Csv,
    /// A table parted by tabs.
    Tsv,
    /// Apache Parquet.
    Parquet,
    /// Web archive: WARC, WET, WAT.
    Warc,
    /// The older web archive.
    Arc,
    /// RSS, Atom, RDF, CDF, JSON Feed.
    Feed,
    /// A site's list of pages.
    Sitemap,
    /// A list of feeds.
    Opml,
    /// Addresses, one a line, or a table with a column of them.
    Urls,
    /// NewsML-G2, and NewsML 1.
    NewsMl,
    /// News Industry Text Format.
    Nitf,
    /// IPTC's news in JSON.
    Ninjs,
    /// Portable Document Format.
    Pdf,
    /// ZIP archive.
    Zip,
    /// Tape archive.
    Tar,
    /// Compressed by gzip.
    Gzip,
    /// Compressed by Zstandard.
    Zstd,
    /// Compressed by xz.
    Xz,
}

/// Every format with the name it is asked for by, sorted by name.
const NAMES: &[(&str, Format)] = &[
    ("arc", Format::Arc),
    ("csv", Format::Csv),
    ("feed", Format::Feed),
    ("gz", Format::Gzip),
    ("html", Format::Html),
    ("json", Format::Json),
    ("jsonl", Format::Jsonl),
    ("mhtml", Format::Mhtml),
    ("newsml", Format::NewsMl),
    ("ninjs", Format::Ninjs),
    ("nitf", Format::Nitf),
    ("opml", Format::Opml),
    ("parquet", Format::Parquet),
    ("pdf", Format::Pdf),
    ("sitemap", Format::Sitemap),
    ("tar", Format::Tar),
    ("text", Format::Text),
    ("tsv", Format::Tsv),
    ("urls", Format::Urls),
    ("warc", Format::Warc),
    ("xz", Format::Xz),
    ("zip", Format::Zip),
    ("zst", Format::Zstd),
];

impl Format {
    /// The format of a name such as `csv`; none for other words.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(n, _)| *n == name).map(|(_, f)| *f)
    }

    /// Every name that [`Format::named`] knows, sorted.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(n, _)| *n)
    }

    /// The name it is asked for by.
    pub fn as_str(self) -> &'static str {
        NAMES.iter().find(|(_, f)| *f == self).map_or("", |(n, _)| n)
    }

    /// Whether it holds other files, or compresses one.
    pub(crate) fn is_archive(self) -> bool {
        matches!(self, Format::Zip | Format::Tar | Format::Gzip | Format::Zstd | Format::Xz)
    }

    /// By the media type of a transport (`text/html; charset=utf-8`).
    pub(crate) fn of_media(media: &str) -> Option<Self> {
        let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        Some(match media.as_str() {
            "text/html" | "application/xhtml+xml" | "application/vnd.wap.xhtml+xml" => Format::Html,
            "application/rss+xml"
            | "application/atom+xml"
            | "application/rdf+xml"
            | "application/feed+json" => Format::Feed,
            "application/pdf" | "application/x-pdf" => Format::Pdf,
            "multipart/related" | "message/rfc822" => Format::Mhtml,
            "text/csv" => Format::Csv,
            "text/tab-separated-values" => Format::Tsv,
            "application/x-ndjson" | "application/jsonl" => Format::Jsonl,
            "application/warc" => Format::Warc,
            "text/x-opml" => Format::Opml,
            _ => return None,
        })
    }
}

pub(crate) fn extension(name: &str) -> String {
    Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase()
}

/// Parts of saved pages that are never documents.
pub(crate) fn page_part(name: &str) -> Option<&'static str> {
    Some(match extension(name).as_str() {
        "css" | "scss" | "less" => "a style sheet",
        "js" | "mjs" | "map" | "wasm" => "a script",
        "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "ico" | "avif" | "bmp" | "tif"
        | "tiff" => "a picture",
        "woff" | "woff2" | "ttf" | "otf" | "eot" => "a font",
        "mp3" | "mp4" | "m4a" | "webm" | "ogg" | "wav" | "mov" | "avi" => "sound or film",
        _ => return None,
    })
}

/// The format of a file by its first bytes (64 KiB are enough) and its name.
///
/// Magic numbers go before names, names before the look of text. `None`: no text at all.
pub(crate) fn sniff(head: &[u8], name: &str) -> Option<Format> {
    if let Some(format) = of_magic(head) {
        return Some(format);
    }
    let utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    let xml = xml::decode_head(head);
    if !utf16 && xml.is_none() && is_binary(head) {
        return None;
    }
    let extension = extension(name);
    match extension.as_str() {
        "html" | "htm" | "xhtml" | "shtml" => return Some(Format::Html),
        "jsonl" | "ndjson" => return Some(Format::Jsonl),
        "csv" => return Some(Format::Csv),
        "tsv" | "tab" => return Some(Format::Tsv),
        "mht" | "mhtml" | "eml" => return Some(Format::Mhtml),
        "opml" => return Some(Format::Opml),
        "json" => return Some(of_json(head).unwrap_or(Format::Json)),
        "rss" | "atom" | "rdf" => return Some(Format::Feed),
        _ => {}
    }
    let text = xml.unwrap_or_else(|| String::from_utf8_lossy(head).into_owned());
    Some(of_text(&text, head, extension == "xml"))
}

fn of_magic(head: &[u8]) -> Option<Format> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    Some(if starts(b"\x1f\x8b") {
        Format::Gzip
    } else if starts(b"\x28\xb5\x2f\xfd")
        || (head.len() > 3 && head[0] & 0xf0 == 0x50 && head[1..4] == *b"\x2a\x4d\x18")
    {
        Format::Zstd
    } else if starts(b"\xfd7zXZ\0") {
        Format::Xz
    } else if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        Format::Zip
    } else if starts(b"PAR1") {
        Format::Parquet
    } else if starts(b"WARC/") {
        Format::Warc
    } else if starts(b"filedesc://") {
        Format::Arc
    } else if head.get(257..262) == Some(b"ustar") {
        Format::Tar
    } else if head[..head.len().min(1024)].windows(5).any(|w| w == b"%PDF-") {
        Format::Pdf
    } else {
        return None;
    })
}

/// NUL bytes or many control characters, where no UTF-16 is.
fn is_binary(head: &[u8]) -> bool {
    let head = &head[..head.len().min(8192)];
    let nul = head.iter().filter(|b| **b == 0).count();
    let control = head.iter().filter(|b| **b < 9 || (14..27).contains(*b)).count();
    nul > 0 || control * 10 > head.len()
}

fn of_text(text: &str, head: &[u8], is_xml: bool) -> Format {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if let Some(format) = of_json(head) {
        return format;
    }
    if start.starts_with('<')
        && let Some(format) = of_xml(start)
    {
        return format;
    }
    if is_mime(start) {
        return Format::Mhtml;
    }
    let lower: String = start.chars().take(2048).collect::<String>().to_lowercase();
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") || lower.contains("<body")
    {
        return Format::Html;
    }
    if is_xml {
        return Format::Feed;
    }
    if is_addresses(start) {
        return Format::Urls;
    }
    table::of_head(start).unwrap_or(Format::Text)
}

/// By the root element; none where it is no XML that is read.
fn of_xml(start: &str) -> Option<Format> {
    let root = xml::root(start)?;
    let local = root.rsplit(':').next().unwrap_or(&root);
    Some(match local {
        "rss" | "rdf" | "feed" | "channel" => Format::Feed,
        "urlset" | "sitemapindex" => Format::Sitemap,
        "opml" => Format::Opml,
        "newsml" | "newsitem" | "newsmessage" | "packageitem" => Format::NewsMl,
        "nitf" => Format::Nitf,
        "html" => Format::Html,
        _ => return None,
    })
}

/// Header lines of a message with parts.
fn is_mime(start: &str) -> bool {
    let head: String = start.chars().take(4096).collect::<String>().to_lowercase();
    let header = head.split("\n\n").next().and_then(|h| h.split("\r\n\r\n").next());
    header.is_some_and(|h| {
        let first = h.lines().next().unwrap_or_default();
        first.split_once(':').is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        }) && h.contains("mime-version:")
            && h.contains("content-type:")
    })
}

/// Lines of JSON, a JSON Feed, ninjs, or other JSON.
fn of_json(head: &[u8]) -> Option<Format> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if !head.starts_with(b"{") && !head.starts_with(b"[") {
        return None;
    }
    let text = String::from_utf8_lossy(&head[..head.len().min(16384)]);
    if text.contains("jsonfeed.org/version/") {
        return Some(Format::Feed);
    }
    let mut lines = head.split(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty());
    let first = lines.next().unwrap_or_default().trim_ascii();
    let whole = first.starts_with(b"{") && first.ends_with(b"}");
    let second = lines.next().map(<[u8]>::trim_ascii_start);
    if whole && second.is_some_and(|l| l.starts_with(b"{")) {
        return Some(Format::Jsonl);
    }
    let key = |k: &str| text.contains(&format!("\"{k}\""));
    if (key("versioncreated") || key("body_text") || key("body_html") || key("body_xhtml"))
        && (key("uri") || key("headline") || key("headlines"))
    {
        return Some(Format::Ninjs);
    }
    // One line that is whole, or longer than what is looked at.
    if whole || (head.starts_with(b"{") && head.len() > 16384 && !head.contains(&b'\n')) {
        return Some(Format::Jsonl);
    }
    // `[link] text` and `{aside} text` are prose.
    let next = head[1..].trim_ascii_start().first();
    let json = match head[0] {
        b'{' => matches!(next, Some(b'"' | b'}')),
        _ => matches!(next, Some(b'{' | b'[' | b']' | b'"')),
    };
    json.then_some(Format::Json)
}

/// Whether every one of the first lines is an address.
fn is_addresses(start: &str) -> bool {
    let mut lines = start.lines().take(20).map(str::trim).filter(|l| !l.is_empty());
    let is_address = |l: &str| {
        (l.starts_with("http://") || l.starts_with("https://")) && !l.contains(char::is_whitespace)
    };
    lines.next().is_some_and(is_address) && lines.all(|l| l.starts_with('#') || is_address(l))
}

/// What the first bytes say a file is that is not read.
pub(crate) fn name_of_binary(bytes: &[u8]) -> &'static str {
    let known: [(&[u8], &str); 9] = [
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"\x7fELF", "a program"),
        (b"GIF8", "a GIF picture"),
        (b"SQLite format 3", "a SQLite database"),
        (b"BZh", "a bzip2 archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        (b"Rar!", "a RAR archive"),
        (b"\xd0\xcf\x11\xe0", "an old Office file"),
    ];
    known.iter().find(|(magic, _)| bytes.starts_with(magic)).map_or("a binary file", |(_, n)| n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_round_trip() {
        assert!(NAMES.windows(2).all(|w| w[0].0 < w[1].0));
        for name in Format::names() {
            assert_eq!(Format::named(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn first_bytes_tell() {
        for (text, name, format) in [
            ("<?xml version='1.0'?><!-- x --><rss version='2.0'>", "-", Format::Feed),
            ("<a:feed xmlns:a='http://www.w3.org/2005/Atom'>", "-", Format::Feed),
            ("{\"version\": \"https://jsonfeed.org/version/1.1\",\n", "x.json", Format::Feed),
            ("<urlset><url><loc>x</loc></url></urlset>", "-", Format::Sitemap),
            ("{\"id\": 1, \"text\": \"x\"}\n{\"id\": 2}\n", "-", Format::Jsonl),
            ("[{\"text\": 1}]", "-", Format::Json),
            ("[Kyiv] The president said", "-", Format::Text),
            ("https://a.example/1\nhttps://a.example/2\n", "-", Format::Urls),
            (
                "From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
                "-",
                Format::Mhtml,
            ),
            ("The minister: MIME-Version: 1.0 is old.", "-", Format::Text),
            ("Kyiv said on Monday.", "a.txt", Format::Text),
            ("a,b\n1,2\n", "a.csv", Format::Csv),
            ("a,b\n1,2\n", "-", Format::Text),
            ("id;text\n1;Kyiv signed.\n", "-", Format::Csv),
            ("Text, date and place were agreed.\n", "-", Format::Text),
            ("<!DOCTYPE html><html><body>", "-", Format::Html),
        ] {
            assert_eq!(sniff(text.as_bytes(), name), Some(format), "{text}");
        }
        assert_eq!(sniff(b"abc\0def", "a.txt"), None);
        assert_eq!(sniff(b"\x1f\x8b\x08", "a.txt"), Some(Format::Gzip));
    }
}
