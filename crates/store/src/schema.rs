//! Versions of the file, and the way from each to the next.

use rusqlite::Connection;

/// `PRAGMA application_id` of a store: "dema".
pub(crate) const APPLICATION: i32 = 0x6465_6d61;

/// The steps; step `i` makes version `i + 1` of version `i`.
const STEPS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
];
/// The step after which incidents by event are made.
const ROOTS: i32 = 3;

/// The version that this program writes.
pub const VERSION: i32 = STEPS.len() as i32;

/// Version of a file; 0 for an empty one.
pub(crate) fn version(connection: &Connection) -> rusqlite::Result<i32> {
    connection.query_row("PRAGMA user_version", [], |r| r.get(0))
}

/// Brings a file up to [`VERSION`], each step in a transaction of its own.
pub(crate) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    loop {
        let transaction =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let at = version(&transaction)?;
        let Some(step) = usize::try_from(at).ok().and_then(|at| STEPS.get(at)) else {
            return Ok(());
        };
        transaction.execute_batch(step)?;
        if at == ROOTS {
            crate::roots::fill(&transaction)?;
        }
        transaction.pragma_update(None, "user_version", at + 1)?;
        transaction.commit()?;
    }
}
