//! The sentence that every frame sense brings along.

use crate::{
    answer::Answer,
    event::CaseEvent,
    notation::{format_events, parse_events},
    page::Error,
    pairing::pair,
};

/// A text and the events that must be among those coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The news text.
    pub text: String,
    /// The events; empty when the sense is there to keep a text from yielding any.
    pub events: Vec<CaseEvent>,
}

impl Witness {
    /// The events that are not among the answer's, a line each. A witness without events is one
    /// of absence: then every event of the answer is told.
    pub fn missing(&self, answer: &Answer) -> Vec<String> {
        let unmatched = pair(&self.events, &answer.events);
        let told =
            |e: &CaseEvent| format_events(&[CaseEvent { about: None, ..e.clone() }]).concat();
        if self.events.is_empty() {
            return answer.events.iter().map(|e| format!("extra:   {}", told(e))).collect();
        }
        unmatched.missing.iter().map(|&e| format!("missing: {}", told(&self.events[e]))).collect()
    }
}

/// Reads the `case` of a sense: `> text`, then event lines in the notation of the pages. `line` is
/// where it starts in `path`, for messages.
///
/// # Errors
///
/// The first line that is not in the notation, or that there is no text.
pub fn parse_witness(path: &str, line: usize, case: &str) -> Result<Witness, Error> {
    let mut text = String::new();
    let mut lines = Vec::new();
    for row in case.lines() {
        if let Some(words) = row.trim_start().strip_prefix('>') {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(words.trim());
            lines.push(String::new());
        } else {
            lines.push(row.to_owned());
        }
    }
    if text.is_empty() {
        return Err(Error::new("the witness has no text")
            .hint("quote it with `> `")
            .at(path, line));
    }
    // What stands under a word that is nothing by itself ("considered") may be indented all over.
    let margin = |l: &String| l.len() - l.trim_start().len();
    let shared = lines.iter().filter(|l| !l.trim().is_empty()).map(margin).min().unwrap_or(0);
    for row in &mut lines {
        row.drain(..shared.min(margin(row)));
    }
    Ok(Witness { text, events: parse_events(path, line, &lines)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_events_must_be_among_the_coded() {
        let witness =
            parse_witness("f.toml", 1, "> Rebels attacked.\nASSAULT -.REB -> - happened\n")
                .unwrap();
        assert_eq!(witness.text, "Rebels attacked.");
        assert_eq!(witness.missing(&Answer::default()), ["missing: ASSAULT  -.REB -> -  happened"]);
        let lines =
            ["ACCUSE - -> - happened".to_owned(), "ASSAULT.beat -.REB -> - happened".to_owned()];
        let answer = Answer { events: parse_events("", 1, &lines).unwrap(), ..Answer::default() };
        assert!(witness.missing(&answer).is_empty());
    }
}
