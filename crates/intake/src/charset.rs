//! Character sets: which one bytes are in, and a stream of bytes turned into UTF-8.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};

/// Bytes that a character set is guessed from.
const N_GUESS_MAX: usize = 64 << 10;

/// The character set of a label; forgives `utf_16`, `x-mac-roman`, quotes.
pub(crate) fn named(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_matches(['"', '\'']).trim();
    Encoding::for_label(label.as_bytes())
        .or_else(|| Encoding::for_label(label.replace('_', "-").as_bytes()))
}

/// The character set that the bytes look like.
pub(crate) fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(N_GUESS_MAX)], true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// The character set of a text by mark, label, or look of its first bytes.
fn of_head(head: &[u8], declared: Option<&str>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    // A character may be cut at the end of the head.
    let valid = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(e) => e.error_len().is_none() && e.valid_up_to() + 4 > head.len(),
    };
    if valid { UTF_8 } else { declared.and_then(named).unwrap_or_else(|| detect(head)) }
}

/// Text of bytes that are no XML and no HTML.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> String {
    let encoding = of_head(bytes, declared);
    encoding.decode(bytes).0.into_owned()
}

/// A reader that gives UTF-8 without a byte order mark, whatever comes in; broken bytes become
/// U+FFFD.
pub(crate) struct Utf8Reader<R> {
    inner: R,
    decoder: Decoder,
    buffer: Vec<u8>,
    at: usize,
    done: bool,
}

impl<R: BufRead> Utf8Reader<R> {
    /// `head`: the first bytes that `inner` will give.
    pub(crate) fn new(inner: R, head: &[u8], declared: Option<&str>) -> Self {
        let decoder = of_head(head, declared).new_decoder_with_bom_removal();
        Self { inner, decoder, buffer: Vec::new(), at: 0, done: false }
    }
}

impl<R: BufRead> BufRead for Utf8Reader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.buffer.len() && !self.done {
            let bytes = self.inner.fill_buf()?;
            let last = bytes.is_empty();
            self.at = 0;
            self.buffer.resize(64 << 10, 0);
            let (result, n_read, n_written, _) =
                self.decoder.decode_to_utf8(bytes, &mut self.buffer, last);
            self.buffer.truncate(n_written);
            self.inner.consume(n_read);
            self.done = last && result == CoderResult::InputEmpty;
        }
        Ok(&self.buffer[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.at += n;
    }
}

impl<R: BufRead> Read for Utf8Reader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let n = bytes.len().min(out.len());
        out[..n].copy_from_slice(&bytes[..n]);
        self.consume(n);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_character_set_becomes_utf8() {
        let text = "Señor Núñez met the “Zürich” group.\n".repeat(5000);
        let (utf16, _, _) = encoding_rs::UTF_16LE.encode(&text);
        assert_eq!(utf16.as_ref(), text.as_bytes(), "encoding_rs writes UTF-8 for UTF-16");
        let mut wide = vec![0xff, 0xfe];
        wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let (western, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
        for bytes in [&wide[..], &western[..], text.as_bytes()] {
            let head = &bytes[..bytes.len().min(65536)];
            let mut out = String::new();
            Utf8Reader::new(bytes, head, None).read_to_string(&mut out).unwrap();
            assert_eq!(out, text);
        }
    }

    #[test]
    fn labels_are_forgiven() {
        assert_eq!(named("utf_16"), Some(encoding_rs::UTF_16LE));
        assert_eq!(named("'ISO-8859-1'"), Some(encoding_rs::WINDOWS_1252));
        assert_eq!(named("bogus"), None);
    }
}
