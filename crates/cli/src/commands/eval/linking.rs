//! Documents of one piece of news, events of one happening: our answers to the gold's.

use std::sync::Arc;

use engine::{Engine, Reading};
use incident::{GistJudge, Memory, Reach, ReportJudge};
use measure::{
    Error,
    coverage::Item,
    figures::Figures,
    incidents::{Found, Planted},
};
use model::{DocumentKind, Gist, RawDocument, Report};

/// Reads gold texts in order, with all cores.
fn read_all(engine: &Engine, raws: Vec<RawDocument>) -> Vec<Reading> {
    let mut out = Vec::with_capacity(raws.len());
    engine.read_all(raws.into_iter().map(Ok::<_, ()>), 0, |item| {
        out.extend(item);
        true
    });
    out
}

fn raw(id: &str, text: &str) -> RawDocument {
    RawDocument {
        id: Some(id.to_owned()),
        kind: DocumentKind::Record,
        bytes: text.as_bytes().to_vec(),
        ..RawDocument::default()
    }
}

pub(super) fn coverage(gold: &str, n_show: usize, engine: &Engine) -> Result<Figures, Error> {
    let items: Vec<Item> = measure::coverage::items(gold)?;
    let raws = items.iter().map(|i| raw(&i.id, &i.text)).collect();
    let mut forest: Memory<Gist> = Memory::new(Reach::documents());
    let mut ids = Vec::new();
    for reading in read_all(engine, raws) {
        let gist = incident::gist(&reading.document, &reading.analysis);
        ids.push(gist.id);
        forest.add(gist, &GistJudge::default());
    }
    let answers: Vec<u64> =
        ids.iter().map(|id| forest.root(*id).map_or(id.0, |root| root.0)).collect();
    Ok(measure::coverage::score(&items, &answers, n_show))
}

/// Planted incidents, or gold mentions of actions where the lines have `mentions`.
pub(super) fn incidents(gold: &str, n_show: usize, engine: &Engine) -> Result<Figures, Error> {
    let corpus = measure::incidents::planted(gold)?;
    let raws = corpus
        .iter()
        .map(|d| RawDocument {
            published: d.published.parse().ok(),
            publisher: Some(d.publisher.clone()),
            ..raw(&d.id, &d.text)
        })
        .collect();
    let mut forest: Memory<Report> = Memory::new(Reach::default());
    let mut placed = Vec::new();
    for (document, reading) in read_all(engine, raws).into_iter().enumerate() {
        let gist = Arc::new(incident::gist(&reading.document, &reading.analysis));
        let reports =
            incident::reports(&reading.document, &reading.analysis, &reading.events, &gist);
        for report in reports {
            for &e in &report.events {
                if let Some((gold, label)) = told(&corpus[document], &reading, e as usize) {
                    placed.push((document, gold, label, report.id));
                }
            }
            forest.add(report, &ReportJudge::default());
        }
    }
    let found: Vec<Found> = placed
        .into_iter()
        .map(|(document, gold, label, id)| {
            let answer = forest.root(id).map_or(id.0, |root| root.0);
            Found { document, label, gold, answer }
        })
        .collect();
    Ok(measure::incidents::score(&corpus, &found, n_show))
}

/// The incident of the stretch that an event's trigger stands in, where the types fit.
fn told(document: &Planted, reading: &Reading, event: usize) -> Option<(u64, String)> {
    let e = &reading.events[event];
    let chars = wire::Characters::new(&reading.document.text);
    let at = u64::from(chars.at(e.evidence.trigger.start));
    let stretch = document.tells.iter().find(|t| t.start <= at && at < t.end)?;
    let kind = e.class.event_type.as_str();
    if !stretch.types.iter().any(|t| t == kind) {
        return None;
    }
    let day = e.date.map_or_else(String::new, |d| d.interval.start.to_string());
    let words = chars.words(e.evidence.sentence_span);
    Some((stretch.incident, format!("{} {kind} {day} {words}", document.id)))
}
