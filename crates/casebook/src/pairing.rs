//! Lines and events, paired one to one.

use model::{ActorCode, Mode};

use crate::event::{CaseEvent, CaseWho};

/// Whether the answer holds all that the line tells of one event, what it is about left aside.
fn agrees(expected: &CaseEvent, actual: &CaseEvent) -> bool {
    expected.event_type == actual.event_type
        && (expected.own_type.is_none() || expected.own_type == actual.own_type)
        && expected.status == actual.status
        && (expected.modes.is_empty() || same_set(&expected.modes, &actual.modes))
        && expected.date.is_none_or(|date| actual.date == Some(date))
        && whos_agree(&expected.actors, &actual.actors)
        && whos_agree(&expected.recipients, &actual.recipients)
}

fn same_set(a: &[Mode], b: &[Mode]) -> bool {
    a.len() == b.len() && a.iter().all(|m| b.contains(m))
}

fn whos_agree(expected: &[CaseWho], actual: &[CaseWho]) -> bool {
    // Somebody without country and sector is nobody, unless the line names the very words.
    let known: Vec<&CaseWho> = actual
        .iter()
        .filter(|a| a.code != ActorCode::default() || expected.iter().any(|e| same_words(e, a)))
        .collect();
    let told: Vec<CaseWho> = expected.iter().filter(|e| !is_open(e)).cloned().collect();
    let n_open = expected.len() - told.len();
    (told.len()..=told.len() + n_open).contains(&known.len())
        && pair_off(&told, &known, &mut vec![false; known.len()])
}

/// `.`: one more or not, whoever it is.
fn is_open(who: &CaseWho) -> bool {
    who.any_country && who.code.sectors.is_empty() && who.words.is_none()
}

fn pair_off(expected: &[CaseWho], actual: &[&CaseWho], used: &mut Vec<bool>) -> bool {
    let Some((first, rest)) = expected.split_first() else { return true };
    for i in 0..actual.len() {
        if !used[i] && who_agrees(first, actual[i]) {
            used[i] = true;
            if pair_off(rest, actual, used) {
                return true;
            }
            used[i] = false;
        }
    }
    false
}

fn who_agrees(expected: &CaseWho, actual: &CaseWho) -> bool {
    (expected.any_country || expected.code.country == actual.code.country)
        && actual.code.sectors.starts_with(&expected.code.sectors)
        && (expected.words.is_none() || same_words(expected, actual))
}

fn same_words(a: &CaseWho, b: &CaseWho) -> bool {
    match (&a.words, &b.words) {
        (Some(a), Some(b)) => bare(a) == bare(b),
        _ => false,
    }
}

/// Words without a leading article.
pub(crate) fn bare(words: &str) -> &str {
    let words = words.trim();
    for article in ["the ", "The ", "a ", "A ", "an ", "An "] {
        if let Some(rest) = words.strip_prefix(article) {
            return rest;
        }
    }
    words
}

/// What of the expectation is not in the answer, and what in the answer is not expected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unmatched {
    pub(crate) missing: Vec<usize>,
    pub(crate) extra: Vec<usize>,
}

/// Pairs lines with events, one to one, so that as many as possible agree and every event that a
/// line is about is the partner of the indented line.
pub(crate) fn pair(expected: &[CaseEvent], actual: &[CaseEvent]) -> Unmatched {
    let candidates: Vec<Vec<usize>> = expected
        .iter()
        .map(|e| (0..actual.len()).filter(|&a| agrees(e, &actual[a])).collect())
        .collect();
    let mut search = Search {
        expected,
        actual,
        candidates: &candidates,
        partner: vec![None; expected.len()],
        used: vec![false; actual.len()],
        best: None,
        n_steps: 0,
    };
    search.go(0, 0);
    let partner = search.best.map_or_else(|| vec![None; expected.len()], |(_, p)| p);
    Unmatched {
        missing: (0..expected.len())
            .filter(|&e| partner[e].is_none() && !expected[e].optional)
            .collect(),
        extra: (0..actual.len()).filter(|&a| !partner.contains(&Some(a))).collect(),
    }
}

struct Search<'a> {
    expected: &'a [CaseEvent],
    actual: &'a [CaseEvent],
    candidates: &'a [Vec<usize>],
    partner: Vec<Option<usize>>,
    used: Vec<bool>,
    best: Option<(usize, Vec<Option<usize>>)>,
    n_steps: usize,
}

impl Search<'_> {
    /// Steps after which the best pairing so far is taken.
    const N_STEPS_MAX: usize = 50_000;

    fn go(&mut self, e: usize, n_paired: usize) {
        self.n_steps += 1;
        let left = self.expected.len() - e;
        let beaten = self.best.as_ref().is_some_and(|(n, _)| n_paired + left <= *n);
        if beaten || self.n_steps > Self::N_STEPS_MAX {
            return;
        }
        if e == self.expected.len() {
            self.best = Some((n_paired, self.partner.clone()));
            return;
        }
        for &a in &self.candidates[e] {
            if self.used[a] || !self.fits_above(e, a) {
                continue;
            }
            (self.used[a], self.partner[e]) = (true, Some(a));
            self.go(e + 1, n_paired + 1);
            (self.used[a], self.partner[e]) = (false, None);
        }
        self.go(e + 1, n_paired);
    }

    /// Whether the line that `e` is indented under, where it has a partner, speaks of `a`.
    fn fits_above(&self, e: usize, a: usize) -> bool {
        self.expected
            .iter()
            .position(|x| x.about == Some(e))
            .is_none_or(|above| self.partner[above].is_none_or(|b| self.actual[b].about == Some(a)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::parse_events;

    fn read(text: &str) -> Vec<CaseEvent> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        parse_events("page.md", 1, &lines).unwrap()
    }

    #[test]
    fn what_is_left_out_is_not_compared() {
        let actual = read("REJECT.change MEX.GOV \"the president\" -> USA.GOV happened 2025-11-18");
        for expected in [
            "REJECT MEX -> USA happened",
            "REJECT .GOV -> . happened",
            "REJECT MEX.GOV \"president\" -> USA happened 2025-11-18",
        ] {
            assert_eq!(pair(&read(expected), &actual), Unmatched::default(), "{expected}");
        }
        for expected in [
            "REJECT MEX -> USA negated",
            "REJECT MEX.MIL -> USA happened",
            "REJECT.meet MEX -> USA happened",
            "REJECT MEX -> - happened",
            "REJECT MEX + GBR -> USA happened",
            "REJECT MEX -> USA happened undated",
        ] {
            assert_eq!(pair(&read(expected), &actual).missing, [0], "{expected}");
        }
    }

    #[test]
    fn an_indented_line_must_be_what_the_other_is_about() {
        let apart = read("REJECT MEX -> USA happened\nASSAULT USA -> MEX hypothetical");
        let joined = read("REJECT MEX -> USA happened\n  ASSAULT USA -> MEX hypothetical");
        assert_eq!(pair(&joined, &joined), Unmatched::default());
        assert_eq!(pair(&apart, &joined), Unmatched::default());
        assert_eq!(pair(&joined, &apart).missing.len(), 1);
    }

    #[test]
    fn an_optional_line_may_come_or_not() {
        let expected = read("? CONSULT USA -> MEX happened");
        assert_eq!(pair(&expected, &[]), Unmatched::default());
        assert_eq!(pair(&expected, &read("CONSULT USA -> MEX happened")), Unmatched::default());
    }
}
