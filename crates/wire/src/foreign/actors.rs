//! Names and codes of other data sets in, ISO countries out.

use knowledge::Knowledge;
use model::Date;

use crate::export::{country_code, country_name};

/// Country of an actor by its name: one in brackets at the end ("Citizen (India)", "Protesters
/// (Nigeria)"), one after "of" ("Police Forces of Kenya (2022-)"), a country's own, or that of a known
/// entity on that day.
pub(super) fn country_of_name(
    name: &str,
    day: Option<Date>,
    knowledge: &Knowledge,
) -> Option<String> {
    let mut rest = name.trim();
    while let Some((before, inside)) =
        rest.strip_suffix(')').and_then(|r| r.rsplit_once('(')).map(|(b, i)| (b.trim(), i.trim()))
    {
        if let Some(code) = country(inside, knowledge) {
            return Some(code);
        }
        rest = before;
    }
    if let Some(code) = country(rest, knowledge) {
        return Some(code);
    }
    if let Some((_, of)) = rest.rsplit_once(" of ")
        && let Some(code) = country(of, knowledge)
    {
        return Some(code);
    }
    known(rest, day, knowledge)
}

/// A country by name.
fn country(name: &str, knowledge: &Knowledge) -> Option<String> {
    if name.is_empty() {
        return None;
    }
    if let Some(code) = country_code(name).filter(|_| name.len() > 3) {
        return Some(code.to_owned());
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let (n, hits) = knowledge.entities.longest_at(&words)?;
    let hit = hits.iter().find(|_| n == words.len())?;
    let id = &knowledge.entities.get(hit.entity).id;
    (id.0.len() == 3).then(|| id.0.clone())
}

/// Country of a known person or body.
fn known(name: &str, day: Option<Date>, knowledge: &Knowledge) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let (n, hits) = knowledge.entities.longest_at(&words)?;
    let hit = hits.iter().find(|_| n == words.len())?;
    knowledge.entities.code_on(hit.entity, day).0.country
}

/// ISO country of a CAMEO actor code: its first three letters where they are one.
pub(super) fn country_of_code(code: &str) -> Option<String> {
    let three = code.get(..3)?;
    let group = ["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"].contains(&three);
    // CAMEO's own codes where they are not ISO's.
    let iso = match three {
        "ROM" => "ROU",
        "ZAR" => "COD",
        "TMP" => "TLS",
        "SCG" => "SRB",
        other => other,
    };
    (group || country_name(iso) != iso).then(|| iso.to_owned())
}
