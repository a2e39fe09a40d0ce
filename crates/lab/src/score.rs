//! Measures: accuracy of tags and arcs on gold words, F1 of name spans.

use analysis::syntax::{Scratch, Syntax, Word};
use model::NameKind;

use crate::corpus::Sentence;

/// Counts over a treebank. Every word counts, punctuation too, and relations with their subtypes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Syntactic {
    words: usize,
    upos: usize,
    xpos: usize,
    heads: usize,
    labelled: usize,
}

impl std::fmt::Display for Syntactic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = |n: usize| 100.0 * n as f64 / self.words.max(1) as f64;
        write!(
            f,
            "UPOS {:.2} XPOS {:.2} UAS {:.2} LAS {:.2}",
            percent(self.upos),
            percent(self.xpos),
            percent(self.heads),
            percent(self.labelled)
        )
    }
}

/// Counts over name spans, in all and for each kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Names {
    gold: [usize; 4],
    found: [usize; 4],
    right: [usize; 4],
}

impl std::fmt::Display for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ratio = |a: usize, b: usize| a as f64 / b.max(1) as f64;
        let sum = |counts: [usize; 4]| counts[..3].iter().sum::<usize>();
        let (gold, found, right) = (sum(self.gold), sum(self.found), sum(self.right));
        let (p, r, f1) = (ratio(right, found), ratio(right, gold), ratio(2 * right, found + gold));
        write!(f, "names P {p:.3} R {r:.3} F1 {f1:.3} (")?;
        for kind in NameKind::ALL {
            let i = *kind as usize;
            write!(f, " {kind} {:.3}", ratio(2 * self.right[i], self.found[i] + self.gold[i]))?;
        }
        f.write_str(" )")
    }
}

fn annotate(syntax: &Syntax, sentences: &[Sentence]) -> Vec<Vec<Word>> {
    let forms: Vec<Vec<&str>> =
        sentences.iter().map(|s| s.forms.iter().map(String::as_str).collect()).collect();
    syntax.annotate_sentences(&forms, &mut Scratch::default())
}

pub(crate) fn syntactic(syntax: &Syntax, sentences: &[Sentence]) -> Syntactic {
    let mut score = Syntactic::default();
    for (sentence, words) in sentences.iter().zip(annotate(syntax, sentences)) {
        for (gold, word) in sentence.syntax.iter().flatten().zip(words) {
            let head = gold.head == word.head;
            score.words += 1;
            score.upos += usize::from(gold.upos == word.upos as u8);
            score.xpos += usize::from(gold.xpos == word.xpos as u8);
            score.heads += usize::from(head);
            score.labelled += usize::from(head && gold.deprel == word.deprel as u8);
        }
    }
    score
}

pub(crate) fn names(syntax: &Syntax, sentences: &[Sentence]) -> Names {
    let mut score = Names::default();
    for (sentence, words) in sentences.iter().zip(annotate(syntax, sentences)) {
        let found: Vec<u8> = words
            .iter()
            .map(|word| {
                word.name.map_or(0, |(kind, begins)| 1 + 2 * kind as u8 + u8::from(!begins))
            })
            .collect();
        let gold = spans(sentence.names.as_deref().unwrap_or_default());
        let found = spans(&found);
        for (_, _, kind) in &gold {
            score.gold[*kind] += 1;
        }
        for span in &found {
            score.found[span.2] += 1;
            score.right[span.2] += usize::from(gold.contains(span));
        }
    }
    score
}

/// First word, last word and kind of each name.
fn spans(tags: &[u8]) -> Vec<(usize, usize, usize)> {
    let mut spans: Vec<(usize, usize, usize)> = Vec::new();
    for (i, &tag) in tags.iter().enumerate() {
        if tag == 0 {
            continue;
        }
        let kind = usize::from(tag - 1) / 2;
        match spans.last_mut() {
            Some(last) if tag % 2 == 0 && last.1 + 1 == i && last.2 == kind => last.1 = i,
            _ => spans.push((i, i, kind)),
        }
    }
    spans
}
