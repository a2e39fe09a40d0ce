//! Reports that are joined, parted and coded again: what is derived from them stays true.

use std::{path::PathBuf, sync::LazyLock};

use jiff::{Span, civil::date};
use knowledge::Knowledge;
use model::{Correction, DateBasis, Dating, Interval, Status};
use proptest::prelude::*;
use store::{Among, Entry, Filter, ListKind, Order, Recoded, Store, Unit};
use views::keep::IncidentLinker;

use crate::world::{add, entry, path, run_name};

const N_DOCUMENTS: usize = 15;

/// Documents of which three at a time tell of one day, with their reports.
static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    (0..N_DOCUMENTS as u32)
        .map(|n| {
            let mut e = entry(n);
            let day = date(2017, 8, 8).checked_add(Span::new().days(n / 3 * 20)).unwrap();
            e.document.today = Some(day);
            e.document.published = Some(day);
            for event in &mut e.events {
                let interval = Interval::day(day);
                event.date = Some(Dating { interval, basis: DateBasis::Published });
            }
            let mut notes = model::Notes::default();
            let analysis = analysis::analyze(&e.document, Knowledge::embedded(), &mut notes);
            e.tale = Some(views::keep::tale(&e.document, &analysis, &e.events));
            e
        })
        .collect()
});

#[derive(Clone, Debug)]
enum Step {
    Add(usize),
    Correct { kind: u8, a: usize, b: usize, add: bool },
    Recode { document: usize, n_events: usize },
    Rebuild,
}

fn step() -> impl Strategy<Value = Step> {
    let n = 0..N_DOCUMENTS;
    prop_oneof![
        4 => (1usize..6).prop_map(Step::Add),
        3 => (0u8..4, n.clone(), n.clone(), any::<bool>())
            .prop_map(|(kind, a, b, add)| Step::Correct { kind, a, b, add }),
        2 => (n, 0usize..3).prop_map(|(document, n_events)| Step::Recode { document, n_events }),
        1 => Just(Step::Rebuild),
    ]
}

fn take(store: &mut Store, at: &mut usize, step: &Step) {
    let ontology = &Knowledge::embedded().ontology;
    let mut run = store.begin_run(run_name("papers")).unwrap();
    match *step {
        Step::Add(n) => {
            let end = (*at + n).min(N_DOCUMENTS);
            add(store, &mut run, &ENTRIES[*at..end]);
            *at = end;
        }
        Step::Correct { kind, a, b, add } if a != b => {
            let id = |n: usize| ENTRIES[n].tale.as_ref().unwrap().reports[0].id;
            let correction = match kind {
                0 => Correction::Join(id(a), id(b)),
                1 => Correction::Apart(id(a), id(b)),
                2 => Correction::Pin(id(a), Some(id(b))),
                _ => Correction::Pin(id(a), None),
            };
            store.correct(correction, add, ontology, &IncidentLinker).unwrap();
        }
        Step::Recode { document, n_events } if document < *at => {
            let e = &ENTRIES[document];
            let n = store.number_of(&e.document.id).unwrap().unwrap();
            let events = e.events[..n_events].to_vec();
            let mut notes = model::Notes::default();
            let analysis = analysis::analyze(&e.document, Knowledge::embedded(), &mut notes);
            let tale = Some(views::keep::tale(&e.document, &analysis, &events));
            let recoded = Recoded { before: store.coded(n).unwrap(), events, tale };
            store.recode(&mut run, &[recoded], ontology, &IncidentLinker).unwrap();
        }
        Step::Rebuild => store.rebuild(ontology, &IncidentLinker).unwrap(),
        _ => {}
    }
}

/// Incidents by a word, counted by looking at each.
fn counted(store: &Store) -> usize {
    let page = store.incidents(&by_word(), Order::Latest, 1000, None, &IncidentLinker).unwrap();
    assert_eq!(page.next, None);
    page.items.len()
}

/// A store of all documents, and its file.
fn filled(name: &str) -> (PathBuf, Store) {
    let file = path(name);
    let mut store = Store::open_to_write(&file).unwrap();
    take(&mut store, &mut 0, &Step::Add(N_DOCUMENTS));
    (file, store)
}

fn by_word() -> Filter {
    Filter { text: vec!["threatened".into()], ..Filter::default() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn incidents_of_events_are_kept_true(steps in prop::collection::vec(step(), 1..14)) {
        let file = path("linked");
        let mut store = Store::open_to_write(&file).unwrap();
        let mut at = 0;
        for step in &steps {
            take(&mut store, &mut at, step);
            let found = store.check().unwrap();
            prop_assert!(found.is_sound(), "{step:?}: {found:?}");
            let cells = store.series(&by_word(), Unit::Incidents).unwrap();
            let n: i64 = cells.iter().map(|c| c.n).sum();
            prop_assert_eq!(n as usize, counted(&store));
        }
    }
}

#[test]
fn joined_reports_count_once() {
    let (_, store) = filled("once");
    let n = counted(&store);
    assert!((2..N_DOCUMENTS).contains(&n), "{n} incidents: some are joined, not all");
}

#[test]
fn a_wrong_row_is_told_and_mended() {
    let (file, mut store) = filled("wrong");
    let n = counted(&store);
    rusqlite::Connection::open(&file)
        .unwrap()
        .execute_batch(
            "UPDATE root_chunk SET firsts = zeroblob(4000);
             UPDATE activity_late SET n4 = n4 + 1 WHERE span = 0 AND n3 > 0;",
        )
        .unwrap();
    let found = store.check().unwrap().derived;
    assert_eq!(found.len(), 2, "{found:?}");
    store.rebuild(&Knowledge::embedded().ontology, &IncidentLinker).unwrap();
    assert!(store.check().unwrap().is_sound());
    let cells = store.series(&by_word(), Unit::Incidents).unwrap();
    assert_eq!(cells.iter().map(|c| c.n).sum::<i64>() as usize, n);
}

#[test]
fn a_lost_report_is_told() {
    let (file, store) = filled("lost");
    rusqlite::Connection::open(&file)
        .unwrap()
        .execute("DELETE FROM account WHERE n = (SELECT min(n) FROM account)", [])
        .unwrap();
    assert_eq!(store.check().unwrap().derived, ["reports of which nothing is told: 1"]);
}

#[test]
fn quotations_that_came_after_a_document() {
    let (_, store) = filled("after");
    let after = |n| {
        let filter = Filter { arrived_after: Some(n), ..Filter::default() };
        store.quotes(&filter, Order::Earliest, 100, None).unwrap().items.len()
    };
    let n = N_DOCUMENTS as i64;
    assert_eq!((after(0), after(n - 2), after(n)), (N_DOCUMENTS, 2, 0));
}

#[test]
fn activity_is_what_counting_gives() {
    let (_, store) = filled("activity");
    for (from, n_days) in [(date(2017, 8, 1), 20), (date(2017, 1, 1), 364), (date(2017, 8, 20), 90)]
    {
        let until = from.checked_add(Span::new().days(n_days)).unwrap();
        let filter = Filter {
            since: Some(from),
            until: Some(until),
            statuses: vec![Status::Happened],
            ..Filter::default()
        };
        let all = store.activity_of(&filter, Unit::Reports).unwrap();
        for (among, kind) in [(Among::Dyads, ListKind::Dyad), (Among::Pairs, ListKind::Pair)] {
            let of_two = |a: &&store::Activity| {
                let (x, y) = (a.list.a.as_str(), a.list.b.as_str());
                a.list.kind == kind && x != y && ![x, y].iter().any(|c| ["*", "-"].contains(c))
            };
            let counted: Vec<_> = all.iter().filter(of_two).cloned().collect();
            let kept = store.activity(Unit::Reports, among, from, until).unwrap();
            assert_eq!(kept, counted, "{from} to {until}");
            assert!(!kept.is_empty());
        }
        let with = |days| store.activity_with(Unit::Reports, "PRK", true, days).unwrap();
        let toward = store.activity(Unit::Reports, Among::Pairs, from, until).unwrap();
        let toward: Vec<_> = toward.into_iter().filter(|a| a.list.a == "PRK").collect();
        assert_eq!(with((Some(from), Some(until))), toward);
        let all = with((None, None));
        assert_eq!(all, with((Some(date(1800, 1, 1)), None)));
        assert!(all[0].total() >= toward[0].total());
    }
}
