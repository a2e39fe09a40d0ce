//! The text of a table in, its rows out.

use knowledge::Knowledge;
use model::{Date, EventType};

use super::{
    Foreign, Layout, Skipped,
    actors::{country_of_code, country_of_name},
    sniff::separator,
};
use crate::export::{country_code, icews_code};

/// Rows of a table, in order, and the lines that were passed over with their reasons.
pub fn read(text: &str, layout: Layout, knowledge: &Knowledge) -> (Vec<Foreign>, Vec<Skipped>) {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or("");
    let by = separator(first);
    let has_header = match layout {
        Layout::Gdelt => first.to_lowercase().starts_with("globaleventid"),
        Layout::Icews => first.matches('\t').count() != 3,
        Layout::Polecat | Layout::Acled => true,
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(by)
        // Tab-separated data of the field is not quoted; quotes in it are the text's.
        .quoting(by != b'\t')
        .has_headers(has_header)
        .flexible(true)
        .from_reader(text.as_bytes());
    let header: Vec<String> = if has_header {
        reader.headers().map(|h| h.iter().map(plain).collect()).unwrap_or_default()
    } else {
        Vec::new()
    };
    let (mut rows, mut skipped) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let (line, made) = match &record {
            Ok(record) => {
                let line = record.position().map_or(0, |p| p.line() as usize);
                let cells = Cells { header: &header, record };
                (line, row(layout, &cells, knowledge))
            }
            Err(e) => {
                let line = e.position().map_or(0, |p| p.line() as usize);
                (line, Err(e.to_string()))
            }
        };
        match made {
            Ok(row) => rows.push(Foreign { line, ..row }),
            Err(reason) => skipped.push(Skipped { line, reason }),
        }
    }
    (rows, skipped)
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace(['_', '-'], " ")
}

struct Cells<'a> {
    header: &'a [String],
    record: &'a csv::StringRecord,
}

impl<'a> Cells<'a> {
    fn named(&self, name: &str) -> &'a str {
        self.header
            .iter()
            .position(|h| h == name)
            .and_then(|i| self.record.get(i))
            .unwrap_or("")
            .trim()
    }

    fn at(&self, i: usize) -> &'a str {
        self.record.get(i).unwrap_or("").trim()
    }
}

fn row(layout: Layout, cells: &Cells<'_>, knowledge: &Knowledge) -> Result<Foreign, String> {
    match layout {
        Layout::Gdelt => gdelt(cells, knowledge),
        Layout::Icews if cells.header.is_empty() => icews_four(cells, knowledge),
        Layout::Icews => icews(cells, knowledge),
        Layout::Polecat => polecat(cells),
        Layout::Acled => acled(cells, knowledge),
    }
}

/// A day as YYYY-MM-DD, YYYYMMDD, or "27 February 2026".
fn day(text: &str) -> Result<Date, String> {
    let wrong = || format!("found `{text}`, expected a day");
    if let Some(Ok(day)) = text.get(..10).map(str::parse::<Date>) {
        return Ok(day);
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let iso = format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]);
        return iso.parse().map_err(|_| wrong());
    }
    Date::strptime("%d %B %Y", text).map_err(|_| wrong())
}

fn sorted(countries: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut list: Vec<String> = countries.into_iter().collect();
    list.sort();
    list.dedup();
    list
}

fn crosswalk(code: &str, knowledge: &Knowledge) -> Option<EventType> {
    let mut code = code;
    while code.len() >= 2 {
        if let Some((event_type, ..)) = knowledge.ontology.crosswalk(code) {
            return Some(event_type);
        }
        code = &code[..code.len() - 1];
    }
    None
}

fn gdelt(cells: &Cells<'_>, knowledge: &Knowledge) -> Result<Foreign, String> {
    let n = cells.record.len();
    if !matches!(n, 57 | 58 | 61) {
        return Err(format!("{n} columns, expected 61 (GDELT 2) or 57 and 58 (GDELT 1)"));
    }
    // GDELT 1 has no ADM2 columns: seven for each place instead of eight.
    let place = if n == 61 { 51 } else { 49 };
    let code = cells.at(26);
    Ok(Foreign {
        id: cells.at(0).to_owned(),
        day: Some(day(cells.at(1))?),
        actors: sorted(country_of_code(cells.at(5))),
        recipients: sorted(country_of_code(cells.at(15))),
        names: (cells.at(6).to_owned(), cells.at(16).to_owned()),
        event_type: crosswalk(code, knowledge),
        cameo: Some(code.to_owned()).filter(|c| !c.is_empty()),
        place: Some(cells.at(place + 1).to_owned()).filter(|p| !p.is_empty()),
        place_country: country_code(cells.at(place + 2)).map(str::to_owned),
        ..Foreign::default()
    })
}

/// CAMEO code of an ICEWS text.
fn code_of_text(event_text: &str, knowledge: &Knowledge) -> Option<String> {
    icews_code(event_text).map(str::to_owned).or_else(|| {
        let label = |c: &&knowledge::CameoRow| c.label.eq_ignore_ascii_case(event_text);
        // The longest code: `040` before `04`.
        let rows = knowledge.ontology.cameo_rows();
        rows.iter().filter(label).max_by_key(|c| c.code.len()).map(|c| c.code.clone())
    })
}

fn icews_four(cells: &Cells<'_>, knowledge: &Knowledge) -> Result<Foreign, String> {
    if cells.record.len() != 4 {
        return Err(format!("{} columns, expected 4", cells.record.len()));
    }
    let day = day(cells.at(3))?;
    let event_text = cells.at(1);
    let code = code_of_text(event_text, knowledge)
        .ok_or_else(|| format!("found `{event_text}`, expected an event text of ICEWS"))?;
    let country = |name: &str| sorted(country_of_name(name, Some(day), knowledge));
    Ok(Foreign {
        day: Some(day),
        actors: country(cells.at(0)),
        recipients: country(cells.at(2)),
        names: (cells.at(0).to_owned(), cells.at(2).to_owned()),
        event_type: crosswalk(&code, knowledge),
        cameo: Some(code),
        ..Foreign::default()
    })
}

fn icews(cells: &Cells<'_>, knowledge: &Knowledge) -> Result<Foreign, String> {
    let day = day(cells.named("event date"))?;
    let code = match cells.named("cameo code") {
        "" => code_of_text(cells.named("event text"), knowledge).unwrap_or_default(),
        // Spreadsheets lose the nought in front.
        code if code.len() == 1
            || (code.len() < 4 && code.parse::<u16>().is_ok_and(|c| c > 203)) =>
        {
            format!("0{code}")
        }
        code => code.to_owned(),
    };
    let side = |name: &str, country: &str| {
        let by_country = country_of_name(country, None, knowledge);
        sorted(by_country.or_else(|| country_of_name(name, Some(day), knowledge)))
    };
    let (source, target) = (cells.named("source name"), cells.named("target name"));
    Ok(Foreign {
        id: cells.named("event id").to_owned(),
        day: Some(day),
        actors: side(source, cells.named("source country")),
        recipients: side(target, cells.named("target country")),
        names: (source.to_owned(), target.to_owned()),
        event_type: crosswalk(&code, knowledge),
        cameo: Some(code).filter(|c| !c.is_empty()),
        place: Some(cells.named("city").to_owned()).filter(|p| !p.is_empty()),
        place_country: country_of_name(cells.named("country"), None, knowledge),
        ..Foreign::default()
    })
}

fn polecat(cells: &Cells<'_>) -> Result<Foreign, String> {
    let kind = cells.named("event type");
    let event_type: EventType =
        kind.parse().map_err(|_| format!("found `{kind}`, expected a PLOVER type"))?;
    let codes = |cell: &str| {
        sorted(cell.split(';').map(str::trim).filter(|c| c.len() == 3).map(str::to_owned))
    };
    Ok(Foreign {
        id: cells.named("event id").to_owned(),
        day: Some(day(cells.named("event date"))?),
        actors: codes(cells.named("actor country")),
        recipients: codes(cells.named("recipient country")),
        names: (cells.named("actor name").to_owned(), cells.named("recipient name").to_owned()),
        event_type: Some(event_type),
        place: Some(cells.named("placename").to_owned()).filter(|p| !p.is_empty()),
        place_country: Some(cells.named("country").to_owned()).filter(|c| c.len() == 3),
        ..Foreign::default()
    })
}

/// PLOVER type of ACLED's types; `None` for what PLOVER has no type for.
fn acled_type(event_type: &str, sub_type: &str) -> Option<EventType> {
    match (event_type, sub_type) {
        ("Battles" | "Explosions/Remote violence" | "Violence against civilians", _) => {
            Some(EventType::Assault)
        }
        ("Protests" | "Riots", _) => Some(EventType::Protest),
        (_, "Agreement") => Some(EventType::Support),
        (_, "Arrests") => Some(EventType::Coerce),
        (_, "Headquarters or base established") => Some(EventType::Mobilize),
        (_, "Looting/property destruction") => Some(EventType::Assault),
        (_, "Non-violent transfer of territory") => Some(EventType::Retreat),
        _ => None,
    }
}

fn acled(cells: &Cells<'_>, knowledge: &Knowledge) -> Result<Foreign, String> {
    let day = day(cells.named("event date"))?;
    let place_country = country_of_name(cells.named("country"), None, knowledge);
    let side = |name: &str| {
        let found = country_of_name(name, Some(day), knowledge);
        let home = || place_country.clone().filter(|_| !name.is_empty());
        sorted(found.or_else(home))
    };
    let (first, second) = (cells.named("actor1"), cells.named("actor2"));
    Ok(Foreign {
        id: cells.named("event id cnty").to_owned(),
        day: Some(day),
        actors: side(first),
        recipients: side(second),
        names: (first.to_owned(), second.to_owned()),
        event_type: acled_type(cells.named("event type"), cells.named("sub event type")),
        place: Some(cells.named("location").to_owned()).filter(|p| !p.is_empty()),
        place_country,
        dead: cells.named("fatalities").parse().ok(),
        ..Foreign::default()
    })
}
