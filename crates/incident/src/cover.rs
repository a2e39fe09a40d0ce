//! Many documents in, the coverage of each piece of news out: groups, all at once.
//!
//! Closer than the forest, which looks at pairs alone: here a pair is weighed against the company that
//! both keep. Two documents that are each other's nearest are likelier of one piece of news than two
//! that are as much alike but have nearer ones; in a crowded field (an election, a war) it takes more
//! likeness than in an empty one. Groups are then joined nearest first, as long as on average they are
//! one. The shipped weights (`models/en/coverage-beside.tsv`) are those of the pair alone and give the
//! company none: the fit that did parted what belongs together in large groups
//! (`results/2026-11-28-epyc-2core/incidents.md`). The result is a function of the set of documents, whatever their order.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BinaryHeap},
};

use model::Gist;

use crate::{
    coverage::{COVERAGE_FEATURES, coverage_features},
    forest::{Judge, Reach},
    judge::{GistJudge, beside_weights},
};

/// Names of what a pair is weighed by among others: its own features, then its company.
pub const BESIDE_FEATURES: &[&str] = &[
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
    "likeness",
    "nearer to the first",
    "nearer to the second",
    "nearest of one",
    "nearest of both",
    "crowd",
    "above the denser crowd",
    "above the thinner crowd",
];

const N_OWN: usize = COVERAGE_FEATURES.len();
/// Neighbours from this one on, up to [`N_NEAREST`], are the crowd.
const N_CLOSE: usize = 5;
const N_NEAREST: usize = 10;
/// Likeness of what does not even share a rare word.
const FAR: f32 = -9.0;

/// Two documents by index, with what they are weighed by.
pub(crate) type Pair = (usize, usize, Vec<f32>);

/// Documents that may be of one piece of news, with their [`BESIDE_FEATURES`]; each pair once, the
/// smaller index first, ascending.
pub fn pairs_beside(gists: &[Gist], reach: Reach) -> Vec<Pair> {
    let judge = GistJudge::default();
    let mut alike: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    for (i, j) in met(gists, reach) {
        let chance = judge.score(&gists[i], &gists[j]).clamp(1e-4, 1.0 - 1e-4);
        alike.insert((i, j), libm::logf(chance / (1.0 - chance)));
    }
    let mut nearest: Vec<Vec<f32>> = vec![Vec::new(); gists.len()];
    for (&(i, j), &l) in &alike {
        nearest[i].push(l);
        nearest[j].push(l);
    }
    for list in &mut nearest {
        list.sort_by(|a, b| b.total_cmp(a));
        list.resize(N_NEAREST, FAR);
    }
    let crowd: Vec<f32> = nearest
        .iter()
        .map(|l| l[N_CLOSE..].iter().sum::<f32>() / (N_NEAREST - N_CLOSE) as f32)
        .collect();
    let flag = |on: bool| f32::from(u8::from(on));
    alike
        .into_iter()
        .map(|((i, j), l)| {
            let (below_i, below_j) = (l - nearest[i][0], l - nearest[j][0]);
            let mut values = coverage_features(&gists[i], &gists[j]).to_vec();
            debug_assert_eq!(values.len(), N_OWN);
            values.extend([
                l,
                below_i.min(below_j),
                below_i.max(below_j),
                flag(below_i >= 0.0 || below_j >= 0.0),
                flag(below_i >= 0.0 && below_j >= 0.0),
                f32::midpoint(crowd[i], crowd[j]),
                l - crowd[i].max(crowd[j]),
                l - crowd[i].min(crowd[j]),
            ]);
            (i, j, values)
        })
        .collect()
}

/// Pairs under a key they share, within reach.
fn met(gists: &[Gist], reach: Reach) -> Vec<(usize, usize)> {
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

/// Groups of the documents of one piece of news: for each document, the index of the first of its
/// group in the order of ids.
pub fn cover(gists: &[Gist], reach: Reach) -> Vec<usize> {
    let weights = beside_weights();
    let pairs: Vec<(usize, usize, f32)> = pairs_beside(gists, reach)
        .into_iter()
        .map(|(i, j, values)| (i, j, weights.chance(&values)))
        .collect();
    let mut order: Vec<usize> = (0..gists.len()).collect();
    order.sort_by_key(|&i| gists[i].id);
    join_by_mean(&order, &pairs, weights.floor())
}

#[derive(Clone, Copy, PartialEq)]
struct Join {
    mean: f32,
    pair: (usize, usize),
    sizes: (usize, usize),
}

impl Eq for Join {}

impl Ord for Join {
    fn cmp(&self, other: &Self) -> Ordering {
        self.mean.total_cmp(&other.mean).then(other.pair.cmp(&self.pair))
    }
}

impl PartialOrd for Join {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Joins groups nearest first, by the mean chance over all pairs (0 for pairs that are not given), down
/// to `floor`; the first of each group, for each. `order` lists all indices in an order of their own,
/// so that ties fall the same way however they are numbered.
pub fn join_by_mean(order: &[usize], pairs: &[(usize, usize, f32)], floor: f32) -> Vec<usize> {
    let n = order.len();
    let mut number = vec![0; n];
    for (k, &i) in order.iter().enumerate() {
        number[i] = k;
    }
    let mut sums: Vec<BTreeMap<usize, f32>> = vec![BTreeMap::new(); n];
    for &(i, j, p) in pairs {
        sums[number[i]].insert(number[j], p);
        sums[number[j]].insert(number[i], p);
    }
    let mut members: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
    let mut heap = BinaryHeap::new();
    for (i, list) in sums.iter().enumerate() {
        for (&j, &mean) in list.range(i + 1..) {
            heap.push(Join { mean, pair: (i, j), sizes: (1, 1) });
        }
    }
    while let Some(Join { mean, pair: (i, j), sizes }) = heap.pop() {
        if mean < floor {
            break;
        }
        if (members[i].len(), members[j].len()) != sizes {
            continue;
        }
        let joined = std::mem::take(&mut members[j]);
        members[i].extend(joined);
        let theirs = std::mem::take(&mut sums[j]);
        for (k, sum) in theirs {
            sums[k].remove(&j);
            if k != i {
                *sums[i].entry(k).or_default() += sum;
                let both = sums[i][&k];
                sums[k].insert(i, both);
            }
        }
        for (&k, &sum) in &sums[i] {
            let (a, b) = (i.min(k), i.max(k));
            let sizes = (members[a].len(), members[b].len());
            heap.push(Join { mean: sum / (sizes.0 * sizes.1) as f32, pair: (a, b), sizes });
        }
    }
    let mut out = vec![0; n];
    for group in members.iter().filter(|g| !g.is_empty()) {
        let first = order[group.iter().copied().min().unwrap_or(0)];
        for &k in group {
            out[order[k]] = first;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_among_others_is_first_weighed_by_itself() {
        assert_eq!(&BESIDE_FEATURES[..N_OWN], COVERAGE_FEATURES);
    }

    #[test]
    fn groups_are_joined_by_their_mean() {
        // 0-1 near, 2-3 near, 1-2 half near: the mean of the two pairs is not enough.
        let pairs = [(0, 1, 0.9), (2, 3, 0.8), (1, 2, 0.6)];
        let groups = |floor| join_by_mean(&[0, 1, 2, 3, 4], &pairs, floor);
        assert_eq!(groups(0.5), [0, 0, 2, 2, 4]);
        assert_eq!(groups(0.1), [0, 0, 0, 0, 4]);
        assert_eq!(groups(0.95), [0, 1, 2, 3, 4]);
    }
}
