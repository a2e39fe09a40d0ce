//! The one place that touches the engine.

use std::path::{Path, PathBuf};

use casebook::Answer;
use engine::{Engine, Reading};
use model::{Date, DocumentKind, RawDocument};

/// A folder or file of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

pub(crate) fn text(engine: &Engine, text: &str, published: Option<Date>) -> Answer {
    let raw = RawDocument {
        origin: "case".to_owned(),
        kind: DocumentKind::Record,
        bytes: text.as_bytes().to_vec(),
        published,
        ..RawDocument::default()
    };
    answer(&engine.read(&raw))
}

pub(crate) fn answer(reading: &Reading) -> Answer {
    Answer::of(&reading.document.text, &reading.analysis, &reading.events)
}

/// Files of a folder with an ending, sorted.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&repository(folder), ending, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

/// Path from the root of the repository, for messages.
pub(crate) fn shown(path: &Path) -> String {
    let root = repository("").canonicalize().unwrap();
    let path = path.canonicalize().unwrap();
    path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/")
}

/// What `UPDATE_CASES` asks for.
pub(crate) fn update() -> Option<casebook::Rewrite> {
    match std::env::var("UPDATE_CASES").ok()?.as_str() {
        "" | "0" => None,
        "accept" => Some(casebook::Rewrite::Accept),
        _ => Some(casebook::Rewrite::Record),
    }
}
