//! Says the verbs in order: document, analyze, code.
//!
//! One bad document never stops a run: a panic inside a stage is caught and noted. The same bytes,
//! data and models give the same readings, in the same order, for any number of threads.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::mpsc,
};

use analysis::pairs::{self, Pairs};
use coder::relate::Related;
use knowledge::Knowledge;
use model::{Analysis, Date, Document, Event, EventType, Note, NoteKind, Notes, RawDocument, Span};

/// Everything made of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The clean text.
    pub document: Document,
    /// Sentences, words, mentions, quotations, times.
    pub analysis: Analysis,
    /// Who did what to whom, by trigger.
    pub events: Vec<Event>,
    /// What the stages had to say, in order.
    pub notes: Vec<Note>,
}

impl Reading {
    /// Why nothing was read, if so.
    pub fn skipped(&self) -> Option<&Note> {
        self.notes.iter().find(|n| matches!(n.kind, NoteKind::Skipped | NoteKind::Failed))
    }
}

/// The stages with what they know.
#[derive(Clone, Copy)]
pub struct Engine {
    knowledge: &'static Knowledge,
    /// The day of documents that have none of their own.
    as_of: Option<Date>,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

/// Documents that are held at once, for each thread.
const N_AHEAD: usize = 8;

/// Loads the trained models, unless they are loaded. Whoever needs them waits until they are, so another
/// thread may do it while knowledge is read.
pub fn load_models() {
    analysis::models_version();
}

impl Engine {
    /// An engine with the knowledge that ships with the program.
    pub fn new() -> Self {
        Self { knowledge: Knowledge::embedded(), as_of: None }
    }

    /// An engine with other knowledge.
    pub fn with(knowledge: &'static Knowledge) -> Self {
        Self { knowledge, as_of: None }
    }

    /// The same, with a day for documents that have none.
    #[must_use]
    pub fn as_of(mut self, day: Option<Date>) -> Self {
        self.as_of = day;
        self
    }

    /// What the engine knows.
    pub fn knowledge(&self) -> &'static Knowledge {
        self.knowledge
    }

    /// Versions that make an event: code, data, models.
    pub fn coder(&self) -> String {
        format!(
            "demarche {} data {} models {}",
            env!("CARGO_PKG_VERSION"),
            self.knowledge.version,
            analysis::models_version()
        )
    }

    /// Reads one document. Never fails and never panics.
    pub fn read(&self, raw: &RawDocument) -> Reading {
        guarded(raw, || self.stages(raw))
    }

    /// What relates two marked spans (bytes of the document's text), by the coder's own reading and, added to it,
    /// the encoder's of pairs. It answers in any case, for spans without a word and an empty text too.
    pub fn relate(&self, reading: &Reading, actor: Span, recipient: Span) -> Related {
        let Reading { document, analysis, .. } = reading;
        let chances =
            Pairs::embedded().chances(&document.text, &analysis.sentences, actor, recipient);
        let opinion: Vec<(EventType, f32)> = pairs::TYPES.into_iter().zip(chances).collect();
        coder::relate::relate(document, analysis, actor, recipient, self.knowledge, &opinion)
    }

    /// Cleans one document without coding it: the reading has neither analysis nor events. Never
    /// fails and never panics.
    pub fn clean(&self, raw: &RawDocument) -> Reading {
        guarded(raw, || {
            let mut notes = Notes::default();
            let document = self.document(raw, &mut notes);
            Reading { document, notes: notes.0, ..Reading::default() }
        })
    }

    /// Codes a document that was read before: analysis and events anew, its text as it stands. Never
    /// fails and never panics.
    pub fn code(&self, document: Document) -> Reading {
        let kept = document.clone();
        catch_unwind(AssertUnwindSafe(|| {
            let mut notes = Notes::default();
            let analysis = analysis::analyze(&document, self.knowledge, &mut notes);
            let events = coder::code(&document, &analysis, self.knowledge, &mut notes);
            Reading { document, analysis, events, notes: notes.0 }
        }))
        .unwrap_or_else(|_| {
            let message = "the program failed on this document; please report it".to_owned();
            Reading {
                document: kept,
                notes: vec![Note { span: None, kind: NoteKind::Failed, message }],
                ..Reading::default()
            }
        })
    }

    fn document(&self, raw: &RawDocument, notes: &mut Notes) -> Document {
        let mut document = document::document(raw, &self.knowledge.publishers, notes);
        if document.today.is_none() {
            document.today = self.as_of;
        }
        document
    }

    fn stages(&self, raw: &RawDocument) -> Reading {
        let mut notes = Notes::default();
        let document = self.document(raw, &mut notes);
        // Stubs, listings, other languages: told, kept, not coded.
        if notes.0.iter().any(|n| n.kind == NoteKind::Skipped) {
            return Reading { document, notes: notes.0, ..Reading::default() };
        }
        let analysis = analysis::analyze(&document, self.knowledge, &mut notes);
        let events = coder::code(&document, &analysis, self.knowledge, &mut notes);
        Reading { document, analysis, events, notes: notes.0 }
    }

    /// Reads many documents with `n_jobs` threads (0: as many as there are cores) and hands the
    /// readings to `take` in the order of `raws`; stops when `take` says `false`.
    ///
    /// Items that are no documents pass through in their place. Memory holds a few documents per
    /// thread at a time.
    pub fn read_all<E: Send>(
        &self,
        raws: impl Iterator<Item = Result<RawDocument, E>>,
        n_jobs: usize,
        take: impl FnMut(Result<Reading, E>) -> bool,
    ) {
        each(raws, n_jobs, |raw| self.read(&raw), take);
    }
}

/// Does a piece of work on every document, as [`Engine::read_all`] reads them: many at a time, in
/// order, the same for any number of threads. `take` runs on the caller's thread while later documents
/// are worked on; when it says `false`, those begun are finished and thrown away.
///
/// # Panics
/// Where `work` does.
pub fn each<T: Send, E: Send>(
    raws: impl Iterator<Item = Result<RawDocument, E>>,
    n_jobs: usize,
    work: impl Fn(RawDocument) -> T + Sync,
    mut take: impl FnMut(Result<T, E>) -> bool,
) {
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(n_jobs).build() else {
        for item in raws {
            if !take(item.map(&work)) {
                return;
            }
        }
        return;
    };
    let n_ahead = pool.current_num_threads() * N_AHEAD;
    let (work, (sender, receiver)) = (&work, mpsc::channel());
    pool.in_place_scope(|scope| {
        let mut raws = raws.fuse();
        // Those done before their turn.
        let mut early = BTreeMap::new();
        let (mut n_begun, mut n_taken) = (0usize, 0usize);
        loop {
            while n_begun - n_taken < n_ahead
                && let Some(raw) = raws.next()
            {
                let (n, sender) = (n_begun, sender.clone());
                scope.spawn(move |_| {
                    let done = catch_unwind(AssertUnwindSafe(|| raw.map(work)));
                    // Nobody listens any more where the taker has had enough.
                    let _ = sender.send((n, done));
                });
                n_begun += 1;
            }
            if n_begun == n_taken {
                return;
            }
            let Ok((n, done)) = receiver.recv() else { return };
            early.insert(n, done);
            while let Some(done) = early.remove(&n_taken) {
                n_taken += 1;
                match done {
                    Ok(item) => {
                        if !take(item) {
                            return;
                        }
                    }
                    Err(panic) => resume_unwind(panic),
                }
            }
        }
    });
}

/// Runs stages on a document; a panic becomes a note.
fn guarded(raw: &RawDocument, stages: impl FnOnce() -> Reading) -> Reading {
    catch_unwind(AssertUnwindSafe(stages)).unwrap_or_else(|_| {
        let message = "the program failed on this document; please report it".to_owned();
        Reading {
            document: Document {
                id: raw.id.clone().unwrap_or_else(|| raw.origin.clone()),
                origin: raw.origin.clone(),
                ..Document::default()
            },
            notes: vec![Note { span: None, kind: NoteKind::Failed, message }],
            ..Reading::default()
        }
    })
}
