//! A row in, the cells of a table out, in the order of [`super::columns`].

use std::{collections::BTreeMap, sync::LazyLock};

use knowledge::Knowledge;
use serde_json::Value;

use super::{
    Format, Row,
    rows::{name, sectors, text},
};

/// A cell before it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Nothing,
    Text(String),
    Integer(i64),
    Number(f64),
    /// Several texts; may be empty.
    List(Vec<String>),
}

impl Cell {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Cell::Nothing,
            Value::Number(n) => n
                .as_i64()
                .map_or_else(|| n.as_f64().map_or(Cell::Nothing, Cell::Number), Cell::Integer),
            other => Cell::text(text(other)),
        }
    }

    fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Cell::Nothing } else { Cell::Text(text) }
    }

    fn number(value: &Value) -> Self {
        value.as_f64().map_or(Cell::Nothing, Cell::Number)
    }

    fn list(values: &Value) -> Self {
        Cell::List(values.as_array().into_iter().flatten().map(text).collect())
    }
}

static COUNTRIES: LazyLock<BTreeMap<&str, (&str, &str)>> = LazyLock::new(|| {
    include_str!("../../../../data/ontology/countries.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| {
            let mut cells = l.split('\t');
            Some((cells.next()?, (cells.next()?, cells.next()?)))
        })
        .collect()
});

static ICEWS_TEXTS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    include_str!("../../../../data/ontology/icews.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .map(|(text, code)| (code, text))
        .collect()
});

/// English name of a country; the code where none is known.
pub(crate) fn country_name(code: &str) -> &str {
    COUNTRIES.get(code).map_or(code, |c| c.1)
}

/// ISO code of a country by its English name or its GEC code.
pub(crate) fn country_code(name: &str) -> Option<&'static str> {
    let found =
        |c: &(&&'static str, &(&str, &str))| c.1.1.eq_ignore_ascii_case(name) || c.1.0 == name;
    COUNTRIES.iter().find(found).map(|c| *c.0)
}

/// CAMEO code of an ICEWS text, where it differs from CAMEO's own.
pub(crate) fn icews_code(event_text: &str) -> Option<&'static str> {
    ICEWS_TEXTS.iter().find(|(_, t)| t.eq_ignore_ascii_case(event_text)).map(|(c, _)| *c)
}

/// Cells of the four outside tables.
pub(super) fn outside(format: Format, row: &Row<'_>, knowledge: &Knowledge) -> Option<Vec<Cell>> {
    match format {
        Format::Icews => Some(icews(row, knowledge)),
        Format::Polecat => Some(polecat(row)),
        Format::Cameo => cameo(row),
        Format::Gdelt => gdelt(row),
        _ => None,
    }
}

/// Day of the act, else of the document.
fn any_day<'a>(row: &Row<'a>) -> &'a str {
    if row.day().is_empty() { row.published() } else { row.day() }
}

fn joined(entity: &Value) -> String {
    let mut code = entity["country"].as_str().unwrap_or("-").to_owned();
    for sector in sectors(entity) {
        code.push('.');
        code.push_str(sector);
    }
    code
}

/// Our own columns.
pub(super) fn own(row: &Row<'_>) -> Vec<Cell> {
    let e = row.event;
    let each = |list: &[&Value], of: &dyn Fn(&Value) -> String| -> Cell {
        Cell::List(list.iter().map(|p| of(p)).collect())
    };
    let (actors, recipients) = (row.actors(), row.recipients());
    let entity = |p: &Value| text(&p["entity"]);
    let said = &e["attribution"];
    let mut cells = vec![
        Cell::text(row.id()),
        Cell::of(&e["document"]),
        Cell::of(&e["incident"]),
        Cell::of(&e["type"]),
        Cell::list(&e["mode"]),
        Cell::list(&e["context"]),
        Cell::of(&e["cameo"]),
        Cell::of(&e["quad"]),
        Cell::number(&e["intensity"]),
        Cell::number(&e["goldstein"]),
        Cell::of(&e["status"]),
        Cell::of(&e["about"]),
        each(&actors, &joined),
        each(&actors, &name),
        each(&actors, &entity),
        each(&recipients, &joined),
        each(&recipients, &name),
        each(&recipients, &entity),
        if said.is_null() { Cell::Nothing } else { Cell::text(joined(said)) },
        Cell::text(name(said)),
        Cell::of(&e["date"]["start"]),
        Cell::of(&e["date"]["end"]),
        Cell::of(&e["date"]["basis"]),
        Cell::of(&e["place"]["name"]),
        Cell::of(&e["place"]["country"]),
        Cell::of(&e["place"]["admin1"]),
        Cell::number(&e["place"]["lat"]),
        Cell::number(&e["place"]["lon"]),
        Cell::of(&e["place"]["geonames"]),
    ];
    for quantity in ["dead", "injured", "size"] {
        let bounds = &e["magnitude"][quantity];
        cells.extend([Cell::of(&bounds["least"]), Cell::of(&bounds["most"])]);
    }
    cells.extend([
        Cell::of(&e["trigger"]["text"]),
        Cell::of(&e["sentence"]["text"]),
        Cell::of(&e["sentence"]["index"]),
        Cell::number(&e["confidence"]),
        Cell::text(row.published()),
        Cell::of(&row.document["publisher"]),
        Cell::of(&row.document["url"]),
        Cell::of(&e["coder"]),
        Cell::of(&e["own_type"]),
    ]);
    cells
}

/// The name of a place that is finer than a country.
fn city(e: &Value) -> Cell {
    let place = &e["place"];
    let country = place["country"].as_str().map_or("", country_name);
    match place["name"].as_str() {
        Some(n) if !n.eq_ignore_ascii_case(country) => Cell::text(n),
        _ => Cell::Nothing,
    }
}

fn icews(row: &Row<'_>, knowledge: &Knowledge) -> Vec<Cell> {
    let e = row.event;
    let code = e["cameo"].as_str().unwrap_or("");
    let label = knowledge.ontology.cameo(code).map_or("", |c| c.label.as_str());
    let event_text = ICEWS_TEXTS.get(code).copied().unwrap_or(label);
    let side = |list: Vec<&Value>| -> [Cell; 3] {
        let Some(p) = list.first() else { return [Cell::Nothing, Cell::Nothing, Cell::Nothing] };
        [
            Cell::text(name(p)),
            Cell::List(sectors(p).into_iter().map(str::to_owned).collect()),
            Cell::text(p["country"].as_str().map_or("", country_name)),
        ]
    };
    let [source, source_sectors, source_country] = side(row.actors());
    let [target, target_sectors, target_country] = side(row.recipients());
    vec![
        Cell::text(row.id()),
        Cell::text(any_day(row)),
        source,
        source_sectors,
        source_country,
        Cell::text(event_text),
        Cell::text(code),
        Cell::number(&e["goldstein"]),
        target,
        target_sectors,
        target_country,
        Cell::of(&e["document"]),
        e["sentence"]["index"].as_i64().map_or(Cell::Nothing, |i| Cell::Integer(i + 1)),
        Cell::of(&row.document["publisher"]),
        city(e),
        Cell::Nothing,
        Cell::of(&e["place"]["admin1"]),
        Cell::text(e["place"]["country"].as_str().map_or("", country_name)),
        Cell::number(&e["place"]["lat"]),
        Cell::number(&e["place"]["lon"]),
    ]
}

fn polecat(row: &Row<'_>) -> Vec<Cell> {
    const QUADS: [&str; 5] =
        ["", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"];
    let e = row.event;
    let quad = e["quad"].as_u64().and_then(|q| QUADS.get(q as usize)).copied().unwrap_or("");
    let mut cells = vec![
        Cell::text(row.id()),
        Cell::text(any_day(row)),
        Cell::of(&e["type"]),
        Cell::list(&e["mode"]),
        Cell::number(&e["intensity"]),
        Cell::text(quad),
        Cell::list(&e["context"]),
    ];
    for side in [row.actors(), row.recipients()] {
        let each = |of: &dyn Fn(&Value) -> String| Cell::List(side.iter().map(|p| of(p)).collect());
        cells.extend([
            each(&name),
            each(&|p| text(&p["country"])),
            Cell::Nothing,
            each(&|p| sectors(p).first().map_or(String::new(), |s| (*s).to_owned())),
            Cell::List(side.iter().flat_map(|p| sectors(p)).map(str::to_owned).collect()),
            each(&|p| text(&p["office"])),
            each(&|p| text(&p["text"])),
            Cell::Nothing,
        ]);
    }
    let place = &e["place"];
    cells.extend([
        Cell::of(&place["name"]),
        city(e),
        Cell::Nothing,
        Cell::of(&place["admin1"]),
        Cell::of(&place["country"]),
        Cell::number(&place["lat"]),
        Cell::number(&place["lon"]),
        Cell::of(&place["geonames"]),
        Cell::of(&place["text"]),
        Cell::Nothing,
        Cell::of(&row.document["publisher"]),
        Cell::text(row.published()),
        Cell::Nothing,
        Cell::Nothing,
        Cell::Nothing,
        Cell::text("en"),
        Cell::of(&e["coder"]),
    ]);
    cells
}

/// CAMEO actor code: country, then sectors, as they stand.
fn actor_code(entity: Option<&Value>, n_sectors: usize) -> String {
    let Some(p) = entity else { return String::new() };
    let mut code = p["country"].as_str().unwrap_or("").to_owned();
    for sector in sectors(p).into_iter().take(n_sectors) {
        code.push_str(sector);
    }
    code
}

/// GDELT's quad class by the root of the code.
fn quad_class(code: &str) -> i64 {
    match code.get(..2).and_then(|r| r.parse::<u8>().ok()) {
        Some(1..=5) => 1,
        Some(6..=8) => 2,
        Some(9..=13) => 3,
        Some(_) => 4,
        None => 0,
    }
}

/// YYYYMMDD; nothing for an event without any day.
fn compact(day: &str) -> Option<String> {
    let digits: String = day.chars().filter(char::is_ascii_digit).collect();
    (digits.len() == 8).then_some(digits)
}

fn cameo(row: &Row<'_>) -> Option<Vec<Cell>> {
    let e = row.event;
    let code = e["cameo"].as_str().unwrap_or("");
    let side = |list: Vec<&Value>| match actor_code(list.first().copied(), 1) {
        code if code.is_empty() => "---".to_owned(),
        code => code,
    };
    Some(vec![
        Cell::text(compact(any_day(row))?),
        Cell::text(side(row.actors())),
        Cell::text(side(row.recipients())),
        Cell::text(code),
        Cell::number(&e["goldstein"]),
        Cell::Integer(quad_class(code)),
        Cell::text(row.id()),
        Cell::of(&e["sentence"]["text"]),
    ])
}

fn gdelt(row: &Row<'_>) -> Option<Vec<Cell>> {
    let e = row.event;
    let day = compact(any_day(row))?;
    let integer = |text: &str| text.parse().map_or(Cell::Nothing, Cell::Integer);
    let part = |range: std::ops::Range<usize>| day[range].parse::<f64>().unwrap_or(0.0);
    let fraction = part(0..4) + (part(4..6) * 30.0 + part(6..8)).min(365.0) / 365.0;
    let digest = blake3::hash(row.id().as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&digest.as_bytes()[..8]);
    let mut cells = vec![
        Cell::Integer((u64::from_be_bytes(first) >> 2) as i64),
        integer(&day),
        integer(&day[..6]),
        integer(&day[..4]),
        Cell::Number((fraction * 10_000.0).round() / 10_000.0),
    ];
    for side in [row.actors(), row.recipients()] {
        let p = side.first().copied();
        let country = p.and_then(|p| p["country"].as_str()).unwrap_or("");
        let group = matches!(country, "IGO" | "UNO" | "EUR" | "NGO" | "IMG" | "ISM" | "MNC");
        let sector =
            |i: usize| Cell::text(p.map_or("", |p| sectors(p).get(i).copied().unwrap_or_default()));
        cells.extend([
            Cell::text(actor_code(p, 3)),
            Cell::text(p.map(name).unwrap_or_default().to_uppercase()),
            Cell::text(if group { "" } else { country }),
            Cell::text(if group { country } else { "" }),
            Cell::Nothing,
            Cell::Nothing,
            Cell::Nothing,
            sector(0),
            sector(1),
            sector(2),
        ]);
    }
    let code = e["cameo"].as_str().unwrap_or("");
    let code = if code.len() == 2 { format!("{code}0") } else { code.to_owned() };
    cells.extend([
        Cell::Integer(i64::from(e["sentence"]["index"].as_u64().unwrap_or(9) < 3)),
        Cell::text(code.clone()),
        Cell::text(code.get(..3).unwrap_or("")),
        Cell::text(code.get(..2).unwrap_or("")),
        Cell::Integer(quad_class(&code)),
        Cell::number(&e["goldstein"]),
        Cell::Integer(1),
        Cell::Integer(1),
        Cell::Integer(1),
    ]);
    cells.extend((0..17).map(|_| Cell::Nothing));
    cells.extend(action_geo(&e["place"]));
    let added = compact(row.published()).unwrap_or(day);
    cells.push(integer(&format!("{added}000000")));
    cells.push(match Cell::of(&row.document["url"]) {
        Cell::Nothing => Cell::of(&e["document"]),
        url => url,
    });
    Some(cells)
}

fn action_geo(place: &Value) -> [Cell; 8] {
    let country = place["country"].as_str().unwrap_or("");
    let (gec, country_text) = COUNTRIES.get(country).copied().unwrap_or(("", ""));
    let own = place["name"].as_str().unwrap_or("");
    let is_country = own.is_empty() || own.eq_ignore_ascii_case(country_text);
    let kind = match (place.is_null(), is_country) {
        (true, _) => 0,
        (_, true) => 1,
        _ if country == "USA" => 3,
        _ => 4,
    };
    let parts: Vec<&str> = if is_country {
        vec![country_text]
    } else {
        vec![own, place["admin1"].as_str().unwrap_or(""), country_text]
    };
    let full: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    [
        Cell::Integer(kind),
        Cell::text(full.join(", ")),
        Cell::text(gec),
        Cell::Nothing,
        Cell::Nothing,
        Cell::number(&place["lat"]),
        Cell::number(&place["lon"]),
        Cell::of(&place["geonames"]),
    ]
}
