//! Filters against what a plain look at every event would find.

use jiff::civil::date;
use model::{Context, EventType, Sector, Status};
use store::{Filter, Order, Who};

use crate::world::filled;

fn country(code: &str) -> Vec<Who> {
    vec![Who::Code { country: Some(code.into()), sector: None }]
}

#[test]
fn filters_find_what_they_ask_for() {
    let (_, store) = filled("find", 20);
    let all = store.events(&Filter::default(), Order::Latest, 1000, None).unwrap().items;
    assert_eq!(all.len(), 40);
    let n = |filter: &Filter| store.events(filter, Order::Latest, 1000, None).unwrap().items.len();
    let f = Filter::default;
    for (filter, expected) in [
        (Filter { actors: vec![country("PRK")], ..f() }, 40),
        (Filter { actors: vec![country("USA")], ..f() }, 20),
        (Filter { actors: vec![country("PRK")], recipients: vec![country("USA")], ..f() }, 40),
        (Filter { actors: vec![country("USA")], recipients: vec![country("PRK")], ..f() }, 20),
        (Filter { dyads: vec![("USA".into(), "PRK".into())], ..f() }, 40),
        (Filter { dyads: vec![("USA".into(), "CHN".into())], ..f() }, 0),
        (Filter { actors: vec![[country("USA"), country("PRK")].concat()], ..f() }, 40),
        (Filter { types: vec![EventType::Threaten], ..f() }, 20),
        (Filter { quads: vec![1], ..f() }, 20),
        (Filter { statuses: vec![Status::Planned], ..f() }, 10),
        (Filter { contexts: vec![vec![Context::Military]], ..f() }, 40),
        (Filter { contexts: vec![vec![Context::Health]], ..f() }, 0),
        (Filter { since: Some(date(2017, 8, 20)), ..f() }, 16),
        (Filter { until: Some(date(2017, 8, 8)), ..f() }, 2),
        (Filter { places: vec![vec!["guam".into()]], ..f() }, 20),
        (Filter { places: vec![vec!["GUM".into()]], ..f() }, 20),
        (Filter { speakers: vec![vec![Who::Named("josé gómez".into())]], ..f() }, 20),
        (Filter { speakers: vec![vec![Who::Named("José Gómez".into())]], ..f() }, 20),
        (Filter { publishers: vec![vec!["the courier".into()]], ..f() }, 20),
        (Filter { text: vec!["fire and fury".into()], ..f() }, 40),
        (Filter { text: vec!["fury fire".into()], ..f() }, 0),
        (Filter { text: vec!["threat*".into()], types: vec![EventType::Consult], ..f() }, 20),
        (Filter { text: vec!["fury".into()], actors: vec![country("USA")], ..f() }, 20),
        (Filter { confidence: Some((80, 100)), ..f() }, 20),
        (Filter { cameo: vec!["1".into()], ..f() }, 40),
        (Filter { cameo: vec!["2".into()], ..f() }, 0),
        (Filter { document: Some("paper-3".into()), ..f() }, 2),
        (Filter { document: Some("none".into()), ..f() }, 0),
        (Filter { parties: vec![vec![Who::Known("PRK/kim-jong-un".into())]], ..f() }, 40),
        (
            Filter {
                actors: vec![vec![Who::Code { country: None, sector: Some(Sector::Mil) }]],
                ..f()
            },
            20,
        ),
        (Filter { not: vec![Filter { types: vec![EventType::Consult], ..f() }], ..f() }, 20),
        (Filter { not: vec![Filter { places: vec![vec!["Guam".into()]], ..f() }], ..f() }, 20),
        (Filter { not: vec![Filter { statuses: vec![Status::Planned], ..f() }], ..f() }, 30),
    ] {
        assert_eq!(n(&filter), expected, "{filter:?}");
    }
}

#[test]
fn pages_follow_each_other_without_a_gap() {
    let (_, store) = filled("pages", 30);
    for order in [Order::Latest, Order::Earliest] {
        let whole = store.events(&Filter::default(), order, 1000, None).unwrap();
        assert_eq!(whole.next, None);
        let mut keys = Vec::new();
        let mut after = None;
        loop {
            let page = store.events(&Filter::default(), order, 7, after).unwrap();
            keys.extend(page.items.iter().map(|f| f.key));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(keys, whole.items.iter().map(|f| f.key).collect::<Vec<_>>());
    }
}
