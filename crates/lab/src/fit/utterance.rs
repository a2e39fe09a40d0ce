//! Coded documents in, what parties do by speaking out: rows for `models/en/utterance.tsv`.

use anyhow::{Context as _, Result};
use engine::Engine;
use serde_json::Value;

/// Types that words alone can do.
const SPOKEN: [&str; 4] = ["ACCUSE", "REQUEST", "SUPPORT", "THREATEN"];

/// One row for each speaker of each sentence: features, and the type coded there for the speaker's
/// country, `NONE` where nothing is.
pub(super) fn read(engine: &Engine, text: &str) -> Result<Vec<(Vec<String>, String)>> {
    let mut rows = Vec::new();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let row: Value = serde_json::from_str(line).with_context(|| format!("line {}", n + 1))?;
        let reading = super::reading_of(engine, &row);
        let text = &reading.document.text;
        let coded: Vec<(usize, &str, Vec<&str>)> = row["events"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|e| matches!(e["status"].as_str(), Some("happened" | "planned")))
            .filter_map(|e| {
                let at = e["at"].as_str()?;
                let trigger = e["trigger"].as_str()?;
                let start = text.find(at)? + at.find(trigger)?;
                let actors = e["actor"].as_array()?;
                let countries =
                    actors.iter().filter_map(|a| a.as_str()?.split(' ').next()).collect();
                Some((start, e["type"].as_str()?, countries))
            })
            .collect();
        for heard in coder::heard(&reading.document, &reading.analysis, engine.knowledge()) {
            let country = heard.country.as_deref().unwrap_or("-");
            let said = |kind: &str| {
                coded.iter().any(|(at, k, by)| {
                    *k == kind
                        && heard.sentence.start as usize <= *at
                        && *at < heard.sentence.end as usize
                        && by.contains(&country)
                })
            };
            let label = SPOKEN.iter().find(|k| said(k)).copied().unwrap_or("NONE");
            rows.push((heard.features, label.to_owned()));
        }
    }
    Ok(rows)
}
