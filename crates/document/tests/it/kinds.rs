//! What is no report is told apart.

use model::PageKind;

use crate::{read, report};

#[test]
fn a_report_is_a_story() {
    let page = format!(
        "<title>Talks end | The Courier</title><h1>Talks end without a result</h1>{}",
        report(6)
    );
    let (document, skipped) = read(&page, None);
    assert_eq!((document.page, skipped), (PageKind::Story, None));
}

#[test]
fn live_blogs() {
    let entries: String = (10..19)
        .map(|h| {
            format!(
                "<article><time datetime='2026-01-13T{h}:00Z'>{h}:00</time>{}</article>",
                report(1)
            )
        })
        .collect();
    let page = format!("<h1>Border talks – live updates</h1><main>{entries}</main>");
    let (document, skipped) = read(&page, Some("https://courier.example/live/border"));
    assert_eq!(document.page, PageKind::LiveBlog);
    assert_eq!(skipped.as_deref(), Some("the page is a live blog"));
}

#[test]
fn live_blogs_without_time_elements() {
    let entries: String = (10..19)
        .map(|h| format!("<div><span>{h}:05</span><div>{}</div></div>", report(1)))
        .collect();
    for headline in ["LIVE | Border talks begin", "Border war live: talks begin in the hall"] {
        let page = format!("<title>{headline}</title><h1>{headline}</h1><main>{entries}</main>");
        assert_eq!(read(&page, None).0.page, PageKind::LiveBlog, "{headline}");
    }
    let page = format!("<h1>Live fire drill near the border</h1><main>{entries}</main>");
    assert_eq!(read(&page, None).0.page, PageKind::Story);
}

#[test]
fn stubs_without_a_word_in_the_metadata() {
    for notice in [
        "<p>You have reached your limit of free articles.</p><a href=/pay>Choose your plan</a>",
        "<p>This content is for members only.</p><button>Sign in</button>",
    ] {
        let page = format!(
            "<h1>Talks end without a result</h1><article>{}<div>{notice}</div></article>",
            report(2)
        );
        assert_eq!(read(&page, None).0.page, PageKind::Stub, "{notice}");
    }
}

#[test]
fn stubs_of_paid_reports() {
    let page = format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Talks end without a result\",\
         \"isAccessibleForFree\":false}}</script><h1>Talks end without a result</h1><article>{}<div class=paywall>\
         <p>To continue reading, subscribe now.</p></div></article>",
        report(2)
    );
    let (document, skipped) = read(&page, None);
    assert_eq!(document.page, PageKind::Stub);
    assert_eq!(skipped.as_deref(), Some("the page holds only the start of the report"));
    let whole = page.replace("<article>", &format!("<article>{}", report(20)));
    assert_eq!(read(&whole, None).0.page, PageKind::Story, "a subscriber saved the whole report");
}

#[test]
fn home_pages_and_sections() {
    let teasers: String = (0..30)
        .map(|i| format!("<li><h3><a href=/{i}>Minister {i} rejects the demand of the opposition</a></h3></li>"))
        .collect();
    let page = format!("<title>The Courier: news</title><ul>{teasers}</ul>");
    let (document, skipped) = read(&page, Some("https://courier.example/"));
    assert_eq!((document.page, skipped.is_some()), (PageKind::Listing, true));
    assert_eq!(read(&page, Some("https://courier.example/world")).0.page, PageKind::Listing);
    // A report with many links beside it is a report.
    let page =
        format!("<h1>Talks end without a result</h1><main>{}</main><ul>{teasers}</ul>", report(8));
    assert_eq!(
        read(&page, Some("https://courier.example/world/talks-end")).0.page,
        PageKind::Story
    );
}

#[test]
fn galleries() {
    let pictures: String = (0..12)
        .map(|i| format!("<figure><img src={i}.jpg><figcaption>Delegates of district {i} arrive at the hall on Monday. Photo: A. B.</figcaption></figure>"))
        .collect();
    let page = format!("<h1>In pictures: the border talks</h1>{pictures}");
    let (document, _) = read(&page, Some("https://courier.example/gallery/talks"));
    assert_eq!(document.page, PageKind::Gallery);
    assert_eq!(document.captions.len(), 12);
    assert_eq!(document.captions[0], "Delegates of district 0 arrive at the hall on Monday.");
    let page = format!("<h1>A week of talks</h1><p>Delegates met this week.</p>{pictures}");
    assert_eq!(read(&page, None).0.page, PageKind::Gallery, "nothing but captions");
}

#[test]
fn error_pages() {
    for page in [
        "<title>404 Not Found</title><h1>Page not found</h1><p>The page you were looking for is gone.</p>",
        "<title>Access Denied</title><h1>Access Denied</h1><p>You don't have permission to access this page on this server.</p>",
        "<title>Log in | The Courier</title><h1>Log in</h1><p>Forgot your password? Sign up today to read our reports.</p>",
        "<title>courier.example</title><p>Please enable JavaScript and cookies to go on. Contact us if that does not help.</p>",
        "<title>Before you continue</title><h1>We value your privacy</h1><p>We and our partners store information on a device.</p>",
        "<title>Just a moment...</title><p>Checking your browser before you can go on. Please wait a little.</p>",
    ] {
        let (document, skipped) = read(page, None);
        assert_eq!(document.page, PageKind::Error, "{page}");
        assert!(skipped.is_some());
    }
    let page = format!(
        "<title>Error in the count: ministry</title><h1>Error in the count admitted by the ministry</h1>{}",
        report(8)
    );
    assert_eq!(read(&page, None).0.page, PageKind::Story);
    for headline in ["500 soldiers sent to the border", "Body of the minister not found"] {
        let page = format!("<title>{headline}</title><h1>{headline}</h1>{}", report(3));
        assert_eq!(read(&page, None).0.page, PageKind::Story, "{headline}");
    }
}

#[test]
fn the_language_is_told_by_the_text() {
    let text = |n: usize, words: &str| format!("<h1>{words}</h1><p>{}</p>", words.repeat(n));
    // A long text of another language is not coded, however long.
    let (document, skipped) = read(&text(400, "lorem ipsum dolor sit amet "), None);
    assert_eq!(document.language.as_deref(), Some("la"), "{skipped:?}");
    // The title of a book at the top, then a report.
    let page = format!("<h1>Don Quijote de la Mancha</h1>{}", report(6));
    assert_eq!(read(&page, None).0.language.as_deref(), Some("en"));
}
