//! Whether the word's act happened: numbers from -3 (certainly not) to 3 (certainly), against gold.
//!
//! Lines of {"text" (tokens parted by blanks; joined again before they are read), "targets": [{"span1": [first, end], "label"}]}.

use model::Span;
use serde_json::Value;

use crate::{Error, figures::Figures};

/// Scores factuality; `answer` is given the text and the words asked about, in bytes.
///
/// # Errors
/// A line that is no JSON.
pub fn score(
    gold: &str,
    n_show: usize,
    mut answer: impl FnMut(&str, &[Span]) -> Vec<f64>,
) -> Result<Figures, Error> {
    let mut figures = Figures::default();
    let mut rows = Vec::new();
    for (text, spans, labels) in targets(gold)? {
        let said = answer(&text, &spans);
        for ((span, label), said) in spans.iter().zip(&labels).zip(&said) {
            if (label - said).abs() > 2.0 {
                figures.show(n_show, || {
                    format!("{} gold {label:.1} said {said:.1}: {text}", span.of(&text))
                });
            }
            rows.push((*label, *said));
        }
    }
    figures.note(format!("{} words", rows.len()));
    figures.add_numbers("status", &rows);
    Ok(figures)
}

/// A text, the words asked about (bytes), and how far each is a fact (-3 to 3).
pub type Targets = (String, Vec<Span>, Vec<f64>);

/// Texts with the words asked about and their labels.
///
/// # Errors
/// A line that is no JSON.
pub fn targets(gold: &str) -> Result<Vec<Targets>, Error> {
    let mut out = Vec::new();
    for (i, line) in gold.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let row: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i + 1, e.to_string()))?;
        let (text, tokens) = join(row["text"].as_str().unwrap_or(""));
        let empty = Vec::new();
        let (mut spans, mut labels) = (Vec::new(), Vec::new());
        for t in row["targets"].as_array().unwrap_or(&empty) {
            let first = t["span1"][0].as_u64().unwrap_or(0) as usize;
            let end = t["span1"][1].as_u64().unwrap_or(0) as usize;
            let (Some(a), Some(b)) = (tokens.get(first), tokens.get(end.saturating_sub(1))) else {
                continue;
            };
            let Some(label) = t["label"].as_f64() else { continue };
            spans.push(a.cover(*b));
            labels.push(label);
        }
        out.push((text, spans, labels));
    }
    Ok(out)
}

/// The text as it was before it was cut into words, and where each of its words stands.
fn join(words: &str) -> (String, Vec<Span>) {
    let words: Vec<&str> = words.split(' ').collect();
    let (mut text, mut spans) = (String::new(), Vec::new());
    for (i, word) in words.iter().enumerate() {
        let before = i.checked_sub(1).map_or("", |b| words[b]);
        let two_before = i.checked_sub(2).map_or("", |b| words[b]);
        let after = words.get(i + 1).copied().unwrap_or("");
        let ends = |w: &str| w.ends_with(char::is_alphanumeric);
        let starts = |w: &str| w.starts_with(char::is_alphanumeric);
        let hangs = matches!(*word, "," | "." | ";" | ":" | "?" | "!" | ")" | "%")
            || matches!(
                word.to_lowercase().replace('\u{2019}', "'").as_str(),
                "n't" | "'s" | "'re" | "'ve" | "'ll" | "'d" | "'m"
            )
            || before == "("
            || before == "$" && word.starts_with(|c: char| c.is_ascii_digit())
            || *word == "-" && ends(before) && starts(after)
            || before == "-" && ends(two_before) && starts(word)
            || *word == "'" && before.ends_with('s') && !after.is_empty() && after != "'";
        if i > 0 && !hangs {
            text.push(' ');
        }
        spans.push(Span::new(text.len(), text.len() + word.len()));
        text.push_str(word);
    }
    (text, spans)
}
