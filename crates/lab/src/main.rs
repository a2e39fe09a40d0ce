//! Training and measuring of the models in `models/`. Users never need it.

#![allow(clippy::disallowed_methods, reason = "a tool: it reads corpora and measures time")]

mod coded;
mod corpus;
mod entities;
mod fit;
mod groups;
mod link;
mod names;
mod pages;
mod reading;
mod score;
mod store;
mod telling;
mod train;
mod vectors;

use std::{path::PathBuf, time::Instant};

use analysis::syntax::{Scratch, Syntax};
use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};

/// The program's own, so that what is measured here is measured as there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(about = "Train and measure the models of demarche")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Train the tagger and parser.
    Train(train::Train),
    /// Train the tagger of names.
    Names(names::NamesTraining),
    /// Tag news for the network beside the table of names to learn from.
    NamesNews(names::NewsLooks),
    /// Fit one of the small tables of weights.
    Fit(fit::Fit),
    /// Take the texts out of coded documents, and put them back.
    Coded(coded::Coded),
    /// Write the words of documents as the network of hints reads them.
    Tell(telling::Telling),
    /// Cut word vectors to the file that ships.
    Vectors(vectors::Vectors),
    /// Fit the models that tell a page's text from its furniture.
    Pages(pages::Pages),
    /// Measure how fast pages become documents, on one core.
    Speed(reading::Speed),
    /// Break pages in many ways and read them: no panic, none slow.
    Mutate(reading::Mutate),
    /// Tables, corpora and weights of the linker.
    Link(link::Link),
    /// Measure a model on the dev sets.
    Score(Measure),
    /// Measure the speed and the loading time of a model on one core.
    Bench(Measure),
    /// Make a large store out of a small one, and measure how fast it grows.
    SynthStore(store::SynthStore),
    /// Ask a store every question many times, and measure how fast it answers.
    AskStore(store::AskStore),
}

#[derive(Args)]
struct Measure {
    /// Folder with ud-ewt, ud-gum, ner-uner-ewt and ner-worldwide.
    #[arg(long)]
    data: PathBuf,
    /// A model file; the shipped one by default.
    #[arg(long)]
    model: Option<PathBuf>,
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Train(train) => train.run(),
        Command::Names(names) => names.run(),
        Command::NamesNews(news) => news.run(),
        Command::Fit(fit) => fit.run(),
        Command::Coded(coded) => coded.run(),
        Command::Tell(telling) => telling.run(),
        Command::Vectors(vectors) => vectors.run(),
        Command::Pages(pages) => pages.run(),
        Command::Speed(speed) => speed.run(),
        Command::Mutate(mutate) => mutate.run(),
        Command::Link(link) => link.run(),
        Command::Score(measure) => {
            let folder = corpus::Folder(measure.data.clone());
            train::report(&measure.load()?, &folder)
        }
        Command::Bench(measure) => measure.bench(),
        Command::SynthStore(synth) => synth.run(),
        Command::AskStore(ask) => ask.run(),
    }
}

impl Measure {
    fn load(&self) -> Result<Syntax> {
        let path = self.model.clone().unwrap_or_else(|| "models/en/syntax.bin".into());
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        Ok(Syntax::load(&bytes)?)
    }

    #[expect(clippy::print_stdout, reason = "a command's result")]
    fn bench(&self) -> Result<()> {
        let mut load_ms = f64::MAX;
        for _ in 0..5 {
            let start = Instant::now();
            self.load()?;
            load_ms = load_ms.min(start.elapsed().as_secs_f64() * 1e3);
        }
        let syntax = self.load()?;
        let sentences = corpus::Folder(self.data.clone()).worldwide_dev()?;
        let forms: Vec<Vec<&str>> =
            sentences.iter().map(|s| s.forms.iter().map(String::as_str).collect()).collect();
        let words: usize = forms.iter().map(Vec::len).sum();
        let mut scratch = Scratch::default();
        println!("load {load_ms:.1} ms, {} sentences, {words} words", forms.len());
        for (name, batched) in [("batched", true), ("one by one", false)] {
            let mut best = f64::MAX;
            for _ in 0..5 {
                let start = Instant::now();
                if batched {
                    syntax.annotate_sentences(&forms, &mut scratch);
                } else {
                    for sentence in &forms {
                        syntax.annotate(sentence, &mut scratch);
                    }
                }
                best = best.min(start.elapsed().as_secs_f64());
            }
            println!("{name}: {:.0} words/s on one core", words as f64 / best);
        }
        Ok(())
    }
}
