//! Documents with chains in, the weights of `models/en/chains.tsv` out.
//!
//! A softmax over the chains that a phrase may join and joining none, for each kind of phrase,
//! fitted by gradient descent with an L2 penalty. Phrases are joined as the gold has them while the
//! rows are made. What joins none is then made dearer to reach by a fixed step (`--readiness`),
//! because the measure of whole chains wants more links than the single choice does.

use std::fmt::Write as _;

use analysis::chains::{PhraseChoice, phrase_choices, phrase_features};
use anyhow::Result;
use engine::Engine;
use model::{Span, TokenIdx};
use rustc_hash::FxHashMap;

use super::{N_FOLDS, reading, softmax};

const N_STEPS: usize = 150;

struct Row {
    choice: PhraseChoice,
    document: usize,
}

/// A line of figures by folds, and the table fitted on all documents.
pub(super) fn fit(texts: &[String], penalty: f64, readiness: f64) -> Result<(String, String)> {
    let engine = Engine::new();
    let mut rows = Vec::new();
    for text in texts {
        for (_, text, gold) in measure::chains::documents(text)? {
            let document = rows.last().map_or(0, |r: &Row| r.document + 1);
            rows.extend(
                choices(&engine, &text, &gold).into_iter().map(|choice| Row { choice, document }),
            );
        }
    }
    let (features, kinds) = phrase_features();
    let mut line = String::new();
    let mut tables = Vec::new();
    for (kind, name) in kinds.iter().enumerate() {
        let all: Vec<&Row> = rows.iter().filter(|r| r.choice.kind == kind).collect();
        let mut n_right = 0;
        for fold in 0..N_FOLDS {
            let (test, train): (Vec<&Row>, Vec<&Row>) =
                all.iter().partition(|r| r.document % N_FOLDS == fold);
            let weights = descend(&train, features.len(), penalty);
            n_right += test
                .iter()
                .filter(|r| r.choice.right[super::best(&scores(&weights, &r.choice))])
                .count();
        }
        let _ = write!(
            line,
            "{name} {:.3} of {}; ",
            n_right as f64 / all.len().max(1) as f64,
            all.len()
        );
        let mut weights = descend(&all, features.len(), penalty);
        weights[0] -= readiness;
        tables.push(weights);
    }
    let line = format!("{N_FOLDS} folds: {}", line.trim_end_matches("; "));
    Ok((line.clone(), table(&line, &features, kinds, &tables)))
}

fn table(line: &str, features: &[String], kinds: &[&str], tables: &[Vec<f64>]) -> String {
    let mut out = format!(
        "# Weights of what speaks for joining a phrase to a chain; fitted by `lab fit chains`.\n# {line}. See README.md beside this file.\nfeature"
    );
    for name in kinds {
        let _ = write!(out, "\t{name}");
    }
    out.push('\n');
    for (f, name) in features.iter().enumerate() {
        if tables.iter().all(|w| w[f].abs() < 0.005) {
            continue;
        }
        out.push_str(name);
        for weights in tables {
            let rounded = (weights[f] * 100.0).round() / 100.0;
            let _ = write!(out, "\t{}", if rounded == 0.0 { 0.0 } else { rounded });
        }
        out.push('\n');
    }
    out
}

/// The choices of one document. A gold phrase is ours if the bytes are the same, or else the head.
fn choices(engine: &Engine, text: &str, gold: &[Vec<Span>]) -> Vec<PhraseChoice> {
    let r = reading(engine, text);
    let tokens = &r.analysis.tokens;
    let mut exact: FxHashMap<Span, usize> = FxHashMap::default();
    let mut by_head: FxHashMap<u32, (usize, usize)> = FxHashMap::default();
    for (c, chain) in gold.iter().enumerate() {
        for &span in chain {
            exact.insert(span, c);
            let first = tokens.partition_point(|t| t.span.start < span.start);
            let end = tokens.partition_point(|t| t.span.end <= span.end);
            let inside = |h: Option<TokenIdx>| h.is_some_and(|h| (first..end).contains(&h.at()));
            let head = (first..end)
                .find(|&t| !inside(tokens[t].head) && tokens[t].upos != model::Upos::Punct);
            if let Some(head) = head {
                let entry = by_head.entry(tokens[head].span.start).or_insert((span.len(), c));
                *entry = (*entry).min((span.len(), c));
            }
        }
    }
    let told = |span: Span, head: Span| {
        exact.get(&span).copied().or_else(|| by_head.get(&head.start).map(|(_, c)| *c))
    };
    phrase_choices(text, &r.analysis, engine.knowledge(), &told)
}

fn scores(weights: &[f64], choice: &PhraseChoice) -> Vec<f64> {
    choice.candidates.iter().map(|c| c.iter().map(|&f| weights[usize::from(f)]).sum()).collect()
}

fn descend(train: &[&Row], n_features: usize, penalty: f64) -> Vec<f64> {
    let (mut weights, mut seen) = (vec![0.0f64; n_features], vec![1e-6f64; n_features]);
    for _ in 0..N_STEPS {
        let mut slope: Vec<f64> = weights.iter().map(|w| 2.0 * penalty * w).collect();
        for Row { choice, .. } in train {
            let shares = softmax(&scores(&weights, choice));
            let mass: f64 =
                shares.iter().zip(&choice.right).filter(|(_, r)| **r).map(|(s, _)| s).sum();
            for ((features, share), right) in
                choice.candidates.iter().zip(&shares).zip(&choice.right)
            {
                let owed = if *right { share / mass.max(1e-9) } else { 0.0 };
                for &f in features {
                    slope[usize::from(f)] += share - owed;
                }
            }
        }
        for ((w, s), g) in weights.iter_mut().zip(&mut seen).zip(&slope) {
            *s += g * g;
            *w -= 0.3 * g / s.sqrt();
        }
    }
    weights
}
