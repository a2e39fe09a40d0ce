//! What a caller may say about the input beyond the bytes.

use crate::{Format, records::Columns};

/// How to read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The format, where names and bytes would be misread; archives are still opened.
    pub format: Option<Format>,
    /// Which columns or keys hold what, where their names do not tell.
    pub columns: Columns,
    /// Character set that the transport declared.
    pub charset: Option<String>,
    /// Address the bytes came from: relative links count from here.
    pub base: Option<String>,
}

/// Largest text or page that is a file of its own, in bytes.
pub(crate) const N_FILE_BYTES_MAX: u64 = 256 << 20;

/// Largest record of an archive, line, row or feed, in bytes.
pub(crate) const N_RECORD_BYTES_MAX: usize = 32 << 20;

/// How deep archives may lie in archives.
pub(crate) const DEPTH_MAX: usize = 8;
