//! The page of contexts: what each means, and the words that speak for it.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use knowledge::Knowledge;
use toml::{Table, Value};

use crate::tree::Tree;

const INTRODUCTION: &str = "\
# Contexts, and the words that speak for them

What an act is about. A sure word that hangs on the act is enough; an ambiguous word, or a sure one elsewhere in the sentence, needs
another, or a paragraph or document about the same. Type, mode and sides give some by themselves
(`data/ontology/context-rules.tsv`). Made from `data/` by `cargo xtask docs`; edit `data/lang/en/contexts/`, not this page.
";

pub(super) fn page(tree: &Tree, knowledge: &Knowledge) -> Result<String> {
    let mut page = INTRODUCTION.to_owned();
    for (context, meaning) in knowledge.ontology.contexts() {
        write!(page, "\n## {context}\n\n{meaning}\n")?;
        let path = format!("data/lang/en/contexts/{context}.toml");
        let Some(file) = tree.file(&path) else { continue };
        let table: Table = file.text.parse().with_context(|| path.clone())?;
        let words = |value: Option<&Value>| -> String {
            let list = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        };
        write!(page, "\nSure: {}\n", words(table.get("sure")))?;
        let groups = table.get("ambiguous").and_then(Value::as_array);
        for group in groups.into_iter().flatten() {
            let witness = group.get("witness").and_then(Value::as_str).unwrap_or("");
            write!(
                page,
                "\nAmbiguous: {}. \u{201c}{witness}\u{201d}\n",
                words(group.get("words"))
            )?;
        }
        let rules = knowledge.contexts.rules().iter().filter(|r| r.context == *context);
        let mut codes: Vec<String> = rules
            .map(|r| r.mode.map_or(r.event_type.to_string(), |m| format!("{}.{m}", r.event_type)))
            .collect();
        codes.sort();
        codes.dedup();
        if !codes.is_empty() {
            write!(page, "\nBy rule, for some sides: {}\n", codes.join(", "))?;
        }
    }
    Ok(page)
}
