//! `demarche recode`: stored documents coded again, and what that changes.

use std::path::PathBuf;

use clap::Args;
use store::{Recoded, RunName};
use views::{
    keep::{IncidentLinker, tale},
    recode::Difference,
};

use crate::{
    Outcome, Result,
    chart::table,
    shelf::{Form, StoreArgument, form_or_default},
};

#[derive(Args)]
#[command(after_help = "\
Without --apply, nothing is changed: the store's documents are coded with this program and these data,
and what would be added, removed and changed is shown by type and by field. Quotations stay as they are.")]
pub(crate) struct RecodeArguments {
    #[command(flatten)]
    shelf: StoreArgument,
    /// Put the new events in the place of the old
    #[arg(long)]
    apply: bool,
    /// Data folder to use in place of the one in the program
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// How to write what differs [default: table on a terminal, else json]
    #[arg(long, value_enum)]
    format: Option<Form>,
}

/// Documents of a transaction.
const N_BATCH: usize = 64;

pub(crate) fn run(a: &RecodeArguments) -> Result<Outcome> {
    let engine = crate::engine(a.data.as_ref())?;
    let mut store = if a.apply { a.shelf.open_to_write()? } else { a.shelf.open()? };
    let name = RunName { command: "recode".to_owned(), coder: engine.coder(), input: Vec::new() };
    let mut run = store.begin_run(name)?;
    let mut difference = Difference::default();
    let mut n = 1;
    loop {
        let numbers = store.documents_from(n, N_BATCH)?;
        let Some(last) = numbers.last() else { break };
        n = last + 1;
        let mut changed = Vec::new();
        for number in numbers {
            let before = store.coded(number)?;
            let reading = engine.code(before.document.clone());
            let differs = difference.add(&before.events, &reading.events);
            // Events that are equal but were coded by other versions are put anew, too: their
            // reasons and confidence may be others.
            if a.apply && (differs || before.events != reading.events) {
                let tale = tale(&reading.document, &reading.analysis, &reading.events);
                changed.push(Recoded { before, events: reading.events, tale: Some(tale) });
            }
        }
        if a.apply && !changed.is_empty() {
            let ontology = &engine.knowledge().ontology;
            store.recode(&mut run, &changed, ontology, &IncidentLinker)?;
        }
    }
    if a.apply {
        store.finish_run(&run)?;
    }
    match form_or_default(a.format) {
        Form::Json => println!("{}", difference.value()),
        Form::Csv => {
            println!("type,added,removed,changed");
            for (t, [added, removed, changed]) in &difference.types {
                println!("{t},{added},{removed},{changed}");
            }
        }
        Form::Table => print!("{}", shown(&difference, a.apply)),
    }
    Ok(if difference.n_documents.0 == 0 { Outcome::Nothing } else { Outcome::Done })
}

fn shown(d: &Difference, applied: bool) -> String {
    let mut rows: Vec<Vec<String>> = d
        .types
        .iter()
        .map(|(t, n)| {
            let mut row = vec![t.to_string()];
            row.extend(n.iter().map(ToString::to_string));
            row
        })
        .collect();
    let mut all = vec!["all".to_owned()];
    all.extend(d.totals().iter().map(ToString::to_string));
    rows.push(all);
    let mut out = format!(
        "{} documents, {} differ; {} events stay as they are\n\n{}",
        d.n_documents.0,
        d.n_documents.1,
        d.n_same,
        table(&["type", "added", "removed", "changed"], &rows)
    );
    if !d.fields.is_empty() {
        let rows: Vec<Vec<String>> =
            d.fields.iter().map(|(f, n)| vec![(*f).to_owned(), n.to_string()]).collect();
        out.push('\n');
        out.push_str(&table(&["changed field", "events"], &rows));
    }
    out.push_str(if applied { "\nreplaced\n" } else { "\nnothing was replaced: --apply does\n" });
    out
}
