//! The tagger's names in, names that agree with what is known out.
//!
//! The tagger saw few names of the world; the knowledge base has thousands. A known name that the
//! tagger missed is added ("Houthis"), a known country is a place whatever the tagger thought, and a
//! town of the gazetteer that stands as a proper noun is a place.

use knowledge::{AliasKind, Knowledge, KnownKind, Pos};
use model::{NameKind, Upos};

/// Fewest inhabitants of a town that is taken for a name by itself.
const POPULATION_MIN: u32 = 40_000;

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
///
/// In a `report` names that the tagger missed are added; in personal talk what looks like a name that is known
/// mostly is none ("Apple pie", "Will do").
pub fn refine(
    forms: &[&str],
    upos: &[Upos],
    tags: &mut [Option<(NameKind, bool)>],
    knowledge: &Knowledge,
    report: bool,
) {
    trim(forms, upos, tags, knowledge);
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
        if (report && plain && !inside) || (sure && same_span) {
            for (i, tag) in tags[t..t + n].iter_mut().enumerate() {
                *tag = Some((kind, i == 0));
            }
        }
        t += n;
    }
    if report {
        join(forms, tags, knowledge);
    }
}

/// Takes off what is no part of a name: "Ms" of "Ms Sheinbaum", "surnamed" of "surnamed Yeh",
/// "Spokesperson" of "State Department Spokesperson".
fn trim(
    forms: &[&str],
    upos: &[Upos],
    tags: &mut [Option<(NameKind, bool)>],
    knowledge: &Knowledge,
) {
    let mut from = 0;
    while from < tags.len() {
        let Some((kind, _)) = tags[from] else {
            from += 1;
            continue;
        };
        let to = end(tags, from);
        let person = kind == NameKind::Person;
        while person && to - from > 1 && leads(&forms[from..], upos[from], knowledge) {
            tags[from] = None;
            from += 1;
            tags[from] = Some((kind, true));
        }
        // "Sir", cut off from "Keir Starmer".
        let another = tags.get(to) == Some(&Some((NameKind::Person, true)));
        if person && another && to - from == 1 && is_title(forms[from], knowledge) {
            tags[from] = None;
        }
        let last = model::lowered(forms[to - 1]);
        if kind == NameKind::Organization
            && to - from > 1
            && OFFICES.contains(&last.as_ref())
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

/// One past the last word of the name that begins at `from`.
pub(super) fn end(tags: &[Option<(NameKind, bool)>], from: usize) -> usize {
    let kind = tags[from].map(|(kind, _)| (kind, false));
    from + 1 + tags[from + 1..].iter().take_while(|tag| **tag == kind).count()
}

/// Whether the first word is no part of the person's name behind it.
fn leads(forms: &[&str], upos: Upos, knowledge: &Knowledge) -> bool {
    let small = forms[0].starts_with(char::is_lowercase);
    let large = forms.get(1).is_some_and(|f| f.starts_with(char::is_uppercase));
    let said = matches!(upos, Upos::Verb | Upos::Noun | Upos::Adj | Upos::Adv);
    is_title(forms[0], knowledge) || (small && large && said)
}

/// "Mr", "Gen.", "former": before a person's name and no part of it.
fn is_title(form: &str, knowledge: &Knowledge) -> bool {
    let word = model::lowered(form);
    let bare = word.trim_end_matches('.');
    let is = |key: &str, word: &str| knowledge.cues.has(key, word);
    is("title", bare) || is("title", &format!("{bare}.")) || is("before-name", bare)
}

/// Bodies that the tagger took for their country or city, or cut: "Dubai Police", "U.S. Mission",
/// "Housing Authority of New Orleans"; or for a person.
fn join(forms: &[&str], tags: &mut [Option<(NameKind, bool)>], knowledge: &Knowledge) {
    let mut from = 0;
    while from < tags.len() {
        let Some((kind, true)) = tags[from] else {
            from += 1;
            continue;
        };
        let to = end(tags, from);
        let mut upto = to;
        let words = &forms[from..to];
        let body = match kind {
            NameKind::Place => is_body_of_country(words, knowledge),
            NameKind::Person => words.len() > 2 && ends_in_country(words, knowledge),
            NameKind::Organization | NameKind::Group => false,
        };
        if body {
            tags[from..to].iter_mut().enumerate().for_each(|(i, tag)| {
                *tag = Some((NameKind::Organization, i == 0));
            });
        } else if kind == NameKind::Place {
            upto = to + body_at(&forms[to..], &tags[to..], knowledge).unwrap_or(0);
        } else if kind == NameKind::Organization && ends_in_body(&forms[from..to], knowledge) {
            upto = place_after(forms, tags, to).unwrap_or(to);
        }
        if upto > to {
            for (i, tag) in tags[from..upto].iter_mut().enumerate() {
                *tag = Some((NameKind::Organization, i == 0));
            }
        }
        from = upto;
    }
}

/// Words of the name of a body that begins here, written large and not yet part of another name.
fn body_at(
    forms: &[&str],
    tags: &[Option<(NameKind, bool)>],
    knowledge: &Knowledge,
) -> Option<usize> {
    let large = |(form, tag): &(&&str, &Option<(NameKind, bool)>)| {
        form.starts_with(char::is_uppercase)
            && tag.is_none_or(|(kind, _)| kind == NameKind::Organization)
    };
    let n = forms.iter().zip(tags).take(4).take_while(large).count();
    let whole = tags.get(n).is_none_or(|tag| tag.is_none_or(|(_, begins)| begins));
    (n > 0 && whole && ends_in_body(&forms[..n], knowledge)).then_some(n)
}

fn ends_in_body(forms: &[&str], knowledge: &Knowledge) -> bool {
    let last = forms[forms.len() - 1].to_lowercase();
    let role = knowledge.roles.longest_ending(&[last.as_str()]);
    role.is_some_and(|(_, role)| !role.person && !role.sectors.is_empty())
}

/// "U.S. Mission", "US Embassy Tripoli": a country's name, and a body behind it.
fn is_body_of_country(forms: &[&str], knowledge: &Knowledge) -> bool {
    knowledge.entities.longest_at(forms).is_some_and(|(n, hits)| {
        knowledge.entities.get(hits[0].entity).kind == KnownKind::Country
            && (n..forms.len()).any(|last| ends_in_body(&forms[n..=last], knowledge))
    })
}

/// "Islami Andolan Bangladesh": no person is called so.
fn ends_in_country(forms: &[&str], knowledge: &Knowledge) -> bool {
    knowledge.entities.longest_at(&forms[forms.len() - 1..]).is_some_and(|(_, hits)| {
        let country = knowledge.entities.get(hits[0].entity).kind == KnownKind::Country;
        hits.len() == 1 && country && hits[0].kind == AliasKind::Name
    })
}

/// One past the place in "of New Orleans", "of the Philippines".
fn place_after(forms: &[&str], tags: &[Option<(NameKind, bool)>], at: usize) -> Option<usize> {
    if forms.get(at) != Some(&"of") || tags[at].is_some() {
        return None;
    }
    let first = at + 1 + usize::from(forms.get(at + 1) == Some(&"the"));
    let place = *tags.get(first)? == Some((NameKind::Place, true));
    place.then(|| end(tags, first))
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
    let word = model::lowered(form);
    let singular = word.strip_suffix('s').unwrap_or(&word);
    [word.as_ref(), singular].iter().any(|w| {
        knowledge.classes.hold(w)
            || [Pos::Verb, Pos::Noun, Pos::Adj]
                .iter()
                .any(|&pos| !knowledge.frames.senses(w, pos).is_empty())
    })
}
