//! One paragraph in, the stretches between its quotation marks out.

use model::Span;

/// A stretch between marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marked {
    /// What stands between, white space at the ends left out.
    pub(super) inner: Span,
    /// With the marks.
    pub(super) outer: Span,
    /// The closing mark is missing: the speech goes on in the next paragraph.
    pub(super) open: bool,
}

/// Finds them in `text[from..to]`, in order; a quotation inside another is part of it.
///
/// An apostrophe is no mark, nor is the sign of inches.
pub(super) fn scan(text: &str, from: usize, to: usize) -> Vec<Marked> {
    let Some(body) = text.get(from..to) else { return Vec::new() };
    let chars: Vec<(usize, char)> = body.char_indices().map(|(i, c)| (from + i, c)).collect();
    let mut out = Vec::new();
    let mut k = 0;
    while k < chars.len() {
        let Some(closer) = opens(&chars, k) else {
            k += 1;
            continue;
        };
        let width = usize::from(doubled(&chars, k));
        if let Some(end) = closing(&chars, k, closer) {
            let width_end = usize::from(doubled(&chars, end));
            let last = chars[end + width_end];
            let outer = Span::new(chars[k].0, last.0 + last.1.len_utf8());
            push(
                &mut out,
                text,
                chars[k + width].0 + chars[k + width].1.len_utf8(),
                chars[end].0,
                outer,
                false,
            );
            k = end + width_end + 1;
        } else {
            let near = chars.len() - k <= CHARS_MAX;
            if closer == Closer::Double && near && continues(&chars, k) {
                let outer = Span::new(chars[k].0, to);
                push(
                    &mut out,
                    text,
                    chars[k + width].0 + chars[k + width].1.len_utf8(),
                    to,
                    outer,
                    true,
                );
                break;
            }
            k += 1;
        }
    }
    out
}

/// No quotation in one paragraph is longer, in characters.
const CHARS_MAX: usize = 8_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closer {
    Double,
    Single,
}

fn at(chars: &[(usize, char)], k: usize) -> char {
    chars.get(k).map_or(' ', |c| c.1)
}

fn before(chars: &[(usize, char)], k: usize) -> char {
    if k == 0 { ' ' } else { chars[k - 1].1 }
}

/// Two single marks that stand for a double one.
fn doubled(chars: &[(usize, char)], k: usize) -> bool {
    let c = at(chars, k);
    matches!(c, '`' | '\'' | '\u{2018}' | '\u{2019}') && at(chars, k + 1) == c
}

/// Whether a quotation opens at `k`, and what will close it.
fn opens(chars: &[(usize, char)], k: usize) -> Option<Closer> {
    let c = at(chars, k);
    let outside = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | '['
                    | '{'
                    | '-'
                    | '\u{2013}'
                    | '\u{2014}'
                    | '/'
                    | ':'
                    | '\u{201c}'
                    | '"'
                    | '>'
                    | ','
                    | '.'
                    | '\u{2026}'
            )
    };
    let after = at(chars, k + 1 + usize::from(doubled(chars, k)));
    match c {
        '\u{201c}' | '\u{201e}' | '\u{201f}' | '\u{ab}' => Some(Closer::Double),
        '"' | '\u{ff02}' if !after.is_whitespace() && outside(before(chars, k)) => {
            Some(Closer::Double)
        }
        // A closing mark in the place of an opening one.
        '\u{201d}' if after.is_alphanumeric() && before(chars, k).is_whitespace() => {
            Some(Closer::Double)
        }
        '`' if doubled(chars, k) => Some(Closer::Double),
        '\'' if doubled(chars, k) && outside(before(chars, k)) && !after.is_whitespace() => {
            Some(Closer::Double)
        }
        '\u{2018}' | '\'' | '\u{201b}' if !doubled(chars, k) => {
            let before = before(chars, k);
            let start =
                before.is_whitespace() || matches!(before, '(' | '[' | '\u{2014}' | '\u{2013}');
            // '80s, 'em
            let short = after.is_ascii_digit() && c == '\'';
            (start && after.is_alphanumeric() && !short).then_some(Closer::Single)
        }
        _ => None,
    }
}

/// Where the quotation that opens at `k` closes.
fn closing(chars: &[(usize, char)], k: usize, closer: Closer) -> Option<usize> {
    let curly = at(chars, k) == '\u{201c}';
    let mut depth = 0;
    let mut fallback = None;
    let mut j = k + 1 + usize::from(doubled(chars, k));
    let reach = if closer == Closer::Double { CHARS_MAX } else { CHARS_MAX / 8 };
    let chars = &chars[..chars.len().min(k + reach)];
    while j < chars.len() {
        let c = chars[j].1;
        let after = at(chars, j + 1 + usize::from(doubled(chars, j)));
        let ends = !after.is_alphanumeric();
        match closer {
            Closer::Double => match c {
                '\u{201c}' if curly => {
                    // Nested if enough marks close after it, else the closing mark was left out.
                    let closers = chars[j..].iter().filter(|c| c.1 == '\u{201d}').count();
                    let openers = chars[j..].iter().filter(|c| c.1 == '\u{201c}').count();
                    if closers > openers {
                        depth += 1;
                    } else {
                        return before(chars, j).is_whitespace().then_some(()).and(fallback);
                    }
                }
                '\u{201d}' | '\u{bb}' => {
                    if depth == 0 {
                        return Some(j);
                    }
                    depth -= 1;
                }
                '"' | '\u{ff02}' if ends || !before(chars, j).is_whitespace() => return Some(j),
                '\'' | '\u{2019}' if doubled(chars, j) => return Some(j),
                _ => {}
            },
            Closer::Single => match c {
                '\'' | '\u{2019}' if ends && !before(chars, j).is_whitespace() => {
                    let before = before(chars, j);
                    if before == 's' && after == ' ' && at(chars, j + 2).is_lowercase() {
                        // "the workers' union": perhaps no end.
                        fallback = fallback.or(Some(j));
                    } else {
                        return Some(j);
                    }
                }
                '"' | '\u{201c}' | '\n' if at(chars, j + 1) == '\n' => return fallback,
                _ => {}
            },
        }
        j += 1;
    }
    fallback
}

/// Whether an unclosed mark at `k` can begin speech that goes on in the next paragraph.
fn continues(chars: &[(usize, char)], k: usize) -> bool {
    let before = chars[..k].iter().rev().map(|c| c.1).find(|c| !c.is_whitespace());
    before.is_none_or(|c| matches!(c, ':' | ',' | '.' | '?' | '!' | '\u{201d}' | '"' | '\u{2014}'))
}

fn push(out: &mut Vec<Marked>, text: &str, start: usize, end: usize, outer: Span, open: bool) {
    let Some(inner) = text.get(start..end) else { return };
    let left = inner.len() - inner.trim_start().len();
    let inner = inner.trim();
    if !inner.is_empty() {
        let start = start + left;
        out.push(Marked { inner: Span::new(start, start + inner.len()), outer, open });
    }
}
