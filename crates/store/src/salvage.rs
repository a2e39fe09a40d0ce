//! Saves what a damaged file still holds.

use std::path::Path;

use knowledge::Ontology;
use rusqlite::{Connection, OpenFlags, params, types::Value};

use crate::{Error, ErrorKind, Linker, Result, Store, pack::Kind, schema};

/// Missing numbers in a row after which a damaged file is taken to be at its end.
const N_GAP: i64 = 20_000;

/// What was saved out of a damaged file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Documents saved, with all that was coded in them.
    pub n_documents: i64,
    /// Documents of which a part could not be read.
    pub n_lost: i64,
}

/// Reads what can be read of a damaged store into a new file; the damaged one is left as it is.
///
/// # Errors
/// If the new file cannot be written, or nothing can be read of the old one.
pub fn salvage(from: &Path, to: &Path, ontology: &Ontology, linker: &dyn Linker) -> Result<Saved> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let old = Connection::open_with_flags(from, flags).map_err(|e| Error::sql(from, e))?;
    let version = schema::version(&old).map_err(|e| Error::sql(from, e))?;
    if version < 1 {
        return Err(Error::new(from, ErrorKind::NoStore, "nothing can be read of it"));
    }
    let mut new = Store::open_to_write(to)?;
    let mut saved = Saved::default();
    let copy = |c: &Connection, table: &str, cut: &str, n: i64| -> rusqlite::Result<i64> {
        let mut statement = old.prepare_cached(&format!("SELECT * FROM {table} {cut}"))?;
        let n_columns = statement.column_count();
        // An older file has fewer of them.
        let columns: Vec<String> = statement.column_names().map(|n| format!("\"{n}\"")).collect();
        let columns = columns.join(", ");
        let marks = vec!["?"; n_columns].join(", ");
        let mut rows = if cut.is_empty() { statement.query([])? } else { statement.query([n])? };
        let mut n_rows = 0;
        while let Some(row) = rows.next()? {
            let values: Vec<Value> =
                (0..n_columns).map(|i| row.get(i)).collect::<rusqlite::Result<_>>()?;
            c.prepare_cached(&format!(
                "INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})"
            ))?
            .execute(rusqlite::params_from_iter(values))?;
            n_rows += 1;
        }
        Ok(n_rows)
    };
    let (reports, accounts) = (version >= 2, version >= 5);
    new.change(ontology, linker, |_, c| {
        c.execute_batch("PRAGMA defer_foreign_keys = ON")?;
        for table in ["run", "skip", "dictionary", "topic", "class"] {
            let _ = copy(c, table, "", 0);
        }
        if reports {
            let _ = copy(c, "correction", "", 0);
        }
        let (mut n, mut gap) = (0, 0);
        while gap < N_GAP {
            n += 1;
            let parts = [
                copy(c, "document", "WHERE n = ?1", n),
                copy(c, "text", "WHERE document = ?1", n),
                copy(c, "coding", "WHERE document = ?1", n),
            ];
            if matches!(parts, [Ok(0), ..]) {
                gap += 1;
                continue;
            }
            gap = 0;
            let whole = parts.iter().all(|p| matches!(p, Ok(1)));
            if whole && readable(c, n) {
                saved.n_documents += 1;
                let _ = copy(c, "original", "WHERE document = ?1", n);
                let _ = copy(c, "quote", "WHERE document = ?1", n);
                if reports {
                    let _ = copy(c, "tale", "WHERE document = ?1", n);
                    let _ = copy(c, "report", "WHERE document = ?1", n);
                }
                if accounts {
                    let _ = copy(c, "account", "WHERE n >= ?1 << 20 AND n < (?1 + 1) << 20", n);
                }
            } else {
                saved.n_lost += 1;
                for (table, key) in
                    [("document", "n"), ("text", "document"), ("coding", "document")]
                {
                    c.execute(&format!("DELETE FROM {table} WHERE {key} = ?1"), params![n])?;
                }
            }
        }
        Ok(())
    })?;
    new.rebuild(ontology, linker)?;
    Ok(saved)
}

/// Whether text and events of a copied document can be unpacked.
fn readable(c: &Connection, n: i64) -> bool {
    let packer = crate::pack::Packer::default();
    [("text", "text", Kind::Text), ("coding", "events", Kind::Events)].iter().all(
        |(table, column, kind)| {
            let sql = format!("SELECT {column} FROM {table} WHERE document = ?1");
            c.query_row(&sql, [n], |r| r.get::<_, Vec<u8>>(0))
                .and_then(|b| packer.unpack(c, *kind, &b))
                .is_ok_and(|b| b.is_ok())
        },
    )
}
