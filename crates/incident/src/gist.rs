//! A document and its analysis in, its gist out.

use std::collections::BTreeSet;

use model::{Analysis, Document, Gist, Posting, Upos};

use crate::terms::{Bag, content_id, digest, is_content, key, rarity, stem};

const N_TERMS: usize = 64;
const N_NAMES: usize = 24;
const N_NUMBERS: usize = 12;
const N_SHINGLES: usize = 16;
/// Under so many of its rarest words a document is looked for.
const N_KEYS: usize = 10;

/// Names of weekdays and months, in the order of [`Gist::calendar`]'s bits.
const CALENDAR: [&str; 19] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What a document is about. An empty document gives an empty gist.
pub fn gist(document: &Document, analysis: &Analysis) -> Gist {
    let id = content_id(&document.id);
    let (mut terms, mut names, mut headline) = (Bag::default(), Bag::default(), Bag::default());
    let (mut numbers, mut calendar) = (BTreeSet::new(), 0u32);
    for (i, sentence) in analysis.sentences.iter().enumerate() {
        for token in sentence.tokens().map(|t| analysis.token(t)) {
            let form = token.span.of(&document.text);
            if token.upos == Upos::Propn {
                let lower = form.to_lowercase();
                calendar |= CALENDAR.iter().position(|c| *c == lower).map_or(0, |at| 1 << at);
            }
            if let Some(n) = number(form) {
                numbers.insert(n);
            }
            if !is_content(token) {
                continue;
            }
            let word = stem(&token.lemma);
            terms.add(&word);
            if i == 0 {
                headline.add(&word);
            }
            if token.name.is_some() {
                names.add(&word);
            }
        }
    }
    let shingles = shingles(document, analysis);
    let day = document.today.or(document.published);
    let mut gist = Gist {
        id,
        document: document.id.clone(),
        day,
        publisher: document.publisher.clone(),
        agency: document.agency.clone(),
        terms: terms.weighted(N_TERMS),
        names: names.weighted(N_NAMES),
        headline: headline.weighted(N_NAMES),
        numbers: numbers.into_iter().take(N_NUMBERS).collect(),
        calendar,
        shingles,
        // Longer texts first: they tell more, and the short follow them.
        rank: u32::MAX - analysis.tokens.len().min(600) as u32 / 20,
        postings: Vec::new(),
        is_outline: false,
    };
    gist.postings = postings(&gist);
    gist
}

/// A number of two digits and more, grouping commas undone; years and parts of numbers are none.
fn number(form: &str) -> Option<u32> {
    let digits: String = form.chars().filter(|c| *c != ',').collect();
    let whole = digits.len() >= 2 && digits.bytes().all(|b| b.is_ascii_digit());
    let n = digits.parse().ok().filter(|_| whole)?;
    (form.contains(',') || !(1900..2100).contains(&n)).then_some(n)
}

/// Smallest digests of five-word shingles under sixteen hash functions.
fn shingles(document: &Document, analysis: &Analysis) -> Vec<u32> {
    let words: Vec<u32> = analysis
        .tokens
        .iter()
        .filter(|t| t.upos != Upos::Punct)
        .map(|t| digest(t.span.of(&document.text).to_lowercase().as_bytes()))
        .collect();
    let mut least = vec![u32::MAX; N_SHINGLES];
    for five in words.windows(5) {
        let h = five
            .iter()
            .fold(0x9e37_79b9u32, |h, w| (h.rotate_left(5) ^ w).wrapping_mul(0x85eb_ca6b));
        for (i, least) in least.iter_mut().enumerate() {
            let mut x = h ^ (i as u32 + 1).wrapping_mul(0xc2b2_ae35);
            x = (x ^ (x >> 16)).wrapping_mul(0x7feb_352d);
            x = (x ^ (x >> 15)).wrapping_mul(0x846c_a68b);
            *least = (*least).min(x ^ (x >> 16));
        }
    }
    if words.len() < 5 { Vec::new() } else { least }
}

fn postings(gist: &Gist) -> Vec<Posting> {
    let day = gist.day.map_or(Posting::NO_DAY, crate::days::number);
    let sketch = gist.shingles.first().copied().unwrap_or(0);
    let mut rarest: Vec<u32> = gist.terms.iter().map(|t| t.word).collect();
    rarest.sort_by(|a, b| {
        let weight = |w: u32| gist.terms.iter().find(|t| t.word == w).map_or(0.0, |t| t.weight);
        let tells = |w: u32| weight(w).min(rarity(w) * 1.5);
        tells(*b).total_cmp(&tells(*a)).then(a.cmp(b))
    });
    let words = rarest.iter().take(N_KEYS).map(|w| key(&["word", &w.to_string()]));
    let copies = gist.shingles.iter().take(2).map(|s| key(&["copy", &s.to_string()]));
    let mut keys: Vec<u64> = words.chain(copies).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().map(|key| Posting { key, day, sketch, id: gist.id }).collect()
}

/// Estimated share of the text that two documents have in common, in [0, 1].
pub(crate) fn resemblance(a: &Gist, b: &Gist) -> f32 {
    if a.shingles.is_empty() || a.shingles.len() != b.shingles.len() {
        return 0.0;
    }
    let same = a.shingles.iter().zip(&b.shingles).filter(|(x, y)| x == y).count();
    same as f32 / a.shingles.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_no_numbers() {
        assert_eq!(number("1,900"), Some(1900));
        assert_eq!(number("1900"), None);
        assert_eq!(number("46"), Some(46));
        assert_eq!(number("7"), None);
        assert_eq!(number("46th"), None);
    }
}
