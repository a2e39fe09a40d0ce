//! Marked stretches in, the words that report them and who speaks out.
//!
//! “It will rain,” the mayor went on: nothing but the words beside the marks says who speaks. A
//! verb of speech beside them comes first, then a name that signs them, then whoever does what the
//! sentence tells.
//!
//! It never carries a speaker from one quotation to the next: the parent does.

use model::{Deprel, Sentence, Upos};

use super::{Finder, Source, marks::Marked};

/// Words after a quotation, or at the beginning of its sentence, among which its speaker is looked for.
const N_NEAR: usize = 16;

/// Longest sentence that only says who spoke, with its full stop.
const N_TAG_MAX: usize = 5;

impl Finder<'_> {
    /// Cue and speaker beside a direct quotation.
    pub(super) fn direct_source(&self, found: Marked) -> Source {
        let tokens = self.tree.tokens;
        // After it: “…,” Okafor told reporters.
        let from = self.token_until(found.outer.end);
        let here = self.sentence_at(found.outer.end.saturating_sub(1));
        let same_line = |k: usize| {
            let gap = self.text.get(found.outer.end as usize..tokens[k].span.start as usize);
            !gap.unwrap_or("\n").contains('\n')
        };
        let inner = found.inner.of(self.text);
        let to = self.token_from(found.outer.start);
        let before = self.text[..found.outer.start as usize].trim_end();
        // "Okafor replied: “Why now?” The mayor writes back …": the colon tells first.
        if before.ends_with(':')
            && !inner.ends_with(',')
            && let Some(source) = self.source_before(self.sentence_at(found.outer.start), to)
        {
            return source;
        }
        // A full stop before the mark ends the sentence: what follows is another, unless it is but "Okafor said."
        let ended = inner.ends_with('.') && !self.is_tag(from);
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
        let s = self.sentence_at(found.outer.start);
        if let Some(source) = self.source_before(s, to) {
            return source;
        }
        // Before it, in a sentence of its own that ends in a colon.
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

    /// A sentence from `from` on that is nothing but "Okafor said."
    fn is_tag(&self, from: usize) -> bool {
        let Some(token) = self.tree.tokens.get(from) else { return false };
        let sentence = &self.sentences[self.sentence_at(token.span.start)];
        let end = sentence.end.at().min(self.tree.tokens.len());
        sentence.first.at() == from
            && end <= from + N_TAG_MAX
            && (from..end).any(|k| self.tree.says(k))
    }

    /// Who does what the words beside a quotation tell, where none of them is a verb of speech.
    pub(super) fn teller(&self, found: Marked) -> Option<usize> {
        self.teller_after(found).or_else(|| self.teller_before(found))
    }

    /// “…,” the mayor went on.
    fn teller_after(&self, found: Marked) -> Option<usize> {
        let tokens = self.tree.tokens;
        let from = self.token_until(found.outer.end);
        let gap = tokens
            .get(from)
            .and_then(|t| self.text.get(found.outer.end as usize..t.span.start as usize))?;
        if found.open || gap.contains('\n') || !found.inner.of(self.text).ends_with([',', '!', '?'])
        {
            return None;
        }
        let sentence = &self.sentences[self.sentence_at(tokens[from].span.start)];
        let end = sentence.end.at().min(tokens.len()).min(from + N_NEAR);
        let verb = (from..end)
            .take_while(|k| !self.in_marks(*k) && tokens[*k].upos != Upos::Cconj)
            .find(|k| matches!(tokens[*k].upos, Upos::Verb | Upos::Aux))?;
        let noun = |k: &usize| {
            matches!(tokens[*k].upos, Upos::Propn | Upos::Pron | Upos::Noun | Upos::Det)
        };
        let subject = self.tree.subject(sentence, verb).filter(|k| *k >= from && *k < end);
        subject
            .or_else(|| self.tree.leader(from, verb))
            .or_else(|| (verb + 1..end).take(4).find(noun).map(|k| self.tree.top(k)))
            .filter(|k| !self.in_marks(*k))
    }

    /// The council issued a statement, “…”; Okafor: Road ‘Not Fit’.
    fn teller_before(&self, found: Marked) -> Option<usize> {
        let tokens = self.tree.tokens;
        let to = self.token_from(found.outer.start);
        let sentence = self.sentences.get(self.sentence_at(found.outer.start))?;
        let low = sentence.first.at();
        let form = |k: usize| tokens[k].span.of(self.text);
        // A headline names its speaker before a colon.
        let colon = (low + 1..to.min(low + N_NEAR)).find(|k| form(*k) == ":");
        if let Some(colon) = colon
            && (low..colon).all(|k| matches!(tokens[k].upos, Upos::Propn | Upos::Punct))
        {
            return Some(colon - 1);
        }
        (low..to)
            .rev()
            .filter(|k| tokens[*k].upos == Upos::Verb && !self.in_marks(*k))
            .find_map(|k| self.tree.subject(sentence, k))
            .filter(|k| !self.in_marks(*k))
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

    /// Who spoke in the sentence before, in the same paragraph or, for a quotation that is all of its
    /// paragraph, at the end of the one before.
    pub(super) fn earlier_speaker(&self, found: Marked) -> Option<usize> {
        let s = self.sentence_at(found.outer.start);
        let paragraph = self.sentences[s].paragraph;
        let near = paragraph.saturating_sub(u32::from(self.alone(found)));
        let before = s.checked_sub(1).filter(|b| self.sentences[*b].paragraph >= near)?;
        let sentence = &self.sentences[before];
        self.source_before(before, sentence.end.at()).and_then(|source| source.1)
    }

    /// Cue and speaker of a few words inside a clause.
    pub(super) fn mixed_source(&self, found: Marked) -> Source {
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
