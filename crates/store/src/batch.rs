//! What a transaction changes in the derived tables, gathered and then written in order.
//!
//! Sorted writes touch each page once, however many documents a transaction holds.

use std::collections::BTreeMap;

use model::{Event, Status};
use rusqlite::{Connection, params};

use crate::{
    Key,
    late::{self, Active, Cell},
    spans::spans_of,
    words,
};

/// Reports are counted as unit 0, incidents as unit 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Every report of an act.
    Reports = 0,
    /// Every happening, however many reports tell of it.
    Incidents = 1,
}

#[derive(Default)]
pub(crate) struct Batch {
    event_words: Vec<(i64, String)>,
    quote_words: Vec<(i64, String)>,
    document_words: Vec<(i64, String)>,
    daily: BTreeMap<Cell, i64>,
    activity: BTreeMap<Active, [i64; 5]>,
    list_counts: BTreeMap<i64, i64>,
    entity_counts: BTreeMap<i64, (i64, i64)>,
}

impl Batch {
    /// An event on its lists; `pairs` of them are pairs of countries.
    pub(crate) fn event(&mut self, key: Key, lists: &[i64], sentence: &str) {
        for &list in lists {
            *self.list_counts.entry(list).or_default() += 1;
        }
        self.event_words.push((key.0, words::with_lists(sentence, lists)));
    }

    /// A quotation on its lists.
    pub(crate) fn quote(&mut self, key: i64, lists: &[i64], words: &str) {
        self.quote_words.push((key, words::with_lists(words, lists)));
    }

    /// A document's text.
    pub(crate) fn document(&mut self, key: i64, lists: &[i64], text: &str) {
        self.document_words.push((key, words::with_lists(text, lists)));
    }

    /// Counts an entity seen.
    pub(crate) fn entity(&mut self, entity: i64, n_events: i64, n_quotes: i64) {
        let counts = self.entity_counts.entry(entity).or_default();
        counts.0 += n_events;
        counts.1 += n_quotes;
    }

    /// Counts `sign` happenings in the series of pairs.
    pub(crate) fn count(
        &mut self,
        unit: Unit,
        key: Key,
        pairs: &[i64],
        quad: u8,
        intensity: f32,
        sign: i64,
    ) {
        let (day, unit) = (key.day(), unit as i64);
        for &list in pairs {
            let cell = (unit, list, i64::from(day.0), i64::from(key.class()), key.status() as i64);
            *self.daily.entry(cell).or_default() += sign;
            if key.status() == Status::Happened {
                for span in spans_of(day) {
                    let row = self.activity.entry((unit, span, list)).or_default();
                    row[usize::from(quad) - 1] += sign;
                    row[4] += sign * hundredths(intensity);
                }
            }
        }
    }

    /// Writes everything, in order.
    pub(crate) fn flush(mut self, c: &Connection) -> rusqlite::Result<()> {
        let texts = [
            ("event_text", &mut self.event_words),
            ("quote_text", &mut self.quote_words),
            ("document_text", &mut self.document_words),
        ];
        for (table, rows) in texts {
            rows.sort_unstable();
            let sql = format!("INSERT INTO {table} (rowid, words) VALUES (?1, ?2)");
            let mut insert = c.prepare_cached(&sql)?;
            for (key, words) in rows.iter() {
                insert.execute(params![key, words])?;
            }
        }
        self.flush_counts(c)
    }

    fn flush_counts(&self, c: &Connection) -> rusqlite::Result<()> {
        late::write(c, self.daily.iter(), self.activity.iter())?;
        let mut add = c.prepare_cached("UPDATE list SET n_keys = n_keys + ?2 WHERE n = ?1")?;
        for (&list, &n) in self.list_counts.iter().filter(|(_, n)| **n != 0) {
            add.execute((list, n))?;
        }
        let mut add = c.prepare_cached(
            "UPDATE entity SET n_events = n_events + ?2, n_quotes = n_quotes + ?3 WHERE n = ?1",
        )?;
        for (&entity, &(n_events, n_quotes)) in &self.entity_counts {
            add.execute((entity, n_events, n_quotes))?;
        }
        Ok(())
    }

    /// Takes an event off its lists again; the words must be those it was stored with.
    pub(crate) fn take_off(
        &mut self,
        c: &Connection,
        key: Key,
        lists: &[i64],
        sentence: &str,
    ) -> rusqlite::Result<()> {
        for &list in lists {
            *self.list_counts.entry(list).or_default() -= 1;
        }
        c.prepare_cached(
            "INSERT INTO event_text (event_text, rowid, words) VALUES ('delete', ?1, ?2)",
        )?
        .execute(params![key.0, words::with_lists(sentence, lists)])?;
        Ok(())
    }
}

/// In hundredths, so that sums are exact in any order.
pub(crate) fn hundredths(x: f32) -> i64 {
    (f64::from(x) * 100.0).round() as i64
}

/// Short for the number of a quad class.
pub(crate) fn quad_of(e: &Event) -> u8 {
    e.class.event_type.quad().number()
}
