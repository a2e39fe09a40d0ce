//! Names and noun phrases coded by country and sector, against gold.
//!
//! Lines of {"method", "args": [text, _, day], "expect": {"country" or "code", "code_1"}}; rows that
//! ask for no country or sector are left out.

use serde_json::Value;

use crate::{Error, figures::Figures};

/// What was said of a phrase: country (empty: none) and first sector (empty: none).
pub type Said = (String, String);

/// Scores actors; `answer` is given the phrase and its day as written (`today` where none).
///
/// # Errors
/// A line that is no JSON.
pub fn score(
    gold: &str,
    n_show: usize,
    mut answer: impl FnMut(&str, &str) -> Said,
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
        let country = expect["country"].as_str().or(expect["code"].as_str());
        let sector = expect["code_1"].as_str();
        if country.is_none() && sector.is_none() {
            continue;
        }
        let text = row["args"][0].as_str().unwrap_or("");
        let day = row["args"][2].as_str().unwrap_or("today");
        let said = answer(text, day);
        let country_right = country.is_none_or(|c| c == said.0);
        let right = country_right && sector.is_none_or(|s| s == said.1);
        if country.is_some() {
            countries.push(country_right);
        }
        both.push(right);
        if !right {
            let owed = (country.unwrap_or("any"), sector.unwrap_or("any"));
            figures.show(n_show, || {
                format!("{text} ({day}): gold {} {}, said {} {}", owed.0, owed.1, said.0, said.1)
            });
        }
    }
    figures.note(format!("{} phrases, {} with a country", both.len(), countries.len()));
    figures.add_share("country", &countries);
    figures.add_share("country and sector", &both);
    Ok(figures)
}
