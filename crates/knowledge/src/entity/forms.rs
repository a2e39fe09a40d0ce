//! Other forms of a name: spoken as a word, as part of an id.

/// "Isis", "Nato": how many papers write what is spoken as a word. Short ones may be any word.
pub(super) fn spoken(alias: &str) -> Option<String> {
    let capitals = alias.len() >= 4 && alias.chars().all(|c| c.is_ascii_uppercase());
    let word = capitals && alias.chars().any(|c| "AEIOU".contains(c));
    let clear = !matches!(
        alias,
        "ARENA"
            | "CARE"
            | "CITES"
            | "FACT"
            | "IDEA"
            | "MEND"
            | "MERCY"
            | "ONE"
            | "PACE"
            | "REACH"
            | "SWIFT"
    );
    (word && clear).then(|| format!("{}{}", &alias[..1], alias[1..].to_lowercase()))
}

/// Lower case, letters and digits, other marks as hyphens.
pub(super) fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}
