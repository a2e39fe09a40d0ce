//! One event as a row of a table, for spreadsheets, R and Stata.

use serde_json::Value;

/// Columns of the event table, in order. Lists are joined by `;`, entities as COUNTRY.SECTOR.
pub const CSV_COLUMNS: &[&str] = &[
    "id",
    "document",
    "type",
    "mode",
    "context",
    "cameo",
    "quad",
    "intensity",
    "goldstein",
    "status",
    "about",
    "actor",
    "actor_name",
    "recipient",
    "recipient_name",
    "attribution",
    "date_start",
    "date_end",
    "date_basis",
    "place",
    "place_country",
    "lat",
    "lon",
    "dead",
    "injured",
    "size",
    "trigger",
    "sentence",
    "confidence",
    "coder",
    "own_type",
];

/// The row of an event made by [`crate::events`].
pub fn event_row(event: &Value) -> Vec<String> {
    let codes = |key: &str| join(&event[key], code);
    let names = |key: &str| {
        join(&event[key], |p| match plain(&p["name"]) {
            name if name.is_empty() => plain(&p["text"]),
            name => name,
        })
    };
    let least = |key: &str| plain(&event["magnitude"][key]["least"]);
    vec![
        plain(&event["id"]),
        plain(&event["document"]),
        plain(&event["type"]),
        join(&event["mode"], plain),
        join(&event["context"], plain),
        plain(&event["cameo"]),
        plain(&event["quad"]),
        plain(&event["intensity"]),
        plain(&event["goldstein"]),
        plain(&event["status"]),
        plain(&event["about"]),
        codes("actor"),
        names("actor"),
        codes("recipient"),
        names("recipient"),
        if event["attribution"].is_null() { String::new() } else { code(&event["attribution"]) },
        plain(&event["date"]["start"]),
        plain(&event["date"]["end"]),
        plain(&event["date"]["basis"]),
        plain(&event["place"]["name"]),
        plain(&event["place"]["country"]),
        plain(&event["place"]["lat"]),
        plain(&event["place"]["lon"]),
        least("dead"),
        least("injured"),
        least("size"),
        plain(&event["trigger"]["text"]),
        plain(&event["sentence"]["text"]),
        plain(&event["confidence"]),
        plain(&event["coder"]),
        plain(&event["own_type"]),
    ]
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        other => other.to_string(),
    }
}

fn join(list: &Value, one: impl Fn(&Value) -> String) -> String {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().map(one).collect::<Vec<_>>().join(";")
}

/// `MEX.GOV`, `-.REB`, `USA.GOV.MIL`.
fn code(entity: &Value) -> String {
    let country = entity["country"].as_str().unwrap_or("-");
    let mut code = country.to_owned();
    for sector in entity["sectors"].as_array().map(Vec::as_slice).unwrap_or_default() {
        code.push('.');
        code.push_str(sector.as_str().unwrap_or(""));
    }
    code
}
