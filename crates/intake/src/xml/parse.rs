//! Text in, tree out.

use std::collections::HashMap;

use super::{DEPTH_MAX, Node, Tree, entities, namespaces};

pub(super) fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.')
}

/// Bytes up to and with the `>` of `?xml …` or `!DOCTYPE … [ … ]`, the `<` left out.
pub(super) fn end_of_declaration(rest: &str) -> usize {
    let mut depth = 0;
    let mut quote = None;
    for (i, c) in rest.char_indices() {
        match (quote, c) {
            (Some(q), _) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if depth > 0 => quote = Some(c),
            (None, '[') => depth += 1,
            (None, ']') if depth > 0 => depth -= 1,
            (None, '>') if depth == 0 => return i + 1,
            _ => {}
        }
    }
    // A doctype whose brackets or quotes never close ends at its first `>`.
    rest.find('>').map_or(rest.len(), |i| i + 1)
}

struct Parser<'a> {
    rest: &'a str,
    tree: Tree,
    /// Open elements from the top; names as written.
    open: Vec<(usize, String)>,
    spaces: namespaces::Scopes,
    declared: HashMap<String, String>,
}

pub(super) fn parse(text: &str) -> Tree {
    let top = Node {
        name: String::new(),
        attributes: Vec::new(),
        text: String::new(),
        children: Vec::new(),
        parent: 0,
    };
    let mut parser = Parser {
        rest: text.trim_start_matches('\u{feff}'),
        tree: Tree { nodes: vec![top], n_repairs: 0 },
        open: vec![(0, String::new())],
        spaces: namespaces::Scopes::default(),
        declared: HashMap::new(),
    };
    parser.run();
    parser.tree
}

impl Parser<'_> {
    fn run(&mut self) {
        while !self.rest.is_empty() {
            let at = self.rest.find('<').unwrap_or(self.rest.len());
            let (text, rest) = self.rest.split_at(at);
            self.rest = rest;
            if !text.is_empty() {
                let (text, n_broken) = entities::expand(text, &self.declared);
                self.tree.n_repairs += n_broken;
                self.add_text(&text);
            }
            if !self.rest.is_empty() {
                self.tag();
            }
        }
        // Elements that the text leaves open.
        self.tree.n_repairs += self.open.len() - 1;
        if self.tree.nodes.len() == 1 || self.tree.elements(0).count() != 1 {
            self.tree.n_repairs += 1;
        }
    }

    /// At a `<`.
    fn tag(&mut self) {
        let inside = &self.rest[1..];
        if let Some(comment) = inside.strip_prefix("!--") {
            let end = comment.find("-->");
            self.skip(4 + end.map_or(comment.len(), |e| e + 3), end.is_none());
        } else if inside.get(..8).is_some_and(|s| s.eq_ignore_ascii_case("![CDATA[")) {
            let data = &inside[8..];
            let end = data.find("]]>");
            let text = clean(&data[..end.unwrap_or(data.len())]);
            self.add_text(&text);
            self.skip(9 + end.map_or(data.len(), |e| e + 3), end.is_none());
        } else if inside.starts_with(['!', '?']) {
            let end = end_of_declaration(inside);
            entities::declare(&inside[..end], &mut self.declared);
            self.skip(1 + end, !inside[..end].ends_with('>'));
        } else if let Some(name) = inside.strip_prefix('/') {
            let name: String = name.chars().take_while(|c| is_name(*c)).collect();
            let rest = &inside[1 + name.len()..];
            // `</item<title>`: the next tag ends this one.
            let (end, broken) = match rest.find(['>', '<']) {
                Some(i) if rest.as_bytes()[i] == b'>' => (i + 1, false),
                Some(i) => (i, true),
                None => (rest.len(), true),
            };
            self.skip(2 + name.len() + end, broken);
            self.close(&name);
        } else if inside.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            self.start_tag();
        } else {
            self.tree.n_repairs += 1;
            self.add_text("<");
            self.rest = inside;
        }
    }

    fn skip(&mut self, n_bytes: usize, broken: bool) {
        self.tree.n_repairs += usize::from(broken);
        self.rest = &self.rest[n_bytes.min(self.rest.len())..];
    }

    fn start_tag(&mut self) {
        let inside = &self.rest[1..];
        let end = inside.find(|c| !is_name(c)).unwrap_or(inside.len());
        let name = inside[..end].to_owned();
        let mut rest = &inside[end..];
        let mut attributes: Vec<(String, String)> = Vec::new();
        let mut empty = false;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',' || c == ';');
            let Some(c) = rest.chars().next() else {
                self.tree.n_repairs += 1;
                break;
            };
            match c {
                '>' => {
                    rest = &rest[1..];
                    break;
                }
                '/' => {
                    rest = &rest[1..];
                    empty = rest.starts_with('>');
                }
                '<' => {
                    self.tree.n_repairs += 1;
                    break;
                }
                c if is_name(c) => {
                    let (attribute, after) = self.attribute(rest);
                    attributes.push(attribute);
                    rest = after;
                }
                c => {
                    self.tree.n_repairs += 1;
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
        self.rest = rest;
        self.open(name, attributes, empty);
    }

    /// One attribute and what follows it.
    fn attribute<'r>(&mut self, rest: &'r str) -> ((String, String), &'r str) {
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        let after = rest[end..].trim_start();
        let Some(value) = after.strip_prefix('=') else {
            self.tree.n_repairs += 1;
            return ((name, String::new()), &rest[end..]);
        };
        let value = value.trim_start();
        let (raw, after) = if let Some(q @ ('"' | '\'')) = value.chars().next() {
            let inner = &value[1..];
            if let Some(end) = inner.find(q) {
                (&inner[..end], &inner[end + 1..])
            } else {
                // Never closed: it ends with the tag.
                self.tree.n_repairs += 1;
                inner.split_at(inner.find('>').unwrap_or(inner.len()))
            }
        } else {
            self.tree.n_repairs += 1;
            let is_end = |c: char| c.is_whitespace() || c == '>';
            value.split_at(value.find(is_end).unwrap_or(value.len()))
        };
        let (text, n_broken) = entities::expand(raw, &self.declared);
        self.tree.n_repairs += n_broken;
        ((name, text.into_owned()), after)
    }

    fn open(&mut self, name: String, attributes: Vec<(String, String)>, empty: bool) {
        self.spaces.open(&attributes);
        let (full, known) = self.spaces.name(&name, true);
        self.tree.n_repairs += usize::from(!known);
        let attributes = attributes
            .into_iter()
            .filter(|(n, _)| n != "xmlns" && !n.starts_with("xmlns:"))
            .map(|(n, v)| (self.spaces.name(&n, false).0, v))
            .collect();
        let parent = self.open.last().map_or(0, |o| o.0);
        let at = self.tree.nodes.len();
        let node =
            Node { name: full, attributes, text: String::new(), children: Vec::new(), parent };
        self.tree.nodes.push(node);
        self.tree.nodes[parent].children.push(at);
        if empty || self.open.len() > DEPTH_MAX {
            self.spaces.close();
        } else {
            self.open.push((at, name));
        }
    }

    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|(i, n)| *i > 0 && n.eq_ignore_ascii_case(name))
        else {
            self.tree.n_repairs += 1;
            return;
        };
        self.tree.n_repairs += self.open.len() - 1 - at;
        while self.open.len() > at {
            self.open.pop();
            self.spaces.close();
        }
    }

    fn add_text(&mut self, text: &str) {
        let parent = self.open.last().map_or(0, |o| o.0);
        if text.is_empty() {
            return;
        }
        if parent == 0 {
            // Outside the root element only white space may stand.
            self.tree.n_repairs += usize::from(!text.trim().is_empty());
            return;
        }
        if let Some(last) = self.tree.nodes[parent].children.last().copied()
            && self.tree.nodes[last].name.is_empty()
        {
            self.tree.nodes[last].text.push_str(text);
            return;
        }
        let at = self.tree.nodes.len();
        self.tree.nodes.push(Node {
            name: String::new(),
            attributes: Vec::new(),
            text: text.to_owned(),
            children: Vec::new(),
            parent,
        });
        self.tree.nodes[parent].children.push(at);
    }
}

/// Without characters that XML does not allow.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect()
}
