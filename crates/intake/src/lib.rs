//! `intake`.
