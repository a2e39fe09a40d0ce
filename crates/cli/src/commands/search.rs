//! `demarche search` and `demarche documents`.

use clap::Args;
use store::Sheet;
use views::search::{DOCUMENT_COLUMNS, Hit, document_row, document_value, search};

use crate::{Failure, Outcome, Result, chart::wrapped, print, shelf::Question};

#[derive(Args)]
#[command(after_help = "\
All words must stand in the document; of the latest 300 such documents, the best come first.
example: demarche search fentanyl 'border wall' since:2019")]
pub(crate) struct SearchArguments {
    #[command(flatten)]
    question: Question,
    /// How many at most
    #[arg(long, default_value_t = 20)]
    limit: usize,
}

#[derive(Args)]
#[command(after_help = "\
With since:, until:, publisher: and text: only, documents of those days that hold the words; with any
other key, documents that tell of such events.")]
pub(crate) struct DocumentsArguments {
    #[command(flatten)]
    question: Question,
    /// How many at most
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// Print the text of the documents, too
    #[arg(long)]
    text: bool,
}

pub(crate) fn run(a: &SearchArguments) -> Result<Outcome> {
    let (store, filter) = a.question.open()?;
    if filter.text.is_empty() {
        return Err(Failure::new(
            "no word to look for",
            "give a word, or a phrase in quotation marks",
        ));
    }
    let hits = search(&store, &filter, a.limit)?;
    let row = |h: &Hit| {
        let mut row = document_row(&h.sheet);
        row.extend([format!("{:.3}", h.score), h.passage.clone()]);
        row
    };
    let columns: Vec<&str> = DOCUMENT_COLUMNS.iter().copied().chain(["score", "passage"]).collect();
    let table = |h: &Hit| format!("{}{}\n", title(&h.sheet), wrapped(&h.passage, 100, 6));
    print::items(a.question.form(), &hits, table, Hit::value, &columns, row)?;
    Ok(if hits.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

pub(crate) fn run_documents(a: &DocumentsArguments) -> Result<Outcome> {
    let (store, filter) = a.question.open()?;
    let page = store.documents(&filter, a.limit, None)?;
    let mut texts = Vec::new();
    for sheet in &page.items {
        let text = if a.text { store.text(sheet.n)? } else { String::new() };
        texts.push((sheet.clone(), text));
    }
    let table = |(sheet, text): &(Sheet, String)| {
        let text = if text.is_empty() { String::new() } else { format!("\n{text}\n\n") };
        format!("{}{text}", title(sheet))
    };
    let value = |(sheet, text): &(Sheet, String)| {
        let mut value = document_value(sheet);
        if a.text
            && let Some(map) = value.as_object_mut()
        {
            map.insert("text".to_owned(), text.as_str().into());
        }
        value
    };
    let row = |(sheet, _): &(Sheet, String)| document_row(sheet);
    print::items(a.question.form(), &texts, table, value, DOCUMENT_COLUMNS, row)?;
    if page.next.is_some() {
        eprintln!("{} documents shown, there are more: raise --limit", page.items.len());
    }
    Ok(if page.items.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

fn title(sheet: &Sheet) -> String {
    let d = &sheet.document;
    let day = d.today.map_or("no day    ".to_owned(), |x| x.to_string());
    let by = d.publisher.as_ref().map(|p| format!(" ({p})")).unwrap_or_default();
    format!("  {day}  {}{by}  {}\n", d.headline.as_deref().unwrap_or("without headline"), d.id)
}
