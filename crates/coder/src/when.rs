//! An act and the document's times in, its day out: stated, inferred or the day of publication.

use knowledge::Cues;
use model::{
    Date, DateBasis, Dating, Deprel, Document, EventType, Granularity, Interval, QuoteKind, Span,
    Status, TimeExpression, TimeKind, TokenIdx, Upos, Xpos,
};

use crate::{
    compose::Draft,
    news_day,
    reckon::{self, Reckoned},
    tree::Tree,
};

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

    /// The days that loose words tell: "in recent weeks", "over the coming months".
    pub(crate) fn loose(&self, draft: &Draft) -> Option<Dating> {
        let ahead = match draft.status {
            Status::Happened => false,
            Status::Planned => true,
            _ => return None,
        };
        let x = self.nearest(draft.head, draft.nominal, true)?;
        let p = self.published?;
        let dating = stated(x)?;
        let fits = if ahead { dating.interval.end > p } else { dating.interval.end <= p };
        fits.then_some(dating)
    }

    /// The day that words of the act's own sentence state.
    pub(crate) fn stated(&self, draft: &Draft) -> Option<Dating> {
        if let Some(day) = self.undone_since(draft) {
            return Some(day);
        }
        let x = self.expression(draft.head, draft.nominal)?;
        let mut dating = stated(x)?;
        if let Some(day) = self.quoted(x).or_else(|| self.that_day(x)) {
            dating.interval = day;
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
        let mut aux = self.tree.kids_by(draft.head, &[Deprel::Aux]);
        let future = aux.any(|a| self.tree.lemma(a) == "will");
        let undertaking = (draft.about.is_some() || future)
            && matches!(
                draft.event_type,
                EventType::Agree | EventType::Concede | EventType::Threaten
            );
        // The day of the act promised is not the day of the promise: "from today, it will stop the tests".
        let later = self
            .published
            .is_some_and(|p| dating.interval.start > p || future && dating.interval.start == p);
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

    /// "On the same day": the day that a verb was told of last, not that of some other act it named.
    fn that_day(&self, x: &TimeExpression) -> Option<Interval> {
        if x.relative_days != Some(0) || x.granularity != Granularity::Day {
            return None;
        }
        let (tree, times) = (self.tree, &self.tree.analysis.times);
        let earlier = &times[..times.partition_point(|y| y.first < x.first)];
        let of_verb = |y: &&TimeExpression| {
            let above = (y.first.0..y.end.0).map(TokenIdx).filter_map(|k| tree.head(k));
            let mut above = above.filter(|&h| h < y.first || h >= y.end);
            above.next().is_some_and(|h| self.is_told_outright(h))
        };
        let days = earlier.iter().rev().filter(|y| y.granularity == Granularity::Day);
        days.filter(|y| y.relative_days.is_none()).find(of_verb).and_then(|y| y.interval)
    }

    /// Whether `t` is a verb, or subject or object of one, of no clause that is content or describes.
    fn is_told_outright(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        let verb = if self.is_argument(t) { tree.head(t) } else { Some(t) };
        verb.filter(|&v| tree.upos(v) == Upos::Verb).is_some_and(|v| {
            tree.ancestors(v)
                .chain([v])
                .all(|a| !matches!(tree.rel(a), Deprel::Ccomp | Deprel::Acl | Deprel::AclRelcl))
        })
    }

    fn is_argument(&self, t: TokenIdx) -> bool {
        matches!(self.tree.rel(t), Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass)
    }

    /// The day where no words state it. `before`: the tense puts the act before the story.
    pub(crate) fn fallback(&self, draft: &Draft, before: bool) -> Option<Dating> {
        let undone = draft.status == Status::Negated && !self.is_told_of_now(draft);
        if matches!(draft.status, Status::Hypothetical | Status::Planned) || undone || before {
            return None;
        }
        self.background(draft.head).or_else(|| self.continued(draft.head)).or_else(|| self.told())
    }

    /// Whether what was not done was not done when the story says: "made no apology", "does not name
    /// them", not "has never met", "without meeting", "will not meet".
    fn is_told_of_now(&self, draft: &Draft) -> bool {
        let tree = self.tree;
        let mut above = std::iter::once(draft.head).chain(tree.ancestors(draft.head));
        let Some(verb) = above.find(|&v| tree.is_finite(v)) else { return false };
        let near = verb == draft.head
            || draft.nominal && tree.head(draft.head) == Some(verb) && self.is_argument(draft.head);
        let mut aux = tree.kids_by(verb, &[Deprel::Aux]);
        near && !aux.any(|a| tree.xpos(a) == Xpos::Md || tree.lemma(a) == "have")
    }

    /// What was not done "since she took office in 2024" was not done until today.
    fn undone_since(&self, draft: &Draft) -> Option<Dating> {
        /// "Since Kim Il-Sung founded the communist state in 1948".
        const N_WORDS_BETWEEN: usize = 9;
        let analysis = self.tree.analysis;
        let published = self.published.filter(|_| draft.status == Status::Negated)?;
        let s = &analysis.sentences[analysis.sentence_of(draft.head)];
        let from = analysis.times.partition_point(|x| x.first < s.first);
        let inside = analysis.times[from..].iter().take_while(|x| x.first < s.end);
        inside
            .filter(|x| x.interval.is_some_and(|i| i.start <= published))
            .find(|x| {
                let mut words = (s.first.0..x.first.0).rev().map(TokenIdx).take(N_WORDS_BETWEEN);
                words.any(|k| self.tree.lemma(k) == "since")
            })
            .and_then(stated)
            .map(|d| Dating { interval: Interval { end: published, ..d.interval }, ..d })
    }

    /// The day reckoned from another act, for what has happened or is planned.
    pub(crate) fn reckoned_for(&self, draft: &Draft) -> Option<Reckoned> {
        let open = matches!(draft.status, Status::Hypothetical | Status::Negated);
        self.reckoned(draft.head).filter(|_| !open)
    }

    /// The day stated of the verb `t` or of what it is done to.
    pub(crate) fn of_verb(&self, t: TokenIdx) -> Option<Dating> {
        self.expression(t, false).and_then(stated)
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
