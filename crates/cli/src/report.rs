//! What a run did, told at its end on standard error: read, coded, skipped by reason.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
};

use engine::Reading;
use intake::ErrorKind;
use model::NoteKind;
use serde_json::json;

use crate::{Failure, Result};

/// Messages of one reason that are shown; the rest is only counted.
const N_SHOWN_MAX: usize = 5;

/// Counts of a run.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) n_documents: usize,
    pub(crate) n_events: usize,
    pub(crate) n_errors: usize,
    pub(crate) n_duplicates: usize,
    skipped: BTreeMap<String, usize>,
    /// Documents that were read with something missing, by what.
    kept: BTreeMap<String, usize>,
    shown: BTreeMap<String, usize>,
    list: Option<BufWriter<File>>,
}

impl Report {
    /// A report that lists what is skipped in a file, if one is given.
    pub(crate) fn new(list: Option<&Path>) -> Result<Self> {
        let list = match list {
            None => None,
            Some(path) => Some(BufWriter::new(File::create(path).map_err(|e| {
                Failure::new(format!("{}: {e}", path.display()), "give a file that can be written")
            })?)),
        };
        Ok(Self { list, ..Self::default() })
    }

    /// Counts a reading; whether it is to be shown.
    pub(crate) fn record(&mut self, reading: &Reading) -> bool {
        let origin = &reading.document.origin;
        for note in reading.notes.iter().filter(|n| n.kind == NoteKind::Repaired) {
            self.show(&note.message, &format!("{origin}: {}", note.message));
        }
        if let Some(note) = reading.skipped() {
            let line = format!("{origin}: {}: {}", note.kind.as_str(), note.message);
            self.show(&note.message, &line);
            self.skip(origin, &note.message, &note.message);
            self.n_errors += usize::from(note.kind == NoteKind::Failed);
            return false;
        }
        self.n_documents += 1;
        self.n_events += reading.events.len();
        true
    }

    /// Tells and counts something that gave no document, or one with something missing.
    pub(crate) fn refuse(&mut self, error: &intake::Error) {
        let reason = match error.kind {
            ErrorKind::Status | ErrorKind::NoDocument | ErrorKind::PassedOver => {
                error.message.as_str()
            }
            kind => kind.as_str(),
        };
        if error.kind.is_kept() {
            self.show(reason, &error.to_string());
            *self.kept.entry(reason.to_owned()).or_default() += 1;
            return;
        }
        if error.kind.is_expected() {
            self.show(reason, &error.to_string());
        } else {
            self.show(reason, &format!("error: {error}\n\nhint: {}\n", error.hint()));
            self.n_errors += 1;
        }
        let place = match error.line {
            0 => error.origin.clone(),
            line => format!("{}:{line}", error.origin),
        };
        self.skip(&place, reason, &error.message);
    }

    /// Counts and lists what is left out because it repeats another.
    pub(crate) fn pass_duplicate(&mut self, reading: &Reading, of: &str) {
        let message = format!("duplicate of {of}");
        self.skip(&reading.document.origin, "duplicate", &message);
    }

    fn skip(&mut self, origin: &str, reason: &str, message: &str) {
        *self.skipped.entry(reason.to_owned()).or_default() += 1;
        if let Some(list) = &mut self.list {
            let line = json!({"origin": origin, "reason": reason, "message": message});
            let _ = writeln!(list, "{line}");
        }
    }

    fn show(&mut self, reason: &str, line: &str) {
        let n = self.shown.entry(reason.to_owned()).or_default();
        *n += 1;
        match (*n).cmp(&(N_SHOWN_MAX + 1)) {
            std::cmp::Ordering::Less => eprintln!("{line}"),
            std::cmp::Ordering::Equal => {
                let way = if self.list.is_some() { "" } else { "; --skipped FILE lists all" };
                eprintln!("more of the same ({reason}) are only counted{way}");
            }
            std::cmp::Ordering::Greater => {}
        }
    }

    /// One line, and one for each reason. `events`: whether events were looked for.
    pub(crate) fn print(&mut self, events: bool) -> Result<()> {
        let n_skipped: usize = self.skipped.values().sum();
        let n = self.n_documents;
        if events {
            eprintln!("{n} documents read, {} events, {n_skipped} skipped", self.n_events);
        } else {
            let d = self.n_duplicates;
            eprintln!("{n} documents read, {d} of them duplicates, {n_skipped} skipped");
        }
        self.print_skipped()
    }

    /// One line for each reason; what is listed is written out.
    pub(crate) fn print_skipped(&mut self) -> Result<()> {
        for (reason, n) in &self.skipped {
            eprintln!("  skipped {n}: {reason}");
        }
        for (reason, n) in &self.kept {
            eprintln!("  read with a fault {n}: {reason}");
        }
        if let Some(list) = &mut self.list {
            list.flush()?;
        }
        Ok(())
    }
}
