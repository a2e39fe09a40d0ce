//! The day that a document's news is of, and the day that a sentence goes on telling.
//!
//! "The tariffs announced on Monday are a bad idea, the minister said Tuesday": the news is of
//! Tuesday, which dates the main clause, though Monday stands first.
//!
//! It never takes a day that is to come, nor one from somebody's quoted words.

use model::{
    Date, DateBasis, Dating, Deprel, Granularity, Interval, Quote, QuoteKind, Span, TimeExpression,
    TimeKind, TokenIdx, Xpos,
};

use crate::{tree::Tree, when::When};

/// The first day within three days before publication that a main clause near the top states, else
/// the first that any words state; with its words.
pub(crate) fn find(tree: &Tree<'_>, published: Date) -> Option<(Interval, Span)> {
    const N_SENTENCES: usize = 12;
    let analysis = tree.analysis;
    let quoted = |x: &TimeExpression| {
        analysis.quotes.iter().any(|q| q.kind == QuoteKind::Direct && q.span.contains(x.span))
    };
    let recent = || {
        analysis
            .times
            .iter()
            .take_while(|x| analysis.sentence_of(x.first) < N_SENTENCES)
            .filter(|x| x.granularity <= Granularity::Day && x.kind != TimeKind::Duration)
            .filter(|x| x.relative_days.is_none() && !quoted(x))
            .filter_map(|x| x.interval.map(|i| (i, x)))
            .filter(|(i, _)| {
                i.start == i.end
                    && i.end <= published
                    && published.since(i.end).is_ok_and(|s| s.get_days() <= 3)
            })
    };
    let (interval, x) = recent().find(|(_, x)| is_main(tree, x)).or_else(|| recent().next())?;
    Some((interval, x.span))
}

/// Whether an expression hangs on the root of its sentence, or is it.
fn is_main(tree: &Tree<'_>, x: &TimeExpression) -> bool {
    let inside = |t: TokenIdx| t >= x.first && t < x.end;
    (x.first.0..x.end.0).map(TokenIdx).any(|k| {
        tree.rel(k) == Deprel::Root
            || tree.head(k).is_some_and(|h| !inside(h) && tree.rel(h) == Deprel::Root)
    })
}

impl When<'_, '_> {
    /// The day stated of the verb of a sentence before, in the same paragraph, told on from there:
    /// "gunmen came on Thursday. They fired at the guards. Two of them fell."
    pub(crate) fn continued(&self, t: TokenIdx) -> Option<Dating> {
        const N_BEFORE: usize = 3;
        let tree = self.tree;
        let analysis = tree.analysis;
        // Of a sentence that ends a quotation ("…", it said) the verb quoted.
        let root = |s: usize| {
            let s = &analysis.sentences[s];
            let mut all = (s.first.0..s.end.0).map(TokenIdx);
            let root = all.find(|&k| tree.rel(k) == Deprel::Root)?;
            let said = tree.kid(root, &[Deprel::Ccomp]).filter(|&k| {
                let span = analysis.token(k).span;
                let mut quotes = analysis.quotes.iter();
                let quoted = |q: &Quote| q.kind == QuoteKind::Direct && q.span.contains(span);
                tree.is_speech(root) && k < root && quotes.any(quoted)
            });
            Some(said.unwrap_or(root))
        };
        let here = analysis.sentence_of(t);
        for s in (here.saturating_sub(N_BEFORE)..here).rev() {
            let (before, after) = (&analysis.sentences[s], &analysis.sentences[s + 1]);
            let (b, h) = (root(s)?, root(s + 1)?);
            let told_on = tree.xpos(h) == Xpos::Vbd && !tree.is_speech(h) && !tree.is_speech(b);
            let between = before.span.end as usize..after.span.start.max(before.span.end) as usize;
            if !told_on || tree.text[between].contains('\n') {
                return None;
            }
            let Some(day) = self.of_verb(b) else { continue };
            let DateBasis::Stated(span) = day.basis else { return None };
            // "In May" is told on for a sentence, a day for some.
            let near = s + 1 == here || day.interval.start == day.interval.end;
            let past = self.published.is_none_or(|p| day.interval.end <= p);
            return (near && past).then_some(Dating { basis: DateBasis::Inferred(span), ..day });
        }
        None
    }
}
