//! Text in, the lines that are no part of the report out.
//!
//! "Sign up now: get our newsletter", "PHOTO: AFP", "Follow topic:", a caption said twice. Pages that
//! were pasted as text have no elements to tell by, so the words must: fixed openings, the weights
//! that words of short lines were given on real pages ([`crate::text`]), and what stands around.

use knowledge::Publishers;
use model::Span;

use crate::{credits, inserts, text::words_score};

/// Openings of short lines that ask, credit or link; lower case. None of them opens a sentence.
const OPENINGS: &[&str] = &[
    "sign up now",
    "sign up for",
    "sign up to",
    "follow topic",
    "follow us on",
    "follow @",
    "photo:",
    "photos:",
    "photo by ",
    "photo credit",
    "image:",
    "image credit",
    "image source",
    "image caption",
    "picture:",
    "credit:",
    "file photo",
    "read more:",
    "read also",
    "also read",
    "read next",
    "see also:",
    "related:",
    "related articles",
    "related stories",
    "related topics",
    "more on this",
    "more from ",
    "more on:",
    "share this",
    "share on",
    "listen to this",
    "watch:",
    "click here",
    "get our ",
    "join our ",
    "download our ",
    "advertisement",
    "all rights reserved",
    "support our journalism",
    "getty images",
    "ap photo",
    "afp photo",
    "story continues",
    "article continues",
    "skip to ",
    "accept cookies",
    "we use cookies",
    "already a subscriber",
    "print this",
    "email this",
    "tags:",
    "topics:",
    "enable javascript",
    "loading...",
    "back to top",
    "see more on",
    "see more:",
    "sponsored content",
    "recommended for you",
    "you may also like",
    "you might also like",
    "most read",
    "most popular",
    "trending now",
    "view comments",
    "leave a comment",
    "post a comment",
    "continue reading",
    "copyright ©",
    "© ",
    "subscribe to our",
    "subscribe now",
    "recommended stories",
    "don't miss",
    "up next",
    "next article",
    "previous article",
    "log in to",
    "this article was amended on",
    "our standards:",
    "reporting by ",
    "editing by ",
    "writing by ",
    "additional reporting by ",
    "purchase licensing rights",
    "opens new tab",
    "reproduction ",
];

/// Words that open prompts where the line is short and ends without a stop.
const LABELS: &[&str] = &[
    "subscribe",
    "sign up",
    "comments",
    "newsletter",
    "cookie",
    "sponsored",
    "trending",
    "recommended",
    "read more",
    "video:",
    "gallery:",
    "log in",
    "related",
    "topics",
    "tags",
    "share",
    "follow",
    "advertisement",
    "copyright",
    "editor's note",
    "latest",
    "popular",
    "menu",
    "search",
    "print",
    "email",
    "whatsapp",
    "facebook",
    "twitter",
    "listen",
    "watch",
    "live",
    "more",
    "home",
];

/// Score of a short line's words below which it is a prompt.
const WORDS_SCORE_MAX: f32 = -2.5;

/// Whether a line is furniture whatever stands around it.
pub(crate) fn is_sure(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 140 || line.is_empty() {
        return false;
    }
    let lower = line.to_lowercase();
    OPENINGS.iter().any(|o| lower.starts_with(o)) && !is_sentence(line)
        || is_credit(line, &lower)
        || line.len() < 25 && line.ends_with(':') && line.split(' ').count() <= 2
}

/// Ends as a sentence does, and is long enough for one.
fn is_sentence(line: &str) -> bool {
    let n_words = line.split(' ').count();
    let closed = line.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?']);
    // "Reporting by A in Kyiv; editing by B." is none.
    let credit = ["reporting by", "editing by", "writing by"]
        .iter()
        .any(|c| line.to_lowercase().contains(c));
    closed && n_words > 8 && !credit && !line.starts_with('©')
}

/// "AFP/Getty Images", "Reuters / Jane Doe", "(AP Photo/A. Smith)".
fn is_credit(line: &str, lower: &str) -> bool {
    let agency = ["getty", "afp", "reuters", "ap photo", "epa", "via ap", "shutterstock", "alamy"]
        .iter()
        .any(|a| lower.contains(a));
    line.len() <= 80
        && agency
        && !is_sentence(line)
        && (lower.contains("photo") || lower.contains('/') || lower.contains("images"))
        && line.split(' ').count() <= 10
}

/// Whether a line is a number and no more: of a page, a slide, a step.
pub(crate) fn is_number(line: &str) -> bool {
    (1..=4).contains(&line.len()) && line.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Openings of captions and galleries, which may run to sentences.
const CAPTIONS: &[&str] =
    &["FILE PHOTO", "Facebook Twitter Pinterest ", "Photos: ", "Enlarge this image", "Copyright ©"];

/// Longest caption, in bytes.
const N_CAPTION_MAX: usize = 600;

/// Whether a line of a pasted page is a gallery, a film or a picture with its caption: "JUST WATCHED … MUST WATCH …",
/// "Photos: … Hide Caption 1 of 22", "FILE PHOTO: …", "… Photograph: A. Smith/EPA".
fn is_picture(line: &str) -> bool {
    let short = line.len() <= N_CAPTION_MAX;
    // A credit stands behind the last sentence, with nothing but names after it.
    let credit = ["REUTERS/", "Photograph: ", "(AP Photo/"];
    let credited = credit.iter().filter_map(|c| line.rfind(c)).max().is_some_and(|at| {
        let words = || line[at..].split([' ', '/']);
        words().count() <= 10
            && words().all(|w| w.len() <= 3 || !w.starts_with(char::is_lowercase))
            && !line[..at].ends_with(char::is_alphanumeric)
    });
    let agency = line.ends_with("Getty Images)") || line.ends_with("via AP)");
    line.starts_with("JUST WATCHED ") && line.contains("MUST WATCH")
        || line.contains("Hide Caption ") && line.contains(" of ")
        || short && line.contains("toggle caption")
        || short && (CAPTIONS.iter().any(|c| line.starts_with(c)) || credited || agency)
        || short && line.starts_with("FILE - ") && line.contains("file photo")
}

/// What stands before the headline of another report, a film or a sound.
const LINKS: &[&str] = &[
    "LISTEN:",
    "Listen:",
    "MORE:",
    "More:",
    "Play Video",
    "READ:",
    "RELATED:",
    "Read on:",
    "Read:",
    "SEE ALSO:",
    "VIDEO:",
    "Video:",
    "WATCH:",
    "| AP Photo",
    "| Getty",
];

/// Whether a line is the headline of another report with an invitation: "Envoy leaves Read more", "READ: Envoy
/// leaves".
fn is_link(line: &str) -> bool {
    let stopped = |t: &str| t.ends_with(['.', ':', ',', ';']);
    let title = line.strip_suffix(" Read more").or_else(|| line.strip_suffix(" READ MORE"));
    line.len() < 220
        && (title.is_some_and(|t| !stopped(t))
            || !stopped(line) && LINKS.iter().any(|l| line.starts_with(l)))
}

/// Whether a short line of a pasted page is a prompt or a label.
fn is_prompt(line: &str) -> bool {
    let n_words = line.split_whitespace().count();
    let stopped = line.ends_with(['.', '!', '?', '"', '”', '’', ',', ';', '-', '—']);
    if stopped || n_words > 9 {
        return false;
    }
    let lower = line.to_lowercase();
    n_words <= 4
        && LABELS.iter().any(|l| {
            lower == *l
                || lower.starts_with(l)
                    && lower[l.len()..].starts_with([' ', ':'])
                    && n_words <= 3
                    && !line.ends_with(|c: char| c.is_ascii_digit())
        })
        || words_score(line) < WORDS_SCORE_MAX && n_words <= 6
}

/// Stretches of furniture, in order, apart.
pub(crate) fn find(text: &str, headline: Option<&str>, publishers: &Publishers) -> Vec<Span> {
    let lines: Vec<(usize, &str)> =
        lines(text).into_iter().filter(|(_, l)| !l.trim().is_empty()).collect();
    let mut gone = vec![false; lines.len()];
    let plain = |i: usize| lines[i].1.trim();
    for (i, gone) in gone.iter_mut().enumerate() {
        let line = plain(i);
        if Some(line) == headline.map(str::trim) && i == 0 {
            continue;
        }
        // A line that goes on with a sentence, or is gone on with, is no prompt.
        let open = i > 0
            && plain(i - 1).ends_with(|c: char| c.is_alphanumeric() || c == ',')
            && plain(i - 1).len() > 60;
        let goes_on = line.starts_with(char::is_lowercase) && open;
        let repeated =
            line.chars().count() > 40 && (i.saturating_sub(6)..i).any(|k| plain(k) == line);
        *gone = is_sure(line)
            || is_picture(line)
            || is_link(line)
            || repeated
            || !goes_on && i > 0 && is_prompt(line);
    }
    // The line above a picture's credit is its caption, where it says what another line says.
    let mut spans: Vec<Span> = (0..lines.len())
        .filter(|&i| gone[i])
        .map(|i| Span::new(lines[i].0, lines[i].0 + lines[i].1.len()))
        .collect();
    if let Some((_, span)) = credits::at_the_end(text, publishers)
        && !spans.iter().any(|s| s.overlaps(span))
    {
        spans.push(span);
    }
    spans.sort();
    let mut lists = inserts::find(text);
    lists.retain(|list| {
        let next = spans.partition_point(|s| s.end <= list.start);
        !spans.get(next).is_some_and(|s| s.overlaps(*list))
    });
    spans.extend(lists);
    spans.sort();
    spans
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let publishers = &knowledge::Knowledge::embedded().publishers;
        find(text, text.lines().next(), publishers).iter().map(|s| s.of(text).to_owned()).collect()
    }

    #[test]
    fn a_pasted_page() {
        let text = "Minister rules out talks\n\nSign up now: Get our newsletters\n\nThe minister said on Monday that there would be no talks.\n\nPHOTO: AFP\n\nFollow topic:\n\nThe minister ruled out talks in a call that followed the\n\nseizure of two boats.\n\nShe left the room. REUTERS\n\nSee more on";
        assert_eq!(
            found(text),
            [
                "Sign up now: Get our newsletters",
                "PHOTO: AFP",
                "Follow topic:",
                "REUTERS",
                "See more on"
            ]
        );
    }

    #[test]
    fn galleries_films_and_captions_go() {
        let lines = [
            "Photos: Floods in Oruro Photos: Floods in Oruro Floods in Oruro – Soldiers rescue a family on Monday. Hide Caption 1 of 12 Photos: Floods in Oruro Floods in Oruro – A bridge. Hide Caption 2 of 12",
            "JUST WATCHED Envoy: We never fired first Replay More Videos ... MUST WATCH Envoy: We never fired first 01:12",
            "FILE PHOTO: Bolivia's president meets the envoy in La Paz, Bolivia, January 15, 2020. REUTERS/Ana Rojas/File Photo",
            "Facebook Twitter Pinterest Soldiers march through Sucre. Photograph: Ana Rojas/EPA",
            "Protesters display placards in Sucre on June 18, 2020. (Ana Rojas/AFP via Getty Images)",
            "Troops leave the border after a month of threats Read more",
            "READ: Troops leave the border after a month of threats by both presidents",
        ];
        for line in lines {
            let text =
                format!("Headline\n\nThe envoy met the president.\n\n{line}\n\nHe left on Monday.");
            assert_eq!(found(&text), [line]);
        }
        let text = "Headline\n\nThe report, first published by Reuters, was denied.\n\nThe photograph: proof, he said, that troops had crossed the border on Monday.";
        assert_eq!(found(text), Vec::<String>::new());
    }

    #[test]
    fn sentences_stay() {
        let text = "Headline\n\nComments by the minister on Monday angered the opposition.\n\nShare prices fell.\n\nFollow-up talks are planned for May.\n\n“No one else does.”\n\nRelated charges were dropped on Friday.";
        assert_eq!(found(text), Vec::<String>::new());
    }

    #[test]
    fn numbers_alone_are_no_text() {
        assert!(["1", "12.", "2024"].iter().all(|line| is_number(line)));
        assert!(!["", "1 May", "12,000", "10 dead", "a"].iter().any(|line| is_number(line)));
    }
}
