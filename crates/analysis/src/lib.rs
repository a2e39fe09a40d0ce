//! Document in, [`Analysis`] out: sentences, words, syntax, names, mentions, chains, quotations, times.
//!
//! "Mexico's president ruled out US strikes on Tuesday." becomes nine words with heads, three
//! mentions ("Mexico's president", "Mexico", "US") and one time (`2026-01-13`).
//!
//! It never reads files, never fails, and never asks what happened: that is the coder's work.
//! Terms and labels are those of Universal Dependencies.

pub mod chains;
mod encoder;
pub mod hints;
pub mod lemma;
mod mended;
pub mod names;
pub mod pairs;
pub mod quotes;
pub mod syntax;
pub mod times;
pub mod tokens;

use std::{cell::RefCell, sync::OnceLock};

use knowledge::Knowledge;
use model::{Analysis, Document, Notes, Sentence, Token, TokenIdx};

use crate::{
    hints::Hints,
    syntax::{Scratch, Syntax},
};

thread_local! {
    /// The network's buffers, with the words that this thread has met; no answer depends on them.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
    /// Those of the network of hints, likewise.
    static HINTING: RefCell<hints::Scratch> = RefCell::default();
}

/// Everything that can be said of a document's text before asking what happened.
///
/// Furniture is left out. An empty text gives an empty analysis.
pub fn analyze(document: &Document, knowledge: &Knowledge, notes: &mut Notes) -> Analysis {
    let _ = notes;
    let text = document.text.as_str();
    let raw = tokens::segment(text, &document.apart());
    let forms: Vec<Vec<&str>> =
        raw.iter().map(|s| s.tokens.iter().map(|t| t.of(text)).collect()).collect();
    let mut words =
        SCRATCH.with_borrow_mut(|scratch| Syntax::embedded().annotate_sentences(&forms, scratch));
    for (forms, words) in forms.iter().zip(&mut words) {
        mended::due(forms, words);
    }
    let mut analysis = Analysis::default();
    let lines: Vec<names::Line<'_>> =
        forms.iter().zip(&words).map(|(forms, words)| names::Line { forms, words }).collect();
    let tags = names::find(&lines, knowledge);
    for ((sentence, words), tags) in raw.iter().zip(&words).zip(tags) {
        let first = analysis.tokens.len() as u32;
        for ((span, word), name) in sentence.tokens.iter().zip(words).zip(tags) {
            analysis.tokens.push(Token {
                span: *span,
                lemma: lemma::lemma(span.of(text), word.upos, word.xpos).into_owned(),
                upos: word.upos,
                xpos: word.xpos,
                head: (word.head > 0).then(|| TokenIdx(first + word.head - 1)),
                deprel: word.deprel,
                name,
            });
        }
        analysis.sentences.push(Sentence {
            span: sentence.span,
            first: TokenIdx(first),
            end: TokenIdx(analysis.tokens.len() as u32),
            paragraph: sentence.paragraph,
        });
    }
    let day = document.today.or(document.published);
    analysis.quotes = quotes::find(text, &analysis.tokens, &analysis.sentences);
    analysis.hints =
        HINTING.with_borrow_mut(|scratch| Hints::embedded().of(text, &analysis, scratch));
    analysis.times = times::tag(text, &analysis.tokens, &analysis.sentences, day);
    (analysis.mentions, analysis.chains) =
        chains::find(text, &analysis.tokens, &analysis.sentences, &analysis.quotes, knowledge, day);
    analysis
}

/// Digest of the trained parameters in use: of the networks and of the tagger of names.
pub fn models_version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let all = [
            Syntax::embedded().version(),
            names::Names::embedded().version(),
            Hints::embedded().version(),
        ];
        format!("{:016x}", syntax::digest(all.concat().as_bytes()))
    })
}
