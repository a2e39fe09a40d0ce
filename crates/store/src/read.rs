//! Numbers in, documents and events out.

use std::{collections::BTreeMap, sync::Arc};

use model::{Document, Event};
use rusqlite::OptionalExtension;

use crate::{Filter, Key, Order, Result, Store, pack::Kind, shapes::read_events, write::damaged};

/// A stored document, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Coded {
    /// Its number, in order of arrival.
    pub n: i64,
    /// The document.
    pub document: Document,
    /// Versions that coded it.
    pub coder: String,
    /// Its events, in order.
    pub events: Vec<Event>,
    /// Number of its first event; the others follow.
    pub first_event: i64,
}

/// One event with the document that tells it.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its key.
    pub key: Key,
    /// The document with all its events.
    pub coded: Arc<Coded>,
    /// Which of them it is.
    pub position: usize,
}

impl Found {
    /// The event.
    pub fn event(&self) -> &Event {
        &self.coded.events[self.position]
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.coded.document
    }
}

/// One page of a list, and where the next begins.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// What was found, in order.
    pub items: Vec<T>,
    /// Key of the last item, if there are more after it.
    pub next: Option<i64>,
}

impl Store {
    /// The text of a document, by its number.
    ///
    /// # Errors
    /// If the file cannot be read, or there is no such document.
    pub fn text(&self, n: i64) -> Result<String> {
        let row = || {
            self.connection
                .prepare_cached("SELECT text FROM text WHERE document = ?1")?
                .query_row([n], |r| r.get::<_, Vec<u8>>(0))
        };
        let bytes = row().map_err(|e| self.fail(e))?;
        let bytes = self.unpacked(n, Kind::Text, &bytes)?;
        String::from_utf8(bytes)
            .map_err(|_| damaged(self, format!("document {n} has text that is no UTF-8")))
    }

    /// The bytes of a document as they came in, where they were kept.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn original(&self, n: i64) -> Result<Option<Vec<u8>>> {
        let row = || {
            self.connection
                .prepare_cached("SELECT bytes FROM original WHERE document = ?1")?
                .query_row([n], |r| r.get::<_, Vec<u8>>(0))
                .optional()
        };
        let Some(bytes) = row().map_err(|e| self.fail(e))? else { return Ok(None) };
        self.unpacked(n, Kind::Text, &bytes).map(Some)
    }

    /// A document with its events, by its number.
    ///
    /// # Errors
    /// If the file cannot be read, or there is no such document.
    pub fn coded(&self, n: i64) -> Result<Coded> {
        let row = || {
            self.connection
                .prepare_cached(
                    "SELECT coding.events, coding.first_event, run.coder
                     FROM coding JOIN run ON run.n = coding.run WHERE document = ?1",
                )?
                .query_row([n], |r| {
                    Ok((r.get::<_, Vec<u8>>(0)?, r.get::<_, i64>(1)?, r.get::<_, String>(2)?))
                })
        };
        let (bytes, first_event, coder) = row().map_err(|e| self.fail(e))?;
        let events = read_events(&self.unpacked(n, Kind::Events, &bytes)?)
            .map_err(|e| damaged(self, format!("document {n} has {e}")))?;
        let sheet = self.sheet(n)?.ok_or_else(|| damaged(self, format!("no document {n}")))?;
        let document = Document { text: self.text(n)?, ..sheet.document };
        Ok(Coded { n, document, coder, events, first_event })
    }

    pub(crate) fn unpacked(&self, document: i64, kind: Kind, bytes: &[u8]) -> Result<Vec<u8>> {
        self.packer
            .unpack(&self.connection, kind, bytes)
            .map_err(|e| self.fail(e))?
            .map_err(|e| damaged(self, format!("document {document} has {e}")))
    }

    /// The number of a document, by its id.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn number_of(&self, id: &str) -> Result<Option<i64>> {
        self.document_number(id).map_err(|e| self.fail(e))
    }

    /// Numbers of all documents from `n` on, at most `n_max`, ascending.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn documents_from(&self, n: i64, n_max: usize) -> Result<Vec<i64>> {
        let rows = || -> rusqlite::Result<Vec<i64>> {
            self.connection
                .prepare_cached("SELECT n FROM document WHERE n >= ?1 ORDER BY n LIMIT ?2")?
                .query_map([n, n_max as i64], |r| r.get(0))?
                .collect()
        };
        rows().map_err(|e| self.fail(e))
    }

    /// Events that are asked for, in the order of their days; `after` is where a page ended.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn events(
        &self,
        filter: &Filter,
        order: Order,
        n_max: usize,
        after: Option<i64>,
    ) -> Result<Page<Found>> {
        let _same = self.snapshot()?;
        let mut keys: Vec<Key> = Vec::new();
        let mut more = false;
        self.keys_after(filter, order, after, &mut |key| {
            more = keys.len() == n_max;
            if !more {
                keys.push(key);
            }
            !more
        })?;
        let next = if more { keys.last().map(|k| k.0) } else { None };
        Ok(Page { items: self.found(&keys)?, next })
    }

    /// Events by their keys, in the same order.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn found(&self, keys: &[Key]) -> Result<Vec<Found>> {
        let _same = self.snapshot()?;
        let mut documents: BTreeMap<i64, Arc<Coded>> = BTreeMap::new();
        let mut out = Vec::with_capacity(keys.len());
        for &key in keys {
            let (n, position) = self.place_of(key)?;
            let coded = if let Some(coded) = documents.get(&n) {
                Arc::clone(coded)
            } else {
                let coded = Arc::new(self.coded(n)?);
                documents.insert(n, Arc::clone(&coded));
                coded
            };
            if position >= coded.events.len() {
                return Err(damaged(self, format!("document {n} has no event {position}")));
            }
            out.push(Found { key, coded, position });
        }
        Ok(out)
    }

    /// Number of the document of an event, and the event's place in it.
    pub(crate) fn place_of(&self, key: Key) -> Result<(i64, usize)> {
        let row = || {
            self.connection
                .prepare_cached("SELECT document, position FROM event WHERE n = ?1")?
                .query_row([key.n()], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)? as usize)))
        };
        row().map_err(|e| self.fail(e))
    }

    /// The key of the event at a place of a document.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn key_of(&self, document: i64, position: usize) -> Result<Option<Key>> {
        let row = || {
            self.connection
                .prepare_cached(
                    "SELECT event.key FROM coding JOIN event ON event.n = coding.first_event + ?2
                     WHERE coding.document = ?1 AND ?2 < coding.n_events",
                )?
                .query_row([document, position as i64], |r| r.get(0).map(Key))
                .optional()
        };
        row().map_err(|e| self.fail(e))
    }

    /// The day of the latest document; `None` for a store without days.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn latest_day(&self) -> Result<Option<model::Date>> {
        let row = || {
            self.connection
                .query_row("SELECT coalesce(max(day), 0) FROM document", [], |r| r.get(0))
        };
        Ok(crate::DayCode(row().map_err(|e| self.fail(e))?).day())
    }
}
