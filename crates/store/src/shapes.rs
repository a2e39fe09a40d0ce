//! Events in, JSON out, and back: the shape in which a document's events lie in the file.
//!
//! Fields have short names and are left out when empty. `model` stays free of serialisation, so that a renamed field
//! there breaks no file here.

use std::str::FromStr;

use model::{
    ActorCode, Date, DateBasis, Dating, Entity, EntityId, Event, EventClass, Evidence,
    FieldConfidence, Interval, Magnitude, Participant, Place, Span, TokenIdx,
};
use serde::{Deserialize, Serialize};

use crate::pack::Wrong;

type Bounds = Option<(u32, Option<u32>)>;

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct EventShape {
    t: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    m: Vec<String>,
    c: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    o: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    x: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    a: Vec<ParticipantShape>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    r: Vec<ParticipantShape>,
    s: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<ParticipantShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    d: Option<DatingShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    p: Option<PlaceShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<[Bounds; 3]>,
    /// Sentence number, its start and end, the trigger's start and end, the trigger's head.
    e: [u32; 6],
    k: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    f: Option<[f32; 5]>,
    w: Vec<String>,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct ParticipantShape {
    p: (u32, u32),
    #[serde(skip_serializing_if = "String::is_empty")]
    n: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    i: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    c: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    s: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    o: Option<String>,
}

/// Start, end, basis (`s`, `i`, `p`), words.
#[derive(Serialize, Deserialize)]
struct DatingShape(String, String, char, Option<(u32, u32)>);

#[derive(Serialize, Deserialize)]
struct PlaceShape {
    p: (u32, u32),
    n: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    c: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    a: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    x: Option<(f64, f64)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    g: Option<u32>,
}

/// The events of a document as JSON.
pub(crate) fn write_events(events: &[Event]) -> Vec<u8> {
    let shapes: Vec<EventShape> = events.iter().map(shape_of).collect();
    serde_json::to_vec(&shapes).unwrap_or_default()
}

/// The events that JSON holds.
pub(crate) fn read_events(json: &[u8]) -> Result<Vec<Event>, Wrong> {
    let shapes: Vec<EventShape> =
        serde_json::from_slice(json).map_err(|e| format!("events that are no JSON: {e}"))?;
    shapes.into_iter().map(event_of).collect()
}

fn shape_of(e: &Event) -> EventShape {
    let pair = |s: Span| (s.start, s.end);
    EventShape {
        t: e.class.event_type.to_string(),
        m: e.class.modes.iter().map(ToString::to_string).collect(),
        c: e.class.cameo.clone(),
        o: e.class.own_type.clone(),
        x: e.contexts.iter().map(ToString::to_string).collect(),
        a: e.actors.iter().map(participant_shape).collect(),
        r: e.recipients.iter().map(participant_shape).collect(),
        s: e.status.to_string(),
        about: e.about,
        by: e.attribution.as_ref().map(participant_shape),
        d: e.date.map(|d| {
            let (basis, words) = match d.basis {
                DateBasis::Stated(s) => ('s', Some(pair(s))),
                DateBasis::Inferred(s) => ('i', Some(pair(s))),
                DateBasis::Published => ('p', None),
            };
            DatingShape(d.interval.start.to_string(), d.interval.end.to_string(), basis, words)
        }),
        p: e.place.as_ref().map(|p| PlaceShape {
            p: pair(p.span),
            n: p.name.clone(),
            c: p.country.clone(),
            a: p.admin1.clone(),
            x: p.coordinates,
            g: p.geonames,
        }),
        n: (!e.magnitude.is_empty()).then_some([
            e.magnitude.dead,
            e.magnitude.injured,
            e.magnitude.size,
        ]),
        e: [
            e.evidence.sentence,
            e.evidence.sentence_span.start,
            e.evidence.sentence_span.end,
            e.evidence.trigger.start,
            e.evidence.trigger.end,
            e.evidence.trigger_head.0,
        ],
        k: e.confidence,
        f: (e.fields != FieldConfidence::default()).then_some([
            e.fields.event_type,
            e.fields.actor,
            e.fields.recipient,
            e.fields.status,
            e.fields.date,
        ]),
        w: e.why.clone(),
    }
}

fn participant_shape(p: &Participant) -> ParticipantShape {
    ParticipantShape {
        p: (p.span.start, p.span.end),
        n: p.entity.name.clone(),
        i: p.entity.id.as_ref().map(|i| i.0.clone()),
        c: p.entity.code.country.clone(),
        s: p.entity.code.sectors.iter().map(ToString::to_string).collect(),
        o: p.entity.office.clone(),
    }
}

fn label<T: FromStr<Err = model::UnknownLabel>>(text: &str) -> Result<T, Wrong> {
    text.parse().map_err(|e: model::UnknownLabel| e.to_string())
}

fn labels<T: FromStr<Err = model::UnknownLabel>>(list: &[String]) -> Result<Vec<T>, Wrong> {
    list.iter().map(|t| label(t)).collect()
}

fn day(text: &str) -> Result<Date, Wrong> {
    text.parse().map_err(|_| format!("`{text}`, which is no day"))
}

fn span((start, end): (u32, u32)) -> Span {
    Span { start, end }
}

fn event_of(s: EventShape) -> Result<Event, Wrong> {
    let [sentence, start, end, trigger, trigger_end, head] = s.e;
    let [dead, injured, size] = s.n.unwrap_or_default();
    let [event_type, actor, recipient, status, date] = s.f.unwrap_or_default();
    Ok(Event {
        class: EventClass {
            event_type: label(&s.t)?,
            modes: labels(&s.m)?,
            cameo: s.c,
            own_type: s.o,
        },
        contexts: labels(&s.x)?,
        actors: s.a.into_iter().map(participant_of).collect::<Result<_, _>>()?,
        recipients: s.r.into_iter().map(participant_of).collect::<Result<_, _>>()?,
        status: label(&s.s)?,
        about: s.about,
        attribution: s.by.map(participant_of).transpose()?,
        date: s.d.map(dating_of).transpose()?,
        place: s.p.map(|p| Place {
            span: span(p.p),
            name: p.n,
            country: p.c,
            admin1: p.a,
            coordinates: p.x,
            geonames: p.g,
        }),
        magnitude: Magnitude { dead, injured, size },
        evidence: Evidence {
            sentence,
            sentence_span: span((start, end)),
            trigger: span((trigger, trigger_end)),
            trigger_head: TokenIdx(head),
        },
        confidence: s.k,
        fields: FieldConfidence { event_type, actor, recipient, status, date },
        why: s.w,
    })
}

fn participant_of(p: ParticipantShape) -> Result<Participant, Wrong> {
    Ok(Participant {
        span: span(p.p),
        entity: Entity {
            name: p.n,
            id: p.i.map(EntityId),
            code: ActorCode { country: p.c, sectors: labels(&p.s)? },
            office: p.o,
        },
    })
}

fn dating_of(DatingShape(start, end, basis, words): DatingShape) -> Result<Dating, Wrong> {
    let basis = match (basis, words) {
        ('s', Some(w)) => DateBasis::Stated(span(w)),
        ('i', Some(w)) => DateBasis::Inferred(span(w)),
        ('p', None) => DateBasis::Published,
        _ => return Err(format!("`{basis}`, which is no basis of a day")),
    };
    Ok(Dating { interval: Interval { start: day(&start)?, end: day(&end)? }, basis })
}
