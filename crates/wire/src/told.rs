//! The fields of an event's object, in their order; `docs/guide/output.md` tells each.

use serde::Serialize;

/// One event.
#[derive(Serialize)]
pub(crate) struct Told<'a> {
    pub(crate) id: String,
    pub(crate) document: &'a str,
    #[serde(rename = "type")]
    pub(crate) event_type: &'static str,
    pub(crate) own_type: Option<&'a str>,
    pub(crate) mode: Vec<&'static str>,
    pub(crate) context: Vec<&'static str>,
    pub(crate) cameo: &'a str,
    pub(crate) quad: u8,
    pub(crate) intensity: f64,
    pub(crate) goldstein: Option<f64>,
    pub(crate) status: &'static str,
    pub(crate) about: Option<String>,
    pub(crate) actor: Vec<Acting<'a>>,
    pub(crate) recipient: Vec<Acting<'a>>,
    pub(crate) attribution: Option<Acting<'a>>,
    pub(crate) date: Option<Days>,
    pub(crate) place: Option<Scene<'a>>,
    pub(crate) magnitude: Option<Counts>,
    pub(crate) trigger: Words,
    pub(crate) sentence: Sentence,
    pub(crate) confidence: f64,
    pub(crate) confidence_of: Certainty,
    pub(crate) why: &'a [String],
    pub(crate) coder: &'a str,
}

/// Somebody on a side, or who says so.
#[derive(Serialize)]
pub(crate) struct Acting<'a> {
    pub(crate) text: String,
    pub(crate) span: [u32; 2],
    pub(crate) name: &'a str,
    pub(crate) entity: Option<&'a str>,
    pub(crate) country: Option<&'a str>,
    pub(crate) sectors: Vec<&'static str>,
    /// No such field of who only says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) office: Option<Office<'a>>,
}

/// What somebody holds, if it is told.
#[derive(Serialize)]
pub(crate) struct Office<'a>(pub(crate) Option<&'a str>);

/// When.
#[derive(Serialize)]
pub(crate) struct Days {
    pub(crate) start: String,
    pub(crate) end: String,
    pub(crate) basis: &'static str,
    pub(crate) text: Option<String>,
    pub(crate) span: Option<[u32; 2]>,
}

/// Where.
#[derive(Serialize)]
pub(crate) struct Scene<'a> {
    pub(crate) text: String,
    pub(crate) span: [u32; 2],
    pub(crate) name: &'a str,
    pub(crate) country: Option<&'a str>,
    pub(crate) admin1: Option<&'a str>,
    pub(crate) lat: Option<f64>,
    pub(crate) lon: Option<f64>,
    pub(crate) geonames: Option<u32>,
}

/// How many people.
#[derive(Serialize)]
pub(crate) struct Counts {
    pub(crate) dead: Option<Count>,
    pub(crate) injured: Option<Count>,
    pub(crate) size: Option<Count>,
}

/// A number or its bounds.
#[derive(Serialize)]
pub(crate) struct Count {
    pub(crate) least: u32,
    pub(crate) most: Option<u32>,
}

/// Words and where they stand.
#[derive(Serialize)]
pub(crate) struct Words {
    pub(crate) text: String,
    pub(crate) span: [u32; 2],
}

/// The sentence.
#[derive(Serialize)]
pub(crate) struct Sentence {
    pub(crate) index: u32,
    pub(crate) span: [u32; 2],
    pub(crate) text: String,
}

/// How sure single fields are.
#[derive(Serialize)]
pub(crate) struct Certainty {
    #[serde(rename = "type")]
    pub(crate) event_type: f64,
    pub(crate) actor: f64,
    pub(crate) recipient: f64,
    pub(crate) status: f64,
    pub(crate) date: f64,
}

/// Rounds half away from zero to `digits` decimals.
pub(crate) fn round(x: impl Into<f64>, digits: i32) -> f64 {
    let scale = [1.0, 10.0, 100.0, 1000.0, 10_000.0][digits as usize];
    (x.into() * scale).round() / scale
}
