//! Questions that belong together, answered from one state of the file.

use rusqlite::Connection;

use crate::{Result, Store};

/// While it lives, every question of this store is answered from the same state of the file, whatever
/// others write meanwhile; and the file is locked once, not once for every row looked up.
#[derive(Debug)]
#[must_use = "the file is let go with it"]
pub struct Snapshot<'a> {
    /// `None` within another.
    connection: Option<&'a Connection>,
}

impl Store {
    /// Holds the file's state; within another, nothing.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot<'_>> {
        self.reading().map_err(|e| self.fail(e))
    }

    pub(crate) fn reading(&self) -> rusqlite::Result<Snapshot<'_>> {
        if !self.connection.is_autocommit() {
            return Ok(Snapshot { connection: None });
        }
        self.connection.prepare_cached("BEGIN")?.execute([])?;
        Ok(Snapshot { connection: Some(&self.connection) })
    }
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        // Nothing was written, so nothing can be lost.
        if let Some(c) = self.connection {
            let _ = c.prepare_cached("COMMIT").and_then(|mut s| s.execute([]));
        }
    }
}
