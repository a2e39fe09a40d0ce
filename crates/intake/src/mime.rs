//! Headers and encodings that mail, saved pages and web archives share.

/// Header lines in order, names lower-case; folded lines joined.
pub(crate) type Headers = Vec<(String, String)>;

/// Header lines that end at the first blank line, and the bytes behind it.
pub(crate) fn headers(bytes: &[u8]) -> (Headers, &[u8]) {
    let mut headers = Headers::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |i| i + 1);
        let line = rest[..end].trim_ascii_end();
        rest = &rest[end..];
        if line.is_empty() {
            break;
        }
        push_line(&String::from_utf8_lossy(line), &mut headers);
    }
    (headers, rest)
}

/// Adds one header line.
pub(crate) fn push_line(line: &str, headers: &mut Headers) {
    if line.starts_with([' ', '\t']) {
        if let Some((_, value)) = headers.last_mut() {
            value.push(' ');
            value.push_str(line.trim());
        }
    } else if let Some((name, value)) = line.split_once(':') {
        headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    }
}

/// Value of the first header of a (lower-case) name.
pub(crate) fn header<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

/// `charset` of `text/html; charset="utf-8"`, and any other such parameter.
pub(crate) fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|p| {
        let (n, v) = p.split_once('=')?;
        let v = v.trim().trim_matches(['"', '\'']).trim();
        (n.trim().eq_ignore_ascii_case(name) && !v.is_empty()).then(|| v.to_owned())
    })
}

/// Bytes of base64; what is none of its letters is passed over.
pub(crate) fn base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0u32, 0);
    for b in text {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(value);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            out.push((bits >> n_bits) as u8);
        }
    }
    out
}

/// Bytes of quoted-printable; what is ill-formed stays as it is.
pub(crate) fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        if text[at] != b'=' {
            out.push(text[at]);
            at += 1;
            continue;
        }
        let rest = &text[at + 1..];
        if let Some(hex) = rest.get(..2).and_then(|h| std::str::from_utf8(h).ok())
            && let Ok(byte) = u8::from_str_radix(hex, 16)
        {
            out.push(byte);
            at += 3;
        } else if rest.starts_with(b"\r\n") {
            at += 3;
        } else if rest.starts_with(b"\n") {
            at += 2;
        } else {
            out.push(b'=');
            at += 1;
        }
    }
    out
}

/// Body of a part by its `Content-Transfer-Encoding`.
pub(crate) fn decoded(headers: &Headers, body: &[u8]) -> Vec<u8> {
    match header(headers, "content-transfer-encoding").map(str::to_ascii_lowercase).as_deref() {
        Some("base64") => base64(body),
        Some("quoted-printable") => quoted_printable(body),
        _ => body.to_vec(),
    }
}

/// Bodies between the boundaries, in order.
pub(crate) fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut start: Option<usize> = None;
    let mut at = 0;
    while at < body.len() {
        let end = body[at..].iter().position(|b| *b == b'\n').map_or(body.len(), |i| at + i + 1);
        let line = body[at..end].trim_ascii_end();
        if line.starts_with(mark.as_bytes()) {
            if let Some(start) = start {
                parts.push(&body[start..at]);
            }
            start = Some(end);
            if line[mark.len()..].starts_with(b"--") {
                return parts;
            }
        }
        at = end;
    }
    if let Some(start) = start.filter(|s| *s < body.len()) {
        parts.push(&body[start..]);
    }
    parts
}

/// Words of `=?utf-8?B?…?=` in a header undone.
pub(crate) fn words(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find("=?") {
        let inside = &rest[at + 2..];
        let mut fields = inside.splitn(3, '?');
        let (Some(charset), Some(coding), Some(tail)) =
            (fields.next(), fields.next(), fields.next())
        else {
            break;
        };
        let Some(end) = tail.find("?=") else { break };
        let bytes = match coding {
            "B" | "b" => base64(&tail.as_bytes()[..end]),
            "Q" | "q" => quoted_printable(tail[..end].replace('_', " ").as_bytes()),
            _ => break,
        };
        if !rest[..at].trim().is_empty() || out.is_empty() {
            out.push_str(&rest[..at]);
        }
        out.push_str(&crate::charset::decode(&bytes, Some(charset)));
        rest = &tail[end + 2..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_undone() {
        assert_eq!(base64(b"S3lp\ndg=="), b"Kyiv");
        assert_eq!(quoted_printable(b"a=3Db=\r\nc=E2=80=93=zz"), "a=bc–=zz".as_bytes());
        assert_eq!(words("=?utf-8?Q?Kyiv_=E2=80=93_Warsaw?= =?utf-8?B?IQ==?="), "Kyiv – Warsaw!");
        assert_eq!(parameter("text/html; charset=\"utf-8\"", "charset").unwrap(), "utf-8");
    }

    #[test]
    fn parts_lie_between_boundaries() {
        let body = b"x\r\n--b\r\nA: 1\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\nrest";
        let parts = parts(body, "b");
        assert_eq!(parts.len(), 2);
        let (headers, text) = headers(parts[0]);
        assert_eq!(header(&headers, "a"), Some("1"));
        assert_eq!(text, b"one\r\n");
    }
}
