//! A report in, its rank and the places where it is looked for out.

use model::{DayBasis, Entity, EventType, Posting, Report};

use crate::{
    days,
    report::{fineness, strength},
    terms::key,
};

/// Kinds of act that are never one happening with each other, whatever a coder made of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Force,
    Coercion,
    Protest,
    Yielding,
    Help,
    Words,
}

/// The family of a type: "a shelling is not a ceasefire".
pub(crate) fn family(event_type: EventType) -> Family {
    match event_type {
        EventType::Assault | EventType::Mobilize => Family::Force,
        EventType::Coerce | EventType::Sanction => Family::Coercion,
        EventType::Protest => Family::Protest,
        EventType::Concede | EventType::Retreat => Family::Yielding,
        EventType::Agree
        | EventType::Consult
        | EventType::Support
        | EventType::Cooperate
        | EventType::Aid => Family::Help,
        EventType::Request | EventType::Accuse | EventType::Reject | EventType::Threaten => {
            Family::Words
        }
    }
}

/// Whether acts of two types may be one happening: of one family, or an agreement and the yielding that
/// is agreed ("agreed to a truce", "the truce").
pub(crate) fn may_be_one(a: EventType, b: EventType) -> bool {
    family(a) == family(b)
        || (is_agreement(a) && family(b) == Family::Yielding)
        || (is_agreement(b) && family(a) == Family::Yielding)
}

fn is_agreement(event_type: EventType) -> bool {
    matches!(event_type, EventType::Agree | EventType::Support)
}

/// Fuller reports come first: from 0, told with everything, to 40, with nothing.
pub fn rank(r: &Report) -> u32 {
    let mut rank = 40;
    rank -= match r.basis {
        Some(DayBasis::Stated) if r.days.is_some_and(|d| days::width(d) == 1) => 8,
        Some(DayBasis::Stated | DayBasis::Inferred) => 5,
        Some(DayBasis::Published) => 3,
        None => 0,
    };
    rank -= 2 * u32::from(fineness(r.scene.as_ref()));
    rank -= if r.actors.is_empty() { 0 } else { 6 };
    rank -= if r.recipients.is_empty() { 0 } else { 6 };
    rank -= if r.magnitude.is_empty() { 0 } else { 4 };
    rank -= 2 * u32::from(3 - strength(r.status));
    rank
}

/// Where a report is looked for: under its family with the dyad, either side, the place, its text.
pub fn postings(r: &Report) -> Vec<Posting> {
    let mut out = under(r, family(r.event_type));
    if is_agreement(r.event_type) {
        out.extend(under(r, Family::Yielding));
        out.sort_unstable();
    }
    out
}

fn under(r: &Report, family: Family) -> Vec<Posting> {
    let kind = format!("{family:?}");
    let day = r.days.map(|d| d.start).or(r.gist.day).map_or(Posting::NO_DAY, days::number);
    let sketch = r.words.iter().chain(&r.triggers).map(|t| t.word.wrapping_mul(0x9e37_79b1)).min();
    let country = |list: &[Entity]| -> Vec<String> {
        list.iter().filter_map(|e| e.code.country.clone()).take(3).collect()
    };
    let (actors, recipients) = (country(&r.actors), country(&r.recipients));
    let mut all: Vec<String> = actors.iter().chain(&recipients).cloned().collect();
    all.sort();
    all.dedup();
    let mut keys = Vec::new();
    if let [first, second, ..] = all.as_slice() {
        keys.push(key(&["dyad", &kind, first, second]));
    }
    keys.extend(all.iter().take(3).map(|c| key(&["side", &kind, c])));
    if let Some(scene) = &r.scene {
        keys.push(key(&["place", &kind, &scene.name.to_lowercase()]));
        if all.is_empty()
            && let Some(country) = &scene.country
        {
            keys.push(key(&["side", &kind, country]));
        }
    }
    keys.extend(r.gist.shingles.iter().take(2).map(|s| key(&["copy", &kind, &s.to_string()])));
    if all.is_empty() {
        let mut words: Vec<_> = r.words.iter().chain(&r.triggers).collect();
        words.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.word.cmp(&b.word)));
        keys.extend(words.iter().take(3).map(|t| key(&["word", &kind, &t.word.to_string()])));
    }
    keys.sort_unstable();
    keys.dedup();
    let sketch = sketch.unwrap_or(0);
    keys.into_iter().map(|key| Posting { key, day, sketch, id: r.id }).collect()
}
