//! `cases/documents/`: whole pages with their furniture.
//!
//! `expected/<name>.txt` is what is right; `expected/<name>.today.txt`, where it is there, is
//! today's answer, known to be wrong.

use std::{fmt::Write as _, fs, path::Path};

use casebook::{compare_events_file, compare_quotes, events_file, quotes_file};
use engine::{Engine, Reading};
use model::{Document, DocumentKind, RawDocument};

use crate::coded;

#[test]
fn documents() {
    let engine = Engine::new();
    let (mut n_right, mut n_known_wrong, mut wrong) = (0, 0, Vec::new());
    for path in coded::files("cases/documents", "page.html") {
        let raw = RawDocument {
            origin: coded::shown(&path),
            kind: DocumentKind::Html,
            bytes: fs::read(&path).unwrap(),
            ..RawDocument::default()
        };
        let reading = engine.read(&raw);
        let expected = path.with_file_name("expected");
        for (name, check) in [
            ("document", document as Check),
            ("events", events as Check),
            ("quotes", quotes as Check),
        ] {
            let right = expected.join(format!("{name}.txt"));
            let today = expected.join(format!("{name}.today.txt"));
            let (answer, differences) = check(&right, &reading);
            let recorded = fs::read_to_string(&today).ok();
            if coded::update().is_some() {
                match (differences.is_empty(), recorded) {
                    (true, Some(_)) => fs::remove_file(&today).unwrap(),
                    (false, _) => fs::write(&today, &answer).unwrap(),
                    _ => {}
                }
                continue;
            }
            match (differences.is_empty(), recorded) {
                (true, None) => n_right += 1,
                (true, Some(_)) => {
                    wrong.push(format!("{}: right now, remove it", coded::shown(&today)));
                }
                (false, Some(recorded)) if recorded == answer => n_known_wrong += 1,
                (false, _) => {
                    wrong.push(format!("{}\n  {}", coded::shown(&right), differences.join("\n  ")));
                }
            }
        }
    }
    println!(
        "cases: whole pages: {n_right} files right, {n_known_wrong} known to be wrong, {} wrong",
        wrong.len()
    );
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n\n"));
}

/// Today's answer as a file, and how it differs from the right one.
type Check = fn(&Path, &Reading) -> (String, Vec<String>);

fn events(right: &Path, reading: &Reading) -> (String, Vec<String>) {
    let answer = coded::answer(reading);
    let file = fs::read_to_string(right).unwrap();
    let wrong = compare_events_file(&coded::shown(right), &file, &answer.events);
    (events_file(&answer.events), wrong.unwrap_or_else(|e| panic!("{e}")))
}

fn quotes(right: &Path, reading: &Reading) -> (String, Vec<String>) {
    let answer = coded::answer(reading);
    let file = fs::read_to_string(right).unwrap();
    let wrong = compare_quotes(&coded::shown(right), &file, &answer);
    (quotes_file(&file, &answer), wrong.unwrap_or_else(|e| panic!("{e}")))
}

fn document(right: &Path, reading: &Reading) -> (String, Vec<String>) {
    let file = fs::read_to_string(right).unwrap();
    let (keys, text) = file.split_once("\n\n").unwrap();
    let known = described(&reading.document);
    let (mut answer, mut wrong) = (String::new(), Vec::new());
    for line in keys.lines() {
        let (key, value) = line.split_once(": ").unwrap();
        let found = known.iter().find(|(k, _)| *k == key).map_or("", |(_, v)| v.as_str());
        let _ = writeln!(answer, "{key}: {found}");
        if found != value {
            wrong.push(format!("{key}: `{found}`, not `{value}`"));
        }
    }
    let kept = paragraphs(&reading.document);
    let _ = write!(answer, "\n{}\n", kept.join("\n\n"));
    let wanted: Vec<&str> = text.trim().split("\n\n").collect();
    wrong.extend(
        wanted.iter().filter(|p| !kept.iter().any(|k| k == *p)).map(|p| format!("missing: {p}")),
    );
    wrong.extend(
        kept.iter().filter(|p| !wanted.contains(&p.as_str())).map(|p| format!("extra:   {p}")),
    );
    (answer, wrong)
}

fn described(document: &Document) -> Vec<(&'static str, String)> {
    let word = |w: &Option<String>| w.clone().unwrap_or_default();
    vec![
        ("headline", word(&document.headline)),
        ("published", document.published.map(|d| d.to_string()).unwrap_or_default()),
        ("language", word(&document.language)),
        ("authors", document.authors.join(", ")),
        ("publisher", word(&document.publisher)),
        ("dateline", word(&document.dateline)),
    ]
}

/// What is left below the headline once the furniture is taken away.
fn paragraphs(document: &Document) -> Vec<String> {
    let mut text = document.text.clone();
    for span in document.furniture.iter().rev() {
        text.replace_range(span.start as usize..span.end as usize, "");
    }
    let headline = document.headline.as_deref().unwrap_or_default();
    text.split("\n\n")
        .map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|p| !p.is_empty() && p != headline)
        .collect()
}
