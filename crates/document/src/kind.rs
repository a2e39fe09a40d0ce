//! What a page is: a report, or something that must not be coded as one.

use model::PageKind;

use crate::{
    dom::{Dom, Tag},
    lines::Lines,
    metadata::Metadata,
};

/// What is known of a page once its text is found.
pub(crate) struct Seen<'a> {
    pub dom: &'a Dom<'a>,
    pub metadata: &'a Metadata<'a>,
    pub lines: &'a Lines,
    /// Which lines are text.
    pub kept: &'a [bool],
    pub headline: &'a str,
    pub url: Option<&'a str>,
    /// Length of the text, in bytes.
    pub n_text: usize,
    pub n_captions: usize,
}

const ERRORS: &[&str] = &[
    "404",
    "403",
    "500",
    "page not found",
    "not found",
    "access denied",
    "forbidden",
    "just a moment",
    "attention required",
    "are you a robot",
    "bot verification",
    "security check",
    "page unavailable",
    "service unavailable",
    "error",
    "page can't be found",
    "page cannot be found",
    "this page doesn",
    "verify you are human",
    "pardon our interruption",
    "request blocked",
    "bad gateway",
    "page does not exist",
    "oops",
];

const WALLS: &[&str] = &[
    "subscribe to continue",
    "to continue reading",
    "to read the full",
    "subscribe to read",
    "for subscribers",
    "subscribers only",
    "subscriber-only",
    "subscriber exclusive",
    "sign in to read",
    "log in to read",
    "already a subscriber",
    "become a subscriber to",
    "this article is reserved",
    "continue reading with",
    "create a free account to",
    "register to continue",
    "start your free trial",
    "this is a premium",
    "premium article",
    "to keep reading",
    "unlock this article",
    "read the rest of",
    "to read this article",
];

/// Longest text of a stub, in bytes.
const N_STUB_MAX: usize = 1500;

/// The kind, and the reason where it is no report.
pub(crate) fn kind(seen: &Seen<'_>) -> (PageKind, &'static str) {
    let lower = seen.headline.to_lowercase();
    let address = seen.url.unwrap_or("").to_ascii_lowercase();
    let title = seen.metadata.title.as_deref().unwrap_or("").to_lowercase();
    if seen.n_text < 1200 && seen.metadata.linked.report().is_none() && is_error(&lower, &title) {
        return (PageKind::Error, "the page is an error page");
    }
    if is_live(seen, &lower, &address) {
        return (PageKind::LiveBlog, "the page is a live blog");
    }
    if is_listing(seen, &address) {
        return (PageKind::Listing, "the page lists reports");
    }
    if is_gallery(seen, &lower, &address) {
        return (PageKind::Gallery, "the page is a gallery of pictures");
    }
    if is_stub(seen) {
        return (PageKind::Stub, "the page holds only the start of the report");
    }
    (PageKind::Story, "")
}

fn is_error(headline: &str, title: &str) -> bool {
    [headline, title].iter().any(|t| {
        t.len() < 80
            && ERRORS.iter().any(|e| {
                t.find(e).is_some_and(|at| {
                    let exact = t.len() < e.len() + 25;
                    at == 0 || exact && e.len() > 4
                })
            })
    })
}

fn is_live(seen: &Seen<'_>, headline: &str, address: &str) -> bool {
    if seen.metadata.linked.has_kind("LiveBlogPosting") {
        return true;
    }
    let named = headline.starts_with("live:")
        || headline.contains("live updates")
        || headline.contains("live blog")
        || headline.contains("– live")
        || headline.contains("as it happened")
        || address.contains("/live/")
        || address.contains("live-blog")
        || address.contains("liveblog")
        || address.contains("live-updates");
    named && seen.dom.all(Tag::Time).count() >= 6
}

/// Many linked headings, and no report around them.
fn is_listing(seen: &Seen<'_>, address: &str) -> bool {
    let kind = seen.metadata.first(&["og:type"]).unwrap_or("");
    if seen.metadata.linked.report().is_some_and(|r| {
        crate::metadata::linked::kinds(r).any(|k| k.ends_with("Article") || k.ends_with("Posting"))
    }) || kind.eq_ignore_ascii_case("article")
    {
        return false;
    }
    let listed = seen.metadata.linked.has_kind("CollectionPage")
        || seen.metadata.linked.has_kind("SearchResultsPage");
    let path = address.split("://").last().unwrap_or("").split_once('/').map_or("", |(_, p)| p);
    let top = !address.is_empty() && path.trim_matches('/').is_empty();
    let mut n_linked = 0;
    let mut n_prose = 0;
    for (i, line) in seen.lines.lines.iter().enumerate() {
        let linked = line.n_link * 10 > line.n_bytes * 8;
        n_linked += usize::from(linked && line.n_bytes > 25);
        n_prose += usize::from(seen.kept[i] && line.n_bytes > 120 && !linked);
    }
    // The address of a report spells its headline.
    let slug = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    let spelt = slug.matches(['-', '_']).count() >= 3;
    let many = !spelt && n_linked >= 12 && n_prose <= 2;
    if top || listed {
        return n_linked >= 8 && n_prose <= 4;
    }
    many && n_linked > 12 * (n_prose + 1) && seen.n_text < 2500
}

fn is_gallery(seen: &Seen<'_>, headline: &str, address: &str) -> bool {
    let named = seen.metadata.linked.has_kind("ImageGallery")
        || seen.metadata.linked.has_kind("MediaGallery")
        || [
            "/gallery/",
            "/galleries/",
            "/photos/",
            "/picture-gallery/",
            "/slideshow/",
            "/pictures/",
        ]
        .iter()
        .any(|p| address.contains(p))
        || headline.contains("in pictures")
        || headline.starts_with("photos:")
        || headline.starts_with("gallery:")
        || headline.starts_with("pictures:");
    named && (seen.n_text < 1200 || seen.n_captions >= 8)
}

fn is_stub(seen: &Seen<'_>) -> bool {
    if seen.n_text == 0 || seen.n_text > N_STUB_MAX {
        return false;
    }
    let closed = seen.metadata.linked.reports().iter().any(|r| {
        r.get("isAccessibleForFree").is_some_and(|v| {
            v == &serde_json::Value::Bool(false)
                || v.as_str().is_some_and(|s| s.eq_ignore_ascii_case("false"))
        })
    });
    let tier = seen.metadata.first(&["article:content_tier", "content_tier"]).unwrap_or("");
    let locked =
        closed || matches!(tier.to_ascii_lowercase().as_str(), "locked" | "metered" | "premium");
    let last_kept = (0..seen.lines.len()).rev().find(|&i| seen.kept[i]);
    let last = last_kept.map_or("", |i| seen.lines.text(i));
    let cut = last.ends_with("...")
        || last.ends_with('…')
        || last.ends_with("[…]")
        || last.ends_with("[...]");
    // A notice stands right below the text; footers speak of subscribing everywhere.
    let from = last_kept.map_or(0, |i| i + 1);
    let walled = (from..(from + 15).min(seen.lines.len())).any(|i| {
        let text = seen.lines.text(i);
        text.len() < 220 && {
            let lower = text.to_lowercase();
            WALLS.iter().any(|w| lower.contains(w))
        }
    });
    locked && (walled || cut || seen.n_text < 350)
        || walled && seen.n_text < 900
        || cut && seen.n_text < 500
}
