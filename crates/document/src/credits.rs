//! Where a report was filed and which agency it carries: "KYIV, Jan 3 (AP) — …", "… BLOOMBERG".

use knowledge::Publishers;
use model::{Date, Document, Span};

use crate::dates;

/// Paragraphs from the start that may carry a dateline.
const N_PARAGRAPHS_MAX: usize = 12;

/// Capitals in front of a dash or colon that name no place.
const NOT_PLACES: &[&str] = &[
    "ADVERTISEMENT",
    "ALERT",
    "ANALYSIS",
    "BREAKING",
    "CORRECTION",
    "EDITORIAL",
    "EXCLUSIVE",
    "EXPLAINER",
    "FACT CHECK",
    "FILE",
    "INVESTIGATION",
    "RESTRICTION SUMMARY",
    "SPECIAL REPORT",
    "URGENT",
    "FIRST ON FOX",
    "INTERVIEW",
    "LIVE",
    "LIVE UPDATES",
    "NEW",
    "NEWS",
    "NOTE",
    "OPINION",
    "PHOTO",
    "PHOTOS",
    "PICTURES",
    "PS",
    "Q",
    "QA",
    "A",
    "READ",
    "READ MORE",
    "RELATED",
    "REVIEW",
    "SPOILER",
    "SPOILERS",
    "UPDATE",
    "UPDATED",
    "VIDEO",
    "WARNING",
    "WATCH",
    "WHAT",
    "WHY",
    "HOW",
    "WHO",
    "TLDR",
    "FAQ",
    "MORE",
    "SEE ALSO",
    "TOPSHOT",
];

/// A dateline's parts.
#[derive(Debug, PartialEq, Eq)]
struct Dateline {
    place: Option<String>,
    /// Month and day, without a year.
    day: Option<(i8, i8)>,
    agency: Option<String>,
    /// Bytes up to the first word of the report.
    n_bytes: usize,
}

/// Sets dateline and agency from the text; `authors` may be the agency.
pub(crate) fn read(document: &mut Document, publishers: &Publishers) {
    let mut start = 0;
    let mut found = None;
    let body_at = document
        .headline
        .as_ref()
        .map_or(0, |h| if document.text.starts_with(h.as_str()) { h.len() } else { 0 });
    for line in document.text.split('\n').take(2 * N_PARAGRAPHS_MAX) {
        let at = start;
        start += line.len() + 1;
        if at < body_at
            || document.furniture.iter().any(|f| f.overlaps(Span::new(at, at + line.len())))
        {
            continue;
        }
        if let Some(dateline) = dateline(line, publishers) {
            found = Some((dateline, at, line.len() - line.trim_start().len()));
            break;
        }
    }
    if let Some((dateline, at, n_lead)) = found {
        document.dateline_at = Some(Span::new(at + n_lead, at + dateline.n_bytes));
        document.dateline = dateline.place.or(document.dateline.take());
        document.dateline_day = dateline.day.and_then(|d| with_year(d, document.published));
        document.agency = dateline.agency.or(document.agency.take());
    }
    if document.agency.is_none() {
        document.agency =
            at_the_end(&document.text, publishers).map(|(name, _)| name).or_else(|| {
                let mut names = document.authors.iter();
                names.find_map(|a| publishers.agency(a.trim())).map(str::to_owned)
            });
    }
}

/// The agency that the last words credit, and the bytes it takes: "… she added. BLOOMBERG",
/// "— AFP", "(Reuters)", a last line "Reuters".
pub(crate) fn at_the_end(text: &str, publishers: &Publishers) -> Option<(String, Span)> {
    // Prompts may stand below the credit: the last few lines are looked at.
    let mut end = text.len();
    for line in text.rsplit('\n').take(8) {
        let start = end - line.len();
        if let Some((name, span)) = credit(line, publishers) {
            return Some((name, Span::new(start + span.start as usize, start + span.end as usize)));
        }
        end = start.saturating_sub(1);
    }
    None
}

/// An agency credited at the end of a line.
fn credit(line: &str, publishers: &Publishers) -> Option<(String, Span)> {
    let whole = line.trim_end();
    for agency in publishers.agencies() {
        for printed in &agency.printed {
            let bare = whole.trim_end_matches([')', ']', '.', '/']);
            let Some(head) = bare.strip_suffix(printed.as_str()) else { continue };
            let opened = head.trim_end_matches(['(', '[', '-', '–', '—', '/', ' ', '\u{a0}']);
            let marked =
                head.len() - opened.len() > 1 || head.ends_with(['(', '[', '—', '–', '-', '/']);
            let capitals = printed.chars().all(|c| !c.is_lowercase());
            let stopped = opened.ends_with(['.', '!', '?', '"', '”', '’', '\'', ')']);
            let alone = opened.is_empty();
            if alone
                || stopped && (capitals || marked && !head.ends_with(' '))
                || stopped && marked && head.trim_end().ends_with(['—', '–', '-', '(', '[', '/'])
            {
                let start = opened.len();
                let gap = line[start..].len() - line[start..].trim_start().len();
                return Some((agency.name.clone(), Span::new(start + gap, whole.len())));
            }
        }
    }
    None
}

/// The dateline at the start of a line.
fn dateline(line: &str, publishers: &Publishers) -> Option<Dateline> {
    let n_lead = line.len() - line.trim_start().len();
    let text = &line[n_lead..];
    let cut = (0..=text.len().min(110)).rev().find(|&i| text.is_char_boundary(i))?;
    let head = &text[..cut];
    let marks = [" - ", " — ", " – ", " -- ", " ― ", "— ", "– ", "—", ") – ", ")- ", ") ", ": "];
    let (at, mark) = marks
        .iter()
        .filter_map(|m| head.find(m).map(|at| (at, *m)))
        .min_by_key(|(at, m)| (*at, std::cmp::Reverse(m.len())))?;
    let closes = mark.starts_with(')');
    let front = &head[..at + usize::from(closes)];
    let mut dateline = parts(front.trim(), mark == ": ", publishers)?;
    // ") - " and the like behind the agency.
    let rest = &text[at + mark.len()..];
    let after = rest.trim_start_matches([' ', '-', '–', '—', '―', ':']);
    if rest.len() + 3 < after.len() || after.len() < 20 {
        return None;
    }
    // Without a dash only a known agency makes a dateline: "Rep. Ruiz (D-N.M.) said".
    if mark == ") "
        && rest.len() == after.len()
        && !dateline
            .agency
            .as_deref()
            .is_some_and(|a| publishers.agencies().iter().any(|k| k.name == a))
    {
        return None;
    }
    dateline.n_bytes = n_lead + text.len() - after.len();
    Some(dateline)
}

/// Place, day and agency of what stands before the dash.
fn parts(front: &str, colon: bool, publishers: &Publishers) -> Option<Dateline> {
    let mut agency = None;
    let mut rest = front.trim();
    while let (Some(open), true) = (rest.rfind('('), rest.ends_with(')')) {
        let inside = rest[open + 1..rest.len() - 1].trim();
        if is_short_for(inside, &rest[..open]) {
            return None;
        }
        let known = inside.split(['/', ',']).find_map(|p| publishers.agency(p.trim()));
        let told =
            known.map(str::to_owned).or_else(|| (is_credit(inside)).then(|| inside.to_owned()))?;
        agency = agency.or(Some(told));
        rest = rest[..open].trim();
    }
    // "Reuters, KYIV", "AFP - KYIV" are rare; "KYIV (Reuters)" is the form.
    let mut day = None;
    let mut place_parts = Vec::new();
    for part in rest.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        if let Some(d) = month_day(part) {
            day = Some(d);
        } else if part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit()) && day.is_some() {
            // A year behind the day.
        } else if matches!(
            part.to_ascii_lowercase().as_str(),
            "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"
        ) {
        } else {
            place_parts.push(part);
        }
    }
    if place_parts.is_empty() {
        return (agency.is_some() && day.is_none()).then_some(Dateline {
            place: None,
            day,
            agency,
            n_bytes: 0,
        });
    }
    let first = place_parts[0];
    let capitals = first.chars().any(char::is_alphabetic) && !first.chars().any(char::is_lowercase);
    let n_letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let plausible = first.split_whitespace().count() <= 5
        && place_parts.len() <= 3
        && n_letters >= 3
        && !first.chars().any(|c| {
            c.is_ascii_digit() || matches!(c, '(' | '"' | '“' | '?' | '!' | '&' | '+' | '|' | '#')
        })
        && !NOT_PLACES.contains(&first.trim_matches(['.', ' ']))
        && place_parts[1..]
            .iter()
            .all(|p| p.split_whitespace().count() <= 4 && p.starts_with(char::is_uppercase));
    let sure = agency.is_some() || day.is_some();
    let shaped = if capitals {
        !colon || first.split_whitespace().count() <= 3
    } else {
        sure && !colon
            && first
                .split_whitespace()
                .all(|w| w.starts_with(|c: char| c.is_uppercase()) || w.len() <= 3)
    };
    (plausible && shaped).then(|| Dateline {
        place: Some(place_parts.join(", ")),
        day,
        agency,
        n_bytes: 0,
    })
}

/// Whether capitals are the initials of the words before them: "Government of National Accord (GNA)".
fn is_short_for(short: &str, words: &str) -> bool {
    if short.len() < 2 || !short.bytes().all(|b| b.is_ascii_uppercase()) {
        return false;
    }
    let initials: Vec<char> = words
        .split([' ', '-'])
        .filter_map(|w| w.chars().next())
        .filter(|c| c.is_uppercase())
        .collect();
    let told: Vec<char> = short.chars().collect();
    initials.ends_with(&told)
}

/// One or two words in parentheses that may be a credit: `Xinhua`, `CNN`, `The Times`.
fn is_credit(text: &str) -> bool {
    let n = text.split_whitespace().count();
    (1..=3).contains(&n)
        && text.len() <= 30
        && text.split_whitespace().all(|w| w.starts_with(char::is_uppercase))
        && !text.chars().any(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
}

/// "Jan 3", "Jan. 3", "3 January".
fn month_day(text: &str) -> Option<(i8, i8)> {
    let found = dates::find(&format!("{text}, 2000"), true);
    let first = found.first().filter(|f| f.start == 0)?;
    let day = first.moment.day;
    Some((day.month(), day.day()))
}

/// The year that puts the day nearest to the publication, not more than a few days after it.
fn with_year((month, day): (i8, i8), published: Option<Date>) -> Option<Date> {
    let published = published?;
    let here = Date::new(published.year(), month, day).ok()?;
    let days = here.since(published).ok()?.get_days();
    if days > 3 { Date::new(published.year() - 1, month, day).ok() } else { Some(here) }
        .filter(|d| published.since(*d).is_ok_and(|s| s.get_days() <= 30))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> (String, String, String, String) {
        let publishers = &knowledge::Knowledge::embedded().publishers;
        let rest = " the ministry said it would send its envoy to the talks.";
        let line = format!("{line}{rest}");
        let Some(d) = dateline(&line, publishers) else {
            return (String::new(), String::new(), String::new(), line);
        };
        (
            d.place.unwrap_or_default(),
            d.day.map(|(m, d)| format!("{m}-{d}")).unwrap_or_default(),
            d.agency.unwrap_or_default(),
            line[d.n_bytes..].to_owned(),
        )
    }

    #[test]
    fn datelines() {
        let is = |line: &str, place: &str, day: &str, agency: &str| {
            let (p, d, a, rest) = told(line);
            assert_eq!((p.as_str(), d.as_str(), a.as_str()), (place, day, agency), "{line}");
            assert!(rest.starts_with("the ministry"), "{line}: {rest}");
        };
        is("KYIV, Jan 3 (AP) —", "KYIV", "1-3", "Associated Press");
        is("MEXICO CITY (Reuters) -", "MEXICO CITY", "", "Reuters");
        is("BEIJING, Jan. 13 (Xinhua) --", "BEIJING", "1-13", "Xinhua");
        is("BEIRUT/THE HAGUE, March 7 (Reuters) -", "BEIRUT/THE HAGUE", "3-7", "Reuters");
        is("LA CROSSE, Wis. (AP) —", "LA CROSSE, Wis.", "", "Associated Press");
        is("ATLANTA --", "ATLANTA", "", "");
        is("NAIROBI, March 12 –", "NAIROBI", "3-12", "");
        is("Moscow (AFP) –", "Moscow", "", "Agence France-Presse");
        is("(Reuters) -", "", "", "Reuters");
        is("ISLAMABAD:", "ISLAMABAD", "", "");
        is("KYIV — ", "KYIV", "", "");
    }

    #[test]
    fn what_is_no_dateline() {
        for line in [
            "BREAKING —",
            "He said – and nobody denied it –",
            "PHOTO:",
            "The minister - ",
            "In Moscow (the capital) -",
            "U.S. President (1990-) ",
            "The Government of National Accord (GNA)",
            "The Associated Press (AP)",
        ] {
            let (place, _, agency, _) = told(line);
            assert_eq!((place.as_str(), agency.as_str()), ("", ""), "{line}");
        }
    }

    #[test]
    fn credits_at_the_end() {
        let publishers = &knowledge::Knowledge::embedded().publishers;
        let at = |text: &str| at_the_end(text, publishers).map(|(n, s)| (n, s.of(text).to_owned()));
        assert_eq!(
            at("Oil was not discussed, she added. BLOOMBERG"),
            Some(("Bloomberg".into(), "BLOOMBERG".into()))
        );
        assert_eq!(at("He left.\n\nReuters"), Some(("Reuters".into(), "Reuters".into())));
        assert_eq!(at("He left. (AFP)"), Some(("Agence France-Presse".into(), "(AFP)".into())));
        assert_eq!(at("He left. — AFP"), Some(("Agence France-Presse".into(), "— AFP".into())));
        assert_eq!(at("He spoke to Reuters"), None);
        assert_eq!(at("He flew to the USA"), None);
    }
}
