//! Source in, nodes out: tokens and the rules of what closes what.

use memchr::{memchr, memchr_iter, memmem};

use super::{Attribute, Dom, N_DEPTH_MAX, Node, NodeId, Tag};

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    /// What is open, from the page inwards.
    open: Vec<(NodeId, Tag)>,
    /// How many of each are open.
    n_open: [u16; 256],
    /// Open `svg` and `math`, where `/>` closes.
    n_foreign: u32,
    /// Whether the page has its head, and its body.
    has: [bool; 2],
}

pub(super) fn parse(source: &str) -> Dom<'_> {
    let n_tags = memchr_iter(b'<', source.as_bytes()).count();
    let mut parser = Parser {
        bytes: source.as_bytes(),
        at: 0,
        nodes: Vec::with_capacity(n_tags + 2),
        attributes: Vec::with_capacity(n_tags),
        open: Vec::with_capacity(64),
        n_open: [0; 256],
        n_foreign: 0,
        has: [false; 2],
    };
    parser.nodes.push(Node { tag: Tag::Root, parent: 0, end: 1, from: 0, to: 0 });
    parser.push(0, Tag::Root);
    parser.run();
    let mut nodes = parser.nodes;
    for i in (1..nodes.len()).rev() {
        let (end, parent) = (nodes[i].end, nodes[i].parent as usize);
        nodes[parent].end = nodes[parent].end.max(end);
    }
    Dom { source, nodes, attributes: parser.attributes }
}

impl Parser<'_> {
    fn run(&mut self) {
        while self.at < self.bytes.len() {
            let start = self.at;
            let lt = memchr(b'<', &self.bytes[start..]).map_or(self.bytes.len(), |n| start + n);
            match self.bytes.get(lt + 1) {
                None => {
                    self.text(start, self.bytes.len());
                    self.at = self.bytes.len();
                }
                Some(c) if c.is_ascii_alphabetic() => {
                    self.text(start, lt);
                    self.start_tag(lt);
                }
                Some(b'/') if self.bytes.get(lt + 2).is_some_and(u8::is_ascii_alphabetic) => {
                    self.text(start, lt);
                    self.end_tag(lt);
                }
                Some(b'!' | b'?' | b'/') => {
                    self.text(start, lt);
                    self.comment(lt);
                }
                Some(_) => {
                    // A stray mark is text.
                    let next = memchr(b'<', &self.bytes[lt + 1..])
                        .map_or(self.bytes.len(), |n| lt + 1 + n);
                    self.text(start, next);
                    self.at = next;
                }
            }
        }
    }

    fn text(&mut self, from: usize, to: usize) {
        if from < to {
            self.add(Tag::Text, from as u32, to as u32);
        }
    }

    fn comment(&mut self, lt: usize) {
        let rest = &self.bytes[lt..];
        let n = if rest.starts_with(b"<!--") {
            memmem::find(&rest[2..], b"-->").map_or(rest.len(), |n| n + 5)
        } else if rest.starts_with(b"<![CDATA[") && self.n_foreign > 0 {
            memmem::find(rest, b"]]>").map_or(rest.len(), |n| n + 3)
        } else {
            memchr(b'>', rest).map_or(rest.len(), |n| n + 1)
        };
        self.at = lt + n;
    }

    /// Name of the tag that starts at byte `from`; where it ends.
    fn name(&self, from: usize) -> (Tag, usize) {
        let mut lower = [0u8; 12];
        let mut n = 0;
        while let Some(&c) = self.bytes.get(from + n) {
            if c.is_ascii_whitespace() || c == b'/' || c == b'>' {
                break;
            }
            if n < lower.len() {
                lower[n] = c.to_ascii_lowercase();
            }
            n += 1;
        }
        let tag = if n <= lower.len() { Tag::named(&lower[..n]) } else { Tag::Other };
        (tag, from + n)
    }

    fn end_tag(&mut self, lt: usize) {
        let (tag, end) = self.name(lt + 2);
        self.at = memchr(b'>', &self.bytes[end..]).map_or(self.bytes.len(), |n| end + n + 1);
        if tag == Tag::Br {
            self.add(Tag::Br, 0, 0);
            return;
        }
        self.close(tag);
    }

    fn start_tag(&mut self, lt: usize) {
        let (tag, end) = self.name(lt + 1);
        let first = self.attributes.len() as u32;
        let Some((end, closed)) = self.read_attributes(end) else {
            // The tag never ends: so does the page.
            self.attributes.truncate(first as usize);
            self.at = self.bytes.len();
            return;
        };
        self.at = end;
        let last = self.attributes.len() as u32;
        self.make_room(tag);
        match tag {
            Tag::Html if self.nodes.iter().take(8).any(|n| n.tag == Tag::Html) => return,
            Tag::Head if std::mem::replace(&mut self.has[0], true) => return,
            Tag::Body if std::mem::replace(&mut self.has[1], true) => return,
            _ => {}
        }
        let node = self.add(tag, first, last);
        if tag.is_void() || closed && self.n_foreign > 0 {
            return;
        }
        if tag.is_raw() || tag.is_plain() {
            self.raw(node, tag, lt);
            return;
        }
        self.push(node, tag);
    }

    /// Content of a script, style or title, up to its end.
    fn raw(&mut self, node: NodeId, tag: Tag, lt: usize) {
        let name = {
            let (_, end) = self.name(lt + 1);
            &self.bytes[lt + 1..end]
        };
        let start = self.at;
        let mut from = start;
        let (mut stop, mut next) = (self.bytes.len(), self.bytes.len());
        while let Some(n) = memmem::find(&self.bytes[from..], b"</") {
            let at = from + n;
            let end = at + 2 + name.len();
            let ends = self.bytes.get(at + 2..end).is_some_and(|b| b.eq_ignore_ascii_case(name))
                && self
                    .bytes
                    .get(end)
                    .is_none_or(|c| c.is_ascii_whitespace() || *c == b'/' || *c == b'>');
            if ends {
                stop = at;
                next = memchr(b'>', &self.bytes[end.min(self.bytes.len())..])
                    .map_or(self.bytes.len(), |n| end + n + 1);
                break;
            }
            from = at + 2;
        }
        self.at = next;
        if start < stop {
            let text = if tag.is_plain() { Tag::Text } else { Tag::Raw };
            let id = self.nodes.len() as NodeId;
            self.nodes.push(Node {
                tag: text,
                parent: node,
                end: id + 1,
                from: start as u32,
                to: stop as u32,
            });
        }
    }

    /// Attributes from byte `at` up to the tag's end: one past `>`, and whether `/>` stood there.
    fn read_attributes(&mut self, mut at: usize) -> Option<(usize, bool)> {
        let bytes = self.bytes;
        let mut closed = false;
        loop {
            match *bytes.get(at)? {
                b'>' => return Some((at + 1, closed)),
                b'/' => {
                    closed = true;
                    at += 1;
                }
                c if c.is_ascii_whitespace() => at += 1,
                _ => {
                    closed = false;
                    let from = at;
                    at += 1;
                    while !matches!(*bytes.get(at)?, b'=' | b'>' | b'/')
                        && !bytes[at].is_ascii_whitespace()
                    {
                        at += 1;
                    }
                    let name = (from as u32, at as u32);
                    let mut after = at;
                    while bytes.get(after)?.is_ascii_whitespace() {
                        after += 1;
                    }
                    let mut value = (at as u32, at as u32);
                    if bytes[after] == b'=' {
                        after += 1;
                        while bytes.get(after)?.is_ascii_whitespace() {
                            after += 1;
                        }
                        (value, at) = self.value(after)?;
                    }
                    self.attributes.push(Attribute { name, value });
                }
            }
        }
    }

    /// An attribute's value from byte `at`, and where it ends.
    fn value(&self, at: usize) -> Option<((u32, u32), usize)> {
        let quote = self.bytes[at];
        if quote == b'"' || quote == b'\'' {
            let n = memchr(quote, &self.bytes[at + 1..])?;
            return Some((((at + 1) as u32, (at + 1 + n) as u32), at + n + 2));
        }
        let mut end = at;
        while *self.bytes.get(end)? != b'>' && !self.bytes[end].is_ascii_whitespace() {
            end += 1;
        }
        Some(((at as u32, end as u32), end))
    }

    fn add(&mut self, tag: Tag, from: u32, to: u32) -> NodeId {
        let id = self.nodes.len() as NodeId;
        let parent = self.open.last().map_or(0, |o| o.0);
        self.nodes.push(Node { tag, parent, end: id + 1, from, to });
        id
    }

    fn push(&mut self, node: NodeId, tag: Tag) {
        if self.open.len() < N_DEPTH_MAX {
            self.open.push((node, tag));
            self.n_open[tag as usize] += 1;
            self.n_foreign += u32::from(matches!(tag, Tag::Svg | Tag::Math));
        }
    }

    fn truncate(&mut self, n: usize) {
        for &(_, tag) in &self.open[n..] {
            self.n_open[tag as usize] -= 1;
            self.n_foreign -= u32::from(matches!(tag, Tag::Svg | Tag::Math));
        }
        self.open.truncate(n);
    }

    /// Where the innermost open element of these stands, up to the first that bounds the search.
    fn find(&self, wanted: impl Fn(Tag) -> bool, bound: impl Fn(Tag) -> bool) -> Option<usize> {
        for (i, &(_, tag)) in self.open.iter().enumerate().rev() {
            if wanted(tag) {
                return Some(i);
            }
            if bound(tag) {
                return None;
            }
        }
        None
    }

    /// Closes what cannot stay open when `tag` opens.
    fn make_room(&mut self, tag: Tag) {
        if self.n_open[Tag::Head as usize] > 0
            && !tag.is_of_head()
            && let Some(i) = self.find(|t| t == Tag::Head, |_| false)
        {
            self.truncate(i);
        }
        if tag.closes_paragraph()
            && self.n_open[Tag::P as usize] > 0
            && let Some(i) = self.find(|t| t == Tag::P, Tag::bounds_scope)
        {
            self.truncate(i);
        }
        let listed = |t| matches!(t, Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dl) || t.bounds_scope();
        let tabled = |t| matches!(t, Tag::Table | Tag::Template | Tag::Root);
        let found = match tag {
            Tag::Li if self.is_open(Tag::Li) => self.find(|t| t == Tag::Li, listed),
            Tag::Dd | Tag::Dt if self.is_open(Tag::Dd) || self.is_open(Tag::Dt) => {
                self.find(|t| matches!(t, Tag::Dd | Tag::Dt), listed)
            }
            Tag::Option | Tag::Optgroup if self.is_open(Tag::Option) => {
                self.find(|t| t == Tag::Option, |t| t != Tag::Option)
            }
            Tag::A if self.is_open(Tag::A) => {
                // Only where nothing but words stands between.
                self.find(|t| t == Tag::A, |t| t.is_block() || t.bounds_scope())
            }
            Tag::Td | Tag::Th => self.find(|t| matches!(t, Tag::Td | Tag::Th), tabled),
            Tag::Tr => self.find(|t| t == Tag::Tr, tabled),
            Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                self.find(|t| matches!(t, Tag::Tbody | Tag::Thead | Tag::Tfoot), tabled)
            }
            Tag::Button if self.is_open(Tag::Button) => {
                self.find(|t| t == Tag::Button, |t| t != Tag::Button && t.bounds_scope())
            }
            t if t.is_heading() => {
                self.open.last().filter(|o| o.1.is_heading()).map(|_| self.open.len() - 1)
            }
            _ => None,
        };
        if let Some(i) = found {
            self.truncate(i);
        }
    }

    fn is_open(&self, tag: Tag) -> bool {
        self.n_open[tag as usize] > 0
    }

    /// Closes the innermost open element of this name.
    fn close(&mut self, tag: Tag) {
        if !self.is_open(tag) || tag == Tag::Root {
            return;
        }
        if matches!(tag, Tag::Html | Tag::Body) {
            // What follows still belongs to the page.
            return;
        }
        let words = !tag.is_block();
        let bound = |t: Tag| match tag {
            Tag::Table | Tag::Template => matches!(t, Tag::Template | Tag::Root),
            Tag::Td | Tag::Th | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Caption => {
                matches!(t, Tag::Table | Tag::Template | Tag::Root)
            }
            Tag::Li => matches!(t, Tag::Ul | Tag::Ol) || t.bounds_scope(),
            _ => t.bounds_scope() && t != tag,
        };
        let same = |t: Tag| t == tag || tag.is_heading() && t.is_heading();
        let Some(i) = self.find(same, bound) else { return };
        if words && self.open[i + 1..].iter().any(|o| o.1.is_block()) {
            // An end that crosses a block ends the element, not the block.
            let (_, gone) = self.open.remove(i);
            self.n_open[gone as usize] -= 1;
            self.n_foreign -= u32::from(matches!(gone, Tag::Svg | Tag::Math));
        } else {
            self.truncate(i);
        }
    }
}
