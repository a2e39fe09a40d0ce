//! A series of counts in, the weeks and turns that stand out of it out.
//!
//! **Unusual weeks**: counts are put on a scale of even spread (Anscombe 1948: 2√(x + 3/8)), and a
//! week is unusual when it lies more than 3.5 robust deviations from the median of the 53 weeks
//! around it (the modified z-score of Iglewicz and Hoaglin 1993: median and median absolute
//! deviation). A deviation counts as 1 at least, which is that of a Poisson count, so that a single
//! event in a silent year is not unusual.
//!
//! **Change points**: PELT (Killick, Fearnhead and Eckley 2012), exact, with the cost of a Poisson
//! mean per stretch, divided by how much more the counts scatter than Poisson counts do, and the
//! penalty 2·log n of the Bayesian information criterion. Stretches have four weeks at least.

/// Robust deviations beyond which a week is unusual.
pub const UNUSUAL: f64 = 3.5;
/// Weeks on either side that a week is compared with.
const N_AROUND: usize = 26;
/// Weeks that a stretch has at least.
const N_STRETCH_MIN: usize = 4;

/// A week that stands out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unusual {
    /// Its place in the series.
    pub at: usize,
    /// Its count.
    pub n: i64,
    /// Median of the weeks around.
    pub usual: f64,
    /// Robust deviations from the median; above 3.5.
    pub z: f64,
}

/// A turn in the series: from here on the mean is another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChangePoint {
    /// First week of the new stretch.
    pub at: usize,
    /// Mean of the stretch before, per week.
    pub before: f64,
    /// Mean of the stretch that begins.
    pub after: f64,
}

/// Weeks with unusually many, in order of time.
pub fn unusual(counts: &[i64]) -> Vec<Unusual> {
    let even: Vec<f64> = counts.iter().map(|&x| anscombe(x)).collect();
    let mut out = Vec::new();
    for (at, &n) in counts.iter().enumerate() {
        let around = at.saturating_sub(N_AROUND)..(at + N_AROUND + 1).min(counts.len());
        let middle = median(even[around.clone()].to_vec());
        let spread = median(even[around.clone()].iter().map(|x| (x - middle).abs()).collect());
        let z = (even[at] - middle) / (1.4826 * spread).max(1.0);
        if z > UNUSUAL {
            let usual = median(counts[around].iter().map(|&x| x as f64).collect());
            out.push(Unusual { at, n, usual, z });
        }
    }
    out
}

/// Turns of the series, in order of time.
pub fn change_points(counts: &[i64]) -> Vec<ChangePoint> {
    let n = counts.len();
    if n < 2 * N_STRETCH_MIN {
        return Vec::new();
    }
    let mut sums = vec![0.0; n + 1];
    for (i, &x) in counts.iter().enumerate() {
        sums[i + 1] = sums[i] + x as f64;
    }
    let dispersion = dispersion(counts);
    // Minus twice the log-likelihood of a Poisson mean, without what does not depend on the cut.
    let cost = |from: usize, to: usize| {
        let sum = sums[to] - sums[from];
        if sum <= 0.0 { 0.0 } else { -2.0 * sum * libm::log(sum / (to - from) as f64) / dispersion }
    };
    let penalty = 2.0 * libm::log(n as f64);
    let mut best = vec![0.0; n + 1];
    best[0] = -penalty;
    let mut last = vec![0usize; n + 1];
    let mut open: Vec<usize> = vec![0];
    for to in N_STRETCH_MIN..=n {
        let (from, value) = open
            .iter()
            .filter(|&&from| to - from >= N_STRETCH_MIN)
            .map(|&from| (from, best[from] + cost(from, to) + penalty))
            .fold((0, f64::INFINITY), |a, b| if b.1 < a.1 { b } else { a });
        best[to] = value;
        last[to] = from;
        // A stretch that costs more already can never begin the best cut again.
        open.retain(|&from| to - from < N_STRETCH_MIN || best[from] + cost(from, to) <= value);
        if to + N_STRETCH_MIN <= n {
            open.push(to);
        }
    }
    let mut cuts = vec![n];
    while let Some(&to) = cuts.last().filter(|&&to| to > 0) {
        cuts.push(last[to]);
    }
    cuts.reverse();
    let mean = |from: usize, to: usize| (sums[to] - sums[from]) / (to - from) as f64;
    cuts.windows(3)
        .map(|w| ChangePoint { at: w[1], before: mean(w[0], w[1]), after: mean(w[1], w[2]) })
        .collect()
}

fn anscombe(x: i64) -> f64 {
    2.0 * (x as f64 + 0.375).sqrt()
}

/// How much more neighbouring counts differ than Poisson counts would; 1 at least.
fn dispersion(counts: &[i64]) -> f64 {
    let mean = counts.iter().sum::<i64>() as f64 / counts.len() as f64;
    let steps = counts.windows(2).map(|w| ((w[1] - w[0]) as f64).powi(2)).sum::<f64>();
    let variance = steps / (2.0 * (counts.len() - 1) as f64);
    if mean > 0.0 { (variance / mean).max(1.0) } else { 1.0 }
}

fn median(mut values: Vec<f64>) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    values.sort_by(f64::total_cmp);
    let n = values.len();
    if n.is_multiple_of(2) {
        f64::midpoint(values[n / 2 - 1], values[n / 2])
    } else {
        values[n / 2]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peak_is_unusual_and_a_single_event_is_not() {
        let mut counts = vec![0; 100];
        counts[30] = 1;
        counts[60] = 20;
        let found = unusual(&counts);
        assert_eq!(found.iter().map(|u| u.at).collect::<Vec<_>>(), [60]);
        assert!(unusual(&[]).is_empty());
    }

    #[test]
    fn a_step_is_found_where_it_is() {
        let counts: Vec<i64> = (0..120i64)
            .map(|i| {
                if i < 50 {
                    2 + i % 3
                } else if i < 90 {
                    14 + i % 5
                } else {
                    3 + i % 2
                }
            })
            .collect();
        let at: Vec<usize> = change_points(&counts).iter().map(|c| c.at).collect();
        assert_eq!(at, [50, 90]);
        assert!(change_points(&vec![3; 60]).is_empty());
        assert!(change_points(&[1, 2]).is_empty());
    }

    #[test]
    fn pelt_cuts_as_the_full_search_does() {
        // The full search over all pairs of cuts of a short series, same cost and penalty.
        let counts: Vec<i64> = vec![1, 0, 2, 1, 9, 8, 12, 9, 10, 2, 1, 0, 1, 2];
        let total = |cuts: &[usize]| -> f64 {
            let d = dispersion(&counts);
            let mut all = vec![0];
            all.extend(cuts);
            all.push(counts.len());
            all.windows(2)
                .map(|w| {
                    let sum = counts[w[0]..w[1]].iter().sum::<i64>() as f64;
                    let cost = -2.0 * sum * libm::log(sum / (w[1] - w[0]) as f64) / d;
                    cost + 2.0 * libm::log(counts.len() as f64)
                })
                .sum()
        };
        let mut best = (total(&[]), vec![]);
        for i in N_STRETCH_MIN..=counts.len() - N_STRETCH_MIN {
            if total(&[i]) < best.0 {
                best = (total(&[i]), vec![i]);
            }
            for j in i + N_STRETCH_MIN..=counts.len() - N_STRETCH_MIN {
                if total(&[i, j]) < best.0 {
                    best = (total(&[i, j]), vec![i, j]);
                }
            }
        }
        let at: Vec<usize> = change_points(&counts).iter().map(|c| c.at).collect();
        assert_eq!(at, best.1);
    }
}
