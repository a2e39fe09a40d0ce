//! What the guide shows is what the program prints.
//!
//! Blocks of `docs/guide/store.md` that begin with `$ demarche` are run, in order, in one folder;
//! `UPDATE_CASES=1` writes what they print today.

use std::{fs, process::Command};

use crate::folder;

#[test]
fn the_guide_shows_what_the_program_prints() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let page = format!("{root}/docs/guide/store.md");
    let text = fs::read_to_string(&page).unwrap();
    let dir = folder("guide");
    fs::create_dir_all(dir.join("data")).unwrap();
    let samples = dir.join("data/samples");
    fs::create_dir_all(&samples).unwrap();
    fs::copy(format!("{root}/data/samples/border.jsonl"), samples.join("border.jsonl")).unwrap();
    let mut out = String::new();
    let mut n = 0;
    for (i, part) in text.split("```").enumerate() {
        if i > 0 {
            out.push_str("```");
        }
        let Some(command) = part.strip_prefix("text\n$ demarche ").filter(|_| i % 2 == 1) else {
            out.push_str(part);
            continue;
        };
        n += 1;
        let line = command.lines().next().unwrap();
        out.push_str(&format!("text\n$ demarche {line}\n{}", printed(&dir, line)));
    }
    assert!(n > 5, "the guide shows commands");
    if std::env::var_os("UPDATE_CASES").is_some() {
        fs::write(&page, &out).unwrap();
        return;
    }
    assert_eq!(out, text, "UPDATE_CASES=1 writes docs/guide/store.md anew");
}

/// Both outputs, as a terminal of a hundred columns without colours shows them.
fn printed(dir: &std::path::Path, line: &str) -> String {
    // What a terminal would choose by itself.
    let command = line.split(' ').next().unwrap();
    let form = match command {
        _ if line.contains("--format") => "",
        "events" | "incidents" | "quotes" | "search" | "timeline" | "dyad" | "agenda" => {
            "--format table"
        }
        _ => "",
    };
    let script = format!("'{}' {line} {form} 2>&1", env!("CARGO_BIN_EXE_demarche"));
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(dir)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .env_remove("DEMARCHE_STORE")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    // White space at the ends of lines is nothing that a page should keep.
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n").trim_end())
}
