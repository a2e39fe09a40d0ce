//! A plural in, whether it means states of no one country out: "world leaders", "other countries", "its allies".
//!
//! Nobody of a country is told by them, and the country of the story is not theirs.

use model::{Deprel, Sector, TokenIdx, Xpos};

use super::Who;

impl Who<'_, '_> {
    /// The sector of those meant by a word for governments or forces of several countries that it leaves open.
    pub(super) fn many(&self, t: TokenIdx) -> Option<Sector> {
        let tree = self.tree;
        if self.name_of(t).is_some() {
            return None;
        }
        let before = || tree.kids_by(t, &[Deprel::Amod, Deprel::Compound]);
        let plural = tree.xpos(t) == Xpos::Nns;
        let sided = || {
            tree.kid(t, &[Deprel::NmodPoss]).is_some()
                && !before().any(|k| tree.cue("siding-private", k) || self.name_of(k).is_some())
        };
        let states = plural && tree.cue("siding", t) && sided()
            || tree.cue("world-body", t) && before().any(|k| tree.cue("worldwide", k))
            || plural && tree.cue("world-power", t) && before().any(|k| tree.lemma(k) == "world")
            || plural && self.is_of_a_region(t);
        if states {
            return Some(Sector::Gov);
        }
        // "International troops", "coalition forces".
        let forces = plural && tree.cue("force-of-many", t);
        (forces && before().any(|k| tree.cue("allied", k)) && self.no_owner(t))
            .then_some(Sector::Mil)
    }

    /// "Arab states", "other countries", "leaders around the world", "nations" at large.
    fn is_of_a_region(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        if !tree.cue("state-noun", t) || !self.no_owner(t) {
            return false;
        }
        let before = || tree.kids_by(t, &[Deprel::Amod, Deprel::Compound, Deprel::Det]);
        if before().any(|k| tree.cue("of-region", k)) {
            return true;
        }
        if tree.cue("leader-noun", t) {
            return false;
        }
        let counted = || {
            tree.kids_by(t, &[Deprel::Nummod])
                .any(|k| !matches!(tree.form(k), "two" | "both" | "2"))
        };
        if before().any(|k| tree.cue("of-many", k)) || counted() {
            return true;
        }
        let bare = tree.kid(t, &[Deprel::Det, Deprel::NmodPoss, Deprel::Nmod, Deprel::AclRelcl]);
        bare.is_none() && before().next().is_none() && tree.cue("state-at-large", t)
    }

    /// Neither a country before it ("European leaders") nor one that they are of ("leaders of Niger").
    fn no_owner(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        let owns = |k: TokenIdx| {
            let region = tree.cue("of-region", k) || tree.cue("allied", k);
            !region && (self.name_of(k).is_some() || self.look(k).participant.is_some())
        };
        let before = [Deprel::Amod, Deprel::Compound, Deprel::NmodPoss];
        let of =
            |k: &TokenIdx| matches!(tree.preposition(*k).as_deref(), Some("of" | "from" | "in"));
        let region = tree.kids_by(t, &before).any(|k| tree.cue("of-region", k));
        // "Latin American leaders".
        let latin = region && tree.kids_by(t, &before).any(|k| tree.lemma(k) == "american");
        latin
            || !tree.kids_by(t, &before).any(owns)
                && !tree
                    .kids_by(t, &[Deprel::Nmod])
                    .filter(of)
                    .any(|k| self.look(k).participant.is_some())
                && tree.kid(t, &[Deprel::Appos]).is_none()
    }
}
