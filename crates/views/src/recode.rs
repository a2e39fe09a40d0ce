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
    ///
    /// Two events are the same act when their triggers overlap, of the same type first; of an added
    /// and a removed one that share a trigger, the type changed.
    pub fn add(&mut self, before: &[Event], after: &[Event]) -> bool {
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
        let mut differs = false;
        for (e, pair) in after.iter().zip(&pairs) {
            let Some(i) = *pair else {
                self.types.entry(e.class.event_type).or_default()[0] += 1;
                differs = true;
                continue;
            };
            let fields = fields(&before[i], e);
            if fields.is_empty() {
                self.n_same += 1;
                continue;
            }
            differs = true;
            self.types.entry(e.class.event_type).or_default()[2] += 1;
            for field in fields {
                *self.fields.entry(field).or_default() += 1;
            }
        }
        for (b, _) in before.iter().zip(&taken).filter(|(_, t)| !**t) {
            self.types.entry(b.class.event_type).or_default()[1] += 1;
            differs = true;
        }
        self.n_documents.0 += 1;
        self.n_documents.1 += usize::from(differs);
        differs
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
