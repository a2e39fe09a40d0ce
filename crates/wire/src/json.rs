//! One event, or one quotation, as a JSON object.

use knowledge::Knowledge;
use model::{
    Analysis, DateBasis, Document, Entity, Event, Magnitude, MentionKind, Participant, Quote,
};
use serde_json::{Value, json};

use crate::offsets::Characters;

/// Id of the event at `index` of its document: the document's id, `#`, a number from 1.
pub fn event_id(document: &Document, index: usize) -> String {
    format!("{}#{}", document.id, index + 1)
}

/// The events of a document as objects, in order. `coder` names the versions that made them.
pub fn events(
    document: &Document,
    events: &[Event],
    knowledge: &Knowledge,
    coder: &str,
) -> Vec<Value> {
    let chars = Characters::new(&document.text);
    events
        .iter()
        .enumerate()
        .map(|(i, e)| event(document, i, e, &chars, knowledge, coder))
        .collect()
}

/// One event of a document as an object; `index` is its place among the document's events.
pub fn event_object(
    document: &Document,
    index: usize,
    event: &Event,
    knowledge: &Knowledge,
    coder: &str,
) -> Value {
    self::event(document, index, event, &Characters::new(&document.text), knowledge, coder)
}

fn event(
    document: &Document,
    index: usize,
    e: &Event,
    chars: &Characters<'_>,
    knowledge: &Knowledge,
    coder: &str,
) -> Value {
    let ontology = &knowledge.ontology;
    let kind = e.class.event_type;
    let participants = |list: &[Participant]| -> Vec<Value> {
        list.iter().map(|p| participant(p, chars, true)).collect()
    };
    json!({
        "id": event_id(document, index),
        "document": document.id,
        "type": kind.as_str(),
        "own_type": e.class.own_type,
        "mode": e.class.modes.iter().map(|m| m.as_str()).collect::<Vec<_>>(),
        "context": e.contexts.iter().map(|c| c.as_str()).collect::<Vec<_>>(),
        "cameo": e.class.cameo,
        "quad": kind.quad().number(),
        "intensity": round(f64::from(ontology.intensity(kind, &e.class.modes)), 2),
        "goldstein": ontology.goldstein(&e.class.cameo).map(|g| round(f64::from(g), 2)),
        "status": e.status.as_str(),
        "about": e.about.map(|a| event_id(document, a as usize)),
        "actor": participants(&e.actors),
        "recipient": participants(&e.recipients),
        "attribution": e.attribution.as_ref().map(|p| participant(p, chars, false)),
        "date": e.date.map(|d| {
            let (basis, span) = match d.basis {
                DateBasis::Stated(span) => ("stated", Some(span)),
                DateBasis::Inferred(span) => ("inferred", Some(span)),
                DateBasis::Published => ("published", None),
            };
            json!({
                "start": d.interval.start.to_string(),
                "end": d.interval.end.to_string(),
                "basis": basis,
                "text": span.map(|s| chars.words(s)),
                "span": span.map(|s| chars.span(s)),
            })
        }),
        "place": e.place.as_ref().map(|p| json!({
            "text": chars.words(p.span),
            "span": chars.span(p.span),
            "name": p.name,
            "country": p.country,
            "admin1": p.admin1,
            "lat": p.coordinates.map(|c| round(c.0, 4)),
            "lon": p.coordinates.map(|c| round(c.1, 4)),
            "geonames": p.geonames.filter(|g| *g > 0),
        })),
        "magnitude": magnitude(&e.magnitude),
        "trigger": {"text": chars.words(e.evidence.trigger), "span": chars.span(e.evidence.trigger)},
        "sentence": {
            "index": e.evidence.sentence,
            "span": chars.span(e.evidence.sentence_span),
            "text": chars.words(e.evidence.sentence_span),
        },
        "confidence": round(f64::from(e.confidence), 2),
        "confidence_of": {
            "type": round(f64::from(e.fields.event_type), 2),
            "actor": round(f64::from(e.fields.actor), 2),
            "recipient": round(f64::from(e.fields.recipient), 2),
            "status": round(f64::from(e.fields.status), 2),
            "date": round(f64::from(e.fields.date), 2),
        },
        "why": e.why,
        "coder": coder,
    })
}

fn participant(p: &Participant, chars: &Characters<'_>, office: bool) -> Value {
    let mut value = entity(&p.entity);
    let mut whole = json!({"text": chars.words(p.span), "span": chars.span(p.span)});
    if let (Value::Object(whole), Value::Object(entity)) = (&mut whole, &mut value) {
        whole.append(entity);
        if office {
            whole.insert("office".to_owned(), json!(p.entity.office));
        }
    }
    whole
}

fn entity(e: &Entity) -> Value {
    json!({
        "name": e.name,
        "entity": e.id.as_ref().map(|id| &id.0),
        "country": e.code.country,
        "sectors": e.code.sectors.iter().map(|s| s.as_str()).collect::<Vec<_>>(),
    })
}

fn magnitude(m: &Magnitude) -> Value {
    if m.is_empty() {
        return Value::Null;
    }
    let bounds = |b: Option<(u32, Option<u32>)>| {
        b.map(|(least, most)| json!({"least": least, "most": most}))
    };
    json!({"dead": bounds(m.dead), "injured": bounds(m.injured), "size": bounds(m.size)})
}

/// The quotations of a document as objects, in order; those without marks only if asked for.
pub fn quotes(
    document: &Document,
    analysis: &Analysis,
    unmarked: bool,
    speaker_of: impl Fn(&Quote) -> Option<Participant>,
) -> Vec<Value> {
    let chars = Characters::new(&document.text);
    analysis
        .quotes
        .iter()
        .filter(|q| unmarked || q.kind.is_marked())
        .map(|q| {
            let speaker = speaker_of(q).map(|p| participant(&p, &chars, true)).or_else(|| {
                // Nobody known: the name as the text has it.
                let token = q.speaker?;
                let name = name_of_chain(analysis, token).unwrap_or_default();
                let span = analysis.token(token).span;
                Some(json!({
                    "text": chars.words(span), "span": chars.span(span), "name": name,
                    "entity": null, "country": null, "sectors": [], "office": null,
                }))
            });
            json!({
                "document": document.id,
                "quote": {"text": chars.words(q.span), "span": chars.span(q.span)},
                "kind": q.kind.as_str(),
                "cue": q.cue.map(|c| chars.words(analysis.token(c).span)),
                "speaker": speaker,
                "sentence": q.sentence,
            })
        })
        .collect()
}

fn name_of_chain(analysis: &Analysis, token: model::TokenIdx) -> Option<String> {
    let mention = analysis.mentions.iter().find(|m| m.head == token)?;
    let chain = &analysis.chains[mention.chain as usize];
    (!chain.name.is_empty() || mention.kind == MentionKind::Name).then(|| chain.name.clone())
}

/// Rounds half away from zero to `digits` decimals.
fn round(x: f64, digits: i32) -> f64 {
    let scale = [1.0, 10.0, 100.0, 1000.0, 10_000.0][digits as usize];
    (x * scale).round() / scale
}
