//! Sentences with marked spans in, the weights of `models/en/spans.tsv` out: a softmax over the phrases
//! that may say who does it, and one over those that may say to whom.
//!
//! What an answer is owed is by how many of its words are marked: the nearest to the gold most. Folds
//! are of whole sentences; the figures are of words, as `demarche eval spans` has them.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use coder::digest::{Answer, best_two};
use engine::Engine;
use measure::sentences::{Marked, marked};

use super::{N_FOLDS, company::descend, softmax};

const MIN_COUNT: usize = 2;
/// How much more the nearest answers are owed than those near.
const SHARPNESS: i32 = 3;

/// One sentence.
struct Row {
    answers: Vec<Answer>,
    /// Numbers of the features of each answer.
    features: Vec<Vec<usize>>,
    /// Which words each answer covers.
    words: Vec<Vec<bool>>,
    /// Which words the gold marks: of doers, of those it is done to.
    gold: [Vec<bool>; 2],
    /// What each answer is owed, by side; sums to 1.
    owed: [Vec<f64>; 2],
}

/// Lines of figures by folds, and the table fitted on all rows.
pub(super) fn fit(text: &str, penalty: f64) -> Result<(String, String)> {
    let (features, rows) = read(text)?;
    let mut counts = [[0usize; 3]; 2];
    for fold in 0..N_FOLDS {
        let is_test = |i: usize| i % N_FOLDS == fold;
        let train: Vec<&Row> =
            rows.iter().enumerate().filter(|(i, _)| !is_test(*i)).map(|(_, r)| r).collect();
        let weights = both(&train, features.len(), penalty);
        for (_, row) in rows.iter().enumerate().filter(|(i, _)| is_test(*i)) {
            let sums: Vec<[f64; 2]> = row
                .features
                .iter()
                .map(|list| weights.each_ref().map(|w| list.iter().map(|&f| w[f]).sum()))
                .collect();
            let (source, target) = best_two(&row.answers, &sums);
            for (side, said) in [source, target].into_iter().enumerate() {
                let (said, gold) = (&row.words[said], &row.gold[side]);
                let [hits, told, owed] = &mut counts[side];
                *hits += shared(said, gold);
                *told += shared(said, said);
                *owed += shared(gold, gold);
            }
        }
    }
    let [source, target] = counts.map(|[hits, told, owed]| {
        let share = |n: usize| hits as f64 / n.max(1) as f64;
        let f1 = 2.0 * hits as f64 / (told + owed).max(1) as f64;
        format!("precision {:.3}, recall {:.3}, F1 {f1:.3}", share(told), share(owed))
    });
    let head = format!(
        "{} sentences, {} features, {N_FOLDS} folds: source {source}; target {target}",
        rows.len(),
        features.len()
    );
    let all: Vec<&Row> = rows.iter().collect();
    let [of_source, of_target] = both(&all, features.len(), penalty);
    let mut table = format!(
        "# Weights of what speaks for a phrase saying who does it, or to whom; fitted by `lab fit spans`.\n# {head}.\n# See README.md beside this file.\nfeature\tsource\ttarget\n"
    );
    for (name, (a, b)) in features.iter().zip(of_source.iter().zip(&of_target)) {
        if a.abs().max(b.abs()) >= 0.03 {
            let _ = writeln!(table, "{name}\t{:.2}\t{:.2}", a + 0.0, b + 0.0);
        }
    }
    Ok((head, table))
}

/// Weights of both sides.
fn both(train: &[&Row], n: usize, penalty: f64) -> [Vec<f64>; 2] {
    [0, 1].map(|side| {
        descend(n, |weights| {
            let mut loss = penalty * weights.iter().map(|w| w * w).sum::<f64>();
            let mut slope: Vec<f64> = weights.iter().map(|w| 2.0 * penalty * w).collect();
            for row in train {
                let sums: Vec<f64> = (row.features.iter())
                    .map(|list| list.iter().map(|&f| weights[f]).sum())
                    .collect();
                let shares = softmax(&sums);
                for ((list, share), owed) in row.features.iter().zip(&shares).zip(&row.owed[side]) {
                    loss -= owed * share.max(1e-12).ln();
                    for &f in list {
                        slope[f] += share - owed;
                    }
                }
            }
            (loss, slope)
        })
    })
}

/// Words that both cover.
fn shared(a: &[bool], b: &[bool]) -> usize {
    a.iter().zip(b).filter(|(a, b)| **a && **b).count()
}

/// What each answer is owed: the words' F1 of those near the best, sharpened; nobody all where no
/// answer covers a marked word.
fn owed(words: &[Vec<bool>], gold: &[bool]) -> Vec<f64> {
    let n_gold = shared(gold, gold);
    let f1 = |said: &Vec<bool>| match n_gold + shared(said, said) {
        0 => 1.0,
        n => 2.0 * shared(said, gold) as f64 / n as f64,
    };
    let all: Vec<f64> = words.iter().map(f1).collect();
    let best = all.iter().copied().fold(0.0, f64::max);
    if best == 0.0 {
        return (0..words.len()).map(|i| f64::from(u8::from(i == 0))).collect();
    }
    let near = |f: f64| if f >= 0.5 * best { f.powi(SHARPNESS) } else { 0.0 };
    let sum: f64 = all.iter().map(|f| near(*f)).sum();
    all.iter().map(|f| near(*f) / sum).collect()
}

fn read(text: &str) -> Result<(Vec<String>, Vec<Row>)> {
    let engine = Engine::new();
    let mut rows = Vec::new();
    for (n, line) in text.lines().filter(|l| !l.trim().is_empty()).enumerate() {
        let Marked { text, tokens, sources, targets } =
            marked(line).with_context(|| format!("line {}", n + 1))?;
        let r = super::reading(&engine, &text);
        let answers = coder::digest::main_act(&r.document, &r.analysis, engine.knowledge()).answers;
        let words: Vec<Vec<bool>> = answers
            .iter()
            .map(|a| tokens.iter().map(|t| a.spans.iter().any(|s| s.overlaps(*t))).collect())
            .collect();
        let owed = [owed(&words, &sources), owed(&words, &targets)];
        rows.push(Row { answers, features: Vec::new(), words, gold: [sources, targets], owed });
    }
    let told = rows.iter().flat_map(|r| &r.answers).flat_map(|a| &a.features);
    let features = super::frequent(told, MIN_COUNT);
    for row in &mut rows {
        let number = |f: &String| features.binary_search(f).ok();
        let of = |a: &Answer| {
            let mut numbers: Vec<usize> = a.features.iter().filter_map(number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        };
        row.features = row.answers.iter().map(of).collect();
    }
    Ok((features, rows))
}
