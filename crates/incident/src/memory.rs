//! Nodes kept in memory: for one run, and for tests.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    sync::Arc,
};

use model::{Around, Changes, ContentId, Correction, Linked, Node, Nodes, Posting};

use crate::forest::{Judge, Reach, link, relink, unlink};

/// A forest in memory. Adding the same nodes in any order gives the same groups.
#[derive(Clone, Debug)]
pub struct Memory<N> {
    nodes: BTreeMap<ContentId, Linked<N>>,
    postings: BTreeSet<Posting>,
    followers: BTreeSet<(ContentId, ContentId)>,
    corrections: BTreeSet<Correction>,
    reach: Reach,
}

impl<N: Node> Memory<N> {
    /// An empty forest.
    pub fn new(reach: Reach) -> Self {
        Self {
            nodes: BTreeMap::new(),
            postings: BTreeSet::new(),
            followers: BTreeSet::new(),
            corrections: BTreeSet::new(),
            reach,
        }
    }

    /// Adds a node and links it; a node that is there already stays as it is.
    pub fn add(&mut self, node: N, judge: &impl Judge<N>) -> Changes {
        let id = node.id();
        if self.nodes.contains_key(&id) {
            return Changes::default();
        }
        self.postings.extend(node.postings());
        self.nodes.insert(id, Linked { node: Arc::new(node), link: None, root: id });
        let reach = self.reach;
        let Ok(changes) = link(self, id, judge, reach);
        self.write(&changes);
        changes
    }

    /// Takes a node out.
    pub fn remove(&mut self, id: ContentId, judge: &impl Judge<N>) -> Changes {
        let Some(old) = self.nodes.get(&id).cloned() else { return Changes::default() };
        for posting in old.node.postings() {
            self.postings.remove(posting);
        }
        let reach = self.reach;
        let Ok(changes) = unlink(self, id, judge, reach);
        self.write(&changes);
        self.nodes.remove(&id);
        changes
    }

    /// Adds a correction by hand.
    pub fn correct(&mut self, correction: Correction, judge: &impl Judge<N>) -> Changes {
        self.corrections.insert(correction);
        let reach = self.reach;
        let Ok(changes) = relink(self, correction, judge, reach);
        self.write(&changes);
        changes
    }

    /// Takes a correction back.
    pub fn forget(&mut self, correction: Correction, judge: &impl Judge<N>) -> Changes {
        self.corrections.remove(&correction);
        let reach = self.reach;
        let Ok(changes) = relink(self, correction, judge, reach);
        self.write(&changes);
        changes
    }

    /// Root of a node's group.
    pub fn root(&self, id: ContentId) -> Option<ContentId> {
        self.nodes.get(&id).map(|n| n.root)
    }

    /// All nodes, by id.
    pub fn all(&self) -> impl Iterator<Item = &Linked<N>> {
        self.nodes.values()
    }

    /// Groups by root; members by id.
    pub fn groups(&self) -> BTreeMap<ContentId, Vec<&Linked<N>>> {
        let mut groups: BTreeMap<ContentId, Vec<&Linked<N>>> = BTreeMap::new();
        for node in self.nodes.values() {
            groups.entry(node.root).or_default().push(node);
        }
        groups
    }

    fn write(&mut self, changes: &Changes) {
        for (id, link) in &changes.links {
            if let Some(node) = self.nodes.get_mut(id) {
                if let Some(old) = &node.link {
                    self.followers.remove(&(old.to, *id));
                }
                if let Some(new) = link {
                    self.followers.insert((new.to, *id));
                }
                node.link = link.clone();
            }
        }
        for (id, root) in &changes.roots {
            if let Some(node) = self.nodes.get_mut(id) {
                node.root = *root;
            }
        }
    }
}

impl<N: Node> Nodes<N> for Memory<N> {
    type Error = Infallible;

    fn around(&mut self, posting: &Posting, n: usize) -> Result<Around, Infallible> {
        let first = Posting { day: i32::MIN, sketch: 0, id: ContentId(0), ..*posting };
        let last = Posting { day: i32::MAX, sketch: u32::MAX, id: ContentId(u64::MAX), ..*posting };
        let is_other = |p: &&Posting| p.id != posting.id;
        let before = self.postings.range(first..*posting).rev().filter(is_other).take(n);
        let after = self.postings.range(*posting..=last).filter(is_other).take(n);
        Ok(Around { before: before.copied().collect(), after: after.copied().collect() })
    }

    fn node(&mut self, id: ContentId) -> Result<Option<Linked<N>>, Infallible> {
        Ok(self.nodes.get(&id).cloned())
    }

    fn followers(&mut self, id: ContentId) -> Result<Vec<ContentId>, Infallible> {
        let range = (id, ContentId(0))..=(id, ContentId(u64::MAX));
        Ok(self.followers.range(range).map(|p| p.1).collect())
    }

    fn corrections(&mut self, root: ContentId) -> Result<Vec<Correction>, Infallible> {
        let is_of = |id: ContentId| self.nodes.get(&id).is_some_and(|n| n.root == root);
        Ok(self
            .corrections
            .iter()
            .filter(|c| match **c {
                Correction::Join(a, b) | Correction::Apart(a, b) => is_of(a) || is_of(b),
                Correction::Pin(a, b) => is_of(a) || b.is_some_and(is_of),
            })
            .copied()
            .collect())
    }
}
