//! Objects, one a line: our own, or with the field names of the PLOVER 2.0 manual's JSON.
//!
//! What PLOVER has no name for (status, date basis, incident, attribution, spans) stands beside its
//! names as `demarche`, never in their place.

use std::io::Write;

use serde_json::{Map, Value, json};

use super::{Row, Sheet, rows::text};

pub(super) struct Lines<'a> {
    out: Box<dyn Write + Send + 'a>,
    is_plover: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn own(out: Box<dyn Write + Send + 'a>) -> Self {
        Self { out, is_plover: false }
    }

    pub(super) fn plover(out: Box<dyn Write + Send + 'a>) -> Self {
        Self { out, is_plover: true }
    }
}

impl Sheet for Lines<'_> {
    fn row(&mut self, row: &Row<'_>) -> std::io::Result<Result<(), &'static str>> {
        if !self.is_plover {
            writeln!(self.out, "{}", row.event)?;
            return Ok(Ok(()));
        }
        // PLOVER asks for a date.
        let day = if row.day().is_empty() { row.published() } else { row.day() };
        if day.is_empty() {
            return Ok(Err("without a day"));
        }
        writeln!(self.out, "{}", record(row, day))?;
        Ok(Ok(()))
    }

    fn finish(mut self: Box<Self>) -> std::io::Result<()> {
        self.out.flush()
    }
}

fn record(row: &Row<'_>, day: &str) -> Value {
    let e = row.event;
    let entities = |list: Vec<&Value>| -> Value { list.into_iter().map(entity).collect() };
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !empty || key == "actor" {
            out.insert(key.to_owned(), value);
        }
    };
    put("id", json!(row.id()));
    put("date", json!(day));
    let end = e["date"]["end"].as_str().filter(|end| *end != day);
    put("enddate", json!(end));
    put("actor", entities(row.actors()));
    put("recipient", entities(row.recipients()));
    put("event", json!([e["type"]]));
    put("mode", e["mode"].clone());
    put("context", e["context"].clone());
    put("quad_code", e["quad"].clone());
    put("event_scale", e["intensity"].clone());
    put("event_text", json!([e["trigger"]["text"]]));
    put("event_loc", location(&e["place"]));
    put("size", size(&e["magnitude"]));
    put("text", e["sentence"]["text"].clone());
    put(
        "text_info",
        json!({
            "sequence": e["sentence"]["index"],
            "start": e["sentence"]["span"][0],
            "end": e["sentence"]["span"][1],
        }),
    );
    put(
        "cite_info",
        json!({
            "citation": e["document"],
            "url": row.document["url"],
            "title": row.document["headline"],
            "publication": row.document["publisher"],
            "language": "en",
        }),
    );
    put("coder", e["coder"].clone());
    put(
        "demarche",
        json!({
            "status": e["status"],
            "cameo": e["cameo"],
            "goldstein": e["goldstein"],
            "about": e["about"],
            "attribution": if e["attribution"].is_null() { Value::Null } else { entity(&e["attribution"]) },
            "date_basis": e["date"]["basis"],
            "incident": e["incident"],
            "confidence": e["confidence"],
        }),
    );
    Value::Object(out)
}

fn entity(p: &Value) -> Value {
    let mut out = Map::new();
    let code = p["country"].as_str().unwrap_or("");
    out.insert("code".to_owned(), json!(code));
    out.insert("sector".to_owned(), p["sectors"].clone());
    out.insert("entity_text".to_owned(), p["text"].clone());
    for (key, value) in [("identifier_text", &p["name"]), ("office", &p["office"])] {
        if !text(value).is_empty() {
            out.insert(key.to_owned(), value.clone());
        }
    }
    Value::Object(out)
}

fn location(place: &Value) -> Value {
    if place.is_null() {
        return Value::Null;
    }
    json!({
        "extracted_place": place["text"],
        "resolved_place": place["name"],
        "geonameid": place["geonames"],
        "lat": place["lat"],
        "lon": place["lon"],
        "province": place["admin1"],
        "country_code": place["country"],
    })
}

fn size(magnitude: &Value) -> Value {
    if magnitude.is_null() {
        return Value::Null;
    }
    json!({
        "dead": magnitude["dead"]["least"],
        "injured": magnitude["injured"]["least"],
        "size": magnitude["size"]["least"],
    })
}
