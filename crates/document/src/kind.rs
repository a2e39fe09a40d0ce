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

/// What titles of pages say that hold no report.
const ERRORS: &[&str] = &[
    "page not found",
    "access denied",
    "just a moment",
    "attention required",
    "are you a robot",
    "are you human",
    "robot check",
    "bot verification",
    "security check",
    "checking your browser",
    "page unavailable",
    "service unavailable",
    "too many requests",
    "page can't be found",
    "page cannot be found",
    "this page doesn",
    "verify you are human",
    "pardon our interruption",
    "request blocked",
    "bad gateway",
    "page does not exist",
    "before you continue",
    "we value your privacy",
    "your privacy choices",
    "under maintenance",
];

/// Titles by themselves, or before a mark: "403 Forbidden", "Error 500", "Log in | The Courier".
const ERROR_WORDS: &[&str] = &[
    "404",
    "403",
    "500",
    "502",
    "503",
    "error",
    "oops",
    "forbidden",
    "login",
    "log in",
    "sign in",
];

/// What may stand beside them.
const ERROR_BESIDE: &[&str] = &[
    "",
    "error",
    "page",
    "file",
    "article",
    "content",
    "story",
    "forbidden",
    "required",
    "http",
    "not found",
    "internal server error",
];

/// What short pages say that show nothing yet: scripts or consent come first.
const EMPTY: &[&str] = &[
    "enable javascript",
    "enable js and",
    "javascript is disabled",
    "requires javascript",
    "verifying you are human",
    "verify you are human",
    "unusual traffic from your",
    "information on a device",
    "consent to our and our partners",
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
    "limit of free articles",
    "free articles this month",
    "last free article",
    "for members only",
    "available to subscribers",
    "exclusive to subscribers",
    "for full access",
    "sign in to continue",
    "log in to continue",
    "create an account to",
];

/// Longest text of a stub, in bytes.
const N_STUB_MAX: usize = 1500;

/// The kind, and the reason where it is no report.
pub(crate) fn kind(seen: &Seen<'_>) -> (PageKind, &'static str) {
    let lower = seen.headline.to_lowercase();
    let address = seen.url.unwrap_or("").to_ascii_lowercase();
    let title = seen.metadata.title.as_deref().unwrap_or("").to_lowercase();
    if seen.n_text < 1200
        && seen.metadata.linked.report().is_none()
        && (is_error(&lower) || is_error(&title) || is_empty(seen))
    {
        return (PageKind::Error, "the page is an error page");
    }
    if is_live(seen, &lower, &address) || is_live(seen, &title, "") {
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

fn is_error(title: &str) -> bool {
    let phrase = ERRORS
        .iter()
        .any(|e| title.find(e).is_some_and(|at| at == 0 || title.len() < e.len() + 25));
    let first = title.split([':', '|', '!', ',', '–', '—', '.']).next().unwrap_or("");
    let first = first.split(" - ").next().unwrap_or("").trim();
    let word = ERROR_WORDS.iter().any(|e| {
        let rest = first.strip_prefix(e).or_else(|| first.strip_suffix(e));
        rest.is_some_and(|r| {
            let plain = r.trim();
            ERROR_BESIDE.contains(&plain)
                || plain.len() == 3 && plain.bytes().all(|b| b.is_ascii_digit())
        })
    });
    title.len() < 80 && (phrase || word)
}

/// A short text that asks for scripts or consent.
fn is_empty(seen: &Seen<'_>) -> bool {
    seen.n_text < 600
        && (0..seen.lines.len()).filter(|&i| seen.kept[i]).any(|i| {
            let lower = seen.lines.text(i).to_lowercase();
            EMPTY.iter().any(|e| lower.contains(e))
        })
}

fn is_live(seen: &Seen<'_>, headline: &str, address: &str) -> bool {
    if seen.metadata.linked.has_kind("LiveBlogPosting") {
        return true;
    }
    let starts = ["live:", "live |", "live –", "live -"].iter().any(|s| headline.starts_with(s));
    let says = [
        "live updates",
        "live blog",
        "liveblog",
        "– live",
        " live: ",
        "as it happened",
        "as it happens",
        "minute by minute",
    ];
    let says = says.iter().any(|s| headline.contains(s));
    let addressed = ["/live/", "live-blog", "liveblog", "live-updates"];
    let addressed = addressed.iter().any(|s| address.contains(s));
    (starts || says || addressed)
        && (seen.dom.all(Tag::Time).count() >= 6
            || (0..seen.lines.len()).filter(|&i| is_clock(seen.lines.text(i))).count() >= 6)
}

/// "10:05", "10.05 GMT", "9:05 am": the head of an entry.
fn is_clock(text: &str) -> bool {
    let n = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.as_bytes().get(n + 1..).unwrap_or_default();
    matches!(n, 1 | 2)
        && matches!(text.as_bytes().get(n), Some(b':' | b'.'))
        && rest.iter().take_while(|b| b.is_ascii_digit()).count() == 2
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
        || headline.contains("in photos")
        || headline.starts_with("photos of the ")
        || headline.starts_with("photos:")
        || headline.starts_with("gallery:")
        || headline.starts_with("pictures:");
    named && (seen.n_text < 1200 || seen.n_captions >= 8)
        || seen.n_captions >= 8 && seen.n_text < 500
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
    // A notice stands right below the text or ends it; footers speak of subscribing everywhere.
    let from = last_kept.unwrap_or(0);
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
