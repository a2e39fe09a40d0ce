//! Names in what was printed as an author.
//!
//! "By Jane Doe and A. B. Smith, Staff Writers" has two; "https://…", "Staff" and "cleveland.com" have
//! none.

/// What a name ends at: "Jane Doe, Staff writer", "Jane Doe for the Times".
const ENDS: &[&str] = &[
    " for ",
    " in ",
    " at ",
    " - ",
    " – ",
    " — ",
    " | ",
    " • ",
    " · ",
    "(",
    "[",
    " of the ",
    " from ",
    " is a ",
    " via ",
    " @",
    " http",
    "\u{2022}",
    "published",
    "updated",
    "posted",
];

/// Words that are no name.
const NOT_NAMES: &[&str] = &[
    "bio",
    "ceo",
    "contact",
    "desk",
    "director",
    "founder",
    "head",
    "last",
    "professor",
    "redazione",
    "staff",
    "admin",
    "administrator",
    "editor",
    "editors",
    "reporter",
    "reporters",
    "correspondent",
    "writer",
    "contributor",
    "follow",
    "share",
    "view",
    "profile",
    "email",
    "read",
    "more",
    "comments",
    "photo",
    "photos",
    "updated",
    "published",
    "posted",
    "subscribe",
    "author",
    "authors",
    "about",
    "by",
    "written",
    "senior",
    "chief",
    "minutes",
    "min",
    "ago",
    "am",
    "pm",
    "www",
    "http",
    "https",
    "com",
    "opinion",
    "posts",
    "articles",
    "stories",
    "journalist",
];

/// "By Jane Doe and A. B. Smith, Staff Writers" → two names.
pub(crate) fn names_in(text: &str) -> Vec<String> {
    let mut text = text.trim();
    for start in [
        "By:",
        "By ",
        "BY ",
        "by ",
        "Von ",
        "Written by ",
        "Story by ",
        "Reporting by ",
        "Author:",
        "Posted by ",
        "Published by ",
        "Words by ",
    ] {
        text = text.strip_prefix(start).unwrap_or(text).trim();
    }
    if text.starts_with("http") || text.starts_with("www.") || text.starts_with('@') {
        return Vec::new();
    }
    let mut out = Vec::new();
    let normal = text
        .replace(" and ", ",")
        .replace(" AND ", ",")
        .replace(" And ", ",")
        .replace(" und ", ",")
        .replace(" & ", ",")
        .replace(" with ", ",")
        .replace(['\n', ';', '|', '•', '·'], ",");
    for part in normal.split(',') {
        let mut name = part
            .trim()
            .trim_start_matches("and ")
            .trim_start_matches("by ")
            .trim_start_matches("By ");
        let lower = name.to_lowercase();
        if lower.len() == name.len()
            && let Some(cut) = ENDS.iter().filter_map(|e| lower.find(e)).min()
        {
            name = &name[..cut];
        }
        let name = name.trim().trim_matches(['-', '–', ':', '*', '"']).trim();
        let name = if name.ends_with('.') && !is_initial(name) {
            name.trim_end_matches('.')
        } else {
            name
        };
        let name = of_slug(without_house(name));
        if is_name(&name) {
            out.push(name);
        }
    }
    out
}

/// "Jane Doe Jr.", "J. D."
fn is_initial(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or(name).trim_end_matches('.');
    last.chars().count() == 1 || matches!(last, "Jr" | "Sr" | "J.D" | "M.D")
}

/// `jane-doe` as "Jane Doe"; others as they are.
fn of_slug(name: &str) -> String {
    let slug = name.contains('-') && !name.contains(' ') && !name.chars().any(char::is_uppercase);
    if !slug {
        return name.to_owned();
    }
    let words = name.split('-').filter(|w| !w.is_empty()).map(|w| {
        let mut letters = w.chars();
        letters.next().map_or(String::new(), |f| f.to_uppercase().chain(letters).collect())
    });
    words.collect::<Vec<String>>().join(" ")
}

/// "Jane Doe USA TODAY NETWORK" without the house in capitals behind the name.
fn without_house(name: &str) -> &str {
    let words: Vec<&str> = name.split(' ').collect();
    let capital = |w: &&str| w.len() > 1 && w.chars().all(char::is_uppercase);
    let n_kept = words.len() - words.iter().rev().take_while(|w| capital(w)).count();
    if n_kept < 2 || words.len() - n_kept < 2 {
        return name;
    }
    let n_bytes = words[..n_kept].iter().map(|w| w.len() + 1).sum::<usize>() - 1;
    &name[..n_bytes]
}

/// `cleveland.com`
fn is_domain(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(head, tail)| {
        head.len() > 2
            && matches!(tail, "com" | "net" | "org" | "in" | "uk" | "io" | "tv" | "co" | "info")
    })
}

fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let plain = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    !words.is_empty()
        && words.len() <= 6
        && name.len() <= 60
        && name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && !words.iter().any(|w| is_domain(&w.to_lowercase()))
        && name.starts_with(|c: char| {
            !c.is_lowercase()
                || name.starts_with("de ")
                || name.starts_with("van ")
                || name.starts_with("von ")
        })
        && !name.contains(['@', '/', '<', '{', '='])
        && !name.chars().any(|c| c.is_ascii_digit())
        && !words.iter().any(|w| NOT_NAMES.contains(&plain(w).as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let is = |text: &str, names: &[&str]| assert_eq!(names_in(text), names, "{text}");
        is("By Jane Doe and A. B. Smith, Staff Writers", &["Jane Doe", "A. B. Smith"]);
        is("Jane Doe in Kyiv", &["Jane Doe"]);
        is("Jane Doe, Head of Research", &["Jane Doe"]);
        is("jane-doe", &["Jane Doe"]);
        is("Jane Doe DAILY NEWS NETWORK", &["Jane Doe"]);
        is("RALPH DOE", &["RALPH DOE"]);
        is("James Roe Jr.", &["James Roe Jr."]);
        for none in ["https://x.org/jane", "Staff", "cleveland.com", "Last Updated", "", "@jane"] {
            is(none, &[]);
        }
    }
}
