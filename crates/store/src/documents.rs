//! Documents that are asked for.

use rusqlite::params;

use crate::{DayCode, Filter, Key, Order, Page, Result, Sheet, Store, words};

/// Documents that a phrase is looked up in.
const N_LOOKED_UP: usize = 2000;

impl Filter {
    /// Whether it asks for nothing but documents' days, publishers and words.
    fn is_of_documents(&self) -> bool {
        let rest = Filter {
            since: None,
            until: None,
            publishers: Vec::new(),
            text: Vec::new(),
            document: None,
            ..self.clone()
        };
        rest.is_empty()
    }
}

impl Store {
    /// Documents that are asked for, with the number of their events that are, latest first.
    ///
    /// A filter of days, publishers and words asks for documents of those days that hold the words;
    /// any other for documents that tell of such events.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn documents(
        &self,
        filter: &Filter,
        n_max: usize,
        after: Option<i64>,
    ) -> Result<Page<Sheet>> {
        let _same = self.snapshot()?;
        if let Some(id) = &filter.document {
            let sheet = match self.number_of(id)? {
                Some(n) => self.sheet(n)?,
                None => None,
            };
            return Ok(Page { items: sheet.into_iter().collect(), next: None });
        }
        if filter.is_of_documents() {
            return self.documents_by_day(filter, n_max, after);
        }
        let mut seen = std::collections::BTreeSet::new();
        let (mut items, mut last, mut more) = (Vec::new(), None, false);
        let mut failure = None;
        self.keys_after(filter, Order::Latest, after, &mut |key| {
            match self.place_of(key) {
                Err(e) => {
                    failure = Some(e);
                    return false;
                }
                Ok((n, _)) => {
                    if !seen.contains(&n) {
                        more = items.len() == n_max;
                        if more {
                            return false;
                        }
                        seen.insert(n);
                        items.push(n);
                    }
                }
            }
            last = Some(key.0);
            true
        })?;
        if let Some(e) = failure {
            return Err(e);
        }
        let mut sheets = Vec::with_capacity(items.len());
        for n in items {
            sheets.extend(self.sheet(n)?);
        }
        Ok(Page { items: sheets, next: last.filter(|_| more) })
    }

    fn documents_by_day(
        &self,
        filter: &Filter,
        n_max: usize,
        after: Option<i64>,
    ) -> Result<Page<Sheet>> {
        let mut sheets: Vec<Sheet> = Vec::new();
        let mut next = None;
        for key in self.document_keys(filter, n_max + 1, after)? {
            if sheets.len() == n_max {
                next = sheets.last().map(document_key);
                break;
            }
            sheets.extend(self.sheet(Key(key).n())?);
        }
        Ok(Page { items: sheets, next })
    }

    /// Day and number of documents, latest first. Phrases are looked up in the texts of the latest
    /// 2000 documents that hold their words.
    pub(crate) fn document_keys(
        &self,
        filter: &Filter,
        n_max: usize,
        after: Option<i64>,
    ) -> Result<Vec<i64>> {
        let phrases = words::long_phrases(&filter.text);
        if phrases.is_empty() {
            return self.word_keys(filter, n_max, after);
        }
        let (mut out, mut after, mut n_left) = (Vec::new(), after, N_LOOKED_UP);
        while out.len() < n_max && n_left > 0 {
            let keys = self.word_keys(filter, n_left.min(200), after)?;
            after = keys.last().copied();
            if keys.is_empty() {
                break;
            }
            n_left -= keys.len();
            for key in keys {
                let n = Key(key).n();
                let headline = self.sheet(n)?.and_then(|s| s.document.headline).unwrap_or_default();
                let text = format!("{headline}\n{}", self.text(n)?);
                let text = format!(" {} ", words::indexed(&text));
                if phrases.iter().all(|p| text.contains(p)) && out.len() < n_max {
                    out.push(key);
                }
            }
        }
        Ok(out)
    }

    /// The same by single words.
    fn word_keys(&self, filter: &Filter, n_max: usize, after: Option<i64>) -> Result<Vec<i64>> {
        let plan = self.plan(filter)?;
        if plan.nothing && !filter.publishers.is_empty() {
            return Ok(Vec::new());
        }
        let (from, to) = (plan.keys.0, after.map_or(plan.keys.1, |a| a.min(plan.keys.1)));
        let rows = || -> rusqlite::Result<Vec<i64>> {
            let mut question = words::words_question(&filter.text);
            for group in plan.groups.iter().filter(|_| !filter.publishers.is_empty()) {
                let lists = words::lists_question(&group.lists);
                question = Some(match question {
                    Some(q) => format!("{q} AND {lists}"),
                    None => lists,
                });
            }
            if let Some(question) = question {
                return self
                    .connection
                    .prepare_cached(
                        "SELECT rowid FROM document_text WHERE document_text MATCH ?1
                         AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid DESC LIMIT ?4",
                    )?
                    .query_map(params![question, from, to, n_max as i64], |r| r.get(0))?
                    .collect();
            }
            let (day, n) = (to >> 40, to & ((1 << 40) - 1));
            self.connection
                .prepare_cached(
                    "SELECT day << 40 | n FROM document WHERE day >= ?1 AND (day, n) < (?2, ?3)
                     ORDER BY day DESC, n DESC LIMIT ?4",
                )?
                .query_map(params![from >> 40, day, n, n_max as i64], |r| r.get(0))?
                .collect()
        };
        rows().map_err(|e| self.fail(e))
    }

    /// Documents that hold all the words, latest first, at most `n_max`: numbers.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn search(&self, filter: &Filter, n_max: usize) -> Result<Vec<i64>> {
        let keys = self.document_keys(filter, n_max, None)?;
        Ok(keys.into_iter().map(|k| Key(k).n()).collect())
    }

    /// How many documents, events and quotations there are, and the first and last day of documents.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn extent(&self) -> Result<Extent> {
        let row = || {
            self.connection.query_row(
                "SELECT (SELECT count(*) FROM document),
                        (SELECT coalesce(sum(n_keys), 0) FROM list
                         WHERE kind = 1 AND a = '*' AND b = '*'),
                        (SELECT coalesce(max(n), 0) FROM quote),
                        (SELECT coalesce(min(day), 0) FROM document WHERE day > 0),
                        (SELECT coalesce(max(day), 0) FROM document)",
                [],
                |r| {
                    Ok(Extent {
                        n_documents: r.get(0)?,
                        n_events: r.get(1)?,
                        n_quotes: r.get(2)?,
                        first: DayCode(r.get(3)?),
                        last: DayCode(r.get(4)?),
                    })
                },
            )
        };
        row().map_err(|e| self.fail(e))
    }
}

/// How much a store holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Documents.
    pub n_documents: i64,
    /// Events.
    pub n_events: i64,
    /// Quotations.
    pub n_quotes: i64,
    /// Day of the first document.
    pub first: DayCode,
    /// Day of the last.
    pub last: DayCode,
}

fn document_key(sheet: &Sheet) -> i64 {
    let day = sheet.document.today.map_or(DayCode::NONE, DayCode::of);
    crate::number::document_key(day, sheet.n)
}
