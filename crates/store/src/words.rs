//! Text in, the words that are looked for out.
//!
//! Small words ("the", "of", "and") are left out of the index, and so of the questions: "fire and
//! fury" is found where "fire" and "fury" follow each other with nothing but small words between.

/// Words left out: they stand in nearly every sentence.
const SMALL: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has",
    "have", "he", "her", "his", "in", "is", "it", "its", "of", "on", "or", "s", "she", "that",
    "the", "their", "they", "this", "to", "was", "were", "which", "who", "will", "with", "would",
];

/// Runs of letters and digits in lower case, small words left out, one blank between.
pub(crate) fn indexed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for part in text.split(|c: char| !c.is_alphanumeric()) {
        if part.is_empty() {
            continue;
        }
        word.clear();
        if part.is_ascii() {
            word.push_str(part);
            word.make_ascii_lowercase();
        } else {
            word.extend(part.chars().flat_map(char::to_lowercase));
        }
        if SMALL.binary_search(&word.as_str()).is_err() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&word);
        }
    }
    out
}

/// A question to the index: phrases that must all occur. `None` if only small words are left.
///
/// A phrase that ends in `*` also finds longer last words.
pub(crate) fn question(phrases: &[String]) -> Option<String> {
    let mut parts = Vec::new();
    for phrase in phrases {
        let words = indexed(phrase);
        if words.is_empty() {
            continue;
        }
        let star = if phrase.trim_end().ends_with('*') { " *" } else { "" };
        parts.push(format!("\"{words}\"{star}"));
    }
    (!parts.is_empty()).then(|| format!("words : ({})", parts.join(" AND ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_are_sorted_and_left_out() {
        assert!(SMALL.is_sorted());
        assert_eq!(indexed("“Fire and Fury”, he said."), "fire fury said");
        assert_eq!(question(&["fire and fury".into()]).as_deref(), Some("words : (\"fire fury\")"));
        assert_eq!(question(&["sanct*".into()]).as_deref(), Some("words : (\"sanct\" *)"));
        assert_eq!(question(&["of the".into()]), None);
    }
}
