//! Attributions of speech: found where more than half of the words are shared, and their speakers.
//!
//! Lines of {"text", "attributions": [{"source", "cue", "content": [[start, end]…]}]}, offsets in
//! characters. A *direct* one is a whole quotation of more than 30 characters.

use model::Span;
use serde_json::Value;

use crate::{Error, figures::Figures};

/// One reported speech as the engine found it.
#[derive(Clone, Debug)]
pub struct Said {
    /// Words said.
    pub span: Span,
    /// Head word of the speaker, and the longest name of its chain.
    pub speaker: Option<(Span, String)>,
}

/// Scores attributions.
///
/// # Errors
/// A line that is no JSON.
pub fn score(
    gold: &str,
    n_show: usize,
    mut answer: impl FnMut(&str) -> Vec<Said>,
) -> Result<Figures, Error> {
    let mut figures = Figures::default();
    let (mut found, mut direct, mut speakers) = (Vec::new(), Vec::new(), Vec::new());
    let mut right = Vec::new();
    for (i, line) in gold.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let row: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i + 1, e.to_string()))?;
        let text = row["text"].as_str().unwrap_or("");
        let offsets: Vec<usize> = text.char_indices().map(|(b, _)| b).chain([text.len()]).collect();
        let ours = answer(text);
        let empty = Vec::new();
        let spans: Vec<Span> = (row["attributions"].as_array().unwrap_or(&empty).iter())
            .filter_map(|a| cover(&a["content"], &offsets))
            .collect();
        for q in &ours {
            right.push(spans.iter().any(|s| share(q.span, *s) > 0.5));
        }
        for a in row["attributions"].as_array().unwrap_or(&empty) {
            let Some(content) = cover(&a["content"], &offsets) else { continue };
            let words = content.of(text);
            let whole =
                words.starts_with(['"', '“']) && words.ends_with(['"', '”']) && content.len() > 30;
            let best = ours
                .iter()
                .max_by(|x, y| share(x.span, content).total_cmp(&share(y.span, content)));
            let inside: u32 = ours.iter().map(|q| common(q.span, content)).sum();
            let hit = best.filter(|q| {
                share(q.span, content) > 0.5 || whole && inside as usize * 2 > content.len()
            });
            found.push(hit.is_some());
            if whole {
                direct.push(hit.is_some());
            }
            let Some(hit) = hit else {
                figures.show(n_show, || format!("missed {words}"));
                continue;
            };
            let Some(source) = cover(&a["source"], &offsets) else { continue };
            let same = hit.speaker.as_ref().is_some_and(|(span, name)| {
                let theirs = source.of(text);
                let word = span.of(text);
                span.overlaps(source)
                    || theirs
                        .split(|c: char| !c.is_alphanumeric())
                        .any(|w| w == word || w.len() > 3 && name.split(' ').any(|n| n == w))
            });
            if !same {
                figures.show(n_show, || {
                    let said = hit.speaker.as_ref().map_or("nobody", |s| s.0.of(text));
                    format!("speaker of {words}: gold {}, said {said}", source.of(text))
                });
            }
            speakers.push(same);
        }
    }
    figures.add_share("attributions found", &found);
    figures.add_share("right of what is said to be one", &right);
    figures.add_share("direct quotes found", &direct);
    figures.add_share("speaker right", &speakers);
    Ok(figures)
}

/// Texts with the stretches that their gold attributes to somebody, in bytes.
///
/// # Errors
/// A line that is no JSON.
pub fn attributions(gold: &str) -> Result<Vec<(String, Vec<Span>)>, Error> {
    let mut out = Vec::new();
    for (i, line) in gold.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let row: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i + 1, e.to_string()))?;
        let text = row["text"].as_str().unwrap_or("").to_owned();
        let offsets: Vec<usize> = text.char_indices().map(|(b, _)| b).chain([text.len()]).collect();
        let rows = row["attributions"].as_array();
        let spans =
            rows.into_iter().flatten().filter_map(|a| cover(&a["content"], &offsets)).collect();
        out.push((text, spans));
    }
    Ok(out)
}

fn cover(spans: &Value, offsets: &[usize]) -> Option<Span> {
    let spans = spans.as_array()?;
    let at = |v: &Value| v.as_u64().map(|n| offsets[(n as usize).min(offsets.len() - 1)]);
    let start = spans.iter().filter_map(|s| at(&s[0])).min()?;
    let end = spans.iter().filter_map(|s| at(&s[1])).max()?;
    Some(Span::new(start, end))
}

fn common(a: Span, b: Span) -> u32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Common bytes over all bytes of both, from 0 to 1.
pub fn share(a: Span, b: Span) -> f64 {
    let both = f64::from(common(a, b));
    both / (a.len() as f64 + b.len() as f64 - both).max(1.0)
}
