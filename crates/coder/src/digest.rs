//! One sentence in, its main act out; one noun phrase in, who it is out.
//!
//! "In September, a car bomb in Kiev killed another Chechen." has one main act: ASSAULT by "a car
//! bomb" on "another Chechen", whoever they are; which phrases these are, a small fitted table weighs
//! ([`answers`]). Measures of single sentences and of single names
//! ask for these; the events of a document are [`crate::code`]'s.

mod answers;
mod phrases;
mod tell;

pub use self::answers::{Answer, best_two};

use std::sync::LazyLock;

use knowledge::Knowledge;
use model::{Analysis, Deprel, Document, EventType, Participant, Sector, Span, TokenIdx, Upos};

use crate::{
    acts::Acts,
    compose::Composer,
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
    /// Noun phrases of the doers, in bytes, in reading order, as a small fitted table
    /// (`models/en/spans.tsv`) sees them; whether an act is found or not.
    pub actors: Vec<Span>,
    /// Noun phrases of those it is done to, likewise.
    pub recipients: Vec<Span>,
    /// What a fitted ranking looks at.
    pub features: Vec<String>,
    /// Vectors of the groups of words of the first sentence ([`relate::groups`]).
    pub company: Vec<f32>,
    /// Every answer to who does it and to whom it is done, nobody first, for fitting the table.
    pub answers: Vec<Answer>,
}

/// The acts of a text, the highest in the parse that no other speaks of first.
fn ranked(composer: &Composer<'_, '_, '_>) -> Vec<relate::Ranked> {
    let tree = composer.tree;
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
    ranked
}

/// The main act of the first sentences of a text: the highest in the parse that no other speaks of.
pub fn main_act(document: &Document, analysis: &Analysis, knowledge: &Knowledge) -> MainAct {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    let acts = Acts::find(&tree, &who, false);
    let mut composer = Composer::heard(&tree, &who, &acts);
    composer.settle();
    let ranked = ranked(&composer);
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
    let answers = answers::answers(&composer, &ranked);
    let (actors, recipients) = answers::chosen(&answers);
    let best = ranked.first().map(|r| &composer.drafts[r.draft]);
    MainAct {
        event_type: best.map(|b| b.event_type),
        penta,
        cameo: best.and_then(|b| b.cameo.clone()),
        actors: answers[actors].spans.clone(),
        recipients: answers[recipients].spans.clone(),
        features,
        company,
        answers,
    }
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
