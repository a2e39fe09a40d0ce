//! Words in, passages of documents out, best first.
//!
//! All words (a phrase in quotation marks as a whole) must stand in the document. Of the latest
//! [`N_RANKED`] such documents the best come first: by how often the words occur for the length of
//! the text (the term-frequency part of BM25, k₁ 1.2, b 0.75; since every word must occur, their
//! rarity would add the same to all), one point more for each word in the headline.

use serde_json::{Value, json};
use store::{Filter, Sheet, Store};

/// Documents that are ranked.
pub const N_RANKED: usize = 300;
const K1: f64 = 1.2;
const B: f64 = 0.75;
/// Letters of a usual document.
const N_LETTERS_USUAL: f64 = 5000.0;
/// Letters of a passage.
const N_PASSAGE: usize = 240;

/// A document that holds the words.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The document without its text.
    pub sheet: Sheet,
    /// Points.
    pub score: f64,
    /// The passage with most of the words; what was looked for stands in ‹›.
    pub passage: String,
}

/// The best documents that hold all the words of the filter.
///
/// # Errors
/// If the store cannot be read.
pub fn search(store: &Store, filter: &Filter, n_max: usize) -> store::Result<Vec<Hit>> {
    let needles: Vec<String> = filter
        .text
        .iter()
        .map(|t| t.trim_end_matches('*').trim().to_lowercase())
        .filter(|t| !t.is_empty())
        .collect();
    let _same = store.snapshot()?;
    let mut hits: Vec<(f64, Sheet, String)> = Vec::new();
    for n in store.search(filter, N_RANKED)? {
        let Some(sheet) = store.sheet(n)? else { continue };
        let text = store.text(n)?;
        let headline = lowered(sheet.document.headline.as_deref().unwrap_or(""));
        let low = lowered(&text);
        let norm = 1.0 - B + B * low.len() as f64 / N_LETTERS_USUAL;
        let score: f64 = needles
            .iter()
            .map(|needle| {
                let tf = low.matches(root(needle)).count() as f64;
                let in_headline = f64::from(u8::from(headline.contains(root(needle))));
                tf * (K1 + 1.0) / (tf + K1 * norm) + in_headline
            })
            .sum();
        hits.push((score, sheet, text));
    }
    // Equals stay in the order of their days.
    hits.sort_by(|x, y| y.0.total_cmp(&x.0));
    hits.truncate(n_max);
    Ok(hits
        .into_iter()
        .map(|(score, sheet, text)| Hit { sheet, score, passage: passage(&text, &needles) })
        .collect())
}

/// As [`str::to_lowercase`], for texts of which nearly all letters are ASCII.
fn lowered(text: &str) -> String {
    let changes = |c: char| !c.is_ascii() && c.to_lowercase().ne([c]);
    if text.chars().any(changes) { text.to_lowercase() } else { text.to_ascii_lowercase() }
}

/// A word without the endings that the index takes off too: good enough to find it in the text.
fn root(needle: &str) -> &str {
    if needle.contains(' ') {
        return needle;
    }
    ["ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "y"]
        .iter()
        .find_map(|e| needle.strip_suffix(e).filter(|r| r.chars().count() > 3))
        .unwrap_or(needle)
}

fn passage(text: &str, needles: &[String]) -> String {
    let mut best = (0usize, 0usize, "");
    for paragraph in text.split('\n').filter(|p| !p.trim().is_empty()) {
        let low = lowered(paragraph);
        let n = needles.iter().filter(|n| low.contains(root(n))).count();
        let all: usize = needles.iter().map(|n| low.matches(root(n)).count()).sum();
        if (n, all) > (best.0, best.1) {
            best = (n, all, paragraph);
        }
    }
    let paragraph = if best.2.is_empty() { text.trim_start() } else { best.2 };
    mark(&cut(paragraph, needles), needles)
}

/// The part of a paragraph around the first word that was looked for.
fn cut(paragraph: &str, needles: &[String]) -> String {
    let words: Vec<&str> = paragraph.split_whitespace().collect();
    let is_hit = |w: &str| needles.iter().any(|n| w.to_lowercase().contains(root(first_word(n))));
    let at = words.iter().position(|w| is_hit(w)).unwrap_or(0);
    let mut start = at;
    let mut length = 0;
    while start > 0 && length < N_PASSAGE / 3 {
        start -= 1;
        length += words[start].len() + 1;
    }
    let mut out = if start > 0 { "… ".to_owned() } else { String::new() };
    for (i, word) in words[start..].iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(word);
        if out.len() > N_PASSAGE {
            out.push_str(" …");
            break;
        }
    }
    out
}

fn first_word(needle: &str) -> &str {
    needle.split(' ').next().unwrap_or(needle)
}

fn mark(text: &str, needles: &[String]) -> String {
    let marked =
        |word: &str| {
            let low = word.to_lowercase();
            needles.iter().flat_map(|n| n.split(' ')).filter(|n| n.len() > 2).any(|n| {
                low.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(root(n))
            })
        };
    let framed = |w: &str| {
        let word = w.trim_matches(|c: char| !c.is_alphanumeric());
        let start = w.find(word).unwrap_or(0);
        format!("{}‹{word}›{}", &w[..start], &w[start + word.len()..])
    };
    text.split(' ')
        .map(|w| if marked(w) { framed(w) } else { w.to_owned() })
        .collect::<Vec<_>>()
        .join(" ")
}

impl Hit {
    /// As an object.
    pub fn value(&self) -> Value {
        let mut value = document_value(&self.sheet);
        if let Value::Object(map) = &mut value {
            map.insert("score".to_owned(), json!(crate::timeline::round(self.score, 3)));
            map.insert("passage".to_owned(), json!(self.passage));
        }
        value
    }
}

/// A document as an object, without its text.
pub fn document_value(sheet: &Sheet) -> Value {
    let d = &sheet.document;
    json!({
        "id": d.id,
        "day": d.today.map(|x| x.to_string()),
        "published": d.published.map(|x| x.to_string()),
        "headline": d.headline,
        "publisher": d.publisher,
        "agency": d.agency,
        "authors": d.authors,
        "url": d.url,
        "origin": d.origin,
        "quotes": sheet.n_quotes,
    })
}

/// Columns of [`document_row`].
pub const DOCUMENT_COLUMNS: &[&str] =
    &["id", "day", "headline", "publisher", "agency", "authors", "url", "origin"];

/// A document as a row.
pub fn document_row(sheet: &Sheet) -> Vec<String> {
    let d = &sheet.document;
    vec![
        d.id.clone(),
        d.today.map(|x| x.to_string()).unwrap_or_default(),
        d.headline.clone().unwrap_or_default(),
        d.publisher.clone().unwrap_or_default(),
        d.agency.clone().unwrap_or_default(),
        d.authors.join("; "),
        d.url.clone().unwrap_or_default(),
        d.origin.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_lowered_as_everywhere() {
        for text in ["", "The GUARD said “No” – naïve", "Élysée", "ΟΔΟΣ", "ǅ İ", "straße"]
        {
            assert_eq!(lowered(text), text.to_lowercase());
        }
    }
}
