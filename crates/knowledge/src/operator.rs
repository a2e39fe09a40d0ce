//! Operators: how a word composes with the act it speaks of (`lang/<language>/operators.toml`).

use std::collections::BTreeMap;

use model::{EventType, Mode};
use serde::Deserialize;

use crate::{Error, read};

/// What becomes of the inner act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inner {
    /// Its own status stays.
    Keep,
    /// It is announced.
    Planned,
    /// It is announced if it has a day or a place, else hypothetical.
    PlannedIfDated,
    /// It is only talked of.
    Hypothetical,
    /// It is said not to be.
    Negated,
    /// It is taken up in the outer event.
    Drop,
}

/// Who does the inner act when the text does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InnerActor {
    /// The actor of the operator.
    Actor,
    /// The recipient of the operator.
    Recipient,
    /// Only what the text says.
    Own,
}

/// To whom the outer act is done when the word itself does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecipientRule {
    /// Nobody.
    Own,
    /// The doer of the inner act.
    ContentActor,
    /// The recipient of the inner act.
    ContentRecipient,
    /// Whichever participant of the inner act is not the outer actor.
    ContentOther,
}

/// One row: for inner acts of these types, this is done.
#[derive(Clone, Debug)]
pub struct OperatorRow {
    /// Types of the inner act; empty with `quad` empty: any.
    pub content: Vec<EventType>,
    /// Quad classes of the inner act.
    pub quad: Vec<u8>,
    /// What is done; `None`: the inner act stands for it.
    pub event: Option<EventType>,
    /// Modes of what is done.
    pub modes: Vec<Mode>,
    /// CAMEO code of what is done.
    pub cameo: Option<String>,
    /// What becomes of the inner act.
    pub inner: Inner,
}

/// One operator.
#[derive(Clone, Debug)]
pub struct Operator {
    /// Its name.
    pub name: String,
    /// Rows, tried in order.
    pub rows: Vec<OperatorRow>,
    /// Who does the inner act.
    pub inner_actor: InnerActor,
    /// To whom the outer act is done.
    pub recipient: RecipientRule,
    /// Whether the word's subject is the one who says the inner act.
    pub attribution: bool,
}

/// All operators, by name.
#[derive(Debug, Default)]
pub struct Operators(BTreeMap<String, Operator>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OperatorToml {
    doc: String,
    inner_actor: String,
    recipient: String,
    attribution: bool,
    #[serde(default)]
    row: Vec<RowToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowToml {
    content: Option<read::OneOrMany>,
    #[serde(default)]
    quad: Vec<u8>,
    event: Option<String>,
    mode: Option<read::OneOrMany>,
    cameo: Option<String>,
    inner: String,
}

impl Operators {
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let tables: BTreeMap<String, OperatorToml> = read::toml(file, text)?;
        let mut operators = BTreeMap::new();
        for (name, table) in tables {
            let line = text.find(&format!("[{name}]")).map_or(1, |at| read::line_at(text, at));
            let operator = operator(file, line, &name, table)?;
            operators.insert(name, operator);
        }
        Ok(Self(operators))
    }

    /// The operator of that name.
    pub fn get(&self, name: &str) -> Option<&Operator> {
        self.0.get(name)
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

fn operator(file: &str, line: u32, name: &str, t: OperatorToml) -> Result<Operator, Error> {
    let types: Vec<&str> = EventType::ALL.iter().map(|t| t.as_str()).collect();
    let modes: Vec<&str> = Mode::ALL.iter().map(|t| t.as_str()).collect();
    if t.doc.is_empty() {
        return Err(Error::new(file, line, format!("operator `{name}` has no doc")));
    }
    let inner_actor = match t.inner_actor.as_str() {
        "actor" => InnerActor::Actor,
        "recipient" => InnerActor::Recipient,
        "own" => InnerActor::Own,
        other => {
            let known = ["actor", "recipient", "own"];
            return Err(Error::unknown(file, line, "inner_actor", other, &known));
        }
    };
    let recipient = match t.recipient.as_str() {
        "own" => RecipientRule::Own,
        "content-actor" => RecipientRule::ContentActor,
        "content-recipient" => RecipientRule::ContentRecipient,
        "content-other" => RecipientRule::ContentOther,
        other => {
            let known = ["own", "content-actor", "content-recipient", "content-other"];
            return Err(Error::unknown(file, line, "recipient rule", other, &known));
        }
    };
    let mut rows = Vec::new();
    for row in t.row {
        let inner = match row.inner.as_str() {
            "keep" => Inner::Keep,
            "planned" => Inner::Planned,
            "planned-if-dated" => Inner::PlannedIfDated,
            "hypothetical" => Inner::Hypothetical,
            "negated" => Inner::Negated,
            "drop" => Inner::Drop,
            other => {
                let known =
                    ["keep", "planned", "planned-if-dated", "hypothetical", "negated", "drop"];
                return Err(Error::unknown(file, line, "inner status", other, &known));
            }
        };
        let event =
            row.event.map(|e| read::label(file, line, "event type", &e, &types)).transpose()?;
        rows.push(OperatorRow {
            content: read::labels(file, line, "event type", &read::list(row.content), &types)?,
            quad: row.quad,
            event,
            modes: read::labels(file, line, "mode", &read::list(row.mode), &modes)?,
            cameo: row.cameo,
            inner,
        });
    }
    Ok(Operator { name: name.to_owned(), rows, inner_actor, recipient, attribution: t.attribution })
}
