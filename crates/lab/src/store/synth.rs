//! Documents of a store, varied: other days, other countries and people, other words and numbers.
//!
//! Each new document is one of the old with its days moved to the day it "comes in", its countries
//! and people exchanged for others of the store, and every twelfth word for another of the same
//! length, so that all spans stay true. Documents come in the order of their days, as from feeds.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use jiff::ToSpan;
use model::{Analysis, Date, DateBasis, Entity, Event, Interval, Status};
use store::{Coded, Entry, NewQuote, Order, RunName, Store};
use views::keep::IncidentLinker;

use super::SynthStore;
use crate::train::random::Random;

struct Old {
    coded: Coded,
    quotes: Vec<NewQuote>,
    /// Where reports are to be joined: words and sentences, which are not varied.
    analysis: Option<Analysis>,
}

/// What documents are varied with.
struct Pool {
    old: Vec<Old>,
    countries: Vec<String>,
    people: Vec<Entity>,
    /// Words by their length in bytes.
    words: Vec<Vec<String>>,
}

pub(super) fn run(a: &SynthStore) -> Result<()> {
    let pool = read(&Store::open(&a.from)?, a.link)?;
    if pool.old.is_empty() {
        bail!("{}: no document with events", a.from.display());
    }
    let mut store = Store::open_to_write(&a.to)?;
    let ontology = &knowledge::Knowledge::embedded().ontology;
    let input = vec![format!("synthetic from {} documents", pool.old.len())];
    let name = RunName { command: "add".into(), coder: pool.old[0].coded.coder.clone(), input };
    let mut run = store.begin_run(name)?;
    let extent = store.extent()?;
    let (mut n_events, mut n_documents) = (extent.n_events as u64, extent.n_documents as u64);
    let per_document =
        pool.old.iter().map(|o| o.coded.events.len()).sum::<usize>() as f64 / pool.old.len() as f64;
    let n_days = f64::from((a.last - a.first).get_days()) + 1.0;
    let mut spent = Spent::default();
    let mut mark = (n_events, n_documents, spent);
    tell(
        ["events", "events/s", "per cpu s", "ms/document", "cpu ms/doc", "bytes/event"]
            .map(str::to_owned),
    );
    let pool = &pool;
    let (make, made) = std::sync::mpsc::sync_channel::<Vec<Entry>>(2);
    std::thread::scope(|scope| -> Result<()> {
        // Documents are made beside, so that the time told is that of storing.
        scope.spawn(move || {
            let (mut n_events, mut n_documents) = (n_events, n_documents);
            while n_events < a.events {
                let mut entries = Vec::with_capacity(a.batch);
                while entries.len() < a.batch && n_events < a.events {
                    let share = n_documents as f64 * per_document / a.events as f64;
                    let day = (share.min(0.999) * n_days) as i64;
                    let Ok(day) = a.first.checked_add(day.days()) else { return };
                    let entry = vary(pool, n_documents, day);
                    n_events += entry.events.len() as u64;
                    n_documents += 1;
                    entries.push(entry);
                }
                if make.send(entries).is_err() {
                    return;
                }
            }
        });
        for entries in made {
            let (start, cpu_before) = (Instant::now(), cpu());
            let added = store.add(&mut run, &entries, &[], ontology, &IncidentLinker)?;
            spent.wall += start.elapsed();
            spent.cpu += cpu().saturating_sub(cpu_before);
            n_events += added.n_events as u64;
            n_documents += added.documents.len() as u64;
            if n_events / a.step > mark.0 / a.step || n_events >= a.events {
                let size = std::fs::metadata(&a.to)?.len();
                let (events, documents) = (n_events - mark.0, n_documents - mark.1);
                tell(row(n_events, events, documents, spent.since(mark.2), size));
                mark = (n_events, n_documents, spent);
            }
        }
        Ok(())
    })?;
    store.finish_run(&run)?;
    let size = std::fs::metadata(&a.to)?.len();
    tell(row(n_events, n_events - extent.n_events as u64, n_documents, spent, size));
    Ok(())
}

/// Time of the storing alone: on the clock, and of the processor.
#[derive(Clone, Copy, Default)]
struct Spent {
    wall: Duration,
    cpu: Duration,
}

impl Spent {
    fn since(self, before: Spent) -> Spent {
        Spent {
            wall: self.wall.saturating_sub(before.wall),
            cpu: self.cpu.saturating_sub(before.cpu),
        }
    }
}

/// Processor time of this thread.
fn cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(text.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0))
}

fn row(n: u64, events: u64, documents: u64, spent: Spent, size: u64) -> [String; 6] {
    let rate = |d: Duration| format!("{:.0}", events as f64 / d.as_secs_f64().max(1e-9));
    let each = |d: Duration| format!("{:.3}", d.as_secs_f64() * 1e3 / documents.max(1) as f64);
    [
        n.to_string(),
        rate(spent.wall),
        rate(spent.cpu),
        each(spent.wall),
        each(spent.cpu),
        format!("{:.0}", size as f64 / n as f64),
    ]
}

#[expect(clippy::print_stdout, reason = "a command's result")]
fn tell(cells: [String; 6]) {
    println!("{}", cells.map(|c| format!("{c:>12}")).join(""));
}

fn read(store: &Store, link: bool) -> Result<Pool> {
    let engine = engine::Engine::new();
    let mut old = Vec::new();
    let mut countries: BTreeMap<String, usize> = BTreeMap::new();
    let mut people: BTreeMap<(String, String), Entity> = BTreeMap::new();
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for n in store.documents_from(1, usize::MAX >> 1)? {
        let coded = store.coded(n)?;
        if coded.events.is_empty() || coded.document.today.is_none() {
            continue;
        }
        for p in coded.events.iter().flat_map(|e| e.actors.iter().chain(&e.recipients)) {
            let country = p.entity.code.country.clone().unwrap_or_default();
            if !country.is_empty() {
                *countries.entry(country.clone()).or_default() += 1;
            }
            if !p.entity.name.is_empty() && p.entity.id.as_ref().is_none_or(|i| i.0 != country) {
                people.entry((p.entity.name.clone(), country)).or_insert_with(|| p.entity.clone());
            }
        }
        for word in coded.document.text.split(|c: char| !c.is_alphanumeric()) {
            if word.len() > 3 && word.chars().all(char::is_lowercase) {
                *words.entry(word.to_owned()).or_default() += 1;
            }
        }
        let quotes = quotes_of(store, &coded)?;
        let analysis = link.then(|| engine.code(coded.document.clone()).analysis);
        old.push(Old { coded, quotes, analysis });
    }
    let mut by_length = vec![Vec::new(); 24];
    // Rare words once, frequent ones as often as they are frequent, so that the mixture stays.
    for (word, n) in words {
        if let Some(list) = by_length.get_mut(word.len()) {
            list.extend(std::iter::repeat_n(word, n.div_ceil(20)));
        }
    }
    let mut ranked: Vec<(usize, String)> = countries.into_iter().map(|(c, n)| (n, c)).collect();
    ranked.sort_by(|a, b| b.cmp(a));
    let countries = ranked.into_iter().map(|r| r.1).collect();
    Ok(Pool { old, countries, people: people.into_values().collect(), words: by_length })
}

fn quotes_of(store: &Store, coded: &Coded) -> Result<Vec<NewQuote>> {
    let filter =
        store::Filter { document: Some(coded.document.id.clone()), ..store::Filter::default() };
    let page = store.quotes(&filter, Order::Earliest, 100_000, None)?;
    Ok(page
        .items
        .into_iter()
        .map(|q| NewQuote {
            span: q.span,
            kind: q.kind,
            sentence: q.sentence,
            cue: q.cue,
            speaker_words: q.speaker_words,
            speaker: (!q.name.is_empty() || q.country.is_some()).then(|| Entity {
                name: q.name,
                id: q.known.map(model::EntityId),
                code: model::ActorCode {
                    country: q.country,
                    sectors: q.sectors.iter().filter_map(|s| s.parse().ok()).collect(),
                },
                office: q.office,
            }),
            about: q.about,
        })
        .collect())
}

/// Document number `n`, on a day.
fn vary(pool: &Pool, n: u64, day: Date) -> Entry {
    let mut random = Random::new(n + 1);
    let old = &pool.old[(random.next() % pool.old.len() as u64) as usize];
    let shift = old.coded.document.today.map_or(0, |d| (day - d).get_days());
    // A third of the documents keep their countries, the others exchange them by one rotation.
    let turn = if random.next().is_multiple_of(3) { 0 } else { random.next() % 40 };
    let mut document = old.coded.document.clone();
    document.id = format!("s{n:07}");
    document.origin = format!("synthetic/{n}");
    document.url = Some(format!("https://news.example.org/{}/{n}", day.year()));
    document.publisher = Some(format!("Paper {}", random.next() % 120));
    for d in [&mut document.published, &mut document.today, &mut document.updated] {
        *d = d.map(|x| moved(x, shift));
    }
    document.text = other_words(&document.text, pool, &mut random);
    let who = |e: &Entity| exchanged(e, pool, turn);
    let events: Vec<Event> = old.coded.events.iter().map(|e| other_event(e, shift, &who)).collect();
    let quotes = old.quotes.iter().map(|q| {
        let mut about: Vec<String> = q.about.iter().map(|c| country(c, pool, turn)).collect();
        about.sort();
        NewQuote { speaker: q.speaker.as_ref().map(&who), about, ..q.clone() }
    });
    let mut digest = [0; 16];
    digest[..8].copy_from_slice(&n.to_le_bytes());
    digest[8..].copy_from_slice(b"synthsto");
    let quotes = quotes.collect();
    let tale = old.analysis.as_ref().map(|a| views::keep::tale(&document, a, &events));
    Entry { digest, quotes, document, events, tale, original: None }
}

fn moved(day: Date, shift: i32) -> Date {
    day.checked_add(shift.days()).unwrap_or(day)
}

fn other_event(e: &Event, shift: i32, who: &dyn Fn(&Entity) -> Entity) -> Event {
    let mut e = e.clone();
    for p in e.actors.iter_mut().chain(&mut e.recipients).chain(&mut e.attribution) {
        p.entity = who(&p.entity);
    }
    if let Some(d) = &mut e.date {
        d.interval =
            Interval { start: moved(d.interval.start, shift), end: moved(d.interval.end, shift) };
        if e.status == Status::Planned && d.basis == DateBasis::Published {
            d.interval.end = d.interval.start;
        }
    }
    e
}

fn country(code: &str, pool: &Pool, turn: u64) -> String {
    // The forty most frequent countries change places among themselves.
    let at = pool.countries.iter().take(40).position(|c| c == code);
    match at {
        Some(at) if turn > 0 => {
            let n = pool.countries.len().min(40);
            pool.countries[(at + turn as usize) % n].clone()
        }
        _ => code.to_owned(),
    }
}

fn exchanged(e: &Entity, pool: &Pool, turn: u64) -> Entity {
    if turn == 0 {
        return e.clone();
    }
    let own = e.code.country.clone();
    if let (Some(id), Some(c)) = (&e.id, &own)
        && id.0 == *c
    {
        let c = country(c, pool, turn);
        let code = model::ActorCode { country: Some(c.clone()), sectors: e.code.sectors.clone() };
        return Entity { name: c.clone(), id: Some(model::EntityId(c)), code, office: None };
    }
    if !e.name.is_empty() && !pool.people.is_empty() {
        let letters: u64 = e.name.bytes().map(u64::from).sum();
        return pool.people[((letters * 7 + turn * 13) % pool.people.len() as u64) as usize]
            .clone();
    }
    let code = model::ActorCode {
        country: own.map(|c| country(&c, pool, turn)),
        sectors: e.code.sectors.clone(),
    };
    Entity { code, ..e.clone() }
}

fn other_words(text: &str, pool: &Pool, random: &mut Random) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        let others = pool.words.get(word.len()).filter(|w| !w.is_empty());
        let digits = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
        if digits {
            for _ in 0..word.len() {
                out.push((b'1' + (random.next() % 9) as u8) as char);
            }
        } else if let Some(others) = others
            && word.chars().all(char::is_lowercase)
            && random.next().is_multiple_of(12)
        {
            out.push_str(&others[(random.next() % others.len() as u64) as usize]);
        } else {
            out.push_str(word);
        }
        out.push_str(&part[word.len()..]);
    }
    out
}
