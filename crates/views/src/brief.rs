//! One page: what happened, what changed, who said what, what is coming, with a source for each.
//!
//! Every line is a record of the store or a quotation from a document; the page adds headings and
//! numbers, no sentence. Incidents come by importance:
//!
//! importance = ln(1 + independent sources + reports / 4) · (1 + |intensity| / 10) · named · novelty
//!
//! where named is a half where nobody is named on a side, and novelty is 1 / (1 + √n / 10) with n, how
//! many incidents of the same type answered the filter in the ninety days before. Quotations come
//! from people whose office is known.

use std::collections::BTreeMap;

use jiff::ToSpan;
use knowledge::Knowledge;
use model::{Date, Status};
use serde_json::{Value, json};
use store::{Filter, Order, Quotation, Store, Unit, Who};

use crate::{
    agenda::{Entry, agenda, pick},
    incidents::{Told, days, headline, with_leads},
    keep::IncidentLinker,
    quotes::{quote_value, speaker},
    sentence,
    timeline::{Bin, Count, Timeline, round, timeline},
    top::{By, Rank, Row, top},
};

/// A page.
#[derive(Clone, Debug)]
pub struct Brief {
    /// The filter as it was written.
    pub title: String,
    /// First and last day.
    pub days: (Date, Date),
    /// What was asked for.
    pub filter: Filter,
    /// Incidents, most important first.
    pub incidents: Vec<Told>,
    /// How many there are in all.
    pub n_incidents: i64,
    /// This stretch and the one before, of the same length.
    pub now: Count,
    /// The stretch before.
    pub before: Count,
    /// By week, half a year up to the last day.
    pub weeks: Timeline,
    /// Relations that changed most.
    pub relations: Vec<Row>,
    /// Who said what.
    pub words: Vec<Quotation>,
    /// What is coming, and what has been due in these days.
    pub agenda: Vec<Entry>,
    /// Sources in the order of their first use: id, headline, publisher, day, address.
    pub sources: Vec<Source>,
}

/// A document that lines rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub document: String,
    /// Its headline, where it has one.
    pub headline: Option<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// Its day.
    pub day: Option<Date>,
    /// Its address.
    pub url: Option<String>,
}

const N_INCIDENTS: usize = 8;
const N_WORDS: usize = 6;
const N_AGENDA: usize = 8;
/// Incidents that are ranked.
const N_RANKED: usize = 400;
/// Weeks of the chart.
const N_WEEKS: i64 = 26;

/// The page of a filter for the days from `since` to `until`.
///
/// # Errors
/// If the store cannot be read.
pub fn brief(
    store: &Store,
    filter: &Filter,
    title: &str,
    (since, until): (Date, Date),
    knowledge: &Knowledge,
) -> store::Result<Brief> {
    let _same = store.snapshot()?;
    let base = filter.without_days();
    let within = Filter {
        since: Some(since),
        until: Some(until),
        statuses: vec![Status::Happened],
        ..base.clone()
    };
    let found = store.incidents(&within, Order::Latest, N_RANKED, None, &IncidentLinker)?.items;
    let mut ranked = Vec::new();
    let past = past(store, &within, since)?;
    for h in found {
        if h.incident.days.is_none_or(|d| d.start > until || d.end < since) {
            continue;
        }
        let importance = importance(&h.incident, &past, knowledge);
        ranked.push((importance, h));
    }
    ranked.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.incident.id.cmp(&y.1.incident.id)));
    ranked.truncate(N_INCIDENTS);
    let incidents = with_leads(store, ranked.into_iter().map(|r| r.1).collect())?;
    let length = i64::from((until - since).get_days()) + 1;
    let earlier = |d: Date, n: i64| d.checked_sub(n.days()).unwrap_or(d);
    let sum = |from: Date, to: Date| -> store::Result<Count> {
        let f = Filter { since: Some(from), until: Some(to), ..within.clone() };
        let line = timeline(store, &f, Bin::Year, Unit::Incidents)?;
        Ok(line.counts.iter().fold(empty(from), add))
    };
    let now = sum(since, until)?;
    let before = sum(earlier(since, length), earlier(since, 1))?;
    let chart = Filter { since: Some(earlier(until, N_WEEKS * 7 - 1)), ..within.clone() };
    let weeks = timeline(store, &chart, Bin::Week, Unit::Incidents)?;
    let relations = if base.dyads.is_empty() {
        let days = Filter { since: Some(since), until: Some(until), ..base.clone() };
        top(store, &days, By::Dyad, Rank::Change, until, Unit::Incidents, 6)?.rows
    } else {
        Vec::new()
    };
    let words = words(store, &base, (since, until), &incidents)?;
    let plans = Filter { since: Some(since), ..base.clone() };
    let agenda = pick(agenda(store, &plans, until, 200)?, N_AGENDA);
    let mut brief = Brief {
        title: title.to_owned(),
        days: (since, until),
        filter: base,
        incidents,
        n_incidents: now.total(),
        now,
        before,
        weeks,
        relations,
        words,
        agenda,
        sources: Vec::new(),
    };
    brief.sources = brief.collect_sources(store)?;
    Ok(brief)
}

fn empty(start: Date) -> Count {
    Count { start, quads: [0; 4], types: [0; 16], intensity: 0.0 }
}

fn add(mut sum: Count, c: &Count) -> Count {
    sum.quads.iter_mut().zip(c.quads).for_each(|(x, y)| *x += y);
    sum.types.iter_mut().zip(c.types).for_each(|(x, y)| *x += y);
    sum.intensity += c.intensity;
    sum
}

/// How often each type happened in the ninety days before.
fn past(store: &Store, within: &Filter, since: Date) -> store::Result<BTreeMap<usize, i64>> {
    let back = |n: i64| since.checked_sub(n.days()).unwrap_or(since);
    let f = Filter { since: Some(back(90)), until: Some(back(1)), ..within.clone() };
    let mut out = BTreeMap::new();
    for cell in store.series(&f, Unit::Incidents)? {
        *out.entry(cell.event_type as usize).or_default() += cell.n;
    }
    Ok(out)
}

fn importance(i: &model::Incident, past: &BTreeMap<usize, i64>, knowledge: &Knowledge) -> f64 {
    let intensity = f64::from(knowledge.ontology.intensity(i.event_type, &i.modes));
    let n = past.get(&(i.event_type as usize)).copied().unwrap_or(0);
    let told = f64::from(i.n_independent) + 0.25 * i.tellings.len() as f64;
    let named = if i.actors.is_empty() || i.recipients.is_empty() && !i.event_type.is_mutual() {
        0.5
    } else {
        1.0
    };
    libm::log(1.0 + told) * (1.0 + intensity.abs() / 10.0) * named
        / (1.0 + (n as f64).sqrt() / 10.0)
}

/// Quotations by people of the filter's countries, else from the documents of the incidents.
fn words(
    store: &Store,
    base: &Filter,
    (since, until): (Date, Date),
    incidents: &[Told],
) -> store::Result<Vec<Quotation>> {
    let days = Filter {
        since: Some(since),
        until: Some(until),
        publishers: base.publishers.clone(),
        ..Filter::default()
    };
    let country = |c: &String| Who::Code { country: Some(c.clone()), sector: None };
    let mut asked = Vec::new();
    for (a, b) in &base.dyads {
        for (x, y) in [(a, b), (b, a)] {
            asked.push(Filter {
                speakers: vec![vec![country(x)]],
                about: vec![vec![y.clone()]],
                ..days.clone()
            });
        }
    }
    for who in base.actors.iter().chain(&base.parties).chain(&base.speakers) {
        asked.push(Filter { speakers: vec![who.clone()], ..days.clone() });
    }
    if !base.text.is_empty() {
        asked.push(Filter { text: base.text.clone(), ..days.clone() });
    }
    if asked.is_empty() {
        for t in incidents.iter().filter_map(|t| t.lead.as_ref()) {
            let document = Some(t.document().id.clone());
            asked.push(Filter { document, ..Filter::default() });
        }
    }
    let mut out: Vec<Quotation> = Vec::new();
    for filter in asked {
        let mut found = store.quotes(&filter, Order::Latest, 200, None)?.items;
        found.retain(|q| {
            let n = q.words.chars().count();
            q.office.is_some() && !q.name.is_empty() && (30..=280).contains(&n)
        });
        for q in found {
            let told = out.iter().filter(|o| o.name == q.name).count();
            if told < 2 && out.iter().all(|o| o.words != q.words) {
                out.push(q);
            }
        }
    }
    // Those who speak of somebody first, the latest first.
    out.sort_by_key(|q| (q.about.is_empty(), std::cmp::Reverse((q.day, q.n))));
    out.truncate(N_WORDS);
    Ok(out)
}

impl Brief {
    fn collect_sources(&self, store: &Store) -> store::Result<Vec<Source>> {
        let mut ids: Vec<String> = Vec::new();
        for t in &self.incidents {
            ids.extend(t.lead.iter().map(|l| l.document().id.clone()));
            ids.extend(t.incident().tellings.iter().take(3).map(|x| x.document.clone()));
        }
        ids.extend(self.words.iter().map(|q| q.sheet.document.id.clone()));
        for e in &self.agenda {
            ids.push(e.announced.document().id.clone());
            ids.extend(e.evidence.iter().map(|f| f.document().id.clone()));
        }
        let mut out: Vec<Source> = Vec::new();
        for id in ids {
            if out.iter().any(|s| s.document == id) {
                continue;
            }
            let Some(n) = store.number_of(&id)? else { continue };
            let Some(sheet) = store.sheet(n)? else { continue };
            let d = sheet.document;
            out.push(Source {
                document: id,
                headline: d.headline,
                publisher: d.publisher,
                day: d.today,
                url: d.url,
            });
        }
        Ok(out)
    }

    /// Number of a source, from 1.
    pub(crate) fn source(&self, id: &str) -> usize {
        self.sources.iter().position(|s| s.document == id).map_or(0, |i| i + 1)
    }

    /// Numbers of the sources of an incident: its lead first, three more at most.
    pub(crate) fn sources_of(&self, t: &Told) -> Vec<usize> {
        let lead = t.lead.iter().map(|l| l.document().id.as_str());
        let others = t.incident().tellings.iter().take(3).map(|x| x.document.as_str());
        let mut out: Vec<usize> = lead.chain(others).map(|id| self.source(id)).collect();
        out.sort_unstable();
        out.dedup();
        out.retain(|n| *n > 0);
        out
    }

    /// Rows of "what changed": name, now, before, change in deviations.
    pub(crate) fn changes(&self) -> Vec<(String, String, String, String)> {
        let even = |n: i64| 2.0 * (n as f64 + 0.375).sqrt();
        let row = |name: &str, of: &dyn Fn(&Count) -> i64| {
            let (n, b) = (of(&self.now), of(&self.before));
            let z = (even(n) - even(b)) / std::f64::consts::SQRT_2;
            (name.to_owned(), n.to_string(), b.to_string(), format!("{z:+.1}"))
        };
        let mean = |c: &Count| c.mean().map_or("-".to_owned(), |m| format!("{m:+.1}"));
        vec![
            row("cooperation in words", &|c| c.quads[0]),
            row("cooperation in deeds", &|c| c.quads[1]),
            row("conflict in words", &|c| c.quads[2]),
            row("conflict in deeds", &|c| c.quads[3]),
            ("mean intensity".to_owned(), mean(&self.now), mean(&self.before), String::new()),
        ]
    }

    /// As an object.
    pub fn value(&self) -> Value {
        json!({
            "filter": self.title,
            "since": self.days.0.to_string(),
            "until": self.days.1.to_string(),
            "incidents_in_all": self.n_incidents,
            "incidents": self.incidents.iter().map(|t| {
                let mut v = t.value();
                v["sources_numbers"] = json!(self.sources_of(t));
                v
            }).collect::<Vec<_>>(),
            "now": self.now.value(Bin::Year),
            "before": self.before.value(Bin::Year),
            "weeks": self.weeks.value()["counts"],
            "relations": self.relations.iter().map(|r| json!({
                "a": r.a, "b": r.b, "quads": r.n, "quads_before": r.before,
                "change": round(r.change, 1),
            })).collect::<Vec<_>>(),
            "words": self.words.iter().map(|q| {
                let mut v = quote_value(q);
                v["source"] = json!(self.source(&q.sheet.document.id));
                v
            }).collect::<Vec<_>>(),
            "agenda": self.agenda.iter().map(Entry::value).collect::<Vec<_>>(),
            "sources": self.sources.iter().enumerate().map(|(i, s)| json!({
                "n": i + 1, "document": s.document, "headline": s.headline,
                "publisher": s.publisher, "day": s.day.map(|d| d.to_string()), "url": s.url,
            })).collect::<Vec<_>>(),
        })
    }

    /// Lines of an incident: head, and the sentence that tells it.
    pub(crate) fn incident_lines(t: &Told) -> (String, String, String) {
        let i = t.incident();
        let mut head = format!("{} · {} · {}", days(i.days), headline(i), i.status);
        if let Some(r) = i.dead {
            head.push_str(&format!(" · dead {}", range(r)));
        }
        if let Some(r) = i.injured {
            head.push_str(&format!(" · injured {}", range(r)));
        }
        if let Some(s) = &i.scene {
            head.push_str(&format!(" · {}", s.name));
        }
        let reports = format!("reports {}, independent {}", i.tellings.len(), i.n_independent);
        let words = t.lead.as_ref().map(sentence).unwrap_or_default();
        (head, reports, words)
    }

    /// Lines of a plan: head, and the sentence that announces it.
    pub(crate) fn plan_lines(e: &Entry) -> (String, String) {
        let x = e.announced.event();
        let side = |l: &[model::Participant]| {
            l.iter().map(|p| crate::who(&p.entity)).collect::<Vec<_>>().join(" + ")
        };
        let mut head = format!(
            "{} · {} · {} · {}",
            days(Some(e.days)),
            x.class.event_type,
            side(&x.actors),
            e.outcome.as_str()
        );
        if !x.recipients.is_empty() {
            head = format!(
                "{} · {} · {} → {} · {}",
                days(Some(e.days)),
                x.class.event_type,
                side(&x.actors),
                side(&x.recipients),
                e.outcome.as_str()
            );
        }
        (head, sentence(&e.announced))
    }

    /// A quotation's head: day, who, office.
    pub(crate) fn quote_head(q: &Quotation) -> String {
        let day = q.day.day().map(|d| d.to_string()).unwrap_or_default();
        let office = q.office.as_ref().map(|o| format!(", {o}")).unwrap_or_default();
        format!("{day} · {}{office}", speaker(q).unwrap_or_default())
    }
}

fn range(r: model::Range) -> String {
    if r.least == r.most {
        r.best.to_string()
    } else {
        format!("{} ({}–{})", r.best, r.least, r.most)
    }
}
