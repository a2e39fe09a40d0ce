//! An HTML page in, its elements and texts out, in the order of the page.
//!
//! `<p>Talks <a href=x>failed</a>.` becomes `p` ⊃ "Talks ", `a` ⊃ "failed", ".". A reader of our own,
//! because a page is read once, by the thousand, and only for its text: bytes of scripts are leapt
//! over, nothing is copied, and whatever comes in, time grows with its length only. It closes what
//! authors leave open as HTML says (paragraphs, items, cells, links in links), keeps at most
//! [`N_DEPTH_MAX`] elements open, and never fails. It does not move misplaced elements
//! (WHATWG HTML 13.2.6 does), since that changes no text.

mod entities;
mod parse;
mod tags;

use std::borrow::Cow;

pub(crate) use entities::decode;
pub(crate) use tags::Tag;

/// Elements open at once; deeper ones become children of the last (Chromium's limit).
const N_DEPTH_MAX: usize = 512;

/// Number of a node, in the order of the page; 0 is the page itself.
pub(crate) type NodeId = u32;

#[derive(Clone, Copy)]
struct Node {
    tag: Tag,
    parent: NodeId,
    /// One past the last node inside.
    end: NodeId,
    /// Text: bytes of the source. Element: its attributes.
    from: u32,
    to: u32,
}

#[derive(Clone, Copy)]
struct Attribute {
    name: (u32, u32),
    value: (u32, u32),
}

/// A page's nodes. What stands inside node `i` are the nodes `i + 1 .. end(i)`.
pub(crate) struct Dom<'a> {
    source: &'a str,
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
}

impl<'a> Dom<'a> {
    /// Reads a page; anything is a page.
    pub(crate) fn parse(source: &'a str) -> Self {
        parse::parse(source)
    }

    /// Number of nodes.
    pub(crate) fn len(&self) -> NodeId {
        self.nodes.len() as NodeId
    }

    pub(crate) fn tag(&self, node: NodeId) -> Tag {
        self.nodes[node as usize].tag
    }

    /// The element around it; the page's own is itself.
    pub(crate) fn parent(&self, node: NodeId) -> NodeId {
        self.nodes[node as usize].parent
    }

    /// One past the last node inside.
    pub(crate) fn end(&self, node: NodeId) -> NodeId {
        self.nodes[node as usize].end
    }

    /// Source of a text node, character references unread; empty for elements.
    pub(crate) fn raw(&self, node: NodeId) -> &'a str {
        let n = &self.nodes[node as usize];
        if n.tag.is_text() { &self.source[n.from as usize..n.to as usize] } else { "" }
    }

    /// An attribute by its lower-case name, as written in the source.
    pub(crate) fn raw_attribute(&self, node: NodeId, name: &str) -> Option<&'a str> {
        let n = &self.nodes[node as usize];
        if n.tag.is_text() {
            return None;
        }
        let cut = |(from, to): (u32, u32)| &self.source[from as usize..to as usize];
        self.attributes[n.from as usize..n.to as usize]
            .iter()
            .find(|a| cut(a.name).eq_ignore_ascii_case(name))
            .map(|a| cut(a.value))
    }

    /// An attribute by its lower-case name, character references read.
    pub(crate) fn attribute(&self, node: NodeId, name: &str) -> Option<Cow<'a, str>> {
        self.raw_attribute(node, name).map(decode)
    }

    /// Names and values of an element's attributes, as written.
    pub(crate) fn attributes(&self, node: NodeId) -> impl Iterator<Item = (&'a str, &'a str)> {
        let n = self.nodes[node as usize];
        let (from, to) = if n.tag.is_text() { (0, 0) } else { (n.from, n.to) };
        let source = self.source;
        let cut = move |(from, to): (u32, u32)| &source[from as usize..to as usize];
        self.attributes[from as usize..to as usize].iter().map(move |a| (cut(a.name), cut(a.value)))
    }

    /// Elements of one name, in the order of the page.
    pub(crate) fn all(&self, tag: Tag) -> impl Iterator<Item = NodeId> + '_ {
        (0..self.len()).filter(move |&i| self.tag(i) == tag)
    }

    /// Elements and texts inside an element, in order.
    pub(crate) fn all_inside(&self, node: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        node + 1..self.end(node)
    }

    /// Whether `node` is `ancestor` or stands inside it.
    pub(crate) fn inside(&self, node: NodeId, ancestor: NodeId) -> bool {
        ancestor <= node && node < self.end(ancestor)
    }

    /// All text inside, character references read, white space run together and trimmed.
    /// Scripts and styles are no text; what blocks part is parted by a space.
    pub(crate) fn text(&self, node: NodeId) -> String {
        let mut out = String::new();
        let mut gap = false;
        let mut blocks: Vec<NodeId> = Vec::new();
        for i in node..self.end(node) {
            while blocks.pop_if(|end| *end <= i).is_some() {
                gap = true;
            }
            let tag = self.tag(i);
            if tag == Tag::Text {
                push_text(&mut out, &mut gap, self.raw(i));
            } else if tag.is_block() || tag == Tag::Br {
                gap = true;
                blocks.push(self.end(i));
            }
        }
        out
    }
}

/// Adds text with white space run together; `gap` says that a space is owed.
pub(crate) fn push_text(out: &mut String, gap: &mut bool, raw: &str) {
    let text = decode(raw);
    let mut rest: &str = &text;
    while !rest.is_empty() {
        let n = rest.find(is_space).unwrap_or(rest.len());
        if n > 0 {
            if *gap && !out.is_empty() {
                out.push(' ');
            }
            *gap = false;
            out.push_str(&rest[..n]);
            rest = &rest[n..];
        } else {
            *gap = true;
            rest = rest.trim_start_matches(is_space);
        }
    }
}

/// White space, no-break and zero-width spaces and soft hyphens' kin included.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands inside a node: elements as `tag(…)`, texts as they are.
    fn walk(dom: &Dom<'_>, node: NodeId, out: &mut String) {
        let mut i = node + 1;
        while i < dom.end(node) {
            if dom.tag(i).is_text() {
                out.push_str(dom.raw(i));
            } else {
                out.push_str(&format!("{:?}(", dom.tag(i)).to_lowercase());
                walk(dom, i, out);
                out.push(')');
            }
            i = dom.end(i);
        }
    }

    fn shape(html: &str) -> String {
        let mut out = String::new();
        walk(&Dom::parse(html), 0, &mut out);
        out
    }

    #[test]
    fn what_authors_leave_open_is_closed() {
        assert_eq!(shape("<p>a<p>b<div>c</div>d"), "p(a)p(b)div(c)d");
        assert_eq!(shape("<ul><li>a<li>b<ul><li>c</ul></ul>"), "ul(li(a)li(bul(li(c))))");
        assert_eq!(
            shape("<table><tr><td>a<td>b<tr><td>c</table>d"),
            "table(tr(td(a)td(b))tr(td(c)))d"
        );
        assert_eq!(shape("<a href=x>a<a href=y>b</a>"), "a(a)a(b)");
        assert_eq!(shape("<head><title>t</title><p>a"), "head(title(t))p(a)");
        assert_eq!(shape("<dl><dt>a<dd>b<dt>c</dl>"), "dl(dt(a)dd(b)dt(c))");
    }

    #[test]
    fn ends_that_cross_do_not_close_the_rest() {
        assert_eq!(shape("<div><a><p>x</a>y</p></div>z"), "div(a(p(xy)))z");
        assert_eq!(shape("<div>a</span>b</div></div>c"), "div(ab)c");
        assert_eq!(shape("a</p>b</br>c"), "abbr()c");
    }

    #[test]
    fn scripts_comments_and_stray_marks() {
        assert_eq!(
            shape("a<!-- <p>x -->b<script>if (a<b) '</p>'</script>c"),
            "abscript(if (a<b) '</p>')c"
        );
        assert_eq!(shape("1 < 2 <3 <b>x"), "1 < 2 <3 b(x)");
        assert_eq!(shape("<style>p{}"), "style(p{})");
        assert_eq!(shape("a<!-- never closed"), "a");
        assert_eq!(shape("<p title=\"never closed>text"), "");
    }

    #[test]
    fn attributes() {
        let dom = Dom::parse("<A HREF='a&amp;b' class=x disabled data-n=\"1\"/>t");
        assert_eq!(dom.attribute(1, "href").as_deref(), Some("a&b"));
        assert_eq!(dom.attribute(1, "class").as_deref(), Some("x"));
        assert_eq!(dom.attribute(1, "disabled").as_deref(), Some(""));
        assert_eq!(dom.attribute(1, "data-n").as_deref(), Some("1"));
        assert_eq!(dom.attribute(1, "id"), None);
    }

    #[test]
    fn text_is_run_together() {
        let dom = Dom::parse(
            "<div> Talks\n <b>fail</b>ed&nbsp;<p>again</p>&amp; again<script>x</script></div>",
        );
        assert_eq!(dom.text(0), "Talks failed again & again");
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "<div>".repeat(100_000) + "x";
        let dom = Dom::parse(&deep);
        assert_eq!(dom.text(0), "x");
        assert_eq!(dom.len(), 100_002);
    }
}
