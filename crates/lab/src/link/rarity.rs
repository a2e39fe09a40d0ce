//! Documents in, in how many of them each stem stands out.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use engine::Engine;
use model::{DocumentKind, RawDocument};

/// Stems of fewer documents are left out: nothing of any one text is kept.
const N_LEAST: u32 = 12;

pub(super) fn count(files: &[PathBuf], out: &Path) -> Result<()> {
    let mut texts = Vec::new();
    for file in files {
        for line in crate::corpus::read(file)?.lines().filter(|l| !l.trim().is_empty()) {
            let value: serde_json::Value = serde_json::from_str(line)?;
            let members = value["members"].as_array().cloned().unwrap_or_else(|| vec![value]);
            for m in members {
                let part = |key: &str| m[key].as_str().unwrap_or("").to_owned();
                texts.push(format!("{}\n\n{}", part("title"), part("text")));
            }
        }
    }
    let n_documents = texts.len();
    let engine = Engine::new();
    let raws = texts.into_iter().map(|text| {
        Ok::<_, ()>(RawDocument {
            kind: DocumentKind::Record,
            bytes: text.into_bytes(),
            ..RawDocument::default()
        })
    });
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    engine.read_all(raws, 0, |item| {
        let Ok(reading) = item else { return true };
        let tokens = reading.analysis.tokens.iter().filter(|t| incident::is_content(t));
        let stems: BTreeSet<String> = tokens.map(|t| incident::stem(&t.lemma)).collect();
        for stem in stems.into_iter().filter(|s| !s.is_empty() && s != "documents") {
            *counts.entry(stem).or_default() += 1;
        }
        true
    });
    counts.retain(|_, n| *n >= N_LEAST);
    let mut table = format!(
        "# In how many of the documents each stem (first six letters of a lemma) stands; stems of\n\
         # fewer than {N_LEAST} are left out. Counted by `lab link rarity`; see README.md beside this file.\n\
         documents\t{n_documents}\n"
    );
    for (stem, n) in &counts {
        let _ = writeln!(table, "{stem}\t{n}");
    }
    std::fs::write(out, table).with_context(|| out.display().to_string())?;
    Ok(())
}
