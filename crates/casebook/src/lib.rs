//! `casebook`.
