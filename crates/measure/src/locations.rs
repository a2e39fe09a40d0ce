//! Which places belong to a verb, against gold, by words.
//!
//! Lines of {"text", "spans": [{"label": "VERB" or "LOCATION", "start", "end" (characters), "text"}]}.
//! Lines whose places lost their words (`"text": ""`) are left out. Words of all lines are counted
//! together, as Halterman (2019) does.

use model::Span;
use serde_json::Value;

use crate::{Error, Prf, figures::Figures};

/// One verb and where it takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The sentence.
    pub text: String,
    /// The verb, in bytes.
    pub act: Span,
    /// Its places, in bytes; often none.
    pub places: Vec<Span>,
}

/// Reads the gold.
///
/// # Errors
/// A line that is no JSON.
pub fn rows(gold: &str) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for (i, line) in gold.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let row: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i + 1, e.to_string()))?;
        let text = row["text"].as_str().unwrap_or("");
        let bytes: Vec<u32> =
            text.char_indices().map(|(b, _)| b as u32).chain([text.len() as u32]).collect();
        let at = |v: &Value| bytes.get(v.as_u64().unwrap_or(0) as usize).copied();
        let (mut act, mut places, mut lost) = (None, Vec::new(), false);
        for s in row["spans"].as_array().into_iter().flatten() {
            let (Some(start), Some(end)) = (at(&s["start"]), at(&s["end"])) else { continue };
            match s["label"].as_str() {
                Some("VERB") => act = Some(Span { start, end }),
                Some("LOCATION") if start < end => places.push(Span { start, end }),
                _ => lost = true,
            }
        }
        if let Some(act) = act.filter(|_| !lost) {
            rows.push(Row { text: text.to_owned(), act, places });
        }
    }
    Ok(rows)
}

/// Scores places of verbs; `answer` is given a text and the verb, and gives places in bytes.
///
/// # Errors
/// A line that is no JSON.
pub fn score(
    gold: &str,
    n_show: usize,
    mut answer: impl FnMut(&str, Span) -> Vec<Span>,
) -> Result<Figures, Error> {
    let mut figures = Figures::default();
    let (mut n_right, mut n_said, mut n_gold) = (0usize, 0usize, 0usize);
    let mut whole = Vec::new();
    let rows = rows(gold)?;
    for row in &rows {
        let said = words(&row.text, &answer(&row.text, row.act));
        let owed = words(&row.text, &row.places);
        let right = said.iter().filter(|w| owed.contains(w)).count();
        n_right += right;
        n_said += said.len();
        n_gold += owed.len();
        whole.push(said == owed);
        if said != owed {
            figures.show(n_show, || {
                let shown = |list: &[Span]| {
                    list.iter().map(|s| s.of(&row.text)).collect::<Vec<_>>().join(" ")
                };
                let act = row.act.of(&row.text);
                format!("[{act}] gold `{}`, said `{}` | {}", shown(&owed), shown(&said), row.text)
            });
        }
    }
    let prf = Prf::of(n_right, n_said, n_gold);
    figures.note(format!(
        "{} verbs; words: precision {:.3}, recall {:.3}, F1 {:.3}",
        rows.len(),
        prf.precision,
        prf.recall,
        prf.f1
    ));
    figures.add_share("verbs with all their places right", &whole);
    Ok(figures)
}

/// Words between blanks that the stretches touch, marks at their ends left out.
fn words(text: &str, spans: &[Span]) -> Vec<Span> {
    let mut found = Vec::new();
    for word in text.split_whitespace() {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let start = start + word.find(bare).unwrap_or(0);
        let span = Span { start: start as u32, end: (start + bare.len()) as u32 };
        if !bare.is_empty() && spans.iter().any(|s| s.start < span.end && span.start < s.end) {
            found.push(span);
        }
    }
    found
}
