//! Events in, how sure each is out: chances, calibrated on documents coded by hand.
//!
//! A verb with both sides named beside it is right more often than a bare noun whose sides are
//! recalled from elsewhere. What an event rests on (its type, the kind of its trigger, where its
//! sides come from, the reasons that the coder keeps) is summed by a small fitted table
//! (`models/en/confidence.tsv`), one sum for the whole and one for each field; the sum is turned
//! into a chance. `lab fit confidence` fits it and says how far chances and outcomes part.
//!
//! It looks at no word of a text, and changes nothing but the chances.

use std::sync::OnceLock;

use model::{
    Analysis, DateBasis, Deprel, Document, Event, FieldConfidence, Participant, Party, Sector,
    Span, TokenIdx, Upos,
};

use crate::{
    likely_acts::{self, WEIGHS, share},
    likely_sides::{odds, steps},
    likely_statuses::TURNED,
    weights::Weights,
};

/// The columns of the table: the whole event (type, countries of both sides, status), then fields.
pub const CHANCES: [&str; 6] = ["all", "type", "actor", "recipient", "status", "date"];

/// What the event at `index` rests on, as the table sees it; sorted, never empty.
///
/// # Panics
/// Where `index` is none of `events`.
pub fn features(
    document: &Document,
    analysis: &Analysis,
    events: &[Event],
    index: usize,
) -> Vec<String> {
    let e = &events[index];
    let head = analysis.token(e.evidence.trigger_head);
    let kind = e.class.event_type;
    let nominal = matches!(head.upos, Upos::Noun | Upos::Propn);
    let mut f = vec!["bias".to_owned()];
    let mut add = |x: String| f.push(x);
    add(format!("type={kind}"));
    add(format!("status={}", e.status));
    add(format!("type={kind}|status={}", e.status));
    let form = if nominal {
        "noun"
    } else if head.upos == Upos::Verb {
        "verb"
    } else {
        "other"
    };
    add(format!("form={form}"));
    add(format!("type={kind}|form={form}"));
    add(format!("rel={}", relation(head.deprel)));
    for (side, list) in [("actor", &e.actors), ("recipient", &e.recipients)] {
        for x in of_side(analysis, e.evidence.trigger_head, e.evidence.sentence_span, list) {
            add(format!("{side}:{x}"));
        }
    }
    let sides = format!("{}{}", told(&e.actors), told(&e.recipients));
    add(format!("sides={sides}"));
    add(format!("type={kind}|sides={sides}"));
    let country = |list: &[Participant]| list.first().and_then(|p| p.entity.code.country.clone());
    let (a, r) = (country(&e.actors), country(&e.recipients));
    add(match (&a, &r) {
        (Some(a), Some(r)) if a == r => "countries=home".to_owned(),
        (Some(_), Some(_)) => "countries=abroad".to_owned(),
        _ => "countries=unsaid".to_owned(),
    });
    for why in &e.why {
        if let Some(reason) = reason(why) {
            add(reason);
        }
    }
    add(format!("modes={}", e.class.modes.len().min(1)));
    add(format!("cameo={}", e.class.cameo.len()));
    add(format!("attributed={}", e.attribution.is_some()));
    add(format!("about={}", e.about.is_some()));
    add(format!("spoken_of={}", events.iter().any(|x| x.about == Some(index as u32))));
    let quoted = analysis
        .quotes
        .iter()
        .any(|q| q.kind == model::QuoteKind::Direct && q.span.contains(e.evidence.trigger));
    add(format!("quoted={quoted}"));
    let sentence = &analysis.sentences[e.evidence.sentence as usize];
    let n_tokens = sentence.end.0 - sentence.first.0;
    add(format!("length={}", (n_tokens / 12).min(4)));
    let place = match e.evidence.sentence {
        0 => "headline",
        1..=3 => "lede",
        4..=15 => "body",
        _ => "far",
    };
    add(format!("place={place}"));
    let beside = events.iter().filter(|x| x.evidence.sentence == e.evidence.sentence);
    add(format!("beside={}", beside.count().min(5)));
    let again = events.iter().enumerate().any(|(i, x)| {
        i != index
            && x.class.event_type == kind
            && country(&x.actors) == a
            && country(&x.recipients) == r
            && x.evidence.sentence != e.evidence.sentence
    });
    add(format!("again={again}"));
    add(match e.date.map(|d| d.basis) {
        None => "date=none".to_owned(),
        Some(DateBasis::Stated(_)) => "date=stated".to_owned(),
        Some(DateBasis::Inferred(_)) => "date=inferred".to_owned(),
        Some(DateBasis::Published) => "date=published".to_owned(),
    });
    add(format!("placed={}", e.place.is_some()));
    add(format!("dateline={}", document.dateline.is_some()));
    hints(analysis, e, &mut f);
    f.sort_unstable();
    f.dedup();
    f
}

/// What the words hint at: the type, another one, whether it was done, who does and undergoes it.
fn hints(analysis: &Analysis, e: &Event, f: &mut Vec<String>) {
    let head = e.evidence.trigger_head;
    let Some(hint) = analysis.hint(head) else { return };
    let kind = e.class.event_type;
    let chance = likely_acts::hinted(analysis, e.evidence.trigger, head, kind).unwrap_or(0.0);
    f.push(format!("hint={}", share(chance)));
    let (other, rival) = hint.likeliest();
    if other != kind {
        f.push(format!("hint-other={}", share(rival)));
    }
    f.push(format!("told={}|status={}", share(hint.asserted()), e.status));
    for (side, list, is_recipient) in
        [("actor", &e.actors, false), ("recipient", &e.recipients, true)]
    {
        let last = list.first().and_then(|p| analysis.last_word(p.span));
        if let Some(who) = last.and_then(|t| analysis.hint(t)) {
            f.push(format!("{side}:link={}", steps(Some(hint.link(who, is_recipient)))));
        }
        if hint.tells_sides() {
            let party = list.first().map_or(Party::Nobody, |p| Party::of(&p.entity.code));
            let fits = odds(hint.party(party, is_recipient));
            f.push(format!("{side}:fits={}", steps(Some(fits))));
        }
    }
    if hint.tells_sides()
        && let (Some(a), Some(b)) = (land(&e.actors), land(&e.recipients))
    {
        f.push(format!("home={}|{}", a == b, steps(Some(odds(hint.at_home())))));
    }
}

/// Country of the first of a side.
fn land(list: &[Participant]) -> Option<&str> {
    list.first()?.entity.code.country.as_deref()
}

/// `A` for somebody of a country, `a` for somebody without one, `-` for nobody.
fn told(list: &[Participant]) -> &'static str {
    match list.first() {
        None => "-",
        Some(p) if p.entity.code.country.is_none() => "a",
        Some(_) if list.len() > 1 => "AA",
        Some(_) => "A",
    }
}

/// Where a side comes from.
pub(crate) fn of_side(
    analysis: &Analysis,
    head: TokenIdx,
    sentence: Span,
    list: &[Participant],
) -> Vec<String> {
    let Some(p) = list.first() else { return vec!["none".to_owned()] };
    let mut out = Vec::new();
    out.push(format!("n={}", list.len().min(3)));
    out.push(format!("known={}", p.entity.id.is_some()));
    out.push(format!("named={}", !p.entity.name.is_empty()));
    out.push(format!("office={}", p.entity.office.is_some()));
    out.push(format!("country={}", p.entity.code.country.is_some()));
    let sector = p.entity.code.sectors.first().copied();
    out.push(format!("sector={}", sector.map_or("-", Sector::as_str)));
    let head = analysis.token(head).span;
    let at = if p.span == head {
        "unsaid"
    } else if !sentence.contains(p.span) {
        "elsewhere"
    } else {
        match p.span.start.abs_diff(head.start) {
            0..=25 => "beside",
            26..=80 => "near",
            _ => "far",
        }
    };
    out.push(format!("at={at}"));
    let first = analysis.tokens.partition_point(|t| t.span.end <= p.span.start);
    let pronoun = analysis
        .tokens
        .get(first)
        .is_some_and(|t| t.upos == Upos::Pron && t.span.end >= p.span.end);
    out.push(format!("pronoun={pronoun}"));
    out
}

fn relation(deprel: Deprel) -> &'static str {
    match deprel {
        Deprel::Root => "root",
        Deprel::Ccomp | Deprel::Parataxis => "said",
        Deprel::Xcomp => "xcomp",
        Deprel::Advcl => "advcl",
        Deprel::Acl | Deprel::AclRelcl => "acl",
        Deprel::Conj => "conj",
        Deprel::Nsubj | Deprel::NsubjPass => "subject",
        Deprel::Obj | Deprel::Iobj => "object",
        Deprel::Obl | Deprel::OblAgent | Deprel::OblUnmarked => "obl",
        Deprel::Nmod | Deprel::NmodPoss => "nmod",
        _ => "other",
    }
}

/// A reason as a feature; files and words of senses are none.
pub(crate) fn reason(why: &str) -> Option<String> {
    if why.starts_with("frame ") {
        return None;
    }
    // How likely it is, in tenths.
    if let Some(rest) = why.strip_prefix(WEIGHS) {
        let (_, chance) = rest.split_once("chance 0.")?;
        return chance.get(..1).map(|tenth| format!("likely={tenth}"));
    }
    if why.starts_with(TURNED) {
        return Some("why=status turned".to_owned());
    }
    if let Some(rest) = why.strip_prefix("operator ") {
        return rest.split(' ').next().map(|name| format!("operator={name}"));
    }
    if let Some(slot) = why.strip_prefix("actor slot ") {
        let slot =
            if matches!(slot, "subj" | "poss" | "obj" | "by" | "adj") { slot } else { "other" };
        return Some(format!("slot={slot}"));
    }
    Some(format!("why={}", why.replace(['\t', '\n'], " ")))
}

/// Sets the chances of every event.
pub(crate) fn weigh(document: &Document, analysis: &Analysis, events: &mut [Event]) {
    static TABLE: OnceLock<Weights> = OnceLock::new();
    let table =
        TABLE.get_or_init(|| Weights::read(include_str!("../../../models/en/confidence.tsv")));
    let all: Vec<Vec<String>> =
        (0..events.len()).map(|i| features(document, analysis, events, i)).collect();
    for (event, features) in events.iter_mut().zip(all) {
        let scores = table.scores(&features);
        let chance = |name: &str| {
            let sum = scores.iter().find(|s| s.0 == name).map_or(0.0, |s| s.1);
            (1.0 / (1.0 + libm::expf(-sum))).clamp(0.01, 0.99)
        };
        event.confidence = chance("all");
        event.fields = FieldConfidence {
            event_type: chance("type"),
            actor: chance("actor"),
            recipient: chance("recipient"),
            status: chance("status"),
            date: chance("date"),
        };
    }
}
