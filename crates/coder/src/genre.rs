//! A document in, what kind of writing it is out: a report, or something in which only those in
//! power can act.
//!
//! "I visited Dr. Cooper's office twice, and you should ask for her": a review. "The keeper saved a
//! penalty": sport. It never looks at who published the text, and, to tell whether the writer speaks
//! of himself, never at words in quotation marks nor at sentences that hold one.

use model::{Participant, QuoteKind, Sector, TokenIdx};

use crate::compose::Composer;

/// Kind of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Genre {
    Report,
    Sport,
    /// Letters, reviews, questions and answers, instructions: the writer speaks of himself and to a
    /// reader.
    Personal,
    /// Lives, textbooks, guides and papers that tell of times long past.
    History,
}

impl Composer<'_, '_, '_> {
    /// What kind of writing the document is.
    pub(crate) fn genre(&self) -> Genre {
        if self.is_about_sport() {
            Genre::Sport
        } else if self.is_personal() {
            Genre::Personal
        } else if self.is_history {
            Genre::History
        } else {
            Genre::Report
        }
    }

    /// Whether the writer says "I" or "you" outside quotation marks, all along.
    fn is_personal(&self) -> bool {
        const ONE_IN: usize = 60;
        let analysis = self.tree.analysis;
        let is_quoted = |t: TokenIdx| {
            let span = analysis.token(t).span;
            analysis.quotes.iter().any(|q| {
                matches!(q.kind, QuoteKind::Direct | QuoteKind::Mixed) && q.span.contains(span)
            })
        };
        let mark = |t: TokenIdx| matches!(self.tree.form(t), "\"" | "“" | "”" | "‘" | "``" | "''");
        let n: usize = analysis
            .sentences
            .iter()
            .filter(|s| !s.tokens().any(mark))
            .map(|s| {
                // "You Si-kun will visit Prague": somebody's name.
                let is_word = |t: TokenIdx| {
                    let form = self.tree.form(t);
                    form == "I"
                        || Some(t) == s.tokens().next()
                        || form.starts_with(char::is_lowercase)
                };
                s.tokens()
                    .filter(|&t| self.tree.cue("personal", t) && is_word(t) && !is_quoted(t))
                    .count()
            })
            .sum();
        n > 0 && n * ONE_IN >= analysis.tokens.len()
    }

    /// Whether the document is about sport: many words of it, of several kinds, all along.
    fn is_about_sport(&self) -> bool {
        const WORDS: usize = 8;
        const KINDS: usize = 5;
        const ONE_IN: usize = 60;
        let tokens = &self.tree.analysis.tokens;
        let words: Vec<String> = (0..tokens.len() as u32)
            .map(TokenIdx)
            .filter(|&t| self.in_class("sport", t))
            .map(|t| self.tree.lemma(t))
            .collect();
        let kinds: std::collections::BTreeSet<&String> = words.iter().collect();
        words.len() >= WORDS && kinds.len() >= KINDS && words.len() * ONE_IN >= tokens.len()
    }

    /// Why draft `d` is left out in writing of this kind, where it is.
    pub(crate) fn out_of_place(&self, genre: Genre, d: usize) -> Option<&'static str> {
        let draft = &self.drafts[d];
        let (mut actors, mut recipients) = (draft.actors.iter(), draft.recipients.iter());
        match genre {
            Genre::Sport if !actors.any(is_in_power) && !recipients.any(is_in_power) => {
                Some("left out: the document is about sport")
            }
            Genre::History if !actors.any(is_in_power) => {
                Some("left out: the document tells of times long past, and nobody known acts")
            }
            Genre::Personal if !actors.any(is_in_power) => {
                Some("left out: the document speaks of its writer and to its reader")
            }
            _ => None,
        }
    }
}

/// Whether the party holds power or arms and is known by name or office.
fn is_in_power(p: &Participant) -> bool {
    let power = p.entity.code.sectors.first().is_some_and(|s| {
        matches!(
            s,
            Sector::Gov
                | Sector::Mil
                | Sector::Cop
                | Sector::Jud
                | Sector::Leg
                | Sector::Reb
                | Sector::Opp
                | Sector::Pty
        )
    });
    power && (p.entity.id.is_some() || p.entity.office.is_some())
}
