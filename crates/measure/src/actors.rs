//! Names and noun phrases coded by country and sector, against gold.
//!
//! Lines of {"method", "args": [text, context, day], "kwargs": {"query_date", "known_country"},
//! "expect": {"country" or "code", "code_1"}}, where an expectation is a word or {"any_of": [words]};
//! rows that ask for no country or sector are left out.

use serde_json::Value;

use crate::{Error, figures::Figures};

/// What was said of a phrase: country (empty: none) and first sector (empty: none).
pub type Said = (String, String);

/// A phrase to code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The phrase.
    pub text: &'a str,
    /// Words that say what the story is about; empty where nothing is said.
    pub context: &'a str,
    /// Its day as written; `today` where none is.
    pub day: &'a str,
}

/// Scores actors.
///
/// # Errors
/// A line that is no JSON.
pub fn score(
    gold: &str,
    n_show: usize,
    mut answer: impl FnMut(Asked<'_>) -> Said,
) -> Result<Figures, Error> {
    let mut figures = Figures::default();
    let (mut countries, mut both) = (Vec::new(), Vec::new());
    for (i, line) in gold.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let row: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i + 1, e.to_string()))?;
        let expect = &row["expect"];
        if row["skip"].as_str().is_some() || row["skip"].as_bool() == Some(true) {
            continue;
        }
        let country =
            if expect["country"].is_null() { &expect["code"] } else { &expect["country"] };
        let sector = &expect["code_1"];
        if country.is_null() && sector.is_null() {
            continue;
        }
        let kwargs = &row["kwargs"];
        let words = |v: &'_ Value| v.as_str().filter(|s| !s.is_empty()).map(str::to_owned);
        let text = row["args"][0].as_str().unwrap_or("");
        let context = words(&row["args"][1]).or_else(|| words(&kwargs["known_country"]));
        let day = words(&row["args"][2]).or_else(|| words(&kwargs["query_date"]));
        let said = answer(Asked {
            text,
            context: context.as_deref().unwrap_or(""),
            day: day.as_deref().unwrap_or("today"),
        });
        let country_right = meets(country, &said.0);
        let right = country_right && meets(sector, &said.1);
        if !country.is_null() {
            countries.push(country_right);
        }
        both.push(right);
        if !right {
            figures.show(n_show, || {
                let day = day.as_deref().unwrap_or("today");
                format!("{text} ({day}): gold {country} {sector}, said {} {}", said.0, said.1)
            });
        }
    }
    figures.note(format!("{} phrases, {} with a country", both.len(), countries.len()));
    figures.add_share("country", &countries);
    figures.add_share("country and sector", &both);
    Ok(figures)
}

/// Whether an answer is the one expected or one of those expected; nothing expected suits all.
fn meets(expected: &Value, said: &str) -> bool {
    match expected {
        Value::Null => true,
        Value::String(word) => word == said,
        other => other["any_of"].as_array().is_some_and(|any| any.iter().any(|w| w == said)),
    }
}
