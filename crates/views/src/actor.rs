//! Somebody: with whom, doing what, saying what.

use std::collections::BTreeMap;

use model::EventType;
use serde_json::{Value, json};
use store::{ANY, Activity, Filter, Found, ListKind, NOBODY, Order, Quotation, Store, Unit, Who};

use crate::{
    event_line,
    quotes::quote_value,
    timeline::{Bin, Timeline, happened, of_cells, round},
};

/// A counterpart, with how much there was between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterpart {
    /// Country.
    pub country: String,
    /// What was done, by quad class.
    pub n: [i64; 4],
    /// Mean intensity.
    pub mean: f64,
}

/// What somebody did, suffered and said.
#[derive(Clone, Debug)]
pub struct Actor {
    /// By month, as actor.
    pub months: Timeline,
    /// Types of what they did, most frequent first.
    pub types: Vec<(EventType, i64)>,
    /// Toward whom, most first.
    pub toward: Vec<Counterpart>,
    /// By whom things were done to them, most first.
    pub by: Vec<Counterpart>,
    /// Latest acts.
    pub latest: Vec<Found>,
    /// Latest words.
    pub words: Vec<Quotation>,
}

/// Counterparts told.
const N_COUNTERPARTS: usize = 12;
/// Acts and words told.
const N_LATEST: usize = 8;

/// What somebody did, cut down by the rest of the filter.
///
/// # Errors
/// If the store cannot be read.
pub fn actor(store: &Store, who: &Who, filter: &Filter, unit: Unit) -> store::Result<Actor> {
    let _same = store.snapshot()?;
    let filter = happened(filter);
    let mine = Filter { actors: vec![vec![who.clone()]], ..filter.clone() };
    let theirs = Filter { recipients: vec![vec![who.clone()]], ..filter.clone() };
    let cells = store.series(&mine, unit)?;
    let mut types: BTreeMap<EventType, i64> = BTreeMap::new();
    for cell in &cells {
        *types.entry(cell.event_type).or_default() += cell.n;
    }
    let mut types: Vec<(EventType, i64)> = types.into_iter().collect();
    types.sort_by_key(|(t, n)| (-n, *t));
    let speech = Filter {
        speakers: vec![vec![who.clone()]],
        since: filter.since,
        until: filter.until,
        text: filter.text.clone(),
        ..Filter::default()
    };
    Ok(Actor {
        months: of_cells(&cells, Bin::Month),
        types,
        toward: counterparts(store, who, &mine, true, unit)?,
        by: counterparts(store, who, &theirs, false, unit)?,
        latest: store.events(&mine, Order::Latest, N_LATEST, None)?.items,
        words: store.quotes(&speech, Order::Latest, N_LATEST, None)?.items,
    })
}

fn counterparts(
    store: &Store,
    who: &Who,
    filter: &Filter,
    toward: bool,
    unit: Unit,
) -> store::Result<Vec<Counterpart>> {
    let own = match who {
        Who::Code { country: Some(c), sector: None } => Some(c.as_str()),
        _ => None,
    };
    let plain = Filter { statuses: Vec::new(), ..filter.without_days() };
    let side = vec![vec![who.clone()]];
    let simple = plain == Filter { actors: side.clone(), ..Filter::default() }
        || plain == Filter { recipients: side, ..Filter::default() };
    let activity = match own {
        Some(own) if simple => {
            store.activity_with(unit, own, toward, (filter.since, filter.until))?
        }
        _ => store.activity_of(filter, unit)?,
    };
    let mut out: Vec<Counterpart> = Vec::new();
    for Activity { list, n, intensity } in activity {
        let (me, other) = if toward { (&list.a, &list.b) } else { (&list.b, &list.a) };
        let mine = match own {
            Some(own) => me == own,
            // Whoever it is: the counterpart alone counts.
            None => me == ANY,
        };
        if list.kind != ListKind::Pair || !mine || other == ANY || other == NOBODY {
            continue;
        }
        let total: i64 = n.iter().sum();
        let mean = intensity as f64 / 100.0 / total.max(1) as f64;
        out.push(Counterpart { country: other.clone(), n, mean });
    }
    out.retain(|c| Some(c.country.as_str()) != own);
    out.sort_by(|x, y| {
        let total = |c: &Counterpart| c.n.iter().sum::<i64>();
        total(y).cmp(&total(x)).then_with(|| x.country.cmp(&y.country))
    });
    out.truncate(N_COUNTERPARTS);
    Ok(out)
}

impl Actor {
    /// As an object.
    pub fn value(&self) -> Value {
        let side = |list: &[Counterpart]| {
            list.iter()
                .map(|c| {
                    json!({
                        "country": c.country, "total": c.n.iter().sum::<i64>(), "quads": c.n,
                        "mean_intensity": round(c.mean, 2),
                    })
                })
                .collect::<Vec<_>>()
        };
        json!({
            "months": self.months.value()["counts"],
            "undated": self.months.n_undated,
            "types": self.types.iter().map(|(t, n)| json!([t.as_str(), n])).collect::<Vec<_>>(),
            "toward": side(&self.toward),
            "by": side(&self.by),
            "latest": self.latest.iter().map(event_line).collect::<Vec<_>>(),
            "words": self.words.iter().map(quote_value).collect::<Vec<_>>(),
        })
    }
}
