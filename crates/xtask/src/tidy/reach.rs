//! Every mode of every type, and every CAMEO code below a root that PLOVER keeps, is reached by three
//! senses or more.

use knowledge::Knowledge;
use model::EventType;

use crate::{reach::Reach, tree::Tree};

const N_SENSES_MIN: usize = 3;

/// Codes that fewer senses reach: what is promised to be eased or let go is CONCEDE by the codebook,
/// which has codes of its own for it. The list only shrinks.
const FEW: &[&str] = &["0351", "0352", "0353", "0354", "0355"];

pub(super) fn check(tree: &Tree) -> Vec<String> {
    if tree.file("data/ontology/types.toml").is_none() {
        return Vec::new();
    }
    let knowledge = match Knowledge::load(&tree.root.join("data")) {
        Ok(knowledge) => knowledge,
        Err(error) => return vec![error.to_string()],
    };
    let reach = Reach::of(&knowledge);
    let ontology = &knowledge.ontology;
    let mut wrong = Vec::new();
    for event_type in EventType::ALL.iter().copied() {
        for mode in ontology.modes_of(event_type) {
            let n = reach.mode(event_type, mode).map_or(0, |w| w.n);
            if n < N_SENSES_MIN {
                wrong.push(format!(
                    "data/ontology/types.toml:1: {event_type}.{mode} has {n} senses, at least {N_SENSES_MIN}"
                ));
            }
        }
    }
    for row in ontology.cameo_rows() {
        // Appeals are told from demands by their verb, whatever the sense.
        if row.event_type.is_none() || row.code.len() < 3 || row.code.starts_with("02") {
            continue;
        }
        let n = reach.code(&row.code).map_or(0, |w| w.n);
        let listed = FEW.contains(&row.code.as_str());
        if n < N_SENSES_MIN && !listed {
            wrong.push(format!(
                "data/ontology/cameo.tsv:1: code {} has {n} senses, at least {N_SENSES_MIN}",
                row.code
            ));
        } else if n >= N_SENSES_MIN && listed {
            wrong.push(format!(
                "data/ontology/cameo.tsv:1: code {} has {n} senses now: take it off the list",
                row.code
            ));
        }
    }
    wrong
}
