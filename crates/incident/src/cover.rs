//! Many documents in, the coverage of each piece of news out: groups, all at once.
//!
//! Closer than the forest, which looks at pairs alone: here a pair is weighed against the company that
//! both keep. How much a word tells is how rare it is among these documents; and in a crowded field (an
//! election, a war) it takes more likeness than in an empty one, as with the local scaling of
//! Zelnik-Manor and Perona 2004. Groups are then joined nearest first, as long as on average they are
//! one. The result is a function of the set of documents, whatever their order. Memory and time grow
//! with the square of their number: it is meant for some thousand at once.

use std::{cmp::Ordering, collections::BTreeMap, collections::BinaryHeap};

use model::{Gist, Term};

use crate::terms::{norm, rarity_among};

/// Least mean likeness, scaled, of what is one piece of news.
const FLOOR: f32 = 0.66;
/// What a weekday or month that both name adds to their likeness.
const SAME_DAYS: f32 = 0.04;
/// What it takes where both name weekdays, and none that both name: news of Monday and of Thursday.
const OTHER_WEEKDAYS: f32 = 0.16;
/// The same of months.
const OTHER_MONTHS: f32 = 0.1;
/// How much the headlines' likeness adds.
const HEADLINE: f32 = 0.15;
/// The neighbours from this one on, up to [`N_NEAREST`], are the crowd: nearer ones may be of the same
/// piece of news.
const N_CLOSE: usize = 10;
const N_NEAREST: usize = 60;
/// Likeness of a neighbour that is not there, in a small set: what it usually is in news.
const USUAL: f32 = 0.07;
/// Added to each crowd, so that an outsider does not take the first that comes.
const APART: f32 = 0.02;

/// Groups of the documents of one piece of news: for each document, the index of the first of its
/// group in the order of ids.
pub fn cover(gists: &[Gist]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..gists.len()).collect();
    order.sort_by_key(|&i| gists[i].id);
    let lists =
        |part: fn(&Gist) -> &[Term]| order.iter().map(|&i| part(&gists[i])).collect::<Vec<_>>();
    let mut alike = likeness(&lists(|g| &g.terms));
    let headlines = likeness(&lists(|g| &g.headline));
    for (row, more) in alike.iter_mut().zip(&headlines) {
        for (x, y) in row.iter_mut().zip(more) {
            *x += HEADLINE * y;
        }
    }
    let crowd: Vec<f32> = (0..gists.len()).map(|i| APART + crowd(&alike, i)).collect();
    let mut pairs = Vec::new();
    for (i, row) in alike.iter().enumerate() {
        for (j, &x) in row.iter().enumerate().filter(|(_, x)| **x > 0.0) {
            let x = x + days_alike(&gists[order[i]], &gists[order[j]]);
            if x > 0.0 {
                pairs.push((order[j], order[i], x / (crowd[i] * crowd[j]).sqrt().sqrt()));
            }
        }
    }
    join_by_mean(&order, &pairs, FLOOR)
}

/// How far the weekdays and months that two documents name speak for one piece of news.
fn days_alike(a: &Gist, b: &Gist) -> f32 {
    /// Bits of the weekdays in [`Gist::calendar`]; the months lie above.
    const WEEKDAYS: u32 = 0x7f;
    let both = a.calendar & b.calendar;
    let differ = |part: u32| a.calendar & part != 0 && b.calendar & part != 0 && both & part == 0;
    let mut sum = if both != 0 { SAME_DAYS } else { 0.0 };
    if differ(WEEKDAYS) {
        sum -= OTHER_WEEKDAYS;
    }
    if differ(!WEEKDAYS) {
        sum -= OTHER_MONTHS;
    }
    sum
}

/// Cosines of each list with those before it, words weighed by how rare they are among the lists.
fn likeness(lists: &[&[Term]]) -> Vec<Vec<f32>> {
    let mut holders: BTreeMap<u32, u32> = BTreeMap::new();
    for term in lists.iter().flat_map(|list| list.iter()) {
        *holders.entry(term.word).or_default() += 1;
    }
    let mut seen: BTreeMap<u32, Vec<(usize, f32)>> = BTreeMap::new();
    let mut out = Vec::with_capacity(lists.len());
    for (i, list) in lists.iter().enumerate() {
        let mut own: Vec<Term> = list
            .iter()
            .map(|t| Term { weight: rarity_among(*t, holders[&t.word], lists.len()), ..*t })
            .collect();
        let length = norm(&own);
        let mut row = vec![0.0; i];
        for term in &mut own {
            term.weight /= length;
            let before = seen.entry(term.word).or_default();
            for (j, weight) in before.iter() {
                row[*j] += weight * term.weight;
            }
            before.push((i, term.weight));
        }
        out.push(row);
    }
    out
}

/// Mean likeness of the neighbours of document `i` that are near without being nearest.
fn crowd(alike: &[Vec<f32>], i: usize) -> f32 {
    let later = alike[i + 1..].iter().map(|row| row[i]);
    let mut all: Vec<f32> = alike[i].iter().copied().chain(later).collect();
    all.sort_by(|a, b| b.total_cmp(a));
    let near = all.iter().copied().chain(std::iter::repeat(USUAL)).take(N_NEAREST).skip(N_CLOSE);
    near.sum::<f32>() / (N_NEAREST - N_CLOSE) as f32
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
    fn groups_are_joined_by_their_mean() {
        // 0-1 near, 2-3 near, 1-2 half near: the mean of the two pairs is not enough.
        let pairs = [(0, 1, 0.9), (2, 3, 0.8), (1, 2, 0.6)];
        let groups = |floor| join_by_mean(&[0, 1, 2, 3, 4], &pairs, floor);
        assert_eq!(groups(0.5), [0, 0, 2, 2, 4]);
        assert_eq!(groups(0.1), [0, 0, 0, 0, 4]);
        assert_eq!(groups(0.95), [0, 1, 2, 3, 4]);
    }

    fn gist(id: u64, words: &[u32]) -> Gist {
        let terms: Vec<Term> = words.iter().map(|&word| Term { word, weight: 5.0 }).collect();
        Gist { id: model::ContentId(id), headline: terms.clone(), terms, ..Gist::default() }
    }

    #[test]
    fn other_weekdays_set_apart() {
        let day = |bits| Gist { calendar: bits, ..Gist::default() };
        let (monday, thursday, may) = (day(1), day(8), day(1 << 11));
        assert!(days_alike(&monday, &monday) > 0.0);
        assert!(days_alike(&monday, &thursday) < days_alike(&monday, &may));
        assert!(days_alike(&monday, &may).abs() < 1e-9);
        let (words, others): (Vec<u32>, Vec<u32>) = ((1..9).collect(), (6..14).collect());
        let news = |a, b| {
            let one = Gist { calendar: a, ..gist(1, &words) };
            cover(&[one, Gist { calendar: b, ..gist(2, &others) }])
        };
        assert_eq!(news(1, 1), [0, 0]);
        assert_eq!(news(1, 8), [0, 1]);
    }

    #[test]
    fn the_same_words_are_one_piece_of_news_in_any_order() {
        let gists = [
            gist(5, &[1, 2, 3, 4]),
            gist(2, &[10, 11, 12]),
            gist(9, &[1, 2, 3, 5]),
            gist(1, &[10, 11, 13]),
            gist(7, &[20, 21]),
            gist(8, &[]),
        ];
        assert_eq!(cover(&gists), [0, 3, 0, 3, 4, 5]);
        let turned: Vec<Gist> = gists.iter().rev().cloned().collect();
        assert_eq!(cover(&turned), [0, 1, 2, 5, 2, 5]);
        assert_eq!(cover(&[]), Vec::<usize>::new());
    }
}
