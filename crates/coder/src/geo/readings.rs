//! The words of a name in, all that they may mean out: a country, divisions, towns.

use knowledge::{AliasKind, KnownKind, KnownPlace};
use model::{NameKind, Span, TokenIdx};

use super::Name;
use crate::tree::Tree;

/// One reading of a name.
#[derive(Clone, Debug)]
pub(super) struct Reading<'k> {
    pub(super) country: &'k str,
    pub(super) place: Option<KnownPlace<'k>>,
    /// A word was taken off to find it ("Anderson" County).
    pub(super) trimmed: bool,
}

/// A county, or a part of a division: as good a point as a town, and no more than a town to others.
pub(super) fn is_local(place: &KnownPlace<'_>) -> bool {
    !place.is_division() || place.admin1.is_some_and(|a| a != place.name)
}

/// Words that tell what kind of place a name is.
const KINDS: &[&str] = &[
    "county",
    "parish",
    "province",
    "state",
    "district",
    "city",
    "region",
    "township",
    "governorate",
    "oblast",
    "prefecture",
    "municipality",
    "village",
    "town",
    "borough",
    "department",
    "territory",
    "peninsula",
    "area",
    "camp",
    "division",
    "canton",
    "island",
    "islands",
];

/// How many of the parts are points of the compass and the middle.
const N_COMPASS: usize = 9;

/// Words before a name that say which part of it is meant.
const PARTS: &[&str] = &[
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "upper",
    "lower",
    "greater",
    "downtown",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "the",
    "city",
    "province",
    "state",
    "of",
    "district",
    "old",
    "new",
    "mid",
    "fort",
    "port",
    "lake",
    "mount",
];

/// The words of a name; a stop that the tokenizer parted from an abbreviation joins it again.
pub(super) fn words<'a>(tree: &Tree<'a>, (first, end): Name) -> Vec<&'a str> {
    let mut words: Vec<&str> = (first.0..end.0).map(|k| tree.form(TokenIdx(k))).collect();
    if words.len() > 1 && words[words.len() - 1] == "." {
        let last = &tree.analysis.tokens[end.at() - 2];
        let joined = Span { start: last.span.start, end: last.span.end + 1 };
        words.pop();
        words.pop();
        words.push(joined.of(tree.text));
    }
    words
}

pub(super) fn key(tree: &Tree<'_>, name: Name) -> String {
    words(tree, name).join(" ")
}

/// "Laurel County": American, where nothing else is said.
pub(super) fn is_county(tree: &Tree<'_>, (first, end): Name) -> bool {
    end.0 > first.0 + 1
        && matches!(tree.form(TokenIdx(end.0 - 1)), "County" | "Parish" | "Township")
}

/// Whether the name stands behind a comma that stands behind another name.
pub(super) fn is_container(tree: &Tree<'_>, first: TokenIdx) -> bool {
    let Some(before) = first.0.checked_sub(2) else { return false };
    let comma = tree.form(TokenIdx(first.0 - 1)) == ",";
    let town = [tree.form(TokenIdx(before))];
    comma
        && town[0].starts_with(char::is_uppercase)
        && (tree.knowledge.places.longest_at(&town).is_some()
            || tree
                .analysis
                .token(TokenIdx(before))
                .name
                .is_some_and(|(k, _)| k == NameKind::Place))
}

/// All that the words of a name may mean: a country, divisions, towns.
pub(super) fn readings<'a>(tree: &Tree<'a>, name: Name) -> Vec<Reading<'a>> {
    let all = words(tree, name);
    let mut rest: &[&str] = &all;
    if rest.first().is_some_and(|w| w.eq_ignore_ascii_case("the")) {
        rest = &rest[1..];
    }
    // "The West" is no region of Cameroon.
    if let [word] = rest
        && PARTS[..N_COMPASS].contains(&word.to_lowercase().as_str())
        && container(tree, name).is_none()
    {
        return Vec::new();
    }
    // "Becker, Clay and Otter Tail counties".
    if let Some(kind) = list_of(tree, name) {
        let found = whole(tree, &[rest, &[kind]].concat());
        if !found.is_empty() {
            return found;
        }
    }
    let found = whole(tree, rest);
    if !found.is_empty() {
        return found;
    }
    // "Avoyelles", where the county is spoken of in short.
    let mut short = whole(tree, &[rest, &["County"]].concat());
    short.extend(whole(tree, &[rest, &["Parish"]].concat()));
    if !short.is_empty() || rest.len() < 2 {
        for r in &mut short {
            r.trimmed = true;
        }
        return short;
    }
    // "Nineveh province", "southern Ukraine", "the city of Basra".
    let mut bare = rest;
    while bare.len() > 1 && KINDS.contains(&bare[bare.len() - 1].to_lowercase().as_str()) {
        bare = &bare[..bare.len() - 1];
    }
    while bare.len() > 1 && PARTS.contains(&bare[0].to_lowercase().as_str()) {
        bare = &bare[1..];
    }
    let mut found = if bare.len() < rest.len() { whole(tree, bare) } else { Vec::new() };
    for r in &mut found {
        r.trimmed = !r.place.as_ref().is_none_or(KnownPlace::is_division);
    }
    found
}

/// What the names of a list are that ends with "counties" or "parishes".
fn list_of(tree: &Tree<'_>, (_, end): Name) -> Option<&'static str> {
    const N_TOKENS_MAX: u32 = 24;
    let sentence = &tree.analysis.sentences[tree.analysis.sentence_of(TokenIdx(end.0 - 1))];
    let listed = (end.0..sentence.end.0.min(end.0 + N_TOKENS_MAX)).map(TokenIdx);
    for k in listed {
        match tree.form(k) {
            "counties" | "Counties" => return Some("County"),
            "parishes" | "Parishes" => return Some("Parish"),
            "," | "and" | "&" => {}
            word if word.starts_with(char::is_uppercase) => {}
            _ => return None,
        }
    }
    None
}

fn whole<'a>(tree: &Tree<'a>, words: &[&str]) -> Vec<Reading<'a>> {
    let mut found = Vec::new();
    let mut whole_country = false;
    let knowledge = tree.knowledge;
    if let Some((n, hits)) = knowledge.entities.longest_at(words)
        && n == words.len()
    {
        for hit in hits.iter() {
            let known = knowledge.entities.get(hit.entity);
            let names = !matches!(hit.kind, AliasKind::Capital | AliasKind::Seat);
            if known.kind == KnownKind::Country && names {
                // "Mexico" is the country whatever else is called so; "Scotland" is its part.
                whole_country |= known.name == words.join(" ") || hit.kind != AliasKind::Name;
                found.push(Reading { country: &known.country, place: None, trimmed: false });
            }
        }
    }
    if let Some((n, places)) = knowledge.places.longest_at(words)
        && n == words.len()
    {
        // "Scotland", "Darfur": the part, where the gazetteer has it.
        found.retain(|r: &Reading<'_>| {
            whole_country || !places.iter().any(|p| p.is_division() && p.country == r.country)
        });
        found.extend(places.into_iter().map(|p| Reading {
            country: p.country,
            place: Some(p),
            trimmed: false,
        }));
    }
    found
}

/// The division or country behind a comma or in brackets: "Long Beach, California", "Perth (WA)".
pub(super) fn container(tree: &Tree<'_>, (_, end): Name) -> Option<(String, Option<String>)> {
    let n_tokens = tree.analysis.tokens.len() as u32;
    if end.0 + 1 >= n_tokens || !matches!(tree.form(end), "," | "(") {
        return None;
    }
    let sentence = &tree.analysis.sentences[tree.analysis.sentence_of(TokenIdx(end.0 - 1))];
    let upto = sentence.end.0.min(end.0 + 7);
    let words: Vec<&str> = (end.0 + 1..upto).map(|k| tree.form(TokenIdx(k))).collect();
    if !words.first().is_some_and(|w| w.starts_with(char::is_uppercase)) {
        return None;
    }
    let division = tree.knowledge.places.longest_at(&words).and_then(|(n, places)| {
        let mut parts = places.into_iter().filter(KnownPlace::is_division);
        let first = parts.next()?;
        // "Alexandria, Douglas County": one of many of that name.
        let many = is_local(&first) && parts.any(|p| p.admin1 != first.admin1);
        (!many).then_some((n, first))
    });
    let country = tree.knowledge.entities.longest_at(&words).and_then(|(n, hits)| {
        let hit = hits.first()?;
        let known = tree.knowledge.entities.get(hit.entity);
        let names = hit.kind == AliasKind::Name && known.kind == KnownKind::Country;
        names.then(|| (n, known.country.clone()))
    });
    match (division, country) {
        (Some((n, p)), Some((m, _))) if n >= m => {
            Some((p.country.to_owned(), p.admin1.map(str::to_owned)))
        }
        (Some((_, p)), None) => Some((p.country.to_owned(), p.admin1.map(str::to_owned))),
        (_, Some((_, country))) => Some((country, None)),
        (None, None) => None,
    }
}
