//! Every question, asked many times of a store, with parameters drawn from the store itself.

use std::time::Instant;

use anyhow::Result;
use jiff::ToSpan;
use knowledge::Knowledge;
use model::Date;
use store::{Filter, Found, Order, Store, Unit, Who};
use views::{
    filter::{Words, parse},
    timeline::Bin,
    top::{By, Rank},
};

use super::AskStore;
use crate::train::random::Random;

/// Events that parameters are drawn from.
const N_DRAWN: usize = 400;

struct Draw {
    events: Vec<Found>,
    random: Random,
    days: (Date, Date),
}

pub(super) fn run(a: &AskStore) -> Result<()> {
    let store = Store::open(&a.store)?;
    let extent = store.extent()?;
    let (Some(first), Some(last)) = (extent.first.day(), extent.last.day()) else {
        anyhow::bail!("the store has no days");
    };
    let mut draw = Draw { events: Vec::new(), random: Random::new(7), days: (first, last) };
    while draw.events.len() < N_DRAWN {
        let n = 1 + (draw.random.next() % extent.n_documents as u64) as i64;
        let coded = store.coded(n)?;
        let positions = coded.events.len();
        if positions > 0 {
            let position = (draw.random.next() % positions as u64) as usize;
            if let Some(key) = store.key_of(n, position)? {
                draw.events.extend(store.found(&[key])?);
            }
        }
    }
    let views: Vec<(&str, View)> = vec![
        ("events", |s, f, _| s.events(f, Order::Latest, 50, None).map(|p| p.items.len())),
        ("documents", |s, f, _| s.documents(f, 50, None).map(|p| p.items.len())),
        ("timeline", |s, f, u| {
            views::timeline::timeline(s, f, Bin::Month, u).map(|t| t.counts.len())
        }),
        ("top", |s, f, u| {
            let today = f.until.unwrap_or(jiff::civil::date(2021, 12, 31));
            views::top::top(s, f, By::Dyad, Rank::Most, today, u, 20).map(|t| t.rows.len())
        }),
    ];
    head();
    for kind in ["actor", "dyad", "days", "text", "actor and text", "dyad and days"] {
        for (name, view) in &views {
            let label = format!("{name} by {kind}");
            if a.only.as_ref().is_none_or(|o| label.contains(o.as_str())) {
                measure(&label, a.times, || {
                    let filter = draw.filter(kind);
                    let start = Instant::now();
                    let n = view(&store, &filter, a.unit())?;
                    Ok((start.elapsed().as_secs_f64(), n))
                })?;
            }
        }
    }
    others(a, &store, &mut draw)
}

type View = fn(&Store, &Filter, Unit) -> store::Result<usize>;

impl AskStore {
    fn unit(&self) -> Unit {
        if self.reports { Unit::Reports } else { Unit::Incidents }
    }
}

fn others(a: &AskStore, store: &Store, draw: &mut Draw) -> Result<()> {
    type Ask = fn(&Store, &mut Draw, Unit) -> Result<(f64, usize)>;
    let asks: [(&str, Ask); 6] = [
        ("dyad view", |s, d, u| {
            let (x, y) = d.dyad();
            timed(|| Ok(views::dyad::dyad(s, &x, &y, &Filter::default(), u)?.months.counts.len()))
        }),
        ("dyad view by days", |s, d, u| {
            let (x, y) = d.dyad();
            let f = d.filter("days");
            timed(|| Ok(views::dyad::dyad(s, &x, &y, &f, u)?.months.counts.len()))
        }),
        ("actor view, country", |s, d, u| {
            let who = Who::Code { country: Some(d.dyad().0), sector: None };
            timed(|| Ok(views::actor::actor(s, &who, &Filter::default(), u)?.types.len()))
        }),
        ("actor view, person", |s, d, u| {
            let who = d.person();
            timed(|| Ok(views::actor::actor(s, &who, &Filter::default(), u)?.types.len()))
        }),
        ("search", |s, d, _| {
            let f = Filter { text: d.words(), ..Filter::default() };
            timed(|| Ok(views::search::search(s, &f, 20)?.len()))
        }),
        ("quotes by speaker", |s, d, _| {
            let f = Filter { speakers: vec![vec![d.person()]], ..Filter::default() };
            timed(|| Ok(s.quotes(&f, Order::Latest, 50, None)?.items.len()))
        }),
    ];
    for (name, ask) in asks {
        if a.only.as_ref().is_none_or(|o| name.contains(o.as_str())) {
            measure(name, a.times, || ask(store, draw, a.unit()))?;
        }
    }
    Ok(())
}

fn timed(f: impl FnOnce() -> Result<usize>) -> Result<(f64, usize)> {
    let start = Instant::now();
    let n = f()?;
    Ok((start.elapsed().as_secs_f64(), n))
}

impl Draw {
    fn event(&mut self) -> Found {
        let at = (self.random.next() % self.events.len() as u64) as usize;
        self.events[at].clone()
    }

    /// Two countries that stand on both sides of an event.
    fn dyad(&mut self) -> (String, String) {
        loop {
            let found = self.event();
            let sides = store::sides_of(found.event());
            for a in &sides.actors {
                for r in &sides.recipients {
                    if a != r && a != store::NOBODY && r != store::NOBODY {
                        return (a.clone(), r.clone());
                    }
                }
            }
        }
    }

    fn person(&mut self) -> Who {
        loop {
            let found = self.event();
            for p in &found.event().actors {
                let e = &p.entity;
                match &e.id {
                    Some(id) if id.0.contains('/') => return Who::Known(id.0.clone()),
                    None if !e.name.is_empty() => return Who::Named(e.name.clone()),
                    _ => {}
                }
            }
        }
    }

    /// One or two words of an event's sentence, as somebody would look for: six letters or more.
    fn words(&mut self) -> Vec<String> {
        loop {
            let found = self.event();
            let sentence = views::sentence(&found);
            let words: Vec<&str> = sentence
                .split(|c: char| !c.is_alphanumeric())
                .filter(|w| w.chars().count() > 5)
                .collect();
            if let Some(word) = words.get((self.random.next() % words.len().max(1) as u64) as usize)
            {
                return vec![(*word).to_owned()];
            }
        }
    }

    fn filter(&mut self, kind: &str) -> Filter {
        let mut terms = Vec::new();
        let (a, b) = self.dyad();
        if kind.contains("actor") {
            terms.push(format!("actor:{a}"));
        }
        if kind.contains("dyad") {
            terms.push(format!("dyad:{a}-{b}"));
        }
        if kind.contains("text") {
            terms.extend(self.words().iter().map(|w| format!("text:{w}")));
        }
        if kind.contains("days") {
            let n_days = (self.days.1 - self.days.0).get_days();
            let length = 1 + (self.random.next() % 365) as i32;
            let start = (self.random.next() % (n_days - length).max(1) as u64) as i64;
            let since = self.days.0.checked_add(start.days()).unwrap_or(self.days.0);
            let until = since.checked_add(i64::from(length).days()).unwrap_or(since);
            terms.push(format!("since:{since} until:{until}"));
        }
        let words = Words { knowledge: Knowledge::embedded(), today: None };
        parse(&terms.join(" "), &words).unwrap_or_default()
    }
}

#[expect(clippy::print_stdout, reason = "a command's result")]
fn head() {
    println!("{:<28} {:>8} {:>8} {:>8} {:>8}", "question", "p50 ms", "p95 ms", "max ms", "rows");
}

#[expect(clippy::print_stdout, reason = "a command's result")]
fn measure(name: &str, times: usize, mut ask: impl FnMut() -> Result<(f64, usize)>) -> Result<()> {
    let mut ms = Vec::with_capacity(times);
    let mut rows = 0;
    for _ in 0..times {
        let (seconds, n) = ask()?;
        ms.push(seconds * 1e3);
        rows += n;
    }
    ms.sort_by(f64::total_cmp);
    let at = |share: f64| ms[((ms.len() as f64 * share).ceil() as usize).clamp(1, ms.len()) - 1];
    println!(
        "{name:<28} {:>8.1} {:>8.1} {:>8.1} {:>8.0}",
        at(0.5),
        at(0.95),
        at(1.0),
        rows as f64 / times as f64
    );
    Ok(())
}
