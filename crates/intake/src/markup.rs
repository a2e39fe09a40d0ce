//! HTML of feeds and news files in, paragraphs out.
//!
//! Such markup is short and clean of menus; whole pages are the business of the stage that reads
//! documents.

use crate::xml::unescape;

/// Elements that part paragraphs.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hl1",
    "hl2",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// Elements whose content is no text.
const SILENT: &[&str] = &[
    "applet", "audio", "canvas", "head", "iframe", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea", "video",
];

/// Text of an HTML fragment: paragraphs parted by blank lines, white space made one blank.
///
/// A `<` that begins no tag is kept; entities are undone once.
pub(crate) fn paragraphs(html: &str) -> String {
    let mut text = Paragraphs::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push(&unescape(&rest[..at]));
        let inside = &rest[at + 1..];
        if let Some(comment) = inside.strip_prefix("!--") {
            // A comment that is never closed ends with its first `>`.
            let end =
                comment.find("-->").map(|e| e + 3).or_else(|| comment.find('>').map(|e| e + 1));
            rest = end.map_or("", |e| &comment[e..]);
            continue;
        }
        if !inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            text.push("<");
            rest = inside;
            continue;
        }
        if inside.starts_with(['!', '?']) && !inside.contains('>') {
            text.push("<");
            rest = inside;
            continue;
        }
        let end = end_of_tag(inside);
        let name = name_of(&inside[..end]);
        rest = &inside[end..];
        if BLOCKS.binary_search(&name.as_str()).is_ok() {
            text.part();
        }
        if SILENT.binary_search(&name.as_str()).is_ok() && !inside[..end].ends_with("/>") {
            rest = after_end_tag(rest, &name);
        }
    }
    text.push(&unescape(rest));
    text.out
}

/// Text of an HTML fragment on one line, entities undone once.
pub fn line(html: &str) -> String {
    paragraphs(html).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Default)]
struct Paragraphs {
    out: String,
    parted: bool,
    blank: bool,
}

impl Paragraphs {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() || (c.is_control()) {
                self.blank = true;
                continue;
            }
            if !self.out.is_empty() {
                if self.parted {
                    self.out.push_str("\n\n");
                } else if self.blank {
                    self.out.push(' ');
                }
            }
            self.parted = false;
            self.blank = false;
            self.out.push(c);
        }
    }

    fn part(&mut self) {
        self.parted = true;
    }
}

/// Bytes up to and with the `>`, past quoted values.
fn end_of_tag(inside: &str) -> usize {
    let mut quote = None;
    for (i, b) in inside.bytes().enumerate() {
        match (quote, b) {
            (Some(q), _) if q == b => quote = None,
            (None, b'"' | b'\'') if inside.as_bytes()[..i].ends_with(b"=") => quote = Some(b),
            (None, b'>') => return i + 1,
            _ => {}
        }
    }
    inside.find('>').map_or(inside.len(), |i| i + 1)
}

fn name_of(tag: &str) -> String {
    tag.trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase()
}

fn after_end_tag<'a>(rest: &'a str, name: &str) -> &'a str {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while let Some(i) = rest[at..].find("</") {
        let start = at + i + 2;
        let end = start + name.len();
        if bytes.get(start..end).is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes())) {
            return rest[end..].find('>').map_or("", |i| &rest[end + i + 1..]);
        }
        at = start;
    }
    // Never closed: a script runs to the end, other things are only a stray tag.
    if matches!(name, "script" | "style") { "" } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(BLOCKS.windows(2).all(|w| w[0] < w[1]));
        assert!(SILENT.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn markup_becomes_paragraphs() {
        let html = "<p>Kyiv &amp; Warsaw <b>signed</b>\n it.</p><script>x<y</script><p>1 < 2</p>";
        assert_eq!(paragraphs(html), "Kyiv & Warsaw signed it.\n\n1 < 2");
        assert_eq!(line("<a title='a>b'>AT&T</a>&nbsp;deal<br>done"), "AT&T deal done");
        assert_eq!(line("<img src=x><!-- a --> b <unclosed"), "b");
    }
}
