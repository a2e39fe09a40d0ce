//! Measures the taggers of time and of speech against annotated documents.
//!
//! ```text
//! cargo run --release -p analysis --example measure -- times  timebank.jsonl [--errors]
//! cargo run --release -p analysis --example measure -- quotes dev.jsonl [--errors]
//! cargo run --release -p analysis --example measure -- show "He met them on Tuesday, she said."
//! ```
//!
//! A file of `-` is the standard input. Offsets in the files count characters.
// An edge of its own: it may read files and print.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

mod quotes;
mod times;

use std::io::Read;

use analysis::{
    lemma,
    syntax::{Scratch, Syntax},
    tokens,
};
use model::{Sentence, Token, TokenIdx};
use serde_json::Value;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let errors = args.iter().any(|a| a == "--errors");
    let (Some(what), Some(path)) = (args.first(), args.get(1)) else {
        println!("measure times|quotes FILE [--errors]");
        return;
    };
    if what == "show" {
        show(path);
        return;
    }
    let documents = read(path);
    match what.as_str() {
        "times" if errors && documents.iter().any(|d| d["published"].is_string()) => {
            times::list(&documents);
        }
        "times" => times::measure(&documents, errors),
        _ => quotes::measure(&documents, errors),
    }
}

fn read(path: &str) -> Vec<Value> {
    let mut text = String::new();
    let got = if path == "-" {
        std::io::stdin().read_to_string(&mut text).map(|_| ())
    } else {
        std::fs::read_to_string(path).map(|t| text = t)
    };
    if let Err(error) = got {
        println!("{path}: {error}");
    }
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Prints the parse, the times and the speech of `text`.
fn show(text: &str) {
    let (tokens, sentences) = annotate(text);
    for (k, t) in tokens.iter().enumerate() {
        let head = t.head.map_or(-1, |h| h.at() as i64);
        println!(
            "{k}\t{}\t{}\t{}\t{}\t{head}\t{}",
            t.span.of(text),
            t.lemma,
            t.upos,
            t.xpos,
            t.deprel
        );
    }
    for x in analysis::times::tag(text, &tokens, &sentences, "2026-01-13".parse().ok()) {
        println!("{}\t{}\t{:?}\t{:?}", x.span.of(text), x.value, x.interval, x.relative_days);
    }
    for q in analysis::quotes::find(text, &tokens, &sentences) {
        let word = |k: Option<TokenIdx>| k.map_or("-", |k| tokens[k.at()].span.of(text));
        println!("{:?}\t{}\t{}\t{}", q.kind, word(q.speaker), word(q.cue), q.span.of(text));
    }
}

/// Tokens and sentences with their parse.
fn annotate(text: &str) -> (Vec<Token>, Vec<Sentence>) {
    let raw = tokens::segment(text, &[]);
    let forms: Vec<Vec<&str>> =
        raw.iter().map(|s| s.tokens.iter().map(|t| t.of(text)).collect()).collect();
    let words = Syntax::embedded().annotate_sentences(&forms, &mut Scratch::default());
    let (mut out, mut sentences) = (Vec::new(), Vec::new());
    for (sentence, words) in raw.iter().zip(&words) {
        let first = out.len() as u32;
        for (span, word) in sentence.tokens.iter().zip(words) {
            out.push(Token {
                span: *span,
                lemma: lemma::lemma(span.of(text), word.upos, word.xpos).into_owned(),
                upos: word.upos,
                xpos: word.xpos,
                head: (word.head > 0).then(|| TokenIdx(first + word.head - 1)),
                deprel: word.deprel,
                name: word.name,
            });
        }
        sentences.push(Sentence {
            span: sentence.span,
            first: TokenIdx(first),
            end: TokenIdx(out.len() as u32),
            paragraph: sentence.paragraph,
        });
    }
    (out, sentences)
}

/// Byte offset of every character of `text`, and its length.
fn bytes(text: &str) -> Vec<usize> {
    text.char_indices().map(|(i, _)| i).chain([text.len()]).collect()
}

/// Precision, recall, F1 in per cent.
fn scores(name: &str, right: usize, found: usize, gold: usize) {
    let p = right as f64 / found.max(1) as f64;
    let r = right as f64 / gold.max(1) as f64;
    let f = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    println!(
        "{name:14} P {:5.1}  R {:5.1}  F1 {:5.1}   ({right} right, {found} found, {gold} gold)",
        100.0 * p,
        100.0 * r,
        100.0 * f
    );
}
