//! Broken pages harm nobody: no panic, and every span lies inside the text.
//!
//! `lab mutate FOLDER` does the same to real pages by the thousand.

use crate::{read, report};

fn check(page: &str) {
    let (document, _) = read(page, None);
    let mut end = 0;
    for span in document.apart() {
        assert!(span.start >= end);
        assert!(document.text.get(span.start as usize..span.end as usize).is_some());
        end = span.end;
    }
}

fn sample() -> String {
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Talks end | Courier</title>\
         <script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"datePublished\":\"2026-01-13\"}}</script></head>\
         <body><h1>Talks end “without” a result</h1><p>KYIV, Jan 3 (AP) — Ministers left.&nbsp;&#8217;</p><table><tr><td>1\
         <td>2</table>{}<ul><li><a href='x'>y</a></ul><svg><path d=\"M0\"/></svg><!-- c --></body></html>",
        report(3)
    )
}

#[test]
fn cut_anywhere() {
    let page = sample();
    for at in (0..page.len()).filter(|&i| page.is_char_boundary(i)) {
        check(&page[..at]);
        if at % 7 == 0 {
            check(&page[at..]);
        }
    }
}

#[test]
fn marks_lost_and_doubled() {
    let page = sample();
    for mark in ["<", ">", "\"", "'", "/", "&", "=", "-", "p", " "] {
        check(&page.replace(mark, ""));
        check(&page.replace(mark, &mark.repeat(3)));
    }
}

#[test]
fn deep_and_wide() {
    for tag in [
        "<div>",
        "<b>",
        "<a href=x>",
        "<table><tr><td>",
        "<ul><li>",
        "<svg>",
        "<p><span>",
        "<!--",
        "<script>",
        "<h1>x",
    ] {
        check(&(tag.repeat(30_000) + &sample()));
    }
    check(&format!("<p class=\"{}\">x</p>{}", "a ".repeat(500_000), sample()));
    check(&"&#x1F600;".repeat(50_000));
    check(&format!(
        "<script type=application/ld+json>{}</script>{}",
        "[{".repeat(20_000),
        sample()
    ));
}
