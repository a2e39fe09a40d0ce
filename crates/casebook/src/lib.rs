//! Case pages in, verdicts out: tests that a political scientist can read and write.
//!
//! A page is Markdown. A paragraph says what the phenomenon is; every `##` heading opens a case;
//! the block quote is the news text; every fence states one expectation about it.
//!
//! ````markdown
//! ## a refused strike has not happened
//! > Mexico's president ruled out US strikes on Mexican territory on Tuesday.
//! ```events published=2025-11-19
//! REJECT   MEX.GOV "Mexico's president" -> USA "US"   happened   2025-11-18
//!   ASSAULT   USA "US" -> MEX   hypothetical
//! ```
//! ````
//!
//! This crate reads, compares and rewrites such pages. It never reads files, never codes a text:
//! whoever runs the cases hands over what the engine made of the text, as an [`Answer`].
//!
//! # The text
//!
//! Lines that start with `> ` are the text, joined by line breaks; a bare `>` parts paragraphs.
//! `published=YYYY-MM-DD` behind a fence's kind is the day of publication. The first fence that
//! states it states it for the case.
//!
//! # `events`
//!
//! One event a line:
//!
//! ```text
//! TYPE[.mode[.mode]]  ACTOR ["words"] [+ ACTOR …]  ->  RECIPIENT ["words"] [+ …]  status  [day | day..day | undated]
//! ```
//!
//! | part | notation |
//! | --- | --- |
//! | `TYPE/OWN` | a type of a user's own, behind the type of PLOVER that it is like; compared where it stands |
//! | `TYPE.mode` | type and modes of PLOVER 2.0; modes given must be all the modes there are |
//! | `ACTOR`, `RECIPIENT` | `COUNTRY[.SECTOR[.SECTOR]]`; country is a code of three capitals, `-` where none is known (`-.REB`), left out where it is open (`.REB`); sectors given must be the first ones of the answer |
//! | `.` alone | left open: one more or not, whoever it is |
//! | `-` alone | nobody. Participants without country and sector count as nobody |
//! | `"words"` | the words that name the participant; a leading article is ignored; `\"` for a quotation mark |
//! | status | `happened`, `planned`, `hypothetical`, `negated` |
//! | day | `2025-11-18`, `2025-11-01..2025-11-30` (both ends included), or `undated` |
//!
//! **What is left out is not compared**: modes, sectors, words, the day. Order of lines and of
//! participants does not matter. An indented line is what the line above it is about (the strike
//! that was ruled out). The fence is exhaustive: no event may come that it does not list, and an
//! empty fence means that there is none. A line that starts with `?` may come or not: the
//! codebook leaves it open.
//!
//! # `quotes`
//!
//! `KIND "words" CUE "SPEAKER"`, one quotation a line: `direct`, `mixed` or `indirect`; the words without
//! quotation marks; the word that reports, and the speaker by the words of the mention or
//! by the name of its chain (`-` where there is none). Exhaustive but for `indirect` ones,
//! which are compared only where the fence lists one.
//!
//! # `mentions`
//!
//! A stretch of the text, and under it a line of carets for every mention, with the name of its
//! chain behind. Not exhaustive (most noun phrases name nobody of interest): what is marked must
//! be there.
//!
//! ```text
//! Claudia Sheinbaum called Lula, and she thanked him.
//!                                    ^^^ Claudia Sheinbaum
//!                                                ^^^ Lula
//! ```
//!
//! # `tokens`
//!
//! `ID FORM LEMMA UPOS HEAD DEPREL`, blanks between, as in CoNLL-U; ids count from 1 in every
//! sentence. `_` is not compared. Exhaustive.
//!
//! # `FIXME:`
//!
//! A fence states what is right, whatever the program says. Where the program is known to be
//! wrong, a line `FIXME: why` and a second fence of the same kind follow, with today's wrong
//! answer: it must be today's answer to the letter of the notation, and must go once the fence
//! above is right ([`rewrite()`] does both).

mod answer;
mod event;
mod notation;
mod page;
mod pages;
mod pairing;
mod plain;
mod rewrite;
mod witness;

pub use crate::{
    answer::{Answer, CaseMention, CaseQuote, CaseToken},
    event::{CaseEvent, CaseWho},
    notation::{format_events, parse_events},
    page::{Case, Error, Fence, KnownWrong, Page, parse_page},
    pages::{Verdict, compare, compare_quotes, judge, quotes_file},
    plain::{compare_events_file, events_file},
    rewrite::{Rewrite, rewrite},
    witness::{Witness, parse_witness},
};
