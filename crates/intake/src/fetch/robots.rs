//! robots.txt in, whether a page may be read out, by RFC 9309.

/// Bytes of a robots.txt that are read; the standard asks for 500 KiB at least.
pub(crate) const N_BYTES_MAX: usize = 512 << 10;

/// Longest pause that a site may ask for between two requests, in seconds.
const DELAY_MAX_S: f64 = 60.0;

/// What a site allows us.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Robots {
    /// Pattern, whether it allows.
    rules: Vec<(String, bool)>,
    /// Pause between two requests, in seconds.
    pub delay_s: Option<f64>,
    /// Nothing may be read.
    closed: bool,
}

impl Robots {
    /// Everything is allowed: there is no robots.txt.
    pub fn open() -> Self {
        Self::default()
    }

    /// Nothing is allowed: the site could not tell.
    pub fn closed() -> Self {
        Self { closed: true, ..Self::default() }
    }

    /// Reads the rules for a crawler of this name (`demarche`): those of the groups that name it,
    /// together, else those for all.
    pub fn parse(text: &str, name: &str) -> Self {
        let mut ours = Self::default();
        let mut others = Self::default();
        let (mut any_ours, mut for_us, mut for_all, mut in_names) = (false, false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if matches!(key.as_str(), "user-agent" | "useragent" | "user agent") {
                if !in_names {
                    (for_us, for_all) = (false, false);
                }
                in_names = true;
                let product: String = value
                    .chars()
                    .take_while(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_'))
                    .collect();
                for_us |= product.eq_ignore_ascii_case(name);
                for_all |= value.starts_with('*');
                any_ours |= for_us;
                continue;
            }
            in_names &= !matches!(key.as_str(), "allow" | "disallow" | "crawl-delay");
            for (applies, rules) in [(for_us, &mut ours), (for_all, &mut others)] {
                if applies {
                    rules.add(&key, value);
                }
            }
        }
        if any_ours { ours } else { others }
    }

    fn add(&mut self, key: &str, value: &str) {
        match key {
            "allow" | "disallow" if !value.is_empty() => {
                self.rules.push((plain(value), key == "allow"));
            }
            "crawl-delay" => {
                let seconds = value.parse().ok().filter(|s: &f64| s.is_finite() && *s >= 0.0);
                self.delay_s = seconds.map(|s| s.min(DELAY_MAX_S)).or(self.delay_s);
            }
            _ => {}
        }
    }

    /// Whether a path with its query may be read: the longest pattern that fits decides, and of two
    /// as long the one that allows.
    pub fn allows(&self, target: &str) -> bool {
        if target == "/robots.txt" {
            return true;
        }
        if self.closed {
            return false;
        }
        let target = plain(target);
        let best = self
            .rules
            .iter()
            .filter(|(pattern, _)| fits(pattern.as_bytes(), target.as_bytes()))
            .max_by_key(|(pattern, allows)| (pattern.len(), *allows));
        best.is_none_or(|(_, allows)| *allows)
    }
}

/// Percent-encoding made one: letters, digits and marks that need none are plain, all else encoded
/// in capitals.
fn plain(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3).and_then(|h| u8::from_str_radix(h, 16).ok()))
            .flatten();
        match hex {
            Some(b) if b.is_ascii_alphanumeric() || b"-._~".contains(&b) => {
                out.push(b as char);
                at += 3;
            }
            Some(b) => {
                out.push_str(&format!("%{b:02X}"));
                at += 3;
            }
            None if bytes[at].is_ascii_graphic() => {
                out.push(bytes[at] as char);
                at += 1;
            }
            None => {
                out.push_str(&format!("%{:02X}", bytes[at]));
                at += 1;
            }
        }
    }
    out
}

/// `*` stands for anything, `$` at the end for the end; the rest is the start of the path.
fn fits(pattern: &[u8], target: &[u8]) -> bool {
    let (pattern, whole) = match pattern.strip_suffix(b"$") {
        Some(p) => (p, true),
        None => (pattern, false),
    };
    // The usual two-pointer match: on a failure go back to the last star.
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        if p == pattern.len() && (!whole || t == target.len()) {
            return true;
        }
        if pattern.get(p) == Some(&b'*') {
            star = Some((p, t));
            p += 1;
        } else if t < target.len() && pattern.get(p) == target.get(t) {
            p += 1;
            t += 1;
        } else if let Some((at, from)) = star.filter(|(_, from)| *from < target.len()) {
            star = Some((at, from + 1));
            p = at + 1;
            t = from + 1;
        } else {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(text: &str, target: &str) -> bool {
        Robots::parse(text, "demarche").allows(target)
    }

    #[test]
    fn groups_and_names() {
        let text = "User-agent: *\nDisallow: /\n\nUser-Agent: Demarche/1.0 (x)\nDisallow: /private\n\
            User-agent: other\nDisallow: /news\n";
        assert!(allows(text, "/news"));
        assert!(!allows(text, "/private/1"));
        assert!(!Robots::parse(text, "third").allows("/news"));
        let shared = "User-agent: other\nUser-agent: demarche\nDisallow: /a # not this\n";
        assert!(!allows(shared, "/a/b"));
        let twice =
            "User-agent: demarche\nDisallow: /a\nUser-agent: x\nUser-agent: demarche\nDisallow: /b";
        assert!(!allows(twice, "/a") && !allows(twice, "/b") && allows(twice, "/c"));
        assert!(allows("User-agent: demarches\nDisallow: /", "/x"));
        assert!(allows("", "/x") && allows("Disallow: /", "/x"));
        assert!(allows("User-agent: *\nDisallow:\n", "/x"));
    }

    #[test]
    fn the_longest_pattern_decides() {
        let text = "User-agent: *\nAllow: /p\nDisallow: /\nDisallow: /page\nAllow: /page\n\
            Disallow: /*.gif$\nDisallow: /x*y\nDisallow: /a%3cd.html\n";
        for (target, allowed) in [
            ("/page", true),
            ("/q", false),
            ("/p/z", true),
            ("/p/a.gif", false),
            ("/p/a.gifs", true),
            ("/xabcy", false),
            ("/", false),
            ("/robots.txt", true),
            ("/a%3Cd.html", false),
        ] {
            assert_eq!(allows(text, target), allowed, "{target}");
        }
        let text = "User-agent: *\nDisallow: /foo/bar/ツ\n";
        assert!(!allows(text, "/foo/bar/%E3%83%84"));
        let text = "User-agent: *\nDisallow: /%7Euser\n";
        assert!(!allows(text, "/~user/"));
    }

    #[test]
    fn closed_sites_and_delays() {
        assert!(!Robots::closed().allows("/x"));
        assert!(Robots::open().allows("/x"));
        let robots = Robots::parse("User-agent: *\nCrawl-delay: 2.5\nDisallow: /a", "demarche");
        assert_eq!(robots.delay_s, Some(2.5));
        assert!(!robots.allows("/a"));
        assert_eq!(Robots::parse("User-agent: *\nCrawl-delay: 9999", "x").delay_s, Some(60.0));
    }

    #[test]
    fn many_stars_do_not_hang() {
        let pattern = format!("User-agent: *\nDisallow: /{}b$", "*a".repeat(200));
        assert!(allows(&pattern, &format!("/{}", "a".repeat(5000))));
    }
}
