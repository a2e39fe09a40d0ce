//! Documents of one piece of news found, against gold groups.
//!
//! Gold: lines of {"story", "members": [{"title", "text"}]}, or documents of lines of {"doc_id",
//! "subtopic", "sentences": [[n, [words]]]} (ECB+).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    Error,
    figures::Figures,
    partition::{b_cubed, conll, muc},
};

/// A document of the gold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Headline and text, parted by a blank line.
    pub text: String,
    /// Its group.
    pub group: u64,
}

/// Documents of the gold in its order.
///
/// # Errors
/// The first line that is no JSON, or neither of the two shapes.
pub fn items(gold: &str) -> Result<Vec<Item>, Error> {
    let mut out = Vec::new();
    let mut groups: BTreeMap<String, u64> = BTreeMap::new();
    for (i, line) in gold.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let row: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i + 1, e.to_string()))?;
        let name = ["story", "subtopic"].iter().find_map(|k| row[*k].as_str());
        let Some(name) = name else {
            return Err(Error::new(i + 1, "no `story` and no `subtopic`".to_owned()));
        };
        let next = groups.len() as u64;
        let group = *groups.entry(name.to_owned()).or_insert(next);
        if let Some(members) = row["members"].as_array() {
            for (n, m) in members.iter().enumerate() {
                let part = |key: &str| m[key].as_str().unwrap_or("");
                let text = format!("{}\n\n{}", part("title"), part("text"));
                out.push(Item { id: format!("{name}/{n}"), text, group });
            }
        } else {
            let id = row["doc_id"].as_str().unwrap_or("").to_owned();
            out.push(Item { id, text: text_of_sentences(&row), group });
        }
    }
    Ok(out)
}

/// The words of ECB+ sentences, a sentence a paragraph, addresses left out.
pub fn text_of_sentences(row: &Value) -> String {
    let sentences = row["sentences"].as_array().map(Vec::as_slice).unwrap_or_default();
    let texts: Vec<String> = sentences
        .iter()
        .map(|s| {
            let words = s[1].as_array().map(Vec::as_slice).unwrap_or_default();
            words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
        })
        .filter(|t| !t.starts_with("http"))
        .collect();
    texts.join("\n\n")
}

/// Scores groups of the gold's documents; `answers` holds a group for each, in order.
pub fn score(items: &[Item], answers: &[u64], n_show: usize) -> Figures {
    let mut figures = Figures::default();
    let pairs: Vec<(u64, u64)> =
        items.iter().map(|i| i.group).zip(answers.iter().copied()).collect();
    let count = |of: fn(&(u64, u64)) -> u64| {
        pairs.iter().map(of).collect::<std::collections::BTreeSet<_>>().len()
    };
    figures.note(format!(
        "{} documents, {} groups in the gold, {} answered",
        items.len(),
        count(|p| p.0),
        count(|p| p.1)
    ));
    partition_figures(&mut figures, &pairs);
    for (item, answer) in items.iter().zip(answers) {
        let alone = pairs.iter().filter(|p| p.1 == *answer).all(|p| p.0 == item.group);
        let whole = pairs.iter().filter(|p| p.0 == item.group).all(|p| p.1 == *answer);
        if !(alone && whole) {
            let head: String = item.text.chars().take(90).collect();
            figures
                .show(n_show, || format!("{} in {answer}: {}", item.id, head.replace('\n', " ")));
        }
    }
    figures
}

/// B³, MUC and the CoNLL mean of a partition, as rows without intervals (items are not independent).
pub fn partition_figures(figures: &mut Figures, pairs: &[(u64, u64)]) {
    let b3 = b_cubed(pairs);
    figures.fix("B3 precision", b3.precision);
    figures.fix("B3 recall", b3.recall);
    figures.fix("B3 F1", b3.f1);
    figures.fix("MUC F1", muc(pairs).f1);
    figures.fix("CoNLL F1", conll(pairs));
}
