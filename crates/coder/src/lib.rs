//! `coder`.
