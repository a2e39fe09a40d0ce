//! Which store, which filter, which form: what the commands about a store have in common.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use engine::Engine;
use jiff::civil::Date;
use store::{Filter, Store};
use views::filter::{Words, parse};

use crate::{Failure, Result};

/// The store's file.
#[derive(Args, Clone)]
pub(crate) struct StoreArgument {
    /// The store's file
    #[arg(
        long,
        value_name = "FILE",
        env = "DEMARCHE_STORE",
        default_value = "demarche.db",
        global = true
    )]
    pub(crate) store: PathBuf,
}

/// How an answer is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// For people
    Table,
    /// For programs: one object, or one a line
    Json,
    /// For spreadsheets
    Csv,
}

/// What the questions have in common.
#[derive(Args, Clone)]
pub(crate) struct Question {
    /// What to look for: key:value terms and words; `demarche filter` tells them
    #[arg(value_name = "FILTER", num_args = 0..)]
    pub(crate) filter: Vec<String>,
    #[command(flatten)]
    pub(crate) shelf: StoreArgument,
    /// How to write the answer [default: table on a terminal, else json]
    #[arg(long, value_enum)]
    pub(crate) format: Option<Form>,
    /// Day that counts as today (YYYY-MM-DD) [default: the day of the latest document]
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
}

/// A filter and the store it is asked of, for commands that write files.
#[derive(Args, Clone)]
pub(crate) struct StoreQuestion {
    /// What to look for: key:value terms and words; `demarche filter` tells them
    #[arg(value_name = "FILTER", num_args = 0..)]
    pub(crate) filter: Vec<String>,
    #[command(flatten)]
    pub(crate) shelf: StoreArgument,
}

impl StoreQuestion {
    /// The store and the filter; days count back from the latest document's.
    pub(crate) fn open(&self) -> Result<(Store, Filter)> {
        let store = self.shelf.open()?;
        let filter = read_filter(&joined(&self.filter), store.latest_day()?)?;
        Ok((store, filter))
    }
}

/// Happenings or reports.
#[derive(Args, Clone, Copy)]
pub(crate) struct UnitArgument {
    /// Count reports instead of incidents: two papers on one act count twice
    #[arg(long)]
    reports: bool,
}

impl UnitArgument {
    pub(crate) fn unit(self) -> store::Unit {
        if self.reports { store::Unit::Reports } else { store::Unit::Incidents }
    }
}

impl From<store::Error> for Failure {
    fn from(e: store::Error) -> Self {
        Failure::new(e.to_string(), e.hint())
    }
}

impl StoreArgument {
    pub(crate) fn open(&self) -> Result<Store> {
        Ok(Store::open(&self.store)?)
    }

    /// Opens a store that is there already, for writing.
    pub(crate) fn open_to_write(&self) -> Result<Store> {
        drop(Store::open(&self.store)?);
        Ok(Store::open_to_write(&self.store)?)
    }
}

impl Question {
    /// The store and the filter that the arguments name.
    pub(crate) fn open(&self) -> Result<(Store, Filter)> {
        let store = self.shelf.open()?;
        let filter = self.read(&store)?;
        Ok((store, filter))
    }

    pub(crate) fn today(&self, store: &Store) -> Result<Option<Date>> {
        Ok(match self.as_of {
            Some(day) => Some(day),
            None => store.latest_day()?,
        })
    }

    fn read(&self, store: &Store) -> Result<Filter> {
        read_filter(&joined(&self.filter), self.today(store)?)
    }

    pub(crate) fn form(&self) -> Form {
        form_or_default(self.format)
    }
}

/// The form that was asked for; else a table for a terminal and JSON for programs.
pub(crate) fn form_or_default(form: Option<Form>) -> Form {
    use std::io::IsTerminal;
    let terminal = std::io::stdout().is_terminal();
    form.unwrap_or(if terminal { Form::Table } else { Form::Json })
}

/// Arguments as one text. The shell has eaten quotation marks: they are put back.
pub(crate) fn joined(words: &[String]) -> String {
    if let [whole] = words {
        return whole.clone();
    }
    let quote = |word: &String| {
        let blank = word.contains(char::is_whitespace) && !word.contains('"');
        match word.split_once(':') {
            Some((key, value)) if blank && key.chars().all(char::is_alphanumeric) => {
                format!("{key}:\"{value}\"")
            }
            _ if blank => format!("\"{word}\""),
            _ => word.clone(),
        }
    };
    words.iter().map(quote).collect::<Vec<_>>().join(" ")
}

/// A filter, or an error that points at the word.
pub(crate) fn read_filter(text: &str, today: Option<Date>) -> Result<Filter> {
    let engine = Engine::new();
    parse(text, &Words { knowledge: engine.knowledge(), today })
        .map_err(|e| Failure::new(e.shown(text), e.hint))
}
