//! Incidents: many reports, one happening.

use model::{Incident, Interval, Range};
use serde_json::{Value, json};
use store::{Found, Happening, Store};

use crate::{code, timeline::round, who};

/// An incident with the sentence of its fullest report.
#[derive(Clone, Debug)]
pub struct Told {
    /// The incident, its reports, and the key it was found by.
    pub happening: Happening,
    /// The fullest event of the fullest report.
    pub lead: Option<Found>,
}

/// The incidents with their leading events.
///
/// # Errors
/// If the store cannot be read.
pub fn with_leads(store: &Store, happenings: Vec<Happening>) -> store::Result<Vec<Told>> {
    happenings
        .into_iter()
        .map(|happening| {
            let lead = lead(store, &happening)?;
            Ok(Told { happening, lead })
        })
        .collect()
}

fn lead(store: &Store, h: &Happening) -> store::Result<Option<Found>> {
    let Some(root) = h.reports.first() else { return Ok(None) };
    let Some(document) = store.number_of(&root.node.gist.document)? else { return Ok(None) };
    let Some(&position) = root.node.events.first() else { return Ok(None) };
    let Some(key) = store.key_of(document, position as usize)? else { return Ok(None) };
    Ok(store.found(&[key])?.into_iter().next())
}

impl Told {
    /// The incident.
    pub fn incident(&self) -> &Incident {
        &self.happening.incident
    }

    /// As an object.
    pub fn value(&self) -> Value {
        let i = self.incident();
        let range =
            |r: Option<Range>| r.map(|r| json!({"best": r.best, "least": r.least, "most": r.most}));
        let days = |d: Option<Interval>| {
            d.map(|d| json!({"start": d.start.to_string(), "end": d.end.to_string()}))
        };
        let why = self.happening.reports.iter().filter_map(|r| {
            let link = r.link.as_ref()?;
            Some(json!({
                "report": r.node.id.to_string(), "to": link.to.to_string(),
                "score": round(f64::from(link.score), 3), "reasons": *link.reasons,
            }))
        });
        json!({
            "id": i.id.to_string(),
            "type": i.event_type.as_str(),
            "mode": i.modes.iter().map(|m| m.as_str()).collect::<Vec<_>>(),
            "cameo": i.cameo,
            "quad": i.event_type.quad().number(),
            "status": i.status.as_str(),
            "actor": i.actors.iter().map(who).collect::<Vec<_>>(),
            "recipient": i.recipients.iter().map(who).collect::<Vec<_>>(),
            "date": days(i.days),
            "date_range": days(i.days_range),
            "place": i.scene.as_ref().map(|s| json!({
                "name": s.name, "country": s.country, "admin1": s.admin1,
                "lat": s.coordinates.map(|c| round(c.0, 4)),
                "lon": s.coordinates.map(|c| round(c.1, 4)),
            })),
            "magnitude": {
                "dead": range(i.dead), "injured": range(i.injured), "size": range(i.size),
            },
            "statuses": i.statuses.iter().map(|s| json!({
                "told": s.told.as_str(), "first": s.first.map(|d| d.to_string()),
                "latest": s.latest.map(|d| d.to_string()), "reports": s.n_reports,
            })).collect::<Vec<_>>(),
            "reports": i.tellings.len(),
            "independent": i.n_independent,
            "first": i.first.map(|d| d.to_string()),
            "latest": i.latest.map(|d| d.to_string()),
            "sources": i.tellings.iter().map(|t| json!({
                "report": t.report.to_string(), "document": t.document,
                "day": t.day.map(|d| d.to_string()), "publisher": t.publisher,
                "agency": t.agency, "origin": t.origin,
            })).collect::<Vec<_>>(),
            "cohesion": round(f64::from(i.cohesion), 3),
            "why": why.collect::<Vec<_>>(),
            "sentence": self.lead.as_ref().map(crate::sentence),
        })
    }

    /// Columns of [`Told::row`].
    pub const COLUMNS: &'static [&'static str] = &[
        "id",
        "type",
        "mode",
        "cameo",
        "quad",
        "status",
        "actor",
        "actor_name",
        "recipient",
        "recipient_name",
        "date_start",
        "date_end",
        "place",
        "place_country",
        "lat",
        "lon",
        "dead",
        "dead_least",
        "dead_most",
        "injured",
        "size",
        "reports",
        "independent",
        "first",
        "latest",
        "cohesion",
        "sentence",
    ];

    /// As a row.
    pub fn row(&self) -> Vec<String> {
        let i = self.incident();
        let list = |l: &[model::Entity], f: &dyn Fn(&model::Entity) -> String| {
            l.iter().map(f).collect::<Vec<_>>().join(";")
        };
        let name = |e: &model::Entity| e.name.clone();
        let day = |d: Option<model::Date>| d.map(|d| d.to_string()).unwrap_or_default();
        let best = |r: Option<Range>| r.map(|r| r.best.to_string()).unwrap_or_default();
        let scene = i.scene.as_ref();
        let point = scene.and_then(|s| s.coordinates);
        let number = |x: Option<f64>| x.map(|x| round(x, 4).to_string()).unwrap_or_default();
        vec![
            i.id.to_string(),
            i.event_type.to_string(),
            i.modes.iter().map(ToString::to_string).collect::<Vec<_>>().join(";"),
            i.cameo.clone(),
            i.event_type.quad().number().to_string(),
            i.status.to_string(),
            list(&i.actors, &code),
            list(&i.actors, &name),
            list(&i.recipients, &code),
            list(&i.recipients, &name),
            day(i.days.map(|d| d.start)),
            day(i.days.map(|d| d.end)),
            scene.map(|s| s.name.clone()).unwrap_or_default(),
            scene.and_then(|s| s.country.clone()).unwrap_or_default(),
            number(point.map(|p| p.0)),
            number(point.map(|p| p.1)),
            best(i.dead),
            i.dead.map(|r| r.least.to_string()).unwrap_or_default(),
            i.dead.map(|r| r.most.to_string()).unwrap_or_default(),
            best(i.injured),
            best(i.size),
            i.tellings.len().to_string(),
            i.n_independent.to_string(),
            day(i.first),
            day(i.latest),
            round(f64::from(i.cohesion), 3).to_string(),
            self.lead.as_ref().map(crate::sentence).unwrap_or_default(),
        ]
    }
}

/// `CONSULT (visit) USA.GOV Donald Trump + PRK.GOV Kim Jong Un → -`
pub fn headline(i: &Incident) -> String {
    let mut class = i.event_type.to_string();
    if !i.modes.is_empty() {
        let modes: Vec<&str> = i.modes.iter().map(|m| m.as_str()).collect();
        class = format!("{class} ({})", modes.join(", "));
    }
    let side = |l: &[model::Entity]| {
        if l.is_empty() {
            "-".to_owned()
        } else {
            l.iter().map(who).collect::<Vec<_>>().join(" + ")
        }
    };
    if i.recipients.is_empty() {
        return format!("{class}  {}", side(&i.actors));
    }
    format!("{class}  {} → {}", side(&i.actors), side(&i.recipients))
}

/// The days, or `no day`.
pub fn days(d: Option<Interval>) -> String {
    match d {
        None => "no day".to_owned(),
        Some(d) if d.start == d.end => d.start.to_string(),
        Some(d) => format!("{}..{}", d.start, d.end),
    }
}
