//! `demarche data import`: dictionaries of other programs in, a folder for `--data` out.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use knowledge::{
    Knowledge,
    phoenix::{self, Imported},
};

use crate::{Failure, Outcome, Result};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// PETRARCH, TABARI and Phoenix: actors (`NAME [CODE]`) and agents (`NOUN [~CODE]`)
    Phoenix,
}

#[derive(Args)]
#[command(after_help = "\
Names that our own data knows already are left out. Lines that cannot be used are listed on standard
error with their file and number; all others are written to DIR/entities/ and DIR/lang/en/.

examples:
  demarche data import phoenix Phoenix.Countries.actors.txt Phoenix.agents.txt --to my-data
  demarche data check my-data
  demarche code news/ --data my-data")]
pub(super) struct ImportArguments {
    /// Kind of dictionary
    #[arg(value_enum)]
    kind: Kind,
    /// Dictionaries
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Folder to write to; made if it is not there
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

pub(super) fn run(a: &ImportArguments) -> Result<Outcome> {
    let Kind::Phoenix = a.kind;
    let mut n_entries = 0;
    for path in &a.files {
        let bytes = fs::read(path).map_err(|e| {
            Failure::new(
                format!("{}: cannot be read: {e}", path.display()),
                "give the dictionary's file, not its folder",
            )
        })?;
        let text = decode(&bytes);
        let file = path.file_name().map_or_else(String::new, |f| f.to_string_lossy().into_owned());
        let imported = phoenix::import(&file, &text, Knowledge::embedded());
        report(path, &imported);
        n_entries += imported.n_entries;
        let stem = stem(&file);
        write(&a.to.join("entities").join(format!("imported-{stem}.toml")), &imported.entities)?;
        write(&a.to.join("lang/en").join(format!("roles-{stem}.toml")), &imported.roles)?;
    }
    if n_entries == 0 {
        return Ok(Outcome::Nothing);
    }
    // What was written must load; a fault here is ours.
    Knowledge::load(&a.to).map_err(|e| {
        Failure::new(e.to_string(), "the import wrote a row that does not load: please report it")
    })?;
    Ok(Outcome::Done)
}

/// Dictionaries are UTF-8 or, where older, Latin-1.
fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&b| char::from(b)).collect(),
    }
}

fn stem(file: &str) -> String {
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    name.chars().map(plain).collect()
}

/// Writes a file, but never over one that somebody else wrote.
fn write(path: &Path, text: &str) -> Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    let wrong = |e: &std::io::Error| {
        Failure::new(
            format!("{}: cannot be written: {e}", path.display()),
            "choose another folder with --to",
        )
    };
    if let Ok(old) = fs::read_to_string(path)
        && !old.starts_with("# Imported by ")
    {
        return Err(Failure::new(
            format!("{}: is there and was not imported", path.display()),
            "choose another folder with --to",
        ));
    }
    let dir = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(dir).and_then(|()| fs::write(path, text)).map_err(|e| wrong(&e))
}

fn report(path: &Path, i: &Imported) {
    println!(
        "{}: {} entries with {} names; {} names known already, {} that stand for nobody; {} lines rejected",
        path.display(),
        i.n_entries,
        i.n_names,
        i.n_known,
        i.n_null,
        i.rejected.len()
    );
    for (line, reason) in &i.rejected {
        eprintln!("{}:{line}: rejected: {reason}", path.display());
    }
    for (what, (n, line)) in &i.notes {
        eprintln!("{}:{line}: {what} ({n} in all)", path.display());
    }
}
