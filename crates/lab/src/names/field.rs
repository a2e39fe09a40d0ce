//! A conditional random field over hashed signs, learnt by adaptive gradient steps.

use analysis::{names::may_follow, syntax::shape::NAME_TAGS};

use crate::train::random::Random;

const L: usize = NAME_TAGS;

/// Share of signs dropped, one by one and those of the word itself together.
const DROPPED: f32 = 0.2;

/// Pull of the weights towards nothing.
const PULL: f32 = 0.00001;

/// One sentence.
pub(super) struct Sample {
    /// Template and slot of each sign of each word; empty for a word in no name.
    keys: Vec<Vec<(u8, u32)>>,
    gold: Vec<u8>,
    weight: f32,
}

impl Sample {
    /// None without candidates. A name that holds another word is left out.
    pub(super) fn new(keys: Vec<Vec<(u8, u32)>>, tags: &[u8], weight: f32) -> Option<Self> {
        let mut gold = tags.to_vec();
        let mut from = 0;
        while from < gold.len() {
            let goes_on = |t: &u8| *t != 0 && t.is_multiple_of(2);
            let to = from + 1 + gold[from + 1..].iter().take_while(|t| goes_on(t)).count();
            if keys[from..to].iter().any(Vec::is_empty) {
                gold[from..to].fill(0);
            }
            from = to;
        }
        keys.iter().any(|k| !k.is_empty()).then_some(Sample { keys, gold, weight })
    }
}

/// Weights and the squares of their gradients.
pub(super) struct Field {
    weights: Vec<[f32; L]>,
    squares: Vec<[f32; L]>,
    moves: [[f32; L]; L + 1],
    move_squares: [[f32; L]; L + 1],
}

type Row = [f32; L];

impl Field {
    pub(super) fn new(bits: u32) -> Self {
        Field {
            weights: vec![[0.0; L]; 1 << bits],
            squares: vec![[0.0; L]; 1 << bits],
            moves: [[0.0; L]; L + 1],
            move_squares: [[0.0; L]; L + 1],
        }
    }

    /// One pass; the mean loss.
    pub(super) fn learn(&mut self, samples: &mut [Sample], rate: f32, random: &mut Random) -> f32 {
        random.shuffle(samples);
        let mut loss = 0.0;
        for sample in samples.iter() {
            loss += self.step(sample, rate, random);
        }
        loss / samples.len() as f32
    }

    fn step(&mut self, sample: &Sample, rate: f32, random: &mut Random) -> f32 {
        let kept: Vec<Vec<u32>> = sample.keys.iter().map(|keys| kept(keys, random)).collect();
        let scores: Vec<Row> =
            kept.iter().zip(&sample.keys).map(|(k, all)| self.row(k, all.is_empty())).collect();
        let (forward, backward) = self.sums(&scores);
        let all = log_sum(&forward[forward.len() - 1]);
        let mut right = 0.0;
        let mut before = L;
        let mut slope = [[0.0; L]; L + 1];
        for (i, (&gold, row)) in sample.gold.iter().zip(&scores).enumerate() {
            let gold = usize::from(gold);
            right += self.moves[before][gold] + row[gold];
            let free = |i: usize| !sample.keys[i].is_empty();
            if free(i) || (i > 0 && free(i - 1)) {
                slope[before][gold] -= sample.weight;
                self.expect(&mut slope, i, &forward, &backward, row, (all, sample.weight));
            }
            before = gold;
        }
        for (i, keys) in kept.iter().enumerate().filter(|(i, _)| !sample.keys[*i].is_empty()) {
            let gold = usize::from(sample.gold[i]);
            let slope: Row = std::array::from_fn(|y| {
                let chance = (forward[i][y] + backward[i][y] - all).exp();
                sample.weight * (chance - f32::from(u8::from(y == gold)))
            });
            if slope.iter().all(|x| x.abs() < 1e-4) {
                continue;
            }
            for &key in keys {
                let (w, s) = (&mut self.weights[key as usize], &mut self.squares[key as usize]);
                for y in 0..L {
                    let g = slope[y] + PULL * w[y];
                    s[y] += g * g;
                    w[y] -= rate * g / (s[y] + 0.01).sqrt();
                }
            }
        }
        for ((m, s), g) in self
            .moves
            .as_flattened_mut()
            .iter_mut()
            .zip(self.move_squares.as_flattened_mut())
            .zip(slope.as_flattened())
        {
            *s += g * g;
            *m -= rate * g / (*s + 1.0).sqrt();
        }
        all - right
    }

    fn row(&self, keys: &[u32], closed: bool) -> Row {
        let mut row = [0.0; L];
        if closed {
            row[1..].fill(-1e6);
        }
        for &key in keys {
            row.iter_mut().zip(&self.weights[key as usize]).for_each(|(r, w)| *r += w);
        }
        row
    }

    /// Logarithms of the sums over all ways to and from each tag of each word.
    fn sums(&self, scores: &[Row]) -> (Vec<Row>, Vec<Row>) {
        let nothing = f32::NEG_INFINITY;
        let n = scores.len();
        let (mut forward, mut backward) = (vec![[nothing; L]; n], vec![[0.0; L]; n]);
        for y in (0..L).filter(|&y| may_follow(L, y)) {
            forward[0][y] = self.moves[L][y] + scores[0][y];
        }
        for i in 1..n {
            for y in 0..L {
                let ways = |x: usize| {
                    if may_follow(x, y) { forward[i - 1][x] + self.moves[x][y] } else { nothing }
                };
                forward[i][y] = log_sum(&std::array::from_fn(ways)) + scores[i][y];
            }
        }
        for i in (0..n - 1).rev() {
            for x in 0..L {
                let ways = |y: usize| {
                    if may_follow(x, y) {
                        self.moves[x][y] + scores[i + 1][y] + backward[i + 1][y]
                    } else {
                        nothing
                    }
                };
                backward[i][x] = log_sum(&std::array::from_fn(ways));
            }
        }
        (forward, backward)
    }

    /// Adds the expected transitions into word `i`.
    fn expect(
        &self,
        slope: &mut [[f32; L]; L + 1],
        i: usize,
        forward: &[Row],
        backward: &[Row],
        row: &Row,
        (all, weight): (f32, f32),
    ) {
        for y in 0..L {
            if i == 0 {
                slope[L][y] += weight * (forward[0][y] + backward[0][y] - all).exp();
                continue;
            }
            for x in (0..L).filter(|&x| may_follow(x, y)) {
                let way = forward[i - 1][x] + self.moves[x][y] + row[y] + backward[i][y] - all;
                slope[x][y] += weight * way.exp();
            }
        }
    }

    /// Adds another's weights, scaled.
    pub(super) fn add(&mut self, other: &Field, share: f32) {
        let mine = self.weights.as_flattened_mut().iter_mut().chain(self.moves.as_flattened_mut());
        let others = other.weights.as_flattened().iter().chain(other.moves.as_flattened());
        mine.zip(others).for_each(|(a, b)| *a += share * b);
    }

    /// Transitions in 256ths, weights in steps.
    pub(super) fn write(&self, out: &mut Vec<u8>, step: u32) {
        for m in self.moves.as_flattened() {
            out.extend(((m * 256.0).round().clamp(-32_000.0, 32_000.0) as i16).to_le_bytes());
        }
        let steps = 256.0 / step as f32;
        let weights = self.weights.as_flattened().iter();
        out.extend(weights.map(|w| (w * steps).round().clamp(-127.0, 127.0) as i8 as u8));
    }
}

/// The signs that stay: some are dropped, and for some words all that name the word itself.
fn kept(keys: &[(u8, u32)], random: &mut Random) -> Vec<u32> {
    let hidden = random.unit() < DROPPED;
    let own = |t: u8| matches!(t, 12 | 17 | 22 | 27 | 50..=52 | 66..=73 | 78);
    let stays = keys.iter().filter(|(t, _)| !(hidden && own(*t)) && random.unit() >= DROPPED);
    stays.map(|k| k.1).collect()
}

fn log_sum(row: &Row) -> f32 {
    let most = row.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
    if most == f32::NEG_INFINITY {
        return most;
    }
    most + row.iter().map(|x| (x - most).exp()).sum::<f32>().ln()
}
