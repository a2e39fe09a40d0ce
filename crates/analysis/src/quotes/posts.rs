//! A text in, the posts that a page shows in full out, each as a quotation of who signed it.
//!
//! "We will not leave. — Ada Ortiz (@aortiz) May 3, 2019": what somebody published elsewhere, with the name, the
//! account and the day behind it. A paragraph may hold several.

use model::{Quote, QuoteKind, Sentence, Token, TokenIdx};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Longest name before the account, in bytes.
const N_NAME_MAX: usize = 60;

/// The posts, in order and apart.
pub(super) fn find(text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<Quote> {
    let mut out: Vec<Quote> = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices("(@") {
        let Some((dash, end)) = signature(text, from, at) else { continue };
        let before = |byte: usize| tokens.partition_point(|t| (t.span.end as usize) <= byte);
        let (last, speaker) = (before(dash), before(at));
        let Some(n) = last.checked_sub(1).map(|k| sentence_of(sentences, k)) else { continue };
        let paragraph = sentences[n].paragraph;
        let first = sentences.partition_point(|s| s.paragraph < paragraph);
        let first = sentences[first].first.at().max(before(from));
        from = end;
        // Its own words, and a name behind them.
        if first >= last || speaker <= last {
            continue;
        }
        // The word of the name that the others hang on.
        let mut name = speaker - 1;
        while let Some(head) = tokens[name].head.filter(|h| last <= h.at() && h.at() < speaker) {
            name = head.at();
        }
        out.push(Quote {
            span: tokens[first].span.cover(tokens[last - 1].span),
            kind: QuoteKind::Direct,
            cue: None,
            speaker: Some(TokenIdx(name as u32)),
            sentence: sentence_of(sentences, first) as u32,
        });
    }
    out
}

fn sentence_of(sentences: &[Sentence], token: usize) -> usize {
    let after = sentences.partition_point(|s| s.end.at() <= token);
    after.min(sentences.len().saturating_sub(1))
}

/// Where the dash before the name stands and where the day behind the account ends.
fn signature(text: &str, from: usize, at: usize) -> Option<(usize, usize)> {
    let after = &text[at + 2..];
    let n_account = after.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    let rest = after[n_account..].strip_prefix(") ")?;
    let month = MONTHS.iter().find_map(|m| rest.strip_prefix(*m))?.strip_prefix(' ')?;
    let n_day = month.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let year = month[n_day..].strip_prefix(", ").filter(|_| (1..=2).contains(&n_day))?;
    let n_year = year.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let end = text.len() - year.len() + n_year;
    let mut start = from.max(at.saturating_sub(N_NAME_MAX)).min(at);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let dash = start + text[start..at].rfind(['—', '–'])?;
    let name = text[dash..at].trim_matches(['—', '–', ' ']);
    (n_year == 4 && !name.is_empty() && !name.contains('\n')).then_some((dash, end))
}
