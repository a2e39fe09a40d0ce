//! A document in, whether it tells of times long past rather than news out: lives, chapters of
//! textbooks, guides and papers with their references.
//!
//! "He was wounded at the siege on October 9, 1779, and promoted in 1783" is history; "the police
//! arrested nine men on Tuesday" is news. Years stand all along, of several times, and next to nothing
//! says when the reader reads ("yesterday", "last week", "on Tuesday").
//!
//! It never looks at what is done, only at when.

use knowledge::Cues;
use model::TimeExpression;

use crate::tree::Tree;

/// Years of the document's times.
#[derive(Default)]
struct Years {
    /// Years named that are past by two or more.
    past: Vec<i16>,
    /// Years named that are not.
    recent: usize,
    /// Words that only a reader of that week understands.
    deictic: usize,
}

/// Whether the document is history. `year` is the one it appeared in, if known.
pub(crate) fn is_history(tree: &Tree<'_>, year: Option<i16>) -> bool {
    const ONE_IN: usize = 120;
    const ONE_OLD_IN: usize = 800;
    const OLD: i16 = 1980;
    let (analysis, cues) = (tree.analysis, &tree.knowledge.cues);
    let mut years = Years::default();
    for x in &analysis.times {
        let words = x.span.of(tree.text);
        match year_in(words, x) {
            Some(y) if year.is_none_or(|p| y + 2 <= p) => years.past.push(y),
            Some(_) => years.recent += 1,
            None if is_deictic(words, cues) => years.deictic += 1,
            None => {}
        }
    }
    let n = years.past.len();
    // News of a known day may tell much of the past; history leaves its own time out.
    if year.is_some() && (n < 6 || years.deictic + years.recent > 0) {
        return false;
    }
    if 3 * years.deictic > n || 3 * years.recent > n {
        return false;
    }
    let n_tokens = analysis.tokens.len();
    let mut distinct = years.past.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let span = distinct.last().zip(distinct.first()).map_or(0, |(b, a)| b - a);
    let told_by_years = n >= 4 && distinct.len() >= 3 && span >= 8 && n * ONE_IN >= n_tokens;
    // Long ago by anybody's measure.
    let n_old = years.past.iter().filter(|&&y| y <= OLD).count();
    let old = year.is_none()
        && n_old >= 2
        && 2 * n_old >= n
        && n_old * ONE_OLD_IN >= n_tokens
        && years.deictic == 0
        && years.recent == 0;
    told_by_years || old
}

/// How many times only a reader of that week understands ("yesterday", "on Tuesday").
pub(crate) fn count_deictic(tree: &Tree<'_>) -> usize {
    let cues = &tree.knowledge.cues;
    tree.analysis.times.iter().filter(|x| is_deictic(x.span.of(tree.text), cues)).count()
}

/// The year that the words name in figures ("October 9, 1779", "the 1830s").
pub(crate) fn year_in(words: &str, x: &TimeExpression) -> Option<i16> {
    let figures = words.split(|c: char| !c.is_ascii_digit()).find(|w| w.len() == 4)?;
    let year: i16 = figures.parse().ok()?;
    (x.interval.is_some() && (1000..2100).contains(&year)).then_some(year)
}

fn is_deictic(words: &str, cues: &Cues) -> bool {
    let lower = words.to_lowercase();
    ["deictic", "weekday"].iter().flat_map(|k| cues.list(k)).any(|w| lower.contains(w))
}
