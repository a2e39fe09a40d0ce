//! Addresses, feeds and lists in, the documents behind them out.
//!
//! A site is asked one question at a time, with a pause, under our own name, and only for what its
//! robots.txt allows. Lists are followed to their pages; pages are not followed any further. What
//! was seen can be kept as a web archive, and what was fetched is remembered, so that a run can be
//! taken up again. Addresses that are not on the public net are refused.

mod archive;
mod client;
mod guard;
mod robots;
mod state;
mod turns;
mod visit;
mod work;

use std::path::PathBuf;

use jiff::civil::Date;

pub use self::{guard::Allowed, guard::is_public, robots::Robots};
use crate::{
    Documents, Error, ErrorKind, Format, Link, LinkKind, Options, links, web_address::WebAddress,
};

/// The name by which robots.txt calls us.
pub(crate) const PRODUCT: &str = "demarche";

/// Largest list that is read from a file, in bytes.
const N_LIST_BYTES_MAX: u64 = 512 << 20;

/// How to fetch.
#[derive(Clone, Debug)]
pub struct FetchOptions {
    /// What the servers are told we are.
    pub user_agent: String,
    /// Addresses beyond the public net that may be read.
    pub allowed: Allowed,
    /// Largest page as it is sent, in bytes.
    pub n_bytes_max: u64,
    /// Longest wait for one whole answer, in seconds.
    pub timeout_s: f64,
    /// Most redirects to one page.
    pub n_redirects_max: usize,
    /// Most questions for one page, where the trouble may pass.
    pub n_tries_max: u32,
    /// Pause between two questions to a host, in seconds.
    pub delay_s: f64,
    /// Pause before the second try, in seconds; doubled for each further one.
    pub backoff_s: f64,
    /// Hosts that are asked at the same time.
    pub n_jobs: usize,
    /// A proxy (`http://host:port`); none for what the environment says.
    pub proxy: Option<String>,
    /// Whether robots.txt is kept to.
    pub robots: bool,
    /// File that remembers what was fetched.
    pub state: Option<PathBuf>,
    /// Seconds for which a fetched page is not asked for again.
    pub fresh_s: u64,
    /// Web archive that keeps what was seen.
    pub warc: Option<PathBuf>,
    /// Whether feeds and lists are followed to their pages.
    pub follow: bool,
    /// Most pages.
    pub n_pages_max: Option<usize>,
    /// Links of lists that are older are passed over.
    pub since: Option<Date>,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            user_agent: concat!(
                "demarche/",
                env!("CARGO_PKG_VERSION"),
                " (reads news for research)"
            )
            .to_owned(),
            allowed: Allowed::Public,
            n_bytes_max: 20 << 20,
            timeout_s: 30.0,
            n_redirects_max: 8,
            n_tries_max: 3,
            delay_s: 1.0,
            backoff_s: 1.0,
            n_jobs: 8,
            proxy: None,
            robots: true,
            state: None,
            fresh_s: 24 * 3600,
            warc: None,
            follow: true,
            n_pages_max: None,
            since: None,
        }
    }
}

/// One page to fetch.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// Place in the output, from 0.
    pub(crate) index: usize,
    pub(crate) address: WebAddress,
    pub(crate) kind: LinkKind,
    /// Lists passed on the way: 0 for what the caller named.
    pub(crate) depth: usize,
    pub(crate) n_tries: u32,
    pub(crate) conditions: Vec<(String, String)>,
}

/// Fetches addresses, and the pages of lists in files (or `-` for standard input).
///
/// Documents come in the order of the addresses; what gives none is told with its reason.
///
/// # Errors
/// A file of addresses, the state or the archive cannot be opened, or the proxy is none.
pub fn fetch(
    targets: &[String],
    options: &Options,
    fetch: &FetchOptions,
) -> Result<Documents, Error> {
    let mut first = Vec::new();
    for target in targets {
        match WebAddress::parse(target) {
            Some(address) => {
                let url = address.to_string();
                first.push((Link { url, kind: LinkKind::Page, title: None, day: None }, 0));
            }
            None => first.extend(of_file(target, options)?.into_iter().map(|l| (l, 1))),
        }
    }
    work::start(first, options.clone(), fetch.clone())
}

/// Links of a list in a file.
fn of_file(target: &str, options: &Options) -> Result<Vec<Link>, Error> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let read = if target == "-" {
        std::io::stdin().lock().take(N_LIST_BYTES_MAX).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(target).and_then(|f| f.take(N_LIST_BYTES_MAX).read_to_end(&mut bytes))
    };
    read.map_err(|e| {
        let mut error = Error::io(target, &e);
        if error.is_missing() {
            error.message =
                "neither an address that begins with http:// or https:// nor a file".to_owned();
        }
        error
    })?;
    let bytes = links::unpacked(bytes);
    let found = match options.format {
        Some(format) => links::links(&bytes, format, options),
        None => links::sniffed(&bytes, target.trim_end_matches(".gz"), Some(Format::Urls), options)
            .map(|(_, l)| l),
    };
    match found {
        Some(links) if !links.is_empty() => Ok(links),
        _ => {
            let message = "it holds no address: give a feed, a sitemap, OPML, a table with a \
                column of addresses, or one address a line";
            Err(Error::new(target, 0, ErrorKind::Malformed, message))
        }
    }
}
