//! CAMEO actor codes → country and sectors: three letters each, the country or kind first.

use model::Sector;

/// Countries that CAMEO and ISO 3166 write differently.
const COUNTRIES: &[(&str, &str)] =
    &[("KSV", "XKX"), ("ROM", "ROU"), ("TMP", "TLS"), ("ZAR", "COD")];

/// Of several codes joined by `/`, the first. Country (empty for a bare role), sectors without repetition, and the parts that PLOVER has no
/// sector for.
pub(super) fn parse(code: &str) -> (String, Vec<Sector>, Vec<String>) {
    let code = code.split(['/', '|']).next().unwrap_or("");
    let bare = code.contains('~');
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    // Ivory Coast and Mauritius have the letters of a role.
    let role = code.get(..3).is_some_and(|first| {
        (bare || !["CIV", "MUS"].contains(&first)) && sector(first).is_some_and(|s| s.is_some())
    });
    let chars: Vec<char> = code.chars().collect();
    let mut parts: Vec<String> = chars.chunks(3).map(|c| c.iter().collect()).collect();
    let mut country = String::new();
    if !parts.is_empty() && !role {
        country = parts.remove(0);
    }
    if let Some((_, iso)) = COUNTRIES.iter().find(|(cameo, _)| *cameo == country) {
        (*iso).clone_into(&mut country);
    }
    // The United Nations and the European Union are kinds of their own in PLOVER.
    if country == "IGO" {
        if parts.iter().any(|p| p == "UNO") {
            "UNO".clone_into(&mut country);
        } else if parts.iter().any(|p| p == "EEC" || p == "EUR" || p == "EEU") {
            "EUR".clone_into(&mut country);
        }
    } else if country == "NGM" {
        "NGO".clone_into(&mut country);
    } else if country == "INT" {
        "IGO".clone_into(&mut country);
    }
    let (mut sectors, mut left) = (Vec::new(), Vec::new());
    for part in parts {
        match sector(&part) {
            Some(Some(s)) if !sectors.contains(&s) => sectors.push(s),
            Some(_) => {}
            None if country == part => {}
            None => left.push(part),
        }
    }
    (country, sectors, left)
}

/// `Some(None)`: a part that says nothing beside the rest.
#[expect(clippy::option_option, reason = "unknown, empty and known are three things")]
fn sector(part: &str) -> Option<Option<Sector>> {
    Some(Some(match part {
        "GOV" | "FRM" | "TOP" => Sector::Gov,
        "MIL" | "NAV" | "AFC" => Sector::Mil,
        "REB" | "INS" | "SEP" => Sector::Reb,
        "OPP" | "MOP" => Sector::Opp,
        "COP" => Sector::Cop,
        "JUD" => Sector::Jud,
        "SPY" => Sector::Spy,
        "UAF" => Sector::Uaf,
        "LEG" => Sector::Leg,
        "PTY" | "PAR" => Sector::Pty,
        "BUS" => Sector::Bus,
        "CVL" | "CIV" | "PPL" | "SET" => Sector::Cvl,
        "CRM" => Sector::Crm,
        "EDU" => Sector::Edu,
        "ELI" => Sector::Eli,
        "LAB" => Sector::Lab,
        "REF" => Sector::Ref,
        "AGR" => Sector::Agr,
        "MED" | "JRN" => Sector::Jrn,
        "HLH" => Sector::Med,
        "DEV" | "ENV" | "HRI" | "SOC" => Sector::Soc,
        "REL" | "CHR" | "MUS" | "MOS" | "JEW" | "HIN" | "BUD" | "SIK" | "SHI" | "SUN" | "CTH"
        | "CPT" | "BAH" => Sector::Rel,
        "PRM" => Sector::Prm,
        "HAR" | "MOD" | "RAD" | "MID" | "UNO" | "EEC" | "EUR" | "EEU" => return Some(None),
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_country_and_sectors() {
        let coded = |code| {
            let (country, sectors, left) = parse(code);
            let sectors: Vec<&str> = sectors.iter().map(|s| s.as_str()).collect();
            format!("{country} {} {}", sectors.join(","), left.join(","))
        };
        assert_eq!(coded("AFGGOVMIL"), "AFG GOV,MIL ");
        assert_eq!(coded("~COP"), " COP ");
        assert_eq!(coded("IGOUNOKID"), "UNO  KID");
        assert_eq!(coded("KSV"), "XKX  ");
        assert_eq!(coded("CIVGOV"), "CIV GOV ");
        assert_eq!(coded("~CIV"), " CVL ");
        assert_eq!(coded("PSEREBHMS"), "PSE REB HMS");
    }
}
