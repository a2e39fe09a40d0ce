//! Makes `models/en/lemma.tsv`: the words of CoNLL-U files that the lemmatiser's rules get wrong.
//!
//! `cargo run -p analysis --release --example build_lemma_table -- FILE.conllu… > models/en/lemma.tsv`

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
    let mut out = String::from(
        "# Lemmas that the rules get wrong. Columns: word class, form in lower case, lemma.\n\
         # Learnt from UD English EWT (CC BY-SA 4.0) and the open genres of UD English GUM (CC BY 4.0).\n",
    );
    for ((class, form), lemmas) in counts {
        let total: u32 = lemmas.values().sum();
        let (best, n) = lemmas.iter().max_by_key(|(_, n)| **n).expect("not empty");
        if wrong[&(class, form.clone())] * 2 > total && n * 2 > total && class != 'p' {
            out.push_str(&format!("{class}\t{form}\t{best}\n"));
        }
    }
    #[expect(clippy::print_stdout, reason = "the table is this program's output")]
    {
        print!("{out}");
    }
}
