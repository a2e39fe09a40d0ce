//! Changed links in, changed groups out.
//!
//! Without corrections a group is a tree. With them it is what comes of joining, first, what was
//! joined by hand, then along the links, strongest first, leaving out every link that would bring
//! together two that were put apart: so the weakest link between them gives way. Only what hangs
//! together with the changed nodes is looked at.

use std::collections::{BTreeMap, BTreeSet};

use model::{Changes, ContentId, Correction, Node, Nodes};

use crate::forest::{Judge, Step, comes_before};

/// Roots of everything that the step's links have moved; `starts` are looked at in any case;
/// `by_hand` where a correction came or went.
pub(crate) fn regroup<N: Node, S: Nodes<N>, J: Judge<N>>(
    step: &mut Step<'_, N, S, J>,
    starts: &[ContentId],
    by_hand: bool,
) -> Result<Changes, S::Error> {
    let mut changed: BTreeSet<ContentId> = step.links.keys().copied().collect();
    changed.extend(starts);
    let mut old_roots = BTreeSet::new();
    let mut beside = BTreeSet::new();
    for &id in &changed {
        let Some(node) = step.get(id)? else { continue };
        old_roots.insert(node.root);
        let now = step.link_of(id).map(|l| l.to);
        beside.extend(node.link.map(|l| l.to).into_iter().chain(now));
    }
    for &id in &beside {
        if let Some(node) = step.get(id)? {
            old_roots.insert(node.root);
        }
    }
    let mut corrections = Vec::new();
    for &root in &old_roots {
        corrections.extend(step.nodes.corrections(root)?);
    }
    for &id in starts {
        corrections.extend(step.nodes.corrections(id)?);
    }
    let roots = if corrections.is_empty() && !by_hand {
        plainly(step, &changed)?
    } else {
        changed.extend(beside);
        corrected(step, changed.clone(), corrections)?
    };
    let mut touched = BTreeSet::new();
    let moved: Vec<ContentId> = step.links.keys().chain(starts).copied().collect();
    for id in moved {
        if let Some(node) = step.get(id)? {
            touched.insert(node.root);
            touched.insert(roots.get(&id).copied().unwrap_or(node.root));
        }
    }
    for (&id, &root) in &roots {
        touched.insert(root);
        if let Some(node) = step.get(id)? {
            touched.insert(node.root);
        }
    }
    Ok(Changes {
        links: std::mem::take(&mut step.links).into_iter().collect(),
        roots: roots.into_iter().collect(),
        touched: touched.into_iter().collect(),
    })
}

/// Groups that are trees: up to the root, then down where it is another one than before.
fn plainly<N: Node, S: Nodes<N>, J: Judge<N>>(
    step: &mut Step<'_, N, S, J>,
    changed: &BTreeSet<ContentId>,
) -> Result<BTreeMap<ContentId, ContentId>, S::Error> {
    let mut roots = BTreeMap::new();
    for &start in changed {
        if step.gone == Some(start) || step.get(start)?.is_none() {
            continue;
        }
        let mut top = start;
        while let Some(to) = step.link_of(top).map(|l| l.to) {
            top = to;
            step.get(top)?;
        }
        let mut below = vec![start];
        while let Some(id) = below.pop() {
            let Some(node) = step.get(id)? else { continue };
            if node.root == top || roots.insert(id, top) == Some(top) {
                // What hangs below an unmoved node is unmoved, or a start of its own.
                continue;
            }
            below.extend(followers(step, id)?);
        }
    }
    Ok(roots)
}

fn followers<N: Node, S: Nodes<N>, J: Judge<N>>(
    step: &mut Step<'_, N, S, J>,
    id: ContentId,
) -> Result<Vec<ContentId>, S::Error> {
    let mut out = step.nodes.followers(id)?;
    out.retain(|f| !step.links.contains_key(f));
    out.extend(
        step.links.iter().filter(|(_, l)| l.as_ref().is_some_and(|l| l.to == id)).map(|(f, _)| *f),
    );
    Ok(out)
}

/// Groups with corrections, from all that hangs together with `starts`.
fn corrected<N: Node, S: Nodes<N>, J: Judge<N>>(
    step: &mut Step<'_, N, S, J>,
    starts: BTreeSet<ContentId>,
    mut corrections: Vec<Correction>,
) -> Result<BTreeMap<ContentId, ContentId>, S::Error> {
    let mut members: BTreeMap<ContentId, usize> = BTreeMap::new();
    let mut asked: BTreeSet<ContentId> = BTreeSet::new();
    let mut open: Vec<ContentId> = starts.into_iter().collect();
    while let Some(id) = open.pop() {
        if members.contains_key(&id) {
            continue;
        }
        let Some(node) = step.get(id)? else { continue };
        if asked.insert(node.root) {
            corrections.extend(step.nodes.corrections(node.root)?);
        }
        for c in &corrections {
            match *c {
                Correction::Join(a, b) if a == id => open.push(b),
                Correction::Join(a, b) if b == id => open.push(a),
                _ => {}
            }
        }
        if step.gone == Some(id) {
            continue;
        }
        members.insert(id, members.len());
        open.extend(step.link_of(id).map(|l| l.to));
        open.extend(followers(step, id)?);
    }
    corrections.sort_unstable();
    corrections.dedup();
    let ids: Vec<ContentId> = members.keys().copied().collect();
    let mut part = Parts::new(&ids);
    for c in &corrections {
        if let Correction::Join(a, b) = c {
            part.join(*a, *b);
        }
    }
    let apart: Vec<(ContentId, ContentId)> = corrections
        .iter()
        .filter_map(|c| if let Correction::Apart(a, b) = c { Some((*a, *b)) } else { None })
        .collect();
    let mut links: Vec<(f32, ContentId, ContentId)> =
        ids.iter().filter_map(|&id| step.link_of(id).map(|l| (l.score, id, l.to))).collect();
    links.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, from, to) in links {
        if !apart.iter().any(|&(a, b)| part.would_join(from, to, a, b)) {
            part.join(from, to);
        }
    }
    let mut roots: BTreeMap<ContentId, ContentId> = BTreeMap::new();
    for &id in &ids {
        let Some(node) = step.get(id)? else { continue };
        let name = part.name(id);
        let best = match roots.get(&name) {
            Some(&best) => step.get(best)?.filter(|b| comes_before(&*b.node, &*node.node)),
            None => None,
        };
        roots.insert(name, best.map_or(id, |b| b.node.id()));
    }
    let mut out = BTreeMap::new();
    for &id in &ids {
        let root = roots[&part.name(id)];
        if step.get(id)?.is_some_and(|n| n.root != root) {
            out.insert(id, root);
        }
    }
    Ok(out)
}

/// Disjoint sets, each named by one member.
struct Parts(BTreeMap<ContentId, ContentId>);

impl Parts {
    fn new(ids: &[ContentId]) -> Self {
        Self(ids.iter().map(|&id| (id, id)).collect())
    }

    fn name(&self, mut id: ContentId) -> ContentId {
        while let Some(&up) = self.0.get(&id).filter(|&&up| up != id) {
            id = up;
        }
        id
    }

    fn join(&mut self, a: ContentId, b: ContentId) {
        if self.0.contains_key(&a) && self.0.contains_key(&b) {
            let (a, b) = (self.name(a), self.name(b));
            self.0.insert(a.max(b), a.min(b));
        }
    }

    /// Whether joining `a` with `b` would bring `x` and `y` together.
    fn would_join(&self, a: ContentId, b: ContentId, x: ContentId, y: ContentId) -> bool {
        let (a, b, x, y) = (self.name(a), self.name(b), self.name(x), self.name(y));
        x != y && a != b && ((a == x && b == y) || (a == y && b == x))
    }
}
