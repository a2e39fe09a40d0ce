//! Small documents with events of our own making.

use std::path::PathBuf;

use jiff::civil::date;
use knowledge::Knowledge;
use model::{
    ActorCode, Context, Date, DateBasis, Dating, Document, DocumentKind, Entity, EntityId, Event,
    EventClass, EventType, Evidence, FieldConfidence, Interval, Magnitude, Mode, Participant,
    Place, QuoteKind, Sector, Span, Status, TokenIdx,
};
use store::{Entry, NewQuote, Run, RunName, Store};

/// A file that is not there yet.
pub(crate) fn path(name: &str) -> PathBuf {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir.join("test.db")
}

pub(crate) fn run_name(input: &str) -> RunName {
    RunName { command: "add".into(), coder: "test 1".into(), input: vec![input.into()] }
}

pub(crate) fn somebody(name: &str, id: Option<&str>, country: &str, sectors: &[Sector]) -> Entity {
    Entity {
        name: name.into(),
        id: id.map(|i| EntityId(i.into())),
        code: ActorCode {
            country: (!country.is_empty()).then(|| country.into()),
            sectors: sectors.to_vec(),
        },
        office: None,
    }
}

fn participant(text: &str, words: &str, entity: Entity) -> Participant {
    let start = text.find(words).unwrap_or(0);
    Participant { span: Span::new(start, start + words.len()), entity }
}

/// An event on a day, in the first sentence of `text`.
pub(crate) fn event(
    text: &str,
    kind: EventType,
    trigger: &str,
    actor: Entity,
    recipient: Option<Entity>,
    day: Date,
) -> Event {
    let end = text.find(". ").map_or(text.len(), |i| i + 1);
    let at = text.find(trigger).unwrap();
    Event {
        class: EventClass { event_type: kind, modes: vec![], cameo: "13".into(), own_type: None },
        contexts: vec![Context::Military],
        actors: vec![participant(text, "", actor)],
        recipients: recipient.into_iter().map(|r| participant(text, "", r)).collect(),
        status: Status::Happened,
        about: None,
        attribution: None,
        date: Some(Dating { interval: Interval::day(day), basis: DateBasis::Published }),
        place: None,
        magnitude: Magnitude::default(),
        evidence: Evidence {
            sentence: 0,
            sentence_span: Span::new(0, end),
            trigger: Span::new(at, at + trigger.len()),
            trigger_head: TokenIdx(1),
        },
        confidence: 0.85,
        fields: FieldConfidence::default(),
        why: vec!["frame threaten sense 0".into()],
    }
}

/// A document of `n`: threats, and a meeting of two.
pub(crate) fn entry(n: u32) -> Entry {
    let day = date(2017, 8, 8).checked_add(jiff::Span::new().days(n)).unwrap();
    let text = format!(
        "Pyongyang threatened Guam with fire and fury, paper {n} said. “We shall see”, Señor Gómez \
         told reporters in Seoul."
    );
    let kim = somebody("Kim Jong Un", Some("PRK/kim-jong-un"), "PRK", &[Sector::Gov]);
    let usa = somebody("United States", Some("USA"), "USA", &[Sector::Gov, Sector::Mil]);
    let mut threat =
        event(&text, EventType::Threaten, "threatened", kim.clone(), Some(usa.clone()), day);
    threat.class.modes = vec![Mode::Violence];
    threat.magnitude.dead = Some((3, Some(5)));
    threat.place = Some(Place {
        span: Span::new(21, 25),
        name: "Guam".into(),
        country: Some("GUM".into()),
        admin1: None,
        coordinates: Some((13.4446, 144.7937)),
        geonames: Some(4_043_988),
    });
    let mut meeting = event(&text, EventType::Consult, "told", kim, None, day);
    meeting.actors.push(participant(&text, "", usa));
    meeting.status = if n.is_multiple_of(2) { Status::Happened } else { Status::Planned };
    meeting.about = Some(0);
    meeting.confidence = 0.5;
    meeting.attribution =
        Some(participant(&text, "Señor Gómez", somebody("José Gómez", None, "ESP", &[])));
    let quote = text.find("We shall see").unwrap();
    Entry {
        digest: store::digest_of(&model::RawDocument {
            bytes: text.clone().into_bytes(),
            ..model::RawDocument::default()
        }),
        document: Document {
            id: format!("paper-{n}"),
            origin: format!("papers/{n}.txt"),
            kind: DocumentKind::Text,
            headline: Some(format!("Threat number {n}")),
            publisher: Some(["The Courier", "Morning Post"][n as usize % 2].into()),
            authors: vec!["A. Writer".into(), "B. Writer".into()],
            furniture: vec![Span::new(0, 0)],
            published: Some(day),
            today: Some(day),
            language: Some("en".into()),
            text,
            ..Document::default()
        },
        events: vec![threat, meeting],
        quotes: vec![NewQuote {
            span: Span::new(quote, quote + "We shall see".len()),
            kind: QuoteKind::Direct,
            sentence: 1,
            cue: Some("told".into()),
            speaker_words: Some("Señor Gómez".into()),
            speaker: Some(somebody("José Gómez", None, "ESP", &[Sector::Jrn])),
            about: vec!["PRK".into()],
        }],
        tale: None,
        original: n.is_multiple_of(3).then(|| vec![n as u8; 100]),
    }
}

/// A store of `n` documents.
pub(crate) fn filled(name: &str, n: u32) -> (PathBuf, Store) {
    let path = path(name);
    let mut store = Store::open_to_write(&path).unwrap();
    let mut run = store.begin_run(run_name("papers")).unwrap();
    let entries: Vec<Entry> = (0..n).map(entry).collect();
    add(&mut store, &mut run, &entries);
    store.finish_run(&run).unwrap();
    (path, store)
}

pub(crate) fn add(store: &mut Store, run: &mut Run, entries: &[Entry]) -> store::Added {
    store
        .add(run, entries, &[], &Knowledge::embedded().ontology, &views::keep::IncidentLinker)
        .unwrap()
}
