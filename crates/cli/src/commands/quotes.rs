//! `demarche quotes`: who said what about what.

use clap::Args;
use store::Order;
use views::quotes::{QUOTE_COLUMNS, foreign_key, quote_row, quote_value, speaker};

use crate::{Failure, Outcome, Result, chart::wrapped, print, shelf::Question};

#[derive(Args)]
#[command(after_help = "examples:
  demarche quotes speaker:\"Kim Jong Un\" since:2018
  demarche quotes speaker:USA about:IRN text:sanctions
Of the filter, speaker, about, publisher, text, document and days are looked at.")]
pub(crate) struct QuotesArguments {
    #[command(flatten)]
    question: Question,
    /// How many at most
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// Earliest first
    #[arg(long)]
    earliest: bool,
}

pub(crate) fn run(a: &QuotesArguments) -> Result<Outcome> {
    let (store, filter) = a.question.open()?;
    if let Some(key) = foreign_key(&filter) {
        return Err(Failure::new(
            format!("quotations have no `{key}:`"),
            "ask by speaker:, about:, publisher:, text:, document:, since: and until:",
        ));
    }
    let order = if a.earliest { Order::Earliest } else { Order::Latest };
    let page = store.quotes(&filter, order, a.limit, None)?;
    let table = |q: &store::Quotation| {
        let day = q.day.day().map(|d| d.to_string()).unwrap_or_default();
        let who = speaker(q).unwrap_or_else(|| "somebody".to_owned());
        let office = q.office.as_ref().map(|o| format!(", {o}")).unwrap_or_default();
        let by = q.sheet.document.publisher.clone().unwrap_or_else(|| q.sheet.document.id.clone());
        let about = if q.about.is_empty() {
            String::new()
        } else {
            format!(" · about {}", q.about.join(", "))
        };
        format!(
            "  {day}  {who}{office}\n{}      {by}{about}\n\n",
            wrapped(&format!("“{}”", q.words), 100, 6)
        )
    };
    print::items(a.question.form(), &page.items, table, quote_value, QUOTE_COLUMNS, quote_row)?;
    if page.next.is_some() {
        eprintln!("{} quotations shown, there are more: raise --limit", page.items.len());
    }
    Ok(if page.items.is_empty() { Outcome::Nothing } else { Outcome::Done })
}
