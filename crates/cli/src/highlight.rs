//! Events for people: a block an event, with the sentence and its words marked.
//!
//! Colour is never the only carrier: the trigger stands in ‹›, whatever the terminal does.

use model::{Document, Event, Participant, Span};

/// Colours, or none.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    pub(crate) colour: bool,
    pub(crate) width: usize,
}

impl Style {
    fn paint(self, code: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// One event as lines.
pub(crate) fn event(document: &Document, e: &Event, style: Style) -> String {
    let mut class = e.class.event_type.as_str().to_owned();
    if let Some(own) = &e.class.own_type {
        class = format!("{own}, like {class}");
    }
    if !e.class.modes.is_empty() {
        let modes: Vec<&str> = e.class.modes.iter().map(|m| m.as_str()).collect();
        class = format!("{class} ({})", modes.join(", "));
    }
    let colour = if e.class.event_type.quad().is_conflict() { "1;31" } else { "1;32" };
    let date = e.date.map_or_else(
        || "no day".to_owned(),
        |d| {
            if d.interval.start == d.interval.end {
                d.interval.start.to_string()
            } else {
                format!("{}..{}", d.interval.start, d.interval.end)
            }
        },
    );
    let mut out = format!(
        "  {}  {} → {}\n      {} · {} · CAMEO {} · confidence {:.2}\n",
        style.paint(colour, &class),
        participants(&e.actors, style, "36"),
        participants(&e.recipients, style, "35"),
        e.status.as_str(),
        date,
        e.class.cameo,
        e.confidence,
    );
    if let Some(p) = &e.place {
        out.push_str(&format!("      at {} {}\n", p.name, p.country.as_deref().unwrap_or("")));
    }
    if let Some(s) = &e.attribution {
        out.push_str(&format!("      says {}\n", who(s)));
    }
    out.push_str(&sentence(document, e, style));
    out
}

fn participants(list: &[Participant], style: Style, colour: &str) -> String {
    if list.is_empty() {
        return "-".to_owned();
    }
    list.iter().map(|p| style.paint(colour, &who(p))).collect::<Vec<_>>().join(" + ")
}

/// `MEX.GOV Claudia Sheinbaum`
pub(crate) fn who(p: &Participant) -> String {
    let mut code = p.entity.code.country.clone().unwrap_or_else(|| "-".to_owned());
    for s in &p.entity.code.sectors {
        code.push('.');
        code.push_str(s.as_str());
    }
    if p.entity.name.is_empty() { code } else { format!("{code} {}", p.entity.name) }
}

/// The sentence, the trigger in ‹›, the participants coloured, wrapped.
fn sentence(document: &Document, e: &Event, style: Style) -> String {
    let whole = e.evidence.sentence_span;
    let mut marks: Vec<(Span, &str)> = vec![(e.evidence.trigger, "1;33")];
    marks.extend(e.actors.iter().map(|p| (p.span, "36")));
    marks.extend(e.recipients.iter().map(|p| (p.span, "35")));
    marks.retain(|(s, _)| whole.contains(*s) && !s.is_empty());
    marks.sort_by_key(|(s, _)| (s.start, std::cmp::Reverse(s.end)));
    let mut pieces: Vec<(String, String)> = Vec::new();
    let mut at = whole.start;
    let plain = |from: u32, to: u32| Span { start: from, end: to }.of(&document.text).to_owned();
    for (span, colour) in marks {
        if span.start < at {
            continue;
        }
        pieces.push((plain(at, span.start), String::new()));
        let words = plain(span.start, span.end);
        let words = if span == e.evidence.trigger { format!("‹{words}›") } else { words };
        pieces.push((words, colour.to_owned()));
        at = span.end;
    }
    pieces.push((plain(at, whole.end), String::new()));
    let mut out = String::from("      ");
    let mut column = 6;
    let mut blank = false;
    for (text, colour) in pieces {
        for (i, word) in text.split_whitespace().enumerate() {
            let n = word.chars().count();
            let apart = blank || i > 0 || text.starts_with(char::is_whitespace);
            if apart && column > 6 {
                if column + n + 1 > style.width {
                    out.push_str("\n      ");
                    column = 6;
                } else {
                    out.push(' ');
                    column += 1;
                }
            }
            blank = false;
            let painted =
                if colour.is_empty() { word.to_owned() } else { style.paint(&colour, word) };
            out.push_str(&painted);
            column += n;
        }
        blank = (blank && text.is_empty())
            || text.ends_with(char::is_whitespace)
            || (text.trim().is_empty() && !text.is_empty());
    }
    out.push('\n');
    out
}
