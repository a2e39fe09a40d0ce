//! Events as objects in, the formats of the field out.
//!
//! An event is an object as [`crate::events`] makes it; what is known of its document (address, day,
//! publisher, headline) may stand beside it. A writer takes one after the other and never holds more
//! than it must: Atom is sorted by day, so it holds its entries; all others stream. What a format
//! cannot hold (an event without a place on a map, a denial in ICEWS) is left out and counted.
//!
//! Each format is specified in `docs/schema`.

mod atom;
mod cells;
mod columnar;
mod geojson;
mod ics;
mod plover;
mod rows;
mod schema;
mod separated;

use std::{collections::BTreeMap, io::Write};

use knowledge::Knowledge;
use serde_json::Value;

pub(crate) use self::cells::{country_code, country_name, icews_code};
pub use self::{
    rows::Row,
    schema::{Column, Kind, columns, dictionary},
};

/// What comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// One row an event, with a header, for spreadsheets, R and Stata.
    Csv,
    /// One object a line, as the coder writes it.
    Jsonl,
    /// The CSV's columns with types, in Parquet.
    Parquet,
    /// The same as an Arrow IPC file (Feather 2).
    Arrow,
    /// PLOVER 2.0's JSON, one object a line.
    Plover,
    /// ICEWS's table.
    Icews,
    /// POLECAT's table.
    Polecat,
    /// GDELT 2's event table, without a header, as GDELT has it.
    Gdelt,
    /// Date, source, target, CAMEO code, as PETRARCH wrote it, with a header.
    Cameo,
    /// Points on a map.
    Geojson,
    /// Dates for calendars.
    Ics,
    /// A feed.
    Atom,
}

impl Format {
    /// Every format, in the order of the documentation.
    pub const ALL: [Format; 12] = [
        Format::Csv,
        Format::Jsonl,
        Format::Parquet,
        Format::Arrow,
        Format::Plover,
        Format::Icews,
        Format::Polecat,
        Format::Gdelt,
        Format::Cameo,
        Format::Geojson,
        Format::Ics,
        Format::Atom,
    ];

    /// Its name on the command line, which is the ending of its schema's file too.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
            Format::Parquet => "parquet",
            Format::Arrow => "arrow",
            Format::Plover => "plover",
            Format::Icews => "icews",
            Format::Polecat => "polecat",
            Format::Gdelt => "gdelt",
            Format::Cameo => "cameo",
            Format::Geojson => "geojson",
            Format::Ics => "ics",
            Format::Atom => "atom",
        }
    }

    /// Whether one row holds one actor and one recipient at most.
    pub fn is_dyadic(self) -> bool {
        matches!(self, Format::Icews | Format::Gdelt | Format::Cameo)
    }

    /// Statuses that it can hold: formats without a column for them hold what happened; calendars hold
    /// what is planned.
    pub fn statuses(self) -> &'static [&'static str] {
        match self {
            Format::Icews | Format::Polecat | Format::Gdelt | Format::Cameo => &["happened"],
            Format::Ics => &["planned"],
            _ => &["happened", "planned", "hypothetical", "negated"],
        }
    }
}

/// Choices of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// One row for each pair of actor and recipient; formats that need it do so anyway.
    pub dyads: bool,
    /// Which statuses; those of the format where empty.
    pub statuses: Vec<String>,
    /// Title of a feed or calendar; "Events" where empty.
    pub title: String,
}

/// How much was written, and what was left out for what reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows, objects or entries.
    pub n_rows: usize,
    /// Events that gave at least one.
    pub n_events: usize,
    /// Events left out, by reason.
    pub left_out: BTreeMap<&'static str, usize>,
}

/// One format's way of writing rows. All is written when `finish` returns.
pub(crate) trait Sheet {
    /// Writes one row, or says why it cannot be.
    fn row(&mut self, row: &Row<'_>) -> std::io::Result<Result<(), &'static str>>;

    /// Writes what is left.
    fn finish(self: Box<Self>) -> std::io::Result<()>;
}

/// Writes events in one format.
pub struct Export<'a> {
    sheet: Box<dyn Sheet + 'a>,
    statuses: Vec<String>,
    dyads: bool,
    written: Written,
}

impl<'a> Export<'a> {
    /// Opens an export on `out` and writes its head.
    ///
    /// # Errors
    /// Where `out` fails.
    pub fn new(
        format: Format,
        out: Box<dyn Write + Send + 'a>,
        knowledge: &'a Knowledge,
        options: &Options,
    ) -> std::io::Result<Self> {
        let sheet: Box<dyn Sheet + 'a> = match format {
            Format::Csv => Box::new(separated::Separated::csv(out)?),
            Format::Jsonl => Box::new(plover::Lines::own(out)),
            Format::Plover => Box::new(plover::Lines::plover(out)),
            Format::Parquet => Box::new(columnar::Columnar::parquet(out)?),
            Format::Arrow => Box::new(columnar::Columnar::arrow(out)?),
            Format::Icews | Format::Polecat | Format::Gdelt | Format::Cameo => {
                Box::new(separated::Separated::tabs(format, out, knowledge)?)
            }
            Format::Geojson => Box::new(geojson::Features::new(out)?),
            Format::Ics => Box::new(ics::Calendar::new(out, &options.title)),
            Format::Atom => Box::new(atom::Feed::new(out, &options.title)),
        };
        let statuses = if options.statuses.is_empty() {
            format.statuses().iter().map(|s| (*s).to_owned()).collect()
        } else {
            options.statuses.clone()
        };
        let dyads = format.is_dyadic() || (options.dyads && format != Format::Jsonl);
        Ok(Self { sheet, statuses, dyads, written: Written::default() })
    }

    /// Writes one event; `document` holds what is known of its document (`url`, `published`,
    /// `publisher`, `headline`), or null.
    ///
    /// # Errors
    /// Where the output fails.
    pub fn write(&mut self, event: &Value, document: &Value) -> std::io::Result<()> {
        let status = event["status"].as_str().unwrap_or("");
        if !self.statuses.iter().any(|s| s == status) {
            *self.written.left_out.entry("of another status").or_default() += 1;
            return Ok(());
        }
        let mut reason = None;
        let before = self.written.n_rows;
        for row in Row::of(event, document, self.dyads) {
            match self.sheet.row(&row)? {
                Ok(()) => self.written.n_rows += 1,
                Err(why) => reason = Some(why),
            }
        }
        match reason {
            _ if self.written.n_rows > before => self.written.n_events += 1,
            Some(why) => *self.written.left_out.entry(why).or_default() += 1,
            None => *self.written.left_out.entry("without two sides").or_default() += 1,
        }
        Ok(())
    }

    /// Writes what is left and says how much was written.
    ///
    /// # Errors
    /// Where the output fails.
    pub fn finish(self) -> std::io::Result<Written> {
        self.sheet.finish()?;
        Ok(self.written)
    }
}
