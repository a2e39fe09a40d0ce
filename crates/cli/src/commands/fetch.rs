//! `demarche fetch`: addresses, feeds and lists in, the clean documents behind them out.

use std::path::PathBuf;

use clap::Args;
use intake::{Allowed, FetchOptions};
use jiff::civil::Date;

use crate::{
    Failure, Outcome, Result,
    commands::read::{OutputArguments, print},
    input::InputArguments,
};

#[derive(Args)]
#[command(after_help = "\
lists: RSS, Atom, RDF, JSON Feed, sitemaps and their indexes, OPML, GDELT's tables, CSV with a
  column of addresses, one address a line; as an address, a file, or - for standard input
examples:
  demarche fetch https://example.com/world/rss.xml --warc today.warc.gz
  demarche fetch subscriptions.opml --state seen.jsonl --since 2026-01-01
  demarche code today.warc.gz             what was fetched, coded again as often as you like")]
pub(crate) struct FetchArguments {
    /// Addresses, files of addresses, feeds, sitemaps, subscription lists
    #[arg(required = true)]
    targets: Vec<String>,
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    output: OutputArguments,
    /// Keep everything that was seen in a web archive (.warc or .warc.gz)
    #[arg(long, value_name = "FILE")]
    warc: Option<PathBuf>,
    /// Remember what was fetched in a file: the next run asks only for the rest and what changed
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Do not ask again for pages that were fetched less than so many hours ago (with --state)
    #[arg(long, value_name = "HOURS", default_value_t = 24.0)]
    fresh: f64,
    /// Ask for everything, whatever the state says
    #[arg(long)]
    refetch: bool,
    /// Print the entries of feeds themselves in place of the pages they lead to
    #[arg(long)]
    no_follow: bool,
    /// Pages at most
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Pass over links of lists that are older (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Who you are, for the sites you read: an address of a page or of mail
    #[arg(long, value_name = "ADDRESS", env = "DEMARCHE_CONTACT")]
    contact: Option<String>,
    /// Seconds between two questions to one host
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0)]
    delay: f64,
    /// Seconds to wait for one whole answer
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0)]
    timeout: f64,
    /// Tries for one page where the trouble may pass
    #[arg(long, value_name = "N", default_value_t = 3)]
    tries: u32,
    /// Largest page, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 20)]
    max_size: u64,
    /// Hosts that are asked at the same time
    #[arg(long, value_name = "N", default_value_t = 8)]
    hosts: usize,
    /// Proxy, http://[USER:PASSWORD@]HOST:PORT; else the environment's
    #[arg(long, value_name = "ADDRESS")]
    proxy: Option<String>,
    /// Read addresses of your own network too; with HOST[:PORT],… only these
    #[arg(long, value_name = "HOST,…", num_args = 0..=1, require_equals = true, default_missing_value = "*")]
    allow_private: Option<String>,
    /// Do not ask for robots.txt (only for sites that are yours)
    #[arg(long)]
    ignore_robots: bool,
}

pub(crate) fn run(a: &FetchArguments) -> Result<Outcome> {
    for path in [&a.warc, &a.state].into_iter().flatten() {
        let folder = path.parent().filter(|f| !f.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|f| !f.is_dir()) {
            let message = format!("{}: there is no folder {}", path.display(), folder.display());
            return Err(Failure::new(message, "make the folder first, or give another place"));
        }
    }
    let options = a.input.options()?;
    let documents = intake::fetch(&a.targets, &options, &fetch_options(a)?)
        .map_err(|e| Failure::new(e.to_string(), e.hint()))?;
    print(documents, &a.input, &a.output)
}

fn fetch_options(a: &FetchArguments) -> Result<FetchOptions> {
    for (name, value) in [("delay", a.delay), ("timeout", a.timeout), ("fresh", a.fresh)] {
        if !(0.0..=1e6).contains(&value) {
            let message = format!("--{name}: {value} is out of range");
            return Err(Failure::new(message, "give a number that is not negative"));
        }
    }
    let mut options = FetchOptions::default();
    if let Some(contact) = &a.contact {
        let plain: String = contact.chars().filter(|c| !c.is_control() && c.is_ascii()).collect();
        options.user_agent = options.user_agent.replace(')', &format!("; {plain})"));
    }
    Ok(FetchOptions {
        allowed: match a.allow_private.as_deref() {
            None => Allowed::Public,
            Some("*") => Allowed::All,
            Some(hosts) => Allowed::Hosts(hosts.split(',').map(|h| h.trim().to_owned()).collect()),
        },
        n_bytes_max: a.max_size.clamp(1, 1024) << 20,
        timeout_s: a.timeout,
        n_tries_max: a.tries.max(1),
        delay_s: a.delay,
        n_jobs: a.hosts,
        proxy: a.proxy.clone(),
        robots: !a.ignore_robots,
        state: a.state.clone(),
        fresh_s: if a.refetch { 0 } else { (a.fresh * 3600.0) as u64 },
        warc: a.warc.clone(),
        follow: !a.no_follow,
        n_pages_max: a.limit,
        since: a.since,
        ..options
    })
}
