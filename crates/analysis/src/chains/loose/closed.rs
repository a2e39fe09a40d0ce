//! Closed lists of words and relations that phrases are told by.

use model::Deprel;

/// Place of a subject on the axis of roles.
pub(super) const SUBJECT: usize = 0;

/// Place of a relation on the axis of roles.
pub(super) fn role(deprel: Deprel) -> usize {
    match deprel {
        Deprel::Nsubj
        | Deprel::NsubjPass
        | Deprel::NsubjOuter
        | Deprel::Csubj
        | Deprel::CsubjPass => SUBJECT,
        Deprel::Obj | Deprel::Iobj => 1,
        Deprel::Obl | Deprel::OblAgent | Deprel::OblUnmarked => 2,
        Deprel::Nmod => 3,
        Deprel::NmodPoss => 4,
        Deprel::Conj => 5,
        Deprel::Compound | Deprel::Flat | Deprel::Amod => 6,
        Deprel::Root => 7,
        Deprel::Appos
        | Deprel::Parataxis
        | Deprel::List
        | Deprel::Dislocated
        | Deprel::Vocative => 8,
        _ => 9,
    }
}

/// What stands beside a noun without being part of its phrase.
pub(super) fn is_apart(deprel: Deprel) -> bool {
    matches!(
        deprel,
        Deprel::Conj
            | Deprel::Cc
            | Deprel::Cop
            | Deprel::Nsubj
            | Deprel::NsubjPass
            | Deprel::Parataxis
            | Deprel::Punct
            | Deprel::Mark
            | Deprel::Aux
            | Deprel::Advcl
            | Deprel::Vocative
    )
}

/// What a noun is that is part of another phrase, or of none.
pub(super) fn is_inside(deprel: Deprel) -> bool {
    matches!(
        deprel,
        Deprel::Compound
            | Deprel::Flat
            | Deprel::Amod
            | Deprel::Fixed
            | Deprel::Goeswith
            | Deprel::Case
            | Deprel::Advmod
            | Deprel::Discourse
            | Deprel::NmodDesc
    )
}

/// Pronouns that stand for somebody or something not said before.
pub(super) fn is_somebody(lemma: &str) -> bool {
    matches!(
        lemma,
        "one"
            | "ones"
            | "something"
            | "anyone"
            | "someone"
            | "everyone"
            | "everybody"
            | "anything"
            | "everything"
            | "nobody"
            | "nothing"
            | "somebody"
            | "another"
    )
}

/// Articles, owners and the like, which say nothing of what a phrase means.
pub(super) fn is_determiner(form: &str) -> bool {
    const WORDS: [&str; 29] = [
        "the", "a", "an", "this", "that", "these", "those", "some", "any", "no", "every", "each",
        "another", "all", "both", "my", "your", "his", "her", "its", "our", "their", "'s", "’s",
        "'", "’", "s", "whose", "such",
    ];
    form.len() <= 7 && WORDS.iter().any(|w| w.eq_ignore_ascii_case(form))
}
