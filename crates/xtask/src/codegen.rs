//! Files that are made from `data/`: the codebook's tables, a page for each type, the words of
//! contexts, the index of frames.

mod contexts;
mod frames;
mod types;

use std::{fmt::Write as _, fs};

use anyhow::{Context as _, Result, anyhow};
use knowledge::Knowledge;
use toml::{Table, Value};

use crate::{
    reach::Reach,
    tree::{File, Tree},
};

const CODEBOOK: &str = "docs/codebook.md";

/// The types of each quad class, as PLOVER 2.0 orders them.
const QUADS: &[(&str, &[&str])] = &[
    ("1 Verbal cooperation", &["AGREE", "CONSULT", "SUPPORT", "CONCEDE"]),
    ("2 Material cooperation", &["COOPERATE", "AID", "RETREAT"]),
    ("3 Verbal conflict", &["REQUEST", "ACCUSE", "REJECT", "THREATEN"]),
    ("4 Material conflict", &["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]),
];

const INTRODUCTION: &str = "\
# Codes

What the program codes, and what each code means. The ontology is PLOVER 2.0 of the Open Event Data Alliance
(CC BY-SA), told in our own words, with CAMEO codes as a crosswalk. Scores run from -10 (conflict) to 10
(cooperation). Made from `data/ontology/` by `cargo xtask docs`; edit the data, not this page.

An event's `status` is `happened`, `planned`, `hypothetical` or `negated`: whether the text reports the act
as done, as scheduled, as possible (feared, asked for, offered, alleged, conditional), or as not done.
";

/// Path and text of every generated file.
pub(crate) fn files(tree: &Tree) -> Result<Vec<(String, String)>> {
    let Some(types) = tree.file("data/ontology/types.toml") else { return Ok(Vec::new()) };
    let knowledge = Knowledge::load(&tree.root.join("data")).map_err(|e| anyhow!("{e}"))?;
    let reach = Reach::of(&knowledge);
    let mut files = vec![(CODEBOOK.to_owned(), codebook(tree, types)?)];
    files.extend(types::pages(&knowledge, &reach)?);
    files.push(("docs/ontology/contexts.md".to_owned(), contexts::page(tree, &knowledge)?));
    files.extend(frames::pages(&knowledge)?);
    Ok(files)
}

/// Writes them.
pub(crate) fn write(tree: &Tree) -> Result<()> {
    for (path, text) in files(tree)? {
        let full = tree.root.join(&path);
        if let Some(folder) = full.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {path}"))?;
        }
        fs::write(full, text).with_context(|| format!("cannot write {path}"))?;
        println!("wrote {path}");
    }
    Ok(())
}

fn codebook(tree: &Tree, types: &File) -> Result<String> {
    let table: Table = types.text.parse().with_context(|| types.path.clone())?;
    let mut page = INTRODUCTION.to_owned();
    for (quad, names) in QUADS {
        write!(page, "\n## {quad}\n")?;
        for name in *names {
            let it = table.get(*name).with_context(|| format!("{}: no type {name}", types.path))?;
            write!(
                page,
                "\n### {name}\n\n{} Score {}, CAMEO {}.\n",
                word(it, "meaning"),
                score(it),
                word(it, "cameo")
            )?;
            let modes = it.get("mode").and_then(Value::as_table);
            if let Some(modes) = modes.filter(|m| !m.is_empty()) {
                page.push_str("\n| mode | score | means |\n| --- | ---: | --- |\n");
                for (mode, it) in modes {
                    writeln!(page, "| `{mode}` | {} | {} |", score(it), word(it, "meaning"))?;
                }
            }
        }
    }
    table_of(
        tree,
        "contexts",
        "## Contexts\n\nWhat an act is about; an event may have several.",
        &mut page,
    )?;
    table_of(
        tree,
        "sectors",
        "## Sectors\n\nWhat an actor or recipient is in its country.",
        &mut page,
    )?;
    Ok(page)
}

fn word<'a>(it: &'a Value, key: &str) -> &'a str {
    it.get(key).and_then(Value::as_str).unwrap_or("")
}

fn score(it: &Value) -> String {
    match it.get("score") {
        Some(Value::Float(score)) => score.to_string(),
        Some(Value::Integer(score)) => score.to_string(),
        _ => "–".to_owned(),
    }
}

/// A flat table of codes and meanings.
fn table_of(tree: &Tree, name: &str, heading: &str, page: &mut String) -> Result<()> {
    let path = format!("data/ontology/{name}.tsv");
    let file = tree.file(&path).with_context(|| format!("no {path}"))?;
    write!(page, "\n{heading}\n\n| code | means |\n| --- | --- |\n")?;
    for row in file.text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let mut cells = row.split('\t');
        let (code, meaning) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
        writeln!(page, "| `{code}` | {meaning} |")?;
    }
    Ok(())
}
