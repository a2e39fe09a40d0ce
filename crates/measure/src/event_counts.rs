//! Counts of coded events by document in, figures with bounds out.

use crate::{Prf, figures::Figures};

/// Counts of one document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) n_gold: usize,
    pub(crate) n_answers: usize,
    pub(crate) quad: usize,
    pub(crate) event_type: usize,
    pub(crate) who: usize,
    pub(crate) full: usize,
    pub(crate) falsely_asserted: usize,
    pub(crate) typed: usize,
    pub(crate) status_right: usize,
    pub(crate) dated: usize,
    pub(crate) day_right: usize,
    pub(crate) quotes_gold: usize,
    pub(crate) quotes_answers: usize,
    pub(crate) quotes_hit: usize,
    pub(crate) speaker_right: usize,
}

/// The hits of one level.
type Hits = fn(&Counts) -> usize;

/// Levels of agreement, from the quad class to everything.
pub(crate) const LEVELS: [(&str, Hits); 4] =
    [("quad", |c| c.quad), ("type", |c| c.event_type), ("who", |c| c.who), ("full", |c| c.full)];

/// Shares: name, part, whole.
const SHARES: [(&str, Hits, Hits); 4] = [
    ("status right", |c| c.status_right, |c| c.typed),
    ("falsely asserted", |c| c.falsely_asserted, |c| c.n_answers),
    ("day right", |c| c.day_right, |c| c.dated),
    ("speaker right", |c| c.speaker_right, |c| c.quotes_hit),
];

impl Counts {
    pub(crate) fn add(&mut self, o: &Counts) {
        self.n_gold += o.n_gold;
        self.n_answers += o.n_answers;
        self.quad += o.quad;
        self.event_type += o.event_type;
        self.who += o.who;
        self.full += o.full;
        self.falsely_asserted += o.falsely_asserted;
        self.typed += o.typed;
        self.status_right += o.status_right;
        self.dated += o.dated;
        self.day_right += o.day_right;
        self.quotes_gold += o.quotes_gold;
        self.quotes_answers += o.quotes_answers;
        self.quotes_hit += o.quotes_hit;
        self.speaker_right += o.speaker_right;
    }
}

/// Every figure over documents, with the bounds that hold it in 95 of 100 samples of documents.
pub(crate) fn figures(documents: &[Counts]) -> Figures {
    let sum = |drawn: &[&Counts], f: Hits| drawn.iter().map(|c| f(c)).sum::<usize>();
    let mut figures = Figures::default();
    for (name, hits) in LEVELS {
        let of =
            |d: &[&Counts]| Prf::of(sum(d, hits), sum(d, |c| c.n_answers), sum(d, |c| c.n_gold));
        figures.add(&format!("{name} precision"), documents, |d| of(d).precision);
        figures.add(&format!("{name} recall"), documents, |d| of(d).recall);
        figures.add(&format!("{name} F1"), documents, |d| of(d).f1);
    }
    for (name, part, whole) in SHARES {
        figures.add(name, documents, |d| sum(d, part) as f64 / sum(d, whole).max(1) as f64);
    }
    let quotes = |d: &[&Counts]| {
        Prf::of(sum(d, |c| c.quotes_hit), sum(d, |c| c.quotes_answers), sum(d, |c| c.quotes_gold))
    };
    figures.add("quotes F1", documents, |d| quotes(d).f1);
    figures
}
