//! Lists the files of `data/` so that they are embedded in the program, and writes frames down once more
//! as JSON, which is read in a fraction of the time.

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

/// The frames of a file with the line of each sense; nothing for a file that is broken, which is told when it
/// is read.
fn ready(name: &str, text: &str) -> Option<serde_json::Value> {
    #[derive(serde::Deserialize)]
    struct Frames {
        headword: String,
        #[serde(default)]
        sense: Vec<toml::Spanned<toml::Table>>,
    }
    let frames: Frames = toml::from_str(text).ok()?;
    let sense: Option<Vec<_>> = frames
        .sense
        .into_iter()
        .map(|s| {
            let line = text[..s.span().start].matches('\n').count() + 1;
            Some(serde_json::json!([line, serde_json::to_value(s.into_inner()).ok()?]))
        })
        .collect();
    Some(serde_json::json!([name, frames.headword, sense?]))
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
    let frames: Vec<_> = found
        .iter()
        .filter(|name| name.starts_with("lang/en/frames/"))
        .filter_map(|name| ready(name, &fs::read_to_string(root.join(name)).ok()?))
        .collect();
    let frames = serde_json::Value::from(frames).to_string();
    fs::write(Path::new(&out).join("frames.json"), frames).expect("OUT_DIR can be written");
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
