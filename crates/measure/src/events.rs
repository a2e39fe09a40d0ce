//! Coded events against hand-coded documents.
//!
//! An answer can match a gold event when its sentence covers the gold trigger; among those the best
//! agreement is taken, one to one. Precision and recall are over asserted events (happened,
//! planned) at four levels: quad class, type, who (type and the countries of both sides), full (who,
//! first sectors, status). Optional gold events are neither owed nor counted against.

use std::collections::BTreeMap;

use model::{EventType, Status};
use serde_json::{Value, json};

use crate::{
    Error, Prf,
    event_counts::{Counts, LEVELS, figures},
    figures::Figures,
    matching::{Agreement, Answer, Gold, Side, pair, side},
};

/// Figures over a set of documents.
#[derive(Clone, Debug, Default)]
pub struct EventsReport {
    counts: Counts,
    n_documents: usize,
    by_type: BTreeMap<EventType, [usize; 3]>,
    /// (gold type, answered type or none) → how often.
    confusion: BTreeMap<(EventType, Option<EventType>), usize>,
    /// Every figure with its bounds (bootstrap by document).
    figures: Figures,
    shown: Vec<String>,
}

/// Scores answers (JSONL of events, and of quotes if any) against gold documents (JSONL), showing
/// the first `n_show` misses and extras.
///
/// # Errors
/// The first line that is no JSON, or a gold trigger that its text does not hold.
pub fn score(gold: &str, predicted: &str, n_show: usize) -> Result<EventsReport, Error> {
    let mut events: BTreeMap<String, Vec<(Answer, Value)>> = BTreeMap::new();
    let mut quotes: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (i, line) in lines(predicted) {
        let value: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i, format!("answers: {e}")))?;
        let document = value["document"].as_str().unwrap_or("").to_owned();
        if value.get("quote").is_some() {
            quotes.entry(document).or_default().push(value);
        } else {
            let answer = answer(&value).ok_or_else(|| Error::new(i, "answers: not an event"))?;
            events.entry(document).or_default().push((answer, value));
        }
    }
    let mut report = EventsReport::default();
    let mut documents = Vec::new();
    for (i, line) in lines(gold) {
        let value: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i, format!("gold: {e}")))?;
        let id = value["id"].as_str().unwrap_or("").to_owned();
        let none = Vec::new();
        let answers = events.get(&id).unwrap_or(&none);
        let no_quotes = Vec::new();
        let said = quotes.get(&id).unwrap_or(&no_quotes);
        documents.push(report.document(i, &value, answers, said, n_show)?);
    }
    report.n_documents = documents.len();
    for counts in &documents {
        report.counts.add(counts);
    }
    report.figures = figures(&documents);
    Ok(report)
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()).map(|(i, l)| (i + 1, l))
}

fn pair_of(value: &Value) -> Option<(usize, usize)> {
    Some((value[0].as_u64()? as usize, value[1].as_u64()? as usize))
}

fn status(value: &Value) -> Option<Status> {
    value.as_str().map_or(Some(Status::Happened), |s| s.parse().ok())
}

pub(crate) fn answer(v: &Value) -> Option<Answer> {
    let date = v["date"]["start"].as_str().map(|start| {
        let end = v["date"]["end"].as_str().unwrap_or(start);
        (start.to_owned(), end.to_owned())
    });
    Some(Answer {
        event_type: v["type"].as_str()?.parse().ok()?,
        actor: side(&v["actor"]),
        recipient: side(&v["recipient"]),
        status: status(&v["status"])?,
        date,
        trigger: pair_of(&v["trigger"]["span"]),
        sentence: pair_of(&v["sentence"]["span"])?,
    })
}

pub(crate) fn gold_event(line: usize, text: &str, g: &Value) -> Result<Gold, Error> {
    let word = |key: &str| g[key].as_str().unwrap_or("");
    let (at, trigger) = (word("at"), word("trigger"));
    let missing = || Error::new(line, format!("gold: trigger `{trigger}` is not in the text"));
    let start = text.find(at).ok_or_else(missing)? + at.find(trigger).ok_or_else(missing)?;
    Ok(Gold {
        event_type: word("type")
            .parse()
            .map_err(|_| Error::new(line, format!("gold: unknown type `{}`", word("type"))))?,
        actor: side(&g["actor"]),
        recipient: side(&g["recipient"]),
        status: status(&g["status"]).ok_or_else(|| Error::new(line, "gold: unknown status"))?,
        date: g["date"][0]
            .as_str()
            .map(|s| (s.to_owned(), g["date"][1].as_str().unwrap_or(s).to_owned())),
        optional: g["optional"].as_bool().unwrap_or(false),
        offset: text[..start].chars().count(),
        n_trigger: trigger.chars().count(),
        trigger: trigger.to_owned(),
        at: at.to_owned(),
    })
}

impl EventsReport {
    fn document(
        &mut self,
        line: usize,
        value: &Value,
        answers: &[(Answer, Value)],
        quotes: &[Value],
        n_show: usize,
    ) -> Result<Counts, Error> {
        let text = value["text"].as_str().unwrap_or("");
        let id = value["id"].as_str().unwrap_or("");
        let no = Vec::new();
        let gold: Vec<Gold> = value["events"]
            .as_array()
            .unwrap_or(&no)
            .iter()
            .map(|g| gold_event(line, text, g))
            .collect::<Result<_, _>>()?;
        let plain: Vec<Answer> = answers.iter().map(|a| a.0.clone()).collect();
        let used = pair(&gold, &plain);
        let mut owner = vec![None; plain.len()];
        for (i, u) in used.iter().enumerate() {
            if let Some((j, _)) = u {
                owner[*j] = Some(i);
            }
        }
        let mut c = Counts::default();
        for (g, u) in gold.iter().zip(&used) {
            let ok = u.map_or(Agreement::default(), |u| u.1);
            if ok.event_type && !g.optional {
                c.typed += 1;
                c.status_right += usize::from(ok.status);
            }
            if g.optional || !g.status.is_asserted() {
                continue;
            }
            c.n_gold += 1;
            let row = self.by_type.entry(g.event_type).or_default();
            row[0] += 1;
            let asserted = u.is_some_and(|(j, _)| plain[j].status.is_asserted());
            let got = u.filter(|_| asserted).map(|(j, _)| plain[j].event_type);
            *self.confusion.entry((g.event_type, got)).or_default() += 1;
            c.quad += usize::from(asserted && ok.quad);
            c.event_type += usize::from(asserted && ok.event_type);
            c.who += usize::from(asserted && ok.who);
            c.full += usize::from(asserted && ok.sector && ok.status);
            row[1] += usize::from(asserted && ok.who);
            if g.date.is_some() && asserted && ok.who {
                c.dated += 1;
                c.day_right += usize::from(ok.day);
            }
            if !(asserted && ok.who) && self.shown.len() < n_show {
                let got = u.map_or("nothing".to_owned(), |(j, _)| show(&plain[j]));
                let at: String = g.at.chars().take(140).collect();
                self.shown.push(format!(
                    "MISSED {id} {} {} -> {} {} [{}] got {got} | {at}",
                    g.event_type,
                    codes(&g.actor),
                    codes(&g.recipient),
                    g.status,
                    g.trigger
                ));
            }
        }
        for (j, a) in plain.iter().enumerate() {
            let g = owner[j].map(|i| &gold[i]);
            if !a.status.is_asserted() || g.is_some_and(|g| g.optional) {
                continue;
            }
            c.n_answers += 1;
            self.by_type.entry(a.event_type).or_default()[2] += 1;
            c.falsely_asserted += usize::from(g.is_some_and(|g| !g.status.is_asserted()));
            if g.is_none() && self.shown.len() < n_show {
                let (from, to) = a.sentence;
                let words: String = text.chars().skip(from).take((to - from).min(140)).collect();
                let words = words.replace('\n', " ");
                self.shown.push(format!("EXTRA {id} {} | {words}", show(a)));
            }
        }
        score_quotes(text, value, quotes, &mut c);
        Ok(c)
    }

    /// The table for people.
    pub fn to_text(&self) -> String {
        let c = &self.counts;
        let mut out = String::new();
        for line in &self.shown {
            out.push_str(line);
            out.push('\n');
        }
        out.push_str(&format!(
            "documents {}  gold asserted events {}  predicted asserted {}\n",
            self.n_documents, c.n_gold, c.n_answers
        ));
        for (name, prf) in self.levels() {
            out.push_str(&format!("{name:<5} {prf}\n"));
        }
        let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
        out.push_str(&format!(
            "status right {:.3} of {} same-type matches; falsely asserted {:.3} of predictions\n",
            share(c.status_right, c.typed),
            c.typed,
            share(c.falsely_asserted, c.n_answers)
        ));
        let day = share(c.day_right, c.dated);
        out.push_str(&format!("day right {day:.3} of {} dated who-matches\n", c.dated));
        if c.quotes_gold > 0 {
            let prf = Prf::of(c.quotes_hit, c.quotes_answers, c.quotes_gold);
            let speaker = share(c.speaker_right, c.quotes_hit);
            out.push_str(&format!("quotes {prf}; speaker right {speaker:.3} of found\n"));
        }
        for (t, [gold, hit, predicted]) in &self.by_type {
            out.push_str(&format!(
                "  {:<10} gold {gold:3}  who-right {hit:3}  predicted {predicted:3}\n",
                t.as_str()
            ));
        }
        out.push_str("confusion (gold: answered, how often)\n");
        for t in EventType::ALL {
            let row: Vec<String> = self
                .confusion
                .iter()
                .filter(|((g, _), _)| g == t)
                .map(|((_, a), n)| format!("{} {n}", a.map_or("nothing", EventType::as_str)))
                .collect();
            if !row.is_empty() {
                out.push_str(&format!("  {:<10} {}\n", t.as_str(), row.join(", ")));
            }
        }
        out.push_str("95 of 100 samples of documents lie between (bootstrap):\n");
        out.push_str(&self.figures.to_text());
        out
    }

    fn levels(&self) -> impl Iterator<Item = (&'static str, Prf)> {
        let c = &self.counts;
        LEVELS.iter().map(|(name, hits)| (*name, Prf::of(hits(c), c.n_answers, c.n_gold)))
    }

    /// The figures for programs.
    pub fn to_json(&self) -> Value {
        let c = &self.counts;
        let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
        let mut levels = serde_json::Map::new();
        for (name, p) in self.levels() {
            levels.insert(
                name.to_owned(),
                json!({"precision": p.precision, "recall": p.recall, "f1": p.f1}),
            );
        }
        let quotes = Prf::of(c.quotes_hit, c.quotes_answers, c.quotes_gold);
        json!({
            "documents": self.n_documents,
            "gold": c.n_gold,
            "predicted": c.n_answers,
            "levels": levels,
            "figures": self.figures.to_json(),
            "status_right": share(c.status_right, c.typed),
            "falsely_asserted": share(c.falsely_asserted, c.n_answers),
            "day_right": share(c.day_right, c.dated),
            "quotes": {"precision": quotes.precision, "recall": quotes.recall, "f1": quotes.f1,
                       "speaker_right": share(c.speaker_right, c.quotes_hit)},
        })
    }
}

fn score_quotes(text: &str, value: &Value, quotes: &[Value], c: &mut Counts) {
    let no = Vec::new();
    let mut taken = vec![false; quotes.len()];
    c.quotes_answers += quotes.len();
    for q in value["quotes"].as_array().unwrap_or(&no) {
        c.quotes_gold += 1;
        let words = q["text"].as_str().unwrap_or("");
        let Some(byte) = text.find(words) else { continue };
        let start = text[..byte].chars().count();
        let end = start + words.chars().count();
        for (j, p) in quotes.iter().enumerate() {
            let Some((lo, hi)) = pair_of(&p["quote"]["span"]) else { continue };
            let inter = hi.min(end).saturating_sub(lo.max(start));
            let union = hi.max(end) - lo.min(start);
            if !taken[j] && inter as f64 / union.max(1) as f64 >= 0.8 {
                taken[j] = true;
                c.quotes_hit += 1;
                let last = |name: Option<&str>| {
                    let name = name.unwrap_or("").to_lowercase();
                    name.split_whitespace().next_back().map(str::to_owned)
                };
                c.speaker_right +=
                    usize::from(last(p["speaker"]["name"].as_str()) == last(q["speaker"].as_str()));
                break;
            }
        }
    }
}

fn codes(side: &Side) -> String {
    let list: Vec<String> =
        side.iter().map(|(c, s)| format!("{c} {s}").trim().to_owned()).collect();
    format!("[{}]", list.join(", "))
}

fn show(a: &Answer) -> String {
    format!("{} {} -> {} {}", a.event_type, codes(&a.actor), codes(&a.recipient), a.status)
}
