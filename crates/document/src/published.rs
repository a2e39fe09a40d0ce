//! When a page was published and updated.
//!
//! Order of trust for the day of publication: what the outside said; JSON-LD of a report; meta
//! elements; `itemprop`; a day in the address; `<time>` and elements of a telling class near the
//! headline; a day in the words near the headline; JSON-LD of the page; creation and update; any
//! day in the page's words.

mod names;
mod near;

use model::{Date, Moment};

use names::{PUBLISHED, UPDATED};

use crate::{
    dates,
    dom::{Dom, Tag},
    lines::Lines,
    metadata::Metadata,
};

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
            return Some(self.printed(self.local(told)));
        }
        self.address_or_printed()
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
        let (moment, by) = told;
        let (Some(minute), None | Some(0)) = (moment.minute, moment.offset_min) else {
            return told;
        };
        if let Some(own) = self.in_own_zone(moment) {
            return (own, by);
        }
        // No zone is further than twelve hours behind or fourteen ahead.
        let away = |day: Date| day.since(moment.day).map_or(99, |s| s.get_days());
        let fits = |day: &Date| match away(*day) {
            -1 => minute < 12 * 60,
            1 => minute >= 10 * 60,
            _ => false,
        };
        let address = self.address().map(|t| t.0.day);
        if address == Some(moment.day) {
            return told;
        }
        let printed = || self.printed_near(moment.day).filter(fits);
        match address.filter(fits).or_else(printed) {
            Some(day) => (Moment::day(day), by),
            None => told,
        }
    }

    /// The day that an address has, or the day beside it that the page prints by the headline.
    fn address_or_printed(&self) -> Option<Told> {
        let (moment, by) = self.address()?;
        let printed = self.printed_near(moment.day);
        Some(printed.map_or((moment, by), |day| (Moment::day(day), "text")))
    }

    /// Where the page prints another day by the headline than its metadata tell, and that one
    /// nowhere, it is the day of the text as it stands: the day of the update, or what an element
    /// that is called so gives as the publication.
    fn printed(&self, told: Told) -> Told {
        let first = told.0.day;
        let late = self.updated().map(|t| t.0).filter(|late| late.day > first);
        let shown = self.shown(first, late.map(|l| l.day));
        if late.is_none() && shown.is_none() || self.shows(first) {
            return told;
        }
        let (low, high) = self.near();
        let is_near = |late: &Moment| (low..high).any(|i| self.prints(i, late.day));
        match (late.filter(is_near), shown) {
            (Some(late), _) => (late, "text"),
            (None, Some(shown)) => (shown, "time"),
            (None, None) => told,
        }
    }

    /// Whether the page shows a day anywhere but in a sentence; `<time datetime>` may print "3 hours
    /// ago".
    fn shows(&self, day: Date) -> bool {
        (0..self.lines.len()).any(|i| self.prints(i, day) && !self.tells_of_another(i))
            || self.metadata.telling.iter().any(|&node| {
                let datetime = self.dom.attribute(node, "datetime");
                datetime.and_then(|v| dates::value(&v)).is_some_and(|m| m.day == day)
            })
    }

    /// Whether a line that is no long sentence of the text prints a day.
    fn prints(&self, i: usize, wanted: Date) -> bool {
        let text = self.lines.text(i);
        text.len() <= 160 && dates::find(text, self.american).iter().any(|f| f.moment.day == wanted)
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

    fn address(&self) -> Option<Told> {
        let told = self.metadata.first(&["og:url", "twitter:url", "parsely-link"]);
        [self.url, self.metadata.canonical.as_deref(), told]
            .into_iter()
            .flatten()
            .find_map(dates::in_address)
            .map(|d| (Moment::day(d), "address"))
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
