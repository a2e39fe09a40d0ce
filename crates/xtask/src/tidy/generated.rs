//! What `cargo xtask docs` would write is what stands there.

use crate::{codegen, tree::Tree};

pub(super) fn check(tree: &Tree) -> Vec<String> {
    match codegen::files(tree) {
        Ok(made) => made
            .iter()
            .filter(|(path, text)| tree.file(path.as_str()).is_none_or(|f| f.text != *text))
            .map(|(path, _)| format!("{path}:1: not up to date: run `cargo xtask docs`"))
            .collect(),
        Err(error) => vec![format!("data/ontology:1: {error:#}")],
    }
}
