//! What can go wrong with a file on a disk, and the way out.

use std::path::{Path, PathBuf};

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorKind {
    /// There is no such file.
    Missing,
    /// The file is something else.
    NoStore,
    /// A later version of the program wrote it.
    Newer,
    /// Its pages do not fit together any more.
    Damaged,
    /// The disk is full.
    Full,
    /// Another program kept it locked for longer than was waited.
    Busy,
    /// It may be read only.
    ReadOnly,
    /// Anything else.
    Other,
}

/// A store that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {message}", path.display())]
pub struct Error {
    /// The store's file.
    pub path: PathBuf,
    /// What was wrong.
    pub kind: ErrorKind,
    /// What was found, without a full stop.
    pub message: String,
    #[source]
    cause: Option<rusqlite::Error>,
}

/// What the crate returns.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn new(path: &Path, kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), kind, message: message.into(), cause: None }
    }

    pub(crate) fn sql(path: &Path, cause: rusqlite::Error) -> Self {
        let (kind, message) = told(&cause);
        Self { path: path.to_owned(), kind, message, cause: Some(cause) }
    }

    /// Whether the disk is full.
    pub fn is_full(&self) -> bool {
        self.kind == ErrorKind::Full
    }

    /// Whether the file's pages do not fit together.
    pub fn is_damaged(&self) -> bool {
        self.kind == ErrorKind::Damaged
    }

    /// A way out, one sentence without a full stop.
    pub fn hint(&self) -> &'static str {
        match self.kind {
            ErrorKind::Missing => {
                "make one with `demarche add PATH…`, or name another with --store"
            }
            ErrorKind::NoStore => "name a file that demarche made with --store",
            ErrorKind::Newer => "use the version of demarche that wrote it, or a later one",
            ErrorKind::Damaged => {
                "run `demarche doctor --repair`: it keeps the damaged file and saves what can be read"
            }
            ErrorKind::Full => {
                "free some space and run the same command again: what was stored stays, the rest is \
                 added"
            }
            ErrorKind::Busy => "wait until the other program has finished, and run it again",
            ErrorKind::ReadOnly => "check the permissions of the file and of its folder",
            ErrorKind::Other => "run `demarche doctor` to see whether the file is sound",
        }
    }
}

fn told(e: &rusqlite::Error) -> (ErrorKind, String) {
    use rusqlite::ErrorCode as Code;
    let rusqlite::Error::SqliteFailure(code, _) = e else {
        return match e {
            // A row that cannot be read as what was written there.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..) => {
                (ErrorKind::Damaged, format!("a row is not what was written: {e}"))
            }
            _ => (ErrorKind::Other, e.to_string()),
        };
    };
    match code.code {
        Code::DiskFull => (ErrorKind::Full, "the disk is full".to_owned()),
        // A write past the limit of the file system or of the user comes as an I/O error.
        Code::SystemIoFailure if is_write(code.extended_code) => {
            (ErrorKind::Full, "the disk took no more bytes".to_owned())
        }
        Code::DatabaseCorrupt => (ErrorKind::Damaged, "the file is damaged".to_owned()),
        Code::NotADatabase => (ErrorKind::NoStore, "this is no store of demarche".to_owned()),
        Code::DatabaseBusy | Code::DatabaseLocked => {
            (ErrorKind::Busy, "another program has it locked".to_owned())
        }
        Code::ReadOnly | Code::PermissionDenied => {
            (ErrorKind::ReadOnly, "it cannot be written".to_owned())
        }
        Code::CannotOpen => (ErrorKind::ReadOnly, "it cannot be opened".to_owned()),
        _ => (ErrorKind::Other, e.to_string()),
    }
}

/// `SQLITE_IOERR_WRITE`, `_FSYNC`, `_TRUNCATE`, `_SHMSIZE`.
fn is_write(extended: i32) -> bool {
    matches!(extended >> 8, 3 | 4 | 6 | 19)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_as_such() {
        for (code, kind) in [
            (13, ErrorKind::Full),
            (0x30a, ErrorKind::Full),
            (11, ErrorKind::Damaged),
            (26, ErrorKind::NoStore),
            (5, ErrorKind::Busy),
            (8, ErrorKind::ReadOnly),
        ] {
            let cause = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
            assert_eq!(Error::sql(Path::new("x"), cause).kind, kind, "{code}");
        }
    }
}
