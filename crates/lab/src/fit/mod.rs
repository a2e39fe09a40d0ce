//! Gold rows in, small tables of weights out:
//! `models/en/{relate,penta,status,pronouns,chains,locate,utterance,views,confidence,sides,sectors,acts,spans}.tsv`.
//!
//! Sums of weights over named features of the coder's own acts (types, modes, sectors, frames,
//! operators, words of our own lists and small words; never other words of the text; for `relate` and
//! `penta` also of numbers of word vectors), fitted with an L2 penalty; the same rows always give the same table. Before the fit on all rows it prints figures by ten
//! folds.

mod acts;
mod chains;
mod company;
mod confidence;
mod descent;
mod locate;
mod numbers;
mod pronouns;
mod relate;
mod sectors;
mod sides;
mod spans;
mod utterance;
mod views;

use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use engine::Engine;
use model::{DocumentKind, RawDocument};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Types of marked pairs: a table with `marked_sentence` and `gold_root`
    Relate,
    /// Penta class of a sentence: rows "text, tab, class"
    Penta,
    /// Factuality of words: lines of {"text", "targets"}
    Status,
    /// What pronouns take up: GAP's table, tables of documents with chains
    Pronouns,
    /// What phrases are joined to: tables of documents with chains
    Chains,
    /// Which place belongs to which act: lines of {"text", "spans"}
    Locate,
    /// What parties do by speaking: documents with coded events
    Utterance,
    /// What words of saying and thinking report: documents with their attributions
    Views,
    /// How sure events are: documents with coded events
    Confidence,
    /// Which country a side of an act is of: documents with coded events
    Sides,
    /// Which sector somebody acts for: documents with coded events
    Sectors,
    /// What words without a frame do: documents with coded events
    Acts,
    /// Who does it and to whom: lines of {"tokens", "spans"}
    Spans,
}

/// Fit one of the small tables.
#[derive(Args)]
pub(crate) struct Fit {
    #[arg(value_enum)]
    what: What,
    /// Gold files; each may be compressed.
    #[arg(required = true)]
    gold: Vec<PathBuf>,
    /// Where the weights go; `models/en/<what>.tsv` by default.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Strength of the penalty.
    #[arg(long, default_value_t = 0.3)]
    penalty: f64,
    /// List the rows that the folds get wrong.
    #[arg(long)]
    show: bool,
    /// How far rare labels weigh as much as frequent ones, from 0 to 1.
    #[arg(long, default_value_t = 0.0)]
    balance: f64,
    /// How much readier than the fit a phrase is to join a chain (chains only).
    #[arg(long, default_value_t = 0.6)]
    readiness: f64,
    /// What the encoder says of the pairs by folds (relate only): counts in the figures.
    #[arg(long)]
    opinions: Option<PathBuf>,
}

/// Rows as sorted feature numbers with a label number.
struct Rows {
    features: Vec<String>,
    labels: Vec<String>,
    pairs: Vec<(Vec<usize>, usize)>,
    /// The names that rows are of (places only).
    near: Vec<locate::Near>,
}

/// Fits a table on coded documents, under a penalty: lines of figures, and the table.
type OfDocuments = fn(&str, f64) -> Result<(String, String)>;

const N_FOLDS: usize = 10;
const N_STEPS: usize = 250;

impl Fit {
    #[expect(clippy::print_stdout, reason = "a command's result")]
    pub(crate) fn run(&self) -> Result<()> {
        let name = match self.what {
            What::Relate => "relate",
            What::Penta => "penta",
            What::Status => "status",
            What::Pronouns => "pronouns",
            What::Chains => "chains",
            What::Locate => "locate",
            What::Utterance => "utterance",
            What::Views => "views",
            What::Confidence => "confidence",
            What::Sides => "sides",
            What::Sectors => "sectors",
            What::Acts => "acts",
            What::Spans => "spans",
        };
        let out = self.out.clone().unwrap_or_else(|| format!("models/en/{name}.tsv").into());
        let mut text = String::new();
        for path in &self.gold {
            text.push_str(&crate::corpus::read(path)?);
        }
        if matches!(self.what, What::Pronouns | What::Chains) {
            let texts: Vec<String> =
                self.gold.iter().map(|path| crate::corpus::read(path)).collect::<Result<_>>()?;
            let (line, table) = if self.what == What::Pronouns {
                pronouns::fit(&texts, self.penalty)?
            } else {
                chains::fit(&texts, self.penalty, self.readiness)?
            };
            println!("{line}");
            std::fs::write(&out, table)?;
            return Ok(());
        }
        let of_documents: Option<OfDocuments> = match self.what {
            What::Views => Some(views::fit),
            What::Confidence => Some(confidence::fit),
            What::Acts => Some(acts::fit),
            What::Spans => Some(spans::fit),
            What::Sides => Some(sides::fit),
            What::Sectors => Some(sectors::fit),
            _ => None,
        };
        if let Some(fit) = of_documents {
            let (lines, table) = fit(&text, self.penalty)?;
            println!("{lines}");
            std::fs::write(&out, table)?;
            return Ok(());
        }
        if self.what == What::Status {
            let texts: Vec<String> =
                self.gold.iter().map(|path| crate::corpus::read(path)).collect::<Result<_>>()?;
            let (line, table) = numbers::fit(&texts, self.penalty)?;
            println!("{line}");
            std::fs::write(&out, table)?;
            return Ok(());
        }
        if matches!(self.what, What::Relate | What::Penta) {
            let taste = company::Taste { penalty: self.penalty, balance: self.balance };
            let (line, table) = if self.what == What::Relate {
                let opinions = self.opinions.as_deref().map(crate::corpus::read).transpose()?;
                relate::fit(&text, self.show, taste, opinions.as_deref())?
            } else {
                relate::fit_penta(&text, taste)
            };
            println!("{line}");
            std::fs::write(&out, table)?;
            return Ok(());
        }
        let rows = read(self.what, &text)?;
        let mut answers = vec![0; rows.pairs.len()];
        let mut margins = vec![0.0; rows.pairs.len()];
        for fold in 0..N_FOLDS {
            let is_test =
                |i: usize| rows.near.get(i).map_or(i % N_FOLDS, |n| n.fold(N_FOLDS)) == fold;
            let train: Vec<usize> = (0..rows.pairs.len()).filter(|&i| !is_test(i)).collect();
            let weights = self.fit(&rows, &train);
            for i in (0..rows.pairs.len()).filter(|&i| is_test(i)) {
                let sums = scores(&rows, &weights, &rows.pairs[i].0);
                answers[i] = best(&sums);
                margins[i] = sums.last().unwrap_or(&0.0) - sums.first().unwrap_or(&0.0);
            }
        }
        if self.what == What::Locate {
            println!("{}", locate::figures(&text, &rows.near, &margins)?);
        }
        if self.show {
            for (i, (row, answer)) in rows.pairs.iter().zip(&answers).enumerate() {
                if row.1 == *answer {
                    continue;
                }
                let names: Vec<&str> = row.0.iter().map(|&f| rows.features[f].as_str()).collect();
                println!(
                    "{i} {} said {} {}",
                    rows.labels[row.1],
                    rows.labels[*answer],
                    names.join(" ")
                );
            }
        }
        let gold: Vec<usize> = rows.pairs.iter().map(|r| r.1).collect();
        let (macro_f1, accuracy) = measure::relations::macro_f1(&gold, &answers);
        println!(
            "{} rows, {} features, {N_FOLDS} folds: accuracy {accuracy:.3}, macro-F1 {macro_f1:.3}",
            rows.pairs.len(),
            rows.features.len()
        );
        let all: Vec<usize> = (0..rows.pairs.len()).collect();
        let weights = self.fit(&rows, &all);
        std::fs::write(&out, table(&rows, &weights, accuracy, macro_f1))
            .with_context(|| out.display().to_string())?;
        Ok(())
    }

    /// Gradient descent with a step per weight that shrinks with what it has seen (AdaGrad).
    fn fit(&self, rows: &Rows, train: &[usize]) -> Vec<Vec<f64>> {
        let n_labels = rows.labels.len();
        let mut counts = vec![0.0f64; n_labels];
        for &i in train {
            counts[rows.pairs[i].1] += 1.0;
        }
        let mean = train.len() as f64 / n_labels as f64;
        let share: Vec<f64> =
            counts.iter().map(|c| (mean / c.max(1.0)).powf(self.balance)).collect();
        let mut weights = vec![vec![0.0f64; n_labels]; rows.features.len()];
        let mut seen = vec![vec![1e-6f64; n_labels]; rows.features.len()];
        for _ in 0..N_STEPS {
            let mut slope: Vec<Vec<f64>> = weights
                .iter()
                .map(|row| row.iter().map(|w| 2.0 * self.penalty * w).collect())
                .collect();
            for (features, label) in train.iter().map(|&i| &rows.pairs[i]) {
                let shares = softmax(&scores(rows, &weights, features));
                for &f in features {
                    for (k, p) in shares.iter().enumerate() {
                        let miss = p - f64::from(u8::from(k == *label));
                        slope[f][k] += share[*label] * miss;
                    }
                }
            }
            for ((w, s), g) in weights.iter_mut().zip(&mut seen).zip(&slope) {
                for ((w, s), g) in w.iter_mut().zip(s).zip(g) {
                    *s += g * g;
                    *w -= 0.3 * g / s.sqrt();
                }
            }
        }
        weights
    }
}

/// The engine's reading of a text that is kept to the letter.
fn reading(engine: &Engine, text: &str) -> engine::Reading {
    engine.read(&RawDocument {
        kind: DocumentKind::Record,
        bytes: text.as_bytes().to_vec(),
        ..RawDocument::default()
    })
}

/// The engine's reading of a coded document, which is kept to the letter, at its day.
pub(crate) fn reading_of(engine: &Engine, gold: &serde_json::Value) -> engine::Reading {
    engine.read(&RawDocument {
        kind: DocumentKind::Record,
        bytes: gold["text"].as_str().unwrap_or_default().as_bytes().to_vec(),
        published: gold["published"].as_str().and_then(|d| d.parse().ok()),
        ..RawDocument::default()
    })
}

fn read(what: What, text: &str) -> Result<Rows> {
    let engine = Engine::new();
    let (named, near) = match what {
        What::Locate => locate::read(&engine, text)?,
        _ => (utterance::read(&engine, text)?, Vec::new()),
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for f in named.iter().flat_map(|n| &n.0) {
        *counts.entry(f.clone()).or_default() += 1;
    }
    counts.retain(|_, n| *n > 1);
    let features: Vec<String> = counts.into_keys().collect();
    let mut labels: Vec<String> = named.iter().map(|n| n.1.clone()).collect();
    labels.sort();
    labels.dedup();
    let pairs: Vec<(Vec<usize>, usize)> = named
        .into_iter()
        .map(|(names, root)| {
            let numbers = names.iter().filter_map(|n| features.binary_search(n).ok()).collect();
            (numbers, labels.binary_search(&root).unwrap_or(0))
        })
        .collect();
    Ok(Rows { features, labels, pairs, near })
}

fn scores(rows: &Rows, weights: &[Vec<f64>], features: &[usize]) -> Vec<f64> {
    let mut sums = vec![0.0; rows.labels.len()];
    for &f in features {
        for (sum, w) in sums.iter_mut().zip(&weights[f]) {
            *sum += w;
        }
    }
    sums
}

fn softmax(scores: &[f64]) -> Vec<f64> {
    let top = scores.iter().copied().fold(f64::MIN, f64::max);
    let grown: Vec<f64> = scores.iter().map(|s| (s - top).exp()).collect();
    let sum: f64 = grown.iter().sum();
    grown.into_iter().map(|g| g / sum).collect()
}

fn best(scores: &[f64]) -> usize {
    (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a))).unwrap_or(0)
}

/// The features told at least `least` times, sorted.
fn frequent<'f>(told: impl Iterator<Item = &'f String>, least: usize) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for f in told {
        *counts.entry(f).or_default() += 1;
    }
    counts.into_iter().filter(|(_, n)| *n >= least).map(|(f, _)| f.to_owned()).collect()
}

/// Adds a line of a table, unless no weight is `least` or more.
fn line(name: &str, weights: &[f64], least: f64, table: &mut String) {
    if weights.iter().all(|w| w.abs() < least) {
        return;
    }
    table.push_str(name);
    for w in weights {
        let rounded = (w * 100.0).round() / 100.0;
        let _ = write!(table, "\t{}", if rounded == 0.0 { 0.0 } else { rounded });
    }
    table.push('\n');
}

fn table(rows: &Rows, weights: &[Vec<f64>], accuracy: f64, macro_f1: f64) -> String {
    let mut out = format!(
        "# Weights of features for labels; fitted by `lab fit` over features of our own acts.\n\
         # Ten folds: accuracy {accuracy:.3}, macro-F1 {macro_f1:.3}. See README.md beside this file.\n\
         feature"
    );
    for label in &rows.labels {
        let _ = write!(out, "\t{label}");
    }
    out.push('\n');
    for (feature, row) in rows.features.iter().zip(weights) {
        line(feature, row, 0.05, &mut out);
    }
    out
}
