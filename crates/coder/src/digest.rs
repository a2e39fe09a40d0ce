//! One sentence in, its main act out; one noun phrase in, who it is out.
//!
//! "In September, a car bomb in Kiev killed another Chechen." has one main act: ASSAULT by "a car
//! bomb" on "another Chechen", whoever they are. Measures of single sentences and of single names
//! ask for these; the events of a document are [`crate::code`]'s.

use std::sync::LazyLock;

use knowledge::Knowledge;
use model::{Analysis, Deprel, Document, EventType, Participant, Sector, Span, TokenIdx, Upos};

use crate::{
    acts::Acts,
    compose::{Composer, Draft},
    relate::{self, Ends},
    sides::is_coded,
    tree::Tree,
    weights::Weights,
    who::Who,
};

static TABLE: LazyLock<Weights> =
    LazyLock::new(|| Weights::read(include_str!("../../../models/en/penta.tsv")));

/// The main act of a text, with the words of its sides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MainAct {
    /// Type, where any word has a frame.
    pub event_type: Option<EventType>,
    /// Penta class of CAMEO, 0 to 4, as a small fitted table (`models/en/penta.tsv`) sees it.
    pub penta: u8,
    /// CAMEO code of the act.
    pub cameo: Option<String>,
    /// Noun phrases of the doers, in bytes, in reading order.
    pub actors: Vec<Span>,
    /// Noun phrases of those it is done to.
    pub recipients: Vec<Span>,
    /// What a fitted ranking looks at.
    pub features: Vec<String>,
    /// Vectors of the groups of words of the first sentence ([`relate::groups`]).
    pub company: Vec<f32>,
}

/// The main act of the first sentences of a text: the highest in the parse that no other speaks of.
pub fn main_act(document: &Document, analysis: &Analysis, knowledge: &Knowledge) -> MainAct {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    let acts = Acts::find(&tree, &who, false);
    let mut composer = Composer::heard(&tree, &who, &acts);
    composer.settle();
    let spoken_of = |d: usize| composer.drafts.iter().any(|x| x.about == Some(d));
    let depth = |t: TokenIdx| tree.ancestors(t).count() as f32;
    let mut ranked: Vec<relate::Ranked> = composer
        .drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| !draft.dropped)
        .map(|(d, draft)| {
            let sides = f32::from(u8::from(!draft.actors.is_empty()))
                + f32::from(u8::from(!draft.recipients.is_empty()));
            let mut score = 2.0 - 0.8 * depth(draft.head) + sides;
            if spoken_of(d) {
                score -= 3.0;
            }
            if draft.nominal {
                score -= 1.0;
            }
            relate::Ranked { draft: d, score }
        })
        .collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.draft.cmp(&b.draft)));
    let features = relate::features(&tree, &who, &acts, &composer, &Ends::default(), &ranked);
    let company = relate::company(&tree, &Ends::default());
    let weights = &*TABLE;
    let penta = weights
        .scores_with(&features, relate::by_group(&company))
        .into_iter()
        .fold(("0", f32::MIN), |best, s| if s.1 > best.1 { s } else { best })
        .0
        .parse()
        .unwrap_or(0);
    let Some(best) = ranked.first().map(|r| &composer.drafts[r.draft]) else {
        return MainAct { penta, features, company, ..MainAct::default() };
    };
    let (actors, recipients) = sides(&tree, &who, &acts, best);
    MainAct {
        event_type: Some(best.event_type),
        penta,
        cameo: best.cameo.clone(),
        actors,
        recipients,
        features,
        company,
    }
}

/// Noun phrases that fill the sides of the act, coded or not.
fn sides(tree: &Tree<'_>, who: &Who<'_, '_>, acts: &Acts, draft: &Draft) -> (Vec<Span>, Vec<Span>) {
    let of_participants = |list: &[Participant]| -> Vec<Span> {
        list.iter()
            .map(|p| {
                let head = tree.analysis.tokens.iter().position(|t| p.span.contains(t.span));
                head.map_or(p.span, |h| phrase(tree, top_of(tree, TokenIdx(h as u32), p.span)))
            })
            .collect()
    };
    let mut actors = of_participants(&draft.actors);
    let mut recipients = of_participants(&draft.recipients);
    if let Some(i) = acts.at(draft.head) {
        let sense = tree.knowledge.frames.get(acts.list[i].sense);
        let fill = |paths: &[knowledge::Path]| -> Vec<Span> {
            paths
                .iter()
                .map(|p| tree.path(draft.head, p))
                .find(|found| found.iter().any(|&t| !tree.is_clause(t)))
                .unwrap_or_default()
                .into_iter()
                .filter(|&t| !tree.is_clause(t) && who.find(t).participant.is_none_or(|_| true))
                .map(|t| phrase(tree, t))
                .collect()
        };
        if actors.is_empty() {
            actors = fill(&sense.actor);
        }
        if recipients.is_empty() {
            recipients = fill(&sense.recipient);
        }
    }
    (actors, recipients)
}

/// The highest token of a span.
fn top_of(tree: &Tree<'_>, first: TokenIdx, span: Span) -> TokenIdx {
    let mut at = first;
    while let Some(h) = tree.head(at) {
        if !span.contains(tree.analysis.token(h).span) {
            break;
        }
        at = h;
    }
    at
}

/// A noun phrase from its determiner to its "of" phrase, without clauses and appositions.
fn phrase(tree: &Tree<'_>, head: TokenIdx) -> Span {
    let mut span = tree.analysis.token(head).span;
    for &k in tree.kids(head) {
        let rel = tree.rel(k);
        let left = k < head
            && matches!(
                rel,
                Deprel::Det
                    | Deprel::Amod
                    | Deprel::Compound
                    | Deprel::NmodPoss
                    | Deprel::NmodDesc
                    | Deprel::Nummod
                    | Deprel::Flat
            );
        let right = k > head
            && (rel == Deprel::Flat
                || rel == Deprel::Nmod && tree.preposition(k).as_deref() == Some("of"));
        if left || right {
            span = span.cover(phrase(tree, k));
        }
    }
    span
}

/// Who a noun phrase given by itself is ("retired US general", "Angela Merkel"), on the document's
/// day; `None` where nobody political is named.
pub fn who_is(
    document: &Document,
    analysis: &Analysis,
    knowledge: &Knowledge,
) -> Option<Participant> {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    let tokens = || (0..analysis.tokens.len() as u32).map(TokenIdx);
    let root = tokens().find(|&t| tree.head(t).is_none());
    let coded = |t: TokenIdx| who.find(t).participant.filter(is_coded);
    let nominal = |t: &TokenIdx| matches!(tree.upos(*t), Upos::Noun | Upos::Propn | Upos::Adj);
    let found = root.and_then(coded).or_else(|| tokens().filter(nominal).filter_map(coded).last());
    let mut found = found.or_else(|| tokens().find_map(coded))?;
    // A people by its name alone ("Brazilians") is civilians only when it acts.
    let code = &mut found.entity.code;
    let id = found.entity.id.as_ref().map(|id| id.0.as_str());
    let alone = analysis.sentences.first().is_some_and(|s| s.end.0 == 1);
    if alone && id.is_some() && id == code.country.as_deref() && code.sectors == [Sector::Cvl] {
        code.sectors.clear();
    }
    Some(found)
}

/// Words that name the parties of a text, each once, subjects before others, in reading order.
pub fn parties(document: &Document, analysis: &Analysis, knowledge: &Knowledge) -> Vec<Span> {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    let mut found: Vec<(bool, Participant)> = Vec::new();
    for m in &analysis.mentions {
        let inner = matches!(tree.rel(m.head), Deprel::Amod | Deprel::Compound | Deprel::NmodPoss);
        let f = who.find(m.head);
        let Some(mut p) = f.participant.filter(|_| !inner && !f.owned) else { continue };
        if is_coded(&p) && !found.iter().any(|(_, q)| q.entity == p.entity) {
            p.span = m.span;
            let subject = matches!(tree.rel(m.head), Deprel::Nsubj | Deprel::NsubjPass);
            found.push((!subject, p));
        }
    }
    found.sort_by_key(|(other, p)| (*other, p.span.start));
    found.into_iter().map(|(_, p)| p.span).collect()
}
