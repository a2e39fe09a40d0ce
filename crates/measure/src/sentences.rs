//! Single sentences: their penta class, and the words of who did it to whom.
//!
//! Penta classes are those of CAMEO: 0 statement, 1 verbal cooperation, 2 material cooperation,
//! 3 verbal conflict, 4 material conflict. Spans are compared token by token.

use model::Span;
use serde_json::Value;

use crate::{
    Error,
    figures::{Counts, Figures},
};

/// Scores classes of sentences, rows of "text, tab, class".
///
/// # Errors
/// A row without a tab.
pub fn penta(
    gold: &str,
    n_show: usize,
    mut answer: impl FnMut(&str) -> String,
) -> Result<Figures, Error> {
    let mut figures = Figures::default();
    let mut rows = Vec::new();
    for (i, line) in gold.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let (text, class) = line.rsplit_once('\t').ok_or_else(|| Error::new(i + 1, "no tab"))?;
        let said = answer(text);
        if said != class.trim() {
            figures.show(n_show, || format!("gold {class} said {said}: {text}"));
        }
        rows.push((class.trim().to_owned(), said));
    }
    figures.add_labels("penta", &rows);
    Ok(figures)
}

/// Sentences of a span file: tokens joined by blanks, with each token's bytes.
fn text_of(tokens: &[Value]) -> (String, Vec<Span>) {
    let (mut text, mut spans) = (String::new(), Vec::new());
    for token in tokens {
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(token.as_str().unwrap_or(""));
        spans.push(Span::new(start, text.len()));
    }
    (text, spans)
}

/// A sentence whose words are marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// Its tokens, joined by blanks.
    pub text: String,
    /// Bytes of each token.
    pub tokens: Vec<Span>,
    /// Per token, whether it names a doer (`S`).
    pub sources: Vec<bool>,
    /// Per token, whether it names one that it is done to (`T`).
    pub targets: Vec<bool>,
}

/// Reads a line of {"tokens", "spans"}.
///
/// # Errors
/// A line that is no JSON.
pub fn marked(line: &str) -> Result<Marked, serde_json::Error> {
    let row: Value = serde_json::from_str(line)?;
    let empty = Vec::new();
    let (text, tokens) = text_of(row["tokens"].as_array().unwrap_or(&empty));
    let owed = |kind: &str| -> Vec<bool> {
        let mut marks = vec![false; tokens.len()];
        for span in row["spans"].as_array().unwrap_or(&empty) {
            if span[0] == kind {
                let at = |k: usize| span[k].as_u64().unwrap_or(0) as usize;
                for mark in marks.iter_mut().take(at(2)).skip(at(1)) {
                    *mark = true;
                }
            }
        }
        marks
    };
    let (sources, targets) = (owed("S"), owed("T"));
    Ok(Marked { text, tokens, sources, targets })
}

/// Scores spans of doers (`S`) and of those it is done to (`T`), lines of {"tokens", "spans"};
/// `answer` gives both sides of a text.
///
/// # Errors
/// A line that is no JSON.
pub fn spans(
    gold: &str,
    n_show: usize,
    mut answer: impl FnMut(&str) -> (Vec<Span>, Vec<Span>),
) -> Result<Figures, Error> {
    let mut figures = Figures::default();
    let (mut sources, mut targets) = (Vec::new(), Vec::new());
    for (i, line) in gold.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let Marked { text, tokens, sources: owed_sources, targets: owed_targets } =
            marked(line).map_err(|e| Error::new(i + 1, e.to_string()))?;
        let (actors, recipients) = answer(&text);
        let said = |list: &[Span]| -> Vec<bool> {
            tokens.iter().map(|t| list.iter().any(|s| s.overlaps(*t))).collect()
        };
        let count = |gold: &[bool], said: &[bool]| Counts {
            hits: gold.iter().zip(said).filter(|(g, s)| **g && **s).count(),
            answers: said.iter().filter(|s| **s).count(),
            gold: gold.iter().filter(|g| **g).count(),
        };
        let source = count(&owed_sources, &said(&actors));
        let target = count(&owed_targets, &said(&recipients));
        if source.hits < source.gold || target.hits < target.gold {
            let of =
                |list: &[Span]| list.iter().map(|s| s.of(&text)).collect::<Vec<_>>().join(" + ");
            figures
                .show(n_show, || format!("{} | said {} -> {}", text, of(&actors), of(&recipients)));
        }
        sources.push(source);
        targets.push(target);
    }
    figures.add_prf("source", &sources);
    figures.add_prf("target", &targets);
    Ok(figures)
}
