//! Letters of words.

use std::borrow::Cow;

/// A word in lower case; one that has no capitals is handed back as it is.
pub fn lowered(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase())
    }
}
