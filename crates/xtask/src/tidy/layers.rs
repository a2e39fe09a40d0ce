//! `[package.metadata] layer = n` in every crate; dependencies point downward.

use std::collections::BTreeMap;

use crate::tree::Tree;

struct Crate {
    manifest: String,
    layer: Option<i64>,
    /// Names of dependencies and build dependencies; what tests depend on is left alone.
    dependencies: Vec<String>,
}

pub(super) fn check(tree: &Tree) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut crates = BTreeMap::new();
    for file in tree.under("crates/", "/Cargo.toml").filter(|f| f.path.matches('/').count() == 2) {
        match file.text.parse::<toml::Table>() {
            Ok(manifest) => {
                let folder = file.path.split('/').nth(1).unwrap_or_default();
                let name = manifest
                    .get("package")
                    .and_then(|p| p.get("name"))
                    .and_then(toml::Value::as_str)
                    .unwrap_or_default();
                if name != folder {
                    wrong.push(format!(
                        "{}:1: crate `{name}` lives in the folder `{folder}`",
                        file.path
                    ));
                }
                crates.insert(name.to_owned(), read(&file.path, &manifest));
            }
            Err(error) => wrong.push(format!("{}:1: {}", file.path, error.message())),
        }
    }
    for (name, it) in &crates {
        let Some(layer) = it.layer else {
            wrong.push(format!("{}:1: no `[package.metadata] layer`", it.manifest));
            continue;
        };
        for dependency in &it.dependencies {
            if let Some(below) = crates.get(dependency).and_then(|c| c.layer)
                && below >= layer
            {
                wrong.push(format!(
                    "{}:1: `{name}` (layer {layer}) depends on `{dependency}` (layer {below}); let them meet in `model`",
                    it.manifest
                ));
            }
        }
    }
    wrong
}

fn read(path: &str, manifest: &toml::Table) -> Crate {
    let layer = manifest
        .get("package")
        .and_then(|p| p.get("metadata"))
        .and_then(|m| m.get("layer"))
        .and_then(toml::Value::as_integer);
    let mut dependencies = Vec::new();
    for table in ["dependencies", "build-dependencies"] {
        if let Some(table) = manifest.get(table).and_then(toml::Value::as_table) {
            dependencies.extend(table.keys().cloned());
        }
    }
    Crate { manifest: path.to_owned(), layer, dependencies }
}
