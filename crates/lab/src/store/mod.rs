//! A store of any size, made of real events, and how fast it takes and answers.

mod ask;
mod synth;

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

/// Make a large store out of a small one.
#[derive(Args)]
pub(crate) struct SynthStore {
    /// A store of really coded documents.
    #[arg(long)]
    from: PathBuf,
    /// The store to make; it is added to if it is there.
    #[arg(long)]
    to: PathBuf,
    /// How many events to end with.
    #[arg(long, default_value_t = 10_000_000)]
    events: u64,
    /// Events after which speed and size are told.
    #[arg(long, default_value_t = 500_000)]
    step: u64,
    /// First day of the documents.
    #[arg(long, default_value = "2012-01-01")]
    first: jiff::civil::Date,
    /// Last day of the documents.
    #[arg(long, default_value = "2021-12-31")]
    last: jiff::civil::Date,
    /// Documents of a transaction.
    #[arg(long, default_value_t = 512)]
    batch: usize,
    /// Join reports to incidents, too.
    #[arg(long)]
    link: bool,
}

/// Ask a store every question many times, with parameters drawn from the store itself.
#[derive(Args)]
pub(crate) struct AskStore {
    /// The store.
    #[arg(long)]
    store: PathBuf,
    /// Times that each question is asked.
    #[arg(long, default_value_t = 40)]
    times: usize,
    /// Only questions whose name holds this.
    #[arg(long)]
    only: Option<String>,
    /// Count reports instead of incidents.
    #[arg(long)]
    reports: bool,
}

impl SynthStore {
    pub(crate) fn run(&self) -> Result<()> {
        synth::run(self)
    }
}

impl AskStore {
    pub(crate) fn run(&self) -> Result<()> {
        ask::run(self)
    }
}
