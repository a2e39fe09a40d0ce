//! Time expressions: spans, exact and touching, and values of those that touch (as in TempEval-3).

use model::{Span, TimeExpression};
use serde_json::Value;

use crate::{
    Error,
    figures::{Counts, Figures},
};

/// Scores time expressions of documents, lines of {"text", "dct", "timexes": [{"start", "end",
/// "value"}]} with offsets in characters; `answer` is given the text and its day.
///
/// # Errors
/// A line that is no JSON.
pub fn score(
    gold: &str,
    n_show: usize,
    mut answer: impl FnMut(&str, Option<model::Date>) -> Vec<TimeExpression>,
) -> Result<Figures, Error> {
    let mut figures = Figures::default();
    let (mut strict, mut relaxed, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for (i, line) in gold.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let row: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i + 1, e.to_string()))?;
        let text = row["text"].as_str().unwrap_or("");
        let offsets: Vec<usize> = text.char_indices().map(|(b, _)| b).chain([text.len()]).collect();
        let today = row["dct"].as_str().and_then(|d| d.get(..10)).and_then(|d| d.parse().ok());
        let ours = answer(text, today);
        let empty = Vec::new();
        let theirs = row["timexes"].as_array().unwrap_or(&empty);
        let at = |v: &Value| offsets[(v.as_u64().unwrap_or(0) as usize).min(offsets.len() - 1)];
        let mut used = vec![false; ours.len()];
        let (mut s, mut r, mut v) = (Counts::default(), Counts::default(), Counts::default());
        let mut n_unvalued = 0;
        for t in theirs {
            let span = Span::new(at(&t["start"]), at(&t["end"]));
            let free = |k: &usize| !used[*k];
            let hit = (0..ours.len())
                .filter(free)
                .find(|&k| ours[k].span == span)
                .or_else(|| (0..ours.len()).filter(free).find(|&k| ours[k].span.overlaps(span)));
            let Some(k) = hit else {
                figures.show(n_show, || format!("missed {} {}", span.of(text), t["value"]));
                continue;
            };
            used[k] = true;
            r.hits += 1;
            s.hits += usize::from(ours[k].span == span);
            match t["value"].as_str() {
                None => n_unvalued += 1,
                Some(value) if value == ours[k].value => v.hits += 1,
                Some(value) => figures.show(n_show, || {
                    format!("value of {}: gold {value}, said {}", span.of(text), ours[k].value)
                }),
            }
        }
        s.answers = ours.len();
        r.answers = ours.len();
        v.answers = ours.len() - n_unvalued;
        s.gold = theirs.len();
        r.gold = theirs.len();
        v.gold = theirs.len() - n_unvalued;
        strict.push(s);
        relaxed.push(r);
        values.push(v);
    }
    figures.add_prf("strict spans", &strict);
    figures.add_prf("relaxed spans", &relaxed);
    figures.add_prf("values", &values);
    Ok(figures)
}
