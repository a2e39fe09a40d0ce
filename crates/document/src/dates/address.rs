//! Days in addresses.

use model::Date;

use super::{day, month};

/// A day in an address: `/2026/01/13/`, `/2026-01-13-`, `/20260113`, `/2026/jan/13/`.
pub(crate) fn in_address(url: &str) -> Option<Date> {
    let path = url.split("://").last().unwrap_or(url);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let (_, path) = path.split_once('/')?;
    let parts: Vec<&str> = path.split('/').collect();
    for w in parts.windows(3) {
        if w[0].len() == 4
            && let (Ok(y), Some(m), Ok(d)) = (
                w[0].parse::<u32>(),
                w[1].parse::<u32>().ok().or_else(|| month(w[1])),
                w[2][..w[2].bytes().take_while(u8::is_ascii_digit).count()].parse::<u32>(),
            )
            && let Some(day) = day(y, m, d)
        {
            return Some(day);
        }
    }
    // Digits with or without marks inside one part.
    for part in parts {
        let bytes = part.as_bytes();
        for i in 0..bytes.len() {
            let edge = i == 0 || !bytes[i - 1].is_ascii_digit();
            if !edge || !bytes[i].is_ascii_digit() {
                continue;
            }
            let run = bytes[i..].iter().take_while(|b| b.is_ascii_digit()).count();
            let text = &part[i..];
            let told = match run {
                8 => text[..8]
                    .parse::<u32>()
                    .ok()
                    .and_then(|v| day(v / 10_000, v / 100 % 100, v % 100)),
                4 => {
                    let pieces: Vec<&str> = text.splitn(4, ['-', '_', '.']).collect();
                    match pieces[..] {
                        [y, m, d, ..] if y.len() == 4 && m.len() == 2 && d.len() >= 2 => {
                            let d = d.get(..2).unwrap_or("");
                            match (y.parse(), m.parse(), d.parse()) {
                                (Ok(y), Ok(m), Ok(d)) => day(y, m, d),
                                _ => None,
                            }
                        }
                        _ => None,
                    }
                }
                _ => None,
            };
            if told.is_some_and(|d| (1995..=2035).contains(&d.year())) {
                return told;
            }
        }
    }
    None
}
