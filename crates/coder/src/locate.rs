//! An act and the names of places near it in, those where it takes place out.
//!
//! "Rebels from Lugansk shelled a school in Donetsk on Friday." happens in Donetsk, not in Lugansk.
//! How each name hangs on the act (prepositions, path, distance, what stands between) is weighed by a
//! small fitted table (`models/en/locate.tsv`); its features are never words of the text but small
//! ones (prepositions).
//!
//! It never looks outside the sentence. Task and reference: Halterman (2019), "Geolocating Political
//! Events in Text".

mod signs;

use std::sync::LazyLock;

use knowledge::{AliasKind, Knowledge, KnownKind};
use model::{Analysis, Deprel, Document, Mention, MentionKind, NameKind, Span, TokenIdx, Upos};

use self::signs::{Scene, first_of_several, tell};
use crate::{tree::Tree, weights::Weights};

static TABLE: LazyLock<Weights> =
    LazyLock::new(|| Weights::read(include_str!("../../../models/en/locate.tsv")));

/// A name of a place that may be where an act takes place.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its words, in bytes.
    pub span: Span,
    /// What speaks for and against it.
    pub features: Vec<String>,
    /// Above 0: it is where the act takes place.
    pub score: f32,
}

/// Names of places in the sentence of the word at `act` (bytes), in reading order, weighed.
pub fn candidates(
    document: &Document,
    analysis: &Analysis,
    knowledge: &Knowledge,
    act: Span,
) -> Vec<Candidate> {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let first = analysis.tokens.partition_point(|t| t.span.end <= act.start);
    if first >= analysis.tokens.len() {
        return Vec::new();
    }
    let act = TokenIdx(first as u32);
    let here = names(&tree, act);
    let near = near(&here, act);
    let scene = Scene { act, here: &here, near: &near };
    here.iter()
        .map(|name| {
            let mut features = Vec::new();
            tell(&tree, &scene, name, &mut features);
            Candidate {
                span: analysis.span_of(name.first, name.end),
                score: score(&tree, &scene, name),
                features,
            }
        })
        .collect()
}

/// The names of places where an act takes place, by the word that names it: the surest first.
pub(crate) fn spots(tree: &Tree<'_>, act: TokenIdx) -> Vec<Name> {
    let here = names(tree, act);
    let near = near(&here, act);
    let scene = Scene { act, here: &here, near: &near };
    let mut told: Vec<(f32, Name)> =
        here.iter().map(|n| (score(tree, &scene, n), *n)).filter(|x| x.0 > 0.0).collect();
    told.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.first.cmp(&b.1.first)));
    told.into_iter().map(|x| x.1).collect()
}

fn near(here: &[Name], act: TokenIdx) -> Vec<u32> {
    let mut near: Vec<u32> = here.iter().map(|m| m.head.0.abs_diff(act.0)).collect();
    near.sort_unstable();
    near
}

/// A name that may be a place's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name {
    pub(crate) first: TokenIdx,
    pub(crate) end: TokenIdx,
    head: TokenIdx,
    /// "place", or why it may be one all the same.
    kind: &'static str,
}

impl Name {
    /// Whether the tagger of names took it for a place.
    pub(crate) fn is_place(&self) -> bool {
        self.kind == "place"
    }
}

/// What is taken to be a place of the act although a little more speaks against it: as many words too
/// many as too few are said then.
pub const LEAN: f32 = 0.3;

fn score(tree: &Tree<'_>, scene: &Scene<'_>, name: &Name) -> f32 {
    let mut sums = TABLE.sums();
    tell(tree, scene, name, &mut sums);
    let of = |label: &str| {
        let place = TABLE.labels().iter().position(|l| l == label);
        place.and_then(|at| sums.all().get(at)).copied().unwrap_or(0.0)
    };
    of("yes") - of("no") + LEAN
}

/// Names of places in the sentence of an act, and what may be one, in reading order.
fn names(tree: &Tree<'_>, act: TokenIdx) -> Vec<Name> {
    let analysis = tree.analysis;
    let s = &analysis.sentences[analysis.sentence_of(act)];
    let from = analysis.mentions.partition_point(|m| m.first < s.first);
    let mentions = || analysis.mentions[from..].iter().take_while(|m| m.first < s.end);
    let named = || mentions().filter(|m| m.kind == MentionKind::Name);
    let mut here: Vec<Name> = named().filter_map(|m| name_of(tree, m)).collect();
    // Proper nouns that the tagger passed over: behind "in" or "near", beside a place, what an act is done to.
    let mut k = s.first;
    while k < s.end {
        let mut end = k;
        let free = |t: TokenIdx| {
            tree.upos(t) == Upos::Propn
                && !is_time(tree, t)
                && !named().any(|m| m.first <= t && t < m.end)
        };
        while end < s.end && free(end) {
            end = TokenIdx(end.0 + 1);
        }
        if end == k {
            k = TokenIdx(k.0 + 1);
            continue;
        }
        let name = Name { first: k, end, head: TokenIdx(end.0 - 1), kind: "plain" };
        let hangs = top(tree, &name);
        let undergoes = matches!(tree.rel(hangs), Deprel::Obj | Deprel::NsubjPass | Deprel::Conj);
        if is_locative(tree, hangs) || undergoes {
            here.push(name);
        }
        k = end;
    }
    here.sort_by_key(|n| n.first);
    here
}

fn is_locative(tree: &Tree<'_>, head: TokenIdx) -> bool {
    matches!(
        tree.preposition(head).as_deref(),
        Some("in" | "near" | "at" | "inside" | "outside" | "around" | "across" | "into" | "on")
    )
}

/// A place by the tagger's word or by the gazetteer's, or what may be one by its preposition; not
/// an adjective. Common words at its end ("province") are left out.
fn name_of(tree: &Tree<'_>, m: &Mention) -> Option<Name> {
    let words: Vec<&str> = (m.first.0..m.end.0).map(|k| tree.form(TokenIdx(k))).collect();
    let common = |w: &&&str| w.chars().all(|c| c.is_lowercase() || c == '-');
    let n_common = words.iter().rev().take_while(common).count().min(words.len() - 1);
    let mut end = TokenIdx(m.end.0 - n_common as u32);
    // "in Nepal Thursday"
    while m.first < end && is_time(tree, TokenIdx(end.0 - 1)) {
        end = TokenIdx(end.0 - 1);
    }
    if m.first == end {
        return None;
    }
    let words = &words[..(end.0 - m.first.0) as usize];
    let head = if m.head < end { m.head } else { TokenIdx(end.0 - 1) };
    let mut name = Name { first: m.first, end, head, kind: "place" };
    if words[0].eq_ignore_ascii_case("the") && m.end.0 > m.first.0 + 1 {
        name.first = TokenIdx(m.first.0 + 1);
    }
    if let Some((n, hits)) = tree.knowledge.entities.longest_at(words)
        && n == words.len()
        && let Some(hit) = hits.first()
    {
        let known = tree.knowledge.entities.get(hit.entity);
        let adjective = matches!(hit.kind, AliasKind::Adjective | AliasKind::Demonym);
        if known.kind == KnownKind::Country && !adjective && hit.kind != AliasKind::Seat {
            return Some(name);
        }
        return (m.name_kind == Some(NameKind::Place) && !adjective).then_some(name);
    }
    let listed = tree.knowledge.places.longest_at(words).is_some_and(|(n, _)| n == words.len());
    name.kind = match m.name_kind {
        Some(NameKind::Place) => "place",
        Some(NameKind::Group) => return None,
        Some(NameKind::Person) if is_locative(tree, top(tree, &name)) => "person",
        Some(NameKind::Person) if beside_place(tree, &name) => "person beside",
        Some(NameKind::Person) => return None,
        _ if listed => "listed",
        _ if is_locative(tree, top(tree, &name)) => "body",
        _ if beside_place(tree, &name) => "body beside",
        _ => return None,
    };
    Some(name)
}

/// Whether a name stands with the name of a place: "Ramadi and Baiji".
fn beside_place(tree: &Tree<'_>, name: &Name) -> bool {
    let first = first_of_several(tree, top(tree, name));
    let mentions = &tree.analysis.mentions;
    let until = mentions.partition_point(|m| m.first <= first);
    let holds = |m: &&Mention| first < m.end && m.name_kind == Some(NameKind::Place);
    first != name.head && mentions[..until].iter().rev().take(N_AROUND).any(|m| holds(&m))
}

/// Mentions before a word that may hold it, looked through from the nearest.
const N_AROUND: usize = 8;

/// Whether a word is part of a time: no place, whatever the tagger took it for.
fn is_time(tree: &Tree<'_>, at: TokenIdx) -> bool {
    tree.analysis.times.iter().any(|x| x.first <= at && at < x.end)
}

/// A distance in words, roughly.
fn bucket(distance: u32) -> &'static str {
    match distance {
        0..=2 => "2",
        3..=4 => "4",
        5..=8 => "8",
        9..=15 => "15",
        _ => "far",
    }
}

/// Which verb the name hangs by, seen from the act: the act itself, one beside it, one it hangs by,
/// one that hangs by it, another.
fn governor(tree: &Tree<'_>, act: TokenIdx, head: TokenIdx) -> &'static str {
    let mut at = head;
    while let Some(h) = tree.head(at) {
        at = h;
        if at == act {
            return "act";
        }
        if matches!(tree.upos(at), Upos::Verb) {
            break;
        }
    }
    if at == head {
        "none"
    } else if tree.head(act) == Some(at) {
        if tree.rel(act) == Deprel::Conj { "beside" } else { "above" }
    } else if tree.head(at) == Some(act) {
        if tree.rel(at) == Deprel::Conj { "beside" } else { "below" }
    } else if tree.is_under(at, act) {
        "far below"
    } else if tree.is_under(act, at) {
        "far above"
    } else {
        "other"
    }
}

fn is_country(tree: &Tree<'_>, m: &Name) -> bool {
    let words: Vec<&str> = (m.first.0..m.end.0).map(|k| tree.form(TokenIdx(k))).collect();
    tree.knowledge.entities.longest_at(&words).is_some_and(|(n, hits)| {
        n == words.len()
            && hits.first().is_some_and(|h| {
                tree.knowledge.entities.get(h.entity).kind == KnownKind::Country
                    && h.kind != AliasKind::Capital
            })
    })
}

/// Words by which the name of a place hangs in its sentence: "the city of Basra".
const GENERIC: [&str; 29] = [
    "city",
    "town",
    "village",
    "district",
    "province",
    "region",
    "area",
    "state",
    "neighborhood",
    "neighbourhood",
    "suburb",
    "governorate",
    "county",
    "camp",
    "part",
    "outskirt",
    "countryside",
    "capital",
    "center",
    "centre",
    "north",
    "south",
    "east",
    "west",
    "port",
    "airport",
    "border",
    "street",
    "square",
];

/// The word of the name that hangs outside it: "the city of Basra" hangs by *city*.
fn top(tree: &Tree<'_>, m: &Name) -> TokenIdx {
    let mut at = m.head;
    while let Some(h) = tree.head(at) {
        let generic = GENERIC.contains(&tree.lemma(h).as_str());
        let inside = m.first <= h && h < m.end;
        if !(inside || generic && tree.upos(h) != Upos::Verb) {
            break;
        }
        at = h;
    }
    at
}

/// Relations from the act down to the name; `up` for each step up first. At most four.
fn path(tree: &Tree<'_>, act: TokenIdx, head: TokenIdx) -> String {
    let mut up = 0;
    let mut from = act;
    loop {
        if tree.is_under(head, from) {
            break;
        }
        let Some(h) = tree.head(from) else { return "none".to_owned() };
        from = h;
        up += 1;
    }
    let mut down = Vec::new();
    let mut at = head;
    while at != from {
        down.push(tree.rel(at).as_str());
        let Some(h) = tree.head(at) else { break };
        at = h;
    }
    down.reverse();
    if down.len() > 3 {
        down.truncate(3);
        down.push("…");
    }
    format!("{}{}", "up ".repeat(up.min(3)), down.join(">"))
}

/// Whether the name hangs in the subject or object of the act.
fn is_in(tree: &Tree<'_>, act: TokenIdx, head: TokenIdx, rels: &[Deprel]) -> bool {
    tree.kids_by(act, rels).any(|k| tree.is_under(head, k))
}
