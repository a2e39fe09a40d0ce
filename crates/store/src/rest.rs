//! What the lists cannot tell of an event, its row must.

/// Conditions on rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rest {
    pub(crate) cameo: Vec<String>,
    pub(crate) confidence: Option<(u8, u8)>,
    /// Number of the document.
    pub(crate) document: Option<i64>,
    /// Codes of actors and recipients.
    pub(crate) codes: Vec<Coding>,
    /// The same, which must not hold.
    pub(crate) not: Vec<Rest>,
}

/// Side (0 actor, 1 recipient, 2 either) and any of these countries and sectors; an empty sector for
/// all.
pub(crate) type Coding = (u8, Vec<(Option<String>, String)>);

impl Rest {
    pub(crate) fn is_empty(&self) -> bool {
        self.cameo.is_empty()
            && self.confidence.is_none()
            && self.document.is_none()
            && self.codes.is_empty()
            && self.not.is_empty()
    }
}
