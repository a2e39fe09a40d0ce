//! Words that the glossary rules out, in the names that the code declares.

use crate::tree::Tree;

/// Word, and what to say instead.
const BANNED: &[(&str, &str)] = &[
    ("agent", "actor"),
    ("article", "document"),
    ("articles", "documents"),
    ("boilerplate", "furniture"),
    ("handle", "a verb that says what is done"),
    ("helper", "the verb or noun it is"),
    ("helpers", "the verbs or nouns they are"),
    ("manager", "the noun it is"),
    ("misc", "the nouns they are"),
    ("modality", "status"),
    ("patient", "recipient"),
    ("process", "a verb that says what is done"),
    ("stories", "documents"),
    ("story", "document"),
    ("util", "the verbs they are"),
    ("utils", "the verbs they are"),
];

/// Names that use such a word in another sense: path, name, why.
const ALLOWED: &[(&str, &str, &str)] =
    &[("crates/casebook/src/event.rs", "article", "the grammarian's article: `the`, `a`")];

const KEYWORDS: &[&str] =
    &["fn", "struct", "enum", "trait", "mod", "type", "const", "static", "let", "mut"];

pub(super) fn check(tree: &Tree) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in tree.sources() {
        for (i, line) in file.text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for name in declared(code) {
                for word in words(name) {
                    let Some((_, instead)) = BANNED.iter().find(|(banned, _)| *banned == word)
                    else {
                        continue;
                    };
                    if ALLOWED
                        .iter()
                        .any(|(path, allowed, _)| *path == file.path && *allowed == name)
                    {
                        continue;
                    }
                    wrong.push(format!(
                        "{}:{}: `{name}`: say {instead}, not `{word}`",
                        file.path,
                        i + 1
                    ));
                }
            }
        }
    }
    wrong
}

/// Names that a line declares.
fn declared(code: &str) -> Vec<&str> {
    let tokens: Vec<&str> = code
        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '"'))
        .filter(|t| !t.is_empty())
        .collect();
    tokens
        .windows(2)
        .filter(|pair| KEYWORDS.contains(&pair[0]) && !KEYWORDS.contains(&pair[1]))
        .map(|pair| pair[1])
        .filter(|name| !name.contains('"'))
        .collect()
}

/// `HttpManager` and `http_manager` fall into `http`, `manager`.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split('_') {
        let mut word = String::new();
        for c in part.chars() {
            if c.is_uppercase() && !word.chars().all(char::is_uppercase) {
                words.push(std::mem::take(&mut word).to_lowercase());
            }
            word.push(c);
        }
        words.push(word.to_lowercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tests::tree_of;

    #[test]
    fn declared_names_fall_into_words() {
        assert_eq!(declared("pub(crate) fn event_of(text: &str) {"), ["event_of"]);
        assert_eq!(words("StoryManager"), ["story", "manager"]);
        let tree = tree_of("crates/a/src/lib.rs", "// a story\nlet mut \u{73}tory = 1;\n");
        assert_eq!(check(&tree), ["crates/a/src/lib.rs:2: `story`: say document, not `story`"]);
    }
}
