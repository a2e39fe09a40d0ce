//! The outside in, raw documents out: paths, archives, addresses → [`RawDocument`](model::RawDocument).
//!
//! `crawl.warc.gz`, `news.tar.xz`, `feed.rss`, a folder of pages, a vendor's table, `-` for standard
//! input: every document in it comes out, one after the other, with what the outside said of it. A
//! format is known by its first bytes and its name. What gives no document is told with its reason,
//! and the rest goes on. Only a handful of documents is held at a time. Nothing here looks inside a
//! document.

#![allow(clippy::disallowed_methods, reason = "this is the room that reads files and the net")]

mod archive;
mod charset;
mod dates;
mod error;
mod feed;
mod fetch;
mod files;
mod format;
mod http_message;
mod leaf;
mod lines;
mod links;
mod markup;
mod mhtml;
mod mime;
mod newsml;
mod ninjs;
mod nitf;
mod options;
mod parquet;
mod pdf;
mod records;
mod stream;
mod table;
mod warc;
mod web_address;
mod xml;

pub use crate::{
    dates::{WrittenTime, written_time},
    error::{Error, ErrorKind},
    feed::{Entry, Feed, feed},
    fetch::{Allowed, FetchOptions, Robots, fetch, is_public},
    files::{read, read_bytes, records},
    format::Format,
    links::{Link, LinkKind, links},
    markup::line as plain,
    options::Options,
    records::{Columns, Field},
    stream::{Documents, Item},
    web_address::WebAddress,
};
