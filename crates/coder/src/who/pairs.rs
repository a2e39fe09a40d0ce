//! "Both leaders", "officials of the US and Mexico": one noun phrase in, several participants out.

use model::{Deprel, MentionKind, Participant, Sector, TokenIdx, Upos, Xpos};

use super::Who;

impl Who<'_, '_> {
    /// Participants of the noun phrase at `t`; two for "both leaders".
    pub(crate) fn participants(&self, t: TokenIdx) -> Vec<Participant> {
        if self.is_pair(t) {
            let pair = self.pair_before(t);
            if pair.len() == 2 {
                return pair;
            }
        }
        let found = self.find(t).participant;
        // "officials from both the US and Mexico": one for each country.
        if let Some(p) = &found
            && p.entity.id.is_none()
            && self.name_of(t).is_none()
        {
            let mut countries = self.left_countries(t);
            if countries.is_empty() {
                countries = self.right_countries(t);
            }
            if countries.len() > 1 {
                return countries
                    .into_iter()
                    .map(|c| {
                        let mut p = p.clone();
                        p.entity.code.country = Some(c);
                        p
                    })
                    .collect();
            }
        }
        found.into_iter().collect()
    }

    pub(super) fn is_pair(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        let lemma = tree.lemma(t);
        if lemma == "both" && tree.upos(t) != Upos::Cconj {
            return true;
        }
        let noun = matches!(
            lemma.as_str(),
            "leader"
                | "country"
                | "nation"
                | "side"
                | "president"
                | "minister"
                | "government"
                | "neighbour"
                | "neighbor"
                | "ally"
                | "rival"
                | "man"
                | "pair"
                | "party"
                | "capital"
        );
        if lemma == "pair" {
            return true;
        }
        noun && matches!(tree.xpos(t), Xpos::Nns | Xpos::Nnps)
            && tree.kids(t).iter().any(|&k| matches!(tree.lemma(k).as_str(), "two" | "both" | "2"))
            && self.modifier_country(t).is_none()
    }

    /// The last two participants of different countries that were named before `t`.
    pub(super) fn pair_before(&self, t: TokenIdx) -> Vec<Participant> {
        let analysis = self.tree.analysis;
        let upto = analysis.mentions.partition_point(|m| m.first < t);
        let mut pair: Vec<Participant> = Vec::new();
        for m in analysis.mentions[..upto].iter().rev().take(40) {
            if m.kind == MentionKind::Pronoun || analysis.token(m.head).deprel == Deprel::Amod {
                continue;
            }
            let Some(mut p) = self.find(m.head).participant else { continue };
            let Some(country) = p.entity.code.country.clone() else { continue };
            let governs = p.entity.code.sectors.first().is_none_or(|s| *s == Sector::Gov);
            if !governs || pair.iter().any(|q| q.entity.code.country.as_ref() == Some(&country)) {
                continue;
            }
            if p.entity.code.sectors.is_empty() {
                p.entity.code.sectors = vec![Sector::Gov];
            }
            p.span = analysis.token(t).span;
            pair.push(p);
            if pair.len() == 2 {
                break;
            }
        }
        pair.reverse();
        pair
    }
}
