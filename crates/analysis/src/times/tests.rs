use model::{Date, Interval, Sentence, TimeExpression, Token, TokenIdx};

use crate::{
    lemma,
    syntax::{Scratch, Syntax},
    tokens,
};

/// Tokens and sentences with their parse.
pub(crate) fn annotate(text: &str) -> (Vec<Token>, Vec<Sentence>) {
    let (mut out, mut sentences) = (Vec::new(), Vec::new());
    for raw in tokens::segment(text, &[]) {
        let forms: Vec<&str> = raw.tokens.iter().map(|t| t.of(text)).collect();
        let first = out.len() as u32;
        let words = Syntax::embedded().annotate(&forms, &mut Scratch::default());
        for (span, word) in raw.tokens.iter().zip(words) {
            out.push(Token {
                span: *span,
                lemma: lemma::lemma(span.of(text), word.upos, word.xpos).into_owned(),
                upos: word.upos,
                xpos: word.xpos,
                head: (word.head > 0).then(|| TokenIdx(first + word.head - 1)),
                deprel: word.deprel,
                name: word.name,
            });
        }
        sentences.push(Sentence {
            span: raw.span,
            first: TokenIdx(first),
            end: TokenIdx(out.len() as u32),
            paragraph: raw.paragraph,
        });
    }
    (out, sentences)
}

fn tag(text: &str, today: Option<Date>) -> Vec<TimeExpression> {
    let (tokens, sentences) = annotate(text);
    super::tag(text, &tokens, &sentences, today)
}

/// `words = value`, as read in a story of Tuesday 2026-01-13.
fn read(text: &str) -> Vec<String> {
    tag(text, Some(day("2026-01-13")))
        .iter()
        .map(|x| format!("{} = {}", x.span.of(text), x.value))
        .collect()
}

/// The days meant, as read in a story of Tuesday 2026-01-13.
fn days(text: &str) -> Vec<Option<Interval>> {
    tag(text, Some(day("2026-01-13"))).iter().map(|x| x.interval).collect()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[allow(clippy::unnecessary_wraps, reason = "compared with what may be nothing")]
fn between(start: &str, end: &str) -> Option<Interval> {
    Some(Interval { start: day(start), end: day(end) })
}

#[test]
fn dates_in_full() {
    assert_eq!(read("It began on 4 January 2019."), ["4 January 2019 = 2019-01-04"]);
    assert_eq!(read("It began on Jan. 4, 2019."), ["Jan. 4, 2019 = 2019-01-04"]);
    assert_eq!(read("It began on 2019-01-04."), ["2019-01-04 = 2019-01-04"]);
    assert_eq!(read("It began on 23/04/2015."), ["23/04/2015 = 2015-04-23"]);
    assert_eq!(read("It began in late 2024."), ["late 2024 = 2024"]);
    assert_eq!(read("It began in the 1990s."), ["the 1990s = 199"]);
    assert_eq!(read("It began in spring 2012."), ["spring 2012 = 2012-SP"]);
    assert_eq!(read("Profits fell in FY2015."), ["FY2015 = 2015"]);
}

#[test]
fn the_year_left_out() {
    assert_eq!(read("The minister spoke on Jan 12."), ["Jan 12 = 2026-01-12"]);
    assert_eq!(
        read("The two sides will sit down on Jan 22 and 23."),
        ["Jan 22 = 2026-01-22", "23 = 2026-01-23"]
    );
    assert_eq!(read("They fought in December."), ["December = 2025-12"]);
    assert_eq!(read("They will vote in October."), ["October = 2026-10"]);
    let told = read("The July 2021 riots cost 350 lives. Violence erupted on July 8.");
    assert_eq!(told, ["July 2021 = 2021-07", "July 8 = 2021-07-08"]);
    let recent = read("The December 2021 riots were put down. He was held on December 8.");
    assert_eq!(recent, ["December 2021 = 2021-12", "December 8 = 2025-12-08"]);
}

#[test]
fn weekdays_go_by_tense() {
    assert_eq!(read("He said so on Monday."), ["Monday = 2026-01-12"]);
    assert_eq!(read("He said so on Tuesday."), ["Tuesday = 2026-01-13"]);
    assert_eq!(read("He spoke on Friday."), ["Friday = 2026-01-09"]);
    assert_eq!(read("He will speak on Friday."), ["Friday = 2026-01-16"]);
    assert_eq!(read("They left last Friday."), ["last Friday = 2026-01-09"]);
}

#[test]
fn what_a_tense_cannot_say() {
    assert_eq!(read("His term ends in August."), ["August = 2026-08"]);
    assert_eq!(read("She may have met him on October 7."), ["October 7 = 2025-10-07"]);
    assert_eq!(read("They set the vote for Feb. 17."), ["Feb. 17 = 2026-02-17"]);
    assert_eq!(read("He died on Feb. 17."), ["Feb. 17 = 2025-02-17"]);
    assert_eq!(read("They will meet on Nov. 20."), ["Nov. 20 = 2026-11-20"]);
}

#[test]
fn reckoned_from_today() {
    assert_eq!(days("They left last week."), [between("2026-01-05", "2026-01-11")]);
    assert_eq!(days("They meet next month."), [between("2026-02-01", "2026-02-28")]);
    assert_eq!(days("They left three days ago."), [between("2026-01-10", "2026-01-10")]);
    assert_eq!(days("They left yesterday."), [between("2026-01-12", "2026-01-12")]);
    assert_eq!(days("Prices rose this year."), [between("2026-01-01", "2026-12-31")]);
    assert_eq!(days("In the past two weeks he lost."), [between("2025-12-30", "2026-01-13")]);
    assert_eq!(
        days("They will leave in the second half of the year."),
        [between("2026-07-01", "2026-12-31")]
    );
}

#[test]
fn hung_on_another_act() {
    let offsets = |text: &str| -> Vec<Option<i32>> {
        tag(text, Some(day("2026-01-13"))).iter().map(|x| x.relative_days).collect()
    };
    assert_eq!(offsets("He called a week after the army left."), [Some(7)]);
    assert_eq!(offsets("He left the day before."), [Some(-1)]);
    let later = tag("He came on 3 May 2019. Two days later he left.", Some(day("2026-01-13")));
    assert_eq!(later[1].value, "2019-05-05");
    assert_eq!(later[1].relative_days, Some(2));
}

#[test]
fn ranges() {
    assert_eq!(
        read("It lasted from May 3 to May 5, 2019."),
        ["May 3 = 2025-05-03", "May 5, 2019 = 2019-05-05"]
    );
    assert_eq!(read("Between 2011 and 2013 he ruled."), ["2011 = 2011", "2013 = 2013"]);
    assert_eq!(read("He ruled (2011–2013)."), ["2011 = 2011", "2013 = 2013"]);
}

#[test]
fn parts_of_a_day() {
    assert_eq!(read("They met on Monday night."), ["Monday night = 2026-01-12TNI"]);
    assert_eq!(read("They met at 5 p.m. on Monday."), ["5 p.m. on Monday = 2026-01-12T17:00"]);
    assert_eq!(read("They met this morning."), ["this morning = 2026-01-13TMO"]);
}

#[test]
fn lengths_sets_and_vague_words() {
    assert_eq!(read("It took three weeks."), ["three weeks = P3W"]);
    assert_eq!(read("It took a decade."), ["a decade = P1DE"]);
    assert_eq!(read("They meet every Monday."), ["every Monday = XXXX-WXX-1"]);
    assert_eq!(read("They meet annually."), ["annually = P1Y"]);
    assert_eq!(read("He is now free."), ["now = PRESENT_REF"]);
    assert_eq!(read("In recent years he lost."), ["recent years = PXY"]);
}

#[test]
fn holidays() {
    assert_eq!(read("They attacked on Christmas Day."), ["Christmas Day = 2025-12-25"]);
    assert_eq!(read("They met on Easter 2024."), ["Easter 2024 = 2024-03-31"]);
    assert_eq!(read("Since 9/11 much has changed."), ["9/11 = 2001-09-11"]);
}

#[test]
fn words_that_are_no_times() {
    for text in [
        "Prices may fall.",
        "They march to the sea.",
        "The Long March began here.",
        "The sun sat low.",
        "He came second.",
        "The fall of the regime was swift.",
        "He paid $2000 for it.",
        "Some 2000 people fled.",
    ] {
        assert_eq!(read(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn without_a_day() {
    let found = tag("He left on Tuesday, in May 2019.", None);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].interval, None);
    assert_eq!(found[1].value, "2019-05");
    assert!(found[1].interval.is_some());
}

#[test]
fn any_text_is_read() {
    for text in [
        "",
        "the",
        "-",
        "99999 years ago",
        "9999999999999 years later",
        "31 February 2019",
        "0 BC",
        "the 0th century",
        "2/30/2019",
        "in 20000 years",
        "next",
        "the last",
        "May 32",
        "at 99:99",
        "the end of",
        "early",
        "9/11/",
        "'",
        "a year ago or",
        "every",
        "Easter 9999",
        "9999 years from now",
    ] {
        let _ = tag(text, Some(day("2026-01-13")));
        let _ = tag(text, None);
        let _ = tag(text, Some(day("9999-12-31")));
        let _ = tag(text, Some(day("-009999-01-01")));
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    #[test]
    fn any_heap_of_words_is_read(picks in proptest::collection::vec(0usize..WORDS.len(), 0..40)) {
        let text: String = picks.iter().map(|k| WORDS[*k]).collect::<Vec<_>>().join(" ");
        for text in [text.clone(), text.replace(' ', "")] {
            let (tokens, sentences) = annotate(&text);
            let mut end = 0;
            for x in super::tag(&text, &tokens, &sentences, Some(day("2026-01-13"))) {
                assert!(x.span.start >= end && x.span.start < x.span.end && x.first < x.end);
                assert!(!x.span.of(&text).is_empty());
                end = x.span.end;
            }
            for q in crate::quotes::find(&text, &tokens, &sentences) {
                assert!(!q.span.of(&text).is_empty());
            }
        }
    }
}

/// Words that the rules look at.
const WORDS: &[&str] = &[
    "the",
    "of",
    "a",
    "few",
    "last",
    "next",
    "this",
    "that",
    "same",
    "early",
    "mid",
    "-",
    "late",
    "May",
    "Jan",
    ".",
    ",",
    "5",
    "31",
    "2014",
    "99",
    "'",
    "80",
    "s",
    "year",
    "years",
    "days",
    "week",
    "quarter",
    "third",
    "half",
    "century",
    "BC",
    "B",
    "C",
    "q",
    "3",
    "ago",
    "later",
    "before",
    "after",
    "or",
    "so",
    "to",
    "and",
    "Monday",
    "Fridays",
    "night",
    "on",
    "at",
    ":",
    "30",
    "p",
    "m",
    "every",
    "each",
    "per",
    "Christmas",
    "Easter",
    "day",
    "end",
    "beginning",
    "twenty",
    "hundred",
    "1",
    "/",
    "2",
    "spring",
    "fall",
    "fiscal",
    "FY",
    "nineteen",
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "said",
    "according",
    "he",
    "\n\n",
    "told",
    "–",
    "GMT",
    "more",
    "than",
    "old",
    "long",
    "weekend",
    "00",
];
