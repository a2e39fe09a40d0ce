//! A word whose senses are tried in, what stands in its slots out, looked up once for all of them.
//!
//! It holds for one word only, and not for senses of several words, whose particles change what the object is.

use knowledge::{Path, Slot};
use model::TokenIdx;

use crate::tree::Tree;

/// What stands in the slots of a word, for as long as its senses are tried.
#[derive(Default)]
pub(crate) struct Filled<'k>(Vec<(&'k Slot, Vec<TokenIdx>)>);

impl<'k> Filled<'k> {
    /// What stands at the end of a path, in reading order.
    pub(crate) fn path(&mut self, tree: &Tree<'_>, t: TokenIdx, path: &'k Path) -> Vec<TokenIdx> {
        let Some((first, rest)) = path.0.split_first() else { return vec![t] };
        let known = self.0.iter().position(|(slot, _)| *slot == first);
        let at = known.unwrap_or_else(|| {
            self.0.push((first, tree.slot(t, first)));
            self.0.len() - 1
        });
        let mut found = self.0[at].1.clone();
        for slot in rest {
            found = found.iter().flat_map(|&x| tree.slot(x, slot)).collect();
        }
        found
    }
}
