//! Ambiguous pronouns in, the weights of `models/en/pronouns.tsv` out.
//!
//! A softmax over the mentions that a pronoun may take up, for each kind of pronoun, fitted by
//! gradient descent with an L2 penalty. Two kinds of files serve: GAP's table, which tells of two
//! names whether they are meant, and tables of whole documents with chains, where every mention of
//! the pronoun's chain is right.

use std::fmt::Write as _;

use analysis::chains::{Choice, PRONOUN_FEATURES, PRONOUN_KINDS, choices};
use anyhow::Result;
use engine::Engine;
use model::Span;

use super::{
    N_FOLDS,
    descent::{self, Choices, Pace},
    reading,
};

/// How much a pronoun of GAP's table weighs beside one of a whole document: its names compete more.
const WEIGHT_NAMES: f64 = 8.0;

/// One pronoun: its kind, and the mentions that it may take up.
struct Row {
    kind: usize,
    answers: Choices,
    block: usize,
}

/// A line of figures by folds, and the table fitted on all rows.
pub(super) fn fit(texts: &[String], penalty: f64) -> Result<(String, String)> {
    let engine = Engine::new();
    let mut rows = Vec::new();
    for text in texts {
        if text.starts_with("ID\t") {
            from_gap(&engine, text, &mut rows);
        } else {
            from_documents(&engine, text, &mut rows)?;
        }
    }
    let n = PRONOUN_FEATURES.len();
    let pace = Pace { penalty, n_steps: 200, rate: 0.3 };
    let mut line = String::new();
    let mut tables = Vec::new();
    for (kind, name) in PRONOUN_KINDS.iter().enumerate() {
        let all: Vec<&Row> = rows.iter().filter(|r| r.kind == kind).collect();
        let mut hits = 0;
        for fold in 0..N_FOLDS {
            let train: Vec<&Choices> =
                all.iter().filter(|r| r.block % N_FOLDS != fold).map(|r| &r.answers).collect();
            let weights = descent::choices(&train, n, pace);
            hits += all
                .iter()
                .filter(|r| r.block % N_FOLDS == fold)
                .filter(|r| r.answers.right[super::best(&r.answers.scores(&weights))])
                .count();
        }
        let _ =
            write!(line, "{name} {:.3} of {}; ", hits as f64 / all.len().max(1) as f64, all.len());
        let all: Vec<&Choices> = all.iter().map(|r| &r.answers).collect();
        tables.push(descent::choices(&all, n, pace));
    }
    let line = format!("{N_FOLDS} folds: {}", line.trim_end_matches("; "));
    let mut table = format!(
        "# Weights of what speaks for a mention that a pronoun may take up; fitted by `lab fit pronouns`.\n# {line}. See README.md beside this file.\nfeature"
    );
    for name in PRONOUN_KINDS {
        let _ = write!(table, "\t{name}");
    }
    table.push('\n');
    for (f, name) in PRONOUN_FEATURES.iter().enumerate() {
        table.push_str(name);
        for weights in &tables {
            let rounded = (weights[f] * 100.0).round() / 100.0;
            let _ = write!(table, "\t{}", if rounded == 0.0 { 0.0 } else { rounded });
        }
        table.push('\n');
    }
    Ok((line, table))
}

fn from_gap(engine: &Engine, text: &str, rows: &mut Vec<Row>) {
    for (n, line) in text.lines().skip(1).enumerate() {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() < 10 {
            continue;
        }
        let offsets: Vec<usize> =
            cells[1].char_indices().map(|(b, _)| b).chain([cells[1].len()]).collect();
        let span = |word: &str, at: &str| {
            let start = offsets[at.parse().unwrap_or(0usize).min(offsets.len() - 1)];
            Span::new(start, start + word.len())
        };
        let pronoun = span(cells[2], cells[3]);
        let is = |cell: &str| cell.eq_ignore_ascii_case("true");
        let meant: Vec<Span> = [(4, 5, 6), (7, 8, 9)]
            .iter()
            .filter(|(_, _, c)| is(cells[*c]))
            .map(|(w, o, _)| span(cells[*w], cells[*o]))
            .collect();
        let r = reading(engine, cells[1]);
        let chains = &r.analysis.chains;
        // Every mention of the chain of the name meant is right.
        let right: Vec<Span> = r
            .analysis
            .mentions
            .iter()
            .filter(|m| meant.iter().any(|s| s.overlaps(m.span)))
            .flat_map(|m| chains[m.chain as usize].mentions.iter())
            .map(|&i| r.analysis.mentions[i as usize].span)
            .filter(|s| *s != pronoun)
            .collect();
        let start = rows.len();
        push(engine, cells[1], &r, n, rows, |c| (c.pronoun == pronoun).then(|| right.clone()));
        for row in &mut rows[start..] {
            row.answers.weight = WEIGHT_NAMES;
        }
    }
}

fn from_documents(engine: &Engine, text: &str, rows: &mut Vec<Row>) -> Result<()> {
    for (n, (_, text, chains)) in measure::chains::documents(text)?.into_iter().enumerate() {
        let r = reading(engine, &text);
        push(engine, &text, &r, n, rows, |c| {
            let home = chains.iter().find(|list| list.contains(&c.pronoun))?;
            Some(home.iter().copied().filter(|s| *s != c.pronoun).collect())
        });
    }
    Ok(())
}

/// Adds the pronouns of a text for which `right` knows the mentions meant.
fn push(
    engine: &Engine,
    text: &str,
    r: &engine::Reading,
    block: usize,
    rows: &mut Vec<Row>,
    right: impl Fn(&Choice) -> Option<Vec<Span>>,
) {
    for choice in choices(text, &r.analysis, engine.knowledge()) {
        let Some(meant) = right(&choice) else { continue };
        // A gold mention holds more words than ours; both end at the same head, or begin alike.
        let is_right = |s: &Span| {
            meant.iter().any(|m| m.contains(*s) && (m.start == s.start || m.len() < s.len() + 12))
        };
        let flags: Vec<bool> = choice.candidates.iter().map(|(s, _)| is_right(s)).collect();
        if flags.iter().any(|x| *x) && flags.iter().any(|x| !*x) {
            let candidates = choice.candidates.into_iter().map(|(_, f)| f).collect();
            let answers = Choices { candidates, right: flags, weight: 1.0 };
            rows.push(Row { kind: choice.kind, answers, block });
        }
    }
}
