//! An HTML page in, headline and paragraphs out.

use dom_query::Document as Dom;
use dom_smoothie::{Config, Readability, TextMode};
use model::{Document, NoteKind, Notes};

use crate::published;

/// Fills the document from a page. The headline becomes the first line of the text.
pub(crate) fn read(html: &str, document: &mut Document, notes: &mut Notes) {
    let dom = Dom::from(html);
    if document.published.is_none() {
        document.published = published::of_page(&dom, html);
    }
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let main = Readability::new(html, document.url.as_deref(), Some(config))
        .ok()
        .and_then(|mut r| r.parse().ok());
    let body = if let Some(main) = main {
        if document.headline.is_none() && !main.title.trim().is_empty() {
            document.headline = Some(headline(&dom, main.title.trim()));
        }
        if let Some(byline) = &main.byline {
            document.authors = vec![byline.trim().to_owned()];
        }
        if document.publisher.is_none() {
            document.publisher = main.site_name.clone();
        }
        main.text_content.to_string()
    } else {
        notes.push(None, NoteKind::Repaired, "no main text was found; the whole page is read");
        dom.select("script, style, nav, header, footer, aside, form, noscript").remove();
        dom.select("body").text().to_string()
    };
    let mut text = String::with_capacity(body.len());
    if let Some(headline) = &document.headline
        && !body.trim_start().starts_with(headline.as_str())
    {
        text.push_str(headline);
    }
    for paragraph in body.split('\n') {
        let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&line);
    }
    document.text = text;
}

/// The page's own heading where it is part of the title ("Heading | Publisher").
fn headline(dom: &Dom, title: &str) -> String {
    let heading = dom.select("h1").first().text();
    let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
    if heading.chars().count() > 15 { heading } else { title.to_owned() }
}
