//! An HTML page in, headline and paragraphs out.

use knowledge::Publishers;
use model::{Document, NoteKind, Notes, PageKind};

use crate::{
    captions,
    dom::{Dom, Tag},
    furniture, kind,
    lines::{Lines, lines},
    metadata::{
        Metadata,
        authors::{self, is_byline},
        headline,
    },
    published::Asked,
    text::{
        features::{Told, squeeze},
        scores,
    },
    trim::trim,
};

/// Texts shorter than this, in bytes, are looked for elsewhere in the page.
const N_SHORT: usize = 250;

/// Fills the document from a page. The headline becomes the first line of the text.
pub(crate) fn read(
    html: &str,
    publishers: &Publishers,
    document: &mut Document,
    notes: &mut Notes,
) {
    let dom = Dom::parse(html);
    let metadata = Metadata::of(&dom);
    if document.canonical.is_none() {
        document.canonical = metadata
            .canonical
            .clone()
            .or_else(|| metadata.first(&["og:url"]).map(str::to_owned))
            .filter(|u| u.starts_with("http"));
    }
    let address = document.url.clone().or_else(|| document.canonical.clone());
    let known = address.as_deref().and_then(|u| publishers.of_address(u));
    if document.publisher.is_none() {
        document.publisher = metadata
            .linked
            .names("publisher")
            .into_iter()
            .next()
            .or_else(|| {
                metadata
                    .first(&["og:site_name", "application-name", "dc.publisher"])
                    .map(str::to_owned)
            })
            .map(|p| headline::tidy(&p))
            .filter(|p| !p.is_empty() && !p.starts_with("http"))
            .or_else(|| known.map(|k| k.name.clone()));
    }
    if document.headline.is_none() {
        document.headline = headline::headline(&dom, &metadata, document.publisher.as_deref());
    }
    let deck = headline::deck(&metadata);
    let body = metadata.linked.word("articleBody");
    let told = Told { headline: document.headline.as_deref(), deck: deck.as_deref(), body };
    let mut lines_of_page = lines(&dom, false);
    let mut scored = scores(&dom, &lines_of_page, told);
    if n_kept(&lines_of_page, &scored) < N_SHORT {
        // Some pages hide their text until a script shows it.
        let all = lines(&dom, true);
        let other = scores(&dom, &all, told);
        if n_kept(&all, &other) > 2 * n_kept(&lines_of_page, &scored) + N_SHORT {
            (lines_of_page, scored) = (all, other);
        }
    }
    let page = Page { dom: &dom, lines: &lines_of_page, scores: &scored };
    let at_headline = page.headline(document.headline.as_deref());
    let mut kept = page.kept(document.headline.as_deref(), at_headline);
    let byline = authors::byline(
        &dom,
        &metadata,
        &lines_of_page,
        &scored,
        at_headline,
        document.publisher.as_deref(),
    );
    document.byline = byline.printed;
    if document.authors.is_empty() {
        document.authors = byline.names;
    }
    trim(&dom, &lines_of_page, &mut kept, &document.authors);
    let mut paragraphs = page.paragraphs(&kept);
    let n_text: usize = paragraphs.iter().map(String::len).sum();
    if let Some(body) = body.filter(|b| n_text < N_SHORT && b.len() > 2 * n_text + N_SHORT) {
        // The text stands in the metadata only.
        paragraphs = of_body(body);
        kept.fill(false);
    }
    if paragraphs.is_empty() {
        notes.push(None, NoteKind::Repaired, "no main text was found");
    }
    document.deck = page.deck(deck.as_deref(), &kept, at_headline);
    document.captions = page.captions(&kept);
    if document.section.is_none() {
        document.section = section(&metadata);
    }
    document.language = metadata.language.clone().or(document.language.take());
    let american =
        known.map_or_else(|| is_american(&metadata, address.as_deref()), |k| k.month_first);
    let asked = Asked {
        dom: &dom,
        metadata: &metadata,
        lines: &lines_of_page,
        scores: &scored,
        headline: at_headline,
        url: document.url.as_deref(),
        american,
    };
    if document.published.is_none()
        && let Some((moment, by)) = asked.published()
    {
        document.published = Some(moment.day);
        document.published_at = Some(moment);
        document.published_by = Some(by);
    }
    if document.updated.is_none()
        && let Some((moment, _)) = asked.updated()
    {
        document.updated = Some(moment.day);
        document.updated_at = Some(moment);
    }
    let n_text = paragraphs.iter().map(String::len).sum();
    let seen = kind::Seen {
        dom: &dom,
        metadata: &metadata,
        lines: &lines_of_page,
        kept: &kept,
        headline: document.headline.as_deref().unwrap_or(""),
        url: address.as_deref(),
        n_text,
        n_captions: document.captions.len(),
    };
    let (kind, reason) = kind::kind(&seen);
    document.page = kind;
    if kind != PageKind::Story {
        notes.push(None, NoteKind::Skipped, reason);
    }
    let mut text = document.headline.clone().unwrap_or_default();
    for paragraph in &paragraphs {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(paragraph);
    }
    document.text = text;
}

fn n_kept(lines: &Lines, scores: &[f32]) -> usize {
    lines.lines.iter().zip(scores).filter(|(_, s)| **s > 0.0).map(|(l, _)| l.n_bytes as usize).sum()
}

/// Paragraphs of a text that stands in the metadata, with or without elements of its own.
fn of_body(body: &str) -> Vec<String> {
    let broken = body.replace("\r\n", "\n").replace('\n', "<br><br>");
    let dom = Dom::parse(&broken);
    let lines = lines(&dom, false);
    (0..lines.len()).map(|i| lines.text(i).to_owned()).collect()
}

/// Section of the publication.
fn section(metadata: &Metadata<'_>) -> Option<String> {
    let linked =
        metadata.linked.reports().into_iter().find_map(|r| match r.get("articleSection")? {
            serde_json::Value::String(s) => Some(s.clone()),
            serde_json::Value::Array(list) => list.first()?.as_str().map(str::to_owned),
            _ => None,
        });
    metadata
        .first(&["article:section", "parsely-section", "cxenseparse:section", "section"])
        .map(str::to_owned)
        .or(linked)
        .map(|s| headline::tidy(&s))
        .filter(|s| !s.is_empty() && s.len() < 80 && !s.starts_with("http"))
}

/// Whether numeric dates put the month first, by language and address.
fn is_american(metadata: &Metadata<'_>, address: Option<&str>) -> bool {
    let language = metadata.language.as_deref().unwrap_or("en").to_lowercase();
    let locale = metadata.first(&["og:locale"]).unwrap_or("").to_lowercase();
    let host =
        address.and_then(|a| a.split("://").last()).and_then(|a| a.split('/').next()).unwrap_or("");
    let american = |l: &str| l.ends_with("us") || l == "en";
    let generic = [".com", ".org", ".net", ".gov", ".edu", ".us"].iter().any(|t| host.ends_with(t))
        || host.is_empty();
    language.starts_with("en")
        && (locale.is_empty() && american(&language) || american(&locale))
        && (generic || language == "en-us")
}

struct Page<'a> {
    dom: &'a Dom<'a>,
    lines: &'a Lines,
    scores: &'a [f32],
}

impl Page<'_> {
    fn tag(&self, i: usize) -> Tag {
        self.dom.tag(self.lines.lines[i].block)
    }

    /// The line of the headline.
    fn headline(&self, headline: Option<&str>) -> Option<usize> {
        let wanted = squeeze(headline?);
        let is = |i: usize| squeeze(self.lines.text(i)) == wanted;
        let n = self.lines.len();
        (0..n)
            .find(|&i| self.tag(i) == Tag::H1 && is(i))
            .or_else(|| (0..n).find(|&i| self.tag(i).is_heading() && is(i)))
            .or_else(|| (0..n).find(|&i| is(i)))
    }

    /// Which lines are text.
    fn kept(&self, headline: Option<&str>, at_headline: Option<usize>) -> Vec<bool> {
        let mut kept: Vec<bool> = self.scores.iter().map(|s| *s > 0.0).collect();
        let plain = headline.map(squeeze);
        let captions = (0..self.lines.len()).filter(|&i| self.in_caption(i));
        let captions = captions::squeezed(captions.map(|i| self.lines.text(i)));
        let mut n_before = 0;
        for (i, kept) in kept.iter_mut().enumerate() {
            if !*kept {
                continue;
            }
            let text = self.lines.text(i);
            let said = plain.as_ref().is_some_and(|h| {
                self.lines.lines[i].n_bytes as usize <= 2 * h.len() + 40 && *h == squeeze(text)
            });
            // Galleries say their captions again, for those who scroll.
            let caption =
                self.in_caption(i) || !captions.is_empty() && captions.contains(&squeeze(text));
            if at_headline == Some(i)
                || said
                || caption
                || n_before < 3 && is_byline(text)
                || furniture::is_sure(text)
                || furniture::is_number(text)
            {
                *kept = false;
            } else {
                n_before += 1;
            }
        }
        kept
    }

    fn in_caption(&self, i: usize) -> bool {
        let mut node = self.lines.lines[i].block;
        for _ in 0..4 {
            if self.dom.tag(node) == Tag::Figcaption {
                return true;
            }
            node = self.dom.parent(node);
        }
        false
    }

    /// Lines as paragraphs: sentences whole, the cells of a row together.
    fn paragraphs(&self, kept: &[bool]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut last: Option<usize> = None;
        for i in (0..kept.len()).filter(|&i| kept[i]) {
            let text = self.lines.text(i);
            match (last, out.last_mut()) {
                (Some(before), Some(open)) if self.goes_on(before, i, open) => {
                    if !text.starts_with([',', '.', ';', ')', '’', '”']) {
                        open.push(' ');
                    }
                    open.push_str(text);
                }
                (Some(before), Some(open)) if self.same_row(before, i) => {
                    open.push_str(" | ");
                    open.push_str(text);
                }
                _ => out.push(text.to_owned()),
            }
            last = Some(i);
        }
        out
    }

    /// Whether line `i` goes on with the sentence that `before` left open.
    fn goes_on(&self, before: usize, i: usize, open: &str) -> bool {
        let prose = |k: usize| {
            matches!(
                self.tag(k),
                Tag::P
                    | Tag::Div
                    | Tag::Section
                    | Tag::Article
                    | Tag::Body
                    | Tag::Main
                    | Tag::Blockquote
                    | Tag::Center
            )
        };
        let text = self.lines.text(i);
        let next = text.chars().next();
        let last = open.chars().next_back();
        let left_open = last
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-' | '–' | '(' | '“' | '‘'));
        let takes_up = next
            .is_some_and(|c| c.is_lowercase() || matches!(c, ',' | '.' | ';' | ')' | '’' | '”'));
        let after_comma = last == Some(',') && (self.lines.lines[before].broken || before + 1 < i);
        prose(before)
            && prose(i)
            && left_open
            && (takes_up || after_comma)
            && open.split(' ').count() > 3
            && text.split(' ').count() > 1
    }

    fn row(&self, i: usize) -> Option<u32> {
        let mut node = self.lines.lines[i].block;
        for _ in 0..4 {
            if self.dom.tag(node) == Tag::Tr {
                return Some(node);
            }
            node = self.dom.parent(node);
        }
        None
    }

    /// Short cells of one row.
    fn same_row(&self, before: usize, i: usize) -> bool {
        let short = |k: usize| self.lines.lines[k].n_bytes < 80;
        short(before) && short(i) && self.row(i).is_some_and(|r| self.row(before) == Some(r))
    }

    /// The line near the headline that repeats the description, or whose class says what it is.
    fn deck(
        &self,
        told: Option<&str>,
        kept: &[bool],
        at_headline: Option<usize>,
    ) -> Option<String> {
        let at = at_headline?;
        let told = told.map(squeeze).filter(|t| t.len() > 20);
        let near = (at + 1)..(at + 8).min(self.lines.len());
        near.into_iter().find_map(|i| {
            let text = self.lines.text(i);
            let plain = squeeze(text);
            let repeated = !kept[i]
                && told.as_ref().is_some_and(|t| {
                    plain.len() > 20 && (t.starts_with(&plain) || plain.starts_with(t.as_str()))
                });
            let node = self.lines.lines[i].block;
            let class = self.dom.raw_attribute(node, "class").unwrap_or("").to_ascii_lowercase();
            let named = [
                "deck",
                "dek",
                "standfirst",
                "subtitle",
                "subhead",
                "sub-head",
                "summary",
                "subheadline",
                "sub-title",
                "description",
            ]
            .iter()
            .any(|c| class.contains(c));
            (text.len() < 400 && (repeated || named && text.split(' ').count() > 4))
                .then(|| text.to_owned())
        })
    }

    /// Captions of pictures: text of `figcaption` and of elements that are called so.
    fn captions(&self, kept: &[bool]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for i in (0..kept.len()).filter(|&i| !kept[i]) {
            let node = self.lines.lines[i].block;
            let class = self.dom.raw_attribute(node, "class").unwrap_or("").to_ascii_lowercase();
            let around = self
                .dom
                .raw_attribute(self.dom.parent(node), "class")
                .unwrap_or("")
                .to_ascii_lowercase();
            let called = |c: &str| c.contains("caption") && !c.contains("credit");
            if !(self.in_caption(i) || called(&class) || called(&around)) {
                continue;
            }
            let text = captions::without_credit(self.lines.text(i));
            if text.split(' ').count() > 3 && !out.iter().any(|o| o == text) {
                out.push(text.to_owned());
            }
        }
        out
    }
}
