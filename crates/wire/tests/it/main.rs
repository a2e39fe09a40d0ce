//! Exports against their written schemas, and tables of others read back.
#![allow(clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::disallowed_methods, reason = "tests read the written schemas")]

mod export;
mod foreign;

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use knowledge::Knowledge;
use serde_json::{Value, json};
use wire::export::{Export, Format, Options, Written};

/// A place to write to that can be looked at afterwards.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn exported(format: Format, events: &[Value], options: &Options) -> (Vec<u8>, Written) {
    let paper = Paper::default();
    let knowledge = Knowledge::embedded();
    let mut export = Export::new(format, Box::new(paper.clone()), knowledge, options).unwrap();
    let document = json!({"url": "https://example.org/a?b=1&c=2", "published": "2024-03-02",
        "publisher": "The Harbour; Daily", "headline": "Shells"});
    for e in events {
        export.write(e, &document).unwrap();
    }
    let written = export.finish().unwrap();
    let bytes = paper.0.lock().unwrap().clone();
    (bytes, written)
}

fn text(format: Format, events: &[Value]) -> String {
    String::from_utf8(exported(format, events, &Options::default()).0).unwrap()
}

fn entity(name: &str, country: &str, sectors: &[&str]) -> Value {
    json!({"text": name, "span": [0, 5], "name": name, "entity": null, "country": country,
        "sectors": sectors, "office": null})
}

/// Two actors, one recipient, a place, numbers, and a sentence with everything that breaks tables.
fn shelling() -> Value {
    json!({
        "id": "d1#1", "document": "d1", "type": "ASSAULT", "mode": ["heavy-weapons"],
        "context": ["military"], "cameo": "194", "quad": 4, "intensity": -9.5, "goldstein": -10.0,
        "status": "happened", "about": null,
        "actor": [entity("Russia", "RUS", &["MIL"]), entity("Belarus; allies", "BLR", &["GOV", "MIL"])],
        "recipient": [entity("Ukraine", "UKR", &[])],
        "attribution": null,
        "date": {"start": "2024-03-01", "end": "2024-03-01", "basis": "stated", "text": "on Friday", "span": [9, 18]},
        "place": {"text": "Kharkiv", "span": [1, 8], "name": "Kharkiv", "country": "UKR", "admin1": "Kharkiv Oblast",
            "lat": 49.9808, "lon": 36.2527, "geonames": 706_483},
        "magnitude": {"dead": {"least": 4, "most": null}, "injured": null, "size": null},
        "trigger": {"text": "shelled", "span": [3, 9]},
        "sentence": {"index": 1, "span": [0, 60], "text": "They \"shelled\" it,\tand it <burnt> & fell; München said."},
        "confidence": 0.9, "why": [], "coder": "demarche test",
    })
}

/// Three who met, on days to come, without a place.
fn meeting() -> Value {
    let mut e = shelling();
    e["id"] = json!("d1#2");
    e["type"] = json!("CONSULT");
    e["mode"] = json!([]);
    e["cameo"] = json!("04");
    e["quad"] = json!(1);
    e["goldstein"] = json!(1.0);
    e["intensity"] = json!(2.5);
    e["status"] = json!("planned");
    e["actor"] = json!([
        entity("Chile", "CHL", &["GOV"]),
        entity("Peru", "PER", &["GOV"]),
        entity("NATO", "IGO", &[])
    ]);
    e["recipient"] = json!([]);
    e["date"] = json!({"start": "2024-04-05", "end": "2024-04-07", "basis": "stated", "text": null, "span": null});
    e["place"] = Value::Null;
    e["magnitude"] = Value::Null;
    e
}
