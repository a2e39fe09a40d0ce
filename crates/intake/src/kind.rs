//! What bytes are: text, page, lines of JSON, or no text at all.

use std::path::Path;

use model::DocumentKind;

fn extension(path: &Path) -> String {
    path.extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase()
}

/// Whether the name says lines of JSON.
pub(crate) fn is_lines(path: &Path) -> bool {
    matches!(extension(path).as_str(), "jsonl" | "ndjson")
}

/// Whether the first line is a JSON object that ends with its line.
pub(crate) fn looks_like_lines(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = bytes.split(|b| *b == b'\n').find(|l| !l.iter().all(u8::is_ascii_whitespace));
    first.is_some_and(|l| {
        l.trim_ascii_start().starts_with(b"{") && l.trim_ascii_end().ends_with(b"}")
    })
}

/// NUL bytes where no UTF-16 is.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return false;
    }
    let head = &bytes[..bytes.len().min(8192)];
    let nul = head.iter().filter(|b| **b == 0).count();
    let control = head.iter().filter(|b| **b < 9 || (14..27).contains(*b)).count();
    nul > 0 || control * 10 > head.len() || bytes.starts_with(b"%PDF-")
}

/// What the first bytes say it is.
pub(crate) fn name_of_binary(bytes: &[u8]) -> &'static str {
    let known: [(&[u8], &str); 8] = [
        (b"%PDF-", "a PDF file"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"\x7fELF", "a program"),
        (b"GIF8", "a GIF picture"),
        (b"SQLite format 3", "a SQLite database"),
    ];
    known.iter().find(|(magic, _)| bytes.starts_with(magic)).map_or("a binary file", |(_, n)| n)
}

/// Text or page, by name and first bytes.
pub(crate) fn of(path: Option<&Path>, bytes: &[u8]) -> DocumentKind {
    if matches!(path.map(extension).as_deref(), Some("html" | "htm" | "xhtml" | "shtml")) {
        return DocumentKind::Html;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    let head = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    if head.starts_with("<!doctype html") || head.starts_with("<html") || head.contains("<body") {
        DocumentKind::Html
    } else {
        DocumentKind::Text
    }
}
