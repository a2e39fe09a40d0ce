//! Incidents out of the store.

use model::{ContentId, Correction, Incident, Linked, Nodes, Report};
use rusqlite::{OptionalExtension, params};
use rustc_hash::FxHashSet;

use crate::{
    Filter, Key, Order, Page, Result, Store,
    forest::{Linker, Reports, correction_of, signed, unsigned},
    kept::Kept,
};

/// An incident with its reports.
#[derive(Clone, Debug)]
pub struct Happening {
    /// What is known of it.
    pub incident: Incident,
    /// Its reports with their links, the root first.
    pub reports: Vec<Linked<Report>>,
    /// Key of the event by which it was found.
    pub key: Key,
}

impl Store {
    fn reports<'a>(&'a self, kept: &'a mut Kept, linker: &'a dyn Linker) -> Reports<'a> {
        Reports { c: &self.connection, packer: &self.packer, kept, linker }
    }

    /// Incidents with an event that is asked for, in the order of those events; each once a page.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn incidents(
        &self,
        filter: &Filter,
        order: Order,
        n_max: usize,
        after: Option<i64>,
        linker: &dyn Linker,
    ) -> Result<Page<Happening>> {
        let _same = self.snapshot()?;
        let mut seen = FxHashSet::default();
        let mut roots: Vec<(ContentId, Key)> = Vec::new();
        let (mut last, mut more, mut failure) = (None, false, None);
        self.keys_after(filter, order, after, &mut |key| {
            match self.root_of(key) {
                Err(e) => {
                    failure = Some(e);
                    return false;
                }
                Ok(Some(root)) if !seen.contains(&root) => {
                    more = roots.len() == n_max;
                    if more {
                        return false;
                    }
                    seen.insert(root);
                    roots.push((root, key));
                }
                Ok(_) => {}
            }
            last = Some(key.0);
            true
        })?;
        if let Some(e) = failure {
            return Err(self.fail(e));
        }
        let mut kept = Kept::default();
        let mut items = Vec::with_capacity(roots.len());
        for (root, key) in roots {
            items.extend(self.happening(&mut kept, root, key, linker)?);
        }
        Ok(Page { items, next: last.filter(|_| more) })
    }

    /// Incidents by keys of their events, in the same order, each once.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn incidents_of(&self, keys: &[Key], linker: &dyn Linker) -> Result<Vec<Happening>> {
        let _same = self.snapshot()?;
        let mut seen = FxHashSet::default();
        let mut kept = Kept::default();
        let mut out = Vec::new();
        for &key in keys {
            if let Some(root) = self.root_of(key).map_err(|e| self.fail(e))?
                && seen.insert(root)
            {
                out.extend(self.happening(&mut kept, root, key, linker)?);
            }
        }
        Ok(out)
    }

    /// The incident of a report, whichever of its reports the id names.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn incident(&self, id: ContentId, linker: &dyn Linker) -> Result<Option<Happening>> {
        let Some(root) = self.root_of_report(id).map_err(|e| self.fail(e))? else {
            return Ok(None);
        };
        let keys = self.keys_of_incident(id.to_string().as_str()).map_err(|e| self.fail(e))?;
        let key = keys.first().copied().unwrap_or(0);
        self.happening(&mut Kept::default(), root, Key(key), linker)
    }

    fn happening(
        &self,
        kept: &mut Kept,
        root: ContentId,
        key: Key,
        linker: &dyn Linker,
    ) -> Result<Option<Happening>> {
        let reports =
            self.reports(kept, linker).members(root, usize::MAX >> 1).map_err(|e| self.fail(e))?;
        let incident = linker.summarize(&reports.iter().collect::<Vec<_>>());
        Ok(incident.map(|incident| Happening { incident, reports, key }))
    }

    fn root_of(&self, key: Key) -> rusqlite::Result<Option<ContentId>> {
        self.connection
            .prepare_cached(
                "SELECT report.root FROM event JOIN report ON report.id = event.report
                 WHERE event.n = ?1",
            )?
            .query_row([key.n()], |r| r.get(0).map(unsigned))
            .optional()
    }

    fn root_of_report(&self, id: ContentId) -> rusqlite::Result<Option<ContentId>> {
        self.connection
            .prepare_cached("SELECT root FROM report WHERE id = ?1")?
            .query_row([signed(id)], |r| r.get(0).map(unsigned))
            .optional()
    }

    /// The report that an event belongs to, by the event's id (`document#number`).
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn report_of(&self, document: i64, position: usize) -> Result<Option<ContentId>> {
        let Some(key) = self.key_of(document, position)? else { return Ok(None) };
        let row = || {
            self.connection
                .prepare_cached("SELECT report FROM event WHERE n = ?1")?
                .query_row([key.n()], |r| r.get::<_, Option<i64>>(0))
        };
        Ok(row().map_err(|e| self.fail(e))?.map(unsigned))
    }

    /// Keys of all events of an incident, ascending; empty where the id is none.
    pub(crate) fn keys_of_incident(&self, id: &str) -> rusqlite::Result<Vec<i64>> {
        let Ok(id) = id.parse::<ContentId>() else { return Ok(Vec::new()) };
        let Some(root) = self.root_of_report(id)? else { return Ok(Vec::new()) };
        let mut ids = vec![signed(root)];
        let mut others = self
            .connection
            .prepare_cached("SELECT id FROM report WHERE root = ?1 AND root <> id")?;
        for id in others.query_map([signed(root)], |r| r.get(0))? {
            ids.push(id?);
        }
        let mut of_report = self.connection.prepare_cached(
            "SELECT event.key FROM report JOIN coding ON coding.document = report.document
             JOIN event ON event.n >= coding.first_event
                  AND event.n < coding.first_event + coding.n_events
             WHERE report.id = ?1 AND event.report = ?1",
        )?;
        let mut keys: Vec<i64> = Vec::new();
        for id in ids {
            for key in of_report.query_map([id], |r| r.get(0))? {
                keys.push(key?);
            }
        }
        keys.sort_unstable();
        Ok(keys)
    }

    /// Corrections by hand, in their order.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn corrections(&self) -> Result<Vec<Correction>> {
        let rows = || -> rusqlite::Result<Vec<Correction>> {
            let mut all: Vec<Correction> = self
                .connection
                .prepare_cached("SELECT kind, a, b FROM correction")?
                .query_map([], correction_of)?
                .collect::<rusqlite::Result<_>>()?;
            all.sort_unstable();
            Ok(all)
        };
        rows().map_err(|e| self.fail(e))
    }

    /// Adds a correction, or takes it back; what it names is joined anew.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn correct(
        &mut self,
        correction: Correction,
        add: bool,
        ontology: &knowledge::Ontology,
        linker: &dyn Linker,
    ) -> Result<()> {
        let (kind, a, b) = match correction {
            Correction::Join(a, b) => (0, a, Some(b)),
            Correction::Apart(a, b) => (1, a, Some(b)),
            Correction::Pin(a, b) => (2, a, b),
        };
        let row = params![kind, signed(a), b.map(signed)];
        self.change(ontology, linker, |writer, c| {
            let sql = if add {
                "INSERT OR IGNORE INTO correction VALUES (?1, ?2, ?3)"
            } else {
                "DELETE FROM correction WHERE kind = ?1 AND a = ?2 AND b IS ?3"
            };
            c.prepare_cached(sql)?.execute(row)?;
            writer.relink(c, linker, correction)
        })
    }

    /// A report by its id, where it is kept.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn report(&self, id: ContentId, linker: &dyn Linker) -> Result<Option<Linked<Report>>> {
        let mut kept = Kept::default();
        self.reports(&mut kept, linker).node(id).map_err(|e| self.fail(e))
    }
}
