//! Headline and authors of web pages.
//!
//! A headline is right where it is the gold's, white space run together; a second figure lets the
//! shapes of quotation marks and dashes pass. Authors are matched as names, letter case aside.

use std::collections::BTreeSet;

use crate::{
    figures::{Counts, Figures},
    page_gold::PageGold,
};

/// Scores headlines and authors; `answer` gives a page's headline and its authors.
pub fn score(
    gold: &[PageGold],
    n_show: usize,
    mut answer: impl FnMut(&PageGold) -> (String, Vec<String>),
) -> Figures {
    let mut figures = Figures::default();
    let mut titles: Vec<(char, bool, bool)> = Vec::new();
    let mut authors: Vec<(char, Counts)> = Vec::new();
    for page in gold {
        let (headline, names) = answer(page);
        let half = page.half();
        if let Some(title) = page.title.as_ref().filter(|t| !t.trim().is_empty()) {
            let exact = run_together(title) == run_together(&headline);
            let near = fold(title) == fold(&headline);
            if !near && half == 'a' {
                figures.show(n_show, || {
                    format!("{}: headline {headline:?}, gold {title:?}", page.file)
                });
            }
            titles.push((half, exact, near));
        }
        if let Some(gold) = &page.authors {
            let gold: BTreeSet<String> = gold.iter().map(|n| fold(n)).collect();
            let found: BTreeSet<String> = names.iter().map(|n| fold(n)).collect();
            let hits = gold.intersection(&found).count();
            if hits < gold.len().max(found.len()) && half == 'a' {
                figures.show(n_show, || format!("{}: authors {names:?}, gold {gold:?}", page.file));
            }
            authors.push((half, Counts { hits, answers: found.len(), gold: gold.len() }));
        }
    }
    figures.note(format!("{} headlines, {} bylines", titles.len(), authors.len()));
    for half in [None, Some('a'), Some('b')] {
        let name = |n: &str| half.map_or(n.to_owned(), |h| format!("{n}, half {h}"));
        let is = |h: char| half.is_none_or(|wanted| h == wanted);
        let part: Vec<_> = titles.iter().filter(|t| is(t.0)).collect();
        let share = |f: fn(&(char, bool, bool)) -> bool| -> Vec<bool> {
            part.iter().map(|t| f(t)).collect()
        };
        figures.add_share(&name("headline exact"), &share(|t| t.1));
        figures.add_share(&name("headline, marks aside"), &share(|t| t.2));
        let part: Vec<Counts> = authors.iter().filter(|a| is(a.0)).map(|a| a.1).collect();
        figures.add_prf(&name("authors"), &part);
    }
    figures
}

fn run_together(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lower case, marks of one shape.
fn fold(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '‘' | '’' | '`' | '´' => '\'',
            '“' | '”' | '„' => '"',
            '–' | '—' | '‑' | '‐' => '-',
            c => c,
        })
        .collect();
    run_together(&plain).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_headlines() {
        let gold = PageGold {
            file: "x".to_owned(),
            title: Some("Minister’s visit".to_owned()),
            authors: Some(vec!["Jane Doe".to_owned(), "A B".to_owned()]),
            ..PageGold::default()
        };
        let figures =
            score(&[gold], 0, |_| ("Minister's  visit".to_owned(), vec!["JANE DOE".to_owned()]));
        let text = figures.to_text();
        assert!(text.contains("headline exact               0.000"), "{text}");
        assert!(text.contains("headline, marks aside        1.000"));
        assert!(text.contains("authors recall               0.500"));
    }
}
