//! A document's names in, the same names where they were missed out.
//!
//! "Yeh" is a person in three sentences and nothing in a fourth ("videos show Yeh throwing Chan to the
//! ground"): a form that is a name of one kind wherever it is one is a name there, too. It never
//! touches what is tagged.

use model::{NameKind, Upos};
use rustc_hash::FxHashMap;

use super::{known, signs::Line, tagger::NameTag};

/// Fewest places that speak for a name.
const TIMES: u32 = 2;

/// How often a form is a name of each kind.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    kinds: [u32; 4],
}

/// Tags what was missed. One tag for each word of each sentence.
pub(super) fn spread(document: &[Line<'_>], all: &mut [Vec<NameTag>]) {
    let mut counts: FxHashMap<&str, Count> = FxHashMap::default();
    for (line, tags) in document.iter().zip(all.iter()) {
        let mut t = 0;
        while t < tags.len() {
            let Some((kind, _)) = tags[t] else {
                t += 1;
                continue;
            };
            let end = known::end(tags, t);
            if end == t + 1 {
                let times = if is_short_form(line.forms, tags, t) { TIMES } else { 1 };
                counts.entry(line.forms[t]).or_default().kinds[kind as usize] += times;
            } else if kind == NameKind::Person {
                counts.entry(line.forms[end - 1]).or_default().kinds[kind as usize] += 1;
            }
            t = end;
        }
    }
    if counts.is_empty() {
        return;
    }
    for (line, tags) in document.iter().zip(all.iter_mut()) {
        for (t, tag) in tags.iter_mut().enumerate() {
            let form = line.forms[t];
            if tag.is_some() || line.words[t].upos != Upos::Propn || !is_plain(form) {
                continue;
            }
            let beside = |k: Option<usize>| {
                k.and_then(|k| line.words.get(k)).is_some_and(|w| w.upos == Upos::Propn)
            };
            if beside(t.checked_sub(1)) || beside(Some(t + 1)) {
                continue;
            }
            let Some(count) = counts.get(form) else { continue };
            let mut kinds = count.kinds.iter().enumerate().filter(|(_, n)| **n > 0);
            if let (Some((kind, &n)), None) = (kinds.next(), kinds.next())
                && n >= TIMES
            {
                *tag = Some((NameKind::ALL[kind], true));
            }
        }
    }
}

/// "Similar Workers Union (Suntracs)": a name told to stand for the one before it.
fn is_short_form(forms: &[&str], tags: &[NameTag], t: usize) -> bool {
    t > 1
        && forms[t - 1] == "("
        && forms.get(t + 1) == Some(&")")
        && tags[t].map(|tag| tag.0) == tags[t - 2].map(|tag| tag.0)
}

/// A capital, and three letters at least.
fn is_plain(form: &str) -> bool {
    form.starts_with(char::is_uppercase) && form.chars().filter(|c| c.is_alphabetic()).count() > 2
}
