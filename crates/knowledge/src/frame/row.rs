//! A row of a file of frames in, the sense that it tells out.

use std::{collections::BTreeMap, sync::LazyLock};

use model::{Context, EventType, Mode};
use serde::Deserialize;
use toml::Spanned;

use super::{Condition, Path, Pos, Sense, Slot, told};
use crate::{Error, Ontology, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileRow {
    pub(super) headword: String,
    #[serde(default)]
    pub(super) sense: Vec<Spanned<SenseRow>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SenseRow {
    lemma: String,
    pos: String,
    event: Option<String>,
    operator: Option<String>,
    mode: Option<read::OneOrMany>,
    context: Option<read::OneOrMany>,
    cameo: Option<String>,
    actor: Option<read::OneOrMany>,
    recipient: Option<read::OneOrMany>,
    content: Option<read::OneOrMany>,
    #[serde(default)]
    reciprocal: bool,
    #[serde(default, rename = "where")]
    wheres: BTreeMap<String, read::OneOrMany>,
    #[serde(default)]
    unless: BTreeMap<String, read::OneOrMany>,
    told: Option<String>,
    case: Option<String>,
}

pub(super) fn pos_of(word: &str) -> Option<Pos> {
    Some(match word {
        "verb" => Pos::Verb,
        "noun" => Pos::Noun,
        "adj" => Pos::Adj,
        "phrase" => Pos::Phrase,
        _ => return None,
    })
}

/// Names of types, modes and contexts.
static LABELS: LazyLock<[Vec<&str>; 3]> = LazyLock::new(|| {
    [
        EventType::ALL.iter().map(|t| t.as_str()).collect(),
        Mode::ALL.iter().map(|t| t.as_str()).collect(),
        Context::ALL.iter().map(|t| t.as_str()).collect(),
    ]
});

pub(super) fn sense(
    file: &str,
    line: u32,
    headword: &str,
    idx: usize,
    row: SenseRow,
    ontology: &Ontology,
) -> Result<Sense, Error> {
    let Some(pos) = pos_of(&row.pos) else {
        let known = ["verb", "noun", "adj", "phrase"];
        return Err(Error::unknown(file, line, "part of speech", &row.pos, &known));
    };
    let [types, modes, contexts] = LABELS.each_ref().map(Vec::as_slice);
    let own = row.event.as_deref().and_then(|e| ontology.own_type(e));
    let event = match (own, row.event) {
        (Some(own), _) => Some(own.like),
        (None, Some(event)) => {
            let known: Vec<&str> = types
                .iter()
                .copied()
                .chain(ontology.own_types().map(|o| o.name.as_str()))
                .collect();
            Some(read::label(file, line, "event type", &event, &known)?)
        }
        (None, None) => None,
    };
    let told = row.told.as_deref().map(|w| told::read(file, line, w)).transpose()?;
    let paths = |words: Option<read::OneOrMany>, default: &[&str]| match words {
        Some(words) => words.list().iter().map(|p| path(p)).collect(),
        None => default.iter().map(|p| path(p)).collect(),
    };
    let noun = pos == Pos::Noun;
    let conditions = |table: BTreeMap<String, read::OneOrMany>| {
        table
            .into_iter()
            .map(|(slot, words)| {
                let conditions: Result<Vec<Condition>, Error> =
                    words.list().iter().map(|w| condition(file, line, w, types)).collect();
                Ok((path(&slot), conditions?))
            })
            .collect::<Result<Vec<_>, Error>>()
            .map(quickest_first)
    };
    let words: Vec<String> = row.lemma.split_whitespace().map(str::to_owned).collect();
    if words.is_empty() {
        return Err(Error::new(file, line, "`lemma` is empty"));
    }
    let mut sense_modes = read::labels(file, line, "mode", &read::list(row.mode), modes)?;
    let mut sense_contexts =
        read::labels(file, line, "context", &read::list(row.context), contexts)?;
    if let Some(own) = own {
        if sense_modes.is_empty() {
            sense_modes.clone_from(&own.modes);
        }
        sense_contexts.extend(own.contexts.iter().copied());
    }
    Ok(Sense {
        headword: headword.to_owned(),
        words,
        pos,
        event,
        own_type: own.map(|o| o.name.clone()),
        operator: row.operator,
        modes: sense_modes,
        contexts: sense_contexts,
        cameo: row.cameo.or_else(|| own.and_then(|o| o.cameo.clone())),
        actor: paths(row.actor, if noun { &["poss", "by", "adj", "subj"] } else { &["subj"] }),
        recipient: paths(row.recipient, if noun { &["against", "on", "of"] } else { &["obj"] }),
        content: paths(row.content, if noun { &["comp", "of"] } else { &["comp", "obj"] }),
        reciprocal: row.reciprocal,
        wheres: conditions(row.wheres)?,
        unless: conditions(row.unless)?,
        told,
        case: row.case,
        file: file.to_owned(),
        line,
        idx,
    })
}

/// What asks for words only before what asks who somebody is: all have to hold, and words are looked up at once.
fn quickest_first(mut all: Vec<(Path, Vec<Condition>)>) -> Vec<(Path, Vec<Condition>)> {
    let of_words = |c: &Condition| {
        matches!(
            c,
            Condition::Lemma(_) | Condition::Phrase(_) | Condition::Class(_) | Condition::None
        )
    };
    all.sort_by_key(|(path, conditions)| {
        let told = path.0.contains(&Slot::Speaker);
        (told, !conditions.iter().all(of_words))
    });
    all
}

fn path(text: &str) -> Path {
    let steps = text.split('.').map(|s| match s {
        "subj" => Slot::Subj,
        "obj" => Slot::Obj,
        "iobj" => Slot::Iobj,
        "comp" => Slot::Comp,
        "poss" => Slot::Poss,
        "adj" => Slot::Adj,
        "compound" => Slot::Compound,
        "light" => Slot::Light,
        "speaker" => Slot::Speaker,
        word => Slot::Prep(word.to_owned()),
    });
    Path(steps.collect())
}

fn condition(file: &str, line: u32, word: &str, types: &[&str]) -> Result<Condition, Error> {
    if let Some(class) = word.strip_prefix('@') {
        return Ok(Condition::Class(class.to_owned()));
    }
    let Some(kind) = word.strip_prefix('%') else {
        let phrase = word.contains(' ');
        let word = word.to_owned();
        return Ok(if phrase { Condition::Phrase(word) } else { Condition::Lemma(word) });
    };
    if let Some(event) = kind.strip_prefix("event:") {
        return Ok(Condition::Event(Some(read::label(file, line, "event type", event, types)?)));
    }
    Ok(match kind {
        "actor" => Condition::Actor,
        "country" => Condition::Country,
        "person" => Condition::Person,
        "org" => Condition::Org,
        "armed" => Condition::Armed,
        "official" => Condition::Official,
        "party" => Condition::Party,
        "civilian" => Condition::Civilian,
        "place" => Condition::Place,
        "clause" => Condition::Clause,
        "wish" => Condition::Wish,
        "event" => Condition::Event(None),
        "number" => Condition::Number,
        "any" => Condition::Any,
        "none" => Condition::None,
        other => {
            let known = [
                "actor", "country", "person", "org", "armed", "official", "party", "civilian",
                "place", "clause", "wish", "event", "number", "any", "none",
            ];
            return Err(Error::unknown(file, line, "condition", other, &known));
        }
    })
}
