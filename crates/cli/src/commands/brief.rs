//! `demarche brief`: one page on what was asked for.

use std::io::Write;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use store::{Filter, Store};
use views::brief::brief;

use crate::{
    Failure, Outcome, Result,
    shelf::{StoreArgument, joined, read_filter},
};

#[derive(Args)]
#[command(after_help = "\
Every line is a record or a quotation, with its source.
examples:
  demarche brief dyad:USA-PRK --since 14d --as-of 2018-06-15
  demarche brief 'text:fentanyl' --since 2018-01-01 --format html > fentanyl.html")]
pub(crate) struct BriefArguments {
    /// What to look for
    #[arg(value_name = "FILTER", num_args = 0..)]
    filter: Vec<String>,
    #[command(flatten)]
    shelf: StoreArgument,
    /// First day: YYYY-MM-DD, or 7d, 4w, 6m, 1y back
    #[arg(long, value_name = "DAY", default_value = "7d")]
    since: String,
    /// Day that counts as today, the last of the page [default: the day of the latest document]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// How to write it
    #[arg(long, value_enum, default_value = "markdown")]
    format: PageForm,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageForm {
    /// Text with marks
    Markdown,
    /// One page that needs nothing else
    Html,
    /// One object
    Json,
}

pub(crate) fn run(a: &BriefArguments) -> Result<Outcome> {
    let store = a.shelf.open()?;
    let today = match a.as_of {
        Some(day) => Some(day),
        None => store.latest_day()?,
    };
    let Some(today) = today else {
        return Err(Failure::new("no document of the store has a day", "give one with --as-of"));
    };
    let title = joined(&a.filter);
    let filter = read_filter(&title, Some(today))?;
    let since = read_filter(&format!("since:{}", a.since), Some(today))?.since.unwrap_or(today);
    let days = (filter.since.unwrap_or(since), filter.until.unwrap_or(today));
    print_page(&store, &filter, &title, days, a.format)
}

/// Prints the page of a filter.
pub(crate) fn print_page(
    store: &Store,
    filter: &Filter,
    title: &str,
    days: (Date, Date),
    form: PageForm,
) -> Result<Outcome> {
    let page = brief(store, filter, title, days, engine::Engine::new().knowledge())?;
    let mut out = std::io::stdout().lock();
    match form {
        PageForm::Markdown => out.write_all(page.markdown().as_bytes())?,
        PageForm::Html => out.write_all(page.html().as_bytes())?,
        PageForm::Json => writeln!(out, "{}", page.value())?,
    }
    out.flush()?;
    let nothing = page.incidents.is_empty() && page.agenda.is_empty() && page.words.is_empty();
    Ok(if nothing { Outcome::Nothing } else { Outcome::Done })
}
