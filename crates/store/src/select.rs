//! Keys of what is asked for, in the order of days.

use rusqlite::params;

use crate::{
    Filter, Key, Result, Store,
    plan::{Group, Plan},
    rest::Rest,
    words,
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
const N_CHUNK: (i64, i64) = (64, 16_384);

/// Where keys come from, a stretch at a time.
struct Cursor {
    sql: String,
    /// A list's number, or what the index of words is asked.
    what: Source,
    order: Order,
    bounds: (i64, i64),
    chunk: Vec<i64>,
    at: usize,
    n_chunk: i64,
    done: bool,
}

#[derive(Clone)]
enum Source {
    List(i64),
    Words(String),
    /// Keys that are known, ascending.
    Keys(Vec<i64>),
}

impl Cursor {
    fn new(table: &Table, what: Source, bounds: (i64, i64), order: Order) -> Self {
        let direction = if order == Order::Latest { "DESC" } else { "ASC" };
        let sql = match &what {
            Source::List(_) => format!(
                "SELECT key FROM {} WHERE list = ?1 AND key >= ?2 AND key < ?3
                 ORDER BY key {direction} LIMIT ?4",
                table.postings
            ),
            Source::Words(_) => format!(
                "SELECT rowid FROM {0} WHERE {0} MATCH ?1 AND rowid >= ?2 AND rowid < ?3
                 ORDER BY rowid {direction} LIMIT ?4",
                table.words
            ),
            Source::Keys(_) => String::new(),
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

    /// The next key without taking it.
    fn peek(&mut self, store: &Store) -> rusqlite::Result<Option<i64>> {
        if self.at == self.chunk.len() && !self.done {
            self.fill(store)?;
        }
        Ok(self.chunk.get(self.at).copied())
    }

    fn fill(&mut self, store: &Store) -> rusqlite::Result<()> {
        if let Source::Keys(keys) = &self.what {
            let (from, to) = self.bounds;
            self.chunk = keys.iter().copied().filter(|k| (from..to).contains(k)).collect();
            if self.order == Order::Latest {
                self.chunk.reverse();
            }
            self.at = 0;
            self.done = true;
            return Ok(());
        }
        let mut statement = store.connection.prepare_cached(&self.sql)?;
        let (from, to) = self.bounds;
        self.chunk.clear();
        self.at = 0;
        let mut rows = match &self.what {
            Source::List(list) => statement.query(params![list, from, to, self.n_chunk])?,
            Source::Words(words) => statement.query(params![words, from, to, self.n_chunk])?,
            Source::Keys(_) => return Ok(()),
        };
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
        Ok(())
    }
}

/// Which lists are meant: of events or of quotations.
struct Table {
    postings: &'static str,
    words: &'static str,
}

const EVENTS: Table = Table { postings: "posting", words: "event_text" };
const QUOTES: Table = Table { postings: "quote_posting", words: "quote_text" };

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
        self.scan(&EVENTS, &plan, order, take).map_err(|e| self.fail(e))
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
            not: Vec::new(),
            ..filter.clone()
        })?;
        plan.start_after(order, after);
        self.scan(&QUOTES, &plan, order, take).map_err(|e| self.fail(e))
    }

    pub(crate) fn scan_plan(
        &self,
        plan: &Plan,
        order: Order,
        take: &mut dyn FnMut(Key) -> bool,
    ) -> rusqlite::Result<()> {
        self.scan(&EVENTS, plan, order, take)
    }

    fn scan(
        &self,
        table: &Table,
        plan: &Plan,
        order: Order,
        take: &mut dyn FnMut(Key) -> bool,
    ) -> rusqlite::Result<()> {
        if plan.nothing {
            return Ok(());
        }
        let (mut cursors, others) = sources(table, plan, order);
        let is_event = table.postings == EVENTS.postings;
        let mut last = None;
        loop {
            let mut best: Option<(usize, i64)> = None;
            for (i, cursor) in cursors.iter_mut().enumerate() {
                if let Some(key) = cursor.peek(self)? {
                    let better = best.is_none_or(|(_, b)| match order {
                        Order::Latest => key > b,
                        Order::Earliest => key < b,
                    });
                    if better {
                        best = Some((i, key));
                    }
                }
            }
            let Some((i, key)) = best else { return Ok(()) };
            cursors[i].at += 1;
            if last == Some(key) {
                continue;
            }
            last = Some(key);
            let key = Key(key);
            let foreign = plan.among.as_ref().is_some_and(|a| a.binary_search(&key.0).is_err());
            if is_event && (foreign || !plan.admits(key)) {
                continue;
            }
            if self.on_all(table, key, others)?
                && !self.on_any(table, key, &plan.excluded)?
                && (!is_event || plan.rest.is_empty() || self.row_holds(key, &plan.rest)?)
                && !take(key)
            {
                return Ok(());
            }
        }
    }

    fn on_all(&self, table: &Table, key: Key, groups: &[Group]) -> rusqlite::Result<bool> {
        for group in groups {
            if !self.on_any(table, key, std::slice::from_ref(group))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn on_any(&self, table: &Table, key: Key, groups: &[Group]) -> rusqlite::Result<bool> {
        if groups.is_empty() {
            return Ok(false);
        }
        let sql = format!("SELECT 1 FROM {} WHERE list = ?1 AND key = ?2", table.postings);
        let mut statement = self.connection.prepare_cached(&sql)?;
        for list in groups.iter().flat_map(|g| &g.lists) {
            if statement.exists([*list, key.0])? {
                return Ok(true);
            }
        }
        Ok(false)
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

/// Where the keys come from, and the lists that they must be on besides.
fn sources<'a>(table: &Table, plan: &'a Plan, order: Order) -> (Vec<Cursor>, &'a [Group]) {
    if let (Some(keys), None) = (&plan.among, &plan.text) {
        let what = Source::Keys(keys.clone());
        return (vec![Cursor::new(table, what, plan.keys, order)], &plan.groups);
    }
    if let Some(words) = &plan.text {
        // The index of words knows the lists too and cuts them with the words.
        let mut question = words.clone();
        for group in &plan.groups {
            question.push_str(" AND ");
            question.push_str(&words::lists_question(&group.lists));
        }
        return (vec![Cursor::new(table, Source::Words(question), plan.keys, order)], &[]);
    }
    let Some((first, others)) = plan.groups.split_first() else { return (Vec::new(), &[]) };
    let cursors = first
        .lists
        .iter()
        .map(|l| Cursor::new(table, Source::List(*l), plan.keys, order))
        .collect();
    (cursors, others)
}
