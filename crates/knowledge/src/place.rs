//! Populated places and first-level divisions (`places/`).
//!
//! The tables stay text; an index of hashed names points at their rows, so that 70,000 places load
//! in a few milliseconds and a row is only taken apart when its name is asked for.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use crate::{Error, entity::fold, read};

/// A place with coordinates.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownPlace<'k> {
    /// Name.
    pub name: &'k str,
    /// ISO 3166 alpha-3.
    pub country: &'k str,
    /// Name of the first-level division.
    pub admin1: Option<&'k str>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Inhabitants.
    pub population: u32,
    /// GeoNames id; 0 for a first-level division.
    pub geonames: u32,
}

impl KnownPlace<'_> {
    /// Whether it is a first-level division, not a town.
    pub fn is_division(&self) -> bool {
        self.geonames == 0
    }
}

/// The gazetteer.
#[derive(Debug, Default)]
pub struct Places {
    text: String,
    rows: Vec<Row>,
    /// (hash of a name, row): sorted by hash, of one name the biggest first.
    index: Vec<(u64, u32)>,
    n_words_max: usize,
    /// One bit for some of the hashes of what names begin with.
    begins: Begins,
    /// Middles of countries, by code.
    middles: FxHashMap<String, (f64, f64)>,
}

/// Where a row of the text begins, and its numbers.
#[derive(Debug)]
struct Row {
    start: u32,
    lat: f64,
    lon: f64,
    population: u32,
    geonames: u32,
}

impl Places {
    /// Columns: name, country, first-level division, latitude, longitude, population, GeoNames
    /// id, other names parted by `|`. `countries.tsv`: code, latitude, longitude.
    pub(crate) fn read(files: &[(&str, &str)]) -> Result<Self, Error> {
        let mut all = Self::default();
        let n_bytes: usize = files.iter().map(|(_, text)| text.len() + 1).sum();
        all.text.reserve(n_bytes);
        for (file, text) in files {
            if file.ends_with("/countries.tsv") {
                for (line, cells) in read::rows(text) {
                    all.read_country(file, line, &cells)?;
                }
                continue;
            }
            all.read_table(file, text)?;
        }
        let rows = &all.rows;
        all.index.sort_unstable_by_key(|&(hash, n)| {
            let row = &rows[n as usize];
            (hash, std::cmp::Reverse(row.population), row.geonames, n)
        });
        Ok(all)
    }

    fn read_country(&mut self, file: &str, line: u32, cells: &[&str]) -> Result<(), Error> {
        let [code, lat, lon] = cells else {
            return Err(Error::new(file, line, format!("{} cells, expected 3", cells.len())));
        };
        let degrees = |text: &str| number::<f64>(file, line, text);
        self.middles.insert((*code).to_owned(), (degrees(lat)?, degrees(lon)?));
        Ok(())
    }

    fn read_table(&mut self, file: &str, text: &str) -> Result<(), Error> {
        for (i, row) in text.lines().enumerate() {
            let row = row.trim_end_matches('\r');
            if row.is_empty() || row.starts_with('#') {
                continue;
            }
            let line = i as u32 + 1;
            let mut cells = row.split('\t');
            let mut next = || cells.next();
            let (Some(name), Some(_), Some(_), Some(lat), Some(lon), Some(people), Some(id)) =
                (next(), next(), next(), next(), next(), next(), next())
            else {
                let n = row.split('\t').count();
                return Err(Error::new(file, line, format!("{n} cells, expected 7 or 8")));
            };
            let n = self.rows.len() as u32;
            self.rows.push(Row {
                start: self.text.len() as u32,
                lat: number(file, line, lat)?,
                lon: number(file, line, lon)?,
                population: number(file, line, people)?,
                geonames: number(file, line, id)?,
            });
            self.text.push_str(row);
            self.text.push('\n');
            let others = next().unwrap_or("").split('|').filter(|n| !n.is_empty());
            for name in std::iter::once(name).chain(others) {
                let mut hasher = FxHasher::default();
                let mut n_words = 0;
                for word in words(name) {
                    add(&mut hasher, word);
                    self.begins.insert(hasher.finish());
                    n_words += 1;
                }
                self.n_words_max = self.n_words_max.max(n_words);
                self.index.push((hasher.finish(), n));
            }
        }
        Ok(())
    }

    fn row(&self, n: u32) -> KnownPlace<'_> {
        let Row { start, lat, lon, population, geonames } = self.rows[n as usize];
        // Every row has more cells: none of these three runs into the next row.
        let mut cells = self.text[start as usize..].split('\t');
        let mut next = || cells.next().unwrap_or("");
        let (name, country, admin1) = (next(), next(), next());
        let admin1 = Some(admin1).filter(|a| !a.is_empty());
        KnownPlace { name, country, admin1, lat, lon, population, geonames }
    }

    /// The longest place name that starts at `words[0]`; the places of that name, biggest first.
    /// Accents and hyphens do not count.
    pub fn longest_at(&self, words: &[&str]) -> Option<(usize, Vec<KnownPlace<'_>>)> {
        let most = words.len().min(2 * self.n_words_max);
        let mut hasher = FxHasher::default();
        let mut hashes = Vec::with_capacity(most);
        for (i, word) in words[..most].iter().enumerate() {
            if *word == "-" && i > 0 {
                hashes.push(0);
                continue;
            }
            add(&mut hasher, word);
            let hash = hasher.finish();
            if !self.begins.may_hold(hash) {
                break;
            }
            hashes.push(hash);
        }
        (1..=hashes.len()).rev().filter(|n| hashes[n - 1] != 0).find_map(|n| {
            let found = self.rows_of(hashes[n - 1]);
            let places: Vec<KnownPlace<'_>> = found.map(|r| self.row(r)).collect();
            (!places.is_empty()).then_some((n, places))
        })
    }

    /// Rows of a name, each once.
    fn rows_of(&self, hash: u64) -> impl Iterator<Item = u32> {
        let from = self.index.partition_point(|(h, _)| *h < hash);
        let same = self.index[from..].iter().take_while(move |(h, _)| *h == hash);
        let mut before = None;
        same.map(|(_, r)| *r).filter(move |r| before.replace(*r) != Some(*r))
    }

    /// Middle of a country: degrees north and east.
    pub fn middle(&self, country: &str) -> Option<(f64, f64)> {
        self.middles.get(country).copied()
    }

    /// Every place, in the order of the files.
    pub fn all(&self) -> impl Iterator<Item = KnownPlace<'_>> {
        (0..self.rows.len() as u32).map(|n| self.row(n))
    }

    /// How many places there are.
    pub fn n_places(&self) -> usize {
        self.rows.len()
    }
}

/// A set of hashes that may say yes to one that it does not hold: it spares most searches.
#[derive(Debug)]
struct Begins(Vec<u64>);

impl Begins {
    const N_BITS: u32 = 20;

    fn place(hash: u64) -> (usize, u64) {
        let bit = hash >> (64 - Self::N_BITS);
        ((bit / 64) as usize, 1 << (bit % 64))
    }

    fn insert(&mut self, hash: u64) {
        let (word, bit) = Self::place(hash);
        self.0[word] |= bit;
    }

    fn may_hold(&self, hash: u64) -> bool {
        let (word, bit) = Self::place(hash);
        self.0[word] & bit != 0
    }
}

impl Default for Begins {
    fn default() -> Self {
        Begins(vec![0; 1 << (Self::N_BITS - 6)])
    }
}

fn number<T: std::str::FromStr>(file: &str, line: u32, text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::new(file, line, format!("`{text}` is no number")))
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '-']).filter(|w| !w.is_empty())
}

fn add(hasher: &mut FxHasher, word: &str) {
    hasher.write(fold(word).as_bytes());
    hasher.write_u8(b' ');
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# towns\n\
        Long Beach\tUSA\tCalifornia\t33.76\t-118.19\t469450\t5367929\t\n\
        Long Beach\tUSA\tNew York\t40.58\t-73.65\t33314\t5125125\t\n\
        Saint-Étienne\tFRA\tAuvergne-Rhône-Alpes\t45.43\t4.39\t176280\t2980291\tSt Etienne\n";

    #[test]
    fn names_are_found_biggest_first_whatever_their_marks() {
        let places = Places::read(&[("places/t.tsv", TABLE)]).expect("reads");
        let (n, found) = places.longest_at(&["Long", "Beach", ","]).expect("known");
        assert_eq!((n, found[0].admin1, found.len()), (2, Some("California"), 2));
        let (n, found) = places.longest_at(&["Saint", "-", "Etienne"]).expect("known");
        assert_eq!((n, found[0].country), (3, "FRA"));
        assert!(places.longest_at(&["Long"]).is_none());
        let wrong = Places::read(&[("places/t.tsv", "X\tFRA\t\tnorth\t1\t2\t3\n")]);
        assert!(wrong.is_err_and(|e| e.to_string().contains("`north` is no number")));
    }
}
