//! A report in, what of it can be told from afar out; and whether two may be one at all.
//!
//! The outline of a report stands beside each of its postings. Most neighbours of a report cannot be
//! one with it whatever else they hold, and its outline says so: they need not be fetched. The bound
//! is never below the chance that [`crate::ReportJudge`] gives, so no link changes by it.

use model::{DayBasis, Entity, EventType, Outline, Posting, Report, Status, Term};

use crate::{
    days,
    keys::may_be_one,
    pair::Feature::{self, *},
    terms::{digest, norm},
    weights::Weights,
};

/// The outline of a report; its postings must have the first of its days, or its document's.
pub(crate) fn outline(r: &Report) -> Outline {
    let mut words = 0u128;
    r.words.iter().for_each(|t| words |= bit(t));
    let mut o = Fields(0);
    o.put(KNOWN, 1);
    o.put(TYPE, r.event_type as u32);
    o.put(STATUS, r.status as u32);
    o.put(AGAIN, u32::from(r.again));
    o.put(TOLD, u32::from(r.basis.is_some_and(|b| b != DayBasis::Published)));
    if let Some(d) = r.days {
        o.put(DATED, 1);
        o.put(WIDTH, days::width(d).clamp(0, WIDE as i32) as u32);
    }
    o.put(DAY, r.gist.day.map_or(0, |d| day_of(days::number(d))));
    let m = &r.magnitude;
    for (i, bounds) in [m.dead, m.injured, m.size].into_iter().enumerate() {
        o.put((NUMBERS.0 + i as u32, 1), u32::from(bounds.is_some()));
    }
    if let Some(scene) = &r.scene {
        o.put(SCENE, 1);
        o.put(COUNTRY, scene.country.as_deref().map_or(0, |c| 1 + digest(c.as_bytes()) % 255));
    }
    o.side(ACTORS, &r.actors);
    o.side(RECIPIENTS, &r.recipients);
    let mut bytes = [0; Outline::N_BYTES];
    let (head, tail) = bytes.split_at_mut(16);
    head.copy_from_slice(&words.to_le_bytes());
    tail.copy_from_slice(&o.0.to_le_bytes()[..12]);
    Outline(bytes)
}

/// Whether a report may be joined to the one of another posting.
pub(crate) fn may_be(weights: &Weights, r: &Report, at: &Posting, other: &Posting) -> bool {
    let (words, _) = parts(&other.outline);
    let shared = r.words.iter().filter(|t| bit(t) & words > 0);
    let (mut square, mut n) = (0.0, 0);
    for t in shared {
        square += t.weight * t.weight;
        n += 1;
    }
    // What the other has beside the shared words only makes its part of them smaller.
    let share = if n == 0 { 0.0 } else { (square.sqrt() / norm(&r.words)).min(1.0) };
    reaches(weights, at, other, share, n)
}

/// Whether the reports of two postings may be joined.
pub(crate) fn may_be_joined(weights: &Weights, a: &Posting, b: &Posting) -> bool {
    let shared = parts(&a.outline).0 & parts(&b.outline).0;
    let share = if shared == 0 { 0.0 } else { 1.0 };
    reaches(weights, a, b, share, shared.count_ones())
}

/// `share` and `n`: at most so like are the words, so many of them shared.
fn reaches(weights: &Weights, a: &Posting, b: &Posting, share: f32, n: u32) -> bool {
    let (x, y) = (parts(&a.outline).1, parts(&b.outline).1);
    if x.get(KNOWN) == 0 || y.get(KNOWN) == 0 {
        return true;
    }
    let (Some(p), Some(q)) = (x.event_type(), y.event_type()) else { return true };
    if !may_be_one(p, q) {
        return false;
    }
    let best = Best(weights);
    let sum = if p == q {
        best.of(&[SameType]) + best.any(&[SameMode, OtherMode])
    } else {
        best.of(&[OtherType])
    } + best.any(&[SameTrigger, OtherTrigger])
        + sides(&best, x, y, p.is_mutual() || q.is_mutual() || p == EventType::Consult)
        + time(&best, (x, a.day), (y, b.day))
        + place(&best, x, y)
        + numbers(&best, x, y)
        + status(&best, x, y)
        + best.times(SameWords, share)
        + best.times(RareWords, n.min(4) as f32 / 4.0)
        + best.any(&[SameHeadline])
        + best.any(&[SameSubject])
        + best.any(&[SameNames])
        + best.any(&[Copy]);
    weights.reaches(sum)
}

/// Sums of weights, at best.
struct Best<'a>(&'a Weights);

impl Best<'_> {
    /// Of features that are known to be there.
    fn of(&self, features: &[Feature]) -> f32 {
        features.iter().map(|f| self.0.of(*f as usize)).sum()
    }

    /// Of at most one of these.
    fn any(&self, features: &[Feature]) -> f32 {
        features.iter().map(|f| self.0.of(*f as usize)).fold(0.0, f32::max)
    }

    /// Of exactly one of these.
    fn one(&self, features: &[Feature]) -> f32 {
        features.iter().map(|f| self.0.of(*f as usize)).fold(f32::NEG_INFINITY, f32::max)
    }

    /// Of a feature of at most this value.
    fn times(&self, feature: Feature, most: f32) -> f32 {
        (self.0.of(feature as usize) * most).max(0.0)
    }
}

fn sides(best: &Best<'_>, x: Fields, y: Fields, may_swap: bool) -> f32 {
    const ACTOR: [Feature; 4] = [SameActor, NearActor, OtherActor, OneActor];
    const RECIPIENT: [Feature; 4] = [SameRecipient, NearRecipient, OtherRecipient, OneRecipient];
    let straight = side(best, ACTOR, x.side_of(ACTORS), y.side_of(ACTORS))
        + side(best, RECIPIENT, x.side_of(RECIPIENTS), y.side_of(RECIPIENTS));
    if !may_swap {
        return straight;
    }
    // Matched crosswise, whether one side lacks somebody is still asked of the straight lists.
    let crossed = best.of(&[Swapped]) + best.any(&ACTOR) + best.any(&RECIPIENT);
    straight.max(crossed)
}

/// Who acts (or is acted on) in two reports, as far as outlines tell.
fn side(best: &Best<'_>, of: [Feature; 4], a: Side, b: Side) -> f32 {
    let [same, near, other, one] = of;
    match (a.nobody, b.nobody) {
        (true, true) => 0.0,
        (true, false) | (false, true) => best.of(&[one]),
        (false, false) if a.is_vague || b.is_vague => best.any(&[same, near, other]),
        (false, false) if a.names & b.names == 0 => best.of(&[other]),
        (false, false) => best.one(&[same, near, other]),
    }
}

fn time(best: &Best<'_>, (x, a): (Fields, i32), (y, b): (Fields, i32)) -> f32 {
    let between = match (x.get(DAY), y.get(DAY)) {
        (0, _) | (_, 0) => 0.0,
        (FAR, _) | (_, FAR) => best.times(DocumentsApart, libm::logf(1.0 + 8e6)),
        (p, q) => best.of(&[DocumentsApart]) * libm::logf(1.0 + p.abs_diff(q) as f32),
    };
    if x.get(DATED) == 0 || y.get(DATED) == 0 {
        return between + best.of(&[Undated]);
    }
    let (p, q) = (x.get(WIDTH), y.get(WIDTH));
    let (first, width, second) = if a <= b { (a, p, b) } else { (b, q, a) };
    let told = x.get(TOLD) == 1 && y.get(TOLD) == 1;
    let gap = (i64::from(second) - i64::from(first) - i64::from(width) + 1).max(0);
    between
        + if width == WIDE && gap > 0 {
            best.one(if told {
                &[DaysOverlap, DayApart, DaysApart, WeeksApart]
            } else {
                &[NearDay, FarDay]
            })
        } else if told {
            best.of(&[match gap {
                0 if p == 1 && q == 1 => SameDay,
                0 => DaysOverlap,
                1 => DayApart,
                2..7 => DaysApart,
                _ => WeeksApart,
            }])
        } else {
            best.of(&[if gap <= 2 { NearDay } else { FarDay }])
        }
}

fn place(best: &Best<'_>, x: Fields, y: Fields) -> f32 {
    match (x.get(SCENE), y.get(SCENE)) {
        (0, 0) => 0.0,
        (0, _) | (_, 0) => best.of(&[OnePlace]),
        _ => match (x.get(COUNTRY), y.get(COUNTRY)) {
            (p, q) if p > 0 && q > 0 && p != q => best.of(&[OtherCountry]),
            _ => best.one(&[SamePlace, SameRegion, OtherPlace, OtherCountry, OnePlace]),
        },
    }
}

fn numbers(best: &Best<'_>, x: Fields, y: Fields) -> f32 {
    if x.get(NUMBERS) & y.get(NUMBERS) == 0 {
        return 0.0;
    }
    best.any(&[SameNumber]) + best.any(&[NearNumber]) + best.any(&[OtherNumber])
}

fn status(best: &Best<'_>, x: Fields, y: Fields) -> f32 {
    let of = |f: Fields| Status::ALL.get(f.get(STATUS) as usize).copied();
    let alike = match (of(x), of(y)) {
        (p, q) if p == q => best.of(&[ToldAlike]),
        (Some(Status::Happened), Some(Status::Negated))
        | (Some(Status::Negated), Some(Status::Happened)) => best.of(&[DoneDenied]),
        (Some(Status::Happened), Some(Status::Hypothetical))
        | (Some(Status::Hypothetical), Some(Status::Happened)) => best.of(&[DoneTalked]),
        _ => 0.0,
    };
    alike
        + match (x.get(AGAIN), y.get(AGAIN)) {
            (0, 0) => 0.0,
            (1, 1) => best.of(&[AgainBoth]),
            _ => best.of(&[AgainOne]),
        }
}

/// First bit and number of bits.
type Field = (u32, u32);
const KNOWN: Field = (0, 1);
const TYPE: Field = (1, 5);
const STATUS: Field = (6, 4);
const AGAIN: Field = (10, 1);
const TOLD: Field = (11, 1);
const DATED: Field = (12, 1);
const SCENE: Field = (13, 1);
const NUMBERS: Field = (14, 3);
const WIDTH: Field = (17, 7);
const COUNTRY: Field = (24, 8);
const DAY: Field = (32, 16);
/// Bits of countries and of known ids, one for nobody, one for somebody of no country.
const N_OF_SIDE: u32 = 22;
const ACTORS: Field = (48, N_OF_SIDE + 2);
const RECIPIENTS: Field = (72, N_OF_SIDE + 2);
/// So many days or more.
const WIDE: u32 = 127;
/// A day before 1900 or after 2079.
const FAR: u32 = u16::MAX as u32;

#[derive(Clone, Copy)]
struct Fields(u128);

struct Side {
    /// Bits of countries and ids.
    names: u32,
    nobody: bool,
    is_vague: bool,
}

impl Fields {
    fn put(&mut self, (at, n): Field, value: u32) {
        self.0 |= u128::from(value & ((1 << n) - 1)) << at;
    }

    fn get(self, (at, n): Field) -> u32 {
        (self.0 >> at) as u32 & ((1 << n) - 1)
    }

    fn event_type(self) -> Option<EventType> {
        EventType::ALL.get(self.get(TYPE) as usize).copied()
    }

    fn side(&mut self, field: Field, list: &[Entity]) {
        let mut bits = u32::from(list.is_empty()) << N_OF_SIDE;
        for e in list {
            let known = e.id.as_ref().map(|i| i.0.as_str());
            for name in e.code.country.as_deref().into_iter().chain(known) {
                bits |= 1 << (digest(name.as_bytes()) % N_OF_SIDE);
            }
            bits |= u32::from(e.code.country.is_none()) << (N_OF_SIDE + 1);
        }
        self.put(field, bits);
    }

    fn side_of(self, field: Field) -> Side {
        let bits = self.get(field);
        Side {
            names: bits & ((1 << N_OF_SIDE) - 1),
            nobody: bits >> N_OF_SIDE & 1 == 1,
            is_vague: bits >> (N_OF_SIDE + 1) == 1,
        }
    }
}

/// Bits of words, and the rest.
fn parts(o: &Outline) -> (u128, Fields) {
    let (mut words, mut rest) = ([0; 16], [0; 16]);
    words.copy_from_slice(&o.0[..16]);
    rest[..12].copy_from_slice(&o.0[16..]);
    (u128::from_le_bytes(words), Fields(u128::from_le_bytes(rest)))
}

fn bit(t: &Term) -> u128 {
    1 << (t.word.wrapping_mul(0x9e37_79b1) >> 25)
}

/// From 1 on for days since 1900-01-01.
fn day_of(number: i32) -> u32 {
    const BEFORE: i32 = 25_567;
    u32::try_from(number + BEFORE + 1).ok().filter(|n| (1..FAR).contains(n)).unwrap_or(FAR)
}
