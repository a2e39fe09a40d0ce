//! An event object in, the rows of a table out: one, or one for each dyad.

use serde_json::Value;

/// A view of one event for one row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The event's object.
    pub event: &'a Value,
    /// What is known of its document, or null.
    pub document: &'a Value,
    /// Number of the row among its event's, from 0.
    pub index: usize,
    /// In dyad rows: the one actor and the one recipient, null where there is none.
    pub dyad: Option<(&'a Value, &'a Value)>,
}

static NOBODY: Value = Value::Null;

impl<'a> Row<'a> {
    /// One row, or with `dyads` one for each ordered pair of actor and recipient. Where all
    /// participants stand as actors ("met"), each pair of two different ones; where one side is empty,
    /// the others with nobody. An event without participants gives no dyad.
    pub fn of(event: &'a Value, document: &'a Value, dyads: bool) -> Vec<Row<'a>> {
        let row = |index, dyad| Row { event, document, index, dyad };
        if !dyads {
            return vec![row(0, None)];
        }
        let side = |key: &str| -> Vec<&'a Value> {
            event[key].as_array().map(|list| list.iter().collect()).unwrap_or_default()
        };
        let (actors, recipients) = (side("actor"), side("recipient"));
        let mut pairs: Vec<(&Value, &Value)> = Vec::new();
        if recipients.is_empty() && actors.len() > 1 {
            for (i, a) in actors.iter().enumerate() {
                let others = actors.iter().enumerate().filter(|(j, _)| *j != i);
                pairs.extend(others.map(|(_, b)| (*a, *b)));
            }
        } else {
            let or_nobody =
                |list: Vec<&'a Value>| if list.is_empty() { vec![&NOBODY] } else { list };
            if !(actors.is_empty() && recipients.is_empty()) {
                let recipients = or_nobody(recipients);
                for a in or_nobody(actors) {
                    pairs.extend(recipients.iter().map(|b| (a, *b)));
                }
            }
        }
        pairs.into_iter().enumerate().map(|(i, pair)| row(i, Some(pair))).collect()
    }

    /// Actors of this row.
    pub fn actors(&self) -> Vec<&'a Value> {
        self.side("actor", self.dyad.map(|d| d.0))
    }

    /// Recipients of this row.
    pub fn recipients(&self) -> Vec<&'a Value> {
        self.side("recipient", self.dyad.map(|d| d.1))
    }

    fn side(&self, key: &str, one: Option<&'a Value>) -> Vec<&'a Value> {
        match one {
            Some(Value::Null) => Vec::new(),
            Some(one) => vec![one],
            None => self.event[key].as_array().map(|l| l.iter().collect()).unwrap_or_default(),
        }
    }

    /// The event's id; with the number of the dyad from the second on.
    pub fn id(&self) -> String {
        let id = text(&self.event["id"]);
        if self.index == 0 { id } else { format!("{id}.{}", self.index + 1) }
    }

    /// First day, YYYY-MM-DD, or empty.
    pub fn day(&self) -> &'a str {
        self.event["date"]["start"].as_str().unwrap_or("")
    }

    /// Day of the document, YYYY-MM-DD, or empty.
    pub fn published(&self) -> &'a str {
        ["published", "date"]
            .iter()
            .find_map(|k| self.document[k].as_str())
            .and_then(|d| d.get(..10))
            .unwrap_or("")
    }
}

/// A value as bare text: empty for null.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        other => other.to_string(),
    }
}

/// The known name, else the words.
pub(super) fn name(entity: &Value) -> String {
    match text(&entity["name"]) {
        name if name.is_empty() => text(&entity["text"]),
        name => name,
    }
}

/// Sectors, the primary one first.
pub(super) fn sectors(entity: &Value) -> Vec<&str> {
    entity["sectors"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// "MEX GOV ASSAULT USA": what an event is in a line.
pub(super) fn headline(row: &Row<'_>) -> String {
    let side = |list: Vec<&Value>| list.into_iter().map(name).collect::<Vec<_>>().join(", ");
    let (actors, recipients) = (side(row.actors()), side(row.recipients()));
    let kind = text(&row.event["type"]);
    match (actors.is_empty(), recipients.is_empty()) {
        (false, false) => format!("{actors}: {kind} → {recipients}"),
        (false, true) => format!("{actors}: {kind}"),
        (true, false) => format!("{kind} → {recipients}"),
        (true, true) => kind,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pairs() {
        let count = |actors: &[&str], recipients: &[&str]| {
            let list =
                |names: &[&str]| names.iter().map(|n| json!({"name": n})).collect::<Vec<_>>();
            let event = json!({"actor": list(actors), "recipient": list(recipients)});
            Row::of(&event, &Value::Null, true).len()
        };
        assert_eq!(count(&["A", "B"], &["C"]), 2);
        assert_eq!(count(&["A", "B", "C"], &[]), 6, "all met all");
        assert_eq!(count(&["A"], &[]), 1);
        assert_eq!(count(&[], &["C", "D"]), 2);
        assert_eq!(count(&[], &[]), 0);
    }
}
