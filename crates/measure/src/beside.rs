//! Rows of another data set and our events in, what both have and what only one has out.
//!
//! A row and an event may be one when they lie at most `n_days` apart and share the dyad (either way
//! round), or one side where a side is missing. Of all such pairs the best come first: same type, then
//! same quad class, same side of conflict and cooperation, same day, same direction, same place. Each
//! row and each event is used once. Disagreements are counted by field over the matched pairs.

use std::collections::{BTreeMap, BTreeSet};

use model::{Date, EventType};
use serde_json::{Value, json};
use wire::foreign::Foreign;

/// One of our events, as far as it is compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    /// Its id.
    pub id: String,
    /// First and last day.
    pub days: Option<(Date, Date)>,
    /// ISO countries of the actors, sorted.
    pub actors: Vec<String>,
    /// Of the recipients.
    pub recipients: Vec<String>,
    /// PLOVER type.
    pub event_type: Option<EventType>,
    /// CAMEO code.
    pub cameo: String,
    /// ISO country of the place.
    pub place_country: Option<String>,
    /// Killed, at least.
    pub dead: Option<u32>,
    /// The evidence.
    pub sentence: String,
}

impl Own {
    /// From an event's object; all who take part stand on both sides where no recipient is told.
    pub fn of(event: &Value) -> Self {
        let day = |key: &str| event["date"][key].as_str().and_then(|d| d.parse().ok());
        let side = |key: &str| -> Vec<String> {
            let list = event[key].as_array().into_iter().flatten();
            let codes: BTreeSet<String> =
                list.filter_map(|p| p["country"].as_str().map(str::to_owned)).collect();
            codes.into_iter().collect()
        };
        let (actors, mut recipients) = (side("actor"), side("recipient"));
        if recipients.is_empty() && actors.len() > 1 {
            recipients.clone_from(&actors);
        }
        Self {
            id: event["id"].as_str().unwrap_or("").to_owned(),
            days: day("start").zip(day("end")),
            actors,
            recipients,
            event_type: event["type"].as_str().and_then(|t| t.parse().ok()),
            cameo: event["cameo"].as_str().unwrap_or("").to_owned(),
            place_country: event["place"]["country"].as_str().map(str::to_owned),
            dead: event["magnitude"]["dead"]["least"].as_u64().map(|n| n as u32),
            sentence: event["sentence"]["text"].as_str().unwrap_or("").to_owned(),
        }
    }
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Index of their row, index of our event, by row.
    pub matched: Vec<(usize, usize)>,
    /// Their rows without an event of ours.
    pub only_theirs: Vec<usize>,
    /// Our events without a row of theirs.
    pub only_ours: Vec<usize>,
    /// Field → (pairs where both say something, pairs that disagree).
    pub fields: BTreeMap<&'static str, (usize, usize)>,
    /// (their type, our type) → how often, where they disagree.
    pub types: BTreeMap<(String, String), usize>,
}

/// Matches rows with events.
pub fn compare(theirs: &[Foreign], ours: &[Own], n_days: i32) -> Comparison {
    let mut by_day: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
    for (i, own) in ours.iter().enumerate() {
        if let Some((start, _)) = own.days {
            by_day.entry(start).or_default().push(i);
        }
    }
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (t, row) in theirs.iter().enumerate() {
        let Some(day) = row.day else { continue };
        let window = jiff_days(n_days);
        let (first, last) = (day.saturating_sub(window), day.saturating_add(window));
        // Events of several days are looked for up to a month back.
        let from = first.saturating_sub(jiff_days(31));
        for &o in by_day.range(from..=last).flat_map(|(_, list)| list) {
            let ends_late = ours[o].days.is_some_and(|d| d.1 >= first);
            if ends_late && let Some(score) = likeness(row, &ours[o], day) {
                pairs.push((score, t, o));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut rows, mut events) = (BTreeMap::new(), BTreeSet::new());
    for (_, t, o) in pairs {
        if !rows.contains_key(&t) && events.insert(o) {
            rows.insert(t, o);
        }
    }
    let mut out = Comparison {
        only_theirs: (0..theirs.len()).filter(|t| !rows.contains_key(t)).collect(),
        only_ours: (0..ours.len()).filter(|o| !events.contains(o)).collect(),
        matched: rows.into_iter().collect(),
        ..Comparison::default()
    };
    for (t, o) in out.matched.clone() {
        out.weigh(&theirs[t], &ours[o]);
    }
    out
}

fn jiff_days(n: i32) -> jiff::Span {
    jiff::Span::new().days(i64::from(n))
}

/// How alike a row and an event are; `None` where they cannot be one.
fn likeness(row: &Foreign, own: &Own, day: Date) -> Option<u32> {
    let shares = |a: &[String], b: &[String]| a.iter().any(|x| b.contains(x));
    let meets = |a: &[String], b: &[String]| a.is_empty() || b.is_empty() || shares(a, b);
    let anybody = |a: &[String], b: &[String]| !a.is_empty() || !b.is_empty();
    if !anybody(&row.actors, &row.recipients) || !anybody(&own.actors, &own.recipients) {
        return None;
    }
    let straight = meets(&row.actors, &own.actors) && meets(&row.recipients, &own.recipients);
    let crossed = meets(&row.actors, &own.recipients) && meets(&row.recipients, &own.actors);
    let at_all = shares(&row.actors, &own.actors)
        || shares(&row.recipients, &own.recipients)
        || (crossed
            && (shares(&row.actors, &own.recipients) || shares(&row.recipients, &own.actors)));
    if !at_all || !(straight || crossed) {
        return None;
    }
    let (theirs, ours) = (row.event_type, own.event_type);
    let quad = theirs.map(EventType::quad) == ours.map(EventType::quad);
    let conflict = |t: Option<EventType>| t.map(|t| t.quad().is_conflict());
    let both = !row.recipients.is_empty() && !own.recipients.is_empty();
    let on_day = own.days.is_some_and(|(start, end)| start <= day && day <= end);
    let place = row.place_country.is_some() && row.place_country == own.place_country;
    Some(
        32 * u32::from(theirs.is_some() && theirs == ours)
            + 16 * u32::from(theirs.is_some() && quad)
            + 8 * u32::from(theirs.is_some() && conflict(theirs) == conflict(ours))
            + 4 * u32::from(both)
            + 2 * u32::from(on_day)
            + u32::from(straight)
            + u32::from(place),
    )
}

impl Comparison {
    fn weigh(&mut self, row: &Foreign, own: &Own) {
        let mut field = |name: &'static str, both: bool, same: bool| {
            let counts = self.fields.entry(name).or_default();
            counts.0 += usize::from(both);
            counts.1 += usize::from(both && !same);
        };
        let (theirs, ours) = (row.event_type, own.event_type);
        let typed = theirs.is_some() && ours.is_some();
        field("type", typed, theirs == ours);
        field("quad", typed, theirs.map(EventType::quad) == ours.map(EventType::quad));
        let code = row.cameo.as_deref().unwrap_or("");
        let coded = code.len() > 1 && own.cameo.len() > 1;
        field("cameo", coded, code == own.cameo);
        field("cameo root", coded, code.get(..2) == own.cameo.get(..2));
        let on_day = own.days.zip(row.day).is_some_and(|((s, e), d)| s <= d && d <= e);
        field("day", own.days.is_some() && row.day.is_some(), on_day);
        let sides = |a: &[String], b: &[String]| (!a.is_empty() && !b.is_empty(), a == b);
        let (told, same) = sides(&row.actors, &own.actors);
        field("actor country", told, same);
        let (told, same) = sides(&row.recipients, &own.recipients);
        field("recipient country", told, same);
        let placed = row.place_country.is_some() && own.place_country.is_some();
        field("place country", placed, row.place_country == own.place_country);
        field("dead", row.dead.is_some() && own.dead.is_some(), row.dead == own.dead);
        if typed && theirs != ours {
            let name = |t: Option<EventType>| t.map_or(String::new(), |t| t.to_string());
            *self.types.entry((name(theirs), name(ours))).or_default() += 1;
        }
    }

    /// The table for people.
    pub fn to_text(&self) -> String {
        let mut out = format!(
            "matched {}  only theirs {}  only ours {}\n",
            self.matched.len(),
            self.only_theirs.len(),
            self.only_ours.len()
        );
        out.push_str("field               both say  disagree\n");
        for (name, (both, apart)) in &self.fields {
            let share = 100.0 * *apart as f64 / (*both).max(1) as f64;
            out.push_str(&format!("{name:<18} {both:>9} {apart:>9}  {share:>3.0} %\n"));
        }
        let mut types: Vec<_> = self.types.iter().collect();
        types.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        for ((theirs, ours), n) in types.iter().take(12) {
            out.push_str(&format!("{n:>6}  theirs {theirs}, ours {ours}\n"));
        }
        out
    }

    /// Counts and disagreements for programs; ids are listed.
    pub fn to_json(&self, theirs: &[Foreign], ours: &[Own]) -> Value {
        let row = |t: usize| json!({"line": theirs[t].line, "id": theirs[t].id});
        let fields: BTreeMap<_, _> = self
            .fields
            .iter()
            .map(|(k, (both, apart))| (*k, json!({"both": both, "disagree": apart})))
            .collect();
        json!({
            "matched": self.matched.iter().map(|(t, o)| json!({"theirs": row(*t), "ours": ours[*o].id})).collect::<Vec<_>>(),
            "only_theirs": self.only_theirs.iter().map(|t| row(*t)).collect::<Vec<_>>(),
            "only_ours": self.only_ours.iter().map(|o| &ours[*o].id).collect::<Vec<_>>(),
            "fields": fields,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(day: &str, actor: &str, recipient: &str, event_type: EventType) -> Foreign {
        let side = |c: &str| if c.is_empty() { Vec::new() } else { vec![c.to_owned()] };
        Foreign {
            day: day.parse().ok(),
            actors: side(actor),
            recipients: side(recipient),
            event_type: Some(event_type),
            ..Foreign::default()
        }
    }

    fn own(day: &str, actor: &str, recipient: &str, event_type: EventType) -> Own {
        let r = row(day, actor, recipient, event_type);
        Own {
            days: r.day.map(|d| (d, d)),
            actors: r.actors,
            recipients: r.recipients,
            event_type: r.event_type,
            ..Own::default()
        }
    }

    #[test]
    fn the_same_type_wins_and_each_is_used_once() {
        let theirs = [
            row("2024-03-01", "USA", "CHN", EventType::Accuse),
            row("2024-03-01", "USA", "CHN", EventType::Consult),
            row("2024-03-01", "FRA", "DEU", EventType::Consult),
        ];
        let ours = [
            own("2024-03-02", "USA", "CHN", EventType::Consult),
            own("2024-03-01", "CHN", "USA", EventType::Reject),
            own("2024-03-20", "FRA", "DEU", EventType::Consult),
        ];
        let c = compare(&theirs, &ours, 1);
        assert_eq!(c.matched, [(0, 1), (1, 0)]);
        assert_eq!((c.only_theirs, c.only_ours), (vec![2], vec![2]));
        assert_eq!(c.fields["type"], (2, 1));
        assert_eq!(c.fields["day"], (2, 1));
        assert_eq!(c.fields["actor country"], (2, 1));
    }
}
