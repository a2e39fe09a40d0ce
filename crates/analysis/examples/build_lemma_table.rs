//! Makes `models/en/lemma.tsv`: the words of CoNLL-U files that the lemmatiser's rules get wrong.
//!
//! `cargo run -p analysis --release --example build_lemma_table -- FILE.conllu… > models/en/lemma.tsv`
//!
//! Beside them stand the forms of the verbs that have a frame (`data/lang/en/frames/`), read from the
//! folder the program is started in, and the irregular verbs of `data/lang/en/irregular.tsv`.

#![allow(clippy::disallowed_methods, reason = "a tool that reads files")]

use std::{borrow::Cow, collections::BTreeMap};

use analysis::lemma;
use model::{Upos, Xpos};

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
    for (form, verb) in verb_forms() {
        let ruled = lemma::rule(Cow::Borrowed(&form), form.clone(), Upos::Verb, tag_of(&form));
        if ruled != verb.as_str() {
            known.insert(('v', form), verb);
        }
    }
    let mut out = String::from(
        "# Lemmas that the rules get wrong. Columns: word class, form in lower case, lemma.\n\
         # Learnt from UD English EWT (CC BY-SA 4.0) and the open genres of UD English GUM (CC BY 4.0).\n",
    );
    for ((class, form), lemmas) in counts {
        let total: u32 = lemmas.values().sum();
        let (best, n) = lemmas.iter().max_by_key(|(_, n)| **n).expect("not empty");
        if wrong[&(class, form.clone())] * 2 > total && n * 2 > total && class != 'p' {
            known.insert((class, form), best.clone());
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
            for double in [String::new(), last.to_string()] {
                forms.push((format!("{stem}{double}ed"), stem.clone()));
                forms.push((format!("{stem}{double}ing"), stem.clone()));
            }
        }
    }
    forms
}
