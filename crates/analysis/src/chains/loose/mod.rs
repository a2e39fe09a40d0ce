//! Sure chains and all other phrases in, loose chains out: whatever is spoken of more than once.
//!
//! "We measured iodine in salt. The results surprised us: this country's salt has little of it." Here
//! "We" and "us", "iodine" and "it", "salt" and "this country's salt" are joined, though none of them
//! has a name or an office.
//!
//! Every phrase in reading order is weighed against the chains that share a word with it or were
//! mentioned last, and against standing for nothing said before; the sieve's own chain is one more
//! thing that speaks for a chain. The weights are a fitted table (`models/en/chains.tsv`), a
//! mention-ranking model after Denis and Baldridge 2008. Loose chains join more and are less sure
//! than the sieve's; nothing that is coded is read from them. The time it takes grows with the
//! number of words: of each index only the last entries are asked.

mod closed;
mod features;
mod phrase;
mod state;
mod table;

use model::{LooseChain, Span};

pub(crate) use self::table::{KINDS, names};
use self::{state::State, table::Features};
use super::Builder;

/// One phrase with what it may stand for, for fitting the weights.
#[derive(Clone, Debug)]
pub struct PhraseChoice {
    /// Index into the kinds of phrases.
    pub kind: usize,
    /// Features of each chain it may join, last those of joining none.
    pub candidates: Vec<Vec<u16>>,
    /// Which of them are right.
    pub right: Vec<bool>,
}

/// Loose chains of two phrases or more, by first phrase.
pub(super) fn gather(b: &Builder<'_>) -> Vec<LooseChain> {
    let phrases = phrase::phrases(b);
    let mut state = State::new(&phrases, b.quotes, questions(b));
    for (i, p) in phrases.iter().enumerate() {
        let sure = state.sure_of(p);
        let mut best = (table::sum(p.kind, &features::of_new(p, sure.is_some())), None);
        for (rank, c) in state.candidates(p).into_iter().enumerate() {
            let weighed = features::of_chain(&state, p, c, rank, sure == Some(c));
            let score = table::sum(p.kind, &weighed);
            if score > best.0 {
                best = (score, Some(c));
            }
        }
        state.join(i, best.1);
    }
    let spans = |chain: &state::Gathered| chain.phrases.iter().map(|&i| phrases[i].span).collect();
    state.chains.iter().filter(|c| c.n > 1).map(|c| LooseChain { phrases: spans(c) }).collect()
}

/// What every phrase could join, told right and wrong by `gold`: the number of the gold chain of a
/// phrase, by its span and its head's. Phrases are joined as the gold has them.
pub(super) fn choices(
    b: &Builder<'_>,
    gold: &dyn Fn(Span, Span) -> Option<usize>,
) -> Vec<PhraseChoice> {
    let phrases = phrase::phrases(b);
    let owed: Vec<Option<usize>> =
        phrases.iter().map(|p| gold(p.span, b.tokens[p.head].span)).collect();
    let mut state = State::new(&phrases, b.quotes, questions(b));
    let mut out = Vec::new();
    for (i, p) in phrases.iter().enumerate() {
        let sure = state.sure_of(p);
        let found = state.candidates(p);
        let is_right = |c: &u32| {
            let members = &state.chains[*c as usize].phrases;
            let hits = members.iter().filter(|&&j| owed[j] == owed[i]).count();
            owed[i].is_some() && hits * 2 >= members.len()
        };
        let mut right: Vec<bool> = found.iter().map(is_right).collect();
        let joined = found.iter().zip(&right).find(|(_, r)| **r).map(|(c, _)| *c);
        let weigh =
            |(rank, c): (usize, &u32)| features::of_chain(&state, p, *c, rank, sure == Some(*c)).0;
        let mut candidates: Vec<Vec<u16>> = found.iter().enumerate().map(weigh).collect();
        if !found.is_empty() {
            let Features(none) = features::of_new(p, sure.is_some());
            candidates.push(none);
            right.push(joined.is_none());
            out.push(PhraseChoice { kind: p.kind as usize, candidates, right });
        }
        state.join(i, joined);
    }
    out
}

/// How many questions were asked before each sentence.
fn questions(b: &Builder<'_>) -> Vec<u32> {
    let mut n = 0;
    b.sentences
        .iter()
        .map(|s| {
            let before = n;
            let asks = s.end > s.first && b.form(s.end.at() - 1) == "?";
            n += u32::from(asks);
            before
        })
        .collect()
}

#[cfg(test)]
mod tests;
