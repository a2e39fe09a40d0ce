//! One published text, cleaned.

use crate::{Date, Moment, Span};

/// What a document was before it was text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// Plain text.
    #[default]
    Text,
    /// An HTML page.
    Html,
    /// A record whose text must be kept to the letter (offsets count in exactly that text).
    Record,
}

impl DocumentKind {
    /// `text`, `html` or `record`.
    pub fn as_str(self) -> &'static str {
        match self {
            DocumentKind::Text => "text",
            DocumentKind::Html => "html",
            DocumentKind::Record => "record",
        }
    }
}

/// What a page is, as far as coding goes: only stories are coded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKind {
    /// One report. Also what is no page at all: plain texts, records.
    #[default]
    Story,
    /// Entries by the minute under one headline, newest first.
    LiveBlog,
    /// Pictures with captions and little else.
    Gallery,
    /// The first lines of a report whose rest is for subscribers, or was never in the page.
    Stub,
    /// A home page, section, index, search or author page: teasers of many reports.
    Listing,
    /// "Page not found", "Access denied", a request to prove that one is no robot.
    Error,
}

impl PageKind {
    /// In one or two words, as it is counted in reports: `story`, `live blog` …
    pub fn as_str(self) -> &'static str {
        match self {
            PageKind::Story => "story",
            PageKind::LiveBlog => "live blog",
            PageKind::Gallery => "gallery",
            PageKind::Stub => "stub",
            PageKind::Listing => "listing",
            PageKind::Error => "error page",
        }
    }
}

/// One published text, cleaned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Unique in a run: the sender's id, else one made from the content.
    pub id: String,
    /// Where it came from (see [`crate::RawDocument::origin`]).
    pub origin: String,
    /// What it was.
    pub kind: DocumentKind,
    /// What the page is; a note of kind `Skipped` says why where it is no story.
    pub page: PageKind,
    /// The text. Every [`Span`] of the document counts bytes of this string. The headline, where
    /// there is one, is its first line; paragraphs are parted by blank lines.
    pub text: String,
    /// Stretches of `text` that are furniture (prompts, credits, captions), in order and apart:
    /// kept so that offsets stay true, never coded.
    pub furniture: Vec<Span>,
    /// The headline.
    pub headline: Option<String>,
    /// The line under the headline that sums the report up; it may open the text too.
    pub deck: Option<String>,
    /// Address it was published at.
    pub url: Option<String>,
    /// Address that the page itself calls its own (`<link rel="canonical">`).
    pub canonical: Option<String>,
    /// Day of publication, in the zone the publisher tells it in.
    pub published: Option<Date>,
    /// The same with time of day and zone, as far as told.
    pub published_at: Option<Moment>,
    /// Where the day of publication was found (`json-ld`, `meta`, `microdata`, `time`, `text`,
    /// `address`, `given`).
    pub published_by: Option<&'static str>,
    /// Day of the last update.
    pub updated: Option<Date>,
    /// The same with time of day and zone, as far as told.
    pub updated_at: Option<Moment>,
    /// Day that the dateline or the publication gives, or the update of a page long after its publication: what
    /// "today" means in the text.
    pub today: Option<Date>,
    /// ISO 639-1 code; `en` or what was found.
    pub language: Option<String>,
    /// The line that names who wrote it, as printed (`By Jane Doe in Kyiv`).
    pub byline: Option<String>,
    /// Who wrote it, in order: names only.
    pub authors: Vec<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// News agency it carries (`Reuters`).
    pub agency: Option<String>,
    /// Where it was filed from, as written (`MEXICO CITY`).
    pub dateline: Option<String>,
    /// Where the dateline stands in `text`, with agency and dash: no part of the sentence behind it.
    pub dateline_at: Option<Span>,
    /// Day that the dateline tells (`KYIV, Jan 3 (AP) -`).
    pub dateline_day: Option<Date>,
    /// Section of the publication (`World`).
    pub section: Option<String>,
    /// Captions of pictures, in order, without credits; no part of `text`.
    pub captions: Vec<String>,
}

impl Document {
    /// Stretches that belong to no sentence: furniture and dateline, in order and apart.
    pub fn apart(&self) -> Vec<Span> {
        let mut spans = self.furniture.clone();
        if let Some(dateline) = self.dateline_at
            && !spans.iter().any(|f| f.overlaps(dateline))
        {
            spans.push(dateline);
            spans.sort();
        }
        spans
    }

    /// The text without headline and furniture, paragraphs parted by a blank line.
    pub fn body(&self) -> String {
        let mut kept = String::with_capacity(self.text.len());
        let mut at = 0;
        for span in &self.furniture {
            kept.push_str(self.text.get(at..span.start as usize).unwrap_or(""));
            at = span.end as usize;
        }
        kept.push_str(self.text.get(at..).unwrap_or(""));
        let headline = self.headline.as_deref().unwrap_or("");
        let mut body = String::with_capacity(kept.len());
        for (i, line) in kept.split('\n').map(str::trim).filter(|l| !l.is_empty()).enumerate() {
            if i == 0 && line == headline {
                continue;
            }
            if !body.is_empty() {
                body.push_str("\n\n");
            }
            body.push_str(line);
        }
        body
    }
}
