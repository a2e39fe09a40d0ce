//! `entities/*.toml` → known entities: the shapes of the files, and what they may say.

use model::{Date, EntityId, Gender, Sector};
use serde::Deserialize;
use toml::Spanned;

use super::{AliasKind, Entities, Known, KnownKind, Tenure, forms::spoken};
use crate::{Error, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileToml {
    code: Option<String>,
    name: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    demonyms: Vec<String>,
    #[serde(default)]
    capitals: Vec<String>,
    #[serde(default)]
    seats: Vec<String>,
    /// As in [`CountryToml`].
    #[serde(default)]
    signs: Vec<String>,
    /// As in [`CountryToml`].
    part_of: Option<String>,
    /// As in [`CountryToml`].
    soldiers_of: Option<String>,
    /// As in [`CountryToml`].
    #[serde(default)]
    no_rebels: bool,
    /// More countries of one file, for lists that name many.
    #[serde(default)]
    country: Vec<CountryToml>,
    #[serde(default)]
    person: Vec<Spanned<PersonToml>>,
    #[serde(default)]
    body: Vec<Spanned<BodyToml>>,
    #[serde(default)]
    group: Vec<Spanned<BodyToml>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryToml {
    code: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    demonyms: Vec<String>,
    #[serde(default)]
    capitals: Vec<String>,
    #[serde(default)]
    seats: Vec<String>,
    /// Words of its money, its counting, its forms of address, as they are written: "ringgit", "crore", "Datuk".
    #[serde(default)]
    signs: Vec<String>,
    /// For a territory with a government of its own: the state that its stories name as often.
    part_of: Option<String>,
    /// For a country without an army: the state whose soldiers its stories mean by "the military".
    soldiers_of: Option<String>,
    /// For a country in which nobody fights the state: "rebels" of its stories are another's.
    #[serde(default)]
    no_rebels: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonToml {
    pub(super) name: String,
    /// The part of the name that stands for all of it; empty where none does.
    pub(super) surname: Option<String>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) gender: Option<String>,
    /// Without a dated role: sectors for all time.
    #[serde(default)]
    pub(super) sectors: Vec<String>,
    pub(super) country: Option<String>,
    #[serde(default)]
    pub(super) roles: Vec<RoleToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleToml {
    pub(super) office: String,
    #[serde(default)]
    pub(super) sectors: Vec<String>,
    pub(super) country: Option<String>,
    pub(super) from: Option<String>,
    pub(super) until: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BodyToml {
    pub(super) name: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default)]
    pub(super) acronyms: Vec<String>,
    /// Capitals that stand for the body where nobody speaks of their country ("Brussels").
    #[serde(default)]
    pub(super) seats: Vec<String>,
    pub(super) country: Option<String>,
    /// For a people: the countries where it lives.
    #[serde(default)]
    pub(super) homes: Vec<String>,
    /// For a body that stands for its few members: their countries.
    #[serde(default)]
    pub(super) members: Vec<String>,
    pub(super) sectors: Vec<String>,
    /// Other countries have a body of that name ("Supreme Court").
    #[serde(default)]
    pub(super) shared_name: bool,
    #[serde(default)]
    pub(super) roles: Vec<RoleToml>,
}

/// Where a row stands, for messages.
pub(super) struct At<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) byte: usize,
}

impl At<'_> {
    pub(super) fn error(&self, message: String) -> Error {
        Error::new(self.file, read::line_at(self.text, self.byte), message)
    }

    fn sectors(&self, words: &[String]) -> Result<Vec<Sector>, Error> {
        let found: Option<Vec<Sector>> = words.iter().map(|w| w.parse().ok()).collect();
        if let Some(sectors) = found {
            Ok(sectors)
        } else {
            let known: Vec<&str> = Sector::ALL.iter().map(|s| s.as_str()).collect();
            let line = read::line_at(self.text, self.byte);
            read::labels(self.file, line, "sector", words, &known)
        }
    }

    fn country(&self, own: Option<String>, of_file: &str, name: &str) -> Result<String, Error> {
        let country = own.unwrap_or_else(|| of_file.to_owned());
        if country.is_empty() {
            return Err(self.error(format!("\"{name}\" has no country")));
        }
        Ok(country)
    }

    fn tenures(&self, country: &str, roles: Vec<RoleToml>) -> Result<Vec<Tenure>, Error> {
        let mut tenures = Vec::with_capacity(roles.len());
        for r in roles {
            let from = r.from.map(|d| self.day(&d, false)).transpose()?;
            let until = r.until.map(|d| self.day(&d, true)).transpose()?;
            if let (Some(from), Some(until)) = (from, until)
                && until < from
            {
                return Err(self.error(format!("`{}` ends before it begins", r.office)));
            }
            tenures.push(Tenure {
                sectors: self.sectors(&r.sectors)?,
                country: r.country.unwrap_or_else(|| country.to_owned()),
                from,
                until,
                office: r.office.to_lowercase(),
            });
        }
        tenures.sort_by_key(|t| t.from);
        Ok(tenures)
    }

    /// "2014", "2014-07" or "2014-07-31"; the last day of the stretch for an end.
    fn day(&self, text: &str, end: bool) -> Result<Date, Error> {
        let wrong = || {
            self.error(format!("`{text}` is no day")).with_hint("write 2014, 2014-07 or 2014-07-31")
        };
        let mut parts = text.split('-').map(|p| p.parse::<i16>().ok());
        let date = |y: i16, m: i16, d: i16| Date::new(y, m as i8, d as i8).map_err(|_| wrong());
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Some(y)), None, None, None) if end => date(y, 12, 31),
            (Some(Some(y)), None, None, None) => date(y, 1, 1),
            (Some(Some(y)), Some(Some(m)), None, None) if end => Ok(date(y, m, 1)?.last_of_month()),
            (Some(Some(y)), Some(Some(m)), None, None) => date(y, m, 1),
            (Some(Some(y)), Some(Some(m)), Some(Some(d)), None) => date(y, m, d),
            _ => Err(wrong()),
        }
    }
}

/// Reads one file into the table.
pub(super) fn read_file(entities: &mut Entities, file: &str, text: &str) -> Result<(), Error> {
    let t: FileToml = read::toml(file, text)?;
    let code = t.code.clone().unwrap_or_default();
    if let (Some(code), Some(name)) = (t.code, t.name) {
        let country = CountryToml {
            code,
            name,
            aliases: t.aliases,
            adjectives: t.adjectives,
            demonyms: t.demonyms,
            capitals: t.capitals,
            seats: t.seats,
            signs: t.signs,
            part_of: t.part_of,
            soldiers_of: t.soldiers_of,
            no_rebels: t.no_rebels,
        };
        read_country(entities, &country);
    }
    for country in &t.country {
        read_country(entities, country);
    }
    for p in t.person {
        let at = At { file, text, byte: p.span().start };
        read_person(entities, &at, &code, p.into_inner())?;
    }
    for (list, kind) in [(t.body, KnownKind::Body), (t.group, KnownKind::Group)] {
        for b in list {
            let at = At { file, text, byte: b.span().start };
            read_body(entities, &at, &code, kind, b.into_inner())?;
        }
    }
    Ok(())
}

fn read_country(entities: &mut Entities, t: &CountryToml) {
    let e = entities.push(Known {
        id: EntityId(t.code.clone()),
        part_of: t.part_of.clone(),
        soldiers_of: t.soldiers_of.clone(),
        no_rebels: t.no_rebels,
        ..Known::plain(KnownKind::Country, t.code.clone(), &t.name)
    });
    entities.names.add(&t.name, e, AliasKind::Name);
    for (list, kind) in [
        (&t.aliases, AliasKind::Name),
        (&t.adjectives, AliasKind::Adjective),
        (&t.demonyms, AliasKind::Demonym),
        (&t.capitals, AliasKind::Capital),
        (&t.seats, AliasKind::Seat),
    ] {
        for a in list {
            entities.names.add(a, e, kind);
        }
    }
    for sign in &t.signs {
        entities.signs.entry(sign.clone()).or_insert(e);
    }
}

/// A person as a row tells of it.
pub(super) fn person(at: &At<'_>, code: &str, p: &mut PersonToml) -> Result<Known, Error> {
    let country = at.country(p.country.take(), code, &p.name)?;
    let gender = match p.gender.as_deref() {
        None => None,
        Some("f") => Some(Gender::Female),
        Some("m") => Some(Gender::Male),
        Some(other) => {
            let line = read::line_at(at.text, at.byte);
            return Err(Error::unknown(at.file, line, "gender", other, &["f", "m"]));
        }
    };
    Ok(Known {
        sectors: at.sectors(&p.sectors)?,
        gender,
        roles: at.tenures(&country, std::mem::take(&mut p.roles))?,
        ..Known::plain(KnownKind::Person, country, &p.name)
    })
}

pub(super) fn read_person(
    entities: &mut Entities,
    at: &At<'_>,
    code: &str,
    mut p: PersonToml,
) -> Result<(), Error> {
    let known = person(at, code, &mut p)?;
    let roles: Vec<(String, String)> =
        known.roles.iter().map(|r| (r.country.clone(), r.office.clone())).collect();
    let e = entities.push(known);
    for (i, (country, office)) in roles.into_iter().enumerate() {
        entities.holders.entry(country).or_default().entry(office).or_default().push((e, i));
    }
    entities.names.add(&p.name, e, AliasKind::Name);
    for a in &p.aliases {
        let kind = if a.contains(' ') { AliasKind::Name } else { AliasKind::Surname };
        entities.names.add(a, e, kind);
    }
    let last = p.name.split(' ').next_back().filter(|l| *l != p.name).map(str::to_owned);
    let Some(surname) = p.surname.or(last).filter(|s| !s.is_empty()) else { return Ok(()) };
    entities.names.add(&surname, e, AliasKind::Surname);
    for article in ["al-", "Al-", "el-", "El-", "al ", "Al "] {
        if let Some(rest) = surname.strip_prefix(article) {
            entities.names.add(rest, e, AliasKind::Surname);
        }
    }
    // "Ibrahim Solih" for Ibrahim Mohamed Solih.
    let words: Vec<&str> = p.name.split(' ').collect();
    if words.len() > 2 && p.name.ends_with(&surname) && !surname.contains(' ') {
        entities.names.add(&format!("{} {surname}", words[0]), e, AliasKind::Name);
    }
    Ok(())
}

/// A body or group as a row tells of it.
pub(super) fn body(
    at: &At<'_>,
    code: &str,
    kind: KnownKind,
    b: &mut BodyToml,
) -> Result<Known, Error> {
    let own = b.country.take().or_else(|| b.homes.first().cloned());
    let country = at.country(own, code, &b.name)?;
    Ok(Known {
        sectors: at.sectors(&b.sectors)?,
        homes: std::mem::take(&mut b.homes),
        members: std::mem::take(&mut b.members),
        shared_name: b.shared_name,
        roles: at.tenures(&country, std::mem::take(&mut b.roles))?,
        ..Known::plain(kind, country, &b.name)
    })
}

pub(super) fn read_body(
    entities: &mut Entities,
    at: &At<'_>,
    code: &str,
    kind: KnownKind,
    mut b: BodyToml,
) -> Result<(), Error> {
    let known = body(at, code, kind, &mut b)?;
    let e = entities.push(known);
    entities.names.add(&b.name, e, AliasKind::Name);
    for a in &b.aliases {
        entities.names.add(a, e, AliasKind::Name);
        if let Some(spoken) = spoken(a) {
            entities.names.add(&spoken, e, AliasKind::Name);
        }
    }
    for a in &b.acronyms {
        entities.names.add(a, e, AliasKind::Acronym);
    }
    for a in &b.seats {
        entities.names.add(a, e, AliasKind::Seat);
    }
    Ok(())
}
