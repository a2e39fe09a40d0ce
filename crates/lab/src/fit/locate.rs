//! Verbs with the places that belong to them → rows of features, yes or no.
//!
//! Lines of {"text", "spans": [{"label": "VERB" or "LOCATION", "start", "end", "text"}]}; lines whose
//! places lost their words are left out.

use anyhow::Result;
use engine::Engine;
use measure::locations::rows;

use super::reading;

pub(super) fn read(engine: &Engine, text: &str) -> Result<Vec<(Vec<String>, String)>> {
    let mut named = Vec::new();
    for row in rows(text)? {
        let r = reading(engine, &row.text);
        if r.document.text != row.text {
            continue;
        }
        let knowledge = engine.knowledge();
        for c in coder::locate::candidates(&r.document, &r.analysis, knowledge, row.act) {
            let right = row.places.iter().any(|p| p.start < c.span.end && c.span.start < p.end);
            named.push((c.features, if right { "yes" } else { "no" }.to_owned()));
        }
    }
    Ok(named)
}
