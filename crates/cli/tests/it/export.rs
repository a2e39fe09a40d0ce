//! Exports and comparisons by the real program; exports opened by readers of the field.

use std::process::Command;

use crate::{SAMPLE, demarche, file, folder, told};

/// Events of the sample page, in a file.
fn events(dir: &std::path::Path) -> (String, usize) {
    let output = demarche(&["code", SAMPLE, "--format", "jsonl"]);
    let n = output.stdout.split(|b| *b == b'\n').filter(|l| !l.is_empty()).count();
    assert!(n > 3, "the sample page has events");
    (file(dir, "events.jsonl", &output.stdout), n)
}

#[test]
fn every_format_opens_in_readers_of_the_field() {
    let dir = folder("readers");
    let (path, n) = events(&dir);
    for format in [
        "csv", "parquet", "arrow", "plover", "icews", "polecat", "gdelt", "cameo", "geojson",
        "ics", "atom",
    ] {
        let out = dir.join(format!("events.{format}")).display().to_string();
        let mut arguments =
            vec!["export", "--events", path.as_str(), "--format", format, "-o", out.as_str()];
        if !["icews", "polecat", "gdelt", "cameo"].contains(&format) {
            arguments.extend(["--status", "happened,planned,hypothetical,negated"]);
        }
        let output = demarche(&arguments);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{format}: {}", told(&output));
        let dictionary = dir.join(format!("events.{format}.columns.tsv")).exists();
        let table = !["plover", "geojson", "ics", "atom"].contains(&format);
        assert_eq!(dictionary, table, "{format}: column dictionary");
    }
    let python = std::env::var("DEMARCHE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let here = env!("CARGO_MANIFEST_DIR");
    let run = Command::new(&python)
        .arg(format!("{here}/tests/readers.py"))
        .arg(&dir)
        .arg(format!("{here}/../../docs/schema"))
        .arg(n.to_string())
        .output();
    let Ok(run) = run else {
        println!("skipped: {python} cannot be run");
        return;
    };
    println!("{}", String::from_utf8_lossy(&run.stdout));
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), told(&run));
}

#[test]
fn what_cannot_be_exported_is_told() {
    let dir = folder("export-bad");
    let mixed = file(&dir, "mixed.jsonl", b"{\"id\": \"a#1\", \"type\": \"ACCUSE\", \"status\": \"happened\"}\nnot json\n{\"x\": 1}\n");
    let output = demarche(&["export", "--events", &mixed, "--format", "csv"]);
    assert_eq!(output.status.code(), Some(0), "one event is enough");
    assert!(told(&output).contains("mixed.jsonl:2: no JSON"), "{}", told(&output));
    assert!(told(&output).contains("2 lines skipped"));
    let garbage = file(&dir, "garbage.jsonl", b"\xff\xfe\x00garbage\n");
    let output = demarche(&["export", "--events", &garbage, "--format", "gdelt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("hint:"));
    let empty = file(&dir, "empty.jsonl", b"");
    assert_eq!(
        demarche(&["export", "--events", &empty, "--format", "atom"]).status.code(),
        Some(1)
    );
    let output = demarche(&["export", "--events", &empty, "--format", "csv", "--status", "maybe"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("found `maybe`"));
    assert_eq!(
        demarche(&["export", "--events", "/nowhere", "--format", "csv"]).status.code(),
        Some(2)
    );
}

#[test]
fn rows_of_others_stand_beside_ours() {
    let dir = folder("compare");
    let (path, _) = events(&dir);
    let table = dir.join("icews.tab").display().to_string();
    demarche(&["export", "--events", &path, "--format", "icews", "-o", &table]);
    let output = demarche(&["compare", &table, "--events", &path, "--show", "2"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("rows of icews"), "{text}");
    // What was exported from our events agrees with them in type.
    let line = text.lines().find(|l| l.starts_with("type ")).unwrap();
    assert_eq!(line.split_whitespace().nth(2), Some("0"), "{text}");
    let odd = file(&dir, "odd.csv", b"name,age\nx,1\n");
    let output = demarche(&["compare", &odd, "--events", &path]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("--layout"), "{}", told(&output));
}
