//! `demarche data`: checks a data folder, tells what it lacks and what it changes, and makes one from
//! other dictionaries.

pub(crate) mod diff;
mod import;

use std::{collections::BTreeMap, path::PathBuf};

use clap::{Args, Subcommand};
use knowledge::Knowledge;

use crate::{Failure, Outcome, Result};

#[derive(Args)]
pub(crate) struct DataArguments {
    #[command(subcommand)]
    command: DataCommand,
}

#[derive(Subcommand)]
enum DataCommand {
    /// Read every row of a folder (default: the data in the program) and count what it holds
    Check {
        /// A folder laid out as the project's data/ folder, or one with only some of its files
        dir: Option<PathBuf>,
    },
    /// Words between two political parties that no frame knows, the most frequent first
    #[command(after_help = "\
example:
  demarche data gaps news/ --top 50")]
    Gaps {
        /// Documents: files, folders, patterns, `-` for standard input
        #[arg(required = true)]
        paths: Vec<String>,
        /// How many to list
        #[arg(long, default_value_t = 100)]
        top: usize,
        /// A data folder to use in place of the one in the program
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// What other data makes of a corpus: events added, removed and changed
    Diff(diff::DiffArguments),
    /// Turn dictionaries of other programs into a folder for `--data`
    Import(import::ImportArguments),
}

pub(crate) fn run(a: &DataArguments) -> Result<Outcome> {
    match &a.command {
        DataCommand::Check { dir } => check(dir.as_ref()),
        DataCommand::Gaps { paths, top, data } => gaps(paths, *top, data.as_ref()),
        DataCommand::Diff(a) => diff::run(a),
        DataCommand::Import(a) => import::run(a),
    }
}

fn check(dir: Option<&PathBuf>) -> Result<Outcome> {
    let loaded;
    let knowledge = match dir {
        None => Knowledge::embedded(),
        Some(dir) => {
            loaded = Knowledge::load(dir).map_err(|e| {
                let hint =
                    e.hint.clone().unwrap_or_else(|| "mend the row and try again".to_owned());
                Failure::new(e.to_string(), hint)
            })?;
            &loaded
        }
    };
    println!("data {}", knowledge.version);
    println!("  {:>7} senses of words", knowledge.frames.len());
    println!("  {:>7} known entities", knowledge.entities.len());
    println!("  {:>7} role nouns", knowledge.roles.all().len());
    println!("  {:>7} places", knowledge.places.n_places());
    println!("  {:>7} CAMEO codes", knowledge.ontology.cameo_rows().len());
    Ok(Outcome::Done)
}

/// Lines of count, word, part of speech, pattern, whether a sense nearly held, and one sentence.
fn gaps(paths: &[String], top: usize, data: Option<&PathBuf>) -> Result<Outcome> {
    let engine = crate::engine(data)?;
    let mut counts: BTreeMap<(String, &'static str, String), (usize, usize, String)> =
        BTreeMap::new();
    let mut failure = None;
    engine.read_all(intake::read(paths, &intake::Options::default()), 0, |item| match item {
        Ok(r) => {
            for gap in coder::gaps::gaps(&r.document, &r.analysis, engine.knowledge()) {
                let row = counts.entry((gap.lemma, gap.pos, gap.pattern)).or_default();
                row.0 += 1;
                row.1 += usize::from(gap.near_miss);
                if row.2.is_empty() {
                    row.2 = gap.sentence.of(&r.document.text).replace(['\n', '\t'], " ");
                }
            }
            true
        }
        Err(e) => {
            failure = Some(Failure::new(e.to_string(), e.hint()));
            true
        }
    });
    if let (true, Some(failure)) = (counts.is_empty(), failure) {
        return Err(failure);
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.0));
    for ((lemma, pos, pattern), (n, near, sentence)) in rows.iter().take(top) {
        println!("{n}\t{lemma}\t{pos}\t{pattern}\t{near} near\t{sentence}");
    }
    Ok(if rows.is_empty() { Outcome::Nothing } else { Outcome::Done })
}
