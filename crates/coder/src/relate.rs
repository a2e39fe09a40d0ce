//! Two marked spans in, the type of act that relates them out.
//!
//! "<Tehran> vowed to strike <Israeli bases>": THREATEN. The acts of the sentence are the coder's
//! own; how well their doer and their recipient fall into the spans, and what kinds of act they are,
//! is weighed by a small fitted table (`models/en/relate.tsv`).
//!
//! Words without a frame count only by their vectors ([`company`]). A second opinion (an encoder's, from
//! `analysis::pairs`) may be added to what the table says. It always answers.

mod choice;
mod company;
mod features;

pub use self::choice::likeliest;
pub(crate) use self::{
    company::company,
    features::{Ranked, features},
};

use std::sync::LazyLock;

use knowledge::Knowledge;
use model::{Analysis, Deprel, Document, EventType, Mode, Span, Status, TokenIdx};

use crate::{
    acts::Acts,
    compose::{Composer, Draft},
    tree::Tree,
    weights::{Weights, chances},
    who::Who,
};

static TABLE: LazyLock<Weights> =
    LazyLock::new(|| Weights::read(include_str!("../../../models/en/relate.tsv")));

/// What stands for the data's YIELD, giving way by words or deeds.
pub const YIELD: EventType = EventType::Retreat;

/// What a second opinion weighs, of what the table weighs.
pub const OPINION: f32 = 0.6;

/// What relates two marked spans.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Related {
    /// The likeliest type of the likelier side and quad class ([`likeliest`]), where anything relates them.
    pub event_type: Option<EventType>,
    /// Its first mode.
    pub mode: Option<Mode>,
    /// Chances by type, greatest first; they sum to 1 unless empty.
    pub scores: Vec<(EventType, f32)>,
    /// What the ranking looked at, for fitting it.
    pub features: Vec<String>,
    /// Vectors of the groups of words around the spans ([`groups`]), one after the other.
    pub company: Vec<f32>,
}

/// Names of the groups of words whose vectors [`Related::company`] holds, all of one length.
pub fn groups() -> &'static [&'static str] {
    &company::GROUPS
}

/// Finds the act between `actor` and `recipient` (bytes of the document's text).
///
/// Where no word of the text has a frame, the sectors of the two decide. `opinion` holds logarithms of chances
/// by type, with [`YIELD`] for both ways of giving way; it may be empty.
pub fn relate(
    document: &Document,
    analysis: &Analysis,
    actor: Span,
    recipient: Span,
    knowledge: &Knowledge,
    opinion: &[(EventType, f32)],
) -> Related {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    let acts = Acts::find(&tree, &who, false);
    let mut composer = Composer::new(&tree, &who, &acts);
    composer.run();
    composer.hear();
    composer.settle();
    let spoken_of: Vec<bool> = (0..composer.drafts.len())
        .map(|d| composer.drafts.iter().any(|x| x.about == Some(d)) || composer.drafts[d].dropped)
        .collect();
    let ends = Ends::new(&tree, actor, recipient);
    let mut ranked: Vec<Ranked> = Vec::new();
    for (d, draft) in composer.drafts.iter().enumerate() {
        let mut score = ends.score(&tree, draft);
        if spoken_of[d] {
            score -= 2.0;
        }
        if draft.status == Status::Negated {
            score -= 0.5;
        }
        ranked.push(Ranked { draft: d, score });
    }
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.draft.cmp(&b.draft)));
    let features = features::features(&tree, &who, &acts, &composer, &ends, &ranked);
    let weights = &*TABLE;
    let company = company(&tree, &ends);
    let sums = weights.scores_with(&features, by_group(&company));
    let kinds: Vec<EventType> = sums.iter().map(|s| s.0.parse().unwrap_or(YIELD)).collect();
    let second = |kind| opinion.iter().find(|o| o.0 == kind).map_or(0.0, |o| o.1);
    let both = sums.iter().zip(&kinds).map(|(s, &kind)| s.1 + OPINION * second(kind));
    let chances = chances(&both.collect::<Vec<_>>());
    let mut scores: Vec<(EventType, f32)> = kinds.into_iter().zip(chances).collect();
    let mut best = likeliest(&scores);
    // The data's one class for giving way is whichever of the two the acts speak of.
    let yields = ranked
        .iter()
        .map(|r| composer.drafts[r.draft].event_type)
        .find(|t| matches!(t, EventType::Concede | EventType::Retreat))
        .unwrap_or(YIELD);
    let told = scores.iter_mut().map(|s| &mut s.0).chain(best.as_mut());
    told.filter(|t| **t == YIELD).for_each(|t| *t = yields);
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mode = ranked
        .iter()
        .map(|r| &composer.drafts[r.draft])
        .find(|d| Some(d.event_type) == best)
        .and_then(|d| d.modes.first().copied());
    Related { event_type: best, mode, scores, features, company }
}

/// The vectors of [`company`] with the names of their groups.
pub(crate) fn by_group(company: &[f32]) -> impl Iterator<Item = (&'static str, &[f32])> {
    let n_dims = (company.len() / company::GROUPS.len()).max(1);
    company::GROUPS.into_iter().zip(company.chunks(n_dims))
}

/// The marked spans as tokens.
#[derive(Default)]
pub(crate) struct Ends {
    actor: Vec<TokenIdx>,
    recipient: Vec<TokenIdx>,
}

impl Ends {
    fn new(tree: &Tree<'_>, actor: Span, recipient: Span) -> Self {
        let inside = |span: Span| -> Vec<TokenIdx> {
            tree.analysis
                .tokens
                .iter()
                .enumerate()
                .filter(|(_, t)| span.overlaps(t.span))
                .map(|(i, _)| TokenIdx(i as u32))
                .collect()
        };
        Self { actor: inside(actor), recipient: inside(recipient) }
    }

    fn score(&self, tree: &Tree<'_>, draft: &Draft) -> f32 {
        let mut score = 0.0;
        let actor_span = |p: &model::Participant, list: &[TokenIdx]| {
            list.iter().any(|&t| tree.analysis.token(t).span.overlaps(p.span))
        };
        if draft.actors.iter().any(|p| actor_span(p, &self.actor)) {
            score += 2.0;
        }
        if draft.recipients.iter().any(|p| actor_span(p, &self.recipient)) {
            score += 2.0;
        }
        if draft.actors.iter().any(|p| actor_span(p, &self.recipient)) {
            score += if draft.event_type.is_mutual() { 0.8 } else { -0.8 };
        }
        if let Some(subject) = tree.surface_subject(draft.head) {
            let undergoes = self.recipient.contains(&subject) && tree.is_passive(draft.head);
            if self.actor.contains(&subject) || undergoes {
                score += 1.5;
            }
        }
        // Close by the parse to both ends; a trigger inside an end only describes it.
        let near = |list: &[TokenIdx]| {
            list.iter().filter_map(|&t| steps(tree, draft.head, t)).min().unwrap_or(9) as f32
        };
        score -= 0.25 * near(&self.actor);
        score -= 0.35 * near(&self.recipient);
        if self.actor.contains(&draft.head) || self.recipient.contains(&draft.head) {
            score -= 1.5;
        }
        if draft.nominal {
            score -= 0.3;
        }
        score
    }
}

/// Edges between two tokens of a sentence; clause borders count double.
fn steps(tree: &Tree<'_>, from: TokenIdx, to: TokenIdx) -> Option<u32> {
    let weight = |t: TokenIdx| match tree.rel(t) {
        Deprel::Conj => 0,
        Deprel::AclRelcl | Deprel::Advcl | Deprel::Parataxis => 2,
        _ => 1,
    };
    let mut up: Vec<(TokenIdx, u32)> = vec![(from, 0)];
    let mut cost = 0;
    let mut at = from;
    while let Some(h) = tree.head(at) {
        cost += weight(at);
        up.push((h, cost));
        at = h;
    }
    let mut cost = 0;
    let mut at = to;
    loop {
        if let Some(&(_, c)) = up.iter().find(|(t, _)| *t == at) {
            return Some(c + cost);
        }
        cost += weight(at);
        at = tree.head(at)?;
    }
}
