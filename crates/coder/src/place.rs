//! An act in, its place and its numbers out.

use model::{Deprel, EventType, Magnitude, NameKind, Place, Span, TokenIdx, Upos};

use crate::{compose::Draft, geo::Spot, locate, tree::Tree, who::Who};

/// Where the act at the draft's head takes place, if its sentence says so.
///
/// What hangs on the act or on what it is done to counts first. For deeds and meetings then what the table of
/// [`locate`] takes for their place (where words are said a sentence seldom tells, and the places it names are what is
/// spoken of); there a place that the gazetteer knows comes before one of which only the name is known.
pub(crate) fn place(tree: &Tree<'_>, who: &Who<'_, '_>, draft: &Draft) -> Option<Place> {
    let hanging = hanging(tree, who, draft);
    if hanging.is_some() {
        return hanging;
    }
    let spots = deed(tree, draft).map(|act| locate::spots(tree, act)).unwrap_or_default();
    let known = spots.iter().find_map(|n| {
        let spot = who.geo.spot(tree, n.first, n.end)?;
        Some(found(tree.analysis.span_of(n.first, n.end), spot))
    });
    known.or_else(|| {
        let sure = spots.iter().find(|n| n.is_place())?;
        let span = tree.analysis.span_of(sure.first, sure.end);
        let name = span.of(tree.text).to_owned();
        Some(Place { span, name, country: None, admin1: None, coordinates: None, geonames: None })
    })
}

/// The verb that a deed or a meeting is told by: its own, or the one that a noun of a deed is done by ("launched
/// a *raid*").
fn deed(tree: &Tree<'_>, draft: &Draft) -> Option<TokenIdx> {
    let is_verb = |t: &TokenIdx| tree.upos(*t) == Upos::Verb;
    let material = draft.event_type.quad().is_material();
    if is_verb(&draft.head) {
        let happens = material || draft.event_type == EventType::Consult;
        return Some(draft.head).filter(|_| happens);
    }
    let rels = [Deprel::Obj, Deprel::Nsubj, Deprel::NsubjPass];
    let undergoes = material && draft.nominal && rels.contains(&tree.rel(draft.head));
    tree.head(draft.head).filter(is_verb).filter(|_| undergoes)
}

/// The place that hangs on the act or on what it is done to, by a preposition.
fn hanging(tree: &Tree<'_>, who: &Who<'_, '_>, draft: &Draft) -> Option<Place> {
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
                preposition.as_ref(),
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

/// Whether the text says where what is to come takes place.
pub(crate) fn place_of_plan(tree: &Tree<'_>, who: &Who<'_, '_>, draft: &Draft) -> bool {
    hanging(tree, who, draft).is_some_and(|p| {
        let before = tree.text[..p.span.start as usize].trim_end();
        !before.ends_with(" from")
    })
}

fn resolve(tree: &Tree<'_>, who: &Who<'_, '_>, t: TokenIdx) -> Option<Place> {
    let m = who.name_of(t)?;
    if matches!(m.name_kind, Some(NameKind::Person | NameKind::Organization)) {
        return None;
    }
    Some(found(m.span, who.geo.spot(tree, m.first, m.end)?))
}

fn found(span: Span, spot: Spot) -> Place {
    Place {
        span,
        name: spot.name,
        country: Some(spot.country),
        admin1: spot.admin1,
        coordinates: spot.coordinates,
        geonames: spot.geonames,
    }
}

/// Numbers of people said with the act.
///
/// Where one deed brought another about, the number stands with the other: "shelled a market,
/// killing four people", "seven were killed when troops shelled a market".
pub(crate) fn magnitude(tree: &Tree<'_>, draft: &Draft) -> Magnitude {
    use model::EventType::{Assault, Coerce, Mobilize, Protest, Retreat};
    let mut magnitude = Magnitude::default();
    match draft.event_type {
        Assault => {
            for deed in deeds(tree, draft.head) {
                let number = || victims(tree, deed).into_iter().find_map(|t| number_of(tree, t));
                match harm(tree.lemma(deed)) {
                    Some(Harm::Death) => magnitude.dead = magnitude.dead.or_else(number),
                    Some(Harm::Wound) => magnitude.injured = magnitude.injured.or_else(number),
                    None => {}
                }
            }
        }
        Protest | Mobilize | Coerce | Retreat => {
            let mut spots = tree.slot(draft.head, &knowledge::Slot::Obj);
            if matches!(draft.event_type, Protest | Mobilize) {
                spots.extend(tree.slot(draft.head, &knowledge::Slot::Subj));
            }
            // What is said last counts: "thousands of people sent 200 soldiers".
            magnitude.size = spots.into_iter().filter_map(|t| number_of(tree, t)).next_back();
        }
        _ => {}
    }
    magnitude
}

enum Harm {
    Death,
    Wound,
}

fn harm(lemma: &str) -> Option<Harm> {
    match lemma {
        "kill" | "massacre" | "slay" | "execute" | "murder" | "die" => Some(Harm::Death),
        "injure" | "wound" | "hurt" => Some(Harm::Wound),
        _ => None,
    }
}

/// The act's own word, the deeds that hang on it, and the deed that it hangs on.
fn deeds(tree: &Tree<'_>, head: TokenIdx) -> Vec<TokenIdx> {
    const SUBJECT: &[Deprel] = &[Deprel::Nsubj, Deprel::NsubjPass];
    const RESULT: &[Deprel] = &[Deprel::Advcl, Deprel::Acl, Deprel::AclRelcl, Deprel::Xcomp];
    let mut out = vec![head];
    // "after militants killed four" is another's deed, "before killing four" another time.
    let mark = |t| tree.kid(t, &[Deprel::Mark, Deprel::Case]).is_some();
    let other = |t| mark(t) || (tree.rel(t) == Deprel::Advcl && tree.kid(t, SUBJECT).is_some());
    out.extend(tree.kids_by(head, RESULT).filter(|&t| !other(t)));
    if let Some(above) = tree.head(head)
        && matches!(tree.rel(head), Deprel::Advcl | Deprel::Obl | Deprel::Nsubj | Deprel::NsubjPass)
        && harm(tree.lemma(above)).is_some()
        && of_the_act(tree, head)
    {
        out.push(above);
    }
    for i in 0..out.len() {
        let also: Vec<TokenIdx> = tree.kids_by(out[i], &[Deprel::Conj]).collect();
        out.extend(also.into_iter().filter(|&c| harm(tree.lemma(c)).is_some()));
    }
    out
}

/// Whether what the act hangs on came of it: "killed in the attack", not "killed after the attack".
fn of_the_act(tree: &Tree<'_>, head: TokenIdx) -> bool {
    if matches!(tree.rel(head), Deprel::Nsubj | Deprel::NsubjPass) {
        return true;
    }
    let when = tree.kid(head, &[Deprel::Advmod]).map(|t| tree.lemma(t).as_str());
    match tree.preposition(head).as_deref().or(when) {
        Some(word) => matches!(word, "in" | "by" | "during" | "when" | "as" | "from"),
        None => false,
    }
}

/// Who was killed or hurt: object, passive subject, subject of "die".
fn victims(tree: &Tree<'_>, deed: TokenIdx) -> Vec<TokenIdx> {
    if tree.lemma(deed) == "die" {
        return tree.kids_by(deed, &[Deprel::Nsubj]).collect();
    }
    let mut out = tree.slot(deed, &knowledge::Slot::Obj);
    out.extend(tree.kids_by(deed, &[Deprel::Obj, Deprel::NsubjPass]));
    out
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
        let Some(n) = parse_number(lemma) else { continue };
        let words: Vec<&String> = tree.kids(k).iter().map(|&x| tree.lemma(x)).collect();
        let has = |w: &str| words.iter().any(|x| *x == w);
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
