//! Corpora of names and word vectors in, `models/en/names.bin` out.

mod field;
mod groups_of_words;
mod looks;
mod recased;

use std::path::{Path, PathBuf};

use analysis::{
    names::{Line, NameTag, Names, classes::Classes, signs::Signs, tagger::MAGIC},
    syntax::{Scratch, Syntax, Word},
};
use anyhow::{Context, Result};
use knowledge::Knowledge;

pub(crate) use self::looks::NewsLooks;
use self::{
    field::{Field, Sample},
    groups_of_words::Groups,
};
use crate::{corpus, groups, train::random::Random};

/// Train the tagger of names: word classes, then weights.
#[derive(clap::Args)]
pub(crate) struct NamesTraining {
    /// Folder with ner-uner-ewt and ner-wikigold.
    #[arg(long)]
    data: PathBuf,
    /// Word vectors as text: a word and its numbers a line, the most frequent word first.
    #[arg(long)]
    vectors: PathBuf,
    /// The file to write.
    #[arg(long)]
    out: PathBuf,
    /// Start of the random sequence.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Words that get a class.
    #[arg(long, default_value_t = 120_000)]
    words: usize,
    /// Bits of a slot in the table of weights.
    #[arg(long, default_value_t = 17)]
    bits: u32,
    /// Passes.
    #[arg(long, default_value_t = 10)]
    passes: usize,
    /// Trainings whose weights are averaged.
    #[arg(long, default_value_t = 3)]
    trainings: usize,
    /// Share of the network's scores, in 256ths.
    #[arg(long, default_value_t = 128)]
    share: u32,
    /// Also write what the network beside the table sees of the training words: a document a line.
    #[arg(long)]
    looks: Option<PathBuf>,
    /// Documents as `teacher.py label` writes them: the table learns from them, too.
    #[arg(long)]
    told: Vec<PathBuf>,
    /// What such a document counts in the table.
    #[arg(long, default_value_t = 0.3)]
    told_weight: f32,
    /// Also learn from the dev split of ner-uner-ewt.
    #[arg(long)]
    with_dev: bool,
}

/// Steps of a weight in the file, in 256ths.
const STEP: u32 = 8;

struct Document {
    forms: Vec<Vec<String>>,
    tags: Vec<Vec<u8>>,
    weight: f32,
    /// What a teacher gives each of the first seven tags, in thousandths; empty where hands tagged.
    chances: Vec<Vec<[u16; 7]>>,
}

impl NamesTraining {
    #[expect(clippy::print_stdout, reason = "a command's progress report")]
    pub(crate) fn run(&self) -> Result<()> {
        let ner = |name: &str| corpus::read(&self.data.join(name));
        let mut documents = read(&ner("ner-uner-ewt/train.iob2.gz")?, false);
        documents.extend(read(&ner("ner-wikigold/wikigold.conll.txt")?, true));
        if self.with_dev {
            documents.extend(read(&ner("ner-uner-ewt/dev.iob2")?, false));
        }
        let mut random = Random::new(self.seed);
        let groups = Groups::of(&self.vectors, self.words, &documents, &mut random)?;
        let classes = groups.classes();
        let again = recased::recased(&documents, &mut random);
        let lowered = recased::lowered(&documents, &mut random);
        documents.extend(again);
        documents.extend(lowered);
        let n_own = documents.len();
        for path in &self.told {
            documents.extend(looks::told(path, self.told_weight)?);
        }
        let mut samples = Vec::new();
        for document in &documents {
            samples.extend(samples_of(document, &classes, self.bits));
        }
        println!("{} documents, {} sentences with candidates", documents.len(), samples.len());
        let mut sum = Field::new(self.bits);
        for training in 0..self.trainings {
            let mut field = Field::new(self.bits);
            for pass in 0..self.passes {
                let rate = 0.1 * (1.0 - 0.9 * pass as f32 / self.passes as f32);
                let loss = field.learn(&mut samples, rate, &mut random);
                println!("training {training}, pass {pass}: loss {loss:.4}");
            }
            sum.add(&field, 1.0 / self.trainings as f32);
        }
        let mut bytes = MAGIC.to_vec();
        let n_words = groups.words.len() as u32;
        for n in [groups.wider.len() as u32, n_words, self.bits, STEP, self.share] {
            bytes.extend(n.to_le_bytes());
        }
        groups.write(&mut bytes);
        sum.write(&mut bytes, STEP);
        std::fs::write(&self.out, &bytes).with_context(|| self.out.display().to_string())?;
        let names = Names::load(&bytes).context("the file cannot be read back")?;
        if let Some(path) = &self.looks {
            looks::write(path, &documents[..n_own], &classes, Some(&groups.forms))?;
        }
        self.measure(&names);
        Ok(())
    }

    #[expect(clippy::print_stdout, reason = "a command's progress report")]
    fn measure(&self, names: &Names) {
        for dev in ["ner-uner-ewt/dev.iob2", "ner-worldwide/dev.9class.tsv"] {
            if let Ok(gold) = corpus::read(&self.data.join(dev)) {
                println!("{dev} {}", score(names, &gold));
            }
        }
    }
}

/// Figures of the tagger alone.
fn score(names: &Names, gold: &str) -> String {
    let mut report = measure::names::NamesReport::default();
    for document in measure::names::documents(gold) {
        let forms: Vec<Vec<String>> = document.iter().map(|s| s.0.clone()).collect();
        let tags = on_lines(&forms, |lines| names.tag(lines, Knowledge::embedded(), true));
        for (gold, tags) in document.iter().zip(&tags) {
            report.sentence(gold, tags, 0);
        }
    }
    report.micro().to_string()
}

fn on_lines<T>(forms: &[Vec<String>], with: impl FnOnce(&[Line<'_>]) -> T) -> T {
    let forms: Vec<Vec<&str>> =
        forms.iter().map(|s| s.iter().map(String::as_str).collect()).collect();
    let words: Vec<Vec<Word>> =
        Syntax::embedded().annotate_sentences(&forms, &mut Scratch::default());
    let lines: Vec<Line<'_>> =
        forms.iter().zip(&words).map(|(forms, words)| Line { forms, words }).collect();
    with(&lines)
}

fn samples_of(document: &Document, classes: &Classes, bits: u32) -> Vec<Sample> {
    on_lines(&document.forms, |lines| {
        let signs = Signs::read(lines, classes, Knowledge::embedded());
        let mut out = Vec::new();
        for (l, tags) in document.tags.iter().enumerate() {
            let keys = (0..tags.len()).map(|i| {
                let mut keys = Vec::new();
                if signs.lines[l][i].candidate {
                    signs.each(l, i, &mut |t, key| keys.push((t as u8, key >> (32 - bits))));
                }
                keys
            });
            let sample = Sample::new(keys.collect(), tags, document.weight);
            out.extend(sample);
        }
        out
    })
}

/// Documents with their tags; groups are marked by the list.
fn read(iob: &str, apart: bool) -> Vec<Document> {
    let listed = groups::list();
    let mut out = Vec::new();
    for document in measure::names::documents(iob) {
        let mut all =
            Document { forms: Vec::new(), tags: Vec::new(), weight: 1.0, chances: Vec::new() };
        for (forms, names) in document {
            let mut sentence = corpus::Sentence { forms, ..corpus::Sentence::default() };
            sentence.names = Some(tags_of(&names));
            if apart {
                sentence = corpus::split_hyphens(sentence);
            }
            let mut tags = sentence.names.unwrap_or_default();
            groups::mark(&sentence.forms, &mut tags, &listed);
            all.forms.push(sentence.forms);
            all.tags.push(tags);
        }
        out.push(all);
    }
    out
}

/// An inside tag after something else begins a name.
fn tags_of(names: &[NameTag]) -> Vec<u8> {
    let mut before: NameTag = None;
    let tags = names.iter().map(|name| {
        let goes_on =
            name.is_some_and(|(kind, begins)| !begins && before.is_some_and(|b| b.0 == kind));
        before = *name;
        name.map_or(0, |(kind, _)| 1 + 2 * kind as u8 + u8::from(goes_on))
    });
    tags.collect()
}

/// Vectors of the first words of a file.
fn vectors(path: &Path, n_max: usize) -> Result<(Vec<String>, Vec<Vec<f32>>)> {
    let text = corpus::read(path)?;
    let (mut words, mut all) = (Vec::new(), Vec::new());
    for (number, line) in text.lines().take(n_max).enumerate() {
        let mut cells = line.split(' ');
        let word = cells.next().unwrap_or_default();
        let row: std::result::Result<Vec<f32>, _> = cells.map(str::parse).collect();
        let mut row = row.with_context(|| format!("{}:{}", path.display(), number + 1))?;
        let norm = row.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-9);
        for x in &mut row {
            *x /= norm;
        }
        words.push(word.to_owned());
        all.push(row);
    }
    Ok((words, all))
}
