//! Events in, incidents out: many reports, one happening.
//!
//! Three papers tell that shells fell on a village on Tuesday: the events of each paper that tell of
//! it are joined to a report, and the three reports to one incident. The report of next day's shelling
//! is another incident.
//!
//! It never reads files and never depends on the order in which documents come: [`forest`] says how.
//! What is linked, and what is asked of a store, are nouns of `model` ([`model::Report`],
//! [`model::Gist`], [`model::Nodes`]).

pub mod forest;
mod groups;
mod memory;

pub use crate::{
    forest::{Judge, Reach, link, relink, unlink},
    memory::Memory,
};
