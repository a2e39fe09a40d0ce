//! Rows of numbers with yes or no in, weights out: logistic regression by Newton's method.

/// One row: what speaks for and against, and whether the two are one.
pub(super) struct Row {
    pub(super) values: Vec<f32>,
    pub(super) yes: bool,
}

/// Bias first, then a weight per feature, drawn towards `prior` with strength `penalty`. The same
/// rows always give the same weights.
pub(super) fn fit(rows: &[Row], prior: &[f64], penalty: f64) -> Vec<f64> {
    let n = prior.len();
    let mut weights = prior.to_vec();
    for _ in 0..25 {
        let mut slope: Vec<f64> =
            (0..n).map(|i| if i == 0 { 0.0 } else { penalty * (weights[i] - prior[i]) }).collect();
        let mut bend = vec![vec![0.0f64; n]; n];
        for (i, row) in bend.iter_mut().enumerate() {
            row[i] = if i == 0 { 1e-6 } else { penalty };
        }
        for row in rows {
            let x: Vec<(usize, f64)> = std::iter::once((0, 1.0))
                .chain(row.values.iter().enumerate().map(|(i, v)| (i + 1, f64::from(*v))))
                .filter(|(_, v)| *v != 0.0)
                .collect();
            let sum: f64 = x.iter().map(|(i, v)| weights[*i] * v).sum();
            let p = 1.0 / (1.0 + (-sum).exp());
            let (miss, spread) = (p - f64::from(u8::from(row.yes)), (p * (1.0 - p)).max(1e-6));
            for &(i, v) in &x {
                slope[i] += miss * v;
                for &(j, u) in &x {
                    bend[i][j] += spread * v * u;
                }
            }
        }
        let step = solve(bend, slope);
        let size: f64 = step.iter().map(|s| s.abs()).fold(0.0, f64::max);
        for (w, s) in weights.iter_mut().zip(&step) {
            *w -= s * (2.0 / size.max(2.0));
        }
        if size < 1e-6 {
            break;
        }
    }
    weights
}

/// Solves a linear system by elimination with the greatest pivots.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for k in 0..n {
        let pivot = (k..n).max_by(|&i, &j| a[i][k].abs().total_cmp(&a[j][k].abs())).unwrap_or(k);
        a.swap(k, pivot);
        b.swap(k, pivot);
        let (head, tail) = a.split_at_mut(k + 1);
        for (row, i) in tail.iter_mut().zip(k + 1..) {
            let factor = row[k] / head[k][k];
            for (x, y) in row[k..].iter_mut().zip(&head[k][k..]) {
                *x -= factor * y;
            }
            b[i] -= factor * b[k];
        }
    }
    for k in (0..n).rev() {
        let known: f64 = (k + 1..n).map(|j| a[k][j] * b[j]).sum();
        b[k] = (b[k] - known) / a[k][k];
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_speaks_for_weighs_more_than_nothing() {
        let rows: Vec<Row> = (0..40)
            .map(|i| Row { values: vec![(i % 4) as f32, (i % 3) as f32], yes: i % 4 > 1 })
            .collect();
        let weights = fit(&rows, &[0.0, 0.0, 0.0], 0.1);
        assert!(weights[1] > 1.0 && weights[2].abs() < 0.5, "{weights:?}");
    }
}
