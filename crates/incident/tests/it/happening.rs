//! Documents of one happening and of its look-alikes, coded and linked.

use std::sync::Arc;

use engine::Engine;
use incident::{Memory, Reach, ReportJudge, summarize};
use model::{ContentId, Correction, DocumentKind, EventType, Incident, RawDocument, Report, Told};

struct Paper {
    id: &'static str,
    day: &'static str,
    publisher: &'static str,
    text: &'static str,
}

const WIRE: &str = "Shells kill four in Kharkiv\n\nRussian forces shelled a market in the Ukrainian city of Kharkiv on Friday, killing four people, officials said.\n\nThe shelling of Kharkiv by Russian forces lasted an hour.";

fn papers() -> Vec<Paper> {
    vec![
        Paper { id: "wire", day: "2024-03-01", publisher: "Daily Beacon", text: WIRE },
        Paper { id: "copy", day: "2024-03-01", publisher: "Bay Tribune", text: WIRE },
        Paper {
            id: "update",
            day: "2024-03-02",
            publisher: "City Ledger",
            text: "Toll of Kharkiv shelling rises\n\nAt least seven people were killed on Friday when Russian troops shelled a market in Kharkiv, Ukraine, hospitals said.",
        },
        Paper {
            id: "next",
            day: "2024-03-02",
            publisher: "Daily Beacon",
            text: "Kharkiv shelled again\n\nRussian forces shelled a school in the Ukrainian city of Kharkiv on Saturday, killing two people, a day after an attack on a market.",
        },
        Paper {
            id: "odesa",
            day: "2024-03-01",
            publisher: "Coastal Times",
            text: "Shells hit Odesa\n\nRussian forces shelled a warehouse in Odesa on Friday, killing three people, officials said.",
        },
        Paper {
            id: "truce",
            day: "2024-03-01",
            publisher: "World Bulletin",
            text: "Russia and Ukraine agree to truce\n\nRussia and Ukraine agreed to a ceasefire on Friday.",
        },
    ]
}

/// Report of the document's main act of a type.
fn read(paper: &Paper, kind: EventType) -> Vec<(Report, bool)> {
    let reading = Engine::new().read(&RawDocument {
        id: Some(paper.id.to_owned()),
        kind: DocumentKind::Record,
        bytes: paper.text.as_bytes().to_vec(),
        published: paper.day.parse().ok(),
        publisher: Some(paper.publisher.to_owned()),
        ..RawDocument::default()
    });
    let (document, analysis) = (&reading.document, &reading.analysis);
    let gist = Arc::new(incident::gist(document, analysis));
    incident::reports(document, analysis, &reading.events, &gist)
        .into_iter()
        .map(|r| {
            let of_kind = r.event_type == kind;
            (r, of_kind)
        })
        .collect()
}

/// Linked in the order given, and the first shelling (or concession) of each document.
fn linked(order: &[usize]) -> (Memory<Report>, Vec<(&'static str, ContentId)>) {
    let papers = papers();
    let mut memory = Memory::new(Reach::default());
    let mut main = Vec::new();
    for &i in order {
        let paper = &papers[i];
        let kind = if paper.id == "truce" { EventType::Concede } else { EventType::Assault };
        let mut first = None;
        for (report, of_kind) in read(paper, kind) {
            if of_kind {
                first.get_or_insert(report.id);
            }
            memory.add(report, &ReportJudge::default());
        }
        main.push((paper.id, first.unwrap_or_else(|| panic!("{}: not coded", paper.id))));
    }
    main.sort_unstable();
    (memory, main)
}

fn incident_of(memory: &Memory<Report>, id: ContentId) -> Incident {
    let root = memory.root(id).unwrap();
    let members: Vec<_> = memory.all().filter(|n| n.root == root).collect();
    summarize(&members).unwrap()
}

fn groups(memory: &Memory<Report>, main: &[(&'static str, ContentId)]) -> Vec<Vec<&'static str>> {
    let mut out: Vec<(ContentId, Vec<&'static str>)> = Vec::new();
    for (name, id) in main {
        let root = memory.root(*id).unwrap();
        match out.iter_mut().find(|g| g.0 == root) {
            Some(group) => group.1.push(name),
            None => out.push((root, vec![name])),
        }
    }
    let mut names: Vec<Vec<&'static str>> = out.into_iter().map(|g| g.1).collect();
    names.sort();
    names
}

#[test]
fn copies_and_updates_are_one_and_look_alikes_are_others() {
    let expected = [vec!["copy", "update", "wire"], vec!["next"], vec!["odesa"], vec!["truce"]];
    for order in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 0, 5, 2, 4, 1]] {
        let (memory, main) = linked(&order);
        assert_eq!(groups(&memory, &main), expected, "{order:?}");
    }
}

#[test]
fn an_incident_knows_its_sources_and_numbers() {
    let (memory, main) = linked(&[0, 1, 2, 3, 4, 5]);
    let wire = main.iter().find(|m| m.0 == "wire").unwrap().1;
    let i = incident_of(&memory, wire);
    assert_eq!(i.event_type, EventType::Assault);
    assert_eq!(i.actors[0].code.country.as_deref(), Some("RUS"));
    assert_eq!(i.recipients[0].code.country.as_deref(), Some("UKR"));
    assert_eq!(i.days.unwrap().start.to_string(), "2024-03-01");
    assert_eq!(i.scene.as_ref().unwrap().name, "Kharkiv");
    let dead = i.dead.unwrap();
    assert_eq!((dead.best, dead.least, dead.most), (7, 4, 7), "the latest report, and the range");
    assert_eq!(i.tellings.len(), 3);
    assert_eq!(i.n_independent, 2, "a copy is no second source");
    assert_eq!(
        (i.first.unwrap().to_string(), i.latest.unwrap().to_string()),
        ("2024-03-01".into(), "2024-03-02".into())
    );
    assert_eq!(i.statuses[0].told, Told::Happened);
    let follower = memory.all().find(|n| n.root == i.id && n.link.is_some()).unwrap();
    assert!(!follower.link.as_ref().unwrap().reasons.is_empty(), "every merge says why");
}

#[test]
fn what_was_decided_by_hand_holds() {
    let (mut memory, main) = linked(&[0, 1, 2, 3, 4, 5]);
    let id = |name: &str| main.iter().find(|m| m.0 == name).unwrap().1;
    let judge = ReportJudge::default();
    memory.correct(Correction::Join(id("wire"), id("odesa")), &judge);
    memory.correct(Correction::Apart(id("update"), id("wire")), &judge);
    memory.correct(Correction::Apart(id("update"), id("copy")), &judge);
    let expected = [vec!["copy", "odesa", "wire"], vec!["next"], vec!["truce"], vec!["update"]];
    assert_eq!(groups(&memory, &main), expected);
    memory.forget(Correction::Join(id("wire"), id("odesa")), &judge);
    let expected =
        [vec!["copy", "wire"], vec!["next"], vec!["odesa"], vec!["truce"], vec!["update"]];
    assert_eq!(groups(&memory, &main), expected);
}
