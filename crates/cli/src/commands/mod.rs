//! One file a command.

pub(crate) mod actor;
pub(crate) mod add;
pub(crate) mod agenda;
pub(crate) mod brief;
pub(crate) mod case;
pub(crate) mod code;
pub(crate) mod compare;
pub(crate) mod data;
pub(crate) mod doctor;
pub(crate) mod dyad;
pub(crate) mod eval;
pub(crate) mod events;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod fetch;
pub(crate) mod filter;
pub(crate) mod incidents;
pub(crate) mod quotes;
pub(crate) mod read;
pub(crate) mod recode;
pub(crate) mod relate;
pub(crate) mod search;
pub(crate) mod timeline;
pub(crate) mod top;
pub(crate) mod topic;
