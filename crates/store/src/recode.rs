//! Documents coded anew, in the place of how they were coded before.

use knowledge::Ontology;
use model::Event;
use rusqlite::{Connection, params};

use crate::{
    Coded, Linker, Result, Run, Store, Tale,
    batch::{Unit, quad_of},
    lists::{self, sides_of},
    number::{Place, next},
    writer::Writer,
};

/// A document with its new events.
#[derive(Clone, Debug)]
pub struct Recoded {
    /// The document as it was coded before.
    pub before: Coded,
    /// Its events now.
    pub events: Vec<Event>,
    /// What it tells now.
    pub tale: Option<Tale>,
}

impl Store {
    /// Puts new codings in the place of old ones, in one transaction.
    ///
    /// # Errors
    /// If the file cannot be written; nothing of this call is changed then.
    pub fn recode(
        &mut self,
        run: &mut Run,
        documents: &[Recoded],
        ontology: &Ontology,
        linker: &dyn Linker,
    ) -> Result<()> {
        let n_before = run.n;
        let done = self.change(ontology, linker, |writer, c| {
            let run = Writer::run(c, run)?;
            for d in documents {
                writer.take_out(c, &d.before, linker)?;
                let place = Place { run, document: d.before.n, first: next(c, "event")? };
                let document = &d.before.document;
                let tale = d.tale.as_ref();
                writer.coded(c, &place, &document.id, document, &d.events, tale, linker)?;
            }
            Ok(())
        });
        if done.is_err() {
            run.n = n_before;
        }
        done
    }
}

impl Writer<'_> {
    /// Takes the events of a document out of everything that is derived from them.
    fn take_out(
        &mut self,
        c: &Connection,
        before: &Coded,
        linker: &dyn Linker,
    ) -> rusqlite::Result<()> {
        self.unlink(c, linker, before.n)?;
        let d = &before.document;
        for (i, e) in before.events.iter().enumerate() {
            let n = before.first_event + i as i64;
            let key = self.key(c, e, n)?;
            let lists = self.lists_in_order(c, &lists::lists_of(d, e))?;
            let pairs = self.lists(c, &sides_of(e).pairs())?;
            self.batch.take_off(c, key, &lists, e.evidence.sentence_span.of(&d.text))?;
            self.batch.count(Unit::Reports, key, &pairs, quad_of(e), self.intensity(e), -1);
            for p in e.actors.iter().chain(&e.recipients) {
                self.see(c, &p.entity, -1, 0)?;
            }
            c.prepare_cached("DELETE FROM event WHERE n = ?1")?.execute([n])?;
            self.links.gone.push(n);
        }
        c.prepare_cached("DELETE FROM coding WHERE document = ?1")?.execute(params![before.n])?;
        Ok(())
    }
}
