//! Times that the page shows: in elements that say so, in lines near the headline.

use model::{Date, Moment};

use super::{Asked, Told};
use crate::{
    dates,
    dom::{NodeId, Tag},
};

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

/// Most elements that are asked for another zone.
const N_TELLING_MAX: usize = 200;

/// Minutes since 1970 of a moment with a clock; `zone` is taken where it tells none.
fn minutes_utc(moment: Moment, zone: Option<i16>) -> Option<i64> {
    let days = moment.day.since(Date::constant(1970, 1, 1)).ok()?.get_days();
    let offset = moment.offset_min.or(zone)?;
    Some(i64::from(days) * 1440 + i64::from(moment.minute?) - i64::from(offset))
}

impl Asked<'_> {
    /// What an element tells: its `datetime`, `content` or `title`, else its words.
    pub(super) fn moment_of(&self, node: NodeId) -> Option<Moment> {
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

    /// `<time>` and elements of a telling class: before the text ends, not those of other reports.
    /// `sure` asks for one that says it is the publication, or that stands near the headline.
    pub(super) fn element(&self, sure: bool) -> Option<Told> {
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

    /// The same moment as an element tells it where the publisher is:
    /// `<time datetime="2026-01-13T23:30Z">Jan 14, 2026 8:30 am</time>`.
    pub(super) fn in_own_zone(&self, moment: Moment) -> Option<Moment> {
        let wanted = minutes_utc(moment, Some(0))?;
        self.metadata.telling.iter().take(N_TELLING_MAX).find_map(|&node| {
            let value = ["datetime", "content"].iter().find_map(|a| self.dom.attribute(node, a));
            let value = value.and_then(|v| dates::value(&v));
            let same = |m: &Moment, zone| minutes_utc(*m, zone) == Some(wanted);
            if self.dom.end(node) - node > 40 {
                return None;
            }
            if let Some(own) = value.filter(|m| same(m, None) && m.day != moment.day) {
                return Some(own);
            }
            let printed = dates::find(&self.dom.text(node), self.american).first()?.moment;
            if printed.day == moment.day {
                return None;
            }
            let days = printed.day.since(moment.day).map_or(99, |s| s.get_days());
            let marked = value.is_some_and(|m| same(&m, Some(0))) && days.abs() == 1;
            (same(&printed, None) || marked).then_some(printed)
        })
    }

    /// A day after `first`, and no later than `last`, that an element by the headline gives as the
    /// day of publication.
    pub(super) fn shown(&self, first: Date, last: Option<Date>) -> Option<Moment> {
        let (low, high) = self.near();
        let lines = &self.lines.lines;
        let (from, to) = (lines.get(low)?.first, lines.get(high.checked_sub(1)?)?.first);
        self.metadata.telling.iter().filter(|n| (from..=to).contains(*n)).find_map(|&node| {
            let name = self.names(node);
            let called = ["datepublished", "posted-on", "publish", "pubdate", "entry-date"];
            if self.dom.end(node) - node > 40 || !called.iter().any(|c| name.contains(c)) {
                return None;
            }
            let moment = self.moment_of(node)?;
            (moment.day > first && last.is_none_or(|l| moment.day <= l)).then_some(moment)
        })
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
    pub(super) fn near_headline(&self) -> Option<Told> {
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
        let Some(first) = found.first() else {
            let long = (text.len() as i32 / 15).min(7);
            return Some((8 - long, self.in_one_node(i)?));
        };
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

    /// The day that one piece of a line is, where style parts what the words do not:
    /// `<span>Jane Doe</span><span>Jan 13, 2026</span><span>2 Shares</span>`.
    fn in_one_node(&self, i: usize) -> Option<Moment> {
        let line = &self.lines.lines[i];
        let end = self.lines.lines.get(i + 1).map_or(self.dom.len(), |l| l.first);
        (line.first..end).take(20).filter(|n| self.dom.tag(*n).is_text()).find_map(|node| {
            let raw = self.dom.raw(node).trim();
            let found = dates::find(raw, self.american);
            found.first().filter(|f| raw.len() <= 40 && f.start <= 4).map(|f| f.moment)
        })
    }

    /// Whether a line is a sentence that speaks of other days than those of the report itself.
    pub(super) fn tells_of_another(&self, i: usize) -> bool {
        let text = self.lines.text(i);
        let lower = text.to_lowercase();
        text.len() > 60
            && lower.split(' ').filter(|w| matches!(*w, "the" | "of" | "on" | "in" | "a")).count()
                > 2
            && !TOLD.iter().chain(LATE).any(|w| lower.contains(w))
    }

    /// The best dated line of the page that is no part of another report.
    pub(super) fn any_line(&self) -> Option<Told> {
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
