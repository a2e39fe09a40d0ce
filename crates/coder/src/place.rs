//! An act in, its place and its numbers out.

use model::{Deprel, Magnitude, NameKind, Place, TokenIdx, Upos};

use crate::{compose::Draft, tree::Tree, who::Who};

/// Where the act at the draft's head takes place, if the text says so close to it.
pub(crate) fn place(tree: &Tree<'_>, who: &Who<'_, '_>, draft: &Draft) -> Option<Place> {
    let mut spots = vec![draft.head];
    spots.extend(tree.kids_by(draft.head, &[Deprel::Obj, Deprel::NsubjPass]));
    if draft.nominal
        && let Some(verb) = tree.head(draft.head)
        && tree.upos(verb) == Upos::Verb
    {
        spots.push(verb);
    }
    for spot in spots {
        for k in tree.kids_by(spot, &[Deprel::Obl, Deprel::Nmod]) {
            let Some(preposition) = tree.preposition(k) else { continue };
            if !matches!(
                preposition.as_str(),
                "in" | "at" | "near" | "on" | "outside" | "inside" | "across" | "into" | "from"
            ) {
                continue;
            }
            if let Some(found) = resolve(tree, who, k) {
                return Some(found);
            }
        }
    }
    None
}

fn resolve(tree: &Tree<'_>, who: &Who<'_, '_>, t: TokenIdx) -> Option<Place> {
    let m = who.name_of(t)?;
    if matches!(m.name_kind, Some(NameKind::Person | NameKind::Organization)) {
        return None;
    }
    let spot = who.geo.spot(tree, m.first, m.end)?;
    Some(Place {
        span: m.span,
        name: spot.name,
        country: Some(spot.country),
        admin1: spot.admin1,
        coordinates: spot.coordinates,
        geonames: spot.geonames,
    })
}

/// Numbers of people said with the act.
pub(crate) fn magnitude(tree: &Tree<'_>, draft: &Draft) -> Magnitude {
    use model::EventType::{Assault, Coerce, Mobilize, Protest, Retreat};
    let mut magnitude = Magnitude::default();
    let lemma = tree.lemma(draft.head);
    let mut spots = tree.slot(draft.head, &knowledge::Slot::Obj);
    let subjects = tree.slot(draft.head, &knowledge::Slot::Subj);
    let kills = matches!(lemma.as_str(), "kill" | "massacre" | "slay" | "execute" | "murder");
    let wounds = matches!(lemma.as_str(), "injure" | "wound" | "hurt");
    if matches!(draft.event_type, Protest | Mobilize) {
        spots.extend(subjects);
    }
    // "Shelled a market, killing four": one use of force, whose toll the participle tells.
    if draft.event_type == Assault && !kills && !wounds {
        for k in tree.kids_by(draft.head, &[model::Deprel::Advcl]) {
            let mut toll = tree.slot(k, &knowledge::Slot::Obj).into_iter();
            let Some(number) = toll.find_map(|t| number_of(tree, t)) else { continue };
            match tree.lemma(k).as_str() {
                "kill" => magnitude.dead = Some(number),
                "wound" | "injure" => magnitude.injured = Some(number),
                _ => {}
            }
        }
    }
    for t in spots {
        let Some(number) = number_of(tree, t) else { continue };
        match draft.event_type {
            Assault if kills => magnitude.dead = Some(number),
            Assault if wounds => magnitude.injured = Some(number),
            Protest | Mobilize | Coerce | Retreat => magnitude.size = Some(number),
            _ => {}
        }
    }
    magnitude
}

/// "at least 12 people" → (12, none); "dozens" → (24, 99); "nine" → (9, 9).
fn number_of(tree: &Tree<'_>, t: TokenIdx) -> Option<(u32, Option<u32>)> {
    let candidates = std::iter::once(t).chain(tree.kids_by(t, &[Deprel::Nummod, Deprel::Nmod]));
    for k in candidates {
        let lemma = tree.lemma(k);
        match lemma.as_str() {
            "dozen" => return Some((24, Some(99))),
            "score" => return Some((40, Some(99))),
            "hundred" if tree.upos(k) == Upos::Noun => return Some((200, Some(999))),
            "thousand" if tree.upos(k) == Upos::Noun => return Some((2000, Some(9999))),
            _ => {}
        }
        let Some(n) = parse_number(&lemma) else { continue };
        let words: Vec<String> = tree.kids(k).iter().map(|&x| tree.lemma(x)).collect();
        let has = |w: &str| words.iter().any(|x| x == w);
        let at_least = has("least") || has("more") || has("over") || has("than");
        let at_most = has("most") || has("up") || has("nearly") || has("almost");
        return Some(if at_most && !at_least {
            (0, Some(n))
        } else if at_least {
            (n, None)
        } else {
            (n, Some(n))
        });
    }
    None
}

fn parse_number(word: &str) -> Option<u32> {
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    if let Some(n) = WORDS.iter().position(|w| *w == word) {
        return Some(n as u32);
    }
    word.replace(',', "").parse().ok()
}
