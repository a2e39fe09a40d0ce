//! Entries → TOML of a data folder.

use std::{collections::BTreeMap, fmt::Write as _};

use model::Sector;

use super::{
    Imported, codes,
    lines::{Code, Entry},
};
use crate::{Knowledge, KnownKind};

const PARTS: &str =
    "codes with parts that PLOVER has no sector for (faiths, peoples, bodies), left out";

/// Words that stay small inside a name.
const SMALL: &[&str] =
    &["OF", "THE", "FOR", "AND", "IN", "ON", "AT", "TO", "DE", "DU", "DES", "BIN"];

/// Words that stay as they are.
const ACRONYMS: &[&str] =
    &["UN", "EU", "US", "UK", "USA", "UAE", "AU", "OAU", "PLO", "NATO", "IMF"];

pub(super) fn entities(
    file: &str,
    entries: &[Entry],
    knowledge: &Knowledge,
    imported: &mut Imported,
) {
    let mut countries: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut out = String::new();
    for entry in entries {
        if entry.codes.iter().all(|c| is_null(&c.name)) {
            imported.n_null += entry.names.len();
            continue;
        }
        let codes: Vec<Code> = entry.codes.iter().filter(|c| !is_null(&c.name)).cloned().collect();
        // What holds at all times comes first: Zimbabwe, not Rhodesia.
        let always = codes.iter().find(|c| c.from.is_none() && c.until.is_none());
        let (country, sectors, _) = codes::parse(&always.unwrap_or(&codes[0]).name);
        if codes.iter().any(|c| !codes::parse(&c.name).2.is_empty()) {
            imported.note(PARTS.to_owned(), entry.line);
        }
        let country = if country.is_empty() {
            imported.note("codes without a country, taken for a movement".to_owned(), entry.line);
            let armed =
                sectors.iter().any(|s| matches!(s, Sector::Reb | Sector::Uaf | Sector::Crm));
            if armed { "IMG".to_owned() } else { "ISM".to_owned() }
        } else {
            country
        };
        let dated = codes.iter().any(|c| c.from.is_some() || c.until.is_some());
        let mut names: Vec<String> = Vec::new();
        for name in entry.names.iter().flat_map(|n| spoken(n, knowledge)) {
            if is_known(&name, &country, &sectors, knowledge) {
                imported.n_known += 1;
            } else if !names.contains(&name) {
                names.push(name);
            }
        }
        if names.is_empty() {
            continue;
        }
        imported.n_entries += 1;
        imported.n_names += names.len();
        if sectors.is_empty() && !dated {
            countries.entry(country).or_default().extend(names);
        } else {
            one(&mut out, &names, &country, &codes, dated, knowledge);
        }
    }
    let mut head = String::new();
    for (code, mut names) in countries {
        names.dedup();
        let name = names.remove(0);
        let _ = write!(head, "\n[[country]]\ncode = \"{code}\"\nname = {}\n", quoted(&name));
        list(&mut head, "aliases", &names);
    }
    if !head.is_empty() || !out.is_empty() {
        imported.entities = format!("{}{head}{out}", header(file));
    }
}

fn one(
    out: &mut String,
    names: &[String],
    country: &str,
    codes: &[Code],
    dated: bool,
    knowledge: &Knowledge,
) {
    // A body has a role noun in its name; whose code has days and who has none is a person.
    let last = names[0].to_lowercase();
    let words: Vec<&str> = last.split_whitespace().collect();
    let body = knowledge.roles.longest_ending(&words).is_some_and(|(_, r)| !r.person);
    let person = dated && !body && words.len() > 1;
    let table = if person { "person" } else { "body" };
    let _ = write!(out, "\n[[{table}]]\nname = {}\n", quoted(&names[0]));
    if person {
        out.push_str("surname = \"\"\n");
    }
    list(out, "aliases", &names[1..]);
    let _ = writeln!(out, "country = \"{country}\"");
    let plain = codes.iter().find(|c| c.from.is_none() && c.until.is_none());
    let sectors = plain.map(|c| codes::parse(&c.name).1).unwrap_or_default();
    if !person || !sectors.is_empty() {
        let _ = writeln!(out, "sectors = {}", labels(&sectors));
    }
    let dated: Vec<&Code> =
        codes.iter().filter(|c| c.from.is_some() || c.until.is_some()).collect();
    if dated.is_empty() {
        return;
    }
    out.push_str("roles = [\n");
    for c in dated {
        let (of, sectors, _) = codes::parse(&c.name);
        let _ = write!(out, "    {{ office = \"\", sectors = {}", labels(&sectors));
        if of != country && !of.is_empty() {
            let _ = write!(out, ", country = \"{of}\"");
        }
        if let Some(d) = c.from {
            let _ = write!(out, ", from = \"{d}\"");
        }
        if let Some(d) = c.until {
            let _ = write!(out, ", until = \"{d}\"");
        }
        out.push_str(" },\n");
    }
    out.push_str("]\n");
}

pub(super) fn roles(file: &str, entries: &[Entry], imported: &mut Imported) {
    let mut out = String::new();
    for entry in entries {
        let (kind, sectors, left) = codes::parse(&entry.codes[0].name);
        if !left.is_empty() {
            imported.note(PARTS.to_owned(), entry.line);
        }
        // "MOP", "BAH": a role of a kind that PLOVER has not; "NGO~": a kind of body.
        let of_kind = matches!(kind.as_str(), "NGO" | "IGO" | "MNC" | "IMG" | "UNO" | "EUR");
        if sectors.is_empty() && !of_kind {
            imported.note(format!("`{kind}` alone has no sector, role left out"), entry.line);
            continue;
        }
        let nouns: Vec<String> = entry
            .names
            .iter()
            .map(|n| n.replace('_', " ").replace('-', " - ").to_lowercase())
            .map(|n| n.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|n| !n.is_empty())
            .collect();
        if nouns.is_empty() {
            imported.rejected.push((entry.line, "no noun before the code".to_owned()));
            continue;
        }
        imported.n_entries += 1;
        imported.n_names += nouns.len();
        let _ = writeln!(out, "\n[[role]]");
        list(&mut out, "nouns", &nouns);
        let sectors = if sectors.is_empty() { vec![Sector::Soc] } else { sectors };
        let _ = writeln!(out, "sectors = {}", labels(&sectors));
        if of_kind {
            let _ = writeln!(out, "default_country = \"{kind}\"");
        }
        let body = nouns[0].ends_with(['y', 't']) && !nouns[0].ends_with("ist");
        let _ = writeln!(out, "person = {}", !body);
    }
    if !out.is_empty() {
        imported.roles = format!("{}{out}", header(file));
    }
}

fn header(file: &str) -> String {
    format!(
        "# Imported by `demarche data import phoenix` from {file}; edit the dictionary and import again.\n\
         # Source and licence: those of the dictionary.\n"
    )
}

fn list(out: &mut String, key: &str, items: &[String]) {
    if !items.is_empty() {
        let items: Vec<String> = items.iter().map(|i| quoted(i)).collect();
        let _ = writeln!(out, "{key} = [{}]", items.join(", "));
    }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

fn labels(sectors: &[Sector]) -> String {
    let quoted: Vec<String> = sectors.iter().map(|s| format!("\"{}\"", s.as_str())).collect();
    format!("[{}]", quoted.join(", "))
}

fn is_null(code: &str) -> bool {
    !code.chars().any(char::is_alphanumeric)
}

/// Whether our own data gives the name the same country, and where it is no person, the same sector.
fn is_known(name: &str, country: &str, sectors: &[Sector], knowledge: &Knowledge) -> bool {
    let spaced = name.replace('-', " - ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let entities = &knowledge.entities;
    let Some((n, hits)) = entities.longest_at(&words) else { return false };
    n == words.len()
        && hits.iter().any(|h| {
            let k = entities.get(h.entity);
            k.country == country
                && match k.kind {
                    KnownKind::Person => true,
                    KnownKind::Country => sectors.is_empty(),
                    _ => k.sectors.first() == sectors.first(),
                }
        })
}

/// "HAMID_KARZAI_" as newspapers write it; titles before a name taken off, short single words also
/// in capitals.
fn spoken(name: &str, knowledge: &Knowledge) -> Vec<String> {
    let words: Vec<String> = name.replace('_', " ").split_whitespace().map(str::to_owned).collect();
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    // "PRESIDENT KARZAI": the title is said by the role noun.
    for n in (1..words.len()).rev() {
        let title: Vec<String> = words[..n].iter().map(|w| w.to_lowercase()).collect();
        let refs: Vec<&str> = title.iter().map(String::as_str).collect();
        let whole = knowledge.roles.longest_ending(&refs).filter(|(len, r)| *len == n && r.person);
        if whole.is_some() {
            words.drain(..n);
            break;
        }
    }
    let shown: Vec<String> = words.iter().enumerate().map(|(i, w)| as_written(w, i == 0)).collect();
    let mut all = vec![shown.join(" ")];
    // "THE_SHIRE": a text may have the article in small letters.
    if let ["THE", rest @ ..] = &words[..]
        && !rest.is_empty()
    {
        all.push(shown[1..].join(" "));
        words = rest.to_vec();
    }
    if let [word] = words[..]
        && word.len() <= 6
        && !all.contains(&word.to_owned())
    {
        all.push(word.to_owned());
    }
    all.retain(|n| !n.is_empty());
    all
}

fn as_written(word: &str, first: bool) -> String {
    if word.chars().any(char::is_lowercase) || word.contains('.') || ACRONYMS.contains(&word) {
        return word.to_owned();
    }
    if !first && SMALL.contains(&word) {
        return word.to_lowercase();
    }
    let capitalised = |part: &str| {
        let mut chars = part.chars();
        let first = chars.next().map(String::from).unwrap_or_default();
        first + &chars.as_str().to_lowercase()
    };
    word.split('-').map(capitalised).collect::<Vec<_>>().join("-")
}
