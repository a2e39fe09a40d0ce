//! A page's elements in, its lines out: what a reader would see between two line breaks.
//!
//! `<p>The <a href=x>minister</a> resigned.<br><br>He left.</p>` becomes "The minister resigned." and
//! "He left.", each with the elements around it and how much of it is link. What no reader sees
//! (scripts, hidden elements, menus of forms) gives no line. Nothing is judged here.

use crate::dom::{Dom, NodeId, Tag, decode, is_space};

/// What is printed between two breaks.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// The innermost block around it.
    pub block: NodeId,
    /// First text node.
    pub first: NodeId,
    /// Its words: bytes of [`Lines::buffer`].
    pub from: u32,
    pub to: u32,
    /// Bytes of it, and those that stand in links.
    pub n_bytes: u32,
    pub n_link: u32,
    /// Whether all of it stands in bold or emphasis.
    pub strong: bool,
    /// Whether it is the rest of a paragraph that a line break parted.
    pub broken: bool,
}

/// The lines of a page, in order.
#[derive(Default)]
pub(crate) struct Lines {
    pub buffer: String,
    pub lines: Vec<Line>,
}

impl Lines {
    pub(crate) fn text(&self, i: usize) -> &str {
        let line = &self.lines[i];
        &self.buffer[line.from as usize..line.to as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }
}

struct Open {
    end: NodeId,
    block: Option<NodeId>,
    link: bool,
    strong: bool,
}

struct Writer {
    out: Lines,
    block: NodeId,
    first: NodeId,
    start: usize,
    gap: bool,
    n_link: u32,
    n_strong: u32,
    n_bytes: u32,
    n_breaks: u32,
    broken: bool,
}

/// The lines of a page. With `hidden`, those of hidden elements too.
pub(crate) fn lines(dom: &Dom<'_>, hidden: bool) -> Lines {
    let mut open: Vec<Open> = Vec::with_capacity(64);
    let (mut n_link, mut n_strong) = (0u32, 0u32);
    let mut w = Writer {
        out: Lines::default(),
        block: 0,
        first: 0,
        start: 0,
        gap: false,
        n_link: 0,
        n_strong: 0,
        n_bytes: 0,
        n_breaks: 0,
        broken: false,
    };
    let mut i = 1;
    while i < dom.len() {
        while let Some(o) = open.pop_if(|o| o.end <= i) {
            n_link -= u32::from(o.link);
            n_strong -= u32::from(o.strong);
            if let Some(outer) = o.block {
                w.finish(false);
                w.block = outer;
            }
        }
        let tag = dom.tag(i);
        if tag == Tag::Text {
            w.write(dom.raw(i), i, n_link > 0, n_strong > 0);
        } else if tag == Tag::Br {
            w.n_breaks += 1;
        } else if !tag.is_text() {
            if is_unseen(tag) || !hidden && is_hidden(dom, i) {
                if tag.is_block() {
                    w.finish(false);
                }
                i = dom.end(i);
                continue;
            }
            let link = tag == Tag::A;
            let strong = matches!(tag, Tag::B | Tag::Strong | Tag::Em | Tag::I);
            n_link += u32::from(link);
            n_strong += u32::from(strong);
            let block = tag.is_block().then_some(w.block);
            if block.is_some() {
                w.finish(false);
                w.block = i;
            }
            if block.is_some() || dom.end(i) > i + 1 {
                open.push(Open { end: dom.end(i), block, link, strong });
            } else {
                n_link -= u32::from(link);
                n_strong -= u32::from(strong);
            }
        }
        i += 1;
    }
    w.finish(false);
    w.out
}

/// Elements whose content is no text of the page.
fn is_unseen(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Script
            | Tag::Style
            | Tag::Template
            | Tag::Noscript
            | Tag::Svg
            | Tag::Math
            | Tag::Canvas
            | Tag::Audio
            | Tag::Video
            | Tag::Select
            | Tag::Textarea
            | Tag::Head
            | Tag::Title
            | Tag::Iframe
            | Tag::Noframes
            | Tag::Noembed
            | Tag::Dialog
            | Tag::Xmp
            | Tag::Progress
    )
}

/// Whether an element's attributes hide it.
fn is_hidden(dom: &Dom<'_>, node: NodeId) -> bool {
    if dom.raw_attribute(node, "hidden").is_some_and(|v| !v.eq_ignore_ascii_case("until-found")) {
        return true;
    }
    dom.raw_attribute(node, "style").is_some_and(|style| {
        let squeezed: String =
            style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        squeezed.contains("display:none") || squeezed.contains("visibility:hidden")
    })
}

impl Writer {
    fn write(&mut self, raw: &str, node: NodeId, link: bool, strong: bool) {
        let text = decode(raw);
        let mut rest: &str = &text;
        while !rest.is_empty() {
            let n = rest.find(is_space).unwrap_or(rest.len());
            if n == 0 {
                self.gap = true;
                rest = rest.trim_start_matches(is_space);
                continue;
            }
            if self.n_breaks > 0 {
                self.part(rest);
            }
            let empty = self.out.buffer.len() == self.start;
            if empty {
                self.first = node;
            } else if self.gap {
                self.out.buffer.push(' ');
            }
            self.gap = false;
            self.out.buffer.push_str(&rest[..n]);
            self.n_bytes += n as u32;
            self.n_link += if link { n as u32 } else { 0 };
            self.n_strong += if strong { n as u32 } else { 0 };
            rest = &rest[n..];
        }
    }

    /// At a line break: a line of its own, or the same sentence going on.
    fn part(&mut self, next: &str) {
        let line = &self.out.buffer[self.start..];
        let last = line.chars().next_back();
        let goes_on = self.n_breaks == 1
            && last.is_some_and(|c| c.is_alphanumeric() || c == ',')
            && next.chars().next().is_some_and(char::is_lowercase);
        if goes_on {
            self.gap = true;
        } else {
            self.finish(true);
        }
        self.n_breaks = 0;
    }

    fn finish(&mut self, broken: bool) {
        let end = self.out.buffer.len();
        if end > self.start {
            self.out.lines.push(Line {
                block: self.block,
                first: self.first,
                from: self.start as u32,
                to: end as u32,
                n_bytes: self.n_bytes,
                n_link: self.n_link,
                strong: self.n_strong == self.n_bytes,
                broken: self.broken,
            });
            self.broken = broken;
        } else if !broken {
            self.broken = false;
        }
        self.start = end;
        self.gap = false;
        (self.n_link, self.n_strong, self.n_bytes, self.n_breaks) = (0, 0, 0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<String> {
        let lines = lines(&Dom::parse(html), false);
        (0..lines.len()).map(|i| lines.text(i).to_owned()).collect()
    }

    #[test]
    fn inline_elements_break_no_sentence() {
        let html = "<p>The <a href=x>min<b>is</b>ter</a>, <span>he said</span>,\n resigned.</p>";
        assert_eq!(read(html), ["The minister, he said, resigned."]);
    }

    #[test]
    fn breaks_part_paragraphs_but_not_sentences() {
        assert_eq!(read("<p>One.<br><br>Two.<br>Three."), ["One.", "Two.", "Three."]);
        assert_eq!(read("<p>He left the<br>town."), ["He left the town."]);
    }

    #[test]
    fn what_nobody_sees_is_no_line() {
        let html = "<div style='display: none'>a</div><p hidden>b</p><script>c</script>d";
        assert_eq!(read(html), ["d"]);
    }

    #[test]
    fn links_are_counted() {
        let lines = lines(&Dom::parse("<li><a href=x>All news</a> here"), false);
        assert_eq!((lines.lines[0].n_bytes, lines.lines[0].n_link), (11, 7));
    }
}
