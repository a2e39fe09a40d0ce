//! Closed lists of words that pronouns and nouns are told by.

use model::Gender;

/// Personal, possessive and reflexive pronouns.
pub(super) fn is_personal(lemma: &str) -> bool {
    is_first_person(lemma)
        || is_second_person(lemma)
        || is_plural_pronoun(lemma)
        || gender_of_pronoun(lemma).is_some()
        || matches!(lemma, "it" | "its" | "itself")
}

pub(super) fn is_first_person(lemma: &str) -> bool {
    matches!(
        lemma,
        "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves"
    )
}

pub(super) fn is_second_person(lemma: &str) -> bool {
    matches!(lemma, "you" | "your" | "yours" | "yourself" | "yourselves")
}

pub(super) fn is_plural_pronoun(lemma: &str) -> bool {
    matches!(lemma, "they" | "them" | "their" | "theirs" | "themselves" | "'em" | "both")
}

pub(super) fn is_reflexive(lemma: &str) -> bool {
    lemma.ends_with("self") || lemma.ends_with("selves")
}

pub(super) fn gender_of_pronoun(lemma: &str) -> Option<Gender> {
    match lemma {
        "he" | "him" | "his" | "himself" => Some(Gender::Male),
        "she" | "her" | "hers" | "herself" => Some(Gender::Female),
        _ => None,
    }
}

/// Nouns in the singular for several people: "it" and "they" alike.
pub(super) fn is_collective(lemma: &str) -> bool {
    matches!(
        lemma,
        "administration"
            | "agency"
            | "alliance"
            | "army"
            | "association"
            | "authority"
            | "band"
            | "bank"
            | "bloc"
            | "board"
            | "brigade"
            | "bureau"
            | "cabinet"
            | "campaign"
            | "cartel"
            | "club"
            | "coalition"
            | "commission"
            | "committee"
            | "community"
            | "company"
            | "congress"
            | "corporation"
            | "council"
            | "court"
            | "crew"
            | "crowd"
            | "delegation"
            | "department"
            | "embassy"
            | "faction"
            | "family"
            | "federation"
            | "firm"
            | "force"
            | "foundation"
            | "gang"
            | "government"
            | "group"
            | "guard"
            | "house"
            | "institute"
            | "institution"
            | "jury"
            | "junta"
            | "leadership"
            | "legislature"
            | "majority"
            | "media"
            | "military"
            | "militia"
            | "ministry"
            | "minority"
            | "mob"
            | "movement"
            | "navy"
            | "network"
            | "newspaper"
            | "office"
            | "opposition"
            | "organisation"
            | "organization"
            | "panel"
            | "parliament"
            | "party"
            | "police"
            | "populace"
            | "press"
            | "public"
            | "regime"
            | "school"
            | "senate"
            | "staff"
            | "squad"
            | "state"
            | "team"
            | "tribe"
            | "troop"
            | "unit"
            | "union"
            | "university"
            | "watchdog"
    )
}

/// Nouns that a country is taken up by.
pub(super) fn is_country_noun(lemma: &str) -> bool {
    matches!(lemma, "country" | "nation" | "kingdom" | "republic" | "state" | "side" | "power")
}

/// Nouns that a named place is taken up by.
pub(super) fn is_place_noun(lemma: &str) -> bool {
    matches!(
        lemma,
        "capital"
            | "city"
            | "county"
            | "district"
            | "island"
            | "municipality"
            | "neighborhood"
            | "neighbourhood"
            | "port"
            | "province"
            | "region"
            | "settlement"
            | "suburb"
            | "territory"
            | "town"
            | "village"
            | "area"
    )
}

/// Nouns that a named body is taken up by.
pub(super) fn is_body_noun(lemma: &str) -> bool {
    matches!(
        lemma,
        "agency"
            | "alliance"
            | "association"
            | "bank"
            | "bloc"
            | "body"
            | "charity"
            | "coalition"
            | "commission"
            | "committee"
            | "company"
            | "corporation"
            | "council"
            | "court"
            | "firm"
            | "foundation"
            | "group"
            | "institute"
            | "institution"
            | "ministry"
            | "movement"
            | "network"
            | "newspaper"
            | "organisation"
            | "organization"
            | "paper"
            | "party"
            | "team"
            | "tribunal"
            | "union"
            | "university"
            | "watchdog"
            | "outlet"
            | "militia"
            | "cartel"
            | "gang"
            | "club"
            | "school"
            | "carrier"
            | "airline"
            | "giant"
    )
}

/// Nouns that tell a time, a measure or a manner, and are nobody and nothing.
pub(super) fn is_no_thing(lemma: &str) -> bool {
    matches!(
        lemma,
        "a.m."
            | "p.m."
            | "am"
            | "pm"
            | "today"
            | "yesterday"
            | "tomorrow"
            | "tonight"
            | "second"
            | "minute"
            | "hour"
            | "day"
            | "week"
            | "weekend"
            | "month"
            | "year"
            | "decade"
            | "century"
            | "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "noon"
            | "midnight"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "time"
            | "times"
            | "moment"
            | "percent"
            | "per cent"
            | "cent"
            | "mile"
            | "kilometer"
            | "kilometre"
            | "meter"
            | "metre"
            | "foot"
            | "inch"
            | "pound"
            | "ton"
            | "dollar"
            | "euro"
            | "number"
            | "lot"
            | "kind"
            | "sort"
            | "way"
            | "thing"
            | "example"
            | "addition"
            | "fact"
            | "order"
            | "part"
            | "course"
            | "case"
            | "%"
            | "hundred"
            | "thousand"
            | "million"
            | "billion"
    )
}
