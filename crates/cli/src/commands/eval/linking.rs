//! Documents of one piece of news, events of one happening: our answers to the gold's.

use std::sync::Arc;

use engine::{Engine, Reading};
use incident::{ActionJudge, GistJudge, Judge, Memory, Reach, ReportJudge};
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
    let gists: Vec<Gist> = read_all(engine, raws)
        .iter()
        .map(|reading| incident::gist(&reading.document, &reading.analysis))
        .collect();
    let mut forest: Memory<Gist> = Memory::new(Reach::documents());
    for gist in &gists {
        forest.add(gist.clone(), &GistJudge::default());
    }
    let by_pairs: Vec<u64> =
        gists.iter().map(|g| forest.root(g.id).map_or(g.id.0, |root| root.0)).collect();
    let together = incident::cover(&gists);
    let answers: Vec<u64> = together.into_iter().map(|i| i as u64).collect();
    let mut figures = measure::coverage::score(&items, &answers, n_show);
    let pairs: Vec<(u64, u64)> = items.iter().map(|i| i.group).zip(by_pairs).collect();
    figures.fix("B3 F1 one by one", measure::partition::b_cubed(&pairs).f1);
    Ok(figures)
}

/// Planted incidents, or gold mentions of actions where the lines have `mentions`.
pub(super) fn incidents(gold: &str, n_show: usize, engine: &Engine) -> Result<Figures, Error> {
    if gold.lines().next().is_some_and(|l| l.contains("\"selected_sentences\"")) {
        return actions(gold, engine);
    }
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

/// Gold mentions of actions, linked over all documents at once.
fn actions(gold: &str, engine: &Engine) -> Result<Figures, Error> {
    let corpus = measure::incidents::actions(gold)?;
    let raws = corpus.iter().map(|(id, text, _)| raw(id, text)).collect();
    let mut forest: Memory<Report> = Memory::new(Reach::documents());
    let (mut mentions, mut chains) = (Vec::new(), Vec::new());
    for (reading, (_, _, actions)) in read_all(engine, raws).iter().zip(&corpus) {
        let (document, analysis) = (&reading.document, &reading.analysis);
        let gist = Arc::new(incident::gist(document, analysis));
        for (n, a) in actions.iter().enumerate() {
            let span = model::Span::new(a.start, a.end);
            let report = incident::action(document, analysis, span, &gist, n);
            forest.add(report.clone(), &ActionJudge);
            mentions.push(report);
            chains.push(a.chain);
        }
    }
    let one_by_one: Vec<u64> =
        mentions.iter().map(|m| forest.root(m.id).map_or(m.id.0, |root| root.0)).collect();
    let mut pairs = Vec::new();
    for (i, a) in mentions.iter().enumerate() {
        for (j, b) in mentions.iter().enumerate().skip(i + 1) {
            if a.postings.iter().any(|p| b.postings.iter().any(|q| p.key == q.key)) {
                pairs.push((i, j, ActionJudge.score(a, b)));
            }
        }
    }
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|&i| mentions[i].id);
    let joined = incident::join_by_mean(&order, &pairs, ActionJudge.floor());
    let answers: Vec<u64> = joined.into_iter().map(|i| i as u64).collect();
    let mut figures = measure::incidents::score_actions(&chains, &answers);
    let pairs: Vec<(u64, u64)> = chains.iter().copied().zip(one_by_one).collect();
    figures.fix("CoNLL F1 one by one", measure::partition::conll(&pairs));
    Ok(figures)
}
