//! Words in, how far what they name is a fact out: from -3 (certainly not) to 3 (certainly).
//!
//! "He refused to leave": *refused* 3, *leave* near -2. What stands round the word (tense, modals,
//! negation, what it hangs on and how, see [`signs`]) is weighed by a fitted table
//! (`models/en/status.tsv`), which has a column for news copy and one for talk: of what is to come,
//! copy is read for how sure the writer is, talk for whether it happened.
//!
//! It never asks what the world is like, only what the text says of it.
//!
//! The scale is that of FactBank's successors (Lee et al. 2015, UDS-It-Happened).

mod signs;

use std::sync::OnceLock;

use knowledge::Knowledge;
use model::{Analysis, Document, Span, TokenIdx};

pub(crate) use self::signs::operators;
use crate::{tree::Tree, weights::Weights};

/// Whether a text is written for print or spoken to somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Register {
    /// News copy: nobody speaks to anybody.
    #[default]
    Copy,
    /// Talk: letters, forums, answers.
    Talk,
}

/// More than this share of the sentences speaks to somebody in talk.
const TALK_SHARE: f64 = 0.25;

impl Register {
    /// The register of sentences taken together; copy where there are none.
    pub fn of<'a>(sentences: impl Iterator<Item = &'a str>, knowledge: &Knowledge) -> Register {
        let (mut n, mut talk) = (0u32, 0u32);
        for sentence in sentences {
            n += 1;
            let speaks = sentence.contains('!')
                || sentence
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|w| knowledge.cues.has("personal", &w.to_lowercase()));
            talk += u32::from(speaks);
        }
        if f64::from(talk) > TALK_SHARE * f64::from(n) { Register::Talk } else { Register::Copy }
    }

    /// `copy` or `talk`, as the columns of the table are named.
    pub fn as_str(self) -> &'static str {
        match self {
            Register::Copy => "copy",
            Register::Talk => "talk",
        }
    }
}

/// How far one word's act is a fact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Factuality {
    /// From -3 to 3.
    pub value: f32,
    /// What the weighing looked at.
    pub features: Vec<String>,
}

/// Factuality of the acts that the words (spans in bytes) name, in their order.
pub fn factuality(
    document: &Document,
    analysis: &Analysis,
    knowledge: &Knowledge,
    words: &[Span],
    register: Register,
) -> Vec<Factuality> {
    static TABLE: OnceLock<Weights> = OnceLock::new();
    let weights =
        TABLE.get_or_init(|| Weights::read(include_str!("../../../models/en/status.tsv")));
    let tree = Tree::new(&document.text, analysis, knowledge);
    words
        .iter()
        .map(|span| {
            let token = analysis.tokens.iter().position(|t| t.span.overlaps(*span));
            let features =
                token.map(|t| signs::read(&tree, TokenIdx(t as u32))).unwrap_or_default();
            let scores = weights.scores(&features);
            let sum = scores.iter().find(|s| s.0 == register.as_str()).map_or(3.0, |s| s.1);
            let value = bent(weights, sum, register).clamp(-3.0, 3.0);
            Factuality { value, features }
        })
        .collect()
}

/// What a sum of weights comes to: between two rows `sum=…` of the table, in proportion.
fn bent(weights: &Weights, sum: f32, register: Register) -> f32 {
    let fifths = sum.clamp(-3.4, 3.4) * 5.0;
    let at = |step: i32| {
        let scores = weights.scores(&[format!("sum={:+.1}", f64::from(step) / 5.0)]);
        scores.iter().find(|s| s.0 == register.as_str()).map_or(0.0, |s| s.1)
    };
    let low = (fifths.floor() as i32).clamp(-17, 16);
    let (a, b) = (at(low), at(low + 1));
    a + (b - a) * (fifths - low as f32)
}
