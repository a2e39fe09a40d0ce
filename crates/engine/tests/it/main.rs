//! What the whole way through promises: case pages, whole documents, witnesses of the frames.
#![allow(clippy::disallowed_methods, reason = "tests read the cases from files")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests tell the summary what they counted")]

mod appeals;
mod cases;
mod coded;
mod contexts;
mod documents;
mod places;
mod witnesses;
