//! Ranked drafts in, names of features out: what the fitted ranking of types looks at.
//!
//! Features name types, modes, statuses, sectors, frames and operators of our own data and how they
//! lie to the marked spans; never words of the text.

use model::{Deprel, EventType, Participant, Status, TokenIdx};

use super::{Ends, steps};
use crate::{acts::Acts, compose::Composer, likely_acts::share, tree::Tree, who::Who};

/// One act of the sentence with how well it lies to the spans.
pub(crate) struct Ranked {
    pub(crate) draft: usize,
    pub(crate) score: f32,
}

/// Features of a marked pair; `ranked` best first.
pub(crate) fn features(
    tree: &Tree<'_>,
    who: &Who<'_, '_>,
    acts: &Acts,
    composer: &Composer<'_, '_, '_>,
    ends: &Ends,
    ranked: &[Ranked],
) -> Vec<String> {
    let mut out = vec!["bias".to_owned()];
    for (k, r) in ranked.iter().take(3).enumerate() {
        let d = &composer.drafts[r.draft];
        let t = d.event_type.as_str();
        let near = if r.score > 2.0 {
            "near"
        } else if r.score > 0.0 {
            "mid"
        } else {
            "far"
        };
        out.push(format!("t{k}={t}"));
        out.push(format!("t{k}={t}|{near}"));
        if k < 2 {
            out.push(format!("t{k}={t}|{}", d.status.as_str()));
        }
        if k > 0 {
            continue;
        }
        for m in &d.modes {
            out.push(format!("m={t}.{}", m.as_str()));
        }
        if let Some(cameo) = &d.cameo {
            out.push(format!("c={}", cameo.get(..3).unwrap_or(cameo)));
            out.push(format!("c2={}", cameo.get(..2).unwrap_or(cameo)));
        }
        if let Some(a) = d.about {
            let inner = &composer.drafts[a];
            out.push(format!("about={t}>{}", inner.event_type.as_str()));
            out.push(format!("inner={}", inner.event_type.as_str()));
            if let Some(c) = &inner.cameo {
                out.push(format!("aboutc={t}>{}", c.get(..3).unwrap_or(c)));
            }
        }
        if let Some(above) = composer.drafts.iter().find(|x| x.about == Some(r.draft)) {
            out.push(format!("under={}>{t}", above.event_type.as_str()));
        }
        if d.local.future {
            out.push(format!("future={t}"));
        }
        if d.status != Status::Happened {
            out.push(format!("open={t}"));
        }
        if d.nominal {
            out.push(format!("noun={t}"));
        }
        if let Some(i) = acts.at(d.head) {
            let sense = tree.knowledge.frames.get(acts.list[i].sense);
            out.push(format!("frame={}", sense.headword));
            if let Some(o) = &sense.operator {
                out.push(format!("op={o}"));
                out.push(format!("op={o}|{t}"));
            }
        }
        for (side, list) in [("a", &ends.actor), ("r", &ends.recipient)] {
            let found = list.iter().find_map(|&x| who.find(x).participant);
            let sector = found.as_ref().map_or("none", sector);
            out.push(format!("{side}={sector}|{t}"));
        }
    }
    for r in ranked.iter().skip(1).take(4) {
        out.push(format!("also={}", composer.drafts[r.draft].event_type.as_str()));
    }
    if ranked.is_empty() {
        out.push("none".to_owned());
    }
    for (side, list) in [("a", &ends.actor), ("r", &ends.recipient)] {
        let found = list.iter().find_map(|&x| {
            let f = who.find(x);
            let place = f.place && !f.country;
            f.participant.map(|p| (p, place))
        });
        let (sector, place) = found.as_ref().map_or(("none", false), |(p, pl)| (sector(p), *pl));
        out.push(format!("{side}={sector}"));
        if place {
            out.push(format!("{side}=place"));
        }
    }
    near_frames(tree, ends, &mut out);
    hints(tree, ends, &mut out);
    out.sort_unstable();
    out.dedup();
    out
}

fn sector(p: &Participant) -> &'static str {
    p.entity.code.sectors.first().map_or("country", |s| s.as_str())
}

/// Types that the headwords near both spans can have at all, whatever their conditions say.
fn near_frames(tree: &Tree<'_>, ends: &Ends, out: &mut Vec<String>) {
    // Without spans, how far from the root of the first sentence.
    let anchor = ends.actor.first().or(ends.recipient.first()).copied();
    let n = anchor.map_or(0, |t| tree.analysis.sentence_of(t));
    let Some(s) = tree.analysis.sentences.get(n) else { return };
    let away = |t: TokenIdx, list: &[TokenIdx]| {
        if anchor.is_none() {
            return tree.ancestors(t).count() as u32 + 1;
        }
        list.iter().filter_map(|&x| steps(tree, t, x)).min().unwrap_or(9)
    };
    for t in s.tokens() {
        if ends.actor.contains(&t)
            || ends.recipient.contains(&t)
            || matches!(tree.rel(t), Deprel::Punct | Deprel::Det | Deprel::Case)
        {
            continue;
        }
        let (a, r) = (away(t, &ends.actor), away(t, &ends.recipient));
        if a > 3 && r > 3 {
            continue;
        }
        let close = if a <= 2 && r <= 2 {
            "path"
        } else if a + r <= 5 {
            "by"
        } else {
            "off"
        };
        let lemma = tree.lemma(t);
        let mut types: Vec<&str> = Vec::new();
        for pos in [knowledge::Pos::Verb, knowledge::Pos::Noun, knowledge::Pos::Adj] {
            for &i in tree.knowledge.frames.senses(lemma, pos) {
                let sense = tree.knowledge.frames.get(i);
                if let Some(e) = sense.event {
                    types.push(e.as_str());
                }
            }
        }
        if types.is_empty() {
            continue;
        }
        out.push(format!("word={lemma}|{close}"));
        types.sort_unstable();
        types.dedup();
        for e in types {
            out.push(format!("may={e}|{close}"));
        }
    }
}

/// Likelier than this, a type of act is hinted at.
const HINTED: f32 = 0.2;

/// A span fits every word at least so well, so that an act whose sides the hints do not know still counts.
const LEAST_FIT: f32 = 0.05;

/// What the words outside the spans hint at, and for words whose hints fit the spans, which type.
fn hints(tree: &Tree<'_>, ends: &Ends, out: &mut Vec<String>) {
    let anchor = ends.actor.first().or(ends.recipient.first()).copied();
    let n = anchor.map_or(0, |t| tree.analysis.sentence_of(t));
    let Some(s) = tree.analysis.sentences.get(n) else { return };
    if tree.analysis.hints.is_empty() {
        return;
    }
    let mut said = [0.0_f32; EventType::ALL.len()];
    let mut linked = said;
    let outside = |t: &TokenIdx| !ends.actor.contains(t) && !ends.recipient.contains(t);
    for t in s.tokens().filter(outside) {
        let Some(hint) = tree.analysis.hint(t) else { continue };
        let fits = |list: &[TokenIdx], is_recipient: bool| {
            let odds = list.iter().filter_map(|&x| tree.analysis.hint(x));
            let best = odds.map(|x| hint.link(x, is_recipient)).fold(f32::MIN, f32::max);
            (1.0 / (1.0 + libm::expf(-best.max(-9.0)))).max(LEAST_FIT)
        };
        let by = fits(&ends.actor, false) * fits(&ends.recipient, true);
        for ((chance, said), linked) in hint.chances().zip(&mut said).zip(&mut linked) {
            *said = said.max(chance);
            *linked = linked.max(chance * by);
        }
    }
    let named = |i: usize| EventType::ALL[i].as_str();
    let mut order: Vec<usize> = (0..said.len()).collect();
    order.sort_by(|&a, &b| said[b].total_cmp(&said[a]).then(a.cmp(&b)));
    out.push(format!("said={}|{}", named(order[0]), share(said[order[0]])));
    out.extend(order.iter().filter(|i| said[**i] > HINTED).map(|&i| format!("said={}", named(i))));
    if anchor.is_some() {
        order.sort_by(|&a, &b| linked[b].total_cmp(&linked[a]).then(a.cmp(&b)));
        out.push(format!("linked={}", named(order[0])));
        out.push(format!("linked={}|{}", named(order[0]), share(linked[order[0]])));
        out.push(format!("linked2={}", named(order[1])));
    }
}
