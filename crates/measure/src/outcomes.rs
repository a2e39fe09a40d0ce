//! Coded events of one hand-coded document in, what is right of each out.
//!
//! Pairs as [`crate::events`] does. What has no partner in the gold is right in nothing; partners
//! that the gold holds optional count like others. Days are compared where the gold has one.

use serde_json::Value;

use crate::{
    Error,
    events::{answer, gold_event},
    matching::{Gold, Side, pair},
};

/// What of an event the gold agrees with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Type, countries of both sides and status.
    pub all: bool,
    /// The type.
    pub event_type: bool,
    /// Countries of the actors.
    pub actor: bool,
    /// Countries of the recipients.
    pub recipient: bool,
    /// The status.
    pub status: bool,
    /// The day, where the gold has one.
    pub date: Option<bool>,
}

/// The outcome of each event, in order; `document` is a line of gold, `events` are events as they
/// leave the program.
///
/// # Errors
/// A gold trigger that the text does not hold, or something that is no event.
pub fn outcomes(line: usize, document: &Value, events: &[Value]) -> Result<Vec<Outcome>, Error> {
    let (gold, answers) = read(line, document, events)?;
    let mut outcomes = vec![Outcome::default(); answers.len()];
    for (g, paired) in gold.iter().zip(pair(&gold, &answers)) {
        let Some((j, ok)) = paired else { continue };
        let a = &answers[j];
        let both = |x: &Side, y: &Side| countries(&[x]) == countries(&[y]);
        let pooled = g.event_type.is_mutual()
            && countries(&[&g.actor, &g.recipient]) == countries(&[&a.actor, &a.recipient]);
        let day = |x: &(String, String), y: &(String, String)| y.0 <= x.1 && y.1 >= x.0;
        outcomes[j] = Outcome {
            all: ok.who && g.status == a.status,
            event_type: ok.event_type,
            actor: pooled || both(&g.actor, &a.actor),
            recipient: pooled || both(&g.recipient, &a.recipient),
            status: g.status == a.status,
            date: g.date.as_ref().map(|d| a.date.as_ref().is_some_and(|x| day(d, x))),
        };
    }
    Ok(outcomes)
}

fn countries(sides: &[&Side]) -> std::collections::BTreeSet<String> {
    sides.iter().flat_map(|s| s.iter().map(|e| e.0.clone())).collect()
}

/// The countries that the gold has for both sides of an event of the same type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// Countries of the actors, each once; `-` for somebody of no known country.
    pub actor: std::collections::BTreeSet<String>,
    /// Countries of the recipients, likewise.
    pub recipient: std::collections::BTreeSet<String>,
    /// Whether the two sides of the type count either way round.
    pub is_mutual: bool,
    /// Country and first sector of each actor, then of each recipient; the sector empty where none is
    /// given.
    pub sides: [Vec<(String, String)>; 2],
}

/// The partner of each event in the gold, in order, where it has one of the same type.
///
/// # Errors
/// As [`outcomes`].
pub fn partners(
    line: usize,
    document: &Value,
    events: &[Value],
) -> Result<Vec<Option<Partner>>, Error> {
    let (gold, answers) = read(line, document, events)?;
    let mut partners = vec![None; answers.len()];
    for (g, paired) in gold.iter().zip(pair(&gold, &answers)) {
        let Some((j, _)) = paired.filter(|(_, ok)| ok.event_type) else { continue };
        partners[j] = Some(Partner {
            actor: countries(&[&g.actor]),
            recipient: countries(&[&g.recipient]),
            is_mutual: g.event_type.is_mutual(),
            sides: [g.actor.clone(), g.recipient.clone()],
        });
    }
    Ok(partners)
}

fn read(
    line: usize,
    document: &Value,
    events: &[Value],
) -> Result<(Vec<Gold>, Vec<crate::matching::Answer>), Error> {
    let text = document["text"].as_str().unwrap_or("");
    let gold: Vec<Gold> = document["events"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .map(|g| gold_event(line, text, g))
        .collect::<Result<_, _>>()?;
    let answers = events
        .iter()
        .map(|e| answer(e).ok_or_else(|| Error::new(line, "answers: not an event")))
        .collect::<Result<Vec<_>, _>>()?;
    Ok((gold, answers))
}
