//! Rows of other event data in, one common shape out: GDELT 2, ICEWS, POLECAT, ACLED.
//!
//! What kind of table it is is seen by its header or the number and look of its columns, and may be
//! given. A row that cannot be understood is told with its line and passed over.

mod actors;
mod read;
mod sniff;

use model::{Date, EventType};

pub use self::{read::read, sniff::sniff};

/// A kind of table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// GDELT 2 (61 columns) or 1 (57, 58), tab-separated, no header.
    Gdelt,
    /// ICEWS's 20 columns with a header, or four columns without (actor, event text, actor, day).
    Icews,
    /// POLECAT, tab- or comma-separated with a header.
    Polecat,
    /// ACLED, comma- or semicolon-separated with a header.
    Acled,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Layout; 4] = [Layout::Gdelt, Layout::Icews, Layout::Polecat, Layout::Acled];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Layout::Gdelt => "gdelt",
            Layout::Icews => "icews",
            Layout::Polecat => "polecat",
            Layout::Acled => "acled",
        }
    }
}

/// One row of another data set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Foreign {
    /// Line in the file, from 1.
    pub line: usize,
    /// Its own id; empty where it has none.
    pub id: String,
    /// Day of the event.
    pub day: Option<Date>,
    /// ISO countries of those who did it, sorted.
    pub actors: Vec<String>,
    /// ISO countries of those to whom, sorted.
    pub recipients: Vec<String>,
    /// Names as they stand there.
    pub names: (String, String),
    /// PLOVER type, directly or by the crosswalk; `None` where PLOVER has none.
    pub event_type: Option<EventType>,
    /// CAMEO code, where it has one.
    pub cameo: Option<String>,
    /// ISO country of the place.
    pub place_country: Option<String>,
    /// Name of the place.
    pub place: Option<String>,
    /// Killed.
    pub dead: Option<u32>,
}

/// A row that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Line in the file, from 1.
    pub line: usize,
    /// What was found and what was expected.
    pub reason: String,
}
