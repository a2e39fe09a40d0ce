//! Who is known: countries, people with dated roles, bodies, groups (`entities/`).

mod forms;
mod kept;
mod lines;
mod names;
mod table;

use std::borrow::Cow;

use model::{ActorCode, Date, EntityId, Gender, Sector};
use rustc_hash::FxHashMap;

pub(crate) use self::forms::fold;
use self::{
    forms::slug,
    kept::{Line, Lines},
    names::Names,
};
use crate::Error;

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

impl Tenure {
    /// Whether it is held on a day; `None` asks for the latest.
    pub fn holds(&self, day: Option<Date>) -> bool {
        match day {
            None => self.until.is_none(),
            Some(d) => self.from.is_none_or(|f| f <= d) && self.until.is_none_or(|u| d <= u),
        }
    }
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
    /// For peoples of several countries: where they live, the first one where nothing tells.
    pub homes: Vec<String>,
    /// For bodies that stand for their few members ("P5+1"): codes of the countries meant, in the file's
    /// order; empty for all others.
    pub members: Vec<String>,
    /// For a territory with a government of its own: code of the state that a story set in it names as
    /// often.
    pub part_of: Option<String>,
    /// For a country without an army: code of the state whose soldiers its stories mean by "the military".
    pub soldiers_of: Option<String>,
    /// For a country in which nobody fights the state: "rebels" of its stories are another's.
    pub no_rebels: bool,
    /// For persons.
    pub gender: Option<Gender>,
    /// For bodies: other countries have one of that name ("Supreme Court", "National Guard").
    pub shared_name: bool,
    /// For persons and for bodies whose side changed; by first day.
    pub roles: Vec<Tenure>,
}

impl Known {
    /// Somebody of whom nothing but kind, country and name is told.
    fn plain(kind: KnownKind, country: String, name: &str) -> Self {
        Self {
            id: EntityId(format!("{country}/{}", slug(name))),
            name: name.to_owned(),
            kind,
            country,
            sectors: Vec::new(),
            homes: Vec::new(),
            members: Vec::new(),
            part_of: None,
            soldiers_of: None,
            no_rebels: false,
            gender: None,
            shared_name: false,
            roles: Vec::new(),
        }
    }
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
    known: Vec<Kept>,
    by_id: FxHashMap<String, usize>,
    names: Names,
    lines: Lines,
    /// By country and office: entity and number of the role.
    holders: FxHashMap<String, FxHashMap<String, Vec<(usize, usize)>>>,
    signs: FxHashMap<String, usize>,
}

impl Entities {
    /// Reads the files of a folder `entities/`; of two rows that give a name the same kind of
    /// reading, the one read first comes first.
    pub(crate) fn read(files: &[(&str, &str)]) -> Result<Self, Error> {
        let spellings = files.iter().find(|(f, _)| f.ends_with("/spellings.tsv"));
        let (file, text) = spellings.copied().unwrap_or(("entities/spellings.tsv", ""));
        let mut entities = Self { names: Names::new(file, text)?, ..Self::default() };
        for (file, text) in files.iter().filter(|(f, _)| !f.ends_with("/spellings.tsv")) {
            if !lines::read_list(&mut entities, file, text)? {
                table::read_file(&mut entities, file, text)?;
            }
        }
        entities.names.sort();
        Ok(entities)
    }

    fn push(&mut self, known: Known) -> usize {
        let e = self.known.len();
        self.by_id.entry(known.id.0.clone()).or_insert(e);
        self.known.push(Kept::Read(Box::new(known)));
        e
    }

    /// The longest alias that starts at `words[0]` (forms as the tokenizer gives them), and whom
    /// it may name: names before surnames. Case counts, but a word all in capitals also matches
    /// the name with one capital; accents, hyphens and spellings of one name do not count.
    pub fn longest_at(&self, words: &[&str]) -> Option<(usize, Cow<'_, [AliasHit]>)> {
        let first = self.names.first_keys(words.first()?);
        if !self.lines.may_begin(first, &self.names) {
            return None;
        }
        let ours = self.names.begin_with(first).then(|| self.names.longest_at(words)).flatten();
        let theirs = self.lines.longest_at(words, first, &self.names);
        match (ours, theirs) {
            (Some(ours), Some(theirs)) if (ours.n, ours.far) == (theirs.n, theirs.far) => {
                let known = |h: &AliasHit| ours.hits.iter().any(|o| o.entity == h.entity);
                let mut both = ours.hits.to_vec();
                both.extend(theirs.hits.into_iter().filter(|h| !known(h)));
                both.sort_by_key(|h| (h.kind, h.entity));
                Some((ours.n, Cow::Owned(both)))
            }
            // The longer one, and of those as it is written.
            (ours, Some(theirs))
                if ours.as_ref().is_none_or(|o| (o.n, theirs.far) < (theirs.n, o.far)) =>
            {
                Some((theirs.n, Cow::Owned(theirs.hits)))
            }
            (ours, _) => ours.map(|o| (o.n, Cow::Borrowed(o.hits))),
        }
    }

    /// A known entity by index.
    pub fn get(&self, entity: usize) -> &Known {
        self.known[entity].get()
    }

    /// How many are known.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether nobody is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Everybody, in the order of the files; reads all lines of lists that nobody has asked for yet.
    pub fn all(&self) -> impl Iterator<Item = &Known> + Clone {
        self.known.iter().map(Kept::get)
    }

    /// Index by id.
    pub fn by_id(&self, id: &str) -> Option<usize> {
        let read = self.by_id.get(id).copied();
        let listed = if id.contains('/') { self.lines.by_id(id) } else { None };
        read.into_iter().chain(listed).min()
    }

    /// Index of a country by its code.
    pub fn country(&self, code: &str) -> Option<usize> {
        self.by_id(code)
    }

    /// Whether somebody may fight the state in a country, by its code; true for a code that is not known.
    pub fn may_have_rebels(&self, country: &str) -> bool {
        self.country(country).is_none_or(|e| !self.get(e).no_rebels)
    }

    /// Country, sectors and office of an entity on a day.
    ///
    /// A person's office on that day; after the last one, ELI (former officials); before the
    /// first, the sectors without office, of the one country that all their offices were of, else of their
    /// own. `None` asks for the latest.
    pub fn code_on(&self, entity: usize, day: Option<Date>) -> (ActorCode, Option<String>) {
        let k = self.get(entity);
        let plain = |sectors: &[Sector]| ActorCode {
            country: Some(k.country.clone()),
            sectors: sectors.to_vec(),
        };
        if k.roles.is_empty() {
            return (plain(&k.sectors), None);
        }
        if let Some(t) = k.roles.iter().rev().find(|t| t.holds(day)) {
            let code = ActorCode { country: Some(t.country.clone()), sectors: t.sectors.clone() };
            return (code, Some(t.office.clone()).filter(|o| !o.is_empty()));
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
                // Who has served one country only is of that one: al-Qaeda's dead are not Egypt's.
                let one = k.roles.iter().all(|other| other.country == t.country);
                let country = if one { &t.country } else { &k.country };
                let code = ActorCode { country: Some(country.clone()), sectors: t.sectors.clone() };
                return (code, None);
            }
        }
        (plain(&k.sectors), None)
    }

    /// The country whose stories alone use a word: money, counting, forms of address ("ringgit", "crore",
    /// "Datuk"). Case counts; `None` for every other word.
    pub fn of_sign(&self, word: &str) -> Option<&Known> {
        self.signs.get(word).map(|&e| self.get(e))
    }

    /// Who held an office of a country on a day: the last to come into it. Nobody where more than two did ("governor"),
    /// nor in the year in which one followed the other, if that is all that is known of it.
    pub fn holder(&self, country: &str, office: &str, day: Option<Date>) -> Option<usize> {
        let read = self.holders.get(country).and_then(|h| h.get(office)).into_iter().flatten();
        let listed = self.lines.holders(country, office).flat_map(|e| {
            let roles = self.get(e).roles.iter().enumerate();
            roles
                .filter(|(_, t)| t.office == office && t.country == country)
                .map(move |(i, _)| (e, i))
        });
        let tenure = |(e, i): &(usize, usize)| &self.get(*e).roles[*i];
        let mut held: Vec<(usize, usize)> =
            read.copied().chain(listed).filter(|h| tenure(h).holds(day)).take(3).collect();
        held.sort_unstable();
        let last = *held.iter().max_by_key(|h| tenure(h).from)?;
        let new_year = tenure(&last).from.is_some_and(|d| (d.month(), d.day()) == (1, 1));
        let either = held.iter().any(|h| *h != last && new_year && tenure(h).until.is_some());
        (held.len() <= 2 && !either).then_some(last.0)
    }
}

/// Somebody known: read, or a line that is read when somebody asks.
#[derive(Debug)]
enum Kept {
    Read(Box<Known>),
    Line(Line),
}

impl Kept {
    fn get(&self) -> &Known {
        match self {
            Kept::Read(known) => known,
            Kept::Line(line) => line.known(),
        }
    }
}
