//! `measure`.
