//! A document's events in, its reports out.
//!
//! Headline, lede and a later paragraph speak of the same raid: three events, one report. First every
//! event is a report of its own; then, nearest first, reports that tell of one act are joined, as long
//! as on average they do.

use std::{collections::BTreeSet, sync::Arc};

use model::{
    Analysis, DateBasis, DayBasis, Document, Entity, Event, EventType, Faces, Gist, Participant,
    Report, Scene, Status, Told, Upos,
};

use crate::{
    judge::{Within, within_values},
    keys::{postings, rank},
    terms::{Bag, content_id, is_content, stem},
};

const N_WORDS: usize = 16;

/// The reports of a document, by lead event. Every event belongs to exactly one.
pub fn reports(
    document: &Document,
    analysis: &Analysis,
    events: &[Event],
    gist: &Arc<Gist>,
) -> Vec<Report> {
    let single: Vec<Report> =
        (0..events.len()).map(|i| of_event(document, analysis, events, i, gist)).collect();
    let groups = grouped(&single, events);
    let mut out: Vec<Report> = groups
        .into_iter()
        .map(|group| {
            let report = merge(group.into_iter().map(|i| &single[i]).collect());
            finish(report, document)
        })
        .collect();
    out.sort_by_key(|r| r.events[0]);
    out
}

/// Groups of events that on average are one act, joined nearest first.
fn grouped(single: &[Report], events: &[Event]) -> Vec<Vec<usize>> {
    let n = single.len();
    // Sums of the chances between two groups; negative where the two may never meet.
    let mut sums = vec![vec![-1e9f32; n]; n];
    for i in 0..n {
        for j in i + 1..n {
            if Within::may_join(&single[i], &single[j]) {
                sums[i][j] = Within::chance(&single[i], &single[j], events);
                sums[j][i] = sums[i][j];
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
    loop {
        let mut best: Option<(f32, usize, usize)> = None;
        for i in 0..n {
            for j in i + 1..n {
                let size = groups[i].len() * groups[j].len();
                if size == 0 || sums[i][j] < 0.0 {
                    continue;
                }
                let mean = sums[i][j] / size as f32;
                if mean >= Within::floor() && best.is_none_or(|b| mean > b.0) {
                    best = Some((mean, i, j));
                }
            }
        }
        let Some((_, i, j)) = best else { break };
        let joined = std::mem::take(&mut groups[j]);
        groups[i].extend(joined);
        let gained = sums[j].clone();
        for (k, gain) in gained.into_iter().enumerate().filter(|(k, _)| *k != i && *k != j) {
            sums[i][k] += gain;
            sums[k][i] = sums[i][k];
        }
    }
    groups.retain(|g| !g.is_empty());
    groups
}

/// Ids, rank and postings, once it is known what belongs to it.
fn finish(mut report: Report, document: &Document) -> Report {
    report.id = content_id(&format!("{}#{}", document.id, report.events[0] + 1));
    report.rank = rank(&report);
    report.postings = postings(&report);
    report
}

/// One event as a report of its own, without rank and postings.
fn of_event(
    document: &Document,
    analysis: &Analysis,
    events: &[Event],
    at: usize,
    gist: &Arc<Gist>,
) -> Report {
    let event = &events[at];
    let sentence = analysis.sentences.get(event.evidence.sentence as usize);
    let (mut triggers, mut words) = (Bag::default(), Bag::default());
    for token in sentence.into_iter().flat_map(model::Sentence::tokens).map(|t| analysis.token(t)) {
        if event.evidence.trigger.contains(token.span)
            && (is_content(token) || token.upos == Upos::Adv)
        {
            triggers.add(&stem(&token.lemma));
        }
        if is_content(token) && !names_somebody(event, token.span) {
            words.add(&stem(&token.lemma));
        }
    }
    let entities = |list: &[Participant]| list.iter().map(|p| p.entity.clone()).collect();
    let basis = event.date.map(|d| match d.basis {
        DateBasis::Stated(_) => DayBasis::Stated,
        DateBasis::Inferred(_) => DayBasis::Inferred,
        DateBasis::Published => DayBasis::Published,
    });
    Report {
        id: content_id(""),
        gist: Arc::clone(gist),
        events: vec![at as u32],
        event_type: event.class.event_type,
        modes: event.class.modes.clone(),
        cameo: event.class.cameo.clone(),
        status: event.status,
        told: vec![told(events, at)],
        actors: entities(&event.actors),
        recipients: entities(&event.recipients),
        faces: Faces::default(),
        days: event.date.map(|d| d.interval),
        basis,
        scene: event.place.as_ref().map(|p| Scene {
            name: p.name.clone(),
            country: p.country.clone(),
            admin1: p.admin1.clone(),
            coordinates: p.coordinates,
        }),
        magnitude: event.magnitude.clone(),
        triggers: triggers.weighted(4),
        words: words.weighted(N_WORDS),
        again: sentence.is_some_and(|s| tells_of_another(document, analysis, s, event)),
        confidence: event.confidence,
        rank: 0,
        postings: Vec::new(),
    }
}

fn names_somebody(event: &Event, span: model::Span) -> bool {
    event.actors.iter().chain(&event.recipients).any(|p| p.span.contains(span))
}

/// Whether words beside the trigger set the act apart from an earlier one of its kind: "a second
/// strike", "fresh talks", "shelled the town again".
fn tells_of_another(
    document: &Document,
    analysis: &Analysis,
    sentence: &model::Sentence,
    event: &Event,
) -> bool {
    const WORDS: [&str; 11] = [
        "another",
        "second",
        "third",
        "fourth",
        "again",
        "fresh",
        "renewed",
        "further",
        "new",
        "later",
        "subsequent",
    ];
    let tokens: Vec<_> = sentence.tokens().collect();
    let Some(at) = tokens.iter().position(|t| *t == event.evidence.trigger_head) else {
        return false;
    };
    tokens.iter().enumerate().any(|(i, &t)| {
        let token = analysis.token(t);
        let near = i.abs_diff(at) <= 3 || token.head == Some(event.evidence.trigger_head);
        near && WORDS.contains(&token.span.of(&document.text).to_lowercase().as_str())
    })
}

/// How the document speaks of the act: its own status, and the act that speaks of it.
fn told(events: &[Event], at: usize) -> Told {
    let speaks = events.iter().find(|e| e.about == Some(at as u32)).map(|e| e.class.event_type);
    match (events[at].status, speaks) {
        (Status::Happened, _) => Told::Happened,
        (Status::Negated, _) => Told::Denied,
        (Status::Planned, _) => Told::Planned,
        (Status::Hypothetical, Some(EventType::Threaten)) => Told::Threatened,
        (Status::Hypothetical, Some(EventType::Request)) => Told::Demanded,
        (Status::Hypothetical, Some(EventType::Agree | EventType::Concede)) => Told::Planned,
        (Status::Hypothetical, Some(EventType::Reject)) => Told::Denied,
        (Status::Hypothetical, _) => Told::Talked,
    }
}

/// Strongest first: what happened, was planned, was denied, was only talked of.
pub(crate) fn strength(status: Status) -> u8 {
    match status {
        Status::Happened => 0,
        Status::Planned => 1,
        Status::Negated => 2,
        Status::Hypothetical => 3,
    }
}

/// The reports of one act as one. The lead is the strongest, then the surest, then the first.
fn merge(mut parts: Vec<&Report>) -> Report {
    parts.sort_by(|a, b| {
        (strength(a.status), a.recipients.is_empty(), a.actors.is_empty())
            .cmp(&(strength(b.status), b.recipients.is_empty(), b.actors.is_empty()))
            .then(b.confidence.total_cmp(&a.confidence))
            .then(a.events.cmp(&b.events))
    });
    let mut out = Report { faces: Faces::default(), ..parts[0].clone() };
    for part in &parts[1..] {
        out.events.extend(&part.events);
        out.told.extend(&part.told);
        add_entities(&mut out.actors, &part.actors);
        add_entities(&mut out.recipients, &part.recipients);
        if part.event_type == out.event_type {
            let modes: BTreeSet<_> = out.modes.iter().chain(&part.modes).copied().collect();
            out.modes = modes.into_iter().collect();
            if part.cameo.len() > out.cameo.len() {
                out.cameo.clone_from(&part.cameo);
            }
        }
        if is_better_dated(part, &out) {
            out.days = part.days;
            out.basis = part.basis;
        }
        if fineness(part.scene.as_ref()) > fineness(out.scene.as_ref()) {
            out.scene.clone_from(&part.scene);
        }
        let m = &part.magnitude;
        out.magnitude.dead = out.magnitude.dead.or(m.dead);
        out.magnitude.injured = out.magnitude.injured.or(m.injured);
        out.magnitude.size = out.magnitude.size.or(m.size);
        out.triggers = united(&out.triggers, &part.triggers, 8);
        out.words = united(&out.words, &part.words, 24);
        out.again |= part.again;
    }
    out.told.sort_unstable();
    out.told.dedup();
    out
}

/// Whether the days of `a` rest on more than those of `b`.
fn is_better_dated(a: &Report, b: &Report) -> bool {
    let rank = |r: &Report| (r.basis.map_or(9, |b| b as u8), r.days.map_or(0, crate::days::width));
    a.days.is_some() && rank(a) < rank(b)
}

/// 0 for no place, 1 for a country, 2 for a name, 3 for a name with coordinates.
pub(crate) fn fineness(scene: Option<&Scene>) -> u8 {
    scene.map_or(0, |s| {
        if s.coordinates.is_some() {
            3
        } else {
            1 + u8::from(s.country.is_none() || s.admin1.is_some())
        }
    })
}

/// Adds who is not there yet, and gives who is there the fuller name.
pub(crate) fn add_entities(list: &mut Vec<Entity>, more: &[Entity]) {
    for e in more {
        match list.iter_mut().find(|x| is_same(x, e)) {
            Some(x) if x.id.is_none() && e.id.is_some() => *x = e.clone(),
            Some(_) => {}
            None => list.push(e.clone()),
        }
    }
}

/// Whether two entities are one, or one is the other told less finely (Mexico, Mexico's army).
pub(crate) fn is_same(a: &Entity, b: &Entity) -> bool {
    match (&a.id, &b.id) {
        (Some(a), Some(b)) if a == b => true,
        _ if a.code.country.is_some() && a.code.country == b.code.country => {
            let (x, y) = (a.code.sectors.first(), b.code.sectors.first());
            x == y || x.is_none() || y.is_none()
        }
        _ => {
            a.code.country == b.code.country
                && !a.name.is_empty()
                && a.name.eq_ignore_ascii_case(&b.name)
        }
    }
}

fn united(a: &[model::Term], b: &[model::Term], n_max: usize) -> Vec<model::Term> {
    let mut all: Vec<model::Term> = a.to_vec();
    all.extend(b.iter().filter(|t| a.binary_search_by_key(&t.word, |x| x.word).is_err()));
    all.sort_by(|x, y| y.weight.total_cmp(&x.weight).then(x.word.cmp(&y.word)));
    all.truncate(n_max);
    all.sort_by_key(|t| t.word);
    all
}

/// Every two events of a document that may be one act, with what speaks for and against (see
/// [`crate::REPORT_FEATURES`]): what the weights for joining inside a document are fitted on.
pub fn pairs(
    document: &Document,
    analysis: &Analysis,
    events: &[Event],
    gist: &Arc<Gist>,
) -> Vec<(usize, usize, Vec<f32>)> {
    let single: Vec<Report> =
        (0..events.len()).map(|i| of_event(document, analysis, events, i, gist)).collect();
    let mut out = Vec::new();
    for i in 0..single.len() {
        for j in i + 1..single.len() {
            if Within::may_join(&single[i], &single[j]) {
                out.push((i, j, within_values(&single[i], &single[j], events).to_vec()));
            }
        }
    }
    out
}
