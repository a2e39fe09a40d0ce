//! Conditions of frames, asked of the word that fills a slot.

use knowledge::Condition;
use model::{MentionKind, Sector, TokenIdx, Upos};

use super::Who;
use crate::local;

impl Who<'_, '_> {
    /// "Doctors say they will strike": the noun that a pronoun last took up.
    fn noun_meant(&self, t: TokenIdx) -> Option<TokenIdx> {
        if self.tree.upos(t) != Upos::Pron {
            return None;
        }
        let is = |word: &&str| self.tree.form(t).eq_ignore_ascii_case(word);
        if !["he", "she", "they"].iter().any(is) {
            return None;
        }
        let analysis = self.tree.analysis;
        let pronoun = self.mention_of(t).filter(|m| m.kind == MentionKind::Pronoun)?;
        let chain = &analysis.chains[pronoun.chain as usize];
        let mut before = chain.mentions.iter().rev().map(|&i| &analysis.mentions[i as usize]);
        before.find(|m| m.kind == MentionKind::Nominal && m.head < t).map(|m| m.head)
    }

    /// Whether the word that fills a slot meets a condition of a frame.
    pub(crate) fn meets(&self, t: TokenIdx, condition: &Condition) -> bool {
        let tree = self.tree;
        let lemma = || tree.lemma(t);
        let of_sector = |is: &dyn Fn(&[Sector]) -> bool| {
            self.look(t).participant.as_ref().is_some_and(|p| is(&p.entity.code.sectors))
        };
        match condition {
            Condition::Lemma(word) => {
                *lemma() == *word
                    || tree.form(t).eq_ignore_ascii_case(word)
                    || self.noun_meant(t).is_some_and(|n| *tree.lemma(n) == *word)
            }
            Condition::Phrase(words) => tree.ends_phrase(t, words),
            Condition::Class(class) => {
                tree.in_class(class, t)
                    || self.noun_meant(t).is_some_and(|n| tree.in_class(class, n))
            }
            Condition::Actor => {
                let f = self.look(t);
                // A body's report, letter or law speaks for the body.
                let speaks = || tree.in_class("document", t) || tree.in_class("words", t);
                f.participant.is_some() && (!f.owned || speaks())
            }
            Condition::Country => {
                let f = self.look(t);
                f.country && f.participant.is_some()
            }
            Condition::Person => self.look(t).person,
            Condition::Org => self.look(t).organization,
            Condition::Armed => of_sector(&|all| all.iter().copied().any(is_armed)),
            Condition::Official => {
                self.is_unknown_name(t)
                    || of_sector(&|all| all.first().copied().is_some_and(is_official))
            }
            Condition::Party => of_sector(&|all| {
                let of_parties = [Sector::Pty, Sector::Leg, Sector::Eli];
                all.first().is_some_and(|s| of_parties.contains(s))
                    && !all.iter().copied().any(is_armed)
            }),
            Condition::Civilian => of_sector(&|all| all.first().copied().is_some_and(is_civilian)),
            Condition::Place => self.look(t).place,
            Condition::Clause => tree.is_clause(t),
            Condition::Wish => local::is_wish(tree, t),
            Condition::Event(_) => false, // answered by the trigger table, which knows the acts
            Condition::Number => tree.upos(t) == Upos::Num,
            Condition::Any => true,
            Condition::None => false, // answered by the caller: nothing fills the slot
        }
    }

    /// A person or body whose name stands there, nothing known of them.
    fn is_unknown_name(&self, t: TokenIdx) -> bool {
        let found = self.look(t);
        let known = found.participant.as_ref().is_some_and(|p| {
            !p.entity.code.sectors.is_empty() && p.entity.code.sectors != [Sector::Cvl]
        });
        let pronoun = self.tree.upos(t) == Upos::Pron && found.person;
        !known
            && !found.place
            && (self.name_of(t).is_some() && (found.person || found.organization) || pronoun)
    }
}

fn is_armed(sector: Sector) -> bool {
    matches!(
        sector,
        Sector::Mil
            | Sector::Reb
            | Sector::Cop
            | Sector::Uaf
            | Sector::Spy
            | Sector::Prm
            | Sector::Crm
    )
}

fn is_official(sector: Sector) -> bool {
    matches!(
        sector,
        Sector::Gov
            | Sector::Leg
            | Sector::Jud
            | Sector::Pty
            | Sector::Opp
            | Sector::Eli
            | Sector::Mil
            | Sector::Cop
    )
}

fn is_civilian(sector: Sector) -> bool {
    matches!(
        sector,
        Sector::Cvl
            | Sector::Edu
            | Sector::Lab
            | Sector::Agr
            | Sector::Ref
            | Sector::Jrn
            | Sector::Rel
            | Sector::Med
            | Sector::Soc
            | Sector::Bus
    )
}
