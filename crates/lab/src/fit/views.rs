//! Documents with their attributions in, the weights of `models/en/views.tsv` out: a logistic model
//! of which words report which of their dependents.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::Result;
use engine::Engine;
use knowledge::{Knowledge, Pos};
use model::Span;

use super::{N_FOLDS, reading};

const N_STEPS: usize = 200;

/// A feature must be seen so often.
const N_SEEN_MIN: usize = 3;

struct Rows {
    features: Vec<String>,
    /// Feature numbers, whether it is reported, and the document.
    rows: Vec<(Vec<u32>, bool, usize)>,
}

/// A line of figures by folds of documents, and the table fitted on all.
pub(super) fn fit(text: &str, penalty: f64) -> Result<(String, String)> {
    let rows = read(text)?;
    let (mut hits, mut said, mut gold) = (0usize, 0usize, 0usize);
    // One fold is enough to see how well it does: the rows are many.
    let is_test = |doc: usize| doc.is_multiple_of(N_FOLDS);
    let train: Vec<usize> = (0..rows.rows.len()).filter(|&i| !is_test(rows.rows[i].2)).collect();
    let weights = descend(&rows, &train, penalty);
    for row in rows.rows.iter().filter(|r| is_test(r.2)) {
        let likely = chance(&weights, &row.0) >= 0.5;
        said += usize::from(likely);
        gold += usize::from(row.1);
        hits += usize::from(likely && row.1);
    }
    let line = format!(
        "{} stretches, {} features, one fold of {N_FOLDS}: precision {:.3}, recall {:.3} at even chance",
        rows.rows.len(),
        rows.features.len(),
        hits as f64 / said.max(1) as f64,
        hits as f64 / gold.max(1) as f64
    );
    let all: Vec<usize> = (0..rows.rows.len()).collect();
    let weights = descend(&rows, &all, penalty);
    let mut table = format!(
        "# Weights of features for whether a word reports what hangs on it; fitted by `lab fit views`.\n# {line}. See README.md beside this file.\nfeature\tvalue\n"
    );
    for (feature, w) in rows.features.iter().zip(&weights) {
        // A cue that weighs nothing is a cue all the same.
        let cue = feature.starts_with("l=") && !feature.ends_with(|c: char| c.is_uppercase());
        if w.abs() >= 0.05 || cue {
            let _ = writeln!(table, "{feature}\t{w:.2}");
        }
    }
    Ok((line, table))
}

/// Words of our own lists: nothing else of a text gets into the table.
fn is_ours(knowledge: &Knowledge, lemma: &str) -> bool {
    const CLASSES: [&str; 14] = [
        "attitude",
        "censure",
        "censure-strong",
        "claim",
        "demand",
        "document",
        "feeling",
        "governor",
        "job",
        "media",
        "offer",
        "person",
        "policy",
        "praise",
    ];
    CLASSES.iter().any(|c| knowledge.classes.contains(c, lemma))
        || !knowledge.frames.senses(lemma, Pos::Verb).is_empty()
        || !knowledge.frames.senses(lemma, Pos::Noun).is_empty()
}

fn read(text: &str) -> Result<Rows> {
    let engine = Engine::new();
    let knowledge = engine.knowledge();
    let mut named: Vec<(Vec<String>, bool, usize)> = Vec::new();
    for (doc, (text, gold)) in measure::quotes::attributions(text)?.into_iter().enumerate() {
        let r = reading(&engine, &text);
        let known = |lemma: &str| is_ours(knowledge, lemma);
        let (tokens, sentences) = (&r.analysis.tokens, &r.analysis.sentences);
        for view in analysis::quotes::candidates(&r.document.text, tokens, sentences, known) {
            let hit = gold.iter().any(|g: &Span| measure::quotes::share(view.span, *g) > 0.5);
            named.push((view.features, hit, doc));
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for f in named.iter().flat_map(|n| &n.0) {
        *counts.entry(f).or_default() += 1;
    }
    let features: Vec<String> =
        counts.into_iter().filter(|(_, n)| *n >= N_SEEN_MIN).map(|(f, _)| f.to_owned()).collect();
    let number = |f: &String| features.binary_search(f).ok().map(|n| n as u32);
    let rows = named
        .iter()
        .map(|(names, hit, doc)| (names.iter().filter_map(number).collect(), *hit, *doc))
        .collect();
    Ok(Rows { features, rows })
}

fn chance(weights: &[f64], features: &[u32]) -> f64 {
    let sum: f64 = features.iter().map(|&f| weights[f as usize]).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Steps against the slope of the log loss, a step per weight that shrinks with what it has seen.
fn descend(rows: &Rows, train: &[usize], penalty: f64) -> Vec<f64> {
    let mut weights = vec![0.0f64; rows.features.len()];
    let mut seen = vec![1e-6f64; rows.features.len()];
    for _ in 0..N_STEPS {
        let mut slope: Vec<f64> = weights.iter().map(|w| 2.0 * penalty * w).collect();
        for &i in train {
            let (features, hit, _) = &rows.rows[i];
            let miss = chance(&weights, features) - f64::from(u8::from(*hit));
            for &f in features {
                slope[f as usize] += miss;
            }
        }
        for ((w, s), g) in weights.iter_mut().zip(&mut seen).zip(&slope) {
            *s += g * g;
            *w -= 0.3 * g / s.sqrt();
        }
    }
    weights
}
