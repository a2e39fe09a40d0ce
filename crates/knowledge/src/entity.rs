//! Who is known: countries, people with dated roles, bodies, groups (`entities/`).

use model::{ActorCode, Date, EntityId, Gender, Sector};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use crate::{Error, read};

/// What kind of thing a known entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownKind {
    /// A state or territory.
    Country,
    /// A human being.
    Person,
    /// An organisation: ministry, force, court, party, armed group, company, international body.
    Body,
    /// A people, a religion, the followers of a party.
    Group,
}

/// An office held for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// Name of the office, in lower case.
    pub office: String,
    /// Sectors it gives.
    pub sectors: Vec<Sector>,
    /// Country or kind of body it is held in.
    pub country: String,
    /// First day, where known.
    pub from: Option<Date>,
    /// Last day, where it has ended.
    pub until: Option<Date>,
}

/// A known entity.
#[derive(Clone, Debug)]
pub struct Known {
    /// Stable id.
    pub id: EntityId,
    /// Full name.
    pub name: String,
    /// What kind of thing.
    pub kind: KnownKind,
    /// ISO 3166 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC.
    pub country: String,
    /// Sectors, for bodies and groups.
    pub sectors: Vec<Sector>,
    /// For persons.
    pub gender: Option<Gender>,
    /// For persons and for bodies whose side changed; by first day.
    pub roles: Vec<Tenure>,
}

/// How an alias names its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AliasKind {
    /// A name.
    Name,
    /// A capital, used for the government.
    Capital,
    /// A seat of power ("the Kremlin").
    Seat,
    /// "Mexican".
    Adjective,
    /// "Mexicans".
    Demonym,
    /// The last name of a person.
    Surname,
    /// "NATO".
    Acronym,
}

/// An alias found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AliasHit {
    /// Index for [`Entities::get`].
    pub entity: usize,
    /// How it names.
    pub kind: AliasKind,
}

/// Everybody known, with a trie of their names.
#[derive(Debug, Default)]
pub struct Entities {
    known: Vec<Known>,
    by_id: FxHashMap<String, usize>,
    words: FxHashMap<String, u32>,
    /// (node, word) → node.
    edges: FxHashMap<(u32, u32), u32>,
    hits: Vec<Vec<AliasHit>>,
    holders: FxHashMap<(String, String), Vec<(usize, usize)>>,
}

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
    #[serde(default)]
    person: Vec<Spanned<PersonToml>>,
    #[serde(default)]
    body: Vec<Spanned<BodyToml>>,
    #[serde(default)]
    group: Vec<Spanned<BodyToml>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonToml {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    gender: Option<String>,
    /// Without a dated role: sectors for all time.
    #[serde(default)]
    sectors: Vec<String>,
    country: Option<String>,
    #[serde(default)]
    roles: Vec<RoleToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleToml {
    office: String,
    #[serde(default)]
    sectors: Vec<String>,
    country: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyToml {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    acronyms: Vec<String>,
    country: Option<String>,
    sectors: Vec<String>,
    #[serde(default)]
    roles: Vec<RoleToml>,
}

impl Entities {
    pub(crate) fn read(files: &[(&str, &str)]) -> Result<Self, Error> {
        let mut entities = Self { hits: vec![Vec::new()], ..Self::default() };
        for (file, text) in files {
            entities.read_file(file, text)?;
        }
        for hits in &mut entities.hits {
            hits.sort_by_key(|h| h.kind);
        }
        Ok(entities)
    }

    fn read_file(&mut self, file: &str, text: &str) -> Result<(), Error> {
        let t: FileToml = read::toml(file, text)?;
        let code = t.code.clone().unwrap_or_default();
        if let (Some(code), Some(name)) = (&t.code, &t.name) {
            let e = self.push(Known {
                id: EntityId(code.clone()),
                name: name.clone(),
                kind: KnownKind::Country,
                country: code.clone(),
                sectors: Vec::new(),
                gender: None,
                roles: Vec::new(),
            });
            self.alias(name, e, AliasKind::Name);
            for (list, kind) in [
                (&t.aliases, AliasKind::Name),
                (&t.adjectives, AliasKind::Adjective),
                (&t.demonyms, AliasKind::Demonym),
                (&t.capitals, AliasKind::Capital),
                (&t.seats, AliasKind::Seat),
            ] {
                for a in list {
                    self.alias(a, e, kind);
                }
            }
        }
        for p in t.person {
            let line = read::line_of(text, &p);
            self.read_person(file, line, &code, p.into_inner())?;
        }
        for (list, kind) in [(t.body, KnownKind::Body), (t.group, KnownKind::Group)] {
            for b in list {
                let line = read::line_of(text, &b);
                self.read_body(file, line, &code, kind, b.into_inner())?;
            }
        }
        Ok(())
    }

    fn read_person(
        &mut self,
        file: &str,
        line: u32,
        code: &str,
        p: PersonToml,
    ) -> Result<(), Error> {
        let country = p.country.unwrap_or_else(|| code.to_owned());
        if country.is_empty() {
            return Err(Error::new(file, line, format!("\"{}\" has no country", p.name)));
        }
        let gender = match p.gender.as_deref() {
            None => None,
            Some("f") => Some(Gender::Female),
            Some("m") => Some(Gender::Male),
            Some(other) => {
                return Err(Error::unknown(file, line, "gender", other, &["f", "m"]));
            }
        };
        let sectors = sectors(file, line, &p.sectors)?;
        let roles = tenures(file, line, &country, p.roles)?;
        let e = self.push(Known {
            id: EntityId(format!("{country}/{}", slug(&p.name))),
            name: p.name.clone(),
            kind: KnownKind::Person,
            country: country.clone(),
            sectors,
            gender,
            roles,
        });
        for (i, role) in self.known[e].roles.iter().enumerate() {
            self.holders
                .entry((role.country.clone(), role.office.clone()))
                .or_default()
                .push((e, i));
        }
        self.alias(&p.name, e, AliasKind::Name);
        for a in &p.aliases {
            let kind = if a.contains(' ') { AliasKind::Name } else { AliasKind::Surname };
            self.alias(a, e, kind);
        }
        if let Some(last) = p.name.split(' ').next_back().filter(|l| *l != p.name) {
            self.alias(last, e, AliasKind::Surname);
        }
        Ok(())
    }

    fn read_body(
        &mut self,
        file: &str,
        line: u32,
        code: &str,
        kind: KnownKind,
        b: BodyToml,
    ) -> Result<(), Error> {
        let country = b.country.unwrap_or_else(|| code.to_owned());
        if country.is_empty() {
            return Err(Error::new(file, line, format!("\"{}\" has no country", b.name)));
        }
        let e = self.push(Known {
            id: EntityId(format!("{country}/{}", slug(&b.name))),
            name: b.name.clone(),
            kind,
            country: country.clone(),
            sectors: sectors(file, line, &b.sectors)?,
            gender: None,
            roles: tenures(file, line, &country, b.roles)?,
        });
        self.alias(&b.name, e, AliasKind::Name);
        for a in &b.aliases {
            self.alias(a, e, AliasKind::Name);
        }
        for a in &b.acronyms {
            self.alias(a, e, AliasKind::Acronym);
        }
        Ok(())
    }

    fn push(&mut self, known: Known) -> usize {
        let e = self.known.len();
        self.by_id.entry(known.id.0.clone()).or_insert(e);
        self.known.push(known);
        e
    }

    fn alias(&mut self, alias: &str, entity: usize, kind: AliasKind) {
        let mut node = 0u32;
        for word in split(alias) {
            let n = self.words.len() as u32;
            let word = *self.words.entry(word).or_insert(n);
            let next = self.hits.len() as u32;
            node = *self.edges.entry((node, word)).or_insert(next);
            if node == next {
                self.hits.push(Vec::new());
            }
        }
        let hits = &mut self.hits[node as usize];
        if node != 0 && !hits.iter().any(|h| h.entity == entity) {
            hits.push(AliasHit { entity, kind });
        }
    }

    /// The longest alias that starts at `words[0]` (forms as the tokenizer gives them), and whom
    /// it may name: names before surnames. Case counts, but a word all in capitals also matches
    /// the name with one capital.
    pub fn longest_at(&self, words: &[&str]) -> Option<(usize, &[AliasHit])> {
        let mut node = 0u32;
        let mut best = None;
        for (i, word) in words.iter().enumerate() {
            let plain = word.replace('’', "'");
            let id = self.words.get(&plain).or_else(|| {
                let long = plain.chars().count() > 3 && !plain.chars().any(char::is_lowercase);
                long.then(|| self.words.get(&capitalised(&plain))).flatten()
            });
            let Some(next) = id.and_then(|&id| self.edges.get(&(node, id))) else { break };
            node = *next;
            if !self.hits[node as usize].is_empty() {
                best = Some((i + 1, self.hits[node as usize].as_slice()));
            }
        }
        best
    }

    /// A known entity by index.
    pub fn get(&self, entity: usize) -> &Known {
        &self.known[entity]
    }

    /// Everybody, in the order of the files.
    pub fn all(&self) -> &[Known] {
        &self.known
    }

    /// Index by id.
    pub fn by_id(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Index of a country by its code.
    pub fn country(&self, code: &str) -> Option<usize> {
        self.by_id(code)
    }

    /// Country, sectors and office of an entity on a day.
    ///
    /// A person's office on that day; after the last one, ELI (former officials); before the
    /// first, the sectors without office. `None` asks for the latest.
    pub fn code_on(&self, entity: usize, day: Option<Date>) -> (ActorCode, Option<String>) {
        let k = &self.known[entity];
        let plain = |sectors: &[Sector]| ActorCode {
            country: Some(k.country.clone()),
            sectors: sectors.to_vec(),
        };
        if k.roles.is_empty() {
            return (plain(&k.sectors), None);
        }
        let holds = |t: &&Tenure| match day {
            None => t.until.is_none(),
            Some(d) => t.from.is_none_or(|f| f <= d) && t.until.is_none_or(|u| d <= u),
        };
        if let Some(t) = k.roles.iter().rev().find(holds) {
            let code = ActorCode { country: Some(t.country.clone()), sectors: t.sectors.clone() };
            return (code, Some(t.office.clone()));
        }
        let had_before = day.is_none()
            || k.roles.iter().any(|t| t.until.is_some_and(|u| day.is_some_and(|d| u < d)));
        if k.kind == KnownKind::Person {
            let governed = |t: &Tenure| {
                matches!(
                    t.sectors.first(),
                    Some(Sector::Gov | Sector::Mil | Sector::Leg | Sector::Jud)
                )
            };
            if had_before && k.roles.iter().any(governed) && k.sectors.is_empty() {
                return (plain(&[Sector::Eli]), None);
            }
            if k.sectors.is_empty()
                && let Some(t) = k.roles.first()
            {
                return (plain(&t.sectors), None);
            }
        }
        (plain(&k.sectors), None)
    }

    /// Who held an office of a country on a day; the last in the files where several did.
    pub fn holder(&self, country: &str, office: &str, day: Option<Date>) -> Option<usize> {
        let list = self.holders.get(&(country.to_owned(), office.to_owned()))?;
        list.iter()
            .rev()
            .find(|(e, i)| {
                let t = &self.known[*e].roles[*i];
                match day {
                    None => t.until.is_none(),
                    Some(d) => t.from.is_none_or(|f| f <= d) && t.until.is_none_or(|u| d <= u),
                }
            })
            .map(|(e, _)| *e)
    }
}

fn sectors(file: &str, line: u32, words: &[String]) -> Result<Vec<Sector>, Error> {
    let known: Vec<&str> = Sector::ALL.iter().map(|s| s.as_str()).collect();
    read::labels(file, line, "sector", words, &known)
}

fn tenures(
    file: &str,
    line: u32,
    country: &str,
    roles: Vec<RoleToml>,
) -> Result<Vec<Tenure>, Error> {
    let mut tenures = Vec::new();
    for r in roles {
        tenures.push(Tenure {
            sectors: sectors(file, line, &r.sectors)?,
            country: r.country.unwrap_or_else(|| country.to_owned()),
            from: r.from.map(|d| day(file, line, &d, false)).transpose()?,
            until: r.until.map(|d| day(file, line, &d, true)).transpose()?,
            office: r.office.to_lowercase(),
        });
    }
    tenures.sort_by_key(|t| t.from);
    Ok(tenures)
}

/// "2014", "2014-07" or "2014-07-31"; the last day of the stretch for an end.
fn day(file: &str, line: u32, text: &str, end: bool) -> Result<Date, Error> {
    let wrong = || {
        Error::new(file, line, format!("`{text}` is no day"))
            .with_hint("write 2014, 2014-07 or 2014-07-31")
    };
    let parts: Vec<i16> =
        text.split('-').map(str::parse).collect::<Result<_, _>>().map_err(|_| wrong())?;
    let date = |y: i16, m: i16, d: i16| Date::new(y, m as i8, d as i8).map_err(|_| wrong());
    match parts[..] {
        [y] if end => date(y, 12, 31),
        [y] => date(y, 1, 1),
        [y, m] if end => Ok(date(y, m, 1)?.last_of_month()),
        [y, m] => date(y, m, 1),
        [y, m, d] => date(y, m, d),
        _ => Err(wrong()),
    }
}

/// Lower case, letters and digits, other marks as hyphens.
fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
        .unwrap_or_default()
}

/// Splits an alias as the tokenizer would: blanks, hyphens and the possessive apart.
fn split(alias: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in alias.replace('’', "'").split_whitespace() {
        let mut rest = word;
        while let Some(at) = rest.find('-') {
            if at == 0 || at + 1 == rest.len() {
                break;
            }
            words.push(rest[..at].to_owned());
            words.push("-".to_owned());
            rest = &rest[at + 1..];
        }
        if let Some(owner) = rest.strip_suffix("'s") {
            words.push(owner.to_owned());
            words.push("'s".to_owned());
        } else {
            words.push(rest.to_owned());
        }
    }
    words
}
