//! Role nouns: "foreign minister", "troops", "protesters" (`lang/<language>/roles.toml`).

use model::{Gender, Sector};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use crate::{Error, read};

/// A noun that gives whoever it names a sector.
#[derive(Clone, Debug)]
pub struct Role {
    /// Lemmas in lower case; the head is the last.
    pub words: Vec<String>,
    /// Sectors, the primary one first.
    pub sectors: Vec<Sector>,
    /// The office, where it is one.
    pub office: Option<String>,
    /// Whether it names human beings (not a body).
    pub person: bool,
    /// "queen".
    pub gender: Option<Gender>,
    /// Whether it takes the sector of the body it serves: "a Hamas leader" is REB, "a court official"
    /// JUD.
    pub affiliate: bool,
    /// Country or kind where the text gives none ("peacekeeper": UNO).
    pub default_country: Option<String>,
}

/// All role nouns.
#[derive(Debug, Default)]
pub struct Roles {
    all: Vec<Role>,
    by_words: FxHashMap<String, usize>,
    /// For each last word, how many words the longest role has that ends with it.
    longest: FxHashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileToml {
    role: Vec<Spanned<RoleToml>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleToml {
    nouns: Vec<String>,
    sectors: Vec<String>,
    office: Option<String>,
    #[serde(default)]
    person: bool,
    gender: Option<String>,
    #[serde(default)]
    affiliate: bool,
    default_country: Option<String>,
}

impl Roles {
    /// Reads `lang/<language>/roles*.toml`; what the first files say of a noun is believed.
    pub(crate) fn read(files: &[(&str, &str)]) -> Result<Self, Error> {
        let mut roles = Self::default();
        for (file, text) in files.iter().rev() {
            roles.read_file(file, text)?;
        }
        Ok(roles)
    }

    fn read_file(&mut self, file: &str, text: &str) -> Result<(), Error> {
        let known: Vec<&str> = Sector::ALL.iter().map(|s| s.as_str()).collect();
        let t: FileToml = read::toml(file, text)?;
        for spanned in t.role {
            let line = read::line_of(text, &spanned);
            let r = spanned.into_inner();
            let sectors = read::labels(file, line, "sector", &r.sectors, &known)?;
            let gender = match r.gender.as_deref() {
                Some("f") => Some(Gender::Female),
                Some("m") => Some(Gender::Male),
                _ => None,
            };
            for noun in &r.nouns {
                let noun = noun.to_lowercase();
                let words: Vec<String> =
                    noun.split_whitespace().flat_map(possessor).map(str::to_owned).collect();
                // "Secretary general" also as readers split "secretary-general".
                let plain = words.iter().all(|w| w.chars().all(char::is_alphanumeric));
                let spellings = [Some(" "), plain.then_some(" - ")];
                for key in spellings.into_iter().flatten().map(|mark| words.join(mark)) {
                    if let Some(last) = words.last() {
                        let longest = self.longest.entry(last.clone()).or_default();
                        *longest = (*longest).max(key.split(' ').count());
                    }
                    self.by_words.insert(key, self.all.len());
                }
                self.all.push(Role {
                    words,
                    sectors: sectors.clone(),
                    office: r.office.clone(),
                    person: r.person,
                    gender,
                    affiliate: r.affiliate,
                    default_country: r.default_country.clone(),
                });
            }
        }
        Ok(())
    }

    /// The longest role whose words end `lemmas`, and how many of them it takes.
    pub fn longest_ending(&self, lemmas: &[&str]) -> Option<(usize, &Role)> {
        let most = lemmas.len().min(*self.longest.get(*lemmas.last()?)?);
        (1..=most).rev().find_map(|n| {
            let key = lemmas[lemmas.len() - n..].join(" ");
            self.by_words.get(&key).map(|&i| (n, &self.all[i]))
        })
    }

    /// Every role, in the order of the file.
    pub fn all(&self) -> &[Role] {
        &self.all
    }
}

/// "Sheriff's" and "workers'" as readers split them, the mark apart.
fn possessor(word: &str) -> impl Iterator<Item = &str> {
    let n = word.len();
    let at = if word.ends_with("'s") { n - 2 } else { n - usize::from(word.ends_with('\'')) };
    let (owner, mark) = word.split_at(at);
    [owner, mark].into_iter().filter(|part| !part.is_empty())
}
