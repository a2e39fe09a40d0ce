//! Documents in, rows out: the only place that adds.

use knowledge::Ontology;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::{Entry, Error, ErrorKind, Linker, Result, Store, roots, writer::Writer};

/// What is run: command, versions and input, which together name a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunName {
    /// `add` or `recode`.
    pub command: String,
    /// Versions of program, data, models.
    pub coder: String,
    /// What the user named.
    pub input: Vec<String>,
}

/// A run under way. Its row is written with the first thing that it stores.
#[derive(Clone, Debug)]
pub struct Run {
    pub(crate) name: RunName,
    pub(crate) n: Option<i64>,
}

/// Something that gave no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// Where it came from.
    pub origin: String,
    /// In two or three words, as it is counted.
    pub reason: String,
    /// What was found.
    pub message: String,
}

/// What a transaction did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Numbers of the documents that are new, in order.
    pub documents: Vec<i64>,
    /// How many were there before.
    pub n_known: usize,
    /// How many events are new.
    pub n_events: usize,
    /// How many quotations are new.
    pub n_quotes: usize,
}

impl Store {
    /// Begins a run, or takes up the last run of the same name if it was cut off.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn begin_run(&mut self, name: RunName) -> Result<Run> {
        let n = self
            .connection
            .query_row(
                "SELECT n FROM run WHERE command = ?1 AND coder = ?2 AND input = ?3
                 AND NOT finished ORDER BY n DESC LIMIT 1",
                params![name.command, name.coder, name.input.join("\n")],
                |r| r.get(0),
            )
            .optional()
            .map_err(|e| self.fail(e))?;
        Ok(Run { name, n })
    }

    /// Ends a run; nothing is written for one that stored nothing.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn finish_run(&mut self, run: &Run) -> Result<()> {
        if let Some(n) = run.n {
            self.connection
                .execute("UPDATE run SET finished = 1 WHERE n = ?1", [n])
                .map_err(|e| self.fail(e))?;
        }
        // What the log holds goes into the file; a reader beside us may keep us from it.
        let _ = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        Ok(())
    }

    /// Whether a document of this content is stored.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn contains(&self, digest: &crate::Digest) -> Result<bool> {
        let found = || {
            self.connection
                .prepare_cached("SELECT 1 FROM document WHERE digest = ?1")?
                .exists([&digest[..]])
        };
        found().map_err(|e| self.fail(e))
    }

    /// Stores documents and skips in one transaction: all of them, or none.
    ///
    /// Documents whose content is stored already are passed over. Documents of another content
    /// that bring an id which is taken get a digest at its end. Reports are joined by `linker`.
    ///
    /// # Errors
    /// If the file cannot be written; nothing of this call is stored then, everything before is.
    pub fn add(
        &mut self,
        run: &mut Run,
        entries: &[Entry],
        skips: &[Skip],
        ontology: &Ontology,
        linker: &dyn Linker,
    ) -> Result<Added> {
        let n_before = run.n;
        let added = self.change(ontology, linker, |writer, c| {
            let mut added = Added::default();
            for skip in skips {
                Writer::skip(c, run, skip)?;
            }
            for entry in entries {
                writer.entry(c, run, entry, linker, &mut added)?;
            }
            Ok(added)
        });
        if added.is_err() {
            run.n = n_before;
        }
        added
    }

    /// Changes the file in one transaction: wholly, or not at all.
    pub(crate) fn change<T>(
        &mut self,
        ontology: &Ontology,
        linker: &dyn Linker,
        work: impl FnOnce(&mut Writer<'_>, &Connection) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let cache = std::mem::take(&mut self.cache);
        let kept = std::mem::take(&mut self.kept);
        let mut writer = Writer::new(cache, kept, ontology, &self.packer);
        let done = (|| {
            let t = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            writer.refresh(&t)?;
            let done = work(&mut writer, &t)?;
            writer.settle(&t, linker)?;
            std::mem::take(&mut writer.batch).flush(&t)?;
            roots::settle(&t, &writer.links.gone, &writer.links.moved)?;
            t.commit()?;
            Ok(done)
        })();
        match done {
            Ok(done) => {
                self.cache = writer.cache;
                self.kept = writer.links.kept;
                Ok(done)
            }
            Err(e) => {
                self.packer.forget();
                Err(self.fail(e))
            }
        }
    }
}

impl Run {
    /// Number of the run's row; `None` as long as nothing was stored.
    pub fn number(&self) -> Option<i64> {
        self.n
    }
}

/// An error about what a row holds.
pub(crate) fn damaged(store: &Store, what: impl Into<String>) -> Error {
    Error::new(store.path(), ErrorKind::Damaged, what)
}
