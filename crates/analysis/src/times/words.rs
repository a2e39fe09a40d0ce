//! `data/lang/en/times.toml` in, tables of time words out.

use std::{collections::BTreeMap, sync::OnceLock};

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::openers::Openers;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    months: Vec<Vec<String>>,
    weekdays: Vec<Vec<String>>,
    doubtful_months: Vec<String>,
    leads: Vec<String>,
    some: Vec<String>,
    counted: Vec<String>,
    units: BTreeMap<String, Vec<String>>,
    vague: BTreeMap<String, Vec<String>>,
    holidays: BTreeMap<String, String>,
    parts: BTreeMap<String, String>,
    sets: BTreeMap<String, String>,
}

/// What the data file says, ready to be asked.
pub(super) struct Words {
    months: FxHashMap<String, (u8, bool)>,
    weekdays: FxHashMap<String, (u8, bool)>,
    doubtful: Vec<String>,
    leads: Vec<String>,
    some: Vec<String>,
    counted: Vec<String>,
    units: FxHashMap<String, (Unit, i64, bool)>,
    /// Words of the expression and its value, longest first.
    pub(super) vague: Vec<(Vec<String>, &'static str)>,
    /// Words of the name and the rule for its day, longest first.
    pub(super) holidays: Vec<(Vec<String>, String)>,
    parts: FxHashMap<String, String>,
    sets: FxHashMap<String, String>,
    pub(super) openers: Openers,
}

impl Words {
    /// The tables that ship with the program.
    pub(super) fn embedded() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| {
            Words::load(include_str!("../../../../data/lang/en/times.toml"))
                .expect("the shipped time words are well formed")
        })
    }

    /// Reads the data file.
    pub(super) fn load(source: &str) -> Result<Words, toml::de::Error> {
        let file: File = toml::from_str(source)?;
        let named = |rows: &[Vec<String>]| {
            let mut out = FxHashMap::default();
            for (n, row) in rows.iter().enumerate() {
                for (k, name) in row.iter().enumerate() {
                    out.insert(name.clone(), (n as u8 + 1, k == 0));
                }
            }
            out
        };
        let mut units = FxHashMap::default();
        for (name, forms) in &file.units {
            let (unit, times) = match name.as_str() {
                "second" => (Unit::Second, 1),
                "minute" => (Unit::Minute, 1),
                "hour" => (Unit::Hour, 1),
                "week" => (Unit::Week, 1),
                "fortnight" => (Unit::Week, 2),
                "weekend" => (Unit::Weekend, 1),
                "month" => (Unit::Month, 1),
                "quarter" => (Unit::Quarter, 1),
                "year" => (Unit::Year, 1),
                "decade" => (Unit::Decade, 1),
                "century" => (Unit::Century, 1),
                _ => (Unit::Day, 1),
            };
            for form in forms {
                let plural = form.ends_with('s') && form != "century";
                units.insert(form.clone(), (unit, times, plural));
            }
        }
        let mut vague = Vec::new();
        for (what, rows) in &file.vague {
            let value = match what.as_str() {
                "past" => "PAST_REF",
                "present" => "PRESENT_REF",
                _ => "FUTURE_REF",
            };
            vague.extend(rows.iter().map(|row| (split(row), value)));
        }
        vague.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        let mut holidays: Vec<_> =
            file.holidays.iter().map(|(name, rule)| (split(name), rule.clone())).collect();
        holidays.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        let (months, weekdays) = (named(&file.months), named(&file.weekdays));
        let plurals: Vec<String> =
            file.weekdays.iter().flatten().map(|w| format!("{w}s")).collect();
        let names = [&file.months, &file.weekdays].into_iter().flatten().flatten();
        let firsts = vague.iter().map(|v| &v.0[0]).chain(holidays.iter().map(|h| &h.0[0]));
        let others = file.units.values().flatten().chain(file.parts.keys()).chain(file.sets.keys());
        let tables = names.chain(&plurals).chain(&file.some).chain(firsts).chain(others);
        let openers = Openers::new(tables.map(String::as_str));
        Ok(Words {
            months,
            weekdays,
            doubtful: file.doubtful_months,
            leads: file.leads,
            some: file.some,
            counted: file.counted,
            units,
            vague,
            holidays,
            parts: file.parts.into_iter().collect(),
            sets: file.sets.into_iter().collect(),
            openers,
        })
    }

    /// Number of the month, and whether the name is written out.
    pub(super) fn month(&self, word: &str) -> Option<(u8, bool)> {
        self.months.get(word).copied()
    }

    /// Number of the weekday (Monday is 1), and whether the name is written out.
    pub(super) fn weekday(&self, word: &str) -> Option<(u8, bool)> {
        self.weekdays.get(word).copied()
    }

    /// The unit, how many of it the word means, and whether the word is a plural.
    pub(super) fn unit(&self, word: &str) -> Option<(Unit, i64, bool)> {
        self.units.get(word).copied()
    }

    pub(super) fn doubtful(&self, month: &str) -> bool {
        self.doubtful.iter().any(|m| m == month)
    }

    pub(super) fn leads(&self, word: &str) -> bool {
        self.leads.iter().any(|w| w == word)
    }

    pub(super) fn some(&self, word: &str) -> bool {
        self.some.iter().any(|w| w == word)
    }

    pub(super) fn counted(&self, word: &str) -> bool {
        self.counted.iter().any(|w| w == word)
    }

    pub(super) fn part(&self, word: &str) -> Option<&str> {
        self.parts.get(word).map(String::as_str)
    }

    pub(super) fn set(&self, word: &str) -> Option<&str> {
        self.sets.get(word).map(String::as_str)
    }
}

/// Words as the piece reader cuts them.
fn split(text: &str) -> Vec<String> {
    super::pieces::cut(text, 0).into_iter().map(|p| p.lower.into_owned()).collect()
}
