//! Training documents in, what the network beside the table sees of their words out.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use analysis::names::{
    Names,
    classes::Classes,
    find_by,
    network::{Looks, Network, looks},
    signs::Signs,
};
use anyhow::{Context, Result, anyhow};
use knowledge::Knowledge;
use serde_json::{Value, json};

use super::{Document, on_lines, tags_of};
use crate::corpus;

/// News to be tagged by the tagger itself, for the network beside the table to learn from.
#[derive(clap::Args)]
pub(crate) struct NewsLooks {
    /// Files of documents, JSON lines with `text`; those marked as of another split than `train`
    /// (`ner_split`) are left out.
    #[arg(required = true)]
    news: Vec<PathBuf>,
    /// The file to write.
    #[arg(long)]
    out: PathBuf,
    /// Every how manieth document is read.
    #[arg(long, default_value_t = 3)]
    every: usize,
    /// What a document counts.
    #[arg(long, default_value_t = 0.3)]
    weight: f32,
    /// The table, and a network for it; otherwise those that are built in.
    #[arg(long, num_args = 2)]
    by: Vec<PathBuf>,
}

impl NewsLooks {
    pub(crate) fn run(&self) -> Result<()> {
        let read: Names;
        let names = if let [table, network] = self.by.as_slice() {
            let network = Network::load(&std::fs::read(network)?).map_err(|e| anyhow!("{e}"))?;
            let table = Names::load(&std::fs::read(table)?).context("no table of names")?;
            let with = table.with(Box::leak(Box::new(network)));
            read = with.context(
                "the network is not of this table's words; train it again with its --looks",
            )?;
            &read
        } else {
            Names::embedded()
        };
        let mut documents = Vec::new();
        for path in &self.news {
            let text = corpus::read(path)?;
            for line in text.lines().step_by(self.every) {
                let news: Value = serde_json::from_str(line)?;
                if news["ner_split"].as_str().is_none_or(|split| split == "train") {
                    let text = news["text"].as_str().unwrap_or_default();
                    documents.push(tagged(text, names, self.weight));
                }
            }
        }
        write(&self.out, &documents, names.classes(), None)
    }
}

fn tagged(text: &str, names: &Names, weight: f32) -> Document {
    let forms: Vec<Vec<String>> = analysis::tokens::segment(text, &[])
        .iter()
        .map(|s| s.tokens.iter().map(|t| t.of(text).to_owned()).collect())
        .collect();
    let tags = on_lines(&forms, |lines| find_by(names, lines, Knowledge::embedded()));
    let tags = tags.iter().map(|tags| tags_of(tags)).collect();
    Document { forms, tags, weight }
}

/// Writes the words that have a class, if they are given, then a document a line: its weight, the rows of its words among
/// those, and of each word that may be in a name the tag and what is seen of it.
pub(super) fn write(
    path: &Path,
    documents: &[Document],
    classes: &Classes,
    words: Option<&[String]>,
) -> Result<()> {
    let file = File::create(path).with_context(|| path.display().to_string())?;
    let mut out = BufWriter::new(file);
    if let Some(words) = words {
        writeln!(out, "{}", json!(words))?;
    }
    for document in documents {
        let line = on_lines(&document.forms, |lines| {
            let signs = Signs::read(lines, classes, Knowledge::embedded());
            let rows: Vec<u32> = signs.lines.iter().flatten().map(|x| x.row).collect();
            let mut words = Vec::new();
            for (l, tags) in document.tags.iter().enumerate() {
                for (i, tag) in tags.iter().enumerate() {
                    if signs.lines[l][i].candidate {
                        words.push((*tag, numbers(&looks(&lines[l], &signs, l, i))));
                    }
                }
            }
            json!({ "weight": document.weight, "rows": rows, "words": words })
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Numbers in the order in which they are declared.
fn numbers(looks: &Looks) -> Vec<u32> {
    let mut out: Vec<u32> = looks.near.as_flattened().to_vec();
    out.push(looks.head);
    out.extend(looks.tags);
    out.extend(looks.grams);
    out.extend(looks.flags);
    out.extend(looks.others.as_flattened());
    out
}
