//! One file a command.

pub(crate) mod add;
pub(crate) mod case;
pub(crate) mod code;
pub(crate) mod data;
pub(crate) mod eval;
pub(crate) mod events;
pub(crate) mod explain;
pub(crate) mod filter;
pub(crate) mod relate;
