//! Two documents in, what speaks for and against one piece of news out.

use model::Gist;

use crate::{
    days,
    forest::Reach,
    gist::resemblance,
    terms::{cosine, shared},
};

/// Names of the features, in the order of [`coverage_features`].
pub const COVERAGE_FEATURES: &[&str] = &[
    "same words",
    "half the words",
    "same headline",
    "headline in text",
    "same names",
    "rare words shared",
    "same number",
    "other number",
    "same weekday",
    "other weekday",
    "same month",
    "other month",
    "copied text",
    "days between documents",
    "numbers in both",
];

const N: usize = COVERAGE_FEATURES.len();

/// What speaks for and against; the same whichever comes first.
pub fn coverage_features(a: &Gist, b: &Gist) -> [f32; N] {
    let words = cosine(&a.terms, &b.terms);
    let rare = shared(&a.terms, &b.terms).filter(|(x, _)| *x > 5.5).count();
    let named = |mask: u32| {
        let (x, y) = (a.calendar & mask, b.calendar & mask);
        (x & y != 0, x != 0 && y != 0 && x & y == 0)
    };
    let (same_weekday, other_weekday) = named(0x7f);
    let (same_month, other_month) = named(!0x7f);
    let n_same = a.numbers.iter().filter(|n| b.numbers.contains(n)).count();
    let both = !a.numbers.is_empty() && !b.numbers.is_empty();
    let apart = match (a.day, b.day) {
        (Some(p), Some(q)) => (days::number(p) - days::number(q)).unsigned_abs(),
        _ => 0,
    };
    let flag = |on: bool| f32::from(u8::from(on));
    [
        words,
        words.sqrt(),
        cosine(&a.headline, &b.headline),
        cosine(&a.headline, &b.terms).max(cosine(&b.headline, &a.terms)),
        cosine(&a.names, &b.names),
        rare.min(8) as f32 / 8.0,
        n_same.min(3) as f32 / 3.0,
        flag(both && n_same == 0),
        flag(same_weekday),
        flag(other_weekday),
        flag(same_month),
        flag(other_month),
        resemblance(a, b),
        libm::logf(1.0 + apart as f32),
        flag(both),
    ]
}

/// Pairs of documents under a key that they share, within reach; each once, the smaller index first,
/// ascending.
pub fn pairs_met(gists: &[Gist], reach: Reach) -> Vec<(usize, usize)> {
    let mut postings: Vec<_> = gists
        .iter()
        .enumerate()
        .flat_map(|(i, g)| g.postings.iter().map(move |p| (*p, i)))
        .collect();
    postings.sort_unstable();
    let mut pairs = Vec::new();
    for (at, (p, i)) in postings.iter().enumerate() {
        for (q, j) in postings[at + 1..].iter().take(reach.n_between) {
            if p.key != q.key || i64::from(q.day) - i64::from(p.day) > i64::from(reach.n_days) {
                break;
            }
            pairs.push((*i.min(j), *i.max(j)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.retain(|(i, j)| i != j);
    pairs
}
