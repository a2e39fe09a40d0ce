//! `entities/people/*.tsv` and `entities/bodies/*.tsv` → known entities, a line each.
//!
//! ```text
//! country  name          gender  roles                                           aliases
//! NOR      Kari Nordmann f       lawmaker:LEG:2009:2013;envoy:GOV:2014::UNO      Kari B. Nordmann
//! country  name          sectors aliases
//! NOR      Nordic Watch  SOC     NordWatch;Nordisk Vakt
//! ```
//!
//! A role is its office, its sectors parted by `.`, its first and its last day ("2014", "2014-07", "2014-07-31"; the last is
//! empty while it is held), and the code that it is held for where that is not the country. Of people in these lists only whole
//! names are known: nobody is found by a surname alone.
//!
//! The lists in the program are long, and a story names few of them: their lines are found by the first words of a name and
//! read when somebody asks. Lists that a user gives are read at once, so that a wrong row is told.

use super::{
    Entities, Kept, KnownKind,
    kept::Line,
    table::{At, BodyToml, PersonToml, RoleToml, read_body, read_person},
};
use crate::{Error, read};

const PEOPLE: &str = "country, name, gender, roles and perhaps aliases, parted by tabs";
const BODIES: &str = "country, name, sectors and perhaps aliases, parted by tabs";
const ROLE: &str = "office:SECTORS:from:until, and perhaps a code";

/// Reads a list, or keeps its lines where the program holds it; `false` for a file that is none.
///
/// # Errors
/// If a row cannot be used; never of the program's own, which the tests of this crate read.
pub(super) fn read_list(entities: &mut Entities, file: &str, text: &str) -> Result<bool, Error> {
    let people = file.starts_with("entities/people/");
    if !people && !file.starts_with("entities/bodies/") {
        return Ok(false);
    }
    if let Some((_, own)) = crate::own_file(file, text) {
        for row in own.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            entities.lines.push(entities.known.len(), people, row);
            entities.known.push(Kept::Line(Line::new(people, row)));
        }
    } else {
        read_at_once(entities, file, text)?;
    }
    Ok(true)
}

fn read_at_once(entities: &mut Entities, file: &str, text: &str) -> Result<(), Error> {
    let start = text.as_ptr() as usize;
    for (_, cells) in read::rows(text) {
        let byte = cells.first().map_or(0, |c| c.as_ptr() as usize - start);
        let at = At { file, text, byte };
        if file.starts_with("entities/people/") {
            let (country, person) = person(&at, &cells)?;
            read_person(entities, &at, country, person)?;
        } else {
            let (country, body) = body(&at, &cells)?;
            read_body(entities, &at, country, KnownKind::Body, body)?;
        }
    }
    Ok(())
}

pub(super) fn person<'c>(at: &At<'_>, cells: &[&'c str]) -> Result<(&'c str, PersonToml), Error> {
    let (country, name, gender, roles, aliases) = match *cells {
        [country, name, gender, roles] => (country, name, gender, roles, ""),
        [country, name, gender, roles, aliases] => (country, name, gender, roles, aliases),
        _ => return Err(at.error(format!("a row is {PEOPLE}"))),
    };
    let roles = parts(roles).map(|r| role(at, r)).collect::<Result<_, _>>()?;
    let person = PersonToml {
        name: name.to_owned(),
        surname: Some(String::new()),
        aliases: parts(aliases).map(str::to_owned).collect(),
        gender: Some(gender.to_owned()),
        sectors: Vec::new(),
        country: Some(country.to_owned()),
        roles,
    };
    Ok((country, person))
}

fn role(at: &At<'_>, text: &str) -> Result<RoleToml, Error> {
    let cells: Vec<&str> = text.split(':').collect();
    let (office, sectors, from, until, country) = match cells[..] {
        [office, sectors, from, until] => (office, sectors, from, until, ""),
        [office, sectors, from, until, country] => (office, sectors, from, until, country),
        _ => return Err(at.error(format!("`{text}` is no role: a role is {ROLE}"))),
    };
    let told = |cell: &str| (!cell.is_empty()).then(|| cell.to_owned());
    Ok(RoleToml {
        office: office.to_owned(),
        sectors: sectors.split('.').map(str::to_owned).collect(),
        country: told(country),
        from: told(from),
        until: told(until),
    })
}

pub(super) fn body<'c>(at: &At<'_>, cells: &[&'c str]) -> Result<(&'c str, BodyToml), Error> {
    let (country, name, sectors, aliases) = match *cells {
        [country, name, sectors] => (country, name, sectors, ""),
        [country, name, sectors, aliases] => (country, name, sectors, aliases),
        _ => return Err(at.error(format!("a row is {BODIES}"))),
    };
    let body = BodyToml {
        name: name.to_owned(),
        aliases: parts(aliases).map(str::to_owned).collect(),
        country: Some(country.to_owned()),
        sectors: sectors.split('.').map(str::to_owned).collect(),
        ..BodyToml::default()
    };
    Ok((country, body))
}

pub(super) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').filter(|p| !p.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FILES;

    fn people(text: &str) -> Result<Entities, Error> {
        Entities::read(&[("entities/people/norway.tsv", text)])
    }

    fn code(known: &Entities, day: Option<model::Date>) -> String {
        let code = known.code_on(0, day).0;
        let sectors: Vec<&str> = code.sectors.iter().map(|s| s.as_str()).collect();
        format!("{}.{}", code.country.unwrap_or_default(), sectors.join("."))
    }

    #[test]
    fn a_person_is_a_line() {
        let row = "NOR\tKari Nordmann\tf\tlawmaker:LEG:2009:2013;envoy:GOV:2014-02::UNO\tKari B. Nordmann";
        let known = people(row).unwrap();
        let at = |text: &str| code(&known, Some(text.parse().unwrap()));
        assert_eq!(at("2010-05-01"), "NOR.LEG");
        assert_eq!(at("2020-05-01"), "UNO.GOV");
        assert!(known.longest_at(&["Kari", "Nordmann"]).is_some());
        assert!(known.longest_at(&["Kari", "B.", "Nordmann"]).is_some());
        assert!(known.longest_at(&["Nordmann"]).is_none());
    }

    #[test]
    fn an_office_of_many_and_a_year_of_two_name_nobody() {
        let known = people(
            "NOR\tAnne Berg\tf\tmayor:GOV:2010:;trade minister:GOV:2010:2014\n\
             NOR\tEva Dahl\tf\tmayor:GOV:2011:;trade minister:GOV:2014:2018\n\
             NOR\tOla Lie\tm\tmayor:GOV:2012:;king:GOV:1991:\n\
             NOR\tPer Moe\tm\tking:GOV:2024-05-01:",
        )
        .unwrap();
        let holder = |office, day: &str| {
            let day = Some(day.parse().unwrap());
            known.holder("NOR", office, day).map(|e| known.get(e).name.as_str())
        };
        assert_eq!(holder("trade minister", "2012-05-01"), Some("Anne Berg"));
        assert_eq!(holder("trade minister", "2014-05-01"), None);
        assert_eq!(holder("trade minister", "2015-05-01"), Some("Eva Dahl"));
        assert_eq!(holder("mayor", "2015-05-01"), None);
        // A list that has not closed the office of the one before.
        assert_eq!(holder("king", "2025-05-01"), Some("Per Moe"));
    }

    #[test]
    fn wrong_rows_are_told_with_their_line() {
        for (row, what) in [
            ("NOR\tKari Nordmann\tf", "parted by tabs"),
            ("NOR\tKari Nordmann\tf\tlawmaker:LEG", "no role"),
            ("NOR\tKari Nordmann\tf\tlawmaker:LAW:2009:", "LAW"),
            ("NOR\tKari Nordmann\tf\tlawmaker:LEG:2009:2005", "ends before"),
            ("NOR\tKari Nordmann\tx\tlawmaker:LEG:2009:", "gender"),
        ] {
            let error = people(&format!("# People.\n{row}")).unwrap_err().to_string();
            assert!(error.contains(what) && error.contains("norway.tsv:2"), "{error}");
        }
    }

    #[test]
    fn a_body_is_a_line() {
        let row = "NOR\tNordic Watch\tSOC\tNordWatch;Nordisk Vakt";
        let known = Entities::read(&[("entities/bodies/norway.tsv", row)]).unwrap();
        assert!(known.longest_at(&["Nordisk", "Vakt"]).is_some());
        assert_eq!(code(&known, None), "NOR.SOC");
    }

    /// What is in the program is found by its lines as it is when everything is read at once.
    #[test]
    fn lines_say_what_a_whole_reading_says() {
        let files: Vec<(&str, &str)> =
            FILES.iter().copied().filter(|(f, _)| f.starts_with("entities/")).collect();
        let by_line = Entities::read(&files).unwrap();
        let copies: Vec<(&str, String)> =
            files.iter().map(|(f, t)| (*f, (*t).to_owned())).collect();
        let copies: Vec<(&str, &str)> = copies.iter().map(|(f, t)| (*f, t.as_str())).collect();
        let whole = Entities::read(&copies).unwrap();
        assert!(whole.lines.len() == 0 && by_line.lines.len() > 50_000);
        assert_eq!(by_line.len(), whole.len());
        let days = [None, Some("2003-06-01".parse().unwrap()), Some("2019-02-01".parse().unwrap())];
        for (e, known) in whole.all().enumerate() {
            assert_eq!(format!("{:?}", by_line.get(e)), format!("{known:?}"));
            assert_eq!(by_line.by_id(&known.id.0), whole.by_id(&known.id.0));
            let words: Vec<&str> = known.name.split([' ', ',']).collect();
            assert_eq!(by_line.longest_at(&words), whole.longest_at(&words), "{words:?}");
            // A tree of names goes on with the word as it stands ("TOLO") where another begins otherwise ("Tolo News").
            let loud = known.name.to_uppercase();
            let words: Vec<&str> = loud.split(' ').collect();
            let n = |k: &Entities| k.longest_at(&words).map(|found| found.0);
            assert!(n(&by_line) >= n(&whole), "{words:?}");
            for role in &known.roles {
                for day in days {
                    let holder = |k: &Entities| k.holder(&role.country, &role.office, day);
                    assert_eq!(holder(&by_line), holder(&whole), "{role:?} {day:?}");
                }
            }
        }
    }
}
