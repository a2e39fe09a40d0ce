//! `knowledge`.
