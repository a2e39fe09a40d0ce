//! Two codings of one document in, what is added, removed and changed out.

use std::collections::BTreeMap;

use model::{Event, EventType};
use serde_json::{Value, json};

/// How a field is called when it changed.
const FIELDS: [&str; 10] = [
    "type",
    "mode",
    "context",
    "cameo",
    "actor",
    "recipient",
    "status",
    "date",
    "place",
    "attribution",
];

/// Counts of what differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Documents looked at, and those in which something differs.
    pub n_documents: (usize, usize),
    /// Events that stay as they are.
    pub n_same: usize,
    /// By type: added, removed, changed.
    pub types: BTreeMap<EventType, [usize; 3]>,
    /// Changed events by field; an event counts once for each.
    pub fields: BTreeMap<&'static str, usize>,
}

impl Difference {
    /// Takes a document in; whether something differs.
    pub fn add(&mut self, before: &[Event], after: &[Event]) -> bool {
        let changes = changes(before, after);
        self.take(before.len(), &changes);
        !changes.is_empty()
    }

    /// Takes in a document whose `n_before` events became others by these changes.
    pub fn take(&mut self, n_before: usize, changes: &[Change<'_>]) {
        let n_gone = changes.iter().filter(|c| c.before.is_some()).count();
        self.n_same += n_before - n_gone;
        for change in changes {
            let (column, event) = match (change.before, change.after) {
                (Some(_), Some(after)) => (2, after),
                (None, Some(after)) => (0, after),
                (Some(before), None) => (1, before),
                (None, None) => continue,
            };
            self.types.entry(event.class.event_type).or_default()[column] += 1;
            for field in &change.fields {
                *self.fields.entry(field).or_default() += 1;
            }
        }
        self.n_documents.0 += 1;
        self.n_documents.1 += usize::from(!changes.is_empty());
    }

    /// Added, removed and changed in all.
    pub fn totals(&self) -> [usize; 3] {
        self.types.values().fold([0; 3], |s, x| [s[0] + x[0], s[1] + x[1], s[2] + x[2]])
    }

    /// As an object.
    pub fn value(&self) -> Value {
        let [added, removed, changed] = self.totals();
        json!({
            "documents": self.n_documents.0, "documents_that_differ": self.n_documents.1,
            "same": self.n_same, "added": added, "removed": removed, "changed": changed,
            "types": self.types.iter().map(|(t, n)| (t.to_string(), json!({
                "added": n[0], "removed": n[1], "changed": n[2],
            }))).collect::<serde_json::Map<_, _>>(),
            "fields": self.fields.iter().map(|(f, n)| ((*f).to_owned(), json!(n)))
                .collect::<serde_json::Map<_, _>>(),
        })
    }
}

/// One event that is added (no `before`), removed (no `after`) or changed.
#[derive(Clone, Debug)]
pub struct Change<'e> {
    /// As it was.
    pub before: Option<&'e Event>,
    /// As it is.
    pub after: Option<&'e Event>,
    /// What differs, of a changed one.
    pub fields: Vec<&'static str>,
}

/// What differs between two codings of one document: what changed or is added, in the order of the
/// new events, then what is removed, in the order of the old.
///
/// Two events are the same act when their triggers overlap, of the same type first; of an added
/// and a removed one that share a trigger, the type changed.
pub fn changes<'e>(before: &'e [Event], after: &'e [Event]) -> Vec<Change<'e>> {
    let mut taken = vec![false; before.len()];
    let mut pairs: Vec<Option<usize>> = vec![None; after.len()];
    for same_type in [true, false] {
        for (j, e) in after.iter().enumerate() {
            if pairs[j].is_some() {
                continue;
            }
            let found = before.iter().enumerate().position(|(i, b)| {
                !taken[i]
                    && b.evidence.trigger.overlaps(e.evidence.trigger)
                    && (b.class.event_type == e.class.event_type) == same_type
            });
            if let Some(i) = found {
                taken[i] = true;
                pairs[j] = Some(i);
            }
        }
    }
    let mut changes = Vec::new();
    for (e, pair) in after.iter().zip(&pairs) {
        let old = pair.map(|i| &before[i]);
        let fields = old.map_or(Vec::new(), |b| fields(b, e));
        if old.is_none() || !fields.is_empty() {
            changes.push(Change { before: old, after: Some(e), fields });
        }
    }
    for (b, _) in before.iter().zip(&taken).filter(|(_, t)| !**t) {
        changes.push(Change { before: Some(b), after: None, fields: Vec::new() });
    }
    changes
}

fn fields(a: &Event, b: &Event) -> Vec<&'static str> {
    let who = |list: &[model::Participant]| -> Vec<model::Entity> {
        list.iter().map(|p| p.entity.clone()).collect()
    };
    let differs = [
        a.class.event_type != b.class.event_type,
        a.class.modes != b.class.modes,
        a.contexts != b.contexts,
        a.class.cameo != b.class.cameo,
        who(&a.actors) != who(&b.actors),
        who(&a.recipients) != who(&b.recipients),
        a.status != b.status,
        a.date.map(|d| d.interval) != b.date.map(|d| d.interval),
        a.place.as_ref().map(|p| &p.name) != b.place.as_ref().map(|p| &p.name),
        a.attribution.as_ref().map(|p| &p.entity) != b.attribution.as_ref().map(|p| &p.entity),
    ];
    FIELDS.iter().zip(differs).filter_map(|(f, d)| d.then_some(*f)).collect()
}
