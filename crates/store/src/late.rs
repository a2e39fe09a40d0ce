//! Counts of late: written to small tables first, and from there to the large ones, many at a time.
//!
//! What a transaction counts lies all over the large tables, a page for nearly each count. In the small
//! ones a page holds hundreds of the same transaction, and when they go over, each page of the large
//! ones takes dozens.

use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;

use crate::lists;

/// Counts that are written before all of late go over.
const N_COUNTS_MAX: i64 = 1_000_000;

/// Counts by day of the large and the small table; several rows of one cell may come.
pub(crate) const DAILY: &str = "(SELECT * FROM daily UNION ALL SELECT * FROM daily_late)";
/// The same of who is active.
pub(crate) const ACTIVITY: &str = "(SELECT * FROM activity UNION ALL SELECT * FROM activity_late)";

/// A list on a day: unit, list, day, class, status.
pub(crate) type Cell = (i64, i64, i64, i64, i64);
/// Who is active in a span: unit, span, list.
pub(crate) type Active = (i64, i64, i64);

/// Writes what a transaction counted, sorted.
pub(crate) fn write<'a>(
    c: &Connection,
    daily: impl Iterator<Item = (&'a Cell, &'a i64)>,
    activity: impl Iterator<Item = (&'a Active, &'a [i64; 5])>,
) -> rusqlite::Result<()> {
    let mut n_counts = 0;
    let mut add = c.prepare_cached(
        "INSERT INTO daily_late VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO UPDATE SET n = n + excluded.n",
    )?;
    for (&(unit, list, day, class, status), &n) in daily.filter(|(_, n)| **n != 0) {
        add.execute((unit, list, day, class, status, n))?;
        n_counts += 1;
    }
    let mut among: FxHashMap<i64, Option<i64>> = FxHashMap::default();
    let mut rows = Vec::new();
    for (&(unit, span, list), row) in activity.filter(|(_, r)| **r != [0; 5]) {
        let of = match among.get(&list) {
            Some(of) => *of,
            None => *among.entry(list).or_insert(lists::among(c, list)?),
        };
        rows.extend(of.map(|among| ((unit, among, span, list), row)));
    }
    rows.sort_unstable();
    n_counts += rows.len() as i64;
    let mut add = c.prepare_cached(
        "INSERT INTO activity_late VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT DO UPDATE SET n1 = n1 + excluded.n1, n2 = n2 + excluded.n2,
            n3 = n3 + excluded.n3, n4 = n4 + excluded.n4,
            intensity = intensity + excluded.intensity",
    )?;
    for ((unit, among, span, list), [n1, n2, n3, n4, intensity]) in rows {
        add.execute((unit, among, span, list, n1, n2, n3, n4, intensity))?;
    }
    c.prepare_cached("UPDATE late SET n_counts = n_counts + ?1")?.execute([n_counts])?;
    let n_late: i64 = c.prepare_cached("SELECT n_counts FROM late")?.query_row([], |r| r.get(0))?;
    if n_late > N_COUNTS_MAX { merge(c) } else { Ok(()) }
}

/// Adds all counts of late to the large tables; what comes to nothing is taken out.
fn merge(c: &Connection) -> rusqlite::Result<()> {
    let steps = [
        "INSERT INTO daily SELECT * FROM daily_late WHERE true
         ON CONFLICT DO UPDATE SET n = n + excluded.n",
        "DELETE FROM daily WHERE n = 0 AND (unit, list, day, class, status) IN
            (SELECT unit, list, day, class, status FROM daily_late WHERE n <= 0)",
        "DELETE FROM daily_late",
        "INSERT INTO activity SELECT * FROM activity_late WHERE true
         ON CONFLICT DO UPDATE SET n1 = n1 + excluded.n1, n2 = n2 + excluded.n2,
            n3 = n3 + excluded.n3, n4 = n4 + excluded.n4,
            intensity = intensity + excluded.intensity",
        "DELETE FROM activity WHERE n1 = 0 AND n2 = 0 AND n3 = 0 AND n4 = 0
         AND (unit, among, span, list) IN
            (SELECT unit, among, span, list FROM activity_late WHERE n1 + n2 + n3 + n4 <= 0)",
        "DELETE FROM activity_late",
        "UPDATE late SET n_counts = 0",
    ];
    for step in steps {
        c.prepare_cached(step)?.execute(params![])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(c: &Connection) -> (Vec<(i64, i64)>, i64) {
        let mut daily = c
            .prepare(&format!("SELECT day, sum(n) FROM {DAILY} GROUP BY day HAVING sum(n) <> 0"))
            .unwrap();
        let days = daily.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
        let sql = format!("SELECT coalesce(sum(n1 + intensity), 0) FROM {ACTIVITY}");
        (days.map(rusqlite::Result::unwrap).collect(), c.query_row(&sql, [], |r| r.get(0)).unwrap())
    }

    fn n_rows(c: &Connection, table: &str) -> i64 {
        c.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0)).unwrap()
    }

    #[test]
    fn counts_go_over_and_sums_stay() {
        let mut c = Connection::open_in_memory().unwrap();
        crate::schema::migrate(&mut c).unwrap();
        c.execute("INSERT INTO list VALUES (7, 1, 'USA', 'PRK', 0)", []).unwrap();
        let cell = |day| (0, 7, day, 1, 0);
        let count = |c: &Connection, cells: &[(i64, i64)]| {
            let daily: Vec<(Cell, i64)> = cells.iter().map(|(d, n)| (cell(*d), *n)).collect();
            let n: i64 = cells.iter().map(|c| c.1).sum();
            let active = ((0, 0, 7), [n, 0, 0, 0, 3 * n]);
            write(c, daily.iter().map(|(k, n)| (k, n)), [(&active.0, &active.1)].into_iter())
                .unwrap();
        };
        count(&c, &[(1, 2), (2, 1)]);
        merge(&c).unwrap();
        assert_eq!((n_rows(&c, "daily"), n_rows(&c, "daily_late")), (2, 0));
        count(&c, &[(1, 1), (2, -1), (3, 4)]);
        let before = sums(&c);
        assert_eq!(before, (vec![(1, 3), (3, 4)], 28));
        merge(&c).unwrap();
        assert_eq!(sums(&c), before);
        // The second day came to nothing.
        assert_eq!((n_rows(&c, "daily"), n_rows(&c, "activity")), (2, 1));
        count(&c, &[(1, -3), (3, -4)]);
        merge(&c).unwrap();
        assert_eq!((n_rows(&c, "daily"), n_rows(&c, "activity")), (0, 0));
    }

    #[test]
    fn they_go_over_when_there_are_many() {
        let mut c = Connection::open_in_memory().unwrap();
        crate::schema::migrate(&mut c).unwrap();
        let row = ((0, 7, 1, 1, 0), 1);
        let one = || [(&row.0, &row.1)].into_iter();
        write(&c, one(), std::iter::empty()).unwrap();
        assert_eq!((n_rows(&c, "daily"), n_rows(&c, "daily_late")), (0, 1));
        c.execute("UPDATE late SET n_counts = ?1", [N_COUNTS_MAX]).unwrap();
        write(&c, one(), std::iter::empty()).unwrap();
        assert_eq!((n_rows(&c, "daily"), n_rows(&c, "daily_late")), (1, 0));
    }
}
