//! Lines of JSON in, one document a line out; and JSON that is one object or one list.

use std::io::{BufRead, Read};

use serde_json::{Map, Value};

use crate::{
    Error, ErrorKind, Format, Options,
    charset::Utf8Reader,
    ninjs,
    options::N_RECORD_BYTES_MAX,
    records::{self, Field, Layout},
    stream::{Flow, Sink},
};

/// Lists of documents that are wrapped in an object stand under one of these.
const LISTS: &[&str] = &[
    "articles",
    "documents",
    "docs",
    "items",
    "results",
    "data",
    "stories",
    "hits",
    "records",
    "news",
];

/// Documents of a stream of lines; a bad line is told and passed over.
pub(crate) fn documents(
    input: &mut dyn BufRead,
    head: &[u8],
    origin: &str,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Flow {
    let mut input = Utf8Reader::new(input, head, options.charset.as_deref());
    let mut line = 0;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let limit = N_RECORD_BYTES_MAX as u64;
        match input.by_ref().take(limit).read_until(b'\n', &mut bytes) {
            Ok(0) => return Flow::Continue(()),
            Ok(_) => line += 1,
            Err(e) => return sink.tell(Error::io(origin, &e)),
        }
        if bytes.len() == N_RECORD_BYTES_MAX && !bytes.ends_with(b"\n") {
            let message = format!("a line of more than {N_RECORD_BYTES_MAX} bytes");
            sink.tell(Error::new(origin, line, ErrorKind::TooLarge, message))?;
            if let Err(e) = skip_line(&mut input) {
                return sink.tell(Error::io(origin, &e));
            }
            continue;
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice(&bytes) {
            Ok(value) => records_of(&value, origin, line, options, sink)?,
            Err(e) => {
                let message = format!("no JSON: {e}");
                sink.tell(Error::new(origin, line, ErrorKind::BadRecord, message))?;
            }
        }
    }
}

fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let bytes = input.fill_buf()?;
        if bytes.is_empty() {
            return Ok(());
        }
        let end = bytes.iter().position(|b| *b == b'\n');
        let n = end.map_or(bytes.len(), |i| i + 1);
        input.consume(n);
        if end.is_some() {
            return Ok(());
        }
    }
}

/// Documents of one JSON value: an object, a list of objects, or a list inside an object.
pub(crate) fn whole(bytes: &[u8], origin: &str, options: &Options, sink: &mut Sink<'_>) -> Flow {
    let text = crate::charset::decode(bytes, options.charset.as_deref());
    let value: Value = match serde_json::from_str(&text) {
        Ok(value) => value,
        Err(e) => {
            // Objects one after another, over more than one line each.
            let mut n = 0;
            let mut flow = Flow::Continue(());
            for value in serde_json::Deserializer::from_str(&text).into_iter::<Value>() {
                let Ok(value) = value else { break };
                n += 1;
                flow = record(&value, origin, n, options, sink);
                flow?;
            }
            if n == 0 {
                let message = format!("no JSON: {e}");
                return sink.tell(Error::new(origin, 0, ErrorKind::BadRecord, message));
            }
            return flow;
        }
    };
    records_of(&value, origin, 0, options, sink)
}

/// Documents of one value: an object, a list of objects, or a list inside an object.
fn records_of(
    value: &Value,
    origin: &str,
    line: u64,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Flow {
    let list = match value {
        Value::Array(list) => Some(list),
        Value::Object(object) if !object.contains_key("text") => LISTS.iter().find_map(|k| {
            let list = object.get(*k)?;
            // Elasticsearch: {"hits": {"hits": […]}}.
            let list = list.as_array().or_else(|| list.get(*k)?.as_array());
            list.filter(|l| l.iter().any(Value::is_object))
        }),
        _ => None,
    };
    let Some(list) = list else { return record(value, origin, line, options, sink) };
    let place = if line == 0 { origin.to_owned() } else { format!("{origin}:{line}") };
    if list.is_empty() {
        return sink.tell(Error::new(&place, 0, ErrorKind::Empty, "the list is empty"));
    }
    for (i, value) in list.iter().enumerate() {
        record(value, &format!("{place}#{}", i + 1), 0, options, sink)?;
    }
    Flow::Continue(())
}

/// One object.
fn record(value: &Value, origin: &str, line: u64, options: &Options, sink: &mut Sink<'_>) -> Flow {
    let bad = |message: String| Error::new(origin, line, ErrorKind::BadRecord, message);
    let Value::Object(object) = value else {
        return sink.tell(bad(format!("found {}, expected an object", kind_of(value))));
    };
    if options.format == Some(Format::Ninjs)
        || (!object.contains_key("text") && ninjs::is_item(object))
    {
        let place = if line == 0 { origin.to_owned() } else { format!("{origin}:{line}") };
        return ninjs::document(object, &place, sink);
    }
    let object = match object.get("_source") {
        Some(Value::Object(inner)) => inner,
        _ => object,
    };
    let keys: Vec<&str> = object.keys().map(String::as_str).collect();
    let layout = Layout::of(&keys, &options.columns);
    let get = |f: Field| layout.column(f).and_then(|i| object.get(keys[i]));
    let text = match get(Field::Text) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(list)) if list.iter().all(Value::is_string) => {
            list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n\n")
        }
        Some(other) => {
            let key = layout.column(Field::Text).map_or("text", |i| keys[i]);
            return sink.tell(bad(format!("\"{key}\" is {}, expected a string", kind_of(other))));
        }
        None => {
            let shown = keys.iter().take(8).copied().collect::<Vec<_>>().join(", ");
            return sink.tell(bad(format!("no \"text\"; found {shown}")));
        }
    };
    let (document, problem) = records::document(|f| get(f).and_then(word), text, origin, line);
    if let Some(problem) = problem {
        sink.tell(problem)?;
    }
    sink.document(document)
}

/// A value as a word: strings, numbers, the name in an object, lists joined by semicolons.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Array(list) => {
            let words: Vec<String> = list.iter().filter_map(word).collect();
            (!words.is_empty()).then(|| words.join(";"))
        }
        Value::Object(object) => name_of(object),
        _ => None,
    }
}

fn name_of(object: &Map<String, Value>) -> Option<String> {
    ["name", "title", "label", "uri", "id"].iter().find_map(|k| match object.get(*k)? {
        Value::String(text) => Some(text.clone()),
        _ => None,
    })
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
