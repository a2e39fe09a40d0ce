//! When a page was published and updated.
//!
//! Order of trust for the day of publication: what the outside said; JSON-LD of a report; meta
//! elements; `itemprop`; a day in the address; `<time>` and elements of a telling class near the
//! headline; a day in the words near the headline; JSON-LD of the page; creation and update; any
//! day in the page's words.

use model::{Date, Moment};

use crate::{
    dates,
    dom::{Dom, NodeId, Tag},
    lines::Lines,
    metadata::Metadata,
};

/// Names of meta elements that tell the publication, most trusted first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "dcsext.articlefirstpublished",
    "article.published",
    "article_date_original",
    "article-publication-date",
    "bt:pubdate",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "displaydate",
    "originalpublicationdate",
    "publication_date",
    "publication-date",
    "publicationdate",
    "publish_date",
    "publish-date",
    "publishdate",
    "published-date",
    "published_time",
    "publisheddate",
    "pubdate",
    "pub_date",
    "ptime",
    "rnews:datepublished",
    "release_date",
    "timestamp",
    "date_published",
    "date",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "prism.publicationdate",
    "eprints.datestamp",
    "datecreated",
    "dcterms.available",
    "article:post_date",
    "post_date",
    "created",
    "og:pubdate",
    "og:regdate",
    "og:release_date",
    "article:create",
    "shareaholic:article_published_time",
];

/// The same for updates.
const UPDATED: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "article:modified",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "lastmodified",
    "modified_time",
    "modifieddate",
    "date_modified",
    "revision_date",
    "updated",
    "utime",
    "shareaholic:article_modified_time",
];

/// Words that stand by the day of publication, and those that stand by another.
const TOLD: &[&str] = &[
    "publish",
    "posted",
    "veröffentlicht",
    "erschienen",
    "publié",
    "publicado",
    "pubblicato",
    "opublikowan",
    "geplaatst",
    "erstellt",
    "created",
    "geschrieben",
    "written",
    "date:",
    "datum:",
    "stand:",
    "опубликован",
];
const LATE: &[&str] = &[
    "updat",
    "aktualisiert",
    "änderung",
    "modif",
    "edited",
    "geändert",
    "copyright",
    "©",
    "mis à jour",
];

/// A moment, and where it was found.
pub(crate) type Told = (Moment, &'static str);

/// What the page is asked.
pub(crate) struct Asked<'a> {
    pub dom: &'a Dom<'a>,
    pub metadata: &'a Metadata<'a>,
    pub lines: &'a Lines,
    /// Log-odds of each line to be text.
    pub scores: &'a [f32],
    /// Line of the headline.
    pub headline: Option<usize>,
    pub url: Option<&'a str>,
    /// Whether the month comes first in `01/02/2026`.
    pub american: bool,
}

impl Asked<'_> {
    /// The moment of publication.
    pub(crate) fn published(&self) -> Option<Told> {
        let told = self
            .linked(&["datePublished"], true)
            .or_else(|| self.meta(PUBLISHED))
            .or_else(|| self.property(&["datepublished"]));
        if let Some(told) = told {
            return Some(self.local(told));
        }
        self.address()
            .or_else(|| self.element(true))
            .or_else(|| self.near_headline())
            .or_else(|| self.element(false))
            .or_else(|| self.linked(&["datePublished", "dateCreated", "uploadDate"], false))
            .or_else(|| self.property(&["datecreated", "dateissued"]))
            .or_else(|| self.script())
            .or_else(|| self.any_line())
            .or_else(|| self.updated())
    }

    /// Machines tell the day in UTC; the address and the page tell it where the publisher is.
    fn local(&self, told: Told) -> Told {
        let (mut moment, by) = told;
        let (Some(minute), None | Some(0)) = (moment.minute, moment.offset_min) else {
            return told;
        };
        let printed = self.address().map(|t| t.0.day).or_else(|| self.printed_near(moment.day));
        let Some(day) = printed else { return told };
        let Ok(days) = day.since(moment.day).map(|s| s.get_days()) else { return told };
        // No zone is further than twelve hours behind or fourteen ahead.
        if days == -1 && minute < 12 * 60 || days == 1 && minute >= 10 * 60 {
            moment = Moment::day(day);
        }
        (moment, by)
    }

    /// The day before or after that a line near the headline prints, unless it speaks of an update
    /// or the same day is printed too.
    fn printed_near(&self, day: Date) -> Option<Date> {
        let (low, high) = self.near();
        let mut other = None;
        for i in low..high {
            let text = self.lines.text(i);
            if text.len() > 160 {
                continue;
            }
            let lower = text.to_lowercase();
            for found in dates::find(text, self.american) {
                let days = found.moment.day.since(day).map_or(99, |s| s.get_days());
                if days == 0 {
                    return None;
                }
                if days.abs() == 1 && !lower[..floor(&lower, found.start)].contains("updat") {
                    other = other.or(Some(found.moment.day));
                }
            }
        }
        other
    }

    /// Lines around the headline and up to the start of the text.
    fn near(&self) -> (usize, usize) {
        let n = self.lines.len();
        let text_at = self.scores.iter().position(|s| *s > 0.0);
        let Some(anchor) = self.headline.or(text_at) else { return (0, 0) };
        let low = anchor.min(text_at.unwrap_or(anchor)).saturating_sub(8);
        let high = (anchor.max(text_at.unwrap_or(anchor).min(anchor + 12)) + 8).min(n);
        (low, high)
    }

    /// A day in the data of a script: `"publishedAt":"2026-01-13T…"`.
    fn script(&self) -> Option<Told> {
        const KEYS: &[&str] = &[
            "datePublished",
            "publishedAt",
            "published_at",
            "publishDate",
            "publish_date",
            "publicationDate",
            "publication_date",
            "pubDate",
            "pubdate",
            "firstPublished",
            "dateCreated",
            "createdAt",
            "created_at",
        ];
        KEYS.iter().find_map(|key| {
            self.dom.all(Tag::Raw).find_map(|node| {
                let raw = self.dom.raw(node);
                let at = memchr::memmem::find(raw.as_bytes(), key.as_bytes())? + key.len();
                let rest = raw[at..].trim_start_matches(['"', '\'', '\\']).trim_start();
                let rest = rest
                    .strip_prefix([':', '='])?
                    .trim_start()
                    .trim_start_matches(['"', '\'', '\\']);
                let end = rest.find(['"', '\'', ',', '}', '\\']).unwrap_or(rest.len().min(40));
                let value = rest.get(..end.min(40)).or_else(|| rest.get(..end))?;
                Some((dates::value(value)?, "script"))
            })
        })
    }

    /// The moment of the last update.
    pub(crate) fn updated(&self) -> Option<Told> {
        self.linked(&["dateModified"], true)
            .or_else(|| self.meta(UPDATED))
            .or_else(|| self.property(&["datemodified", "dateupdated"]))
            .or_else(|| self.linked(&["dateModified"], false))
    }

    fn linked(&self, keys: &[&str], report: bool) -> Option<Told> {
        let objects = self.metadata.linked.reports();
        let report_only = self.metadata.linked.report();
        for key in keys {
            for object in objects
                .iter()
                .filter(|o| !report || report_only.is_some_and(|r| std::ptr::eq(r, **o)))
            {
                if let Some(moment) =
                    object.get(*key).and_then(|v| v.as_str()).and_then(dates::value)
                {
                    return Some((moment, "json-ld"));
                }
            }
        }
        None
    }

    fn meta(&self, names: &[&str]) -> Option<Told> {
        names.iter().find_map(|name| {
            let mut told = self.metadata.pairs().filter(|(n, _)| n == name);
            told.find_map(|(_, content)| dates::value(content)).map(|m| (m, "meta"))
        })
    }

    fn property(&self, names: &[&str]) -> Option<Told> {
        names.iter().find_map(|name| {
            self.metadata.telling.iter().find_map(|&node| {
                let own = self.dom.raw_attribute(node, "itemprop")?;
                let is = own.split_whitespace().any(|w| w.eq_ignore_ascii_case(name));
                is.then(|| self.moment_of(node)).flatten().map(|m| (m, "microdata"))
            })
        })
    }

    /// What an element tells: its `datetime`, `content` or `title`, else its words.
    fn moment_of(&self, node: NodeId) -> Option<Moment> {
        let text = self.dom.text(node);
        // "Updated 3 July, published 29 June 2019" under a `datetime` of the update.
        let lower = text.to_lowercase();
        if text.len() < 120 && TOLD.iter().any(|w| lower.contains(w)) {
            let found = dates::find(&text, self.american);
            if let [one] = found[..] {
                return Some(one.moment);
            }
        }
        ["datetime", "content", "data-datetime", "data-time", "data-timestamp", "title"]
            .iter()
            .filter_map(|a| self.dom.attribute(node, a))
            .find_map(|v| dates::value(&v))
            .or_else(|| dates::find(&text, self.american).first().map(|f| f.moment))
    }

    fn address(&self) -> Option<Told> {
        let told = self.metadata.first(&["og:url", "twitter:url", "parsely-link"]);
        [self.url, self.metadata.canonical.as_deref(), told]
            .into_iter()
            .flatten()
            .find_map(dates::in_address)
            .map(|d| (Moment::day(d), "address"))
    }

    /// `<time>` and elements of a telling class: before the text ends, not those of other reports.
    /// `sure` asks for one that says it is the publication, or that stands near the headline.
    fn element(&self, sure: bool) -> Option<Told> {
        let (first, last) = self.extent();
        let mut best: Option<(i32, Moment)> = None;
        for &node in &self.metadata.telling {
            let time = self.dom.tag(node) == Tag::Time;
            let name = self.names(node);
            let dated = time
                || ["date", "time", "publish", "posted", "published"]
                    .iter()
                    .any(|p| name.contains(p));
            if !dated || self.dom.end(node) - node > 40 {
                continue;
            }
            let Some(moment) = self.moment_of(node) else { continue };
            let mut score = 0;
            score += 2 * i32::from(time);
            score += 4 * i32::from(self.dom.raw_attribute(node, "pubdate").is_some());
            score += 3 * i32::from(
                [
                    "publish",
                    "entry-date",
                    "post-date",
                    "posted",
                    "pubdate",
                    "article-date",
                    "created",
                ]
                .iter()
                .any(|p| name.contains(p)),
            );
            score -= 4 * i32::from(
                ["updated", "modif", "comment", "expire", "event"].iter().any(|p| name.contains(p)),
            );
            let around = self.around(node);
            let explicit = ["published", "entry-date", "pubdate", "publish-date", "posted-on"]
                .iter()
                .any(|p| name.contains(p));
            let foreign = i32::from(
                [
                    "related", "sidebar", "comment", "widget", "footer", "recent", "aside",
                    "teaser", "reply",
                ]
                .iter()
                .any(|p| around.contains(p)),
            );
            score -= 6 * foreign;
            score += if node >= first && node < last { 5 } else { -3 };
            if sure && score < 5 && !(explicit && foreign == 0) {
                continue;
            }
            if best.is_none_or(|b| score > b.0) {
                best = Some((score, moment));
            }
        }
        best.map(|(_, m)| (m, "time"))
    }

    fn names(&self, node: NodeId) -> String {
        let mut name = String::new();
        for attribute in ["class", "id", "itemprop"] {
            name.push_str(self.dom.raw_attribute(node, attribute).unwrap_or(""));
            name.push(' ');
        }
        name.make_ascii_lowercase();
        name
    }

    /// Names of the elements around a node.
    fn around(&self, node: NodeId) -> String {
        let mut out = String::new();
        let mut node = self.dom.parent(node);
        while node != 0 {
            if !matches!(self.dom.tag(node), Tag::Body | Tag::Html) {
                out.push_str(&self.names(node));
            }
            if self.dom.tag(node) == Tag::Aside || self.dom.tag(node) == Tag::Footer {
                out.push_str("aside ");
            }
            node = self.dom.parent(node);
        }
        out
    }

    /// Nodes from a little before the headline (or the text) up to the end of the text.
    fn extent(&self) -> (NodeId, NodeId) {
        let lines = &self.lines.lines;
        let n = lines.len();
        if n == 0 {
            return (0, self.dom.len());
        }
        let first_text = self.scores.iter().position(|s| *s > 0.0).unwrap_or(0);
        let last_text = self.scores.iter().rposition(|s| *s > 0.0).unwrap_or(n - 1);
        let start = self.headline.filter(|h| *h < last_text).unwrap_or(first_text).min(first_text);
        let start = start.saturating_sub(6);
        let end = lines.get(last_text + 4).map_or(self.dom.len(), |l| l.first);
        (lines[start].first.saturating_sub(8), end)
    }

    /// A day in a short line near the headline, nearest first; "Updated" only if nothing else.
    fn near_headline(&self) -> Option<Told> {
        let (low, high) = self.near();
        let anchor = self.headline.or_else(|| self.scores.iter().position(|s| *s > 0.0))?;
        let mut best: Option<(i32, Moment)> = None;
        for i in low..high {
            if let Some((mut score, moment)) = self.dated_line(i) {
                score -= (i as i32 - anchor as i32).abs() / 2 + i32::from(i < anchor);
                if best.is_none_or(|b| score > b.0) {
                    best = Some((score, moment));
                }
            }
        }
        best.filter(|b| b.0 > 0).map(|(_, m)| (m, "text"))
    }

    /// The day of a line, and how much it looks like the day of publication.
    fn dated_line(&self, i: usize) -> Option<(i32, Moment)> {
        let text = self.lines.text(i);
        let found = dates::find(text, self.american);
        if text.len() > 240 && found.first().is_none_or(|f| f.start > 4) {
            return None;
        }
        let lower = text.to_lowercase();
        let first = found.first()?;
        let mut moment = first.moment;
        let mut score = 8;
        // "Updated 14 January 2026, published 13 January 2026"
        if found.len() > 1
            && let Some(at) = TOLD.iter().filter_map(|w| lower.find(w)).min()
            && let Some(next) = found.iter().find(|f| f.start >= at)
        {
            moment = next.moment;
        }
        score += 4 * i32::from(TOLD.iter().any(|w| lower.contains(w)));
        score -= 4 * i32::from(LATE.iter().any(|w| lower.contains(w)));
        score -= ((text.len() as i32 - (first.end - first.start) as i32) / 15).min(7);
        score -= 4 * i32::from(self.scores[i] > 0.0 && text.len() > 80);
        Some((score, moment))
    }

    /// The best dated line of the page that is no part of another report.
    fn any_line(&self) -> Option<Told> {
        let mut best: Option<(i32, Moment)> = None;
        for i in 0..self.lines.len() {
            let Some((mut score, moment)) = self.dated_line(i) else { continue };
            score -= 3 * i32::from(self.lines.lines[i].n_link > 0);
            if best.is_none_or(|b| score > b.0) {
                best = Some((score, moment));
            }
        }
        best.map(|(_, m)| (m, "text"))
    }
}

/// The last character boundary at or before byte `n`.
fn floor(text: &str, n: usize) -> usize {
    (0..=n.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// The day at the start of an ISO 8601 time, as records give it.
pub(crate) fn in_address(url: Option<&str>) -> Option<Date> {
    url.and_then(dates::in_address)
}
