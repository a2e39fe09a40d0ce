//! `demarche case`: runs case pages, or rewrites them with today's answers.

use std::path::PathBuf;

use casebook::{Answer, Rewrite, Verdict, judge, parse_page, rewrite};
use clap::Args;
use model::{DocumentKind, RawDocument};

use crate::{Failure, Outcome, Result};

#[derive(Args)]
pub(crate) struct CaseArguments {
    /// Case pages (Markdown), as in cases/sentences/
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Record today's wrong answers under FIXME: in the pages
    #[arg(long)]
    update: bool,
    /// Data folder to use in place of the one in the program
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub(crate) fn run(a: &CaseArguments) -> Result<Outcome> {
    let engine = crate::engine(a.data.as_ref())?;
    let (mut n_right, mut n_known, mut n_wrong) = (0, 0, 0);
    for path in &a.paths {
        let shown = path.display().to_string();
        let markdown = std::fs::read_to_string(path)
            .map_err(|e| Failure::new(format!("{shown}: {e}"), "give a Markdown page of cases"))?;
        let fail = |e: casebook::Error| {
            Failure::new(e.to_string(), "the notation is told in the documentation of casebook")
        };
        let page = parse_page(&shown, &markdown).map_err(fail)?;
        let answers: Vec<Answer> = page
            .cases
            .iter()
            .map(|case| {
                let reading = engine.read(&RawDocument {
                    origin: shown.clone(),
                    kind: DocumentKind::Record,
                    bytes: case.text.as_bytes().to_vec(),
                    published: case.published,
                    ..RawDocument::default()
                });
                Answer::of(&reading.document.text, &reading.analysis, &reading.events)
            })
            .collect();
        if a.update {
            let updated = rewrite(&page, &markdown, &answers, Rewrite::Record).map_err(fail)?;
            if updated != markdown {
                std::fs::write(path, updated)?;
                println!("{shown}: rewritten");
            }
            continue;
        }
        for (case, answer) in page.cases.iter().zip(&answers) {
            let verdicts = judge(&shown, case, answer).map_err(fail)?;
            for (fence, verdict) in case.fences.iter().zip(verdicts) {
                match verdict {
                    Verdict::Right | Verdict::Fixed => n_right += 1,
                    Verdict::KnownWrong => n_known += 1,
                    Verdict::Wrong(lines) => {
                        n_wrong += 1;
                        println!("{shown}:{}: {}\n> {}", fence.line, case.title, case.text);
                        for line in lines {
                            println!("  {line}");
                        }
                    }
                }
            }
        }
    }
    if a.update {
        return Ok(Outcome::Done);
    }
    println!("{n_right} right, {n_known} known to be wrong, {n_wrong} wrong");
    Ok(if n_wrong == 0 { Outcome::Done } else { Outcome::Nothing })
}
