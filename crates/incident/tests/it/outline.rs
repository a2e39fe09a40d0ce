//! What may be one is fetched: outlines never keep apart two reports whose chance reaches the floor,
//! wherever that lies.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::sync::Arc;

use incident::{Judge, ReportJudge, postings};
use model::{
    ActorCode, ContentId, Date, DayBasis, Entity, EntityId, EventType, Gist, Interval, Magnitude,
    Mode, Report, Scene, Sector, Status, Term,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

fn day() -> impl Strategy<Value = Date> {
    let near = (0i32..12).prop_map(|n| Date::new(2014, 3, 1).unwrap() + jiff::Span::new().days(n));
    prop_oneof![9 => near, 1 => select(vec![Date::new(1861, 4, 12).unwrap(), Date::new(2011, 3, 15).unwrap()])]
}

fn terms(n: usize) -> impl Strategy<Value = Vec<Term>> {
    prop::collection::btree_map(0u32..24, 1u16..40, 0..n).prop_map(|list| {
        let of = |(w, weight): (u32, u16)| Term {
            word: w.wrapping_mul(0x85eb_ca6b),
            weight: f32::from(weight) / 4.0,
        };
        let mut out: Vec<Term> = list.into_iter().map(of).collect();
        out.sort_by_key(|t| t.word);
        out
    })
}

fn entity() -> impl Strategy<Value = Entity> {
    let country = option::weighted(0.8, select(vec!["MEX", "USA", "UKR", "RUS"]));
    let id = option::of(select(vec!["Q1", "Q2"]));
    (country, id, option::of(select(vec![Sector::Gov, Sector::Mil]))).prop_map(|(c, id, s)| {
        Entity {
            name: "somebody".to_owned(),
            id: id.map(|i| EntityId(i.to_owned())),
            code: ActorCode { country: c.map(str::to_owned), sectors: s.into_iter().collect() },
            office: None,
        }
    })
}

fn scene() -> impl Strategy<Value = Scene> {
    let at = option::of(select(vec![(48.1, 37.7), (48.2, 37.8), (19.4, -99.1)]));
    let country = option::of(select(vec!["UKR", "MEX"]));
    (select(vec!["Avdiivka", "Puebla"]), country, at).prop_map(|(name, country, coordinates)| {
        Scene {
            name: name.to_owned(),
            country: country.map(str::to_owned),
            admin1: None,
            coordinates,
        }
    })
}

fn report() -> impl Strategy<Value = Report> {
    let act = (
        select(EventType::ALL.to_vec()),
        select(Status::ALL.to_vec()),
        any::<bool>(),
        vec(select(Mode::ALL[..3].to_vec()), 0..2),
    );
    let sides = (vec(entity(), 0..3), vec(entity(), 0..3));
    let basis = select(vec![DayBasis::Stated, DayBasis::Inferred, DayBasis::Published]);
    let days =
        option::weighted(0.9, (day(), prop_oneof![Just(0i32), 0i32..3, Just(200i32)], basis));
    let number = || option::of((1u32..9).prop_map(|n| (n, None)));
    let where_and_how_many = (option::of(scene()), number(), number());
    let words = (terms(16), terms(3), terms(20), terms(8), option::of(day()));
    (act, sides, days, where_and_how_many, words, any::<u64>()).prop_map(
        |(act, sides, days, (scene, dead, size), (words, triggers, terms, names, told), id)| {
            let shingles = vec![id as u32; 16];
            let gist = Gist {
                id: ContentId(id ^ 1),
                day: told,
                terms,
                names,
                shingles,
                ..Gist::default()
            };
            let mut r = Report {
                id: ContentId(id),
                gist: Arc::new(gist),
                events: vec![0],
                event_type: act.0,
                modes: act.3,
                cameo: String::new(),
                status: act.1,
                told: Vec::new(),
                actors: sides.0,
                recipients: sides.1,
                days: days
                    .as_ref()
                    .map(|d| Interval { start: d.0, end: d.0 + jiff::Span::new().days(d.1) }),
                basis: days.as_ref().map(|d| d.2),
                scene,
                magnitude: Magnitude { dead, injured: None, size },
                triggers,
                words,
                again: act.2,
                confidence: 1.0,
                rank: 0,
                postings: Vec::new(),
            };
            r.postings = postings(&r);
            r
        },
    )
}

/// The shipped weights with another least chance.
fn with_floor(floor: f32) -> ReportJudge {
    let table = include_str!("../../../../models/en/incident-across.tsv");
    ReportJudge::with_table(&table.replace("floor\t0.5", &format!("floor\t{floor}")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]
    #[test]
    fn what_is_joined_may_be_joined(a in report(), mut b in report(), is_like in any::<[bool; 6]>()) {
        // Two at random are hardly ever one: some of what the second has is the first's.
        let [kind, actors, recipients, words, texts, days] = is_like;
        if kind { b.event_type = a.event_type; }
        if actors { b.actors.clone_from(&a.actors); }
        if recipients { b.recipients.clone_from(&a.recipients); }
        if words { b.words.clone_from(&a.words); }
        if texts { b.gist = Arc::new(Gist { id: b.gist.id, ..(*a.gist).clone() }); }
        if days { b.days = a.days; b.basis = a.basis; }
        b.postings = postings(&b);
        let (Some(p), Some(q)) = (a.postings.first(), b.postings.first()) else { return Ok(()) };
        let chance = with_floor(1e-30).score(&a, &b);
        // Above nothing and below everything, so that the floor can be told apart from both.
        if (1e-6..0.999).contains(&chance) {
            let judge = with_floor(chance);
            prop_assert!(judge.may_be(&a, p, q));
            prop_assert!(judge.may_be(&b, q, p));
            prop_assert!(judge.may_be_joined(p, q));
        }
    }
}

#[test]
fn most_that_are_not_one_are_told_apart() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut draw = || report().new_tree(&mut runner).unwrap().current();
    let judge = ReportJudge::default();
    let (mut n, mut n_apart) = (0, 0);
    for _ in 0..2000 {
        let (a, b) = (draw(), draw());
        if let (Some(p), Some(q)) = (a.postings.first(), b.postings.first()) {
            n += 1;
            n_apart += usize::from(!judge.may_be(&a, p, q));
        }
    }
    assert!(n_apart * 2 > n, "{n_apart} of {n}");
}
