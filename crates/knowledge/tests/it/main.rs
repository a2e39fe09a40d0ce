//! The shipped data loads, and names mean whom they should on the day asked.
#![allow(clippy::disallowed_methods, reason = "tests write the files they give")]

mod overlay;

use knowledge::Knowledge;
use model::{Date, Sector};

#[allow(clippy::unnecessary_wraps, reason = "days are asked as options")]
fn day(text: &str) -> Option<Date> {
    Some(text.parse().expect("a day"))
}

#[test]
fn every_file_loads() {
    let k = Knowledge::embedded();
    assert!(k.frames.len() > 1000);
    assert!(k.places.n_places() > 20_000);
    assert_eq!(k.version.len(), 12);
}

#[test]
fn an_office_depends_on_the_day() {
    let k = Knowledge::embedded();
    let (n, hits) = k.entities.longest_at(&["Donald", "Trump", "said"]).expect("known");
    assert_eq!(n, 2);
    let on = |d: &str| k.entities.code_on(hits[0].entity, day(d)).0;
    assert_eq!(on("2026-01-13").sectors, [Sector::Gov]);
    assert_eq!(on("2025-01-10").country.as_deref(), Some("USA"));
    let (_, hits) = k.entities.longest_at(&["Nicolas", "Maduro"]).expect("known");
    assert_eq!(k.entities.code_on(hits[0].entity, day("2026-01-13")).0.sectors, [Sector::Eli]);
    assert_eq!(k.entities.code_on(hits[0].entity, day("2025-12-13")).0.sectors, [Sector::Gov]);
}

#[test]
fn an_office_has_a_holder() {
    let k = Knowledge::embedded();
    let holder = k.entities.holder("MEX", "president", day("2026-01-13")).expect("somebody");
    assert_eq!(k.entities.get(holder).name, "Claudia Sheinbaum");
}

#[test]
fn abbreviations_name_countries() {
    let k = Knowledge::embedded();
    for word in ["U.S.", "US", "USA"] {
        let (n, hits) = k.entities.longest_at(&[word, "officials"]).expect(word);
        assert_eq!((n, k.entities.get(hits[0].entity).country.as_str()), (1, "USA"));
    }
}
