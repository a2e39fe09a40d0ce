//! Analysis in, events out: who did what to whom, when, where, and whether.
//!
//! "Mexico's president ruled out US strikes on Mexican territory." gives REJECT MEX.GOV → USA.GOV,
//! `happened`, about ASSAULT USA.GOV → MEX, `hypothetical`.
//!
//! Five steps, a file each: [`tree`] undoes voice and control, [`who`] tells who a noun phrase is,
//! [`acts`] finds words that have a frame, [`compose`] lets operators make new events of the acts
//! they govern, [`settle`] reads status off the small words; then day, place and number are added.
//! It never reads files, never fails, and makes no event without words to stand on.
//!
//! The rules are those of PLOVER 2.0 as the project's codebook decides them.

mod about;
mod acts;
mod answered;
mod around;
mod awaited;
mod claims;
mod companion;
mod compose;
pub mod confidence;
pub mod context;
mod dated_by;
mod days;
pub mod digest;
mod doubt;
mod filled;
pub mod gaps;
mod genre;
pub mod geo;
mod goods;
mod happening;
mod held;
mod history;
mod inner;
mod lemmas;
pub mod likely_acts;
pub mod likely_sectors;
pub mod likely_sides;
mod likely_statuses;
mod local;
pub mod locate;
mod means;
mod menace;
mod mended;
mod miss;
mod naming;
mod near;
mod news_day;
mod owner;
mod party;
mod place;
mod prune;
mod recall;
mod reckon;
pub mod relate;
mod remention;
mod retold;
mod same;
mod scene;
mod settle;
mod sides;
mod slots;
mod spared;
mod speech;
pub mod status;
mod struck;
mod teller;
mod told;
mod tone;
mod tree;
mod twice;
mod undergone;
mod unreal;
mod utterance;
mod voice;
mod weights;
mod when;
mod who;
pub mod why_not;

use knowledge::Knowledge;
use model::{
    Analysis, Context, Dating, Document, Event, EventClass, EventType, Evidence, Notes,
    Participant, QuoteKind, Status,
};

pub use crate::utterance::Heard;
use crate::{
    acts::Acts,
    compose::{Composer, Draft},
    tree::Tree,
    when::When,
    who::Who,
};

/// The events that a document reports, in the order of their triggers.
///
/// An act that another speaks of stands beside it and is pointed at by `about`. A document with no
/// political act gives none.
pub fn code(
    document: &Document,
    analysis: &Analysis,
    knowledge: &Knowledge,
    notes: &mut Notes,
) -> Vec<Event> {
    let _ = notes;
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    let acts = Acts::find(&tree, &who, false);
    let drafts = draft(&tree, &who, &acts, document);
    let mut events = emit(&tree, &who, document, &drafts).0;
    context::give(document, analysis, knowledge, &mut events);
    confidence::weigh(document, analysis, &mut events);
    events
}

/// A draft with its day.
pub(crate) struct Dated {
    pub(crate) draft: Draft,
    pub(crate) date: Option<Dating>,
    pub(crate) speaker: Option<Participant>,
}

/// Drafts of the acts that the rules find, settled and pruned, not yet dated; and what dates them.
pub(crate) fn composed<'c, 't, 'a>(
    tree: &'t Tree<'a>,
    who: &'c Who<'t, 'a>,
    acts: &'c Acts,
    document: &Document,
) -> (Composer<'c, 't, 'a>, When<'t, 'a>) {
    let mut composer = Composer::heard(tree, who, acts);
    composer.recall();
    composer.settle();
    let year = document.today.or(document.published).map(model::Date::year);
    composer.is_history = history::is_history(tree, year);
    let when = When::new(tree, document, composer.is_history);
    for d in 0..composer.drafts.len() {
        let draft = &composer.drafts[d];
        if !draft.planned_if_dated || draft.dropped {
            continue;
        }
        if composer.deny_undertaken(d) {
            continue;
        }
        let draft = &composer.drafts[d];
        // "Promised on Wednesday to withdraw it": the day of the promise.
        let dated = when.expression(draft.head, draft.nominal).is_some_and(|x| {
            let own = x.first == draft.head || tree.ancestors(x.first).any(|a| a == draft.head);
            x.interval.is_some() && (own || draft.nominal || x.first > draft.head)
        });
        // An announced withdrawal needs a day; "refugees from Sudan" says where they come from.
        let yielding = matches!(draft.event_type, EventType::Retreat | EventType::Concede);
        let placed = !yielding && place::place_of_plan(tree, who, draft);
        if dated || placed {
            let draft = &mut composer.drafts[d];
            draft.status = Status::Planned;
            draft.why.push("to come, with a day or a place: planned".to_owned());
        } else if composer.drafts.iter().any(|x| x.about == Some(d) && !x.dropped) {
            // The undertaking is all there is to code.
            let draft = &mut composer.drafts[d];
            draft.dropped = true;
            draft.why.push("left out: undertaken, with no day and no place".to_owned());
        }
    }
    composer.accompany();
    composer.name_the_means();
    composer.name_the_intents();
    composer.prune();
    composer.retell();
    composer.doubt_acts();
    (composer, when)
}

pub(crate) fn draft<'t, 'a>(
    tree: &'t Tree<'a>,
    who: &Who<'t, 'a>,
    acts: &Acts,
    document: &Document,
) -> Vec<Dated> {
    let (mut composer, when) = composed(tree, who, acts, document);
    composer.guess();
    composer.name_the_known();
    composer.weigh_statuses();
    composer.await_meetings(&when);
    if !composer.is_brief() {
        let cast = composer.cast();
        composer.weigh_sides(&cast);
        composer.weigh_sectors(&cast);
    }
    let days = days::date_all(&composer, &when);
    let speakers: Vec<_> = composer.drafts.iter().map(|d| speaker(&composer, d)).collect();
    composer
        .drafts
        .into_iter()
        .zip(days.into_iter().zip(speakers))
        .map(|(draft, (date, speaker))| Dated { draft, date, speaker })
        .collect()
}

/// Who says so: the subject of the verb of speech above, else the speaker of the quotation.
fn speaker(composer: &Composer<'_, '_, '_>, draft: &Draft) -> Option<Participant> {
    let tree = composer.tree;
    let by_verb = tree.speaker_above(draft.head).or_else(|| {
        tree.analysis
            .quotes
            .iter()
            .filter(|q| q.kind == QuoteKind::Direct)
            .find(|q| q.span.contains(draft.trigger))
            .and_then(|q| q.speaker)
    })?;
    let found = composer.who.find(by_verb);
    found.participant.or_else(|| {
        Some(Participant {
            span: tree.analysis.token(by_verb).span,
            entity: model::Entity::default(),
        })
    })
}

/// Who is speaking in each of the analysis's quotations, in their order.
pub fn speakers(
    document: &Document,
    analysis: &Analysis,
    knowledge: &Knowledge,
) -> Vec<Option<Participant>> {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    analysis.quotes.iter().map(|q| q.speaker.and_then(|s| who.find(s).participant)).collect()
}

/// What parties say, one row for each speaker of each sentence, in the document's order, as the
/// weighing sees it, for fitting its table; spans in bytes, empty where nobody political speaks.
pub fn heard(document: &Document, analysis: &Analysis, knowledge: &Knowledge) -> Vec<Heard> {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    let acts = Acts::find(&tree, &who, false);
    let composer = Composer::heard(&tree, &who, &acts);
    let mut out = Vec::new();
    for s in 0..analysis.sentences.len() {
        for u in composer.utterances(s) {
            out.push(Heard {
                country: u.voice.who.entity.code.country.clone(),
                sentence: analysis.sentences[s].span,
                told: composer.told_by(s, &u.voice),
                features: u.features,
            });
        }
    }
    out
}

/// Hands on what a document's drafts are once its likely acts are among them, before their sides are
/// weighed.
fn guessed<T>(
    document: &Document,
    analysis: &Analysis,
    knowledge: &Knowledge,
    then: impl FnOnce(&Tree<'_>, &Who<'_, '_>, Composer<'_, '_, '_>) -> T,
) -> T {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    let acts = Acts::find(&tree, &who, false);
    let (mut composer, _) = composed(&tree, &who, &acts, document);
    composer.guess();
    composer.weigh_statuses();
    then(&tree, &who, composer)
}

/// The events of drafts that are not dated, and what is told of drafts by their numbers, each with the
/// number of its event set; furniture has none.
fn undated<T>(
    tree: &Tree<'_>,
    who: &Who<'_, '_>,
    document: &Document,
    drafts: Vec<Draft>,
    told: Vec<(usize, T)>,
    set: impl Fn(&mut T, usize),
) -> (Vec<Event>, Vec<T>) {
    let undated = |draft| Dated { draft, date: None, speaker: None };
    let drafts: Vec<Dated> = drafts.into_iter().map(undated).collect();
    let (events, order) = emit(tree, who, document, &drafts);
    let mut place = vec![None; drafts.len()];
    for (event, &d) in order.iter().enumerate() {
        place[d] = Some(event);
    }
    let numbered = told.into_iter().filter_map(|(d, mut x)| {
        set(&mut x, place[d]?);
        Some(x)
    });
    (events, numbered.collect())
}

/// The events, and which draft each is made of.
fn emit(
    tree: &Tree<'_>,
    who: &Who<'_, '_>,
    document: &Document,
    drafts: &[Dated],
) -> (Vec<Event>, Vec<usize>) {
    let in_furniture = |d: &Draft| document.furniture.iter().any(|f| f.overlaps(d.trigger));
    let mut order: Vec<usize> = (0..drafts.len())
        .filter(|&d| !drafts[d].draft.dropped && !in_furniture(&drafts[d].draft))
        .collect();
    // By trigger; the act that speaks of another stands before it.
    order.sort_by_key(|&d| {
        let x = &drafts[d].draft;
        (x.trigger.start, x.about.is_none(), d)
    });
    let mut position = vec![None; drafts.len()];
    for (i, &d) in order.iter().enumerate() {
        position[d] = Some(i as u32);
    }
    let mut events = Vec::with_capacity(order.len());
    for &d in &order {
        let Dated { draft, date, speaker } = &drafts[d];
        let sentence = tree.analysis.sentence_of(draft.head);
        let mut contexts: Vec<Context> = draft.contexts.clone();
        contexts.sort_unstable();
        contexts.dedup();
        let force = matches!(draft.event_type, EventType::Assault | EventType::Mobilize);
        let military = [Context::Military];
        let of_code: &[Context] = if contexts.is_empty() && force { &military } else { &contexts };
        let ontology = &tree.knowledge.ontology;
        let cameo = draft.cameo.clone().unwrap_or_else(|| {
            ontology.default_cameo(draft.event_type, &draft.modes, of_code).to_owned()
        });
        let mut why = draft.why.clone();
        let asks = draft.event_type == EventType::Request && tree.in_class("appeal", draft.head);
        let appeal = ontology.appeal(&cameo).filter(|_| asks).map(str::to_owned);
        if let Some(appeal) = &appeal {
            let word = tree.lemma(draft.head);
            why.push(format!(
                "CAMEO {appeal} for {cameo}: {word} is in lang/en/classes/appeal.txt"
            ));
        }
        let cameo = appeal.unwrap_or(cameo);
        if draft.loose {
            why.push("the words say less than the frame asks for".to_owned());
        }
        events.push(Event {
            class: EventClass {
                event_type: draft.event_type,
                modes: draft.modes.clone(),
                cameo,
                own_type: draft.own_type.clone(),
            },
            contexts,
            actors: draft.actors.clone(),
            recipients: draft.recipients.clone(),
            status: draft.status,
            about: draft.about.and_then(|a| position[a]),
            attribution: speaker.clone().filter(|s| !draft.actors.iter().any(|a| a.span == s.span)),
            date: *date,
            place: place::place(tree, who, draft),
            magnitude: place::magnitude(tree, draft),
            evidence: Evidence {
                sentence: sentence as u32,
                sentence_span: tree.analysis.sentences[sentence].span,
                trigger: draft.trigger,
                trigger_head: draft.head,
            },
            confidence: 0.0,
            fields: model::FieldConfidence::default(),
            why,
        });
    }
    (events, order)
}

/// For each sentence in order, lines that tell how its events came about, and why near misses did not.
pub fn explain(
    document: &Document,
    analysis: &Analysis,
    knowledge: &Knowledge,
) -> Vec<Vec<String>> {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    let acts = Acts::find(&tree, &who, true);
    let mut lines = vec![Vec::new(); analysis.sentences.len()];
    for dated in draft(&tree, &who, &acts, document) {
        let d = &dated.draft;
        let state = if d.dropped { "left out" } else { d.status.as_str() };
        let here = &mut lines[analysis.sentence_of(d.head)];
        here.push(format!("{} [{}] {}", d.event_type, d.trigger.of(&document.text), state));
        here.extend(d.why.iter().map(|why| format!("    {why}")));
    }
    for miss in acts.misses.iter().filter(|m| m.was_tried()) {
        let sense = knowledge.frames.get(miss.sense);
        lines[analysis.sentence_of(miss.head)].push(format!(
            "not fired: {} [{}] sense {} of {}: {}",
            sense.event.map_or("nothing", |e| e.as_str()),
            analysis.token(miss.head).span.of(&document.text),
            sense.idx,
            sense.file,
            miss.reason.told(&tree),
        ));
    }
    lines
}
