//! What a run did, told at its end on standard error: read, coded, skipped by reason.

use std::collections::BTreeMap;

use engine::Reading;
use model::NoteKind;

/// Counts of a run.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) n_documents: usize,
    pub(crate) n_events: usize,
    pub(crate) n_errors: usize,
    skipped: BTreeMap<String, usize>,
}

impl Report {
    /// Counts a reading; whether it is to be shown.
    pub(crate) fn record(&mut self, reading: &Reading) -> bool {
        for note in &reading.notes {
            match note.kind {
                NoteKind::Skipped | NoteKind::Failed => {
                    eprintln!(
                        "{}: {}: {}",
                        reading.document.origin,
                        note.kind.as_str(),
                        note.message
                    );
                }
                NoteKind::Repaired => {
                    eprintln!("{}: {}", reading.document.origin, note.message);
                }
                NoteKind::Unresolved => {}
            }
        }
        if let Some(note) = reading.skipped() {
            *self.skipped.entry(note.message.clone()).or_default() += 1;
            self.n_errors += usize::from(note.kind == NoteKind::Failed);
            return false;
        }
        self.n_documents += 1;
        self.n_events += reading.events.len();
        true
    }

    /// Tells and counts something that gave no document.
    pub(crate) fn refuse(&mut self, error: &intake::Error) {
        eprintln!("error: {error}\n\nhint: {}\n", error.hint());
        *self.skipped.entry(error.kind.as_str().to_owned()).or_default() += 1;
        self.n_errors += 1;
    }

    /// One line, and one for each reason.
    pub(crate) fn print(&self) {
        let n_skipped: usize = self.skipped.values().sum();
        eprintln!(
            "{} documents read, {} events, {} skipped",
            self.n_documents, self.n_events, n_skipped
        );
        self.print_skipped();
    }

    /// One line for each reason.
    pub(crate) fn print_skipped(&self) {
        for (reason, n) in &self.skipped {
            eprintln!("  skipped {n}: {reason}");
        }
    }
}
