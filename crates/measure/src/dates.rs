//! Day of publication of web pages: right, wrong or none.
//!
//! As htmldate's evaluation counts: a right day is a hit, a wrong one a false alarm, none a miss.

use crate::{Prf, figures::Figures, page_gold::PageGold};

/// Scores days; `answer` gives `YYYY-MM-DD` and where it was found, or nothing.
pub fn score(
    gold: &[PageGold],
    n_show: usize,
    mut answer: impl FnMut(&PageGold) -> Option<(String, &'static str)>,
) -> Figures {
    let mut figures = Figures::default();
    let mut rows: Vec<(char, [usize; 3])> = Vec::new();
    for page in gold {
        let Some(day) = &page.day else { continue };
        let found = answer(page);
        let counts = match &found {
            Some((d, _)) if d == day => [1, 0, 0],
            Some(_) => [0, 1, 0],
            None => [0, 0, 1],
        };
        if counts[0] == 0 && page.half() == 'a' {
            figures.show(n_show, || match &found {
                Some((d, by)) => format!("{}: {d} by {by}, gold {day}", page.file),
                None => format!("{}: none, gold {day}", page.file),
            });
        }
        rows.push((page.half(), counts));
    }
    figures.note(format!("{} pages", rows.len()));
    for half in [None, Some('a'), Some('b')] {
        let part: Vec<[usize; 3]> =
            rows.iter().filter(|r| half.is_none_or(|h| r.0 == h)).map(|r| r.1).collect();
        let name = |n: &str| half.map_or(n.to_owned(), |h| format!("{n}, half {h}"));
        let of = |d: &[&[usize; 3]]| {
            let sum = |i: usize| d.iter().map(|r| r[i]).sum::<usize>();
            Prf::of(sum(0), sum(0) + sum(1), sum(0) + sum(2))
        };
        figures.add(&name("date precision"), &part, |d| of(d).precision);
        figures.add(&name("date recall"), &part, |d| of(d).recall);
        figures.add(&name("date F1"), &part, |d| of(d).f1);
        figures.add(&name("date exact"), &part, |d| {
            d.iter().map(|r| r[0]).sum::<usize>() as f64 / d.len().max(1) as f64
        });
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_days_cost_precision_and_none_costs_recall() {
        let page = |file: &str| PageGold {
            file: file.to_owned(),
            day: Some("2026-01-13".to_owned()),
            ..PageGold::default()
        };
        let gold = [page("a"), page("b"), page("c"), page("d")];
        let figures = score(&gold, 0, |p| match p.file.as_str() {
            "a" | "b" => Some(("2026-01-13".to_owned(), "meta")),
            "c" => Some(("2026-01-14".to_owned(), "text")),
            _ => None,
        });
        let text = figures.to_text();
        assert!(text.contains("date precision               0.667"), "{text}");
        assert!(text.contains("date recall                  0.667"));
        assert!(text.contains("date exact                   0.500"));
    }
}
