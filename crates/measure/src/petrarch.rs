//! Records of PETRARCH's own suites, against what we code: source, target and CAMEO root.
//!
//! Lines of {"id", "date" (`19950101`), "text", "events": [{"sourcecode", "targetcode", "eventcode"}]},
//! or one event {"noevents"}. A record is right when every event it asks for is among ours; one that
//! asks for none, when we assert none. The codes of the actors are PETRARCH's: `decode` turns them
//! into country and sectors. A gold code without a sector takes a government or civilians of the
//! country as the same, since PETRARCH gives plain countries none.

use serde_json::Value;

use crate::{Error, figures::Figures};

/// Country (empty: nobody) and sectors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// Country or kind; empty where there is nobody.
    pub country: String,
    /// Sectors, the first one first.
    pub sectors: Vec<String>,
}

/// What was coded of one act toward one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coded {
    /// Who does it.
    pub source: Side,
    /// To whom.
    pub target: Side,
    /// First two digits of the CAMEO code.
    pub root: String,
    /// Told as done or under way.
    pub asserted: bool,
}

/// Scores records; `answer` is given the text and its day as written.
///
/// # Errors
/// A line that is no JSON.
pub fn score(
    gold: &str,
    n_show: usize,
    decode: impl Fn(&str) -> Side,
    mut answer: impl FnMut(&str, &str) -> Vec<Coded>,
) -> Result<Figures, Error> {
    let mut figures = Figures::default();
    let (mut sides, mut roots, mut all) = (Vec::new(), Vec::new(), Vec::new());
    let (mut n_events, mut n_found) = (0usize, 0usize);
    for (i, line) in gold.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let row: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i + 1, e.to_string()))?;
        if row["evaluate"].as_str() == Some("false") {
            continue;
        }
        let text = row["text"].as_str().unwrap_or("");
        let said = answer(text, row["date"].as_str().unwrap_or(""));
        let events: Vec<&Value> = row["events"].as_array().into_iter().flatten().collect();
        let asks: Vec<&Value> =
            events.iter().copied().filter(|e| e["noevents"].is_null()).collect();
        if asks.is_empty() {
            let right = !said.iter().any(|c| c.asserted);
            for list in [&mut sides, &mut roots, &mut all] {
                list.push(right);
            }
            if !right {
                figures
                    .show(n_show, || format!("{}: none asked, said {}", row["id"], shown(&said)));
            }
            continue;
        }
        let (mut side, mut root, mut both) = (true, true, true);
        for e in &asks {
            let (source, target) = (decode(code(e, "sourcecode")), decode(code(e, "targetcode")));
            let code = code(e, "eventcode");
            let same_sides = |c: &&Coded| meets(&source, &c.source) && meets(&target, &c.target);
            let same_root = |c: &&Coded| code.get(..2) == Some(c.root.as_str());
            let found = said.iter().filter(same_sides).any(|c| same_root(&c));
            side &= said.iter().any(|c| same_sides(&c));
            root &= said.iter().any(|c| same_root(&c));
            both &= found;
            n_events += 1;
            n_found += usize::from(found);
        }
        sides.push(side);
        roots.push(root);
        all.push(both);
        if !both {
            figures.show(n_show, || {
                let owed: Vec<String> = asks
                    .iter()
                    .map(|e| {
                        let c = |key| code(e, key);
                        format!("{} -> {} {}", c("sourcecode"), c("targetcode"), c("eventcode"))
                    })
                    .collect();
                format!(
                    "{} {text}\n      gold {}\n      said {}",
                    row["id"],
                    owed.join("; "),
                    shown(&said)
                )
            });
        }
    }
    figures.note(format!("{} records, {n_found} of {n_events} events found", all.len()));
    figures.add_share("source and target", &sides);
    figures.add_share("root", &roots);
    figures.add_share("source, target and root", &all);
    Ok(figures)
}

fn code<'v>(event: &'v Value, key: &str) -> &'v str {
    event[key].as_str().unwrap_or("")
}

fn meets(gold: &Side, said: &Side) -> bool {
    if gold.country.is_empty() && gold.sectors.is_empty() {
        return said.country.is_empty() && said.sectors.is_empty();
    }
    let plain = ["GOV", "MIL", "CVL"];
    let first = said.sectors.first().map(String::as_str);
    gold.country == said.country
        && match first {
            None => gold.sectors.is_empty(),
            Some(s) if gold.sectors.is_empty() => plain.contains(&s),
            Some(s) => gold.sectors.iter().any(|g| g == s),
        }
}

fn shown(said: &[Coded]) -> String {
    let side = |s: &Side| format!("{}{}", s.country, s.sectors.first().map_or("", String::as_str));
    let all: Vec<String> = said
        .iter()
        .map(|c| format!("{} -> {} {}", side(&c.source), side(&c.target), c.root))
        .collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(country: &str, sectors: &[&str]) -> Side {
        Side {
            country: country.to_owned(),
            sectors: sectors.iter().map(|s| (*s).to_owned()).collect(),
        }
    }

    #[test]
    fn a_plain_country_is_its_government_but_not_its_rebels() {
        assert!(meets(&side("ARN", &[]), &side("ARN", &["GOV"])));
        assert!(!meets(&side("ARN", &[]), &side("ARN", &["REB"])));
        assert!(meets(&side("ARN", &["GOV", "MIL"]), &side("ARN", &["MIL"])));
        assert!(!meets(&side("", &[]), &side("ARN", &[])));
    }
}
