//! Gold and answers in, figures out: the field's measures, to three digits as the reference scorers.
//!
//! Text in, report out: nothing here reads files or runs the coder. Every report prints as text for
//! people and as JSON for programs.

pub mod actors;
pub mod beside;
pub mod chains;
pub mod coverage;
pub mod dates;
mod error;
mod event_counts;
pub mod events;
pub mod feeds;
pub mod fields;
pub mod figures;
pub mod incidents;
pub mod locations;
mod matching;
pub mod names;
pub mod outcomes;
pub mod page_gold;
pub mod pages;
pub mod partition;
pub mod petrarch;
pub mod places;
pub mod quotes;
pub mod relations;
pub mod sentences;
pub mod silence;
pub mod status;
pub mod syntax;
pub mod times;

pub use crate::error::Error;

/// Precision, recall and F1, each in [0, 1]; 0 where nothing is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Prf {
    /// Hits among the answers.
    pub precision: f64,
    /// Hits among the gold.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Prf {
    /// From counts.
    pub fn of(hits: usize, n_answers: usize, n_gold: usize) -> Self {
        let share = |n: usize| if n == 0 { 0.0 } else { hits as f64 / n as f64 };
        let (precision, recall) = (share(n_answers), share(n_gold));
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        Self { precision, recall, f1 }
    }
}

impl std::fmt::Display for Prf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "P {:.3}  R {:.3}  F1 {:.3}", self.precision, self.recall, self.f1)
    }
}
