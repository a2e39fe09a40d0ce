//! What the program made of a text, as far as a page can tell it.

use model::{Analysis, Event, Quote, QuoteKind, TokenIdx};

use crate::event::{CaseEvent, one_line};

/// One quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseQuote {
    /// How the words are reported.
    pub kind: QuoteKind,
    /// The words said, on one line.
    pub words: String,
    /// The word that reports.
    pub cue: Option<String>,
    /// The speaker's mention and the name of its chain.
    pub speaker: Option<(String, String)>,
}

/// One mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseMention {
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Fullest name of its chain; empty where none is a name.
    pub name: String,
}

/// One word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseToken {
    /// Number in its sentence, from 1.
    pub id: usize,
    /// The letters.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// Number of the word it depends on; 0 for the root.
    pub head: usize,
    /// How it depends on it.
    pub deprel: String,
}

/// What the program made of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The text it was made from.
    pub text: String,
    /// Events in the program's order.
    pub events: Vec<CaseEvent>,
    /// Quotations by start.
    pub quotes: Vec<CaseQuote>,
    /// Mentions by start.
    pub mentions: Vec<CaseMention>,
    /// Words of all sentences, in reading order.
    pub tokens: Vec<CaseToken>,
}

impl Answer {
    /// Takes what can be told from the stages' own nouns.
    pub fn of(text: &str, analysis: &Analysis, events: &[Event]) -> Answer {
        Answer {
            text: text.to_owned(),
            events: CaseEvent::of(events, text),
            quotes: analysis.quotes.iter().map(|q| quote(text, analysis, q)).collect(),
            mentions: analysis
                .mentions
                .iter()
                .map(|m| CaseMention {
                    start: m.span.start as usize,
                    end: m.span.end as usize,
                    name: chain_name(analysis, m.chain),
                })
                .collect(),
            tokens: tokens(text, analysis),
        }
    }
}

fn chain_name(analysis: &Analysis, chain: u32) -> String {
    analysis.chains.get(chain as usize).map(|c| one_line(&c.name)).unwrap_or_default()
}

fn quote(text: &str, analysis: &Analysis, quote: &Quote) -> CaseQuote {
    let word = |t: TokenIdx| analysis.token(t).span.of(text).to_owned();
    CaseQuote {
        kind: quote.kind,
        words: one_line(quote.span.of(text)),
        cue: quote.cue.map(word),
        speaker: quote.speaker.map(|head| {
            let mention = analysis.mentions.iter().find(|m| m.head == head);
            mention.map_or_else(
                || (word(head), String::new()),
                |m| (one_line(m.span.of(text)), chain_name(analysis, m.chain)),
            )
        }),
    }
}

fn tokens(text: &str, analysis: &Analysis) -> Vec<CaseToken> {
    let mut rows = Vec::with_capacity(analysis.tokens.len());
    for sentence in &analysis.sentences {
        for idx in sentence.tokens() {
            let token = analysis.token(idx);
            let id = |t: TokenIdx| (t.0 - sentence.first.0) as usize + 1;
            rows.push(CaseToken {
                id: id(idx),
                form: token.span.of(text).to_owned(),
                lemma: token.lemma.clone(),
                upos: token.upos.to_string(),
                head: token.head.map_or(0, id),
                deprel: token.deprel.to_string(),
            });
        }
    }
    rows
}
