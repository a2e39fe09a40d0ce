//! A tree in, a feed out.

use super::{Entry, Feed};
use crate::{
    dates::{WrittenTime, written_time},
    markup,
    web_address::WebAddress,
    xml::{NodeIdx, Tree, local},
};

/// How the text of an element is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writing {
    Plain,
    Html,
    Xhtml,
    Base64,
}

pub(super) fn feed(tree: &Tree, base: Option<&str>) -> Option<Feed> {
    let root = tree.root()?;
    let channel = channel(tree, root)?;
    let name = tree.node(root).name.as_str();
    let read = Reader { tree, base, atom: name == "feed" };
    let mut feed = Feed {
        title: read.line(channel, &["title", "dc:title"]),
        link: read.link(channel),
        subtitle: read.line(channel, &["description", "subtitle", "tagline", "abstract"]),
        updated: read.time(channel, UPDATED).or_else(|| read.last_modified(channel)),
        published: read.time(channel, PUBLISHED),
        language: read.language(channel),
        entries: Vec::new(),
        n_repairs: tree.n_repairs,
    };
    feed.entries = entries(tree, root).into_iter().map(|e| read.entry(e)).collect();
    let nothing = feed.entries.is_empty() && feed.title.is_none() && feed.link.is_none();
    let known = matches!(local(name), "rss" | "rdf" | "feed" | "channel");
    (known || !nothing).then_some(feed)
}

/// The element that holds what the feed says of itself.
fn channel(tree: &Tree, root: NodeIdx) -> Option<NodeIdx> {
    match local(&tree.node(root).name) {
        "feed" | "channel" => Some(root),
        _ => tree
            .elements(root)
            .find(|c| matches!(local(&tree.node(*c).name), "channel" | "feed"))
            .or_else(|| {
                tree.below(root).find(|c| matches!(tree.node(*c).name.as_str(), "channel" | "feed"))
            })
            .or(Some(root)),
    }
}

/// Items and entries wherever they stand, but not inside one another.
fn entries(tree: &Tree, root: NodeIdx) -> Vec<NodeIdx> {
    let is_entry = |at: NodeIdx| matches!(tree.node(at).name.as_str(), "item" | "entry");
    let mut found = Vec::new();
    let mut stack = vec![root];
    while let Some(at) = stack.pop() {
        if is_entry(at) {
            found.push(at);
            continue;
        }
        stack.extend(tree.node(at).children.iter().rev());
    }
    // An entry left open swallows those that follow it.
    let mut all = Vec::new();
    for entry in found {
        all.push(entry);
        all.extend(tree.below(entry).filter(|n| is_entry(*n)));
    }
    all
}

const PUBLISHED: &[&str] = &[
    "published",
    "pubdate",
    "dcterms:issued",
    "issued",
    "dc:date",
    "created",
    "dcterms:created",
    "date",
];
const UPDATED: &[&str] =
    &["updated", "modified", "dcterms:modified", "lastbuilddate", "lastmod", "dc:date"];

struct Reader<'a> {
    tree: &'a Tree,
    base: Option<&'a str>,
    atom: bool,
}

impl Reader<'_> {
    fn entry(&self, at: NodeIdx) -> Entry {
        let id = self
            .words(at, &["guid", "id", "dc:identifier"])
            .or_else(|| self.tree.attribute(at, "rdf:about").map(str::to_owned));
        let content =
            self.paragraphs(at, &["content:encoded", "content", "xhtml:body", "fullitem", "body"]);
        let summary = self.paragraphs(
            at,
            &[
                "description",
                "summary",
                "abstract",
                "dc:description",
                "media:description",
                "itunes:summary",
            ],
        );
        Entry {
            title: self.line(at, &["title", "dc:title", "media:title", "itunes:title"]),
            link: self.link(at),
            summary,
            content,
            published: self.time(at, PUBLISHED),
            updated: self.time(at, &UPDATED[..3]).or_else(|| self.last_modified(at)),
            authors: self.authors(at),
            section: self.section(at),
            language: self.language(at),
            publisher: self
                .tree
                .child(at, "source")
                .and_then(|s| self.line(s, &["title"]).or_else(|| self.tree.words(s)))
                .or_else(|| self.words(at, &["dc:source", "dc:publisher"])),
            id,
        }
    }

    /// Words of the first of these children that has any.
    fn words(&self, of: NodeIdx, names: &[&str]) -> Option<String> {
        names.iter().find_map(|n| self.tree.words_of(of, n))
    }

    fn line(&self, of: NodeIdx, names: &[&str]) -> Option<String> {
        names.iter().find_map(|n| {
            // The last of several counts, an empty one never.
            self.tree.named(of, n).find_map(|c| {
                let text = self.plain(c).split_whitespace().collect::<Vec<_>>().join(" ");
                (!text.is_empty()).then_some(text)
            })
        })
    }

    fn paragraphs(&self, of: NodeIdx, names: &[&str]) -> Option<String> {
        names
            .iter()
            .flat_map(|n| self.tree.named(of, n))
            .map(|c| self.plain(c))
            .find(|t| !t.is_empty())
    }

    /// Plain text of an element in paragraphs, however it is written.
    fn plain(&self, at: NodeIdx) -> String {
        match self.writing(at) {
            Writing::Plain => paragraphs_of(&self.tree.text(at)),
            Writing::Html => markup::paragraphs(&self.tree.markup(at, false)),
            Writing::Xhtml => markup::paragraphs(&self.tree.markup(at, true)),
            Writing::Base64 => {
                let bytes = crate::mime::base64(self.tree.text(at).as_bytes());
                markup::paragraphs(&String::from_utf8_lossy(&bytes))
            }
        }
    }

    fn writing(&self, at: NodeIdx) -> Writing {
        let kind = self.tree.attribute(at, "type").unwrap_or_default().to_ascii_lowercase();
        let mode = self.tree.attribute(at, "mode").unwrap_or_default().to_ascii_lowercase();
        let has_elements = self.tree.elements(at).next().is_some();
        if mode == "base64" {
            return Writing::Base64;
        }
        match kind.as_str() {
            "html" | "text/html" | "application/xhtml+xml" | "xhtml" if has_elements => {
                Writing::Xhtml
            }
            "html" | "text/html" => Writing::Html,
            "xhtml" | "application/xhtml+xml" => {
                if mode == "escaped" {
                    Writing::Html
                } else {
                    Writing::Xhtml
                }
            }
            _ if has_elements && self.atom => Writing::Xhtml,
            "text" => Writing::Plain,
            "text/plain" => Writing::Plain,
            // A media type that is not text is binary, in base64.
            k if k.contains('/')
                && !k.starts_with("text/")
                && !k.ends_with("+xml")
                && !k.ends_with("/xml")
                && self.atom =>
            {
                Writing::Base64
            }
            _ if self.atom => Writing::Plain,
            _ => Writing::Html,
        }
    }

    fn time(&self, of: NodeIdx, names: &[&str]) -> Option<WrittenTime> {
        // Of several the last counts.
        let last = |n| {
            self.tree
                .named(of, n)
                .rev()
                .find_map(|c| self.tree.words(c).and_then(|w| written_time(&w)))
        };
        names.iter().find_map(|n| last(n))
    }

    fn last_modified(&self, of: NodeIdx) -> Option<WrittenTime> {
        self.tree.attribute(of, "lastmod").and_then(written_time)
    }

    fn language(&self, of: NodeIdx) -> Option<String> {
        self.words(of, &["language", "dc:language"])
            .or_else(|| self.tree.inherited(of, "xml:lang").map(str::to_owned))
            .filter(|l| !l.is_empty())
    }

    fn link(&self, of: NodeIdx) -> Option<String> {
        let links: Vec<NodeIdx> = self.tree.named(of, "link").collect();
        let with_rel = |rel: &str| {
            links.iter().copied().find(|l| {
                let r = self.tree.attribute(*l, "rel").unwrap_or("alternate");
                self.tree.attribute(*l, "href").is_some() && r.eq_ignore_ascii_case(rel)
            })
        };
        let href = |l: NodeIdx| self.tree.attribute(l, "href").map(str::to_owned);
        let words = links.iter().find_map(|l| self.tree.words(*l).map(|w| (*l, w)));
        let (at, text) = None
            .or_else(|| words.filter(|_| !self.atom))
            .or_else(|| with_rel("alternate").and_then(|l| href(l).map(|h| (l, h))))
            .or_else(|| {
                self.tree
                    .child(of, "feedburner:origlink")
                    .and_then(|l| self.tree.words(l).map(|w| (l, w)))
            })
            .or_else(|| self.tree.attribute(of, "href").map(|h| (of, h.to_owned())))
            .or_else(|| {
                let guid = self.tree.child(of, "guid")?;
                let permanent = self.tree.attribute(guid, "ispermalink");
                let is_link = permanent.is_none_or(|p| !p.trim().eq_ignore_ascii_case("false"));
                is_link.then_some(guid).and_then(|g| self.tree.words(g).map(|w| (g, w)))
            })?;
        self.whole(at, &text)
    }

    /// An address made whole by `xml:base` and where the feed came from; as it stands where it
    /// cannot be, none where it is no address of a page.
    fn whole(&self, at: NodeIdx, text: &str) -> Option<String> {
        let mut base = self.base.and_then(WebAddress::parse);
        for value in self.tree.inherited_all(at, "xml:base") {
            base = match &base {
                Some(b) => b.join(value).or(base),
                None => WebAddress::parse(value),
            };
        }
        let text = text.trim();
        if let Some(base) = base {
            if let Some(whole) = base.join(text) {
                // An absolute address stays as it was written.
                let absolute = WebAddress::parse(text).is_some();
                return Some(if absolute { text.to_owned() } else { with_fragment(&whole, text) });
            }
        } else if !text.is_empty() && !text.to_ascii_lowercase().starts_with("javascript:") {
            return Some(text.to_owned());
        }
        let scheme = text.split(':').next().unwrap_or_default().to_ascii_lowercase();
        (!text.is_empty() && scheme != "javascript" && text.contains(':')).then(|| text.to_owned())
    }

    fn authors(&self, of: NodeIdx) -> Vec<String> {
        let mut authors = Vec::new();
        for name in ["author", "dc:creator", "itunes:author", "dc:author"] {
            for at in self.tree.named(of, name) {
                let text = match self.tree.words_of(at, "name") {
                    Some(name) => name,
                    None if self.tree.elements(at).next().is_some() => continue,
                    None => markup::line(&self.tree.text(at)),
                };
                let text = author_name(&text);
                if !text.is_empty() && !authors.contains(&text) {
                    authors.push(text);
                }
            }
            if !authors.is_empty() {
                break;
            }
        }
        authors
    }

    fn section(&self, of: NodeIdx) -> Option<String> {
        ["category", "dc:subject"].iter().flat_map(|n| self.tree.named(of, n)).find_map(|c| {
            let named = ["label", "term"].iter().find_map(|a| self.tree.attribute(c, a));
            named.map(str::to_owned).or_else(|| self.tree.words(c)).filter(|w| !w.trim().is_empty())
        })
    }
}

fn with_fragment(whole: &WebAddress, text: &str) -> String {
    match text.split_once('#') {
        Some((_, fragment)) => format!("{whole}#{fragment}"),
        None => whole.to_string(),
    }
}

/// `jane@example.com (Jane Roe)` → `Jane Roe`.
fn author_name(text: &str) -> String {
    if let Some((before, after)) = text.split_once('(')
        && before.contains('@')
    {
        return after.trim_end_matches(')').trim().to_owned();
    }
    if let Some((before, _)) = text.split_once('<')
        && !before.trim().is_empty()
    {
        return before.trim().to_owned();
    }
    text.trim().to_owned()
}

/// Plain text with its own paragraphs: blank lines part them.
fn paragraphs_of(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.split("\n\n")
        .map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}
