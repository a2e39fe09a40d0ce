//! Lists the files of `data/` so that they are embedded in the program.

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

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut found = Vec::new();
    for part in ["ontology", "entities", "places", "lang", "publishers"] {
        println!("cargo:rerun-if-changed={}", root.join(part).display());
        list(&root.join(part), &root, &mut found);
    }
    found.sort();
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("files.rs");
    let mut file = fs::File::create(out).expect("OUT_DIR can be written");
    writeln!(file, "&[").expect("written");
    for name in found {
        let path = root.join(&name);
        println!("cargo:rerun-if-changed={}", path.display());
        writeln!(file, "    ({name:?}, include_str!({:?})),", path.display().to_string())
            .expect("written");
    }
    writeln!(file, "]").expect("written");
}
