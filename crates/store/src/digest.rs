//! A file in, one number for all that it holds out.

use rusqlite::types::Value;

use crate::{
    Result, Store,
    late::{ACTIVITY, DAILY},
    pack::Kind,
};

impl Store {
    /// Digest of everything that was stored, whatever the pages look like: two files with the same
    /// digest hold the same.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn digest(&self) -> Result<String> {
        let mut hasher = blake3::Hasher::new();
        let tables = [
            ("run", "n"),
            ("skip", "n"),
            ("document", "n"),
            ("text", "document"),
            ("original", "document"),
            ("coding", "document"),
            ("quote", "n"),
            ("topic", "name"),
            ("class", "n"),
            ("event", "n"),
            ("list", "n"),
            ("entity", "n"),
            ("tale", "document"),
            ("report", "id"),
            ("account", "n"),
            ("near", "stretch, key, day, sketch, id"),
            ("correction", "kind, a, b"),
            ("incident", "root"),
            ("root_chunk", "chunk"),
        ];
        let all = |hasher: &mut blake3::Hasher| -> rusqlite::Result<()> {
            for (table, order) in tables {
                hasher.update(table.as_bytes());
                self.hash_rows(table, &format!("SELECT * FROM {table} ORDER BY {order}"), hasher)?;
            }
            // Which counts are of late tells where transactions ended, and not what the file holds.
            for (cells, of, sums, n) in [
                (DAILY, "unit, list, day, class, status", "sum(n)", "n"),
                (
                    ACTIVITY,
                    "unit, among, span, list",
                    "sum(n1), sum(n2), sum(n3), sum(n4), sum(intensity)",
                    "n1 + n2 + n3 + n4",
                ),
            ] {
                hasher.update(of.as_bytes());
                let sql = format!(
                    "SELECT {of}, {sums} FROM {cells} GROUP BY {of} HAVING sum({n}) <> 0 ORDER BY {of}"
                );
                self.hash_rows("", &sql, hasher)?;
            }
            for table in ["event_text", "quote_text", "document_text"] {
                self.vocabulary("instance", table)?;
                hasher.update(table.as_bytes());
                let sql =
                    format!("SELECT * FROM temp.instance_{table} ORDER BY term, doc, col, offset");
                self.hash_rows("", &sql, hasher)?;
            }
            Ok(())
        };
        all(&mut hasher).map_err(|e| self.fail(e))?;
        Ok(hasher.finalize().to_hex()[..32].to_owned())
    }

    fn hash_rows(
        &self,
        table: &str,
        sql: &str,
        hasher: &mut blake3::Hasher,
    ) -> rusqlite::Result<()> {
        // How blobs were compressed says nothing of what they hold.
        let kind = match table {
            "text" | "original" => Some(Kind::Text),
            "coding" => Some(Kind::Events),
            "tale" => Some(Kind::Reports),
            _ => None,
        };
        let mut statement = self.connection.prepare(sql)?;
        let n_columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for i in 0..n_columns {
                let (tag, bytes): (u8, Vec<u8>) = match (row.get::<_, Value>(i)?, kind) {
                    (Value::Null, _) => (0, Vec::new()),
                    (Value::Integer(n), _) => (1, n.to_le_bytes().to_vec()),
                    (Value::Real(x), _) => (2, x.to_le_bytes().to_vec()),
                    (Value::Text(t), _) => (3, t.into_bytes()),
                    (Value::Blob(b), Some(kind)) => {
                        (4, self.packer.unpack(&self.connection, kind, &b)?.unwrap_or(b))
                    }
                    (Value::Blob(b), None) => (4, b),
                };
                hasher.update(&[tag]).update(&(bytes.len() as u64).to_le_bytes()).update(&bytes);
            }
        }
        Ok(())
    }

    /// Lays the vocabulary of an index open, as a table of its own kind: `row` or `instance`.
    pub(crate) fn vocabulary(&self, kind: &str, index: &str) -> rusqlite::Result<()> {
        self.connection.execute_batch(&format!(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.{kind}_{index}
             USING fts5vocab(main, {index}, {kind})"
        ))
    }
}
