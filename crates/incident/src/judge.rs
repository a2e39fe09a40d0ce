//! Chances that two tell of one happening, with the reasons.

use std::sync::LazyLock;

use model::{Event, Gist, Report};

use crate::{
    forest::Judge,
    keys::family,
    pair::{Feature, N_FEATURES, REPORT_FEATURES, Values, values},
    stories::{STORY_FEATURES, story_features},
    weights::Weights,
};

static ACROSS: LazyLock<Weights> = LazyLock::new(|| {
    Weights::read(include_str!("../../../models/en/incident-across.tsv"), REPORT_FEATURES)
});
static WITHIN: LazyLock<Weights> = LazyLock::new(|| {
    Weights::read(include_str!("../../../models/en/incident-within.tsv"), REPORT_FEATURES)
});
static STORIES: LazyLock<Weights> =
    LazyLock::new(|| Weights::read(include_str!("../../../models/en/stories.tsv"), STORY_FEATURES));

const N_REASONS: usize = 5;

/// Whether two reports of two documents tell of one happening.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReportJudge;

impl Judge<Report> for ReportJudge {
    /// 0 for two reports of one document, which were parted by closer reading, and for acts of two
    /// families (a shelling is not a ceasefire).
    fn score(&self, a: &Report, b: &Report) -> f32 {
        if a.gist.id == b.gist.id || family(a.event_type) != family(b.event_type) {
            return 0.0;
        }
        let (a, b) = if a.id < b.id { (a, b) } else { (b, a) };
        ACROSS.chance(&values(a, b))
    }

    fn reasons(&self, a: &Report, b: &Report) -> Vec<String> {
        let (a, b) = if a.id < b.id { (a, b) } else { (b, a) };
        ACROSS.reasons(&values(a, b), REPORT_FEATURES, N_REASONS)
    }

    fn floor(&self) -> f32 {
        ACROSS.floor()
    }
}

/// Whether two documents tell one piece of news.
#[derive(Clone, Copy, Debug, Default)]
pub struct GistJudge;

impl Judge<Gist> for GistJudge {
    fn score(&self, a: &Gist, b: &Gist) -> f32 {
        let (a, b) = if a.id < b.id { (a, b) } else { (b, a) };
        STORIES.chance(&story_features(a, b))
    }

    fn reasons(&self, a: &Gist, b: &Gist) -> Vec<String> {
        let (a, b) = if a.id < b.id { (a, b) } else { (b, a) };
        STORIES.reasons(&story_features(a, b), STORY_FEATURES, N_REASONS)
    }

    fn floor(&self) -> f32 {
        STORIES.floor()
    }
}

/// Whether two events of one document are one act.
pub(crate) struct Within;

impl Within {
    /// What cannot be: acts of two families.
    pub(crate) fn may_join(a: &Report, b: &Report) -> bool {
        family(a.event_type) == family(b.event_type)
    }

    pub(crate) fn chance(a: &Report, b: &Report, events: &[Event]) -> f32 {
        WITHIN.chance(&within_values(a, b, events))
    }

    pub(crate) fn floor() -> f32 {
        WITHIN.floor()
    }
}

/// As [`values`], for two reports of one event each of the same document. An act and the act it
/// speaks of, and two acts of one sentence with different words, are told apart by the sentence.
pub(crate) fn within_values(a: &Report, b: &Report, events: &[Event]) -> [f32; N_FEATURES] {
    let (x, y) = (&events[a.events[0] as usize], &events[b.events[0] as usize]);
    let mut v = Values(values(a, b));
    for same in [Feature::SameHeadline, Feature::SameSubject, Feature::SameNames, Feature::Copy] {
        v.set(same, 0.0);
    }
    let apart = x.evidence.sentence.abs_diff(y.evidence.sentence);
    v.set(Feature::SentencesApart, (1.0 + apart as f32).ln());
    v.set(Feature::SameSentence, f32::from(u8::from(apart == 0)));
    v.0
}
