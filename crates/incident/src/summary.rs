//! The reports of one happening in, the incident out.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    ContentId, Date, DayBasis, Entity, EventType, Incident, Interval, Linked, Magnitude, Mode,
    Range, Report, Scene, StatusRecord, Telling, Told,
};

use crate::{
    days,
    gist::resemblance,
    report::{fineness, is_same, strength},
};

/// Texts that share this much are copies.
const COPY: f32 = 0.45;

/// What is known of a happening from its reports; `None` where there are none. The order in which
/// they are given does not matter.
pub fn summarize(members: &[&Linked<Report>]) -> Option<Incident> {
    let mut members: Vec<&Linked<Report>> = members.to_vec();
    members.sort_by_key(|m| (m.node.rank, m.node.id));
    let reports: Vec<&Report> = members.iter().map(|m| &*m.node).collect();
    let root = *reports.first()?;
    let event_type = common_type(&reports, root);
    let of_type: Vec<&&Report> = reports.iter().filter(|r| r.event_type == event_type).collect();
    let deepest = of_type.iter().rev().max_by_key(|r| r.cameo.len())?;
    let dead = range(&reports, |m| m.dead);
    let tellings = tellings(&reports);
    let dated: Vec<Date> = tellings.iter().filter_map(|t| t.day).collect();
    let links = members.iter().filter_map(|m| m.link.as_ref());
    Some(Incident {
        id: root.id,
        event_type,
        modes: common_modes(&of_type),
        cameo: deepest.cameo.clone(),
        actors: common_entities(&reports, |r| &r.actors),
        recipients: common_entities(&reports, |r| &r.recipients),
        status: reports.iter().map(|r| r.status).min_by_key(|s| strength(*s))?,
        days: best_days(&reports),
        days_range: reports
            .iter()
            .filter_map(|r| r.days)
            .reduce(|a, b| Interval { start: a.start.min(b.start), end: a.end.max(b.end) }),
        scene: best_scene(&reports),
        dead,
        injured: range(&reports, |m| m.injured),
        size: range(&reports, |m| m.size),
        statuses: statuses(&reports),
        first: dated.iter().min().copied(),
        latest: dated.iter().max().copied(),
        n_independent: tellings.iter().map(|t| t.origin + 1).max().unwrap_or(0),
        tellings,
        cohesion: links.map(|l| l.score).fold(1.0, f32::min),
    })
}

/// How often each was said; of equals, the first in the reports' order.
fn most_common<T: PartialEq + Clone>(items: impl Iterator<Item = T>) -> Option<(T, usize)> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for item in items {
        match counts.iter_mut().find(|c| c.0 == item) {
            Some(c) => c.1 += 1,
            None => counts.push((item, 1)),
        }
    }
    // `max_by_key` keeps the last of equals.
    counts.into_iter().rev().max_by_key(|c| c.1)
}

fn common_type(reports: &[&Report], root: &Report) -> EventType {
    most_common(reports.iter().map(|r| r.event_type)).map_or(root.event_type, |c| c.0)
}

fn common_modes(reports: &[&&Report]) -> Vec<Mode> {
    let mut counts: BTreeMap<Mode, usize> = BTreeMap::new();
    for mode in reports.iter().flat_map(|r| &r.modes) {
        *counts.entry(*mode).or_default() += 1;
    }
    counts.into_iter().filter(|(_, n)| n * 3 >= reports.len()).map(|(m, _)| m).collect()
}

/// Who is told by a third of the reports that tell anybody, most often told first.
fn common_entities<'a>(
    reports: &[&'a Report],
    side: impl Fn(&'a Report) -> &'a Vec<Entity>,
) -> Vec<Entity> {
    let mut counts: Vec<(Entity, usize)> = Vec::new();
    let mut n_told = 0;
    for report in reports {
        let list = side(report);
        n_told += usize::from(!list.is_empty());
        for e in list {
            match counts.iter_mut().find(|c| is_same(&c.0, e)) {
                Some(c) => {
                    c.1 += 1;
                    if c.0.id.is_none() && e.id.is_some()
                        || c.0.code.sectors.is_empty() && !e.code.sectors.is_empty()
                    {
                        c.0 = e.clone();
                    }
                }
                None => counts.push((e.clone(), 1)),
            }
        }
    }
    // A stable sort: of equals, who stands first in fuller reports.
    counts.sort_by_key(|c| std::cmp::Reverse(c.1));
    counts.into_iter().filter(|c| c.1 * 3 >= n_told).map(|c| c.0).collect()
}

/// Stated before inferred before published; narrow before wide; told often before told once.
fn best_days(reports: &[&Report]) -> Option<Interval> {
    let grade = |r: &Report| r.basis.unwrap_or(DayBasis::Published);
    let best = reports.iter().filter(|r| r.days.is_some()).map(|r| grade(r)).min()?;
    let told = reports.iter().filter(|r| grade(r) == best).filter_map(|r| r.days);
    let width = told.clone().map(days::width).min()?;
    most_common(told.filter(|d| days::width(*d) == width)).map(|c| c.0)
}

fn best_scene(reports: &[&Report]) -> Option<Scene> {
    let finest = reports.iter().map(|r| fineness(r.scene.as_ref())).max()?;
    let told = reports.iter().filter_map(|r| r.scene.as_ref());
    let (name, _) = most_common(
        told.clone().filter(|s| fineness(Some(s)) == finest).map(|s| (&s.name, &s.country)),
    )?;
    told.into_iter().find(|s| (&s.name, &s.country) == name && fineness(Some(s)) == finest).cloned()
}

type Bounds = Option<(u32, Option<u32>)>;

/// Best is what the latest document says; of one day, what most say, then the greater.
fn range(reports: &[&Report], of: impl Fn(&Magnitude) -> Bounds) -> Option<Range> {
    let told: Vec<(Option<Date>, u32, u32)> = reports
        .iter()
        .filter_map(|r| {
            let (least, most) = of(&r.magnitude)?;
            Some((r.gist.day, least, most.unwrap_or(least)))
        })
        .collect();
    let latest = told.iter().map(|t| t.0).max()?;
    let mut last: Vec<u32> = told.iter().filter(|t| t.0 == latest).map(|t| t.1).collect();
    last.sort_unstable_by_key(|n| std::cmp::Reverse(*n));
    Some(Range {
        best: most_common(last.into_iter())?.0,
        least: told.iter().map(|t| t.1).min()?,
        most: told.iter().map(|t| t.2).max()?,
    })
}

fn statuses(reports: &[&Report]) -> Vec<StatusRecord> {
    let mut out: Vec<StatusRecord> = Told::ALL
        .into_iter()
        .filter_map(|told| {
            let days: Vec<Option<Date>> =
                reports.iter().filter(|r| r.told.contains(&told)).map(|r| r.gist.day).collect();
            (!days.is_empty()).then(|| StatusRecord {
                told,
                first: days.iter().flatten().min().copied(),
                latest: days.iter().flatten().max().copied(),
                n_reports: days.len() as u32,
            })
        })
        .collect();
    out.sort_by_key(|s| (s.first.is_none(), s.first, s.told));
    out
}

fn tellings(reports: &[&Report]) -> Vec<Telling> {
    let mut sorted: Vec<&Report> = reports.to_vec();
    sorted.sort_by(|a, b| {
        (a.gist.day.is_none(), a.gist.day, &a.gist.document, a.id).cmp(&(
            b.gist.day.is_none(),
            b.gist.day,
            &b.gist.document,
            b.id,
        ))
    });
    let origin = origins(&sorted);
    let mut numbers: Vec<usize> = origin.clone();
    numbers.sort_unstable();
    numbers.dedup();
    sorted
        .iter()
        .zip(&origin)
        .map(|(r, o)| Telling {
            report: r.id,
            document: r.gist.document.clone(),
            day: r.gist.day,
            publisher: r.gist.publisher.clone(),
            agency: r.gist.agency.clone(),
            origin: numbers.binary_search(o).unwrap_or(0) as u32,
        })
        .collect()
}

/// For each report the index of the first that comes from the same hand: one document, one agency,
/// one publisher of whom a text names no agency, or copies of one text; and so on from hand to hand.
fn origins(reports: &[&Report]) -> Vec<usize> {
    let mut origin: Vec<usize> = (0..reports.len()).collect();
    let own: BTreeSet<&str> = reports
        .iter()
        .filter(|r| r.gist.agency.is_none())
        .filter_map(|r| r.gist.publisher.as_deref())
        .collect();
    let mut first_of: BTreeMap<Sign<'_>, usize> = BTreeMap::new();
    for (i, r) in reports.iter().enumerate() {
        let agency = r.gist.agency.as_deref().map(Sign::Agency);
        let publisher =
            r.gist.publisher.as_deref().filter(|p| own.contains(p)).map(Sign::Publisher);
        for sign in [Some(Sign::Document(r.gist.id)), agency, publisher].into_iter().flatten() {
            join(&mut origin, *first_of.entry(sign).or_insert(i), i);
        }
    }
    // Copies share at least one digest at its place: only those are compared.
    let mut holders: BTreeMap<(usize, u32), Vec<usize>> = BTreeMap::new();
    for (i, r) in reports.iter().enumerate() {
        let mut asked = BTreeSet::new();
        for (place, digest) in r.gist.shingles.iter().enumerate() {
            let others = holders.entry((place, *digest)).or_default();
            for &j in others.iter() {
                let is_new = first(&origin, i) != first(&origin, j) && asked.insert(j);
                if is_new && resemblance(&r.gist, &reports[j].gist) >= COPY {
                    join(&mut origin, i, j);
                }
            }
            others.push(i);
        }
    }
    (0..reports.len()).map(|i| first(&origin, i)).collect()
}

/// What two documents of one hand share.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Sign<'a> {
    Document(ContentId),
    Agency(&'a str),
    Publisher(&'a str),
}

fn first(origin: &[usize], mut i: usize) -> usize {
    while origin[i] != i {
        i = origin[i];
    }
    i
}

fn join(origin: &mut [usize], a: usize, b: usize) {
    let (a, b) = (first(origin, a), first(origin, b));
    origin[a.max(b)] = a.min(b);
}
