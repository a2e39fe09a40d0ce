//! Reports joined as they come in, and the series of incidents kept true.

use std::collections::BTreeMap;

use model::{Changes, ContentId, Correction, Gist, Incident, Linked, Nodes, Report};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    DayCode, Key, ListName,
    batch::Unit,
    entry::Tale,
    forest::{Linker, Reports, account, signed, stretch},
    kept::Kept,
    lists,
    pack::Kind,
    tales,
    writer::Writer,
};

type Sql<T> = rusqlite::Result<T>;

/// Reports of an incident that its place in the series is made of: the root and the first by id. What
/// is told for years has thousands, and each new one would have all of them read again.
pub(crate) const N_COUNTED: usize = 64;

/// What an incident adds to the series.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Share {
    key: Key,
    quad: u8,
    intensity: f32,
    pairs: Vec<i64>,
}

/// What is known of the incidents that a document touches.
#[derive(Default)]
pub(crate) struct Links {
    pub(crate) kept: Kept,
    /// Roots that changed, with what they added before the document.
    pub(crate) touched: BTreeMap<ContentId, Option<Share>>,
    /// Reports that are new with this document.
    pub(crate) new: std::collections::BTreeSet<ContentId>,
    /// Reports that are new with this transaction, or whose root is another.
    pub(crate) moved: std::collections::BTreeSet<ContentId>,
    /// Numbers of events that this transaction took out.
    pub(crate) gone: Vec<i64>,
}

impl Writer<'_> {
    fn reports<'b>(&'b mut self, c: &'b Connection, linker: &'b dyn Linker) -> Reports<'b> {
        Reports { c, packer: self.packer, kept: &mut self.links.kept, linker }
    }

    /// Stores what a document tells; returns the report of each event.
    pub(crate) fn tale(
        &mut self,
        c: &Connection,
        linker: &dyn Linker,
        document: i64,
        id: &str,
        tale: &Tale,
    ) -> Sql<BTreeMap<u32, ContentId>> {
        let gist = Gist { document: id.to_owned(), ..tale.gist.clone() };
        let body = tales::write(&gist);
        let blob = self.packer.pack(c, Kind::Reports, &body)?;
        c.prepare_cached("INSERT INTO tale VALUES (?1, ?2)")?.execute(params![document, blob])?;
        // What is linked is what was kept.
        let Ok((mut gist, mut reports)) = tales::read(&body) else { return Ok(BTreeMap::new()) };
        let id = linker.id(&gist);
        for (position, report) in tale.reports.iter().enumerate() {
            let body = tales::write_account(id, gist.day, report);
            c.prepare_cached("INSERT INTO account VALUES (?1, ?2)")?
                .execute(params![account(document, position as i64), body])?;
            reports.extend(tales::read_account(&body));
        }
        linker.complete(&mut gist, &mut reports);
        let mut of_event = BTreeMap::new();
        for (position, r) in reports.iter().enumerate() {
            c.prepare_cached(
                "INSERT INTO report (id, document, position, root) VALUES (?1, ?2, ?3, ?1)",
            )?
            .execute(params![signed(r.id), document, position as i64])?;
            let mut near = c.prepare_cached("INSERT INTO near VALUES (?1, ?2, ?3, ?4, ?5)")?;
            for p in &r.postings {
                near.execute(params![stretch(p.day), p.key as i64, p.day, p.sketch, signed(r.id)])?;
            }
            self.links.new.insert(r.id);
            self.links.moved.insert(r.id);
            of_event.extend(r.events.iter().map(|e| (*e, r.id)));
        }
        self.reports(c, linker).take(reports);
        Ok(of_event)
    }

    /// The report of each event of a stored document.
    pub(crate) fn reports_of(
        &mut self,
        c: &Connection,
        linker: &dyn Linker,
        document: i64,
    ) -> Sql<BTreeMap<u32, ContentId>> {
        let mut out = BTreeMap::new();
        for r in self.reports(c, linker).of_document(document)? {
            out.extend(r.events.iter().map(|e| (*e, r.id)));
        }
        Ok(out)
    }

    /// Joins the reports of a document that was just stored.
    pub(crate) fn link(
        &mut self,
        c: &Connection,
        linker: &dyn Linker,
        of_event: &BTreeMap<u32, ContentId>,
    ) -> Sql<()> {
        let mut ids: Vec<ContentId> = of_event.values().copied().collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let changes = linker.link(&mut self.reports(c, linker), id)?;
            self.apply(c, linker, &changes)?;
        }
        Ok(())
    }

    /// Takes the reports of a document out.
    pub(crate) fn unlink(&mut self, c: &Connection, linker: &dyn Linker, document: i64) -> Sql<()> {
        let reports = self.reports(c, linker).of_document(document)?;
        let mut ids: Vec<ContentId> = reports.iter().map(|r| r.id).collect();
        ids.sort_unstable();
        for id in ids {
            let Some(node) = self.reports(c, linker).whole(id)? else { continue };
            let mut near = c.prepare_cached(
                "DELETE FROM near WHERE stretch = ?1 AND key = ?2 AND day = ?3 AND sketch = ?4
                 AND id = ?5",
            )?;
            for p in &node.node.postings {
                near.execute(params![stretch(p.day), p.key as i64, p.day, p.sketch, signed(id)])?;
            }
            let changes = linker.unlink(&mut self.reports(c, linker), id)?;
            self.touch(c, linker, node.root)?;
            self.apply(c, linker, &changes)?;
            c.prepare_cached("DELETE FROM report WHERE id = ?1")?.execute([signed(id)])?;
            self.reports(c, linker).forget(id);
        }
        c.prepare_cached("DELETE FROM tale WHERE document = ?1")?.execute([document])?;
        c.prepare_cached("DELETE FROM account WHERE n >= ?1 AND n < ?2")?
            .execute([account(document, 0), account(document + 1, 0)])?;
        Ok(())
    }

    /// Looks again at what a correction names.
    pub(crate) fn relink(&mut self, c: &Connection, linker: &dyn Linker, x: Correction) -> Sql<()> {
        let changes = linker.relink(&mut self.reports(c, linker), x)?;
        self.apply(c, linker, &changes)
    }

    fn apply(&mut self, c: &Connection, linker: &dyn Linker, changes: &Changes) -> Sql<()> {
        for root in &changes.touched {
            self.touch(c, linker, *root)?;
        }
        self.links.moved.extend(changes.roots.iter().map(|(id, _)| *id));
        self.reports(c, linker).write(changes)
    }

    /// Notes what a root added before the document.
    fn touch(&mut self, c: &Connection, linker: &dyn Linker, root: ContentId) -> Sql<()> {
        if self.links.touched.contains_key(&root) {
            return Ok(());
        }
        let share = if self.links.new.contains(&root) {
            None
        } else {
            let row: Option<(i64, String)> = c
                .prepare_cached("SELECT key, pairs FROM incident WHERE root = ?1")?
                .query_row([signed(root)], |r| Ok((r.get(0)?, r.get(1)?)))
                .optional()?;
            match row {
                Some((key, pairs)) => Some(Self::share_of_row(c, Key(key), &pairs)?),
                None => match self.reports(c, linker).whole(root)? {
                    Some(node) if node.root == root => {
                        self.share(c, linker, &[&node])?.map(|s| s.0)
                    }
                    _ => None,
                },
            }
        };
        self.links.touched.insert(root, share);
        Ok(())
    }

    fn share_of_row(c: &Connection, key: Key, pairs: &str) -> Sql<Share> {
        let (kind, intensity): (String, f64) = c
            .prepare_cached("SELECT type, intensity FROM class WHERE n = ?1")?
            .query_row([key.class()], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let quad = kind.parse::<model::EventType>().map_or(1, |t| t.quad().number());
        let pairs = pairs.split(' ').filter_map(|p| p.parse().ok()).collect();
        Ok(Share { key, quad, intensity: intensity as f32, pairs })
    }

    /// What reports joined add, and what is known of them.
    fn share(
        &mut self,
        c: &Connection,
        linker: &dyn Linker,
        members: &[&Linked<Report>],
    ) -> Sql<Option<(Share, Incident)>> {
        let Some(i) = linker.summarize(members) else { return Ok(None) };
        let intensity = self.ontology.intensity(i.event_type, &i.modes);
        let class = self.class(c, i.event_type, intensity)?;
        let key = Key::new(DayCode::of_interval(i.days), class, i.status, 0);
        let names: Vec<ListName> =
            lists::sides(i.event_type.is_mutual(), i.actors.iter(), i.recipients.iter()).pairs();
        let pairs = self.lists(c, &names)?;
        let quad = i.event_type.quad().number();
        Ok(Some((Share { key, quad, intensity, pairs }, i)))
    }

    /// Brings the series and the rows of touched incidents up to date.
    pub(crate) fn settle(&mut self, c: &Connection, linker: &dyn Linker) -> Sql<()> {
        let touched = std::mem::take(&mut self.links.touched);
        for (root, old) in touched {
            if let Some(s) = old {
                self.batch.count(Unit::Incidents, s.key, &s.pairs, s.quad, s.intensity, -1);
            }
            let members = self.reports(c, linker).members(root, N_COUNTED)?;
            let members: Vec<&Linked<Report>> = members.iter().collect();
            let n_members = self.reports(c, linker).n_members(root, members.len())?;
            let share = self.share(c, linker, &members)?;
            if let Some((s, _)) = &share {
                self.batch.count(Unit::Incidents, s.key, &s.pairs, s.quad, s.intensity, 1);
            }
            match share {
                Some((s, i)) if members.len() > 1 => {
                    let pairs: Vec<String> = s.pairs.iter().map(ToString::to_string).collect();
                    c.prepare_cached("INSERT OR REPLACE INTO incident VALUES (?1,?2,?3,?4,?5)")?
                        .execute(params![
                            signed(root),
                            s.key.0,
                            n_members,
                            i.n_independent,
                            pairs.join(" ")
                        ])?;
                }
                _ => {
                    c.prepare_cached("DELETE FROM incident WHERE root = ?1")?
                        .execute([signed(root)])?;
                }
            }
        }
        self.links.new.clear();
        Ok(())
    }
}
