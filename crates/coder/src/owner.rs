//! A word beside a noun in, whether it says whose the noun is and whose that is out.
//!
//! "NATO-backed militants" are not NATO's; in "criticised Chile over its blockade" the blockade is
//! Chile's. It never looks beyond the sentence.

use model::{Deprel, TokenIdx, Xpos};

use crate::tree::Tree;

impl Tree<'_> {
    /// "Criticised Chile over its blockade", "thanked the king for his help": the one that is
    /// criticised or thanked owns what for.
    pub(crate) fn judged_owner(&self, t: TokenIdx) -> Option<TokenIdx> {
        let owner = self.rel(t) == Deprel::NmodPoss
            && matches!(self.form(t), "its" | "his" | "her" | "their");
        let noun = self.head(t).filter(|_| owner)?;
        let reason = self.rel(noun) == Deprel::Obl
            && matches!(self.preposition(noun).as_deref(), Some("for" | "over" | "of"));
        let verb = self.head(noun).filter(|_| reason)?;
        if !self.cue("control-for", verb) || self.is_passive(verb) {
            return None;
        }
        let judged = self.kid(verb, &[Deprel::Obj]).filter(|&k| k < noun)?;
        let several = self.kid(judged, &[Deprel::Conj]).is_some()
            || matches!(self.xpos(judged), Xpos::Nns | Xpos::Nnps);
        (several || self.form(t) != "their").then(|| self.through_relative(judged))
    }

    /// Whether a name says for or against whom somebody is, not whose they are: "NATO-backed
    /// militants", "Russian and Iran-backed forces", "pro-Russian rebels".
    pub(crate) fn only_backs(&self, t: TokenIdx) -> bool {
        let form = |k: u32| self.analysis.tokens.get(k as usize).map(|x| x.span.of(self.text));
        let backs = |k: TokenIdx| {
            let behind = form(k.0 + 1) == Some("-")
                && form(k.0 + 2).is_some_and(|w| self.knowledge.cues.has("backing", w));
            let prefix = |w: Option<&str>| matches!(w, Some("pro" | "anti" | "Pro" | "Anti"));
            let before = k.0 > 1 && form(k.0 - 1) == Some("-") && prefix(form(k.0 - 2));
            behind || before
        };
        backs(t) || self.kids_by(t, &[Deprel::Conj]).any(backs)
    }

    /// Who a statement, letter or remark is from: its possessor, "by" or "from" phrase, else the
    /// subject of the verb that has it as object.
    pub(crate) fn author_of(&self, noun: TokenIdx, depth: u8) -> Option<TokenIdx> {
        self.kid(noun, &[Deprel::NmodPoss])
            .or_else(|| {
                self.kids_by(noun, &[Deprel::Nmod])
                    .find(|&k| matches!(self.preposition(k).as_deref(), Some("by" | "from")))
            })
            .or_else(|| {
                let verb = self.head(noun)?;
                let object = matches!(self.rel(noun), Deprel::Obj | Deprel::Obl | Deprel::Conj);
                (object && self.is_predicate(verb))
                    .then(|| self.subject_at(verb, depth + 1))
                    .flatten()
            })
            .or(Some(noun))
    }
}
