//! Text in, a [`Filter`] out: the one grammar that command line, interface, topics and page
//! addresses share.
//!
//! ```text
//! actor:MEX recipient:USA type:THREATEN,REJECT since:2026-01-01 text:"fentanyl" -place:SYR
//! ```
//!
//! ```text
//! filter = { term }                       every term must hold
//! term   = [ "-" ] key ":" values         "-": must not hold
//!        | phrase                         short for text:phrase
//! values = value { "," value }            any of the values
//! value  = word | '"' anything '"'
//! ```
//!
//! An error points at the word and names the nearest valid one. Nothing here looks into a store.

mod complete;
mod error;
mod keys;
mod near;
mod values;

use std::iter::Peekable;

use knowledge::Knowledge;
use model::Date;
use store::Filter;

pub use self::{
    complete::{Completion, complete},
    error::FilterError,
    keys::{KEYS, KeyDoc},
};
use self::{keys::Key, values::Value};

/// What words in a filter may refer to.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// Names of countries, people and bodies.
    pub knowledge: &'a Knowledge,
    /// The day that `7d` counts back from; without it, days must be written out.
    pub today: Option<Date>,
}

/// Reads a filter. An empty one asks for everything.
///
/// # Errors
/// If a key or a value is not known; the error points at it.
pub fn parse(text: &str, words: &Words<'_>) -> Result<Filter, FilterError> {
    let mut filter = Filter::default();
    for term in terms(text)? {
        let mut target = Filter::default();
        let key = match &term.key {
            None => Key::Text,
            Some((name, at)) => keys::find(name, *at)?,
        };
        let whole = if term.negated { &mut target } else { &mut filter };
        values::put(key, &term, whole, words)?;
        if term.negated {
            if !key.may_be_denied() {
                return Err(FilterError::new(
                    term.at,
                    format!("`-{}:` cannot be asked for", key.name()),
                    key.instead_of_denial(),
                ));
            }
            filter.not.push(target);
        }
    }
    if let (Some(since), Some(until)) = (filter.since, filter.until)
        && since > until
    {
        return Err(FilterError::new(
            (0, text.len()),
            format!("nothing lies between since:{since} and until:{until}"),
            "exchange the two days",
        ));
    }
    Ok(filter)
}

/// Reads one country, by code or name.
///
/// # Errors
/// If there is no such country.
pub fn country(text: &str, words: &Words<'_>) -> Result<String, FilterError> {
    values::country(&whole(text), words.knowledge)
}

/// Reads one actor: country, country.sector, or name.
///
/// # Errors
/// If a code is not known.
pub fn who(text: &str, words: &Words<'_>) -> Result<store::Who, FilterError> {
    values::who(&whole(text), words.knowledge)
}

fn whole(text: &str) -> Value {
    Value { text: text.to_owned(), quoted: text.contains(' '), at: (0, text.len()) }
}

/// One `key:values`, with its place in the text.
#[derive(Debug)]
pub(crate) struct Term {
    negated: bool,
    key: Option<(String, (usize, usize))>,
    values: Vec<Value>,
    at: (usize, usize),
}

/// Parts a text into terms.
fn terms(text: &str) -> Result<Vec<Term>, FilterError> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some(&(start, c)) = chars.peek() {
        if c.is_whitespace() {
            chars.next();
            continue;
        }
        let negated =
            c == '-' && text[start + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '"');
        if negated {
            chars.next();
        }
        let from = chars.peek().map_or(text.len(), |c| c.0);
        let name: String =
            text[from..].chars().take_while(|c| c.is_alphanumeric() || "-_".contains(*c)).collect();
        let end = from + name.len();
        let key = (!name.is_empty() && text[end..].starts_with(':')).then_some((name, (from, end)));
        if key.is_some() {
            while chars.peek().is_some_and(|c| c.0 <= end) {
                chars.next();
            }
        }
        let values = read_values(text, &mut chars)?;
        let stop = chars.peek().map_or(text.len(), |c| c.0);
        if values.is_empty() {
            let (name, at) = key.unwrap_or_default();
            return Err(FilterError::new(
                at,
                format!("`{name}:` has no value"),
                format!("write `{name}:` and a value without a blank between"),
            ));
        }
        out.push(Term { negated, key, values, at: (start, stop) });
    }
    Ok(out)
}

type Chars<'a> = Peekable<std::str::CharIndices<'a>>;

/// Values up to the next blank outside quotation marks.
fn read_values(text: &str, chars: &mut Chars<'_>) -> Result<Vec<Value>, FilterError> {
    let mut out = Vec::new();
    loop {
        let start = chars.peek().map_or(text.len(), |c| c.0);
        let mut value = String::new();
        let mut quoted = false;
        while let Some(&(i, c)) = chars.peek() {
            match c {
                '"' | '“' | '”' => {
                    quoted = true;
                    chars.next();
                    read_quoted(text, i, chars, &mut value)?;
                }
                ',' => break,
                c if c.is_whitespace() => break,
                c => {
                    value.push(c);
                    chars.next();
                }
            }
        }
        let end = chars.peek().map_or(text.len(), |c| c.0);
        if !value.trim().is_empty() {
            out.push(Value { text: value.trim().to_owned(), quoted, at: (start, end) });
        }
        if chars.peek().is_some_and(|c| c.1 == ',') {
            chars.next();
        } else {
            return Ok(out);
        }
    }
}

fn read_quoted(
    text: &str,
    start: usize,
    chars: &mut Chars<'_>,
    value: &mut String,
) -> Result<(), FilterError> {
    for (_, c) in chars.by_ref() {
        if matches!(c, '"' | '“' | '”') {
            return Ok(());
        }
        value.push(c);
    }
    Err(FilterError::new(
        (start, text.len()),
        "the quotation mark is not closed",
        "close it with \"",
    ))
}

#[cfg(test)]
mod tests;
