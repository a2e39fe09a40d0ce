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
    let named = [declared, meta.as_deref()];
    let encoding = Encoding::for_bom(bytes)
        .map(|(e, _)| e)
        .or_else(|| std::str::from_utf8(bytes).is_ok().then_some(UTF_8))
        .or_else(|| {
            let told = named.into_iter().flatten();
            told.filter_map(|n| Encoding::for_label(n.as_bytes()))
                .find(|e| *e != UTF_8 || is_mostly_utf8(bytes))
        })
        .unwrap_or_else(|| {
            let mut detector =
                chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            detector.feed(&bytes[..bytes.len().min(100_000)], true);
            let utf8 = if is_mostly_utf8(bytes) {
                chardetng::Utf8Detection::Allow
            } else {
                chardetng::Utf8Detection::Deny
            };
            detector.guess(None, utf8)
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

/// Whether more letters beyond ASCII are sound UTF-8 than are broken: pages in Latin-1 are often
/// declared as UTF-8.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut n_sound, mut n_broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_broken += usize::from(!chunk.invalid().is_empty());
    }
    n_sound >= n_broken
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

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], declared: Option<&str>) -> String {
        decode(bytes, declared, DocumentKind::Html, &mut Notes::default())
    }

    #[test]
    fn charsets_that_lie() {
        let latin = b"<meta charset=utf-8><p>Talks in Montr\xe9al near the caf\xe9 on Monday";
        assert!(decoded(latin, None).ends_with("Montréal near the café on Monday"));
        assert!(decoded(latin, Some("utf-8")).ends_with("café on Monday"));
        let one_byte_off = "Montréal, café, naïve, Zürich".as_bytes();
        let broken = [one_byte_off, b"\xff"].concat();
        assert_eq!(decoded(&broken, Some("utf-8")), "Montréal, café, naïve, Zürich\u{fffd}");
    }
}
