//! `demarche data`: checks a data folder, and makes one from other dictionaries.

mod import;

use std::path::PathBuf;

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
    /// Turn dictionaries of other programs into a folder for `--data`
    Import(import::ImportArguments),
}

pub(crate) fn run(a: &DataArguments) -> Result<Outcome> {
    match &a.command {
        DataCommand::Check { dir } => check(dir.as_ref()),
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
    println!("  {:>7} senses of words", knowledge.frames.all().len());
    println!("  {:>7} known entities", knowledge.entities.all().len());
    println!("  {:>7} role nouns", knowledge.roles.all().len());
    println!("  {:>7} places", knowledge.places.n_places());
    println!("  {:>7} CAMEO codes", knowledge.ontology.cameo_rows().len());
    Ok(Outcome::Done)
}
