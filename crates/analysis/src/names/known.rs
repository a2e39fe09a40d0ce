//! The tagger's names in, names that agree with what is known out.
//!
//! The tagger saw few names of the world; the knowledge base has thousands. A known name that the
//! tagger missed is added ("Houthis"), a known country is a place whatever the tagger thought, and a
//! town of the gazetteer that stands as a proper noun is a place.

use knowledge::{AliasKind, Knowledge, KnownKind, Pos};
use model::{NameKind, Upos};

/// Fewest inhabitants of a town that is taken for a name by itself.
const POPULATION_MIN: u32 = 40_000;

/// Before a person's name and no part of it, in lower case without a stop.
const COURTESIES: &[&str] = &["dr", "miss", "mr", "mrs", "ms"];

/// After a body's name and no part of it, in lower case.
const OFFICES: &[&str] = &[
    "ambassador",
    "chief",
    "commander",
    "director",
    "minister",
    "official",
    "officials",
    "president",
    "secretary",
    "spokesman",
    "spokesperson",
    "spokeswoman",
];

/// Brings the tags of one sentence in line with what is known. All slices have one item a word.
pub fn refine(
    forms: &[&str],
    upos: &[Upos],
    tags: &mut [Option<(NameKind, bool)>],
    knowledge: &Knowledge,
) {
    trim(forms, tags, knowledge);
    let mut t = 0;
    while t < forms.len() {
        let capital = forms[t].chars().next().is_some_and(char::is_uppercase);
        if !capital {
            t += 1;
            continue;
        }
        let Some((n, kind, sure)) = known_at(&forms[t..], &upos[t..], knowledge) else {
            t += 1;
            continue;
        };
        let inside = tags[t].is_some_and(|(_, begins)| !begins)
            || (t + n < tags.len() && tags[t + n].is_some_and(|(_, begins)| !begins));
        let plain = tags[t..t + n].iter().all(Option::is_none);
        let same_span = tags[t].is_some_and(|(_, begins)| begins) && !inside;
        if (plain && !inside) || (sure && same_span) {
            for (i, tag) in tags[t..t + n].iter_mut().enumerate() {
                *tag = Some((kind, i == 0));
            }
        }
        t += n;
    }
}

/// Takes off what is no part of a name: "Ms" of "Ms Sheinbaum", "Spokesperson" of "State Department
/// Spokesperson".
fn trim(forms: &[&str], tags: &mut [Option<(NameKind, bool)>], knowledge: &Knowledge) {
    let mut from = 0;
    while from < tags.len() {
        let Some((kind, _)) = tags[from] else {
            from += 1;
            continue;
        };
        let goes_on = |tag: &&Option<(NameKind, bool)>| **tag == Some((kind, false));
        let to = from + 1 + tags[from + 1..].iter().take_while(goes_on).count();
        let courtesy = forms[from].trim_end_matches('.').to_lowercase();
        if kind == NameKind::Person && COURTESIES.contains(&courtesy.as_str()) && to - from > 1 {
            tags[from] = None;
            tags[from + 1] = Some((kind, true));
        }
        let last = forms[to - 1].to_lowercase();
        if kind == NameKind::Organization
            && to - from > 1
            && OFFICES.contains(&last.as_str())
            && knowledge
                .entities
                .longest_at(&forms[from..to])
                .is_some_and(|(n, hits)| n + 1 == to - from && hits[0].kind != AliasKind::Surname)
        {
            tags[to - 1] = None;
        }
        from = to;
    }
}

/// The known name that starts here: words, kind, and whether it can be nothing else.
fn known_at(
    forms: &[&str],
    upos: &[Upos],
    knowledge: &Knowledge,
) -> Option<(usize, NameKind, bool)> {
    if let Some((n, hits)) = knowledge.entities.longest_at(forms)
        && let Some(hit) = hits.first()
    {
        let known = knowledge.entities.get(hit.entity);
        let kind = match (hit.kind, known.kind) {
            (AliasKind::Adjective | AliasKind::Demonym, _) | (_, KnownKind::Group) => {
                NameKind::Group
            }
            (AliasKind::Seat, _) | (_, KnownKind::Body) => NameKind::Organization,
            (_, KnownKind::Country) => NameKind::Place,
            (_, KnownKind::Person) => NameKind::Person,
        };
        let proper = upos[..n].iter().any(|u| matches!(u, Upos::Propn | Upos::Adj | Upos::Noun));
        // A surname alone may be any word ("May", "Rice"): the tagger decides.
        if proper && hit.kind != AliasKind::Surname {
            return Some((n, kind, true));
        }
        if hit.kind == AliasKind::Surname {
            let acts = matches!(upos.get(1), Some(Upos::Verb | Upos::Aux));
            let taken_for_noun = n == 1 && upos[0] == Upos::Noun && acts;
            return (taken_for_noun && !is_word(forms[0], knowledge)).then_some((
                n,
                NameKind::Person,
                false,
            ));
        }
    }
    if upos[0] != Upos::Propn {
        return None;
    }
    let (n, places) = knowledge.places.longest_at(forms)?;
    let big = places.first().is_some_and(|p| p.population >= POPULATION_MIN);
    (big && upos[..n].contains(&Upos::Propn)).then_some((n, NameKind::Place, false))
}

/// "Gates opened": whether our data knows the form as a word of the language, too.
fn is_word(form: &str, knowledge: &Knowledge) -> bool {
    let word = form.to_lowercase();
    let singular = word.strip_suffix('s').unwrap_or(&word);
    [word.as_str(), singular].iter().any(|w| {
        knowledge.classes.hold(w)
            || [Pos::Verb, Pos::Noun, Pos::Adj]
                .iter()
                .any(|&pos| !knowledge.frames.senses(w, pos).is_empty())
    })
}
