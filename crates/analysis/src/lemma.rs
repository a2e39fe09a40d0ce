//! A word with its tags in, its dictionary form out.
//!
//! ("seized", VERB, VBD) → "seize". Names keep their letters; everything else is lower case, as in
//! the English treebanks of Universal Dependencies. Regular endings are undone by rule, with the words
//! that have a vector to tell "inflame" from "inflam"; what the rules get wrong stands in `models/en/lemma.tsv`, made by `examples/build_lemma_table.rs`.

use std::{borrow::Cow, sync::OnceLock};

use knowledge::vectors::WordVectors;
use model::{Upos, Xpos};
use rustc_hash::{FxHashMap, FxHashSet};

static TABLE: &str = include_str!("../../../models/en/lemma.tsv");

/// Exceptions: (letter of the word class, form) → lemma.
fn table() -> &'static FxHashMap<(u8, &'static str), &'static str> {
    static READ: OnceLock<FxHashMap<(u8, &'static str), &'static str>> = OnceLock::new();
    READ.get_or_init(|| {
        TABLE
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| {
                let mut cells = l.split('\t');
                let class = cells.next()?.as_bytes().first().copied()?;
                Some(((class, cells.next()?), cells.next()?))
            })
            .collect()
    })
}

/// Lemmas of the verbs among the exceptions.
fn verbs() -> &'static FxHashSet<&'static str> {
    static READ: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    READ.get_or_init(|| {
        let verb = class(Upos::Verb);
        table().iter().filter(|((c, _), _)| *c == verb).map(|(_, &lemma)| lemma).collect()
    })
}

/// The class of words that share their endings: verbs, nouns, adjectives and adverbs, names, the rest.
pub fn class(upos: Upos) -> u8 {
    match upos {
        Upos::Verb => b'v',
        Upos::Aux => b'x',
        Upos::Noun => b'n',
        Upos::Propn => b'p',
        Upos::Adj => b'a',
        Upos::Adv => b'r',
        Upos::Pron => b'o',
        Upos::Det => b'd',
        _ => b'-',
    }
}

/// Dictionary form of a word; the form itself for marks and unknown things.
pub fn lemma(form: &str, upos: Upos, xpos: Xpos) -> Cow<'_, str> {
    if form.is_empty() || form.len() > 60 {
        return Cow::Borrowed(form);
    }
    let plain =
        if form.contains('’') { Cow::Owned(form.replace('’', "'")) } else { form.into() };
    let lower = model::lowered(&plain);
    // "To lay down arms": a bare verb is its own lemma, whatever past it may be of another.
    if xpos == Xpos::Vb && upos == Upos::Verb && verbs().contains(lower.as_ref()) {
        return Cow::Owned(lower.into_owned());
    }
    if let Some(found) = table().get(&(class(upos), lower.as_ref())) {
        return Cow::Borrowed(found);
    }
    let lower = lower.into_owned();
    // "Peru mulls a ban": no present but that of "it" ends so.
    let third = xpos == Xpos::Vbp
        && lower.ends_with('s')
        && !["ss", "us", "is", "as"].iter().any(|end| lower.ends_with(end));
    let ruled = rule(plain, lower, upos, if third { Xpos::Vbz } else { xpos });
    let inflected = matches!(xpos, Xpos::Vbd | Xpos::Vbn | Xpos::Vbg) && upos == Upos::Verb;
    if !inflected {
        return ruled;
    }
    written(&ruled).map_or(ruled, Cow::Owned)
}

/// "Inflam" for "inflamed": where no such word is written, the one that is, with its "e" or with its last letter once.
fn written(ruled: &str) -> Option<String> {
    let words = WordVectors::embedded();
    let is_word = |w: &str| words.place(w).is_some();
    if is_word(ruled) {
        return None;
    }
    let with_e = format!("{ruled}e");
    if is_word(&with_e) {
        return Some(with_e);
    }
    let last = ruled.chars().next_back()?;
    let shorter = &ruled[..ruled.len() - last.len_utf8()];
    (shorter.ends_with(last) && is_word(shorter)).then(|| shorter.to_owned())
}

/// The lemma by rule alone.
pub fn rule(form: Cow<'_, str>, lower: String, upos: Upos, xpos: Xpos) -> Cow<'_, str> {
    match xpos {
        Xpos::Nnp => form,
        Xpos::Nnps => singular(&form).map_or(form, Cow::Owned),
        Xpos::Nns => Cow::Owned(singular(&lower).unwrap_or(lower)),
        Xpos::Vbz if upos != Upos::Aux => Cow::Owned(singular(&lower).unwrap_or(lower)),
        Xpos::Vbd | Xpos::Vbn => Cow::Owned(past(&lower).unwrap_or(lower)),
        Xpos::Vbg if upos == Upos::Verb || upos == Upos::Aux => {
            Cow::Owned(progressive(&lower).unwrap_or(lower))
        }
        Xpos::Jjr | Xpos::Rbr => Cow::Owned(compared(&lower, "er").unwrap_or(lower)),
        Xpos::Jjs | Xpos::Rbs => Cow::Owned(compared(&lower, "est").unwrap_or(lower)),
        _ => Cow::Owned(lower),
    }
}

/// Undoes the plural or the third person; `None` where there is none.
fn singular(word: &str) -> Option<String> {
    if let Some(of_men) = word.strip_suffix("men").filter(|m| !m.is_empty()) {
        return Some(format!("{of_men}man"));
    }
    let stem = word.strip_suffix('s')?;
    if stem.ends_with('s') || stem.len() < 2 || word.ends_with("us") || word.ends_with("'s") {
        return None;
    }
    if let Some(y) = word.strip_suffix("ies")
        && y.len() > 1
    {
        return Some(format!("{y}y"));
    }
    for ending in ["sses", "shes", "ches", "xes", "zzes"] {
        if word.ends_with(ending) {
            return Some(word[..word.len() - 2].to_owned());
        }
    }
    if word.ends_with("oes") && word.len() > 4 {
        return Some(word[..word.len() - 2].to_owned());
    }
    Some(stem.to_owned())
}

fn past(word: &str) -> Option<String> {
    let stem = word.strip_suffix("ed")?;
    if stem.len() < 2 || !stem.contains(is_vowel) {
        return None;
    }
    if let Some(y) = stem.strip_suffix('i') {
        return Some(format!("{y}y"));
    }
    Some(restore(stem))
}

fn progressive(word: &str) -> Option<String> {
    let stem = word.strip_suffix("ing")?;
    if stem.len() < 2 || !stem.contains(is_vowel) {
        return None;
    }
    Some(restore(stem))
}

fn compared(word: &str, ending: &str) -> Option<String> {
    let stem = word.strip_suffix(ending)?;
    if stem.len() < 2 {
        return None;
    }
    if let Some(y) = stem.strip_suffix('i') {
        return Some(format!("{y}y"));
    }
    let bytes = stem.as_bytes();
    let n = bytes.len();
    if n > 2 && bytes[n - 1] == bytes[n - 2] && !matches!(bytes[n - 1], b'l' | b's' | b'e') {
        return Some(stem[..n - 1].to_owned());
    }
    if stem.ends_with(['c', 'g', 'v', 'u', 's', 'l', 'r'])
        && !stem.ends_with("ll")
        && !stem.ends_with("al")
        && !stem.ends_with("ss")
        && !stem.ends_with("ng")
        && !stem.ends_with("ear")
        && !stem.ends_with("oor")
        && !stem.ends_with("ew")
        && !stem.ends_with("oul")
        && !stem.ends_with("ool")
    {
        return Some(format!("{stem}e"));
    }
    Some(stem.to_owned())
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// A stem without "ed" or "ing": takes back a doubled letter or a lost "e".
fn restore(stem: &str) -> String {
    let b: Vec<char> = stem.chars().collect();
    let n = b.len();
    if n < 2 {
        return stem.to_owned();
    }
    let (last, before) = (b[n - 1], b[n - 2]);
    if last == before && !is_vowel(last) {
        // "stopped", but "killed", "passed", "stuffed"
        if matches!(last, 'l' | 's' | 'f' | 'z') && !stem.ends_with("ell") {
            let travel = last == 'l'
                && vowel_groups(&b[..n - 1]) > 1
                && !stem.ends_with("all")
                && !stem.ends_with("oll")
                && !stem.ends_with("ull");
            return if travel { b[..n - 1].iter().collect() } else { stem.to_owned() };
        }
        if stem.ends_with("ell") && vowel_groups(&b[..n - 1]) == 1 {
            return stem.to_owned();
        }
        return b[..n - 1].iter().collect();
    }
    let needs_e = match last {
        'c' | 'v' | 'u' => true,
        'z' => before != 't' || n > 4,
        's' => !matches!(before, 's') && !stem.ends_with("ias") && !stem.ends_with("cus"),
        'g' => {
            before != 'n' && before != 'o'
                || ["ang", "eng", "ing", "ung"].iter().any(|x| {
                    stem.ends_with(x)
                        && matches!(b[n.saturating_sub(4)], 'h' | 'l' | 'v' | 'r')
                        && (stem.ends_with("chang")
                            || stem.ends_with("halleng")
                            || stem.ends_with("rrang")
                            || stem.ends_with("veng")
                            || stem.ends_with("lung")
                            || stem.ends_with("ring") && n > 5)
                })
        }
        'l' => !is_vowel(before) && before != 'l' && before != 'r' && before != 'w',
        'r' if stem.ends_with("ur") && n > 3 => {
            ["ecur", "asur", "ssur", "njur", "apur", "atur", "igur", "edur", "ptur", "ctur"]
                .iter()
                .any(|x| stem.ends_with(x))
        }
        'r' if stem.ends_with("ir") => n > 2 && b[n - 3] != 'a',
        'r' if stem.ends_with("ar") || stem.ends_with("or") => {
            ["clar", "epar", "shar", "scar", "ompar", "stor", "plor", "gnor", "scor", "dar", "car"]
                .iter()
                .any(|x| stem.ends_with(x))
        }
        't' if stem.ends_with("at") => {
            n > 3
                && !is_vowel(b[n - 3])
                && !["eat", "oat", "mat", "bat", "format", "combat"].iter().any(|x| {
                    stem == *x
                        || (stem.len() > 4
                            && (*x == "format" || *x == "combat")
                            && stem.ends_with(x))
                })
                || ["iat", "eat", "uat"].iter().any(|x| stem.ends_with(x))
                    && vowel_groups(&b) > 1
                    && !matches!(stem, "defeat" | "repeat" | "retreat" | "threat")
        }
        't' if stem.ends_with("ut") => {
            ["ibut", "itut", "ecut", "lut", "mut", "put"].iter().any(|x| stem.ends_with(x)) && n > 4
        }
        't' if stem.ends_with("ot") => {
            ["vot", "not", "mot", "quot", "vot"].iter().any(|x| stem.ends_with(x)) && n > 2
        }
        't' if stem.ends_with("it") => {
            ["cit", "vit", "nit", "writ", "bit", "spit"].iter().any(|x| stem.ends_with(x))
                && !matches!(
                    stem,
                    "audit"
                        | "orbit"
                        | "limit"
                        | "visit"
                        | "prohibit"
                        | "exhibit"
                        | "inhibit"
                        | "solicit"
                )
        }
        't' if stem.ends_with("et") => {
            ["let", "pet", "plet", "cret"].iter().any(|x| stem.ends_with(x)) && n > 4
        }
        'd' if stem.ends_with("id")
            || stem.ends_with("ud")
            || stem.ends_with("ed") && n > 4
            || stem.ends_with("ad")
            || stem.ends_with("od") =>
        {
            is_vowel(before)
                && (n < 3 || !is_vowel(b[n - 3]) || stem.ends_with("uid"))
                && !stem.ends_with("need")
        }
        'k' => is_vowel(before) && n > 2 && !is_vowel(b[n - 3]),
        'm' | 'n' | 'p' => {
            // one vowel before it and a consonant before that: "name", "define", "hope"
            is_vowel(before)
                && n > 2
                && !is_vowel(b[n - 3])
                && vowel_groups(&b) == 1
                && before != 'y'
                || ["fin", "bin", "min", "clin", "tain", "sum", "elop", "cop"]
                    .iter()
                    .any(|x| stem.ends_with(x) && matches!(*x, "fin" | "bin" | "clin" | "sum"))
        }
        'b' => {
            is_vowel(before) && n > 2 && !is_vowel(b[n - 3]) && before != 'o'
                || stem.ends_with("scrib")
        }
        _ => false,
    };
    if needs_e { format!("{stem}e") } else { stem.to_owned() }
}

fn vowel_groups(word: &[char]) -> usize {
    let mut groups = 0;
    let mut inside = false;
    for &c in word {
        let v = is_vowel(c);
        groups += usize::from(v && !inside);
        inside = v;
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_undone() {
        let verb = |w: &'static str, x| lemma(w, Upos::Verb, x).into_owned();
        assert_eq!(verb("seized", Xpos::Vbd), "seize");
        assert_eq!(verb("stopped", Xpos::Vbd), "stop");
        assert_eq!(verb("killing", Xpos::Vbg), "kill");
        assert_eq!(verb("accuses", Xpos::Vbz), "accuse");
        assert_eq!(verb("inflamed", Xpos::Vbd), "inflame");
        assert_eq!(verb("fuelled", Xpos::Vbn), "fuel");
        assert_eq!(verb("wasting", Xpos::Vbg), "waste");
        assert_eq!(verb("vandalised", Xpos::Vbd), "vandalise");
        assert_eq!(lemma("Rockets", Upos::Noun, Xpos::Nns), "rocket");
        assert_eq!(lemma("tribesmen", Upos::Noun, Xpos::Nns), "tribesman");
        assert_eq!(lemma("congresswomen", Upos::Noun, Xpos::Nns), "congresswoman");
        assert_eq!(lemma("Sheinbaum", Upos::Propn, Xpos::Nnp), "Sheinbaum");
        assert_eq!(lemma("n’t", Upos::Part, Xpos::Rb), "not");
    }
}
