//! An act told as so long before or after another in, its day out.
//!
//! "It is six weeks since she surrendered" in a story of 18 February: around 7 January. "Released the
//! warrant on Friday, one day after a judge allowed it": Thursday.
//!
//! It never reckons from a day still to come.

use model::{Date, DateBasis, Dating, Interval, Span, TokenIdx};

use crate::when::When;

/// A day reckoned from another act's.
pub(crate) struct Reckoned {
    pub(crate) day: Dating,
    /// The words that tell how long it was, if the other act has no day of its own, so that the news' had
    /// to do.
    pub(crate) from_news: Option<Span>,
}

impl When<'_, '_> {
    /// The day of the act at `t`, reckoned from the act it is set against.
    pub(crate) fn reckoned(&self, t: TokenIdx) -> Option<Reckoned> {
        let tree = self.tree;
        let analysis = tree.analysis;
        let s = &analysis.sentences[analysis.sentence_of(t)];
        let from = analysis.times.partition_point(|x| x.first < s.first);
        for x in analysis.times[from..].iter().take_while(|x| x.first < s.end) {
            let link = x.end;
            if link >= s.end || x.interval.is_some() && x.relative_days.is_none() {
                continue;
            }
            let days = match tree.lemma(link).as_str() {
                "after" | "before" => x.relative_days,
                "since" => days_of(&x.value),
                _ => None,
            };
            let Some(days) = days else { continue };
            let Some(below) = tree.head(link).filter(|&h| h > link) else { continue };
            if !tree.is_under(t, below) {
                continue;
            }
            let main = tree.ancestors(below).find(|&a| a < x.first || a > below);
            let told = self.told();
            let base = main
                .and_then(|m| self.direct(m))
                .filter(|d| d.basis != DateBasis::Stated(x.span))
                .filter(|d| told.is_none_or(|t| d.interval.start <= t.interval.end));
            let interval = moved(base.or(told)?.interval, days)?;
            let day = Dating { interval, basis: DateBasis::Inferred(x.span) };
            return Some(Reckoned { day, from_news: base.is_none().then_some(x.span) });
        }
        None
    }
}

/// `interval` put `days` back, the looser the longer the length that was told.
pub(crate) fn moved(interval: Interval, days: i32) -> Option<Interval> {
    let slack = match days.abs() {
        0..7 => 0,
        7..28 => 2,
        28..60 => 4,
        60..350 => 20,
        _ => 120,
    };
    let at = |d: Date, n: i32| d.checked_add(jiff::Span::new().days(i64::from(n))).ok();
    let start = at(interval.start, days.checked_neg()?.checked_sub(slack)?)?;
    Some(Interval { start, end: at(interval.end, slack.checked_sub(days)?)? })
}

/// Days of a TIMEX3 length (`P6W`, `P1D`, `P3M`, `P2Y`).
fn days_of(value: &str) -> Option<i32> {
    let rest = value.strip_prefix('P')?;
    let unit = match rest.chars().last()? {
        'D' => 1,
        'W' => 7,
        'M' => 30,
        'Y' => 365,
        _ => return None,
    };
    rest.get(..rest.len() - 1)?.parse::<i32>().ok()?.checked_mul(unit)
}
