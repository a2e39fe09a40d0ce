//! The codes of PLOVER 2.0. Their meanings, scores and crosswalks are data (`data/ontology/`).

use crate::labels::labels;

labels! {
    /// The sixteen event types of PLOVER 2.0, from cooperation to conflict.
    EventType {
        Agree = "AGREE", Consult = "CONSULT", Support = "SUPPORT", Concede = "CONCEDE",
        Cooperate = "COOPERATE", Aid = "AID", Retreat = "RETREAT", Request = "REQUEST",
        Accuse = "ACCUSE", Reject = "REJECT", Threaten = "THREATEN", Protest = "PROTEST",
        Sanction = "SANCTION", Mobilize = "MOBILIZE", Coerce = "COERCE", Assault = "ASSAULT",
    }
}

labels! {
    /// The modes of PLOVER 2.0; which type has which is told by the ontology's tables.
    Mode {
        Visit = "visit", ThirdParty = "third-party", Multilateral = "multilateral",
        Phone = "phone", Withdraw = "withdraw", Release = "release", Disarm = "disarm",
        Ceasefire = "ceasefire", Access = "access", Resign = "resign", Assist = "assist",
        Change = "change", Yield = "yield", Meet = "meet", Disapprove = "disapprove",
        Investigate = "investigate", Allege = "allege", Restrict = "restrict",
        Arrest = "arrest", Relations = "relations", Expel = "expel", Territory = "territory",
        Violence = "violence", Demo = "demo", Riot = "riot", Strike = "strike",
        Hunger = "hunger", Boycott = "boycott", Obstruct = "obstruct", Vandalize = "vandalize",
        Convict = "convict", Discontinue = "discontinue", Troops = "troops",
        Weapons = "weapons", Police = "police", Militia = "militia", Seize = "seize",
        Censor = "censor", Curfew = "curfew", MartialLaw = "martial-law", Deport = "deport",
        Withhold = "withhold", Misinformation = "misinformation", Cyber = "cyber",
        Abduct = "abduct", Beat = "beat", Torture = "torture", Sexual = "sexual",
        Targeted = "targeted", Destroy = "destroy", Primitive = "primitive",
        Firearms = "firearms", Explosives = "explosives", SuicideAttack = "suicide-attack",
        Aerial = "aerial", Drone = "drone", HeavyWeapons = "heavy-weapons",
        CrowdControl = "crowd-control", Unconventional = "unconventional",
    }
}

labels! {
    /// The 37 contexts of PLOVER 2.0: what an act is about.
    Context {
        Military = "military", Intelligence = "intelligence", Executive = "executive",
        Legislative = "legislative", Election = "election",
        PoliticalInstitutions = "political_institutions", ProDemocracy = "pro_democracy",
        ProAutocracy = "pro_autocracy", Economic = "economic", Legal = "legal",
        Reparations = "reparations", HumanRights = "human_rights",
        RightsFreedoms = "rights_freedoms", Repression = "repression",
        HumanSecurity = "human_security", Gender = "gender", Lgbt = "lgbt",
        ReligionEthnicity = "religion_ethnicity", Inequality = "inequality",
        Diplomatic = "diplomatic", Territory = "territory", Peacekeeping = "peacekeeping",
        Health = "health", Asylum = "asylum", Migration = "migration",
        Disasters = "disasters", NaturalResource = "natural_resource",
        Environment = "environment", Technology = "technology", Terrorism = "terrorism",
        Cbrn = "cbrn", Cyber = "cyber", Misinformation = "misinformation", Crime = "crime",
        Corruption = "corruption", IllegalDrugs = "illegal_drugs", Trafficking = "trafficking",
    }
}

/// Quad class: words or deeds, cooperation or conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quad {
    /// 1
    VerbalCooperation,
    /// 2
    MaterialCooperation,
    /// 3
    VerbalConflict,
    /// 4
    MaterialConflict,
}

impl Quad {
    /// 1 to 4.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// Whether it is conflict (3 or 4).
    pub fn is_conflict(self) -> bool {
        self >= Quad::VerbalConflict
    }

    /// Whether it is deeds (2 or 4), not words.
    pub fn is_material(self) -> bool {
        matches!(self, Quad::MaterialCooperation | Quad::MaterialConflict)
    }
}

impl EventType {
    /// Quad class of the type. SANCTION is material conflict, as in its own section of the PLOVER
    /// manual (the manual's quad table disagrees).
    pub fn quad(self) -> Quad {
        match self {
            Self::Agree | Self::Consult | Self::Support | Self::Concede => Quad::VerbalCooperation,
            Self::Cooperate | Self::Aid | Self::Retreat => Quad::MaterialCooperation,
            Self::Request | Self::Accuse | Self::Reject | Self::Threaten => Quad::VerbalConflict,
            Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault => {
                Quad::MaterialConflict
            }
        }
    }

    /// Whether all sides do it together ("met", "clashed"), so that who comes first says little.
    pub fn is_mutual(self) -> bool {
        matches!(
            self,
            Self::Agree | Self::Consult | Self::Support | Self::Cooperate | Self::Assault
        )
    }
}
