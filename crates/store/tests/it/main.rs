//! A store in a real file: what goes in comes out, once, and in order.
#![allow(clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::disallowed_methods, reason = "tests write the files they give")]

mod find;
mod keep;
mod linked;
mod old;
mod world;
