//! `demarche case`: runs case pages and the witnesses of frame files, rewrites pages with today's
//! answers, and shows which cases and which events of a corpus other data changes.

mod against;

use std::path::{Path, PathBuf};

use casebook::{Answer, Case, Rewrite, Verdict, judge, parse_page, parse_witness, rewrite};
use clap::Args;
use engine::Engine;
use model::{DocumentKind, RawDocument};

use crate::{Failure, Outcome, Result};

#[derive(Args)]
#[command(after_help = "\
With --edit, --against or --corpus, cases that other data answers otherwise are shown as well: those of
the pages given, or where only frame files are given, of the folder cases/ beside their data folder.

examples:
  demarche case data/lang/en/frames/rule.toml              the witnesses of one headword
  demarche case data/lang/en/frames/rule.toml --edit       edit it, and see at once what that changed
  demarche case data/lang/en/frames/rule.toml cases/ --against built-in --corpus news.jsonl")]
pub(crate) struct CaseArguments {
    /// Case pages (Markdown), frame files (TOML), or folders of them; a frame file in a data folder is
    /// tried with that folder's data
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Record today's wrong answers under FIXME: in the pages
    #[arg(long)]
    update: bool,
    /// Data folder to use in place of the one in the program
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Open the files in your editor ($VISUAL, else $EDITOR) first, and compare with the data as it
    /// was before
    #[arg(long, conflicts_with = "update")]
    edit: bool,
    /// Show the cases that are answered otherwise with this data folder; `built-in` is the data in
    /// the program
    #[arg(long, value_name = "DIR", conflicts_with = "update")]
    against: Option<String>,
    /// Show the events of these documents that are coded otherwise [against: built-in]
    #[arg(long, value_name = "DOCUMENTS", conflicts_with = "update")]
    corpus: Vec<String>,
}

pub(crate) fn run(a: &CaseArguments) -> Result<Outcome> {
    let mut files = Vec::new();
    for path in &a.paths {
        collect(path, &mut files)?;
    }
    let own = files.iter().find_map(|f| data_folder(f));
    let data = a.data.as_ref().or(own.as_ref());
    let before = against::before(a.against.as_deref(), a.edit, !a.corpus.is_empty(), data)?;
    if a.edit {
        against::edit(&files)?;
    }
    let engine = crate::engine(data)?;
    let (mut n_right, mut n_known, mut n_wrong) = (0, 0, 0);
    for path in &files {
        let shown = path.display().to_string();
        if path.extension().is_some_and(|e| e == "toml") {
            let (right, wrong) = witnesses(&engine, path, &shown)?;
            n_right += right;
            n_wrong += wrong;
            continue;
        }
        let markdown = std::fs::read_to_string(path)
            .map_err(|e| Failure::new(format!("{shown}: {e}"), "give a Markdown page of cases"))?;
        let fail = |e: casebook::Error| {
            Failure::new(e.to_string(), "the notation is told in the documentation of casebook")
        };
        let page = parse_page(&shown, &markdown).map_err(fail)?;
        let answers: Vec<Answer> =
            page.cases.iter().map(|case| answer(&engine, &shown, case)).collect();
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
    if let Some(before) = before {
        let beside = data.and_then(|d| d.parent()).map(|root| root.join("cases"));
        let mut pages: Vec<PathBuf> = files;
        pages.retain(|f| f.extension().is_none_or(|e| e != "toml"));
        if let Some(beside) = beside.filter(|c| pages.is_empty() && c.is_dir()) {
            collect(&beside, &mut pages)?;
        }
        against::show_cases(before, engine, &pages)?;
        against::show_corpus(before, engine, &a.corpus)?;
    }
    Ok(if n_wrong == 0 { Outcome::Done } else { Outcome::Nothing })
}

/// What the engine makes of a case's text.
fn answer(engine: &Engine, page: &str, case: &Case) -> Answer {
    let reading = engine.read(&RawDocument {
        origin: page.to_owned(),
        kind: DocumentKind::Record,
        bytes: case.text.as_bytes().to_vec(),
        published: case.published,
        ..RawDocument::default()
    });
    Answer::of(&reading.document.text, &reading.analysis, &reading.events)
}

/// Pages and frame files of a folder, sorted; a file is itself.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let mut inside: Vec<PathBuf> = std::fs::read_dir(path)?.flatten().map(|e| e.path()).collect();
    inside.sort();
    for file in inside {
        let fits = file.extension().is_some_and(|e| e == "md" || e == "toml");
        if file.is_dir() || fits {
            collect(&file, files)?;
        }
    }
    Ok(())
}

/// The data folder that a frame file is part of.
fn data_folder(file: &Path) -> Option<PathBuf> {
    let frames = file.parent()?;
    let root = frames.parent()?.parent()?.parent()?;
    let fits = frames.ends_with("frames") && root.join("ontology").is_dir();
    fits.then(|| root.to_owned())
}

/// Numbers of senses whose witness is borne out, and of those whose is not; the latter are told.
fn witnesses(engine: &Engine, path: &Path, shown: &str) -> Result<(usize, usize)> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| Failure::new(format!("{shown}: {e}"), "give a frame file"))?;
    let table: toml::Table = text
        .parse()
        .map_err(|e| Failure::new(format!("{shown}: {e}"), "mend the TOML and try again"))?;
    let senses = table.get("sense").and_then(toml::Value::as_array);
    let (mut n_right, mut n_wrong) = (0, 0);
    for (i, sense) in senses.into_iter().flatten().enumerate() {
        let case = sense.get("case").and_then(toml::Value::as_str).unwrap_or_default();
        let witness = parse_witness(shown, 1, case).map_err(|e| {
            Failure::new(format!("{shown}: sense {}: {e}", i + 1), "give the sense a `case`")
        })?;
        let reading = engine.read(&RawDocument {
            origin: shown.to_owned(),
            kind: DocumentKind::Record,
            bytes: witness.text.as_bytes().to_vec(),
            published: "2026-01-14".parse().ok(),
            ..RawDocument::default()
        });
        let answer = Answer::of(&reading.document.text, &reading.analysis, &reading.events);
        let missing = witness.missing(&answer);
        if missing.is_empty() {
            n_right += 1;
            continue;
        }
        n_wrong += 1;
        println!("{shown}: sense {}\n> {}", i + 1, witness.text);
        for line in missing {
            println!("  {line}");
        }
    }
    Ok((n_right, n_wrong))
}
