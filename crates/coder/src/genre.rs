//! A document in, what kind of writing it is out: a report, or something in which only those in
//! power can act.
//!
//! "I visited Dr. Cooper's office twice, and you should ask for her": a review. "The keeper saved a
//! penalty": sport. It never looks at who published the text, and, to tell whether the writer speaks
//! of himself, never at words in quotation marks nor at sentences that hold one.
//!
//! A guide to a town may tell of one siege, a study may "investigate how readers look": what tells next
//! to nothing of politics, or names nobody in power, quotes nobody and knows no "yesterday", is no
//! report either.

use model::{Deprel, Mention, MentionKind, Participant, QuoteKind, Sector, TokenIdx};

use crate::{compose::Composer, history};

/// How many words of a kind a document holds at least: in all, different ones, one in so many.
#[derive(Clone, Copy)]
struct Share {
    words: usize,
    kinds: usize,
    one_in: usize,
}

/// Words below which a text is too short to show what it is.
const SHORT: usize = 60;

/// Those whom business is done by and with.
const PRIVATE: [Sector; 8] = [
    Sector::Agr,
    Sector::Bus,
    Sector::Crm,
    Sector::Cvl,
    Sector::Edu,
    Sector::Jrn,
    Sector::Med,
    Sector::Unk,
];

/// Kind of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Genre {
    Report,
    Sport,
    /// Songs, films, shows and those who make them.
    Show,
    /// Prices, shares, firms and what they agree among themselves.
    Business,
    /// Letters, reviews, questions and answers, instructions: the writer speaks of himself and to a
    /// reader.
    Personal,
    /// Lives, textbooks, guides and papers that tell of times long past.
    History,
    /// Studies, guides, lives, stories, business: hardly an act in all its words, or none of the
    /// signs of a report.
    Aside,
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
        } else if self.is_aside() {
            Genre::Aside
        } else if self.is_about_shows() {
            Genre::Show
        } else if self.is_about_business() {
            Genre::Business
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
                        || Some(t) == s.tokens().next() && form != "US"
                        || form.starts_with(char::is_lowercase)
                };
                s.tokens()
                    .filter(|&t| self.tree.cue("personal", t) && is_word(t) && !is_quoted(t))
                    .count()
            })
            .sum();
        n > 0 && n * ONE_IN >= analysis.tokens.len()
    }

    /// Whether the document tells next to nothing of politics, or has none of the signs of a report.
    fn is_aside(&self) -> bool {
        const WORDS_PER_ACT: usize = 160;
        const WORDS_PER_POWER: usize = 100;
        const LONG: usize = 300;
        let n_tokens = self.tree.analysis.tokens.len();
        let told = |&d: &usize| !self.drafts[d].dropped && self.is_political(d);
        let n_acts = (0..self.drafts.len()).filter(told).count();
        let rare = n_tokens >= LONG && n_acts * WORDS_PER_ACT < n_tokens;
        rare && self.count_named(holds_power) * WORDS_PER_POWER < n_tokens
            || n_tokens >= SHORT && self.has_no_sign_of_report()
    }

    /// Nobody in power, next to nobody quoted, next to no day that a reader of that week would know.
    fn has_no_sign_of_report(&self) -> bool {
        const WORDS_PER_QUOTE: usize = 80;
        const WORDS_PER_DAY: usize = 1000;
        const WORDS_PER_POWER: usize = 500;
        let analysis = self.tree.analysis;
        let n_tokens = analysis.tokens.len();
        let n_quotes = analysis.quotes.iter().filter(|q| q.cue.is_some()).count();
        n_quotes * WORDS_PER_QUOTE <= n_tokens
            && history::count_deictic(self.tree) * WORDS_PER_DAY <= n_tokens
            && self.count_named(is_in_power) * WORDS_PER_POWER < n_tokens
    }

    /// How often the text speaks of somebody of that kind who is known or has a name.
    fn count_named(&self, kind: fn(&Participant) -> bool) -> usize {
        let is_named = |m: &Mention, p: &Participant| {
            p.entity.id.is_some() || p.entity.office.is_some() || m.kind == MentionKind::Name
        };
        let mentions = self.tree.analysis.mentions.iter();
        mentions
            .filter(|m| {
                let found = self.who.look(m.head);
                found.participant.as_ref().is_some_and(|p| kind(p) && is_named(m, p))
            })
            .count()
    }

    /// Whether the document is about sport: many words of it, of several kinds, all along.
    fn is_about_sport(&self) -> bool {
        self.is_full_of(&["sport"], Share { words: 8, kinds: 5, one_in: 60 })
            || self.is_note_full_of(&["sport"], Share { words: 3, kinds: 2, one_in: 25 })
    }

    /// Whether the document is about songs, films and those who make them.
    fn is_about_shows(&self) -> bool {
        self.is_full_of(&["show"], Share { words: 10, kinds: 6, one_in: 75 })
    }

    /// Whether the document is about prices, shares and firms.
    fn is_about_business(&self) -> bool {
        let classes = ["market", "business"];
        self.is_full_of(&classes, Share { words: 10, kinds: 7, one_in: 33 })
            || self.is_note_full_of(&classes, Share { words: 6, kinds: 5, one_in: 15 })
    }

    /// A note on a match or a bourse is short and full of its words.
    fn is_note_full_of(&self, classes: &[&str], least: Share) -> bool {
        const NOTE: usize = 150;
        self.tree.analysis.tokens.len() < NOTE && self.is_full_of(classes, least)
    }

    fn is_full_of(&self, classes: &[&str], least: Share) -> bool {
        let n_tokens = self.tree.analysis.tokens.len();
        let words: Vec<&String> = (0..n_tokens as u32)
            .map(TokenIdx)
            .filter(|&t| classes.iter().any(|c| self.in_class(c, t)))
            .map(|t| self.tree.lemma(t))
            .collect();
        let kinds: std::collections::BTreeSet<&String> = words.iter().copied().collect();
        words.len() >= least.words
            && kinds.len() >= least.kinds
            && words.len() * least.one_in >= n_tokens
    }

    /// Whether the text itself names somebody political as a side of draft `d`; who is only filled in
    /// stands at the trigger.
    fn names_politics(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let trigger = self.tree.analysis.token(draft.head).span;
        draft.actors.iter().chain(&draft.recipients).any(|p| {
            let code = &p.entity.code;
            let private = match code.sectors.first() {
                None => code.country.is_none() || code.country.as_deref() == Some("MNC"),
                Some(s) => PRIVATE.contains(s),
            };
            p.span != trigger && !private
        })
    }

    /// "Fled the Spanish persecution", "an army stationed in Japan": told of in passing.
    fn is_passing(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        draft.nominal
            || matches!(self.tree.rel(draft.head), Deprel::Acl | Deprel::AclRelcl | Deprel::Amod)
    }

    /// Why draft `d` is left out in writing of this kind, where it is.
    pub(crate) fn out_of_place(&self, genre: Genre, d: usize) -> Option<&'static str> {
        let draft = &self.drafts[d];
        let (mut actors, mut recipients) = (draft.actors.iter(), draft.recipients.iter());
        match genre {
            Genre::Sport if !actors.any(is_in_power) && !recipients.any(is_in_power) => {
                Some("left out: the document is about sport")
            }
            Genre::Business if !self.names_politics(d) => {
                Some("left out: the document is about business, and nobody political is named")
            }
            Genre::Show if !self.names_politics(d) => {
                Some("left out: the document is about shows, and nobody political is named")
            }
            Genre::History if !actors.any(is_in_power) || self.is_passing(d) => {
                Some("left out: the document tells of times long past, and nobody known acts")
            }
            Genre::Aside if !actors.any(is_in_power) || self.is_passing(d) => {
                Some("left out: the document is no report of politics, and nobody known acts")
            }
            Genre::Personal if !actors.any(|p| acts_in_person(p, &draft.recipients)) => {
                Some("left out: the document speaks of its writer and to its reader")
            }
            _ => None,
        }
    }
}

/// Whether the party holds power or arms and is known by name or office.
fn is_in_power(p: &Participant) -> bool {
    holds_power(p) && (p.entity.id.is_some() || p.entity.office.is_some())
}

/// "They offered to help me again" in a letter, where "they" were the Chinese: a country by itself acts
/// only on somebody.
fn acts_in_person(p: &Participant, recipients: &[Participant]) -> bool {
    is_in_power(p) && (p.entity.office.is_some() || !recipients.is_empty())
}

fn holds_power(p: &Participant) -> bool {
    p.entity.code.sectors.first().is_some_and(|s| {
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
    })
}
