//! The command line: news in, political events out.

#![allow(clippy::disallowed_methods, reason = "an edge: it reads and writes for the user")]
#![allow(clippy::print_stdout, reason = "this is the program that prints")]
#![allow(clippy::print_stderr, reason = "this is the program that prints")]

mod chart;
mod commands;
mod highlight;
mod input;
mod print;
mod report;
mod shelf;

use std::{path::PathBuf, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};
use engine::Engine;
use knowledge::Knowledge;

/// A twentieth of the time goes to memory otherwise.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Exit codes: 0 done, 1 nothing found, 2 error.
pub(crate) enum Outcome {
    Done,
    Nothing,
}

/// An error with a way out, as it is shown.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) hint: String,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}

impl From<std::io::Error> for Failure {
    fn from(e: std::io::Error) -> Self {
        Self::new(e.to_string(), "check that the output can be written")
    }
}

pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// News in, political events out: who did what to whom, when, where, and whether it happened, is
/// planned, is only talked of, or was denied.
///
/// Works offline. The same input gives the same output, byte for byte.
#[derive(Parser)]
#[command(name = "demarche", disable_version_flag = true, arg_required_else_help = true)]
#[command(after_help = "\
examples:
  demarche code story.html                 events of a page, as a table
  demarche code news/ --format jsonl       events of a folder, one JSON object a line
  cat story.txt | demarche code - --as-of 2026-01-13
  demarche read crawl.warc.gz              clean documents of an archive, one JSON object a line
  demarche explain story.html --sentence 3 why each field has its value
exit codes: 0 done, 1 nothing found, 2 error")]
struct Arguments {
    /// Print the versions of code, data and models
    #[arg(short = 'V', long)]
    version: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Code the events that documents report
    Code(commands::code::CodeArguments),
    /// Read documents: clean text, day and publisher, from any file or archive
    Read(commands::read::ReadArguments),
    /// Fetch pages, feeds and lists from the web, politely
    Fetch(commands::fetch::FetchArguments),
    /// Show how the events of a document came about
    Explain(commands::explain::ExplainArguments),
    /// Code documents and keep them, with their events, in a store
    Add(commands::add::AddArguments),
    /// Show events of a store
    Events(commands::events::EventsArguments),
    /// Show documents of a store
    Documents(commands::search::DocumentsArguments),
    /// Show who said what about what
    Quotes(commands::quotes::QuotesArguments),
    /// Find documents by their words, best first
    Search(commands::search::SearchArguments),
    /// Show how much there is of what over time
    Timeline(commands::timeline::TimelineArguments),
    /// Show what two countries do to each other, when that changed, and what drove it
    Dyad(commands::dyad::DyadArguments),
    /// Show with whom somebody deals, doing what, saying what
    Actor(commands::actor::ActorArguments),
    /// Show who is most active, and whose activity changed most
    Top(commands::top::TopArguments),
    /// Show incidents: many reports, one happening
    Incidents(commands::incidents::IncidentsArguments),
    /// Join, split or pin reports of incidents by hand
    Correct(commands::incidents::CorrectArguments),
    /// Show what is planned, and what became of it
    Agenda(commands::agenda::AgendaArguments),
    /// Write one page: what happened, what changed, who said what, what is coming
    Brief(commands::brief::BriefArguments),
    /// Save filters under names
    Topic(commands::topic::TopicArguments),
    /// Show what is new in a topic since its last digest
    Digest(commands::topic::DigestArguments),
    /// Code stored documents again, and show what that changes
    Recode(commands::recode::RecodeArguments),
    /// Check a store, and repair it
    Doctor(commands::doctor::DoctorArguments),
    /// Copy a store while it is in use
    Backup(commands::doctor::BackupArguments),
    /// Show the runs that made a store
    Runs(commands::doctor::RunsArguments),
    /// Explain the filter that questions take, read one, or complete one
    Filter(commands::filter::FilterArguments),
    /// Write events in a format of the field
    Export(commands::export::ExportArguments),
    /// Show rows of GDELT, ICEWS, POLECAT or ACLED beside our events
    Compare(commands::compare::CompareArguments),
    /// Measure against gold data
    Eval(commands::eval::EvalArguments),
    /// Tell which PLOVER type relates two marked spans
    Relate(commands::relate::RelateArguments),
    /// Run case pages, or rewrite them with today's answers
    Case(commands::case::CaseArguments),
    /// Check a data folder
    Data(commands::data::DataArguments),
    /// Print completions for a shell
    Completions {
        /// bash, zsh, fish, elvish or powershell
        shell: clap_complete::Shell,
    },
}

/// [`engine`] for work by so many jobs (0 for as many as the machine has cores): unless it is one, another
/// thread loads the models meanwhile.
pub(crate) fn engine_for(jobs: usize, data: Option<&PathBuf>) -> Result<Engine> {
    if jobs != 1 {
        std::thread::spawn(engine::load_models);
    }
    engine(data)
}

/// The engine with the data folder the user gives, if any.
pub(crate) fn engine(data: Option<&PathBuf>) -> Result<Engine> {
    let Some(dir) = data else { return Ok(Engine::new()) };
    match Knowledge::load(dir) {
        Ok(knowledge) => Ok(Engine::with(Box::leak(Box::new(knowledge)))),
        Err(e) => {
            let hint = e.hint.clone().unwrap_or_else(|| {
                "give a folder laid out as the project's data/ folder".to_owned()
            });
            Err(Failure::new(e.to_string(), hint))
        }
    }
}

/// Ends quietly when whoever reads our output has had enough.
fn end_with_the_reader() {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let message = info.payload_as_str().unwrap_or("");
        if message.contains("Broken pipe") {
            std::process::exit(0);
        }
        told(info);
    }));
}

fn main() -> ExitCode {
    end_with_the_reader();
    let arguments = Arguments::parse();
    if arguments.version {
        println!("{}", Engine::new().coder());
        return ExitCode::SUCCESS;
    }
    let outcome = match arguments.command {
        None => {
            let _ = Arguments::command().print_help();
            return ExitCode::from(2);
        }
        Some(Command::Code(a)) => commands::code::run(&a),
        Some(Command::Read(a)) => commands::read::run(&a),
        Some(Command::Fetch(a)) => commands::fetch::run(&a),
        Some(Command::Explain(a)) => commands::explain::run(&a),
        Some(Command::Add(a)) => commands::add::run(&a),
        Some(Command::Events(a)) => commands::events::run(&a),
        Some(Command::Documents(a)) => commands::search::run_documents(&a),
        Some(Command::Quotes(a)) => commands::quotes::run(&a),
        Some(Command::Search(a)) => commands::search::run(&a),
        Some(Command::Timeline(a)) => commands::timeline::run(&a),
        Some(Command::Dyad(a)) => commands::dyad::run(&a),
        Some(Command::Actor(a)) => commands::actor::run(&a),
        Some(Command::Top(a)) => commands::top::run(&a),
        Some(Command::Incidents(a)) => commands::incidents::run(&a),
        Some(Command::Correct(a)) => commands::incidents::run_correct(&a),
        Some(Command::Agenda(a)) => commands::agenda::run(&a),
        Some(Command::Brief(a)) => commands::brief::run(&a),
        Some(Command::Topic(a)) => commands::topic::run(&a),
        Some(Command::Digest(a)) => commands::topic::run_digest(&a),
        Some(Command::Recode(a)) => commands::recode::run(&a),
        Some(Command::Doctor(a)) => commands::doctor::run(&a),
        Some(Command::Backup(a)) => commands::doctor::run_backup(&a),
        Some(Command::Runs(a)) => commands::doctor::run_runs(&a),
        Some(Command::Filter(a)) => commands::filter::run(&a),
        Some(Command::Export(a)) => commands::export::run(&a),
        Some(Command::Compare(a)) => commands::compare::run(&a),
        Some(Command::Eval(a)) => commands::eval::run(&a),
        Some(Command::Relate(a)) => commands::relate::run(&a),
        Some(Command::Case(a)) => commands::case::run(&a),
        Some(Command::Data(a)) => commands::data::run(&a),
        Some(Command::Completions { shell }) => {
            let mut command = Arguments::command();
            clap_complete::generate(shell, &mut command, "demarche", &mut std::io::stdout());
            Ok(Outcome::Done)
        }
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        // Whoever reads our output has had enough.
        Err(failure) if failure.message.contains("Broken pipe") => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {}\n\nhint: {}", failure.message, failure.hint);
            ExitCode::from(2)
        }
    }
}
