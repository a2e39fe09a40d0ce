//! `demarche eval`: figures against gold data.

mod feeds;
mod linking;
mod rows;
mod web;

use std::path::PathBuf;

use analysis::{
    lemma::lemma,
    names::Line,
    syntax::{Scratch, Syntax},
    tokens::segment,
};
use clap::{Args, ValueEnum};
use knowledge::Knowledge;
use measure::{
    names::NamesReport,
    syntax::{SyntaxReport, Word, documents, parse},
};
use serde_json::Value;

use crate::{
    Failure, Outcome, Result,
    commands::{
        code::{Quotes, quote_objects},
        relate::{read_text, related},
    },
};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// CoNLL-U: tokens and sentences from raw text; tags, lemmas and trees on gold words
    Syntax,
    /// IOB2: names of people, organisations and places
    Names,
    /// JSONL of hand-coded documents: events and quotations
    Events,
    /// TSV of marked pairs: types (`gold_root`), or cooperation and conflict (`gold_binary`)
    Relations,
    /// TSV of sentences with their penta class (0 statement to 4 material conflict)
    Penta,
    /// JSONL of tokens with spans of who did it (S) and to whom (T)
    Spans,
    /// JSONL of noun phrases with country and sector
    Actors,
    /// OntoGUM's table of documents with chains of mentions
    Chains,
    /// GAP's table of ambiguous pronouns
    Pronouns,
    /// JSONL of PETRARCH's records: source, target and CAMEO root; import its actors with `demarche
    /// data import` and give them with --data
    Petrarch,
    /// JSONL of documents with names of places: country and coordinates
    Places,
    /// JSONL of sentences with a verb and the places that belong to it
    Locations,
    /// JSONL of documents with attributions of speech
    Quotes,
    /// JSONL of documents with time expressions
    Times,
    /// JSONL of words with how far their act is a fact (-3 to 3)
    Status,
    /// Web pages with their text, or segments wanted and unwanted: main text
    Pages,
    /// Web pages with their day of publication
    Dates,
    /// Web pages with their headline and authors
    Fields,
    /// CoNLL-U of documents that report nothing political: what is asserted of them all the same
    Silence,
    /// Folder of feed samples with what must be found in them: titles, links, times
    Feeds,
    /// JSONL of groups of documents on one piece of news, or of ECB+ documents
    #[value(alias = "stories")]
    Coverage,
    /// JSONL of planted incidents, or of ECB+ documents with gold mentions of actions
    Incidents,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Args)]
#[command(after_help = "\
examples:
  demarche eval events gold.jsonl --show 20
  demarche eval syntax en_ewt-ud-dev.conllu --format json
  demarche eval events gold.jsonl --predicted events.jsonl
  demarche eval pages ground_truth.jsonl --pages html/ --show 20")]
pub(crate) struct EvalArguments {
    /// What is measured
    #[arg(value_enum)]
    what: What,
    /// Gold file, or folder of samples; for pages, dates and fields also a folder of pages with what is
    /// expected of each
    gold: String,
    /// Folders where the pages of the gold lie (pages, dates, fields); give it again for more
    #[arg(long, value_name = "DIR")]
    pages: Vec<PathBuf>,
    /// Score these answers in place of our own (events, relations)
    #[arg(long, value_name = "FILE")]
    predicted: Option<String>,
    /// List the first N misses and extras
    #[arg(long, value_name = "N", default_value_t = 0)]
    show: usize,
    /// Shape of the figures
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Data folder to use in place of the one in the program
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub(crate) fn run(a: &EvalArguments) -> Result<Outcome> {
    if a.what == What::Feeds {
        let figures = feeds::figures(&a.gold, a.show)?;
        return Ok(print(a.format, &figures.to_text(), &figures.to_json()));
    }
    if matches!(a.what, What::Pages | What::Dates | What::Fields) {
        let figures = web::figures(a)?;
        return Ok(print(a.format, &figures.to_text(), &figures.to_json()));
    }
    let gold = read_text(&a.gold)?;
    let wrong = |e: measure::Error| {
        Failure::new(
            format!("{}: {e}", a.gold),
            "see `demarche eval --help` for the format of each kind",
        )
    };
    let (text, json) = match a.what {
        What::Syntax => {
            let report = syntax(&gold, a.show).map_err(wrong)?;
            (report.to_text(), report.to_json())
        }
        What::Names => {
            let report = names(&gold, a.show, crate::engine(a.data.as_ref())?.knowledge());
            (report.to_text(), report.to_json())
        }
        What::Events => {
            let predicted = match &a.predicted {
                Some(path) => read_text(path)?,
                None => events(a)?,
            };
            let report = measure::events::score(&gold, &predicted, a.show).map_err(wrong)?;
            (report.to_text(), report.to_json())
        }
        What::Relations => {
            let predicted = match &a.predicted {
                Some(path) => read_text(path)?,
                None => relations(a, &gold).map_err(wrong)??,
            };
            let report = measure::relations::score(&gold, &predicted, a.show).map_err(wrong)?;
            (report.to_text(), report.to_json())
        }
        What::Coverage | What::Incidents => {
            let engine = crate::engine(a.data.as_ref())?;
            let figures = match a.what {
                What::Coverage => linking::coverage(&gold, a.show, &engine),
                _ => linking::incidents(&gold, a.show, &engine),
            };
            let figures = figures.map_err(wrong)?;
            (figures.to_text(), figures.to_json())
        }
        _ => {
            let engine = crate::engine(a.data.as_ref())?;
            let figures = rows::figures(a.what, &gold, a.show, &engine).map_err(wrong)?;
            (figures.to_text(), figures.to_json())
        }
    };
    Ok(print(a.format, &text, &json))
}

fn print(format: Format, text: &str, json: &Value) -> Outcome {
    match format {
        Format::Text => print!("{text}"),
        Format::Json => println!("{json}"),
    }
    Outcome::Done
}

fn syntax(gold: &str, n_show: usize) -> std::result::Result<SyntaxReport, measure::Error> {
    let sentences = parse(gold)?;
    let mut report = SyntaxReport::default();
    let model = Syntax::embedded();
    let mut scratch = Scratch::default();
    for s in &sentences {
        let forms: Vec<&str> = s.words.iter().map(|w| w.form.as_str()).collect();
        let words: Vec<Word> = model
            .annotate(&forms, &mut scratch)
            .iter()
            .zip(&forms)
            .map(|(w, form)| Word {
                form: (*form).to_owned(),
                lemma: lemma(form, w.upos, w.xpos).into_owned(),
                upos: w.upos.as_str().to_owned(),
                xpos: w.xpos.as_str().to_owned(),
                head: w.head as usize,
                deprel: w.deprel.as_str().to_owned(),
            })
            .collect();
        report.words(&s.words, &words, n_show);
    }
    for (text, gold) in documents(&sentences) {
        let answer: Vec<Vec<String>> =
            segment(&text, &[]).iter().map(|s| surface(&text, &s.tokens)).collect();
        let gold: Vec<Vec<String>> = gold.iter().map(|s| s.tokens.clone()).collect();
        report.raw(&gold, &answer);
    }
    Ok(report)
}

/// Parts of a contraction joined again, as the treebanks count surface tokens.
fn surface(text: &str, tokens: &[model::Span]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut end = u32::MAX;
    for t in tokens {
        let form = t.of(text);
        let plain = form.to_lowercase().replace('’', "'");
        let clitic = matches!(
            plain.as_str(),
            "'s" | "n't" | "'re" | "'ve" | "'ll" | "'d" | "'m" | "na" | "ta"
        ) || (plain == "not"
            && out.last().is_some_and(|l| l.eq_ignore_ascii_case("can")))
            || (plain == "'" && out.last().is_some_and(|l| l.ends_with(['s', 'S'])) && form == "’");
        match out.last_mut() {
            Some(last) if clitic && end == t.start && last.ends_with(char::is_alphanumeric) => {
                last.push_str(form);
            }
            _ => out.push(form.to_owned()),
        }
        end = t.end;
    }
    out
}

fn names(gold: &str, n_show: usize, knowledge: &Knowledge) -> NamesReport {
    let mut report = NamesReport::default();
    let model = Syntax::embedded();
    let mut scratch = Scratch::default();
    for document in measure::names::documents(gold) {
        let forms: Vec<Vec<&str>> =
            document.iter().map(|s| s.0.iter().map(String::as_str).collect()).collect();
        let words = model.annotate_sentences(&forms, &mut scratch);
        let lines: Vec<Line<'_>> =
            forms.iter().zip(&words).map(|(forms, words)| Line { forms, words }).collect();
        for (s, tags) in document.iter().zip(analysis::names::find(&lines, knowledge)) {
            report.sentence(s, &tags, n_show);
        }
    }
    report
}

/// Our own events and quotations of the gold's documents, as lines of JSON.
fn events(a: &EvalArguments) -> Result<String> {
    let engine = crate::engine(a.data.as_ref())?;
    let coder = engine.coder();
    let mut out = String::new();
    let mut failure = None;
    let gold = intake::read(std::slice::from_ref(&a.gold), &intake::Options::default());
    engine.read_all(gold, 0, |item| match item {
        Ok(reading) => {
            let events =
                wire::events(&reading.document, &reading.events, engine.knowledge(), &coder);
            for value in events.into_iter().chain(quote_objects(&reading, &engine, Quotes::Marked))
            {
                out.push_str(&value.to_string());
                out.push('\n');
            }
            true
        }
        Err(e) => {
            failure = Some(Failure::new(e.to_string(), e.hint()));
            false
        }
    });
    failure.map_or(Ok(out), Err)
}

/// Our own types of the gold's pairs, as lines of JSON.
fn relations(a: &EvalArguments, gold: &str) -> std::result::Result<Result<String>, measure::Error> {
    let engine = match crate::engine(a.data.as_ref()) {
        Ok(engine) => engine,
        Err(failure) => return Ok(Err(failure)),
    };
    let mut out = String::new();
    for row in measure::relations::rows(gold)? {
        let id = Value::String(row.id);
        let answer = related(&engine, &id, &row.text, row.actor, row.recipient);
        out.push_str(&answer.to_string());
        out.push('\n');
    }
    Ok(Ok(out))
}
