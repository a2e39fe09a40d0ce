//! One file a command.

pub(crate) mod case;
pub(crate) mod code;
pub(crate) mod compare;
pub(crate) mod data;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod fetch;
pub(crate) mod read;
pub(crate) mod relate;
