//! The hand that writes rows within a transaction.

use std::collections::BTreeMap;

use knowledge::Ontology;
use model::{ContentId, Document, Entity, Event, EventType};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;

use crate::{
    Added, DayCode, Entry, Key, ListName, Run, Skip,
    batch::{Batch, Unit, quad_of},
    entry::{Tale, digest},
    forest::{Linker, signed},
    kept::Kept,
    link::Links,
    lists,
    number::{Place, codes, document_key, hex, next},
    pack::{Kind, N_LEARN, Packer},
    shapes,
    sheet::{self, Arrival},
};

/// Numbers of names, so that they are looked up once. Emptied when another program has written.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    data_version: i64,
    lists: FxHashMap<ListName, i64>,
    entities: FxHashMap<(String, String, String), i64>,
    classes: BTreeMap<(u8, i64), u8>,
}

/// Names kept before the cache is emptied.
const N_CACHED_MAX: usize = 300_000;
/// Numbers that a class may have.
const N_CLASSES_MAX: usize = 256;

/// A transaction's hand.
pub(crate) struct Writer<'a> {
    pub(crate) cache: Cache,
    pub(crate) batch: Batch,
    pub(crate) links: Links,
    pub(crate) ontology: &'a Ontology,
    pub(crate) packer: &'a Packer,
}

type Sql<T> = rusqlite::Result<T>;

impl<'a> Writer<'a> {
    pub(crate) fn new(
        cache: Cache,
        kept: Kept,
        ontology: &'a Ontology,
        packer: &'a Packer,
    ) -> Self {
        let links = Links { kept, ..Links::default() };
        Self { cache, batch: Batch::default(), links, ontology, packer }
    }

    /// Forgets what another program may have changed.
    pub(crate) fn refresh(&mut self, c: &Connection) -> Sql<()> {
        let version: i64 = c.query_row("PRAGMA data_version", [], |r| r.get(0))?;
        if version != self.cache.data_version
            || self.cache.lists.len() + self.cache.entities.len() > N_CACHED_MAX
        {
            self.cache = Cache { data_version: version, ..Cache::default() };
            self.links.kept = Kept::default();
        }
        Ok(())
    }

    pub(crate) fn run(c: &Connection, run: &mut Run) -> Sql<i64> {
        if let Some(n) = run.n {
            return Ok(n);
        }
        c.prepare_cached(
            "INSERT INTO run (command, coder, input, finished) VALUES (?1, ?2, ?3, 0)",
        )?
        .execute(params![run.name.command, run.name.coder, run.name.input.join("\n")])?;
        let n = c.last_insert_rowid();
        run.n = Some(n);
        Ok(n)
    }

    pub(crate) fn skip(c: &Connection, run: &mut Run, skip: &Skip) -> Sql<()> {
        let digest =
            digest(&[skip.origin.as_bytes(), skip.reason.as_bytes(), skip.message.as_bytes()]);
        let known =
            c.prepare_cached("SELECT 1 FROM skip WHERE digest = ?1")?.exists([&digest[..]])?;
        if !known {
            let n = Self::run(c, run)?;
            c.prepare_cached(
                "INSERT INTO skip (run, digest, origin, reason, message) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![n, &digest[..], skip.origin, skip.reason, skip.message])?;
        }
        Ok(())
    }

    pub(crate) fn entry(
        &mut self,
        c: &Connection,
        run: &mut Run,
        entry: &Entry,
        linker: &dyn Linker,
        added: &mut Added,
    ) -> Sql<()> {
        let known = c
            .prepare_cached("SELECT 1 FROM document WHERE digest = ?1")?
            .exists([&entry.digest[..]])?;
        if known {
            added.n_known += 1;
            return Ok(());
        }
        let run = Self::run(c, run)?;
        let (n, id) = self.document(c, run, entry)?;
        self.quotes(c, n, entry)?;
        let place = Place { run, document: n, first: next(c, "event")? };
        self.coded(c, &place, &id, &entry.document, &entry.events, entry.tale.as_ref(), linker)?;
        if n == N_LEARN {
            self.packer.learn(c)?;
        }
        added.documents.push(n);
        added.n_events += entry.events.len();
        added.n_quotes += entry.quotes.len();
        Ok(())
    }

    /// Stores the events of a document and joins its reports.
    #[expect(clippy::too_many_arguments, reason = "all that a document's coding is made of")]
    pub(crate) fn coded(
        &mut self,
        c: &Connection,
        place: &Place,
        id: &str,
        document: &Document,
        events: &[Event],
        tale: Option<&Tale>,
        linker: &dyn Linker,
    ) -> Sql<()> {
        let of_event = match tale {
            Some(tale) => self.tale(c, linker, place.document, id, tale)?,
            None => BTreeMap::new(),
        };
        self.coding(c, place, document, events, &of_event)?;
        self.link(c, linker, &of_event)?;
        // Document by document, so that numbers do not depend on where transactions end.
        self.settle(c, linker)
    }

    fn document(&mut self, c: &Connection, run: i64, entry: &Entry) -> Sql<(i64, String)> {
        let d = &entry.document;
        let taken = c.prepare_cached("SELECT 1 FROM document WHERE id = ?1")?.exists([&d.id])?;
        let id = if taken {
            let digits = hex(&entry.digest);
            format!("{}~{digits}", d.id)
        } else {
            d.id.clone()
        };
        let day = d.today.map_or(DayCode::NONE, DayCode::of);
        let n = next(c, "document")?;
        let arrival = Arrival {
            n,
            id: &id,
            digest: &entry.digest[..],
            run,
            day: day.0,
            first_quote: next(c, "quote")?,
            n_quotes: entry.quotes.len(),
        };
        sheet::insert(c, &arrival, d)?;
        c.prepare_cached("INSERT INTO text VALUES (?1, ?2)")?
            .execute(params![n, self.packer.pack(c, Kind::Text, d.text.as_bytes())?])?;
        if let Some(bytes) = &entry.original {
            c.prepare_cached("INSERT INTO original VALUES (?1, ?2)")?
                .execute(params![n, self.packer.pack(c, Kind::Text, bytes)?])?;
        }
        let lists = self.lists(c, &lists::document_lists(d))?;
        // A record's text may lack the headline that came beside it.
        let headline = d.headline.as_deref().filter(|h| !d.text.starts_with(h)).unwrap_or("");
        let words = format!("{headline}\n{}", d.text);
        self.batch.document(document_key(day, n), &lists, &words);
        Ok((n, id))
    }

    fn quotes(&mut self, c: &Connection, document: i64, entry: &Entry) -> Sql<()> {
        let d = &entry.document;
        let day = d.today.map_or(DayCode::NONE, DayCode::of);
        for q in &entry.quotes {
            let n = next(c, "quote")?;
            let s = q.speaker.as_ref();
            let sectors: Option<Vec<&str>> =
                s.map(|s| s.code.sectors.iter().map(|x| x.as_str()).collect());
            c.prepare_cached(
                "INSERT INTO quote VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)",
            )?
            .execute(params![
                n,
                document,
                day.0,
                q.kind.as_str(),
                q.span.start,
                q.span.end,
                q.sentence,
                q.cue,
                q.speaker_words,
                s.map(|s| &s.name),
                s.and_then(|s| s.id.as_ref()).map(|i| &i.0),
                s.and_then(|s| s.code.country.as_ref()),
                sectors.filter(|s| !s.is_empty()).map(|s| s.join(".")),
                s.and_then(|s| s.office.as_ref()),
                (!q.about.is_empty()).then(|| q.about.join(" ")),
            ])?;
            let lists = self.lists(c, &lists::quote_lists(d, q))?;
            self.batch.quote(document_key(day, n), &lists, q.span.of(&d.text));
            if let Some(entity) = s {
                self.see(c, entity, 0, 1)?;
            }
        }
        Ok(())
    }

    fn coding(
        &mut self,
        c: &Connection,
        place: &Place,
        d: &Document,
        events: &[Event],
        of_event: &BTreeMap<u32, ContentId>,
    ) -> Sql<()> {
        let blob = self.packer.pack(c, Kind::Events, &shapes::write_events(events))?;
        c.prepare_cached("INSERT INTO coding VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
            place.document,
            place.run,
            place.first,
            events.len() as i64,
            blob
        ])?;
        self.event_rows(c, place.document, place.first, d, events, of_event)
    }

    /// What is derived from the events of a document.
    pub(crate) fn event_rows(
        &mut self,
        c: &Connection,
        document: i64,
        first: i64,
        d: &Document,
        events: &[Event],
        of_event: &BTreeMap<u32, ContentId>,
    ) -> Sql<()> {
        for (i, e) in events.iter().enumerate() {
            let n = first + i as i64;
            let key = self.key(c, e, n)?;
            let interval = e.date.map(|d| d.interval);
            c.prepare_cached("INSERT INTO event VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)")?
                .execute(params![
                    n,
                    document,
                    i as i64,
                    key.0,
                    interval.map_or(0, |i| DayCode::of(i.start).0),
                    interval.map_or(0, |i| DayCode::of(i.end).0),
                    e.class.cameo,
                    (f64::from(e.confidence) * 100.0).round() as i64,
                    codes(e.actors.iter().map(|p| &p.entity)),
                    codes(e.recipients.iter().map(|p| &p.entity)),
                    of_event.get(&(i as u32)).map(|id| signed(*id)),
                ])?;
            let names = lists::lists_of(d, e);
            let pairs: Vec<ListName> =
                names.iter().filter(|l| l.kind.has_series()).cloned().collect();
            let pairs = self.lists(c, &pairs)?;
            let lists = self.lists_in_order(c, &names)?;
            self.batch.event(key, &lists, e.evidence.sentence_span.of(&d.text));
            self.batch.count(Unit::Reports, key, &pairs, quad_of(e), self.intensity(e), 1);
            for p in e.actors.iter().chain(&e.recipients) {
                self.see(c, &p.entity, 1, 0)?;
            }
        }
        Ok(())
    }

    pub(crate) fn intensity(&self, e: &Event) -> f32 {
        self.ontology.intensity(e.class.event_type, &e.class.modes)
    }

    pub(crate) fn key(&mut self, c: &Connection, e: &Event, n: i64) -> Sql<Key> {
        let class = self.class(c, e.class.event_type, self.intensity(e))?;
        Ok(Key::new(DayCode::of_interval(e.date.map(|d| d.interval)), class, e.status, n))
    }

    /// Number of a class; where 256 are taken, that of the same type whose intensity is nearest.
    pub(crate) fn class(&mut self, c: &Connection, kind: EventType, intensity: f32) -> Sql<u8> {
        let name = (kind as u8, (f64::from(intensity) * 1000.0).round() as i64);
        if let Some(n) = self.cache.classes.get(&name) {
            return Ok(*n);
        }
        let mut rows = c.prepare_cached("SELECT n, type, intensity FROM class")?;
        let rows = rows.query_map([], |r| {
            Ok((r.get::<_, u8>(0)?, r.get::<_, String>(1)?, r.get::<_, f64>(2)?))
        })?;
        self.cache.classes.clear();
        for row in rows {
            let (n, kind, intensity) = row?;
            if let Ok(kind) = kind.parse::<EventType>() {
                let name = (kind as u8, (intensity * 1000.0).round() as i64);
                self.cache.classes.insert(name, n);
            }
        }
        if let Some(n) = self.cache.classes.get(&name) {
            return Ok(*n);
        }
        let n = self.cache.classes.len();
        if n >= N_CLASSES_MAX {
            let near = self.cache.classes.iter().filter(|((k, _), _)| *k == name.0);
            return Ok(near.min_by_key(|((_, i), _)| (i - name.1).abs()).map_or(0, |(_, n)| *n));
        }
        c.execute(
            "INSERT INTO class VALUES (?1, ?2, ?3)",
            params![n as i64, kind.as_str(), f64::from(intensity)],
        )?;
        self.cache.classes.insert(name, n as u8);
        Ok(n as u8)
    }

    /// Numbers of lists, made where they are new; sorted.
    pub(crate) fn lists(&mut self, c: &Connection, names: &[ListName]) -> Sql<Vec<i64>> {
        let mut out = self.lists_in_order(c, names)?;
        out.sort_unstable();
        Ok(out)
    }

    /// The same in the order of the names, in which the index of words has them: that order does
    /// not depend on which list was made first.
    pub(crate) fn lists_in_order(&mut self, c: &Connection, names: &[ListName]) -> Sql<Vec<i64>> {
        let mut out = Vec::with_capacity(names.len());
        for name in names {
            if let Some(n) = self.cache.lists.get(name) {
                out.push(*n);
                continue;
            }
            let kind = name.kind as i64;
            let found = c
                .prepare_cached("SELECT n FROM list WHERE kind = ?1 AND a = ?2 AND b = ?3")?
                .query_row(params![kind, name.a, name.b], |r| r.get(0))
                .optional()?;
            let n = if let Some(n) = found {
                n
            } else {
                c.prepare_cached("INSERT INTO list (kind, a, b, n_keys) VALUES (?1, ?2, ?3, 0)")?
                    .execute(params![kind, name.a, name.b])?;
                c.last_insert_rowid()
            };
            self.cache.lists.insert(name.clone(), n);
            out.push(n);
        }
        Ok(out)
    }

    /// Counts an entity that is known or named.
    pub(crate) fn see(&mut self, c: &Connection, e: &Entity, events: i64, quotes: i64) -> Sql<()> {
        let known = e.id.as_ref().map_or("", |i| i.0.as_str());
        if known.is_empty() && e.name.is_empty() {
            return Ok(());
        }
        let country = e.code.country.as_deref().unwrap_or("");
        let name = (known.to_owned(), e.name.clone(), country.to_owned());
        let n = if let Some(n) = self.cache.entities.get(&name) {
            *n
        } else {
            let found = c
                .prepare_cached(
                    "SELECT n FROM entity WHERE known = ?1 AND name = ?2 AND country = ?3",
                )?
                .query_row(params![known, e.name, country], |r| r.get(0))
                .optional()?;
            let n = if let Some(n) = found {
                n
            } else {
                c.prepare_cached(
                    "INSERT INTO entity (known, name, country, n_events, n_quotes)
                     VALUES (?1, ?2, ?3, 0, 0)",
                )?
                .execute(params![known, e.name, country])?;
                c.last_insert_rowid()
            };
            self.cache.entities.insert(name, n);
            n
        };
        self.batch.entity(n, events, quotes);
        Ok(())
    }
}
