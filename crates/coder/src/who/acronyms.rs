//! A text in, the names that it gives an acronym out: "the National Police Agency (NPA)".
//!
//! "NPA" is then that agency, whatever else bears the letters elsewhere. It never guesses an acronym
//! that the text does not give.

use knowledge::AliasHit;
use model::{Mention, MentionKind, TokenIdx};
use rustc_hash::FxHashMap;

use super::{Found, Who};
use crate::tree::Tree;

/// Mention of the full name, by acronym.
pub(super) fn find<'a>(tree: &Tree<'a>) -> FxHashMap<&'a str, u32> {
    let analysis = tree.analysis;
    let n_tokens = analysis.tokens.len() as u32;
    let mut found = FxHashMap::default();
    for (i, m) in analysis.mentions.iter().enumerate() {
        if m.kind != MentionKind::Name || m.end.0 < m.first.0 + 2 || m.end.0 + 2 >= n_tokens {
            continue;
        }
        let [open, acronym, close] = [0, 1, 2].map(|k| tree.form(TokenIdx(m.end.0 + k)));
        if open == "(" && close == ")" && is_acronym(acronym) && abbreviates(tree, m, acronym) {
            found.entry(acronym).or_insert(i as u32);
        }
    }
    found
}

/// Two to eight capitals.
fn is_acronym(word: &str) -> bool {
    (2..=8).contains(&word.len()) && word.chars().all(|c| c.is_ascii_uppercase())
}

/// Whether the acronym begins as the name does, and the name has a capital for most of its letters.
fn abbreviates(tree: &Tree<'_>, m: &Mention, acronym: &str) -> bool {
    let words = (m.first.0..m.end.0).map(|k| tree.form(TokenIdx(k)));
    let capitals: Vec<char> =
        words.filter_map(|w| w.chars().next().filter(|c| c.is_uppercase())).collect();
    capitals.len() >= 2
        && acronym.chars().all(|c| capitals.contains(&c) || capitals.len() + 2 < acronym.len())
        && acronym.starts_with(|c| capitals.first() == Some(&c) || capitals.get(1) == Some(&c))
}

impl Who<'_, '_> {
    /// Whether the text gives the acronym another name than the one known: "NPA", the National Police
    /// Agency here, is not the New People's Army.
    pub(super) fn is_spelt_out_otherwise(&self, m: &Mention) -> bool {
        let Some(&full) = self.acronyms.get(self.tree.form(m.first)) else { return false };
        let full = &self.tree.analysis.mentions[full as usize];
        let entities = &self.tree.knowledge.entities;
        let of = |m: &Mention| entities.longest_at(&self.words_from(m.first)).map(|(_, hits)| hits);
        let same = |short: &[AliasHit]| {
            of(full)
                .is_some_and(|long| short.iter().any(|s| long.iter().any(|l| l.entity == s.entity)))
        };
        m.end.0 == m.first.0 + 1 && of(m).is_some_and(|short| !same(&short))
    }

    /// Who a name is that the text has given as an acronym before or after.
    pub(super) fn find_by_acronym(&self, t: TokenIdx, m: &Mention) -> Option<Found> {
        if m.end.0 != m.first.0 + 1 {
            return None;
        }
        let full = *self.acronyms.get(self.tree.form(m.first))?;
        let full = &self.tree.analysis.mentions[full as usize];
        let mut found = self.find(full.head);
        let p = found.participant.as_mut().filter(|p| !p.entity.code.sectors.is_empty())?;
        p.span = self.span_with_modifiers(t).cover(m.span);
        Some(found)
    }
}
