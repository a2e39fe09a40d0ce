//! Who wrote it: names in, as printed; persons and bodies out.
//!
//! Order of trust: JSON-LD, meta elements, `itemprop` and `rel=author`, elements of a telling class
//! near the headline, a line "By Jane Doe".

use super::{Metadata, names::names_in};
use crate::{
    dom::{Dom, NodeId},
    lines::Lines,
    metadata::headline::tidy,
    text::features::squeeze,
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

/// The byline as printed, and the names in it.
#[derive(Default)]
pub(crate) struct Byline {
    pub printed: Option<String>,
    pub names: Vec<String>,
}

/// The authors of a page. `headline` is the line of the headline. The publisher is no author, and a
/// source that names nobody else is passed over.
pub(crate) fn byline(
    dom: &Dom<'_>,
    metadata: &Metadata<'_>,
    lines: &Lines,
    scores: &[f32],
    headline: Option<usize>,
    publisher: Option<&str>,
) -> Byline {
    let printed = printed(lines, scores, headline);
    let house = publisher.map(squeeze).unwrap_or_default();
    let clean = |printed: Vec<String>| without_house(clean(printed), &house);
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
        names = without_house(of_elements(dom, metadata, lines, headline), &house);
    }
    if names.is_empty()
        && let Some(line) = &printed
    {
        names = clean(vec![line.clone()]);
    }
    Byline { printed, names }
}

/// Names that are not the publisher's own, which is cut off behind a person's; a body in capitals
/// goes where a person is named too.
fn without_house(names: Vec<String>, house: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in names {
        let plain = squeeze(&name);
        if plain == house
            || house.len() > 3 && plain.trim_start_matches("the") == house.trim_start_matches("the")
        {
            continue;
        }
        let cut = name
            .char_indices()
            .rev()
            .map(|(at, _)| at)
            .find(|&at| at > 0 && name[..at].ends_with(' ') && squeeze(&name[at..]) == house);
        let name = match cut {
            Some(at) if name[..at].trim().contains(' ') => name[..at].trim().to_owned(),
            _ => name,
        };
        out.push(name);
    }
    let body = |n: &String| !n.contains(' ') && n.len() <= 6 && n.chars().all(char::is_uppercase);
    if out.iter().any(|n| n.contains(' ')) {
        out.retain(|n| !body(n));
    }
    out
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
    best.sort_unstable();
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
                |i| {
                    dom.attribute(i, "content")
                        .map_or_else(|| dom.text(i), std::borrow::Cow::into_owned)
                },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines() {
        assert!(is_byline("By Jane Doe"));
        assert!(!is_byline("By the time they met, it was over."));
    }

    #[test]
    fn the_house_is_no_author() {
        let names = |list: &[&str], house: &str| {
            without_house(list.iter().map(|n| (*n).to_owned()).collect(), &squeeze(house))
        };
        assert_eq!(names(&["The Courier"], "Courier"), Vec::<String>::new());
        assert_eq!(names(&["Jane Doe Lakes Courier", "WBEZ"], "Lakes Courier"), ["Jane Doe"]);
    }
}
