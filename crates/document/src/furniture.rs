//! Text in, the lines that are no part of the story out.
//!
//! "Sign up now: get our newsletter", "PHOTO: AFP", "Follow topic:", a caption said twice.

use model::Span;

/// Starts of lines that only ask, credit or link; lower case.
const STARTS: &[&str] = &[
    "sign up",
    "subscribe",
    "follow topic",
    "follow us",
    "photo:",
    "photo by",
    "image:",
    "image credit",
    "picture:",
    "credit:",
    "file photo",
    "read more",
    "read also",
    "also read",
    "see also",
    "related:",
    "related articles",
    "related stories",
    "more on this",
    "more from",
    "share this",
    "share on",
    "listen to this",
    "watch:",
    "click here",
    "get our",
    "join our",
    "download our",
    "advertisement",
    "sponsored",
    "recommended",
    "most read",
    "trending",
    "comments",
    "copyright",
    "all rights reserved",
    "newsletter",
    "support our journalism",
    "this article was amended",
    "getty images",
    "reuters/",
    "ap photo",
    "afp photo",
    "video:",
    "gallery:",
    "story continues",
    "article continues",
    "skip to",
    "cookie",
    "accept cookies",
    "we use cookies",
    "log in",
    "already a subscriber",
    "print this",
    "email this",
    "tags:",
    "topics:",
    "editor's note",
    "follow @",
    "enable javascript",
    "loading...",
    "back to top",
];

/// Stretches of furniture, in order, apart.
pub(crate) fn find(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let mut found = Vec::new();
    for (i, &(start, line)) in lines.iter().enumerate() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        let lower = trimmed.to_lowercase();
        let short = trimmed.chars().count() <= 120;
        let asks = short && STARTS.iter().any(|s| lower.starts_with(s));
        let credit = short
            && trimmed.chars().count() <= 60
            && ["getty", "afp", "reuters", "ap photo", "epa", "via ap"]
                .iter()
                .any(|a| lower.contains(a) && (lower.contains("photo") || lower.contains('/')));
        let label =
            trimmed.chars().count() < 25 && trimmed.ends_with(':') && !trimmed.contains(' ');
        // A caption that repeats a paragraph above it.
        let repeated = trimmed.chars().count() > 40
            && lines[..i].iter().rev().take(6).any(|&(_, l)| l.trim() == trimmed);
        if asks || credit || label || repeated {
            found.push(Span::new(start, start + line.len()));
        }
    }
    found
}

/// Lines with the byte each starts at.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut start = 0;
    text.split('\n')
        .map(|line| {
            let at = start;
            start += line.len() + 1;
            (at, line)
        })
        .collect()
}
