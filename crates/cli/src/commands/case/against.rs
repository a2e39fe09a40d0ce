//! Data as it was and as it is in, cases and events that are answered otherwise out.

use std::{path::PathBuf, process::Command};

use casebook::{Answer, Case, Verdict, judge, parse_page};
use engine::Engine;

use super::answer;
use crate::{
    Failure, Result,
    commands::data::diff::{compare, engine_of, shown},
};

/// Events of each kind and type that are shown of a corpus.
const N_EXAMPLES: usize = 3;

/// The engine that answers are compared with, if any are; where files are edited, with the data as
/// it is before.
pub(super) fn before(
    against: Option<&str>,
    edit: bool,
    corpus: bool,
    data: Option<&PathBuf>,
) -> Result<Option<Engine>> {
    match against {
        Some(name) => engine_of(name).map(Some),
        None if edit => crate::engine(data).map(Some),
        None if corpus => Ok(Some(Engine::new())),
        None => Ok(None),
    }
}

/// Opens the files in the user's editor and waits for it.
pub(super) fn edit(files: &[PathBuf]) -> Result<()> {
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.trim().is_empty());
    let Some(editor) = set("VISUAL").or_else(|| set("EDITOR")) else {
        return Err(Failure::new(
            "no editor is set",
            "set EDITOR, or edit the file and use --against built-in",
        ));
    };
    // "code --wait": the first word is the program.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = Command::new(program).args(words).args(files).status().map_err(|e| {
        Failure::new(format!("{program}: cannot be run: {e}"), "set EDITOR to your editor")
    })?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("{program} ended with {status}"), "nothing was tried"))
}

/// Prints the cases that the two engines answer otherwise.
pub(super) fn show_cases(before: Engine, after: Engine, pages: &[PathBuf]) -> Result<()> {
    if pages.is_empty() {
        return Ok(());
    }
    let (mut n, mut n_better, mut n_worse, mut n_other) = (0, 0, 0, 0);
    for path in pages {
        let shown = path.display().to_string();
        let fail = |e: casebook::Error| Failure::new(e.to_string(), "mend the page and try again");
        let markdown = std::fs::read_to_string(path)
            .map_err(|e| Failure::new(format!("{shown}: {e}"), "give a Markdown page of cases"))?;
        for case in &parse_page(&shown, &markdown).map_err(fail)?.cases {
            n += 1;
            let (old, new) = (answer(&before, &shown, case), answer(&after, &shown, case));
            if old == new {
                continue;
            }
            let (was, _) = verdict(&shown, case, &old)?;
            let (is, lines) = verdict(&shown, case, &new)?;
            let counter = match (was, is) {
                (false, true) => &mut n_better,
                (true, false) => &mut n_worse,
                _ => &mut n_other,
            };
            *counter += 1;
            let word = |right: bool| if right { "right" } else { "wrong" };
            println!("\n{shown}: {}: was {}, is {}", case.title, word(was), word(is));
            println!("> {}", case.text.replace('\n', "\n> "));
            for line in lines {
                println!("  {line}");
            }
        }
    }
    println!(
        "\n{n} cases compared: {n_better} now right, {n_worse} now wrong, {n_other} answered otherwise"
    );
    Ok(())
}

/// Whether every fence holds, known faults counted as faults; what differs.
fn verdict(shown: &str, case: &Case, answer: &Answer) -> Result<(bool, Vec<String>)> {
    let fail = |e: casebook::Error| Failure::new(e.to_string(), "mend the page and try again");
    let mut right = true;
    let mut lines = Vec::new();
    for verdict in judge(shown, case, answer).map_err(fail)? {
        match verdict {
            Verdict::Right | Verdict::Fixed => {}
            Verdict::KnownWrong => right = false,
            Verdict::Wrong(wrong) => {
                right = false;
                lines.extend(wrong);
            }
        }
    }
    Ok((right, lines))
}

/// Prints the events of a corpus that the two engines code otherwise.
pub(super) fn show_corpus(before: Engine, after: Engine, corpus: &[String]) -> Result<()> {
    if !corpus.is_empty() {
        let compared = compare(before, after, corpus, 0)?;
        print!("\n{}", shown(&compared, N_EXAMPLES));
    }
    Ok(())
}
