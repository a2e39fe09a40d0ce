//! Words in, digests with rarity out.
//!
//! "impeachment" and "impeached" are one term: the first six letters of the lemma. How much a term
//! tells is how rare it is in news (`models/en/rarity.tsv`), not in what was read so far: so the order
//! of documents cannot matter.

use std::{collections::BTreeMap, sync::LazyLock};

use model::{ContentId, Term, Token, Upos};

const N_LETTERS: usize = 6;

struct Rarity {
    n_documents: f32,
    by_word: BTreeMap<u32, f32>,
}

static RARITY: LazyLock<Rarity> = LazyLock::new(|| {
    let text = include_str!("../../../models/en/rarity.tsv");
    let mut rarity = Rarity { n_documents: 1.0, by_word: BTreeMap::new() };
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let Some((word, n)) = line.split_once('\t') else { continue };
        let n = n.parse().unwrap_or(1.0);
        if word == "documents" {
            rarity.n_documents = n;
        } else {
            rarity.by_word.insert(digest(word.as_bytes()), n);
        }
    }
    rarity
});

/// FNV-1a, 32 bits.
pub(crate) fn digest(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193))
}

/// FNV-1a, 64 bits, over parts that are kept apart.
pub(crate) fn key(parts: &[&str]) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for part in parts {
        for b in part.bytes().chain([0]) {
            h = (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    h
}

/// Id of a document or event id.
pub fn content_id(id: &str) -> ContentId {
    let digest = blake3::hash(id.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&digest.as_bytes()[..8]);
    ContentId(u64::from_be_bytes(first))
}

/// What of a lemma is compared: letters and digits in lower case, the first six. Empty for marks.
pub fn stem(lemma: &str) -> String {
    let letters = lemma.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    letters.take(N_LETTERS).collect()
}

/// Natural logarithm of how many times rarer than always a term is; greater than 0.
pub(crate) fn rarity(word: u32) -> f32 {
    let r = &*RARITY;
    let n = r.by_word.get(&word).copied().unwrap_or(2.0);
    libm::logf(1.0 + r.n_documents / (1.0 + n))
}

/// Weight of a term of [`Bag::weighted`] in a set of `n` lists of which `holders` have the word: rare
/// here, and a little by how rare it is in news, the less the larger the set.
pub(crate) fn rarity_among(term: Term, holders: u32, n: usize) -> f32 {
    /// Documents of news that the set is filled up with.
    const N_MORE: f32 = 30.0;
    let r = &*RARITY;
    let share = (1.0 + r.by_word.get(&term.word).copied().unwrap_or(2.0)) / r.n_documents;
    let often = term.weight / rarity(term.word);
    often * libm::logf(1.0 + (n as f32 + N_MORE) / (holders as f32 + N_MORE * share))
}

/// Whether a token carries content: nouns, names, verbs, adjectives, numbers.
pub fn is_content(token: &Token) -> bool {
    matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num)
        && !matches!(token.lemma.as_str(), "say" | "tell" | "have" | "be" | "do" | "go" | "make")
}

/// Digests with summed weights, ascending by digest.
#[derive(Default)]
pub(crate) struct Bag(BTreeMap<u32, f32>);

impl Bag {
    /// Counts a stem once more; empty ones are left out.
    pub(crate) fn add(&mut self, stem: &str) {
        if !stem.is_empty() {
            *self.0.entry(digest(stem.as_bytes())).or_default() += 1.0;
        }
    }

    /// Terms weighted by rarity and the logarithm of how often; at most the `n_max` heaviest.
    pub(crate) fn weighted(self, n_max: usize) -> Vec<Term> {
        let mut terms: Vec<Term> = self
            .0
            .into_iter()
            .map(|(word, n)| Term { word, weight: rarity(word) * (1.0 + libm::logf(n)) })
            .collect();
        terms.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.word.cmp(&b.word)));
        terms.truncate(n_max);
        terms.sort_by_key(|t| t.word);
        terms
    }
}

/// Length of a list of terms.
pub(crate) fn norm(terms: &[Term]) -> f32 {
    terms.iter().map(|t| t.weight * t.weight).sum::<f32>().sqrt()
}

/// Cosine of two lists of terms, each ascending by digest; 0 where one is empty.
pub(crate) fn cosine(a: &[Term], b: &[Term]) -> f32 {
    let dot = shared(a, b).map(|(x, y)| x * y).sum::<f32>();
    // Weights are greater than 0: without a word shared there is nothing to divide.
    if dot > 0.0 { dot / (norm(a) * norm(b)) } else { 0.0 }
}

/// Weights of the words that two lists share, by digest.
pub(crate) fn shared<'a>(a: &'a [Term], b: &'a [Term]) -> impl Iterator<Item = (f32, f32)> + 'a {
    let mut j = 0;
    a.iter().filter_map(move |t| {
        while b.get(j).is_some_and(|u| u.word < t.word) {
            j += 1;
        }
        b.get(j).filter(|u| u.word == t.word).map(|u| (t.weight, u.weight))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_weigh_more() {
        let bag = |words: &[&str]| {
            let mut bag = Bag::default();
            for w in words {
                bag.add(&stem(w));
            }
            bag.weighted(8)
        };
        assert_eq!(stem("Impeachment"), stem("impeach"));
        assert!(rarity(digest(b"presid")) < rarity(digest(b"howitz")));
        let a = bag(&["shell", "village", "Avdiivka"]);
        assert!(cosine(&a, &bag(&["Avdiivka"])) > cosine(&a, &bag(&["village"])));
        assert!((cosine(&a, &a) - 1.0).abs() < 1e-5);
        assert!(cosine(&a, &[]).abs() < 1e-9);
    }
}
