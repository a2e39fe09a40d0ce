//! Feed samples that say in a comment what a reader must find in them: titles, links, times, entries.
//!
//! The samples are feedparser's: `Expect: not bozo and entries[0]['title'] == 'Example'`. Claims on
//! what a reader of news does not keep (generators, bases, enclosures) are counted apart.

use crate::figures::Figures;

/// A part of a feed that a claim is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// `feed.title`, `feed.link` …: the name behind the point.
    Feed(String),
    /// `entries[n].title` …: which entry, the name.
    Entry(usize, String),
    /// How many entries there are.
    EntryCount,
}

/// What a part must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// These words.
    Text(String),
    /// This number, or these (year, month, day, hour …).
    Numbers(Vec<i64>),
}

/// One equation of a sample's `Expect:` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What it is about.
    pub part: Part,
    /// What must stand there.
    pub expected: Expected,
}

/// What a sample says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// Equations on parts that are kept.
    pub claims: Vec<Claim>,
    /// Whether it calls itself ill-formed (`bozo`); none where it does not say.
    pub ill_formed: Option<bool>,
    /// HTTP headers that it must be served with: lower-case name, value.
    pub headers: Vec<(String, String)>,
}

/// Names that are kept of feeds and entries.
const KEPT: &[&str] = &[
    "created",
    "created_parsed",
    "link",
    "modified",
    "modified_parsed",
    "published",
    "published_parsed",
    "title",
    "title_detail.value",
    "updated",
    "updated_parsed",
];

/// Reads the comment of a sample; none where it expects nothing.
pub fn sample(text: &str) -> Option<Sample> {
    let at = text.find("Expect:")?;
    let comment = text[..at].rfind("<!--").map_or(0, |i| i);
    let end = text[at..].find("-->").map_or(text.len(), |i| at + i);
    let mut sample = Sample::default();
    for line in text[comment..at].lines() {
        if let Some(header) = line.trim().strip_prefix("Header:")
            && let Some((name, value)) = header.split_once(':')
        {
            sample.headers.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    let expectation = text[at + "Expect:".len()..end].trim();
    for term in terms(expectation) {
        match term.as_str() {
            "bozo" => sample.ill_formed = Some(true),
            "not bozo" => sample.ill_formed = Some(false),
            term => sample.claims.extend(claim(term)),
        }
    }
    Some(sample)
}

/// Terms of a conjunction, strings kept whole.
fn terms(text: &str) -> Vec<String> {
    let mut terms = vec![String::new()];
    let mut quote = None;
    let mut escaped = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if quote.is_none() && rest.starts_with(" and ") {
            terms.push(String::new());
            rest = &rest[5..];
            continue;
        }
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(q), c) if q == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        if let Some(term) = terms.last_mut() {
            term.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    terms.into_iter().map(|t| t.trim().to_owned()).collect()
}

fn claim(term: &str) -> Option<Claim> {
    let (path, value) = term.split_once("==")?;
    let part = part(path.trim())?;
    let value = value.trim();
    let expected = match (value.strip_prefix('('), string(value)) {
        (_, Some(text)) => Expected::Text(text),
        (Some(list), None) => {
            let list = list.split(')').next()?;
            let numbers: Result<Vec<i64>, _> = list.split(',').map(|n| n.trim().parse()).collect();
            Expected::Numbers(numbers.ok()?)
        }
        (None, None) => Expected::Numbers(vec![value.parse().ok()?]),
    };
    Some(Claim { part, expected })
}

/// `entries[0]['title_detail']['value']` or `feed.link`.
fn part(path: &str) -> Option<Part> {
    if path == "len(entries)" {
        return Some(Part::EntryCount);
    }
    let plain: String =
        path.replace(['[', ']'], ".").chars().filter(|c| !matches!(c, '\'' | '"')).collect();
    let mut names = plain.split('.').filter(|n| !n.is_empty());
    let (first, entry) = match names.next()? {
        "feed" => ("feed", 0),
        "entries" => ("entries", names.next()?.parse().ok()?),
        _ => return None,
    };
    let name = names.collect::<Vec<_>>().join(".");
    if !KEPT.contains(&name.as_str()) {
        return None;
    }
    Some(if first == "feed" { Part::Feed(name) } else { Part::Entry(entry, name) })
}

/// A string literal of Python, with `u` before it and escapes inside.
fn string(value: &str) -> Option<String> {
    let value = value.strip_prefix('u').unwrap_or(value);
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut out = String::new();
    let mut chars = value[1..].chars();
    while let Some(c) = chars.next() {
        if c == quote {
            return Some(out);
        }
        if c != '\\' {
            out.push(c);
            continue;
        }
        let n_digits = match chars.next()? {
            'n' => {
                out.push('\n');
                continue;
            }
            't' => {
                out.push('\t');
                continue;
            }
            'x' => 2,
            'u' => 4,
            'U' => 8,
            c => {
                out.push(c);
                continue;
            }
        };
        let hex: String = chars.by_ref().take(n_digits).collect();
        out.push(char::from_u32(u32::from_str_radix(&hex, 16).ok()?)?);
    }
    None
}

/// What became of one sample.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its path.
    pub path: String,
    /// What it said of itself.
    pub sample: Sample,
    /// Whether it was read at all.
    pub read: bool,
    /// Whether faults were found in it.
    pub faulty: bool,
    /// For each claim: what stood there instead; none where it holds.
    pub missed: Vec<String>,
}

/// Figures over samples.
pub fn score(outcomes: &[Outcome], n_show: usize) -> Figures {
    let mut figures = Figures::default();
    let is_ill = |o: &&Outcome| o.path.contains("illformed") || o.sample.ill_formed == Some(true);
    let (ill, well): (Vec<&Outcome>, Vec<&Outcome>) = outcomes.iter().partition(is_ill);
    for o in outcomes.iter().filter(|o| !holds(o)) {
        let what = if o.read { o.missed.join("; ") } else { "not read".to_owned() };
        figures.show(n_show, || format!("{}: {what}", o.path));
    }
    let claimed: Vec<bool> =
        well.iter().filter(|o| !o.sample.claims.is_empty()).map(|o| holds(o)).collect();
    figures.note(format!(
        "{} samples: {} well-formed ({} with claims on titles, links or times), {} ill-formed",
        outcomes.len(),
        well.len(),
        claimed.len(),
        ill.len(),
    ));
    let shares = |of: &[&Outcome], holds: fn(&Outcome) -> bool| -> Vec<bool> {
        of.iter().map(|o| holds(o)).collect()
    };
    figures.add_share("well-formed: read", &shares(&well, |o| o.read));
    figures.add_share("well-formed: claims hold", &claimed);
    figures.add_share("ill-formed: claims hold", &shares(&ill, holds));
    figures
}

/// Whether it was read, or called faulty where it is, and every claim holds.
fn holds(o: &Outcome) -> bool {
    (o.read || (o.faulty && o.sample.ill_formed == Some(true))) && o.missed.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expectations_are_read() {
        let text = "<!--\nHeader: Content-type: text/xml\nDescription: x\nExpect: not bozo and \
            entries[0]['title_detail']['value'] == u'a and \\u00e9' and entries[1].updated_parsed == \
            (2003, 12, 31, 10, 14, 55, 2, 365, 0) and feed['generator'] == 'x'\n-->\n<rss/>";
        let sample = sample(text).unwrap();
        assert_eq!(sample.ill_formed, Some(false));
        assert_eq!(sample.headers, [("content-type".to_owned(), "text/xml".to_owned())]);
        assert_eq!(sample.claims.len(), 2);
        assert_eq!(sample.claims[0].expected, Expected::Text("a and é".to_owned()));
        assert_eq!(sample.claims[1].part, Part::Entry(1, "updated_parsed".to_owned()));
    }
}
