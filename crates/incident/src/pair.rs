//! Two reports in, what speaks for and against one happening out.

use model::{DayBasis, Face, Report, Status};

use crate::{
    days,
    gist::resemblance,
    report::fineness,
    terms::{cosine, shared},
};

/// Declares the features with their names, in a fixed order.
macro_rules! features {
    ($($name:ident = $text:literal,)*) => {
        #[derive(Clone, Copy)]
        pub(crate) enum Feature { $($name,)* }
        /// Names of the features, in the order of [`features`]' values.
        pub const REPORT_FEATURES: &[&str] = &[$($text,)*];
    };
}

features! {
    SameType = "same type", OtherType = "other type", SameTrigger = "same trigger",
    OtherTrigger = "other trigger", SameMode = "same mode", OtherMode = "other mode",
    SameActor = "same actor", NearActor = "actor of the same country",
    OtherActor = "other actor", OneActor = "actor told by one",
    SameRecipient = "same recipient", NearRecipient = "recipient of the same country",
    OtherRecipient = "other recipient", OneRecipient = "recipient told by one",
    Swapped = "sides swapped",
    SameDay = "same day", DaysOverlap = "days overlap", DayApart = "one day apart",
    DaysApart = "days apart", WeeksApart = "weeks apart",
    NearDay = "near the day of publication", FarDay = "far from the day of publication",
    Undated = "no days",
    DocumentsApart = "days between documents",
    SamePlace = "same place", SameRegion = "same region", OtherPlace = "other place",
    OtherCountry = "other country", OnePlace = "place told by one",
    SameNumber = "same number", NearNumber = "number near", OtherNumber = "other number",
    SameWords = "same words", RareWords = "rare words shared", SameHeadline = "same headline",
    SameSubject = "documents alike", Copy = "copied text", SameNames = "same names",
    ToldAlike = "told alike", DoneDenied = "done here, denied there",
    DoneTalked = "done here, talked of there",
    AgainOne = "another one", AgainBoth = "both again",
    SentencesApart = "sentences apart", SameSentence = "same sentence",
}

pub(crate) const N_FEATURES: usize = REPORT_FEATURES.len();

/// What speaks for and against, in the order of [`REPORT_FEATURES`]; the same whichever comes first.
/// What needs sentences of one document stays 0.
pub fn features(a: &Report, b: &Report) -> Vec<f32> {
    values(a, b).to_vec()
}

pub(crate) fn values(a: &Report, b: &Report) -> [f32; N_FEATURES] {
    let mut v = Values([0.0; N_FEATURES]);
    plain(a, b, &mut v);
    words(a, b, &mut v);
    texts(a, b, &mut v);
    v.0
}

/// The same, unless there is no hope: `hopes` is asked before words are compared, first those of the
/// acts and then those of the documents, with the values known and the features that are open.
pub(crate) fn values_while(
    a: &Report,
    b: &Report,
    hopes: impl Fn(&[f32], &[Feature]) -> bool,
) -> Option<[f32; N_FEATURES]> {
    let mut v = values_of_acts(a, b, hopes)?;
    texts(a, b, &mut v);
    Some(v.0)
}

/// Whether there is hope before the words of the documents are known.
pub(crate) fn may_be_alike(
    a: &Report,
    b: &Report,
    hopes: impl Fn(&[f32], &[Feature]) -> bool,
) -> bool {
    values_of_acts(a, b, hopes).is_some()
}

fn values_of_acts(
    a: &Report,
    b: &Report,
    hopes: impl Fn(&[f32], &[Feature]) -> bool,
) -> Option<Values> {
    let mut v = Values([0.0; N_FEATURES]);
    plain(a, b, &mut v);
    if !hopes(&v.0, &OF_WORDS) {
        return None;
    }
    words(a, b, &mut v);
    hopes(&v.0, &OF_WORDS[N_OF_ACTS..]).then_some(v)
}

/// Features of words, each in [0, 1]: first those of the acts, then those of the documents.
const OF_WORDS: [Feature; 6] = [
    Feature::SameWords,
    Feature::RareWords,
    Feature::SameHeadline,
    Feature::SameSubject,
    Feature::SameNames,
    Feature::Copy,
];
const N_OF_ACTS: usize = 2;

fn plain(a: &Report, b: &Report, v: &mut Values) {
    kind(a, b, v);
    sides(a, b, v);
    time(a, b, v);
    place(a, b, v);
    numbers(a, b, v);
    status(a, b, v);
}

pub(crate) struct Values(pub(crate) [f32; N_FEATURES]);

impl Values {
    pub(crate) fn set(&mut self, feature: Feature, value: f32) {
        self.0[feature as usize] = value;
    }

    fn flag(&mut self, feature: Feature) {
        self.set(feature, 1.0);
    }
}

fn kind(a: &Report, b: &Report, v: &mut Values) {
    if a.event_type == b.event_type {
        v.flag(Feature::SameType);
        if !a.modes.is_empty() && !b.modes.is_empty() {
            let same = a.modes.iter().any(|m| b.modes.contains(m));
            v.flag(if same { Feature::SameMode } else { Feature::OtherMode });
        }
    } else {
        v.flag(Feature::OtherType);
    }
    if !a.triggers.is_empty() && !b.triggers.is_empty() {
        let same = shared(&a.triggers, &b.triggers).next().is_some();
        v.flag(if same { Feature::SameTrigger } else { Feature::OtherTrigger });
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    Other,
    OneOnly,
    Near,
    Same,
}

/// How well two lists of entities name the same.
fn sameness(a: &[Face], b: &[Face]) -> Match {
    if a.is_empty() || b.is_empty() {
        return Match::OneOnly;
    }
    a.iter().flat_map(|x| b.iter().map(move |y| same_face(x, y))).max().unwrap_or(Match::Other)
}

fn same_face(x: &Face, y: &Face) -> Match {
    if x.id.is_some() && x.id == y.id {
        return Match::Same;
    }
    match (x.country, y.country) {
        (Some(p), Some(q)) if p == q => {
            if x.sector == y.sector {
                Match::Same
            } else {
                Match::Near
            }
        }
        (Some(_), Some(_)) => Match::Other,
        (None, None) if x.name.is_some() && x.name == y.name => Match::Same,
        // One has no country: the sector is all there is to compare.
        _ if x.sector == y.sector && x.sector.is_some() => Match::Near,
        _ => Match::OneOnly,
    }
}

fn sides(a: &Report, b: &Report, v: &mut Values) {
    let ([actors, recipients], [other_actors, other_recipients]) = (a.faces(), b.faces());
    let straight = (sameness(actors, other_actors), sameness(recipients, other_recipients));
    let (mut actor, mut recipient) = straight;
    let mutual = a.event_type.is_mutual()
        || b.event_type.is_mutual()
        || matches!(a.event_type, model::EventType::Consult);
    if mutual {
        let crossed = (sameness(actors, other_recipients), sameness(recipients, other_actors));
        if crossed > straight {
            (actor, recipient) = crossed;
            v.flag(Feature::Swapped);
        }
    }
    match actor {
        Match::Same => v.flag(Feature::SameActor),
        Match::Near => v.flag(Feature::NearActor),
        Match::Other => v.flag(Feature::OtherActor),
        Match::OneOnly if a.actors.is_empty() != b.actors.is_empty() => v.flag(Feature::OneActor),
        Match::OneOnly => {}
    }
    match recipient {
        Match::Same => v.flag(Feature::SameRecipient),
        Match::Near => v.flag(Feature::NearRecipient),
        Match::Other => v.flag(Feature::OtherRecipient),
        Match::OneOnly if a.recipients.is_empty() != b.recipients.is_empty() => {
            v.flag(Feature::OneRecipient);
        }
        Match::OneOnly => {}
    }
}

fn time(a: &Report, b: &Report, v: &mut Values) {
    if let (Some(p), Some(q)) = (a.gist.day, b.gist.day) {
        let apart = (days::number(p) - days::number(q)).unsigned_abs();
        v.set(Feature::DocumentsApart, libm::logf(1.0 + apart as f32));
    }
    let (Some(p), Some(q)) = (a.days, b.days) else { return v.flag(Feature::Undated) };
    let gap = days::gap(p, q);
    let told = |r: &Report| r.basis.is_some_and(|b| b != DayBasis::Published);
    if told(a) && told(b) {
        v.flag(match gap {
            0 if days::width(p) == 1 && days::width(q) == 1 => Feature::SameDay,
            0 => Feature::DaysOverlap,
            1 => Feature::DayApart,
            2..7 => Feature::DaysApart,
            _ => Feature::WeeksApart,
        });
    } else {
        v.flag(if gap <= 2 { Feature::NearDay } else { Feature::FarDay });
    }
}

fn place(a: &Report, b: &Report, v: &mut Values) {
    let (Some(p), Some(q)) = (&a.scene, &b.scene) else {
        if a.scene.is_some() != b.scene.is_some() {
            v.flag(Feature::OnePlace);
        }
        return;
    };
    let near = match (p.coordinates, q.coordinates) {
        (Some(x), Some(y)) => kilometres(x, y) < 30.0,
        _ => p.name.eq_ignore_ascii_case(&q.name),
    };
    if p.country.is_some() && q.country.is_some() && p.country != q.country {
        v.flag(Feature::OtherCountry);
    } else if near {
        v.flag(Feature::SamePlace);
    } else if fineness(Some(p)) > 1 && fineness(Some(q)) > 1 {
        let region = p.admin1.is_some() && p.admin1 == q.admin1;
        v.flag(if region { Feature::SameRegion } else { Feature::OtherPlace });
    } else {
        v.flag(Feature::OnePlace);
    }
}

/// Along the great circle.
fn kilometres((lat1, lon1): (f64, f64), (lat2, lon2): (f64, f64)) -> f64 {
    let (p, q) = (lat1.to_radians(), lat2.to_radians());
    let (dp, dl) = ((q - p) / 2.0, (lon2 - lon1).to_radians() / 2.0);
    let square = |x: f64| x * x;
    let h = square(libm::sin(dp)) + libm::cos(p) * libm::cos(q) * square(libm::sin(dl));
    12_742.0 * libm::asin(h.sqrt().min(1.0))
}

fn numbers(a: &Report, b: &Report, v: &mut Values) {
    let (m, n) = (&a.magnitude, &b.magnitude);
    for (x, y) in [(m.dead, n.dead), (m.injured, n.injured), (m.size, n.size)] {
        let (Some(x), Some(y)) = (x, y) else { continue };
        let (low, high) = (x.0.min(y.0), x.0.max(y.0));
        if low == high {
            v.flag(Feature::SameNumber);
        } else if high * 2 <= low * 3 || high - low <= 2 {
            v.flag(Feature::NearNumber);
        } else {
            v.flag(Feature::OtherNumber);
        }
    }
}

fn words(a: &Report, b: &Report, v: &mut Values) {
    v.set(Feature::SameWords, cosine(&a.words, &b.words));
    let rare = shared(&a.words, &b.words).filter(|(x, _)| *x > 5.0).count();
    v.set(Feature::RareWords, rare.min(4) as f32 / 4.0);
}

fn texts(a: &Report, b: &Report, v: &mut Values) {
    v.set(Feature::SameHeadline, cosine(&a.gist.headline, &b.gist.headline));
    v.set(Feature::SameSubject, cosine(&a.gist.terms, &b.gist.terms));
    v.set(Feature::SameNames, cosine(&a.gist.names, &b.gist.names));
    v.set(Feature::Copy, resemblance(&a.gist, &b.gist));
}

fn status(a: &Report, b: &Report, v: &mut Values) {
    match (a.status, b.status) {
        (x, y) if x == y => v.flag(Feature::ToldAlike),
        (Status::Happened, Status::Negated) | (Status::Negated, Status::Happened) => {
            v.flag(Feature::DoneDenied);
        }
        (Status::Happened, Status::Hypothetical) | (Status::Hypothetical, Status::Happened) => {
            v.flag(Feature::DoneTalked);
        }
        _ => {}
    }
    if a.again != b.again {
        v.flag(Feature::AgainOne);
    } else if a.again {
        v.flag(Feature::AgainBoth);
    }
}
