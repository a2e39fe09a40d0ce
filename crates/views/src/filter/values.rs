//! Values of a filter: who, what, when.

use std::{collections::BTreeMap, str::FromStr};

use jiff::{Span, ToSpan};
use knowledge::{AliasKind, Knowledge, KnownKind};
use model::{Context, Date, EventType, Mode, Sector, Status};
use store::{Filter, NOBODY, Who};

use super::{FilterError, Term, Words, keys::Key, near::nearest};

/// One value with its place in the text.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) text: String,
    pub(crate) quoted: bool,
    pub(crate) at: (usize, usize),
}

type Read<T> = Result<T, FilterError>;

/// Puts a term's condition into a filter.
pub(crate) fn put(key: Key, term: &Term, filter: &mut Filter, words: &Words<'_>) -> Read<()> {
    let values = &term.values;
    let all = |f: &dyn Fn(&Value) -> Read<Who>| values.iter().map(f).collect::<Read<Vec<Who>>>();
    let who = |v: &Value| who(v, words.knowledge);
    match key {
        Key::Actor => filter.actors.push(all(&who)?),
        Key::Recipient => filter.recipients.push(all(&who)?),
        Key::Party => filter.parties.push(all(&who)?),
        Key::Speaker => filter.speakers.push(all(&who)?),
        Key::Dyad => {
            for v in values {
                filter.dyads.push(dyad(v, words.knowledge)?);
            }
        }
        Key::Type => once(term, filter.types.is_empty(), || {
            labels::<EventType>(values, EventType::ALL, "type").map(|t| filter.types = t)
        })?,
        Key::Quad => {
            once(term, filter.quads.is_empty(), || quads(values).map(|q| filter.quads = q))?;
        }
        Key::Status => once(term, filter.statuses.is_empty(), || {
            statuses(values).map(|s| filter.statuses = s)
        })?,
        Key::Mode => filter.modes.push(labels::<Mode>(values, Mode::ALL, "mode")?),
        Key::Context => filter.contexts.push(labels::<Context>(values, Context::ALL, "context")?),
        Key::Cameo => {
            once(term, filter.cameo.is_empty(), || cameo(values, words).map(|c| filter.cameo = c))?;
        }
        Key::Since => {
            let v = single(term)?;
            let day = day(v, words.today, false)?;
            filter.since = Some(filter.since.map_or(day, |d| d.max(day)));
        }
        Key::Until => {
            let v = single(term)?;
            let day = day(v, words.today, true)?;
            filter.until = Some(filter.until.map_or(day, |d| d.min(day)));
        }
        Key::Place => filter.places.push(values.iter().map(|v| v.text.clone()).collect()),
        Key::About => {
            let about = |v: &Value| country(v, words.knowledge);
            filter.about.push(values.iter().map(about).collect::<Read<_>>()?);
        }
        Key::Publisher => filter.publishers.push(values.iter().map(|v| v.text.clone()).collect()),
        Key::Text => filter.text.extend(values.iter().map(|v| v.text.clone())),
        Key::Confidence => {
            let v = single(term)?;
            filter.confidence = Some(confidence(v)?);
        }
        Key::Document => filter.document = Some(single(term)?.text.clone()),
        Key::Incident => filter.incident = Some(single(term)?.text.clone()),
    }
    Ok(())
}

fn single(term: &Term) -> Read<&Value> {
    match term.values.as_slice() {
        [value] => Ok(value),
        _ => Err(FilterError::new(term.at, "this key takes one value", "leave all but one out")),
    }
}

/// An event has one of these: asked for twice, nothing would be left.
fn once(term: &Term, first: bool, put: impl FnOnce() -> Read<()>) -> Read<()> {
    if first {
        return put();
    }
    Err(FilterError::new(
        term.at,
        "an event has one of these only, and it is asked for twice",
        "join the values with a comma",
    ))
}

fn labels<T: FromStr + Copy + std::fmt::Display>(
    values: &[Value],
    valid: &[T],
    what: &str,
) -> Read<Vec<T>> {
    let one = |v: &Value| {
        let spelled = [v.text.clone(), v.text.to_uppercase(), v.text.to_lowercase()];
        spelled.iter().find_map(|s| s.parse().ok()).ok_or_else(|| {
            let valid: Vec<String> = valid.iter().map(ToString::to_string).collect();
            unknown(v, what, valid.iter().map(String::as_str))
        })
    };
    values.iter().map(one).collect()
}

fn unknown<'a>(
    v: &Value,
    what: &str,
    valid: impl IntoIterator<Item = &'a str> + Clone,
) -> FilterError {
    let hint = if let Some(near) = nearest(&v.text, valid.clone()) {
        format!("did you mean `{near}`?")
    } else {
        let all: Vec<&str> = valid.into_iter().collect();
        format!("one of {}", all.join(", "))
    };
    FilterError::new(v.at, format!("unknown {what} `{}`", v.text), hint)
}

fn quads(values: &[Value]) -> Read<Vec<u8>> {
    let one = |v: &Value| match v.text.as_str() {
        "1" => Ok(vec![1]),
        "2" => Ok(vec![2]),
        "3" => Ok(vec![3]),
        "4" => Ok(vec![4]),
        "cooperation" => Ok(vec![1, 2]),
        "conflict" => Ok(vec![3, 4]),
        _ => Err(unknown(v, "quad class", ["1", "2", "3", "4", "cooperation", "conflict"])),
    };
    Ok(values.iter().map(one).collect::<Read<Vec<_>>>()?.concat())
}

fn statuses(values: &[Value]) -> Read<Vec<Status>> {
    if values.iter().any(|v| v.text == "any") {
        return Ok(Status::ALL.to_vec());
    }
    if values.iter().any(|v| v.text == "asserted") {
        return Ok(vec![Status::Happened, Status::Planned]);
    }
    labels::<Status>(values, Status::ALL, "status")
}

fn cameo(values: &[Value], words: &Words<'_>) -> Read<Vec<String>> {
    let one = |v: &Value| {
        let known =
            words.knowledge.ontology.cameo_rows().iter().any(|r| r.code.starts_with(&v.text));
        if known {
            return Ok(v.text.clone());
        }
        let codes = words.knowledge.ontology.cameo_rows().iter().map(|r| r.code.as_str());
        let near = nearest(&v.text, codes).unwrap_or("04");
        Err(FilterError::new(
            v.at,
            format!("no CAMEO code begins with `{}`", v.text),
            format!("did you mean `{near}`?"),
        ))
    };
    values.iter().map(one).collect()
}

fn confidence(v: &Value) -> Read<(u8, u8)> {
    let wrong = || {
        FilterError::new(
            v.at,
            format!("`{}` is no bound of confidence", v.text),
            "write >0.8, <0.5 or 0.5..0.8",
        )
    };
    let number = |text: &str| -> Read<f64> {
        let x: f64 = text.trim().parse().map_err(|_| wrong())?;
        (0.0..=1.0).contains(&x).then_some(x * 100.0).ok_or_else(wrong)
    };
    let round = |x: f64| x.round() as u8;
    if let Some((low, high)) = v.text.split_once("..") {
        return Ok((round(number(low)?), round(number(high)?)));
    }
    if let Some(rest) = v.text.strip_prefix(">=") {
        return Ok((round(number(rest)?), 100));
    }
    if let Some(rest) = v.text.strip_prefix("<=") {
        return Ok((0, round(number(rest)?)));
    }
    if let Some(rest) = v.text.strip_prefix('>') {
        return Ok((round(number(rest)?).saturating_add(1), 100));
    }
    if let Some(rest) = v.text.strip_prefix('<') {
        return Ok((0, round(number(rest)?).saturating_sub(1)));
    }
    Err(wrong())
}

/// A day; `last` asks for the last day of a month or year instead of the first.
pub(crate) fn day(v: &Value, today: Option<Date>, last: bool) -> Read<Date> {
    let wrong = |hint: &str| FilterError::new(v.at, format!("`{}` is no day", v.text), hint);
    if let Ok(day) = v.text.parse::<Date>() {
        return Ok(day);
    }
    let parts: Option<Vec<i16>> = v.text.split('-').map(|p| p.parse().ok()).collect();
    if let Some(parts) = &parts
        && v.text.len() >= 4
        && v.text.chars().next().is_some_and(|c| c.is_ascii_digit())
    {
        let (year, month) = match parts.as_slice() {
            [year] => (*year, None),
            [year, month] => (*year, Some(*month as i8)),
            _ => return Err(wrong("write YYYY-MM-DD with a day that there is")),
        };
        let first = Date::new(year, month.unwrap_or(1), 1)
            .map_err(|_| wrong("write YYYY-MM-DD, YYYY-MM or YYYY"))?;
        if !last {
            return Ok(first);
        }
        return Ok(if month.is_some() { first.last_of_month() } else { first.last_of_year() });
    }
    let span =
        back(&v.text).ok_or_else(|| wrong("write YYYY-MM-DD, YYYY-MM, YYYY, or 7d, 4w, 6m, 1y"))?;
    let today =
        today.ok_or_else(|| wrong("there is no day to count back from: write YYYY-MM-DD"))?;
    today.checked_sub(span).map_err(|_| wrong("that is too far back"))
}

/// `7d` as a span.
pub(crate) fn back(text: &str) -> Option<Span> {
    let unit = text.chars().last()?;
    let n: i32 = text[..text.len() - unit.len_utf8()].parse().ok().filter(|n| *n >= 0)?;
    match unit {
        'd' => Some(n.days()),
        'w' => Some(n.weeks()),
        'm' => Some(n.months()),
        'y' => Some(n.years()),
        _ => None,
    }
}

/// Somebody: code, known name, or any name in quotation marks.
pub(crate) fn who(v: &Value, knowledge: &Knowledge) -> Read<Who> {
    let text = v.text.as_str();
    if text == NOBODY {
        return Ok(Who::Code { country: Some(NOBODY.to_owned()), sector: None });
    }
    if text.contains('/') && knowledge.entities.by_id(text).is_some() {
        return Ok(Who::Known(text.to_owned()));
    }
    if !v.quoted
        && let Some(found) = code(v, knowledge)?
    {
        return Ok(found);
    }
    if let Some(known) = named(text, knowledge) {
        return Ok(known);
    }
    if v.quoted || text.chars().any(char::is_lowercase) {
        return Ok(Who::Named(text.to_owned()));
    }
    Err(no_country(v, text, knowledge))
}

fn no_country(v: &Value, code: &str, knowledge: &Knowledge) -> FilterError {
    let codes = countries(knowledge);
    let hint = match nearest(code, codes.iter().map(|c| c.0.as_str())) {
        Some(near) => {
            let name = codes.iter().find(|c| c.0 == near).map_or("", |c| c.1.as_str());
            format!("did you mean `{near}` ({name})? names stand in quotation marks")
        }
        None => "give ISO 3166 alpha-3 (MEX), or a name in quotation marks".to_owned(),
    };
    FilterError::new(v.at, format!("unknown country `{code}`"), hint)
}

/// `MEX`, `MEX.GOV`, `.GOV`, `GOV`.
fn code(v: &Value, knowledge: &Knowledge) -> Read<Option<Who>> {
    let text = v.text.to_uppercase();
    let (country, sector) = match text.split_once('.') {
        Some((c, s)) => (c, Some(s)),
        None if Sector::from_str(&text).is_ok() => ("", Some(text.as_str())),
        None => (text.as_str(), None),
    };
    // Lower case is a code only where it stands with a dot.
    let is_code = v.text.contains('.') || !v.text.chars().any(char::is_lowercase);
    if !is_code || country.contains(|c: char| !c.is_ascii_alphabetic()) {
        return Ok(None);
    }
    let sector = match sector {
        None => None,
        Some(s) => Some(Sector::from_str(s).map_err(|_| {
            let valid: Vec<&str> = Sector::ALL.iter().map(|s| s.as_str()).collect();
            unknown(&Value { text: s.to_owned(), ..v.clone() }, "sector", valid)
        })?),
    };
    let known = country.is_empty() || is_code_of(country, knowledge);
    match (known, country.len()) {
        (true, _) => {
            let country = (!country.is_empty()).then(|| country.to_owned());
            Ok(Some(Who::Code { country, sector }))
        }
        (false, 3) if named(&v.text, knowledge).is_none() => Err(no_country(v, country, knowledge)),
        _ => Ok(None),
    }
}

/// Codes of those who are of no state.
const STATELESS: [&str; 7] = ["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];

fn is_code_of(code: &str, knowledge: &Knowledge) -> bool {
    STATELESS.contains(&code)
        || code.len() == 3 && knowledge.entities.all().any(|k| k.country == code)
}

/// Codes that participants may have, with their names, sorted.
pub(crate) fn countries(knowledge: &Knowledge) -> Vec<(String, String)> {
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for k in knowledge.entities.all().filter(|k| k.country.len() == 3) {
        let name = names.entry(&k.country).or_default();
        let own = k.kind == KnownKind::Country && !k.name.is_empty();
        if own && (name.is_empty() || k.name.as_str() < *name) {
            *name = &k.name;
        }
    }
    for code in STATELESS {
        names.entry(code).or_default();
    }
    names.into_iter().map(|(code, name)| (code.to_owned(), name.to_owned())).collect()
}

/// A name that is known: a country by any of its names, a person or body by a full one.
fn named(text: &str, knowledge: &Knowledge) -> Option<Who> {
    let capitals: String = text
        .split(' ')
        .map(|w| {
            let mut chars = w.chars();
            chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
        })
        .collect::<Vec<String>>()
        .join(" ");
    [text, capitals.as_str()].into_iter().find_map(|text| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (n, hits) = knowledge.entities.longest_at(&words)?;
        if n != words.len() {
            return None;
        }
        let hit = hits.iter().find(|h| matches!(h.kind, AliasKind::Name | AliasKind::Acronym))?;
        let known = knowledge.entities.get(hit.entity);
        Some(match known.kind {
            KnownKind::Country => Who::Code { country: Some(known.country.clone()), sector: None },
            _ => Who::Known(known.id.0.clone()),
        })
    })
}

/// A country, by code or name.
pub(crate) fn country(v: &Value, knowledge: &Knowledge) -> Read<String> {
    match who(v, knowledge)? {
        Who::Code { country: Some(country), sector: None } => Ok(country),
        _ => Err(FilterError::new(
            v.at,
            format!("`{}` is no country", v.text),
            "give ISO 3166 alpha-3 (MEX) or a country's name",
        )),
    }
}

/// `USA-PRK`
fn dyad(v: &Value, knowledge: &Knowledge) -> Read<(String, String)> {
    let Some((a, b)) = v.text.split_once('-') else {
        return Err(FilterError::new(
            v.at,
            format!("`{}` names one side", v.text),
            "name two countries: dyad:USA-PRK",
        ));
    };
    let part = |text: &str| country(&Value { text: text.to_owned(), ..v.clone() }, knowledge);
    let (a, b) = (part(a)?, part(b)?);
    if a == b {
        return Err(FilterError::new(
            v.at,
            "both sides are the same",
            "name two countries: dyad:USA-PRK",
        ));
    }
    Ok((a, b))
}
