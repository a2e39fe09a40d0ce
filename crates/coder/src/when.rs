//! An act and the document's times in, its day out: stated, inferred or the day of publication.

use knowledge::Cues;
use model::{
    Analysis, Date, DateBasis, Dating, Deprel, Document, EventType, Granularity, Interval,
    QuoteKind, Span, Status, TimeExpression, TimeKind, TokenIdx, Xpos,
};

use crate::{compose::Draft, tree::Tree};

pub(crate) struct When<'t, 'a> {
    tree: &'t Tree<'a>,
    published: Option<Date>,
    /// The day the document's news is of: the first recent day it states, else publication.
    news_day: Option<(Interval, Option<Span>)>,
}

impl<'t, 'a> When<'t, 'a> {
    pub(crate) fn new(tree: &'t Tree<'a>, document: &Document, is_history: bool) -> Self {
        let published = document.today.or(document.published);
        let news_day = published.map(|p| {
            find_news_day(tree.analysis, p).map_or((Interval::day(p), None), |(i, s)| (i, Some(s)))
        });
        // What history tells is not of the day it is told on.
        let news_day = news_day.filter(|_| !is_history);
        Self { tree, published, news_day }
    }

    /// The day on which what is told is told.
    pub(crate) fn told(&self) -> Option<Dating> {
        let (interval, span) = self.news_day?;
        Some(Dating { interval, basis: span.map_or(DateBasis::Published, DateBasis::Inferred) })
    }

    /// The expression that dates the act at `t`, nearest by the parse.
    pub(crate) fn expression(&self, t: TokenIdx) -> Option<&'a TimeExpression> {
        let analysis = self.tree.analysis;
        let s = &analysis.sentences[analysis.sentence_of(t)];
        let from = analysis.times.partition_point(|x| x.first < s.first);
        let mut best: Option<(u32, &TimeExpression)> = None;
        for x in &analysis.times[from..] {
            if x.first >= s.end {
                break;
            }
            if x.interval.is_none() || matches!(x.kind, TimeKind::Set | TimeKind::Duration) {
                continue;
            }
            if x.granularity == Granularity::Vague {
                continue;
            }
            let Some(cost) = self.distance(t, x) else { continue };
            if best.is_none_or(|(c, _)| cost < c) {
                best = Some((cost, x));
            }
        }
        best.map(|(_, x)| x)
    }

    /// How far an expression is from the act; `None` when it dates something else.
    fn distance(&self, t: TokenIdx, x: &TimeExpression) -> Option<u32> {
        let tree = self.tree;
        // The word the expression hangs on, outside itself.
        let mut top = x.first;
        for k in x.first.0..x.end.0 {
            let k = TokenIdx(k);
            if tree.head(k).is_none_or(|h| h < x.first || h >= x.end) {
                top = k;
            }
        }
        let anchor = tree.head(top)?;
        if anchor == t {
            return Some(0);
        }
        // On an argument or part of the act.
        let mut steps = 1;
        let mut at = anchor;
        while let Some(h) = tree.head(at) {
            // "will meet to discuss security on Jan 22": the purpose has the day of the act.
            let purpose = tree.rel(at) == Deprel::Advcl
                && !tree.is_finite(at)
                && tree.kids_by(at, &[Deprel::Mark]).any(|k| tree.lemma(k) == "to");
            if !purpose
                && matches!(
                    tree.rel(at),
                    Deprel::AclRelcl
                        | Deprel::Advcl
                        | Deprel::Ccomp
                        | Deprel::Parataxis
                        | Deprel::Acl
                )
            {
                break;
            }
            if h == t {
                return Some(steps);
            }
            at = h;
            steps += 1;
            if steps > 4 {
                break;
            }
        }
        // On a verb above the act.
        let mut steps = 1;
        let mut at = t;
        while let Some(h) = tree.head(at) {
            match tree.rel(at) {
                Deprel::AclRelcl | Deprel::Parataxis => return None,
                Deprel::Ccomp | Deprel::Advcl => steps += 4,
                _ => {}
            }
            if h == anchor {
                return Some(steps + 1);
            }
            at = h;
            steps += 1;
            if steps > 10 {
                break;
            }
        }
        None
    }

    /// The act's day.
    pub(crate) fn date(&self, draft: &Draft, pluperfect: bool) -> Option<Dating> {
        if draft.status == Status::Hypothetical || draft.status == Status::Negated {
            return self.expression(draft.head).and_then(stated);
        }
        if let Some(x) = self.expression(draft.head) {
            let cues = &self.tree.knowledge.cues;
            let mut dating = stated(x)?;
            // "Is due to open on Wednesday": the next one, though no verb is in the future.
            if draft.status == Status::Planned
                && let Some(p) = self.published
                && dating.interval.start == dating.interval.end
                && x.granularity == Granularity::Day
                && x.relative_days.is_none()
                && p.since(dating.interval.end).is_ok_and(|s| (1..=7).contains(&s.get_days()))
                && is_weekday(x.span.of(self.tree.text), cues)
                && let Ok(next) = dating.interval.start.checked_add(jiff::Span::new().days(7))
            {
                dating.interval = Interval::day(next);
            }
            // "Promised to withdraw in June": the June to come.
            if draft.status == Status::Planned
                && let Some(p) = self.published
                && dating.interval.end < p
                && p.since(dating.interval.end).is_ok_and(|s| s.get_days() < 365)
                && is_month(x.span.of(self.tree.text), cues)
                && let (Ok(start), Ok(end)) = (
                    dating.interval.start.checked_add(jiff::Span::new().years(1)),
                    dating.interval.end.checked_add(jiff::Span::new().years(1)),
                )
            {
                dating.interval = Interval { start, end };
            }
            let undertaking = draft.about.is_some()
                && matches!(
                    draft.event_type,
                    EventType::Agree | EventType::Concede | EventType::Threaten
                );
            // The day of the act promised is not the day of the promise.
            let later = self.published.is_some_and(|p| dating.interval.start > p);
            if !(undertaking && later) {
                return Some(dating);
            }
        }
        if draft.status == Status::Planned || pluperfect {
            return None;
        }
        if let Some(background) = self.background(draft.head) {
            return Some(background);
        }
        let (interval, span) = self.news_day?;
        let basis = span.map_or(DateBasis::Published, DateBasis::Inferred);
        Some(Dating { interval, basis })
    }
}

impl When<'_, '_> {
    /// The day of an act told right after one of another year, in the same paragraph: "The army took
    /// power in 1980. It banned all parties."
    fn background(&self, t: TokenIdx) -> Option<Dating> {
        const N_BEFORE: usize = 2;
        let published = self.published?;
        let analysis = self.tree.analysis;
        let s = analysis.sentence_of(t);
        let past = self.tree.ancestors(t).chain([t]).any(|v| self.tree.xpos(v) == Xpos::Vbd)
            || self.tree.kids_by(t, &[Deprel::AuxPass]).any(|k| self.tree.xpos(k) == Xpos::Vbd);
        let first = s.saturating_sub(N_BEFORE);
        let from = analysis.sentences[first].first;
        let x = analysis.times.iter().rfind(|x| {
            x.first >= from
                && x.first < analysis.sentences[s].end
                && matches!(x.kind, TimeKind::Date | TimeKind::Time)
                && x.granularity != Granularity::Vague
                && x.interval.is_some()
        })?;
        let interval = x.interval?;
        let old = published.since(interval.end).is_ok_and(|d| d.get_days() > 730);
        let figures = x.span.of(self.tree.text).chars().filter(char::is_ascii_digit).count() >= 4;
        let between = x.span.end.min(self.tree.analysis.token(t).span.start) as usize
            ..self.tree.analysis.token(t).span.start as usize;
        let same_paragraph = !self.tree.text[between].contains('\n');
        let before = analysis.sentence_of(x.first) < s;
        (past && old && figures && same_paragraph && before)
            .then_some(Dating { interval, basis: DateBasis::Inferred(x.span) })
    }
}

fn is_weekday(words: &str, cues: &Cues) -> bool {
    let last = words.rsplit(' ').next().unwrap_or_default().to_lowercase();
    cues.has("weekday", &last)
}

fn is_month(words: &str, cues: &Cues) -> bool {
    let year = words.split(|c: char| !c.is_ascii_digit()).any(|w| w.len() == 4);
    !year && words.to_lowercase().split_whitespace().any(|w| cues.has("month", w))
}

fn stated(x: &TimeExpression) -> Option<Dating> {
    Some(Dating { interval: x.interval?, basis: DateBasis::Stated(x.span) })
}

/// The first day within three days before publication that a verb of the story's lead states.
fn find_news_day(analysis: &Analysis, published: Date) -> Option<(Interval, Span)> {
    analysis
        .times
        .iter()
        .filter(|x| x.granularity <= Granularity::Day && x.kind != TimeKind::Duration)
        .filter(|x| x.relative_days.is_none())
        .filter_map(|x| x.interval.map(|i| (i, x)))
        .filter(|(i, _)| {
            i.start == i.end
                && i.end <= published
                && published.since(i.end).is_ok_and(|s| s.get_days() <= 3)
        })
        .find(|(_, x)| {
            let sentence = analysis.sentence_of(x.first);
            sentence < 12
                && !analysis
                    .quotes
                    .iter()
                    .any(|q| q.kind == QuoteKind::Direct && q.span.contains(x.span))
        })
        .map(|(i, x)| (i, x.span))
}
