//! The day a document was published, and the day its dateline tells.

use jiff::civil::Date;
use model::{Document, Span};

/// Day of publication by JSON-LD.
pub(crate) fn of_page(html: &str) -> Option<Date> {
    json_ld(html)
}

fn json_ld(html: &str) -> Option<Date> {
    let at = html.find("\"datePublished\"")?;
    let rest = &html[at + "\"datePublished\"".len()..];
    let open = rest.find('"')?;
    let close = rest[open + 1..].find('"')? + open + 1;
    day(&rest[open + 1..close])
}

/// The day at the start of an ISO 8601 time.
fn day(text: &str) -> Option<Date> {
    text.trim().get(..10)?.parse().ok()
}

/// Sets what "today" means in the text, and the dateline's place and agency where there is one.
pub(crate) fn complete(document: &mut Document) {
    if document.published.is_none()
        && let Some(url) = &document.url
    {
        document.published = in_url(url);
    }
    document.today = document.published;
    read_dateline(document);
}

/// A day in an address, as `/2026/01/13/`.
fn in_url(url: &str) -> Option<Date> {
    let parts: Vec<&str> = url.split('/').collect();
    parts.windows(3).find_map(|w| {
        let (y, m, d) = (w[0].parse().ok()?, w[1].parse().ok()?, w[2].parse().ok()?);
        (1990..2100).contains(&y).then(|| Date::new(y, m, d).ok()).flatten()
    })
}

/// "MEXICO CITY (Reuters) - …", "KYIV, Jan 3 (AP) — …"
fn read_dateline(document: &mut Document) {
    let mut start = 0;
    let mut dateline = None;
    for line in document.text.split('\n').take(24) {
        let at = start;
        start += line.len() + 1;
        let head: String = line.chars().take(80).collect();
        let dashes = [" - ", " — ", " – ", " -- "];
        let Some((cut, n_dash)) =
            dashes.iter().filter_map(|d| head.find(d).map(|c| (c, d.len()))).min()
        else {
            continue;
        };
        let n_lead = line.len() - line.trim_start().len();
        let head = &head[..cut];
        let place = head.split(['(', ',']).next().unwrap_or("").trim();
        let n_letters = place.chars().filter(|c| c.is_alphabetic()).count();
        if n_letters < 3 || place.chars().any(char::is_lowercase) {
            continue;
        }
        document.dateline = Some(place.to_owned());
        if let (Some(open), Some(close)) = (head.find('('), head.find(')'))
            && open < close
        {
            document.agency = Some(head[open + 1..close].trim().to_owned());
        }
        dateline = Some(Span::new(at + n_lead, at + cut + n_dash));
        break;
    }
    // It is no part of the sentence behind it.
    if let Some(span) = dateline
        && !document.furniture.iter().any(|f| f.overlaps(span))
    {
        document.furniture.push(span);
        document.furniture.sort();
    }
}
