//! Times that the page shows: in elements that say so, in lines near the headline.

use model::Moment;

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
