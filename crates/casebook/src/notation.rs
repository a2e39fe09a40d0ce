//! Event lines: read and written.

use model::{ActorCode, Date, EventType, Interval, Mode, Sector, Status};

use crate::{
    event::{CaseEvent, CaseWho},
    page::Error,
};

/// Reads event lines; `line` is the number of the first of them in `path`.
pub fn parse_events(path: &str, line: usize, lines: &[String]) -> Result<Vec<CaseEvent>, Error> {
    let mut events: Vec<CaseEvent> = Vec::new();
    // Indentation and index of the events that a deeper line may hang on.
    let mut above: Vec<(usize, usize)> = Vec::new();
    for (i, text) in lines.iter().enumerate() {
        if text.trim().is_empty() {
            continue;
        }
        let depth = text.len() - text.trim_start().len();
        let event = parse_event(text).map_err(|e| e.at(path, line + i))?;
        above.retain(|&(d, _)| d < depth);
        let idx = events.len();
        if let Some(&(_, parent)) = above.last() {
            if events[parent].about.is_some() {
                return Err(Error::new("an act is about one other act at most")
                    .hint("begin the second line at the margin")
                    .at(path, line + i));
            }
            events[parent].about = Some(idx);
        } else if depth > 0 {
            return Err(Error::new("an indented line needs a line above that it is what about")
                .at(path, line + i));
        }
        above.push((depth, idx));
        events.push(event);
    }
    Ok(events)
}

fn parse_event(text: &str) -> Result<CaseEvent, Error> {
    let text = text.trim();
    let (optional, text) = match text.strip_prefix('?') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    let words = split(text)?;
    let mut words = words.iter();
    let Some(Word::Bare(class)) = words.next() else {
        return Err(Error::new("an event line starts with its type"));
    };
    let mut parts = class.split('.');
    let kind = parts.next().unwrap_or_default();
    let (kind, own_type) = match kind.split_once('/') {
        Some((kind, own)) => (kind, Some(own.to_owned())),
        None => (kind, None),
    };
    let event_type = label(kind, EventType::ALL, EventType::as_str, "event type")?;
    let modes =
        parts.map(|m| label(m, Mode::ALL, Mode::as_str, "mode")).collect::<Result<Vec<_>, _>>()?;

    let (mut actors, mut recipients) = (Vec::new(), Vec::new());
    let (mut status, mut date, mut arrow) = (None, None, false);
    let mut may_follow = true;
    for word in words {
        match word {
            Word::Bare("->") if !arrow => (arrow, may_follow) = (true, true),
            Word::Bare("+") => may_follow = true,
            Word::Bare(bare) if status.is_some() && date.is_none() => {
                date = Some(parse_days(bare)?);
            }
            Word::Bare(bare) if arrow && Status::ALL.iter().any(|s| s.as_str() == *bare) => {
                status = bare.parse().ok();
            }
            Word::Bare(bare) if status.is_none() && may_follow => {
                let side = if arrow { &mut recipients } else { &mut actors };
                side.push(parse_who(bare)?);
                may_follow = false;
            }
            Word::Quoted(quoted) if status.is_none() && !may_follow => {
                let side = if arrow { &mut recipients } else { &mut actors };
                if let Some(who) = side.last_mut() {
                    who.words = Some(quoted.clone());
                }
            }
            Word::Bare(bare) => {
                let hint = nearest(bare, Status::ALL.iter().map(|s| s.as_str()));
                return Err(Error::new(format!("`{bare}` is not expected here")).hint(format!(
                    "after the recipients comes the status: did you mean `{hint}`?"
                )));
            }
            Word::Quoted(quoted) => {
                return Err(Error::new(format!(
                    "\"{quoted}\" names nobody: write its code before"
                )));
            }
        }
    }
    if !arrow {
        return Err(
            Error::new("no `->` between actor and recipient").hint("write `-> -` for no recipient")
        );
    }
    let Some(status) = status else {
        return Err(Error::new("no status").hint("one of happened, planned, hypothetical, negated"));
    };
    let somebody =
        |w: &CaseWho| w.any_country || w.words.is_some() || w.code != ActorCode::default();
    actors.retain(somebody);
    recipients.retain(somebody);
    Ok(CaseEvent {
        event_type,
        own_type,
        modes,
        actors,
        recipients,
        status,
        date,
        about: None,
        optional,
        sentence: String::new(),
    })
}

enum Word<'a> {
    Bare(&'a str),
    Quoted(String),
}

/// Blank-separated words; a word in quotation marks may hold blanks.
fn split(text: &str) -> Result<Vec<Word<'_>>, Error> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('"') {
            let (quoted, n_bytes) = unquote(inner)?;
            words.push(Word::Quoted(quoted));
            rest = inner[n_bytes..].trim_start();
        } else {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            words.push(Word::Bare(&rest[..end]));
            rest = rest[end..].trim_start();
        }
    }
    Ok(words)
}

/// The words up to the closing quotation mark, and how many bytes they and the mark take.
pub(crate) fn unquote(inner: &str) -> Result<(String, usize), Error> {
    let mut quoted = String::new();
    let mut escaped = false;
    for (i, c) in inner.char_indices() {
        match c {
            _ if escaped => {
                quoted.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return Ok((quoted, i + 1)),
            _ => quoted.push(c),
        }
    }
    Err(Error::new("a quotation mark is not closed"))
}

fn parse_who(text: &str) -> Result<CaseWho, Error> {
    let mut parts = text.split('.');
    let country = parts.next().unwrap_or_default();
    let country = match country {
        "" | "-" => None,
        c if c.len() == 3 && c.bytes().all(|b| b.is_ascii_uppercase()) => Some(c.to_owned()),
        c => {
            return Err(Error::new(format!("`{c}` is no country code"))
                .hint("three capitals (MEX, UNO), or `-` where the text gives none"));
        }
    };
    let sectors = parts
        .filter(|s| !s.is_empty())
        .map(|s| label(s, Sector::ALL, Sector::as_str, "sector"))
        .collect::<Result<Vec<_>, _>>()?;
    let any_country = text.starts_with('.');
    Ok(CaseWho { code: ActorCode { country, sectors }, any_country, words: None })
}

pub(crate) fn parse_day(text: &str) -> Result<Date, Error> {
    text.parse()
        .map_err(|_| Error::new(format!("`{text}` is no day")).hint("write it as 2025-11-18"))
}

fn parse_days(text: &str) -> Result<Option<Interval>, Error> {
    if text == "undated" {
        return Ok(None);
    }
    let (start, end) = text.split_once("..").unwrap_or((text, text));
    let (start, end) = (parse_day(start)?, parse_day(end)?);
    if end < start {
        return Err(Error::new(format!("`{text}` ends before it begins")));
    }
    Ok(Some(Interval { start, end }))
}

fn label<T: Copy>(
    text: &str,
    all: &[T],
    name: fn(T) -> &'static str,
    set: &str,
) -> Result<T, Error> {
    all.iter().copied().find(|&l| name(l) == text).ok_or_else(|| {
        let hint = nearest(text, all.iter().map(|&l| name(l)));
        Error::new(format!("unknown {set} `{text}`")).hint(format!("did you mean `{hint}`?"))
    })
}

/// The candidate with the fewest changed letters.
pub(crate) fn nearest(text: &str, all: impl Iterator<Item = &'static str>) -> &'static str {
    all.min_by_key(|c| distance(&text.to_lowercase(), &c.to_lowercase())).unwrap_or_default()
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let cost = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// Writes events as lines that [`parse_events`] reads back. What an event is about stands
/// indented under the first event that speaks of it; the order is else kept.
pub fn format_events(events: &[CaseEvent]) -> Vec<String> {
    let mut spoken_of = vec![false; events.len()];
    for (i, event) in events.iter().enumerate() {
        if let Some(a) = event.about.filter(|&a| a < events.len() && a != i) {
            spoken_of[a] = true;
        }
    }
    let mut written = vec![false; events.len()];
    let mut lines = Vec::new();
    // Second pass: circles of events that speak of each other have no outermost one.
    for outermost in [true, false] {
        for i in 0..events.len() {
            if written[i] || (outermost && spoken_of[i]) {
                continue;
            }
            let (mut at, mut depth) = (Some(i), 0);
            while let Some(j) = at.filter(|&j| j < events.len() && !written[j]) {
                written[j] = true;
                lines.push(format!("{:depth$}{}", "", format_event(&events[j])));
                (at, depth) = (events[j].about, depth + 2);
            }
        }
    }
    lines
}

fn format_event(event: &CaseEvent) -> String {
    use std::fmt::Write as _;
    let mut line = String::from(if event.optional { "? " } else { "" });
    line.push_str(event.event_type.as_str());
    if let Some(own) = &event.own_type {
        let _ = write!(line, "/{own}");
    }
    for mode in &event.modes {
        let _ = write!(line, ".{mode}");
    }
    let _ = write!(
        line,
        "  {} -> {}  {}",
        format_whos(&event.actors),
        format_whos(&event.recipients),
        event.status
    );
    match event.date {
        Some(Some(days)) if days.start == days.end => {
            let _ = write!(line, "  {}", days.start);
        }
        Some(Some(days)) => {
            let _ = write!(line, "  {}..{}", days.start, days.end);
        }
        Some(None) => line.push_str("  undated"),
        None => {}
    }
    line
}

fn format_whos(whos: &[CaseWho]) -> String {
    if whos.is_empty() {
        return "-".to_owned();
    }
    whos.iter().map(format_who).collect::<Vec<_>>().join(" + ")
}

fn format_who(who: &CaseWho) -> String {
    use std::fmt::Write as _;
    let unknown = if who.any_country { "" } else { "-" };
    let mut text = who.code.country.clone().unwrap_or_else(|| unknown.to_owned());
    for sector in &who.code.sectors {
        let _ = write!(text, ".{sector}");
    }
    if text.is_empty() {
        text.push('.');
    }
    if let Some(words) = &who.words {
        let _ = write!(text, " {}", quoted(words));
    }
    text
}

pub(crate) fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<CaseEvent> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        parse_events("page.md", 1, &lines).unwrap()
    }

    #[test]
    fn a_line_is_written_as_it_is_read() {
        let text = "REJECT.change  MEX.GOV \"Mexico's \\\"iron\\\" lady\" -> USA + -.REB  happened  2025-11-18\n  ASSAULT  USA.GOV.MIL -> MEX  hypothetical  2025-11-01..2025-11-30\nCONSULT  - -> -  planned  undated";
        assert_eq!(format_events(&read(text)).join("\n"), text);
    }

    #[test]
    fn a_bad_line_names_its_place_and_the_nearest_word() {
        let lines = vec!["ACCUSE MEX.GVT -> - happened".to_owned()];
        let error = parse_events("page.md", 7, &lines).unwrap_err().to_string();
        assert_eq!(error, "page.md:7: unknown sector `GVT`\nhint: did you mean `GOV`?");
    }

    #[test]
    fn circles_are_written_out() {
        let mut events = read("ACCUSE - -> - happened\nREJECT - -> - happened");
        (events[0].about, events[1].about) = (Some(1), Some(0));
        assert_eq!(format_events(&events).len(), 2);
    }
}
