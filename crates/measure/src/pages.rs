//! Main text of web pages: segments found and kept out, runs of four words, words.
//!
//! Segments: each wanted one that stands in the text (white space run together) is a hit, each
//! unwanted one a false alarm; micro-averaged over all pages. Runs of four words: the measure of the
//! article extraction benchmark (Scrapinghub 2020), every page of the same weight. Words: F1 of the
//! bags of words, median over pages.

use std::collections::BTreeMap;

use crate::{Prf, figures::Figures, page_gold::PageGold};

/// What one page came to.
#[derive(Clone, Copy, Default)]
struct Row {
    half: char,
    /// True and false positives, false and true negatives of segments.
    segments: [usize; 4],
    /// Shares of runs of four words that are right, too many, missing.
    runs: Option<[f64; 3]>,
    words: f64,
}

/// Scores texts; `answer` gives the main text of a page, without its headline.
pub fn score(
    gold: &[PageGold],
    n_show: usize,
    mut answer: impl FnMut(&PageGold) -> String,
) -> Figures {
    let mut figures = Figures::default();
    let mut rows = Vec::new();
    for page in gold {
        let text = answer(page);
        let mut row = Row { half: page.half(), ..Row::default() };
        if !(page.wanted.is_empty() && page.unwanted.is_empty()) {
            row.segments = segments(page, &text, n_show, &mut figures);
        }
        if let Some(expected) = &page.text {
            let runs = shares(&grams(expected, 4), &grams(&text, 4));
            let [tp, fp, fn_] = shares(&grams(expected, 1), &grams(&text, 1));
            row.words = f1(tp, fp, fn_);
            row.runs = Some(runs);
            let run_f1 = f1(runs[0], runs[1], runs[2]);
            if page.half() == 'a' && run_f1 < 0.9 {
                figures.show(n_show, || {
                    format!(
                        "{}: F1 {run_f1:.3}; too many {:.2}, missing {:.2}",
                        page.file, runs[1], runs[2]
                    )
                });
            }
        }
        rows.push(row);
    }
    figures.note(format!("{} pages", rows.len()));
    for half in [None, Some('a'), Some('b')] {
        let part: Vec<Row> =
            rows.iter().copied().filter(|r| half.is_none_or(|h| r.half == h)).collect();
        let name = |n: &str| half.map_or(n.to_owned(), |h| format!("{n}, half {h}"));
        add(&mut figures, &part, &name);
    }
    figures
}

fn add(figures: &mut Figures, rows: &[Row], name: &dyn Fn(&str) -> String) {
    if rows.iter().any(|r| r.segments != [0; 4]) {
        let of = |d: &[&Row]| {
            let sum = |i: usize| d.iter().map(|r| r.segments[i]).sum::<usize>();
            (Prf::of(sum(0), sum(0) + sum(1), sum(0) + sum(2)), sum(0) + sum(3), {
                sum(0) + sum(1) + sum(2) + sum(3)
            })
        };
        figures.add(&name("segments precision"), rows, |d| of(d).0.precision);
        figures.add(&name("segments recall"), rows, |d| of(d).0.recall);
        figures.add(&name("segments F1"), rows, |d| of(d).0.f1);
        figures.add(&name("segments accuracy"), rows, |d| {
            let (_, right, all) = of(d);
            right as f64 / all.max(1) as f64
        });
    }
    if rows.iter().any(|r| r.runs.is_some()) {
        let of = |d: &[&Row]| {
            let sum = |i: usize| d.iter().filter_map(|r| r.runs).map(|r| r[i]).sum::<f64>();
            (sum(0), sum(1), sum(2))
        };
        let share = |a: f64, b: f64| if a + b > 0.0 { a / (a + b) } else { 0.0 };
        figures.add(&name("4-gram precision"), rows, |d| share(of(d).0, of(d).1));
        figures.add(&name("4-gram recall"), rows, |d| share(of(d).0, of(d).2));
        figures.add(&name("4-gram F1"), rows, |d| f1(of(d).0, of(d).1, of(d).2));
        figures.add(&name("4-gram F1, mean of pages"), rows, |d| {
            let all: Vec<f64> =
                d.iter().filter_map(|r| r.runs).map(|[t, p, n]| f1(t, p, n)).collect();
            all.iter().sum::<f64>() / all.len().max(1) as f64
        });
        figures.add(&name("words F1, median"), rows, |d| {
            let mut all: Vec<f64> =
                d.iter().filter(|r| r.runs.is_some()).map(|r| r.words).collect();
            all.sort_by(f64::total_cmp);
            all.get(all.len() / 2).copied().unwrap_or(0.0)
        });
    }
}

fn segments(page: &PageGold, text: &str, n_show: usize, figures: &mut Figures) -> [usize; 4] {
    let text = run_together(text);
    let mut counts = [0; 4];
    let shown = page.half() == 'a';
    for s in &page.wanted {
        let found = text.contains(&run_together(s));
        counts[if found { 0 } else { 2 }] += 1;
        if !found && shown {
            figures.show(n_show, || format!("{}: missing: {s}", page.file));
        }
    }
    for s in &page.unwanted {
        let found = text.contains(&run_together(s));
        counts[if found { 1 } else { 3 }] += 1;
        if found && shown {
            figures.show(n_show, || format!("{}: unwanted: {s}", page.file));
        }
    }
    counts
}

fn run_together(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How often each run of `n` words occurs; one run where there are fewer.
fn grams(text: &str, n: usize) -> BTreeMap<Vec<&str>, usize> {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|w| !w.is_empty())
        .collect();
    let mut grams = BTreeMap::new();
    if words.is_empty() {
        return grams;
    }
    for run in words.windows(n.min(words.len())) {
        *grams.entry(run.to_vec()).or_insert(0) += 1;
    }
    grams
}

/// Right, too many, missing, as shares that sum to one; an empty text that is rightly so is right.
fn shares(gold: &BTreeMap<Vec<&str>, usize>, answer: &BTreeMap<Vec<&str>, usize>) -> [f64; 3] {
    let right: usize =
        answer.iter().map(|(g, n)| (*n).min(gold.get(g).copied().unwrap_or(0))).sum();
    let (n_gold, n_answer) = (gold.values().sum::<usize>(), answer.values().sum::<usize>());
    let (extra, missing) = (n_answer - right, n_gold - right);
    let all = (right + extra + missing) as f64;
    if all == 0.0 {
        return [1.0, 0.0, 0.0];
    }
    [right as f64 / all, extra as f64 / all, missing as f64 / all]
}

fn f1(right: f64, extra: f64, missing: f64) -> f64 {
    let sum = 2.0 * right + extra + missing;
    if sum > 0.0 { 2.0 * right / sum } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_four_words() {
        let right = shares(&grams("a b c d e", 4), &grams("a b c d e", 4));
        assert!((f1(right[0], right[1], right[2]) - 1.0).abs() < 1e-9);
        let half = shares(&grams("a b c d e", 4), &grams("a b c d x", 4));
        assert!((f1(half[0], half[1], half[2]) - 0.5).abs() < 1e-9);
        assert!(shares(&grams("", 4), &grams("", 4))[0] > 0.99);
    }

    #[test]
    fn segments_count_what_is_in_and_what_is_out() {
        let page = PageGold {
            file: "x".to_owned(),
            wanted: vec!["a  b".to_owned(), "c".to_owned()],
            unwanted: vec!["menu".to_owned(), "share".to_owned()],
            ..PageGold::default()
        };
        let figures = score(&[page], 0, |_| "a b menu".to_owned());
        assert!(figures.to_text().contains("segments precision           0.500"));
        assert!(figures.to_text().contains("segments accuracy            0.500"));
    }
}
