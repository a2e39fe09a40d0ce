//! NITF (News Industry Text Format) in, one document out.

use model::{DocumentKind, RawDocument};

use crate::{
    Error, ErrorKind, Options, dates, markup,
    stream::{Flow, Sink},
    xml::{self, NodeIdx, Tree},
};

pub(crate) fn documents(
    bytes: &[u8],
    origin: &str,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Flow {
    let tree = Tree::parse(&xml::decode(bytes, options.charset.as_deref()));
    let roots: Vec<NodeIdx> = tree.descendants(0, "nitf").collect();
    for (i, root) in roots.iter().enumerate() {
        let place =
            if roots.len() == 1 { origin.to_owned() } else { format!("{origin}#{}", i + 1) };
        match document(
            &tree,
            *root,
            RawDocument { origin: place.clone(), ..RawDocument::default() },
        ) {
            Some(document) => sink.document(document)?,
            None => sink.tell(Error::new(&place, 0, ErrorKind::Empty, "it has no text"))?,
        }
    }
    if roots.is_empty() {
        let message = "it has nothing of NITF";
        return sink.tell(Error::new(origin, 0, ErrorKind::Malformed, message));
    }
    Flow::Continue(())
}

/// The document of a `nitf` element; what `base` holds already stays.
pub(crate) fn document(tree: &Tree, root: NodeIdx, base: RawDocument) -> Option<RawDocument> {
    let first = |name: &str| tree.descendants(root, name).next();
    let words = |name: &str| first(name).and_then(|n| tree.words(n));
    let value = |name: &str, attribute: &str| {
        first(name).and_then(|n| tree.attribute(n, attribute)).map(str::to_owned)
    };
    let body = first("body.content").or_else(|| first("body")).unwrap_or(root);
    let text = markup::paragraphs(&body_markup(tree, body));
    let headline = base.headline.clone().or_else(|| words("hl1")).or_else(|| words("hedline"));
    let headline = headline.or_else(|| words("title"));
    if text.is_empty() && headline.is_none() {
        return None;
    }
    let issued = value("date.issue", "norm").or_else(|| value("story.date", "norm"));
    let issued = issued.or_else(|| value("pubdata", "date.publication"));
    let text = match &headline {
        Some(h) if !text.starts_with(h.as_str()) => format!("{h}\n\n{text}"),
        _ => text,
    };
    let published = base.published_at.or_else(|| issued.as_deref().and_then(dates::moment));
    let byline = words("byline").map(|b| b.trim_start_matches("By ").trim().to_owned());
    Some(RawDocument {
        kind: DocumentKind::Text,
        id: base.id.clone().or_else(|| value("doc-id", "id-string")),
        published: published.map(|m| m.day),
        published_at: published,
        publisher: base.publisher.clone().or_else(|| value("pubdata", "name")),
        section: base.section.clone().or_else(|| value("pubdata", "position.section")),
        agency: base.agency.clone().or_else(|| words("distributor")),
        dateline: base.dateline.clone().or_else(|| words("location")),
        url: base.url.clone().or_else(|| value("pubdata", "ex-ref")),
        authors: if base.authors.is_empty() { byline.into_iter().collect() } else { base.authors },
        headline,
        bytes: text.into_bytes(),
        charset: Some("utf-8".to_owned()),
        ..base
    })
}

/// The body without pictures, their captions and notes to editors.
fn body_markup(tree: &Tree, body: NodeIdx) -> String {
    const APART: &[&str] =
        &["media", "note", "ednote", "notes", "media-caption", "hedline", "byline"];
    let mut html = String::new();
    for child in &tree.node(body).children {
        let node = tree.node(*child);
        if APART.contains(&node.name.as_str()) {
            continue;
        }
        if node.name.is_empty() {
            html.push_str(&node.text.replace('&', "&amp;").replace('<', "&lt;"));
        } else if node.name == "block" {
            html.push_str(&body_markup(tree, *child));
        } else {
            html.push_str("<p>");
            html.push_str(&tree.markup(*child, true));
            html.push_str("</p>");
        }
    }
    html
}
