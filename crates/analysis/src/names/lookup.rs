//! A sentence's words in, what `data/` knows of names that begin there out.
//!
//! "Cape Town": a town of over two million people, both words. Only words that may be in a name are
//! asked for.

use knowledge::{AliasKind, Knowledge, KnownKind};

use super::signs::{Line, Traits};

/// Marks the words of known names and of places: kind, and whether the name goes on.
pub(super) fn look_up(line: &Line<'_>, all: &mut [Traits], knowledge: &Knowledge) {
    let n_all = all.len();
    let (mut known_until, mut place_until) = (0, 0);
    for t in 0..n_all {
        if !all[t].candidate || !all[t].alphabetic {
            continue;
        }
        if t >= known_until
            && let Some((n, hits)) = knowledge.entities.longest_at(&line.forms[t..])
            && let Some(hit) = hits.first()
        {
            let kind = match hit.kind {
                AliasKind::Name => 1,
                AliasKind::Surname => 2,
                AliasKind::Adjective => 3,
                AliasKind::Demonym => 4,
                AliasKind::Seat => 5,
                _ => 6,
            } * 8
                + match knowledge.entities.get(hit.entity).kind {
                    KnownKind::Country => 0,
                    KnownKind::Person => 1,
                    KnownKind::Body => 2,
                    KnownKind::Group => 3,
                };
            for (k, x) in all[t..t + n].iter_mut().enumerate() {
                x.known = kind * 2 + u32::from(k > 0) + 1;
            }
            known_until = t + n;
        }
        if t >= place_until {
            let end = (t..n_all).find(|&k| !all[k].candidate).unwrap_or(n_all).min(t + 6);
            if let Some((n, places)) = knowledge.places.longest_at(&line.forms[t..end]) {
                let most = places.iter().map(|p| p.population).max().unwrap_or(0);
                let kind = if places[0].is_division() {
                    4
                } else {
                    match most {
                        0..20_000 => 0,
                        20_000..100_000 => 1,
                        100_000..2_000_000 => 2,
                        _ => 3,
                    }
                };
                for (k, x) in all[t..t + n].iter_mut().enumerate() {
                    x.place = kind * 2 + u32::from(k > 0) + 1;
                }
                place_until = t + n;
            }
        }
    }
}
