//! Numbers and codes that rows are written with.

use model::Entity;
use rusqlite::Connection;

use crate::DayCode;

/// Where the events of a document go.
pub(crate) struct Place {
    pub(crate) run: i64,
    pub(crate) document: i64,
    /// Number of the first event.
    pub(crate) first: i64,
}

/// Day and number of a document or quotation, so that lists of them are in the order of days.
pub(crate) fn document_key(day: DayCode, n: i64) -> i64 {
    i64::from(day.0) << 40 | n
}

/// The number after the greatest.
pub(crate) fn next(c: &Connection, table: &str) -> rusqlite::Result<i64> {
    let sql = match table {
        "document" => "SELECT coalesce(max(n), 0) + 1 FROM document",
        "event" => "SELECT coalesce(max(n), 0) + 1 FROM event",
        _ => "SELECT coalesce(max(n), 0) + 1 FROM quote",
    };
    c.prepare_cached(sql)?.query_row([], |r| r.get(0))
}

/// Two digits for each byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, b| hex + &format!("{b:02x}"))
}

/// `USA.GOV;KOR.GOV`
pub(crate) fn codes<'a>(entities: impl Iterator<Item = &'a Entity>) -> String {
    let one = |e: &Entity| {
        let mut code = e.code.country.as_deref().unwrap_or(crate::NOBODY).to_owned();
        for s in &e.code.sectors {
            code.push('.');
            code.push_str(s.as_str());
        }
        code
    };
    entities.map(one).collect::<Vec<_>>().join(";")
}
