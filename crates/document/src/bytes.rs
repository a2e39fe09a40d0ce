//! Bytes in, text out.

use encoding_rs::{Encoding, UTF_8};
use model::{DocumentKind, NoteKind, Notes};

/// Decodes by byte order mark, declared character set, or detection, in this order.
pub(crate) fn decode(
    bytes: &[u8],
    declared: Option<&str>,
    kind: DocumentKind,
    notes: &mut Notes,
) -> String {
    if kind == DocumentKind::Record {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let meta = (kind == DocumentKind::Html).then(|| declared_in_page(bytes)).flatten();
    let encoding = Encoding::for_bom(bytes)
        .map(|(e, _)| e)
        .or_else(|| std::str::from_utf8(bytes).is_ok().then_some(UTF_8))
        .or_else(|| declared.and_then(|d| Encoding::for_label(d.as_bytes())))
        .or_else(|| meta.and_then(|m| Encoding::for_label(m.as_bytes())))
        .unwrap_or_else(|| {
            let mut detector =
                chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            detector.feed(&bytes[..bytes.len().min(100_000)], true);
            detector.guess(None, chardetng::Utf8Detection::Allow)
        });
    let (text, used, broken) = encoding.decode(bytes);
    if broken {
        notes.push(
            None,
            NoteKind::Repaired,
            format!("some bytes are no {}; they were replaced by \u{fffd}", used.name()),
        );
    } else if used != UTF_8 {
        notes.push(None, NoteKind::Repaired, format!("read as {}", used.name()));
    }
    text.into_owned()
}

/// Character set that the page's head declares.
fn declared_in_page(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let at = head.find("charset=")? + "charset=".len();
    let name: String = head[at..]
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_')
        .collect();
    (!name.is_empty()).then_some(name)
}

/// Sixteen hexadecimal digits of the text's BLAKE3 digest.
pub(crate) fn digest(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
}
