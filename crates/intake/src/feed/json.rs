//! JSON Feed 1 and 1.1.

use serde_json::{Map, Value};

use super::{Entry, Feed};
use crate::{dates::written_time, markup, web_address::WebAddress};

pub(super) fn feed(bytes: &[u8], base: Option<&str>) -> Option<Feed> {
    let Value::Object(top) = serde_json::from_slice(bytes).ok()? else { return None };
    let items = top.get("items").and_then(Value::as_array);
    let version = text(&top, "version").unwrap_or_default();
    if items.is_none() && !version.contains("jsonfeed.org") {
        return None;
    }
    let base = base.and_then(WebAddress::parse);
    let feed = Feed {
        title: text(&top, "title"),
        link: text(&top, "home_page_url"),
        subtitle: text(&top, "description"),
        language: text(&top, "language"),
        entries: items
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .map(|i| entry(i, base.as_ref()))
            .collect(),
        ..Feed::default()
    };
    Some(feed)
}

fn entry(item: &Map<String, Value>, base: Option<&WebAddress>) -> Entry {
    let link = text(item, "url").or_else(|| text(item, "external_url"));
    let link = link.map(|l| match base.and_then(|b| b.join(&l)) {
        Some(whole) if WebAddress::parse(&l).is_none() => whole.to_string(),
        _ => l,
    });
    let html = item.get("content_html").and_then(Value::as_str).map(markup::paragraphs);
    let plain = item.get("content_text").and_then(Value::as_str).map(str::to_owned);
    let time = |key: &str| text(item, key).and_then(|t| written_time(&t));
    Entry {
        id: text(item, "id"),
        title: text(item, "title").map(|t| markup::line(&t)),
        link,
        summary: text(item, "summary"),
        content: html.filter(|h| !h.is_empty()).or(plain),
        published: time("date_published"),
        updated: time("date_modified"),
        authors: authors(item),
        section: item
            .get("tags")
            .and_then(Value::as_array)
            .and_then(|t| t.first())
            .and_then(Value::as_str)
            .map(str::to_owned),
        language: text(item, "language"),
        publisher: None,
    }
}

fn authors(item: &Map<String, Value>) -> Vec<String> {
    let one = item.get("author").into_iter();
    let many = item.get("authors").and_then(Value::as_array).into_iter().flatten();
    let mut names: Vec<String> = many
        .chain(one)
        .filter_map(|a| a.get("name").and_then(Value::as_str).or_else(|| a.as_str()))
        .map(|n| n.trim().to_owned())
        .filter(|n| !n.is_empty())
        .collect();
    names.dedup();
    names
}

/// Text or number of a key, trimmed; none where it is empty.
fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    let text = match object.get(key)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(n) => n.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}
