//! One node more or less in, the changes of the forest out.
//!
//! The forest is a function of the set of nodes, never of the order in which they came:
//!
//! - two nodes are *neighbours* when they share a key, lie at most [`Reach::n_days`] apart under it,
//!   and fewer than [`Reach::n_between`] others stand between them there in the order of
//!   (day, sketch, id);
//! - a node's *antecedent* is, of its neighbours with smaller (rank, id), the one that the judge
//!   scores highest, if that reaches the floor; among equals the smaller (rank, id);
//! - a *group* is a tree of antecedents; its root is its smallest (rank, id).
//!
//! A new node can only become a neighbour of what stands around its postings, and can only part
//! pairs that stand on both sides of it: the work for one node is bounded by the reach and the number
//! of its keys, however many nodes there are.
//!
//! Corrections by hand come on top: see [`groups`](crate::groups).

use std::{cmp::Ordering, collections::BTreeMap};

use model::{Around, Changes, ContentId, Correction, Link, Linked, Node, Nodes, Posting};

use rustc_hash::FxHashMap;

use crate::groups::regroup;

/// How far neighbours are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Neighbours have fewer than this many others between them, under a key they share.
    pub n_between: usize,
    /// And lie at most this many days apart there.
    pub n_days: i32,
}

impl Default for Reach {
    fn default() -> Self {
        Self { n_between: 16, n_days: 31 }
    }
}

impl Reach {
    /// For documents: wider, since the words they are looked for under are shared by many.
    pub fn documents() -> Self {
        Self { n_between: 64, n_days: 7 }
    }
}

/// Says how likely two nodes tell of one thing.
pub trait Judge<N> {
    /// Chance in [0, 1]; the same whichever comes first. One below the floor may be told as 0.
    fn score(&self, a: &N, b: &N) -> f32;

    /// Whether the score of two of which one is told in outline may reach the floor.
    fn may_join(&self, _a: &N, _b: &N) -> bool {
        true
    }

    /// What spoke for and against, strongest first, for people.
    fn reasons(&self, a: &N, b: &N) -> Vec<String>;

    /// Least chance at which two are joined.
    fn floor(&self) -> f32;
}

/// A view of the nodes with what this step changes laid over it.
pub(crate) struct Step<'a, N: Node, S: Nodes<N>, J: Judge<N>> {
    pub(crate) nodes: &'a mut S,
    judge: &'a J,
    reach: Reach,
    pub(crate) seen: FxHashMap<ContentId, Linked<N>>,
    /// New links of this step.
    pub(crate) links: BTreeMap<ContentId, Option<Link>>,
    /// The node that this step lets go.
    pub(crate) gone: Option<ContentId>,
}

/// Finds the antecedent of a node that was just added to `nodes` (with its postings, without a link,
/// as its own root), and takes over the followers it is nearer to. Nothing changes for an id that is
/// not there.
///
/// # Errors
/// Those of `nodes`.
pub fn link<N: Node, S: Nodes<N>, J: Judge<N>>(
    nodes: &mut S,
    id: ContentId,
    judge: &J,
    reach: Reach,
) -> Result<Changes, S::Error> {
    let mut step = Step::new(nodes, judge, reach);
    let Some(new) = step.whole(id)? else { return Ok(Changes::default()) };
    let (met, parted) = step.meet(&new)?;
    step.choose_from(&new, &met)?;
    for (other, score) in met {
        step.offer(other, id, score)?;
    }
    for correction in step.nodes.corrections(id)? {
        // Somebody was pinned to it before it came.
        if let Correction::Pin(pinned, Some(to)) = correction
            && to == id
        {
            step.choose(pinned)?;
        }
    }
    for (follower, antecedent) in parted {
        if step.link_of(follower).is_some_and(|l| l.to == antecedent) {
            step.choose(follower)?;
        }
    }
    regroup(&mut step, &[id], false)
}

/// Lets a node go: call it while `nodes` still has the node and its link, but no longer its postings;
/// the node may be deleted when the changes are written. What followed it is joined anew.
///
/// # Errors
/// Those of `nodes`.
pub fn unlink<N: Node, S: Nodes<N>, J: Judge<N>>(
    nodes: &mut S,
    id: ContentId,
    judge: &J,
    reach: Reach,
) -> Result<Changes, S::Error> {
    let mut step = Step::new(nodes, judge, reach);
    let Some(old) = step.whole(id)? else { return Ok(Changes::default()) };
    let mut again: Vec<ContentId> = step.nodes.followers(id)?;
    // Pairs that stood just too far apart are neighbours now.
    for posting in old.node.postings() {
        let around = step.nodes.around(posting, reach.n_between)?;
        for (x, y) in step.just_apart(&around) {
            if let (Some(x), Some(y)) = (step.get(x)?, step.get(y)?) {
                again.push(later(&*x.node, &*y.node).id());
            }
        }
    }
    again.sort_unstable();
    again.dedup();
    step.gone = Some(id);
    step.set(id, None);
    for follower in again {
        step.choose(follower)?;
    }
    regroup(&mut step, &[id], false)
}

/// Looks again at nodes named by a correction that was just added or taken back.
///
/// # Errors
/// Those of `nodes`.
pub fn relink<N: Node, S: Nodes<N>, J: Judge<N>>(
    nodes: &mut S,
    correction: Correction,
    judge: &J,
    reach: Reach,
) -> Result<Changes, S::Error> {
    let mut step = Step::new(nodes, judge, reach);
    let (a, b) = match correction {
        Correction::Join(a, b) | Correction::Apart(a, b) => (a, Some(b)),
        Correction::Pin(a, b) => (a, b),
    };
    let mut named = Vec::new();
    for id in [Some(a), b].into_iter().flatten() {
        if step.get(id)?.is_some() {
            step.choose(id)?;
            named.push(id);
        }
    }
    regroup(&mut step, &named, true)
}

type Met = BTreeMap<ContentId, f32>;
type Pair = (ContentId, ContentId);

impl<'a, N: Node, S: Nodes<N>, J: Judge<N>> Step<'a, N, S, J> {
    fn new(nodes: &'a mut S, judge: &'a J, reach: Reach) -> Self {
        Self { nodes, judge, reach, seen: FxHashMap::default(), links: BTreeMap::new(), gone: None }
    }

    /// The node as it was before the step.
    pub(crate) fn get(&mut self, id: ContentId) -> Result<Option<Linked<N>>, S::Error> {
        if let Some(found) = self.seen.get(&id) {
            return Ok(Some(found.clone()));
        }
        let found = self.nodes.node(id)?;
        if let Some(found) = &found {
            self.seen.insert(id, found.clone());
        }
        Ok(found)
    }

    /// The whole node as it was before the step.
    fn whole(&mut self, id: ContentId) -> Result<Option<Linked<N>>, S::Error> {
        match self.get(id)? {
            Some(found) if !found.node.is_whole() => {
                let found = self.nodes.whole(id)?;
                if let Some(found) = &found {
                    self.seen.insert(id, found.clone());
                }
                Ok(found)
            }
            found => Ok(found),
        }
    }

    fn near(&self, a: &Posting, b: &Posting) -> bool {
        (i64::from(a.day) - i64::from(b.day)).abs() <= i64::from(self.reach.n_days)
    }

    /// Pairs on both sides of the node in the middle that are neighbours without it, and not with it.
    fn just_apart(&self, around: &Around) -> Vec<Pair> {
        let reach = self.reach.n_between;
        let pairs = around.before.iter().enumerate().filter_map(|(i, x)| {
            let j = reach.checked_sub(i + 1)?;
            Some((x.id, around.after.get(j)?.id))
        });
        pairs.collect()
    }

    /// The link as this step has it.
    pub(crate) fn link_of(&self, id: ContentId) -> Option<&Link> {
        match self.links.get(&id) {
            Some(link) => link.as_ref(),
            None => self.seen.get(&id)?.link.as_ref(),
        }
    }

    fn set(&mut self, id: ContentId, link: Option<Link>) {
        if self.seen.get(&id).is_some_and(|s| s.link == link) {
            self.links.remove(&id);
        } else {
            self.links.insert(id, link);
        }
    }

    /// Neighbours with their scores, and pairs (follower, antecedent) that it stands between and parts.
    fn meet(&mut self, this: &Linked<N>) -> Result<(Met, Vec<Pair>), S::Error> {
        let (mut met, mut parted) = (Met::new(), Vec::new());
        for posting in this.node.postings() {
            let around = self.nodes.around(posting, self.reach.n_between)?;
            for (x, y) in self.just_apart(&around) {
                parted.extend([(x, y), (y, x)]);
            }
            for p in around.before.iter().chain(&around.after) {
                // Most neighbours stand beside it under several keys.
                if self.near(posting, p)
                    && !met.contains_key(&p.id)
                    && let Some(score) = self.score(this, p.id)?
                {
                    met.insert(p.id, score);
                }
            }
        }
        Ok((met, parted))
    }

    /// Chance that the node and another are one; what is told in outline is asked for whole only where
    /// there is hope.
    fn score(&mut self, this: &Linked<N>, other: ContentId) -> Result<Option<f32>, S::Error> {
        let Some(mut found) = self.get(other)? else { return Ok(None) };
        if !found.node.is_whole() {
            if !self.judge.may_join(&this.node, &found.node) {
                return Ok(Some(0.0));
            }
            let Some(whole) = self.whole(other)? else { return Ok(None) };
            found = whole;
        }
        Ok(Some(self.judge.score(&this.node, &found.node)))
    }

    /// Finds the antecedent of a node from scratch.
    fn choose(&mut self, id: ContentId) -> Result<(), S::Error> {
        let Some(this) = self.whole(id)? else { return Ok(()) };
        let (met, _) = self.meet(&this)?;
        self.choose_from(&this, &met)
    }

    fn choose_from(&mut self, this: &Linked<N>, met: &Met) -> Result<(), S::Error> {
        let id = this.node.id();
        let corrections = self.nodes.corrections(this.root)?;
        match self.pin_of(id, &corrections)? {
            Hand::Free => {}
            Hand::Alone => {
                self.set(id, None);
                return Ok(());
            }
            Hand::To(to) => {
                let reasons = ["by hand".to_owned()];
                self.set(id, Some(Link { to, score: 1.0, reasons: reasons.into() }));
                return Ok(());
            }
        }
        let mut best: Option<(f32, Linked<N>)> = None;
        for (&other, &score) in met {
            if score < self.judge.floor() || are_apart(&corrections, id, other) {
                continue;
            }
            let Some(other) = self.get(other)? else { continue };
            if comes_before(&*other.node, &*this.node)
                && best.as_ref().is_none_or(|(s, b)| is_better((score, &other), (*s, b)))
            {
                best = Some((score, other));
            }
        }
        let link = best.map(|(score, other)| self.explain(&other.node, &this.node, score));
        self.set(id, link);
        Ok(())
    }

    fn explain(&self, to: &N, from: &N, score: f32) -> Link {
        Link { to: to.id(), score, reasons: self.judge.reasons(to, from).into() }
    }

    /// Offers `id` a new antecedent.
    fn offer(&mut self, id: ContentId, new: ContentId, score: f32) -> Result<(), S::Error> {
        if score < self.judge.floor() {
            return Ok(());
        }
        let (Some(this), Some(new)) = (self.get(id)?, self.get(new)?) else { return Ok(()) };
        if !comes_before(&*new.node, &*this.node) {
            return Ok(());
        }
        if let Some(link) = self.link_of(id).cloned() {
            let Some(old) = self.get(link.to)? else { return Ok(()) };
            if !is_better((score, &new), (link.score, &old)) {
                return Ok(());
            }
        }
        let corrections = self.nodes.corrections(this.root)?;
        if !are_apart(&corrections, id, new.node.id())
            && self.pin_of(id, &corrections)? == Hand::Free
        {
            let link = self.explain(&new.node, &this.node, score);
            self.set(id, Some(link));
        }
        Ok(())
    }

    /// What a node is pinned to, if somebody did. A pin to what is not there waits until it is.
    fn pin_of(&mut self, id: ContentId, corrections: &[Correction]) -> Result<Hand, S::Error> {
        for correction in corrections {
            let Correction::Pin(pinned, to) = *correction else { continue };
            if pinned != id || to == Some(id) {
                continue;
            }
            match to {
                None => return Ok(Hand::Alone),
                Some(to) if Some(to) != self.gone && self.get(to)?.is_some() => {
                    return Ok(Hand::To(to));
                }
                Some(_) => {}
            }
        }
        Ok(Hand::Free)
    }
}

/// What somebody decided about a node's antecedent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hand {
    Free,
    Alone,
    To(ContentId),
}

fn are_apart(corrections: &[Correction], a: ContentId, b: ContentId) -> bool {
    corrections.iter().any(|c| match *c {
        Correction::Apart(x, y) => (x, y) == (a, b) || (y, x) == (a, b),
        _ => false,
    })
}

/// Whether `a` may be the antecedent of `b`.
pub(crate) fn comes_before<N: Node>(a: &N, b: &N) -> bool {
    (a.rank(), a.id()) < (b.rank(), b.id())
}

/// Whether the first is the better antecedent of the two.
fn is_better<N: Node>(a: (f32, &Linked<N>), b: (f32, &Linked<N>)) -> bool {
    match a.0.total_cmp(&b.0) {
        Ordering::Equal => comes_before(&*a.1.node, &*b.1.node),
        order => order == Ordering::Greater,
    }
}

fn later<'a, N: Node>(a: &'a N, b: &'a N) -> &'a N {
    if comes_before(a, b) { b } else { a }
}
