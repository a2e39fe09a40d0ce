//! Where the linker finds its reports: the file, with those of late kept in memory.

use std::sync::Arc;

use model::{
    Around, Changes, ContentId, Correction, Gist, Incident, Link, Linked, Node, Nodes, Posting,
    Report,
};
use rusqlite::{Connection, params};

use crate::{
    kept::Kept,
    link::N_COUNTED,
    pack::{Kind, Packer, Wrong},
    tales,
};

/// Joins reports; the store knows where they are, the linker when two are one.
pub trait Linker {
    /// Id of a gist.
    fn id(&self, gist: &Gist) -> ContentId;

    /// Id, rank and keys of a gist's reports, of which the rest is known.
    fn complete(&self, gist: &mut Gist, reports: &mut [Report]);

    /// Rank of a report that is told in outline.
    fn rank(&self, report: &Report) -> u32;

    /// A report that was just added.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn link(&self, nodes: &mut Reports<'_>, id: ContentId) -> rusqlite::Result<Changes>;

    /// A report that is to be taken out.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn unlink(&self, nodes: &mut Reports<'_>, id: ContentId) -> rusqlite::Result<Changes>;

    /// A correction that came or went.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn relink(&self, nodes: &mut Reports<'_>, c: Correction) -> rusqlite::Result<Changes>;

    /// What is known of a happening from its reports.
    fn summarize(&self, members: &[&Linked<Report>]) -> Option<Incident>;

    /// Days beyond which no two reports are joined.
    fn n_days(&self) -> i32;
}

/// Days that lie together in the file. Neighbours are looked for from one stretch on into the next.
pub(crate) fn stretch(day: i32) -> i64 {
    i64::from(day >> 5)
}

/// Number of an account: reports of a document lie together, documents in the order of their coming.
pub(crate) fn account(document: i64, position: i64) -> i64 {
    document << 20 | position
}

/// The reports of a file.
pub struct Reports<'a> {
    pub(crate) c: &'a Connection,
    pub(crate) packer: &'a Packer,
    pub(crate) kept: &'a mut Kept,
    pub(crate) linker: &'a dyn Linker,
}

/// An id with its first bit turned: signed order is unsigned order.
pub(crate) fn signed(id: ContentId) -> i64 {
    (id.0 ^ 1 << 63) as i64
}

pub(crate) fn unsigned(id: i64) -> ContentId {
    ContentId(id as u64 ^ 1 << 63)
}

impl Reports<'_> {
    /// Takes the reports of a document in that was just stored, each standing for itself.
    pub(crate) fn take(&mut self, reports: Vec<Report>) {
        for report in reports {
            let id = report.id;
            self.kept.insert(id, Linked { node: Arc::new(report), link: None, root: id });
        }
    }

    /// A report in outline: of its document id and day alone, without keys.
    fn load(&self, id: ContentId) -> rusqlite::Result<Option<Linked<Report>>> {
        let mut row = self.c.prepare_cached(
            "SELECT root, target, score, reasons, report.document, position, body FROM report
             LEFT JOIN account ON account.n = report.document << 20 | position WHERE id = ?1",
        )?;
        let mut rows = row.query([signed(id)])?;
        let Some(r) = rows.next()? else { return Ok(None) };
        let target: Option<i64> = r.get(1)?;
        let link = match target {
            None => None,
            Some(to) => Some(Link {
                to: unsigned(to),
                score: r.get(2)?,
                reasons: lines(r.get_ref(3)?.as_str_or_null()?),
            }),
        };
        let root = unsigned(r.get(0)?);
        let (document, position) = (r.get::<_, i64>(4)?, r.get::<_, i64>(5)?);
        let report = match r.get_ref(6)?.as_blob_or_null()? {
            Some(body) => {
                let mut report = tales::read_account(body)
                    .map_err(|e| damaged(format!("document {document} has {e}")))?;
                report.id = id;
                report.rank = self.linker.rank(&report);
                report
            }
            None => self.report_of_tale(document, position)?,
        };
        Ok(Some(Linked { node: Arc::new(report), link, root }))
    }

    /// A report as older versions stored it: in the blob of its document; the others there are not made
    /// anew.
    fn report_of_tale(&self, document: i64, position: i64) -> rusqlite::Result<Report> {
        let read = |body: &[u8]| tales::read_one(body, position as usize);
        let (mut gist, report) = self.tale_body(document, read)?;
        let Some(mut report) = report else {
            return Err(damaged(format!("document {document} has no report {position}")));
        };
        self.linker.complete(&mut gist, std::slice::from_mut(&mut report));
        Ok(report)
    }

    /// What a document is about; and its reports, where an older version stored them.
    fn tale(&self, document: i64) -> rusqlite::Result<(Gist, Vec<Report>)> {
        self.tale_body(document, tales::read)
    }

    fn tale_body<T>(
        &self,
        document: i64,
        read: impl Fn(&[u8]) -> Result<T, Wrong>,
    ) -> rusqlite::Result<T> {
        let blob: Vec<u8> = self
            .c
            .prepare_cached("SELECT body FROM tale WHERE document = ?1")?
            .query_row([document], |r| r.get(0))?;
        let body = self.packer.unpack(self.c, Kind::Reports, &blob)?;
        body.and_then(|b| read(&b)).map_err(|e| damaged(format!("document {document} has {e}")))
    }

    /// All that was left out of a report in outline.
    fn complete(&self, mut linked: Linked<Report>) -> rusqlite::Result<Linked<Report>> {
        let document = self
            .c
            .prepare_cached("SELECT document FROM report WHERE id = ?1")?
            .query_row([signed(linked.node.id)], |r| r.get(0))?;
        let (mut gist, _) = self.tale(document)?;
        let report = Arc::make_mut(&mut linked.node);
        self.linker.complete(&mut gist, std::slice::from_mut(report));
        Ok(linked)
    }

    /// The reports of a document, whole, in the order of their places; none where it was stored without
    /// a tale.
    pub(crate) fn of_document(&self, document: i64) -> rusqlite::Result<Vec<Report>> {
        let has_tale = "SELECT 1 FROM tale WHERE document = ?1";
        if !self.c.prepare_cached(has_tale)?.exists([document])? {
            return Ok(Vec::new());
        }
        let (mut gist, mut reports) = self.tale(document)?;
        let mut accounts = self
            .c
            .prepare_cached("SELECT body FROM account WHERE n >= ?1 AND n < ?2 ORDER BY n")?;
        let mut rows = accounts.query([account(document, 0), account(document + 1, 0)])?;
        while let Some(r) = rows.next()? {
            let report = tales::read_account(r.get_ref(0)?.as_blob()?);
            reports.push(report.map_err(|e| damaged(format!("document {document} has {e}")))?);
        }
        self.linker.complete(&mut gist, &mut reports);
        let mut is_kept = self.c.prepare_cached("SELECT 1 FROM report WHERE id = ?1")?;
        let mut kept = Vec::with_capacity(reports.len());
        for report in reports {
            if is_kept.exists([signed(report.id)])? {
                kept.push(report);
            }
        }
        Ok(kept)
    }

    /// The members of an incident, the root first, then by id, at most `n_max`; empty where the id is
    /// no root.
    pub(crate) fn members(
        &mut self,
        root: ContentId,
        n_max: usize,
    ) -> rusqlite::Result<Vec<Linked<Report>>> {
        let mut ids = Vec::new();
        if self.node(root)?.is_some_and(|n| n.root == root) {
            ids.push(root);
        }
        let others: Vec<i64> = self
            .c
            .prepare_cached(
                "SELECT id FROM report WHERE root = ?1 AND root <> id ORDER BY id LIMIT ?2",
            )?
            .query_map(params![signed(root), n_max as i64 - 1], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        ids.extend(others.into_iter().map(unsigned));
        let mut out = Vec::with_capacity(ids.len());
        for id in ids {
            out.extend(self.whole(id)?);
        }
        Ok(out)
    }

    /// How many reports an incident has, of which `n_known` were met.
    pub(crate) fn n_members(&mut self, root: ContentId, n_known: usize) -> rusqlite::Result<i64> {
        if n_known < N_COUNTED {
            return Ok(n_known as i64);
        }
        self.c
            .prepare_cached("SELECT 1 + count(*) FROM report WHERE root = ?1 AND root <> id")?
            .query_row([signed(root)], |r| r.get(0))
    }

    /// Writes what a step of linking changed.
    pub(crate) fn write(&mut self, changes: &Changes) -> rusqlite::Result<()> {
        for (id, link) in &changes.links {
            let reasons = link.as_ref().map(|l| l.reasons.join("\n"));
            self.c
                .prepare_cached(
                    "UPDATE report SET target = ?2, score = ?3, reasons = ?4 WHERE id = ?1",
                )?
                .execute(params![
                    signed(*id),
                    link.as_ref().map(|l| signed(l.to)),
                    link.as_ref().map(|l| l.score),
                    reasons
                ])?;
            if let Some(kept) = self.kept.get_mut(*id) {
                kept.link.clone_from(link);
            }
        }
        for (id, root) in &changes.roots {
            self.c
                .prepare_cached("UPDATE report SET root = ?2 WHERE id = ?1")?
                .execute([signed(*id), signed(*root)])?;
            if let Some(kept) = self.kept.get_mut(*id) {
                kept.root = *root;
            }
        }
        Ok(())
    }

    pub(crate) fn forget(&mut self, id: ContentId) {
        self.kept.remove(id);
    }

    /// Postings on one side, nearest first. Those further away than the linker's days are never joined,
    /// and count only what lies nearer, so the stretches beyond are not looked at.
    fn side(&self, p: &Posting, n: usize, before: bool) -> rusqlite::Result<Vec<Posting>> {
        let reach = self.linker.n_days();
        let (sql, step, end) = if before {
            (
                "SELECT day, sketch, id FROM near WHERE stretch = ?1 AND key = ?2
                 AND (day, sketch, id) < (?3, ?4, ?5) AND day >= ?6
                 ORDER BY day DESC, sketch DESC, id DESC LIMIT ?7",
                -1,
                p.day.saturating_sub(reach),
            )
        } else {
            (
                "SELECT day, sketch, id FROM near WHERE stretch = ?1 AND key = ?2
                 AND (day, sketch, id) > (?3, ?4, ?5) AND day <= ?6
                 ORDER BY day, sketch, id LIMIT ?7",
                1,
                p.day.saturating_add(reach),
            )
        };
        let mut near = self.c.prepare_cached(sql)?;
        let mut out = Vec::with_capacity(n);
        let mut at = stretch(p.day);
        loop {
            let left = (n - out.len()) as i64;
            let (key, id) = (p.key as i64, signed(p.id));
            let mut rows = near.query(params![at, key, p.day, p.sketch, id, end, left])?;
            while let Some(r) = rows.next()? {
                let (day, sketch, id) = (r.get(0)?, r.get(1)?, unsigned(r.get(2)?));
                out.push(Posting { key: p.key, day, sketch, id });
            }
            if out.len() >= n || at == stretch(end) {
                return Ok(out);
            }
            at += step;
        }
    }
}

impl Nodes<Report> for Reports<'_> {
    type Error = rusqlite::Error;

    fn around(&mut self, posting: &Posting, n: usize) -> rusqlite::Result<Around> {
        Ok(Around { before: self.side(posting, n, true)?, after: self.side(posting, n, false)? })
    }

    fn node(&mut self, id: ContentId) -> rusqlite::Result<Option<Linked<Report>>> {
        if let Some(found) = self.kept.get(id) {
            return Ok(Some(found));
        }
        let found = self.load(id)?;
        if let Some(found) = &found {
            self.kept.insert(id, found.clone());
        }
        Ok(found)
    }

    fn whole(&mut self, id: ContentId) -> rusqlite::Result<Option<Linked<Report>>> {
        let Some(found) = self.node(id)? else { return Ok(None) };
        if found.node.is_whole() {
            return Ok(Some(found));
        }
        let found = self.complete(found)?;
        self.kept.insert(id, found.clone());
        Ok(Some(found))
    }

    fn followers(&mut self, id: ContentId) -> rusqlite::Result<Vec<ContentId>> {
        self.c
            .prepare_cached("SELECT id FROM report WHERE target = ?1 ORDER BY id")?
            .query_map([signed(id)], |r| r.get(0).map(unsigned))?
            .collect()
    }

    fn corrections(&mut self, root: ContentId) -> rusqlite::Result<Vec<Correction>> {
        if !self.c.prepare_cached("SELECT 1 FROM correction LIMIT 1")?.exists([])? {
            return Ok(Vec::new());
        }
        let mut statement = self.c.prepare_cached(
            "SELECT kind, a, b FROM correction
             WHERE a IN (SELECT id FROM report WHERE id = ?1 AND root = ?1
                         UNION SELECT id FROM report WHERE root = ?1 AND root <> id)
                OR b IN (SELECT id FROM report WHERE id = ?1 AND root = ?1
                         UNION SELECT id FROM report WHERE root = ?1 AND root <> id)
                OR a = ?1 OR b = ?1",
        )?;
        let rows = statement.query_map([signed(root)], correction_of)?;
        let mut out: Vec<Correction> = rows.collect::<rusqlite::Result<_>>()?;
        out.sort_unstable();
        Ok(out)
    }
}

pub(crate) fn correction_of(r: &rusqlite::Row<'_>) -> rusqlite::Result<Correction> {
    let a = unsigned(r.get(1)?);
    let b: Option<i64> = r.get(2)?;
    let b = b.map(unsigned);
    Ok(match (r.get::<_, i64>(0)?, b) {
        (0, Some(b)) => Correction::Join(a, b),
        (1, Some(b)) => Correction::Apart(a, b),
        _ => Correction::Pin(a, b),
    })
}

fn lines(text: Option<&str>) -> Arc<[String]> {
    text.map(|t| t.lines().map(str::to_owned).collect()).unwrap_or_default()
}

fn damaged(what: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, what.into())
}
