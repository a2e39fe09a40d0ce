//! Names of peoples, faiths and parties, which no open corpus marks: a list marks them for training.

use rustc_hash::FxHashSet;

/// Marks the words of `groups.txt` that are written with a capital and belong to no other name.
pub(crate) fn mark(forms: &[String], tags: &mut [u8], groups: &FxHashSet<&str>) {
    for (form, tag) in forms.iter().zip(tags) {
        if *tag == 0
            && form.starts_with(char::is_uppercase)
            && groups.contains(form.to_lowercase().replace('’', "'").as_str())
        {
            *tag = 7;
        }
    }
}

/// The listed words, in lower case.
pub(crate) fn list() -> FxHashSet<&'static str> {
    include_str!("groups.txt").split_whitespace().collect()
}
