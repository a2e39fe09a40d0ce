//! Keeps documents, events and quotations in one file, and finds them again.
//!
//! Documents with their coded events come in ([`Entry`]); lists, series and texts come out
//! ([`Filter`] → events, counts, passages). The file is an SQLite database; nothing outside this
//! crate knows that. What was read and coded is kept whole; everything that makes questions fast
//! (lists, series, the index of words) is derived from it and can be made again.
//!
//! One document is stored whole or not at all, and the same content is stored once: a run that was
//! cut off and is started again leaves the file of a run that was not. Nothing here codes, links or
//! looks at the clock.

#![allow(clippy::disallowed_methods, reason = "the room that keeps things on disk")]

mod batch;
mod bytes;
mod digest;
mod doctor;
mod documents;
mod entry;
mod error;
mod filter;
mod forest;
mod incidents;
mod kept;
mod key;
mod late;
mod link;
mod lists;
mod number;
mod pack;
mod plan;
mod quotes;
mod read;
mod recode;
mod rest;
mod roots;
mod salvage;
mod schema;
mod select;
mod series;
mod shapes;
mod sheet;
mod snapshot;
mod spans;
mod tales;
mod topics;
mod words;
mod write;
mod writer;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

pub use crate::{
    batch::Unit,
    doctor::Diagnosis,
    documents::Extent,
    entry::{Digest, Entry, Tale, digest_of},
    error::{Error, ErrorKind, Result},
    filter::{AnyOf, Filter, Who},
    forest::{Linker, Reports},
    incidents::Happening,
    key::{DayCode, Key, N_DAYS_MAX},
    lists::{ANY, Among, ListKind, ListName, NOBODY, NewQuote, Sides, quotes_of, sides, sides_of},
    quotes::Quotation,
    read::{Coded, Found, Page},
    recode::Recoded,
    salvage::{Saved, salvage},
    schema::VERSION,
    select::Order,
    series::{Activity, Cell},
    sheet::Sheet,
    snapshot::Snapshot,
    topics::{RunRow, Topic},
    write::{Added, Run, RunName, Skip},
};

/// What a [`Linker`] returns: the file may fail under it.
pub type SqlResult<T> = rusqlite::Result<T>;

/// Milliseconds to wait for another writer.
const WAIT_MS: u64 = 60_000;

/// Bytes of the file that a writer maps (`.cargo/config.toml` raises SQLite's own limit of two gigabytes); the
/// system keeps as many of them in memory as it has to spare.
const N_MAPPED: i64 = 16 << 30;

/// An open store.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    cache: writer::Cache,
    packer: pack::Packer,
    kept: kept::Kept,
}

impl Store {
    /// Opens a store for reading.
    ///
    /// # Errors
    /// If there is no such file, if it is no store, or if a later version of the program wrote it.
    pub fn open(path: &Path) -> Result<Store> {
        if !path.exists() {
            return Err(Error::new(path, ErrorKind::Missing, "there is no such file"));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|e| Error::sql(path, e))?;
        let store = Self::with(connection, path)?;
        match store.version()? {
            v if v > VERSION => Err(store.newer(v)),
            // An older file is brought up to date by opening it for writing, once.
            v if v < VERSION => {
                drop(store);
                drop(Self::open_to_write(path)?);
                Self::open(path)
            }
            _ => Ok(store),
        }
    }

    /// Opens a store for writing; makes it where there is no file, brings it up to date where it is
    /// of an earlier version.
    ///
    /// # Errors
    /// As [`Store::open`], or if the file cannot be written.
    pub fn open_to_write(path: &Path) -> Result<Store> {
        let fail = |e| Error::sql(path, e);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(fail)?;
        let mut store = Self::with(connection, path)?;
        match store.version()? {
            v if v > VERSION => return Err(store.newer(v)),
            0 => {
                let c = &store.connection;
                let (id, n_tables) = c
                    .query_row(
                        "SELECT (SELECT application_id FROM pragma_application_id),
                                (SELECT count(*) FROM sqlite_schema)",
                        [],
                        |r| Ok((r.get::<_, i32>(0)?, r.get::<_, i64>(1)?)),
                    )
                    .map_err(fail)?;
                if n_tables > 0 || (id != 0 && id != schema::APPLICATION) {
                    return Err(Error::new(
                        path,
                        ErrorKind::NoStore,
                        "this is no store of demarche",
                    ));
                }
                // Texts of a few thousand bytes waste less of a larger page.
                c.pragma_update(None, "page_size", 8192).map_err(fail)?;
                c.pragma_update(None, "application_id", schema::APPLICATION).map_err(fail)?;
            }
            _ => {}
        }
        store.connection.pragma_update(None, "journal_mode", "WAL").map_err(fail)?;
        // Linking looks up pages all over the file; mapped, they need not be copied.
        store.connection.pragma_update(None, "mmap_size", N_MAPPED).map_err(fail)?;
        schema::migrate(&mut store.connection).map_err(fail)?;
        Ok(store)
    }

    fn with(connection: Connection, path: &Path) -> Result<Store> {
        let store = Store {
            connection,
            path: path.to_owned(),
            cache: writer::Cache::default(),
            packer: pack::Packer::default(),
            kept: kept::Kept::default(),
        };
        let set = || -> rusqlite::Result<()> {
            let c = &store.connection;
            c.busy_timeout(std::time::Duration::from_millis(WAIT_MS))?;
            c.set_prepared_statement_cache_capacity(128);
            // Plans do not depend on the values bound, so statements are not made anew for each.
            c.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            // Safe against a killed program; a power cut may take the last documents, never more.
            c.pragma_update(None, "synchronous", "NORMAL")?;
            c.pragma_update(None, "cache_size", -131_072)?;
            c.pragma_update(None, "temp_store", "MEMORY")?;
            c.pragma_update(None, "wal_autocheckpoint", 8000)?;
            Ok(())
        };
        set().map_err(|e| store.fail(e))?;
        Ok(store)
    }

    fn version(&self) -> Result<i32> {
        let id: i32 = self
            .connection
            .query_row("PRAGMA application_id", [], |r| r.get(0))
            .map_err(|e| self.fail(e))?;
        let version = schema::version(&self.connection).map_err(|e| self.fail(e))?;
        if version > 0 && id != schema::APPLICATION {
            return Err(Error::new(&self.path, ErrorKind::NoStore, "this is no store of demarche"));
        }
        Ok(version)
    }

    fn newer(&self, version: i32) -> Error {
        let message =
            format!("it is of version {version}, and this program knows versions up to {VERSION}");
        Error::new(&self.path, ErrorKind::Newer, message)
    }

    pub(crate) fn fail(&self, e: rusqlite::Error) -> Error {
        Error::sql(&self.path, e)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}
