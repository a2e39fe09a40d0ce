//! Words beside a name in, the office and the body that they give it out: "Hamas leader", "a former
//! judge", "Mexico's foreign minister".

use knowledge::Role;
use model::{ActorCode, Deprel, Mention, NameKind, Sector, TokenIdx, Upos, Xpos};

use super::Who;

/// What the words beside a name say of it.
#[derive(Clone, Debug)]
pub(super) struct Said<'a> {
    pub(super) role: &'a Role,
    /// Those of the body that is served, where the role takes them.
    pub(super) sectors: Option<Vec<Sector>>,
    pub(super) country: Option<String>,
    /// "former", "retired".
    pub(super) former: bool,
}

/// Words that a role may go on behind its head.
const N_BEHIND: usize = 4;

/// Ranks that police and armies share.
const RANKS: &[&str] = &[
    "sgt",
    "sgt.",
    "sergeant",
    "lt",
    "lt.",
    "lieutenant",
    "capt",
    "capt.",
    "captain",
    "maj.",
    "major",
    "commander",
    "commandant",
    "officer",
];

/// Whether a document speaks of police, and of no army or of the army less.
pub(super) fn ranks_police(tree: &crate::tree::Tree<'_>) -> bool {
    let (mut police, mut army) = (0, 0);
    for t in &tree.analysis.tokens {
        let form = t.span.of(tree.text);
        if !form.starts_with(|c: char| "pPcCsSaAmMtTnNdDoO".contains(c)) {
            continue;
        }
        match form.to_ascii_lowercase().as_str() {
            "police" | "cop" | "cops" | "sheriff" | "precinct" | "detective" | "detectives" => {
                police += 1;
            }
            "army" | "military" | "troops" | "soldier" | "soldiers" | "navy" | "marine"
            | "marines" | "defense" | "defence" => army += 1,
            _ => {}
        }
    }
    police >= 2 && police > 2 * army
}

impl<'a> Who<'_, 'a> {
    /// Whether a code has all that the words beside the name say, and perhaps more: an attorney general who sits in
    /// the cabinet.
    pub(super) fn is_told_in(&self, said: &Said<'_>, code: &ActorCode) -> bool {
        let own = self.sectors_of(said.role);
        let sectors = said.sectors.as_ref().unwrap_or(&own);
        !said.former
            && !sectors.is_empty()
            && sectors.iter().all(|s| code.sectors.contains(s))
            && said.country.as_ref().is_none_or(|c| Some(c) == code.country.as_ref())
    }

    pub(super) fn apply_role(
        &self,
        said: &Said<'_>,
        code: &mut ActorCode,
        office: &mut Option<String>,
    ) {
        let own = self.sectors_of(said.role);
        let sectors = said.sectors.as_ref().unwrap_or(&own);
        if said.former {
            code.sectors = vec![Sector::Eli];
            *office = None;
        } else if !sectors.is_empty() {
            code.sectors.clone_from(sectors);
            if said.role.office.is_some() {
                office.clone_from(&said.role.office);
            }
        }
        if let Some(country) = &said.country {
            code.country = Some(country.clone());
        } else if code.country.is_none() {
            code.country.clone_from(&said.role.default_country);
        }
        if code.country.is_none() {
            code.country = self.main_country.clone();
        }
    }

    /// The sectors that a role gives here: sergeants of a story about police are police.
    pub(super) fn sectors_of(&self, role: &Role) -> Vec<Sector> {
        let shared = self.ranks_police
            && role.sectors == [Sector::Mil]
            && role.words.iter().all(|w| RANKS.contains(&w.as_str()));
        if shared { vec![Sector::Cop] } else { role.sectors.clone() }
    }

    /// Role words right before a name: "rebel commander X", "Foreign Minister Y".
    pub(super) fn title_role(&self, m: &Mention) -> Option<Said<'a>> {
        let s = &self.tree.analysis.sentences[self.tree.analysis.sentence_of(m.first)];
        // Before the name, or taken into it by the tagger ("Former President Trump"); the National Security
        // Council is no national of anywhere.
        let body = m.name_kind == Some(NameKind::Organization);
        let within = (m.first.0..m.end.0.saturating_sub(1)).rev().map(TokenIdx);
        let within = within.filter(|_| !body);
        let before = m.first.0.checked_sub(1).map(TokenIdx).filter(|&k| {
            let belongs = self.tree.head(k).is_some_and(|h| m.first <= h && h < m.end)
                || self.tree.head(m.head) == Some(k)
                || self.tree.head(k) == self.tree.head(m.head);
            k >= s.first
                && belongs
                && matches!(self.tree.upos(k), Upos::Noun | Upos::Propn | Upos::Adj)
        });
        let (last, n, role) = within
            .filter_map(|k| Some((k, self.role_ending(k, s.first).filter(|(_, r)| r.person)?)))
            .chain(before.and_then(|k| Some((k, self.role_ending(k, s.first)?))))
            .map(|(k, (n, role))| (k, n, role))
            .next()?;
        let first = TokenIdx(last.0 + 1 - n as u32);
        let former = self.former_before(first, s.first);
        let body = self.body_before(first, s.first).filter(|b| serves(role, b));
        let country = body.as_ref().and_then(|b| b.country.clone());
        let country = country
            .or_else(|| self.country_before(first, s.first))
            .or_else(|| self.left_country(m.head));
        if role.sectors.is_empty() && body.is_none() {
            return None;
        }
        Some(Said { role, sectors: body.map(|b| b.sectors), country, former })
    }

    /// The body named right before a title ("Hamas leader", "the FBI's director").
    pub(super) fn body_before(&self, first: TokenIdx, lower: TokenIdx) -> Option<ActorCode> {
        let mut k = TokenIdx(first.0.checked_sub(1)?);
        if self.tree.upos(k) == Upos::Part && self.tree.rel(k) == Deprel::Case {
            k = TokenIdx(k.0.checked_sub(1)?);
        }
        let m = self.name_of(k).filter(|_| k >= lower)?;
        self.code_of_body(m.head)
    }

    /// The code of a body, not of a country or a person.
    pub(super) fn code_of_body(&self, t: TokenIdx) -> Option<ActorCode> {
        let found = self.find(t);
        let code = found.participant.filter(|_| found.organization)?.entity.code;
        (!code.sectors.is_empty()).then_some(code)
    }

    /// The body that the noun at `t` serves; its own role begins at `first`.
    pub(super) fn affiliation(
        &self,
        t: TokenIdx,
        first: TokenIdx,
        role: &Role,
    ) -> Option<ActorCode> {
        let tree = self.tree;
        if !role.affiliate {
            return None;
        }
        let left = [
            Deprel::Compound,
            Deprel::NmodPoss,
            Deprel::NmodDesc,
            Deprel::Amod,
            Deprel::Flat,
            Deprel::Nmod,
        ];
        let near: Vec<TokenIdx> = tree
            .kids_by(t, &left)
            .filter(|&k| (k < first || k > t) && !tree.only_backs(k))
            .filter(|&k| {
                k < first
                    || matches!(
                        tree.preposition(k).as_deref(),
                        Some("of" | "from" | "for" | "with" | "at" | "in")
                    )
            })
            .collect();
        // "UN human rights chief": the name may hang on a word between.
        let inner = near.iter().filter(|&&k| k < first).flat_map(|&k| tree.kids_by(k, &left));
        let (named, plain): (Vec<TokenIdx>, Vec<TokenIdx>) =
            near.iter().copied().chain(inner).partition(|&k| self.name_of(k).is_some());
        named
            .into_iter()
            .chain(plain)
            .filter_map(|k| self.code_of_body(k))
            .find(|body| serves(role, body))
            .or_else(|| near.iter().filter(|&&k| k < first).find_map(|&k| self.code_of_many(k)))
    }

    /// "Miners' leaders": those whom somebody leads or speaks for, where they are no part of the state.
    fn code_of_many(&self, t: TokenIdx) -> Option<ActorCode> {
        let plural = self.tree.rel(t) == Deprel::NmodPoss && self.tree.xpos(t) == Xpos::Nns;
        let (_, role) = self.role_ending(t, TokenIdx(t.0.saturating_sub(3))).filter(|_| plural)?;
        let own = matches!(
            role.sectors.first()?,
            Sector::Lab
                | Sector::Agr
                | Sector::Edu
                | Sector::Reb
                | Sector::Rel
                | Sector::Ref
                | Sector::Med
                | Sector::Jrn
                | Sector::Crm
        );
        let sectors = role.sectors.clone();
        (own && role.person).then(|| ActorCode { country: self.left_country(t), sectors })
    }

    pub(super) fn former_before(&self, first: TokenIdx, lower: TokenIdx) -> bool {
        let itself = self.tree.lemma(first);
        without_ex(itself) != itself || self.former_left_of(first, lower)
    }

    fn former_left_of(&self, first: TokenIdx, lower: TokenIdx) -> bool {
        (1..=3u32)
            .filter_map(|d| first.0.checked_sub(d))
            .map(TokenIdx)
            .take_while(|&k| k >= lower)
            .any(|k| {
                let form = self.tree.form(k).to_lowercase();
                // "The deposed president", not "they deposed the president".
                let participle = self.tree.rel(k) == Deprel::Amod
                    && matches!(
                        form.as_str(),
                        "deposed" | "ousted" | "toppled" | "overthrown" | "disgraced"
                    );
                participle
                    || matches!(
                        self.tree.lemma(k).as_str(),
                        "former"
                            | "ex"
                            | "ex-"
                            | "late"
                            | "ousted"
                            | "deposed"
                            | "toppled"
                            | "onetime"
                            | "retired"
                            | "erstwhile"
                            | "disgraced"
                    )
            })
    }

    /// Nationality, country or city right before a title ("Mexican President", "Mexico's President").
    pub(super) fn country_before(&self, first: TokenIdx, lower: TokenIdx) -> Option<String> {
        for d in 1..=4u32 {
            let k = TokenIdx(first.0.checked_sub(d)?);
            if k < lower {
                return None;
            }
            if matches!(self.tree.upos(k), Upos::Punct | Upos::Verb | Upos::Cconj) {
                return None;
            }
            if let Some(m) = self.name_of(k) {
                return self.country_of_name(m);
            }
            if self.tree.upos(k) == Upos::Adp {
                return None;
            }
        }
        None
    }

    pub(super) fn apposition_role(&self, m: &Mention) -> Option<Said<'a>> {
        let tree = self.tree;
        let below = tree.kids_by(m.head, &[Deprel::Appos]).find(|&k| k > m.head);
        let above = (tree.rel(m.head) == Deprel::Appos).then(|| tree.head(m.head)).flatten();
        let noun = below.or(above)?;
        if self.name_of(noun).is_some() {
            return None;
        }
        let s = &tree.analysis.sentences[tree.analysis.sentence_of(noun)];
        let (n, role) = self.role_ending(noun, s.first)?;
        let first = TokenIdx(noun.0 + 1 - n as u32);
        let body = self.affiliation(noun, first, role);
        if role.sectors.is_empty() && body.is_none() {
            return None;
        }
        let country = body.as_ref().and_then(|b| b.country.clone());
        Some(Said {
            role,
            sectors: body.map(|b| b.sectors),
            country: country.or_else(|| self.modifier_country(noun)),
            former: self.former_before(first, s.first),
        })
    }

    /// The role whose last word is a token, or that goes on behind it ("minister of defence", "joint chiefs of
    /// staff"); with the number of its words up to the token.
    pub(super) fn role_around(&self, t: TokenIdx, lower: TokenIdx) -> Option<(usize, &'a Role)> {
        let on = self.tree.kids_by(t, &[Deprel::Nmod]).find_map(|k| {
            let behind = (k.0.checked_sub(t.0)?) as usize;
            let (n, role) =
                self.role_ending(k, lower).filter(|(n, _)| behind < N_BEHIND && *n > behind)?;
            Some((n - behind, role))
        });
        on.or_else(|| self.role_ending(t, lower))
    }

    pub(super) fn role_ending(&self, last: TokenIdx, lower: TokenIdx) -> Option<(usize, &'a Role)> {
        let from = lower.0.max(last.0.saturating_sub(4));
        // "Ex-president" is a word of its own for the tokenizer.
        let plain = |k| without_ex(self.tree.lemma(TokenIdx(k)));
        let refs: Vec<&str> = (from..=last.0).map(plain).collect();
        self.tree.knowledge.roles.longest_ending(&refs)
    }
}

/// "president" for "ex-president".
fn without_ex(lemma: &str) -> &str {
    lemma.strip_prefix("ex-").or_else(|| lemma.strip_prefix("Ex-")).unwrap_or(lemma)
}

/// Whether the role takes the body's sector: not "government troops", who stay MIL.
pub(super) fn serves(role: &Role, body: &ActorCode) -> bool {
    let own = role.sectors.first();
    let governs = body.sectors.first() == Some(&Sector::Gov);
    role.affiliate && (!governs || own.is_none() || own == Some(&Sector::Gov))
}

/// Whether a title outdoes the office that is known: an office itself, or a rank of the state or of
/// those who fight it; not "lawyer", "Republican" or "father".
pub(super) fn is_official(role: &Role) -> bool {
    role.office.is_some()
        || role.sectors.first().is_some_and(|s| {
            matches!(
                s,
                Sector::Mil
                    | Sector::Cop
                    | Sector::Jud
                    | Sector::Leg
                    | Sector::Spy
                    | Sector::Reb
                    | Sector::Crm
                    | Sector::Opp
            )
        })
}
