//! Lines of a dictionary → entries with their codes and days.

use model::Date;

use super::Imported;

/// One name or several with their codes.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) line: u32,
    /// As written, underscores and all.
    pub(super) names: Vec<String>,
    pub(super) codes: Vec<Code>,
}

/// A code and when it holds.
#[derive(Clone, Debug)]
pub(super) struct Code {
    pub(super) name: String,
    pub(super) from: Option<Date>,
    pub(super) until: Option<Date>,
}

#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) actors: Vec<Entry>,
    pub(super) agents: Vec<Entry>,
}

pub(super) fn read(text: &str, imported: &mut Imported) -> Read {
    let mut read = Read::default();
    let mut macros: Vec<(String, Vec<String>)> = Vec::new();
    let mut open: Option<Entry> = None;
    let mut in_comment = false;
    let lines: Vec<&str> = text.lines().collect();
    for (i, raw) in lines.iter().enumerate() {
        let line = i as u32 + 1;
        let bare = without_comments(raw, &mut in_comment);
        let bare = bare.split('#').next().unwrap_or("").trim();
        if bare.is_empty() {
            continue;
        }
        if let Some((name, words)) = bare.split_once('=').filter(|(n, _)| n.starts_with('!')) {
            let words = words.split(',').map(|w| w.trim().to_owned()).collect();
            macros.push((name.trim().to_owned(), words));
            continue;
        }
        let (head, brackets) = split(bare);
        let codes: Vec<Code> = brackets.iter().filter_map(|b| code(b, line, imported)).collect();
        let synonym = head.starts_with('+');
        let names: Vec<String> = head
            .split('+')
            .map(|n| n.trim().trim_matches('_').to_owned())
            .filter(|n| !n.is_empty())
            .collect();
        if names.is_empty() || synonym {
            let Some(entry) = &mut open else {
                imported.rejected.push((line, "no entry stands above it".to_owned()));
                continue;
            };
            entry.names.extend(names);
            entry.codes.extend(codes);
            continue;
        }
        // A name that brings no code and follows a finished entry is one of its names.
        if codes.is_empty()
            && let Some(entry) = open.as_mut().filter(|e| !e.codes.is_empty())
            && !next_has_codes(&lines[i + 1..])
        {
            let what = "names without a code, taken as one more name of the entry above";
            imported.note(what.to_owned(), line);
            entry.names.extend(names);
            continue;
        }
        close(open.take(), &mut read, &macros, imported);
        open = Some(Entry { line, names, codes });
    }
    close(open, &mut read, &macros, imported);
    read
}

/// Whether the lines below a name give it a code before the next name begins.
fn next_has_codes(below: &[&str]) -> bool {
    for raw in below {
        let bare = raw.split('#').next().unwrap_or("").trim();
        if bare.is_empty() {
            continue;
        }
        if bare.contains('[') {
            return bare.starts_with('[') || bare.starts_with('+');
        }
        if !bare.starts_with('+') {
            return false;
        }
    }
    false
}

fn close(
    entry: Option<Entry>,
    read: &mut Read,
    macros: &[(String, Vec<String>)],
    imported: &mut Imported,
) {
    let Some(mut entry) = entry else { return };
    if entry.codes.is_empty() {
        imported.rejected.push((entry.line, format!("`{}` has no code", entry.names[0])));
        return;
    }
    let is_role = entry.codes.iter().any(|c| c.name.contains('~'));
    if !is_role {
        read.actors.push(entry);
        return;
    }
    let mut names = Vec::new();
    for name in &entry.names {
        // The plural in braces is made by rule here.
        let name = name.split('{').next().unwrap_or("").trim().trim_matches('_').to_owned();
        match macros.iter().find(|(m, _)| name.contains(m.as_str())) {
            Some((m, words)) => names.extend(words.iter().map(|w| name.replace(m, w))),
            None => names.push(name),
        }
    }
    entry.names = names;
    read.agents.push(entry);
}

/// The line without `<!-- … -->`.
fn without_comments(line: &str, inside: &mut bool) -> String {
    let mut out = String::new();
    let mut rest = line;
    loop {
        if *inside {
            let Some(end) = rest.find("-->") else { return out };
            *inside = false;
            rest = &rest[end + 3..];
        }
        let Some(start) = rest.find("<!") else {
            out.push_str(rest);
            return out;
        };
        out.push_str(&rest[..start]);
        *inside = true;
        rest = &rest[start + 2..];
    }
}

/// What stands before the brackets, and what stands in them.
fn split(line: &str) -> (&str, Vec<&str>) {
    let head = line.split('[').next().unwrap_or("").trim();
    let brackets = line.split('[').skip(1).map(|part| part.split(']').next().unwrap_or("").trim());
    (head, brackets.filter(|b| !b.is_empty()).collect())
}

fn code(bracket: &str, line: u32, imported: &mut Imported) -> Option<Code> {
    let end = bracket.find([' ', '\t', '<', '>']).unwrap_or(bracket.len());
    let name = bracket[..end].trim();
    let when: String = bracket[end..].chars().filter(|c| !c.is_whitespace()).collect();
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        imported.rejected.push((line, format!("`[{bracket}]` begins with no code")));
        return None;
    }
    let mut day = |text: &str, end: bool| {
        let day = day(text, end);
        if day.is_none() {
            imported.note(format!("day `{text}` cannot be read, left open"), line);
        }
        day
    };
    let (from, until) = if let Some(d) = when.strip_prefix('>') {
        (day(d, false), None)
    } else if let Some(d) = when.strip_prefix('<') {
        (None, day(d, true))
    } else if let Some((a, b)) = when.split_once('-') {
        (day(a, false), day(b, true))
    } else {
        if !when.is_empty() {
            imported.note(format!("`{when}` behind a code is no stretch of days"), line);
        }
        (None, None)
    };
    // Turned round by mistake: no day is better than a wrong one.
    let (from, until) = match (from, until) {
        (Some(a), Some(b)) if b < a => {
            imported.note("stretches that end before they begin, left open".to_owned(), line);
            (None, None)
        }
        days => days,
    };
    Some(Code { name: name.to_owned(), from, until })
}

/// "011222", "19270101"; years of two digits from 30 on are of the last century.
fn day(text: &str, end: bool) -> Option<Date> {
    if !text.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = match text.len() {
        8 => (text[..4].parse().ok()?, &text[4..]),
        6 => {
            let short: i16 = text[..2].parse().ok()?;
            (if short < 30 { 2000 + short } else { 1900 + short }, &text[2..])
        }
        4 => (text.parse().ok()?, if end { "1231" } else { "0101" }),
        _ => return None,
    };
    let month: i8 = rest[..2].parse().ok()?;
    let day: i8 = rest[2..].parse().ok()?;
    let first = Date::new(year, month, 1).ok()?;
    Date::new(year, month, day.max(1)).ok().or_else(|| Some(first.last_of_month()))
}
