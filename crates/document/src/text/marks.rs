//! What an element is called and which words a line has, in; how much that speaks for text, out.
//!
//! Authors name their elements: `class="article-body"`, `id=related`, `role=navigation`. A short
//! line has words that give it away: "Subscribe", "Advertisement". Each such mark has a weight,
//! learnt from pages with known text (`models/pages/marks.tsv`); a line's score is the sum over its
//! words and over all elements around it.

use std::{collections::HashMap, hash::BuildHasherDefault};

use crate::dom::{Dom, NodeId, Tag};

/// Longest line, in words, whose words are looked at.
const N_WORDS_MAX: usize = 25;

/// Longest name and most names of an element that are looked at.
const N_NAME_MAX: usize = 80;
const N_NAMES_MAX: usize = 24;

/// Weights of marks.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    weights: HashMap<u64, f32, BuildHasherDefault<Plain>>,
    /// Added to every line.
    pub bias: f32,
}

/// The keys are hashes already.
#[derive(Clone, Copy, Default)]
pub(crate) struct Plain(u64);

impl std::hash::Hasher for Plain {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*b);
        }
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

/// FNV-1a, going on from `hash`.
fn hash(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

impl Marks {
    /// From lines of mark, tab, weight; `#` starts a comment, the mark `bias` is the bias.
    pub fn read(table: &str) -> Self {
        let mut marks = Marks::default();
        for line in table.lines().filter(|l| !l.starts_with('#')) {
            let Some((mark, weight)) = line.split_once('\t') else { continue };
            let Ok(weight) = weight.trim().parse() else { continue };
            marks.set(mark, weight);
        }
        marks
    }

    /// Sets one weight.
    pub fn set(&mut self, mark: &str, weight: f32) {
        if mark == "bias" {
            self.bias = weight;
        } else {
            self.weights.insert(hash(SEED, mark.as_bytes()), weight);
        }
    }

    fn weight(&self, hash: u64) -> f32 {
        self.weights.get(&hash).copied().unwrap_or(0.0)
    }

    /// What an element's own name and attributes add.
    pub(crate) fn of_element(&self, dom: &Dom<'_>, node: NodeId) -> f32 {
        let mut sum = 0.0;
        element(dom, node, &mut |parts| {
            sum += self.weight(parts.iter().fold(SEED, |h, p| hash(h, p)));
        });
        sum
    }

    /// What a line's words add.
    pub(crate) fn of_line(&self, text: &str) -> f32 {
        let mut sum = 0.0;
        line(text, &mut |parts| {
            sum += self.weight(parts.iter().fold(SEED, |h, p| hash(h, p)));
        });
        sum
    }
}

/// The marks of a line and of all elements around it, as they stand in the table.
pub(crate) fn all(dom: &Dom<'_>, first: NodeId, text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut push = |parts: &[&[u8]]| {
        out.push(String::from_utf8_lossy(&parts.concat()).into_owned());
    };
    line(text, &mut push);
    let mut node = dom.parent(first);
    while node != 0 {
        element(dom, node, &mut push);
        node = dom.parent(node);
    }
    out
}

/// Calls `f` with every mark of an element, in parts that belong together.
fn element(dom: &Dom<'_>, node: NodeId, f: &mut dyn FnMut(&[&[u8]])) {
    let tag = dom.tag(node);
    if matches!(tag, Tag::Html | Tag::Body | Tag::Root) {
        return;
    }
    f(&[b"<", tag.name()]);
    for (name, value) in dom.attributes(node) {
        let kind: &[u8] = match name.len() {
            5 if name.eq_ignore_ascii_case("class") => b".",
            2 if name.eq_ignore_ascii_case("id") => b".",
            4 if name.eq_ignore_ascii_case("role") => b"role:",
            8 if name.eq_ignore_ascii_case("itemprop") => b"prop:",
            10 if name.eq_ignore_ascii_case("aria-label") => b"aria:",
            _ if name.len() > 5
                && (name.as_bytes()[..5].eq_ignore_ascii_case(b"data-"))
                && is_telling(&name[5..]) =>
            {
                b"."
            }
            _ => continue,
        };
        for one in value.split_ascii_whitespace().take(N_NAMES_MAX) {
            names(kind, &one.as_bytes()[..one.len().min(N_NAME_MAX)], f);
        }
    }
}

/// Attributes of data that name what an element is for.
fn is_telling(name: &str) -> bool {
    matches!(
        name,
        "testid"
            | "test-id"
            | "component"
            | "component-name"
            | "module"
            | "qa"
            | "type"
            | "name"
            | "block"
            | "gu-name"
            | "region"
            | "area"
            | "cy"
            | "uri"
            | "e2e"
            | "tracking-area"
    )
}

/// The words of a name (`articleBody__text` has three), and each two that follow one another.
fn names(kind: &[u8], name: &[u8], f: &mut dyn FnMut(&[&[u8]])) {
    let mut lower = [0u8; N_NAME_MAX];
    let mut before: Option<(usize, usize)> = None;
    let mut at = 0;
    while at < name.len() {
        if !name[at].is_ascii_alphabetic() {
            at += 1;
            continue;
        }
        let start = at;
        while at < name.len()
            && name[at].is_ascii_alphabetic()
            && (at == start
                || !(name[at].is_ascii_uppercase() && name[at - 1].is_ascii_lowercase()))
        {
            lower[at] = name[at].to_ascii_lowercase();
            at += 1;
        }
        f(&[kind, &lower[start..at]]);
        if let Some((s, e)) = before {
            f(&[kind, &lower[s..e], b"-", &lower[start..at]]);
        }
        before = Some((start, at));
    }
}

/// Calls `f` with every mark of a short line's words.
fn line(text: &str, f: &mut dyn FnMut(&[&[u8]])) {
    let is_mark = |c: char| !c.is_alphanumeric() && c != '\'' && c != '’';
    let words = || text.split(is_mark).filter(|w| !w.is_empty());
    if text.len() > 300 || words().nth(N_WORDS_MAX).is_some() {
        return;
    }
    let mut lower = String::new();
    for (i, word) in words().enumerate() {
        lower.clear();
        if word.bytes().all(|b| b.is_ascii_digit()) {
            lower.push_str(if word.len() == 4 { "0000" } else { "00" });
        } else {
            lower.extend(word.chars().flat_map(char::to_lowercase));
        }
        f(&[b"\"", lower.as_bytes()]);
        if i == 0 {
            f(&[b"\"^", lower.as_bytes()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_into_words() {
        let dom = Dom::parse("<div class='articleBody__text x1' role=main><b>Share</b>");
        let marks = all(&dom, 3, "Share 2026");
        for mark in [
            ".article",
            ".article-body",
            ".body-text",
            "<div",
            "role:main",
            "\"share",
            "\"^share",
            "\"0000",
        ] {
            assert!(marks.iter().any(|m| m == mark), "{mark} is not in {marks:?}");
        }
    }

    #[test]
    fn weights_add_up() {
        let marks = Marks::read("# c\nbias\t-1\n.body\t2\n<p\t0.5\n\"share\t-3\n");
        let dom = Dom::parse("<p class=body>x");
        assert!((marks.of_element(&dom, 1) - 2.5).abs() < 1e-6);
        assert!((marks.of_line("Share this") + 3.0).abs() < 1e-6);
        assert!((marks.bias + 1.0).abs() < 1e-6);
    }
}
