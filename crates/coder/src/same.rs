//! Two drafts of a sentence in, whether they tell of one act out.
//!
//! "Flew to Ankara to meet ministers" is one visit, "shot and killed" one use of force. It drops
//! nothing itself.

use model::{Deprel, EventType, Mode, Participant, Status, TokenIdx};

use crate::compose::{Composer, Draft};

impl Composer<'_, '_, '_> {
    /// "Flew to Ankara to meet ministers", "is due in Windhoek for talks": what the visit is for.
    pub(crate) fn is_purpose(&self, x: &Draft, y: &Draft) -> bool {
        let tree = self.tree;
        let open = matches!(y.status, Status::Hypothetical | Status::Planned);
        let for_it = match tree.rel(y.head) {
            Deprel::Advcl | Deprel::Xcomp => {
                tree.kids_by(y.head, &[Deprel::Mark]).any(|k| tree.lemma(k) == "to")
            }
            Deprel::Obl | Deprel::Nmod => tree.preposition(y.head).as_deref() == Some("for"),
            _ => false,
        };
        let countries = |list: &[Participant]| -> Vec<Option<String>> {
            list.iter().map(|p| p.entity.code.country.clone()).collect()
        };
        let (hosts, met) = (countries(&x.recipients), countries(&y.recipients));
        x.event_type == EventType::Consult
            && y.event_type == EventType::Consult
            && x.modes.contains(&Mode::Visit)
            && !x.nominal
            && open
            && for_it
            && tree.head(y.head) == Some(x.head)
            && met.iter().all(|c| hosts.contains(c))
    }

    /// "Nine were wounded in the attack", "shot and killed": one use of force, told twice over.
    pub(crate) fn one_assault(&self, x: &Draft, y: &Draft) -> bool {
        let tree = self.tree;
        let hangs = |low: TokenIdx, high: TokenIdx| {
            let mut at = low;
            for _ in 0..3 {
                let near = matches!(
                    tree.rel(at),
                    Deprel::Obl
                        | Deprel::OblAgent
                        | Deprel::Nmod
                        | Deprel::Acl
                        | Deprel::AclRelcl
                        | Deprel::Advcl
                        | Deprel::Obj
                        | Deprel::NsubjPass
                        | Deprel::Nsubj
                        | Deprel::Conj
                );
                let Some(above) = tree.head(at).filter(|_| near) else { return false };
                if above == high {
                    return true;
                }
                at = above;
            }
            false
        };
        let clash = |a: &[Participant], b: &[Participant]| {
            let countries = |list: &[Participant]| -> Vec<Option<String>> {
                list.iter().map(|p| p.entity.code.country.clone()).collect()
            };
            !a.is_empty() && !b.is_empty() && !countries(a).iter().any(|c| countries(b).contains(c))
        };
        (hangs(x.head, y.head) || hangs(y.head, x.head))
            && !clash(&x.actors, &y.actors)
            && !clash(&x.recipients, &y.recipients)
    }
}
