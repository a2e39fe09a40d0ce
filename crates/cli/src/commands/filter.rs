//! `demarche filter`: the grammar of questions, read, explained and completed.

use clap::Args;
use jiff::civil::Date;
use views::filter::{KEYS, complete};

use crate::{
    Outcome, Result,
    shelf::{joined, read_filter},
};

#[derive(Args)]
pub(crate) struct FilterArguments {
    /// A filter to check; without one, the keys are explained
    #[arg(value_name = "FILTER", num_args = 0..)]
    filter: Vec<String>,
    /// Tell what may stand at the end of the filter, one a line
    #[arg(long)]
    complete: bool,
    /// Day that 7d counts back from (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
}

pub(crate) fn run(a: &FilterArguments) -> Result<Outcome> {
    let text = joined(&a.filter);
    if a.complete {
        let knowledge = engine::Engine::new().knowledge();
        let found = complete(&text, knowledge);
        for c in &found {
            println!("{}{}\t{}", &text[..c.from], c.text, c.meaning);
        }
        return Ok(if found.is_empty() { Outcome::Nothing } else { Outcome::Done });
    }
    if text.trim().is_empty() {
        println!("A filter is terms with blanks between; every term must hold.\n");
        for doc in KEYS {
            println!("  {:<28} {}", format!("{}:{}", doc.name, doc.example), doc.meaning);
        }
        println!(
            "\nValues with a comma between: any of them. -key:value must not hold. A word or a \
             \"phrase\"\nwithout a key is text:. `demarche filter --complete 'actor:ME'` tells how to go on."
        );
        return Ok(Outcome::Done);
    }
    read_filter(&text, a.as_of)?;
    println!("{text}");
    Ok(Outcome::Done)
}
