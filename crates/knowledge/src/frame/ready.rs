//! The frames in the program, as `build.rs` wrote them down: read in a fraction of the time that TOML takes.
//!
//! A file that somebody laid over ours is read as it stands.

use std::ptr;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::SenseRow;
use crate::FILES;

/// Line of a sense in its file, and what stands there.
type Senses = Vec<(u32, SenseRow)>;

/// Headword and senses by file.
#[derive(Default)]
pub(super) struct Ready(FxHashMap<&'static str, (&'static str, String, Senses)>);

#[derive(Deserialize)]
struct Row(&'static str, String, Senses);

impl Ready {
    /// What is ready of the program's own files; nothing where none of `files` is one of them.
    pub(super) fn of_program(files: &[(&str, &str)]) -> Self {
        let own = |(file, text): &(&str, &str)| {
            let at = FILES.binary_search_by_key(file, |(f, _)| *f).ok()?;
            Some(FILES[at]).filter(|(_, own)| ptr::eq(*own, *text))
        };
        let texts: FxHashMap<&str, &'static str> = files.iter().filter_map(own).collect();
        if texts.is_empty() {
            return Self::default();
        }
        let rows: Vec<Row> =
            serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/frames.json")))
                .unwrap_or_default();
        let rows = rows.into_iter().filter_map(|Row(file, headword, senses)| {
            Some((file, (*texts.get(file)?, headword, senses)))
        });
        Self(rows.collect())
    }

    /// Headword and senses of a file, once; `None` for a file that is not the program's own.
    pub(super) fn take(&mut self, file: &str, text: &str) -> Option<(String, Senses)> {
        if !ptr::eq(self.0.get(file)?.0, text) {
            return None;
        }
        self.0.remove(file).map(|(_, headword, senses)| (headword, senses))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Frames;
    use crate::{FILES, Ontology};

    /// What is ready is what the files say.
    #[test]
    fn ready_frames_say_what_the_files_say() {
        let files: Vec<(&str, &str)> =
            FILES.iter().copied().filter(|(f, _)| f.starts_with("lang/en/frames/")).collect();
        let ontology = Ontology::default();
        let ready = super::Ready::of_program(&files);
        assert_eq!(ready.0.len(), files.len());
        let copies: Vec<(&str, String)> =
            files.iter().map(|(f, t)| (*f, (*t).to_owned())).collect();
        let copies: Vec<(&str, &str)> = copies.iter().map(|(f, t)| (*f, t.as_str())).collect();
        assert!(super::Ready::of_program(&copies).0.is_empty());
        let ours = Frames::read(&files, &ontology).unwrap();
        let theirs = Frames::read(&copies, &ontology).unwrap();
        assert_eq!(ours.all().len(), theirs.all().len());
        for (a, b) in ours.all().iter().zip(theirs.all()) {
            assert_eq!(format!("{a:?}"), format!("{b:?}"));
        }
    }
}
