//! What links things of one happening, and where the things are kept.
//!
//! The linker (crate `incident`) makes a forest: every node is joined to at most one other, its
//! antecedent. It asks [`Nodes`] for what it needs, by key, and answers with [`Changes`]; memory and
//! the store both are such places.

use std::sync::Arc;

use crate::{Gist, Report};

/// Id made of content: the first eight bytes, big end first, of the BLAKE3 digest of the document's
/// id (a gist) or of the lead event's id (a report, and the incident it is the root of).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentId(pub u64);

impl std::fmt::Display for ContentId {
    /// Sixteen hexadecimal digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl std::str::FromStr for ContentId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(text, 16).map(Self)
    }
}

/// Where something is looked for: things that may be one share a `key`, and under a key they stand
/// in the order of (`day`, `sketch`, `id`), so that likely pairs stand near each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Posting {
    /// Digest of what is shared: kind of act and dyad, kind of act and place, a rare word …
    pub key: u64,
    /// Days since 1970-01-01; [`Posting::NO_DAY`] where no day is known.
    pub day: i32,
    /// Digest under which like texts come near each other.
    pub sketch: u32,
    /// What is posted.
    pub id: ContentId,
}

impl Posting {
    /// The day of what has none.
    pub const NO_DAY: i32 = i32::MIN;
}

/// Why one report (or document) was joined to another, its antecedent.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What it was joined to: of lower (rank, id), and not necessarily older.
    pub to: ContentId,
    /// Chance that both tell of one happening, in [0, 1]; 1 by hand.
    pub score: f32,
    /// What spoke for and against, strongest first: "same dyad", "same day 2014-03-01", "other place".
    pub reasons: Arc<[String]>,
}

/// What somebody decided by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Correction {
    /// Both belong to one incident.
    Join(ContentId, ContentId),
    /// They belong to two.
    Apart(ContentId, ContentId),
    /// The first is joined to the second whatever the scores say; to nothing for `None`. Others may
    /// still be joined to it.
    Pin(ContentId, Option<ContentId>),
}

/// What a linker asks of the things it joins: [`Report`] or [`Gist`].
pub trait Node: Clone {
    /// Its id.
    fn id(&self) -> ContentId;
    /// Its rank: of two, the smaller (rank, id) may be the other's antecedent.
    fn rank(&self) -> u32;
    /// Where it is looked for.
    fn postings(&self) -> &[Posting];
    /// Whether everything is told of it; else id and rank are, and what [`Nodes::node`] leaves in.
    fn is_whole(&self) -> bool {
        true
    }
}

impl Node for Report {
    fn id(&self) -> ContentId {
        self.id
    }

    fn rank(&self) -> u32 {
        self.rank
    }

    fn postings(&self) -> &[Posting] {
        &self.postings
    }

    fn is_whole(&self) -> bool {
        !self.gist.is_outline
    }
}

impl Node for Gist {
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

/// A node with its place in the forest.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked<N> {
    /// The node.
    pub node: Arc<N>,
    /// What it is joined to, and why; `None` for the first of its tree.
    pub link: Option<Link>,
    /// Root of its incident (or group of documents): the node of smallest (rank, id) in it.
    pub root: ContentId,
}

/// What stands on both sides of a posting, nearest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Around {
    /// Those that stand before it.
    pub before: Vec<Posting>,
    /// Those that stand after it.
    pub after: Vec<Posting>,
}

/// Where the linker finds its nodes: memory, or a store. All by key; nothing is scanned.
pub trait Nodes<N: Node> {
    /// What can go wrong outside.
    type Error;

    /// Up to `n` postings on each side of `posting` under its key, in the order of (day, sketch, id);
    /// never one of the posting's own node.
    ///
    /// # Errors
    /// Where the outside fails.
    fn around(&mut self, posting: &Posting, n: usize) -> Result<Around, Self::Error>;

    /// The node of an id, where it is kept, whole or in outline.
    ///
    /// # Errors
    /// Where the outside fails.
    fn node(&mut self, id: ContentId) -> Result<Option<Linked<N>>, Self::Error>;

    /// The whole node of an id, where it is kept.
    ///
    /// # Errors
    /// Where the outside fails.
    fn whole(&mut self, id: ContentId) -> Result<Option<Linked<N>>, Self::Error> {
        self.node(id)
    }

    /// Ids of the nodes whose link leads to `id`, ascending.
    ///
    /// # Errors
    /// Where the outside fails.
    fn followers(&mut self, id: ContentId) -> Result<Vec<ContentId>, Self::Error>;

    /// Corrections by hand that name a member of the group that `root` stands for, ascending.
    ///
    /// # Errors
    /// Where the outside fails.
    fn corrections(&mut self, root: ContentId) -> Result<Vec<Correction>, Self::Error>;
}

/// What a step of linking changed; to be written in one transaction with the node itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Nodes whose link is now this.
    pub links: Vec<(ContentId, Option<Link>)>,
    /// Nodes whose root is now this.
    pub roots: Vec<(ContentId, ContentId)>,
    /// Roots whose groups gained, lost or changed members, ascending: what to summarise anew. A root
    /// that no longer stands for a group is among them.
    pub touched: Vec<ContentId>,
}
