//! A page for each event type: its modes, its CAMEO codes, and the words that reach them.

use std::fmt::Write as _;

use anyhow::Result;
use knowledge::Knowledge;
use model::EventType;

use crate::reach::{Reach, Words};

/// Words named for each mode or code before the rest is counted.
const N_NAMED: usize = 12;

pub(super) fn pages(knowledge: &Knowledge, reach: &Reach) -> Result<Vec<(String, String)>> {
    let mut files = vec![("docs/ontology/README.md".to_owned(), index(knowledge, reach)?)];
    for event_type in EventType::ALL.iter().copied() {
        let path = format!("docs/ontology/{}.md", event_type.as_str().to_lowercase());
        files.push((path, page(knowledge, reach, event_type)?));
    }
    Ok(files)
}

fn index(knowledge: &Knowledge, reach: &Reach) -> Result<String> {
    let mut page = "\
# Types, and what reaches them

Every event type with the words that report it, by mode and by CAMEO code. Made from `data/` by `cargo xtask docs`; edit the data, not
these pages. What the codes mean is told in [codebook.md](../codebook.md), how a word becomes an event in
[design/frames.md](../design/frames.md); the words of contexts stand in [contexts.md](contexts.md), all headwords in
[frames](../frames/README.md).

| type | means | words and phrases |
| --- | --- | ---: |
"
    .to_owned();
    for event_type in EventType::ALL.iter().copied() {
        let doc = knowledge.ontology.describe(event_type);
        let n = reach.types.get(&event_type).map_or(0, std::collections::BTreeSet::len);
        let name = event_type.as_str();
        writeln!(page, "| [{name}]({}.md) | {} | {n} |", name.to_lowercase(), doc.meaning)?;
    }
    Ok(page)
}

fn page(knowledge: &Knowledge, reach: &Reach, event_type: EventType) -> Result<String> {
    let ontology = &knowledge.ontology;
    let doc = ontology.describe(event_type);
    let mut page = format!(
        "# {event_type}\n\n{} Score {}, quad class {}, CAMEO {} where nothing finer is known. Made from `data/` by `cargo xtask docs`.\n",
        doc.meaning,
        doc.score,
        event_type.quad().number(),
        doc.cameo
    );
    if !doc.modes.is_empty() {
        page.push_str(
            "\n## Modes\n\n| mode | means | senses | words |\n| --- | --- | ---: | --- |\n",
        );
        for (mode, _, meaning) in &doc.modes {
            let words = reach.mode(event_type, *mode);
            writeln!(page, "| `{mode}` | {meaning} | {} | {} |", count(words), named(words))?;
        }
    }
    page.push_str(
        "\n## CAMEO codes\n\n| code | name | Goldstein | senses | words |\n| --- | --- | ---: | ---: | --- |\n",
    );
    for row in ontology
        .cameo_rows()
        .iter()
        .filter(|r| r.event_type == Some(event_type) && r.code.len() > 2)
    {
        let goldstein = row.goldstein.map_or(String::new(), |g| g.to_string());
        let (senses, words) = if let Some(deeper) = row.code.strip_prefix("02") {
            (String::new(), format!("as 10{deeper}, by words of the class `appeal`"))
        } else {
            let words = reach.code(&row.code);
            (count(words).to_string(), named(words))
        };
        writeln!(
            page,
            "| {} | {} | {goldstein} | {senses} | {words} |",
            row.code,
            row.label.trim()
        )?;
    }
    Ok(page)
}

fn count(words: Option<&Words>) -> usize {
    words.map_or(0, |w| w.n)
}

fn named(words: Option<&Words>) -> String {
    let Some(words) = words else { return String::new() };
    let mut list: Vec<&str> = words.words.iter().take(N_NAMED).map(String::as_str).collect();
    if words.words.len() > N_NAMED {
        list.push("…");
    }
    list.join(", ")
}
