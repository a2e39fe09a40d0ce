//! Words and rules that tell what an act is about (`lang/<language>/contexts/`,
//! `ontology/context-rules.tsv`).

use std::collections::BTreeMap;

use model::{Context, EventType, Mode, Sector};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::{Error, read};

/// A word or phrase of a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextWord {
    /// Lemmas (or forms) in lower case, the first left out: it is the key.
    pub rest: Vec<String>,
    /// What it speaks for.
    pub context: Context,
    /// Whether it is enough by itself; ambiguous words need another beside them.
    pub sure: bool,
}

/// What type, mode and participants say by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextRule {
    /// The context it gives.
    pub context: Context,
    /// To acts of this type.
    pub event_type: EventType,
    /// With this mode; `None` for any.
    pub mode: Option<Mode>,
    /// With an actor of one of these sectors; empty for any.
    pub actor: Vec<Sector>,
    /// With a recipient (of a mutual act: another actor) of one of these sectors; empty for any.
    pub other: Vec<Sector>,
    /// Only between two countries.
    pub across: bool,
}

/// All that tells contexts.
#[derive(Debug, Default)]
pub struct Contexts {
    by_first: FxHashMap<String, Vec<ContextWord>>,
    rules: Vec<ContextRule>,
    witnesses: Vec<(Context, String, Vec<String>)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRow {
    context: String,
    #[serde(default)]
    sure: Vec<String>,
    #[serde(default)]
    ambiguous: Vec<Ambiguous>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ambiguous {
    words: Vec<String>,
    witness: String,
}

impl Contexts {
    /// Reads the word files, given as (file, text), and the table of rules.
    pub(crate) fn read(files: &[(&str, &str)], rules: Option<(&str, &str)>) -> Result<Self, Error> {
        let mut contexts = Self::default();
        let known: Vec<&str> = Context::ALL.iter().map(|c| c.as_str()).collect();
        let mut seen: BTreeMap<(Context, String), &str> = BTreeMap::new();
        for (file, text) in files {
            let row: FileRow = read::toml(file, text)?;
            let context = read::label(file, 1, "context", &row.context, &known)?;
            let sure = row.sure.iter().map(|w| (w, true));
            let ambiguous = row.ambiguous.iter().flat_map(|a| &a.words).map(|w| (w, false));
            for (word, sure) in sure.chain(ambiguous) {
                let line =
                    text.find(&format!("\"{word}\"")).map_or(1, |at| read::line_at(text, at));
                let mut words = word.split_whitespace().map(str::to_lowercase);
                let Some(first) = words.next() else {
                    return Err(Error::new(file, line, "a word is empty"));
                };
                if seen.insert((context, word.to_lowercase()), file).is_some() {
                    let message = format!("`{word}` stands twice for {context}");
                    return Err(Error::new(file, line, message).with_hint("take one of them out"));
                }
                let entry = ContextWord { rest: words.collect(), context, sure };
                contexts.by_first.entry(first).or_default().push(entry);
            }
            for group in row.ambiguous {
                let line = text.find(&group.witness).map_or(1, |at| read::line_at(text, at));
                if group.witness.trim().is_empty() {
                    let message = format!("no witness for {}", group.words.join(", "));
                    return Err(Error::new(file, line, message)
                        .with_hint("give a sentence of your own in which they speak for it"));
                }
                contexts.witnesses.push((context, group.witness, group.words));
            }
        }
        // Longer phrases first; they say more than their words.
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for list in contexts.by_first.values_mut() {
            list.sort_by(|a, b| {
                (b.rest.len(), a.context, &a.rest).cmp(&(a.rest.len(), b.context, &b.rest))
            });
        }
        if let Some((file, text)) = rules {
            for (line, cells) in read::rows(text) {
                contexts.rules.push(rule(file, line, &cells)?);
            }
        }
        Ok(contexts)
    }

    /// Words and phrases that begin with this lemma or form in lower case, longer ones first.
    pub fn begin_with(&self, first: &str) -> &[ContextWord] {
        self.by_first.get(first).map_or(&[], Vec::as_slice)
    }

    /// The rules, as in the file.
    pub fn rules(&self) -> &[ContextRule] {
        &self.rules
    }

    /// Sentences in which ambiguous words speak for their context: context, sentence, words.
    pub fn witnesses(&self) -> &[(Context, String, Vec<String>)] {
        &self.witnesses
    }
}

/// A row of `context`, type, mode, actor's sectors, the other's sectors, `across` or nothing.
fn rule(file: &str, line: u32, cells: &[&str]) -> Result<ContextRule, Error> {
    let [context, event_type, mode, actor, other, across] = cells else {
        let message =
            format!("{} cells, expected context, type, mode, actor, other, across", cells.len());
        return Err(Error::new(file, line, message));
    };
    let known: Vec<&str> = Context::ALL.iter().map(|c| c.as_str()).collect();
    let types: Vec<&str> = EventType::ALL.iter().map(|c| c.as_str()).collect();
    let modes: Vec<&str> = Mode::ALL.iter().map(|c| c.as_str()).collect();
    let codes: Vec<&str> = Sector::ALL.iter().map(|c| c.as_str()).collect();
    let sectors = |cell: &str| -> Result<Vec<Sector>, Error> {
        let words: Vec<String> =
            cell.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
        read::labels(file, line, "sector", &words, &codes)
    };
    let across = match *across {
        "across" => true,
        "" => false,
        found => return Err(Error::unknown(file, line, "word", found, &["across"])),
    };
    Ok(ContextRule {
        context: read::label(file, line, "context", context, &known)?,
        event_type: read::label(file, line, "event type", event_type, &types)?,
        mode: match *mode {
            "" => None,
            mode => Some(read::label(file, line, "mode", mode, &modes)?),
        },
        actor: sectors(actor)?,
        other: sectors(other)?,
        across,
    })
}
