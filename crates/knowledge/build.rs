//! Lists the files of `data/` so that they are embedded in the program, and writes frames down once more,
//! a line each sense, so that each is read when it is first asked for.

#![allow(clippy::disallowed_methods, reason = "a build script reads the data folder")]

use std::{env, fs, io::Write, path::Path};

fn list(dir: &Path, root: &Path, found: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, root, found);
        } else if let Ok(relative) = path.strip_prefix(root)
            && matches!(path.extension().and_then(|e| e.to_str()), Some("toml" | "tsv" | "txt"))
        {
            found.push(relative.to_string_lossy().replace('\\', "/"));
        }
    }
}

/// A line for each sense of a file: file, headword, line in the file, part of speech, lemma, event, operator,
/// all of it as JSON. Nothing for a file that is broken, which is told when it is read.
fn ready(name: &str, text: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Frames {
        headword: String,
        #[serde(default)]
        sense: Vec<toml::Spanned<toml::Table>>,
    }
    let frames: Frames = toml::from_str(text).ok()?;
    let mut lines = String::new();
    for sense in frames.sense {
        let line = text[..sense.span().start].matches('\n').count() + 1;
        let sense = sense.into_inner();
        let word = |key: &str| sense.get(key).and_then(toml::Value::as_str).unwrap_or_default();
        let cells =
            [name, &frames.headword, word("pos"), word("lemma"), word("event"), word("operator")];
        if cells.iter().any(|c| c.contains(['\t', '\n'])) {
            return None;
        }
        let [name, headword, pos, lemma, event, operator] = cells;
        let json = serde_json::to_string(&sense).ok()?;
        lines +=
            &format!("{name}\t{headword}\t{line}\t{pos}\t{lemma}\t{event}\t{operator}\t{json}\n");
    }
    Some(lines)
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut found = Vec::new();
    for part in ["ontology", "entities", "places", "lang", "publishers"] {
        println!("cargo:rerun-if-changed={}", root.join(part).display());
        list(&root.join(part), &root, &mut found);
    }
    found.sort();
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let frames: String = found
        .iter()
        .filter(|name| name.starts_with("lang/en/frames/"))
        .filter_map(|name| ready(name, &fs::read_to_string(root.join(name)).ok()?))
        .collect();
    fs::write(Path::new(&out).join("frames.tsv"), frames).expect("OUT_DIR can be written");
    let mut file =
        fs::File::create(Path::new(&out).join("files.rs")).expect("OUT_DIR can be written");
    writeln!(file, "&[").expect("written");
    for name in found {
        let path = root.join(&name);
        println!("cargo:rerun-if-changed={}", path.display());
        writeln!(file, "    ({name:?}, include_str!({:?})),", path.display().to_string())
            .expect("written");
    }
    writeln!(file, "]").expect("written");
}
