//! A sentence in, the phrases that say who does what it tells, and to whom, out.
//!
//! "Chile freed the miners that it had held": Chile; the miners. Every phrase in every cut
//! ([`super::phrases`]), and nobody, is weighed for both sides by a small fitted table
//! (`models/en/spans.tsv`); the one is taken whose words are the likeliest over all answers.
//!
//! It always answers, and never asks whether an act is coded.

use std::sync::LazyLock;

use model::Span;

use super::{phrases, tell::Scene};
use crate::{compose::Composer, relate::Ranked, weights::Weights};

static TABLE: LazyLock<Weights> =
    LazyLock::new(|| Weights::read(include_str!("../../../../models/en/spans.tsv")));

/// Chance from which on a word is better said than left out: not half, since the measure is of words
/// said and marked together.
const LEAST: f64 = 0.35;

/// One answer to who does it, or to whom it is done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Its words in bytes, in reading order; empty for nobody.
    pub spans: Vec<Span>,
    /// The same by their places among the text's tokens, in reading order.
    pub words: Vec<u32>,
    /// What speaks for and against it.
    pub features: Vec<String>,
}

/// Nobody, and every phrase in every cut.
pub(super) fn answers(composer: &Composer<'_, '_, '_>, ranked: &[Ranked]) -> Vec<Answer> {
    let phrases = phrases::phrases(composer.tree);
    let scene = Scene::new(composer, ranked, &phrases);
    let nobody = Answer { features: scene.tell_nobody(), ..Answer::default() };
    let told = phrases.iter().map(|p| Answer {
        spans: p.spans(composer.tree),
        words: p.parts.iter().flat_map(|&(from, to)| from..to).collect(),
        features: scene.tell(p),
    });
    std::iter::once(nobody).chain(told).collect()
}

/// Places of the doers and of those it is done to among the answers.
pub(super) fn chosen(answers: &[Answer]) -> (usize, usize) {
    let of = |scores: &[(&str, f32)], side: &str| {
        scores.iter().find(|s| s.0 == side).map_or(0.0, |s| f64::from(s.1))
    };
    let sums: Vec<[f64; 2]> = answers
        .iter()
        .map(|a| TABLE.scores(&a.features))
        .map(|scores| [of(&scores, "source"), of(&scores, "target")])
        .collect();
    best_two(answers, &sums)
}

/// Places of the doers and of those it is done to, who share no word with them, by the sums of both
/// sides of each answer.
///
/// A word's chance is the share of the answers that hold it. The answer is taken whose words have most
/// of a chance above [`LEAST`], one word with the other; nobody where no word has.
pub fn best_two(answers: &[Answer], sums: &[[f64; 2]]) -> (usize, usize) {
    let best = |side: usize, taken: &[u32]| {
        let chances = chances(answers, sums, side);
        let worth = |i: usize| -> f64 {
            answers[i].words.iter().map(|&w| chances[w as usize] - LEAST).sum()
        };
        let free = |i: &usize| !answers[*i].words.iter().any(|w| taken.contains(w));
        let all = (0..answers.len()).filter(free);
        all.max_by(|&a, &b| worth(a).total_cmp(&worth(b)).then(b.cmp(&a))).unwrap_or(0)
    };
    let source = best(0, &[]);
    (source, best(1, answers.get(source).map_or(&[], |a| &a.words)))
}

/// The chance of each word to be in the right answer.
fn chances(answers: &[Answer], sums: &[[f64; 2]], side: usize) -> Vec<f64> {
    let top = sums.iter().map(|s| s[side]).fold(f64::MIN, f64::max);
    let shares: Vec<f64> = sums.iter().map(|s| libm::exp(s[side] - top)).collect();
    let all: f64 = shares.iter().sum();
    let n = answers.iter().filter_map(|a| a.words.last()).max().map_or(0, |&w| w as usize + 1);
    let mut chances = vec![0.0; n];
    for (answer, share) in answers.iter().zip(&shares) {
        for &w in &answer.words {
            chances[w as usize] += share / all;
        }
    }
    chances
}
