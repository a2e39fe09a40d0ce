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
}

/// Agencies and publishers (`publishers/`).
#[derive(Clone, Debug, Default)]
pub struct Publishers {
    agencies: Vec<Agency>,
    by_host: FxHashMap<String, Publisher>,
}

impl Publishers {
    /// `agencies.tsv`: name, printed forms parted by `|`; `publishers.tsv`: host, name, `dmy` or
    /// `mdy`.
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
                } else {
                    let [host, name, order] = cells[..] else {
                        let message =
                            format!("{} cells, expected host, name and order", cells.len());
                        return Err(Error::new(file, line, message));
                    };
                    if order != "dmy" && order != "mdy" {
                        return Err(Error::unknown(file, line, "order", order, &["dmy", "mdy"]));
                    }
                    let publisher =
                        Publisher { name: name.to_owned(), month_first: order == "mdy" };
                    all.by_host.insert(host.to_owned(), publisher);
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
        let rest = url.split_once("://").map_or(url, |(_, r)| r);
        let host = rest.split(['/', '?', '#', ':']).next()?.to_ascii_lowercase();
        let mut part = host.as_str();
        loop {
            if let Some(found) = self.by_host.get(part) {
                return Some(found);
            }
            part = part.split_once('.')?.1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_and_hosts() {
        let files = [
            ("publishers/agencies.tsv", "# c\nReuters\tReuters|REUTERS\n"),
            ("publishers/publishers.tsv", "cnn.com\tCNN\tmdy\n"),
        ];
        let all = Publishers::read(&files).unwrap();
        assert_eq!(all.agency("REUTERS"), Some("Reuters"));
        assert_eq!(all.agency("reuters"), None);
        let cnn = all.of_address("https://edition.cnn.com/2026/01/13/x").unwrap();
        assert!(cnn.month_first && cnn.name == "CNN");
        assert!(all.of_address("https://notcnn.com/").is_none());
        assert!(all.of_address("").is_none());
        let bad = [("publishers/publishers.tsv", "x.org\tX\tymd\n")];
        assert!(Publishers::read(&bad).unwrap_err().to_string().contains("unknown order `ymd`"));
    }
}
