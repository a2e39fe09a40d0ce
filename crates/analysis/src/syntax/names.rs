//! From name-tag scores to names: the best sequence in which an inside tag follows its own kind.

use model::NameKind;

use super::shape::NAME_TAGS;

/// Kind of the name a word belongs to, and whether the name begins there.
pub(super) type NameTag = Option<(NameKind, bool)>;

/// Tag `0` is outside; of kind `k`, `1 + 2k` begins and `2 + 2k` goes on.
pub(super) fn tag(number: usize) -> NameTag {
    let kind = number.checked_sub(1)? / 2;
    Some((*NameKind::ALL.get(kind)?, !number.is_multiple_of(2)))
}

fn may_follow(previous: usize, next: usize) -> bool {
    let inside = next != 0 && next.is_multiple_of(2);
    !inside || previous == next || previous + 1 == next
}

/// Viterbi over `scores`, one row of [`NAME_TAGS`] for each word.
pub(super) fn best_names<'a>(scores: impl Iterator<Item = &'a [f32]>) -> Vec<NameTag> {
    let mut total = [f32::NEG_INFINITY; NAME_TAGS];
    total[0] = 0.0;
    let mut back: Vec<[u8; NAME_TAGS]> = Vec::new();
    for row in scores {
        let best_of_all =
            (0..NAME_TAGS).fold(0, |best, x| if total[x] > total[best] { x } else { best });
        let mut next = [0.0; NAME_TAGS];
        let mut from = [0; NAME_TAGS];
        for tag in 0..NAME_TAGS {
            let mut best = best_of_all;
            if !may_follow(best, tag) {
                // Only the begin and inside tags of the same kind remain.
                best = if total[tag] > total[tag - 1] { tag } else { tag - 1 };
            }
            next[tag] = total[best] + row[tag];
            from[tag] = best as u8;
        }
        total = next;
        back.push(from);
    }
    let mut at = (0..NAME_TAGS).fold(0, |best, x| if total[x] > total[best] { x } else { best });
    let mut tags = vec![None; back.len()];
    for (place, from) in tags.iter_mut().zip(&back).rev() {
        *place = tag(at);
        at = usize::from(from[at]);
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inside_tag_never_stands_alone() {
        let mut rows = [[0.0; NAME_TAGS]; 2];
        rows[1][2] = 5.0;
        rows[1][0] = 4.0;
        rows[0][0] = 3.0;
        let rows: Vec<&[f32]> = rows.iter().map(|row| &row[..]).collect();
        assert_eq!(best_names(rows.into_iter()), [None, None]);
    }
}
