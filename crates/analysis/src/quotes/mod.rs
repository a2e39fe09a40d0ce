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
mod signs;
#[cfg(test)]
mod tests;
mod transcript;
mod tree;
mod views;
mod words;

use model::{Deprel, Quote, QuoteKind, Sentence, Token, TokenIdx, Upos};

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
    // A turn of a transcript stands for all marked speech that it holds.
    let turns = transcript::find(text, tokens, sentences);
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
                self.direct_source(found)
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

    /// Cue and speaker beside a direct quotation.
    fn direct_source(&self, found: Marked) -> Source {
        let tokens = self.tree.tokens;
        // After it: “…,” Okafor told reporters.
        let from = self.token_until(found.outer.end);
        let here = self.sentence_at(found.outer.end.saturating_sub(1));
        let same_line = |k: usize| {
            let gap = self.text.get(found.outer.end as usize..tokens[k].span.start as usize);
            !gap.unwrap_or("\n").contains('\n')
        };
        let inner = found.inner.of(self.text);
        // A full stop before the mark ends the sentence: what follows is another.
        let ended = inner.ends_with('.');
        let mut after: Option<(usize, usize)> = None;
        if from < tokens.len() && !found.open && same_line(from) && !ended {
            let s = self.sentence_at(tokens[from].span.start);
            if s <= here + 1 {
                let sentence = &self.sentences[s];
                let end = sentence.end.at().min(tokens.len());
                for k in from..end.min(from + 24) {
                    if self.in_marks(k) {
                        break;
                    }
                    let told = self
                        .cue(sentence, k, from, end)
                        .filter(|x| *x >= from && !self.in_marks(*x));
                    // "…,” Ana Torres, a teacher, said": the parse may lose so far a subject.
                    let far = k > from
                        && tokens[k - 1].upos == Upos::Punct
                        && self.tree.says(k)
                        && told.is_none_or(|x| x > k);
                    let led = if far { self.tree.leader(from, k) } else { None };
                    if let Some(speaker) = led.or(told) {
                        after = Some((k, speaker));
                        break;
                    }
                }
            }
        }
        if let Some((cue, speaker)) = after {
            return (Some(cue), Some(speaker));
        }
        if let Some(speaker) = self.signed(found) {
            return (None, Some(speaker));
        }
        // Before it: Okafor said: “…”.
        let to = self.token_from(found.outer.start);
        let s = self.sentence_at(found.outer.start);
        if let Some(source) = self.source_before(s, to) {
            return source;
        }
        // Before it, in a sentence of its own that ends in a colon.
        let before = self.text[..found.outer.start as usize].trim_end();
        if before.ends_with(':') && to > 0 {
            let s = self.sentence_at(tokens[to - 1].span.start);
            if let Some(source) = self.source_before(s, to) {
                return source;
            }
            let sentence = &self.sentences[s];
            // "Lavrov:", or any sentence whose subject then speaks.
            let root = (sentence.first.at()..to).find(|k| tokens[*k].head.is_none());
            if let Some(root) = root {
                let speaker = self.tree.subject(sentence, root).or(matches!(
                    tokens[root].upos,
                    Upos::Propn | Upos::Noun
                )
                .then_some(root));
                return (None, speaker);
            }
        }
        (None, None)
    }

    /// The name after a dash that signs the words: “…” — Ana Torres, teacher.
    fn signed(&self, found: Marked) -> Option<usize> {
        let tokens = self.tree.tokens;
        let rest = self.text.get(found.outer.end as usize..)?;
        let body = rest.trim_start();
        if rest.len() - body.len() > 6
            || !body.starts_with(['\u{2014}', '\u{2013}', '\u{2015}', '-', '~'])
        {
            return None;
        }
        let from = self.token_from(found.outer.end + (rest.len() - body.len()) as u32);
        let name = from + 1;
        let last =
            (name..tokens.len()).take_while(|k| tokens[*k].upos == Upos::Propn).take(6).last()?;
        (last > name).then_some(last)
    }

    /// The last cue before token `to` in its sentence.
    fn source_before(&self, s: usize, to: usize) -> Option<Source> {
        let sentence = self.sentences.get(s)?;
        let low = sentence.first.at();
        for k in (low..to.min(sentence.end.at())).rev() {
            if self.in_marks(k) {
                continue;
            }
            if let Some(speaker) = self.cue(sentence, k, low, to)
                && !self.in_marks(speaker)
            {
                return Some((Some(k), Some(speaker)));
            }
        }
        None
    }

    /// The speaker, if the word at `k` reports speech.
    fn cue(&self, s: &Sentence, k: usize, low: usize, high: usize) -> Option<usize> {
        let tokens = self.tree.tokens;
        if let Some(speaker) = self.tree.according(s, k) {
            return Some(speaker);
        }
        if tokens[k].upos != Upos::Verb {
            return None;
        }
        let lemma = self.tree.lemma(k);
        if !self.tree.words.says(&lemma) && !self.tree.words.describes(&lemma) {
            return None;
        }
        let stop = |t: usize| self.in_marks(t);
        let speaker = self.tree.subject(s, k).filter(|x| !self.in_marks(*x));
        if !self.tree.words.says(&lemma) {
            return speaker;
        }
        let speaker = speaker.or_else(|| {
            self.tree.beside(s, k, &stop).filter(|x| *x >= low && *x < high.max(k + 6))
        })?;
        Some(speaker)
    }

    /// Who spoke in the sentence before, in the same paragraph.
    fn earlier_speaker(&self, found: Marked) -> Option<usize> {
        let s = self.sentence_at(found.outer.start);
        let paragraph = self.sentences[s].paragraph;
        let before = s.checked_sub(1).filter(|b| self.sentences[*b].paragraph == paragraph)?;
        let sentence = &self.sentences[before];
        self.source_before(before, sentence.end.at()).and_then(|source| source.1)
    }

    /// Cue and speaker of a few words inside a clause.
    fn mixed_source(&self, found: Marked) -> Source {
        let tokens = self.tree.tokens;
        let first = self.token_from(found.inner.start);
        let end = self.token_until(found.inner.end);
        let Some(sentence) = self.sentences.get(self.sentence_at(found.inner.start)) else {
            return (None, None);
        };
        if first >= end || end > tokens.len() {
            return (None, None);
        }
        // The word that the quoted ones hang on, then upwards.
        let mut at = (first..end)
            .find(|k| self.tree.head(*k).is_none_or(|h| h < first || h >= end))
            .unwrap_or(first);
        let mut top = None;
        for _ in 0..12 {
            let inside = (first..end).contains(&at);
            if !inside && !self.in_marks(at) {
                if let Some(speaker) =
                    self.cue(sentence, at, sentence.first.at(), sentence.end.at())
                    && !(first..end).contains(&speaker)
                {
                    return (Some(at), Some(speaker));
                }
                if tokens[at].upos == Upos::Verb {
                    top = Some(at);
                }
            }
            // A cue beside: "…, she said".
            let side = self.tree.children(sentence, at).find(|c| {
                matches!(tokens[*c].deprel, Deprel::Parataxis | Deprel::Advcl | Deprel::Obl)
                    && !(first..end).contains(c)
                    && !self.in_marks(*c)
                    && self.cue(sentence, *c, sentence.first.at(), sentence.end.at()).is_some()
            });
            if let Some(side) = side {
                return (
                    Some(side),
                    self.cue(sentence, side, sentence.first.at(), sentence.end.at()),
                );
            }
            match self.tree.head(at) {
                Some(h) => at = h,
                None => break,
            }
        }
        for k in sentence.first.at()..sentence.end.at().min(tokens.len()) {
            if let Some(speaker) = self.tree.according(sentence, k) {
                return (Some(k), Some(speaker));
            }
        }
        // No verb of speech: the subject of the clause.
        let speaker = top.and_then(|verb| self.tree.subject(sentence, verb)).filter(|x| {
            !self.in_marks(*x) && matches!(tokens[*x].upos, Upos::Propn | Upos::Pron | Upos::Noun)
        });
        (None, speaker)
    }
}
