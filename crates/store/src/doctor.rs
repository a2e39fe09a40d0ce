//! Checks a file, and makes what is derived anew.

use std::path::Path;

use knowledge::Ontology;
use rusqlite::Connection;
use rustc_hash::FxHashMap;

use crate::{
    Error, ErrorKind, Linker, Result, Store,
    late::{ACTIVITY, DAILY},
    lists,
    number::document_key,
    quotes::row_words,
    read::Coded,
    roots, words,
    writer::{Cache, Writer},
};

/// What is wrong with a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// Pages that do not fit together; empty for a sound file.
    pub pages: Vec<String>,
    /// Documents whose text or coding cannot be read.
    pub documents: Vec<String>,
    /// What is derived and does not agree with what it is derived from.
    pub derived: Vec<String>,
}

impl Diagnosis {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.pages.is_empty() && self.documents.is_empty() && self.derived.is_empty()
    }
}

/// Tables that are derived and made anew.
const DERIVED: &[&str] =
    &["event", "list", "entity", "daily", "daily_late", "activity", "activity_late", "root_chunk"];
/// Documents of a transaction.
const N_BATCH: i64 = 500;

impl Store {
    /// Looks at every page, every document, and the sums of what is derived.
    ///
    /// # Errors
    /// If the file cannot be read at all.
    pub fn check(&self) -> Result<Diagnosis> {
        let mut found = Diagnosis { pages: self.check_pages(), ..Diagnosis::default() };
        if !found.pages.is_empty() {
            return Ok(found);
        }
        let mut n = 1;
        loop {
            let numbers = self.documents_from(n, 1000)?;
            let Some(last) = numbers.last() else { break };
            n = last + 1;
            for number in numbers {
                if let Err(e) = self.check_document(number) {
                    found.documents.push(e.message);
                }
            }
        }
        found.derived = self.check_sums().map_err(|e| self.fail(e))?;
        Ok(found)
    }

    fn check_pages(&self) -> Vec<String> {
        let rows = || -> rusqlite::Result<Vec<String>> {
            self.connection
                .prepare("PRAGMA integrity_check(20)")?
                .query_map([], |r| r.get(0))?
                .collect()
        };
        match rows() {
            Ok(rows) => rows.into_iter().filter(|r| r != "ok").collect(),
            Err(e) => vec![self.fail(e).message],
        }
    }

    fn check_document(&self, n: i64) -> Result<()> {
        let coded = self.coded(n)?;
        for (i, e) in coded.events.iter().enumerate() {
            if e.evidence.sentence_span.end as usize > coded.document.text.len() {
                let what =
                    format!("document {n}: the sentence of event {} lies outside its text", i + 1);
                return Err(Error::new(&self.path, ErrorKind::Damaged, what));
            }
        }
        Ok(())
    }

    fn check_sums(&self) -> rusqlite::Result<Vec<String>> {
        let one = |sql: &str| self.connection.query_row(sql, [], |r| r.get::<_, i64>(0));
        let n = one("SELECT coalesce(sum(n_events), 0) FROM coding")?;
        let everything = "(SELECT n FROM list WHERE kind = 1 AND a = '*' AND b = '*')";
        let sums = [
            ("rows of events", "SELECT count(*) FROM event".to_owned()),
            (
                "count of everything",
                format!("SELECT coalesce(sum(n_keys), 0) FROM list WHERE n = {everything}"),
            ),
            (
                "series of everything",
                format!(
                    "SELECT coalesce(sum(n), 0) FROM {DAILY} WHERE unit = 0 AND list = {everything}"
                ),
            ),
        ];
        let mut out = Vec::new();
        for (name, sql) in sums {
            let found = one(&sql)?;
            if found != n {
                out.push(format!("{name}: {found}, and the documents have {n} events"));
            }
        }
        let rows = [
            (
                "events that stand elsewhere than their documents say",
                "SELECT count(*) FROM event JOIN coding ON coding.document = event.document
                 WHERE event.n <> coding.first_event + event.position",
            ),
            (
                "reports that are joined to nothing",
                "SELECT count(*) FROM report WHERE target IS NOT NULL
                 AND target NOT IN (SELECT id FROM report)",
            ),
            (
                "reports of which nothing is told",
                "SELECT count(*) FROM report WHERE NOT EXISTS
                     (SELECT 1 FROM account WHERE n = report.document << 20 | position)
                 AND EXISTS (SELECT 1 FROM account
                     WHERE n >= report.document << 20 AND n < (report.document + 1) << 20)",
            ),
            (
                "who is active, wrongly summed over days",
                &format!(
                    "SELECT count(*) FROM (
                    SELECT sum(CASE WHEN span > 0 THEN n1 + n2 + n3 + n4 END) AS days,
                           sum(CASE WHEN span BETWEEN -2158 AND -1800 THEN n1 + n2 + n3 + n4 END)
                               AS years,
                           sum(CASE WHEN span < -2158 THEN n1 + n2 + n3 + n4 END) AS months,
                           sum(CASE WHEN span = 0 THEN n1 + n2 + n3 + n4 END) AS everything
                    FROM {ACTIVITY} GROUP BY unit, among, list
                 ) WHERE days IS NOT everything OR months IS NOT everything
                      OR years IS NOT everything"
                ),
            ),
            (
                "incidents with a wrong count",
                "SELECT count(*) FROM incident WHERE n_reports <>
                 (SELECT count(*) FROM report WHERE report.root = incident.root)",
            ),
        ];
        for (name, sql) in rows {
            let found = one(sql)?;
            if found > 0 {
                out.push(format!("{name}: {found}"));
            }
        }
        let found = self.n_lists_wrong()?;
        if found > 0 {
            out.push(format!("lists with a wrong count: {found}"));
        }
        let found = roots::n_wrong(&self.connection)?;
        if found > 0 {
            out.push(format!("rows that tell the incidents of events wrongly: {found}"));
        }
        for table in ["event_text", "quote_text", "document_text"] {
            let sql = format!("SELECT 1 FROM {table} WHERE {table} MATCH 'zqx0' LIMIT 1");
            if let Err(e) = self.connection.prepare(&sql)?.exists([]) {
                out.push(format!("index {table}: {e}"));
            }
        }
        Ok(out)
    }

    /// How many lists have another number of events than the index of words, which holds them.
    fn n_lists_wrong(&self) -> rusqlite::Result<usize> {
        self.vocabulary("row", "event_text")?;
        let mut found: FxHashMap<String, i64> = self
            .connection
            .prepare(
                "SELECT term, doc FROM temp.row_event_text WHERE term >= 'zqx' AND term < 'zqy'",
            )?
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut n_wrong = 0;
        let mut lists = self.connection.prepare("SELECT n, n_keys FROM list")?;
        for list in lists.query_map([], |r| Ok((r.get(0)?, r.get::<_, i64>(1)?)))? {
            let (n, n_keys) = list?;
            let n_found = found.remove(&words::list_word(n)).unwrap_or(0);
            n_wrong += usize::from(n_found != n_keys);
        }
        // What is left stands on lists that are not there.
        Ok(n_wrong + found.len())
    }

    /// Makes everything derived anew from documents, codings, quotations and reports.
    ///
    /// # Errors
    /// If the file cannot be written; a run that is cut off is taken up by the next.
    pub fn rebuild(&mut self, ontology: &Ontology, linker: &dyn Linker) -> Result<()> {
        self.change(ontology, linker, |writer, c| {
            // Numbers of lists and entities that go with their tables.
            writer.cache = Cache::default();
            for table in DERIVED {
                c.execute(&format!("DELETE FROM {table}"), [])?;
            }
            for table in ["event_text", "quote_text", "document_text"] {
                c.execute(&format!("INSERT INTO {table} ({table}) VALUES ('delete-all')"), [])?;
            }
            c.execute("DELETE FROM incident", [])?;
            Ok(())
        })?;
        let mut n = 1;
        loop {
            let numbers = self.documents_from(n, N_BATCH as usize)?;
            let Some(last) = numbers.last() else { break };
            n = last + 1;
            let mut parts = Vec::new();
            for number in numbers {
                let coded = self.coded(number)?;
                let filter = crate::Filter {
                    document: Some(coded.document.id.clone()),
                    ..crate::Filter::default()
                };
                let quotes = self.quotes(&filter, crate::Order::Earliest, 0, None)?.items;
                parts.push((coded, quotes));
            }
            self.change(ontology, linker, |writer, c| {
                for (coded, quotes) in &parts {
                    writer.derive(c, linker, coded)?;
                    for q in quotes {
                        writer.derive_quote(c, &coded.document, q)?;
                    }
                }
                Ok(())
            })?;
        }
        self.change(ontology, linker, |writer, c| {
            let ids: Vec<i64> = c
                .prepare("SELECT id FROM report WHERE root = id ORDER BY id")?
                .query_map([], |r| r.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for id in ids {
                writer.links.touched.insert(crate::forest::unsigned(id), None);
            }
            roots::fill(c)
        })
    }

    /// Copies the whole store into a new file, while others read and write.
    ///
    /// # Errors
    /// If the new file is there already or cannot be written.
    pub fn back_up(&self, to: &Path) -> Result<()> {
        if to.exists() {
            return Err(Error::new(to, ErrorKind::Other, "there is such a file already"));
        }
        let part = to.with_extension("part");
        let _ = std::fs::remove_file(&part);
        let name = part.to_string_lossy().into_owned();
        self.connection.execute("VACUUM INTO ?1", [name]).map_err(|e| {
            let _ = std::fs::remove_file(&part);
            Error::sql(to, e)
        })?;
        std::fs::rename(&part, to).map_err(|e| {
            let _ = std::fs::remove_file(&part);
            Error::new(to, ErrorKind::Other, e.to_string())
        })
    }
}

impl Writer<'_> {
    /// Everything derived from a document and its events.
    fn derive(
        &mut self,
        c: &Connection,
        linker: &dyn Linker,
        coded: &Coded,
    ) -> rusqlite::Result<()> {
        let d = &coded.document;
        let names = lists::document_lists(d);
        let lists = self.lists(c, &names)?;
        let headline = d.headline.as_deref().filter(|h| !d.text.starts_with(h)).unwrap_or("");
        let day = d.today.map_or(crate::DayCode::NONE, crate::DayCode::of);
        self.batch.document(document_key(day, coded.n), &lists, &format!("{headline}\n{}", d.text));
        let of_event = self.reports_of(c, linker, coded.n)?;
        self.event_rows(c, coded.n, coded.first_event, d, &coded.events, &of_event)
    }

    fn derive_quote(
        &mut self,
        c: &Connection,
        d: &model::Document,
        q: &crate::Quotation,
    ) -> rusqlite::Result<()> {
        let new = row_words(q);
        let lists = self.lists(c, &lists::quote_lists(d, &new))?;
        self.batch.quote(document_key(q.day, q.n), &lists, q.span.of(&d.text));
        if let Some(e) = &new.speaker {
            self.see(c, e, 0, 1)?;
        }
        Ok(())
    }
}
