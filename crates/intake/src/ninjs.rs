//! ninjs (IPTC's news in JSON), versions 1 to 3, in; one document out.

use model::{DocumentKind, RawDocument};
use serde_json::{Map, Value};

use crate::{
    Error, ErrorKind, Options, dates, markup,
    stream::{Flow, Sink},
};

/// Whether an object has the marks of ninjs.
pub(crate) fn is_item(object: &Map<String, Value>) -> bool {
    let has = |k: &str| object.contains_key(k);
    let body = has("body_text") || has("body_html") || has("body_xhtml") || has("bodies");
    body && (has("uri") || has("headline") || has("headlines"))
        || has("versioncreated") && has("uri")
}

pub(crate) fn documents(
    bytes: &[u8],
    origin: &str,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Flow {
    let text = crate::charset::decode(bytes, options.charset.as_deref());
    let items = match serde_json::from_str(&text) {
        Ok(Value::Object(object)) => match object.get("items").and_then(Value::as_array) {
            Some(items) if !is_item(&object) => items.clone(),
            _ => vec![Value::Object(object)],
        },
        Ok(Value::Array(items)) => items,
        Ok(_) => Vec::new(),
        Err(e) => {
            let message = format!("no JSON: {e}");
            return sink.tell(Error::new(origin, 0, ErrorKind::Malformed, message));
        }
    };
    let n = items.len();
    for (i, item) in items.iter().enumerate() {
        let place = if n == 1 { origin.to_owned() } else { format!("{origin}#{}", i + 1) };
        if let Value::Object(object) = item {
            document(object, &place, sink)?;
        } else {
            let message = "found no object where an item should be";
            sink.tell(Error::new(&place, 0, ErrorKind::BadRecord, message))?;
        }
    }
    Flow::Continue(())
}

/// One item.
pub(crate) fn document(object: &Map<String, Value>, place: &str, sink: &mut Sink<'_>) -> Flow {
    let word = |key: &str| object.get(key).and_then(text_of);
    let told = |kind, message: String| Error::new(place, 0, kind, message);
    let status = word("pubstatus").unwrap_or_default().to_ascii_lowercase();
    if matches!(status.as_str(), "canceled" | "withheld") {
        return sink.tell(told(ErrorKind::Withdrawn, format!("its status is {status}")));
    }
    let kind = word("type").unwrap_or_default();
    if matches!(kind.as_str(), "picture" | "video" | "audio" | "graphic") {
        return sink.tell(told(ErrorKind::NoDocument, format!("an item of type {kind}")));
    }
    if let Some(until) = word("embargoed").or_else(|| word("embargoedreason")) {
        sink.tell(told(ErrorKind::Embargoed, format!("embargoed: {until}")))?;
    }
    let headline = word("headline")
        .or_else(|| main(object.get("headlines")))
        .or_else(|| word("title"))
        .map(|h| markup::line(&h));
    let text = body(object);
    let text = match &headline {
        Some(h) if !text.starts_with(h.as_str()) => format!("{h}\n\n{text}"),
        _ => text,
    };
    if text.trim().is_empty() {
        return sink.tell(told(ErrorKind::Empty, "it has no text".to_owned()));
    }
    let moment = |key: &str| word(key).and_then(|w| dates::moment(&w));
    let published =
        ["firstcreated", "contentcreated", "versioncreated"].into_iter().find_map(moment);
    let updated = moment("versioncreated");
    let byline = word("byline")
        .or_else(|| word("by"))
        .map(|b| b.trim_start_matches("By ").trim().to_owned());
    sink.document(RawDocument {
        origin: place.to_owned(),
        id: word("uri").or_else(|| word("guid")),
        kind: DocumentKind::Text,
        url: word("url").or_else(|| word("canonicalurl")),
        headline,
        published: published.map(|m| m.day),
        published_at: published,
        updated: updated.map(|m| m.day),
        updated_at: updated,
        language: word("language"),
        authors: byline.filter(|b| !b.is_empty()).into_iter().collect(),
        publisher: word("copyrightholder"),
        agency: word("infosources").or_else(|| word("infosource")),
        dateline: word("located"),
        section: word("profile").filter(|p| p != "text"),
        bytes: text.trim_end().as_bytes().to_vec(),
        charset: Some("utf-8".to_owned()),
    })
}

/// A string, or the name of the (first) object.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Object(o) => text_of(o.get("name").or_else(|| o.get("value"))?)?,
        Value::Array(list) => text_of(list.first()?)?,
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The entry of role `main`, else the first.
fn main(list: Option<&Value>) -> Option<String> {
    let list = list?.as_array()?;
    let is_main = |v: &&Value| v.get("role").and_then(Value::as_str) == Some("main");
    let value = list.iter().find(is_main).or_else(|| list.first())?;
    value.get("value").and_then(Value::as_str).map(str::to_owned)
}

fn body(object: &Map<String, Value>) -> String {
    let plain = |t: &str| t.replace("\r\n", "\n").trim().to_owned();
    for key in ["body_xhtml", "body_html"] {
        if let Some(html) = object.get(key).and_then(Value::as_str) {
            return markup::paragraphs(html);
        }
    }
    if let Some(list) = object.get("bodies").and_then(Value::as_array) {
        let is_html = |v: &&Value| {
            v.get("contenttype").and_then(Value::as_str).is_some_and(|t| t.contains("html"))
        };
        let chosen = list.iter().find(is_html).or_else(|| list.first());
        if let Some(chosen) = chosen
            && let Some(text) = chosen.get("value").and_then(Value::as_str)
        {
            return if is_html(&chosen) { markup::paragraphs(text) } else { plain(text) };
        }
    }
    let text = object.get("body_text").or_else(|| object.get("description_text"));
    text.and_then(Value::as_str).map(plain).unwrap_or_default()
}
