//! The events of a whole document in one file: every sentence that reports some, quoted, with its
//! event lines beneath.

use std::collections::BTreeMap;

use crate::{
    event::{CaseEvent, one_line},
    notation::{format_events, parse_events},
    page::Error,
    pairing::pair,
};

/// Writes such a file. What an event of one sentence says of one in another is left out.
pub fn events_file(events: &[CaseEvent]) -> String {
    let mut text = String::new();
    let mut done = vec![false; events.len()];
    for i in 0..events.len() {
        if done[i] {
            continue;
        }
        let idxs: Vec<usize> =
            (i..events.len()).filter(|&j| events[j].sentence == events[i].sentence).collect();
        for &j in &idxs {
            done[j] = true;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str("> ");
        text.push_str(&events[i].sentence);
        text.push('\n');
        for line in format_events(&within(events, &idxs)) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// The events with these indices, their `about` counted among themselves.
fn within(events: &[CaseEvent], idxs: &[usize]) -> Vec<CaseEvent> {
    idxs.iter()
        .map(|&j| {
            let about = events[j].about.and_then(|a| idxs.iter().position(|&k| k == a));
            CaseEvent { about, ..events[j].clone() }
        })
        .collect()
}

/// What is missing and what is too much, a line each, when `actual` is held against the file.
///
/// # Errors
///
/// The first line of the file that is not in the notation.
pub fn compare_events_file(
    path: &str,
    file: &str,
    actual: &[CaseEvent],
) -> Result<Vec<String>, Error> {
    let mut expected: BTreeMap<String, Vec<CaseEvent>> = BTreeMap::new();
    let mut sentence: Option<(String, usize, Vec<String>)> = None;
    let mut close = |open: Option<(String, usize, Vec<String>)>| -> Result<(), Error> {
        if let Some((sentence, line, lines)) = open {
            expected.entry(sentence).or_default().extend(parse_events(path, line, &lines)?);
        }
        Ok(())
    };
    for (i, line) in file.lines().enumerate() {
        if let Some(text) = line.strip_prefix('>') {
            close(sentence.replace((one_line(text), i + 2, Vec::new())))?;
        } else if line.starts_with('#') {
            close(sentence.take())?;
        } else if let Some((_, _, lines)) = &mut sentence {
            lines.push(line.to_owned());
        } else if !line.trim().is_empty() {
            return Err(Error::new("event lines stand under their sentence")
                .hint("quote it with `> `")
                .at(path, i + 1));
        }
    }
    close(sentence.take())?;

    let mut sentences: Vec<&String> = expected.keys().collect();
    for event in actual {
        if !sentences.contains(&&event.sentence) {
            sentences.push(&event.sentence);
        }
    }
    let mut wrong = Vec::new();
    for sentence in sentences {
        let wanted = expected.get(sentence).cloned().unwrap_or_default();
        let idxs: Vec<usize> =
            (0..actual.len()).filter(|&a| actual[a].sentence == *sentence).collect();
        let got = within(actual, &idxs);
        let unmatched = pair(&wanted, &got);
        let alone =
            |e: &CaseEvent| format_events(&[CaseEvent { about: None, ..e.clone() }]).concat();
        if unmatched.missing.is_empty() && unmatched.extra.is_empty() {
            continue;
        }
        wrong.push(format!("> {sentence}"));
        wrong.extend(unmatched.missing.iter().map(|&e| format!("missing: {}", alone(&wanted[e]))));
        wrong.extend(unmatched.extra.iter().map(|&a| format!("extra:   {}", alone(&got[a]))));
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_it_is_written() {
        let file = "> One.\nREJECT  MEX.GOV -> USA  happened\n  ASSAULT  USA -> MEX  hypothetical\n\n> Two.\nACCUSE  - -> -  happened\n";
        let lines: Vec<String> =
            file.lines().filter(|l| !l.starts_with('>')).map(str::to_owned).collect();
        let mut events = parse_events("", 1, &lines).unwrap();
        for (i, event) in events.iter_mut().enumerate() {
            event.sentence = if i < 2 { "One." } else { "Two." }.to_owned();
        }
        assert_eq!(events_file(&events), file);
        assert!(compare_events_file("f", file, &events).unwrap().is_empty());
        events.pop();
        let wrong = compare_events_file("f", file, &events).unwrap();
        assert_eq!(wrong, ["> Two.", "missing: ACCUSE  - -> -  happened"]);
    }
}
