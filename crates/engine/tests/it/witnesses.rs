//! The sentences that the senses of the frames bring along.

use std::{collections::BTreeSet, fs};

use casebook::parse_witness;
use engine::Engine;

use crate::coded;

/// Witnesses that the program is known not to bear out: one `file:number of the sense` a line.
const KNOWN: &str = "cases/witnesses-known-wrong.txt";

const HEADER: &str = "\
# Senses whose witness the program does not bear out yet: file, and number of the sense in it from 1.
# Written by UPDATE_CASES=1 cargo test -p engine; read the diff.
";

#[test]
fn witnesses() {
    let engine = Engine::new();
    let listed = fs::read_to_string(coded::repository(KNOWN)).unwrap_or_default();
    let known: BTreeSet<&str> = listed.lines().filter(|l| !l.starts_with('#')).collect();
    let (mut n_right, mut failed, mut told) = (0, BTreeSet::new(), Vec::new());
    for path in coded::files("data/lang/en/frames", ".toml") {
        let shown = coded::shown(&path);
        let table: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        let senses = table.get("sense").and_then(toml::Value::as_array);
        for (i, sense) in senses.into_iter().flatten().enumerate() {
            let id = format!("{shown}:{}", i + 1);
            let case = sense.get("case").and_then(toml::Value::as_str).unwrap_or_default();
            let witness = parse_witness(&shown, 1, case).unwrap_or_else(|e| panic!("{id}: {e}"));
            let published = "2026-01-14".parse().ok();
            let missing = witness.missing(&coded::text(&engine, &witness.text, published));
            if missing.is_empty() {
                n_right += 1;
            } else {
                told.push((
                    id.clone(),
                    format!("{id}\n> {}\n  {}", witness.text, missing.join("\n  ")),
                ));
                failed.insert(id);
            }
        }
    }
    println!("witnesses: {n_right} borne out, {} not", failed.len());
    if coded::update().is_some() {
        let lines: Vec<&str> = failed.iter().map(String::as_str).collect();
        fs::write(coded::repository(KNOWN), format!("{HEADER}{}\n", lines.join("\n"))).unwrap();
        return;
    }
    let new: Vec<&str> = told
        .iter()
        .filter(|(id, _)| !known.contains(id.as_str()))
        .map(|(_, t)| t.as_str())
        .collect();
    let fixed: Vec<&&str> = known.iter().filter(|id| !failed.contains(**id)).collect();
    assert!(new.is_empty(), "not borne out:\n\n{}\n", new.join("\n\n"));
    assert!(fixed.is_empty(), "borne out now, take them off {KNOWN}: {fixed:?}");
}
