//! What a document tells, as the linker compares it, in bytes and back.
//!
//! Weights of words are kept in 1/256; what is linked is what was kept, so the order in which
//! documents come cannot matter. Ids, ranks and keys are made anew from the rest.

use std::sync::Arc;

use model::{
    ActorCode, DayBasis, Entity, EntityId, EventType, Gist, Interval, Magnitude, Mode, Report,
    Scene, Sector, Status, Term, Told,
};

use crate::pack::Wrong;

/// Version of the shape: each report with its length before it. In the one before there were none.
const SHAPE: u8 = 2;
const SHAPE_BEFORE: u8 = 1;
const WEIGHT: f32 = 256.0;

/// Writes numbers small ones small.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn number(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.0.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.0.push(n as u8);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }

    /// Absent is not the same as empty.
    fn maybe(&mut self, text: Option<&str>) {
        match text {
            None => self.number(0),
            Some(text) => {
                self.number(text.len() as u64 + 1);
                self.0.extend(text.as_bytes());
            }
        }
    }

    fn terms(&mut self, terms: &[Term]) {
        self.number(terms.len() as u64);
        for t in terms {
            self.0.extend(t.word.to_le_bytes());
            let weight = (t.weight * WEIGHT).round().clamp(1.0, f32::from(u16::MAX)) as u16;
            self.0.extend(weight.to_le_bytes());
        }
    }

    fn day(&mut self, day: model::Date) {
        self.0.extend(day.year().to_le_bytes());
        self.0.push(day.month() as u8);
        self.0.push(day.day() as u8);
    }

    fn entities(&mut self, list: &[Entity]) {
        self.number(list.len() as u64);
        for e in list {
            self.text(&e.name);
            self.maybe(e.id.as_ref().map(|i| i.0.as_str()));
            self.maybe(e.code.country.as_deref());
            self.number(e.code.sectors.len() as u64);
            for s in &e.code.sectors {
                self.0.push(*s as u8);
            }
            self.maybe(e.office.as_deref());
        }
    }
}

/// A gist and its reports as bytes.
pub(crate) fn write(gist: &Gist, reports: &[Report]) -> Vec<u8> {
    let mut b = Bytes(vec![SHAPE]);
    b.text(&gist.document);
    b.number(u64::from(gist.day.is_some()));
    gist.day.into_iter().for_each(|d| b.day(d));
    b.maybe(gist.publisher.as_deref());
    b.maybe(gist.agency.as_deref());
    for terms in [&gist.terms, &gist.names, &gist.headline] {
        b.terms(terms);
    }
    b.number(gist.numbers.len() as u64);
    gist.numbers.iter().for_each(|n| b.number(u64::from(*n)));
    b.number(u64::from(gist.calendar));
    b.number(gist.shingles.len() as u64);
    gist.shingles.iter().for_each(|s| b.0.extend(s.to_le_bytes()));
    b.number(reports.len() as u64);
    for r in reports {
        let mut one = Bytes::default();
        write_report(&mut one, r);
        b.number(one.0.len() as u64);
        b.0.extend(one.0);
    }
    b.0
}

fn write_report(b: &mut Bytes, r: &Report) {
    b.number(r.events.len() as u64);
    r.events.iter().for_each(|e| b.number(u64::from(*e)));
    b.0.push(r.event_type as u8);
    b.number(r.modes.len() as u64);
    r.modes.iter().for_each(|m| b.0.push(*m as u8));
    b.text(&r.cameo);
    b.0.push(r.status as u8);
    b.number(r.told.len() as u64);
    r.told.iter().for_each(|t| b.0.push(*t as u8));
    b.entities(&r.actors);
    b.entities(&r.recipients);
    let basis = r.basis.map_or(0, |x| x as u8 + 1);
    b.0.push(basis | u8::from(r.days.is_some()) << 4 | u8::from(r.again) << 5);
    if let Some(d) = r.days {
        b.day(d.start);
        b.day(d.end);
    }
    b.number(u64::from(r.scene.is_some()));
    if let Some(s) = &r.scene {
        b.text(&s.name);
        b.maybe(s.country.as_deref());
        b.maybe(s.admin1.as_deref());
        b.number(u64::from(s.coordinates.is_some()));
        if let Some((x, y)) = s.coordinates {
            b.0.extend(x.to_le_bytes());
            b.0.extend(y.to_le_bytes());
        }
    }
    for bounds in [r.magnitude.dead, r.magnitude.injured, r.magnitude.size] {
        match bounds {
            None => b.number(0),
            Some((least, None)) => {
                b.number(1);
                b.number(u64::from(least));
            }
            Some((least, Some(most))) => {
                b.number(2);
                b.number(u64::from(least));
                b.number(u64::from(most));
            }
        }
    }
    b.terms(&r.triggers);
    b.terms(&r.words);
    b.0.extend(r.confidence.to_le_bytes());
}

/// Reads what [`Bytes`] wrote.
struct Read<'a>(&'a [u8]);

impl<'a> Read<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], Wrong> {
        if n > self.0.len() {
            return Err("reports that end too early".to_owned());
        }
        let (head, tail) = self.0.split_at(n);
        self.0 = tail;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Wrong> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N)?);
        Ok(out)
    }

    fn byte(&mut self) -> Result<u8, Wrong> {
        Ok(self.array::<1>()?[0])
    }

    fn number(&mut self) -> Result<u64, Wrong> {
        let mut n = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(n);
            }
        }
        Err("a number that does not end".to_owned())
    }

    /// A number of things of at least one byte each.
    fn length(&mut self) -> Result<usize, Wrong> {
        let n = self.number()? as usize;
        if n > self.0.len() { Err("a list longer than its blob".to_owned()) } else { Ok(n) }
    }

    fn list<T>(&mut self, one: impl Fn(&mut Self) -> Result<T, Wrong>) -> Result<Vec<T>, Wrong> {
        let n = self.length()?;
        let mut out = Vec::with_capacity(n);
        for _ in 0..n {
            out.push(one(self)?);
        }
        Ok(out)
    }

    fn text(&mut self) -> Result<String, Wrong> {
        let n = self.length()?;
        String::from_utf8(self.take(n)?.to_vec()).map_err(|_| "a name that is no UTF-8".to_owned())
    }

    fn maybe(&mut self) -> Result<Option<String>, Wrong> {
        let n = self.number()? as usize;
        let Some(n) = n.checked_sub(1) else { return Ok(None) };
        let bytes = self.take(n)?.to_vec();
        String::from_utf8(bytes).map(Some).map_err(|_| "a name that is no UTF-8".to_owned())
    }

    fn terms(&mut self) -> Result<Vec<Term>, Wrong> {
        self.list(|r| {
            let word = u32::from_le_bytes(r.array()?);
            let weight = f32::from(u16::from_le_bytes(r.array()?)) / WEIGHT;
            Ok(Term { word, weight })
        })
    }

    fn day(&mut self) -> Result<model::Date, Wrong> {
        let year = i16::from_le_bytes(self.array()?);
        let [month, day] = self.array()?;
        model::Date::new(year, month as i8, day as i8).map_err(|_| "an impossible day".to_owned())
    }

    fn label<T: Copy>(&mut self, all: &[T]) -> Result<T, Wrong> {
        let n = usize::from(self.byte()?);
        all.get(n).copied().ok_or_else(|| "a label that is not known".to_owned())
    }

    fn number32(&mut self) -> Result<u32, Wrong> {
        Ok(self.number()? as u32)
    }

    fn entity(&mut self) -> Result<Entity, Wrong> {
        Ok(Entity {
            name: self.text()?,
            id: self.maybe()?.map(EntityId),
            code: ActorCode {
                country: self.maybe()?,
                sectors: self.list(|r| r.label(Sector::ALL))?,
            },
            office: self.maybe()?,
        })
    }
}

/// What a blob told, without ids, ranks and keys.
pub(crate) fn read(bytes: &[u8]) -> Result<(Gist, Vec<Report>), Wrong> {
    let mut r = Read(bytes);
    let shape = r.byte()?;
    let gist = read_gist(&mut r, shape)?;
    let reports = r.list(|r| {
        if shape > SHAPE_BEFORE {
            r.number()?;
        }
        read_report(r)
    })?;
    Ok((gist, reports))
}

/// The gist and the report at a position, as [`read`] gives them; `None` where there is no such report.
pub(crate) fn read_one(bytes: &[u8], position: usize) -> Result<(Gist, Option<Report>), Wrong> {
    let mut r = Read(bytes);
    let shape = r.byte()?;
    let gist = read_gist(&mut r, shape)?;
    let n = r.length()?;
    for at in 0..n {
        let n_bytes = if shape > SHAPE_BEFORE { Some(r.length()?) } else { None };
        match n_bytes {
            Some(n_bytes) if at < position => {
                r.take(n_bytes)?;
            }
            _ => {
                let report = read_report(&mut r)?;
                if at == position {
                    return Ok((gist, Some(report)));
                }
            }
        }
    }
    Ok((gist, None))
}

fn read_gist(r: &mut Read<'_>, shape: u8) -> Result<Gist, Wrong> {
    if shape != SHAPE && shape != SHAPE_BEFORE {
        return Err("reports of another version".to_owned());
    }
    let document = r.text()?;
    let day = if r.number()? > 0 { Some(r.day()?) } else { None };
    Ok(Gist {
        document,
        day,
        publisher: r.maybe()?,
        agency: r.maybe()?,
        terms: r.terms()?,
        names: r.terms()?,
        headline: r.terms()?,
        numbers: r.list(Read::number32)?,
        calendar: r.number32()?,
        shingles: r.list(|r| Ok(u32::from_le_bytes(r.array()?)))?,
        ..Gist::default()
    })
}

fn read_report(r: &mut Read<'_>) -> Result<Report, Wrong> {
    let events = r.list(Read::number32)?;
    let event_type = r.label(EventType::ALL)?;
    let modes = r.list(|r| r.label(Mode::ALL))?;
    let cameo = r.text()?;
    let status = r.label(Status::ALL)?;
    let told = r.list(|r| r.label(&Told::ALL))?;
    let (actors, recipients) = (r.list(Read::entity)?, r.list(Read::entity)?);
    let flags = r.byte()?;
    let basis = match flags & 15 {
        0 => None,
        1 => Some(DayBasis::Stated),
        2 => Some(DayBasis::Inferred),
        _ => Some(DayBasis::Published),
    };
    let days =
        if flags & 16 > 0 { Some(Interval { start: r.day()?, end: r.day()? }) } else { None };
    let scene = if r.number()? > 0 { Some(read_scene(r)?) } else { None };
    let mut bounds = [None; 3];
    for bound in &mut bounds {
        *bound = match r.number()? {
            0 => None,
            1 => Some((r.number32()?, None)),
            _ => Some((r.number32()?, Some(r.number32()?))),
        };
    }
    let [dead, injured, size] = bounds;
    Ok(Report {
        id: model::ContentId(0),
        gist: Arc::default(),
        events,
        event_type,
        modes,
        cameo,
        status,
        told,
        actors,
        recipients,
        days,
        basis,
        scene,
        magnitude: Magnitude { dead, injured, size },
        triggers: r.terms()?,
        words: r.terms()?,
        again: flags & 32 > 0,
        confidence: f32::from_le_bytes(r.array()?),
        rank: 0,
        postings: Vec::new(),
    })
}

fn read_scene(r: &mut Read<'_>) -> Result<Scene, Wrong> {
    let (name, country, admin1) = (r.text()?, r.maybe()?, r.maybe()?);
    let coordinates = if r.number()? > 0 {
        Some((f64::from_le_bytes(r.array()?), f64::from_le_bytes(r.array()?)))
    } else {
        None
    };
    Ok(Scene { name, country, admin1, coordinates })
}
