//! Names of what is weighed for joining two phrases, and the fitted weights.
//!
//! `models/en/chains.tsv`: a feature a line, a column for each kind of phrase. A feature is a cell of
//! a [`Group`]: one value on each of its axes ("words: same phrase, one sentence before").

use std::sync::LazyLock;

/// Kinds of phrases, each with weights of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    I,
    We,
    You,
    He,
    She,
    It,
    They,
    This,
    Person,
    Name,
    ThisNoun,
    TheNoun,
    OwnedNoun,
    SomeNoun,
    BareNoun,
}

/// Names of [`Kind`]s, as in the table's head.
pub(crate) const KINDS: [&str; 15] = [
    "I", "we", "you", "he", "she", "it", "they", "this", "person", "name", "this X", "the X",
    "whose X", "a X", "X",
];

type Axis = &'static [&'static str];

const NO_YES: Axis = &["no", "yes"];
const DISTANCE: Axis = &[
    "same sentence",
    "1 sentence",
    "2 sentences",
    "to 4 sentences",
    "to 8 sentences",
    "to 16 sentences",
    "farther",
];
const WORDS: Axis = &["to 3 words", "to 8 words", "to 16 words", "to 32 words", "more words"];
const RANK: Axis = &["nearest", "second", "third", "to fifth", "to ninth", "later"];
const SIZE: Axis = &["said once", "said twice", "said to 4 times", "said to 8 times", "said often"];
/// How the words of a phrase agree with what a chain was called before.
const MATCH: Axis = &[
    "same words",
    "same noun, nothing new",
    "same noun, one word new",
    "same noun, words new",
    "noun of the name",
    "noun of the name, words new",
    "a word",
    "no word",
];
const ROLE: Axis = &[
    "subject",
    "object",
    "oblique",
    "in a noun phrase",
    "possessor",
    "coordinated",
    "modifier",
    "root",
    "beside",
    "elsewhere",
];
const COUNT: Axis = &["0", "1", "2", "more"];
const PLACE: Axis = &["opening", "third sentence", "ninth sentence", "body"];

macro_rules! groups {
    ($($variant:ident = $name:literal $axes:expr,)*) => {
        /// One thing that is looked at, alone or crossed with another.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Group { $($variant,)* }

        const GROUPS: &[(&str, &[Axis])] = &[$(($name, $axes),)*];
    };
}

groups! {
    // Of a phrase that nothing before stands for.
    New = "new" &[],
    NewPlace = "new, place" &[PLACE],
    NewVote = "new, sure chain" &[NO_YES],
    NewRole = "new, role" &[ROLE],
    NewPost = "new, modified behind" &[NO_YES],
    NewModifiers = "new, modifiers" &[COUNT],
    NewPlural = "new, plural" &[NO_YES],
    NewThing = "new, thing" &[],
    NewPerson = "new, person" &[],
    NewPlain = "new, plain" &[],
    NewPredicate = "new, predicate" &[],
    NewProper = "new, proper noun" &[NO_YES],
    NewClausal = "new, clause behind" &[],
    NewAdjective = "new, of an adjective" &[],
    NewClausalAdjective = "new, of an adjective with a clause" &[],
    NewQuoted = "new, quoted" &[],
    // Of a phrase and a chain.
    Distance = "distance" &[DISTANCE],
    Rank = "order" &[RANK],
    Size = "size" &[SIZE],
    LastKind = "last is" &[&KINDS],
    SamePronoun = "same pronoun" &[NO_YES, DISTANCE],
    SameWord = "same word" &[],
    LastRole = "last role" &[ROLE],
    Roles = "roles" &[ROLE, ROLE],
    Words = "words between" &[WORDS],
    Together = "arguments of one word" &[],
    MatchDistance = "words, distance" &[MATCH, DISTANCE],
    MatchSize = "words, size" &[MATCH, SIZE],
    MatchPost = "words, modified behind" &[MATCH, NO_YES],
    MatchModified = "words, modified" &[MATCH, NO_YES],
    MatchLength = "words, length" &[MATCH, COUNT],
    MatchProper = "words, proper noun" &[MATCH, NO_YES],
    MatchRole = "words, role" &[MATCH, ROLE],
    MatchNamed = "words, chain has a name" &[MATCH],
    Modifiers = "fewest modifiers, own" &[COUNT, COUNT],
    Figures = "other figures" &[],
    HasDefinite = "was definite" &[],
    Attribute = "attribute" &[],
    Plural = "plural, chain" &[NO_YES, NO_YES],
    Person = "person, chain" &[NO_YES, NO_YES],
    Thing = "thing, chain" &[NO_YES, NO_YES],
    Gender = "same gender" &[NO_YES],
    Place = "chain is a place" &[],
    Body = "chain is a body" &[],
    LastSubject = "last is subject" &[NO_YES],
    SameQuote = "same quotation" &[],
    OtherQuote = "across quotation marks" &[],
    SameParagraph = "same paragraph" &[],
    Question = "question between" &[NO_YES],
    Inside = "inside the last" &[],
    Speaker = "speaker" &[],
    Vote = "sure chain, distance" &[DISTANCE],
    AnyVote = "sure chain" &[],
}

/// First number of each group, and the number of all features.
static OFFSETS: LazyLock<(Vec<u16>, usize)> = LazyLock::new(|| {
    let mut n = 0;
    let offsets = GROUPS
        .iter()
        .map(|(_, axes)| {
            let first = n as u16;
            n += axes.iter().map(|a| a.len()).product::<usize>();
            first
        })
        .collect();
    (offsets, n)
});

/// Numbers of the features of one choice.
#[derive(Debug, Default)]
pub(super) struct Features(pub(super) Vec<u16>);

impl Features {
    /// Adds the cell of a group; values past an axis's end are its last.
    pub(super) fn push(&mut self, group: Group, cell: &[usize]) {
        let (_, axes) = GROUPS[group as usize];
        let at =
            axes.iter().zip(cell).fold(0, |at, (axis, &v)| at * axis.len() + v.min(axis.len() - 1));
        self.0.push(OFFSETS.0[group as usize] + at as u16);
    }

    /// Adds a feature of no axis where it holds.
    pub(super) fn push_if(&mut self, holds: bool, group: Group) {
        if holds {
            self.push(group, &[]);
        }
    }
}

/// Names of all features, by number.
pub(crate) fn names() -> Vec<String> {
    let mut out = Vec::with_capacity(OFFSETS.1);
    for (name, axes) in GROUPS {
        let mut cells = vec![String::new()];
        for axis in *axes {
            cells = cells
                .iter()
                .flat_map(|c| {
                    axis.iter()
                        .map(move |v| format!("{c}{}{v}", if c.is_empty() { "" } else { " & " }))
                })
                .collect();
        }
        out.extend(
            cells
                .into_iter()
                .map(|c| if c.is_empty() { (*name).to_owned() } else { format!("{name}: {c}") }),
        );
    }
    out
}

/// Weights by kind of phrase and feature.
static TABLE: LazyLock<Vec<Vec<f32>>> =
    LazyLock::new(|| read(include_str!("../../../../../models/en/chains.tsv")));

/// Sum of the weights of a kind of phrase.
pub(super) fn sum(kind: Kind, features: &Features) -> f32 {
    let weights = &TABLE[kind as usize];
    features.0.iter().map(|&f| weights[f as usize]).sum()
}

/// Lines of a name and a number a kind; what is missing weighs nothing.
fn read(text: &str) -> Vec<Vec<f32>> {
    let names = names();
    let at: rustc_hash::FxHashMap<&str, usize> =
        names.iter().enumerate().map(|(i, n)| (n.as_str(), i)).collect();
    let mut tables = vec![vec![0.0; names.len()]; KINDS.len()];
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let Some(&f) = cells.next().and_then(|name| at.get(name)) else { continue };
        for (table, cell) in tables.iter_mut().zip(cells) {
            table[f] = cell.parse().unwrap_or(0.0);
        }
    }
    tables
}

/// Which step of rising bounds a number falls on; past the last is one more.
pub(super) fn step(n: usize, bounds: &[usize]) -> usize {
    bounds.iter().position(|&b| n <= b).unwrap_or(bounds.len())
}
