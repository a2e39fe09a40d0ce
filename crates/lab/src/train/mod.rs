//! Sentences → model file, by gradient descent on the CPU.
//!
//! Two threads each take half of a batch and their gradients are added in a fixed order, so a
//! command with the same seed, data and number of threads gives the same file.

mod adam;
mod network;
pub(crate) mod random;

use std::{path::PathBuf, time::Instant};

use analysis::syntax::{
    Syntax,
    features::{Keys, Lexicon},
    file::{Data, ModelFile, Part},
    shape::Shape,
};
use anyhow::{Context, Result};
use rustc_hash::FxHashMap;

use self::{
    adam::{DenseAdam, TableAdam},
    network::{Gradient, Input, Layout, Parameters},
    random::Random,
};
use crate::{
    corpus::{self, Folder, Sentence},
    groups, score,
};

/// Train a model.
#[derive(clap::Args)]
pub(crate) struct Train {
    /// Folder with ud-ewt, ud-gum, ner-uner-ewt and ner-wikigold.
    #[arg(long)]
    data: PathBuf,
    /// Folder of machine-annotated CoNLL-U files, names as `Name=B-PER` in the last column.
    #[arg(long)]
    silver: Option<PathBuf>,
    /// The file to write.
    #[arg(long)]
    out: PathBuf,
    /// Start of the random sequence.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Passes over silver and gold together.
    #[arg(long, default_value_t = 0)]
    silver_epochs: usize,
    /// Passes over gold alone, at the end.
    #[arg(long, default_value_t = 20)]
    gold_epochs: usize,
    /// How often gold is repeated in a pass over silver.
    #[arg(long, default_value_t = 1)]
    gold_repeats: usize,
    /// Step size at the start.
    #[arg(long, default_value_t = 0.002)]
    rate: f32,
    /// Step size at the start of the passes over gold alone that follow silver.
    #[arg(long, default_value_t = 0.0005)]
    gold_rate: f32,
    /// Share of units dropped.
    #[arg(long, default_value_t = 0.25)]
    dropout: f32,
    /// Share of words whose form is hidden.
    #[arg(long, default_value_t = 0.15)]
    word_dropout: f32,
    /// Words in a batch.
    #[arg(long, default_value_t = 800)]
    batch: usize,
    /// Width of embeddings and layers, a multiple of 16.
    #[arg(long, default_value_t = 160)]
    width: usize,
    /// Recurrent layers.
    #[arg(long, default_value_t = 3)]
    layers: usize,
    /// Width of the arc scorer.
    #[arg(long, default_value_t = 64)]
    arc: usize,
    /// Width of the relation scorer.
    #[arg(long, default_value_t = 64)]
    label: usize,
    /// Most embeddings.
    #[arg(long, default_value_t = 100_000)]
    rows: usize,
    /// Least count of a key that gets an embedding.
    #[arg(long, default_value_t = 2)]
    count: u32,
    /// Stop after this many sentences of silver.
    #[arg(long)]
    silver_sentences: Option<usize>,
    /// Score the dev sets every so many passes.
    #[arg(long, default_value_t = 5)]
    every: usize,
}

const THREADS: usize = 2;

/// Longest sentence trained on, in words.
const SENTENCE_MAX: usize = 150;

impl Train {
    #[expect(clippy::print_stdout, reason = "a command's progress report")]
    pub(crate) fn run(&self) -> Result<()> {
        let folder = Folder(self.data.clone());
        let mut gold = folder.gold()?;
        let mut silver = match &self.silver {
            Some(path) => corpus::silver(path)?,
            None => Vec::new(),
        };
        if let Some(most) = self.silver_sentences {
            silver.truncate(most);
        }
        let groups = groups::list();
        for sentence in gold.iter_mut().chain(&mut silver) {
            if let Some(names) = &mut sentence.names {
                groups::mark(&sentence.forms, names, &groups);
            }
        }
        let shape =
            Shape { width: self.width, layers: self.layers, arc: self.arc, label: self.label };
        let lexicon = build_lexicon(gold.iter().chain(&silver), self.count, self.rows);
        let words = |set: &[Sentence]| set.iter().map(|s| s.forms.len()).sum::<usize>();
        println!(
            "gold {} words, silver {} words, {} embeddings",
            words(&gold),
            words(&silver),
            lexicon.rows()
        );
        let gold = inputs(gold, &lexicon);
        let silver = inputs(silver, &lexicon);

        let mut random = Random::new(self.seed);
        let layout = Layout::new(shape);
        let mut parameters = Parameters::random(&layout, lexicon.rows(), &mut random);
        let mut dense = DenseAdam::new(parameters.dense.len());
        let mut table = TableAdam::new(lexicon.rows(), shape.width);
        let mut gradients: Vec<Gradient> = (0..THREADS).map(|_| Gradient::new(&layout)).collect();

        let epochs = self.silver_epochs + self.gold_epochs;
        let start = Instant::now();
        for epoch in 0..epochs {
            let with_silver = epoch < self.silver_epochs;
            let mut order: Vec<&Input> = Vec::new();
            let repeats = if with_silver { self.gold_repeats } else { 1 };
            for _ in 0..repeats {
                order.extend(&gold);
            }
            if with_silver {
                order.extend(&silver);
            }
            random.shuffle(&mut order);
            let batches = batches(&order, self.batch);
            let mut loss = 0.0;
            for (step, batch) in batches.iter().enumerate() {
                let done = (epoch as f32) + step as f32 / batches.len() as f32;
                let rate = self.rate_at(done, epoch == 0, step);
                let words: usize = batch.iter().map(|input| input.words()).sum();
                let scale = 1.0 / words as f32;
                let seeds: [u64; THREADS] = std::array::from_fn(|_| random.next());
                let settings = network::Settings {
                    dropout: self.dropout,
                    word_dropout: self.word_dropout,
                    scale,
                };
                let half = halves(batch, words);
                let parts = [&batch[..half], &batch[half..]];
                std::thread::scope(|scope| {
                    for ((gradient, part), seed) in gradients.iter_mut().zip(parts).zip(seeds) {
                        let (layout, parameters) = (&layout, &parameters);
                        scope.spawn(move || {
                            network::learn(layout, parameters, part, settings, seed, gradient);
                        });
                    }
                });
                let (first, rest) = gradients.split_at_mut(1);
                for other in rest {
                    first[0].add(other);
                }
                loss += first[0].loss;
                let clip = (1.0 / first[0].norm()).min(1.0);
                dense.step(&mut parameters.dense, &first[0].dense, rate, clip);
                table.step(&mut parameters.table, &first[0], rate, clip);
                for gradient in &mut gradients {
                    gradient.clear();
                }
            }
            println!(
                "pass {} of {epochs}: loss {:.4}, {:.0} s",
                epoch + 1,
                loss / batches.len() as f32,
                start.elapsed().as_secs_f32()
            );
            if (epoch + 1) % self.every == 0
                || epoch + 1 == epochs
                || epoch + 1 == self.silver_epochs
            {
                let bytes = export(&layout, &parameters, &lexicon).to_bytes();
                std::fs::write(&self.out, &bytes)
                    .with_context(|| self.out.display().to_string())?;
                report(&Syntax::load(&bytes)?, &folder)?;
            }
        }
        Ok(())
    }

    /// Step size after `done` passes: a short rise, then down in a line within each phase.
    fn rate_at(&self, done: f32, first: bool, step: usize) -> f32 {
        let rise = if first { ((step + 1) as f32 / 200.0).min(1.0) } else { 1.0 };
        let silver = self.silver_epochs as f32;
        if self.silver_epochs == 0 {
            return rise * self.rate * (1.0 - done / self.gold_epochs as f32).max(0.01);
        }
        if done < silver {
            let end = if self.gold_epochs == 0 { 0.01 * self.rate } else { self.gold_rate };
            rise * (self.rate + (end - self.rate) * done / silver)
        } else {
            self.gold_rate * (1.0 - (done - silver) / self.gold_epochs as f32).max(0.01)
        }
    }
}

/// Prints the measures on the dev sets.
#[expect(clippy::print_stdout, reason = "a command's result")]
pub(crate) fn report(syntax: &Syntax, folder: &Folder) -> Result<()> {
    println!("  EWT dev        {}", score::syntactic(syntax, &folder.ewt_dev()?));
    println!("  GUM dev        {}", score::syntactic(syntax, &folder.gum_dev()?));
    println!("  UNER-EWT dev   {}", score::names(syntax, &folder.uner_dev()?));
    println!("  Worldwide dev  {}", score::names(syntax, &folder.worldwide_dev()?));
    Ok(())
}

/// The keys that occur at least `least` times, the most frequent first, at most `most`.
fn build_lexicon<'a>(
    sentences: impl Iterator<Item = &'a Sentence>,
    least: u32,
    most: usize,
) -> Lexicon {
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    let mut keys = Keys::default();
    for form in sentences.flat_map(|sentence| &sentence.forms) {
        keys.read(form);
        for &key in keys.parts.iter().chain([&keys.lower, &keys.exact]) {
            *counts.entry(key).or_default() += 1;
        }
    }
    let mut counts: Vec<(u32, u64)> =
        counts.into_iter().map(|(key, count)| (count, key)).filter(|c| c.0 >= least).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    counts.truncate(most);
    Lexicon::new(counts.into_iter().map(|(_, key)| key).collect())
}

fn inputs(sentences: Vec<Sentence>, lexicon: &Lexicon) -> Vec<Input> {
    let mut keys = Keys::default();
    let kept = sentences.into_iter().filter(|s| s.forms.len() <= SENTENCE_MAX);
    kept.map(|sentence| {
        let mut input =
            Input { ends: Vec::new(), rows: Vec::new(), exact: Vec::new(), gold: sentence };
        for form in &input.gold.forms {
            keys.read(form);
            input.exact.push(lexicon.look_up(&keys, &mut input.rows));
            input.ends.push(input.rows.len());
        }
        input.gold.forms = Vec::new();
        input
    })
    .collect()
}

fn batches<'a>(order: &[&'a Input], words: usize) -> Vec<Vec<&'a Input>> {
    let mut batches = Vec::new();
    let mut batch = Vec::new();
    let mut count = 0;
    for input in order {
        batch.push(*input);
        count += input.words();
        if count >= words {
            batches.push(std::mem::take(&mut batch));
            count = 0;
        }
    }
    if !batch.is_empty() {
        batches.push(batch);
    }
    batches
}

/// Where to cut a batch so that both parts have about as many words.
fn halves(batch: &[&Input], words: usize) -> usize {
    let mut count = 0;
    batch
        .iter()
        .take_while(|input| {
            count += input.words();
            count <= words.div_ceil(2)
        })
        .count()
}

fn export(layout: &Layout, parameters: &Parameters, lexicon: &Lexicon) -> ModelFile {
    let width = layout.shape.width;
    let keys = lexicon.keys().to_vec();
    let mut parts = vec![
        Part { name: "lexicon".to_owned(), rows: keys.len(), columns: 1, data: Data::U64(keys) },
        Part {
            name: "embeddings".to_owned(),
            rows: lexicon.rows(),
            columns: width,
            data: Data::to_i8(&parameters.table, width),
        },
    ];
    for (tensor, range) in layout.tensors() {
        let data = &parameters.dense[range.clone()];
        let data = if tensor.columns == 1 {
            Data::F32(data.to_vec())
        } else {
            Data::to_i16(data, tensor.columns)
        };
        parts.push(Part {
            name: tensor.name.clone(),
            rows: tensor.rows,
            columns: tensor.columns,
            data,
        });
    }
    ModelFile { shape: layout.shape, parts }
}
