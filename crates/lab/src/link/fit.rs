//! Gold in, the weights of one judge out.
//!
//! `within` and `across` learn from planted corpora that are made on the way (seed and half of the
//! sentences as given); `coverage` from roundups: lines of {"members": [{"title", "text"}]}.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::PathBuf,
    sync::Arc,
};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use engine::{Engine, Reading};
use incident::{ACTION_FEATURES, COVERAGE_FEATURES, Memory, REPORT_FEATURES, Reach, ReportJudge};
use model::{ContentId, DocumentKind, Gist, RawDocument, Report};
use serde_json::Value;

use super::{
    logistic::{Row, fit},
    plant::{Half, Plant},
};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Judge {
    /// Two events of one document
    Within,
    /// Two reports of two documents
    Across,
    /// Two gold mentions of actions
    Actions,
    /// Two documents
    Coverage,
}

#[derive(Args)]
pub(super) struct Fit {
    #[arg(value_enum)]
    judge: Judge,
    /// Roundups (coverage), ECB+ documents (within, actions); may be compressed.
    files: Vec<PathBuf>,
    #[arg(long, value_delimiter = ',', default_value = "101,102,103,104")]
    seeds: Vec<u64>,
    #[arg(long, value_enum, default_value = "a")]
    half: Half,
    #[arg(long, default_value_t = 20.0)]
    penalty: f64,
    /// Least chance at which two are joined.
    #[arg(long, default_value_t = 0.5)]
    floor: f64,
    /// How often pairs of real text count (within).
    #[arg(long, default_value_t = 20)]
    weight: usize,
    /// Stories that are read beside each other.
    #[arg(long, default_value_t = 307)]
    group: usize,
}

impl Fit {
    #[expect(clippy::print_stdout, reason = "a command's result")]
    pub(super) fn run(&self) -> Result<()> {
        let (name, names, rows) = match self.judge {
            Judge::Within => ("incident-within", REPORT_FEATURES, self.planted(true)?),
            Judge::Across => ("incident-across", REPORT_FEATURES, self.planted(false)?),
            Judge::Actions => ("incident-actions", ACTION_FEATURES, self.actions()?),
            Judge::Coverage => ("coverage", COVERAGE_FEATURES, self.roundups()?),
        };
        let prior: Vec<f64> =
            std::iter::once(-2.0).chain(names.iter().map(|n| super::priors::of(name, n))).collect();
        let weights = fit(&rows, &prior, self.penalty);
        let right = rows
            .iter()
            .filter(|r| {
                let sum: f64 =
                    r.values.iter().zip(&weights[1..]).map(|(v, w)| f64::from(*v) * w).sum::<f64>();
                (weights[0] + sum > 0.0) == r.yes
            })
            .count();
        // What the fit makes of real text alone shows in `eval`.
        let n_yes = rows.iter().filter(|r| r.yes).count();
        println!(
            "{} pairs, {n_yes} of them one; {right} right on the pairs themselves",
            rows.len()
        );
        let mut table = format!(
            "# Weights of what speaks for and against two being one; fitted by `lab link fit`.\n\
             # {} pairs, {n_yes} of them one. See README.md beside this file.\nfloor\t{}\nbias\t{:.3}\n",
            rows.len(),
            self.floor,
            weights[0]
        );
        for (n, w) in names.iter().zip(&weights[1..]) {
            let _ = writeln!(table, "{n}\t{w:.3}");
        }
        for (floor, line) in self.floors(&table)? {
            println!("floor {floor:.2}: {line}");
        }
        let path = PathBuf::from(format!("models/en/{name}.tsv"));
        std::fs::write(&path, table).with_context(|| path.display().to_string())?;
        Ok(())
    }

    /// What groups of the training corpora come to at several floors.
    fn floors(&self, table: &str) -> Result<Vec<(f64, String)>> {
        if self.judge != Judge::Across {
            return Ok(Vec::new());
        }
        let corpora: Vec<Vec<(Report, Option<u64>)>> =
            self.seeds.iter().map(|s| self.reports(&Engine::new(), *s)).collect::<Result<_>>()?;
        let mut out = Vec::new();
        for step in 2..14 {
            let floor = f64::from(step) * 0.05;
            let table =
                table.replace(&format!("floor\t{}\n", self.floor), &format!("floor\t{floor}\n"));
            let judge = ReportJudge::with_table(&table);
            let (mut f1, mut ratio) = (0.0, 0.0);
            for corpus in &corpora {
                let mut forest = Memory::new(Reach::default());
                for (report, _) in corpus {
                    forest.add(report.clone(), &judge);
                }
                let pairs: Vec<(u64, u64)> = corpus
                    .iter()
                    .filter_map(|(r, of)| Some(((*of)?, forest.root(r.id)?.0)))
                    .collect();
                let count = |of: fn(&(u64, u64)) -> u64| {
                    pairs.iter().map(of).collect::<BTreeSet<_>>().len() as f64
                };
                f1 += measure::partition::b_cubed(&pairs).f1 / corpora.len() as f64;
                ratio += count(|p| p.1) / count(|p| p.0) / corpora.len() as f64;
            }
            out.push((floor, format!("B3 F1 of reports {f1:.3}, out / true {ratio:.3}")));
        }
        Ok(out)
    }

    /// The reports of a planted corpus with the incidents that they tell of.
    fn reports(&self, engine: &Engine, seed: u64) -> Result<Vec<(Report, Option<u64>)>> {
        let plant =
            Plant { seed, incidents: 200, reports: 1000, half: self.half, out: PathBuf::new() };
        let mut out = Vec::new();
        for line in plant.corpus().lines() {
            let gold: Value = serde_json::from_str(line)?;
            let reading = read(engine, &gold)?;
            let told = told(&reading, &gold);
            let (document, analysis) = (&reading.document, &reading.analysis);
            let gist = Arc::new(incident::gist(document, analysis));
            let list = incident::reports(document, analysis, &reading.events, &gist);
            out.extend(list.into_iter().map(|r| {
                let of = r.events.iter().find_map(|e| told[*e as usize]);
                (r, of)
            }));
        }
        Ok(out)
    }

    fn planted(&self, within: bool) -> Result<Vec<Row>> {
        let engine = Engine::new();
        let mut rows = Vec::new();
        for &seed in &self.seeds {
            let plant =
                Plant { seed, incidents: 200, reports: 1000, half: self.half, out: PathBuf::new() };
            if !within {
                rows.extend(across(&self.reports(&engine, seed)?));
                continue;
            }
            let lines = plant.corpus();
            let corpus: Vec<Value> =
                lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
            for gold in roundups(corpus) {
                let reading = read(&engine, &gold)?;
                let told = told(&reading, &gold);
                let (document, analysis) = (&reading.document, &reading.analysis);
                let gist = Arc::new(incident::gist(document, analysis));
                let pairs = incident::pairs(document, analysis, &reading.events, &gist);
                rows.extend(
                    pairs.into_iter().filter_map(|(i, j, values)| {
                        Some(Row { values, yes: told[i]? == told[j]? })
                    }),
                );
            }
        }
        if within {
            self.real(&engine, &mut rows)?;
        }
        Ok(rows)
    }

    /// Pairs of coded events that stand on gold mentions of actions.
    fn real(&self, engine: &Engine, rows: &mut Vec<Row>) -> Result<()> {
        for file in &self.files {
            for (id, text, actions) in measure::incidents::actions(&crate::corpus::read(file)?)? {
                let reading = engine.read(&RawDocument {
                    id: Some(id),
                    kind: DocumentKind::Record,
                    bytes: text.into_bytes(),
                    ..RawDocument::default()
                });
                let chain = |i: usize| {
                    let at = reading.events[i].evidence.trigger.start as usize;
                    actions.iter().find(|a| a.start <= at && at < a.end).map(|a| a.chain)
                };
                let gist = Arc::new(incident::gist(&reading.document, &reading.analysis));
                let (document, analysis) = (&reading.document, &reading.analysis);
                for (i, j, values) in incident::pairs(document, analysis, &reading.events, &gist) {
                    if let (Some(p), Some(q)) = (chain(i), chain(j)) {
                        let copies = if self.weight > 0 { self.weight } else { 1 };
                        for _ in 0..copies {
                            rows.push(Row { values: values.clone(), yes: p == q });
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Pairs of gold mentions of ECB+ that a linker would meet.
    fn actions(&self) -> Result<Vec<Row>> {
        let engine = Engine::new();
        let mut mentions: Vec<(Report, u64)> = Vec::new();
        for file in &self.files {
            for (id, text, actions) in measure::incidents::actions(&crate::corpus::read(file)?)? {
                let reading = engine.read(&RawDocument {
                    id: Some(id),
                    kind: DocumentKind::Record,
                    bytes: text.into_bytes(),
                    ..RawDocument::default()
                });
                let (document, analysis) = (&reading.document, &reading.analysis);
                let gist = Arc::new(incident::gist(document, analysis));
                for (n, a) in actions.iter().enumerate() {
                    let span = model::Span::new(a.start, a.end);
                    let report = incident::action(document, analysis, span, &gist, n);
                    mentions.push((report, a.chain));
                }
            }
        }
        let mut by_key: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (i, (m, _)) in mentions.iter().enumerate() {
            for p in &m.postings {
                by_key.entry(p.key).or_default().push(i);
            }
        }
        let mut met = BTreeSet::new();
        for list in by_key.values() {
            for (at, &i) in list.iter().enumerate() {
                met.extend(list[at + 1..].iter().map(|&j| (i.min(j), i.max(j))));
            }
        }
        let row = |(i, j): (usize, usize)| Row {
            values: incident::action_features(&mentions[i].0, &mentions[j].0),
            yes: mentions[i].1 == mentions[j].1,
        };
        Ok(met.into_iter().map(row).collect())
    }

    fn roundups(&self) -> Result<Vec<Row>> {
        let engine = Engine::new();
        let mut gists: Vec<(usize, Gist)> = Vec::new();
        let mut n_groups = 0;
        for file in &self.files {
            for line in crate::corpus::read(file)?.lines().filter(|l| !l.trim().is_empty()) {
                let value: Value = serde_json::from_str(line)?;
                for (i, m) in value["members"].as_array().into_iter().flatten().enumerate() {
                    let part = |key: &str| m[key].as_str().unwrap_or("");
                    let reading = engine.read(&RawDocument {
                        id: Some(format!("{n_groups}-{i}")),
                        kind: DocumentKind::Record,
                        bytes: format!("{}\n\n{}", part("title"), part("text")).into_bytes(),
                        ..RawDocument::default()
                    });
                    gists.push((n_groups, incident::gist(&reading.document, &reading.analysis)));
                }
                n_groups += 1;
            }
        }
        let mut rows = Vec::new();
        for group in gists.chunk_by(|a, b| a.0 / self.group == b.0 / self.group) {
            let list: Vec<Gist> = group.iter().map(|g| g.1.clone()).collect();
            for (i, j) in incident::pairs_met(&list, Reach::documents()) {
                let values = incident::coverage_features(&list[i], &list[j]).to_vec();
                rows.push(Row { values, yes: group[i].0 == group[j].0 });
            }
        }
        Ok(rows)
    }
}

/// Three documents of one day as one: what a page is that tells of several happenings.
fn roundups(mut corpus: Vec<Value>) -> Vec<Value> {
    corpus.sort_by_key(|d| (d["published"].to_string(), d["id"].to_string()));
    let mut out = Vec::new();
    for day in corpus.chunk_by(|a, b| a["published"] == b["published"]) {
        for three in day.chunks(3) {
            let (mut whole, mut text, mut tells) = (three[0].clone(), String::new(), Vec::new());
            for part in three {
                let shift = text.chars().count() as u64;
                for t in part["tells"].as_array().into_iter().flatten() {
                    let mut t = t.clone();
                    for end in ["start", "end"] {
                        t[end] = Value::from(t[end].as_u64().unwrap_or(0) + shift);
                    }
                    tells.push(t);
                }
                text.push_str(part["text"].as_str().unwrap_or(""));
                text.push_str("\n\n");
            }
            whole["text"] = Value::from(text);
            whole["tells"] = Value::from(tells);
            out.push(whole);
        }
    }
    out
}

/// Pairs of reports of two documents that a linker would meet.
fn across(reports: &[(Report, Option<u64>)]) -> Vec<Row> {
    let mut by_key: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (i, (r, of)) in reports.iter().enumerate() {
        for p in r.postings.iter().filter(|_| of.is_some()) {
            by_key.entry(p.key).or_default().push(i);
        }
    }
    let day = |i: usize| reports[i].0.postings.first().map_or(0, |p| p.day);
    let mut met: BTreeMap<(ContentId, ContentId), (usize, usize)> = BTreeMap::new();
    for list in by_key.values() {
        for (at, &i) in list.iter().enumerate() {
            for &j in &list[at + 1..] {
                let (a, b) = (&reports[i].0, &reports[j].0);
                if a.gist.id != b.gist.id && day(i).abs_diff(day(j)) <= 31 {
                    met.insert((a.id.min(b.id), a.id.max(b.id)), (i, j));
                }
            }
        }
    }
    met.into_values()
        .map(|(i, j)| Row {
            values: incident::features(&reports[i].0, &reports[j].0),
            yes: reports[i].1 == reports[j].1,
        })
        .collect()
}

fn read(engine: &Engine, gold: &Value) -> Result<Reading> {
    let part = |key: &str| gold[key].as_str().unwrap_or("").to_owned();
    Ok(engine.read(&RawDocument {
        id: Some(part("id")),
        kind: DocumentKind::Record,
        bytes: part("text").into_bytes(),
        published: Some(part("published").parse()?),
        publisher: Some(part("publisher")),
        ..RawDocument::default()
    }))
}

/// The incident that each event tells of, where the gold says.
fn told(reading: &Reading, gold: &Value) -> Vec<Option<u64>> {
    let chars = wire::Characters::new(&reading.document.text);
    reading
        .events
        .iter()
        .map(|e| {
            let at = u64::from(chars.at(e.evidence.trigger.start));
            gold["tells"].as_array()?.iter().find_map(|t| {
                let inside = t["start"].as_u64()? <= at && at < t["end"].as_u64()?;
                let kind = e.class.event_type.as_str();
                let of_kind = t["types"].as_array()?.iter().any(|x| x == kind);
                if inside && of_kind { t["incident"].as_u64() } else { None }
            })
        })
        .collect()
}
