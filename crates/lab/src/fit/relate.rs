//! Marked pairs and classed sentences in, rows for [`super::company`] out, and the figures by folds.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use engine::Engine;
use model::{EventType, Span};
use serde_json::json;

use super::{
    N_FOLDS,
    company::{Fitting, Row, Taste},
    reading,
};

/// The line to print and the table of types of marked pairs.
///
/// `opinions` is what `crates/lab/pairs` says of the same rows by the same folds, a line of logarithms of chances
/// by type each; it counts in the figures, not in the table.
pub(super) fn fit(
    text: &str,
    show: bool,
    taste: Taste,
    opinions: Option<&str>,
) -> Result<(String, String)> {
    let engine = Engine::new();
    let gold = measure::relations::rows(text)?;
    // Pairs of one sentence lie in one fold.
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rows = Vec::new();
    for row in &gold {
        let n = seen.len();
        let fold = *seen.entry(&row.text).or_insert(n) % N_FOLDS;
        let r = reading(&engine, &row.text);
        let chars = wire::Characters::new(&row.text);
        let span = |(s, e): (usize, usize)| Span::new(chars.byte_of(s), chars.byte_of(e));
        let (actor, recipient) = (span(row.actor), span(row.recipient));
        let knowledge = engine.knowledge();
        let related =
            coder::relate::relate(&r.document, &r.analysis, actor, recipient, knowledge, &[]);
        rows.push(Row {
            features: related.features,
            company: related.company,
            label: row.root.clone(),
            fold,
        });
    }
    let fitting = Fitting::new(rows, taste);
    let opinions = opinions.map_or(Ok(Vec::new()), read_opinions)?;
    if !opinions.is_empty() && opinions.len() != gold.len() {
        bail!("{} opinions for {} pairs", opinions.len(), gold.len());
    }
    let answers =
        fitting.by_folds(N_FOLDS, |n, labels, sums| choose(opinions.get(n), labels, sums));
    let said: Vec<String> = gold
        .iter()
        .zip(&answers)
        .map(|(row, answer)| json!({"id": row.id, "type": answer}).to_string())
        .collect();
    let n_show = if show { usize::MAX } else { 0 };
    let report = measure::relations::score(text, &said.join("\n"), n_show)?;
    let figures = report.to_json();
    let of = |level: &str, what: &str| figures[level][what].as_f64().unwrap_or(0.0);
    let result = format!(
        "accuracy {:.3}, macro-F1 {:.3}; quad {:.3}; cooperation or conflict {:.3}",
        of("root", "accuracy"),
        of("root", "macro_f1"),
        of("quad", "macro_f1"),
        of("binary", "macro_f1")
    );
    let (n_features, n_numbers) = fitting.size();
    let mut line = format!(
        "{} pairs, {n_features} features, {n_numbers} numbers, {N_FOLDS} folds: {result}",
        gold.len()
    );
    if show {
        line = format!("{}\n{line}", report.to_text());
    }
    Ok((line, fitting.table(&notes(&result))))
}

/// The line to print and the table of penta classes of sentences.
pub(super) fn fit_penta(text: &str, taste: Taste) -> (String, String) {
    let engine = Engine::new();
    let gold: Vec<(&str, &str)> = lines(text).collect();
    let rows = gold.iter().enumerate().map(|(i, (sentence, class))| {
        let r = reading(&engine, sentence);
        let act = coder::digest::main_act(&r.document, &r.analysis, engine.knowledge());
        Row {
            features: act.features,
            company: act.company,
            label: (*class).to_owned(),
            fold: i % N_FOLDS,
        }
    });
    let fitting = Fitting::new(rows.collect(), taste);
    let answers = fitting.by_folds(N_FOLDS, |_, _, sums| super::best(sums));
    let classes: Vec<&str> = gold.iter().map(|row| row.1).collect();
    let (f1, accuracy) = measure::relations::macro_f1(&classes, &answers);
    let result = format!("accuracy {accuracy:.3}, macro-F1 {f1:.3}");
    let line = format!("{} sentences, {N_FOLDS} folds: {result}", gold.len());
    (line, fitting.table(&notes(&result)))
}

/// Logarithms of chances by label.
type Opinion = BTreeMap<String, f64>;

fn read_opinions(text: &str) -> Result<Vec<Opinion>> {
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// The place of the label that the program would answer.
fn choose(opinion: Option<&Opinion>, labels: &[String], sums: &[f64]) -> usize {
    let kinds: Vec<EventType> =
        labels.iter().map(|l| l.parse().unwrap_or(coder::relate::YIELD)).collect();
    let second = |label: &String| opinion.and_then(|o| o.get(label)).copied().unwrap_or_default();
    let both = labels.iter().zip(sums);
    let both: Vec<f64> =
        both.map(|(l, s)| s + f64::from(coder::relate::OPINION) * second(l)).collect();
    let chances = super::softmax(&both).into_iter().map(|c| c as f32);
    let told: Vec<(EventType, f32)> = kinds.iter().copied().zip(chances).collect();
    let best = coder::relate::likeliest(&told);
    kinds.iter().position(|k| Some(*k) == best).unwrap_or(0)
}

fn notes(result: &str) -> String {
    format!(
        "# Weights for labels: of features of our own acts, and of numbers of word vectors\n\
         # (`~group place`); fitted by `lab fit`. Ten folds: {result}.\n\
         # See README.md beside this file.\n"
    )
}

/// Rows "text, tab, class".
fn lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| line.rsplit_once('\t')).map(|(text, class)| (text, class.trim()))
}
