//! `demarche explain`: the chain sentence → frame → operators → type → entity → day.

use std::path::PathBuf;

use clap::Args;
use engine::Reading;
use jiff::civil::Date;

use crate::{Failure, Outcome, Result, highlight};

#[derive(Args)]
pub(crate) struct ExplainArguments {
    /// A file, or - for standard input
    path: String,
    /// Only this sentence, counted from 1
    #[arg(long, value_name = "N")]
    sentence: Option<usize>,
    /// Day that "today" means in a document without a date (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Data folder to use in place of the one in the program
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub(crate) fn run(a: &ExplainArguments) -> Result<Outcome> {
    let engine = crate::engine(a.data.as_ref())?.as_of(a.as_of);
    let mut n_shown = 0;
    for item in intake::read(std::slice::from_ref(&a.path), &intake::Options::default()) {
        let raw = item.map_err(|e| Failure::new(e.to_string(), e.hint()))?;
        let reading = engine.read(&raw);
        n_shown += show(&reading, &engine, a.sentence);
    }
    if n_shown == 0 && a.sentence.is_some() {
        return Err(Failure::new(
            "there is no such sentence",
            "leave --sentence out to see how the sentences are counted",
        ));
    }
    Ok(if n_shown == 0 { Outcome::Nothing } else { Outcome::Done })
}

fn show(reading: &Reading, engine: &engine::Engine, only: Option<usize>) -> usize {
    let (document, analysis) = (&reading.document, &reading.analysis);
    let text = &document.text;
    let mut n_shown = 0;
    for (i, s) in analysis.sentences.iter().enumerate() {
        if only.is_some_and(|n| n != i + 1) {
            continue;
        }
        n_shown += 1;
        let words = s.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        println!("sentence {}: {words}\n", i + 1);
        for t in s.tokens() {
            let token = analysis.token(t);
            let head = token.head.map_or(0, |h| h.0 - s.first.0 + 1);
            println!(
                "  {:>3} {:<18} {:<14} {:<6} {:<5} {:>3} {:<12} {}",
                t.0 - s.first.0 + 1,
                token.span.of(text),
                token.lemma,
                token.upos,
                token.xpos,
                head,
                token.deprel,
                token.name.map_or("", |(k, _)| k.as_str()),
            );
        }
        println!();
        for m in analysis.mentions.iter().filter(|m| m.first >= s.first && m.end <= s.end) {
            let name = &analysis.chains[m.chain as usize].name;
            println!("  mention “{}” chain {} {name}", m.span.of(text).trim(), m.chain);
        }
        for x in analysis.times.iter().filter(|x| x.first >= s.first && x.end <= s.end) {
            let days = x.interval.map_or(String::new(), |d| format!("{}..{}", d.start, d.end));
            println!("  time “{}” {} {days}", x.span.of(text), x.value);
        }
        for e in reading.events.iter().filter(|e| e.evidence.sentence as usize == i) {
            println!();
            let style = highlight::Style { colour: false, width: 100 };
            print!("{}", highlight::event(document, e, style));
            for why in &e.why {
                println!("      because {why}");
            }
        }
        println!();
        for line in coder::explain(document, analysis, engine.knowledge(), i) {
            println!("  {line}");
        }
        println!();
    }
    n_shown
}
