//! `demarche topic` and `demarche digest`: saved filters, and what is new in them.

use clap::{Args, Subcommand};
use model::Status;
use store::{Filter, Order};

use crate::{
    Failure, Outcome, Result,
    commands::events::Writer,
    shelf::{Form, StoreArgument, joined, read_filter},
};

#[derive(Args)]
pub(crate) struct TopicArguments {
    #[command(flatten)]
    shelf: StoreArgument,
    #[command(subcommand)]
    command: TopicCommand,
}

#[derive(Subcommand)]
enum TopicCommand {
    /// Save a filter under a name
    Add {
        name: String,
        #[arg(value_name = "FILTER", required = true, num_args = 1..)]
        filter: Vec<String>,
    },
    /// Show all topics
    List,
    /// Show the filter of a topic
    Show { name: String },
    /// Take a topic out
    Remove { name: String },
}

pub(crate) fn run(a: &TopicArguments) -> Result<Outcome> {
    match &a.command {
        TopicCommand::Add { name, filter } => {
            let text = joined(filter);
            let mut store = a.shelf.open_to_write()?;
            read_filter(&text, store.latest_day()?)?;
            store.set_topic(name, &text)?;
        }
        TopicCommand::List => {
            let topics = a.shelf.open()?.topics()?;
            for t in &topics {
                println!("{}\t{}", t.name, t.filter);
            }
            return Ok(if topics.is_empty() { Outcome::Nothing } else { Outcome::Done });
        }
        TopicCommand::Show { name } => match a.shelf.open()?.topic(name)? {
            Some(t) => println!("{}", t.filter),
            None => return Err(no_topic(name)),
        },
        TopicCommand::Remove { name } => {
            if !a.shelf.open_to_write()?.remove_topic(name)? {
                return Err(no_topic(name));
            }
        }
    }
    Ok(Outcome::Done)
}

fn no_topic(name: &str) -> Failure {
    Failure::new(
        format!("there is no topic `{name}`"),
        "`demarche topic list` shows them, `demarche topic add NAME FILTER` makes one",
    )
}

#[derive(Args)]
#[command(after_help = "\
New is what documents tell that came in after the last digest of the topic, whatever day it happened.")]
pub(crate) struct DigestArguments {
    /// The topic
    name: String,
    #[command(flatten)]
    shelf: StoreArgument,
    /// Show it without noting that it was seen
    #[arg(long)]
    peek: bool,
    /// How to write it [default: table on a terminal, else json]
    #[arg(long, value_enum)]
    format: Option<Form>,
    /// How many at most
    #[arg(long, default_value_t = 100)]
    limit: usize,
}

pub(crate) fn run_digest(a: &DigestArguments) -> Result<Outcome> {
    let store = a.shelf.open()?;
    let Some(topic) = store.topic(&a.name)? else { return Err(no_topic(&a.name)) };
    let last = store.last_document()?;
    let read = read_filter(&topic.filter, store.latest_day()?)?;
    let statuses = if read.statuses.is_empty() {
        vec![Status::Happened, Status::Planned]
    } else {
        read.statuses.clone()
    };
    let filter = Filter { arrived_after: Some(topic.seen), statuses, ..read };
    let page = store.events(&filter, Order::Latest, a.limit, None)?;
    let mut out = Writer::new(crate::shelf::form_or_default(a.format))?;
    let knowledge = engine::Engine::new().knowledge();
    for found in &page.items {
        out.event(found, knowledge)?;
    }
    out.finish()?;
    if page.next.is_some() {
        eprintln!(
            "{} events shown, there are more: raise --limit and use --peek",
            page.items.len()
        );
    }
    if !a.peek {
        drop(store);
        a.shelf.open_to_write()?.see_topic(&a.name, last)?;
    }
    Ok(if page.items.is_empty() { Outcome::Nothing } else { Outcome::Done })
}
