//! What is known before reading: `data/` as typed, read-only tables.
//!
//! The same code reads the copy embedded in the program and a folder that the user gives. A bad
//! row stops the load with file, line, what was found and what to do. Nothing here looks at a
//! document, and nothing changes after loading.

#![allow(clippy::disallowed_methods, reason = "loading the data folder")]

mod context;
mod entity;
mod error;
mod frame;
mod happening;
mod ontology;
mod operator;
pub mod phoenix;
mod place;
mod publisher;
mod read;
mod role;
pub mod vectors;
mod words;

use std::{path::Path as FsPath, sync::OnceLock};

pub use crate::{
    context::{ContextRule, ContextWord, Contexts},
    entity::{AliasHit, AliasKind, Entities, Known, KnownKind, Tenure},
    error::Error,
    frame::{Condition, Frames, Path, Pos, Reports, Sense, Slot, Told, sign},
    happening::{Happening, Happenings, Naming},
    ontology::{CameoRow, Ontology, OwnType, TypeDoc},
    operator::{Inner, InnerActor, Operator, OperatorRow, Operators, RecipientRule},
    place::{KnownPlace, Places},
    publisher::{Agency, Home, Publisher, Publishers},
    role::{Role, Roles},
    words::{Classes, Cues, Held},
};

static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// All that is known.
#[derive(Debug)]
pub struct Knowledge {
    /// PLOVER and CAMEO.
    pub ontology: Ontology,
    /// Who.
    pub entities: Entities,
    /// Role nouns.
    pub roles: Roles,
    /// What words report.
    pub frames: Frames,
    /// Noun classes.
    pub classes: Classes,
    /// How words compose.
    pub operators: Operators,
    /// Small words.
    pub cues: Cues,
    /// What is spoken of ever since.
    pub happenings: Happenings,
    /// What acts are about.
    pub contexts: Contexts,
    /// Where.
    pub places: Places,
    /// Who prints it.
    pub publishers: Publishers,
    /// Twelve hexadecimal digits of the BLAKE3 digest of all files.
    pub version: String,
}

/// A file of the program's own, if that is what `text` is: not a copy of it, nor another laid over it.
fn own_file(file: &str, text: &str) -> Option<(&'static str, &'static str)> {
    let at = FILES.binary_search_by_key(&file, |(f, _)| f).ok()?;
    Some(FILES[at]).filter(|(_, own)| std::ptr::eq(*own, text))
}

impl Knowledge {
    /// The copy in the program, read on the first call.
    ///
    /// # Panics
    /// If the embedded files are broken, which the tests of this crate rule out.
    pub fn embedded() -> &'static Knowledge {
        static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
        KNOWLEDGE.get_or_init(|| match Knowledge::from_files(FILES) {
            Ok(knowledge) => knowledge,
            Err(e) => panic!("embedded data: {e}"),
        })
    }

    /// Reads a data folder: a whole one (it has `ontology/types.toml`), or one that is laid over the
    /// data in the program, file by file: a file of the same path takes the place of ours, all
    /// others are added and, where they speak of the same name, believed first.
    ///
    /// # Errors
    /// If a file is missing or a row cannot be used; the first such row.
    pub fn load(dir: &FsPath) -> Result<Knowledge, Error> {
        let mut files = Vec::new();
        list(dir, dir, &mut files)?;
        files.sort();
        let mut refs: Vec<(&str, &str)> =
            files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        if !refs.iter().any(|(f, _)| *f == "ontology/types.toml") {
            if refs.is_empty() {
                let message = "holds no .toml, .tsv or .txt file";
                return Err(Error::new(&dir.display().to_string(), 0, message)
                    .with_hint("lay it out as data/: entities/, places/, lang/en/, ontology/"));
            }
            let theirs = refs.clone();
            refs.extend(FILES.iter().filter(|(f, _)| !theirs.iter().any(|(g, _)| f == g)));
        }
        Knowledge::from_files(&refs)
    }

    /// Reads files given as (path relative to the data folder, text); those that come first are
    /// believed first.
    ///
    /// # Errors
    /// As [`Knowledge::load`].
    pub fn from_files(files: &[(&str, &str)]) -> Result<Knowledge, Error> {
        let one = |name: &str| {
            files
                .iter()
                .copied()
                .find(|(f, _)| *f == name)
                .ok_or_else(|| Error::new(name, 0, "file is missing"))
        };
        let under = |prefix: &str| -> Vec<(&str, &str)> {
            files.iter().copied().filter(|(f, _)| f.starts_with(prefix)).collect()
        };
        let mut hasher = blake3::Hasher::new();
        for (file, text) in files {
            hasher.update(file.as_bytes()).update(&[0]).update(text.as_bytes()).update(&[0]);
        }
        let (operators_file, operators) = one("lang/en/operators.toml")?;
        let (cues_file, cues) = one("lang/en/cues.toml")?;
        one("lang/en/roles.toml")?;
        let ontology = (
            one("ontology/types.toml")?,
            one("ontology/contexts.tsv")?,
            one("ontology/sectors.tsv")?,
            one("ontology/cameo.tsv")?,
        );
        let mut own: Vec<(&str, &str)> = under("ontology/");
        own.retain(|(f, _)| f.strip_suffix(".toml").is_some_and(|f| f != "ontology/types"));
        let mut ontology = Ontology::read(ontology.0, ontology.1, ontology.2, ontology.3)?;
        ontology.read_own(&own)?;
        let rules = files.iter().copied().find(|(f, _)| *f == "ontology/context-rules.tsv");
        let knowledge = std::thread::scope(|s| {
            let frames = s.spawn(|| Frames::read(&under("lang/en/frames/"), &ontology));
            let places = s.spawn(|| Places::read(&under("places/")));
            Ok(Knowledge {
                entities: Entities::read(&under("entities/"))?,
                roles: Roles::read(&under("lang/en/roles"))?,
                classes: Classes::read(&under("lang/en/classes/")),
                operators: Operators::read(operators_file, operators)?,
                cues: Cues::read(cues_file, cues)?,
                happenings: Happenings::read(&under("lang/en/happenings"))?,
                contexts: Contexts::read(&under("lang/en/contexts/"), rules)?,
                publishers: Publishers::read(&under("publishers/"))?,
                frames: join(frames)?,
                places: join(places)?,
                version: hasher.finalize().to_hex()[..12].to_owned(),
                ontology: Ontology::default(),
            })
        })?;
        let knowledge = Knowledge { ontology, ..knowledge };
        // What is in the program is checked by a test.
        if !files.iter().all(|(file, text)| own_file(file, text).is_some()) {
            knowledge.check()?;
        }
        Ok(knowledge)
    }

    /// Words that point from one file to another.
    fn check(&self) -> Result<(), Error> {
        let names: Vec<&str> = self.operators.names().collect();
        for sense in self.frames.all() {
            if let Some(operator) = &sense.operator
                && self.operators.get(operator).is_none()
            {
                return Err(Error::unknown(&sense.file, sense.line, "operator", operator, &names));
            }
            for (_, conditions) in sense.wheres.iter().chain(&sense.unless) {
                for condition in conditions {
                    if let Condition::Class(class) = condition
                        && !self.classes.has(class)
                    {
                        let message = format!("unknown noun class `@{class}`");
                        return Err(Error::new(&sense.file, sense.line, message)
                            .with_hint(format!("add lang/en/classes/{class}.txt")));
                    }
                }
            }
        }
        Ok(())
    }
}

fn join<T>(handle: std::thread::ScopedJoinHandle<'_, Result<T, Error>>) -> Result<T, Error> {
    match handle.join() {
        Ok(result) => result,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

fn list(dir: &FsPath, root: &FsPath, found: &mut Vec<(String, String)>) -> Result<(), Error> {
    let name = |p: &FsPath| p.strip_prefix(root).unwrap_or(p).to_string_lossy().replace('\\', "/");
    let entries = std::fs::read_dir(dir)
        .map_err(|e| Error::new(&dir.display().to_string(), 0, format!("cannot be read: {e}")))?;
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, root, found)?;
        } else if matches!(path.extension().and_then(|e| e.to_str()), Some("toml" | "tsv" | "txt"))
        {
            let text = std::fs::read_to_string(&path)
                .map_err(|e| Error::new(&name(&path), 0, format!("cannot be read: {e}")))?;
            found.push((name(&path), text));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Knowledge;

    /// What the program does not check when it starts.
    #[test]
    fn our_own_words_point_somewhere() {
        Knowledge::embedded().check().unwrap();
    }
}
