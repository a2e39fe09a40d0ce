//! Senses as they are kept: read, or as the line that `build.rs` wrote of each sense in the program, which is
//! read when it is first asked for.
//!
//! A file that somebody laid over ours is read at once and as it stands.

use std::sync::OnceLock;

use model::EventType;
use rustc_hash::FxHashMap;

use super::{
    Pos, Reports, Sense,
    row::{SenseRow, pos_of, sense},
};
use crate::Ontology;

static LINES: &str = include_str!(concat!(env!("OUT_DIR"), "/frames.tsv"));

/// A sense of the program's own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    file: &'static str,
    headword: &'static str,
    /// Where it stands, from 1.
    row: u32,
    idx: usize,
    pos: Pos,
    lemma: &'static str,
    event: &'static str,
    operator: &'static str,
    json: &'static str,
}

/// A sense, read or not.
#[derive(Debug)]
pub(super) enum Kept {
    Read(Box<Sense>),
    Line(Line, OnceLock<Box<Sense>>),
}

impl Kept {
    pub(super) fn sense(&self) -> &Sense {
        match self {
            Kept::Read(sense) => sense,
            Kept::Line(line, sense) => sense.get_or_init(|| Box::new(line.read())),
        }
    }

    pub(super) fn pos(&self) -> Pos {
        match self {
            Kept::Read(sense) => sense.pos,
            Kept::Line(line, _) => line.pos,
        }
    }

    /// The lemmas of the phrase.
    pub(super) fn words(&self) -> Vec<&str> {
        match self {
            Kept::Read(sense) => sense.words.iter().map(String::as_str).collect(),
            Kept::Line(line, _) => line.lemma.split_whitespace().collect(),
        }
    }

    pub(super) fn event(&self) -> Option<EventType> {
        match self {
            Kept::Read(sense) => sense.event,
            Kept::Line(line, _) => line.event.parse().ok(),
        }
    }

    pub(super) fn operator(&self) -> Option<&str> {
        match self {
            Kept::Read(sense) => sense.operator.as_deref(),
            Kept::Line(line, _) => Some(line.operator).filter(|o| !o.is_empty()),
        }
    }

    pub(super) fn reports(&self) -> Reports {
        match (self.event(), self.operator()) {
            (Some(event), _) => Reports::Event(event),
            (None, Some(operator)) => Reports::Operator(operator.to_owned()),
            (None, None) => Reports::Nothing,
        }
    }
}

impl Line {
    /// # Panics
    /// If the row is broken, which the tests of this crate rule out.
    fn read(&self) -> Sense {
        let row: SenseRow = serde_json::from_str(self.json).expect("written by the build");
        sense(self.file, self.row, self.headword, self.idx, row, &Ontology::default())
            .expect("every sense in the program is read by a test")
    }

    fn parse(text: &'static str) -> Option<Line> {
        let mut cells = text.splitn(8, '\t');
        let mut next = || cells.next();
        let (file, headword) = (next()?, next()?);
        let row = next()?.parse().ok()?;
        let (pos, lemma, event, operator, json) =
            (pos_of(next()?)?, next()?, next()?, next()?, next()?);
        let known = event.is_empty() || event.parse::<EventType>().is_ok();
        known.then_some(Line { file, headword, row, idx: 0, pos, lemma, event, operator, json })
    }
}

/// Senses of the program's own files.
pub(super) struct Own(FxHashMap<&'static str, Vec<Line>>);

impl Own {
    pub(super) fn new() -> Self {
        let mut all: FxHashMap<&str, Vec<Line>> = FxHashMap::default();
        for mut line in LINES.lines().filter_map(Line::parse) {
            let lines = all.entry(line.file).or_default();
            line.idx = lines.len();
            lines.push(line);
        }
        Self(all)
    }

    /// The senses of a file; `None` for one that is not the program's own, and for one without any: what is
    /// wrong with it is told where it is read.
    pub(super) fn lines(&self, file: &str, text: &str) -> Option<&[Line]> {
        crate::own_file(file, text)?;
        self.0.get(file).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Frames, Kept};
    use crate::{FILES, Ontology};

    /// What is kept by the line is what the files say.
    #[test]
    fn lines_say_what_the_files_say() {
        let files: Vec<(&str, &str)> =
            FILES.iter().copied().filter(|(f, _)| f.starts_with("lang/en/frames/")).collect();
        let ontology = Ontology::default();
        let copies: Vec<(&str, String)> =
            files.iter().map(|(f, t)| (*f, (*t).to_owned())).collect();
        let copies: Vec<(&str, &str)> = copies.iter().map(|(f, t)| (*f, t.as_str())).collect();
        let ours = Frames::read(&files, &ontology).unwrap();
        let theirs = Frames::read(&copies, &ontology).unwrap();
        assert!(ours.senses.iter().all(|s| matches!(s, Kept::Line(..))));
        assert!(theirs.senses.iter().all(|s| matches!(s, Kept::Read(_))));
        assert_eq!(ours.len(), theirs.len());
        for (a, b) in ours.all().zip(theirs.all()) {
            assert_eq!(format!("{a:?}"), format!("{b:?}"));
        }
        assert_eq!(ours.signs, theirs.signs);
        for sense in ours.all() {
            for word in &sense.words {
                let by_head = |frames: &Frames| format!("{:?}", frames.by_head.get(word));
                assert_eq!(by_head(&ours), by_head(&theirs));
            }
        }
    }
}
