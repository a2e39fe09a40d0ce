//! GUM's nested entity mentions → flat name tags.
//!
//! GUM marks every mention of a person, organisation or place, named or not, with the words of its
//! shortest form (`(13-organization-new-nnnnn-cf4-1,4,5-coref-Durham_University` … `13)`). A name is
//! that shortest form where it is written as one: a proper noun at an end, capitals at both. Titles
//! and determiners are left out, and of nested names the outermost is kept, as Universal NER does.

use model::{NameKind, Upos};

/// Longest name, in words.
const NAME_MAX: usize = 8;

const TITLES: &[&str] = &[
    "mr",
    "mr.",
    "mrs",
    "mrs.",
    "ms",
    "ms.",
    "dr",
    "dr.",
    "president",
    "senator",
    "sen.",
    "rep.",
    "governor",
    "gov.",
    "sir",
    "lord",
    "lady",
    "king",
    "queen",
    "prince",
    "princess",
    "professor",
    "prof.",
    "general",
    "gen.",
    "captain",
    "minister",
    "secretary",
    "pope",
    "judge",
    "justice",
    "chairman",
    "director",
    "uncle",
    "aunt",
];

struct Mention<'a> {
    id: &'a str,
    kind: Option<NameKind>,
    first: usize,
    last: usize,
    shortest: Vec<usize>,
}

/// Name tags of a sentence (see `analysis::syntax::shape::NAME_TAGS`) from its words, their parts
/// of speech and their last column.
pub(crate) fn names(forms: &[String], upos: &[Upos], misc: &[String]) -> Vec<u8> {
    let mut mentions = mentions(misc);
    mentions.sort_by_key(|mention| std::cmp::Reverse(mention.last - mention.first));
    let mut tags = vec![0; forms.len()];
    for mention in &mentions {
        let Some(kind) = mention.kind else { continue };
        let Some((first, last)) = name_in(mention, kind, forms, upos) else { continue };
        if tags[first..=last].iter().all(|&tag| tag == 0) {
            tags[first..=last].fill(2 + 2 * kind as u8);
            tags[first] -= 1;
        }
    }
    tags
}

fn name_in(
    mention: &Mention<'_>,
    kind: NameKind,
    forms: &[String],
    upos: &[Upos],
) -> Option<(usize, usize)> {
    let mut first = mention.first + mention.shortest.iter().min()?.checked_sub(1)?;
    let last = mention.first + mention.shortest.iter().max()? - 1;
    if last > mention.last {
        return None;
    }
    let is_title = |i: usize| TITLES.contains(&forms[i].to_lowercase().as_str());
    while first < last
        && (upos[first] == Upos::Det
            || is_title(first)
            || (kind == NameKind::Person && upos[first] != Upos::Propn))
    {
        first += 1;
    }
    let proper = upos[first] == Upos::Propn || upos[last] == Upos::Propn;
    let starts = forms[first].starts_with(char::is_uppercase);
    let ends = forms[last].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    (proper && starts && ends && last - first < NAME_MAX).then_some((first, last))
}

/// The closed mentions, in the order in which they close.
fn mentions(misc: &[String]) -> Vec<Mention<'_>> {
    let mut open: Vec<Mention<'_>> = Vec::new();
    let mut closed = Vec::new();
    for (word, misc) in misc.iter().enumerate() {
        let entity = misc.split('|').find_map(|item| item.strip_prefix("Entity="));
        let mut rest = entity.unwrap_or_default();
        while !rest.is_empty() {
            let opens = rest.starts_with('(');
            let body = &rest[usize::from(opens)..];
            let end = body.find(['(', ')']).unwrap_or(body.len());
            let closes = body[end..].starts_with(')');
            let text = &body[..end];
            rest = &body[end + usize::from(closes)..];
            if opens {
                open.push(mention(text, word));
            }
            if closes {
                let id = text.split('-').next().unwrap_or_default();
                if let Some(at) = open.iter().rposition(|mention| mention.id == id) {
                    let mut mention = open.remove(at);
                    mention.last = word;
                    closed.push(mention);
                }
            }
            if !opens && !closes {
                break;
            }
        }
    }
    closed
}

fn mention(text: &str, word: usize) -> Mention<'_> {
    let mut fields = text.split('-');
    let id = fields.next().unwrap_or_default();
    let kind = match fields.next() {
        Some("person") => Some(NameKind::Person),
        Some("organization") => Some(NameKind::Organization),
        Some("place") => Some(NameKind::Place),
        _ => None,
    };
    let numbers =
        |field: &str| field.split(',').map(|n| n.parse().ok()).collect::<Option<Vec<usize>>>();
    let shortest = fields.skip(2).find_map(numbers).unwrap_or_default();
    Mention { id, kind, first: word, last: word, shortest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_no_part_of_the_name_and_a_nested_place_is_not_one() {
        let row = |form: &str, upos, misc: &str| (form.to_owned(), upos, misc.to_owned());
        let rows = [
            row("General", Upos::Propn, "Entity=(1-person-new-nnnnn-cf1-1,2-sgl-X"),
            row("Lamarque", Upos::Propn, "SpaceAfter=No|Entity=1)"),
            row("at", Upos::Adp, "_"),
            row(
                "Durham",
                Upos::Propn,
                "Entity=(2-organization-new-n-cf4-1,2-sgl(3-place-n-n-1-sgl)",
            ),
            row("University", Upos::Propn, "Entity=2)"),
        ];
        let forms: Vec<String> = rows.iter().map(|row| row.0.clone()).collect();
        let upos: Vec<Upos> = rows.iter().map(|row| row.1).collect();
        let last: Vec<String> = rows.iter().map(|row| row.2.clone()).collect();
        assert_eq!(names(&forms, &upos, &last), [0, 1, 0, 3, 4]);
    }
}
