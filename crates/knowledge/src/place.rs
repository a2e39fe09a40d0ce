//! Populated places and first-level divisions (`places/`).

use rustc_hash::FxHashMap;

use crate::{Error, read};

/// A place with coordinates.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownPlace {
    /// Name.
    pub name: String,
    /// ISO 3166 alpha-3.
    pub country: String,
    /// Name of the first-level division.
    pub admin1: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Inhabitants.
    pub population: u32,
    /// GeoNames id.
    pub geonames: u32,
}

/// The gazetteer.
#[derive(Debug, Default)]
pub struct Places {
    all: Vec<KnownPlace>,
    by_name: FxHashMap<String, Vec<u32>>,
    n_words_max: usize,
}

impl Places {
    /// Columns: name, country, first-level division, latitude, longitude, population, GeoNames
    /// id, other names parted by `|`.
    pub(crate) fn read(files: &[(&str, &str)]) -> Result<Self, Error> {
        let mut all = Self::default();
        for (file, text) in files {
            for (line, cells) in read::rows(text) {
                all.read_row(file, line, &cells)?;
            }
        }
        let places = &all.all;
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for list in all.by_name.values_mut() {
            list.sort_by_key(|&i| {
                let p = &places[i as usize];
                (std::cmp::Reverse(p.population), p.geonames)
            });
            list.dedup();
        }
        Ok(all)
    }

    fn read_row(&mut self, file: &str, line: u32, cells: &[&str]) -> Result<(), Error> {
        if cells.len() < 7 {
            return Err(Error::new(file, line, format!("{} cells, expected 7 or 8", cells.len())));
        }
        let wrong = |what: &str| Error::new(file, line, format!("`{what}` is no number"));
        let i = self.all.len() as u32;
        self.all.push(KnownPlace {
            name: cells[0].to_owned(),
            country: cells[1].to_owned(),
            admin1: (!cells[2].is_empty()).then(|| cells[2].to_owned()),
            lat: cells[3].parse().map_err(|_| wrong(cells[3]))?,
            lon: cells[4].parse().map_err(|_| wrong(cells[4]))?,
            population: cells[5].parse().map_err(|_| wrong(cells[5]))?,
            geonames: cells[6].parse().map_err(|_| wrong(cells[6]))?,
        });
        let others = cells.get(7).copied().unwrap_or("").split('|').filter(|n| !n.is_empty());
        for name in std::iter::once(cells[0]).chain(others) {
            let key = name.replace('-', " - ").split_whitespace().collect::<Vec<_>>().join(" ");
            self.n_words_max = self.n_words_max.max(key.split(' ').count());
            self.by_name.entry(key).or_default().push(i);
        }
        Ok(())
    }

    /// The longest place name that starts at `words[0]`; the places of that name, biggest first.
    pub fn longest_at(&self, words: &[&str]) -> Option<(usize, Vec<&KnownPlace>)> {
        let most = words.len().min(self.n_words_max);
        (1..=most).rev().find_map(|n| {
            let key = words[..n].join(" ");
            self.by_name
                .get(&key)
                .map(|list| (n, list.iter().map(|&i| &self.all[i as usize]).collect()))
        })
    }

    /// How many places there are.
    pub fn n_places(&self) -> usize {
        self.all.len()
    }
}
