//! An HTML page in, headline and paragraphs out.

use model::{Document, Notes};

use crate::{
    dom::Dom,
    lines::lines,
    metadata::{Metadata, headline},
    published,
    text::{features::Told, scores},
};

/// Fills the document from a page. The headline becomes the first line of the text.
pub(crate) fn read(html: &str, document: &mut Document, _notes: &mut Notes) {
    let dom = Dom::parse(html);
    let metadata = Metadata::of(&dom);
    if document.published.is_none() {
        document.published = published::of_page(html);
    }
    let lines = lines(&dom, false);
    if document.headline.is_none() {
        document.headline = headline::headline(&dom, &metadata, None).map(|h| h.text);
    }
    let deck = headline::deck(&metadata);
    let told = Told {
        headline: document.headline.as_deref(),
        deck: deck.as_deref(),
        body: metadata.linked.word("articleBody"),
    };
    let scores = scores(&dom, &lines, told);
    let mut text = document.headline.clone().unwrap_or_default();
    for (i, score) in scores.iter().enumerate() {
        if *score > 0.0 {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(lines.text(i));
        }
    }
    document.text = text;
}
