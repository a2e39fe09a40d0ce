//! An act and the document's times in, its day out: stated, inferred or the day of publication.

use knowledge::Cues;
use model::{
    Date, DateBasis, Dating, Deprel, Document, EventType, Granularity, Interval, QuoteKind, Span,
    Status, TimeExpression, TimeKind, TokenIdx, Upos, Xpos,
};

use crate::{compose::Draft, news_day, reckon, tree::Tree};

pub(crate) struct When<'t, 'a> {
    pub(crate) tree: &'t Tree<'a>,
    pub(crate) published: Option<Date>,
    /// The day the document's news is of: the recent day that a main clause near its top
    /// states, else the first recent one, else publication.
    news_day: Option<(Interval, Option<Span>)>,
}

impl<'t, 'a> When<'t, 'a> {
    pub(crate) fn new(tree: &'t Tree<'a>, document: &Document, is_history: bool) -> Self {
        let published = document.today.or(document.published);
        let news_day = published.map(|p| {
            news_day::find(tree, p).map_or((Interval::day(p), None), |(i, s)| (i, Some(s)))
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
    pub(crate) fn expression(&self, t: TokenIdx, nominal: bool) -> Option<&'a TimeExpression> {
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
            let Some(cost) = self.distance(t, x, nominal) else { continue };
            if best.is_none_or(|(c, _)| cost < c) {
                best = Some((cost, x));
            }
        }
        let (_, x) = best?;
        Some(self.said_outright(x).unwrap_or(x))
    }

    /// "Two weeks later, on February 9": the day that stands beside what is reckoned from another.
    fn said_outright(&self, x: &TimeExpression) -> Option<&'a TimeExpression> {
        x.relative_days?;
        let times = &self.tree.analysis.times;
        let next = times.get(times.partition_point(|y| y.first < x.end))?;
        let between = |k: u32| matches!(self.tree.upos(TokenIdx(k)), Upos::Punct | Upos::Adp);
        let beside = next.first.0 <= x.end.0 + 2 && (x.end.0..next.first.0).all(between);
        let outright = next.relative_days.is_none() && next.granularity == Granularity::Day;
        (beside && outright && next.interval.is_some()).then_some(next)
    }

    /// How far an expression is from the act; `None` when it dates something else.
    fn distance(&self, t: TokenIdx, x: &TimeExpression, nominal: bool) -> Option<u32> {
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
        // "Under house arrest since June, she was convicted": a beginning dates only its own word.
        if x.first.0 > 0 && tree.lemma(TokenIdx(x.first.0 - 1)) == "since" {
            return None;
        }
        if let Some(steps) = self.below(t, anchor, nominal) {
            return Some(steps);
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
            // "Promising a bill during questions on Wednesday".
            if tree.is_predicate(h)
                && !tree.is_under(anchor, at)
                && !tree
                    .ancestors(anchor)
                    .take_while(|&a| a != h)
                    .chain([anchor])
                    .any(|a| tree.rel(a) == Deprel::Conj)
                && let Some(more) = self.below(h, anchor, false)
            {
                return Some(steps + 1 + more);
            }
            at = h;
            steps += 1;
            if steps > 10 {
                break;
            }
        }
        None
    }

    /// Steps from the word that a time hangs on, an argument or part of `t`, up to `t`.
    fn below(&self, t: TokenIdx, anchor: TokenIdx, nominal: bool) -> Option<u32> {
        let tree = self.tree;
        let mut steps = 1;
        let mut at = anchor;
        while let Some(h) = tree.head(at) {
            // "will meet to discuss security on Jan 22": the purpose has the day of the act.
            let purpose = tree.rel(at) == Deprel::Advcl
                && !tree.is_finite(at)
                && tree.kids_by(at, &[Deprel::Mark]).any(|k| tree.lemma(k) == "to");
            // "The ban, passed last October".
            if nominal && h == t && matches!(tree.rel(at), Deprel::Acl | Deprel::AclRelcl) {
                return Some(steps);
            }
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
        None
    }

    /// The day that words of the act's own sentence state.
    pub(crate) fn stated(&self, draft: &Draft) -> Option<Dating> {
        let x = self.expression(draft.head, draft.nominal)?;
        let mut dating = stated(x)?;
        if let Some(shift) = self.quoted(x) {
            dating.interval = shift;
        }
        if draft.status == Status::Hypothetical || draft.status == Status::Negated {
            return Some(dating);
        }
        let cues = &self.tree.knowledge.cues;
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
        {
            dating.interval = by_years(dating.interval, 1).unwrap_or(dating.interval);
        }
        let undertaking = draft.about.is_some()
            && matches!(
                draft.event_type,
                EventType::Agree | EventType::Concede | EventType::Threaten
            );
        // The day of the act promised is not the day of the promise.
        let later = self.published.is_some_and(|p| dating.interval.start > p);
        if undertaking && later {
            return None;
        }
        // What has happened has no day to come; a day's slack for the far side of the globe.
        if draft.status == Status::Happened
            && let Some(p) = self.published
            && dating.interval.start.since(p).is_ok_and(|s| s.get_days() > 1)
        {
            // "The Oct. 7 attacks", told in August: of the year before.
            let open = is_month(x.span.of(self.tree.text), cues);
            if open && (draft.nominal || is_material(draft.event_type)) {
                dating.interval = by_years(dating.interval, -1)?;
                return Some(dating);
            }
            return None;
        }
        Some(dating)
    }

    /// "Today" in somebody's words is the day of the words.
    fn quoted(&self, x: &TimeExpression) -> Option<Interval> {
        let words = x.span.of(self.tree.text).to_lowercase();
        let days = match words.trim_end_matches("'s").trim_end_matches("\u{2019}s") {
            "today" | "tonight" => 0,
            "yesterday" => 1,
            "tomorrow" => -1,
            _ => return None,
        };
        let said = self
            .tree
            .analysis
            .quotes
            .iter()
            .any(|q| q.kind == QuoteKind::Direct && q.span.contains(x.span));
        reckon::moved(self.told().filter(|_| said)?.interval, days)
    }

    /// The day where no words state it. `before`: the tense puts the act before the story.
    pub(crate) fn fallback(&self, draft: &Draft, before: bool) -> Option<Dating> {
        if matches!(draft.status, Status::Hypothetical | Status::Negated | Status::Planned) {
            return None;
        }
        if before {
            return None;
        }
        self.background(draft.head).or_else(|| self.continued(draft.head)).or_else(|| self.told())
    }

    /// The day reckoned from another act, for what has happened or is planned.
    pub(crate) fn reckoned_for(&self, draft: &Draft) -> Option<Dating> {
        let open = matches!(draft.status, Status::Hypothetical | Status::Negated);
        self.reckoned(draft.head).filter(|_| !open)
    }

    /// The day stated of the verb `t` itself.
    pub(crate) fn direct(&self, t: TokenIdx) -> Option<Dating> {
        let x = self.expression(t, false)?;
        (self.distance(t, x, false)? <= 1).then(|| stated(x)).flatten()
    }
}

fn by_years(interval: Interval, n: i64) -> Option<Interval> {
    let by = jiff::Span::new().years(n);
    let start = interval.start.checked_add(by).ok()?;
    Some(Interval { start, end: interval.end.checked_add(by).ok()? })
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
    let months = cues.list("month");
    !year
        && words
            .to_lowercase()
            .split_whitespace()
            .map(|w| w.trim_end_matches('.'))
            .any(|w| w.len() >= 3 && (w == "sept" || months.iter().any(|m| m.starts_with(w))))
}

fn stated(x: &TimeExpression) -> Option<Dating> {
    Some(Dating { interval: x.interval?, basis: DateBasis::Stated(x.span) })
}

pub(crate) fn is_material(t: EventType) -> bool {
    matches!(
        t,
        EventType::Protest
            | EventType::Sanction
            | EventType::Mobilize
            | EventType::Coerce
            | EventType::Assault
            | EventType::Retreat
            | EventType::Aid
    )
}
