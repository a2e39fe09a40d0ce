//! `demarche explain`: the chain sentence → frame → operators → type → entity → day.

use std::path::PathBuf;

use clap::Args;
use coder::context::ContextReason;
use engine::Reading;
use jiff::civil::Date;
use knowledge::Knowledge;
use model::{Context, EventType, Mode};

use crate::{Failure, Outcome, Result, highlight};

#[derive(Args)]
#[command(after_help = "\
examples:
  demarche explain story.html --sentence 3
  demarche explain story.html --why-not ASSAULT:aerial    what kept air strikes from coming out")]
pub(crate) struct ExplainArguments {
    /// A file, or - for standard input
    path: String,
    /// Only this sentence, counted from 1
    #[arg(long, value_name = "N")]
    sentence: Option<usize>,
    /// Why no event of this type, or of this mode of it, came out: PROTEST, ASSAULT:aerial
    #[arg(long, value_name = "TYPE[:MODE]")]
    why_not: Option<String>,
    /// Day that "today" means in a document without a date (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Data folder to use in place of the one in the program
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub(crate) fn run(a: &ExplainArguments) -> Result<Outcome> {
    let engine = crate::engine(a.data.as_ref())?.as_of(a.as_of);
    let asked =
        a.why_not.as_deref().map(|text| read_class(text, engine.knowledge())).transpose()?;
    let mut n_shown = 0;
    for item in intake::read(std::slice::from_ref(&a.path), &intake::Options::default()) {
        let raw = item.map_err(|e| Failure::new(e.to_string(), e.hint()))?;
        let reading = engine.read(&raw);
        n_shown += match asked {
            Some(asked) => show_absence(&reading, &engine, a.sentence, asked),
            None => show(&reading, &engine, a.sentence),
        };
    }
    if n_shown == 0 && a.sentence.is_some() {
        return Err(Failure::new(
            "there is no such sentence",
            "leave --sentence out to see how the sentences are counted",
        ));
    }
    Ok(if n_shown == 0 { Outcome::Nothing } else { Outcome::Done })
}

/// What `--why-not` asks for.
#[derive(Clone, Copy)]
struct AskedClass<'k> {
    event_type: EventType,
    mode: Option<Mode>,
    own_type: Option<&'k str>,
}

/// `ASSAULT`, `assault:aerial`, a type of the user's own.
fn read_class<'k>(text: &str, knowledge: &'k Knowledge) -> Result<AskedClass<'k>> {
    let ontology = &knowledge.ontology;
    if let Some(own) = ontology.own_type(&text.to_uppercase()) {
        return Ok(AskedClass { event_type: own.like, mode: None, own_type: Some(&own.name) });
    }
    let (kind, mode) = match text.split_once(':') {
        Some((kind, mode)) => (kind, Some(mode)),
        None => (text, None),
    };
    let event_type: EventType = kind.to_uppercase().parse().map_err(|_| {
        let own = ontology.own_types().map(|o| o.name.as_str());
        let known: Vec<&str> = EventType::ALL.iter().map(|t| t.as_str()).chain(own).collect();
        Failure::new(format!("`{kind}` is no event type"), format!("one of {}", known.join(", ")))
    })?;
    let modes: Vec<Mode> = ontology.modes_of(event_type).collect();
    let asked = |mode| AskedClass { event_type, mode, own_type: None };
    let Some(word) = mode else { return Ok(asked(None)) };
    if let Some(mode) = modes.iter().find(|m| m.as_str() == word.to_lowercase()) {
        return Ok(asked(Some(*mode)));
    }
    let known: Vec<&str> = modes.iter().map(|m| m.as_str()).collect();
    let hint = if known.is_empty() {
        format!("{event_type} has no modes")
    } else {
        format!("one of {}", known.join(", "))
    };
    Err(Failure::new(format!("`{word}` is no mode of {event_type}"), hint))
}

/// Sentence by sentence, what kept events of a type from coming out.
fn show_absence(
    reading: &Reading,
    engine: &engine::Engine,
    only: Option<usize>,
    asked: AskedClass<'_>,
) -> usize {
    let (document, analysis) = (&reading.document, &reading.analysis);
    if let Some(note) = reading.skipped() {
        println!("the document is not coded: {}", note.message);
        return 1;
    }
    let AskedClass { event_type, mode, own_type } = asked;
    let name = own_type.unwrap_or(event_type.as_str());
    let asked = mode.map_or(name.to_owned(), |m| format!("{name}:{m}"));
    let knowledge = engine.knowledge();
    let absences =
        coder::why_not::why_not(document, analysis, knowledge, event_type, mode, own_type);
    let mut n_shown = 0;
    for absence in absences {
        if only.is_some_and(|n| n != absence.sentence + 1) {
            continue;
        }
        n_shown += 1;
        let sentence = analysis.sentences[absence.sentence].span.of(&document.text);
        let words = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
        println!("sentence {}: {words}", absence.sentence + 1);
        for (trigger, status) in &absence.asserted {
            println!("  {asked} [{}] came out: {status}", trigger.of(&document.text));
        }
        for line in &absence.lines {
            println!("  {line}");
        }
        println!();
    }
    n_shown
}

/// Hints at acts below this chance are not shown.
const HINT_SHOWN: f32 = 0.1;

fn show(reading: &Reading, engine: &engine::Engine, only: Option<usize>) -> usize {
    let (document, analysis) = (&reading.document, &reading.analysis);
    let text = &document.text;
    let reasons = coder::context::reasons(document, analysis, engine.knowledge(), &reading.events);
    let explained = coder::explain(document, analysis, engine.knowledge());
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
        for t in s.tokens() {
            let Some(hint) = analysis.hint(t) else { continue };
            let (kind, chance) = hint.likeliest();
            if chance >= HINT_SHOWN {
                let word = analysis.token(t).span.of(text);
                let told = hint.asserted();
                let ((by, sure), (to, so)) =
                    (hint.likeliest_party(false), hint.likeliest_party(true));
                println!(
                    "  hint “{word}” {kind}, chance {chance:.2}; told as done or planned, {told:.2}; by {by}, {sure:.2}; to {to}, {so:.2}"
                );
            }
        }
        for m in analysis.mentions.iter().filter(|m| m.first >= s.first && m.end <= s.end) {
            let name = &analysis.chains[m.chain as usize].name;
            println!("  mention “{}” chain {} {name}", m.span.of(text).trim(), m.chain);
        }
        for x in analysis.times.iter().filter(|x| x.first >= s.first && x.end <= s.end) {
            let days = x.interval.map_or(String::new(), |d| format!("{}..{}", d.start, d.end));
            println!("  time “{}” {} {days}", x.span.of(text), x.value);
        }
        for (n, e) in reading.events.iter().enumerate() {
            if e.evidence.sentence as usize != i {
                continue;
            }
            println!();
            let style = highlight::Style { colour: false, width: 100 };
            print!("{}", highlight::event(document, e, style));
            for why in &e.why {
                println!("      because {why}");
            }
            for context in &e.contexts {
                println!("      context {context}: {}", of_context(text, *context, &reasons[n]));
            }
        }
        println!();
        for line in &explained[i] {
            println!("  {line}");
        }
        println!();
    }
    n_shown
}

/// The words that speak for a context with their characters, or what else gives it.
fn of_context(text: &str, context: Context, reasons: &[ContextReason]) -> String {
    let Some(reason) = reasons.iter().find(|r| r.context == context) else {
        return "its frame".to_owned();
    };
    if reason.words.is_empty() {
        return "its type, mode or sides (ontology/context-rules.tsv)".to_owned();
    }
    let characters = |byte: u32| text[..byte as usize].chars().count();
    let words: Vec<String> = reason
        .words
        .iter()
        .map(|w| format!("“{}” {}–{}", w.of(text), characters(w.start), characters(w.end)))
        .collect();
    words.join(", ")
}
