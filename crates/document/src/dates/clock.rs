//! Times of day behind a day, with their zones.

use super::Token;

/// Zones by their letters, in minutes ahead of UTC.
const ZONES: &[(&str, i16)] = &[
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("bst", 60),
    ("ist", 330),
    ("cet", 60),
    ("cest", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("sgt", 480),
    ("hkt", 480),
    ("jst", 540),
    ("kst", 540),
    ("aest", 600),
    ("aedt", 660),
    ("est", -300),
    ("edt", -240),
    ("et", -300),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
];

/// A clock within the next few tokens: minutes since midnight, zone, tokens taken.
pub(super) fn clock_after(t: &[Token<'_>]) -> (Option<u16>, Option<i16>, usize) {
    let mut i = 0;
    while i < 4 && i < t.len() {
        if let (
            Token::Number(h, 1 | 2),
            Some(Token::Mark(':' | '.' | 'h')),
            Some(Token::Number(m, 2)),
        ) = (t[i], t.get(i + 1), t.get(i + 2))
            && h < 24
            && *m < 60
        {
            return clock(t, i, h, *m);
        }
        if let Token::Number(_, _) = t[i] {
            break;
        }
        i += 1;
    }
    (None, None, 0)
}

fn clock(t: &[Token<'_>], at: usize, h: u32, m: u32) -> (Option<u16>, Option<i16>, usize) {
    let mut i = at + 3;
    // Seconds and their fraction.
    while matches!(t.get(i), Some(Token::Mark(':' | '.')))
        && matches!(t.get(i + 1), Some(Token::Number(..)))
    {
        i += 2;
    }
    let mut h = h;
    if let Some(Token::Word(w)) = t.get(i) {
        let half = w.chars().next().map(|c| c.to_ascii_lowercase());
        let (pm, dotted) = match w.len() {
            2 if w.eq_ignore_ascii_case("am") || w.eq_ignore_ascii_case("pm") => {
                (half == Some('p'), false)
            }
            1 if matches!(half, Some('a' | 'p'))
                && matches!(t.get(i + 1), Some(Token::Mark('.'))) =>
            {
                (half == Some('p'), true)
            }
            _ => (h >= 12, false),
        };
        let is_half = matches!(w.len(), 1 | 2)
            && matches!(half, Some('a' | 'p'))
            && !w.eq_ignore_ascii_case("as");
        if is_half {
            h = h % 12 + if pm { 12 } else { 0 };
            i += if dotted { 4 } else { 1 };
        }
    }
    let mut offset = None;
    match (t.get(i), t.get(i + 1)) {
        (Some(Token::Mark(sign @ ('+' | '-' | '−'))), Some(Token::Number(v, n))) => {
            let (hours, minutes) = match (n, t.get(i + 2), t.get(i + 3)) {
                (4, _, _) => (v / 100, v % 100),
                (2, Some(Token::Mark(':')), Some(Token::Number(m, 2))) => (*v, *m),
                (1 | 2, _, _) => (*v, 0),
                _ => (99, 0),
            };
            if hours <= 14 && minutes < 60 {
                let total = (hours * 60 + minutes) as i16;
                offset = Some(if *sign == '+' { total } else { -total });
            }
            i += 2;
        }
        (Some(Token::Word(w)), _) => {
            offset = ZONES.iter().find(|(z, _)| w.eq_ignore_ascii_case(z)).map(|(_, o)| *o);
            i += usize::from(offset.is_some());
        }
        _ => {}
    }
    (Some((h * 60 + m) as u16), offset, i.min(t.len()))
}
