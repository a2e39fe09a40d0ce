//! Files that are made from `data/`.

use std::fs;

use anyhow::{Context as _, Result};

use crate::tree::Tree;

/// Path and text of every generated file.
pub(crate) fn files(tree: &Tree) -> Result<Vec<(&'static str, String)>> {
    let _ = tree;
    Ok(Vec::new())
}

/// Writes them.
pub(crate) fn write(tree: &Tree) -> Result<()> {
    for (path, text) in files(tree)? {
        fs::write(tree.root.join(path), text).with_context(|| format!("cannot write {path}"))?;
        println!("wrote {path}");
    }
    Ok(())
}
