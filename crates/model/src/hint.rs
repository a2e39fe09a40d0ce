//! What a word hints at, before any frame is looked up.

use crate::{ActorCode, EventType, Sector, TokenIdx, Upos, labels::labels};

labels! {
    /// Who stands on a side of an act, as hints tell them apart: by the sector that they act for first,
    /// where it is one that many acts have.
    Party {
        /// Nobody.
        Nobody = "nobody",
        /// Government.
        Gov = "GOV",
        /// Armed forces.
        Mil = "MIL",
        /// Police.
        Cop = "COP",
        /// Courts.
        Jud = "JUD",
        /// Parliaments.
        Leg = "LEG",
        /// Parties.
        Pty = "PTY",
        /// Rebels and armed groups that no state owns to.
        Reb = "REB",
        /// Civilians.
        Cvl = "CVL",
        /// Journalists and media.
        Jrn = "JRN",
        /// Business.
        Bus = "BUS",
        /// Former holders of power and others of weight.
        Eli = "ELI",
        /// Society: movements, protesters.
        Soc = "SOC",
        /// Criminals.
        Crm = "CRM",
        /// Armed groups across borders.
        Img = "IMG",
        /// International bodies and firms.
        Body = "body",
        /// A country and nothing more; also somebody of no country and no sector, and movements across borders (ISM).
        State = "state",
        /// All other sectors.
        Other = "other",
    }
}

impl Party {
    /// The party that a code stands for.
    pub fn of(code: &ActorCode) -> Party {
        let Some(sector) = code.sectors.first() else {
            return match code.country.as_deref() {
                Some("IMG") => Party::Img,
                Some("UNO" | "EUR" | "IGO" | "NGO" | "MNC") => Party::Body,
                _ => Party::State,
            };
        };
        match sector {
            Sector::Gov => Party::Gov,
            Sector::Mil => Party::Mil,
            Sector::Cop => Party::Cop,
            Sector::Jud => Party::Jud,
            Sector::Leg => Party::Leg,
            Sector::Pty => Party::Pty,
            Sector::Reb | Sector::Uaf => Party::Reb,
            Sector::Cvl => Party::Cvl,
            Sector::Jrn | Sector::Med => Party::Jrn,
            Sector::Bus => Party::Bus,
            Sector::Eli => Party::Eli,
            Sector::Soc => Party::Soc,
            Sector::Crm => Party::Crm,
            _ => Party::Other,
        }
    }
}

/// Parties that a side may be of.
const N_PARTIES: usize = Party::ALL.len();

/// Types of acts that a word may hint at.
const N_TYPES: usize = EventType::ALL.len();

/// Numbers by which a word that names an act is matched with one that names somebody, for each side.
pub const LINK_WIDTH: usize = 16;

/// Parts of one that chances are counted in.
const WHOLE: f32 = 65_535.0;

/// Parts of one that chances of sides are counted in.
const SMALL_WHOLE: f32 = 255.0;

/// Steps of one that numbers of links are counted in.
const STEPS: f32 = 256.0;

/// What one word hints at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    types: [u16; N_TYPES],
    asserted: u16,
    /// Numbers of the word as an act, then as somebody: for each side [`LINK_WIDTH`], then one alone.
    act: [[i16; LINK_WIDTH]; 2],
    act_alone: [i16; 2],
    somebody: [[i16; LINK_WIDTH]; 2],
    somebody_alone: [i16; 2],
    parties: [[u8; N_PARTIES]; 2],
    of_main: [u8; 2],
    at_home: u8,
}

/// Chances, from 0 to 1, of who stands on the sides of the act that a word names: first of the actors,
/// then of the recipients.
#[derive(Clone, Copy, Debug, Default)]
pub struct SideChances {
    /// That the side is of each party, in the order of [`Party::ALL`].
    pub parties: [[f32; N_PARTIES]; 2],
    /// That somebody of the country that the story is mostly of stands there, if anybody of any country does.
    pub of_main: [f32; 2],
    /// That both sides are of one country, if both are of any.
    pub at_home: f32,
}

/// Numbers of a word for links: first those for actors, then those for recipients.
#[derive(Clone, Copy, Debug)]
pub struct LinkNumbers<'a> {
    /// To be matched with those of the other word; [`LINK_WIDTH`] for each side.
    pub matched: [&'a [f32]; 2],
    /// What the word says by itself.
    pub alone: [f32; 2],
}

impl Hint {
    /// A hint of chances from 0 to 1 (of the types in the order of [`EventType::ALL`]; missing ones are
    /// 0) and of numbers for links, which are cut to 256ths between -128 and 128; chances of sides to 255ths.
    pub fn new(
        types: &[f32],
        asserted: f32,
        act: LinkNumbers<'_>,
        who: LinkNumbers<'_>,
        sides: &SideChances,
    ) -> Self {
        // Most are 0: of most words no sides are told.
        let small = |x: f32| if x > 0.0 { (x.min(1.0) * SMALL_WHOLE).round() as u8 } else { 0 };
        let share = |x: f32| (x.clamp(0.0, 1.0) * WHOLE) as u16;
        let whole = |x: f32| (x * STEPS) as i16;
        let row = |of: &[f32]| std::array::from_fn(|i| of.get(i).map_or(0, |&x| whole(x)));
        Hint {
            types: std::array::from_fn(|i| types.get(i).map_or(0, |&x| share(x))),
            asserted: share(asserted),
            act: act.matched.map(row),
            act_alone: act.alone.map(whole),
            somebody: who.matched.map(row),
            somebody_alone: who.alone.map(whole),
            parties: sides.parties.map(|side| side.map(small)),
            of_main: sides.of_main.map(small),
            at_home: small(sides.at_home),
        }
    }

    /// Chance, from 0 to 1, that the word names an act of a type, done or not.
    pub fn chance(&self, kind: EventType) -> f32 {
        f32::from(self.types[kind as usize]) / WHOLE
    }

    /// [`Hint::chance`] of all types, in the order of [`EventType::ALL`].
    pub fn chances(&self) -> impl Iterator<Item = f32> + '_ {
        self.types.iter().map(|&x| f32::from(x) / WHOLE)
    }

    /// The likeliest type with its chance; the first of [`EventType::ALL`] among equals.
    pub fn likeliest(&self) -> (EventType, f32) {
        let mut best = 0;
        for (i, chance) in self.types.iter().enumerate() {
            if *chance > self.types[best] {
                best = i;
            }
        }
        (EventType::ALL[best], f32::from(self.types[best]) / WHOLE)
    }

    /// Chance, from 0 to 1, that the act, if the word names one, is told as done or planned.
    pub fn asserted(&self) -> f32 {
        f32::from(self.asserted) / WHOLE
    }

    /// Whether anything is told of sides: not for words that hardly name an act.
    pub fn tells_sides(&self) -> bool {
        self.parties[0].iter().any(|x| *x > 0)
    }

    /// Chance, from 0 to 1, that the recipients, else the actors, of the act that the word names are of
    /// each party. All 0 where [`Hint::tells_sides`] is false.
    pub fn parties(&self, is_recipient: bool) -> impl Iterator<Item = (Party, f32)> + '_ {
        let side = &self.parties[usize::from(is_recipient)];
        Party::ALL.iter().copied().zip(side.iter().map(|&x| f32::from(x) / SMALL_WHOLE))
    }

    /// [`Hint::parties`], of one party.
    pub fn party(&self, party: Party, is_recipient: bool) -> f32 {
        f32::from(self.parties[usize::from(is_recipient)][party as usize]) / SMALL_WHOLE
    }

    /// The likeliest of [`Hint::parties`]; the first among equals, so nobody, with 0, where no sides are told.
    pub fn likeliest_party(&self, is_recipient: bool) -> (Party, f32) {
        let first = (Party::Nobody, self.party(Party::Nobody, is_recipient));
        self.parties(is_recipient).fold(first, |best, x| if x.1 > best.1 { x } else { best })
    }

    /// Chance, from 0 to 1, that somebody of the country that the story is mostly of is among the
    /// recipients, else the actors, if these are of any country; 0 where no sides are told.
    pub fn of_main(&self, is_recipient: bool) -> f32 {
        f32::from(self.of_main[usize::from(is_recipient)]) / SMALL_WHOLE
    }

    /// Chance, from 0 to 1, that both sides are of one country, if both are of any; 0 where no sides are told.
    pub fn at_home(&self) -> f32 {
        f32::from(self.at_home) / SMALL_WHOLE
    }

    /// How well somebody whom the other word names fits as recipient, else actor, of the act that
    /// this word names: logarithm of the odds, 0 for as likely as not.
    pub fn link(&self, somebody: &Hint, is_recipient: bool) -> f32 {
        let side = usize::from(is_recipient);
        let products = self.act[side].iter().zip(&somebody.somebody[side]);
        let sum: i64 = products.map(|(a, b)| i64::from(*a) * i64::from(*b)).sum();
        let alone = i64::from(self.act_alone[side]) + i64::from(somebody.somebody_alone[side]);
        sum as f32 / (STEPS * STEPS) + alone as f32 / STEPS
    }

    /// Whether words of this part of speech may name an act or somebody: all but prepositions, articles,
    /// auxiliaries, conjunctions, particles and punctuation.
    pub fn is_told_of(upos: Upos) -> bool {
        !matches!(
            upos,
            Upos::Adp
                | Upos::Aux
                | Upos::Cconj
                | Upos::Det
                | Upos::Part
                | Upos::Punct
                | Upos::Sconj
        )
    }
}

impl crate::Analysis {
    /// What a word hints at; nothing where the analysis has no hints, and for words that name no act and
    /// nobody ([`Hint::is_told_of`]).
    pub fn hint(&self, idx: TokenIdx) -> Option<&Hint> {
        self.hints.get(idx.at()).filter(|_| Hint::is_told_of(self.tokens[idx.at()].upos))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(x: &[f32]) -> LinkNumbers<'_> {
        LinkNumbers { matched: [x, &[]], alone: [0.5, -1.0] }
    }

    #[test]
    fn codes_are_of_a_party() {
        let code = |country: Option<&str>, sectors: &[Sector]| ActorCode {
            country: country.map(str::to_owned),
            sectors: sectors.to_vec(),
        };
        assert_eq!(Party::of(&code(Some("USA"), &[Sector::Mil, Sector::Gov])), Party::Mil);
        assert_eq!(Party::of(&code(Some("USA"), &[])), Party::State);
        assert_eq!(Party::of(&code(Some("UNO"), &[])), Party::Body);
        assert_eq!(Party::of(&code(Some("IMG"), &[])), Party::Img);
        assert_eq!(Party::of(&code(None, &[Sector::Uaf])), Party::Reb);
    }

    #[test]
    fn nothing_is_told_of_words_that_name_nothing() {
        let told = |upos: Upos| Hint::is_told_of(upos);
        assert!(told(Upos::Verb) && told(Upos::Noun) && told(Upos::Propn) && told(Upos::Pron));
        assert!(!told(Upos::Adp) && !told(Upos::Punct) && !told(Upos::Aux));
    }

    #[test]
    fn chances_and_links_survive_being_counted() {
        let nobody = LinkNumbers { matched: [&[], &[]], alone: [0.0; 2] };
        let mut sides = SideChances { of_main: [1.0, 0.25], at_home: 0.5, ..Default::default() };
        sides.parties[1][Party::Mil as usize] = 0.75;
        let act = Hint::new(&[0.0, 0.75, 0.25], 0.5, numbers(&[1.0, -2.0]), nobody, &sides);
        let nothing = SideChances::default();
        let who = Hint::new(&[], 0.0, nobody, numbers(&[3.0, 0.25]), &nothing);
        assert_eq!(act.likeliest_party(true).0, Party::Mil);
        assert_eq!(act.likeliest_party(false), (Party::Nobody, 0.0));
        assert!((act.party(Party::Mil, true) - 0.75).abs() < 0.01);
        assert!((act.of_main(true) - 0.25).abs() < 0.01);
        assert!((act.at_home() - 0.5).abs() < 0.01);
        assert_eq!(act.likeliest().0, EventType::ALL[1]);
        assert!((act.chance(EventType::ALL[2]) - 0.25).abs() < 1e-4);
        assert!((act.asserted() - 0.5).abs() < 1e-4);
        assert!((act.link(&who, false) - 3.5).abs() < 1e-4);
        assert!((act.link(&who, true) + 2.0).abs() < 1e-4);
    }
}
