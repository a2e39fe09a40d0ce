//! One gold event against one answer, and the best pairing of a document's.

use std::collections::BTreeSet;

use model::{EventType, Status};
use serde_json::Value;

/// An entity as it is compared: country and first sector.
pub(crate) type Side = Vec<(String, String)>;

/// A gold event.
#[derive(Clone, Debug)]
pub(crate) struct Gold {
    pub(crate) event_type: EventType,
    pub(crate) actor: Side,
    pub(crate) recipient: Side,
    pub(crate) status: Status,
    pub(crate) date: Option<(String, String)>,
    pub(crate) optional: bool,
    /// Characters.
    pub(crate) offset: usize,
    pub(crate) n_trigger: usize,
    pub(crate) trigger: String,
    pub(crate) at: String,
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) event_type: EventType,
    pub(crate) actor: Side,
    pub(crate) recipient: Side,
    pub(crate) status: Status,
    pub(crate) date: Option<(String, String)>,
    pub(crate) trigger: Option<(usize, usize)>,
    pub(crate) sentence: (usize, usize),
}

/// On what an answer agrees with a gold event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Agreement {
    pub(crate) quad: bool,
    pub(crate) status: bool,
    pub(crate) event_type: bool,
    pub(crate) who: bool,
    pub(crate) sector: bool,
    pub(crate) day: bool,
}

impl Agreement {
    /// How many things, the place counted.
    fn n(self) -> usize {
        1 + [self.quad, self.status, self.event_type, self.who, self.sector, self.day]
            .iter()
            .filter(|x| **x)
            .count()
    }
}

pub(crate) fn compare(gold: &Gold, answer: &Answer) -> Agreement {
    let mut ok = Agreement {
        quad: gold.event_type.quad() == answer.event_type.quad(),
        status: gold.status == answer.status,
        ..Agreement::default()
    };
    if gold.event_type != answer.event_type {
        return ok;
    }
    ok.event_type = true;
    let countries = |sides: &[&Side]| -> BTreeSet<String> {
        sides.iter().flat_map(|s| s.iter().map(|e| e.0.clone())).collect()
    };
    let coded = |sides: &[&Side]| -> BTreeSet<(String, String)> {
        sides.iter().flat_map(|s| s.iter().cloned()).collect()
    };
    let (ga, gr, pa, pr) = (&gold.actor, &gold.recipient, &answer.actor, &answer.recipient);
    let pooled = gold.event_type.is_mutual();
    let same = countries(&[ga]) == countries(&[pa]) && countries(&[gr]) == countries(&[pr]);
    if !(same || pooled && countries(&[ga, gr]) == countries(&[pa, pr])) {
        return ok;
    }
    ok.who = true;
    ok.sector = (coded(&[ga]) == coded(&[pa]) && coded(&[gr]) == coded(&[pr]))
        || (pooled && coded(&[ga, gr]) == coded(&[pa, pr]));
    if let (Some(g), Some(p)) = (&gold.date, &answer.date) {
        ok.day = p.0 <= g.1 && p.1 >= g.0;
    }
    ok
}

/// For each gold event the answer paired with it: greedy from the fullest agreement down.
pub(crate) fn pair(gold: &[Gold], answers: &[Answer]) -> Vec<Option<(usize, Agreement)>> {
    let mut pairs = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, a) in answers.iter().enumerate() {
            if !(a.sentence.0 <= g.offset && g.offset < a.sentence.1) {
                continue;
            }
            let ok = compare(g, a);
            let near = a.trigger.is_some_and(|t| t.0 < g.offset + g.n_trigger && g.offset < t.1);
            if ok.n() > 1 && (ok.quad || near) {
                pairs.push((ok.n() + usize::from(near), i, j, ok));
            }
        }
    }
    // Python sorts (score, -i, -j) downwards, and keeps the order of equals.
    pairs.sort_by_key(|p| (std::cmp::Reverse(p.0), p.1, p.2));
    let mut used = vec![None; gold.len()];
    let mut taken = vec![false; answers.len()];
    for (_, i, j, ok) in pairs {
        if used[i].is_none() && !taken[j] {
            used[i] = Some((j, ok));
            taken[j] = true;
        }
    }
    used
}

/// `"MEX GOV"` strings or entity objects.
pub(crate) fn side(value: &Value) -> Side {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    items
        .iter()
        .map(|e| match e {
            Value::String(code) => {
                let mut parts = code.split_whitespace();
                (parts.next().unwrap_or("").to_owned(), parts.next().unwrap_or("").to_owned())
            }
            e => (
                e["country"].as_str().filter(|c| !c.is_empty()).unwrap_or("-").to_owned(),
                e["sectors"][0].as_str().unwrap_or("").to_owned(),
            ),
        })
        .collect()
}
