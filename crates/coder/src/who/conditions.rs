//! Conditions of frames, asked of the word that fills a slot.

use knowledge::Condition;
use model::{Deprel, MentionKind, Sector, TokenIdx, Upos, Xpos};

use super::Who;
use crate::tree::Tree;

impl Who<'_, '_> {
    /// "Doctors say they will strike": the noun that a pronoun last took up.
    fn noun_meant(&self, t: TokenIdx) -> Option<TokenIdx> {
        let form = self.tree.form(t).to_lowercase();
        if !matches!(form.as_str(), "he" | "she" | "they") {
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
        let sectors =
            || self.find(t).participant.map(|p| p.entity.code.sectors).unwrap_or_default();
        match condition {
            Condition::Lemma(word) => {
                *lemma() == *word
                    || tree.form(t).eq_ignore_ascii_case(word)
                    || self.noun_meant(t).is_some_and(|n| *tree.lemma(n) == *word)
            }
            Condition::Class(class) => {
                let classes = &tree.knowledge.classes;
                classes.contains(class, lemma())
                    || self.noun_meant(t).is_some_and(|n| classes.contains(class, tree.lemma(n)))
            }
            Condition::Actor => {
                let f = self.find(t);
                // A body's report, letter or law speaks for the body.
                let speaks = || {
                    let lemma = lemma();
                    tree.knowledge.classes.contains("document", lemma)
                        || tree.knowledge.classes.contains("words", lemma)
                };
                f.participant.is_some() && (!f.owned || speaks())
            }
            Condition::Country => {
                let f = self.find(t);
                f.country && f.participant.is_some()
            }
            Condition::Person => self.find(t).person,
            Condition::Org => self.find(t).organization,
            Condition::Armed => sectors().iter().any(|s| {
                matches!(
                    s,
                    Sector::Mil
                        | Sector::Reb
                        | Sector::Cop
                        | Sector::Uaf
                        | Sector::Spy
                        | Sector::Prm
                        | Sector::Crm
                )
            }),
            Condition::Official => {
                self.is_unknown_name(t)
                    || sectors().first().is_some_and(|s| {
                        matches!(
                            s,
                            Sector::Gov
                                | Sector::Leg
                                | Sector::Jud
                                | Sector::Pty
                                | Sector::Opp
                                | Sector::Eli
                                | Sector::Mil
                                | Sector::Cop
                        )
                    })
            }
            Condition::Civilian => sectors().first().is_some_and(|s| {
                matches!(
                    s,
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
            }),
            Condition::Place => self.find(t).place,
            Condition::Clause => tree.is_clause(t),
            Condition::Wish => is_wish(tree, t),
            Condition::Event(_) => false, // answered by the trigger table, which knows the acts
            Condition::Number => tree.upos(t) == Upos::Num,
            Condition::Any => true,
            Condition::None => false, // answered by the caller: nothing fills the slot
        }
    }

    /// A person or body whose name stands there, nothing known of them.
    fn is_unknown_name(&self, t: TokenIdx) -> bool {
        let found = self.find(t);
        let known = found.participant.is_some_and(|p| {
            !p.entity.code.sectors.is_empty() && p.entity.code.sectors != [Sector::Cvl]
        });
        let pronoun = self.tree.upos(t) == Upos::Pron && found.person;
        !known
            && !found.place
            && (self.name_of(t).is_some() && (found.person || found.organization) || pronoun)
    }
}

/// "Insists that Hungary lift its veto": a finite clause whose verb is bare.
fn is_wish(tree: &Tree<'_>, t: TokenIdx) -> bool {
    tree.upos(t) == Upos::Verb
        && tree.xpos(t) == Xpos::Vb
        && tree.kid(t, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some()
        && tree.kid(t, &[Deprel::Aux]).is_none()
        && tree.kids_by(t, &[Deprel::Mark]).all(|k| tree.lemma(k) == "that")
}
