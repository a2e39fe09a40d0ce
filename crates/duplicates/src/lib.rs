//! Addresses and texts in, which document repeats which out.
//!
//! A wire report that five papers carry, a page that was fetched twice, a story that was updated
//! with a paragraph: the later one is told what it repeats ([`Seen::see`]), and nothing is thrown
//! away here. Texts are compared by MinHash over four-word shingles (Broder 1997) with banded look-up
//! (Leskovec, Rajaraman and Ullman, *Mining of Massive Datasets*, ch. 3); about 400 bytes are kept of
//! a document. It never looks at what a text says, and the same documents in the same order always
//! give the same answers.

mod address;
mod signature;

use rustc_hash::FxHashMap;

pub use crate::{address::address_key, signature::Signature};

/// Estimated share of common shingles from which two texts are the same report.
const SIMILARITY_MIN: f32 = 0.6;

/// Estimated share of the shorter text that the longer one must hold to be its update, and the
/// share of common shingles below which that estimate says nothing.
const CONTAINED_MIN: f32 = 0.85;
const CONTAINED_SIMILARITY_MIN: f32 = 0.3;

/// Similarity from which two pages that call themselves by one address are believed.
const CANONICAL_SIMILARITY_MIN: f32 = 0.3;

/// Documents compared with one at most; beyond, the oldest are.
const N_CANDIDATES_MAX: usize = 200;

/// How two documents were found to be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// By address, tracking parameters left out.
    Address,
    /// Word for word.
    Text,
    /// By nearly the same words: copies, updates, cuts.
    Near,
}

impl How {
    /// `url`, `text` or `near`.
    pub fn as_str(self) -> &'static str {
        match self {
            How::Address => "url",
            How::Text => "text",
            How::Near => "near",
        }
    }
}

/// What a document repeats.
#[derive(Clone, Debug, PartialEq)]
pub struct Duplicate {
    /// Id of the first document that said it.
    pub of: String,
    /// How it was found.
    pub how: How,
    /// Estimated share of common shingles, 0 to 1.
    pub similarity: f32,
}

/// The documents seen so far.
#[derive(Default)]
pub struct Seen {
    documents: Vec<Known>,
    by_address: FxHashMap<u64, u32>,
    by_text: FxHashMap<u64, u32>,
    by_band: FxHashMap<u64, Vec<u32>>,
}

struct Known {
    id: Box<str>,
    signature: Signature,
    /// The first document that said it: its own index where it is the first.
    first: u32,
}

impl Seen {
    /// Nothing seen yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks a document up and keeps it: what it repeats, if anything.
    ///
    /// `address` is where it was found, `canonical` what the page calls its own address; both may
    /// be missing. The answer names the first of several that say the same.
    pub fn see(
        &mut self,
        id: &str,
        address: Option<&str>,
        canonical: Option<&str>,
        signature: Signature,
    ) -> Option<Duplicate> {
        let keys: Vec<u64> = [address, canonical]
            .into_iter()
            .flatten()
            .filter_map(address_key)
            .map(|k| hash(&k))
            .collect();
        let found = self.find(address, canonical, &signature);
        let idx = self.documents.len() as u32;
        let first = found.as_ref().map_or(idx, |(i, _, _)| self.documents[*i as usize].first);
        for key in keys {
            self.by_address.entry(key).or_insert(idx);
        }
        if let Some(exact) = signature.exact() {
            self.by_text.entry(exact).or_insert(idx);
        }
        // Copies are found by their first; only what is new takes room in the bands.
        if found.as_ref().is_none_or(|(_, how, s)| *how != How::Text && *s < 0.95) {
            for band in signature.bands() {
                let list = self.by_band.entry(band).or_default();
                if list.len() < N_CANDIDATES_MAX {
                    list.push(idx);
                }
            }
        }
        self.documents.push(Known { id: id.into(), signature, first });
        found.map(|(_, how, similarity)| Duplicate {
            of: self.documents[first as usize].id.to_string(),
            how,
            similarity,
        })
    }

    /// How many documents were seen.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether none was seen.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    fn find(
        &self,
        address: Option<&str>,
        canonical: Option<&str>,
        signature: &Signature,
    ) -> Option<(u32, How, f32)> {
        let similarity = |i: u32| signature.similarity(&self.documents[i as usize].signature);
        let at = |a: Option<&str>| {
            a.and_then(address_key).and_then(|k| self.by_address.get(&hash(&k)).copied())
        };
        if let Some(i) = at(address) {
            return Some((i, How::Address, similarity(i)));
        }
        // Some sites call every page of theirs by one address.
        if let Some(i) = at(canonical).filter(|i| similarity(*i) >= CANONICAL_SIMILARITY_MIN) {
            return Some((i, How::Address, similarity(i)));
        }
        if let Some(i) = signature.exact().and_then(|e| self.by_text.get(&e)) {
            return Some((*i, How::Text, 1.0));
        }
        let mut candidates: Vec<u32> =
            signature.bands().filter_map(|b| self.by_band.get(&b)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates.truncate(N_CANDIDATES_MAX);
        let mut best: Option<(u32, f32)> = None;
        for i in candidates {
            let other = &self.documents[i as usize].signature;
            let s = signature.similarity(other);
            let same = s >= SIMILARITY_MIN
                || (s >= CONTAINED_SIMILARITY_MIN && signature.containment(other) >= CONTAINED_MIN);
            if same && best.is_none_or(|(_, b)| s > b) {
                best = Some((i, s));
            }
        }
        best.map(|(i, s)| (i, How::Near, s))
    }
}

/// Mixes the bytes of a text to 64 bits; the same on every machine.
pub(crate) fn hash(text: &str) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for b in text.bytes() {
        h = (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    mix(h)
}

/// The finaliser of SplitMix64.
pub(crate) fn mix(x: u64) -> u64 {
    let mut z = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "The foreign ministers of Chile and Bolivia met in Lima on Tuesday and \
        agreed to reopen three crossings that had been closed since the spring. The talks lasted \
        two days. A joint commission will meet in March to settle what the customs officers of \
        both countries may inspect, a spokeswoman said, and a second round is planned for April. \
        Truck drivers had waited for weeks on the mountain road and thanked the mediators.";

    fn see(seen: &mut Seen, id: &str, url: Option<&str>, text: &str) -> Option<(String, How)> {
        seen.see(id, url, None, Signature::of(text)).map(|d| (d.of, d.how))
    }

    #[test]
    fn copies_updates_and_strangers() {
        let mut seen = Seen::new();
        let other = "The central bank of Norway left its rate unchanged on Thursday, as most \
            analysts had expected, and said that it sees no reason to act before the autumn. The \
            krone lost a little against the euro after the decision was published in Oslo.";
        assert_eq!(see(&mut seen, "a", Some("https://x.example/1?utm_source=rss"), REPORT), None);
        assert_eq!(see(&mut seen, "b", Some("https://y.example/1"), other), None);
        let a = |how| Some(("a".to_owned(), how));
        assert_eq!(see(&mut seen, "c", Some("http://www.x.example/1#top"), other), a(How::Address));
        assert_eq!(see(&mut seen, "d", None, &REPORT.to_uppercase()), a(How::Text));
        let update = format!("LIMA (Reuters) - {REPORT} The president of Chile welcomed the deal.");
        assert_eq!(see(&mut seen, "e", None, &update), a(How::Near));
        let cut: String = REPORT.chars().take(300).collect();
        assert_eq!(see(&mut seen, "f", None, &cut), a(How::Near));
        assert_eq!(see(&mut seen, "g", None, "Nothing of the kind."), None);
        assert_eq!(see(&mut seen, "h", None, ""), None);
        assert_eq!(see(&mut seen, "i", None, ""), None);
        assert_eq!(seen.len(), 9);
    }

    #[test]
    fn one_canonical_address_for_all_pages_is_not_believed() {
        let mut seen = Seen::new();
        let canonical = Some("https://x.example/news");
        let other = "Parliament in Tirana voted on Monday for the budget of the coming year.";
        assert_eq!(seen.see("a", None, canonical, Signature::of(REPORT)), None);
        assert_eq!(seen.see("b", None, canonical, Signature::of(other)), None);
    }
}
