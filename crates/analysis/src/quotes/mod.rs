//! Words in, stretches of reported speech out, each with its speaker where one is told.
//!
//! “The bridge will be rebuilt,” she said. “It will take years.” gives two direct quotations of
//! "she", the second with no cue of its own. The minister called the offer “unfair”: one word of
//! his inside a report. Okafor said that the army had left: indirect speech.
//!
//! It never decides who "she" is (mentions and chains do) nor whether the words are true. A
//! speech over several paragraphs is one quotation for each. Verbs of speech are in
//! `data/lang/en/speech.toml`.

mod frames;
mod indirect;
mod marks;
mod posts;
mod signs;
mod sources;
#[cfg(test)]
mod tests;
mod transcript;
mod tree;
mod views;
mod words;

use model::{Quote, QuoteKind, Sentence, Token, TokenIdx, Upos};

pub use self::views::{View, candidates, with_attitudes};
use self::{marks::Marked, tree::Tree, words::Words};

/// Every stretch of reported speech in reading order.
///
/// Marked stretches do not overlap each other; others may hold them and one another.
pub fn find(text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<Quote> {
    let tree = Tree { tokens, words: Words::embedded() };
    let mut finder = Finder { text, sentences, tree, marked: Vec::new(), out: Vec::new() };
    finder.collect_marked();
    finder.attribute();
    finder.indirect();
    let mut out = finder.out;
    // A turn of a transcript or a post stands for all marked speech that it holds.
    let mut turns = transcript::find(text, tokens, sentences);
    turns.extend(posts::find(text, tokens, sentences));
    out.retain(|q| !turns.iter().any(|t| t.span.overlaps(q.span) && q.speaker.is_none()));
    out.extend(turns);
    out.sort_by_key(|q| (q.span.start, q.span.end));
    out
}

struct Finder<'a> {
    text: &'a str,
    sentences: &'a [Sentence],
    tree: Tree<'a>,
    /// Stretches between marks, with their paragraph.
    marked: Vec<(Marked, u32)>,
    out: Vec<Quote>,
}

/// A cue and the head of its speaker.
type Source = (Option<usize>, Option<usize>);

impl Finder<'_> {
    fn collect_marked(&mut self) {
        let mut n = 0;
        while n < self.sentences.len() {
            let paragraph = self.sentences[n].paragraph;
            let mut m = n;
            while m < self.sentences.len() && self.sentences[m].paragraph == paragraph {
                m += 1;
            }
            let from = self.sentences[n].span.start as usize;
            let to = self.sentences[m - 1].span.end as usize;
            let next_opens = self
                .sentences
                .get(m)
                .is_some_and(|s| s.span.of(self.text).starts_with(['\u{201c}', '"', '\u{201f}']));
            for found in marks::scan(self.text, from, to) {
                let open = found.open && next_opens;
                self.marked.push((Marked { open, ..found }, paragraph));
            }
            n = m;
        }
    }

    fn sentence_at(&self, byte: u32) -> usize {
        self.sentences
            .partition_point(|s| s.span.end <= byte)
            .min(self.sentences.len().saturating_sub(1))
    }

    fn token_from(&self, byte: u32) -> usize {
        self.tree.tokens.partition_point(|t| t.span.end <= byte)
    }

    fn token_until(&self, byte: u32) -> usize {
        self.tree.tokens.partition_point(|t| t.span.start < byte)
    }

    fn in_marks(&self, k: usize) -> bool {
        let span = self.tree.tokens[k].span;
        let at = self.marked.partition_point(|(m, _)| m.outer.end <= span.start);
        self.marked.get(at).is_some_and(|(m, _)| m.outer.overlaps(span))
    }

    /// Speakers of the marked stretches.
    fn attribute(&mut self) {
        let mut last: Option<(u32, Source, bool)> = None;
        let marked = self.marked.clone();
        for (n, &(found, paragraph)) in marked.iter().enumerate() {
            let kind = self.kind(found);
            let own = if kind == QuoteKind::Direct {
                let told = self.direct_source(found);
                if told.1.is_some() { told } else { (None, self.teller(found)) }
            } else {
                self.mixed_source(found)
            };
            let mut source = own;
            let mut carried = false;
            if source.1.is_none() && kind == QuoteKind::Direct {
                // The speech goes on: same paragraph, or a paragraph that re-opens it.
                if let Some((p, (_, speaker), open)) = last {
                    let near = p == paragraph || (open && p + 1 == paragraph);
                    let alone = p + 1 == paragraph && self.alone(found);
                    if near || alone {
                        source = (None, speaker);
                        carried = true;
                    }
                }
            }
            if source.1.is_none() && kind == QuoteKind::Direct {
                source = (None, self.earlier_speaker(found));
                // The speaker may be told only after a later part.
                if source.1.is_none()
                    && let Some((next, p)) = marked.get(n + 1)
                {
                    let open = found.open && *p == paragraph + 1;
                    if (open || *p == paragraph) && self.kind(*next) == QuoteKind::Direct {
                        source = (None, self.direct_source(*next).1);
                    }
                }
            }
            let n_words = self.token_until(found.inner.end)
                - self.token_from(found.inner.start).min(self.token_until(found.inner.end));
            let keep = kind == QuoteKind::Direct && (n_words > 2 || source.1.is_some())
                || kind == QuoteKind::Mixed && source.1.is_some() && !self.title(found);
            if keep {
                self.out.push(Quote {
                    span: found.inner,
                    kind,
                    cue: source.0.map(|k| TokenIdx(k as u32)),
                    speaker: source.1.map(|k| TokenIdx(k as u32)),
                    sentence: self.sentence_at(found.inner.start) as u32,
                });
            }
            if source.1.is_some() && (kind == QuoteKind::Direct || !carried) {
                last = Some((paragraph, source, found.open));
            }
        }
    }

    /// A paragraph that is nothing but this quotation.
    fn alone(&self, found: Marked) -> bool {
        let before = self.text[..found.outer.start as usize].trim_end_matches([' ', '\t']);
        let after = self.text[found.outer.end as usize..].trim_start_matches([' ', '\t', '.']);
        (before.is_empty() || before.ends_with('\n'))
            && (after.is_empty() || after.starts_with('\n'))
    }

    fn kind(&self, found: Marked) -> QuoteKind {
        let inner = found.inner.of(self.text);
        let (low, high) = (self.token_from(found.inner.start), self.token_until(found.inner.end));
        let n_words = (low..high).filter(|k| self.tree.tokens[*k].upos != Upos::Punct).count();
        let capital = inner
            .chars()
            .find(|c| c.is_alphanumeric())
            .is_some_and(|c| c.is_uppercase() || c.is_numeric());
        let before = self.text[..found.outer.start as usize].trim_end();
        let led = before.is_empty()
            || before.ends_with([':', ',', '.', '!', '?', '\u{201d}', '"', '\u{2014}'])
            || self.text[before.len()..found.outer.start as usize].contains('\n');
        let stopped = inner.ends_with([',', '.', '!', '?', '\u{2026}', '-', '\u{2014}']);
        let verb = (low..high).any(|k| matches!(self.tree.tokens[k].upos, Upos::Verb | Upos::Aux));
        if (led && (capital || stopped) && (verb || stopped || n_words > 3))
            || (capital && stopped && verb)
            || (n_words >= 12 && verb && (capital || stopped))
        {
            QuoteKind::Direct
        } else {
            QuoteKind::Mixed
        }
    }

    /// Capitals all through: the name of a film, a song, a campaign.
    fn title(&self, found: Marked) -> bool {
        let words: Vec<&str> = found.inner.of(self.text).split_whitespace().collect();
        let big = words.iter().filter(|w| w.len() > 3);
        let (mut n, mut capitals) = (0, 0);
        for w in big {
            n += 1;
            capitals += usize::from(w.starts_with(char::is_uppercase));
        }
        n > 0 && capitals == n && !found.inner.of(self.text).ends_with([',', '!', '?', '.'])
    }
}
