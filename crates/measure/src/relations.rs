//! Types given to marked pairs against gold.
//!
//! CONCEDE and RETREAT both count as the data's YIELD; no answer is wrong. Macro-F1 is over the
//! labels of the gold.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::{Error, figures::Figures};

/// A name, gold and answers.
type Level = (&'static str, Vec<Option<String>>, Vec<Option<String>>);

/// One row of the gold table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// `uid`, else the unnamed first column, else the row's number from 0.
    pub id: String,
    /// Text without the marks.
    pub text: String,
    /// Actor's span in characters.
    pub actor: (usize, usize),
    /// Recipient's span in characters.
    pub recipient: (usize, usize),
    /// Gold root.
    pub root: String,
}

/// Figures over all rows.
#[derive(Clone, Debug, Default)]
pub struct RelationsReport {
    n_rows: usize,
    n_coded: usize,
    binary: (f64, f64),
    quad: (f64, f64),
    root: (f64, f64),
    figures: Figures,
    confusion: BTreeMap<(String, String), usize>,
    shown: Vec<String>,
}

/// Reads the gold table (tab-separated, columns `marked_sentence` and `gold_root`, or
/// `gold_binary`: 1 conflict, 0 cooperation).
///
/// # Errors
/// A missing column, or a row without marks.
pub fn rows(tsv: &str) -> Result<Vec<Row>, Error> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(tsv.as_bytes());
    let header = reader.headers().map_err(|e| Error::new(1, e.to_string()))?.clone();
    let column = |name: &str| header.iter().position(|h| h == name);
    let missing = |name: &str| Error::new(1, format!("no column `{name}`"));
    let marked = column("marked_sentence").ok_or_else(|| missing("marked_sentence"))?;
    let root = column("gold_root")
        .or_else(|| column("gold_binary"))
        .ok_or_else(|| missing("gold_root"))?;
    let id = column("uid").or_else(|| column(""));
    let mut out = Vec::new();
    for (i, record) in reader.records().enumerate() {
        let record = record.map_err(|e| Error::new(i + 2, e.to_string()))?;
        let given = id.and_then(|c| record.get(c)).filter(|s| !s.is_empty());
        let (text, actor, recipient) = unmark(record.get(marked).unwrap_or(""));
        out.push(Row {
            id: given.map_or_else(|| i.to_string(), str::to_owned),
            text,
            actor,
            recipient,
            root: record.get(root).unwrap_or("").to_owned(),
        });
    }
    Ok(out)
}

/// Takes `<s>…</s>` and `<t>…</t>` out; spans in characters, (0, 0) where a mark is missing.
fn unmark(marked: &str) -> (String, (usize, usize), (usize, usize)) {
    let (mut text, mut n) = (String::new(), 0);
    let (mut actor, mut recipient) = ((0, 0), (0, 0));
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        let mark = ["<s>", "</s>", "<t>", "</t>"].into_iter().find(|m| rest.starts_with(m));
        match mark {
            Some("<s>") => actor.0 = n,
            Some("</s>") => actor.1 = n,
            Some("<t>") => recipient.0 = n,
            Some("</t>") => recipient.1 = n,
            _ => {
                text.push(c);
                n += 1;
            }
        }
        rest = &rest[mark.map_or(c.len_utf8(), str::len)..];
    }
    (text, actor, recipient)
}

/// Scores answers, lines of {"id", "type"}, against the gold table.
///
/// # Errors
/// As [`rows`], and the first answer that is no JSON.
pub fn score(gold_tsv: &str, predicted: &str, n_show: usize) -> Result<RelationsReport, Error> {
    let rows = rows(gold_tsv)?;
    let mut said: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (i, line) in predicted.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let v: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i + 1, format!("answers: {e}")))?;
        let id = v["id"].as_str().map_or_else(|| v["id"].to_string(), str::to_owned);
        let kind = v["type"].as_str().map(|t| match t {
            "CONCEDE" | "RETREAT" => "YIELD".to_owned(),
            other => other.to_owned(),
        });
        said.insert(id, kind);
    }
    let gold: Vec<Option<String>> = rows.iter().map(|r| Some(r.root.clone())).collect();
    let answers: Vec<Option<String>> =
        rows.iter().map(|r| said.get(&r.id).cloned().flatten()).collect();
    let mut report = RelationsReport {
        n_rows: rows.len(),
        n_coded: answers.iter().filter(|a| a.is_some()).count(),
        ..RelationsReport::default()
    };
    let quads = |xs: &[Option<String>]| -> Vec<Option<String>> {
        xs.iter().map(|x| x.as_deref().and_then(quad).map(|q| q.to_string())).collect()
    };
    let sides = |xs: &[Option<String>]| -> Vec<Option<String>> {
        let side = |x: &str| match x {
            "1" => Some(true),
            "0" => Some(false),
            root => quad(root).map(|q| q >= 3),
        };
        xs.iter().map(|x| x.as_deref().and_then(side).map(|s| s.to_string())).collect()
    };
    report.binary = macro_f1(&sides(&gold), &sides(&answers));
    report.quad = macro_f1(&quads(&gold), &quads(&answers));
    report.root = macro_f1(&gold, &answers);
    let all: Vec<Level> = vec![
        ("cooperation or conflict", sides(&gold), sides(&answers)),
        ("quad", quads(&gold), quads(&answers)),
        ("root", gold, answers.clone()),
    ];
    for (name, gold, answers) in all {
        let rows: Vec<(Option<String>, Option<String>)> = gold.into_iter().zip(answers).collect();
        report.figures.add(&format!("{name} macro-F1"), &rows, |drawn| {
            let gold: Vec<Option<String>> = drawn.iter().map(|r| r.0.clone()).collect();
            let answers: Vec<Option<String>> = drawn.iter().map(|r| r.1.clone()).collect();
            macro_f1(&gold, &answers).0
        });
    }
    for (row, answer) in rows.iter().zip(&answers) {
        let got = answer.clone().unwrap_or_else(|| "nothing".to_owned());
        if got != row.root && report.shown.len() < n_show {
            report.shown.push(format!("{} got {got} | {}", row.root, row.text));
        }
        *report.confusion.entry((row.root.clone(), got)).or_default() += 1;
    }
    Ok(report)
}

fn quad(root: &str) -> Option<u8> {
    match root {
        "AGREE" | "CONSULT" | "SUPPORT" => Some(1),
        "AID" | "COOPERATE" | "YIELD" => Some(2),
        "ACCUSE" | "REQUEST" | "REJECT" | "THREATEN" => Some(3),
        "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT" => Some(4),
        _ => None,
    }
}

/// Macro-F1 over the gold's labels, and accuracy, both in [0, 1]; 0 for no rows. `answers` stand in
/// the order of `gold`.
pub fn macro_f1<T: Ord>(gold: &[T], answers: &[T]) -> (f64, f64) {
    let labels: BTreeSet<&T> = gold.iter().collect();
    let mut sum = 0.0;
    for label in &labels {
        let (mut tp, mut fp, mut fn_) = (0usize, 0usize, 0usize);
        for (g, a) in gold.iter().zip(answers) {
            match (g == *label, a == *label) {
                (true, true) => tp += 1,
                (false, true) => fp += 1,
                (true, false) => fn_ += 1,
                (false, false) => {}
            }
        }
        if tp > 0 {
            sum += 2.0 * tp as f64 / (2 * tp + fp + fn_) as f64;
        }
    }
    let right = gold.iter().zip(answers).filter(|(g, a)| g == a).count();
    (sum / labels.len().max(1) as f64, right as f64 / gold.len().max(1) as f64)
}

impl RelationsReport {
    /// The table for people.
    pub fn to_text(&self) -> String {
        let mut out = self.shown.join("\n");
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("rows {}  coded {}\n", self.n_rows, self.n_coded));
        for (name, (f, a)) in [("binary", self.binary), ("quad  ", self.quad)] {
            out.push_str(&format!("{name} macro-F1 {f:.3}  accuracy {a:.3}\n"));
        }
        out.push_str(&format!("root   accuracy {:.3}\n", self.root.1));
        out.push_str("confusion (gold: answered, how often)\n");
        let roots: BTreeSet<&String> = self.confusion.keys().map(|k| &k.0).collect();
        for root in roots {
            let row: Vec<String> = self
                .confusion
                .iter()
                .filter(|((g, _), _)| g == root)
                .map(|((_, a), n)| format!("{a} {n}"))
                .collect();
            out.push_str(&format!("  {root:<10} {}\n", row.join(", ")));
        }
        out.push_str(&format!("root macro-F1: {:.3}\n", self.root.0));
        out.push_str("95 of 100 samples of rows lie between (bootstrap):\n");
        out.push_str(&self.figures.to_text());
        out
    }

    /// The figures for programs.
    pub fn to_json(&self) -> Value {
        json!({
            "rows": self.n_rows,
            "coded": self.n_coded,
            "binary": {"macro_f1": self.binary.0, "accuracy": self.binary.1},
            "quad": {"macro_f1": self.quad.0, "accuracy": self.quad.1},
            "root": {"macro_f1": self.root.0, "accuracy": self.root.1},
            "figures": self.figures.to_json(),
        })
    }
}
