//! PLOVER 2.0 and CAMEO: meanings, scores and the crosswalk between them (`ontology/`).

use std::collections::BTreeMap;

use model::{Context, EventType, Mode, Sector};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::{Error, read};

/// What a type is.
#[derive(Clone, Debug, Default)]
pub struct TypeDoc {
    /// Meaning in one sentence.
    pub meaning: String,
    /// PLOVER conflict–cooperation score in [-10, 10]; higher is more cooperative.
    pub score: f32,
    /// CAMEO root that it leaves through when nothing finer is known.
    pub cameo: String,
    /// CAMEO code of the intent to do such an act, where CAMEO has one of its own.
    pub intent: Option<String>,
    /// Modes with score and meaning, by name.
    pub modes: Vec<(Mode, f32, String)>,
}

/// One CAMEO code.
#[derive(Clone, Debug)]
pub struct CameoRow {
    /// Two to four digits.
    pub code: String,
    /// What it stands for.
    pub label: String,
    /// Goldstein value in [-10, 10], as GDELT prints it.
    pub goldstein: Option<f32>,
    /// PLOVER type it crosses to; `None` for the codes that PLOVER drops (01).
    pub event_type: Option<EventType>,
    /// PLOVER modes.
    pub modes: Vec<Mode>,
    /// PLOVER contexts.
    pub contexts: Vec<Context>,
}

/// The tables of the ontology.
#[derive(Debug, Default)]
pub struct Ontology {
    own_types: BTreeMap<String, OwnType>,
    types: Vec<TypeDoc>,
    contexts: Vec<(Context, String)>,
    sectors: Vec<(Sector, String)>,
    cameo: Vec<CameoRow>,
    cameo_by_code: FxHashMap<String, usize>,
}

/// An event type of a user's own, like one of PLOVER's (`ontology/<name>.toml`).
#[derive(Clone, Debug, PartialEq)]
pub struct OwnType {
    /// Its name, in capitals.
    pub name: String,
    /// Meaning in one sentence.
    pub meaning: String,
    /// The PLOVER type whose rules it follows: what operators make of it, who its sides are, when it
    /// is political.
    pub like: EventType,
    /// Modes of that type that its acts have where a frame says none.
    pub modes: Vec<Mode>,
    /// Contexts that its acts have.
    pub contexts: Vec<Context>,
    /// CAMEO code that its acts have where a frame says none.
    pub cameo: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnTypeToml {
    meaning: String,
    like: String,
    mode: Option<read::OneOrMany>,
    context: Option<read::OneOrMany>,
    cameo: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeToml {
    meaning: String,
    score: f32,
    cameo: String,
    intent: Option<String>,
    #[serde(default)]
    mode: BTreeMap<String, ModeToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModeToml {
    meaning: String,
    score: f32,
}

impl Ontology {
    pub(crate) fn read(
        types: (&str, &str),
        contexts: (&str, &str),
        sectors: (&str, &str),
        cameo: (&str, &str),
    ) -> Result<Self, Error> {
        let mut ontology = Self::default();
        let table: BTreeMap<String, TypeToml> = read::toml(types.0, types.1)?;
        for event_type in EventType::ALL {
            let Some(t) = table.get(event_type.as_str()) else {
                return Err(Error::new(types.0, 1, format!("type {event_type} is missing")));
            };
            let mut modes = Vec::new();
            for (name, m) in &t.mode {
                let mode = name.parse().map_err(|_| {
                    Error::new(types.0, 1, format!("unknown mode `{name}` of {event_type}"))
                })?;
                modes.push((mode, m.score, m.meaning.clone()));
            }
            modes.sort_by_key(|m| m.0);
            ontology.types.push(TypeDoc {
                meaning: t.meaning.clone(),
                score: t.score,
                cameo: t.cameo.clone(),
                intent: t.intent.clone(),
                modes,
            });
        }
        let context_words: Vec<&str> = Context::ALL.iter().map(|c| c.as_str()).collect();
        for (line, cells) in read::rows(contexts.1) {
            let c = read::label(contexts.0, line, "context", cells[0], &context_words)?;
            ontology.contexts.push((c, (*cells.get(1).unwrap_or(&"")).to_owned()));
        }
        let sector_words: Vec<&str> = Sector::ALL.iter().map(|c| c.as_str()).collect();
        for (line, cells) in read::rows(sectors.1) {
            let s = read::label(sectors.0, line, "sector", cells[0], &sector_words)?;
            ontology.sectors.push((s, (*cells.get(1).unwrap_or(&"")).to_owned()));
        }
        ontology.read_cameo(cameo.0, cameo.1)?;
        Ok(ontology)
    }

    fn read_cameo(&mut self, file: &str, text: &str) -> Result<(), Error> {
        let types: Vec<&str> = EventType::ALL.iter().map(|c| c.as_str()).collect();
        let modes: Vec<&str> = Mode::ALL.iter().map(|c| c.as_str()).collect();
        let contexts: Vec<&str> = Context::ALL.iter().map(|c| c.as_str()).collect();
        for (line, cells) in read::rows(text) {
            if cells.len() != 6 {
                return Err(Error::new(
                    file,
                    line,
                    format!(
                        "{} cells, expected code, label, goldstein, type, modes, contexts",
                        cells.len()
                    ),
                ));
            }
            let words = |cell: &str| -> Vec<String> {
                cell.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect()
            };
            let goldstein = match cells[2] {
                "" => None,
                n => Some(n.parse().map_err(|_| {
                    Error::new(file, line, format!("`{n}` is not a Goldstein value"))
                })?),
            };
            let event_type = match cells[3] {
                "" => None,
                t => Some(read::label(file, line, "event type", t, &types)?),
            };
            self.cameo_by_code.insert(cells[0].to_owned(), self.cameo.len());
            self.cameo.push(CameoRow {
                code: cells[0].to_owned(),
                label: cells[1].to_owned(),
                goldstein,
                event_type,
                modes: read::labels(file, line, "mode", &words(cells[4]), &modes)?,
                contexts: read::labels(file, line, "context", &words(cells[5]), &contexts)?,
            });
        }
        Ok(())
    }

    /// Reads types of a user's own, given as (file, text).
    pub(crate) fn read_own(&mut self, files: &[(&str, &str)]) -> Result<(), Error> {
        for (file, text) in files {
            let table: BTreeMap<String, OwnTypeToml> = read::toml(file, text)?;
            for (name, row) in table {
                let line = text.find(&format!("[{name}]")).map_or(1, |at| read::line_at(text, at));
                let own = own_type(file, line, &name, row, self)?;
                if self.own_types.insert(name.clone(), own).is_some() {
                    let message = format!("type `{name}` stands twice");
                    return Err(Error::new(file, line, message).with_hint("rename one of them"));
                }
            }
        }
        Ok(())
    }

    /// A type of the user's own.
    pub fn own_type(&self, name: &str) -> Option<&OwnType> {
        self.own_types.get(name)
    }

    /// All types of the user's own, by name.
    pub fn own_types(&self) -> impl Iterator<Item = &OwnType> {
        self.own_types.values()
    }

    /// Meaning, score and modes of a type.
    pub fn describe(&self, event_type: EventType) -> &TypeDoc {
        &self.types[event_type as usize]
    }

    /// PLOVER score of a type and its first mode, in [-10, 10]; higher is more cooperative. The
    /// type's own score where the mode has none. Never looks at a status.
    pub fn intensity(&self, event_type: EventType, modes: &[Mode]) -> f32 {
        let doc = self.describe(event_type);
        modes
            .first()
            .and_then(|m| doc.modes.iter().find(|(x, ..)| x == m))
            .map_or(doc.score, |m| m.1)
    }

    /// Modes that a type may have, in the ontology's order.
    pub fn modes_of(&self, event_type: EventType) -> impl Iterator<Item = Mode> + '_ {
        self.describe(event_type).modes.iter().map(|m| m.0)
    }

    /// Goldstein value of a CAMEO code, in [-10, 10]; of its parent where it has none.
    pub fn goldstein(&self, cameo: &str) -> Option<f32> {
        let mut code = cameo;
        while code.len() >= 2 {
            if let Some(&i) = self.cameo_by_code.get(code)
                && let Some(value) = self.cameo[i].goldstein
            {
                return Some(value);
            }
            code = &code[..code.len() - 1];
        }
        None
    }

    /// The CAMEO code that fits a type, its modes and contexts best.
    pub fn default_cameo(
        &self,
        event_type: EventType,
        modes: &[Mode],
        contexts: &[Context],
    ) -> &str {
        let mut best: Option<(usize, &str)> = None;
        for row in &self.cameo {
            if row.event_type != Some(event_type) || row.modes.is_empty() {
                continue;
            }
            if !row.modes.iter().all(|m| modes.contains(m)) {
                continue;
            }
            let fits = row.contexts.iter().all(|c| contexts.contains(c));
            if !fits {
                continue;
            }
            let score = row.modes.len() * 4 + row.contexts.len();
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, &row.code));
            }
        }
        best.map_or(&self.describe(event_type).cameo, |(_, code)| code)
    }

    /// The code of the appeal for what a demand (`10`, `1041`) is for: `02`, `0241`. `None` for other codes.
    pub fn appeal(&self, demand: &str) -> Option<&str> {
        let appeal = format!("02{}", demand.strip_prefix("10")?);
        self.cameo(&appeal).map(|row| row.code.as_str())
    }

    /// A CAMEO code's row.
    pub fn cameo(&self, code: &str) -> Option<&CameoRow> {
        self.cameo_by_code.get(code).map(|&i| &self.cameo[i])
    }

    /// Type, modes and contexts that a CAMEO code crosses to; `None` for codes PLOVER drops.
    pub fn crosswalk(&self, code: &str) -> Option<(EventType, Vec<Mode>, Vec<Context>)> {
        let row = self.cameo(code)?;
        Some((row.event_type?, row.modes.clone(), row.contexts.clone()))
    }

    /// Contexts with their meanings.
    pub fn contexts(&self) -> &[(Context, String)] {
        &self.contexts
    }

    /// Sectors with their meanings.
    pub fn sectors(&self) -> &[(Sector, String)] {
        &self.sectors
    }

    /// CAMEO codes, sorted.
    pub fn cameo_rows(&self) -> &[CameoRow] {
        &self.cameo
    }
}

fn own_type(
    file: &str,
    line: u32,
    name: &str,
    row: OwnTypeToml,
    ontology: &Ontology,
) -> Result<OwnType, Error> {
    let types: Vec<&str> = EventType::ALL.iter().map(|c| c.as_str()).collect();
    let contexts: Vec<&str> = Context::ALL.iter().map(|c| c.as_str()).collect();
    let letters = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) || !name.chars().all(letters) {
        return Err(Error::new(file, line, format!("`{name}` is no name of a type"))
            .with_hint("capitals, digits and _, as in WATER_CUT"));
    }
    if types.contains(&name) {
        return Err(Error::new(file, line, format!("`{name}` is a type of PLOVER"))
            .with_hint("give yours a name of its own, and `like` the type it is like"));
    }
    let like = read::label(file, line, "event type", &row.like, &types)?;
    let modes_of: Vec<&str> = ontology.modes_of(like).map(Mode::as_str).collect();
    let words = read::list(row.mode);
    if let Some(word) = words.iter().find(|w| !modes_of.contains(&w.as_str())) {
        return Err(Error::unknown(file, line, &format!("mode of {like}"), word, &modes_of));
    }
    if let Some(code) = &row.cameo
        && ontology.cameo(code).is_none()
    {
        return Err(Error::new(file, line, format!("`{code}` is no CAMEO code"))
            .with_hint("ontology/cameo.tsv lists them"));
    }
    Ok(OwnType {
        name: name.to_owned(),
        meaning: row.meaning,
        like,
        modes: read::labels(file, line, "mode", &words, &modes_of)?,
        contexts: read::labels(file, line, "context", &read::list(row.context), &contexts)?,
        cameo: row.cameo,
    })
}
