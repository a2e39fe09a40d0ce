//! Chances that two tell of one happening, with the reasons.

use std::sync::LazyLock;

use model::{Event, Gist, Report};

use crate::{
    coverage::{COVERAGE_FEATURES, coverage_features},
    forest::Judge,
    keys::may_be_one,
    pair::{Feature, N_FEATURES, REPORT_FEATURES, Values, may_be_alike, values, values_while},
    weights::Weights,
};

static ACROSS: LazyLock<Weights> = LazyLock::new(|| {
    Weights::read(include_str!("../../../models/en/incident-across.tsv"), REPORT_FEATURES)
});
static WITHIN: LazyLock<Weights> = LazyLock::new(|| {
    Weights::read(include_str!("../../../models/en/incident-within.tsv"), REPORT_FEATURES)
});
static COVERAGE: LazyLock<Weights> = LazyLock::new(|| {
    Weights::read(include_str!("../../../models/en/coverage.tsv"), COVERAGE_FEATURES)
});

pub(crate) const N_REASONS: usize = 5;

/// Whether two reports of two documents tell of one happening.
#[derive(Clone, Copy, Debug)]
pub struct ReportJudge(&'static Weights);

impl Default for ReportJudge {
    fn default() -> Self {
        Self(&ACROSS)
    }
}

impl ReportJudge {
    /// With another table of weights, kept for as long as the program runs.
    pub fn with_table(table: &str) -> Self {
        Self(Box::leak(Box::new(Weights::read(table, REPORT_FEATURES))))
    }

    /// Whether the chance may reach the floor, with some features still open.
    fn hopes(self) -> impl Fn(&[f32], &[Feature]) -> bool {
        move |known, open| self.0.may_reach(known, open.iter().map(|f| *f as usize))
    }
}

impl Judge<Report> for ReportJudge {
    /// 0 for two reports of one document, which were parted by closer reading, and for acts of two
    /// families (a shelling is not a ceasefire); and for two whose chance is below the floor whatever
    /// their words are.
    fn score(&self, a: &Report, b: &Report) -> f32 {
        if a.gist.id == b.gist.id || !may_be_one(a.event_type, b.event_type) {
            return 0.0;
        }
        let (a, b) = if a.id < b.id { (a, b) } else { (b, a) };
        values_while(a, b, self.hopes()).map_or(0.0, |v| self.0.chance(&v))
    }

    fn may_join(&self, a: &Report, b: &Report) -> bool {
        a.gist.id != b.gist.id && may_be_one(a.event_type, b.event_type) && {
            let (a, b) = if a.id < b.id { (a, b) } else { (b, a) };
            may_be_alike(a, b, self.hopes())
        }
    }

    fn reasons(&self, a: &Report, b: &Report) -> Vec<String> {
        let (a, b) = if a.id < b.id { (a, b) } else { (b, a) };
        self.0.reasons(&values(a, b), REPORT_FEATURES, N_REASONS)
    }

    fn floor(&self) -> f32 {
        self.0.floor()
    }
}

/// Whether two documents tell one piece of news.
#[derive(Clone, Copy, Debug)]
pub struct GistJudge(&'static Weights);

impl Default for GistJudge {
    fn default() -> Self {
        Self(&COVERAGE)
    }
}

impl GistJudge {
    /// With another table of weights, kept for as long as the program runs.
    pub fn with_table(table: &str) -> Self {
        Self(Box::leak(Box::new(Weights::read(table, COVERAGE_FEATURES))))
    }
}

impl Judge<Gist> for GistJudge {
    fn score(&self, a: &Gist, b: &Gist) -> f32 {
        let (a, b) = if a.id < b.id { (a, b) } else { (b, a) };
        self.0.chance(&coverage_features(a, b))
    }

    fn reasons(&self, a: &Gist, b: &Gist) -> Vec<String> {
        let (a, b) = if a.id < b.id { (a, b) } else { (b, a) };
        self.0.reasons(&coverage_features(a, b), COVERAGE_FEATURES, N_REASONS)
    }

    fn floor(&self) -> f32 {
        self.0.floor()
    }
}

/// Whether two events of one document are one act.
pub(crate) struct Within;

impl Within {
    /// What cannot be: acts of two families.
    pub(crate) fn may_join(a: &Report, b: &Report) -> bool {
        may_be_one(a.event_type, b.event_type)
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
    v.set(Feature::SentencesApart, libm::logf(1.0 + apart as f32));
    v.set(Feature::SameSentence, f32::from(u8::from(apart == 0)));
    v.0
}
