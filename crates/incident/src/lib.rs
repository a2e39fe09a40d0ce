//! Events in, incidents out: many reports, one happening.
//!
//! Three papers tell that shells fell on a village on Tuesday: the events of each paper that tell of
//! it are joined to a report, and the three reports to one incident. The report of next day's shelling
//! is another incident.
//!
//! It never reads files and never depends on the order in which documents come: [`forest`] says how.
//! What is linked, and what is asked of a store, are nouns of `model` ([`model::Report`],
//! [`model::Gist`], [`model::Nodes`]).

mod actions;
mod cover;
mod coverage;
mod days;
pub mod forest;
mod gist;
mod groups;
mod judge;
mod keys;
mod memory;
mod pair;
mod report;
mod summary;
mod terms;
mod weights;

pub use crate::{
    actions::{ACTION_FEATURES, ActionJudge, action, action_features},
    cover::{cover, join_by_mean},
    coverage::{COVERAGE_FEATURES, coverage_features, pairs_met},
    forest::{Judge, Reach, link, relink, unlink},
    gist::gist,
    judge::{GistJudge, ReportJudge},
    keys::{postings, rank},
    memory::Memory,
    pair::{REPORT_FEATURES, features},
    report::{pairs, reports},
    summary::summarize,
    terms::{content_id, is_content, stem},
};
