//! Who wrote it: names in, as printed; persons and bodies out.
//!
//! Order of trust: JSON-LD, meta elements, `itemprop` and `rel=author`, elements of a telling class
//! near the headline, a line "By Jane Doe".

use super::Metadata;
use crate::{
    dom::{Dom, NodeId},
    lines::Lines,
    metadata::headline::tidy,
};

const METAS: &[&str] = &[
    "parsely-author",
    "author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.personalname",
    "article:author_name",
    "article:author",
    "sailthru.author",
    "cxenseparse:author",
    "cxenseparse:recs:articleauthor",
    "citation_author",
    "rbauthors",
    "authors",
    "article.author",
    "creator",
    "twitter:data1",
];

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

/// The byline as printed, and the names in it.
#[derive(Default)]
pub(crate) struct Byline {
    pub printed: Option<String>,
    pub names: Vec<String>,
}

/// The authors of a page. `headline` is the line of the headline, `until` the last line of the text.
pub(crate) fn byline(
    dom: &Dom<'_>,
    metadata: &Metadata<'_>,
    lines: &Lines,
    scores: &[f32],
    headline: Option<usize>,
) -> Byline {
    let printed = printed(lines, scores, headline);
    let mut names = clean(metadata.linked.names("author"));
    if names.is_empty() {
        names = clean(metadata.linked.names("creator"));
    }
    for meta in METAS {
        if !names.is_empty() {
            break;
        }
        if *meta == "twitter:data1"
            && !metadata
                .first(&["twitter:label1"])
                .is_some_and(|l| l.to_lowercase().contains("written"))
        {
            continue;
        }
        names =
            clean(metadata.pairs().filter(|(n, _)| n == meta).map(|(_, c)| c.to_owned()).collect());
    }
    if names.is_empty() {
        names = of_elements(dom, metadata, lines, headline);
    }
    if names.is_empty()
        && let Some(line) = &printed
    {
        names = clean(vec![line.clone()]);
    }
    Byline { printed, names }
}

/// The line near the headline that starts with "By".
fn printed(lines: &Lines, scores: &[f32], headline: Option<usize>) -> Option<String> {
    let text_at = scores.iter().position(|s| *s > 0.0);
    let anchor = headline.or(text_at)?;
    let low = anchor.saturating_sub(3);
    let high = (anchor.max(text_at.unwrap_or(anchor).min(anchor + 12)) + 12).min(lines.len());
    (low..high).map(|i| lines.text(i)).find(|t| is_byline(t)).map(str::to_owned)
}

/// "By Jane Doe", not "By the time …".
pub(crate) fn is_byline(text: &str) -> bool {
    let text = text.trim();
    let Some(rest) = text
        .strip_prefix("By ")
        .or_else(|| text.strip_prefix("BY "))
        .or_else(|| text.strip_prefix("by "))
        .or_else(|| text.strip_prefix("By: "))
    else {
        return false;
    };
    text.len() < 160
        && !text.ends_with(['.', '?', '!'])
        && rest.starts_with(char::is_uppercase)
        && names_in(text).first().is_some_and(|n| n.split(' ').count() <= 5)
}

/// Names in elements that say they are authors', before the text.
fn of_elements(
    dom: &Dom<'_>,
    metadata: &Metadata<'_>,
    lines: &Lines,
    headline: Option<usize>,
) -> Vec<String> {
    let near: NodeId = headline.and_then(|h| lines.lines.get(h)).map_or(0, |l| l.first);
    let mut best: Vec<(u8, NodeId)> = Vec::new();
    for &node in &metadata.telling {
        let has = |name: &str, word: &str| {
            dom.raw_attribute(node, name)
                .is_some_and(|v| v.split_whitespace().any(|w| w.eq_ignore_ascii_case(word)))
        };
        let class = dom.raw_attribute(node, "class").unwrap_or("").to_ascii_lowercase();
        let id = dom.raw_attribute(node, "id").unwrap_or("").to_ascii_lowercase();
        let rank = if has("itemprop", "author") || has("itemprop", "creator") {
            0
        } else if has("rel", "author") {
            1
        } else if ["byline", "author-name", "authorname", "author_name", "byl"]
            .iter()
            .any(|c| class.contains(c) || id.contains(c))
        {
            2
        } else if class.contains("author") || id.contains("author") {
            3
        } else {
            continue;
        };
        if dom.end(node) - node < 60
            && !["bio", "comment", "related"].iter().any(|c| class.contains(c))
        {
            best.push((rank, node));
        }
    }
    best.sort();
    for (_, node) in
        best.into_iter().filter(|(r, n)| *r < 2 || *n >= near.saturating_sub(200)).take(6)
    {
        let text = dom
            .all_inside(node)
            .find(|&i| {
                dom.raw_attribute(i, "itemprop").is_some_and(|p| p.eq_ignore_ascii_case("name"))
            })
            .map_or_else(
                || dom.text(node),
                |i| dom.attribute(i, "content").map_or_else(|| dom.text(i), |c| c.into_owned()),
            );
        let names = clean(vec![text]);
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

/// Names out of what was printed, each once.
fn clean(printed: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for text in printed {
        for name in names_in(&tidy(&text)) {
            if !out.iter().any(|o| o.to_lowercase() == name.to_lowercase()) {
                out.push(name);
            }
        }
    }
    out
}

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
        let name = of_slug(name);
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
    fn bylines() {
        assert_eq!(
            names_in("By Jane Doe and A. B. Smith, Staff Writers"),
            ["Jane Doe", "A. B. Smith"]
        );
        assert_eq!(names_in("Jane Doe in Kyiv"), ["Jane Doe"]);
        assert_eq!(names_in("https://x.org/jane"), Vec::<String>::new());
        assert!(is_byline("By Jane Doe"));
        assert!(!is_byline("By the time they met, it was over."));
    }
}
