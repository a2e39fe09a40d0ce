//! Nodes come and go in any order; what is left is what the definition says.

#![allow(clippy::float_cmp, reason = "ties are ties: the same sums in the same order")]
#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::{BTreeMap, BTreeSet};

use incident::{Judge, Memory, Reach};
use model::{ContentId, Correction, Link, Node, Posting};
use proptest::prelude::*;

#[derive(Clone, Debug, PartialEq)]
struct Dot {
    id: ContentId,
    rank: u32,
    at: f32,
    postings: Vec<Posting>,
}

impl Node for Dot {
    fn id(&self) -> ContentId {
        self.id
    }
    fn rank(&self) -> u32 {
        self.rank
    }
    fn postings(&self) -> &[Posting] {
        &self.postings
    }
}

struct Near;

impl Judge<Dot> for Near {
    fn score(&self, a: &Dot, b: &Dot) -> f32 {
        1.0 / (1.0 + (a.at - b.at).abs())
    }
    fn reasons(&self, _: &Dot, _: &Dot) -> Vec<String> {
        vec!["near".to_owned()]
    }
    fn floor(&self) -> f32 {
        0.3
    }
}

const REACH: Reach = Reach { n_between: 3, n_days: 4 };

fn dots() -> impl Strategy<Value = Vec<Dot>> {
    let dot = (0u32..3, 0u8..12, prop::collection::btree_set((0u64..3, 0i32..9, 0u32..4), 1..3));
    prop::collection::vec(dot, 2..26).prop_map(|list| {
        let mut out = Vec::new();
        for (i, (rank, at, places)) in list.into_iter().enumerate() {
            let id = ContentId((i as u64 * 7919) % 1009);
            let mut keys = BTreeSet::new();
            let postings = places
                .into_iter()
                .filter(|p| keys.insert(p.0))
                .map(|(key, day, sketch)| Posting { key, day, sketch, id })
                .collect();
            out.push(Dot { id, rank, at: f32::from(at), postings });
        }
        out
    })
}

/// Links by the definition, from the whole set at once.
fn defined(
    dots: &[Dot],
    corrections: &BTreeSet<Correction>,
) -> BTreeMap<ContentId, Option<ContentId>> {
    let apart = |a, b| {
        corrections.contains(&Correction::Apart(a, b))
            || corrections.contains(&Correction::Apart(b, a))
    };
    let mut all: Vec<Posting> = dots.iter().flat_map(|d| d.postings.clone()).collect();
    all.sort();
    let mut out = BTreeMap::new();
    for d in dots {
        let pin = corrections.iter().find_map(|c| match *c {
            Correction::Pin(a, to) if a == d.id => Some(to),
            _ => None,
        });
        if let Some(to) = pin
            && to.is_none_or(|to| dots.iter().any(|x| x.id == to))
        {
            out.insert(d.id, to);
            continue;
        }
        let mut best: Option<(&Dot, f32)> = None;
        for e in dots.iter().filter(|e| (e.rank, e.id) < (d.rank, d.id) && !apart(e.id, d.id)) {
            let neighbours = d.postings.iter().any(|p| {
                e.postings.iter().filter(|q| q.key == p.key).any(|q| {
                    let (low, high) = (p.min(q), p.max(q));
                    let between = all.iter().filter(|x| low < *x && *x < high).count();
                    between < REACH.n_between && (p.day - q.day).abs() <= REACH.n_days
                })
            });
            let score = Near.score(d, e);
            let better = best
                .is_none_or(|(b, s)| score > s || (score == s && (e.rank, e.id) < (b.rank, b.id)));
            if neighbours && score >= Near.floor() && better {
                best = Some((e, score));
            }
        }
        out.insert(d.id, best.map(|b| b.0.id));
    }
    out
}

/// Groups by the definition: joins first, then links by score, never bringing together what is apart.
fn grouped(dots: &[Dot], corrections: &BTreeSet<Correction>) -> BTreeSet<BTreeSet<ContentId>> {
    let links = defined(dots, corrections);
    let mut group: BTreeMap<ContentId, ContentId> = dots.iter().map(|d| (d.id, d.id)).collect();
    let mut join = |a: ContentId, b: ContentId, heed: bool| {
        let (Some(&x), Some(&y)) = (group.get(&a), group.get(&b)) else { return };
        let barred = heed
            && x != y
            && corrections.iter().any(|c| match c {
                Correction::Apart(p, q) => match (group.get(p), group.get(q)) {
                    (Some(&p), Some(&q)) => (p, q) == (x, y) || (p, q) == (y, x),
                    _ => false,
                },
                _ => false,
            });
        if !barred {
            for g in group.values_mut().filter(|g| **g == y) {
                *g = x;
            }
        }
    };
    for c in corrections {
        if let Correction::Join(a, b) = c {
            join(*a, *b, false);
        }
    }
    let dot = |id| dots.iter().find(|d| d.id == id).unwrap();
    // A pin to what is not there waits: its link is one as any other.
    let is_there = |id| dots.iter().any(|x| x.id == id);
    let pinned = |id| {
        corrections
            .iter()
            .any(|c| matches!(c, Correction::Pin(a, to) if *a == id && to.is_none_or(is_there)))
    };
    let mut edges: Vec<(f32, ContentId, ContentId)> = links
        .iter()
        .filter_map(|(&a, b)| {
            let b = (*b)?;
            Some((if pinned(a) { 1.0 } else { Near.score(dot(a), dot(b)) }, a, b))
        })
        .collect();
    edges.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, a, b) in edges {
        join(a, b, true);
    }
    let mut sets: BTreeMap<ContentId, BTreeSet<ContentId>> = BTreeMap::new();
    for (id, g) in group {
        sets.entry(g).or_default().insert(id);
    }
    sets.into_values().collect()
}

fn check(memory: &Memory<Dot>, dots: &[Dot], corrections: &BTreeSet<Correction>) {
    let links: BTreeMap<ContentId, Option<ContentId>> =
        memory.all().map(|n| (n.node.id, n.link.as_ref().map(|l: &Link| l.to))).collect();
    assert_eq!(links, defined(dots, corrections));
    let groups: BTreeSet<BTreeSet<ContentId>> =
        memory.groups().values().map(|g| g.iter().map(|n| n.node.id).collect()).collect();
    assert_eq!(groups, grouped(dots, corrections));
    for (root, members) in memory.groups() {
        let first = members.iter().map(|m| (m.node.rank, m.node.id)).min().unwrap();
        assert_eq!(first.1, root, "the root is the first of its group");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_order_gives_what_the_definition_says(list in dots(), order in any::<u64>(), n_out in 0usize..8) {
        let mut memory = Memory::new(REACH);
        let mut shuffled: Vec<&Dot> = list.iter().collect();
        shuffled.sort_by_key(|d| (d.id.0 + 1).wrapping_mul(order | 1).rotate_left(17));
        for d in &shuffled {
            memory.add((*d).clone(), &Near);
        }
        check(&memory, &list, &BTreeSet::new());
        for d in shuffled.iter().take(n_out) {
            memory.remove(d.id, &Near);
        }
        let left: Vec<Dot> =
            list.iter().filter(|d| !shuffled.iter().take(n_out).any(|o| o.id == d.id)).cloned().collect();
        check(&memory, &left, &BTreeSet::new());
    }

    #[test]
    fn corrections_hold_in_any_order(
        list in dots(),
        order in any::<u64>(),
        when in prop::collection::vec((0usize..26, 0usize..26, 0usize..26, 0u8..5), 0..5),
        n_out in 0usize..4,
        n_back in 0usize..3,
    ) {
        let mut corrections = BTreeSet::new();
        let mut memory = Memory::new(REACH);
        let mut shuffled: Vec<&Dot> = list.iter().collect();
        shuffled.sort_by_key(|d| (d.id.0 + 1).wrapping_mul(order | 1).rotate_left(17));
        let mut named = BTreeSet::new();
        let mut given = Vec::new();
        for &(at, a, b, kind) in &when {
            let (a, b) = (list[a % list.len()].id, list[b % list.len()].id);
            // One pin for a node; no contradictions between join and apart.
            if a == b || !named.insert(a) || !named.insert(b) {
                continue;
            }
            let c = match kind {
                0 => Correction::Pin(a, None),
                1 => Correction::Pin(a, Some(b)),
                2 => Correction::Join(a, b),
                _ => Correction::Apart(a, b),
            };
            given.push((at, c));
        }
        for (i, d) in shuffled.iter().enumerate() {
            for (_, c) in given.iter().filter(|g| g.0 % shuffled.len() == i) {
                memory.correct(*c, &Near);
                corrections.insert(*c);
            }
            memory.add((*d).clone(), &Near);
        }
        check(&memory, &list, &corrections);
        for d in shuffled.iter().rev().take(n_out) {
            memory.remove(d.id, &Near);
        }
        let left: Vec<Dot> = list
            .iter()
            .filter(|d| !shuffled.iter().rev().take(n_out).any(|o| o.id == d.id))
            .cloned()
            .collect();
        check(&memory, &left, &corrections);
        for (_, c) in given.iter().take(n_back) {
            memory.forget(*c, &Near);
            corrections.remove(c);
        }
        check(&memory, &left, &corrections);
    }
}
