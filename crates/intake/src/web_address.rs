//! Addresses of the web: parts, relative ones made whole, and one form for the same page.

/// An address with its scheme, by RFC 3986.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebAddress {
    /// Lower-case, `http` or `https`.
    pub scheme: String,
    /// Lower-case, without port or user; an IPv6 address in brackets.
    pub host: String,
    /// Where it is not the scheme's own.
    pub port: Option<u16>,
    /// Starts with `/`.
    pub path: String,
    /// Without the `?`.
    pub query: Option<String>,
}

impl WebAddress {
    /// Reads an absolute `http` or `https` address; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String =
            text.trim().chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
        let (scheme, rest) = text.split_once(':')?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return None;
        }
        let rest = rest.strip_prefix("//")?;
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        let host_port = authority.rsplit_once('@').map_or(authority, |(_, h)| h);
        let (host, port) = match host_port.strip_prefix('[') {
            Some(v6) => {
                let (inner, after) = v6.split_once(']')?;
                (format!("[{inner}]"), after.strip_prefix(':'))
            }
            None => match host_port.rsplit_once(':') {
                Some((h, p)) => (h.to_owned(), Some(p)),
                None => (host_port.to_owned(), None),
            },
        };
        let port = match port {
            None | Some("") => None,
            Some(p) => Some(p.parse::<u16>().ok()?),
        };
        let default = if scheme == "http" { 80 } else { 443 };
        let host = ascii_host(host.trim_end_matches('.'))?;
        let rest = rest.split('#').next().unwrap_or_default();
        let (path, query) = match rest.split_once('?') {
            Some((p, q)) => (p, Some(encode(q))),
            None => (rest, None),
        };
        let path = without_dots(&encode(&path.replace('\\', "/")));
        Some(Self { scheme, host, port: port.filter(|p| *p != default), path, query })
    }

    /// Reads an address that may be relative to this one; none for other schemes.
    pub fn join(&self, text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(whole) = Self::parse(text) {
            return Some(whole);
        }
        let name: String =
            text.chars().take_while(|c| c.is_ascii_alphanumeric() || "+-.".contains(*c)).collect();
        if text[name.len()..].starts_with(':')
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && !name.contains('.')
        {
            return None;
        }
        if let Some(rest) = text.strip_prefix("//") {
            return Self::parse(&format!("{}://{rest}", self.scheme));
        }
        let text = text.split('#').next().unwrap_or_default();
        let (path, query) = match text.split_once('?') {
            Some((p, q)) => (p, Some(encode(q))),
            None => (text, None),
        };
        let mut joined = self.clone();
        if path.is_empty() {
            if query.is_some() {
                joined.query = query;
            }
            return Some(joined);
        }
        joined.query = query;
        joined.path = if path.starts_with('/') {
            without_dots(&encode(path))
        } else {
            let folder = self.path.rfind('/').map_or("", |i| &self.path[..i]);
            without_dots(&encode(&format!("{folder}/{path}")))
        };
        Some(joined)
    }

    /// `host` or `host:port`.
    pub fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// `scheme://host:port`.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.authority())
    }

    /// Path and query.
    pub fn target(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }
}

impl std::fmt::Display for WebAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.origin(), self.target())
    }
}

/// Bytes that may not stand in an address made `%XX`; what is encoded stays so.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        if b > b' ' && b < 0x7f && !b"\"<>`{}|^".contains(&b) {
            out.push(b as char);
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

/// `.` and `..` worked out; always starts with `/`.
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let rest = path.strip_prefix('/').unwrap_or(path);
    let mut segments = rest.split('/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment.to_ascii_lowercase().as_str() {
            "." | "%2e" => {
                if last {
                    parts.push("");
                }
            }
            ".." | "%2e%2e" => {
                parts.pop();
                if last {
                    parts.push("");
                }
            }
            _ => parts.push(segment),
        }
    }
    format!("/{}", parts.join("/"))
}

/// A host in lower-case ASCII; other letters in Punycode (RFC 3492). None where it is no host.
fn ascii_host(host: &str) -> Option<String> {
    if host.starts_with('[') {
        let inner = host.trim_matches(['[', ']']);
        return inner.parse::<std::net::Ipv6Addr>().ok().map(|a| format!("[{a}]"));
    }
    let lower = host.to_lowercase().replace(['。', '．'], ".");
    let mut labels = Vec::new();
    for label in lower.split('.') {
        if label.is_empty() || label.len() > 200 {
            return None;
        }
        if label.is_ascii() {
            let valid = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
            if !label.bytes().all(valid) {
                return None;
            }
            labels.push(label.to_owned());
        } else {
            if !label.chars().all(|c| c.is_alphanumeric() || c == '-') {
                return None;
            }
            labels.push(format!("xn--{}", punycode(label)?));
        }
    }
    Some(labels.join("."))
}

fn punycode(label: &str) -> Option<String> {
    let code: Vec<u32> = label.chars().map(u32::from).collect();
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let n_basic = out.len() as u32;
    let mut done = n_basic;
    if n_basic > 0 {
        out.push('-');
    }
    let (mut n, mut delta, mut bias) = (128u32, 0u32, 72u32);
    while (done as usize) < code.len() {
        let next = *code.iter().filter(|c| **c >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(done + 1)?)?;
        n = next;
        for c in &code {
            if *c < n {
                delta += 1;
            }
            if *c == n {
                let mut q = delta;
                for k in (36u32..).step_by(36) {
                    let t = k.saturating_sub(bias).clamp(1, 26);
                    if q < t {
                        break;
                    }
                    out.push(digit(t + (q - t) % (36 - t)));
                    q = (q - t) / (36 - t);
                }
                out.push(digit(q));
                bias = adapt(delta, done + 1, done == n_basic);
                delta = 0;
                done += 1;
            }
        }
        delta += 1;
        n += 1;
    }
    Some(out)
}

fn digit(d: u32) -> char {
    char::from(if d < 26 { b'a' + d as u8 } else { b'0' + (d - 26) as u8 })
}

fn adapt(delta: u32, n_points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / n_points;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_are_made_whole() {
        let base = WebAddress::parse("http://a.example/b/c/d;p?q").unwrap();
        for (relative, whole) in [
            ("g", "http://a.example/b/c/g"),
            ("./g", "http://a.example/b/c/g"),
            ("g/", "http://a.example/b/c/g/"),
            ("/g", "http://a.example/g"),
            ("//g", "http://g/"),
            ("?y", "http://a.example/b/c/d;p?y"),
            ("g?y#s", "http://a.example/b/c/g?y"),
            ("", "http://a.example/b/c/d;p?q"),
            ("..", "http://a.example/b/"),
            ("../../../g", "http://a.example/g"),
            ("g;x=1/../y", "http://a.example/b/c/y"),
            ("https://b.example", "https://b.example/"),
        ] {
            assert_eq!(base.join(relative).unwrap().to_string(), whole, "{relative}");
        }
        assert_eq!(base.join("javascript:alert(1)"), None);
        assert_eq!(base.join("mailto:a@b.example"), None);
    }

    #[test]
    fn odd_addresses() {
        let whole = |t: &str| WebAddress::parse(t).map(|a| a.to_string());
        assert_eq!(whole("HTTP://User:pw@Example.COM:80/a b").unwrap(), "http://example.com/a%20b");
        assert_eq!(
            whole("https://bücher.example/ü").unwrap(),
            "https://xn--bcher-kva.example/%C3%BC"
        );
        assert_eq!(whole("http://правда.рф/").unwrap(), "http://xn--80aafi6cg.xn--p1ai/");
        assert_eq!(whole("http://[::1]:8080/").unwrap(), "http://[::1]:8080/");
        assert_eq!(whole("http://a.example:99999/"), None);
        assert_eq!(whole("ftp://a.example/"), None);
        assert_eq!(whole("http://"), None);
        assert_eq!(whole("http://a b/"), None);
    }
}
