//! Sums for each tag of each word in, the best sequence of tags out (Viterbi 1967).

use crate::syntax::shape::NAME_TAGS;

/// What no sequence can reach.
const NEVER: i32 = i32::MIN / 2;

/// What it counts for a tag to follow another; the last row is for the beginning of a sentence.
#[derive(Debug)]
pub(super) struct Sequences {
    pub(super) transitions: [[i32; NAME_TAGS]; NAME_TAGS + 1],
}

impl Sequences {
    /// The tag of each word.
    pub(super) fn best(&self, rows: &[[i32; NAME_TAGS]]) -> Vec<usize> {
        let mut total = [NEVER; NAME_TAGS];
        let mut back: Vec<[u8; NAME_TAGS]> = Vec::with_capacity(rows.len());
        for (i, row) in rows.iter().enumerate() {
            let from;
            (total, from) = self.after(i, &total, row);
            back.push(from);
        }
        let mut at =
            (0..NAME_TAGS).fold(0, |best, x| if total[x] > total[best] { x } else { best });
        let mut tags = vec![0; rows.len()];
        for (place, from) in tags.iter_mut().zip(&back).rev() {
            *place = at;
            at = usize::from(from[at]);
        }
        tags
    }

    /// By how much the best sequence leads the next best; the most there is for no words.
    pub(super) fn lead(&self, rows: &[[i32; NAME_TAGS]]) -> i32 {
        let mut total = [NEVER; NAME_TAGS];
        let mut before = Vec::with_capacity(rows.len());
        for (i, row) in rows.iter().enumerate() {
            total = self.after(i, &total, row).0;
            before.push(total);
        }
        let (mut lead, mut behind) = (i32::MAX, [0; NAME_TAGS]);
        for (row, before) in rows.iter().zip(&before).rev() {
            let (mut best, mut next) = (NEVER, NEVER);
            for (a, b) in before.iter().zip(&behind) {
                let sum = a + b;
                (best, next) = if sum > best { (sum, best) } else { (best, next.max(sum)) };
            }
            lead = lead.min(best - next);
            behind = std::array::from_fn(|tag| {
                let followed = (0..NAME_TAGS).filter(|&next| may_follow(tag, next));
                let sums = followed.map(|n| self.transitions[tag][n] + row[n] + behind[n]);
                sums.max().unwrap_or(NEVER)
            });
        }
        lead
    }

    /// The best sums up to the `i`-th word, by its tag, and the tag before that each comes from.
    fn after(
        &self,
        i: usize,
        total: &[i32; NAME_TAGS],
        row: &[i32; NAME_TAGS],
    ) -> ([i32; NAME_TAGS], [u8; NAME_TAGS]) {
        let mut next = [NEVER; NAME_TAGS];
        let mut from = [0; NAME_TAGS];
        for tag in 0..NAME_TAGS {
            if i == 0 {
                if may_follow(NAME_TAGS, tag) {
                    next[tag] = self.transitions[NAME_TAGS][tag] + row[tag];
                }
                continue;
            }
            for before in (0..NAME_TAGS).filter(|&b| may_follow(b, tag)) {
                let sum = total[before] + self.transitions[before][tag] + row[tag];
                if sum > next[tag] {
                    (next[tag], from[tag]) = (sum, before as u8);
                }
            }
        }
        (next, from)
    }
}

/// Whether `next` may stand after `before` ([`NAME_TAGS`]: the sentence begins).
pub fn may_follow(before: usize, next: usize) -> bool {
    let inside = next != 0 && next.is_multiple_of(2);
    !inside || (before != NAME_TAGS && (before == next || before + 1 == next))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVEN: Sequences = Sequences { transitions: [[0; NAME_TAGS]; NAME_TAGS + 1] };

    #[test]
    fn an_inside_tag_never_stands_alone() {
        let mut rows = [[0; NAME_TAGS]; 2];
        rows[0][0] = 8999;
        rows[1][2] = 9000;
        assert_eq!(EVEN.best(&rows), [1, 2]);
        rows[0][0] = 9001;
        assert_eq!(EVEN.best(&rows), [0, 0]);
    }

    #[test]
    fn the_lead_is_over_the_next_best_sequence() {
        let mut rows = [[0; NAME_TAGS]; 3];
        rows[0][0] = 900;
        rows[1][1] = 700;
        rows[2][2] = 800;
        assert_eq!(EVEN.best(&rows), [0, 1, 2]);
        // The next best ends the name after one word: 900 + 700.
        assert_eq!(EVEN.lead(&rows), 800);
        rows[1][3] = 650;
        rows[2][4] = 780;
        assert_eq!(EVEN.lead(&rows), 70);
        assert_eq!(EVEN.lead(&[]), i32::MAX);
    }
}
