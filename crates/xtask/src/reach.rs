//! Knowledge in, which senses reach each mode and each CAMEO code out.
//!
//! A sense reaches what it reports by itself, and what its operator makes of an act it speaks of.

use std::collections::{BTreeMap, BTreeSet};

use knowledge::{Knowledge, Sense};
use model::{Context, EventType, Mode};

/// Words of senses, by what they reach.
#[derive(Default)]
pub(crate) struct Reach {
    pub(crate) types: BTreeMap<EventType, BTreeSet<String>>,
    modes: BTreeMap<(EventType, Mode), Words>,
    codes: BTreeMap<String, Words>,
}

/// Number of senses, and their words.
#[derive(Default)]
pub(crate) struct Words {
    pub(crate) n: usize,
    pub(crate) words: BTreeSet<String>,
}

impl Reach {
    pub(crate) fn of(knowledge: &Knowledge) -> Self {
        let mut reach = Self::default();
        for sense in knowledge.frames.all() {
            reach.add(knowledge, sense);
        }
        reach
    }

    fn add(&mut self, knowledge: &Knowledge, sense: &Sense) {
        let mut modes: BTreeSet<(EventType, Mode)> = BTreeSet::new();
        let mut codes: BTreeSet<String> = BTreeSet::new();
        let words = sense.words.join(" ");
        if let Some(event) = sense.event {
            self.types.entry(event).or_default().insert(words.clone());
            modes.extend(sense.modes.iter().map(|m| (event, *m)));
            codes.insert(own_code(knowledge, sense, event));
        }
        let operator = sense.operator.as_deref().and_then(|o| knowledge.operators.get(o));
        for row in operator.iter().flat_map(|o| &o.rows) {
            let Some(event) = row.event else { continue };
            self.types.entry(event).or_default().insert(words.clone());
            modes.extend(row.modes.iter().map(|m| (event, *m)));
            let deeper = sense
                .cameo
                .clone()
                .filter(|s| row.cameo.as_ref().is_some_and(|r| s.starts_with(r.as_str())));
            codes.extend(deeper.or_else(|| row.cameo.clone()));
        }
        for key in modes {
            self.modes.entry(key).or_default().add(&words);
        }
        for code in codes {
            self.codes.entry(code).or_default().add(&words);
        }
    }

    /// Senses that reach a mode.
    pub(crate) fn mode(&self, event_type: EventType, mode: Mode) -> Option<&Words> {
        self.modes.get(&(event_type, mode))
    }

    /// Senses that reach a CAMEO code.
    pub(crate) fn code(&self, code: &str) -> Option<&Words> {
        self.codes.get(code)
    }
}

impl Words {
    fn add(&mut self, words: &str) {
        self.n += 1;
        self.words.insert(words.to_owned());
    }
}

/// The code of a sense, as the coder finds it.
fn own_code(knowledge: &Knowledge, sense: &Sense, event: EventType) -> String {
    let force = matches!(event, EventType::Assault | EventType::Mobilize);
    let military = vec![Context::Military];
    let contexts = if sense.contexts.is_empty() && force { &military } else { &sense.contexts };
    sense.cameo.clone().unwrap_or_else(|| {
        knowledge.ontology.default_cameo(event, &sense.modes, contexts).to_owned()
    })
}
