//! The nearest valid word.

/// The word of `valid` that differs least from `found`, if it differs by a third at most.
pub(crate) fn nearest<'a>(
    found: &str,
    valid: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let found = found.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for word in valid {
        let low = word.to_lowercase();
        // A beginning is a word not yet finished.
        let n =
            if !found.is_empty() && low.starts_with(&found) { 1 } else { distance(&found, &low) };
        if best.is_none_or(|(b, _)| n < b) {
            best = Some((n, word));
        }
    }
    let most = (found.chars().count().max(3) / 3).max(1);
    best.filter(|(n, _)| *n <= most).map(|(_, word)| word)
}

/// Letters to insert, delete, exchange or swap with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let changed = usize::from(a[i - 1] != b[j - 1]);
            let mut n =
                (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + changed);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                n = n.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = n;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        assert_eq!(nearest("acter", ["actor", "about"]), Some("actor"));
        assert_eq!(nearest("THREATN", ["THREATEN", "RETREAT"]), Some("THREATEN"));
        assert_eq!(nearest("tpye", ["type", "text"]), Some("type"));
        assert_eq!(nearest("xyzzy", ["type", "text"]), None);
    }
}
