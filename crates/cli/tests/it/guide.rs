//! What the guide shows is what the program prints.
//!
//! Blocks that begin with `$ demarche` are run, in order, in one folder for each page; blocks marked
//! `file=PATH` are first written to that file. `UPDATE_CASES=1` writes what is printed today.

use std::{fs, path::Path, process::Command};

use crate::folder;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

#[test]
fn the_guide_shows_what_the_program_prints() {
    let dir = folder("guide-store");
    let samples = dir.join("data/samples");
    fs::create_dir_all(&samples).unwrap();
    fs::copy(format!("{ROOT}/data/samples/border.jsonl"), samples.join("border.jsonl")).unwrap();
    page("store.md", &dir, 6);
}

#[test]
fn types_of_ones_own_work_as_the_guide_says() {
    let out = page("custom-ontology.md", &folder("guide-own"), 3);
    for part in
        ["3 right, 0 known to be wrong, 0 wrong", "WATER_CUT, like SANCTION", "LOCKOUT, like"]
    {
        assert!(out.contains(part), "{part} in\n{out}");
    }
}

#[test]
fn what_an_edit_changes_is_shown_as_the_guide_says() {
    let out = page("data.md", &folder("guide-data"), 2);
    assert!(out.contains("REJECT [ruled out] speaks of it"), "{out}");
    assert!(out.contains("+ ACCUSE.disapprove"), "{out}");
}

/// Runs a page's commands, at least `n_least`, and compares; the page as it comes out.
fn page(name: &str, dir: &Path, n_least: usize) -> String {
    let path = format!("{ROOT}/docs/guide/{name}");
    let text = fs::read_to_string(&path).unwrap();
    let mut out = String::new();
    let mut n = 0;
    for (i, part) in text.split("```").enumerate() {
        if i > 0 {
            out.push_str("```");
        }
        let (info, body) = part.split_once('\n').unwrap_or((part, ""));
        if i % 2 == 1
            && let Some(file) = info.split_once("file=").map(|f| f.1.trim())
        {
            let file = dir.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, body).unwrap();
        }
        let Some(command) = part.strip_prefix("text\n$ demarche ").filter(|_| i % 2 == 1) else {
            out.push_str(part);
            continue;
        };
        n += 1;
        let line = command.lines().next().unwrap();
        out.push_str(&format!("text\n$ demarche {line}\n{}", printed(dir, line)));
    }
    assert!(n >= n_least, "the guide shows commands");
    if std::env::var_os("UPDATE_CASES").is_some() {
        fs::write(&path, &out).unwrap();
        return out;
    }
    assert_eq!(out, text, "UPDATE_CASES=1 writes docs/guide/{name} anew");
    out
}

/// Both outputs, as a terminal of a hundred columns without colours shows them.
fn printed(dir: &Path, line: &str) -> String {
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
