//! Verbs with the places that belong to them → rows of features, yes or no.
//!
//! Lines of {"text", "spans": [{"label": "VERB" or "LOCATION", "start", "end", "text"}]}; lines whose
//! places lost their words are left out.

use std::collections::BTreeMap;

use anyhow::Result;
use engine::Engine;
use measure::locations::{rows, score};
use model::Span;

use super::reading;

/// A name near a verb, weighed.
pub(super) struct Near {
    /// Row of the verb.
    row: usize,
    /// Number of its sentence among the different ones.
    sentence: usize,
    span: Span,
}

/// Features with "yes" or "no".
type Named = (Vec<String>, String);

/// Rows, and the name that each is of.
pub(super) fn read(engine: &Engine, text: &str) -> Result<(Vec<Named>, Vec<Near>)> {
    let (mut named, mut near) = (Vec::new(), Vec::new());
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (n, row) in rows(text)?.iter().enumerate() {
        let n_seen = seen.len();
        let sentence = *seen.entry(row.text.clone()).or_insert(n_seen);
        let r = reading(engine, &row.text);
        if r.document.text != row.text {
            continue;
        }
        let knowledge = engine.knowledge();
        for c in coder::locate::candidates(&r.document, &r.analysis, knowledge, row.act) {
            let right = row.places.iter().any(|p| p.start < c.span.end && c.span.start < p.end);
            named.push((c.features, if right { "yes" } else { "no" }.to_owned()));
            near.push(Near { row: n, sentence, span: c.span });
        }
    }
    Ok((named, near))
}

impl Near {
    /// All verbs of a sentence lie in one fold.
    pub(super) fn fold(&self, n_folds: usize) -> usize {
        self.sentence % n_folds
    }
}

/// The figures of [`measure::locations`] where the names are taken whose margin ("yes" less "no") says so.
pub(super) fn figures(text: &str, near: &[Near], margins: &[f64]) -> Result<String> {
    let mut row = 0;
    let figures = score(text, 0, |_, _| {
        let of_row = near.iter().zip(margins).filter(|(n, _)| n.row == row);
        let taken = of_row.filter(|(_, m)| **m + f64::from(coder::locate::LEAN) > 0.0);
        let spans = taken.map(|(n, _)| n.span).collect();
        row += 1;
        spans
    })?;
    Ok(figures.to_text())
}
