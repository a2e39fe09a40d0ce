//! Names of places to countries and coordinates, against gold.
//!
//! Lines of {"text", "toponyms": [{"start", "end" (characters), "phrase", "lat", "lon", "gaz":
//! {"country"}, "wiki"}]}; toponyms without coordinates are left out. Where the gold names no country
//! and its page is not a country's, it is that of the nearest town; continents and seas have none. What
//! is found within 161 km (100 miles) counts as right, as the field has it (Gritta et al. 2019); what is
//! not found counts as wrong. A line's `url` tells who printed it.

use model::Span;
use serde_json::Value;

use crate::{Error, figures::Figures};

const NEAR_KM: f64 = 161.0;

/// Pages of what lies in no country.
const LANDLESS: &[&str] = &[
    "Africa",
    "Americas",
    "Asia",
    "Atlantic",
    "Caribbean",
    "Central America",
    "Europe",
    "Eurasia",
    "Indian Ocean",
    "Latin America",
    "Mediterranean",
    "Middle East",
    "North America",
    "Oceania",
    "Pacific",
    "South America",
    "Southeast Asia",
    "Earth",
    "Antarctica",
    "Arctic",
];

/// What was said of a name: country (empty: none), degrees north and east.
pub type Said = (String, Option<(f64, f64)>);

/// Scores places. `country_named` gives the code of a country by its name, `country_at` that of the
/// town nearest to a point; `answer` is given a text with its
/// address, where the line has `url`, and the names in it, in bytes.
///
/// # Errors
/// A line that is no JSON.
pub fn score(
    gold: &str,
    n_show: usize,
    country_named: impl Fn(&str) -> Option<String>,
    country_at: impl Fn(f64, f64) -> String,
    mut answer: impl FnMut(&str, Option<&str>, &[Span]) -> Vec<Said>,
) -> Result<Figures, Error> {
    let mut figures = Figures::default();
    let (mut countries, mut near, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    let mut n_documents = 0;
    for (i, line) in gold.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let row: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i + 1, e.to_string()))?;
        let text = row["text"].as_str().unwrap_or("");
        let bytes: Vec<u32> =
            text.char_indices().map(|(b, _)| b as u32).chain([text.len() as u32]).collect();
        let at = |v: &Value| bytes.get(v.as_u64().unwrap_or(0) as usize).copied();
        let number = |v: &Value| v.as_f64().or_else(|| v.as_str()?.parse().ok());
        let mut asked: Vec<(Span, f64, f64, &Value)> = Vec::new();
        for t in row["toponyms"].as_array().into_iter().flatten() {
            let (Some(lat), Some(lon)) = (number(&t["lat"]), number(&t["lon"])) else { continue };
            let (Some(start), Some(end)) = (at(&t["start"]), at(&t["end"])) else { continue };
            if start < end {
                asked.push((Span { start, end }, lat, lon, t));
            }
        }
        n_documents += 1;
        let spans: Vec<Span> = asked.iter().map(|a| a.0).collect();
        for ((span, lat, lon, gold), said) in
            asked.iter().zip(answer(text, row["url"].as_str(), &spans))
        {
            let country = gold["gaz"]["country"].as_str().filter(|c| !c.is_empty());
            let page = gold["wiki"].as_str().and_then(|w| w.rsplit('/').next());
            let page = page.map(|p| p.replace('_', " "));
            let named = country.map(str::to_owned).or(page.clone());
            let named = named.and_then(|n| country_named(&n));
            let owed = named.unwrap_or_else(|| country_at(*lat, *lon));
            let landless =
                country.is_none() && page.is_none_or(|p| LANDLESS.iter().any(|l| p.starts_with(l)));
            let km = said.1.map(|(a, b)| distance_km(*lat, *lon, a, b));
            if !landless {
                countries.push(owed == said.0);
            }
            near.push(km.is_some_and(|km| km <= NEAR_KM));
            errors.extend(km);
            if km.is_none_or(|km| km > NEAR_KM) || owed != said.0 {
                figures.show(n_show, || {
                    let shown = km.map_or("nowhere".to_owned(), |km| format!("{km:.0} km off"));
                    format!(
                        "{}: gold {owed} {lat:.2} {lon:.2}, said {} {shown}",
                        span.of(text),
                        said.0
                    )
                });
            }
        }
    }
    errors.sort_by(f64::total_cmp);
    let median = errors.get(errors.len() / 2).copied().unwrap_or(0.0);
    figures.note(format!(
        "{n_documents} documents, {} names; median error of those found {median:.0} km",
        near.len()
    ));
    figures.add_share("country", &countries);
    figures.add_share("within 161 km", &near);
    Ok(figures)
}

/// Length of the great circle between two points, in kilometres.
pub fn distance_km(lat_a: f64, lon_a: f64, lat_b: f64, lon_b: f64) -> f64 {
    const RADIUS_KM: f64 = 6371.0;
    let (phi_a, phi_b) = (lat_a.to_radians(), lat_b.to_radians());
    let (dphi, dlambda) = (phi_b - phi_a, (lon_b - lon_a).to_radians());
    let square = |x: f64| x * x;
    let a = square(libm::sin(dphi / 2.0))
        + libm::cos(phi_a) * libm::cos(phi_b) * square(libm::sin(dlambda / 2.0));
    2.0 * RADIUS_KM * libm::asin(a.sqrt().min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paris_to_london() {
        let km = distance_km(48.8566, 2.3522, 51.5074, -0.1278);
        assert!((km - 343.5).abs() < 2.0, "{km}");
    }
}
