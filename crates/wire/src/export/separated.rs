//! Tables as text: CSV by the rules that R, pandas and Excel share, and the tab-separated layouts of
//! the field.
//!
//! CSV: UTF-8, a header, `\n` ends a line, texts and days always in quotes (a quote inside doubled),
//! numbers bare, nothing at all for what is not known (`NA`), days YYYY-MM-DD, lists joined by `;`.
//! Tabs: no quotes at all; tabs and line ends inside become blanks.

use std::io::Write;

use knowledge::Knowledge;

use super::{
    Format, Row, Sheet,
    cells::{Cell, outside, own},
    schema::columns,
};

pub(super) struct Separated<'a> {
    format: Format,
    out: Box<dyn Write + Send + 'a>,
    knowledge: Option<&'a Knowledge>,
}

impl<'a> Separated<'a> {
    pub(super) fn csv(mut out: Box<dyn Write + Send + 'a>) -> std::io::Result<Self> {
        let names: Vec<String> =
            columns(Format::Csv).iter().map(|c| format!("\"{}\"", c.name)).collect();
        writeln!(out, "{}", names.join(","))?;
        Ok(Self { format: Format::Csv, out, knowledge: None })
    }

    pub(super) fn tabs(
        format: Format,
        mut out: Box<dyn Write + Send + 'a>,
        knowledge: &'a Knowledge,
    ) -> std::io::Result<Self> {
        // GDELT's files have no header.
        if format != Format::Gdelt {
            let names: Vec<&str> = columns(format).iter().map(|c| c.name).collect();
            writeln!(out, "{}", names.join("\t"))?;
        }
        Ok(Self { format, out, knowledge: Some(knowledge) })
    }
}

impl Sheet for Separated<'_> {
    fn row(&mut self, row: &Row<'_>) -> std::io::Result<Result<(), &'static str>> {
        let cells = match self.knowledge {
            None => Some(own(row)),
            Some(knowledge) => outside(self.format, row, knowledge),
        };
        let Some(cells) = cells else { return Ok(Err("without a day")) };
        let (separator, write): (&str, fn(&Cell) -> String) =
            if self.format == Format::Csv { (",", quoted) } else { ("\t", plain) };
        let line: Vec<String> = cells.iter().map(write).collect();
        writeln!(self.out, "{}", line.join(separator))?;
        Ok(Ok(()))
    }

    fn finish(mut self: Box<Self>) -> std::io::Result<()> {
        self.out.flush()
    }
}

fn list(items: &[String]) -> String {
    items.iter().map(|i| i.replace(';', ",")).collect::<Vec<_>>().join(";")
}

fn quoted(cell: &Cell) -> String {
    let quote = |text: &str| {
        if text.is_empty() { String::new() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
    };
    match cell {
        Cell::Nothing => String::new(),
        Cell::Text(text) => quote(text),
        Cell::List(items) => quote(&list(items)),
        Cell::Integer(n) => n.to_string(),
        Cell::Number(n) => n.to_string(),
    }
}

fn plain(cell: &Cell) -> String {
    let bare = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    match cell {
        Cell::Nothing => String::new(),
        Cell::Text(text) => bare(text),
        Cell::List(items) => bare(&list(items)),
        Cell::Integer(n) => n.to_string(),
        Cell::Number(n) => n.to_string(),
    }
}
