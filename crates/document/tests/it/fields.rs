//! What a page tells beside its text.

use crate::{read, report};

#[test]
fn the_whole_head_of_a_report() {
    let page = format!(
        "<html lang=en-GB><head><title>Talks end | The Courier</title>
        <link rel=canonical href='https://courier.example/2026/01/13/talks'>
        <meta property=og:site_name content='The Courier'><meta property=article:section content=World>
        <meta name=description content='Both sides leave the hall in anger after a long night.'>
        <script type='application/ld+json'>{{\"@graph\":[{{\"@type\":\"NewsArticle\",\"headline\":\"Talks end without a result\",
        \"datePublished\":\"2026-01-13T08:05:00+01:00\",\"dateModified\":\"2026-01-14T00:30:00+01:00\",
        \"author\":[{{\"@id\":\"#a\"}},{{\"name\":\"A. B. Smith\"}}],}},{{\"@id\":\"#a\",\"@type\":\"Person\",\"name\":\"Jane Doe\"}}]}}</script></head>
        <body><nav><a href=/>Home</a></nav><h1>Talks end without a result</h1>
        <p class=standfirst>Both sides leave the hall in anger after a long night.</p>
        <p class=byline>By Jane Doe and A. B. Smith in Kyiv</p>
        <figure><img src=a.jpg><figcaption>Delegates leave the hall. Photo: C. D.</figcaption></figure>
        <p>KYIV, Jan 12 (Reuters) - The ministry said that talks with the <a href=/x>delegation</a>
        <div class=ad>Advertisement</div><p>from the border districts had ended without a result.</p>{}</body></html>",
        report(6)
    );
    let (d, skipped) = read(&page, None);
    assert_eq!(skipped, None);
    assert_eq!(d.headline.as_deref(), Some("Talks end without a result"));
    assert_eq!(d.deck.as_deref(), Some("Both sides leave the hall in anger after a long night."));
    assert_eq!(d.byline.as_deref(), Some("By Jane Doe and A. B. Smith in Kyiv"));
    assert_eq!(d.authors, ["Jane Doe", "A. B. Smith"]);
    assert_eq!(d.publisher.as_deref(), Some("The Courier"));
    assert_eq!(d.section.as_deref(), Some("World"));
    assert_eq!(d.canonical.as_deref(), Some("https://courier.example/2026/01/13/talks"));
    assert_eq!(d.published_at.unwrap().to_string(), "2026-01-13T08:05+01:00");
    assert_eq!(d.published_by, Some("json-ld"));
    assert_eq!(d.updated_at.unwrap().to_string(), "2026-01-14T00:30+01:00");
    assert_eq!(d.captions, ["Delegates leave the hall."]);
    assert_eq!(d.agency.as_deref(), Some("Reuters"));
    assert_eq!(d.dateline.as_deref(), Some("KYIV"));
    assert_eq!(d.dateline_day.unwrap().to_string(), "2026-01-12");
    assert_eq!(d.today, d.dateline_day);
    assert_eq!(d.language.as_deref(), Some("en"));
    assert_eq!(d.dateline_at.unwrap().of(&d.text), "KYIV, Jan 12 (Reuters) - ");
    let first = d.text.split("\n\n").find(|p| p.starts_with("KYIV")).unwrap();
    assert_eq!(
        first,
        "KYIV, Jan 12 (Reuters) - The ministry said that talks with the delegation from the border \
         districts had ended without a result."
    );
    for foreign in ["Home", "Advertisement", "Photo", "By Jane"] {
        assert!(!d.text.contains(foreign), "{foreign} is in the text");
    }
}

#[test]
fn captions_said_again_are_no_text() {
    let caption =
        "The harbour road of Oruba has been closed to lorries since the bridge fell in May.";
    let page = format!(
        "<body><h1>Talks end without a result</h1>{0}
         <div class=screen><figure><img src=a.jpg><figcaption><span>{caption}</span><span>Photo: C. D.
         </span></figcaption></figure><div class=words><div>{caption}</div></div></div>{0}</body>",
        report(5)
    );
    let (d, _) = read(&page, None);
    assert!(!d.text.contains("harbour"), "{}", d.text);
    assert!(d.captions.iter().any(|c| c.starts_with("The harbour road")), "{:?}", d.captions);
}

#[test]
fn days_in_order_of_trust() {
    let day = |head: &str, body: &str, url: Option<&str>| {
        let page = format!(
            "<head>{head}</head><body><h1>Talks end without a result</h1>{body}{}</body>",
            report(5)
        );
        let (d, _) = read(&page, url);
        (d.published.map(|d| d.to_string()).unwrap_or_default(), d.published_by.unwrap_or(""))
    };
    let is = |day: &str, by: &'static str| (day.to_owned(), by);
    let meta = "<meta property=article:published_time content=2026-01-13>";
    let address = Some("https://courier.example/2026/01/11/talks");
    assert_eq!(
        day(meta, "<time datetime=2026-01-09>9 Jan</time>", address),
        is("2026-01-13", "meta")
    );
    assert_eq!(
        day("", "<time datetime=2026-01-09>9 Jan</time>", address),
        is("2026-01-11", "address")
    );
    assert_eq!(day("", "<time datetime=2026-01-09>9 Jan</time>", None), is("2026-01-09", "time"));
    assert_eq!(day("", "<p>Published: 10 January 2026</p>", None), is("2026-01-10", "text"));
    let glued = "<div><span>Jane Doe</span><span>Jan 10, 2026</span><span>2 Shares</span></div>";
    assert_eq!(day("", glued, None), is("2026-01-10", "text"));
    assert_eq!(day("", "", None), is("", ""));
    // The day at the publisher's, not in UTC.
    let utc = "<meta property=article:published_time content=2026-01-14T01:00:00Z>";
    assert_eq!(day(utc, "<p>January 13, 2026 8:00 PM EST</p>", None), is("2026-01-13", "meta"));
    assert_eq!(day(utc, "<p>January 3, 2026</p>", None), is("2026-01-14", "meta"));
    let own = "<time datetime=2026-01-13T20:00-05:00>5 hours ago</time>";
    assert_eq!(day(utc, own, None), is("2026-01-13", "meta"));
    let own = "<time datetime=2026-01-14T01:00:00Z>Jan 13, 2026 8:00 pm</time>";
    assert_eq!(day(utc, own, address), is("2026-01-13", "meta"));
    // The address of another zone, and the day that the page prints as the publication.
    let printed = "<p>posted on 2026-01-10 23:30 EST</p>";
    assert_eq!(day("", printed, address), is("2026-01-10", "text"));
    let printed = "<span class=posted-on>Jan 20, 2026 3:30 am</span>";
    assert_eq!(day(meta, printed, None), is("2026-01-20", "time"));
}

#[test]
fn text_that_is_only_in_the_metadata() {
    let body = report(6).replace("<p>", "").replace("</p>", "\\n");
    let page = format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Talks end without a result\",\
         \"articleBody\":\"{body}\"}}</script><div id=root></div>"
    );
    let (d, _) = read(&page, None);
    assert_eq!(d.text.split("\n\n").count(), 7);
    assert!(d.text.starts_with("Talks end without a result\n\n"));
}
