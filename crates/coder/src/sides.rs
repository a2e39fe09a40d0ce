//! Who speaks for a cause, and who stands against whom: participants in, yes or no out.
//!
//! "Kyiv said Russia shelled the town": Kyiv and Russia are [`opposed`]. It never looks at words.

use model::{Participant, Sector};

/// Sectors that speak for a state, a party, forces or an organised cause.
const SPEAKING: [Sector; 13] = [
    Sector::Gov,
    Sector::Mil,
    Sector::Leg,
    Sector::Pty,
    Sector::Opp,
    Sector::Eli,
    Sector::Jud,
    Sector::Reb,
    Sector::Spy,
    Sector::Soc,
    Sector::Prm,
    Sector::Lab,
    Sector::Rel,
];

pub(crate) fn is_political(p: &Participant) -> bool {
    let code = &p.entity.code;
    if matches!(code.country.as_deref(), Some("IGO" | "UNO" | "EUR" | "NGO" | "IMG" | "ISM")) {
        return true;
    }
    let known = code.sectors.is_empty() && p.entity.id.is_some();
    code.country.is_some() && (known || code.sectors.iter().any(|s| SPEAKING.contains(s)))
}

/// Of different countries, or of parties and government at home.
pub(crate) fn rivals(a: &Participant, b: &Participant) -> bool {
    let party = |p: &Participant| {
        let sides = [Sector::Pty, Sector::Opp, Sector::Leg, Sector::Eli, Sector::Soc];
        p.entity.code.sectors.iter().any(|s| sides.contains(s))
    };
    b.entity.code.country.is_some()
        && (a.entity.code.country != b.entity.code.country || party(a) || party(b))
}

pub(crate) fn opposed(speaker: &Participant, others: &[Participant]) -> bool {
    others.iter().any(|p| p.entity.code.country.is_some())
        && others.iter().all(|p| p.entity.code.country != speaker.entity.code.country)
}

/// The deed was done to the speaker's side, or to nobody named.
pub(crate) fn aggrieved(speaker: &Participant, victims: &[Participant]) -> bool {
    victims.is_empty()
        || victims.iter().any(|p| p.entity.code.country == speaker.entity.code.country)
}

/// Whether the codebook's country or sector of a party is known.
pub(crate) fn is_coded(p: &Participant) -> bool {
    p.entity.code.country.is_some() || !p.entity.code.sectors.is_empty()
}

/// Acts for a state: its government, forces or the country itself.
pub(crate) fn governs(p: &Participant) -> bool {
    let state = [Sector::Gov, Sector::Mil, Sector::Spy, Sector::Leg];
    p.entity.code.country.is_some()
        && p.entity.code.sectors.first().is_none_or(|s| state.contains(s))
}

/// Parties, opposition and civil society of the same country, against those who hold power there.
pub(crate) fn critics(speaker: &Participant, other: &Participant) -> bool {
    let outside = [Sector::Pty, Sector::Opp, Sector::Soc, Sector::Eli, Sector::Leg, Sector::Rel];
    let power = [Sector::Gov, Sector::Mil, Sector::Cop, Sector::Jud, Sector::Spy];
    speaker.entity.code.sectors.first().is_some_and(|s| outside.contains(s))
        && other.entity.code.country.is_some()
        && other.entity.code.sectors.first().is_none_or(|s| power.contains(s))
}
