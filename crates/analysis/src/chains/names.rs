//! A name in, the chain that it takes up out.

use model::NameKind;

use super::{Builder, may_be_person, profile::Profile};

impl Builder<'_> {
    pub(super) fn chain_of_name(&self, i: usize) -> Option<usize> {
        let (m, facts) = (&self.mentions[i], &self.facts[i]);
        let last = facts.name_words.last()?;
        let kind = m.name_kind;
        // A short name first looks for a fuller one in the document.
        if facts.name_words.len() == 1 && kind == Some(NameKind::Person) {
            let found = self.last_profile(|p| {
                p.person && p.last_words.contains(last) && agree(p, facts.gender)
            });
            if found.is_some() {
                return found;
            }
            // By the given name alone, or the first word of a longer one.
            let found = self.last_profile(|p| {
                p.person && p.name_words.first() == Some(last) && agree(p, facts.gender)
            });
            if found.is_some() {
                return found;
            }
        }
        if let Some((entity, _)) = facts.known {
            return self.by_known.get(&entity).copied();
        }
        let same = self.last_profile(|p| p.name_words == facts.name_words);
        if same.is_some() {
            return same;
        }
        if kind == Some(NameKind::Person) {
            return self.last_profile(|p| {
                p.person
                    && p.known.is_none()
                    && p.last_words.contains(last)
                    && agree(p, facts.gender)
                    && one_person(p, &facts.name_words)
            });
        }
        if !may_be_person(kind) || kind.is_none() {
            return self.body_by_part(&facts.name_words);
        }
        None
    }

    fn last_profile(&self, fits: impl Fn(&Profile) -> bool) -> Option<usize> {
        self.profiles.iter().rposition(fits)
    }

    /// "NSA" after "National Security Agency", "the Guardian" after "the Guardian newspaper".
    fn body_by_part(&self, name: &[String]) -> Option<usize> {
        self.last_profile(|p| {
            if p.person || p.name_words.len() == name.len() || p.name_words.is_empty() {
                return false;
            }
            let (long, short) = if p.name_words.len() > name.len() {
                (p.name_words.as_slice(), name)
            } else {
                (name, p.name_words.as_slice())
            };
            let [word] = short else {
                return long.len() > short.len() && long.starts_with(short);
            };
            let initials: String = long
                .iter()
                .filter(|w| !matches!(w.as_str(), "of" | "the" | "and" | "for" | "'s" | "&"))
                .filter_map(|w| w.chars().next())
                .collect();
            let bare: String = word.chars().filter(|c| *c != '.').collect();
            initials == bare && bare.len() > 1
        })
    }
}

fn agree(p: &Profile, gender: Option<model::Gender>) -> bool {
    match (p.gender, gender) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// "John Smith" and "Jane Smith" are two; "Smith", "J. Smith" and "John A. Smith" may be one.
fn one_person(p: &Profile, name: &[String]) -> bool {
    let (Some(a), Some(b)) = (p.name_words.first(), name.first()) else { return true };
    if p.name_words.len() < 2 || name.len() < 2 || a == b {
        return true;
    }
    let initial = |x: &str, y: &str| {
        x.trim_end_matches('.').chars().count() == 1 && y.starts_with(x.trim_end_matches('.'))
    };
    initial(a, b)
        || initial(b, a)
        || (a.len() >= 3
            && b.len() >= 3
            && (a.starts_with(b.as_str()) || b.starts_with(a.as_str())))
}
