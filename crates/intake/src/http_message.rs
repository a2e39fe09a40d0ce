//! What a web server sent, as web archives keep it: status, headers, body; and the body undone.

use std::io::{self, Read};

use crate::mime::{Headers, header, headers};

/// A response as bytes.
pub(crate) struct Message<'a> {
    /// 200, 404 …; 0 where there is no status line.
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) body: &'a [u8],
}

/// Parts a response; bytes without a status line are all body.
pub(crate) fn message(block: &[u8]) -> Message<'_> {
    let end = block.iter().position(|b| *b == b'\n').map_or(block.len(), |i| i + 1);
    let line = String::from_utf8_lossy(&block[..end]).into_owned();
    if !line.starts_with("HTTP/") && !line.starts_with("ICY ") {
        return Message { status: 0, headers: Headers::new(), body: block };
    }
    let status = line.split_whitespace().nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
    let (headers, body) = headers(&block[end..]);
    Message { status, headers, body }
}

/// The body without transfer and content encodings, at most `n_bytes_max` long.
///
/// A body that is not encoded as its headers say is given as it stands, since archives often keep
/// the headers of what they have undone themselves.
pub(crate) fn body(message: &Message<'_>, n_bytes_max: usize) -> io::Result<Vec<u8>> {
    let coding = |name| header(&message.headers, name).unwrap_or_default().to_ascii_lowercase();
    let mut bytes = if coding("transfer-encoding").contains("chunked") {
        unchunk(message.body).unwrap_or_else(|| message.body.to_vec())
    } else {
        message.body.to_vec()
    };
    for name in coding("content-encoding").split(',').rev().map(str::trim) {
        bytes = undo(name, bytes, n_bytes_max)?;
    }
    Ok(bytes)
}

/// One content encoding undone.
pub(crate) fn undo(name: &str, bytes: Vec<u8>, n_bytes_max: usize) -> io::Result<Vec<u8>> {
    let limit = n_bytes_max as u64 + 1;
    let mut out = Vec::new();
    let result = match name {
        "gzip" | "x-gzip" if bytes.starts_with(b"\x1f\x8b") => {
            flate2::read::MultiGzDecoder::new(&bytes[..]).take(limit).read_to_end(&mut out)
        }
        "deflate" => {
            let zlib = flate2::read::ZlibDecoder::new(&bytes[..]).take(limit).read_to_end(&mut out);
            if zlib.is_err() && out.is_empty() {
                flate2::read::DeflateDecoder::new(&bytes[..]).take(limit).read_to_end(&mut out)
            } else {
                zlib
            }
        }
        "br" => brotli_decompressor::Decompressor::new(&bytes[..], 4096)
            .take(limit)
            .read_to_end(&mut out),
        "zstd" if bytes.starts_with(b"\x28\xb5\x2f\xfd") => {
            zstd::stream::read::Decoder::new(&bytes[..])
                .and_then(|d| d.take(limit).read_to_end(&mut out))
        }
        _ => return Ok(bytes),
    };
    if out.len() > n_bytes_max {
        let message = format!("its body unpacks to more than {n_bytes_max} bytes");
        return Err(io::Error::other(message));
    }
    match result {
        Ok(_) => Ok(out),
        // Cut short: what was there.
        Err(_) if !out.is_empty() => Ok(out),
        Err(_) => Ok(bytes),
    }
}

/// A chunked body joined; none where it is not chunked after all. One that is cut short gives what
/// was there.
fn unchunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    let mut n_chunks = 0;
    while !rest.is_empty() {
        let end = rest.iter().position(|b| *b == b'\n')?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let size = line.split(';').next().unwrap_or_default().trim();
        if size.is_empty() || size.len() > 8 {
            return None;
        }
        let Ok(size) = usize::from_str_radix(size, 16) else {
            return (n_chunks > 0).then_some(out);
        };
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        let chunk = &rest[..size.min(rest.len())];
        out.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        n_chunks += 1;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_undone() {
        let block = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nKyiv\r\n1;x=y\r\n!\r\n0\r\n\r\n";
        let m = message(block);
        assert_eq!((m.status, body(&m, 100).unwrap()), (200, b"Kyiv!".to_vec()));
        let block = b"HTTP/1.0 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n<html>plain";
        let m = message(block);
        assert_eq!((m.status, body(&m, 100).unwrap()), (404, b"<html>plain".to_vec()));
        let m = message(b"<html>no status");
        assert_eq!((m.status, m.body), (0, &b"<html>no status"[..]));
    }

    #[test]
    fn a_bomb_is_refused() {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::copy(&mut io::repeat(b'x').take(5_000_000), &mut gz).unwrap();
        let bytes = gz.finish().unwrap();
        assert!(undo("gzip", bytes, 1_000_000).is_err());
    }
}
