//! Paragraphs in, the turns of a transcript out, each with who speaks.
//!
//! "WALLACE: Do you agree?" is a turn of Wallace's. One such paragraph alone is none: "UPDATE: …"
//! looks the same.

use model::{Quote, QuoteKind, Sentence, Span, Token, TokenIdx, Upos};

/// So many turns make a transcript.
const N_TURNS_MIN: usize = 3;

/// Longest name before the colon, in words.
const N_NAME_MAX: usize = 4;

/// The turns of a transcript, in order; none where there are too few.
pub(super) fn find(text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<Quote> {
    let mut out = Vec::new();
    let mut n = 0;
    while n < sentences.len() {
        let mut m = n + 1;
        while m < sentences.len() && sentences[m].paragraph == sentences[n].paragraph {
            m += 1;
        }
        let (first, end) = (sentences[n].first.at(), sentences[m - 1].end.at().min(tokens.len()));
        if let Some((speaker, from)) = label(text, tokens, first, end) {
            let mut to = end - 1;
            while to > from && tokens[to].span.of(text).starts_with(['"', '\u{201d}', '\'']) {
                to -= 1;
            }
            out.push(Quote {
                span: Span::new(tokens[from].span.start as usize, tokens[to].span.end as usize),
                kind: QuoteKind::Direct,
                cue: None,
                speaker: Some(TokenIdx(speaker as u32)),
                sentence: n as u32,
            });
        }
        n = m;
    }
    if out.len() < N_TURNS_MIN {
        out.clear();
    }
    out
}

/// The last word of a name in capitals that opens a paragraph before a colon, and the first word
/// after it.
fn label(text: &str, tokens: &[Token], first: usize, end: usize) -> Option<(usize, usize)> {
    let form = |k: usize| tokens[k].span.of(text);
    let mut at = first;
    while at < end && form(at).starts_with(['"', '\u{201c}']) {
        at += 1;
    }
    let capitals = |k: usize| {
        let word = form(k);
        word.chars().any(char::is_alphabetic)
            && !word.chars().any(char::is_lowercase)
            && tokens[k].upos != Upos::Punct
    };
    let colon = (at + 1..end.min(at + 1 + N_NAME_MAX)).find(|k| form(*k) == ":")?;
    let named = (at..colon).all(|k| capitals(k) || form(k) == ".") && form(colon - 1).len() > 2;
    (named && colon + 1 < end).then_some((colon - 1, colon + 1))
}
