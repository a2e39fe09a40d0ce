//! Words that name an act, of any kind, in, a report of them out: linking apart from coding.
//!
//! For gold mentions of actions (ECB+), whose types nobody coded: what is compared is the words, the
//! sentence, whoever is named in it, and the documents.

use std::sync::{Arc, LazyLock};

use model::{
    Analysis, Document, Entity, EventType, Faces, Gist, Magnitude, Posting, Report, Scene, Span,
    Status, Told, Upos,
};

use crate::{
    forest::Judge,
    gist::resemblance,
    judge::N_REASONS,
    terms::{Bag, content_id, cosine, is_content, key, shared, stem},
    weights::Weights,
};

static ACTIONS: LazyLock<Weights> = LazyLock::new(|| {
    Weights::read(include_str!("../../../models/en/incident-actions.tsv"), ACTION_FEATURES)
});

/// A report of the act that `span` (bytes) names; `number` tells it from others of its document.
pub fn action(
    document: &Document,
    analysis: &Analysis,
    span: Span,
    gist: &Arc<Gist>,
    number: usize,
) -> Report {
    let sentence = analysis.sentences.iter().find(|s| s.span.overlaps(span));
    let (mut triggers, mut words) = (Bag::default(), Bag::default());
    let (mut actors, mut scene) = (Vec::new(), None);
    for token in sentence.into_iter().flat_map(model::Sentence::tokens).map(|t| analysis.token(t)) {
        if token.span.overlaps(span) {
            triggers.add(&stem(&token.lemma));
        } else if is_content(token) {
            words.add(&stem(&token.lemma));
        }
        if token.upos == Upos::Propn
            && let Some((kind, _)) = token.name
        {
            let name = token.span.of(&document.text).to_owned();
            if kind == model::NameKind::Place {
                scene.get_or_insert(Scene { name, ..Scene::default() });
            } else {
                actors.push(Entity { name, ..Entity::default() });
            }
        }
    }
    let mut report = Report {
        id: content_id(&format!("{}@{number}", document.id)),
        gist: Arc::clone(gist),
        events: vec![number as u32],
        event_type: EventType::Consult,
        modes: Vec::new(),
        cameo: String::new(),
        status: Status::Happened,
        told: vec![Told::Happened],
        actors,
        recipients: Vec::new(),
        faces: Faces::default(),
        days: None,
        basis: None,
        scene,
        magnitude: Magnitude::default(),
        triggers: triggers.weighted(4),
        words: words.weighted(24),
        again: false,
        confidence: 1.0,
        rank: 0,
        postings: Vec::new(),
    };
    let day = gist.day.map_or(Posting::NO_DAY, crate::days::number);
    let mut rare: Vec<_> = report.words.clone();
    rare.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.word.cmp(&b.word)));
    let keys = report
        .triggers
        .iter()
        .map(|t| key(&["trigger", &t.word.to_string()]))
        .chain(rare.iter().take(4).map(|t| key(&["word", &t.word.to_string()])));
    let sketch = gist.terms.iter().map(|t| t.word.wrapping_mul(0x9e37_79b1)).min().unwrap_or(0);
    report.postings = keys.map(|key| Posting { key, day, sketch, id: report.id }).collect();
    report.postings.sort_unstable();
    report.postings.dedup();
    report
}

/// Names of the features, in the order of [`action_features`].
pub const ACTION_FEATURES: &[&str] = &[
    "same trigger",
    "trigger in like documents",
    "same words",
    "half the words",
    "rare words shared",
    "same headline",
    "documents alike",
    "documents half alike",
    "documents with the same names",
    "copied text",
    "one document",
    "same trigger in one document",
    "same name beside it",
    "other names beside it",
    "same place beside it",
    "other place beside it",
];

/// What speaks for and against two mentions naming one act; the same whichever comes first.
pub fn action_features(a: &Report, b: &Report) -> Vec<f32> {
    let (a, b) = if a.id < b.id { (a, b) } else { (b, a) };
    let flag = |on: bool| f32::from(u8::from(on));
    let trigger = cosine(&a.triggers, &b.triggers);
    let (words, subject) = (cosine(&a.words, &b.words), cosine(&a.gist.terms, &b.gist.terms));
    let rare = shared(&a.words, &b.words).filter(|(x, _)| *x > 5.0).count();
    let one = flag(a.gist.id == b.gist.id);
    let named = |r: &Report| r.actors.iter().map(|e| e.name.to_lowercase()).collect::<Vec<_>>();
    let (p, q) = (named(a), named(b));
    let shares = p.iter().any(|n| q.contains(n));
    let places = a.scene.as_ref().zip(b.scene.as_ref());
    let same_place = places.map(|(x, y)| x.name.eq_ignore_ascii_case(&y.name));
    vec![
        trigger,
        trigger * subject.sqrt(),
        words,
        words.sqrt(),
        rare.min(4) as f32 / 4.0,
        cosine(&a.gist.headline, &b.gist.headline),
        subject,
        subject.sqrt(),
        cosine(&a.gist.names, &b.gist.names),
        resemblance(&a.gist, &b.gist),
        one,
        one * trigger,
        flag(shares),
        flag(!shares && !p.is_empty() && !q.is_empty()),
        flag(same_place == Some(true)),
        flag(same_place == Some(false)),
    ]
}

/// Whether two mentions name one act.
#[derive(Clone, Copy, Debug, Default)]
pub struct ActionJudge;

impl Judge<Report> for ActionJudge {
    fn score(&self, a: &Report, b: &Report) -> f32 {
        ACTIONS.chance(&action_features(a, b))
    }

    fn reasons(&self, a: &Report, b: &Report) -> Vec<String> {
        ACTIONS.reasons(&action_features(a, b), ACTION_FEATURES, N_REASONS)
    }

    fn floor(&self) -> f32 {
        ACTIONS.floor()
    }
}
