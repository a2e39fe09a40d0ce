//! What a document tells, as the linker compares it, in bytes and back.
//!
//! Weights of words are kept in 1/256; what is linked is what was kept, so the order in which
//! documents come cannot matter. Ids, ranks and keys are made anew from the rest.

use std::sync::Arc;

use model::{
    ContentId, Date, DayBasis, EventType, Faces, Gist, Interval, Magnitude, Mode, Report, Scene,
    Status, Told,
};

use crate::{
    bytes::{Bytes, Read},
    pack::Wrong,
};

/// Version of the shape: the gist alone; each report is an account of its own. Before, reports stood
/// behind it, in version 2 with the length of each before it.
const SHAPE: u8 = 3;
const SHAPE_LENGTHS: u8 = 2;
const SHAPE_FIRST: u8 = 1;

/// A gist as bytes.
pub(crate) fn write(gist: &Gist) -> Vec<u8> {
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
    b.0
}

/// A report as bytes, with as much of its document as most comparisons need.
pub(crate) fn write_account(gist: ContentId, day: Option<Date>, r: &Report) -> Vec<u8> {
    let mut b = Bytes(vec![SHAPE]);
    b.0.extend(gist.0.to_le_bytes());
    b.number(u64::from(day.is_some()));
    if let Some(day) = day {
        b.day(day);
    }
    write_report(&mut b, r);
    b.0
}

/// The report of an account, in outline: without rank and keys, and of its document id and day alone.
pub(crate) fn read_account(bytes: &[u8]) -> Result<Report, Wrong> {
    let mut r = Read(bytes);
    if r.byte()? != SHAPE {
        return Err("a report of another version".to_owned());
    }
    let id = ContentId(u64::from_le_bytes(r.array()?));
    let day = if r.number()? > 0 { Some(r.day()?) } else { None };
    let gist = Gist { id, day, is_outline: true, ..Gist::default() };
    Ok(Report { gist: Arc::new(gist), ..read_report(&mut r)? })
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

/// What a blob told, without ids, ranks and keys; the reports of older shapes alone.
pub(crate) fn read(bytes: &[u8]) -> Result<(Gist, Vec<Report>), Wrong> {
    let mut r = Read(bytes);
    let shape = r.byte()?;
    let gist = read_gist(&mut r, shape)?;
    if shape == SHAPE {
        return Ok((gist, Vec::new()));
    }
    let reports = r.list(|r| {
        if shape == SHAPE_LENGTHS {
            r.number()?;
        }
        read_report(r)
    })?;
    Ok((gist, reports))
}

/// The gist and the report at a position, of an older shape; `None` where there is no such report.
pub(crate) fn read_one(bytes: &[u8], position: usize) -> Result<(Gist, Option<Report>), Wrong> {
    let mut r = Read(bytes);
    let shape = r.byte()?;
    let gist = read_gist(&mut r, shape)?;
    if shape == SHAPE {
        return Ok((gist, None));
    }
    let n = r.length()?;
    for at in 0..n {
        let n_bytes = if shape == SHAPE_LENGTHS { Some(r.length()?) } else { None };
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
    if !(SHAPE_FIRST..=SHAPE).contains(&shape) {
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
        id: ContentId(0),
        gist: Arc::default(),
        events,
        event_type,
        modes,
        cameo,
        status,
        told,
        actors,
        recipients,
        faces: Faces::default(),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn report(words: &[u32]) -> Report {
        let terms = words.iter().map(|w| model::Term { word: *w, weight: 2.0 }).collect();
        let mut b = Bytes::default();
        b.number(0);
        b.0.push(EventType::Consult as u8);
        b.number(0);
        b.text("040");
        b.0.push(Status::Happened as u8);
        b.number(0);
        b.number(0);
        b.number(0);
        b.0.push(0);
        (0..6).for_each(|_| b.number(0));
        b.0.extend(0.5f32.to_le_bytes());
        Report { words: terms, ..read_report(&mut Read(&b.0)).unwrap() }
    }

    #[test]
    fn reports_of_all_shapes_are_read() {
        let gist = Gist { document: "paper".to_owned(), numbers: vec![12], ..Gist::default() };
        let reports = [report(&[1]), report(&[2, 3]), report(&[])];
        for shape in [SHAPE_FIRST, SHAPE_LENGTHS] {
            let mut b = Bytes(write(&gist));
            b.0[0] = shape;
            b.number(reports.len() as u64);
            for r in &reports {
                let mut one = Bytes::default();
                write_report(&mut one, r);
                if shape == SHAPE_LENGTHS {
                    b.number(one.0.len() as u64);
                }
                b.0.extend(one.0);
            }
            assert_eq!(read(&b.0).unwrap(), (gist.clone(), reports.to_vec()));
            for (at, r) in reports.iter().enumerate() {
                assert_eq!(read_one(&b.0, at).unwrap(), (gist.clone(), Some(r.clone())));
            }
            assert_eq!(read_one(&b.0, 3).unwrap(), (gist.clone(), None));
        }
        assert_eq!(read(&write(&gist)).unwrap(), (gist.clone(), Vec::new()));
        let account = write_account(ContentId(7), None, &reports[1]);
        let outline = read_account(&account).unwrap();
        assert_eq!((outline.words, outline.gist.id), (reports[1].words.clone(), ContentId(7)));
        assert!(outline.gist.is_outline && read_account(&account[..9]).is_err());
    }
}
