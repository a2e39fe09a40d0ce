//! Who prints news: agencies as they are credited, publishers by the host of their pages.

use rustc_hash::FxHashMap;

use crate::{Error, read};

/// A news agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Its name.
    pub name: String,
    /// How newspapers print it (`AFP`, `Agence France-Presse`).
    pub printed: Vec<String>,
}

/// A publisher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// Its name.
    pub name: String,
    /// Whether it writes the month first in numeric dates.
    pub month_first: bool,
    /// Whose news it prints.
    pub home: Home,
}

/// Where a publisher's readers live, and so what it means by a name that several places bear.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Home {
    /// Everywhere, or unknown.
    #[default]
    World,
    /// A country: ISO 3166 alpha-3.
    Country(String),
    /// A town: name, first-level division, country (ISO 3166 alpha-3), spelt as in `places/`.
    Town {
        /// Name.
        name: String,
        /// Name of the first-level division.
        division: String,
        /// ISO 3166 alpha-3.
        country: String,
    },
}

impl Home {
    /// `-`, `GBR`, or `Columbus, Ohio, USA`.
    fn read(cell: &str) -> Option<Self> {
        let code = |c: &str| c.len() == 3 && c.bytes().all(|b| b.is_ascii_uppercase());
        let parts: Vec<&str> = cell.split(", ").collect();
        match parts[..] {
            ["-"] => Some(Self::World),
            [country] if code(country) => Some(Self::Country(country.to_owned())),
            [name, division, country] if code(country) && !name.is_empty() => Some(Self::Town {
                name: name.to_owned(),
                division: division.to_owned(),
                country: country.to_owned(),
            }),
            _ => None,
        }
    }
}

/// Agencies and publishers (`publishers/`).
#[derive(Clone, Debug, Default)]
pub struct Publishers {
    agencies: Vec<Agency>,
    by_host: FxHashMap<String, Publisher>,
    by_domain: FxHashMap<String, Home>,
}

impl Publishers {
    /// `agencies.tsv`: name, printed forms parted by `|`; `publishers.tsv`: host, name, `dmy` or
    /// `mdy`, home ([`Home`]; the world where it is left out); `domains.tsv`: national domain, country.
    pub(crate) fn read(files: &[(&str, &str)]) -> Result<Self, Error> {
        let mut all = Self::default();
        for (file, text) in files {
            for (line, cells) in read::rows(text) {
                if file.ends_with("agencies.tsv") {
                    let [name, printed] = cells[..] else {
                        let message = format!("{} cells, expected name and printed", cells.len());
                        return Err(Error::new(file, line, message));
                    };
                    let printed = printed.split('|').map(str::to_owned).collect();
                    all.agencies.push(Agency { name: name.to_owned(), printed });
                } else if file.ends_with("domains.tsv") {
                    let country = match cells[..] {
                        [domain, country] => Home::read(country).map(|home| (domain, home)),
                        _ => None,
                    };
                    let Some((domain, home @ Home::Country(_))) = country else {
                        let message = format!("`{}`, expected `za` and `ZAF`", cells.join(" "));
                        return Err(Error::new(file, line, message));
                    };
                    all.by_domain.insert(domain.to_owned(), home);
                } else {
                    let (host, name, order, home) = match cells[..] {
                        [host, name, order] => (host, name, order, "-"),
                        [host, name, order, home] => (host, name, order, home),
                        _ => {
                            let n = cells.len();
                            let message = format!("{n} cells, expected host, name, order and home");
                            return Err(Error::new(file, line, message));
                        }
                    };
                    if order != "dmy" && order != "mdy" {
                        return Err(Error::unknown(file, line, "order", order, &["dmy", "mdy"]));
                    }
                    let Some(home) = Home::read(home) else {
                        let message = format!(
                            "unknown home `{home}`, expected `-`, `GBR` or `Columbus, Ohio, USA`"
                        );
                        return Err(Error::new(file, line, message));
                    };
                    let (name, month_first) = (name.to_owned(), order == "mdy");
                    all.by_host.insert(host.to_owned(), Publisher { name, month_first, home });
                }
            }
        }
        Ok(all)
    }

    /// The agency that is printed like this, letter case counted.
    pub fn agency(&self, printed: &str) -> Option<&str> {
        self.agencies
            .iter()
            .find(|a| a.printed.iter().any(|p| p == printed))
            .map(|a| a.name.as_str())
    }

    /// Agencies, by name.
    pub fn agencies(&self) -> &[Agency] {
        &self.agencies
    }

    /// The publisher of an address's host, or of a host it is part of (`edition.cnn.com`).
    pub fn of_address(&self, url: &str) -> Option<&Publisher> {
        let host = host(url);
        let mut part = host.as_str();
        loop {
            if let Some(found) = self.by_host.get(part) {
                return Some(found);
            }
            part = part.split_once('.')?.1;
        }
    }

    /// Whose news an address prints: of its publisher, else of the country whose domain it has, else the
    /// world's.
    pub fn home_of(&self, url: &str) -> &Home {
        if let Some(publisher) = self.of_address(url) {
            return &publisher.home;
        }
        let host = host(url);
        let domain = host.rsplit_once('.').map_or("", |(_, last)| last);
        self.by_domain.get(domain).unwrap_or(&Home::World)
    }
}

fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, r)| r);
    rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_and_hosts() {
        let files = [
            ("publishers/agencies.tsv", "# c\nReuters\tReuters|REUTERS\n"),
            (
                "publishers/publishers.tsv",
                "cnn.com\tCNN\tmdy\tUSA\ndispatch.com\tThe Columbus Dispatch\tmdy\tColumbus, Ohio, USA\n",
            ),
            ("publishers/domains.tsv", "za\tZAF\n"),
        ];
        let all = Publishers::read(&files).unwrap();
        assert_eq!(all.agency("REUTERS"), Some("Reuters"));
        assert_eq!(all.agency("reuters"), None);
        let cnn = all.of_address("https://edition.cnn.com/2026/01/13/x").unwrap();
        assert!(cnn.month_first && cnn.name == "CNN");
        assert!(all.of_address("https://notcnn.com/").is_none());
        assert!(all.of_address("").is_none());
        assert_eq!(*all.home_of("https://www.iol.co.za/news"), Home::Country("ZAF".to_owned()));
        assert_eq!(*all.home_of("https://za/"), Home::World);
        assert_eq!(*all.home_of("edition.cnn.com"), Home::Country("USA".to_owned()));
        let refused = |row: &str| {
            Publishers::read(&[("publishers/publishers.tsv", row)]).unwrap_err().to_string()
        };
        let older = Publishers::read(&[("publishers/publishers.tsv", "x.org\tX\tdmy\n")]).unwrap();
        assert_eq!(older.of_address("x.org").unwrap().home, Home::World);
        assert!(refused("x.org\tX\tymd\t-\n").contains("unknown order `ymd`"));
        assert!(refused("x.org\tX\tdmy\tParis\n").contains("unknown home `Paris`"));
        assert_eq!(cnn.home, Home::Country("USA".to_owned()));
        let dispatch = all.of_address("http://www.dispatch.com/story").unwrap();
        let columbus = Home::Town {
            name: "Columbus".to_owned(),
            division: "Ohio".to_owned(),
            country: "USA".to_owned(),
        };
        assert_eq!(dispatch.home, columbus);
    }
}
