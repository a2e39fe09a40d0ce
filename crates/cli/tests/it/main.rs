//! The real program on real files: what users of a command line expect.
#![allow(clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::disallowed_methods, reason = "tests write the files they give")]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

mod asking;
mod data;
mod export;
#[cfg(unix)]
mod guide;
mod keeping;
mod reading;

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/samples/call.html");

fn demarche(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_demarche")).args(arguments).output().unwrap()
}

fn folder(name: &str) -> PathBuf {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    dir
}

fn file(dir: &std::path::Path, name: &str, bytes: &[u8]) -> String {
    let path = dir.join(name);
    fs::write(&path, bytes).unwrap();
    path.display().to_string()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_sample_page_is_coded() {
    let output = demarche(&["code", SAMPLE, "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    let refused = text.lines().any(|l| {
        let v: serde_json::Value = serde_json::from_str(l).unwrap();
        v["type"] == "REJECT"
            && v["status"] == "happened"
            && v["actor"][0]["country"] == "CHL"
            && v["recipient"][0]["country"] == "BOL"
    });
    assert!(refused, "{text}");
    // "Smugglers killed two Chilean police officers": no weighing puts others in their place.
    let killed: serde_json::Value = text
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .find(|v: &serde_json::Value| v["trigger"]["text"] == "killed")
        .unwrap();
    assert_eq!(killed["actor"][0]["text"], "smugglers");
    assert_eq!(killed["recipient"][0]["country"], "CHL");
    assert_eq!(killed["recipient"][0]["sectors"][0], "COP");
}

#[test]
fn one_and_two_threads_give_the_same_bytes() {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cases/documents");
    let one = demarche(&["code", SAMPLE, cases, "--format", "jsonl", "--quotes", "--jobs", "1"]);
    let two = demarche(&["code", SAMPLE, cases, "--format", "jsonl", "--quotes", "--jobs", "2"]);
    assert!(!one.stdout.is_empty());
    assert_eq!(one.stdout, two.stdout);
}

#[test]
fn a_missing_file_is_told() {
    let output = demarche(&["code", "no/such/file.txt"]);
    assert_eq!(output.status.code(), Some(2));
    let told = told(&output);
    assert!(told.contains("no/such/file.txt: there is no such file"), "{told}");
    assert!(told.contains("hint:"), "{told}");
    assert!(output.stdout.is_empty());
}

#[test]
fn an_empty_and_a_binary_file_are_told() {
    let dir = folder("odd");
    for (name, bytes, message) in [
        ("empty.txt", &b""[..], "the file is empty"),
        ("blank.txt", &b" \n\n"[..], "the file is empty"),
        ("picture.txt", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "a PNG picture, not text"),
        ("nul.bin", &b"abc\0def\0"[..], "not text"),
    ] {
        let output = demarche(&["code", &file(&dir, name, bytes)]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(told(&output).contains(message), "{name}: {}", told(&output));
    }
}

#[test]
fn invalid_utf8_is_mended_and_unclosed_html_is_read() {
    let dir = folder("broken");
    let bytes =
        b"Mexico's president ruled out US strikes on Mexican territory \xff\xfe on Tuesday.";
    let output = demarche(&["code", &file(&dir, "bad.txt", bytes), "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let page = b"<html><body><p>Iran released two German tourists on Monday.<div><p>The Iranian \
        foreign minister met the Omani envoy in Muscat.";
    let output = demarche(&["code", &file(&dir, "open.html", page), "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}

#[test]
fn a_bad_line_is_told_and_the_rest_is_coded() {
    let dir = folder("lines");
    let lines = "{\"id\": \"a\", \"text\": \"Iran released two German tourists on Monday.\"}\n\
        {\"id\": \"b\", \"txt\": \"x\"}\nno json\n\
        {\"id\": \"c\", \"text\": \"Chad withdrew its soldiers from Niger.\", \"published\": \"soon\"}\n\
        {\"id\": \"d\", \"text\": \"Chad withdrew its soldiers from Niger.\"}\n";
    let output =
        demarche(&["code", &file(&dir, "in.jsonl", lines.as_bytes()), "--format", "jsonl"]);
    let told = told(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    for place in ["in.jsonl:2: no \"text\"", "in.jsonl:3: no JSON", "in.jsonl:4: \"published\""] {
        assert!(told.contains(place), "{place} in {told}");
    }
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.contains("\"document\":\"a\"") && out.contains("\"document\":\"d\""), "{out}");
}

#[test]
fn a_folder_with_a_bad_file_codes_the_rest() {
    let dir = folder("mixed");
    file(&dir, "a.txt", b"Iran released two German tourists on Monday.");
    file(&dir, "b.bin", b"\0\0\0");
    file(&dir, "c.txt", b"");
    file(&dir, "d.txt", b"Chad withdrew its soldiers from Niger on Friday.");
    let output = demarche(&["code", &dir.display().to_string(), "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(String::from_utf8(output.stdout.clone()).unwrap().lines().count(), 2);
    assert!(told(&output).contains("2 documents read, 2 events, 2 skipped"), "{}", told(&output));
}

#[test]
fn fifty_megabytes_in_one_line_are_read() {
    let dir = folder("huge");
    let line = "lorem ipsum dolor sit amet ".repeat(1_900_000);
    let output = demarche(&["code", &file(&dir, "huge.txt", line.as_bytes()), "--format", "jsonl"]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", told(&output));
}

#[test]
fn nothing_found_exits_with_one() {
    let dir = folder("nothing");
    let output = demarche(&["code", &file(&dir, "a.txt", b"The soup was warm and good.")]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
}

#[test]
fn offsets_count_characters_of_the_given_text() {
    let dir = folder("offsets");
    let text = "“¡Señor!” – Iran released two German tourists on Monday.";
    let line = serde_json::json!({"id": "x", "text": text}).to_string();
    let output = demarche(&["code", &file(&dir, "o.jsonl", line.as_bytes()), "--format", "jsonl"]);
    let v: serde_json::Value =
        serde_json::from_str(String::from_utf8(output.stdout).unwrap().lines().next().unwrap())
            .unwrap();
    let (start, end) = (
        v["trigger"]["span"][0].as_u64().unwrap() as usize,
        v["trigger"]["span"][1].as_u64().unwrap() as usize,
    );
    let words: String = text.chars().skip(start).take(end - start).collect();
    assert_eq!(words, "released");
}
