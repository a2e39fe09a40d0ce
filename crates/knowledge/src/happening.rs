//! Happenings that reports name without telling who did what to whom (`lang/<language>/happenings.tsv`).

use model::{ActorCode, Date, EventType, Interval};
use rustc_hash::FxHashMap;

use crate::{Error, read};

/// Words that name a happening, as they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// As they stand in a text.
    pub phrase: String,
    /// Whether they name whom it is done to ("Khashoggi"), not where or when it was.
    pub is_victim: bool,
    /// Whether they mean it for a year only ("the Aug. 21 attack").
    pub is_for_a_year: bool,
}

/// Something that happened once and is spoken of ever since.
#[derive(Clone, Debug)]
pub struct Happening {
    /// Its days.
    pub days: Interval,
    /// Types of the acts that are meant.
    pub types: Vec<EventType>,
    /// Lemmas of the words that tell it; any where there are none.
    pub acts: Vec<String>,
    /// Who did it, as far as known.
    pub actors: Vec<ActorCode>,
    /// Whom it was done to, as far as known.
    pub recipients: Vec<ActorCode>,
    /// Phrases, one of which stands with the act's word.
    pub names: Vec<Naming>,
    /// Phrases, one of which the document has besides; none needed where there are none.
    pub besides: Vec<String>,
    /// What it was.
    pub what: String,
}

/// All happenings, by the first word of what names them, and by what of it stands before a hyphen.
#[derive(Clone, Debug, Default)]
pub struct Happenings {
    all: Vec<Happening>,
    by_word: FxHashMap<String, Vec<(usize, usize)>>,
}

impl Happenings {
    /// Rows of eight cells; the file says what they are.
    pub(crate) fn read(files: &[(&str, &str)]) -> Result<Self, Error> {
        let types: Vec<&str> = EventType::ALL.iter().map(|t| t.as_str()).collect();
        let mut found = Self::default();
        for (file, text) in files {
            for (line, cells) in read::rows(text) {
                let [days, kinds, acts, actors, recipients, names, besides, what] = cells[..]
                else {
                    let message = format!("{} cells, expected eight", cells.len());
                    return Err(Error::new(file, line, message));
                };
                let Some(days) = interval(days) else {
                    let message =
                        format!("`{days}`, expected 2001-09-11 or 2001-09-11..2001-09-12");
                    return Err(Error::new(file, line, message));
                };
                let types: Vec<EventType> = list(kinds)
                    .map(|t| read::label(file, line, "event type", t, &types))
                    .collect::<Result<_, _>>()?;
                let codes = |cell: &str| -> Result<Vec<ActorCode>, Error> {
                    let one = |c: &str| {
                        code(c).ok_or_else(|| {
                            Error::new(file, line, format!("`{c}`, expected `USA.GOV` or `USA`"))
                        })
                    };
                    cell.split(',').filter(|c| *c != "-").map(one).collect()
                };
                let happening = Happening {
                    days,
                    types,
                    acts: list(acts).map(str::to_owned).collect(),
                    actors: codes(actors)?,
                    recipients: codes(recipients)?,
                    names: list(names).map(naming).collect(),
                    besides: list(besides).map(str::to_owned).collect(),
                    what: what.to_owned(),
                };
                for (n, naming) in happening.names.iter().enumerate() {
                    let first = naming.phrase.split(' ').next().unwrap_or_default();
                    let place = (found.all.len(), n);
                    found.by_word.entry(first.to_owned()).or_default().push(place);
                    if let Some((head, _)) = first.split_once('-') {
                        found.by_word.entry(head.to_owned()).or_default().push(place);
                    }
                }
                found.all.push(happening);
            }
        }
        Ok(found)
    }

    /// The happenings that a word may begin to name, each with its number and the phrase.
    pub fn begun_by(&self, word: &str) -> impl Iterator<Item = (usize, &Happening, &Naming)> {
        let places = self.by_word.get(word).map_or(&[][..], Vec::as_slice);
        places.iter().map(|&(i, n)| (i, &self.all[i], &self.all[i].names[n]))
    }

    /// One of them, by the number that [`Happenings::begun_by`] gives.
    pub fn get(&self, i: usize) -> &Happening {
        &self.all[i]
    }

    /// Their number.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|c| *c != "-")
}

fn naming(phrase: &str) -> Naming {
    let words = phrase.trim_start_matches(['@', '~']).to_owned();
    Naming {
        phrase: words,
        is_victim: phrase.starts_with('@'),
        is_for_a_year: phrase.starts_with('~'),
    }
}

fn interval(cell: &str) -> Option<Interval> {
    let (start, end) = cell.split_once("..").unwrap_or((cell, cell));
    let day = |d: &str| d.parse::<Date>().ok();
    Some(Interval { start: day(start)?, end: day(end)? }).filter(|i| i.start <= i.end)
}

fn code(cell: &str) -> Option<ActorCode> {
    let mut parts = cell.split('.');
    let country = parts.next().filter(|c| c.len() == 3)?;
    let sectors = parts.map(str::parse).collect::<Result<_, _>>().ok()?;
    Some(ActorCode { country: Some(country.to_owned()), sectors })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_found_again() {
        let all = &crate::Knowledge::embedded().happenings;
        assert!(all.len() > 100);
        let (_, found, naming) = all.begun_by("Khashoggi").next().unwrap();
        assert!(naming.is_victim);
        assert_eq!(found.days.start.to_string(), "2018-10-02");
        assert_eq!(all.begun_by("khashoggi").count(), 0);
    }

    #[test]
    fn rows_that_say_nothing() {
        let read =
            |row: &str| Happenings::read(&[("h.tsv", row)]).map(|_| ()).unwrap_err().to_string();
        assert!(read("2001-09-11\tASSAULT\n").contains("eight"));
        assert!(read("2001-13-11\tASSAULT\t-\t-\t-\tX\t-\tx\n").contains("2001-13-11"));
        assert!(read("2001-09-11\tASSAULT\t-\tUS\t-\tX\t-\tx\n").contains("`US`"));
        assert!(read("2001-09-11\tKILL\t-\t-\t-\tX\t-\tx\n").contains("KILL"));
    }
}
