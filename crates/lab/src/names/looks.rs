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
use anyhow::{Context, Result, anyhow, ensure};
use knowledge::Knowledge;
use serde_json::{Value, json};

use super::{Document, on_lines, tags_of};
use crate::{corpus, groups};

/// What is longer is a list or a table, and left out of what a teacher tags.
const LONGEST_SENTENCE: usize = 150;

/// News to be tagged by the tagger itself or by a teacher, for the network beside the table to learn from.
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
    /// Only write the words of the documents, for a teacher to tag (`crates/lab/names/teacher.py`); sentences of more
    /// than 150 are left out.
    #[arg(long, conflicts_with = "told")]
    forms: bool,
    /// With `--forms`: no more sentences of a document from so many words on.
    #[arg(long, default_value_t = usize::MAX, hide_default_value = true)]
    words: usize,
    /// The files are what a teacher wrote of such documents, and each of those is read.
    #[arg(long)]
    told: bool,
}

impl NewsLooks {
    pub(crate) fn run(&self) -> Result<()> {
        if self.forms {
            return self.write_forms();
        }
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
            if self.told {
                documents.extend(told(path, self.weight)?);
                continue;
            }
            for text in self.texts(path)? {
                documents.push(tagged(&text, names, self.weight));
            }
        }
        write(&self.out, &documents, names.classes(), None)
    }

    fn write_forms(&self) -> Result<()> {
        let mut out = BufWriter::new(File::create(&self.out)?);
        for path in &self.news {
            for text in self.texts(path)? {
                let mut n_words = 0;
                let mut forms = forms_of(&text);
                forms.retain(|sentence| {
                    let kept = n_words < self.words && sentence.len() <= LONGEST_SENTENCE;
                    n_words += if kept { sentence.len() } else { 0 };
                    kept
                });
                writeln!(out, "{}", json!({ "forms": forms }))?;
            }
        }
        Ok(())
    }

    /// Texts of the documents of a file that are read.
    fn texts(&self, path: &Path) -> Result<Vec<String>> {
        let mut out = Vec::new();
        for line in corpus::read(path)?.lines().step_by(self.every) {
            let news: Value = serde_json::from_str(line)?;
            if news["ner_split"].as_str().is_none_or(|split| split == "train") {
                out.push(news["text"].as_str().unwrap_or_default().to_owned());
            }
        }
        Ok(out)
    }
}

fn forms_of(text: &str) -> Vec<Vec<String>> {
    let sentences = analysis::tokens::segment(text, &[]);
    sentences.iter().map(|s| s.tokens.iter().map(|t| t.of(text).to_owned()).collect()).collect()
}

/// A document as a teacher tells it.
#[derive(serde::Deserialize)]
struct Told {
    forms: Vec<Vec<String>>,
    /// Of none, and of people, organisations and places, each beginning or going on: thousandths.
    chances: Vec<Vec<[u16; 7]>>,
    /// The best sequence.
    tags: Vec<Vec<u8>>,
}

/// Documents of the lines of such a file; groups are marked by the list.
///
/// # Errors
/// At the first line that is cut short, or does not tell of each word.
pub(super) fn told(path: &Path, weight: f32) -> Result<Vec<Document>> {
    let listed = groups::list();
    let lines = corpus::read(path)?;
    let documents = lines.lines().enumerate().map(|(number, line)| {
        let place = || format!("{}:{}", path.display(), number + 1);
        let Told { forms, chances, mut tags } = serde_json::from_str(line).with_context(place)?;
        let lengths: Vec<usize> = forms.iter().map(Vec::len).collect();
        ensure!(
            chances.iter().map(Vec::len).eq(lengths.iter().copied())
                && tags.iter().map(Vec::len).eq(lengths),
            "{}: as many chances and tags as forms are wanted in each sentence",
            place()
        );
        for (forms, tags) in forms.iter().zip(&mut tags) {
            groups::mark(forms, tags, &listed);
        }
        Ok(Document { forms, tags, weight, chances })
    });
    documents.collect()
}

fn tagged(text: &str, names: &Names, weight: f32) -> Document {
    let forms = forms_of(text);
    let tags = on_lines(&forms, |lines| find_by(names, lines, Knowledge::embedded()));
    let tags = tags.iter().map(|tags| tags_of(tags)).collect();
    Document { forms, tags, weight, chances: Vec::new() }
}

/// Writes the words that have a class, if they are given, then a document a line: its weight, the rows of its words among
/// those, and of each word that may be in a name the tag, or a teacher's chances, and what is seen of it.
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
                        let told = document.chances.get(l).filter(|_| *tag < 7).map(|c| c[i]);
                        let tag = told.map_or(json!(tag), |chances| json!(chances));
                        words.push((tag, numbers(&looks(&lines[l], &signs, l, i))));
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
