//! Events of one happening found, against gold.
//!
//! Two shapes of gold. Planted corpora: lines of {"id", "text", "published", "publisher", "tells":
//! [{"start", "end" (characters), "incident", "types"}]}; the items are the events that the coder
//! finds in those stretches. ECB+: lines with "mentions" of gold actions; the items are the mentions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{Error, coverage::partition_figures, figures::Figures};

/// A stretch of a planted document that tells of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// First character.
    pub start: u64,
    /// One past the last.
    pub end: u64,
    /// The incident.
    pub incident: u64,
    /// Event types that a coder may give it.
    pub types: Vec<String>,
}

/// A planted document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planted {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its day, YYYY-MM-DD.
    pub published: String,
    /// Who printed it.
    pub publisher: String,
    /// What it tells.
    pub tells: Vec<Stretch>,
}

/// Reads a planted corpus.
///
/// # Errors
/// The first line that is no JSON, or has no `tells`.
pub fn planted(gold: &str) -> Result<Vec<Planted>, Error> {
    let mut out = Vec::new();
    for (i, line) in gold.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let row: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i + 1, e.to_string()))?;
        let Some(tells) = row["tells"].as_array() else {
            return Err(Error::new(i + 1, "no `tells`".to_owned()));
        };
        let part = |key: &str| row[key].as_str().unwrap_or("").to_owned();
        let stretch = |t: &Value| Stretch {
            start: t["start"].as_u64().unwrap_or(0),
            end: t["end"].as_u64().unwrap_or(0),
            incident: t["incident"].as_u64().unwrap_or(0),
            types: t["types"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|x| x.as_str().map(str::to_owned))
                .collect(),
        };
        out.push(Planted {
            id: part("id"),
            text: part("text"),
            published: part("published"),
            publisher: part("publisher"),
            tells: tells.iter().map(stretch).collect(),
        });
    }
    Ok(out)
}

/// An event that the coder found in a stretch: its document and event number, the stretch's incident,
/// and the incident it was put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Index of the document.
    pub document: usize,
    /// What it is, for `--show`.
    pub label: String,
    /// Incident of the gold.
    pub gold: u64,
    /// Incident of the answer.
    pub answer: u64,
}

/// Scores the incidents of a planted corpus.
pub fn score(corpus: &[Planted], found: &[Found], n_show: usize) -> Figures {
    let mut figures = Figures::default();
    let pairs: Vec<(u64, u64)> = found.iter().map(|f| (f.gold, f.answer)).collect();
    let true_ones: BTreeSet<u64> = pairs.iter().map(|p| p.0).collect();
    let out: BTreeSet<u64> = pairs.iter().map(|p| p.1).collect();
    let told: BTreeSet<(usize, u64)> = corpus
        .iter()
        .enumerate()
        .flat_map(|(i, d)| d.tells.iter().map(move |t| (i, t.incident)))
        .collect();
    let coded: BTreeSet<(usize, u64)> = found.iter().map(|f| (f.document, f.gold)).collect();
    figures.note(format!(
        "{} documents, {} incidents planted, {} of them coded; {} events in their stretches, {} incidents out",
        corpus.len(),
        told.iter().map(|t| t.1).collect::<BTreeSet<_>>().len(),
        true_ones.len(),
        found.len(),
        out.len()
    ));
    figures.fix("reports coded", coded.len() as f64 / told.len().max(1) as f64);
    figures.fix("incidents out / true", out.len() as f64 / true_ones.len().max(1) as f64);
    partition_figures(&mut figures, &pairs);
    let main = |key: fn(&Found) -> u64, value: fn(&Found) -> u64| {
        let mut counts: BTreeMap<u64, BTreeMap<u64, usize>> = BTreeMap::new();
        for f in found {
            *counts.entry(key(f)).or_default().entry(value(f)).or_default() += 1;
        }
        counts
            .into_iter()
            .filter_map(|(k, c)| Some((k, c.into_iter().max_by_key(|x| x.1)?.0)))
            .collect::<BTreeMap<u64, u64>>()
    };
    let (of_gold, of_answer) = (main(|f| f.gold, |f| f.answer), main(|f| f.answer, |f| f.gold));
    for f in found {
        let strayed = of_gold.get(&f.gold) != Some(&f.answer);
        let mixed = of_answer.get(&f.answer) != Some(&f.gold);
        if strayed || mixed {
            figures.show(n_show, || {
                let what = if mixed { "mixed" } else { "strayed" };
                format!("{what}: gold {} answer {:x} | {}", f.gold, f.answer >> 44, f.label)
            });
        }
    }
    figures
}

/// A gold mention of an action in ECB+.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Bytes of its first word in the text, start and end.
    pub start: usize,
    /// End of its last word.
    pub end: usize,
    /// Its chain; mentions without one are alone.
    pub chain: u64,
}

/// Documents of ECB+ as texts (words parted by blanks, a sentence a paragraph, addresses left out) with
/// the gold actions of their selected sentences.
///
/// # Errors
/// The first line that is no JSON.
pub fn actions(gold: &str) -> Result<Vec<(String, String, Vec<Action>)>, Error> {
    let mut out = Vec::new();
    let mut chains: BTreeMap<String, u64> = BTreeMap::new();
    for (i, line) in gold.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let row: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i + 1, e.to_string()))?;
        let list = |key: &str| row[key].as_array().map(Vec::as_slice).unwrap_or_default();
        let selected: BTreeSet<u64> =
            list("selected_sentences").iter().filter_map(Value::as_u64).collect();
        let (mut text, mut words) = (String::new(), BTreeMap::new());
        for s in list("sentences") {
            let n = s[0].as_u64().unwrap_or(0);
            let forms: Vec<&str> =
                s[1].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            if forms.first() == Some(&"http") {
                continue;
            }
            for (at, form) in forms.iter().enumerate() {
                let start = text.len();
                text.push_str(form);
                words.insert((n, at as u64), (start, text.len()));
                text.push_str(if at + 1 == forms.len() { "\n\n" } else { " " });
            }
        }
        let mut actions = Vec::new();
        for m in list("mentions") {
            let tag = m["tag"].as_str().unwrap_or("");
            let is_action = tag.starts_with("ACTION") || tag.starts_with("NEG_ACTION");
            let sentence = m["sent"].as_u64().unwrap_or(0);
            if !is_action || !selected.contains(&sentence) {
                continue;
            }
            let tokens: Vec<u64> =
                m["tokens"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
            let place = |t: Option<&u64>| words.get(&(sentence, *t?));
            let (Some(first), Some(last)) = (place(tokens.first()), place(tokens.last())) else {
                continue;
            };
            let next = chains.len() as u64;
            let name = m["chain"].as_str().map_or_else(|| format!("alone {next}"), str::to_owned);
            let chain = *chains.entry(name).or_insert(next);
            actions.push(Action { start: first.0, end: last.1, chain });
        }
        out.push((row["doc_id"].as_str().unwrap_or("").to_owned(), text, actions));
    }
    Ok(out)
}

/// Scores chains of ECB+ actions: over all documents at once, as if each topic were a corpus.
pub fn score_actions(chains: &[u64], answers: &[u64]) -> Figures {
    let mut figures = Figures::default();
    figures.note(format!("{} gold mentions of actions; topics are not told apart", chains.len()));
    let pairs: Vec<(u64, u64)> = chains.iter().copied().zip(answers.iter().copied()).collect();
    partition_figures(&mut figures, &pairs);
    figures
}
