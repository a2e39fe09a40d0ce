//! The headline of a page, and the line under it.
//!
//! In order of trust: the heading on the page that JSON-LD, OpenGraph or the title repeat; the
//! JSON-LD headline; `og:title`; the title without the publisher's name.

use super::Metadata;
use crate::{
    dom::{Dom, NodeId, Tag},
    text::features::squeeze,
};

/// Marks that part a headline from the publisher's name.
const PARTS: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " • ", " / "];

/// Meta elements made for sharing.
const SHARED: &[&str] = &[
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "headline",
    "title",
];

/// The headline; `None` where the page has neither heading nor title.
pub(crate) fn headline(
    dom: &Dom<'_>,
    metadata: &Metadata<'_>,
    publisher: Option<&str>,
) -> Option<String> {
    let linked = metadata.linked.word("headline").map(tidy).filter(|t| !t.is_empty());
    let shared = metadata.first(SHARED).map(tidy).filter(|t| !t.is_empty());
    let title = metadata.title.as_deref().map(tidy).filter(|t| !t.is_empty());
    let told: Vec<&String> = [&linked, &shared, &title].into_iter().flatten().collect();
    let squeezed: Vec<String> = told.iter().map(|t| squeeze(t)).collect();
    let headings: Vec<(NodeId, String)> = dom
        .all(Tag::H1)
        .chain(dom.all(Tag::H2))
        .map(|node| (node, tidy(&dom.text(node))))
        .filter(|(_, t)| !t.is_empty() && t.len() < 400)
        .take(60)
        .collect();
    // A heading that the metadata repeat.
    let mut best: Option<(usize, &str)> = None;
    for (node, text) in &headings {
        let plain = squeeze(text);
        if plain.len() < 6 || publisher.is_some_and(|p| squeeze(p) == plain) {
            continue;
        }
        let score = squeezed.iter().map(|t| likeness(t, &plain)).max().unwrap_or(0);
        let first = dom.tag(*node) == Tag::H1;
        let score = if score > 0 { score * 2 + usize::from(first) } else { 0 };
        if score > best.map_or(0, |b| b.0) {
            best = Some((score, text));
        }
    }
    if let Some((_, text)) = best {
        let plain = squeeze(text);
        let twitter = metadata.first(&["twitter:title"]).map(tidy);
        let repeated =
            [&linked, &shared, &twitter].into_iter().flatten().any(|t| squeeze(t) == plain);
        return Some(bare(agreed(text, linked.as_deref(), shared.as_deref(), repeated), repeated));
    }
    // The page's only heading that may be a headline.
    let mut firsts = headings.iter().filter(|(n, text)| {
        dom.tag(*n) == Tag::H1 && text.len() > 20 && text.split(' ').count() > 3
    });
    if let (Some((_, only)), None) = (firsts.next(), firsts.next()) {
        return Some(bare(only.clone(), false));
    }
    // A short one that its element calls the headline.
    let named = headings.iter().find(|(node, text)| {
        dom.tag(*node) == Tag::H1 && text.contains(' ') && is_called_headline(dom, *node)
    });
    if let Some((_, named)) = named {
        return Some(named.clone());
    }
    let text = told.first()?;
    Some(bare(without_publisher(text, publisher), false))
}

/// Whether class or `itemprop` call an element the headline of a report.
fn is_called_headline(dom: &Dom<'_>, node: NodeId) -> bool {
    let name = |a: &str| dom.raw_attribute(node, a).unwrap_or("").to_ascii_lowercase();
    let class = name("class");
    let of_report = ["article", "story", "entry", "post"].iter().any(|w| class.contains(w));
    name("itemprop") == "headline"
        || class.contains("headline")
        || of_report && class.contains("title")
}

/// The headline without a kicker before or behind a bar ("Opinion | …", "… | Editorial") and
/// without a mark of what else the page shows ("… [Watch]", "… (video)"). In front, what the
/// metadata repeat (`repeated`) is cut only where it names a kind of report.
fn bare(mut headline: String, repeated: bool) -> String {
    const KINDS: [&str; 10] = [
        "opinion",
        "editorial",
        "comment",
        "commentary",
        "column",
        "analysis",
        "letter",
        "letters",
        "watch",
        "video",
    ];
    const SHOWN: [&str; 7] =
        ["watch", "video", "videos", "photos", "listen", "gallery", "pictures"];
    if let Some(at) = headline.rfind(['(', '['])
        && SHOWN.contains(&headline[at + 1..].trim_end_matches([')', ']']).to_lowercase().as_str())
    {
        headline.truncate(headline[..at].trim_end().len());
    }
    let n_words = |t: &str| t.split_whitespace().count();
    if let Some((kicker, rest)) = headline.split_once(" | ")
        && (KINDS.contains(&kicker.to_lowercase().as_str()) || !repeated && n_words(kicker) <= 3)
        && n_words(rest) >= 5
    {
        headline = rest.trim().to_owned();
    }
    if let Some((rest, kicker)) = headline.rsplit_once(" | ")
        && n_words(kicker) <= 2
        && n_words(rest) >= 5
    {
        headline = rest.trim().to_owned();
    }
    headline
}

/// How much a title is like a heading: the same, begins with it, holds it.
fn likeness(title: &str, heading: &str) -> usize {
    if title == heading {
        4
    } else if title.starts_with(heading) && heading.len() * 5 > title.len() * 2 {
        3
    } else if heading.len() > 15 && title.contains(heading) || adds(heading, title) {
        2
    } else {
        0
    }
}

/// Whether a heading is a title with a kicker in front; both squeezed.
fn adds(heading: &str, title: &str) -> bool {
    title.len() > 20
        && title.len() < heading.len()
        && heading.len() < title.len() + 25
        && heading.ends_with(title)
}

/// The heading as the metadata have it where the heading only adds to it: a kicker in front
/// ("Opinion | …"), a mark behind ("… [Watch]") that is not `repeated` anywhere.
fn agreed(heading: &str, linked: Option<&str>, shared: Option<&str>, repeated: bool) -> String {
    let plain = squeeze(heading);
    for told in [linked, shared].into_iter().flatten() {
        let cut_short = told.ends_with("...") || told.ends_with('…');
        let marked = heading.strip_prefix(told).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.len() < 25 && rest.starts_with(['[', '(', '|', '-', '–', '—'])
        });
        if !cut_short && (adds(&plain, &squeeze(told)) || marked && !repeated) {
            return told.to_owned();
        }
    }
    heading.to_owned()
}

/// "Talks fail | The Times" without the publisher.
fn without_publisher(title: &str, publisher: Option<&str>) -> String {
    let name = publisher.map(squeeze).filter(|p| !p.is_empty());
    let cut = PARTS.iter().filter_map(|p| title.rfind(p).map(|at| (at, p.len()))).max();
    let Some((at, n)) = cut else { return title.to_owned() };
    let (head, tail) = (title[..at].trim(), title[at + n..].trim());
    let tail_plain = squeeze(tail);
    if name.as_ref().is_some_and(|p| *p == squeeze(head)) {
        return tail.to_owned();
    }
    let is_name = name.is_some_and(|p| {
        p.contains(&tail_plain) || tail_plain.contains(&p) && tail_plain.len() < p.len() + 15
    });
    let short = tail.split(' ').count() <= 4 && head.split(' ').count() >= 4;
    if is_name || short { without_publisher(head, publisher) } else { title.to_owned() }
}

/// White space run together, references read twice over (`&amp;#39;`).
pub(crate) fn tidy(text: &str) -> String {
    let text = crate::dom::decode(text);
    let text = crate::dom::decode(&text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The line under the headline, as the metadata give it.
pub(crate) fn deck(metadata: &Metadata<'_>) -> Option<String> {
    metadata
        .first(&["og:description", "description", "twitter:description", "dc.description"])
        .map(tidy)
        .or_else(|| metadata.linked.word("description").map(tidy))
        .filter(|d| !d.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kickers_are_no_headline() {
        for (printed, headline) in [
            ("Opinion | Let the two towns share a harbour", "Let the two towns share a harbour"),
            ("Two towns share a harbour at last | Editorial", "Two towns share a harbour at last"),
            ("Two towns share a harbour at last [Watch]", "Two towns share a harbour at last"),
            ("Harbour | Watch", "Harbour | Watch"),
            ("The mayor (left) spoke", "The mayor (left) spoke"),
        ] {
            assert_eq!(bare(printed.to_owned(), false), headline);
        }
        let kept = "Budget 3.0 | Harbour tax goes up again";
        assert_eq!(bare(kept.to_owned(), true), kept);
    }

    #[test]
    fn the_publisher_before_or_behind() {
        let without = |t: &str| without_publisher(t, Some("Courier"));
        assert_eq!(
            without("Courier - Why the Courier’s poll of the year failed"),
            "Why the Courier’s poll of the year failed"
        );
        assert_eq!(without("Talks fail - The Courier"), "Talks fail");
    }
}
