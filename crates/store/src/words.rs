//! Text in, the words that are looked for out.
//!
//! Small words ("the", "of", "and") are left out of the index, and so of the questions: "fire and
//! fury" is found where "fire" and "fury" follow each other with nothing but small words between.

use crate::plan::Group;

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

/// Lists as words that no text has.
pub(crate) fn list_word(list: i64) -> String {
    format!("zqx{list}")
}

/// Words of a text with its lists behind them.
pub(crate) fn with_lists(text: &str, lists: &[i64]) -> String {
    let mut out = indexed(text);
    for list in lists {
        out.push_str(" zqx");
        out.push_str(&list.to_string());
    }
    out
}

/// A question that one of the lists must hold it.
pub(crate) fn lists_question(lists: &[i64]) -> String {
    let words: Vec<String> = lists.iter().map(|l| list_word(*l)).collect();
    format!("({})", words.join(" OR "))
}

/// What an index is asked: a question of words, one list of each group, no list of those excluded.
/// `None` where nothing is asked for; what is excluded alone is no question.
pub(crate) fn question_of(
    text: Option<&str>,
    groups: &[Group],
    excluded: &[Group],
) -> Option<String> {
    let wanted = text.map(|t| format!("({t})"));
    let wanted: Vec<String> =
        wanted.into_iter().chain(groups.iter().map(|g| lists_question(&g.lists))).collect();
    if wanted.is_empty() {
        return None;
    }
    let mut out = wanted.join(" AND ");
    for group in excluded {
        out = format!("({out}) NOT {}", lists_question(&group.lists));
    }
    Some(out)
}

/// A question to an index without places: all words of all phrases must occur.
pub(crate) fn words_question(phrases: &[String]) -> Option<String> {
    let mut parts = Vec::new();
    for phrase in phrases {
        let words = indexed(phrase);
        let n = words.split(' ').count();
        for (i, word) in words.split(' ').enumerate().filter(|(_, w)| !w.is_empty()) {
            let star = if i + 1 == n && phrase.trim_end().ends_with('*') { " *" } else { "" };
            parts.push(format!("\"{word}\"{star}"));
        }
    }
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// Phrases of more than one word, with a blank before and (but for a `*`) behind, as they stand in
/// [`indexed`] text with blanks around it.
pub(crate) fn long_phrases(phrases: &[String]) -> Vec<String> {
    phrases
        .iter()
        .map(|p| (indexed(p), p.trim_end().ends_with('*')))
        .filter(|(words, _)| words.contains(' '))
        .map(|(words, open)| if open { format!(" {words}") } else { format!(" {words} ") })
        .collect()
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
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_are_sorted_and_left_out() {
        assert!(SMALL.is_sorted());
        assert_eq!(indexed("“Fire and Fury”, he said."), "fire fury said");
        assert_eq!(question(&["fire and fury".into()]).as_deref(), Some("\"fire fury\""));
        assert_eq!(question(&["sanct*".into()]).as_deref(), Some("\"sanct\" *"));
        assert_eq!(question(&["of the".into()]), None);
    }
}
