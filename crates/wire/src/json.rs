//! One event, or one quotation, as a JSON object.

use std::io;

use knowledge::Knowledge;
use model::{Analysis, DateBasis, Document, Event, MentionKind, Participant, Quote};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    offsets::Characters,
    told::{Acting, Certainty, Count, Counts, Days, Office, Scene, Sentence, Told, Words, round},
};

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
    let all = events.iter().enumerate();
    all.map(|(i, e)| object(&event(document, i, e, &chars, knowledge, coder))).collect()
}

/// One event of a document as an object; `index` is its place among the document's events.
pub fn event_object(
    document: &Document,
    index: usize,
    event: &Event,
    knowledge: &Knowledge,
    coder: &str,
) -> Value {
    let chars = Characters::new(&document.text);
    object(&self::event(document, index, event, &chars, knowledge, coder))
}

/// Writes the events of a document that are to be kept, each as the line of its object
/// ([`events`]), without making the object.
///
/// # Errors
/// If `out` takes no more.
pub fn write_events(
    out: &mut impl io::Write,
    document: &Document,
    events: &[Event],
    keep: impl Fn(&Event) -> bool,
    knowledge: &Knowledge,
    coder: &str,
) -> io::Result<()> {
    let chars = Characters::new(&document.text);
    let mut line = Vec::new();
    for (i, e) in events.iter().enumerate().filter(|(_, e)| keep(e)) {
        line.clear();
        serde_json::to_writer(&mut line, &event(document, i, e, &chars, knowledge, coder))?;
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(())
}

/// The object of what has only texts for keys.
fn object(of: &impl Serialize) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}

fn event<'a>(
    document: &'a Document,
    index: usize,
    e: &'a Event,
    chars: &Characters<'_>,
    knowledge: &Knowledge,
    coder: &'a str,
) -> Told<'a> {
    let ontology = &knowledge.ontology;
    let kind = e.class.event_type;
    let participants =
        |list: &'a [Participant]| list.iter().map(|p| participant(p, chars, true)).collect();
    Told {
        id: event_id(document, index),
        document: &document.id,
        event_type: kind.as_str(),
        own_type: e.class.own_type.as_deref(),
        mode: e.class.modes.iter().map(|m| m.as_str()).collect(),
        context: e.contexts.iter().map(|c| c.as_str()).collect(),
        cameo: &e.class.cameo,
        quad: kind.quad().number(),
        intensity: round(ontology.intensity(kind, &e.class.modes), 2),
        goldstein: ontology.goldstein(&e.class.cameo).map(|g| round(g, 2)),
        status: e.status.as_str(),
        about: e.about.map(|a| event_id(document, a as usize)),
        actor: participants(&e.actors),
        recipient: participants(&e.recipients),
        attribution: e.attribution.as_ref().map(|p| participant(p, chars, false)),
        date: e.date.map(|d| {
            let (basis, span) = match d.basis {
                DateBasis::Stated(span) => ("stated", Some(span)),
                DateBasis::Inferred(span) => ("inferred", Some(span)),
                DateBasis::Published => ("published", None),
            };
            Days {
                start: d.interval.start.to_string(),
                end: d.interval.end.to_string(),
                basis,
                text: span.map(|s| chars.words(s)),
                span: span.map(|s| chars.ends(s)),
            }
        }),
        place: e.place.as_ref().map(|p| Scene {
            text: chars.words(p.span),
            span: chars.ends(p.span),
            name: &p.name,
            country: p.country.as_deref(),
            admin1: p.admin1.as_deref(),
            lat: p.coordinates.map(|c| round(c.0, 4)),
            lon: p.coordinates.map(|c| round(c.1, 4)),
            geonames: p.geonames.filter(|g| *g > 0),
        }),
        magnitude: (!e.magnitude.is_empty()).then(|| {
            let count = |n: Option<(u32, _)>| n.map(|(least, most)| Count { least, most });
            let m = &e.magnitude;
            Counts { dead: count(m.dead), injured: count(m.injured), size: count(m.size) }
        }),
        trigger: Words {
            text: chars.words(e.evidence.trigger),
            span: chars.ends(e.evidence.trigger),
        },
        sentence: Sentence {
            index: e.evidence.sentence,
            span: chars.ends(e.evidence.sentence_span),
            text: chars.words(e.evidence.sentence_span),
        },
        confidence: round(e.confidence, 2),
        confidence_of: Certainty {
            event_type: round(e.fields.event_type, 2),
            actor: round(e.fields.actor, 2),
            recipient: round(e.fields.recipient, 2),
            status: round(e.fields.status, 2),
            date: round(e.fields.date, 2),
        },
        why: &e.why,
        coder,
    }
}

fn participant<'a>(p: &'a Participant, chars: &Characters<'_>, office: bool) -> Acting<'a> {
    let entity = &p.entity;
    Acting {
        text: chars.words(p.span),
        span: chars.ends(p.span),
        name: &entity.name,
        entity: entity.id.as_ref().map(|id| id.0.as_str()),
        country: entity.code.country.as_deref(),
        sectors: entity.code.sectors.iter().map(|s| s.as_str()).collect(),
        office: office.then_some(Office(entity.office.as_deref())),
    }
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
            let speaker =
                speaker_of(q).map(|p| object(&participant(&p, &chars, true))).or_else(|| {
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
