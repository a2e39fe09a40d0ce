//! Planted incidents: who did what where, told by several documents each; the gold says which stretch
//! of which document tells of which incident.
//!
//! A line of the corpus is {"id", "text", "published", "publisher", "how", "tells": [{"start", "end",
//! "incident", "types"}]}, offsets in characters. Copies repeat an agency's words, rewrites tell the
//! same facts in other words, updates bring new numbers, and many incidents have a look-alike: the day
//! after, the next town, the other kind of act, weeks later.

use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use model::Date;
use serde_json::{Value, json};

use super::{
    draw::Draw,
    tell::{self, Document},
};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Half {
    /// Sentences of even number
    A,
    /// Sentences of odd number
    B,
    /// All sentences
    Both,
}

#[derive(Args)]
pub(super) struct Plant {
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    #[arg(long, default_value_t = 200)]
    pub(super) incidents: usize,
    #[arg(long, default_value_t = 1000)]
    pub(super) reports: usize,
    /// Which half of the sentences is used.
    #[arg(long, value_enum, default_value = "both")]
    pub(super) half: Half,
    #[arg(long)]
    pub(super) out: PathBuf,
}

/// A country with the names of its places.
#[derive(Clone)]
pub(super) struct Country {
    pub(super) name: &'static str,
    pub(super) adjective: &'static str,
    pub(super) capital: &'static str,
    pub(super) cities: Vec<&'static str>,
}

/// One kind of happening with its sentences, by the letter that opens their lines.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) types: Vec<&'static str>,
    place: &'static str,
    pub(super) lines: BTreeMap<&'static str, Vec<&'static str>>,
}

/// The facts of one incident.
#[derive(Clone)]
pub(super) struct Facts {
    pub(super) id: usize,
    pub(super) kind: usize,
    pub(super) actor: Country,
    pub(super) recipient: Country,
    pub(super) city: &'static str,
    pub(super) day: Date,
    pub(super) dead: usize,
    pub(super) hurt: usize,
    pub(super) size: usize,
    pub(super) target: &'static str,
    pub(super) means: &'static str,
    pub(super) detail: &'static str,
    /// Whether it came the day after another of its kind at its place.
    pub(super) again: bool,
}

pub(super) fn countries() -> Vec<Country> {
    rows(include_str!("countries.txt"))
        .map(|row| {
            let cells: Vec<&str> = row.split('\t').collect();
            Country {
                name: cells[0],
                adjective: cells[1],
                capital: cells[2],
                cities: cells[3].split(',').collect(),
            }
        })
        .collect()
}

pub(super) fn kinds() -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for row in rows(include_str!("happenings.txt")) {
        let (letter, rest) = row.split_once(' ').unwrap_or((row, ""));
        if letter == "kind" {
            let cells: Vec<&str> = rest.split(' ').collect();
            kinds.push(Kind {
                name: cells[0],
                types: cells[1].split(',').collect(),
                place: cells[2],
                lines: BTreeMap::new(),
            });
        } else if let Some(kind) = kinds.last_mut().filter(|_| rest != "-") {
            let items: Vec<&str> =
                if "twq".contains(letter) { rest.split('|').collect() } else { vec![rest] };
            kind.lines.entry(letter).or_default().extend(items);
        }
    }
    kinds
}

fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|l| !l.starts_with('#') && !l.is_empty())
}

impl Plant {
    pub(super) fn run(&self) -> Result<()> {
        std::fs::write(&self.out, self.corpus()).with_context(|| self.out.display().to_string())
    }

    /// The corpus as lines of JSON, in an order that says nothing.
    pub(super) fn corpus(&self) -> String {
        let (kinds, mut draw) = (kinds(), Draw::new(self.seed));
        let incidents = self.facts(&kinds, &mut draw);
        let mut sizes = vec![1; incidents.len()];
        for _ in incidents.len()..self.reports {
            // A few happenings are in all papers, many in one or two.
            let (a, b) = (draw.below(sizes.len()), draw.below(sizes.len()));
            let more = if sizes[a] > sizes[b] && sizes[a] < 16 { a } else { b };
            sizes[more] += 1;
        }
        let mut lines: Vec<(usize, Value)> = Vec::new();
        for (facts, n) in incidents.iter().zip(&sizes) {
            let documents = tell::documents(facts, &incidents, &kinds, *n, self.half, &mut draw);
            for document in documents {
                lines.push((draw.below(1 << 30), line(&document, &kinds)));
            }
        }
        lines.sort_by_key(|l| l.0);
        let mut out = String::new();
        for (i, (_, mut line)) in lines.into_iter().enumerate() {
            line["id"] = json!(format!("p{}-{i:04}", self.seed));
            let _ = writeln!(out, "{line}");
        }
        out
    }

    fn facts(&self, kinds: &[Kind], draw: &mut Draw) -> Vec<Facts> {
        let countries = countries();
        let dyads: Vec<(usize, usize)> = (0..18)
            .map(|_| {
                let a = draw.below(countries.len());
                (a, (a + 1 + draw.below(countries.len() - 1)) % countries.len())
            })
            .collect();
        let mut out: Vec<Facts> = Vec::new();
        while out.len() < self.incidents {
            let id = out.len();
            let alike = draw.chance(40) && !out.is_empty();
            let facts = if alike {
                let base = out[draw.below(out.len())].clone();
                look_alike(&base, id, kinds, draw)
            } else {
                let (a, r) = dyads[draw.below(dyads.len())];
                let (a, r) = if draw.chance(30) { (r, a) } else { (a, r) };
                let kind = draw.below(kinds.len());
                let day = Date::constant(2024, 3, 1).saturating_add(days(draw.below(70)));
                fresh(id, kind, (&countries[a], &countries[r]), day, kinds, draw)
            };
            let twin = |f: &Facts| {
                f.kind == facts.kind
                    && f.city == facts.city
                    && f.day == facts.day
                    && f.actor.name == facts.actor.name
                    && f.recipient.name == facts.recipient.name
            };
            if !out.iter().any(twin) {
                out.push(facts);
            }
        }
        out
    }
}

pub(super) fn days(n: usize) -> jiff::Span {
    jiff::Span::new().days(n as i64)
}

fn fresh(
    id: usize,
    kind: usize,
    (actor, recipient): (&Country, &Country),
    day: Date,
    kinds: &[Kind],
    draw: &mut Draw,
) -> Facts {
    let k = &kinds[kind];
    let home = if k.place == "A" { actor } else { recipient };
    let talks = matches!(k.name, "visit" | "ministers");
    let city = if talks { home.capital } else { home.cities[draw.below(home.cities.len())] };
    let pick =
        |letter: &str, draw: &mut Draw| k.lines.get(letter).map_or("", |items| draw.one(items));
    Facts {
        id,
        kind,
        actor: actor.clone(),
        recipient: recipient.clone(),
        city,
        day,
        dead: draw.between(2, 30),
        hurt: draw.between(4, 60),
        size: match k.name {
            "protest" => draw.between(2, 90) * 100,
            "deployment" => draw.between(3, 60) * 100,
            _ => draw.between(3, 45),
        },
        target: pick("t", draw),
        means: pick("w", draw),
        detail: pick("q", draw),
        again: false,
    }
}

/// Another incident that is easily taken for `base`.
fn look_alike(base: &Facts, id: usize, kinds: &[Kind], draw: &mut Draw) -> Facts {
    let sides = (&base.actor, &base.recipient);
    let (kind, mut next) = (base.kind, base.day.saturating_add(days(1)));
    match draw.below(5) {
        // The day after, at the same place.
        0 => {
            let facts = fresh(id, kind, sides, next, kinds, draw);
            Facts { city: base.city, again: true, ..facts }
        }
        // At another place, the same day or the next.
        1 => {
            if draw.chance(50) {
                next = base.day;
            }
            fresh(id, kind, sides, next, kinds, draw)
        }
        // Another kind of act between the same two, the same day.
        2 => fresh(id, draw.below(kinds.len()), sides, base.day, kinds, draw),
        // The other way round.
        3 => fresh(id, kind, (sides.1, sides.0), next, kinds, draw),
        // The same again, one to three weeks later.
        _ => {
            let later = base.day.saturating_add(days(draw.between(7, 21)));
            Facts { city: base.city, ..fresh(id, kind, sides, later, kinds, draw) }
        }
    }
}

fn line(document: &Document, kinds: &[Kind]) -> Value {
    let (mut text, mut tells) = (String::new(), Vec::new());
    for part in &document.parts {
        let start = text.chars().count();
        text.push_str(&part.text);
        if let Some((incident, kind)) = part.tells {
            tells.push(json!({
                "start": start, "end": text.chars().count(),
                "incident": incident, "types": kinds[kind].types,
            }));
        }
        text.push_str(part.after);
    }
    json!({
        "id": "", "text": text.trim_end(), "published": document.published.to_string(),
        "publisher": document.publisher, "how": document.how, "tells": tells,
    })
}
