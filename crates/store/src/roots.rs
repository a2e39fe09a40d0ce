//! Events in, the first of each incident out, without a look at events or reports.
//!
//! For each event the number of the first event of its incident's root is kept, in four bytes, a
//! thousand events a row; 0 for an event that belongs to no report. A time line of a frequent word
//! asks for the incidents of some hundred thousand events: those are a few hundred rows.

use std::collections::BTreeSet;

use model::ContentId;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;

use crate::{Key, Store, forest::signed};

type Sql<T> = rusqlite::Result<T>;

/// Events of a row: two rows fill a page.
const N_EVENTS: i64 = 1000;
/// Bytes of an event.
const N_BYTES: usize = 4;
/// Reports of other documents whose first event is remembered while everything is made anew.
const N_REMEMBERED: usize = 500_000;

/// One row, whatever of it is used.
type Chunk = Vec<u8>;

fn empty() -> Chunk {
    vec![0; N_EVENTS as usize * N_BYTES]
}

fn place(n: i64) -> (i64, usize) {
    (n / N_EVENTS, (n % N_EVENTS) as usize * N_BYTES)
}

/// The number at a place; 0 where the row is too short, which `doctor` tells.
fn number(chunk: &[u8], at: usize) -> u32 {
    chunk.get(at..at + N_BYTES).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn read(c: &Connection, chunk: i64) -> Sql<Option<Chunk>> {
    c.prepare_cached("SELECT firsts FROM root_chunk WHERE chunk = ?1")?
        .query_row([chunk], |r| r.get(0))
        .optional()
}

fn write(c: &Connection, chunk: i64, bytes: &[u8]) -> Sql<()> {
    if bytes.iter().all(|b| *b == 0) {
        c.prepare_cached("DELETE FROM root_chunk WHERE chunk = ?1")?.execute([chunk])?;
    } else {
        c.prepare_cached("INSERT OR REPLACE INTO root_chunk VALUES (?1, ?2)")?
            .execute(params![chunk, bytes])?;
    }
    Ok(())
}

/// Which numbers were there before.
#[derive(Default)]
struct Seen(Vec<u64>);

impl Seen {
    /// Whether the number is new.
    fn insert(&mut self, n: u32) -> bool {
        let (word, bit) = (n as usize / 64, 1 << (n % 64));
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        let new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        new
    }
}

impl Store {
    /// The keys that are the first of their incident, in the same order. Events without a report
    /// stand for themselves.
    pub(crate) fn first_of_each(&self, keys: &[Key]) -> Sql<Vec<Key>> {
        // By number, so that each row is read once and none is kept.
        let mut by_number: Vec<(u32, u32)> =
            keys.iter().enumerate().map(|(i, key)| (key.n() as u32, i as u32)).collect();
        by_number.sort_unstable();
        let mut firsts = vec![0; keys.len()];
        let mut row =
            self.connection.prepare_cached("SELECT firsts FROM root_chunk WHERE chunk = ?1")?;
        for same in by_number.chunk_by(|x, y| place(x.0.into()).0 == place(y.0.into()).0) {
            let mut rows = row.query([place(same[0].0.into()).0])?;
            let Some(r) = rows.next()? else { continue };
            let chunk = r.get_ref(0)?.as_blob()?;
            for (n, i) in same {
                firsts[*i as usize] = number(chunk, place((*n).into()).1);
            }
        }
        let mut seen = Seen::default();
        let is_first = |first: u32| first == 0 || seen.insert(first);
        let is_first: Vec<bool> = firsts.into_iter().map(is_first).collect();
        Ok(keys.iter().zip(is_first).filter(|(_, first)| *first).map(|(key, _)| *key).collect())
    }
}

/// Events of reports, looked up a document at a time.
#[derive(Default)]
struct Events {
    of_report: FxHashMap<i64, Vec<i64>>,
}

impl Events {
    /// Numbers of a report's events, ascending.
    fn of(&mut self, c: &Connection, report: i64, document: i64) -> Sql<&[i64]> {
        if !self.of_report.contains_key(&report) {
            let mut rows = c.prepare_cached(
                "SELECT event.n, report FROM coding JOIN event ON event.n >= coding.first_event
                      AND event.n < coding.first_event + coding.n_events
                 WHERE coding.document = ?1 AND report IS NOT NULL ORDER BY event.n",
            )?;
            let mut found: FxHashMap<i64, Vec<i64>> = FxHashMap::default();
            for row in rows.query_map([document], |r| Ok((r.get(0)?, r.get(1)?)))? {
                let (n, report): (i64, i64) = row?;
                found.entry(report).or_default().push(n);
            }
            self.of_report.extend(found);
            // Looked for once, even where there is none.
            self.of_report.entry(report).or_default();
        }
        Ok(self.of_report.get(&report).map_or(&[], Vec::as_slice))
    }

    /// Number of the first event of a report; 0 where there is no such report.
    fn first(&mut self, c: &Connection, report: i64) -> Sql<u32> {
        let document: Option<i64> = c
            .prepare_cached("SELECT document FROM report WHERE id = ?1")?
            .query_row([report], |r| r.get(0))
            .optional()?;
        let Some(document) = document else { return Ok(0) };
        Ok(self.of(c, report, document)?.first().map_or(0, |n| *n as u32))
    }
}

/// Brings the rows up to date with a transaction: `gone` are numbers of events that were taken out,
/// `moved` reports that are new or whose root is another.
pub(crate) fn settle(c: &Connection, gone: &[i64], moved: &BTreeSet<ContentId>) -> Sql<()> {
    let mut firsts: FxHashMap<i64, u32> = gone.iter().map(|n| (*n, 0)).collect();
    let mut events = Events::default();
    for id in moved {
        let row: Option<(i64, i64)> = c
            .prepare_cached("SELECT document, root FROM report WHERE id = ?1")?
            .query_row([signed(*id)], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let Some((document, root)) = row else { continue };
        let first = events.first(c, root)?;
        for n in events.of(c, signed(*id), document)? {
            firsts.insert(*n, first);
        }
    }
    let mut firsts: Vec<(i64, u32)> = firsts.into_iter().collect();
    firsts.sort_unstable();
    for same in firsts.chunk_by(|x, y| place(x.0).0 == place(y.0).0) {
        let chunk = place(same[0].0).0;
        let mut bytes = read(c, chunk)?.unwrap_or_default();
        bytes.resize(N_EVENTS as usize * N_BYTES, 0);
        for (n, first) in same {
            let at = place(*n).1;
            bytes[at..at + N_BYTES].copy_from_slice(&first.to_le_bytes());
        }
        write(c, chunk, &bytes)?;
    }
    Ok(())
}

/// Hands every row, as it should be, to `take`, in order.
fn derive(c: &Connection, mut take: impl FnMut(i64, &[u8]) -> Sql<()>) -> Sql<()> {
    let mut rows = c.prepare(
        "SELECT event.n, event.document, report.id, report.root
         FROM event JOIN report ON report.id = event.report ORDER BY event.n",
    )?;
    let mut rows = rows.query([])?;
    // First events of the reports of this document, and of other roots.
    let mut own: FxHashMap<i64, u32> = FxHashMap::default();
    let mut others = Events::default();
    let (mut document, mut at_chunk, mut bytes) = (0, 0, empty());
    while let Some(r) = rows.next()? {
        let (n, of, report, root): (i64, i64, i64, i64) =
            (r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?);
        if of != document {
            document = of;
            own.clear();
            if others.of_report.len() > N_REMEMBERED {
                others = Events::default();
            }
        }
        own.entry(report).or_insert(n as u32);
        let first = match own.get(&root) {
            Some(first) => *first,
            None => others.first(c, root)?,
        };
        let (chunk, at) = place(n);
        if chunk != at_chunk {
            take(at_chunk, &bytes)?;
            (at_chunk, bytes) = (chunk, empty());
        }
        bytes[at..at + N_BYTES].copy_from_slice(&first.to_le_bytes());
    }
    take(at_chunk, &bytes)
}

/// Makes all rows anew.
pub(crate) fn fill(c: &Connection) -> Sql<()> {
    c.execute("DELETE FROM root_chunk", [])?;
    derive(c, |chunk, bytes| write(c, chunk, bytes))
}

/// How many rows are not what they should be.
pub(crate) fn n_wrong(c: &Connection) -> Sql<i64> {
    let (mut n_right, mut n_wrong) = (0, 0);
    derive(c, |chunk, bytes| {
        match read(c, chunk)? {
            Some(kept) if kept == bytes => n_right += 1,
            None if bytes.iter().all(|b| *b == 0) => {}
            _ => n_wrong += 1,
        }
        Ok(())
    })?;
    let n: i64 = c.query_row("SELECT count(*) FROM root_chunk", [], |r| r.get(0))?;
    Ok((n - n_right).max(n_wrong))
}
