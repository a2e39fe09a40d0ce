//! Questions and answers in, a WARC 1.1 file out: what was really seen, to be read again.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufWriter, Write as _},
    path::Path,
};

use flate2::{Compression, write::GzEncoder};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::client::Exchange;
use crate::warc::FOLLOWED;

/// Writes records one after the other; each its own gzip member where the name ends in `.gz`.
pub(crate) struct Archive {
    file: BufWriter<File>,
    compressed: bool,
}

impl Archive {
    /// Opens the file at its end and says who writes.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn open(path: &Path, user_agent: &str, now: Timestamp) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        let compressed = path.extension().is_some_and(|e| e == "gz");
        let mut archive = Self { file: BufWriter::new(file), compressed };
        let fields =
            format!("software: {user_agent}\r\nformat: WARC File Format 1.1\r\nrobots: obey\r\n");
        let head = [
            ("WARC-Type", "warcinfo".to_owned()),
            ("Content-Type", "application/warc-fields".to_owned()),
        ];
        archive.record(&head, now, fields.as_bytes())?;
        Ok(archive)
    }

    /// Keeps a question and its answer.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn keep(&mut self, e: &Exchange, followed: bool, now: Timestamp) -> io::Result<()> {
        let mut response = format!("HTTP/1.1 {} {}\r\n", e.status, reason(e.status));
        for (name, value) in &e.headers {
            // The body stands here without its chunks.
            if name != "transfer-encoding" {
                response.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        response.push_str("\r\n");
        let mut block = response.into_bytes();
        block.extend_from_slice(&e.body);
        let unchanged = e.status == 304;
        let mut head = vec![
            ("WARC-Type", if unchanged { "revisit" } else { "response" }.to_owned()),
            ("WARC-Target-URI", e.address.to_string()),
            ("Content-Type", "application/http; msgtype=response".to_owned()),
            ("WARC-Payload-Digest", digest(&e.body)),
        ];
        if unchanged {
            let profile = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";
            head.push(("WARC-Profile", profile.to_owned()));
        }
        if e.cut {
            head.push(("WARC-Truncated", "disconnect".to_owned()));
        }
        if followed {
            head.push((FOLLOWED, "links".to_owned()));
        }
        let id = self.record(&head, now, &block)?;
        let mut request =
            format!("GET {} HTTP/1.1\r\nhost: {}\r\n", e.address.target(), e.address.authority());
        for (name, value) in &e.asked {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        let head = [
            ("WARC-Type", "request".to_owned()),
            ("WARC-Target-URI", e.address.to_string()),
            ("Content-Type", "application/http; msgtype=request".to_owned()),
            ("WARC-Concurrent-To", id),
        ];
        self.record(&head, now, request.as_bytes())?;
        self.file.flush()
    }

    /// Writes one record; its id comes back.
    fn record(
        &mut self,
        fields: &[(&str, String)],
        now: Timestamp,
        block: &[u8],
    ) -> io::Result<String> {
        let mut seed = Sha256::new();
        for (_, value) in fields {
            seed.update(value.as_bytes());
        }
        seed.update(now.to_string().as_bytes());
        seed.update(block);
        let id = format!("<urn:uuid:{}>", uuid(&seed.finalize()));
        let mut head = String::from("WARC/1.1\r\n");
        for (name, value) in fields {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("WARC-Record-ID: {id}\r\n"));
        head.push_str(&format!("WARC-Date: {}\r\n", now.strftime("%Y-%m-%dT%H:%M:%SZ")));
        head.push_str(&format!("WARC-Block-Digest: {}\r\n", digest(block)));
        head.push_str(&format!("Content-Length: {}\r\n\r\n", block.len()));
        let parts: [&[u8]; 3] = [head.as_bytes(), block, b"\r\n\r\n"];
        if self.compressed {
            let mut member = GzEncoder::new(&mut self.file, Compression::default());
            for part in parts {
                member.write_all(part)?;
            }
            member.finish()?;
        } else {
            for part in parts {
                self.file.write_all(part)?;
            }
        }
        Ok(id)
    }
}

/// A UUID of version 8 by the first bytes of a digest.
fn uuid(digest: &[u8]) -> String {
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = bytes.iter().fold(String::new(), |hex, b| hex + &format!("{b:02x}"));
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// `sha256:` and the digest in base32, as web archives write it.
fn digest(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut out = String::from("sha256:");
    let (mut bits, mut n_bits) = (0u64, 0);
    for b in Sha256::digest(bytes) {
        bits = (bits << 8 | u64::from(b)) & 0xffff;
        n_bits += 8;
        while n_bits >= 5 {
            n_bits -= 5;
            out.push(char::from(LETTERS[(bits >> n_bits & 31) as usize]));
        }
    }
    if n_bits > 0 {
        out.push(char::from(LETTERS[(bits << (5 - n_bits) & 31) as usize]));
    }
    out
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        403 => "Forbidden",
        404 => "Not Found",
        410 => "Gone",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Status",
    }
}
