//! A page brought up to date with today's answers.

use crate::{
    answer::Answer,
    page::{Error, Page},
    pages::{Verdict, answer_lines, judge},
};

/// What becomes of an expectation that the answer does not meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rewrite {
    /// It stays; the answer is recorded under `FIXME:`, and a `FIXME:` that is fixed goes.
    Record,
    /// The answer takes its place. For new cases: write an empty fence, then read the diff.
    Accept,
}

/// The page's Markdown with every fence brought up to date. `answers` holds one answer a case, in
/// the page's order; what the notation leaves alone is kept to the letter.
///
/// # Errors
///
/// The first line of a fence that is not in the notation.
pub fn rewrite(
    page: &Page,
    markdown: &str,
    answers: &[Answer],
    how: Rewrite,
) -> Result<String, Error> {
    let mut lines: Vec<String> = markdown.lines().map(str::to_owned).collect();
    // From the last fence to the first, so that line numbers stay true.
    for (case, answer) in page.cases.iter().zip(answers).rev() {
        let verdicts = judge(&page.path, case, answer)?;
        for (fence, verdict) in case.fences.iter().zip(verdicts).rev() {
            if matches!(verdict, Verdict::Right | Verdict::KnownWrong) {
                continue;
            }
            let known = fence.known_wrong.as_ref();
            let from = fence.end_line();
            let to = known.map_or(from, |k| k.line + k.body.len() + 1);
            let today = answer_lines(fence, answer);
            match (verdict, how) {
                (Verdict::Fixed, _) => drop(lines.drain(from..to)),
                (_, Rewrite::Accept) => {
                    drop(lines.drain(from..to));
                    drop(lines.splice(fence.line..from - 1, today));
                }
                (_, Rewrite::Record) => {
                    let why = known.map_or("FIXME: today's answer is", |k| {
                        markdown.lines().nth(k.fixme_line - 1).unwrap_or("FIXME:")
                    });
                    let mut block = vec![why.to_owned(), format!("```{}", fence.kind())];
                    block.extend(today);
                    block.push("```".to_owned());
                    drop(lines.splice(from..to, block));
                }
            }
        }
    }
    Ok(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notation::parse_events, page::parse_page};

    const RIGHT: &str = "## one\n> A.\n```events published=2025-11-19\nACCUSE - -> - happened\n```\n\n## two\n> B.\n```events\n```\n";
    const RECORDED: &str = "## one\n> A.\n```events published=2025-11-19\nACCUSE - -> - happened\n```\nFIXME: today's answer is\n```events\nREJECT  - -> -  happened\n```\n\n## two\n> B.\n```events\n```\n";

    fn answer(line: &str) -> Answer {
        let events = parse_events("", 1, &[line.to_owned()]).unwrap();
        Answer { events, ..Answer::default() }
    }

    fn run(markdown: &str, line: &str, how: Rewrite) -> String {
        let page = parse_page("p.md", markdown).unwrap();
        rewrite(&page, markdown, &[answer(line), Answer::default()], how).unwrap()
    }

    #[test]
    fn a_wrong_answer_is_recorded_and_forgotten_once_right() {
        assert_eq!(run(RIGHT, "ACCUSE - -> - happened", Rewrite::Record), RIGHT);
        assert_eq!(run(RIGHT, "REJECT - -> - happened", Rewrite::Record), RECORDED);
        assert_eq!(run(RECORDED, "REJECT - -> - happened", Rewrite::Record), RECORDED);
        assert_eq!(run(RECORDED, "ACCUSE - -> - happened", Rewrite::Record), RIGHT);
        let accepted = run(RECORDED, "REQUEST - -> - happened", Rewrite::Accept);
        assert_eq!(accepted, RIGHT.replace("ACCUSE - -> - happened", "REQUEST  - -> -  happened"));
    }

    #[test]
    fn verdicts() {
        let judged = |markdown: &str, line: &str| {
            let page = parse_page("p.md", markdown).unwrap();
            judge("p.md", &page.cases[0], &answer(line)).unwrap().remove(0)
        };
        assert_eq!(judged(RECORDED, "REJECT - -> - happened"), Verdict::KnownWrong);
        assert_eq!(judged(RECORDED, "ACCUSE - -> - happened"), Verdict::Fixed);
        assert!(matches!(judged(RECORDED, "AID - -> - happened"), Verdict::Wrong(_)));
    }
}
