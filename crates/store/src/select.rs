//! Keys of what is asked for, in the order of days.

use rusqlite::params;

use crate::{
    DayCode, Filter, Key, Result, Store, number::document_key, plan::Plan, rest::Rest, words,
};

/// Which end comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The latest day first.
    Latest,
    /// The earliest day first.
    Earliest,
}

/// Keys that are read at once: at first, and at most.
const N_CHUNK: (i64, i64) = (64, 131_072);

/// Keys that are named one by one are looked up one by one, up to so many.
const N_ASKED: usize = 2000;

/// Where keys come from, a stretch at a time.
struct Cursor {
    sql: String,
    what: Source,
    order: Order,
    bounds: (i64, i64),
    chunk: Vec<i64>,
    at: usize,
    n_chunk: i64,
    done: bool,
}

enum Source {
    /// What the index of words, which knows the lists too, is asked.
    Question(String),
    /// Keys that are known, ascending, and what the index must hold of each.
    Keys(Vec<i64>, Option<String>),
}

impl Cursor {
    fn new(index: &str, what: Source, bounds: (i64, i64), order: Order) -> Self {
        let direction = if order == Order::Latest { "DESC" } else { "ASC" };
        let sql = match &what {
            Source::Question(_) => format!(
                "SELECT rowid FROM {index} WHERE {index} MATCH ?1 AND rowid >= ?2 AND rowid < ?3
                 ORDER BY rowid {direction} LIMIT ?4"
            ),
            Source::Keys(..) => {
                format!("SELECT 1 FROM {index} WHERE {index} MATCH ?1 AND rowid = ?2")
            }
        };
        Cursor {
            sql,
            what,
            order,
            bounds,
            chunk: Vec::new(),
            at: 0,
            n_chunk: N_CHUNK.0,
            done: false,
        }
    }

    /// The next key, which is taken.
    fn next(&mut self, store: &Store) -> rusqlite::Result<Option<i64>> {
        if self.at == self.chunk.len() && !self.done {
            self.fill(store)?;
        }
        self.at += 1;
        Ok(self.chunk.get(self.at - 1).copied())
    }

    fn fill(&mut self, store: &Store) -> rusqlite::Result<()> {
        let mut statement = store.connection.prepare_cached(&self.sql)?;
        let (from, to) = self.bounds;
        self.chunk.clear();
        self.at = 0;
        match &self.what {
            Source::Keys(keys, question) => {
                for key in keys.iter().filter(|k| (from..to).contains(*k)) {
                    let holds = match question {
                        Some(question) => statement.exists(params![question, key])?,
                        None => true,
                    };
                    self.chunk.extend(holds.then_some(*key));
                }
                if self.order == Order::Latest {
                    self.chunk.reverse();
                }
                self.done = true;
            }
            Source::Question(question) => {
                let mut rows = statement.query(params![question, from, to, self.n_chunk])?;
                while let Some(row) = rows.next()? {
                    self.chunk.push(row.get(0)?);
                }
                self.done = (self.chunk.len() as i64) < self.n_chunk;
                if let Some(&last) = self.chunk.last() {
                    match self.order {
                        Order::Latest => self.bounds.1 = last,
                        Order::Earliest => self.bounds.0 = last + 1,
                    }
                }
                self.n_chunk = (self.n_chunk * 4).min(N_CHUNK.1);
            }
        }
        Ok(())
    }
}

/// The indexes of words, of events and of quotations.
const EVENTS: &str = "event_text";
const QUOTES: &str = "quote_text";

impl Store {
    /// Hands the keys of events that are asked for to `take`, in order, until it says `false`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn keys(
        &self,
        filter: &Filter,
        order: Order,
        take: &mut dyn FnMut(Key) -> bool,
    ) -> Result<()> {
        self.keys_after(filter, order, None, take)
    }

    /// The same from behind a key on.
    pub(crate) fn keys_after(
        &self,
        filter: &Filter,
        order: Order,
        after: Option<i64>,
        take: &mut dyn FnMut(Key) -> bool,
    ) -> Result<()> {
        let _same = self.snapshot()?;
        let mut plan = self.plan(filter)?;
        plan.start_after(order, after);
        self.scan(EVENTS, &plan, order, take).map_err(|e| self.fail(e))
    }

    /// The same for quotations; types, modes and other fields of acts are not looked at.
    pub(crate) fn quote_keys(
        &self,
        filter: &Filter,
        order: Order,
        after: Option<i64>,
        take: &mut dyn FnMut(Key) -> bool,
    ) -> Result<()> {
        let _same = self.snapshot()?;
        let mut plan = self.plan(&Filter {
            types: Vec::new(),
            quads: Vec::new(),
            statuses: Vec::new(),
            modes: Vec::new(),
            contexts: Vec::new(),
            cameo: Vec::new(),
            confidence: None,
            actors: Vec::new(),
            recipients: Vec::new(),
            parties: Vec::new(),
            dyads: Vec::new(),
            places: Vec::new(),
            incident: None,
            arrived_after: None,
            not: Vec::new(),
            ..filter.clone()
        })?;
        if let Some(document) = filter.arrived_after {
            plan.among = Some(self.quotes_after(document).map_err(|e| self.fail(e))?);
        }
        plan.start_after(order, after);
        self.scan(QUOTES, &plan, order, take).map_err(|e| self.fail(e))
    }

    /// Keys of the quotations of documents that came after one, ascending.
    fn quotes_after(&self, document: i64) -> rusqlite::Result<Vec<i64>> {
        let mut keys: Vec<i64> = self
            .connection
            .prepare_cached(
                "SELECT day, n FROM quote WHERE n >=
                 (SELECT first_quote FROM document WHERE n > ?1 ORDER BY n LIMIT 1)",
            )?
            .query_map([document], |r| Ok(document_key(DayCode(r.get(0)?), r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        keys.sort_unstable();
        Ok(keys)
    }

    pub(crate) fn scan_plan(
        &self,
        plan: &Plan,
        order: Order,
        take: &mut dyn FnMut(Key) -> bool,
    ) -> rusqlite::Result<()> {
        self.scan(EVENTS, plan, order, take)
    }

    fn scan(
        &self,
        index: &str,
        plan: &Plan,
        order: Order,
        take: &mut dyn FnMut(Key) -> bool,
    ) -> rusqlite::Result<()> {
        if plan.nothing {
            return Ok(());
        }
        let mut cursor = Cursor::new(index, plan.source(), plan.keys, order);
        while let Some(key) = cursor.next(self)?.map(Key) {
            let foreign = plan.among.as_ref().is_some_and(|a| a.binary_search(&key.0).is_err());
            let is_meant = !foreign
                && (index != EVENTS
                    || (plan.admits(key)
                        && (plan.rest.is_empty() || self.row_holds(key, &plan.rest)?)));
            if is_meant && !take(key) {
                return Ok(());
            }
        }
        Ok(())
    }

    fn row_holds(&self, key: Key, rest: &Rest) -> rusqlite::Result<bool> {
        self.connection
            .prepare_cached(
                "SELECT document, cameo, confidence, actors, recipients FROM event WHERE n = ?1",
            )?
            .query_row([key.n()], |r| {
                let (document, confidence): (i64, u8) = (r.get(0)?, r.get(2)?);
                let (cameo, actors) = (r.get_ref(1)?.as_str()?, r.get_ref(3)?.as_str()?);
                let recipients = r.get_ref(4)?.as_str()?;
                Ok(holds(rest, document, cameo, confidence, actors, recipients))
            })
    }
}

impl Plan {
    /// Leaves out what an earlier page has shown.
    fn start_after(&mut self, order: Order, after: Option<i64>) {
        match (order, after) {
            (Order::Latest, Some(key)) => self.keys.1 = self.keys.1.min(key),
            (Order::Earliest, Some(key)) => self.keys.0 = self.keys.0.max(key + 1),
            (_, None) => {}
        }
    }

    /// Where the keys come from.
    fn source(&self) -> Source {
        let question = words::question_of(self.text.as_deref(), &self.groups, &self.excluded);
        match (&self.among, question) {
            (Some(keys), question) if keys.len() <= N_ASKED || question.is_none() => {
                Source::Keys(keys.clone(), question)
            }
            (_, question) => Source::Question(question.unwrap_or_default()),
        }
    }
}

fn holds(
    rest: &Rest,
    document: i64,
    cameo: &str,
    confidence: u8,
    actors: &str,
    recipients: &str,
) -> bool {
    let coded = |codes: &str, wanted: &[(Option<String>, String)]| {
        codes.split(';').filter(|c| !c.is_empty()).any(|code| {
            let mut parts = code.split('.');
            let country = parts.next().unwrap_or("");
            let sectors: Vec<&str> = parts.collect();
            wanted.iter().any(|(c, s)| {
                c.as_ref().is_none_or(|c| c == country)
                    && (s.is_empty() || sectors.contains(&s.as_str()))
            })
        })
    };
    rest.document.is_none_or(|d| d == document)
        && (rest.cameo.is_empty() || rest.cameo.iter().any(|c| cameo.starts_with(c.as_str())))
        && rest.confidence.is_none_or(|(least, most)| (least..=most).contains(&confidence))
        && rest.codes.iter().all(|(side, wanted)| match side {
            0 => coded(actors, wanted),
            1 => coded(recipients, wanted),
            _ => coded(actors, wanted) || coded(recipients, wanted),
        })
        && !rest.not.iter().any(|not| holds(not, document, cameo, confidence, actors, recipients))
}
