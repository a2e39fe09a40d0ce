//! A feed (RFC 4287): one entry an event, latest first.
//!
//! An entry's day is its document's, else the act's; the feed's is its latest entry's. An event
//! without any day is left out: Atom asks for one.

use std::io::Write;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use super::{
    Row, Sheet,
    rows::{headline, text},
};

struct Entry {
    day: String,
    id: String,
    title: String,
    kind: String,
    sentence: String,
    url: Option<String>,
    publisher: Option<String>,
}

pub(super) struct Feed<'a> {
    out: Box<dyn Write + Send + 'a>,
    title: String,
    entries: Vec<Entry>,
}

impl<'a> Feed<'a> {
    pub(super) fn new(out: Box<dyn Write + Send + 'a>, title: &str) -> Self {
        let title = if title.is_empty() { "Events" } else { title };
        Self { out, title: title.to_owned(), entries: Vec::new() }
    }
}

/// A name that is the same for the same id, in the form that Atom asks for.
fn urn(id: &str) -> String {
    format!("urn:demarche:{}", &blake3::hash(id.as_bytes()).to_hex()[..32])
}

/// Without the characters that XML cannot hold.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n')).collect()
}

impl Sheet for Feed<'_> {
    fn row(&mut self, row: &Row<'_>) -> std::io::Result<Result<(), &'static str>> {
        let day = if row.published().is_empty() { row.day() } else { row.published() };
        if day.is_empty() {
            return Ok(Err("without a day"));
        }
        let e = row.event;
        self.entries.push(Entry {
            day: day.to_owned(),
            id: row.id(),
            title: format!("{} ({})", headline(row), text(&e["status"])),
            kind: text(&e["type"]),
            sentence: text(&e["sentence"]["text"]),
            url: row.document["url"].as_str().map(str::to_owned),
            publisher: row.document["publisher"].as_str().map(str::to_owned),
        });
        Ok(Ok(()))
    }

    fn finish(mut self: Box<Self>) -> std::io::Result<()> {
        self.entries.sort_by(|a, b| b.day.cmp(&a.day).then(a.id.cmp(&b.id)));
        let latest = self.entries.first().map_or("1970-01-01", |e| e.day.as_str()).to_owned();
        let mut xml = Writer::new_with_indent(&mut self.out, b' ', 1);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let entries = &self.entries;
        let title = &self.title;
        xml.create_element("feed")
            .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
            .write_inner_content(|w| {
                element(w, "id", &urn(&format!("feed {title}")))?;
                element(w, "title", title)?;
                element(w, "updated", &format!("{latest}T00:00:00Z"))?;
                w.create_element("author")
                    .write_inner_content(|w| element(w, "name", "demarche"))?;
                for e in entries {
                    w.create_element("entry").write_inner_content(|w| entry(w, e))?;
                }
                Ok(())
            })?;
        writeln!(self.out)?;
        self.out.flush()
    }
}

fn element<W: Write>(w: &mut Writer<W>, name: &str, text: &str) -> std::io::Result<()> {
    w.create_element(name).write_text_content(BytesText::new(&clean(text)))?;
    Ok(())
}

fn entry<W: Write>(w: &mut Writer<W>, e: &Entry) -> std::io::Result<()> {
    element(w, "id", &urn(&e.id))?;
    element(w, "title", &e.title)?;
    element(w, "updated", &format!("{}T00:00:00Z", e.day))?;
    w.create_element("category").with_attribute(("term", e.kind.as_str())).write_empty()?;
    if let Some(url) = &e.url {
        w.create_element("link").with_attribute(("href", clean(url).as_str())).write_empty()?;
    }
    if let Some(publisher) = &e.publisher {
        w.create_element("source").write_inner_content(|w| element(w, "title", publisher))?;
    }
    w.create_element("content")
        .with_attribute(("type", "text"))
        .write_text_content(BytesText::new(&clean(&e.sentence)))?;
    Ok(())
}
