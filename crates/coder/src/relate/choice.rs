//! Chances of types in, the one to answer out.
//!
//! A pair that is AGREE by .25, SUPPORT by .25 and REJECT by .3 is one of cooperation: first the side
//! with the greater sum is taken, then its quad class, then the type.

use std::cmp::Ordering;

use model::EventType;

/// The likeliest type of the likelier quad class of the likelier side, cooperation or conflict; the
/// first among equals. `None` for no types.
pub fn likeliest(types: &[(EventType, f32)]) -> Option<EventType> {
    let conflict = |t: EventType| t.quad().is_conflict();
    let side = best(types, |t| sum(types, |x| conflict(x) == conflict(t)))?;
    let of_side: Vec<(EventType, f32)> =
        types.iter().copied().filter(|x| conflict(x.0) == conflict(side)).collect();
    let quad = best(&of_side, |t| sum(&of_side, |x| x.quad() == t.quad()))?.quad();
    let of_quad: Vec<(EventType, f32)> =
        of_side.into_iter().filter(|x| x.0.quad() == quad).collect();
    best(&of_quad, |t| sum(&of_quad, |x| x == t))
}

fn sum(types: &[(EventType, f32)], is_in: impl Fn(EventType) -> bool) -> f32 {
    types.iter().filter(|x| is_in(x.0)).map(|x| x.1).sum()
}

fn best(types: &[(EventType, f32)], chance: impl Fn(EventType) -> f32) -> Option<EventType> {
    let told = types.iter().map(|x| (x.0, chance(x.0)));
    let higher = |a: (EventType, f32), b: (EventType, f32)| {
        if a.1.total_cmp(&b.1) == Ordering::Less { b } else { a }
    };
    told.reduce(higher).map(|x| x.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_comes_first() {
        let types = [
            (EventType::Reject, 0.3),
            (EventType::Accuse, 0.1),
            (EventType::Support, 0.25),
            (EventType::Agree, 0.1),
            (EventType::Aid, 0.28),
        ];
        assert_eq!(likeliest(&types), Some(EventType::Support));
        assert_eq!(likeliest(&types[..2]), Some(EventType::Reject));
        assert_eq!(likeliest(&[]), None);
    }
}
