//! What is planned, by date, with who announced it; and after the date, whether it came.
//!
//! Plans are events with status `planned` and a day. Reports of one plan are one entry. An entry is
//! **kept** when one of its reports tells that it happened, or an act of its type between the same
//! countries did on its days or within two days of them; **missed** when it is told after the last
//! report that announces it that it did not, or, for a meeting, that one side refused or called it
//! off, until two days after its days; else **unknown** once its days are over, and **coming** before.

use std::cmp::Reverse;

use jiff::ToSpan;
use model::{Date, EventType, Interval, Mode, Status};
use serde_json::{Value, json};
use store::{Filter, Found, Key, NOBODY, Order, Sides, Store, Who, sides_of};

use crate::{event_id, event_line, sentence, who};

/// What became of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Its days are not over.
    Coming,
    /// It happened.
    Kept,
    /// It did not.
    Missed,
    /// Its days are over, and nothing tells.
    Unknown,
}

impl Outcome {
    /// `coming`, `kept`, `missed` or `unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Coming => "coming",
            Outcome::Kept => "kept",
            Outcome::Missed => "missed",
            Outcome::Unknown => "unknown",
        }
    }
}

/// One plan.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its days.
    pub days: Interval,
    /// The report that came first.
    pub announced: Found,
    /// Who announced it: who says so, else who is to do it.
    pub by: Vec<String>,
    /// How many reports tell of the plan.
    pub n_reports: usize,
    /// What became of it.
    pub outcome: Outcome,
    /// The event that tells.
    pub evidence: Option<Found>,
}

/// Days around a plan's days within which an act counts as the plan's.
const N_AROUND: i64 = 2;
/// Plans looked at.
const N_PLANS: usize = 2000;

/// Plans that are asked for, by day. Without `since:`, those from `today` on.
///
/// # Errors
/// If the store cannot be read.
pub fn agenda(
    store: &Store,
    filter: &Filter,
    today: Date,
    n_max: usize,
) -> store::Result<Vec<Entry>> {
    let _same = store.snapshot()?;
    let filter = Filter {
        statuses: vec![Status::Planned],
        since: filter.since.or(Some(today)),
        ..filter.clone()
    };
    let plans = store.events(&filter, Order::Earliest, N_PLANS, None)?.items;
    let mut groups: Vec<(Plan, Vec<Found>)> = Vec::new();
    for found in plans {
        let Some(plan) = Plan::of(&found) else { continue };
        // What is told as planned after its day is told of another day.
        let over = found.event().date.map(|d| d.interval.end);
        // Nor is anything known on `today` that was told later.
        if found.document().today.is_some_and(|told| told > today) {
            continue;
        }
        if found.document().today.zip(over).is_some_and(|(told, over)| told > over) {
            continue;
        }
        match groups.iter_mut().find(|(p, _)| *p == plan) {
            Some((_, reports)) => reports.push(found),
            None => groups.push((plan, vec![found])),
        }
    }
    groups.truncate(n_max);
    groups.into_iter().map(|(plan, reports)| entry(store, &plan, reports, today)).collect()
}

/// Half of what was due and half of what is coming, where there is enough of both: what is told most
/// often, and what was due only where something tells what became of it, if anything does.
pub(crate) fn pick(entries: Vec<Entry>, n_max: usize) -> Vec<Entry> {
    let (mut coming, mut due): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|e| e.outcome == Outcome::Coming);
    for part in [&mut coming, &mut due] {
        part.sort_by_key(|e| {
            (e.outcome == Outcome::Unknown, Reverse(e.n_reports), e.days.start, e.key())
        });
    }
    let n_due = due.len().min(n_max.saturating_sub(coming.len()).max(n_max / 2));
    due.truncate(n_due);
    coming.truncate(n_max - n_due);
    due.append(&mut coming);
    due.sort_by_key(|e| (e.days.start, e.key()));
    due
}

/// What makes two planned events one plan.
#[derive(Clone, Debug, PartialEq)]
struct Plan {
    event_type: EventType,
    actors: Vec<String>,
    recipients: Vec<String>,
    start: Date,
}

impl Plan {
    fn of(found: &Found) -> Option<Plan> {
        let e = found.event();
        let days = e.date?.interval;
        let Sides { actors, recipients, mutual } = sides_of(e);
        // Nobody in particular is to do it: nothing that could be kept or missed.
        if actors == [NOBODY] && recipients == [NOBODY] {
            return None;
        }
        let mut all = actors.clone();
        all.extend(recipients.clone());
        all.sort();
        all.dedup();
        let (actors, recipients) = if mutual || e.class.event_type.is_mutual() {
            (all, Vec::new())
        } else {
            (actors, recipients)
        };
        Some(Plan { event_type: e.class.event_type, actors, recipients, start: days.start })
    }
}

fn entry(store: &Store, plan: &Plan, mut reports: Vec<Found>, today: Date) -> store::Result<Entry> {
    let told = |f: &Found| (f.document().today.is_none(), f.document().today, f.key);
    reports.sort_by_key(told);
    let mut days = Interval::day(plan.start);
    for f in &reports {
        if let Some(d) = f.event().date {
            days.end = days.end.max(d.interval.end);
        }
    }
    let narrow = reports.iter().filter_map(|f| f.event().date).map(|d| d.interval.end).min();
    days.end = narrow.unwrap_or(days.end).max(days.start);
    let announced = reports[0].clone();
    let by = announcers(&announced);
    let n_reports = reports.len();
    // Who still announces it knows of no refusal: only what is told later calls it off.
    let last = reports.iter().filter_map(|f| f.document().today).max();
    let since = last.and_then(|d| d.checked_add(1.days()).ok());
    let (outcome, evidence) = outcome(store, plan, since, days, today)?;
    Ok(Entry { days, announced, by, n_reports, outcome, evidence })
}

fn announcers(found: &Found) -> Vec<String> {
    let e = found.event();
    match &e.attribution {
        Some(p) => vec![who(&p.entity)],
        None => e.actors.iter().map(|p| who(&p.entity)).collect(),
    }
}

fn outcome(
    store: &Store,
    plan: &Plan,
    since: Option<Date>,
    days: Interval,
    today: Date,
) -> store::Result<(Outcome, Option<Found>)> {
    let around = |d: Date, n: i64| d.checked_add(n.days()).unwrap_or(d);
    let act = Filter {
        types: vec![plan.event_type],
        since: Some(around(days.start, -N_AROUND)),
        until: Some(around(days.end, N_AROUND)),
        ..plan.sides()
    };
    let status = |s: Status| Filter { statuses: vec![s], ..act.clone() };
    let first = |filter: &Filter, after: Option<Date>| -> store::Result<Option<Found>> {
        let found = store.events(filter, Order::Earliest, 50, None)?.items;
        let tells = |f: &Found| match (f.document().today, after) {
            (Some(day), Some(after)) => after <= day && day <= today,
            _ => false,
        };
        let mut found: Vec<Found> = found.into_iter().filter(tells).collect();
        found.sort_by(|x, y| {
            y.event().confidence.total_cmp(&x.event().confidence).then(x.key.cmp(&y.key))
        });
        Ok(found.into_iter().next())
    };
    if let Some(found) = first(&status(Status::Happened), Some(days.start))? {
        return Ok((Outcome::Kept, Some(found)));
    }
    if let Some(found) = first(&status(Status::Negated), since)? {
        return Ok((Outcome::Missed, Some(found)));
    }
    if matches!(plan.event_type, EventType::Consult | EventType::Agree | EventType::Cooperate) {
        let refused = Filter {
            types: vec![EventType::Reject],
            modes: vec![vec![Mode::Meet]],
            statuses: vec![Status::Happened],
            since,
            until: Some(around(days.end, N_AROUND)),
            ..plan.sides()
        };
        if let Some(found) = first(&refused, since)? {
            return Ok((Outcome::Missed, Some(found)));
        }
    }
    Ok((if days.end < today { Outcome::Unknown } else { Outcome::Coming }, None))
}

impl Plan {
    /// Acts of the same countries.
    fn sides(&self) -> Filter {
        let country = |c: &String| vec![Who::Code { country: Some(c.clone()), sector: None }];
        let some = |list: &[String]| -> Vec<String> {
            list.iter().filter(|c| *c != NOBODY).take(2).cloned().collect()
        };
        let (actors, recipients) = (some(&self.actors), some(&self.recipients));
        match (actors.as_slice(), recipients.as_slice()) {
            ([a, b], []) => Filter { dyads: vec![(a.clone(), b.clone())], ..Filter::default() },
            ([a], [r]) if a != r && self.event_type.is_mutual() => {
                Filter { dyads: vec![(a.clone(), r.clone())], ..Filter::default() }
            }
            _ => Filter {
                actors: actors.iter().map(country).collect(),
                recipients: recipients.iter().map(country).collect(),
                ..Filter::default()
            },
        }
    }
}

impl Entry {
    /// As an object.
    pub fn value(&self) -> Value {
        let e = self.announced.event();
        json!({
            "start": self.days.start.to_string(),
            "end": self.days.end.to_string(),
            "type": e.class.event_type.as_str(),
            "mode": e.class.modes.iter().map(|m| m.as_str()).collect::<Vec<_>>(),
            "actor": e.actors.iter().map(|p| who(&p.entity)).collect::<Vec<_>>(),
            "recipient": e.recipients.iter().map(|p| who(&p.entity)).collect::<Vec<_>>(),
            "place": e.place.as_ref().map(|p| &p.name),
            "announced_by": self.by,
            "announced": self.announced.document().today.map(|d| d.to_string()),
            "reports": self.n_reports,
            "outcome": self.outcome.as_str(),
            "plan": event_line(&self.announced),
            "evidence": self.evidence.as_ref().map(event_line),
        })
    }

    /// Columns of [`Entry::row`].
    pub const COLUMNS: &'static [&'static str] = &[
        "start",
        "end",
        "type",
        "actor",
        "recipient",
        "place",
        "announced_by",
        "announced",
        "reports",
        "outcome",
        "event",
        "sentence",
        "evidence",
        "evidence_sentence",
    ];

    /// As a row.
    pub fn row(&self) -> Vec<String> {
        let e = self.announced.event();
        let side = |l: &[model::Participant]| {
            l.iter().map(|p| who(&p.entity)).collect::<Vec<_>>().join(";")
        };
        vec![
            self.days.start.to_string(),
            self.days.end.to_string(),
            e.class.event_type.to_string(),
            side(&e.actors),
            side(&e.recipients),
            e.place.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
            self.by.join(";"),
            self.announced.document().today.map(|d| d.to_string()).unwrap_or_default(),
            self.n_reports.to_string(),
            self.outcome.as_str().to_owned(),
            event_id(&self.announced),
            sentence(&self.announced),
            self.evidence.as_ref().map(event_id).unwrap_or_default(),
            self.evidence.as_ref().map(sentence).unwrap_or_default(),
        ]
    }

    /// The key of the plan, for exports.
    pub fn key(&self) -> Key {
        self.announced.key
    }
}
