//! Words in, expressions of time out: what they say (TIMEX3) and the days they mean.
//!
//! In a story of Tuesday 2026-01-13, "left on Monday" gives `2026-01-12`, "will
//! sit down on Jan 22 and 23" gives `2026-01-22` and `2026-01-23`, "a week after" hangs on
//! another act: seven days from it, no day of its own.
//!
//! It never asks the machine's clock: "today" is the document's day. What the words leave open
//! (the year of "Jan 12", the week of "Friday") the tense of the governing verb decides, and a
//! future is never put into the past. In a text that tells a far past, open dates go by the date
//! last told. Words are in `data/lang/en/times.toml`.
//!
//! Reference: `TimeML` annotation guidelines 1.2.1 (spans and values).

mod calendar;
mod dates;
mod openers;
mod pieces;
mod read;
mod resolve;
mod spelt_out;
mod tense;
#[cfg(test)]
pub(crate) mod tests;
mod units;
mod when;
mod words;
mod years;

use model::{Date, Sentence, Span, TimeExpression, Token, TokenIdx};

use self::{
    pieces::Piece,
    read::Reader,
    resolve::Clock,
    when::{Found, When, Year},
    words::Words,
};

/// Every expression of time in reading order; they do not overlap.
///
/// `today` is the document's day. Without it, intervals are given only where the words tell all.
pub fn tag(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    today: Option<Date>,
) -> Vec<TimeExpression> {
    let words = Words::embedded();
    let mut found = Vec::new();
    for (n, sentence) in sentences.iter().enumerate() {
        let pieces = pieces::cut(sentence.span.of(text), sentence.span.start as usize);
        let tags = tags(&pieces, tokens, sentence);
        let reader = Reader { words, pieces: &pieces, tags: &tags };
        let mut i = 0;
        while i < pieces.len() {
            if !words.may_open(&pieces[i]) {
                debug_assert!(reader.at(i).is_empty(), "{} opens nothing", reader.w(i));
                i += 1;
                continue;
            }
            let here = reader.at(i);
            i = here.last().map_or(i + 1, |f| f.end.max(i + 1));
            for f in here {
                let end = f.end.min(pieces.len());
                if f.start < end {
                    found.push((n, Span::new(pieces[f.start].start, pieces[end - 1].end), f));
                }
            }
        }
    }
    let mut clock = Clock::new(today, is_narrative(&found, today));
    let mut out = Vec::new();
    for (n, span, f) in found {
        let Some((first, end)) = cover(tokens, &sentences[n], span) else { continue };
        let tense = tense::governing(tokens, &sentences[n], first, end);
        // "died on Feb. 17" is firm; "set the vote for Feb. 17" may look ahead; "the Feb. 17 vote"
        // is told by neither tense.
        let before = first.checked_sub(1).map(|k| &tokens[k]);
        let led = |words: &[&str]| before.is_some_and(|t| words.contains(&t.lemma.as_str()));
        clock.firm = led(&["on", "in", "during", "since", "from"])
            || before.is_some_and(|t| t.xpos == model::Xpos::Vbd);
        let loose = led(&["the"]) && matches!(f.when, When::Day { year: Year::Open, .. });
        let tense = if loose { tense::Tense::Unknown } else { tense };
        let Some(meaning) = clock.resolve(&f, tense) else { continue };
        out.push(TimeExpression {
            span,
            first: TokenIdx(first as u32),
            end: TokenIdx(end as u32),
            kind: meaning.kind,
            granularity: meaning.granularity,
            value: meaning.value,
            interval: meaning.interval,
            relative_days: meaning.relative_days,
        });
    }
    out
}

/// The tokens that touch `span`.
fn cover(tokens: &[Token], sentence: &Sentence, span: Span) -> Option<(usize, usize)> {
    let (low, high) = (sentence.first.at(), sentence.end.at().min(tokens.len()));
    let inside = tokens.get(low..high)?;
    let first = inside.partition_point(|t| t.span.end <= span.start);
    let end = inside.partition_point(|t| t.span.start < span.end);
    (first < end).then_some((low + first, low + end))
}

/// Parts of speech of the tokens that the pieces stand in.
fn tags(
    pieces: &[Piece<'_>],
    tokens: &[Token],
    sentence: &Sentence,
) -> Vec<Option<(model::Upos, model::Xpos)>> {
    let (low, high) = (sentence.first.at(), sentence.end.at().min(tokens.len()));
    let inside = tokens.get(low..high).unwrap_or_default();
    pieces
        .iter()
        .map(|p| {
            let at = inside.partition_point(|t| t.span.end as usize <= p.start);
            inside.get(at).map(|t| (t.upos, t.xpos))
        })
        .collect()
}

/// Whether the text tells a past far from its own day: most of the years it names are long gone
/// and hardly anything is reckoned from today.
fn is_narrative(found: &[(usize, Span, Found)], today: Option<Date>) -> bool {
    let Some(today) = today else { return true };
    let this = i32::from(today.year());
    let (mut far, mut near) = (0, 0);
    for (_, _, f) in found {
        match &f.when {
            When::Day { year: Year::Given(y), .. }
            | When::Month { year: Year::Given(y), .. }
            | When::Year { year: Year::Given(y) } => {
                if (this - y).abs() > 2 {
                    far += 1;
                } else if *y == this {
                    near += 1;
                }
            }
            When::Before { .. } => far += 1,
            When::Weekday { .. } | When::Unit { from: when::From::Today, .. } => near += 1,
            _ => {}
        }
    }
    far >= 6 && far >= 4 * near
}
