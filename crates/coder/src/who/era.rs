//! A document without a day in, a day on which those in office are the ones that it calls so.
//!
//! "President Kenyatta met Prime Minister Johnson" was written when both were in office; where nobody
//! is told by an office of known days, the latest year that the words name is taken. It dates no act:
//! it only says which offices are asked for, since "Mr Kenyatta" of a page saved years ago is no former
//! president.

use knowledge::Tenure;
use model::{Date, Mention, MentionKind};

use super::Who;
use crate::history::year_in;

/// The first year that is looked at; before it tell books.
const FIRST: i16 = 1990;

impl Who<'_, '_> {
    /// The middle of the time in which most of those told by an office held it, as near to the latest
    /// year named as that allows; `None` where that time goes on, or nothing tells.
    pub(super) fn era(&self) -> Option<Date> {
        let held: Vec<(Date, Option<Date>)> = self
            .tree
            .analysis
            .mentions
            .iter()
            .filter(|m| m.kind == MentionKind::Name)
            .filter_map(|m| self.held(m))
            .collect();
        let year = self.latest_year();
        let at = |d: Date| held.iter().filter(|(a, b)| *a <= d && b.is_none_or(|b| d <= b)).count();
        let Some(&(from, _)) = held.iter().max_by_key(|(from, _)| (at(*from), *from)) else {
            return year;
        };
        let with = held.iter().filter(|(a, b)| *a <= from && b.is_none_or(|b| from <= b));
        let until = with.filter_map(|(_, b)| *b).min();
        match (year, until) {
            (Some(y), Some(until)) => Some(y.clamp(from, until)),
            (Some(y), None) => Some(y.max(from)),
            (None, Some(until)) => middle(from, until),
            (None, None) => None,
        }
    }

    /// When somebody held the office that the words give them; nothing for one of several namesakes.
    fn held(&self, m: &Mention) -> Option<(Date, Option<Date>)> {
        let said = self.title_role(m).or_else(|| self.apposition_role(m)).filter(|s| !s.former)?;
        let office = said.role.office.as_ref()?;
        let entities = &self.tree.knowledge.entities;
        let hits = self.known(m)?;
        let held = |t: &&Tenure| t.office == *office && t.from.is_some();
        let all = hits.iter().map(|h| entities.get(h.entity));
        let mut all = all.filter(|k| k.roles.iter().any(|t| held(&t)));
        let known = all.next().filter(|_| all.next().is_none())?;
        let mut tenures = known.roles.iter().filter(held);
        let tenure = tenures.next().filter(|_| tenures.next().is_none())?;
        Some((tenure.from?, tenure.until))
    }

    /// The middle of the latest year that the words name, not as a bound ("by 2030").
    fn latest_year(&self) -> Option<Date> {
        let analysis = self.tree.analysis;
        let named = analysis.times.iter().filter(|x| {
            let before = x.first.0.checked_sub(1).map(|t| self.tree.form(model::TokenIdx(t)));
            !before.is_some_and(|w| matches!(w, "by" | "until" | "till" | "through" | "beyond"))
        });
        let years = named.filter_map(|x| year_in(x.span.of(self.tree.text), x));
        let year = years.filter(|y| *y >= FIRST).max()?;
        Date::new(year, 7, 1).ok()
    }
}

fn middle(from: Date, until: Date) -> Option<Date> {
    let days = until.since(from).ok()?.get_days();
    from.checked_add(jiff::Span::new().days(days / 2)).ok()
}
