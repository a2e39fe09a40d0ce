//! `demarche add`: documents in, a store that holds them and their events out.

use std::{
    cell::RefCell,
    collections::VecDeque,
    io::IsTerminal,
    path::PathBuf,
    rc::Rc,
    time::{Duration, Instant},
};

use clap::Args;
use engine::{Engine, Reading};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use model::RawDocument;
use store::{Digest, Entry, Run, RunName, Skip, Store};
use views::keep;

use crate::{
    Failure, Outcome, Result, input::InputArguments, report::Report, shelf::StoreArgument,
};

#[derive(Args)]
#[command(after_help = "\
A document is stored whole or not at all, and the same content is stored once: stop a run at any
moment and start it again, and the store is that of a run that was never stopped.
Addresses are fetched as by `demarche fetch` with nothing else set; for more, or to keep the pages:
  demarche fetch feeds.opml --warc today.warc.gz --state seen.jsonl | demarche add -")]
pub(crate) struct AddArguments {
    /// Files, folders, patterns, addresses of pages and feeds, or - for standard input
    #[arg(required = true)]
    paths: Vec<String>,
    #[command(flatten)]
    shelf: StoreArgument,
    #[command(flatten)]
    input: InputArguments,
    /// Keep the bytes of every document as they came in, too
    #[arg(long)]
    originals: bool,
    /// Documents of one transaction: fewer make it slower, and a killed run has less to read again
    #[arg(long, value_name = "N", default_value_t = 512, value_parser = clap::value_parser!(u32).range(1..))]
    batch: u32,
    /// Day that "today" means in documents without a date (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Threads; 0 for as many as there are cores
    #[arg(long, short, default_value_t = 0)]
    jobs: usize,
    /// Data folder to use in place of the one in the program
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// How long documents may wait for their transaction: what a killed run has to read again.
const WAIT: Duration = Duration::from_secs(3);

/// What came in, waiting for its reading.
struct Waiting {
    digest: Digest,
    original: Option<Vec<u8>>,
}

type Queue = Rc<RefCell<VecDeque<Waiting>>>;

pub(crate) fn run(a: &AddArguments) -> Result<Outcome> {
    let engine = crate::engine_for(a.jobs, a.data.as_ref())?.as_of(a.as_of);
    let mut store = Store::open_to_write(&a.shelf.store)?;
    let beside = Store::open(&a.shelf.store)?;
    let name = RunName { command: "add".to_owned(), coder: engine.coder(), input: a.paths.clone() };
    let run = store.begin_run(name)?;
    let queue = Queue::default();
    let n_known = Rc::new(RefCell::new(0usize));
    let options = a.input.options()?;
    let raws = new_ones(documents(&a.paths, &options)?, beside, a.originals, &queue, &n_known);
    let mut adder = Adder {
        engine: &engine,
        store,
        run,
        entries: Vec::new(),
        skips: Vec::new(),
        n_known: 0,
        n_quotes: 0,
        n_new: 0,
        report: Report::new(a.input.skipped.as_deref())?,
        n_batch: a.batch as usize,
        flushed: Instant::now(),
    };
    let bar = progress();
    let mut failure = None;
    engine.read_all(raws, a.jobs, |item| {
        bar.inc(1);
        match bar.suspend(|| adder.take(item, &queue)) {
            Ok(()) => true,
            Err(e) => {
                failure = Some(e);
                false
            }
        }
    });
    bar.finish_and_clear();
    if failure.is_none() {
        failure = adder.flush().err();
    }
    adder.n_known += *n_known.borrow();
    if let Some(failure) = failure {
        adder.tell()?;
        return Err(failure);
    }
    adder.store.finish_run(&adder.run)?;
    adder.tell()?;
    if adder.report.n_errors > 0 && adder.n_new + adder.n_known == 0 {
        return Err(Failure::new(
            "no document could be read",
            "the reasons stand above; a folder with one bad file still adds the rest",
        ));
    }
    Ok(if adder.n_new + adder.n_known == 0 { Outcome::Nothing } else { Outcome::Done })
}

/// What lies behind addresses, then what is in files.
fn documents(
    paths: &[String],
    options: &intake::Options,
) -> Result<impl Iterator<Item = intake::Item> + use<>> {
    let is_address = |p: &String| p.starts_with("http://") || p.starts_with("https://");
    let (addresses, files): (Vec<String>, Vec<String>) =
        paths.iter().cloned().partition(is_address);
    let fetched = if addresses.is_empty() {
        None
    } else {
        let fetched = intake::fetch(&addresses, options, &intake::FetchOptions::default())
            .map_err(|e| Failure::new(e.to_string(), e.hint()))?;
        Some(fetched)
    };
    let read = (!files.is_empty()).then(|| intake::read(&files, options));
    Ok(fetched.into_iter().flatten().chain(read.into_iter().flatten()))
}

type Item = std::result::Result<RawDocument, Trouble>;

/// Why an item gives no reading.
enum Trouble {
    Intake(intake::Error),
    Store(store::Error),
}

/// Leaves out what is stored, and notes what the rest is.
fn new_ones<'a>(
    raws: impl Iterator<Item = intake::Item> + 'a,
    beside: Store,
    originals: bool,
    queue: &Queue,
    n_known: &Rc<RefCell<usize>>,
) -> impl Iterator<Item = Item> + 'a {
    let (queue, n_known) = (Rc::clone(queue), Rc::clone(n_known));
    raws.filter_map(move |item| {
        let raw = match item {
            Ok(raw) => raw,
            Err(e) => return Some(Err(Trouble::Intake(e))),
        };
        let digest = store::digest_of(&raw);
        match beside.contains(&digest) {
            Err(e) => return Some(Err(Trouble::Store(e))),
            Ok(true) => {
                *n_known.borrow_mut() += 1;
                return None;
            }
            Ok(false) => {}
        }
        let original = originals.then(|| raw.bytes.clone());
        queue.borrow_mut().push_back(Waiting { digest, original });
        Some(Ok(raw))
    })
}

struct Adder<'a> {
    engine: &'a Engine,
    store: Store,
    run: Run,
    entries: Vec<Entry>,
    skips: Vec<Skip>,
    n_known: usize,
    n_new: usize,
    n_quotes: usize,
    report: Report,
    n_batch: usize,
    flushed: Instant,
}

impl Adder<'_> {
    fn take(&mut self, item: std::result::Result<Reading, Trouble>, queue: &Queue) -> Result<()> {
        match item {
            Err(Trouble::Store(e)) => return Err(e.into()),
            Err(Trouble::Intake(e)) => {
                self.skips.push(Skip {
                    origin: e.origin.clone(),
                    reason: e.kind.as_str().to_owned(),
                    message: e.to_string(),
                });
                self.report.refuse(&e);
            }
            Ok(reading) => {
                let waiting = queue.borrow_mut().pop_front();
                if self.report.record(&reading) {
                    if let Some(waiting) = waiting {
                        let knowledge = self.engine.knowledge();
                        self.entries.push(keep::entry(
                            waiting.digest,
                            reading.document,
                            &reading.analysis,
                            reading.events,
                            knowledge,
                            waiting.original,
                        ));
                    }
                } else if let Some(note) = reading.skipped() {
                    self.skips.push(Skip {
                        origin: reading.document.origin.clone(),
                        reason: note.kind.as_str().to_owned(),
                        message: note.message.clone(),
                    });
                }
            }
        }
        let n = self.entries.len() + self.skips.len();
        if n >= self.n_batch || self.flushed.elapsed() >= WAIT { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        let entries = std::mem::take(&mut self.entries);
        let skips = std::mem::take(&mut self.skips);
        let ontology = &self.engine.knowledge().ontology;
        let added =
            self.store.add(&mut self.run, &entries, &skips, ontology, &keep::IncidentLinker)?;
        self.n_new += added.documents.len();
        self.n_known += added.n_known;
        self.n_quotes += added.n_quotes;
        self.flushed = Instant::now();
        Ok(())
    }

    fn tell(&mut self) -> Result<()> {
        let events = self.report.n_events;
        eprintln!(
            "{} documents added with {events} events and {} quotations, {} were there before",
            self.n_new, self.n_quotes, self.n_known
        );
        self.report.print_skipped()
    }
}

fn progress() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} documents, {per_sec}") {
        bar.set_style(style);
    }
    bar
}
