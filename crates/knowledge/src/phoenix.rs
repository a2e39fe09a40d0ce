//! PETRARCH, TABARI and Phoenix dictionaries in, files of a data folder out.
//!
//! Actor dictionaries list names in capitals with underscores, synonyms behind `+`, and CAMEO codes
//! in brackets that may hold for a time: `HAMID_KARZAI_ [AFGGOV >011222]`. Agent dictionaries give
//! role nouns: `POLICE {} [~COP]`. Both become TOML that a data folder holds: countries, persons with
//! dated roles, bodies, role nouns. Codes without a sector in PLOVER lose that part, and the report
//! says so.
//!
//! It never reads a file and never stops: a line that cannot be used is reported with its number.
//! Reference: the dictionaries of the Open Event Data Alliance and the TABARI manual, chapter 4.

mod codes;
mod lines;
mod write;

use std::collections::BTreeMap;

use crate::Knowledge;

/// What became of a dictionary.
#[derive(Debug, Default)]
pub struct Imported {
    /// A file for `entities/`; empty where the dictionary names nobody.
    pub entities: String,
    /// A file for `lang/en/`, named `roles-….toml`; empty where it has no role nouns.
    pub roles: String,
    /// Entries taken over.
    pub n_entries: usize,
    /// Their names.
    pub n_names: usize,
    /// Names that our own data knows with the same country; left out.
    pub n_known: usize,
    /// Names whose code says that they are nobody (`[---]`).
    pub n_null: usize,
    /// Lines that could not be used: number, from 1, and why.
    pub rejected: Vec<(u32, String)>,
    /// Parts left out of lines that were used: what, how often, and the first line.
    pub notes: BTreeMap<String, (usize, u32)>,
}

/// Turns one dictionary into files of a data folder. `file` stands in their headers; `knowledge` is
/// what need not be said again.
pub fn import(file: &str, text: &str, knowledge: &Knowledge) -> Imported {
    let mut imported = Imported::default();
    let read = lines::read(text, &mut imported);
    write::entities(file, &read.actors, knowledge, &mut imported);
    write::roles(file, &read.agents, &mut imported);
    imported
}

impl Imported {
    fn note(&mut self, what: String, line: u32) {
        self.notes.entry(what).or_insert((0, line)).0 += 1;
    }
}

/// Country and sectors of a CAMEO actor code as PLOVER has them ("ISRMIL" → ISR, MIL).
pub fn actor_code(code: &str) -> model::ActorCode {
    let (country, sectors, _) = codes::parse(code);
    model::ActorCode { country: (!country.is_empty()).then_some(country), sectors }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DICTIONARY: &str = "\
<!-- a dictionary
     of three lands -->
+LOST_SYNONYM
ARNOR_  [ARN]  # west
+ARNORIAN
FARAMIR_
\t[GONMIL 010203-20041231]
\t[GONGOV >20050101]
\t[GON]
NOBODY [---]
HOLLOW_NAME
!PERSON! = MAN, MEN
POLICE!PERSON! [~COP]
";

    #[test]
    fn entries_become_toml_and_bad_lines_are_told() {
        let imported = import("d.txt", DICTIONARY, Knowledge::embedded());
        let entities = &imported.entities;
        assert!(entities.contains("code = \"ARN\"\nname = \"Arnor\""), "{entities}");
        assert!(entities.contains("aliases = [\"ARNOR\", \"Arnorian\"]"), "{entities}");
        assert!(entities.contains("name = \"Faramir\""), "{entities}");
        assert!(entities.contains("from = \"2001-02-03\", until = \"2004-12-31\""), "{entities}");
        assert!(imported.roles.contains("\"policeman\", \"policemen\""), "{}", imported.roles);
        assert_eq!(imported.n_null, 2, "a name without a code belongs to the entry above");
        let lines: Vec<u32> = imported.rejected.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3], "{:?}", imported.rejected);
    }
}
