//! Lines of the lists in the program, kept as they are: who bears a name, an id or held an office among them, out.
//!
//! A line is read when somebody asks for whom it tells of; tables by name, id and office are made when they are first
//! asked. What they find is what a reading of all lines would find.

use std::{
    borrow::Cow,
    hash::{Hash, Hasher},
    sync::OnceLock,
};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::{
    AliasHit, AliasKind, Known, KnownKind,
    forms::{slug, spoken},
    lines::{body, parts, person},
    names::{FirstKeys, Found, InnerKeys, Names, nearer},
    table::{self, At},
};
use crate::Error;

/// A line of a list in the program.
#[derive(Debug)]
pub(super) struct Line {
    row: &'static str,
    people: bool,
    known: OnceLock<Box<Known>>,
}

impl Line {
    pub(super) fn new(people: bool, row: &'static str) -> Self {
        Self { row, people, known: OnceLock::new() }
    }

    /// Who it tells of.
    ///
    /// # Panics
    /// If the embedded line is broken, which the tests of this crate rule out.
    pub(super) fn known(&self) -> &Known {
        self.known.get_or_init(|| match self.read() {
            Ok(known) => Box::new(known),
            Err(e) => panic!("embedded data: {e}"),
        })
    }

    fn read(&self) -> Result<Known, Error> {
        let at = At { file: "entities", text: self.row, byte: 0 };
        let cells: Vec<&str> = self.row.split('\t').collect();
        if self.people {
            let (country, mut person) = person(&at, &cells)?;
            table::person(&at, country, &mut person)
        } else {
            let (country, mut body) = body(&at, &cells)?;
            table::body(&at, country, KnownKind::Body, &mut body)
        }
    }
}

/// The lines of the lists in the program, and how they are found; each table is made when it is first asked.
#[derive(Debug, Default)]
pub(super) struct Lines {
    rows: Vec<Row>,
    names: OnceLock<ByName>,
    ids: OnceLock<FxHashMap<String, usize>>,
    /// By country and office.
    offices: OnceLock<FxHashMap<u64, Vec<usize>>>,
}

#[derive(Debug)]
struct Row {
    /// Index of who it tells of.
    entity: usize,
    people: bool,
    text: &'static str,
}

/// Names by their first words.
#[derive(Debug, Default)]
struct ByName {
    /// Words that a name begins with.
    begins: FxHashSet<u64>,
    /// A bit for each word that a name begins with, of these or of those read at once; few others have one.
    sieve: Vec<u64>,
    /// By the first word of a name and the next two that tell much: number of the last such name.
    last: FxHashMap<(u64, InnerKeys), u32>,
    names: Vec<ListedName>,
}

#[derive(Debug)]
struct ListedName {
    name: Cow<'static, str>,
    hit: AliasHit,
    /// Number of the one before with the same words.
    before: Option<u32>,
}

impl Lines {
    pub(super) fn push(&mut self, entity: usize, people: bool, text: &'static str) {
        self.rows.push(Row { entity, people, text });
    }

    /// How many there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether a name of anybody may begin so: most words of a text begin none, and this is told at once.
    pub(super) fn may_begin(&self, first: FirstKeys, names: &Names) -> bool {
        if self.rows.is_empty() {
            return true;
        }
        let listed = self.names.get_or_init(|| self.by_name(names));
        first.into_iter().flatten().any(|key| {
            let (word, bit) = bit_of(key);
            listed.sieve[word] & bit != 0
        })
    }

    /// As [`Names::longest_at`], over the lines, with the keys of the first word; whom it may mean in the order of kinds, then of lines.
    pub(super) fn longest_at(
        &self,
        words: &[&str],
        first: FirstKeys,
        names: &Names,
    ) -> Option<Found<Vec<AliasHit>>> {
        if self.rows.is_empty() {
            return None;
        }
        let listed = self.names.get_or_init(|| self.by_name(names));
        let first = first.map(|key| key.filter(|k| listed.begins.contains(k)));
        if first == [None; 2] {
            return None;
        }
        let [second, third] = names.inner_keys(words);
        let inner = [
            Some([None; 2]),
            second.map(|s| [Some(s), None]),
            second.zip(third).map(|(s, t)| [Some(s), Some(t)]),
        ];
        let mut found: Vec<&ListedName> = Vec::new();
        for first in first.into_iter().flatten() {
            for inner in inner.into_iter().flatten() {
                found.extend(listed.of((first, inner)));
            }
        }
        if found.is_empty() {
            return None;
        }
        let best = |skip: bool| {
            let fits = |l: &&ListedName| Some((names.fits(&l.name, words, skip)?, l.hit));
            let fits: Vec<((usize, bool), AliasHit)> = found.iter().filter_map(fits).collect();
            // The longest, and of those as it is written.
            let (n, loud) = fits.iter().map(|f| f.0).max_by_key(|(n, loud)| (*n, !loud))?;
            let theirs = fits.iter().filter(|f| f.0 == (n, loud));
            let mut hits: Vec<AliasHit> = theirs.map(|f| f.1).collect();
            hits.sort_by_key(|h| (h.entity, h.kind));
            hits.dedup_by_key(|h| h.entity);
            hits.sort_by_key(|h| (h.kind, h.entity));
            Some(Found { n, far: u8::from(loud), hits })
        };
        let strict = best(false);
        if !names.misses_any(words) {
            return strict;
        }
        let loose = best(true);
        nearer(strict, loose)
    }

    fn by_name(&self, names: &Names) -> ByName {
        let mut listed = ByName::default();
        for &Row { entity, people, text } in &self.rows {
            let mut cells = text.split('\t').skip(1);
            let Some(name) = cells.next() else { continue };
            let aliases = cells.nth(if people { 2 } else { 1 }).unwrap_or_default();
            listed.add(names, Cow::Borrowed(name), AliasHit { entity, kind: AliasKind::Name });
            for alias in parts(aliases) {
                let surname = people && !alias.contains(' ');
                let kind = if surname { AliasKind::Surname } else { AliasKind::Name };
                listed.add(names, Cow::Borrowed(alias), AliasHit { entity, kind });
                if let Some(word) = spoken(alias).filter(|_| !people) {
                    listed.add(names, Cow::Owned(word), AliasHit { entity, kind });
                }
            }
        }
        listed.sieve = vec![0; N_BITS / 64];
        for key in names.begins().chain(listed.begins.iter().copied()) {
            let (word, bit) = bit_of(key);
            listed.sieve[word] |= bit;
        }
        listed
    }

    /// Index by id; of two lines of one id the first.
    pub(super) fn by_id(&self, id: &str) -> Option<usize> {
        let ids = self.ids.get_or_init(|| {
            let mut ids = FxHashMap::default();
            for &Row { entity, text, .. } in &self.rows {
                let mut cells = text.split('\t');
                if let (Some(country), Some(name)) = (cells.next(), cells.next()) {
                    ids.entry(format!("{country}/{}", slug(name))).or_insert(entity);
                }
            }
            ids
        });
        ids.get(id).copied()
    }

    /// Who may have held an office of a country, in the order of the lines.
    pub(super) fn holders(&self, country: &str, office: &str) -> impl Iterator<Item = usize> {
        let offices = self.offices.get_or_init(|| self.by_office());
        offices.get(&office_key(country, office)).into_iter().flatten().copied()
    }

    fn by_office(&self) -> FxHashMap<u64, Vec<usize>> {
        let mut offices: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for &Row { entity, text, .. } in self.rows.iter().filter(|r| r.people) {
            let mut cells = text.split('\t');
            let Some(own) = cells.next() else { continue };
            for role in cells.nth(2).into_iter().flat_map(parts) {
                let mut cells = role.split(':');
                let Some(office) = cells.next() else { continue };
                let country = cells.nth(3).filter(|c| !c.is_empty()).unwrap_or(own);
                let list = offices.entry(office_key(country, office)).or_default();
                if list.last() != Some(&entity) {
                    list.push(entity);
                }
            }
        }
        offices
    }
}

impl ByName {
    fn add(&mut self, names: &Names, name: Cow<'static, str>, hit: AliasHit) {
        let Some(key) = names.keys(&name) else { return };
        self.begins.insert(key.0);
        let n = self.names.len() as u32;
        let before = self.last.insert(key, n);
        self.names.push(ListedName { name, hit, before });
    }

    fn of(&self, key: (u64, InnerKeys)) -> impl Iterator<Item = &ListedName> {
        let last = self.last.get(&key).copied();
        let number = std::iter::successors(last, |n| self.names[*n as usize].before);
        number.map(|n| &self.names[n as usize])
    }
}

/// Bits of the sieve: some 30,000 words set few of them.
const N_BITS: usize = 1 << 19;

fn bit_of(key: u64) -> (usize, u64) {
    let n = (key >> 20) as usize % N_BITS;
    (n / 64, 1 << (n % 64))
}

fn office_key(country: &str, office: &str) -> u64 {
    let mut hasher = FxHasher::default();
    country.hash(&mut hasher);
    office.to_lowercase().hash(&mut hasher);
    hasher.finish()
}
