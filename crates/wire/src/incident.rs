//! One incident as a JSON object.

use model::{Date, Entity, Incident, Interval, Link, Range};
use serde_json::{Value, json};

/// The object of an incident; fields as `docs/schema/incident.schema.json` tells.
pub fn incident(i: &Incident) -> Value {
    json!({
        "incident": i.id.to_string(),
        "type": i.event_type.as_str(),
        "mode": i.modes.iter().map(|m| m.as_str()).collect::<Vec<_>>(),
        "cameo": i.cameo,
        "quad": i.event_type.quad().number(),
        "status": i.status.as_str(),
        "actor": i.actors.iter().map(entity).collect::<Vec<_>>(),
        "recipient": i.recipients.iter().map(entity).collect::<Vec<_>>(),
        "date": i.days.map(days),
        "date_range": i.days_range.map(days),
        "place": i.scene.as_ref().map(|s| json!({
            "name": s.name,
            "country": s.country,
            "admin1": s.admin1,
            "lat": s.coordinates.map(|c| c.0),
            "lon": s.coordinates.map(|c| c.1),
        })),
        "magnitude": {"dead": range(i.dead), "injured": range(i.injured), "size": range(i.size)},
        "statuses": i.statuses.iter().map(|s| json!({
            "told": s.told.as_str(),
            "first": day(s.first),
            "latest": day(s.latest),
            "n_reports": s.n_reports,
        })).collect::<Vec<_>>(),
        "sources": i.tellings.iter().map(|t| json!({
            "report": t.report.to_string(),
            "document": t.document,
            "day": day(t.day),
            "publisher": t.publisher,
            "agency": t.agency,
            "origin": t.origin,
        })).collect::<Vec<_>>(),
        "first": day(i.first),
        "latest": day(i.latest),
        "n_reports": i.tellings.len(),
        "n_independent": i.n_independent,
        "cohesion": (f64::from(i.cohesion) * 100.0).round() / 100.0,
    })
}

/// Why a report belongs to its incident: `null` for the first of a tree.
pub fn link(link: Option<&Link>) -> Value {
    link.map_or(Value::Null, |l| {
        json!({
            "to": l.to.to_string(),
            "score": (f64::from(l.score) * 100.0).round() / 100.0,
            "reasons": *l.reasons,
        })
    })
}

fn entity(e: &Entity) -> Value {
    json!({
        "name": e.name,
        "entity": e.id.as_ref().map(|id| &id.0),
        "country": e.code.country,
        "sectors": e.code.sectors.iter().map(|s| s.as_str()).collect::<Vec<_>>(),
        "office": e.office,
    })
}

fn day(d: Option<Date>) -> Value {
    d.map_or(Value::Null, |d| Value::from(d.to_string()))
}

fn days(i: Interval) -> Value {
    json!({"start": i.start.to_string(), "end": i.end.to_string()})
}

fn range(r: Option<Range>) -> Value {
    r.map_or(Value::Null, |r| json!({"best": r.best, "least": r.least, "most": r.most}))
}
