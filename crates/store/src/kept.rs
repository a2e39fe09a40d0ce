//! Reports of late, in memory.

use model::{ContentId, Linked, Report};
use rustc_hash::FxHashMap;

/// Reports kept in memory, some two kilobytes each: about two months of a busy feed.
const N_KEPT: usize = 240_000;

/// Reports of late, by id: those asked for since the last turn, and those before. At a turn the
/// second half is let go, so that what is still asked for stays.
#[derive(Default)]
pub(crate) struct Kept {
    late: FxHashMap<ContentId, Linked<Report>>,
    before: FxHashMap<ContentId, Linked<Report>>,
}

impl Kept {
    pub(crate) fn get(&mut self, id: ContentId) -> Option<Linked<Report>> {
        if let Some(found) = self.late.get(&id) {
            return Some(found.clone());
        }
        let found = self.before.remove(&id)?;
        self.insert(id, found.clone());
        Some(found)
    }

    pub(crate) fn get_mut(&mut self, id: ContentId) -> Option<&mut Linked<Report>> {
        self.late.get_mut(&id).or_else(|| self.before.get_mut(&id))
    }

    pub(crate) fn insert(&mut self, id: ContentId, linked: Linked<Report>) {
        if self.late.len() >= N_KEPT / 2 {
            self.before = std::mem::take(&mut self.late);
        }
        self.before.remove(&id);
        self.late.insert(id, linked);
    }

    pub(crate) fn remove(&mut self, id: ContentId) {
        self.late.remove(&id);
        self.before.remove(&id);
    }
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kept({})", self.late.len() + self.before.len())
    }
}
