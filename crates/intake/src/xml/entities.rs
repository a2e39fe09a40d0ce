//! `&eacute;`, `&#233;` and what a document declares itself.

use std::{borrow::Cow, collections::HashMap};

use markup5ever::data::NAMED_ENTITIES;

/// Longest name of an entity, in bytes.
const N_NAME_MAX: usize = 40;

/// Declared entities that are kept, and their length in bytes.
const N_DECLARED_MAX: usize = 200;
const N_VALUE_MAX: usize = 1000;

/// What Windows wrote where ISO 8859-1 has controls, 0x80 to 0x9f.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Entities of HTML undone; what is none stays as it is.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    expand(text, &HashMap::new()).0
}

/// Entities undone, and how many ampersands began none.
pub(super) fn expand<'a>(
    text: &'a str,
    declared: &HashMap<String, String>,
) -> (Cow<'a, str>, usize) {
    if !text.contains('&') {
        return (Cow::Borrowed(text), 0);
    }
    let mut out = String::with_capacity(text.len());
    let mut n_broken = 0;
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.bytes().take(N_NAME_MAX).position(|b| b == b';');
        let name = end.and_then(|e| rest.get(..e)).unwrap_or_default();
        if let Some(value) = end.and_then(|_| value(name, declared)) {
            out.push_str(&value);
            rest = &rest[name.len() + 1..];
        } else {
            n_broken += 1;
            out.push('&');
        }
    }
    out.push_str(rest);
    (Cow::Owned(out), n_broken)
}

fn value(name: &str, declared: &HashMap<String, String>) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        let code = code.ok()?;
        if (0x80..0xa0).contains(&code) {
            return Some(WINDOWS[code as usize - 0x80].to_string());
        }
        let c = char::from_u32(code).unwrap_or('\u{fffd}');
        return Some(if c.is_control() && !c.is_whitespace() { '\u{fffd}' } else { c }.to_string());
    }
    if name.is_empty() || !name.chars().all(char::is_alphanumeric) {
        return declared.get(name).cloned();
    }
    if name == "apos" {
        return Some("'".to_owned());
    }
    if let Some(value) = declared.get(name) {
        return Some(value.clone());
    }
    let (first, second) = NAMED_ENTITIES.get(&format!("{name};"))?;
    let first = char::from_u32(*first).filter(|c| *c != '\0')?;
    let mut value = first.to_string();
    value.extend(char::from_u32(*second).filter(|c| *c != '\0'));
    Some(value)
}

/// Keeps what `<!DOCTYPE … [<!ENTITY name "value">]>` declares; outside files are never asked for.
pub(super) fn declare(declaration: &str, declared: &mut HashMap<String, String>) {
    let mut rest = declaration;
    while let Some(at) = rest.find("<!ENTITY") {
        rest = rest[at + "<!ENTITY".len()..].trim_start();
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        rest = after.trim_start();
        let Some(quote @ ('"' | '\'')) = rest.chars().next() else { continue };
        let inner = &rest[1..];
        let Some(end) = inner.find(quote) else { return };
        if declared.len() < N_DECLARED_MAX && end <= N_VALUE_MAX {
            let value = expand(&inner[..end], &HashMap::new()).0.into_owned();
            declared.entry(name.to_owned()).or_insert(value);
        }
        rest = &inner[end + 1..];
    }
}

/// `&`, `<` and `>` made entities.
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}
