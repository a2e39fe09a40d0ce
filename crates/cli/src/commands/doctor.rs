//! `demarche doctor`, `demarche backup` and `demarche runs`: the care of a store.

use std::path::{Path, PathBuf};

use clap::Args;
use store::{Diagnosis, Store, salvage};
use views::keep::IncidentLinker;

use crate::{Failure, Outcome, Result, chart::table, shelf::StoreArgument};

#[derive(Args)]
#[command(after_help = "exit codes: 0 sound or repaired, 2 not sound")]
pub(crate) struct DoctorArguments {
    #[command(flatten)]
    shelf: StoreArgument,
    /// Make what is derived anew; save a damaged file's documents into a new one and keep the
    /// damaged one beside it
    #[arg(long)]
    repair: bool,
    /// Print a digest of everything stored: two files with the same digest hold the same
    #[arg(long)]
    digest: bool,
}

pub(crate) fn run(a: &DoctorArguments) -> Result<Outcome> {
    if a.digest {
        println!("{}", a.shelf.open()?.digest()?);
        return Ok(Outcome::Done);
    }
    let path = &a.shelf.store;
    let found = match Store::open(path) {
        Ok(store) => store.check()?,
        // A first page that is no longer readable is damage too; a missing file is not.
        Err(e) if e.is_damaged() || (a.repair && path.exists()) => {
            Diagnosis { pages: vec![e.message], ..Diagnosis::default() }
        }
        Err(e) => return Err(e.into()),
    };
    for (what, lines) in
        [("damaged", &found.pages), ("unreadable", &found.documents), ("wrong", &found.derived)]
    {
        for line in lines {
            println!("{what}: {line}");
        }
    }
    if found.is_sound() {
        println!("{}: sound", path.display());
        return Ok(Outcome::Done);
    }
    if !a.repair {
        return Err(Failure::new(
            format!("{}: not sound", path.display()),
            "run `demarche doctor --repair`",
        ));
    }
    let ontology = &engine::Engine::new().knowledge().ontology;
    if found.pages.is_empty() && found.documents.is_empty() {
        Store::open_to_write(path)?.rebuild(ontology, &IncidentLinker)?;
        println!("what is derived was made anew");
        return Ok(Outcome::Done);
    }
    let (fresh, damaged) = (beside(path, "repaired"), beside(path, "damaged"));
    for file in [&fresh, &damaged] {
        if file.exists() {
            let message = format!("{}: there is such a file already", file.display());
            return Err(Failure::new(message, "move it away and run it again"));
        }
    }
    let saved = salvage(path, &fresh, ontology, &IncidentLinker)?;
    for end in ["", "-wal", "-shm"] {
        let (from, to) = (with_end(path, end), with_end(&damaged, end));
        if from.exists() {
            std::fs::rename(&from, &to)?;
        }
    }
    std::fs::rename(&fresh, path)?;
    println!(
        "{} documents saved, {} lost; the damaged file is now {}",
        saved.n_documents,
        saved.n_lost,
        damaged.display()
    );
    Ok(Outcome::Done)
}

fn beside(path: &Path, end: &str) -> PathBuf {
    with_end(path, &format!(".{end}"))
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

#[derive(Args)]
#[command(
    after_help = "The copy is whole and smaller than the store; others may read and add meanwhile."
)]
pub(crate) struct BackupArguments {
    /// The copy to make
    to: PathBuf,
    #[command(flatten)]
    shelf: StoreArgument,
}

pub(crate) fn run_backup(a: &BackupArguments) -> Result<Outcome> {
    a.shelf.open()?.back_up(&a.to)?;
    eprintln!("{} written", a.to.display());
    Ok(Outcome::Done)
}

#[derive(Args)]
pub(crate) struct RunsArguments {
    #[command(flatten)]
    shelf: StoreArgument,
}

pub(crate) fn run_runs(a: &RunsArguments) -> Result<Outcome> {
    let runs = a.shelf.open()?.runs()?;
    let rows: Vec<Vec<String>> = runs
        .iter()
        .map(|r| {
            let skipped: Vec<String> = r.skipped.iter().map(|(s, n)| format!("{s} {n}")).collect();
            vec![
                r.n.to_string(),
                r.command.clone(),
                if r.finished { "finished" } else { "cut off" }.to_owned(),
                r.n_documents.to_string(),
                r.n_events.to_string(),
                skipped.join(", "),
                r.coder.clone(),
                r.input.join(" "),
            ]
        })
        .collect();
    let columns = ["run", "command", "end", "documents", "events", "skipped", "coder", "input"];
    print!("{}", table(&columns, &rows));
    Ok(if rows.is_empty() { Outcome::Nothing } else { Outcome::Done })
}
