//! An act in, the words out that date it: of the expressions of its sentence the nearest by the parse.
//!
//! "In a letter posted on Tuesday, she asked for mercy": Tuesday dates the asking. "Discussed tariffs, as
//! well as 2026's review": 2026 dates only the review.

use model::{Deprel, Granularity, TimeExpression, TimeKind, TokenIdx, Upos, Xpos};

use crate::when::When;

impl<'a> When<'_, 'a> {
    /// The expression that dates the act at `t`, nearest by the parse.
    pub(crate) fn expression(&self, t: TokenIdx, nominal: bool) -> Option<&'a TimeExpression> {
        let x = self.nearest(t, nominal, false)?;
        Some(self.said_outright(x).unwrap_or(x))
    }

    /// Of the loose expressions or of the others the one nearest to the act.
    pub(crate) fn nearest(
        &self,
        t: TokenIdx,
        nominal: bool,
        loose: bool,
    ) -> Option<&'a TimeExpression> {
        let analysis = self.tree.analysis;
        let s = &analysis.sentences[analysis.sentence_of(t)];
        let from = analysis.times.partition_point(|x| x.first < s.first);
        let mut best: Option<(u32, &TimeExpression)> = None;
        for x in &analysis.times[from..] {
            if x.first >= s.end {
                break;
            }
            let is_loose = x.granularity == Granularity::Vague || x.kind == TimeKind::Duration;
            if x.interval.is_none() || x.kind == TimeKind::Set || is_loose != loose {
                continue;
            }
            let Some(cost) = self.distance(t, x, nominal) else { continue };
            if best.is_none_or(|(c, _)| cost < c) {
                best = Some((cost, x));
            }
        }
        best.map(|(_, x)| x)
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
    pub(crate) fn distance(&self, t: TokenIdx, x: &TimeExpression, nominal: bool) -> Option<u32> {
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
        // "Qatar National Vision 2030", "the Paris 2024 Games": part of a name.
        if x.granularity == Granularity::Year
            && x.first.0 > 0
            && tree.upos(TokenIdx(x.first.0 - 1)) == Upos::Propn
            && tree.is_under(top, TokenIdx(x.first.0 - 1))
        {
            return None;
        }
        // "Discussed tariffs, as well as 2026's review": a possessor dates its own noun, and what happens
        // "in Monday's debate".
        let during = || {
            let above = tree.head(anchor).filter(|_| tree.rel(anchor) == Deprel::Obl);
            above.is_some_and(|h| tree.ancestors(t).any(|a| a == h))
        };
        if tree.rel(top) == Deprel::NmodPoss && tree.head(anchor) != Some(t) && !during() {
            return None;
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
            let beside = self.is_meanwhile(at) || self.is_made_public(at);
            // "The ban, passed last October"; "the claim that they helped last October" is no older.
            if nominal && h == t && matches!(tree.rel(at), Deprel::Acl | Deprel::AclRelcl) {
                let content = tree.kids_by(at, &[Deprel::Mark]).any(|k| tree.lemma(k) == "that");
                return (!content).then_some(steps);
            }
            if !purpose
                && !beside
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

    /// "When the court ruled on January 26, it asserted …": the clause tells when the act was. "They ask
    /// when he knew" tells of no time.
    fn is_meanwhile(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        tree.rel(t) == Deprel::Advcl
            && tree
                .kids_by(t, &[Deprel::Mark, Deprel::Advmod])
                .any(|k| k < t && tree.cue("meanwhile", k))
            && self.is_past(t)
            && tree.head(t).is_some_and(|main| self.is_past(main))
    }

    fn is_past(&self, verb: TokenIdx) -> bool {
        let tree = self.tree;
        tree.xpos(verb) == Xpos::Vbd
            || tree.kids_by(verb, &[Deprel::AuxPass]).any(|k| tree.xpos(k) == Xpos::Vbd)
    }

    /// "Asked for mercy in a letter posted on Tuesday": what is said there is said then.
    fn is_made_public(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        tree.rel(t) == Deprel::Acl
            && tree.cue("made-public", t)
            && tree.head(t).is_some_and(|h| {
                tree.rel(h) == Deprel::Obl
                    && (tree.in_class("words", h) || tree.in_class("document", h))
            })
    }
}
