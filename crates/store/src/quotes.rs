//! Who said what: quotations out of the store.

use model::{ActorCode, Entity, EntityId, QuoteKind, Span};
use rusqlite::Row;

use crate::{DayCode, Filter, NewQuote, Order, Page, Result, Sheet, Store, write::damaged};

/// A stored quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Its number, in order of arrival.
    pub n: i64,
    /// The document it stands in, without text.
    pub sheet: Sheet,
    /// Day of the document.
    pub day: DayCode,
    /// The words, white space made one blank.
    pub words: String,
    /// Where they stand, in bytes of the document's text.
    pub span: Span,
    /// The same in characters.
    pub characters: (u32, u32),
    /// How they are reported.
    pub kind: QuoteKind,
    /// Number of the sentence.
    pub sentence: u32,
    /// The word that reports.
    pub cue: Option<String>,
    /// The words that name the speaker.
    pub speaker_words: Option<String>,
    /// Name of the speaker; may be empty.
    pub name: String,
    /// Id of the speaker, where known.
    pub known: Option<String>,
    /// The speaker's country.
    pub country: Option<String>,
    /// The speaker's sectors.
    pub sectors: Vec<String>,
    /// The speaker's office that day.
    pub office: Option<String>,
    /// Countries that the words speak of.
    pub about: Vec<String>,
}

struct QuoteRow {
    n: i64,
    document: i64,
    day: u32,
    kind: String,
    span: Span,
    sentence: u32,
    cue: Option<String>,
    speaker: Option<String>,
    name: Option<String>,
    known: Option<String>,
    country: Option<String>,
    sectors: Option<String>,
    office: Option<String>,
    about: Option<String>,
}

fn row_of(r: &Row<'_>) -> rusqlite::Result<QuoteRow> {
    Ok(QuoteRow {
        n: r.get(0)?,
        document: r.get(1)?,
        day: r.get(2)?,
        kind: r.get(3)?,
        span: Span { start: r.get(4)?, end: r.get(5)? },
        sentence: r.get(6)?,
        cue: r.get(7)?,
        speaker: r.get(8)?,
        name: r.get(9)?,
        known: r.get(10)?,
        country: r.get(11)?,
        sectors: r.get(12)?,
        office: r.get(13)?,
        about: r.get(14)?,
    })
}

impl Store {
    /// Quotations that are asked for, in the order of their documents' days. Of the filter, speaker,
    /// about, publisher, text, document and days are looked at.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn quotes(
        &self,
        filter: &Filter,
        order: Order,
        n_max: usize,
        after: Option<i64>,
    ) -> Result<Page<Quotation>> {
        let document = match &filter.document {
            None => None,
            Some(id) => match self.number_of(id)? {
                Some(n) => Some(n),
                None => return Ok(Page { items: Vec::new(), next: None }),
            },
        };
        let mut keys = Vec::new();
        let mut more = false;
        let filter = &Filter { document: None, ..filter.clone() };
        if let (Some(n), true) = (document, filter.is_empty()) {
            let all: Vec<i64> = self.quotes_in(n)?.collect();
            let items = all.into_iter().map(|n| self.quotation(n)).collect::<Result<_>>()?;
            return Ok(Page { items, next: None });
        }
        let of_document = match document {
            None => None,
            Some(n) => Some(self.quotes_in(n)?),
        };
        self.quote_keys(filter, order, after, &mut |key| {
            if of_document.as_ref().is_some_and(|r| !r.contains(&key.n())) {
                return true;
            }
            more = keys.len() == n_max;
            if !more {
                keys.push(key);
            }
            !more
        })?;
        let next = if more { keys.last().map(|k| k.0) } else { None };
        let mut items = Vec::with_capacity(keys.len());
        for key in keys {
            items.push(self.quotation(key.n())?);
        }
        Ok(Page { items, next })
    }

    fn quotes_in(&self, document: i64) -> Result<std::ops::Range<i64>> {
        let row = || {
            self.connection
                .prepare_cached("SELECT first_quote, n_quotes FROM document WHERE n = ?1")?
                .query_row([document], |r| {
                    let (first, n): (i64, i64) = (r.get(0)?, r.get(1)?);
                    Ok(first..first + n)
                })
        };
        row().map_err(|e| self.fail(e))
    }

    fn quotation(&self, n: i64) -> Result<Quotation> {
        let row = || {
            self.connection
                .prepare_cached("SELECT * FROM quote WHERE n = ?1")?
                .query_row([n], row_of)
        };
        let r = row().map_err(|e| self.fail(e))?;
        let sheet = self
            .sheet(r.document)?
            .ok_or_else(|| damaged(self, format!("quotation {n} has no document")))?;
        let text = self.text(r.document)?;
        let words = r.span.of(&text).split_whitespace().collect::<Vec<_>>().join(" ");
        let characters = |at: u32| text.get(..at as usize).map_or(0, |t| t.chars().count() as u32);
        Ok(Quotation {
            n,
            sheet,
            day: DayCode(r.day),
            words,
            span: r.span,
            characters: (characters(r.span.start), characters(r.span.end)),
            kind: match r.kind.as_str() {
                "mixed" => QuoteKind::Mixed,
                "indirect" => QuoteKind::Indirect,
                "attitude" => QuoteKind::Attitude,
                _ => QuoteKind::Direct,
            },
            sentence: r.sentence,
            cue: r.cue,
            speaker_words: r.speaker,
            name: r.name.unwrap_or_default(),
            known: r.known,
            country: r.country,
            sectors: split(r.sectors, '.'),
            office: r.office,
            about: split(r.about, ' '),
        })
        .inspect(|_| debug_assert_eq!(r.n, n))
    }
}

fn split(text: Option<String>, at: char) -> Vec<String> {
    text.map(|t| t.split(at).map(str::to_owned).collect()).unwrap_or_default()
}

/// A quotation as it was put in.
pub(crate) fn row_words(q: &Quotation) -> NewQuote {
    let somebody = !q.name.is_empty() || q.known.is_some() || q.country.is_some();
    NewQuote {
        span: q.span,
        kind: q.kind,
        sentence: q.sentence,
        cue: q.cue.clone(),
        speaker_words: q.speaker_words.clone(),
        speaker: somebody.then(|| Entity {
            name: q.name.clone(),
            id: q.known.clone().map(EntityId),
            code: ActorCode {
                country: q.country.clone(),
                sectors: q.sectors.iter().filter_map(|s| s.parse().ok()).collect(),
            },
            office: q.office.clone(),
        }),
        about: q.about.clone(),
    }
}

impl Quotation {
    /// As it was put in.
    pub fn to_new(&self) -> NewQuote {
        row_words(self)
    }
}
