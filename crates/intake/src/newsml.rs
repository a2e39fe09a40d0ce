//! NewsML-G2 (and NewsML 1) in, one document for each usable item of text out.

use model::{DocumentKind, RawDocument};

use crate::{
    Error, ErrorKind, Options, dates, markup, nitf,
    stream::{Flow, Sink},
    xml::{self, NodeIdx, Tree},
};

/// Items that carry news, in G2 and in version 1.
const ITEMS: &[&str] = &["newsitem", "newscomponent"];

pub(crate) fn documents(
    bytes: &[u8],
    origin: &str,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Flow {
    let tree = Tree::parse(&xml::decode(bytes, options.charset.as_deref()));
    let items: Vec<NodeIdx> = tree.below(0).filter(|n| tree.node(*n).name == "newsitem").collect();
    if items.is_empty() {
        let message = "it holds no news item";
        return sink.tell(Error::new(origin, 0, ErrorKind::Empty, message));
    }
    for (i, item) in items.iter().enumerate() {
        let place =
            if items.len() == 1 { origin.to_owned() } else { format!("{origin}#{}", i + 1) };
        read(&tree, *item, &place, sink)?;
    }
    Flow::Continue(())
}

fn read(tree: &Tree, item: NodeIdx, place: &str, sink: &mut Sink<'_>) -> Flow {
    let told = |kind, message: String| Error::new(place, 0, kind, message);
    let first = |name: &str| tree.descendants(item, name).next();
    let words = |name: &str| first(name).and_then(|n| tree.words(n));
    // `stat:usable`, `stat:canceled`, `stat:withheld`; FormalName in version 1.
    let status = first("pubstatus").and_then(|n| tree.attribute(n, "qcode"));
    let status = status.or_else(|| first("status").and_then(|n| tree.attribute(n, "formalname")));
    let status = status.map(|s| xml::local(s).to_ascii_lowercase()).unwrap_or_default();
    if matches!(status.as_str(), "canceled" | "cancelled" | "withheld" | "killed") {
        return sink.tell(told(ErrorKind::Withdrawn, format!("its status is {status}")));
    }
    if let Some(until) = words("embargoed") {
        let message = format!("embargoed until {until}");
        sink.tell(told(ErrorKind::Embargoed, message))?;
    }
    let class = first("itemclass").and_then(|n| tree.attribute(n, "qcode")).map(xml::local);
    if class.is_some_and(|c| matches!(c, "picture" | "graphic" | "video" | "audio" | "animation")) {
        let message = format!("an item of class {}", class.unwrap_or_default());
        return sink.tell(told(ErrorKind::NoDocument, message));
    }
    let base = metadata(tree, item, place);
    if let Some(root) = tree.descendants(item, "nitf").next()
        && let Some(document) = nitf::document(tree, root, base.clone())
    {
        return sink.document(document);
    }
    let body = ["inlinexml", "inlinedata", "datacontent"].iter().find_map(|n| first(n));
    let body = body.or_else(|| ITEMS.iter().find_map(|n| first(n)).filter(|_| false));
    let text = body.map(|b| markup::paragraphs(&markup_of(tree, b))).unwrap_or_default();
    let text = match &base.headline {
        Some(h) if !text.starts_with(h.as_str()) => format!("{h}\n\n{text}"),
        _ => text,
    };
    if text.trim().is_empty() {
        return sink.tell(told(ErrorKind::Empty, "it has no text".to_owned()));
    }
    sink.document(RawDocument { bytes: text.trim_end().as_bytes().to_vec(), ..base })
}

/// What is inside: elements as they are, or escaped HTML as text.
fn markup_of(tree: &Tree, body: NodeIdx) -> String {
    let has_elements = tree.elements(body).next().is_some();
    let body = tree.descendants(body, "xhtml:body").next().unwrap_or(body);
    let body = tree.descendants(body, "body").next().unwrap_or(body);
    if has_elements {
        return tree.markup(body, true);
    }
    let text = tree.text(body);
    let html = tree.attribute(body, "contenttype").is_none_or(|t| t.contains("html"));
    if html && text.contains('<') {
        text
    } else {
        // Plain text: blank lines part paragraphs.
        text.replace('&', "&amp;").replace('<', "&lt;").replace("\r\n", "\n").replace("\n\n", "<p>")
    }
}

fn metadata(tree: &Tree, item: NodeIdx, place: &str) -> RawDocument {
    let first = |name: &str| tree.descendants(item, name).next();
    let words = |name: &str| first(name).and_then(|n| tree.words(n));
    let moment = |name: &str| words(name).and_then(|w| dates::moment(&w));
    let named = |name: &str| {
        first(name).and_then(|n| {
            tree.words_of(n, "name")
                .or_else(|| tree.attribute(n, "literal").map(str::to_owned))
                .or_else(|| tree.words(n))
        })
    };
    let language = first("language")
        .and_then(|n| tree.attribute(n, "tag").or_else(|| tree.attribute(n, "formalname")))
        .or_else(|| tree.attribute(item, "xml:lang"));
    let created = ["contentcreated", "firstcreated", "versioncreated", "thisrevisioncreated"];
    let updated = ["contentmodified", "versioncreated", "thisrevisioncreated"];
    let published = created.iter().find_map(|n| moment(n));
    let updated = updated.iter().find_map(|n| moment(n));
    RawDocument {
        origin: place.to_owned(),
        id: tree.attribute(item, "guid").map(str::to_owned).or_else(|| words("publicidentifier")),
        kind: DocumentKind::Text,
        headline: words("headline").or_else(|| words("title")),
        published: published.map(|m| m.day),
        published_at: published,
        updated: updated.map(|m| m.day),
        updated_at: updated,
        language: language.map(str::to_owned),
        authors: author(words("by").or_else(|| words("byline")).or_else(|| named("creator"))),
        publisher: named("provider").or_else(|| named("infosource")),
        agency: words("creditline"),
        dateline: words("dateline").or_else(|| named("located")),
        section: None,
        charset: Some("utf-8".to_owned()),
        ..RawDocument::default()
    }
}

fn author(byline: Option<String>) -> Vec<String> {
    byline.map(|b| b.trim_start_matches("By ").trim().to_owned()).into_iter().collect()
}
