//! Makes `models/en/lemma.tsv`: the words of CoNLL-U files that the lemmatiser's rules get wrong.
//!
//! `cargo run -p analysis --release --example build_lemma_table -- FILE.conllu… > models/en/lemma.tsv`
//!
//! Beside them stand the forms of the verbs that have a frame (`data/lang/en/frames/`), read from the
//! folder the program is started in, and the irregular verbs of `data/lang/en/irregular.tsv`.

#![allow(clippy::disallowed_methods, reason = "a tool that reads files")]

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use analysis::lemma;
use model::{Upos, Xpos};

/// Fewer words of a treebank may be slips.
const N_SURE: u32 = 3;

fn main() {
    let mut counts: BTreeMap<(char, String), BTreeMap<String, u32>> = BTreeMap::new();
    let mut wrong: BTreeMap<(char, String), u32> = BTreeMap::new();
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).expect("a readable CoNLL-U file");
        for line in text.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() != 10 || cells[0].contains(['-', '.']) {
                continue;
            }
            let (Ok(upos), Ok(xpos)) = (cells[3].parse::<Upos>(), cells[4].parse::<Xpos>()) else {
                continue;
            };
            if upos == Upos::X || xpos == Xpos::Gw || cells[9].contains("CorrectForm") {
                continue;
            }
            let form = cells[1].replace('’', "'");
            let lower = form.to_lowercase();
            let key = (char::from(lemma::class(upos)), lower.clone());
            let ruled = lemma::rule(Cow::Owned(form), lower, upos, xpos);
            *wrong.entry(key.clone()).or_default() += u32::from(ruled != cells[2]);
            *counts.entry(key).or_default().entry(cells[2].to_owned()).or_default() += 1;
        }
    }
    let mut known: BTreeMap<(char, String), String> = BTreeMap::new();
    let text = std::fs::read_to_string("data/lang/en/irregular.tsv").unwrap_or_default();
    let rows = text.lines().filter(|l| !l.starts_with('#'));
    let irregular: BTreeSet<String> =
        rows.flat_map(|l| l.split('\t').skip(1)).map(str::to_owned).collect();
    for (form, verb) in verb_forms() {
        let ruled = lemma::rule(Cow::Borrowed(&form), form.clone(), Upos::Verb, tag_of(&form));
        // "Hoped" is no form of "hop": treebanks have it of the verb that the rules say.
        let seen = counts.get(&('v', form.clone()));
        let rightly = seen.is_some_and(|lemmas| {
            let n = lemmas.get(ruled.as_ref()).copied().unwrap_or(0);
            n >= N_SURE && n * 2 > lemmas.values().sum::<u32>()
        });
        if ruled != verb.as_str() && (!rightly || irregular.contains(&form)) {
            known.insert(('v', form), verb);
        }
    }
    let mut out = String::from(
        "# Lemmas that the rules get wrong. Columns: word class, form in lower case, lemma.\n\
         # Learnt from UD English EWT (CC BY-SA 4.0) and the open genres of UD English GUM (CC BY 4.0).\n",
    );
    // The bases of treebanks are grounds, those of news have soldiers in them.
    counts.remove(&('n', "bases".to_owned()));
    for ((class, form), lemmas) in counts {
        let total: u32 = lemmas.values().sum();
        let (best, n) = lemmas.iter().max_by_key(|(_, n)| **n).expect("not empty");
        if wrong[&(class, form.clone())] * 2 > total && n * 2 > total && class != 'p' {
            // What is written down by hand stands.
            let key = (class, form);
            if !irregular.contains(&key.1) || key.0 != 'v' {
                known.insert(key, best.clone());
            }
        }
    }
    for ((class, form), lemma) in known {
        out.push_str(&format!("{class}\t{form}\t{lemma}\n"));
    }
    #[expect(clippy::print_stdout, reason = "the table is this program's output")]
    {
        print!("{out}");
    }
}

fn tag_of(form: &str) -> Xpos {
    if form.ends_with("ing") { Xpos::Vbg } else { Xpos::Vbd }
}

/// What may stand between a verb and "-ed": its last consonant once more behind one short vowel ("hop", "hopped"); behind
/// more than one syllable either ("travelled", "traveled").
fn doublings(stem: &str, last: char) -> Vec<String> {
    let vowel = |c: char| "aeiou".contains(c);
    let letters: Vec<char> = stem.chars().collect();
    let n = letters.len();
    let short = n >= 3
        && !vowel(last)
        && !"hwxy".contains(last)
        && vowel(letters[n - 2])
        && (!vowel(letters[n - 3]) || n > 3 && letters[n - 4] == 'q');
    let n_vowels = letters.iter().filter(|c| vowel(**c)).count();
    match (short, n_vowels) {
        (true, 1) => vec![last.to_string()],
        (true, _) => vec![String::new(), last.to_string()],
        (false, 2) if last == 'l' => vec![String::new(), last.to_string()],
        _ => vec![String::new()],
    }
}

/// Inflected forms of the verbs that have a frame, and of irregular verbs, with their lemmas.
fn verb_forms() -> Vec<(String, String)> {
    let mut forms = Vec::new();
    let irregular = std::fs::read_to_string("data/lang/en/irregular.tsv").unwrap_or_default();
    for line in irregular.lines().filter(|l| !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let Some(verb) = cells.next() else { continue };
        forms.extend(cells.map(|form| (form.to_owned(), verb.to_owned())));
    }
    let Ok(entries) = std::fs::read_dir("data/lang/en/frames") else { return forms };
    let mut paths: Vec<_> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        if !text.contains("pos = \"verb\"") {
            continue;
        }
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or("").to_owned();
        if stem.contains('-') || irregular.lines().any(|l| l.starts_with(&format!("{stem}\t"))) {
            continue;
        }
        let bare = stem.strip_suffix('e');
        let last = stem.chars().next_back().unwrap_or('e');
        if let Some(bare) = bare {
            forms.push((format!("{stem}d"), stem.clone()));
            forms.push((format!("{bare}ing"), stem.clone()));
        } else if let Some(y) = stem.strip_suffix('y').filter(|y| !y.ends_with(['a', 'e', 'o'])) {
            forms.push((format!("{y}ied"), stem.clone()));
            forms.push((format!("{stem}ing"), stem.clone()));
        } else {
            for double in doublings(&stem, last) {
                forms.push((format!("{stem}{double}ed"), stem.clone()));
                forms.push((format!("{stem}{double}ing"), stem.clone()));
            }
        }
    }
    forms
}
