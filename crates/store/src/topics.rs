//! Topics, runs and skips.

use rusqlite::{OptionalExtension, params};

use crate::{Result, Store};

/// A saved filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// The filter as it was written.
    pub filter: String,
    /// Number of the last document that its last digest saw.
    pub seen: i64,
}

/// A run with what it stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// Its number.
    pub n: i64,
    /// `add` or `recode`.
    pub command: String,
    /// Versions of program, data, models.
    pub coder: String,
    /// What the user named.
    pub input: Vec<String>,
    /// Whether it came to its end.
    pub finished: bool,
    /// Documents that it stored.
    pub n_documents: i64,
    /// Events that it coded.
    pub n_events: i64,
    /// What it skipped, by reason.
    pub skipped: Vec<(String, i64)>,
}

impl Store {
    /// Saves a filter under a name; an earlier one of the name is replaced, what it saw stays.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn set_topic(&mut self, name: &str, filter: &str) -> Result<()> {
        self.connection
            .execute(
                "INSERT INTO topic VALUES (?1, ?2, 0)
                 ON CONFLICT DO UPDATE SET filter = excluded.filter",
                [name, filter],
            )
            .map(|_| ())
            .map_err(|e| self.fail(e))
    }

    /// Takes a topic out; whether there was one.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn remove_topic(&mut self, name: &str) -> Result<bool> {
        self.connection
            .execute("DELETE FROM topic WHERE name = ?1", [name])
            .map(|n| n > 0)
            .map_err(|e| self.fail(e))
    }

    /// All topics, by name.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn topics(&self) -> Result<Vec<Topic>> {
        let rows = || -> rusqlite::Result<Vec<Topic>> {
            self.connection
                .prepare_cached("SELECT name, filter, seen FROM topic ORDER BY name")?
                .query_map([], |r| {
                    Ok(Topic { name: r.get(0)?, filter: r.get(1)?, seen: r.get(2)? })
                })?
                .collect()
        };
        rows().map_err(|e| self.fail(e))
    }

    /// Notes that a topic's digest has seen all documents up to `n`.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn see_topic(&mut self, name: &str, n: i64) -> Result<()> {
        self.connection
            .execute("UPDATE topic SET seen = max(seen, ?2) WHERE name = ?1", params![name, n])
            .map(|_| ())
            .map_err(|e| self.fail(e))
    }

    /// Number of the last document; 0 for an empty store.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn last_document(&self) -> Result<i64> {
        self.connection
            .query_row("SELECT coalesce(max(n), 0) FROM document", [], |r| r.get(0))
            .map_err(|e| self.fail(e))
    }

    /// All runs, in their order.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn runs(&self) -> Result<Vec<RunRow>> {
        let rows = || -> rusqlite::Result<Vec<RunRow>> {
            let mut runs: Vec<RunRow> = self
                .connection
                .prepare_cached(
                    "SELECT n, command, coder, input, finished,
                        (SELECT count(*) FROM document WHERE run = run.n),
                        (SELECT coalesce(sum(n_events), 0) FROM coding WHERE run = run.n)
                     FROM run ORDER BY n",
                )?
                .query_map([], |r| {
                    let input: String = r.get(3)?;
                    Ok(RunRow {
                        n: r.get(0)?,
                        command: r.get(1)?,
                        coder: r.get(2)?,
                        input: input.lines().map(str::to_owned).collect(),
                        finished: r.get(4)?,
                        n_documents: r.get(5)?,
                        n_events: r.get(6)?,
                        skipped: Vec::new(),
                    })
                })?
                .collect::<rusqlite::Result<_>>()?;
            for run in &mut runs {
                run.skipped = self
                    .connection
                    .prepare_cached(
                        "SELECT reason, count(*) FROM skip WHERE run = ?1 GROUP BY 1 ORDER BY 1",
                    )?
                    .query_map([run.n], |r| Ok((r.get(0)?, r.get(1)?)))?
                    .collect::<rusqlite::Result<_>>()?;
            }
            Ok(runs)
        };
        rows().map_err(|e| self.fail(e))
    }

    /// Whether a key of this name is a topic.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn topic(&self, name: &str) -> Result<Option<Topic>> {
        self.connection
            .query_row("SELECT name, filter, seen FROM topic WHERE name = ?1", [name], |r| {
                Ok(Topic { name: r.get(0)?, filter: r.get(1)?, seen: r.get(2)? })
            })
            .optional()
            .map_err(|e| self.fail(e))
    }
}
