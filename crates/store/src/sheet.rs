//! A document without its text, into its row and out of it.

use model::{Document, DocumentKind, Moment, PageKind, Span};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{Result, Store};

/// A stored document without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its number, in order of arrival.
    pub n: i64,
    /// Everything but `text`, which is empty here.
    pub document: Document,
    /// How many quotations it holds.
    pub n_quotes: u32,
}

/// What the row of a document tells beside the document itself.
pub(crate) struct Arrival<'a> {
    pub(crate) n: i64,
    pub(crate) id: &'a str,
    pub(crate) digest: &'a [u8],
    pub(crate) run: i64,
    pub(crate) day: u32,
    pub(crate) first_quote: i64,
    pub(crate) n_quotes: usize,
}

const COLUMNS: &str = "n, n_quotes, id, origin, kind, headline, url, published, updated, today, \
    language, authors, publisher, agency, dateline, section, furniture, page, deck, canonical, \
    published_at, published_by, updated_at, byline, dateline_at, dateline_day, captions";

/// Where the day of publication may have been found.
const FOUND_BY: &[&str] =
    &["address", "dateline", "feed", "given", "json-ld", "meta", "microdata", "text", "time"];

const PAGES: &[PageKind] = &[
    PageKind::Story,
    PageKind::LiveBlog,
    PageKind::Gallery,
    PageKind::Stub,
    PageKind::Listing,
    PageKind::Error,
];

/// Writes the row of a document.
pub(crate) fn insert(c: &Connection, at: &Arrival<'_>, d: &Document) -> rusqlite::Result<()> {
    let day = |day: Option<model::Date>| day.map(|d| d.to_string());
    let moment = |m: Option<Moment>| m.map(|m| m.to_string());
    let span = |s: &Span| format!("{}-{}", s.start, s.end);
    let lines = |list: &[String]| (!list.is_empty()).then(|| list.join("\n"));
    let furniture: Vec<String> = d.furniture.iter().map(span).collect();
    c.prepare_cached(&format!(
        "INSERT INTO document (digest, run, day, first_quote, {COLUMNS}) VALUES
         (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,
          ?25,?26,?27,?28,?29,?30,?31)"
    ))?
    .execute(params![
        at.digest,
        at.run,
        at.day,
        at.first_quote,
        at.n,
        at.n_quotes as i64,
        at.id,
        d.origin,
        d.kind.as_str(),
        d.headline,
        d.url,
        day(d.published),
        day(d.updated),
        day(d.today),
        d.language,
        lines(&d.authors),
        d.publisher,
        d.agency,
        d.dateline,
        d.section,
        (!furniture.is_empty()).then(|| furniture.join(" ")),
        (d.page != PageKind::Story).then(|| d.page.as_str()),
        d.deck,
        d.canonical,
        moment(d.published_at),
        d.published_by,
        moment(d.updated_at),
        d.byline,
        d.dateline_at.as_ref().map(span),
        day(d.dateline_day),
        lines(&d.captions),
    ])?;
    Ok(())
}

impl Store {
    /// A document without its text, by its number.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn sheet(&self, n: i64) -> Result<Option<Sheet>> {
        let sql = format!("SELECT {COLUMNS} FROM document WHERE n = ?1");
        let row = || self.connection.prepare_cached(&sql)?.query_row([n], sheet_of).optional();
        row().map_err(|e| self.fail(e))
    }
}

fn sheet_of(r: &Row<'_>) -> rusqlite::Result<Sheet> {
    let text = |name: &str| r.get::<_, Option<String>>(name);
    let day = |name: &str| Ok::<_, rusqlite::Error>(text(name)?.and_then(|d| d.parse().ok()));
    let lines = |name: &str| -> rusqlite::Result<Vec<String>> {
        Ok(text(name)?.map(|t| t.split('\n').map(str::to_owned).collect()).unwrap_or_default())
    };
    let kind = match text("kind")?.as_deref() {
        Some("html") => DocumentKind::Html,
        Some("record") => DocumentKind::Record,
        _ => DocumentKind::Text,
    };
    let page = text("page")?;
    let found_by = text("published_by")?;
    let document = Document {
        id: r.get("id")?,
        origin: r.get("origin")?,
        kind,
        page: PAGES
            .iter()
            .copied()
            .find(|p| Some(p.as_str()) == page.as_deref())
            .unwrap_or_default(),
        text: String::new(),
        furniture: text("furniture")?.unwrap_or_default().split(' ').filter_map(span_of).collect(),
        headline: text("headline")?,
        deck: text("deck")?,
        url: text("url")?,
        canonical: text("canonical")?,
        published: day("published")?,
        published_at: text("published_at")?.as_deref().and_then(moment_of),
        published_by: FOUND_BY.iter().copied().find(|b| Some(*b) == found_by.as_deref()),
        updated: day("updated")?,
        updated_at: text("updated_at")?.as_deref().and_then(moment_of),
        today: day("today")?,
        language: text("language")?,
        byline: text("byline")?,
        authors: lines("authors")?,
        publisher: text("publisher")?,
        agency: text("agency")?,
        dateline: text("dateline")?,
        dateline_at: text("dateline_at")?.as_deref().and_then(span_of),
        dateline_day: day("dateline_day")?,
        section: text("section")?,
        captions: lines("captions")?,
    };
    Ok(Sheet { n: r.get("n")?, document, n_quotes: r.get("n_quotes")? })
}

fn span_of(text: &str) -> Option<Span> {
    let (start, end) = text.split_once('-')?;
    Some(Span { start: start.parse().ok()?, end: end.parse().ok()? })
}

/// The moment that [`Moment`]'s own words tell.
fn moment_of(text: &str) -> Option<Moment> {
    let Some((day, rest)) = text.split_once('T') else {
        return Some(Moment::day(text.parse().ok()?));
    };
    let clock = |text: &str| -> Option<u16> {
        let (hours, minutes) = text.split_once(':')?;
        Some(hours.parse::<u16>().ok()? * 60 + minutes.parse::<u16>().ok()?)
    };
    let (time, zone) = rest.split_at_checked(5)?;
    let offset_min = match zone.chars().next() {
        None => None,
        Some('Z') => Some(0),
        Some(sign) => {
            let minutes = clock(zone.get(1..)?)? as i16;
            Some(if sign == '-' { -minutes } else { minutes })
        }
    };
    Some(Moment { day: day.parse().ok()?, minute: Some(clock(time)?), offset_min })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn moments_come_out_as_they_went_in() {
        let day = date(2026, 1, 13);
        for (minute, offset_min) in
            [(None, None), (Some(485), None), (Some(0), Some(0)), (Some(1439), Some(-210))]
        {
            let moment = Moment { day, minute, offset_min };
            assert_eq!(moment_of(&moment.to_string()), Some(moment));
        }
    }
}
