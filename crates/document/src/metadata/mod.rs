//! What a page says of itself: JSON-LD, meta elements, links, attributes.
//!
//! Everything is collected in one walk; which source is believed for what is the business of
//! `headline`, `published` and `authors`.

pub(crate) mod authors;
pub(crate) mod headline;
pub(crate) mod linked;
pub(crate) mod names;

use std::borrow::Cow;

use linked::Linked;

use crate::dom::{Dom, NodeId, Tag};

/// What a page says of itself.
pub(crate) struct Metadata<'a> {
    /// Names (lower case) and contents of meta elements, in order.
    metas: Vec<(String, Cow<'a, str>)>,
    /// Objects of JSON-LD.
    pub linked: Linked,
    /// `<title>`.
    pub title: Option<String>,
    /// `<link rel=canonical>`.
    pub canonical: Option<String>,
    /// `<html lang>`.
    pub language: Option<String>,
    /// `<time>` and elements with `itemprop`, `pubdate`, `rel=author` or a telling class, in order.
    pub telling: Vec<NodeId>,
}

impl<'a> Metadata<'a> {
    pub(crate) fn of(dom: &Dom<'a>) -> Self {
        let mut found = Metadata {
            metas: Vec::new(),
            linked: Linked::default(),
            title: None,
            canonical: None,
            language: None,
            telling: Vec::new(),
        };
        for node in 1..dom.len() {
            match dom.tag(node) {
                Tag::Meta => found.meta(dom, node),
                Tag::Title if found.title.is_none() => {
                    found.title = Some(dom.text(node)).filter(|t| !t.is_empty());
                }
                Tag::Link => {
                    let rel = dom.raw_attribute(node, "rel").unwrap_or("");
                    if found.canonical.is_none() && rel.eq_ignore_ascii_case("canonical") {
                        found.canonical = dom.attribute(node, "href").map(|h| h.trim().to_owned());
                    }
                }
                Tag::Html => {
                    found.language = found
                        .language
                        .or_else(|| dom.attribute(node, "lang").map(|l| l.trim().to_owned()));
                }
                Tag::Script => {
                    let kind = dom.raw_attribute(node, "type").unwrap_or("");
                    if kind.trim().to_ascii_lowercase().starts_with("application/ld+json")
                        && dom.end(node) > node + 1
                    {
                        found.linked.read(dom.raw(node + 1));
                    }
                }
                Tag::Time => found.telling.push(node),
                tag if !tag.is_text() && is_telling(dom, node) => found.telling.push(node),
                _ => {}
            }
        }
        found
    }

    fn meta(&mut self, dom: &Dom<'a>, node: NodeId) {
        let Some(content) = dom.attribute(node, "content") else { return };
        if content.trim().is_empty() {
            return;
        }
        for key in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = dom.attribute(node, key) {
                self.metas.push((name.trim().to_lowercase(), content.clone()));
            }
        }
    }

    /// Content of the first meta element of one of these names, by the order of the names.
    pub(crate) fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|n| {
            self.metas.iter().find(|(name, _)| name == n).map(|(_, content)| content.trim())
        })
    }

    /// Names and contents of all meta elements, in order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.metas.iter().map(|(n, c)| (n.as_str(), c.trim()))
    }
}

/// Elements that may tell a date or an author.
fn is_telling(dom: &Dom<'_>, node: NodeId) -> bool {
    dom.attributes(node).any(|(name, value)| match name.len() {
        8 if name.eq_ignore_ascii_case("itemprop") => true,
        7 if name.eq_ignore_ascii_case("pubdate") => true,
        8 if name.eq_ignore_ascii_case("datetime") => true,
        3 if name.eq_ignore_ascii_case("rel") => value.split_whitespace().any(|w| w == "author"),
        2 | 5 if name.eq_ignore_ascii_case("id") || name.eq_ignore_ascii_case("class") => {
            names_date_or_author(value)
        }
        _ => false,
    })
}

/// Whether a class or id speaks of a date or an author.
fn names_date_or_author(value: &str) -> bool {
    const PARTS: [&[u8]; 8] =
        [b"date", b"time", b"author", b"byline", b"publish", b"posted", b"writer", b"updated"];
    let bytes = value.as_bytes();
    (0..bytes.len()).any(|i| {
        matches!(bytes[i] | 32, b'd' | b't' | b'a' | b'b' | b'p' | b'w' | b'u')
            && PARTS
                .iter()
                .any(|p| bytes.get(i..i + p.len()).is_some_and(|s| s.eq_ignore_ascii_case(p)))
    })
}
