//! A coded document in, what a store keeps of it out; and the hand that joins its reports.

use std::sync::Arc;

use incident::{Judge, Reach, ReportJudge, content_id};
use knowledge::Knowledge;
use model::{
    Analysis, Changes, ContentId, Correction, Document, Event, Gist, Incident, Linked, Report,
};
use store::{Digest, Entry, Linker, Reports, SqlResult, Tale};

/// Joins reports as crate `incident` does.
#[derive(Clone, Copy, Debug, Default)]
pub struct IncidentLinker;

impl Linker for IncidentLinker {
    fn id(&self, gist: &Gist) -> ContentId {
        content_id(&gist.document)
    }

    fn rank(&self, report: &Report) -> u32 {
        incident::rank(report)
    }

    fn complete(&self, gist: &mut Gist, reports: &mut [Report]) {
        gist.id = self.id(gist);
        let shared = Arc::new(gist.clone());
        for r in reports {
            let lead = r.events.first().map_or(0, |e| e + 1);
            r.id = content_id(&format!("{}#{lead}", gist.document));
            r.gist = Arc::clone(&shared);
            r.rank = incident::rank(r);
            r.postings = incident::postings(r);
        }
    }

    fn link(&self, nodes: &mut Reports<'_>, id: ContentId) -> SqlResult<Changes> {
        incident::link(nodes, id, &ReportJudge::default(), Reach::default())
    }

    fn unlink(&self, nodes: &mut Reports<'_>, id: ContentId) -> SqlResult<Changes> {
        incident::unlink(nodes, id, &ReportJudge::default(), Reach::default())
    }

    fn relink(&self, nodes: &mut Reports<'_>, correction: Correction) -> SqlResult<Changes> {
        incident::relink(nodes, correction, &ReportJudge::default(), Reach::default())
    }

    fn summarize(&self, members: &[&Linked<Report>]) -> Option<Incident> {
        incident::summarize(members)
    }

    fn n_days(&self) -> i32 {
        Reach::default().n_days
    }
}

/// Least chance at which two reports are joined.
pub fn floor() -> f32 {
    ReportJudge::default().floor()
}

/// What a store keeps of a document: its events, its quotations with their speakers, its reports.
/// `digest` is that of the bytes as they came in; `original` those bytes, where they are to be kept.
pub fn entry(
    digest: Digest,
    document: Document,
    analysis: &Analysis,
    events: Vec<Event>,
    knowledge: &Knowledge,
    original: Option<Vec<u8>>,
) -> Entry {
    let speakers = coder::speakers(&document, analysis, knowledge);
    let quotes = store::quotes_of(&document, analysis, &events, &speakers);
    let tale = tale(&document, analysis, &events);
    Entry { digest, document, events, quotes, tale: Some(tale), original }
}

/// What a document tells, for the linker.
pub fn tale(document: &Document, analysis: &Analysis, events: &[Event]) -> Tale {
    let gist = Arc::new(incident::gist(document, analysis));
    let reports = incident::reports(document, analysis, events, &gist);
    Tale { gist: Arc::unwrap_or_clone(gist), reports }
}
