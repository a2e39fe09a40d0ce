//! What `read`, `code` and `fetch` share: how the input is to be read, and ids that stand once.

use std::{collections::HashSet, path::PathBuf};

use clap::Args;
use duplicates::{Seen, Signature};
use intake::{Columns, Format, Options};
use model::Document;

use crate::{Failure, Result};

#[derive(Args)]
pub(crate) struct InputArguments {
    /// Format of the input where it is not recognised: arc, csv, feed, gz, html, json, jsonl,
    /// mhtml, newsml, ninjs, nitf, opml, parquet, pdf, sitemap, tar, text, tsv, urls, warc, xz,
    /// zip or zst
    #[arg(long = "as", value_name = "KIND")]
    kind: Option<String>,
    /// Columns or keys that hold the fields, where their names do not tell: text=Body,published=Day
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Option<String>,
    /// List everything that was skipped, with its reason, as JSON lines
    #[arg(long, value_name = "FILE")]
    pub(crate) skipped: Option<PathBuf>,
}

impl InputArguments {
    pub(crate) fn options(&self) -> Result<Options> {
        let format = match &self.kind {
            None => None,
            Some(name) => Some(Format::named(name).ok_or_else(|| {
                let names = Format::names().collect::<Vec<_>>().join(", ");
                Failure::new(
                    format!("--as: there is no format `{name}`"),
                    format!("one of {names}"),
                )
            })?),
        };
        let columns = match &self.map {
            None => Columns::default(),
            Some(text) => Columns::parse(text).map_err(|e| {
                Failure::new(format!("--map: {e}"), "as in --map text=Body,published=Day")
            })?,
        };
        Ok(Options { format, columns, ..Options::default() })
    }
}

/// Ids of a run: one that comes again gets a number behind it.
#[derive(Default)]
pub(crate) struct Ids {
    seen: HashSet<String>,
}

impl Ids {
    pub(crate) fn make_unique(&mut self, document: &mut Document) {
        if self.seen.insert(document.id.clone()) {
            return;
        }
        for n in 2u64.. {
            let id = format!("{}~{n}", document.id);
            if self.seen.insert(id.clone()) {
                document.id = id;
                return;
            }
        }
    }
}

/// What the document repeats, of those seen before in this run.
pub(crate) fn repeats(
    seen: &mut Seen,
    document: &Document,
    signature: Signature,
) -> Option<duplicates::Duplicate> {
    seen.see(&document.id, document.url.as_deref(), document.canonical.as_deref(), signature)
}
