//! The key `told` of a sense.

use crate::Error;

/// How words have to be told for a sense to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// "Has no strategy", "does not support it".
    Negated,
    /// "No longer demands it".
    NoLonger,
    /// "Will respond", "would respond", "is going to respond".
    Future,
    /// "Must act", "should act", "needs to act".
    Should,
}

/// Reads the word of a file.
pub(super) fn read(file: &str, line: u32, word: &str) -> Result<Told, Error> {
    Ok(match word {
        "negated" => Told::Negated,
        "no-longer" => Told::NoLonger,
        "future" => Told::Future,
        "should" => Told::Should,
        other => {
            let known = ["negated", "no-longer", "future", "should"];
            return Err(Error::unknown(file, line, "way to be told", other, &known));
        }
    })
}
