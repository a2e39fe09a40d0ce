//! XML as it is found: a tree from text that may be ill-formed.
//!
//! Feeds and news files are read with the patience of a browser: unclosed and crossed tags, bare
//! ampersands, undeclared prefixes, missing quotes and broken ends are mended and counted
//! ([`Tree::n_repairs`]). Names are lower-cased; namespaces become one prefix each, so that
//! `<a:entry xmlns:a="http://www.w3.org/2005/Atom">` is `entry`. Nothing outside the text is ever
//! loaded, entities of the document's own are not expanded inside each other, and nothing recurses.

mod characters;
mod entities;
mod namespaces;
mod parse;
#[cfg(test)]
mod tests;

pub(crate) use characters::{decode, decode_head};
pub(crate) use entities::unescape;

/// Deepest nesting; elements below are flattened.
const DEPTH_MAX: usize = 256;

/// Index of a node in its tree.
pub(crate) type NodeIdx = usize;

/// An element or a stretch of text.
pub(crate) struct Node {
    /// Lower-case name with its usual prefix (`dc:date`); empty for text.
    pub(crate) name: String,
    /// Names as elements have them, values unescaped, in order.
    attributes: Vec<(String, String)>,
    /// The text, unescaped; empty for elements.
    pub(crate) text: String,
    pub(crate) children: Vec<NodeIdx>,
    parent: NodeIdx,
}

/// A document; node 0 is above the root element.
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    /// Faults that were mended.
    pub(crate) n_repairs: usize,
}

impl Tree {
    /// Reads any text. Never fails; text without an element gives an empty tree.
    pub(crate) fn parse(text: &str) -> Self {
        parse::parse(text)
    }

    pub(crate) fn node(&self, at: NodeIdx) -> &Node {
        &self.nodes[at]
    }

    /// The first element on the highest level.
    pub(crate) fn root(&self) -> Option<NodeIdx> {
        self.elements(0).next()
    }

    /// Child elements, in order.
    pub(crate) fn elements(&self, of: NodeIdx) -> impl DoubleEndedIterator<Item = NodeIdx> + '_ {
        self.nodes[of].children.iter().copied().filter(|c| !self.nodes[*c].name.is_empty())
    }

    /// Child elements of a name, in order.
    pub(crate) fn named<'a>(
        &'a self,
        of: NodeIdx,
        name: &'a str,
    ) -> impl DoubleEndedIterator<Item = NodeIdx> + 'a {
        self.elements(of).filter(move |c| self.nodes[*c].name == name)
    }

    /// First child element of a name.
    pub(crate) fn child(&self, of: NodeIdx, name: &str) -> Option<NodeIdx> {
        self.named(of, name).next()
    }

    /// Everything below of a name, in order of the text.
    pub(crate) fn descendants<'a>(
        &'a self,
        of: NodeIdx,
        name: &'a str,
    ) -> impl Iterator<Item = NodeIdx> + 'a {
        self.below(of).filter(move |n| self.nodes[*n].name == name)
    }

    /// Every node below, in order of the text.
    pub(crate) fn below(&self, of: NodeIdx) -> impl Iterator<Item = NodeIdx> + '_ {
        let mut stack: Vec<NodeIdx> = self.nodes[of].children.iter().rev().copied().collect();
        std::iter::from_fn(move || {
            let at = stack.pop()?;
            stack.extend(self.nodes[at].children.iter().rev());
            Some(at)
        })
    }

    pub(crate) fn attribute(&self, of: NodeIdx, name: &str) -> Option<&str> {
        self.nodes[of].attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// An attribute of the node or of the nearest element above that has it (`xml:lang`).
    pub(crate) fn inherited(&self, of: NodeIdx, name: &str) -> Option<&str> {
        let mut at = of;
        loop {
            if let Some(value) = self.attribute(at, name) {
                return Some(value);
            }
            if at == 0 {
                return None;
            }
            at = self.nodes[at].parent;
        }
    }

    /// Values of an attribute from the highest element down to the node (`xml:base`).
    pub(crate) fn inherited_all(&self, of: NodeIdx, name: &str) -> Vec<&str> {
        let mut values = Vec::new();
        let mut at = of;
        while at != 0 {
            values.extend(self.attribute(at, name));
            at = self.nodes[at].parent;
        }
        values.reverse();
        values
    }

    /// All text below, as it stands.
    pub(crate) fn text(&self, of: NodeIdx) -> String {
        self.below(of).map(|n| self.nodes[n].text.as_str()).collect()
    }

    /// All text below with runs of white space made one blank; none where there is none.
    pub(crate) fn words(&self, of: NodeIdx) -> Option<String> {
        let text = self.text(of);
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    }

    /// Words of the first child of a name.
    pub(crate) fn words_of(&self, of: NodeIdx, name: &str) -> Option<String> {
        self.named(of, name).find_map(|c| self.words(c))
    }

    /// What is inside as HTML. `escape`: text is text (XHTML inside XML); else text may hold tags
    /// itself (HTML inside RSS).
    pub(crate) fn markup(&self, of: NodeIdx, escape: bool) -> String {
        enum Step {
            Open(NodeIdx),
            Close(NodeIdx),
        }
        let mut html = String::new();
        let mut steps: Vec<Step> =
            self.nodes[of].children.iter().rev().map(|c| Step::Open(*c)).collect();
        while let Some(step) = steps.pop() {
            match step {
                Step::Close(at) => {
                    html.push_str("</");
                    html.push_str(local(&self.nodes[at].name));
                    html.push('>');
                }
                Step::Open(at) => {
                    let node = &self.nodes[at];
                    if node.name.is_empty() {
                        if escape {
                            entities::escape(&node.text, &mut html);
                        } else {
                            html.push_str(&node.text);
                        }
                        continue;
                    }
                    html.push('<');
                    html.push_str(local(&node.name));
                    html.push('>');
                    steps.push(Step::Close(at));
                    steps.extend(node.children.iter().rev().map(|c| Step::Open(*c)));
                }
            }
        }
        html
    }
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The name of the root element as written, lower-case; looks at the first bytes only.
pub(crate) fn root(text: &str) -> Option<String> {
    let mut rest = text;
    loop {
        let at = rest.find('<')?;
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = &comment[comment.find("-->")? + 3..];
        } else if rest.starts_with(['?', '!']) {
            rest = &rest[parse::end_of_declaration(rest)..];
        } else {
            let name: String = rest.chars().take_while(|c| parse::is_name(*c)).collect();
            return (!name.is_empty()).then(|| name.to_lowercase());
        }
    }
}
