//! The reader on real files and against a real, badly behaved web server on this machine.
#![allow(clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::disallowed_methods, reason = "tests write the files they give")]

mod any_bytes;
mod archives;
mod fetching;
mod formats;
mod server;
