//! Two partitions of the same items in, the field's coreference figures out.
//!
//! B³ (Bagga and Baldwin 1998), MUC (Vilain et al. 1995), CEAF of entities (Luo 2005); their mean is
//! the CoNLL figure (Pradhan et al. 2012).

use std::collections::BTreeMap;

use crate::{Prf, chains::best_pairing};

/// Item → (gold group, answered group).
pub type Items = [(u64, u64)];

/// Members of each group.
type Sizes<K> = BTreeMap<K, usize>;

fn sizes(items: &Items) -> (Sizes<u64>, Sizes<u64>, Sizes<(u64, u64)>) {
    let (mut gold, mut answer, mut both) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for &(g, a) in items {
        *gold.entry(g).or_default() += 1;
        *answer.entry(a).or_default() += 1;
        *both.entry((g, a)).or_default() += 1;
    }
    (gold, answer, both)
}

fn prf(precision: f64, recall: f64) -> Prf {
    let sum = precision + recall;
    let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
    Prf { precision, recall, f1 }
}

/// Mean over items of the shares of their groups that agree.
pub fn b_cubed(items: &Items) -> Prf {
    let (gold, answer, both) = sizes(items);
    let n = items.len().max(1) as f64;
    let sum = |of: &dyn Fn(u64, u64) -> usize| -> f64 {
        both.iter().map(|(&(g, a), &c)| (c * c) as f64 / of(g, a) as f64).sum::<f64>() / n
    };
    prf(sum(&|_, a| answer[&a]), sum(&|g, _| gold[&g]))
}

/// Links kept of those that hold each group together.
pub fn muc(items: &Items) -> Prf {
    let (gold, answer, both) = sizes(items);
    let n_parts = |by_gold: bool, group: u64| {
        both.keys().filter(|(g, a)| if by_gold { *g == group } else { *a == group }).count()
    };
    let share = |groups: &BTreeMap<u64, usize>, by_gold: bool| {
        let held: usize = groups.values().map(|n| n - 1).sum();
        let kept: usize = groups.iter().map(|(g, n)| n - n_parts(by_gold, *g)).sum();
        if held == 0 { 0.0 } else { kept as f64 / held as f64 }
    };
    prf(share(&answer, false), share(&gold, true))
}

/// Similarity of the best one-to-one pairing of groups (φ4).
pub fn ceaf_e(items: &Items) -> Prf {
    let (gold, answer, both) = sizes(items);
    let (golds, answers): (Vec<u64>, Vec<u64>) =
        (gold.keys().copied().collect(), answer.keys().copied().collect());
    let at = |list: &[u64], x: u64| list.binary_search(&x).unwrap_or(0);
    // Groups that share nothing with others are settled apart: the pairing falls into components.
    let mut similar: Vec<Vec<(usize, f64)>> = vec![Vec::new(); golds.len()];
    for (&(g, a), &c) in &both {
        let phi = 2.0 * c as f64 / (gold[&g] + answer[&a]) as f64;
        similar[at(&golds, g)].push((at(&answers, a), phi));
    }
    let best = pair_best(&similar, answers.len());
    prf(best / answers.len().max(1) as f64, best / golds.len().max(1) as f64)
}

/// Mean of the three F1.
pub fn conll(items: &Items) -> f64 {
    (muc(items).f1 + b_cubed(items).f1 + ceaf_e(items).f1) / 3.0
}

/// Greatest sum of a one-to-one pairing of rows with columns, component by component.
fn pair_best(rows: &[Vec<(usize, f64)>], n_columns: usize) -> f64 {
    let mut by_column: Vec<Vec<usize>> = vec![Vec::new(); n_columns];
    for (r, cells) in rows.iter().enumerate() {
        for (c, _) in cells {
            by_column[*c].push(r);
        }
    }
    let mut seen = vec![false; rows.len()];
    let mut total = 0.0;
    for start in 0..rows.len() {
        if seen[start] {
            continue;
        }
        let (mut members, mut columns, mut open) = (Vec::new(), Vec::new(), vec![start]);
        seen[start] = true;
        while let Some(r) = open.pop() {
            members.push(r);
            for (c, _) in &rows[r] {
                columns.push(*c);
                for &next in &by_column[*c] {
                    if !std::mem::replace(&mut seen[next], true) {
                        open.push(next);
                    }
                }
            }
        }
        columns.sort_unstable();
        columns.dedup();
        let mut weight = vec![vec![0.0; columns.len()]; members.len()];
        for (i, &r) in members.iter().enumerate() {
            for &(c, phi) in &rows[r] {
                if let Ok(j) = columns.binary_search(&c) {
                    weight[i][j] = phi;
                }
            }
        }
        total += best_pairing(&weight);
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gold {1,2,3} {4,5} {6,7}; answers {1,2} {3,4,5} {6} {7}: figures by hand.
    const ITEMS: [(u64, u64); 7] = [(1, 1), (1, 1), (1, 2), (2, 2), (2, 2), (3, 3), (3, 4)];

    #[test]
    fn b_cubed_by_hand() {
        let got = b_cubed(&ITEMS);
        // Precision: (2·1 + 1/3 + 2·2/3 + 1 + 1) / 7; recall: (2·2/3 + 1/3 + 2 + 1/2 + 1/2) / 7.
        assert!((got.precision - (2.0 + 1.0 / 3.0 + 4.0 / 3.0 + 2.0) / 7.0).abs() < 1e-9);
        assert!((got.recall - (4.0 / 3.0 + 1.0 / 3.0 + 2.0 + 1.0) / 7.0).abs() < 1e-9);
    }

    #[test]
    fn muc_by_hand() {
        let got = muc(&ITEMS);
        // Gold links 2+1+1, kept 1+1+0; answered links 1+2, right 1+1.
        assert!((got.recall - 0.5).abs() < 1e-9);
        assert!((got.precision - 2.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn ceaf_by_hand() {
        let got = ceaf_e(&ITEMS);
        // {1,2,3}~{1,2}: 4/5; {4,5}~{3,4,5}: 4/5; {6,7}~{6}: 2/3.
        let sum = 0.8 + 0.8 + 2.0 / 3.0;
        assert!((got.recall - sum / 3.0).abs() < 1e-9);
        assert!((got.precision - sum / 4.0).abs() < 1e-9);
    }

    #[test]
    fn the_same_partition_is_perfect() {
        let same: Vec<(u64, u64)> = (0..20).map(|i| (i % 6, 100 - i % 6)).collect();
        for f1 in [b_cubed(&same).f1, muc(&same).f1, ceaf_e(&same).f1, conll(&same)] {
            assert!((f1 - 1.0).abs() < 1e-9);
        }
        assert!(b_cubed(&[]).f1.abs() < 1e-9);
    }
}
