//! `demarche read` and `demarche fetch`: documents out, reasons told.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::{demarche, file, folder, told};

const REPORT: &str = "Chile and Bolivia reopened three border crossings on Tuesday after two days of \
    talks in Lima, their foreign ministers said. The crossings had been closed since the spring, when \
    smugglers shot at a patrol. A joint commission will meet in March to settle what customs officers \
    may inspect. Truck drivers, who had waited for weeks, thanked the mediators from Peru.";

fn objects(output: &std::process::Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

#[test]
fn a_feed_is_read_from_standard_input_and_by_name() {
    let feed = format!(
        "<rss><channel><title>The Post</title><item><title>Crossings reopen</title><guid>g1</guid>\
         <link>https://p.example/1</link><description>{REPORT}</description>\
         <pubDate>Tue, 13 Jan 2026 23:30:00 -0500</pubDate></item></channel></rss>"
    );
    let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["read", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(feed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let found = objects(&output);
    assert_eq!(found.len(), 1, "{}", told(&output));
    let d = &found[0];
    assert_eq!((d["id"].as_str(), d["origin"].as_str()), (Some("g1"), Some("-#1")));
    assert_eq!(d["published_at"], "2026-01-13T23:30-05:00");
    assert_eq!((&d["publisher"], &d["language"]), (&"The Post".into(), &"en".into()));
    assert!(d["text"].as_str().unwrap().starts_with("Crossings reopen\n\nChile"));

    let dir = folder("feed");
    let output = demarche(&["read", &file(&dir, "x.rss", feed.as_bytes()), "--format", "text"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("Crossings reopen\n"), "{text}");
    assert!(text.contains("https://p.example/1"), "{text}");
}

#[test]
fn what_was_read_can_be_read_again() {
    let dir = folder("again");
    let page =
        file(&dir, "a.html", format!("<h1>Crossings reopen at last</h1><p>{REPORT}").as_bytes());
    let first = demarche(&["read", &page]);
    let lines = file(&dir, "a.jsonl", &first.stdout);
    let coded = |path: &str| {
        let output = demarche(&["code", path, "--format", "jsonl"]);
        objects(&output)
            .iter()
            .map(|e| (e["id"].clone(), e["type"].clone(), e["trigger"].clone()))
            .collect::<Vec<_>>()
    };
    assert!(!coded(&page).is_empty());
    assert_eq!(coded(&page), coded(&lines));
}

#[test]
fn copies_are_marked_and_can_be_left_out() {
    let dir = folder("copies");
    file(&dir, "a.txt", REPORT.as_bytes());
    file(&dir, "b.txt", format!("LIMA (Reuters) - {REPORT} More follows.").as_bytes());
    file(
        &dir,
        "c.txt",
        b"The central bank of Norway left its rate unchanged on Thursday, it said.",
    );
    file(&dir, "d.txt", REPORT.as_bytes());
    let output = demarche(&["read", &dir.display().to_string()]);
    let found = objects(&output);
    let by: Vec<Option<&str>> = found.iter().map(|d| d["duplicate_by"].as_str()).collect();
    assert_eq!(by, [None, Some("near"), None, Some("text")]);
    assert_eq!(found[1]["duplicate_of"], found[0]["id"]);
    assert_eq!(found[3]["id"], format!("{}~2", found[0]["id"].as_str().unwrap()));
    assert!(told(&output).contains("4 documents read, 2 of them duplicates, 0 skipped"));
    let output =
        demarche(&["code", &dir.display().to_string(), "--duplicates", "skip", "--format", "csv"]);
    assert!(told(&output).contains("skipped 2: duplicate"), "{}", told(&output));
}

#[test]
fn skipped_things_are_counted_and_listed() {
    let dir = folder("skipped");
    file(&dir, "a.txt", REPORT.as_bytes());
    file(&dir, "b.css", b"p {}");
    file(&dir, "c.bin", b"\0\0\0");
    let german =
        "Die Außenminister trafen sich am Dienstag in Lima und vereinbarten die Öffnung von drei \
        Grenzübergängen, die seit dem Frühjahr geschlossen waren. "
            .repeat(4);
    file(&dir, "d.txt", german.as_bytes());
    for i in 0..9 {
        file(&dir, &format!("e{i}.txt"), b"");
    }
    let list = dir.join("list").display().to_string();
    let output = demarche(&["read", &dir.display().to_string(), "--skipped", &list]);
    assert_eq!(output.status.code(), Some(0));
    let told = told(&output);
    for line in ["skipped 9: empty file", "skipped 1: binary file", "not English", "only counted"] {
        assert!(told.contains(line), "{line} in {told}");
    }
    let listed = std::fs::read_to_string(&list).unwrap();
    assert_eq!(listed.lines().count(), 12, "{listed}");
    let first: Value = serde_json::from_str(listed.lines().next().unwrap()).unwrap();
    assert!(first["origin"].as_str().unwrap().ends_with("b.css"), "{first}");
}

#[test]
fn columns_and_formats_are_told_wrong() {
    let dir = folder("columns");
    let table = file(&dir, "x.csv", format!("a,b\nx,\"{REPORT}\"\n").as_bytes());
    let output = demarche(&["read", &table, "--map", "text=b,headline=a"]);
    assert_eq!(objects(&output)[0]["headline"], "x");
    for (arguments, words) in
        [(["--map", "txt=b"], "`txt` is none of"), (["--as", "word"], "there is no format `word`")]
    {
        let output = demarche(&["read", &table, arguments[0], arguments[1]]);
        assert_eq!(output.status.code(), Some(2));
        assert!(told(&output).contains(words), "{}", told(&output));
    }
    let output = demarche(&["read", &table]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("no column of text; found a, b"), "{}", told(&output));
}

#[test]
fn one_and_two_threads_read_the_same() {
    let dir = folder("threads");
    for i in 0..40 {
        file(&dir, &format!("{i}.txt"), format!("{REPORT} Number {}.", i % 7).as_bytes());
    }
    let one = demarche(&["read", &dir.display().to_string(), "--jobs", "1"]);
    let two = demarche(&["read", &dir.display().to_string(), "--jobs", "2"]);
    assert!(!one.stdout.is_empty());
    assert_eq!(one.stdout, two.stdout);
}

#[test]
fn private_addresses_are_not_fetched() {
    let output = demarche(&["fetch", "http://127.0.0.1:9/x", "http://169.254.169.254/latest"]);
    assert_eq!(output.status.code(), Some(2));
    let told = told(&output);
    assert!(told.contains("skipped 2: private address"), "{told}");
    assert!(told.contains("--allow-private"), "{told}");
}
