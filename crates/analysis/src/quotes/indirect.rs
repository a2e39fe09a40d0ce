//! Clauses reported without marks, and who reports them.

use model::{Deprel, Quote, QuoteKind, Sentence, Span, TokenIdx, Upos, Xpos};

use super::Finder;

impl Finder<'_> {
    /// Clauses reported without marks.
    pub(super) fn indirect(&mut self) {
        let tokens = self.tree.tokens;
        let direct: Vec<Span> =
            self.out.iter().filter(|q| q.kind == QuoteKind::Direct).map(|q| q.span).collect();
        let mut out = Vec::new();
        for (n, sentence) in self.sentences.iter().enumerate() {
            let (first, end) = (sentence.first.at(), sentence.end.at());
            for (k, token) in tokens.iter().enumerate().take(end).skip(first) {
                if direct.iter().any(|d| d.overlaps(token.span)) {
                    continue;
                }
                let Some((span, speaker)) = self.reported(sentence, k) else { continue };
                if direct.iter().any(|d| d.overlaps(span)) {
                    continue;
                }
                out.push(Quote {
                    span,
                    kind: QuoteKind::Indirect,
                    cue: Some(TokenIdx(k as u32)),
                    speaker: Some(TokenIdx(speaker as u32)),
                    sentence: n as u32,
                });
            }
        }
        self.out.append(&mut out);
    }

    /// "The road, the mayor said, would …", "…, officials said": the sentence around an aside.
    fn aside(&self, s: &Sentence, k: usize) -> Option<(Span, usize)> {
        let tokens = self.tree.tokens;
        let (first, end) = (s.first.at(), s.end.at().min(tokens.len()));
        let comma = |t: usize| tokens[t].span.of(self.text) == ",";
        let noun = |t: &usize| matches!(tokens[*t].upos, Upos::Noun | Upos::Propn | Upos::Pron);
        let open = (first..k)
            .rev()
            .take(10)
            .find(|t| tokens[*t].upos == Upos::Punct)
            .filter(|t| comma(*t))?;
        let verb = (open + 1..k).any(|t| tokens[t].upos == Upos::Verb);
        let joined = matches!(tokens[open + 1].upos, Upos::Cconj | Upos::Sconj)
            || matches!(tokens[open + 1].xpos, Xpos::Wp | Xpos::Wdt | Xpos::Wrb);
        // To the end of the aside: a comma or the end of the sentence.
        let close = (k + 1..end).take(14).find(|t| {
            tokens[*t].upos == Upos::Punct || matches!(tokens[*t].upos, Upos::Verb | Upos::Sconj)
        });
        let last = close.is_none_or(|c| tokens[c].xpos == Xpos::Period);
        let inner = close.is_some_and(comma);
        if verb || joined || open <= first + 1 || !(last || inner) {
            return None;
        }
        let stop = close.unwrap_or(end);
        // Nothing is reported after the verb itself ("…, he told the court in June").
        let object = self.tree.children(s, k).any(|c| {
            c > k && matches!(tokens[c].deprel, Deprel::Ccomp | Deprel::Xcomp) && c < stop
        });
        if object {
            return None;
        }
        let between = (open + 1..k).rfind(noun);
        let inverted = (k + 1 == stop || between.is_some()) || (k + 1..stop).any(|t| noun(&t));
        let speaker = self
            .tree
            .subject(s, k)
            .filter(|x| *x > open && *x < stop)
            .or(between)
            .or_else(|| (k + 1..stop).find(|t| noun(t)))
            .filter(|_| inverted)?;
        let span = if last {
            self.tree.stretch(first, open - 1)
        } else {
            self.tree.stretch(first, end - 1)
        };
        let body = if last { first..open } else { stop..end };
        let clause = body.clone().any(|t| matches!(tokens[t].upos, Upos::Verb | Upos::Aux))
            || body.len() > 4;
        span.filter(|_| clause).map(|span| (span, speaker))
    }

    /// The clause that the word at `k` reports, and its speaker.
    fn reported(&self, s: &Sentence, k: usize) -> Option<(Span, usize)> {
        let tokens = self.tree.tokens;
        if let Some(speaker) = self.tree.according(s, k) {
            // Everything around it is said.
            let (low, high) = self.tree.reach(s, speaker, None);
            let (low, high) = (low.min(k), high);
            let (first, last) = (s.first.at(), s.end.at().min(tokens.len()) - 1);
            let span = if low.saturating_sub(first) >= last.saturating_sub(high) {
                self.tree.stretch(first, low.checked_sub(1)?)?
            } else {
                self.tree.stretch((high + 1).min(last), last)?
            };
            return Some((span, speaker));
        }
        if tokens[k].upos != Upos::Verb {
            return None;
        }
        let lemma = self.tree.lemma(k);
        let says = self.tree.words.says(&lemma);
        let orders = self.tree.words.orders(&lemma);
        if !says && !orders {
            return None;
        }
        if says && let Some(found) = self.aside(s, k) {
            return Some(found);
        }
        let speaker = self.tree.subject(s, k)?;
        let child = self.tree.children(s, k).find(|c| match tokens[*c].deprel {
            Deprel::Ccomp => true,
            Deprel::Parataxis => says && *c > k && lemma == "say",
            Deprel::Xcomp => orders && tokens[*c].upos == Upos::Verb,
            _ => false,
        });
        if let Some(clause) = child {
            let (low, high) = self.tree.reach(s, clause, None);
            // What hangs loosely on the verb is no part of the clause.
            let (low, high) =
                if clause > k { (low.max(k + 1), high) } else { (low, high.min(k - 1)) };
            if low <= speaker && speaker <= high {
                return None;
            }
            return self.tree.stretch(low, high).map(|span| (span, speaker));
        }
        // "said that …", where the parse lost the clause: what follows "that".
        let end = s.end.at().min(tokens.len()) - 1;
        let next = (k < end).then(|| k + 1)?;
        let that = self.tree.lemma(next) == "that" && tokens[next].upos == Upos::Sconj;
        let plain = matches!(lemma.as_ref(), "say" | "argue" | "claim" | "insist" | "note" | "add")
            && matches!(
                tokens[next].upos,
                Upos::Det | Upos::Pron | Upos::Propn | Upos::Noun | Upos::Adj
            )
            && (next..end)
                .any(|t| matches!(tokens[t].xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md));
        if says && (that || plain) {
            return self.tree.stretch(k + 1, end).map(|span| (span, speaker));
        }
        // "The deal is dead, he said": the cue hangs on what it reports.
        if says && tokens[k].deprel == Deprel::Parataxis {
            let clause = self.tree.head(k)?;
            let (first, _) = self.tree.reach(s, k, None);
            let (low, high) = self.tree.reach(s, clause, Some(k));
            let (low, high) =
                if clause < k { (low, high.min(first.checked_sub(1)?)) } else { (low, high) };
            if low > high {
                return None;
            }
            return self.tree.stretch(low, high).map(|span| (span, speaker));
        }
        None
    }
}
