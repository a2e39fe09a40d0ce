//! What the linker of incidents and of documents is fitted on and measured by.

mod draw;
mod fit;
mod logistic;
mod plant;
mod priors;
mod rarity;
mod tell;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};

/// Tables and corpora of the linker.
#[derive(Args)]
pub(crate) struct Link {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Count in how many documents each stem stands: models/en/rarity.tsv.
    Rarity {
        /// JSONL with `text`, or with `members`; may be compressed.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[arg(long, default_value = "models/en/rarity.tsv")]
        out: PathBuf,
    },
    /// Write a corpus of planted incidents with its gold.
    Plant(plant::Plant),
    /// Fit the weights of one judge: models/en/{incident-within,incident-across,coverage}.tsv.
    Fit(fit::Fit),
}

impl Link {
    pub(crate) fn run(&self) -> Result<()> {
        match &self.what {
            What::Rarity { files, out } => rarity::count(files, out),
            What::Plant(plant) => plant.run(),
            What::Fit(fit) => fit.run(),
        }
    }
}
