//! Who: the coded side of a mention.

use crate::labels::labels;

labels! {
    /// Sectors of PLOVER 2.0.
    Sector {
        Gov = "GOV", Mil = "MIL", Cop = "COP", Jud = "JUD", Leg = "LEG", Pty = "PTY",
        Reb = "REB", Spy = "SPY", Uaf = "UAF", Unk = "UNK", Prm = "PRM", Agr = "AGR",
        Bus = "BUS", Crm = "CRM", Cvl = "CVL", Edu = "EDU", Eli = "ELI", Jrn = "JRN",
        Lab = "LAB", Med = "MED", Ref = "REF", Opp = "OPP", Pre = "PRE", Rel = "REL",
        Soc = "SOC",
    }
}

/// Stable id of a known entity: the code of its file and its name in lower case and hyphens
/// ("MEX/claudia-sheinbaum", "MEX", "IGO/nato").
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub String);

/// Country and sectors, kept apart until they leave through `wire`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorCode {
    /// ISO 3166 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC; `None` where the text gives none.
    pub country: Option<String>,
    /// Sectors, the primary one first; may be empty.
    pub sectors: Vec<Sector>,
}

/// Who somebody turned out to be at the document's date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entity {
    /// Fullest name: the known one, else the one in the text, else empty.
    pub name: String,
    /// The known entity, where there is one.
    pub id: Option<EntityId>,
    /// Country and sectors.
    pub code: ActorCode,
    /// Office held at the document's date ("president"), where known or stated.
    pub office: Option<String>,
}
