//! Lines of JSON in, one document a line out.

use std::io::BufRead;

use model::{DocumentKind, RawDocument};
use serde_json::{Map, Value};

use crate::{Error, ErrorKind, Item};

/// Documents of a stream of lines; a bad line is told and passed over.
pub(crate) fn documents(
    mut reader: Box<dyn BufRead + Send>,
    origin: String,
) -> impl Iterator<Item = Item> + Send {
    let mut line = 0;
    let mut done = false;
    let mut n_documents = 0u64;
    std::iter::from_fn(move || {
        while !done {
            let mut bytes = Vec::new();
            match reader.read_until(b'\n', &mut bytes) {
                Ok(0) => {
                    done = true;
                    if n_documents == 0 && line == 0 {
                        let message = "the file is empty";
                        return Some(Err(Error::new(&origin, 0, ErrorKind::Empty, message)));
                    }
                }
                Ok(_) => {
                    line += 1;
                    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
                    if bytes.iter().all(u8::is_ascii_whitespace) {
                        continue;
                    }
                    n_documents += 1;
                    return Some(record(bytes, &origin, line));
                }
                Err(e) => {
                    done = true;
                    return Some(Err(Error::io(&origin, &e)));
                }
            }
        }
        None
    })
}

/// Reads one line.
fn record(bytes: &[u8], origin: &str, line: u64) -> Item {
    let bad = |message: String| Error::new(origin, line, ErrorKind::BadRecord, message);
    let value: Value = serde_json::from_slice(bytes).map_err(|e| bad(format!("no JSON: {e}")))?;
    let Value::Object(object) = value else {
        return Err(bad(format!("found {}, expected an object", kind_of(&value))));
    };
    let text = match object.get("text") {
        Some(Value::String(text)) => text.clone(),
        Some(other) => {
            return Err(bad(format!("\"text\" is {}, expected a string", kind_of(other))));
        }
        None => {
            let keys: Vec<&str> = object.keys().map(String::as_str).take(8).collect();
            return Err(bad(format!("no \"text\"; found {}", keys.join(", "))));
        }
    };
    let published = match word(&object, "published").or_else(|| word(&object, "date")) {
        None => None,
        Some(day) => match day.get(..10).and_then(|d| d.parse().ok()) {
            Some(day) => Some(day),
            None if day.is_empty() => None,
            None => {
                return Err(bad(format!("\"published\" is `{day}`, expected YYYY-MM-DD")));
            }
        },
    };
    Ok(RawDocument {
        origin: format!("{origin}:{line}"),
        id: word(&object, "id"),
        kind: DocumentKind::Record,
        bytes: text.into_bytes(),
        url: word(&object, "url"),
        headline: word(&object, "title").or_else(|| word(&object, "headline")),
        published,
        publisher: word(&object, "publisher"),
        ..RawDocument::default()
    })
}

fn word(object: &Map<String, Value>, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
