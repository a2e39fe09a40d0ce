//! A text in, the lists of links that a page has put behind names in it out.
//!
//! "President Donald Trump Donald John TrumpFirst headline Second headline MORE said on Friday": some papers
//! hang a list of their latest headlines on every person named. In the page it opens when pointed at; in the
//! text that is copied or scraped from it, it stands in the middle of the sentence.

use model::Span;

/// What ends such a list.
const END: &str = "MORE";
/// Bytes that a list and the name before it may have.
const N_BYTES_MAX: usize = 900;
/// Words of a full name.
const N_WORDS_MAX: usize = 8;

/// Such lists, each from behind the name to its end, in order and apart.
pub(crate) fn find(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for (at, _) in text.match_indices(END) {
        let end = at + END.len();
        let whole = text[end..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        let glued = text[..at].ends_with(char::is_lowercase);
        if !whole || !glued && !text[..at].ends_with(' ') {
            continue;
        }
        let mut from =
            found.last().map_or(0, |s| s.end as usize).max(at.saturating_sub(N_BYTES_MAX));
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let from = text[from..at].rfind('\n').map_or(from, |n| from + n + 1);
        found.extend(behind_name(text, from, at).map(|start| Span::new(start, end)));
    }
    found
}

/// Where a list that ends before `end` begins: a name, the full name again, and a headline that is glued to it.
fn behind_name(text: &str, from: usize, end: usize) -> Option<usize> {
    let line = &text[from..end];
    let mut before = ' ';
    for (i, c) in line.char_indices().chain([(line.len(), 'M')]) {
        let glued = before.is_lowercase() && (c.is_uppercase() || c.is_ascii_digit());
        before = c;
        if !glued {
            continue;
        }
        let start = line[..i].rfind(' ').map_or(0, |n| n + 1);
        let surname = &line[start..i];
        if surname.len() <= 2 {
            continue;
        }
        let Some(first) = line[..start].trim_end().rfind(surname) else { continue };
        let behind = first + surname.len();
        let opens = line[..first].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let mut between = line[behind..start].split_whitespace();
        let is_name = |w: &str| w.starts_with(|c: char| c.is_uppercase() || c == '(');
        let n_words = line[behind..start].split_whitespace().count();
        if opens
            && line[behind..].starts_with(|c: char| c == ' ' || c.is_uppercase())
            && (1..=N_WORDS_MAX).contains(&n_words)
            && between.all(is_name)
        {
            return Some(from + behind);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str) -> String {
        let mut out = String::new();
        let mut from = 0;
        for span in find(text) {
            out.push_str(&text[from..span.start as usize]);
            from = span.end as usize;
        }
        out + &text[from..]
    }

    #[test]
    fn lists_behind_names_go() {
        let text = "Sen. Ada McCrae Ada (Addy) Louise McCraeOvernight Budget: House votes | Judge strikes rule Senate returns MORE (D-Ohio) told Ben Ortiz Benjamin OrtizMORE and Cy DunnCyrus DunnDunn is out MORE to resign.";
        let rest = "Sen. Ada McCrae (D-Ohio) told Ben Ortiz and Cy Dunn to resign.";
        assert_eq!(without(text), rest);
    }

    #[test]
    fn texts_without_stay() {
        for text in [
            "McCrae asked for MORE money.",
            "ONE MORE time, she said.",
            "Ada McCrae met McDonald of McCraeWorks and wanted MORE.",
            "They wanted\nMORE",
        ] {
            assert_eq!(without(text), text);
        }
    }
}
