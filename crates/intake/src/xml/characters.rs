//! Bytes of XML in, text out: by byte order mark, transport, declaration, and detection.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::charset;

/// Text of an XML file. `declared` is what the transport says.
///
/// The order is that of RFC 7303: byte order mark, transport, declaration; then the bytes' own look.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> String {
    if let Some(big) = utf32(bytes) {
        return of_utf32(bytes, big);
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    if let Some(encoding) = utf16(bytes) {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    let named = declared
        .and_then(charset::named)
        .or_else(|| declaration(bytes).and_then(|d| charset::named(&d)))
        // What starts with a plain `<` is not UTF-16, whatever it declares.
        .filter(|e| *e != UTF_16BE && *e != UTF_16LE);
    let encoding = match named {
        Some(e) if e == UTF_8 && std::str::from_utf8(bytes).is_err() => charset::detect(bytes),
        Some(e) if bytes.starts_with(b"<") || declared.is_some() => e,
        Some(e) if std::str::from_utf8(bytes).is_err() => e,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => charset::detect(bytes),
    };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Text of the first bytes where they are UTF-16 or UTF-32 without a mark of order.
pub(crate) fn decode_head(head: &[u8]) -> Option<String> {
    if let Some(big) = utf32(head) {
        return Some(of_utf32(head, big));
    }
    if let Some((encoding, _)) = Encoding::for_bom(head).filter(|(e, _)| *e != UTF_8) {
        return Some(encoding.decode(head).0.into_owned());
    }
    utf16(head).map(|e| e.decode_without_bom_handling(head).0.into_owned())
}

/// A plain `<` in two bytes.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes.get(..4)? {
        [0, b'<', 0, _] => Some(UTF_16BE),
        [b'<', 0, _, 0] => Some(UTF_16LE),
        _ => None,
    }
}

/// Whether it is UTF-32, and then whether big-endian.
fn utf32(bytes: &[u8]) -> Option<bool> {
    match bytes.get(..4)? {
        [0, 0, 0xfe, 0xff] | [0, 0, 0, b'<'] => Some(true),
        [0xff, 0xfe, 0, 0] | [b'<', 0, 0, 0] => Some(false),
        _ => None,
    }
}

fn of_utf32(bytes: &[u8], big: bool) -> String {
    bytes
        .chunks_exact(4)
        .map(|c| {
            let quad = [c[0], c[1], c[2], c[3]];
            let code = if big { u32::from_be_bytes(quad) } else { u32::from_le_bytes(quad) };
            char::from_u32(code).unwrap_or('\u{fffd}')
        })
        .filter(|c| *c != '\u{feff}')
        .collect()
}

/// The `encoding` of `<?xml … ?>`.
fn declaration(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).into_owned();
    let start = head.find("<?xml")?;
    let inside = &head[start..];
    let inside = &inside[..inside.find("?>").unwrap_or(inside.len())];
    let value = inside[inside.find("encoding")? + 8..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = &value[1..];
    Some(value[..value.find(quote)?].to_owned())
}
