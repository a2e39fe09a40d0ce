//! Sentences again, with other capitals.

use super::Document;
use crate::train::random::Random;

/// Share of the sentences with names of which some names are written small, once more.
const LOWERED: f32 = 0.15;

/// Which share of those names, of people, organisations, places.
const OF_KIND: [f32; 3] = [0.3, 0.3, 0.7];

/// What a sentence with other capitals counts.
const WEIGHT: f32 = 0.5;

/// Some sentences again, alone, in small letters, in capitals, or with every word's first letter
/// large, as forums and headlines have them.
pub(super) fn recased(documents: &[Document], random: &mut Random) -> Vec<Document> {
    let mut out = Vec::new();
    let sentences = documents.iter().flat_map(|d| d.forms.iter().zip(&d.tags));
    for (forms, tags) in sentences {
        let drawn = random.unit();
        if drawn >= 0.35 || (drawn > 0.03 && tags.iter().all(|&t| t == 0)) {
            continue;
        }
        let first = |f: &String| {
            let mut chars = f.chars();
            chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
        };
        let forms = match drawn {
            ..0.15 => forms.iter().map(|f| f.to_lowercase()).collect(),
            ..0.25 => forms.iter().map(|f| f.to_uppercase()).collect(),
            _ => forms.iter().map(first).collect(),
        };
        out.push(Document {
            forms: vec![forms],
            tags: vec![tags.clone()],
            weight: WEIGHT,
            chances: Vec::new(),
        });
    }
    out
}

/// Some sentences again, alone, with names in small letters beside words that keep their capitals: "We
/// flew to oslo with Kari".
pub(super) fn lowered(documents: &[Document], random: &mut Random) -> Vec<Document> {
    let mut out = Vec::new();
    for (forms, tags) in documents.iter().flat_map(|d| d.forms.iter().zip(&d.tags)) {
        if !tags.iter().any(|t| matches!(t, 1 | 3 | 5)) || random.unit() >= LOWERED {
            continue;
        }
        let (mut small, mut any) = (false, false);
        let mut all = forms.clone();
        for (k, &tag) in tags.iter().enumerate() {
            match tag {
                1 | 3 | 5 => small = random.unit() < OF_KIND[usize::from(tag) / 2],
                0 | 7 => small = false,
                _ => {}
            }
            let opens = k == 0 && tag == 0 && random.unit() < 0.3;
            if small || opens {
                all[k] = all[k].to_lowercase();
            }
            any |= small;
        }
        if any {
            out.push(Document {
                forms: vec![all],
                tags: vec![tags.clone()],
                weight: WEIGHT,
                chances: Vec::new(),
            });
        }
    }
    out
}
