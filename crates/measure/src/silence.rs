//! Documents that report nothing political: how many events are asserted of them all the same.
//!
//! CoNLL-U with `# newdoc id = …`; genres whose documents are political news are left out.

use crate::{
    Error,
    figures::Figures,
    syntax::{documents, parse},
};

/// Genres (parts of a document's id) that are left out.
const POLITICAL: [&str; 7] =
    ["news", "speech", "court", "interview", "newsgroup", "weblog", "essay"];

/// Counts asserted events per hundred documents; `answer` gives a line per asserted event.
///
/// # Errors
/// A line that is no CoNLL-U.
pub fn score(
    gold: &str,
    n_show: usize,
    mut answer: impl FnMut(&str) -> Vec<String>,
) -> Result<Figures, Error> {
    let mut figures = Figures::default();
    let mut counts = Vec::new();
    let mut ids = gold.lines().filter_map(|l| l.strip_prefix("# newdoc id = "));
    let sentences = parse(gold)?;
    for (text, _) in documents(&sentences) {
        let id = ids.next().unwrap_or("");
        if POLITICAL.iter().any(|g| id.contains(g)) {
            continue;
        }
        let events = answer(&text);
        for event in &events {
            figures.show(n_show, || format!("{id}: {event}"));
        }
        counts.push(events.len());
    }
    figures.note(format!("{} documents", counts.len()));
    figures.add("asserted per 100 documents", &counts, |d| {
        100.0 * d.iter().map(|n| **n).sum::<usize>() as f64 / d.len().max(1) as f64
    });
    Ok(figures)
}
